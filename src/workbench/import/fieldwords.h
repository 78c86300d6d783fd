#pragma once
// The trade's words for lead fields: many names, one meaning.
#include <string>
#include <string_view>
#include <vector>

namespace bourse::workbench {

/// A name taken apart for comparing.
struct NameWords {
    std::vector<std::string> words; ///< spelled out: fname → first, name; without packaging ("lead", "txt")
    std::vector<std::string> qualifiers; ///< whose or which of several: "spouse", "work", "2"
    std::string meaning;                 ///< of the table: "first_name"; empty where none fits
    bool exact = false;                  ///< the whole name is an entry of the table, nothing was stripped
    bool operator==(const NameWords &) const = default;
};

/// Of one name (no path): "LeadFirstName", "txt_fname", "Home ZIP".
NameWords wordsOf(std::string_view name);
/// The table's meaning of a phrase as it stands, or "".
std::string_view meaningOf(std::string_view joinedPhrase);
/// What a description speaks of: the first phrase of the table found in it, longest first; "" if none.
std::string_view meaningIn(std::string_view sentence);

/// Names that hold the same value for each lead: campaign, affiliate, format.
bool isConfigurationName(std::string_view name);
/// Names that an earlier answer fills: ping_id, bid_id.
bool isCarriedName(std::string_view name);
/// "test", "is_test", "lp_test".
bool isTestSwitch(std::string_view name);

/// USPS names: "California" for "CA", or ""; and all pairs.
struct StateName {
    std::string_view code;
    std::string_view name;
};
const std::vector<StateName> &stateNames();

} // namespace bourse::workbench
