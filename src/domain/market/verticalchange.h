#pragma once
// What a newer version of a vertical may do to the older one. Leads are pinned to the configuration they came
// in with, so a change never touches a lead; but integrations, filters and suppliers were made for the fields
// there were.
#include "base/result.h"
#include "domain/market/marketdocument.h"
#include <string>
#include <string_view>
#include <vector>

namespace bourse::domain {

/// Somebody who reads or sends a field of a vertical.
struct FieldUse {
    std::string path; ///< without indices: "roof_shade", "drivers.incidents.type"
    std::string user; ///< in words: "the integration “acme”"
    bool operator==(const FieldUse &) const = default;
};

/// Who uses the fields of a vertical in this market: the integrations and filters of the trees that its
/// sources' leads go to, and its sources themselves, which send whatever is required. In document order,
/// each once.
std::vector<FieldUse> fieldUses(const MarketDocument &market, std::string_view vertical);

/// What is wrong with putting `after` in the place of `before`, a vertical of the same slug, in `market`
/// (integrations, trees and sources as they will be). Fields are "verticals.SLUG.PATH". Codes:
///   vertical_version    changed without a higher version, or a version that is lower than the published one
///   field_in_use        a field is gone, or of another type, that somebody uses; the message names them
///   choice_in_use       a choice, or a word for one, is no longer read, and sources send leads
///   new_field_required  a new field is required at once: suppliers have to be able to send it first
/// A field may be added, become required in a later version than the one that added it, or become optional;
/// labels, examples, bounds and further words may change.
Errors checkVerticalChange(const FieldSchema &before, const FieldSchema &after, const MarketDocument &market);

/// The above for every vertical that is in both documents, against `after` as the market.
Errors checkVerticals(const MarketDocument &before, const MarketDocument &after);

/// Part of merge(): a vertical of a higher version takes the place of the one of its slug, a new one is
/// added. Another one of the same or a lower version is a "slug_conflict". Whether it may, checkVerticals()
/// says.
void joinVerticals(std::vector<FieldSchema> &into, const std::vector<FieldSchema> &incoming, Errors &errors);

} // namespace bourse::domain
