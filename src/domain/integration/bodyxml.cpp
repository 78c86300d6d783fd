// XML bodies: elements and attributes by target path (`Request/Lead@type`, `Drivers/Driver[1]/Name`).
#include "domain/integration/bodytree.h"
#include "domain/integration/rendertrace.h"
#include <algorithm>

namespace bourse::domain {
namespace {

bool isXmlName(std::string_view name)
{
    const auto start = [](unsigned char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' || c >= 0x80;
    };
    const auto rest = [&](unsigned char c) {
        return start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
    };
    return !name.empty() && start(static_cast<unsigned char>(name.front())) &&
           std::all_of(name.begin(), name.end(), [&](char c) { return rest(static_cast<unsigned char>(c)); });
}

struct XmlTarget {
    std::vector<PathStep> steps;
    bool attribute = false;
};

/// Elements separated by '/', each with an optional [n] that tells repeated ones apart, at the end an
/// optional @name.
Result<XmlTarget> parseXmlTarget(std::string_view text)
{
    const auto wrong = [](const char *what) {
        return Error{"invalid_target", {}, "Root/Element[0]@attribute", what};
    };
    XmlTarget target;
    std::string_view attribute;
    if (const std::size_t at = text.find('@'); at != std::string_view::npos) {
        attribute = text.substr(at + 1);
        text = text.substr(0, at);
        target.attribute = true;
        if (!isXmlName(attribute))
            return wrong("The attribute's name is wrong.");
    }
    if (text.starts_with('/'))
        text.remove_prefix(1);
    while (true) {
        const std::size_t end = std::min(text.find('/'), text.size());
        std::string_view part = text.substr(0, end);
        PathStep step;
        if (part.ends_with(']')) {
            const std::size_t open = part.find('[');
            const std::string_view digits =
                open == std::string_view::npos ? "" : part.substr(open + 1, part.size() - open - 2);
            if (digits.empty() || digits.size() > 3 ||
                digits.find_first_not_of("0123456789") != std::string_view::npos)
                return wrong("An index in the target must be a number from 0 to 999.");
            for (const char c : digits)
                step.index = step.index * 10 + static_cast<std::size_t>(c - '0');
            part = part.substr(0, open);
        }
        if (!isXmlName(part))
            return wrong("An element's name in the target is wrong.");
        step.name = std::string(part);
        target.steps.push_back(std::move(step));
        if (end == text.size())
            break;
        text = text.substr(end + 1);
    }
    if (target.attribute)
        target.steps.push_back({std::string(attribute), 0, false});
    if (target.steps.size() > 32)
        return wrong("The target is nested too deeply.");
    return target;
}

class XmlBody final : public BodyPlan {
  public:
    XmlBody(bool declaration, bool shortEmpty, std::string contentType)
        : m_declaration(declaration), m_shortEmpty(shortEmpty)
    {
        m_contentType = std::move(contentType);
    }
    TargetNode &root() { return m_root; }

    bool append(RenderContext &context, std::string &out) const override
    {
        if (m_declaration)
            out += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
        Cell cell;
        for (const auto &child : m_root.children)
            if (!write(*child, context, cell, out, true))
                return false;
        return true;
    }

  private:
    bool invalid(RenderContext &context, const TargetNode &node) const
    {
        context.fail("invalid_character", "XML 1.0", "The value has a character that XML cannot hold.");
        return context.goesOnWithout(node.row->target());
    }

