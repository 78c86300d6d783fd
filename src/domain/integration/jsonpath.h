#pragma once
// JSONPath (RFC 9535), wholly: names, indexes from either end, slices, wildcards, descendants, unions, and
// filters with the functions length, count, match, search and value (regular expressions: RFC 9485).
#include "base/result.h"
#include "domain/json/value.h"
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bourse::domain {

class JsonPathFilter;

/// A compiled query; immutable, shared between threads.
class JsonPath {
  public:
    /// Code "invalid_path" with the place in the message. At most 1,024 characters, filters nested 16 deep.
    static Result<JsonPath> compile(std::string_view text);
    /// The nodes it selects, in document order of each segment. At most 10,000 nodes are returned; a query
    /// that needs more than a million steps on a document ends with what it has found by then. Numbers are
    /// compared exactly, as they are written.
    std::vector<const Value *> select(const Value &root) const;
    /// The first node, without building a list where the query can name only one; nullptr if none.
    const Value *first(const Value &root) const;

  private:
    struct Selector {
        enum class Kind { Name, Index, Slice, Wildcard, Filter } kind = Kind::Name;
        std::string name;
        std::int64_t index = 0; ///< Slice: start
        std::int64_t end = 0;
        std::int64_t step = 1;
        bool hasStart = false;
        bool hasEnd = false;
        std::shared_ptr<const JsonPathFilter> filter;
    };
    struct Segment {
        bool descendant = false;
        std::vector<Selector> selectors;
    };
    /// One evaluation: where $ is, and how many steps are left.
    struct Run {
        const Value &root;
        std::size_t steps;
    };
    std::vector<const Value *> select(const Value &from, Run &run) const;
    static void apply(const Selector &selector, const Value &node, Run &run, std::vector<const Value *> &out);
    static void applyDeep(const Segment &segment, const Value &node, Run &run,
                          std::vector<const Value *> &out);

    friend class JsonPathParser;
    friend class JsonPathFilter;
    std::vector<Segment> m_segments;
    bool m_singular = true;
    bool m_relative = false; ///< begins with @
};

} // namespace bourse::domain
