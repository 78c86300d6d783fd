// JSON bodies: nested by target path, values in their own types, compact, keys in row order.
#include "domain/integration/bodytree.h"
#include "domain/json/json.h"
#include <algorithm>

namespace bourse::domain {

TargetNode *TargetNode::child(const PathStep &childStep, bool asAttribute)
{
    for (const auto &node : children)
        if (node->step == childStep && node->attribute == asAttribute)
            return node.get();
    return nullptr;
}

bool placeRow(TargetNode &root, const std::vector<PathStep> &path, std::unique_ptr<Row> row, bool cdata,
              bool attribute, const std::string &field, Problems &problems)
{
    TargetNode *node = &root;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const bool asAttribute = attribute && i + 1 == path.size();
        if (TargetNode *known = node->child(path[i], asAttribute)) {
            node = known;
            continue;
        }
        auto fresh = std::make_unique<TargetNode>();
        fresh->step = path[i];
        fresh->attribute = asAttribute;
        node->children.push_back(std::move(fresh));
        node = node->children.back().get();
    }
    if (node->row) {
        problems.add("duplicate_target", field, "one row for each target",
                     "Another row writes the same target.");
        return false;
    }
    node->row = std::move(row);
    node->cdata = cdata;
    return true;
}

namespace {

class JsonBody final : public BodyPlan {
  public:
    JsonBody(bool ascii, std::string contentType) : m_ascii(ascii) { m_contentType = std::move(contentType); }
    TargetNode &root() { return m_root; }

    /// Names are escaped once; a node must be a value, an object or an array, not two of them.
    void prepare(TargetNode &node, const std::string &field, Problems &problems)
    {
        bool names = false;
        bool indexes = false;
        for (const auto &child : node.children) {
            (child->step.isIndex ? indexes : names) = true;
            if (!child->step.isIndex) {
                child->prefix = '"';
                appendJsonText(child->step.name, child->prefix, m_ascii);
                child->prefix += "\":";
            }
            prepare(*child, field, problems);
        }
        if ((names && indexes) || (node.row && !node.children.empty()))
            problems.add("target_conflict", field, "value, object or array",
                         "The targets make one place both a value, an object or an array (near \"" +
                             node.step.name + "\").");
    }

    bool append(RenderContext &context, std::string &out) const override
    {
        const std::size_t from = out.size();
        Cell cell;
        bool fine = true;
        write(m_root, context, cell, out, fine, from);
        if (fine && out.size() == from)
            out += m_root.children.empty() || !m_root.children.front()->step.isIndex ? "{}" : "[]";
        return fine;
    }

  private:
    /// Writes the node's value; false if there was nothing to write. Empty containers leave no trace.
    /// `begin` is where its name was written.
    bool write(const TargetNode &node, RenderContext &context, Cell &cell, std::string &out, bool &fine,
               std::size_t begin) const
    {
        if (node.row) {
            const Row::Result result = node.row->evaluate(context, cell);
            if (result == Row::Result::Fail)
                fine = false;
            if (result != Row::Result::Write)
                return false;
            const std::size_t number = context.lastRow();
            writeCell(cell, out);
            context.wrote(number, out, begin);
            return true;
        }
        if (node.children.empty())
            return false;
        const bool array = node.children.front()->step.isIndex;
        const std::size_t start = out.size();
        out += array ? '[' : '{';
        bool any = false;
        for (const auto &child : node.children) {
            const std::size_t before = out.size();
            if (any)
                out += ',';
            const std::size_t named = out.size();
            out += child->prefix;
            if (write(*child, context, cell, out, fine, named))
                any = true;
            else
                out.resize(before);
            if (!fine)
                return false;
        }
        if (!any) {
            out.resize(start);
            return false;
        }
        out += array ? ']' : '}';
        return true;
    }

    void writeCell(const Cell &cell, std::string &out) const
    {
        switch (cell.kind()) {
        case Cell::Kind::Missing:
        case Cell::Kind::Null:
            out += "null";
            break;
        case Cell::Kind::Number:
        case Cell::Kind::Boolean:
            out += cell.text();
            break;
        case Cell::Kind::Text:
            if (m_ascii) {
                out += '"';
                appendJsonText(cell.text(), out, true);
                out += '"';
            } else {
                writeJsonString(cell.text(), out);
            }
            break;
        case Cell::Kind::Structure:
            writeJson(*cell.structure(), out);
            break;
        }
    }

    TargetNode m_root;
    bool m_ascii;
};

/// Array items are written in the order of their indexes, whatever the order of the rows.
void sortIndexes(TargetNode &node)
{
    if (!node.children.empty() && node.children.front()->step.isIndex)
        std::stable_sort(node.children.begin(), node.children.end(),
                         [](const auto &a, const auto &b) { return a->step.index < b->step.index; });
    for (const auto &child : node.children)
        sortIndexes(*child);
}

} // namespace

std::unique_ptr<BodyPlan> compileJsonBody(ObjectReader &reader, CompileContext &compile)
{
    const bool ascii = reader.boolean("ascii", false);
    auto body = std::make_unique<JsonBody>(ascii, reader.text("content_type", "application/json"));
    reader.require("rows");
    if (const Array *rows = reader.array("rows")) {
        for (std::size_t i = 0; i < rows->size(); ++i) {
            const std::string path = reader.pathOf("rows") + '[' + std::to_string(i) + ']';
            ObjectReader rowReader((*rows)[i], path, compile.problems);
            if (!rowReader.isObject())
                continue;
            const std::string target = rowReader.requireText("target");
            auto row = Row::compile(rowReader, target, compile);
            rowReader.finish();
            if (target.empty())
                continue;
            auto steps = parseTargetPath(target);
            if (!steps)
                compile.problems.take(steps.errors(), rowReader.pathOf("target"));
            else
                placeRow(body->root(), *steps, std::move(row), false, false, rowReader.pathOf("target"),
                         compile.problems);
        }
    }
    body->prepare(body->root(), reader.pathOf("rows"), compile.problems);
    sortIndexes(body->root());
    return body;
}

} // namespace bourse::domain
