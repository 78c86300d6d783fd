#pragma once
// What the forms of a filter share: words, and the paths of fields.
#include "domain/routing/filter.h"
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bourse::domain::filterparts {

/// How many values a test of an operator has.
enum class Values { None, One, Some, Two };
Values valuesOf(FilterOp op);

inline constexpr std::array<std::string_view, 15> opNames{
    "equals", "not_equals", "in",      "not_in",   "in_list", "not_in_list", "matches", "starts",
    "less",   "at_most",    "greater", "at_least", "between", "exists",      "within"};
inline constexpr std::array<std::string_view, 6> partNames{"", "age", "domain", "area_code", "zip3", "count"};
inline constexpr std::array<std::string_view, 7> subjectNames{
    "", "source", "hour", "weekday", "score", "history.leads", "history.sold"};
inline constexpr int mostHistoryDays = 365;
inline bool isHistory(FilterSubject subject)
{
    return subject == FilterSubject::HistoryLeads || subject == FilterSubject::HistorySold;
}
inline constexpr std::array<std::string_view, 7> weekdayNames{"mon", "tue", "wed", "thu",
                                                              "fri", "sat", "sun"};

template <std::size_t N>
std::optional<std::size_t> indexOf(const std::array<std::string_view, N> &names, std::string_view name)
{
    for (std::size_t i = 0; i < N; ++i)
        if (names[i] == name)
            return i;
    return std::nullopt;
}

struct PathStep {
    enum class Kind { Key, Index, Each };
    Kind kind = Kind::Key;
    std::string key;
    std::size_t index = 0;
};
/// "drivers[*].license_state"; nothing where it is no path of at most eight steps.
std::optional<std::vector<PathStep>> parsePath(std::string_view path);
/// A path of one step: a field at the top of the lead.
bool isFieldKey(std::string_view text);

/// The one of `words` that `word` is nearly, within two edits; "" if none is.
std::string nearest(std::string_view word, const std::vector<std::string> &words);
/// " Did you mean “x”?" or nothing.
std::string didYouMean(std::string_view word, const std::vector<std::string> &words);

} // namespace bourse::domain::filterparts
