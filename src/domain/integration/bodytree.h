#pragma once
// Rows whose targets are paths become a tree once: JSON and XML bodies share it.
#include "domain/integration/plan.h"

namespace bourse::domain {

/// A node of the tree: a row or a group of rows at a leaf, children elsewhere. The order is that of the rows.
struct TargetNode {
    PathStep step;
    std::unique_ptr<Row> row;
    std::unique_ptr<RowGroup> group;
    /// The group's rows: one tree, or for a list one tree for each of its items.
    std::vector<std::unique_ptr<TargetNode>> items;
    /// A group whose items' rows are members of the node around it: its own name is only what theirs begin
    /// with.
    bool beside = false;
    std::optional<NumberedName> numbered{}; ///< its name (XML), or what is written before the value (JSON)
    bool cdata = false;                     ///< XML only
    bool attribute = false;                 ///< XML only
    std::vector<std::unique_ptr<TargetNode>> children;
    std::string prefix; ///< what is written before the value: `"name":` or `<name`

    TargetNode *child(const PathStep &childStep, bool asAttribute = false);
    /// Its children, and those of its group's items.
    void forEachBelow(const std::function<void(TargetNode &)> &visit);
};

/// A target taken apart.
struct TargetPath {
    std::vector<PathStep> steps; ///< none for ".", the place itself
    bool attribute = false;      ///< the last step is an attribute's name (XML)
};
using TargetParser = Result<TargetPath> (*)(std::string_view text);

/// Compiles rows and groups of rows into the tree. Codes: "duplicate_target" if there is a row at a place
/// already, and what Row and RowGroup report. `withCdata` takes the key "cdata"; `from` is the number of the
/// first row in its list, `prefix` what every target begins with.
void compileTargetRows(const Array &rows, const std::string &path, TargetNode &root, TargetParser parse,
                       bool withCdata, CompileContext &compile, std::size_t from = 0,
                       const std::string &prefix = {});

/// The body's own "rows", or nothing (reported).
void compileBodyRows(ObjectReader &reader, std::string_view key, TargetNode &root, TargetParser parse,
                     bool withCdata, CompileContext &compile);

/// Elements and attributes of XML, without a declaration.
class XmlElements {
  public:
    enum class Empty { Pair, Short };
    TargetNode root;
    Empty empty = Empty::Pair;
    /// Every element at the top with what is in it; `keepTop` writes them even where they are empty.
    bool append(RenderContext &context, std::string &out, bool keepTop) const;

  private:
    bool invalid(RenderContext &context, const TargetNode &node) const;
    bool writeNode(const TargetNode &node, RenderContext &context, Cell &cell, std::string &out,
                   bool isTop) const;
    bool writeGroup(const TargetNode &node, RenderContext &context, Cell &cell, std::string &out) const;
    bool writeItem(const TargetNode &node, const std::string &name, const TargetNode &item,
                   RenderContext &context, Cell &cell, std::string &out) const;
    bool writeElement(const std::string &name, const TargetNode &content, RenderContext &context, Cell &cell,
                      std::string &out, bool keep) const;
    bool writeText(const TargetNode &node, const Cell &cell, std::string &out) const;
    bool repeat(const std::string &name, const TargetNode &node, RenderContext &context, const Cell &cell,
                std::string &out, std::size_t before, std::size_t inside) const;
};
/// `Root/Element[0]@attribute`; "." is the place itself, "@name" an attribute of it.
Result<TargetPath> parseXmlTarget(std::string_view text);
bool isXmlName(std::string_view name);

} // namespace bourse::domain
