// Bodies of text: forms, queries, templates; and which format a body is.
#include "domain/integration/plan.h"

namespace bourse::domain {
namespace {

/// Rows as name=value pairs. A list gives one pair for each item.
class FormBody final : public BodyPlan {
  public:
    explicit FormBody(bool percentSpaces) : m_escaping(percentSpaces ? Escaping::FormPercent : Escaping::Form)
    {
        m_contentType = "application/x-www-form-urlencoded";
    }
    void setContentType(std::string contentType) { m_contentType = std::move(contentType); }
    void add(std::unique_ptr<Row> row)
    {
        std::string name;
        appendEscaped(m_escaping, row->target(), name);
        m_pairs.push_back({name + '=', std::move(row)});
    }
    bool append(RenderContext &context, std::string &out) const override
    {
        Cell cell;
        bool first = true;
        std::size_t from = 0; // of the pair that is written
        const auto pair = [&](const std::string &name) {
            if (!first)
                out += '&';
            first = false;
            from = out.size();
            out += name;
        };
        for (const Pair &entry : m_pairs) {
            switch (entry.row->evaluate(context, cell)) {
            case Row::Result::Fail:
                return false;
            case Row::Result::Omit:
                continue;
            case Row::Result::Write:
                break;
            }
            const std::size_t number = context.lastRow();
            if (cell.kind() != Cell::Kind::Structure) {
                pair(entry.name);
                appendCell(cell, m_escaping, out);
                context.wrote(number, out, from);
                continue;
            }
            const Array *list = cell.structure()->asArray();
            if (!list) {
                context.fail("wrong_type", "text, number, boolean or a list of them",
                             "A group cannot be written into a form.");
                if (!context.goesOnWithout(entry.row->target()))
                    return false;
                continue;
            }
            for (const Value &item : *list) {
                pair(entry.name);
                appendEscaped(m_escaping, item.toText(), out);
                context.wrote(number, out, from);
            }
        }
        return true;
    }

  private:
    struct Pair {
        std::string name; ///< escaped, with its '='
        std::unique_ptr<Row> row;
    };
    Escaping m_escaping;
    std::vector<Pair> m_pairs;
};

class TextBody final : public BodyPlan {
  public:
    TextBody(Template text, Escaping escaping) : m_text(std::move(text)), m_escaping(escaping)
    {
        m_contentType = "text/plain; charset=utf-8";
    }
    void setContentType(std::string contentType) { m_contentType = std::move(contentType); }
    bool append(RenderContext &context, std::string &out) const override
    {
        if (m_text.append(context, m_escaping, out))
            return true;
        if (context.problem.field.empty())
            context.problem.field = "body";
        return false;
    }

  private:
    Template m_text;
    Escaping m_escaping;
};

} // namespace

std::unique_ptr<BodyPlan> compileFormRows(const Array &rows, const std::string &path, bool percentSpaces,
                                          CompileContext &compile)
{
    auto body = std::make_unique<FormBody>(percentSpaces);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        ObjectReader reader(rows[i], path + '[' + std::to_string(i) + ']', compile.problems);
        if (!reader.isObject())
            continue;
        body->add(Row::compile(reader, reader.requireText("target"), compile));
        reader.finish();
    }
    return body;
}

std::unique_ptr<BodyPlan> compileBody(const Value &value, const std::string &path, CompileContext &compile)
{
    ObjectReader reader(value, path, compile.problems);
    if (!reader.isObject())
        return nullptr;
    const std::string format = reader.choice("format", {"none", "json", "form", "xml", "text"});
    std::unique_ptr<BodyPlan> body;
    if (format == "json") {
        body = compileJsonBody(reader, compile);
    } else if (format == "xml") {
        body = compileXmlBody(reader, compile);
    } else if (format == "form") {
        const bool percent = reader.choice("space", {"plus", "percent"}) == "percent";
        const std::string contentType = reader.text("content_type", "application/x-www-form-urlencoded");
        static const Array kNone;
        reader.require("rows");
        const Array *rows = reader.array("rows");
        body = compileFormRows(rows ? *rows : kNone, reader.pathOf("rows"), percent, compile);
        static_cast<FormBody &>(*body).setContentType(contentType);
    } else if (format == "text") {
        const std::string word = reader.choice("escape", {"none", "json", "xml", "form", "url"});
        const Escaping escaping = word == "json"   ? Escaping::JsonText
                                  : word == "xml"  ? Escaping::XmlAttribute
                                  : word == "form" ? Escaping::Form
                                  : word == "url"  ? Escaping::UrlPart
                                                   : Escaping::None;
        const std::string contentType = reader.text("content_type", "text/plain; charset=utf-8");
        auto text = std::make_unique<TextBody>(
            Template::compile(reader.requireText("template"), reader.pathOf("template"), compile), escaping);
        text->setContentType(contentType);
        body = std::move(text);
    }
    if (body && !isHeaderValue(body->contentType()))
        compile.problems.add("header_injection", reader.pathOf("content_type"), "no control characters",
                             "The content type has a control character.");
    reader.text("note");
    reader.finish();
    return body;
}

} // namespace bourse::domain
