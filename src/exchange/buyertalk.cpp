#include "exchange/buyertalk.h"
#include "domain/integration/digestauthentication.h"
#include "exchange/wiretls.h"

namespace bourse::exchange {

std::string_view cutUtf8(std::string_view text, std::size_t bytes)
{
    if (text.size() <= bytes)
        return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0) == 0x80)
        --bytes;
    return text.substr(0, bytes);
}

std::optional<AttemptKind> questionTo(const domain::Integration &integration)
{
    if (integration.hasStep(domain::StepKind::Status))
        return AttemptKind::Status;
    if (integration.declaresIdempotentPost())
        return AttemptKind::Resend;
    return std::nullopt;
}

const std::map<std::string, std::string> *joined(const std::map<std::string, std::string> &carried,
                                                 const SharedGrant &grant,
                                                 std::map<std::string, std::string> &all)
{
    if (!grant)
        return &carried;
    if (carried.empty())
        return &grant->carried;
    all = grant->carried;
    all.insert(carried.begin(), carried.end());
    return &all;
}

Result<BuyerCall> renderCall(const Engine &engine, const PlanNode &plan, const domain::StepId &step,
                             domain::RenderInput input, const SharedGrant &grant, const Uuid &attemptId,
                             std::string &text)
{
    std::map<std::string, Secret> secrets;
    if (!plan.secretNames.empty())
        secrets = engine.ports.secrets.secrets(plan.secretNames);
    input.secrets = &secrets;
    input.secretsRequired = true; // a buyer is never sent the mark of a secret that nobody has set
    auto request = plan.integration->render(step, input);
    if (!request)
        return request.errors();
    auto tls = wireTls(plan.tls, secrets);
    if (!tls)
        return tls.errors();
    text = domain::toWireText(*request);
    if (grant) // what the secrets were exchanged for is as good as they are
        secrets.merge(credentialsOf(grant->carried));
    plan.redactor.prepare(secrets);
    plan.redactor.redact(text);
    if (text.size() > engine.settings.maxStoredBytes)
        text.resize(cutUtf8(text, engine.settings.maxStoredBytes).size());
    BuyerCall call;
    call.attemptId = attemptId;
    call.buyer = plan.buyer->slug;
    call.request = std::move(*request);
    call.timeLimit = input.timeLeft.value_or(Micros{});
    call.tls = std::move(*tls);
    return call;
}

domain::Interpretation readAnswer(const PlanNode &plan, const domain::StepId &step,
                                  const domain::BuyerResponse &response, const domain::RenderInput &about,
                                  const SharedGrant &grant)
{
    const auto &integration = plan.integration;
    auto reading = integration->interpret(step, response, &about);
    const bool hasCredentials = grant || !plan.secretNames.empty();
    if (hasCredentials && reading.reason && !reading.reason->second.empty()) {
        // A buyer that says back what it got must not have its words stored with our credentials in them.
        // They are cut already, so they are read once more from an answer without; the rest stays as it came.
        domain::BuyerResponse clean = response;
        bool echoes = plan.redactor.redact(clean.body);
        for (auto &header : clean.headers)
            echoes = plan.redactor.redact(header.second) || echoes;
        if (echoes)
            reading.reason = integration->interpret(step, clean, &about).reason;
    }
    if (reading.rule.empty() && integration->answersChallenges(step) &&
        !domain::digestChallenge(response).empty()) {
        // the answer to the challenge was refused, too, or could not be given
        reading.outcome = domain::Reading::Error;
        reading.reason = {std::string(domain::reason::authFailed), "HTTP 401"};
    }
    return reading;
}

std::vector<std::string> idsToMatch(const PlanNode &plan, const std::map<std::string, std::string> &carried)
{
    constexpr std::size_t mostIds = 8, longestId = 512;
    std::vector<std::string> ids;
    if (!plan.integration->hasStep(domain::StepKind::Callback))
        return ids;
    for (const auto &[name, value] : carried) {
        if (value.empty() || value.size() > longestId || ids.size() == mostIds)
            continue;
        ids.push_back(value);
        plan.redactor.redact(ids.back());
    }
    return ids;
}

std::string storedText(const Engine &engine, const domain::BuyerResponse &response, const PlanNode &plan)
{
    if (response.headers.empty() && response.body.empty())
        return {};
    std::string text = "HTTP/1.1 " + std::to_string(response.status) + "\r\n";
    for (const auto &[name, value] : response.headers)
        text.append(name).append(": ").append(value).append("\r\n");
    text += "\r\n";
    text += response.body;
    plan.redactor.redact(text);
    const std::size_t limit = engine.settings.maxStoredBytes;
    if (text.size() > limit)
        text.resize(cutUtf8(text, limit).size());
    return text;
}

} // namespace bourse::exchange
