#include "domain/routing/namedlist.h"
#include "domain/lead/fieldtypes.h"
#include "domain/lead/memberreader.h"
#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>

namespace bourse::domain {

namespace {
using Need = MemberReader::Need;

constexpr std::size_t maxRows = 1'000'000;
constexpr std::size_t maxRowBytes = 256;

std::optional<double> degrees(std::string_view text, double most)
{
    double value = 0;
    auto [end, status] =
        std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (status != std::errc() || end != text.data() + text.size() || !(std::abs(value) <= most))
        return std::nullopt;
    return value;
}

std::optional<std::pair<std::string_view, Place>> placeOf(std::string_view row)
{
    const std::size_t first = row.find(',');
    const std::size_t second = first == std::string_view::npos ? first : row.find(',', first + 1);
    if (second == std::string_view::npos)
        return std::nullopt;
    auto latitude = degrees(fieldtype::trim(row.substr(first + 1, second - first - 1)), 90);
    auto longitude = degrees(fieldtype::trim(row.substr(second + 1)), 180);
    std::string_view code = fieldtype::trim(row.substr(0, first));
    if (!latitude || !longitude || code.empty())
        return std::nullopt;
    return std::pair(code, Place{*latitude, *longitude});
}
} // namespace

Result<NamedList> namedListFromValue(const Value &value)
{
    Errors errors;
    MemberReader reader(value, {}, errors);
    NamedList list;
    list.slug = reader.slug("slug", Need::Required);
    list.label = reader.text("label", Need::Optional);
    const Array &rows = reader.array("values", Need::Required);
    if (rows.size() > maxRows)
        reader.problem("too_many", "values", "at most " + std::to_string(maxRows),
                       "A list may hold " + std::to_string(maxRows) + " values at most.");
    for (std::size_t i = 0; i < rows.size() && rows.size() <= maxRows; ++i) {
        const std::string *text = rows[i].asString();
        const std::string row = text ? std::string(fieldtype::trim(*text)) : std::string();
        if (row.empty() || row.size() > maxRowBytes)
            reader.problem("wrong_value", indexPath("values", i), "text of 1 to 256 bytes",
                           "Each value of a list is a text of 1 to 256 bytes.");
        else
            list.values.push_back(row);
    }
    reader.refuseUnknown();
    if (!errors.empty())
        return errors;
    return list;
}

Value toValue(const NamedList &list)
{
    Object object;
    object.append("slug", list.slug);
    if (!list.label.empty())
        object.append("label", list.label);
    object.append("values", Array(list.values.begin(), list.values.end()));
    return object;
}

double distanceKm(const Place &a, const Place &b)
{
    constexpr double radius = 6371.0088;
    constexpr double radian = std::numbers::pi / 180;
    const double sinLat = std::sin((b.latitude - a.latitude) * radian / 2);
    const double sinLon = std::sin((b.longitude - a.longitude) * radian / 2);
    const double h =
        sinLat * sinLat + std::cos(a.latitude * radian) * std::cos(b.latitude * radian) * sinLon * sinLon;
    return 2 * radius * std::asin(std::min(1.0, std::sqrt(h)));
}

std::string foldCase(std::string_view text)
{
    std::string folded(text);
    for (char &c : folded)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return folded;
}

ListIndex::ListIndex(const NamedList &list)
{
    m_values.reserve(list.values.size());
    m_isPlaces = !list.values.empty();
    for (const std::string &row : list.values) {
        m_values.insert(foldCase(row));
        auto place = m_isPlaces ? placeOf(row) : std::nullopt;
        if (place)
            m_places.emplace(foldCase(place->first), place->second);
        else
            m_isPlaces = false;
    }
    if (!m_isPlaces)
        m_places.clear();
}

std::optional<Place> ListIndex::place(std::string_view postalCode) const
{
    auto at = m_places.find(foldCase(postalCode));
    return at == m_places.end() ? std::nullopt : std::optional(at->second);
}

NamedLists indexLists(const std::vector<NamedList> &lists)
{
    NamedLists indexed;
    for (const NamedList &list : lists)
        indexed.emplace(list.slug, std::make_shared<const ListIndex>(list));
    return indexed;
}

} // namespace bourse::domain