    /// One element with what is in it; an element with nothing to say is not written, but the root always is.
    bool write(const TargetNode &node, RenderContext &context, Cell &cell, std::string &out,
               bool isRoot) const
    {
        const std::size_t before = out.size();
        out += '<';
        out += node.step.name;
        bool any = isRoot;
        for (const auto &child : node.children) {
            if (!child->attribute)
                continue;
            const Row::Result result = child->row->evaluate(context, cell);
            if (result == Row::Result::Fail)
                return false;
            if (result == Row::Result::Omit)
                continue;
            const std::size_t number = context.lastRow();
            const std::size_t from = out.size();
            out += ' ';
            out += child->step.name;
            out += "=\"";
            if (!appendCell(cell, Escaping::XmlAttribute, out)) {
                out.resize(from);
                if (!invalid(context, *child))
                    return false;
                continue;
            }
            out += '"';
            context.wrote(number, out, from + 1);
            any = true;
        }
        out += '>';
        const std::size_t inside = out.size();
        std::optional<std::size_t> number;
        if (node.row) {
            const Row::Result result = node.row->evaluate(context, cell);
            if (result == Row::Result::Fail)
                return false;
            if (result == Row::Result::Write) {
                number = context.lastRow();
                if (cell.kind() == Cell::Kind::Structure)
                    return repeat(node, context, cell, out, before, inside);
                if (writeText(node, cell, out)) {
                    any = true;
                } else {
                    out.resize(inside);
                    number.reset();
                    if (!invalid(context, node))
                        return false;
                }
            }
        }
        for (const auto &child : node.children) {
            if (child->attribute)
                continue;
            const std::size_t size = out.size();
            if (!write(*child, context, cell, out, false))
                return false;
            any = any || out.size() > size;
        }
        if (!any) {
            out.resize(before);
            return true;
        }
        if (out.size() == inside && m_shortEmpty) {
            out.back() = '/';
            out += '>';
        } else {
            out += "</";
            out += node.step.name;
            out += '>';
        }
        if (number)
            context.wrote(*number, out, before);
        return true;
    }

    bool writeText(const TargetNode &node, const Cell &cell, std::string &out) const
    {
        if (!node.cdata)
            return appendCell(cell, Escaping::XmlText, out);
        std::string probe; // the same characters are forbidden in CDATA
        if (!appendXml(cell.text(), probe, false))
            return false;
        out += "<![CDATA[";
        std::string_view text = cell.text();
        for (std::size_t hit = text.find("]]>"); hit != std::string_view::npos; hit = text.find("]]>")) {
            out += text.substr(0, hit + 2);
            out += "]]><![CDATA[";
            text.remove_prefix(hit + 2);
        }
        out += text;
        out += "]]>";
        return true;
    }

    /// A list of scalars: the element once for each item, attributes repeated.
    bool repeat(const TargetNode &node, RenderContext &context, const Cell &cell, std::string &out,
                std::size_t before, std::size_t inside) const
    {
        const Array *list = cell.structure()->asArray();
        if (!list) {
            context.fail("wrong_type", "text, number, boolean or a list of them",
                         "A group cannot be an element's text.");
            out.resize(before);
            if (context.trace)
                context.trace->takenBack(out);
            return context.goesOnWithout(node.row->target());
        }
        const std::size_t number = context.lastRow();
        const std::string head = out.substr(before, inside - before);
        out.resize(before);
        for (const Value &item : *list) {
            Cell one;
            one.setValue(item);
            const std::size_t from = out.size();
            out += head;
            if (!writeText(node, one, out)) {
                out.resize(from);
                if (!invalid(context, node))
                    return false;
                break;
            }
            out += "</";
            out += node.step.name;
            out += '>';
            context.wrote(number, out, from);
        }
        if (context.trace)
            context.trace->takenBack(out);
        return true;
    }

    TargetNode m_root;
    bool m_declaration;
    bool m_shortEmpty;
};

} // namespace

std::unique_ptr<BodyPlan> compileXmlBody(ObjectReader &reader, CompileContext &compile)
{
    const bool declaration = reader.boolean("declaration", true);
    const bool shortEmpty = reader.choice("empty_elements", {"pair", "short"}) == "short";
    auto body =
        std::make_unique<XmlBody>(declaration, shortEmpty, reader.text("content_type", "application/xml"));
    reader.require("rows");
    if (const Array *rows = reader.array("rows")) {
        for (std::size_t i = 0; i < rows->size(); ++i) {
            const std::string path = reader.pathOf("rows") + '[' + std::to_string(i) + ']';
            ObjectReader rowReader((*rows)[i], path, compile.problems);
            if (!rowReader.isObject())
                continue;
            const std::string target = rowReader.requireText("target");
            const bool cdata = rowReader.boolean("cdata", false);
            auto row = Row::compile(rowReader, target, compile);
            rowReader.finish();
            if (target.empty())
                continue;
            auto parsed = parseXmlTarget(target);
            if (!parsed)
                compile.problems.take(parsed.errors(), rowReader.pathOf("target"));
            else
                placeRow(body->root(), parsed->steps, std::move(row), cdata, parsed->attribute,
                         rowReader.pathOf("target"), compile.problems);
        }
    }
    if (body->root().children.size() != 1)
        compile.problems.add("target_conflict", reader.pathOf("rows"), "one root element",
                             "All targets must begin with the same root element.");
    return body;
}

} // namespace bourse::domain
