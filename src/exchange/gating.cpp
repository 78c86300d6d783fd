// What a lead has to pass before it is routed: bot signals, suppression lists and duplicate rules, then its
// score.
#include "base/clock.h"
#include "domain/json/json.h"
#include "domain/lead/fieldtypes.h"
#include "exchange/leadrun.h"
#include <algorithm>
#include <charconv>
#include <utility>

namespace bourse::exchange {

namespace {
using domain::LeadState;
using domain::Reason;
using domain::RoutingDecision;
namespace reason = domain::reason;

/// A value of the request, whether or not the vertical knows it; empty where it is absent.
std::string requestText(const domain::Object &fields, const std::string &key)
{
    const domain::Value *value = fields.find(key);
    if (!value || value->isNull() || value->isObject() || value->isArray())
        return {};
    if (value->isBool())
        return *value->asBool() ? "true" : std::string(); // an unchecked box was not filled in
    return std::string(domain::fieldtype::trim(value->toText()));
}

std::optional<std::int64_t> wholeNumber(std::string_view text)
{
    std::int64_t number = 0;
    auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (status != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

/// How long filling in took, in milliseconds. Nothing where the form does not say so, or not readably: that
/// says nothing about who sent it.
std::optional<std::int64_t> fillTimeMs(const domain::FillTimeRule &rule, const domain::Object &fields,
                                       UtcTime received)
{
    constexpr std::int64_t most =
        1'000'000'000; // some days in milliseconds; more is not a fill time but is long
    if (!rule.secondsField.empty()) {
        auto seconds = domain::fieldtype::decimal(requestText(fields, rule.secondsField));
        if (!seconds)
            return std::nullopt;
        const std::string whole = seconds->substr(0, seconds->find('.'));
        auto number = wholeNumber(whole);
        if (!number)
            return most;
        std::string fraction = seconds->size() > whole.size() ? seconds->substr(whole.size() + 1, 3) : "";
        fraction.resize(3, '0');
        const bool negative = whole.starts_with('-');
        const std::int64_t part = wholeNumber(fraction).value_or(0);
        return std::clamp<std::int64_t>(*number, -most / 1000, most / 1000) * 1000 +
               (negative ? -part : part);
    }
    const std::string text = requestText(fields, rule.startedField);
    if (text.empty())
        return std::nullopt;
    const std::int64_t receivedMs =
        std::chrono::duration_cast<std::chrono::milliseconds>(received.time_since_epoch()).count();
    constexpr std::int64_t year3000InSeconds = 32'503'680'000;
    if (auto number = wholeNumber(text)) {
        if (*number < 0)
            return most;
        const std::int64_t started = *number > year3000InSeconds ? *number : *number * 1000;
        return std::clamp(receivedMs - std::min(started, receivedMs + most), -most, most);
    }
    auto written = domain::fieldtype::dateTime(text);
    auto started = written ? fromIso8601(*written) : Result<UtcTime>(Error{});
    if (!started)
        return std::nullopt;
    return receivedMs -
           std::chrono::duration_cast<std::chrono::milliseconds>(started->time_since_epoch()).count();
}
} // namespace

/// What a gate found: it refuses the lead, or is a part of its score.
struct LeadRun::GateFinding {
    Reason reason;
    domain::GateEffect effect;
    LeadState state = LeadState::Rejected;
    Uuid earlier; ///< of a duplicate
};

void LeadRun::askOfPersons(ReceivedLead &lead)
{
    lead.questions = m_gates->questions(m_fields);
    if (m_test) // it is checked and recorded, but nobody compares it with anybody
        lead.questions.probes.clear();
}

void LeadRun::findBots(std::vector<GateFinding> &found)
{
    const domain::SourceGates &gates = m_source->gates;
    if (gates.honeypot && !requestText(m_intake.fields, gates.honeypot->field).empty())
        found.push_back({{std::string(reason::botHoneypot), "field " + gates.honeypot->field},
                         gates.honeypot->effect,
                         LeadState::Rejected,
                         {}});
    if (gates.fillTime) {
        const auto took = fillTimeMs(*gates.fillTime, m_intake.fields, m_receivedAt);
        if (took && *took < std::int64_t(gates.fillTime->seconds) * 1000)
            found.push_back({{std::string(reason::botTooFast),
                              "less than " + std::to_string(gates.fillTime->seconds) + " s"},
                             gates.fillTime->effect,
                             LeadState::Rejected,
                             {}});
    }
    if (gates.addressRate) {
        const domain::Value *address = m_fields.find(m_gates->addressField());
        if (address && !m_engine->addressRates.take(m_source->slug, address->toText(),
                                                    gates.addressRate->perMinute, m_engine->now()))
            found.push_back({{std::string(reason::ipRate),
                              "more than " + std::to_string(gates.addressRate->perMinute) + " per minute"},
                             gates.addressRate->effect,
                             LeadState::Rejected,
                             {}});
    }
}

/// Splits what the store has found into what concerns the lead, single buyers and filters.
void LeadRun::findPersons(const ReceiveOutcome &received, std::vector<GateFinding> &found)
{
    for (const SuppressionHit &hit : received.suppressed) {
        const std::string detail = "list " + hit.list + ", field " + hit.field;
        if (hit.buyer.empty())
            found.push_back({{std::string(reason::suppressed), detail}, {}, LeadState::Suppressed, {}});
        else
            m_closedBuyers.emplace(hit.buyer, Reason{std::string(reason::suppressedForBuyer), detail});
    }
    for (const PersonAnswer &answer : received.earlier) {
        const GatePlan::Subject &subject = m_gates->subject(answer.tag);
        if (!subject.rule) {
            m_history[subject.history] = answer.count;
            continue;
        }
        const std::string detail =
            describe(*subject.rule, subject.index) + ", earlier lead " + leadIdText(answer.earlier);
        if (subject.buyer)
            m_closedBuyers.emplace(subject.buyer->slug,
                                   Reason{std::string(reason::duplicateForBuyer), detail});
        else
            found.push_back({{std::string(reason::duplicateLead), detail},
                             subject.rule->effect,
                             LeadState::Duplicate,
                             answer.earlier});
    }
}

/// Where the lead ends if a gate refuses it; else its score is known afterwards.
std::optional<Verdict> LeadRun::passGates(const ReceiveOutcome &received)
{
    std::vector<GateFinding> found;
    if (!m_test)
        findBots(found);
    findPersons(received, found);
    score(found);
    auto refusing = std::find_if(found.begin(), found.end(),
                                 [](const GateFinding &finding) { return finding.effect.refuses; });
    if (refusing == found.end() || m_test)
        return std::nullopt;
    Verdict verdict;
    verdict.state = refusing->state;
    verdict.decision = refusing->state == LeadState::Duplicate    ? RoutingDecision::Duplicate
                       : refusing->state == LeadState::Suppressed ? RoutingDecision::Suppressed
                                                                  : RoutingDecision::Refused;
    verdict.reason = std::move(refusing->reason);
    m_original = refusing->earlier;
    return verdict;
}

/// Base, rules that hold and gates that only score, with what each adds in the lead's history.
void LeadRun::score(const std::vector<GateFinding> &found)
{
    if (!m_gates->scores())
        return;
    const domain::ScoreSettings settings = m_source->gates.score.value_or(domain::ScoreSettings());
    domain::FilterInput input;
    input.fields = &m_fields;
    input.source = m_source->slug;
    input.time = m_receivedAt;
    input.zone = snapshot().document().workspace.zone;
    input.history = &m_history;
    int sum = settings.base;
    domain::Array reasons;
    const auto count = [&](const std::string &why, int add) {
        sum += add;
        reasons.push_back(domain::Object{{"reason", why}, {"add", add}});
    };
    const auto &filters = m_gates->scoreFilters();
    for (std::size_t i = 0; i < filters.size(); ++i) {
        const domain::ScoreRule &rule = settings.rules[i];
        if (!filters[i].refuses(input))
            count(rule.reason.empty() ? "rule " + std::to_string(i + 1) : rule.reason, rule.add);
    }
    for (const GateFinding &finding : found)
        if (!finding.effect.refuses)
            count(finding.reason.code, finding.effect.add);
    m_score = std::clamp(sum, 0, 100);
    LeadEvent event;
    event.kind = "score";
    event.at = m_engine->utcNow();
    event.state = LeadState::Received;
    event.detail = domain::writeJson(
        domain::Object{{"score", *m_score}, {"base", settings.base}, {"reasons", std::move(reasons)}});
    m_progress.push_back(std::move(event));
}

/// Why a buyer is not offered this lead, by its duplicate rules and suppression lists.
const Reason *LeadRun::closedTo(const domain::Buyer &buyer) const
{
    auto at = m_closedBuyers.find(buyer.slug);
    return at == m_closedBuyers.end() ? nullptr : &at->second;
}

/// A post that was refused in the transaction that would have reserved it, because of an earlier lead. A rule
/// of the buyer leaves the lead to others; one of the source ends it, unless it was sold already.
std::optional<Verdict> LeadRun::refusedAsDuplicate(const Offer &offer, const PersonAnswer &answer)
{
    const GatePlan::Subject &subject = m_gates->subject(answer.tag);
    const std::string detail =
        describe(*subject.rule, subject.index) + ", earlier lead " + leadIdText(answer.earlier);
    if (subject.buyer || !m_sales.empty()) {
        Reason why{std::string(subject.buyer ? reason::duplicateForBuyer : reason::duplicateLead), detail};
        ++m_tally.refused;
        m_tally.lastRefusal = why;
        if (subject.buyer)
            m_closedBuyers.emplace(subject.buyer->slug, why);
        dismiss(offer, why.code, std::move(why.detail));
        return std::nullopt;
    }
    dismiss(offer, reason::duplicateLead, detail);
    Verdict verdict;
    verdict.state = LeadState::Duplicate;
    verdict.decision = RoutingDecision::Duplicate;
    verdict.reason = Reason{std::string(reason::duplicateLead), detail};
    m_original = answer.earlier;
    return verdict;
}

} // namespace bourse::exchange
