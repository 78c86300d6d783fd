#pragma once
// From a place in an answer's text to a source that finds it again, and back: "click the value, say what it
// is".
#include "base/result.h"
#include "domain/integration/integration.h"
#include "domain/json/value.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bourse::domain {

struct LocatedValue {
    Value source; ///< an answer source of the document: {"json":"$.price"}, {"xpath":"/response/price"} …
    std::string shownPath; ///< for people: "$.price", "/response/price", "part 2", "price="
    std::string text;      ///< the value as read
    std::size_t begin = 0; ///< bytes of the body that hold it
    std::size_t end = 0;
};
/// The value under `offset` of the body: JSON scalar (also in JSON with trailing garbage), XML text or
/// attribute (CDATA and entity-encoded XML inside too, by "inner"), k=v pair, delimited part, else a regex
/// around the word. Nothing where there is no value.
std::optional<LocatedValue> locateAt(const BuyerResponse &response, std::size_t offset);
/// All values that could be clicked, in order of the text; at most 2,000.
std::vector<LocatedValue> locateAll(const BuyerResponse &response);
/// Where a source's values lie in the body; empty for headers and status.
std::vector<std::pair<std::size_t, std::size_t>> locateSource(const BuyerResponse &response,
                                                              const Value &source);

} // namespace bourse::domain
