// What a compiled integration says of itself, and how it reads what a buyer sends: the order of its steps,
// answers, and requests of the buyer's own.
#include "domain/integration/coding.h"
#include "domain/integration/compiledintegration.h"
#include <algorithm>

namespace bourse::domain {

Error noSuchStep(const StepId &step)
{
    return {"no_such_step", "step", "a step of the document",
            "The integration has no step \"" + name(step) + "\"."};
}

Error noEndpoint(bool live)
{
    const std::string which = live ? "live" : "test";
    return {"no_endpoint", "endpoints." + which, "required",
            "The integration has no " + which + " endpoint."};
}

const StepPlan *CompiledIntegration::plan(const StepId &step) const
{
    const StepPlan *const own = m_steps[static_cast<std::size_t>(step.kind)].get();
    if (!own || step.lookup.empty())
        return own;
    for (const auto &one : own->then)
        if (one->name == step.lookup)
            return one.get();
    return nullptr;
}

std::vector<std::string> CompiledIntegration::fieldsSent(StepKind step) const
{
    const StepPlan *found = plan(step);
    if (!found)
        return {};
    std::set<std::string> fields = found->fieldsSent;
    for (const auto &one : found->then)
        fields.insert(one->fieldsSent.begin(), one->fieldsSent.end());
    return {fields.begin(), fields.end()};
}

std::vector<PlannedStep> CompiledIntegration::stepOrder() const
{
    std::vector<PlannedStep> order;
    const auto add = [&](const StepId &step) {
        if (const StepPlan *found = plan(step))
            order.push_back({step, found->waitBefore, found->when.has_value()});
    };
    const StepPlan *const lookup = plan(StepKind::Lookup);
    const bool pings = plan(StepKind::Ping) != nullptr;
    const auto addLookups = [&](StepKind before) {
        if (!lookup)
            return;
        if ((pings ? lookup->before : StepKind::Post) == before)
            add(StepKind::Lookup);
        for (const auto &one : lookup->then)
            if ((pings ? one->before : StepKind::Post) == before)
                add({StepKind::Lookup, one->name});
    };
    add(StepKind::Auth);
    addLookups(StepKind::Ping);
    add(StepKind::Ping);
    addLookups(StepKind::Post);
    add(StepKind::Post);
    add(StepKind::Status);
    return order;
}

bool CompiledIntegration::lookupSuppresses(const StepId &step, Reading reading) const
{
    const StepPlan *lookup = plan(step);
    if (!lookup || step.kind != StepKind::Lookup || reading == Reading::Accepted)
        return false;
    return reading == Reading::Rejected || reading == Reading::Duplicate || lookup->failureSuppresses;
}

std::optional<Polling> CompiledIntegration::polling() const
{
    const StepPlan *status = plan(StepKind::Status);
    return status ? status->polling : std::nullopt;
}

Result<bool> CompiledIntegration::wantsStep(const StepId &step, const RenderInput &input) const
{
    const StepPlan *found = plan(step);
    if (!found)
        return noSuchStep(step);
    if (!found->when)
        return true;
    const std::optional<Endpoint> &endpoint = input.live ? m_live : m_test;
    const auto fields = fieldsOf(input.lead);
    RenderContext context = contextOf(step, input, fields, endpoint);
    bool holds = true;
    if (!conditionHolds(*found->when, context, holds)) {
        context.problem.field = "when";
        return context.problem;
    }
    return holds;
}

std::vector<const Value *> CompiledIntegration::fieldsOf(const Object *lead) const
{
    std::vector<const Value *> fields(m_slots.size(), nullptr);
    if (!lead)
        return fields;
    for (const Member &member : *lead)
        if (const auto found = m_slotOf.find(member.first); found != m_slotOf.end())
            fields[found->second] = &member.second;
    return fields;
}

TlsOptions CompiledIntegration::tls(bool live) const
{
    const std::optional<Endpoint> &endpoint = live ? m_live : m_test;
    TlsOptions out = m_tls;
    if (!endpoint)
        return out;
    if (!endpoint->tls.clientCertificate.empty()) {
        out.clientCertificate = endpoint->tls.clientCertificate;
        out.clientKey = endpoint->tls.clientKey;
        out.clientKeyPassword = endpoint->tls.clientKeyPassword;
    }
    if (!endpoint->tls.pinnedPublicKeys.empty())
        out.pinnedPublicKeys = endpoint->tls.pinnedPublicKeys;
    return out;
}

Result<void> CompiledIntegration::verify(StepKind step, const InboundRequest &request,
                                         const RenderInput &input) const
{
    const StepPlan *found = plan(step);
    if (!found)
        return noSuchStep(step);
    const std::optional<Endpoint> &endpoint = input.live ? m_live : m_test;
    const auto fields = fieldsOf(input.lead);
    const std::size_t query = std::min(request.target.find('?'), request.target.size());
    const std::string *host = findHeader(request.headers, "Host");
    const std::string url = "https://" + (host ? *host : std::string()) + request.target;
    RequestSoFar soFar;
    soFar.method = request.method;
    soFar.path = std::string_view(request.target).substr(0, query);
    soFar.query = std::string_view(request.target).substr(std::min(query + 1, request.target.size()));
    soFar.host = host ? std::string_view(*host) : std::string_view();
    soFar.body = request.body;
    soFar.url = url;
    soFar.headers = &request.headers;
    RenderInput needed = input;
    needed.secretsRequired = true; // a mark in a secret's place must never count as the secret
    {
        RenderContext context = contextOf(step, needed, fields, endpoint);
        Headers expected;
        for (const auto &authentication : found->authentications)
            if (!authentication->addHeaders(context, soFar, expected))
                return context.problem;
        for (const auto &[header, value] : expected) {
            const std::string *given = findHeader(request.headers, header);
            if (!given)
                return Error{"missing_header", header, "required",
                             "The request does not say who sends it: the header \"" + header +
                                 "\" is missing."};
            if (!sameBytes(*given, value))
                return Error{"authentication_mismatch", header, "the step's authentication",
                             "The request does not come from the buyer: the header \"" + header +
                                 "\" is wrong."};
        }
        std::string asked;
        if (found->query && found->saysWho && !found->query->append(context, asked))
            return context.problem;
        const Parameters given = formParameters(soFar.query);
        for (const auto &one : formParameters(asked))
            if (std::none_of(given.begin(), given.end(), [&one](const auto &other) {
                    return other.first == one.first && sameBytes(other.second, one.second);
                }))
                return Error{"authentication_mismatch", one.first, "the step's authentication",
                             "The request does not come from the buyer: the parameter \"" + one.first +
                                 "\" is missing or wrong."};
    }
    for (const auto &signature : found->signatures) {
        const auto signedAt = signature->signedAt(soFar);
        if (!signedAt)
            return signedAt.errors();
        RenderInput then = needed;
        if (*signedAt) {
            then.time = **signedAt;
            const Micros age = input.time - then.time;
            const Micros tolerance = signature->tolerance();
            if (tolerance.count() > 0 && (age > tolerance || -age > tolerance))
                return Error{age > tolerance ? "timestamp_too_old" : "timestamp_too_new", signature->name(),
                             "tolerance_s", "The request was signed too long ago, or in the future."};
        }
        // A recipe that names a variable needs the environment's.
        RenderContext context = contextOf(step, then, fields, endpoint);
        context.request = &soFar;
        if (auto checked = signature->verify(context); !checked)
            return checked;
    }
    return {};
}

CallbackReading CompiledIntegration::readCallback(const InboundRequest &request) const
{
    CallbackReading out;
    const StepPlan *found = plan(StepKind::Callback);
    if (!found || !found->callback || !found->response)
        return out;
    const BuyerResponse read = asResponse(request);
    out.reading = interpret(StepKind::Callback, read, nullptr);
    out.ids = found->callback->ids(read, found->response->form());
    out.eventId = found->callback->eventId(read, found->response->form());
    return out;
}

CallbackAnswer CompiledIntegration::callbackAnswer(CallbackFate fate) const
{
    const StepPlan *found = plan(StepKind::Callback);
    return found && found->callback ? found->callback->answer(fate) : CallbackAnswer();
}

Interpretation CompiledIntegration::interpret(const StepId &step, const BuyerResponse &response,
                                              const RenderInput *about) const
{
    const StepPlan *found = plan(step);
    if (found && found->response)
        return withContext(step, about, [&](RenderContext *context) {
            return found->response->interpret(response, m_currency, context);
        });
    Interpretation none;
    none.reason = {"unrecognised_answer", "The integration has no step \"" + name(step) + "\"."};
    return none;
}

ReadingTrace CompiledIntegration::examine(const StepId &step, const BuyerResponse &response,
                                          const RenderInput *about) const
{
    const StepPlan *found = plan(step);
    if (found && found->response)
        return withContext(step, about, [&](RenderContext *context) {
            return found->response->examine(response, m_currency, context);
        });
    ReadingTrace none;
    none.reading = interpret(step, response, about);
    return none;
}

} // namespace bourse::domain
