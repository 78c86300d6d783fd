#include "exchange/authgrant.h"
#include "domain/json/json.h"
#include "domain/lead/sealing.h"
#include <algorithm>
#include <charconv>
#include <iterator>

namespace bourse::exchange {

namespace {

using namespace std::chrono_literals;

constexpr Micros unstated = 5min;
constexpr Micros longest = 24h;
constexpr std::size_t shortestCredential = 8;
constexpr std::string_view lifetimeName = "expires_in";

/// Whole part of a decimal number of at most 18 digits.
std::optional<std::int64_t> wholeNumber(std::string_view text)
{
    text = text.substr(0, text.find('.'));
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || text.size() > 18 || read.ec != std::errc() || read.ptr != text.data() + text.size())
        return std::nullopt;
    return number;
}

std::optional<Micros> seconds(std::int64_t number)
{
    return std::chrono::seconds(std::clamp<std::int64_t>(number, 0, longest / 1s));
}

std::optional<Micros> statedLifetime(const domain::Interpretation &reading, UtcTime now)
{
    if (const auto stated = reading.carried.find(std::string(lifetimeName));
        stated != reading.carried.end()) {
        if (const auto number = wholeNumber(stated->second))
            return seconds(*number);
    }
    if (const auto expiry = domain::expiryOf(reading, now))
        return std::clamp<Micros>(*expiry - now, 0s, longest);
    return std::nullopt;
}

} // namespace

Result<AuthGrant> grantOf(const domain::Interpretation &reading, UtcTime now)
{
    if (reading.outcome != domain::Reading::Accepted) {
        std::string message = "The buyer's answer to the auth step was read as " +
                              std::string(domain::name(reading.outcome)) + ".";
        return Error{"auth_refused", "steps.auth", std::string(domain::name(reading.outcome)),
                     std::move(message)};
    }
    const Micros stated = statedLifetime(reading, now).value_or(unstated);
    return AuthGrant{reading.carried, stated - std::min<Micros>(stated / 10, 30s)};
}

std::string authKey(const domain::Value &document, bool live)
{
    static constexpr std::string_view inert[] = {"bourse_integration", "label", "note", "samples",
                                                 "specification"};
    std::string text = live ? "live" : "test";
    const domain::Object *members = document.asObject();
    if (!members)
        return domain::sha256(text);
    for (const auto &[name, value] : *members) {
        if (std::find(std::begin(inert), std::end(inert), name) != std::end(inert))
            continue;
        text += '\n' + name + ' ';
        const domain::Object *steps = name == "steps" ? value.asObject() : nullptr;
        if (!steps) {
            domain::writeJson(value, text);
            continue;
        }
        // of the other steps only what may ask for a token
        for (const auto &[kind, step] : *steps) {
            if (kind == domain::name(domain::StepKind::Auth))
                domain::writeJson(step, text);
            else if (const domain::Value *own = step.find("authentication"))
                domain::writeJson(*own, text);
            const domain::Value *then = step.find("then"); // look-ups that follow the first one
            for (std::size_t i = 0; then && then->isArray() && i < then->asArray()->size(); ++i)
                if (const domain::Value *own = (*then->asArray())[i].find("authentication"))
                    domain::writeJson(*own, text);
        }
    }
    return domain::sha256(text);
}

std::map<std::string, Secret> credentialsOf(const std::map<std::string, std::string> &carried)
{
    std::map<std::string, Secret> credentials;
    for (const auto &[name, value] : carried) {
        if (name != lifetimeName && value.size() >= shortestCredential)
            credentials.emplace("carried." + name, Secret(value));
    }
    return credentials;
}

} // namespace bourse::exchange
