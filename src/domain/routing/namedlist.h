#pragma once
// Named lists of a market document: tens of thousands of ZIP codes, domains, area codes that filters look up.
#include "base/result.h"
#include "domain/json/value.h"
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace bourse::domain {

/// As a document holds it. A list of places has rows "postal code,latitude,longitude" in degrees.
struct NamedList {
    std::string slug;
    std::string label;
    std::vector<std::string> values;
    bool operator==(const NamedList &) const = default;
};

Result<NamedList> namedListFromValue(const Value &value);
Value toValue(const NamedList &list);

struct Place {
    double latitude = 0; ///< degrees, north positive
    double longitude = 0;
};
/// Great-circle distance in kilometres (haversine on a sphere of 6371.0088 km, IUGG's mean radius).
double distanceKm(const Place &a, const Place &b);

/// Text without its ASCII case, which look-ups do without.
std::string foldCase(std::string_view text);

/// A list made ready for look-ups; immutable, shared between threads.
class ListIndex {
  public:
    explicit ListIndex(const NamedList &list);
    /// `folded` as foldCase() gives it.
    bool contains(std::string_view folded) const { return m_values.contains(folded); }
    /// True if every row is a place.
    bool isPlaces() const { return m_isPlaces; }
    std::optional<Place> place(std::string_view postalCode) const;

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    std::unordered_set<std::string, Hash, std::equal_to<>> m_values;
    std::unordered_map<std::string, Place, Hash, std::equal_to<>> m_places;
    bool m_isPlaces = false;
};

/// By slug.
using NamedLists = std::map<std::string, std::shared_ptr<const ListIndex>, std::less<>>;
NamedLists indexLists(const std::vector<NamedList> &lists);

} // namespace bourse::domain
