// JSON bodies: nested by target path, values in their own types, compact, keys in row order, unless the
// document says otherwise.
#include "domain/integration/bodytree.h"
#include "domain/integration/rendertrace.h"
#include "domain/json/json.h"
#include <algorithm>

namespace bourse::domain {
namespace {

enum class Layout { Compact, Spaced, Pretty };

struct JsonStyle {
    bool ascii = false;
    bool textOnly = false; ///< every number and boolean as text
    bool sorted = false;
    Layout layout = Layout::Compact;
};

Result<TargetPath> parseJsonTarget(std::string_view text)
{
    if (text == ".")
        return TargetPath{};
    auto steps = parseTargetPath(text);
    if (!steps)
        return steps.errors();
    return TargetPath{std::move(*steps), false};
}

/// White space between the tokens of compact JSON, as json.dumps (spaced) or people (pretty) write it.
/// `places` tells where each byte went.
std::string laidOut(std::string_view text, Layout layout, std::vector<std::size_t> *places)
{
    std::string out;
    int depth = 0;
    bool inString = false;
    const auto newLine = [&] {
        out += '\n';
        out.append(static_cast<std::size_t>(depth) * 2, ' ');
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool dedents = layout == Layout::Pretty && !inString && (c == '}' || c == ']') && i > 0 &&
                             text[i - 1] != '{' && text[i - 1] != '[';
        if (dedents) {
            --depth;
            newLine();
        }
        if (places)
            places->push_back(out.size());
        if (inString) {
            out += c;
            if (c == '\\' && i + 1 < text.size()) {
                if (places)
                    places->push_back(out.size());
                out += text[++i];
            } else if (c == '"')
                inString = false;
            continue;
        }
        const bool pretty = layout == Layout::Pretty;
        if (c == '"') {
            inString = true;
            out += c;
        } else if (c == ':') {
            out += ": ";
        } else if (c == ',' && !pretty) {
            out += ", ";
        } else if (c == ',') {
            out += c;
            newLine();
        } else if (pretty && (c == '{' || c == '[')) {
            out += c;
            if (i + 1 < text.size() && text[i + 1] != '}' && text[i + 1] != ']') {
                ++depth;
                newLine();
            }
        } else {
            out += c;
        }
    }
    return out;
}

class JsonBody final : public BodyPlan {
  public:
    JsonBody(JsonStyle style, std::string contentType) : m_style(style)
    {
        m_contentType = std::move(contentType);
    }
    TargetNode &root() { return m_root; }

    /// Names are escaped once; a node must be a value, an object or an array, not two of them.
    void prepare(TargetNode &node, const std::string &field, Problems &problems)
    {
        bool names = false;
        bool indexes = false;
        for (const auto &child : node.children) {
            (child->step.isIndex ? indexes : names) = true;
            if (!child->step.isIndex && !child->beside) {
                child->prefix = '"';
                appendJsonText(child->step.name, child->prefix, m_style.ascii);
                child->prefix += "\":";
                if (NumberedName name(child->prefix); name.hasMarks())
                    child->numbered = std::move(name);
            }
        }
        node.forEachBelow([&](TargetNode &below) { prepare(below, field, problems); });
        if ((names && indexes) || ((node.row || node.group) && !node.children.empty()))
            problems.add("target_conflict", field, "value, object or array",
                         "The targets make one place both a value, an object or an array (near \"" +
                             node.step.name + "\").");
        // Array items are written in the order of their indexes, whatever the order of the rows.
        if (indexes && !names)
            std::stable_sort(node.children.begin(), node.children.end(),
                             [](const auto &a, const auto &b) { return a->step.index < b->step.index; });
        else if (m_style.sorted)
            std::stable_sort(node.children.begin(), node.children.end(),
                             [](const auto &a, const auto &b) { return a->step.name < b->step.name; });
    }

