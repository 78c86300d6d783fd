#pragma once
// Filters: which leads a channel or group wants. A filter is a tree of all / any / not over tests of one
// value each. It has two forms that say the same, JSON for documents and text for people ("state in (CA, TX)
// and not (age(date_of_birth) < 25)"), and is compiled once, against a vertical's schema, to what leads are
// held against.
#include "base/clock.h"
#include "base/result.h"
#include "domain/json/value.h"
#include "domain/lead/fieldschema.h"
#include "domain/lead/reason.h"
#include "domain/routing/namedlist.h"
#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bourse::domain {

/// What a test looks at: a field of the lead, or what is known beside its fields.
enum class FilterSubject {
    Field,
    Source,       ///< slug of the source
    Hour,         ///< 0 to 23 when the lead was received, in the test's zone or the channel's
    Weekday,      ///< "mon" to "sun", likewise
    Score,        ///< 0 to 100; nothing while leads are not scored
    HistoryLeads, ///< earlier leads with the same value of a field, within some days
    HistorySold,  ///< those of them that were sold
};

/// A value that is worked out from a field.
enum class FilterPart {
    Whole,
    Age,      ///< whole years since a date, on the day of receipt in the channel's zone
    Domain,   ///< of an e-mail address, in lower case
    AreaCode, ///< of a North American phone number
    Zip3,     ///< first three characters of a postal code
    Count,    ///< items of a list
};

enum class FilterOp {
    Equals,
    NotEquals,
    In,
    NotIn,
    InList,
    NotInList,
    Matches, ///< a regular expression that matches somewhere
    Starts,
    Less,
    AtMost,
    Greater,
    AtLeast,
    Between, ///< both ends included
    Exists,
    Within, ///< a postal code no further than a radius from one of some postal codes, by a list of places
};
/// As documents write it: "not_in".
std::string_view name(FilterOp op);

/// One test. Values are text whatever the field's type is; they are normalised by it when compiled, so that
/// "Texas" is TX. Text is compared without regard to ASCII case, numbers by their value; "77002-1234" also
/// equals "77002". With several values at the path (an index "[*]") it is enough if one meets the test. A
/// value that is not there meets none, but for not_equals, not_in and not_in_list, which are the exact
/// opposites of equals, in and in_list.
struct FilterTest {
    FilterSubject subject = FilterSubject::Field;
    std::string field; ///< path: "state", "vehicle.make", "drivers[0].age", "drivers[*].license_state"
    int days = 0;      ///< HistoryLeads, HistorySold: how far back, 1 to 365
    FilterPart part = FilterPart::Whole;
    std::string zone; ///< IANA, of hour and weekday; the channel's where empty
    FilterOp op = FilterOp::Equals;
    std::vector<std::string>
        values;              ///< one; In, NotIn, Within: at least one; Between: two; lists, Exists: none
    bool ignoreCase = false; ///< Matches
    std::string list;        ///< slug: InList, NotInList; Within: of the places ("zip,latitude,longitude")
    std::string radius;      ///< Within: decimal, in `kilometres` or miles
    bool kilometres = false;
    bool operator==(const FilterTest &) const = default;
};

struct Filter {
    enum class Kind { All, Any, Not, Test };
    Kind kind = Kind::All;
    std::vector<Filter> children; ///< All, Any: at least one; Not: one
    FilterTest test;              ///< Test
    bool operator==(const Filter &) const;
};

/// Bounds of a filter, so that no document makes a lead slow.
struct FilterLimits {
    static constexpr int depth = 32;
    static constexpr std::size_t nodes = 2000;
    static constexpr std::size_t values = 1000;           ///< of one test; more belong into a list
    static constexpr std::size_t valueBytes = 256u << 10; ///< of all values together
    static constexpr std::size_t pathBytes = 256;
    static constexpr std::size_t textBytes = 2u << 20; ///< of the text form
};

/// Strict: every problem at once, `path` in front of the fields' paths. Codes as MemberReader's, and
/// not_a_path, not_a_zone, invalid_pattern, too_deep, too_many.
Result<Filter> filterFromValue(const Value &value, const std::string &path = {});
/// Canonical: fixed member order, defaults left out.
Value toValue(const Filter &filter);

/// Reads the text form. Code "filter_syntax": field is "text:17" (the character, from 1), rule lists the
/// words that would fit there, the message says so in a sentence, with "did you mean" where a word is nearly
/// right.
Result<Filter> parseFilter(std::string_view text);
/// One line that parseFilter() reads as the same filter.
std::string toText(const Filter &filter);
std::string toText(const FilterTest &test);

/// What does not fit a schema and the lists there are: unknown_field, wrong_part, wrong_operator,
/// wrong_value, no_such_list, not_places. Fields are paths in the JSON form, after `path`.
Errors checkFilter(const Filter &filter, const FieldSchema &schema, const NamedLists &lists,
                   const std::string &path = {});

/// A number that a filter asks of the store: how many earlier leads of the workspace have the lead's value in
/// `field`. A lead without that value has none.
struct HistoryKey {
    bool sold = false; ///< only those that were sold, or may have been
    std::string field; ///< key of a field of the vertical
    int days = 0;      ///< before the lead's receipt, by the database's clock
    auto operator<=>(const HistoryKey &) const = default;
};
using History = std::map<HistoryKey, std::int64_t>;
/// Adds what a filter asks for, each once.
void collectHistory(const Filter &filter, std::vector<HistoryKey> &into);

/// What a lead is held against a filter with.
struct FilterInput {
    const Object *fields = nullptr; ///< normalised
    std::string_view source;
    UtcTime time; ///< of receipt
    std::string_view zone = "UTC";
    std::optional<int> score;
    const History *history = nullptr; ///< null: nothing is known, and all counts are 0
};

/// A filter made ready for one vertical; immutable, shared between threads.
class CompiledFilter {
  public:
    CompiledFilter() = default;
    /// Tests that do not fit the schema never hold (checkFilter() names them), nor do their opposites hold
    /// for more than they would for a lead without that value.
    static CompiledFilter compile(const Filter &filter, const FieldSchema &schema, const NamedLists &lists);
    /// Nothing if the lead passes; else filtered_out, with the part of the filter that it does not meet. No
    /// value of the lead is in it.
    std::optional<Reason> refuses(const FilterInput &input) const;

    struct Node;

  private:
    std::shared_ptr<const Node> m_root; ///< null: every lead passes
};

} // namespace bourse::domain
