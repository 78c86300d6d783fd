#pragma once
// JSONPath (RFC 9535): root, names, quoted names, indexes from either end, slices, wildcards, descendants and
// unions. Filter expressions are refused by name when a document is compiled.
#include "base/result.h"
#include "domain/json/value.h"
#include <string>
#include <string_view>
#include <vector>

namespace bourse::domain {

/// A compiled query; immutable, shared between threads.
class JsonPath {
  public:
    /// Code "invalid_path" with the place in the message.
    static Result<JsonPath> compile(std::string_view text);
    /// The nodes it selects, in document order of each segment. At most 10,000 nodes are returned.
    std::vector<const Value *> select(const Value &root) const;
    /// The first node, without building a list where the query can name only one; nullptr if none.
    const Value *first(const Value &root) const;

  private:
    struct Selector {
        enum class Kind { Name, Index, Slice, Wildcard } kind = Kind::Name;
        std::string name;
        std::int64_t index = 0; ///< Slice: start
        std::int64_t end = 0;
        std::int64_t step = 1;
        bool hasStart = false;
        bool hasEnd = false;
    };
    struct Segment {
        bool descendant = false;
        std::vector<Selector> selectors;
    };
    static void apply(const Selector &selector, const Value &node, std::vector<const Value *> &out);
    static void applyDeep(const Segment &segment, const Value &node, std::vector<const Value *> &out);

    friend class JsonPathParser;
    std::vector<Segment> m_segments;
    bool m_singular = true;
};

} // namespace bourse::domain
