#include "domain/market/retention.h"
#include "domain/lead/memberreader.h"
#include <set>

namespace bourse::domain {

namespace {
using Need = MemberReader::Need;
constexpr std::int64_t maxDays = 36'500;

RetentionTerm readTerm(MemberReader &reader)
{
    RetentionTerm term;
    if (auto days = reader.optionalInteger("pii_days", 1, maxDays))
        term.piiDays = static_cast<int>(*days);
    if (auto days = reader.optionalInteger("lead_days", 1, maxDays))
        term.leadDays = static_cast<int>(*days);
    return term;
}

void writeTerm(const RetentionTerm &term, Object &object)
{
    if (term.piiDays)
        object.append("pii_days", *term.piiDays);
    if (term.leadDays)
        object.append("lead_days", *term.leadDays);
}

RetentionTerm joined(RetentionTerm own, const RetentionTerm &general)
{
    if (!own.piiDays)
        own.piiDays = general.piiDays;
    if (!own.leadDays)
        own.leadDays = general.leadDays;
    return own;
}

void checkOrder(const RetentionTerm &term, MemberReader &reader)
{
    if (term.piiDays && term.leadDays && *term.leadDays < *term.piiDays)
        reader.problem("out_of_range", "lead_days", "at least pii_days",
                       "A lead cannot go before the person's data in it.");
}
} // namespace

RetentionTerm Retention::of(const std::string &vertical) const
{
    for (const VerticalRetention &one : verticals)
        if (one.vertical == vertical)
            return joined(one.term, term);
    return term;
}

Retention retentionFromValue(const Value &value, std::string path, Errors &errors)
{
    MemberReader reader(value, std::move(path), errors);
    Retention retention;
    retention.term = readTerm(reader);
    checkOrder(retention.term, reader);
    const Array &verticals = reader.array("verticals");
    std::set<std::string> seen;
    for (std::size_t i = 0; i < verticals.size(); ++i) {
        MemberReader one(verticals[i], indexPath(reader.pathOf("verticals"), i), errors);
        VerticalRetention entry;
        entry.vertical = one.slug("vertical", Need::Required);
        entry.term = readTerm(one);
        checkOrder(joined(entry.term, retention.term), one);
        if (!entry.vertical.empty() && !seen.insert(entry.vertical).second)
            one.problem("duplicate_slug", "vertical", "unique", "The vertical has two terms of retention.");
        one.refuseUnknown();
        retention.verticals.push_back(std::move(entry));
    }
    reader.refuseUnknown();
    return retention;
}

Value toValue(const Retention &retention)
{
    Object object;
    writeTerm(retention.term, object);
    if (!retention.verticals.empty()) {
        Array verticals;
        for (const VerticalRetention &one : retention.verticals) {
            Object entry{{"vertical", one.vertical}};
            writeTerm(one.term, entry);
            verticals.emplace_back(std::move(entry));
        }
        object.append("verticals", std::move(verticals));
    }
    return object;
}

} // namespace bourse::domain