    bool append(RenderContext &context, std::string &out) const override
    {
        const std::size_t from = out.size();
        Cell cell;
        bool fine = true;
        write(m_root, context, cell, out, fine, from);
        if (fine && out.size() == from && !m_root.row) {
            const bool list = m_root.group
                                  ? m_root.group->kind() != RowGroup::Kind::Once
                                  : !m_root.children.empty() && m_root.children.front()->step.isIndex;
            out += list ? "[]" : "{}";
        }
        if (fine && m_style.layout != Layout::Compact) {
            std::vector<std::size_t> places;
            const std::string laid = laidOut(std::string_view(out).substr(from), m_style.layout,
                                             context.trace ? &places : nullptr);
            out.resize(from);
            out += laid;
            if (context.trace) {
                for (std::size_t &place : places)
                    place += from;
                context.trace->moved(out, from, places);
            }
        }
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
        if (node.group)
            return writeGroup(node, context, cell, out, fine, begin);
        if (node.children.empty())
            return false;
        const bool array = node.children.front()->step.isIndex;
        const std::size_t start = out.size();
        out += array ? '[' : '{';
        bool any = false;
        if (!writeMembers(node, context, cell, out, fine, any))
            return false;
        if (!any) {
            out.resize(start);
            return false;
        }
        out += array ? ']' : '}';
        return true;
    }

    /// `any` tells whether there is a member already, and then whether there is one now. False if the whole
    /// is not to be written.
    bool writeMembers(const TargetNode &node, RenderContext &context, Cell &cell, std::string &out,
                      bool &fine, bool &any) const
    {
        for (const auto &child : node.children) {
            if (child->beside) {
                writeBeside(*child, context, cell, out, fine, any);
            } else {
                const std::size_t before = out.size();
                if (any)
                    out += ',';
                const std::size_t named = out.size();
                if (child->numbered)
                    child->numbered->append(context.numbers, out);
                else
                    out += child->prefix;
                if (write(*child, context, cell, out, fine, named))
                    any = true;
                else
                    out.resize(before);
            }
            if (!fine || context.dropsGroup)
                return false;
        }
        return true;
    }

    /// The rows of each item as members of the object around the group.
    void writeBeside(const TargetNode &node, RenderContext &context, Cell &cell, std::string &out, bool &fine,
                     bool &any) const
    {
        const RowGroup &group = *node.group;
        const std::size_t start = out.size();
        GroupTrace trace(context, group, out, start + (any ? 1 : 0));
        bool holds = true;
        if (!group.condition(context, holds)) {
            fine = trace.failed();
            return;
        }
        if (!holds) {
            trace.leftOut("when");
            return;
        }
        std::size_t written = 0;
        const auto one = [&](const TargetNode &item) {
            const NumberScope *const around = context.numbers;
            const std::size_t index = group.kind() == RowGroup::Kind::Each ? context.scope->index : written;
            const NumberScope number{index, group.number(index), around};
            context.numbers = &number;
            const std::size_t before = out.size();
            const bool anyBefore = any;
            writeMembers(item, context, cell, out, fine, any);
            context.numbers = around;
            if (context.dropsGroup) {
                out.resize(before);
                any = anyBefore;
                context.takenBack(out);
                context.dropsGroup = false;
            }
            written += out.size() > before;
            return fine;
        };
        if (group.kind() == RowGroup::Kind::Each) {
            if (!group.forEach(context, [&] { return one(*node.items.front()); }))
                fine = fine && trace.failed();
        } else {
            for (const auto &item : node.items)
                if (!one(*item))
                    break;
        }
        if (fine && out.size() == start && group.whenEmpty(context) == Row::Result::Fail)
            fine = trace.failed();
    }

    /// One item of a group; nothing is left of it where one of its rows said so.
    bool writeItem(const TargetNode &item, RenderContext &context, Cell &cell, std::string &out,
                   bool &fine) const
    {
        const std::size_t before = out.size();
        const bool written = write(item, context, cell, out, fine, before);
        if (!context.dropsGroup)
            return written;
        context.dropsGroup = false;
        out.resize(before);
        context.takenBack(out);
        return false;
    }

