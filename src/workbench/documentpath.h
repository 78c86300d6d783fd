#pragma once
// A place in a document of values: keys and indexes from the root. Written as the compiler's problems write
// it: steps.ping.body.rows[3].source
#include "domain/json/value.h"
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bourse::workbench {

class DocumentPath {
  public:
    using Step = std::variant<std::string, std::size_t>;

    DocumentPath() = default;
    /// Reads the written form; nothing for a malformed one. Keys with a dot or bracket have no written form:
    /// build such paths with child().
    static std::optional<DocumentPath> parse(std::string_view text);
    /// A path known to be well-formed.
    DocumentPath(const char *text);

    DocumentPath child(std::string key) const;
    DocumentPath child(std::size_t index) const;
    DocumentPath parent() const;
    bool isRoot() const { return m_steps.empty(); }
    /// The last key; "" for an index or the root.
    std::string_view key() const;
    /// The last index, if it is one.
    std::optional<std::size_t> index() const;
    bool startsWith(const DocumentPath &other) const;
    std::string toString() const;
    const std::vector<Step> &steps() const { return m_steps; }
    bool operator==(const DocumentPath &) const = default;

  private:
    std::vector<Step> m_steps;
};

/// nullptr where nothing is.
const domain::Value *valueAt(const domain::Value &document, const DocumentPath &path);
domain::Value *valueAt(domain::Value &document, const DocumentPath &path);

} // namespace bourse::workbench