    bool writeGroup(const TargetNode &node, RenderContext &context, Cell &cell, std::string &out, bool &fine,
                    std::size_t begin) const
    {
        const RowGroup &group = *node.group;
        GroupTrace trace(context, group, out, begin);
        bool holds = true;
        if (!group.condition(context, holds)) {
            fine = trace.failed();
            return false;
        }
        if (!holds) {
            trace.leftOut("when");
            return false;
        }
        const std::size_t start = out.size();
        const bool list = group.kind() != RowGroup::Kind::Once;
        bool any = false;
        std::size_t count = 0;
        const auto one = [&](const TargetNode &item) {
            const NumberScope *const around = context.numbers;
            const std::size_t before = out.size();
            if (any)
                out += ',';
            const std::size_t index = group.kind() == RowGroup::Kind::Each ? context.scope->index : count;
            const NumberScope number{index, group.number(index), around};
            if (list)
                context.numbers = &number;
            if (writeItem(item, context, cell, out, fine)) {
                any = true;
                ++count;
            } else {
                out.resize(before);
            }
            context.numbers = around;
            return fine;
        };
        if (list)
            out += '[';
        if (group.kind() == RowGroup::Kind::Each) {
            if (!group.forEach(context, [&] { return one(*node.items.front()); }))
                fine = fine && trace.failed();
        } else {
            for (const auto &item : node.items)
                if (!one(*item))
                    break;
        }
        if (!fine)
            return false;
        if (any) {
            if (list)
                out += ']';
            return true;
        }
        out.resize(start);
        switch (group.whenEmpty(context)) {
        case Row::Result::Fail:
            fine = trace.failed();
            return false;
        case Row::Result::Omit:
            return false;
        case Row::Result::Write:
            break;
        }
        out += group.onEmpty() == Row::OnEmpty::Null ? "null" : list ? "[]" : "{}";
        return true;
    }

    void writeText(std::string_view text, std::string &out) const
    {
        if (m_style.ascii) {
            out += '"';
            appendJsonText(text, out, true);
            out += '"';
        } else {
            writeJsonString(text, out);
        }
    }

    void writeScalar(Cell::Kind kind, std::string_view text, std::string &out) const
    {
        if (kind == Cell::Kind::Text || m_style.textOnly)
            writeText(text, out);
        else
            out += text;
    }

    void writeValue(const Value &value, std::string &out) const
    {
        if (const Array *list = value.asArray()) {
            out += '[';
            for (std::size_t i = 0; i < list->size(); ++i) {
                if (i)
                    out += ',';
                writeValue((*list)[i], out);
            }
            out += ']';
        } else if (const Object *object = value.asObject()) {
            std::vector<const Member *> members;
            for (const Member &member : *object)
                members.push_back(&member);
            if (m_style.sorted)
                std::stable_sort(members.begin(), members.end(),
                                 [](const Member *a, const Member *b) { return a->first < b->first; });
            out += '{';
            for (std::size_t i = 0; i < members.size(); ++i) {
                if (i)
                    out += ',';
                writeText(members[i]->first, out);
                out += ':';
                writeValue(members[i]->second, out);
            }
            out += '}';
        } else if (value.isNull()) {
            out += "null";
        } else {
            writeScalar(value.isString() ? Cell::Kind::Text : Cell::Kind::Number, value.toText(), out);
        }
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
        case Cell::Kind::Text:
            writeScalar(cell.kind(), cell.text(), out);
            break;
        case Cell::Kind::Structure:
            if (m_style.ascii || m_style.textOnly || m_style.sorted)
                writeValue(*cell.structure(), out);
            else
                writeJson(*cell.structure(), out);
            break;
        }
    }

    TargetNode m_root;
    JsonStyle m_style;
};

} // namespace

std::unique_ptr<BodyPlan> compileJsonBody(ObjectReader &reader, CompileContext &compile)
{
    JsonStyle style;
    style.ascii = reader.boolean("ascii", false);
    style.textOnly = reader.choice("values", {"typed", "text"}) == "text";
    style.sorted = reader.choice("keys", {"rows", "sorted"}) == "sorted";
    const std::string layout = reader.choice("layout", {"compact", "spaced", "pretty"});
    style.layout = layout == "spaced"   ? Layout::Spaced
                   : layout == "pretty" ? Layout::Pretty
                                        : Layout::Compact;
    auto body = std::make_unique<JsonBody>(style, reader.text("content_type", "application/json"));
    reader.require("rows");
    compileBodyRows(reader, "rows", body->root(), parseJsonTarget, false, compile);
    body->prepare(body->root(), reader.pathOf("rows"), compile.problems);
    return body;
}

} // namespace bourse::domain
