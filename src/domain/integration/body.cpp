// Bodies of text: forms, queries, templates, multipart; and which format a body is.
#include "domain/integration/bodycharset.h"
#include "domain/integration/bodyflat.h"
#include "domain/integration/coding.h"
#include "domain/integration/wiretext.h"

namespace bourse::domain {
namespace {

/// Rows as name=value pairs.
class FormBody final : public BodyPlan {
  public:
    FormBody(bool percentSpaces, bool plainNames)
        : m_escaping(percentSpaces ? Escaping::FormPercent : Escaping::Form), m_plainNames(plainNames)
    {
        m_contentType = "application/x-www-form-urlencoded";
    }
    void setContentType(std::string contentType) { m_contentType = std::move(contentType); }
    FlatRows &rows() { return m_rows; }

    bool append(RenderContext &context, std::string &out) const override
    {
        const std::size_t start = out.size();
        return m_rows.write(context, out,
                            [&](const std::string &name, const Cell &value, const PartExtras *) {
                                if (out.size() > start)
                                    out += '&';
                                appendName(name, out);
                                out += '=';
                                return appendCell(value, m_escaping, out);
                            });
    }

  private:
    /// Some buyers compare names before they decode them: then brackets stay as they are.
    void appendName(std::string_view name, std::string &out) const
    {
        while (m_plainNames && !name.empty()) {
            const std::size_t at = std::min(name.find_first_of("[]:@/"), name.size());
            appendEscaped(m_escaping, name.substr(0, at), out);
            if (at == name.size())
                return;
            out += name[at];
            name.remove_prefix(at + 1);
        }
        appendEscaped(m_escaping, name, out);
    }

    FlatRows m_rows;
    Escaping m_escaping;
    bool m_plainNames;
};

/// multipart/form-data (RFC 7578).
class MultipartBody final : public BodyPlan {
  public:
    MultipartBody(std::string contentType, std::string boundary) : m_given(std::move(boundary))
    {
        m_contentType = std::move(contentType);
    }
    FlatRows &rows() { return m_rows; }

    bool append(RenderContext &context, std::string &out) const override
    {
        const std::string boundary = boundaryOf(context);
        const bool fine = m_rows.write(
            context, out, [&](const std::string &name, const Cell &value, const PartExtras *extras) {
                out += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"";
                appendQuoted(name, out);
                out += '"';
                if (extras && extras->filename) {
                    std::string filename;
                    if (!extras->filename->append(context, Escaping::None, filename))
                        return false;
                    out += "; filename=\"";
                    appendQuoted(filename, out);
                    out += '"';
                }
                const std::string type = extras && !extras->contentType.empty() ? extras->contentType
                                         : extras && extras->filename           ? "application/octet-stream"
                                                                                : "";
                if (!type.empty())
                    out += "\r\nContent-Type: " + type;
                out += "\r\n\r\n";
                const std::size_t before = out.size();
                appendCell(value, Escaping::None, out);
                if (out.find("--" + boundary, before) != std::string::npos)
                    return context.fail("boundary_in_value", "a value without the boundary",
                                        "The value has the text that divides the body's parts.");
                out += "\r\n";
                return true;
            });
        if (fine)
            out += "--" + boundary + "--\r\n";
        return fine;
    }

    bool appendContentType(RenderContext &context, std::string &out) const override
    {
        out += m_contentType + "; boundary=" + boundaryOf(context);
        return true;
    }

  private:
    std::string boundaryOf(const RenderContext &context) const
    {
        if (!m_given.empty())
            return m_given;
        std::string bytes;
        for (const std::uint64_t half : {context.random(20), context.random(21)})
            for (int shift = 56; shift >= 0; shift -= 8)
                bytes += static_cast<char>(half >> shift & 0xFF);
        return "----bourse" + encodeBytes(bytes, "hex");
    }
    /// As browsers do (HTML, multipart/form-data encoding algorithm).
    static void appendQuoted(std::string_view text, std::string &out)
    {
        for (const char c : text) {
            if (c == '"')
                out += "%22";
            else if (c == '\r')
                out += "%0D";
            else if (c == '\n')
                out += "%0A";
            else
                out += c;
        }
    }

    FlatRows m_rows;
    std::string m_given;
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

void readNaming(ObjectReader &reader, FlatRows &rows)
{
    const std::string lists = reader.choice("lists", {"repeat", "brackets", "indexed", "comma"});
    rows.lists = lists == "brackets"  ? FlatRows::Lists::Brackets
                 : lists == "indexed" ? FlatRows::Lists::Indexed
                 : lists == "comma"   ? FlatRows::Lists::Comma
                                      : FlatRows::Lists::Repeat;
    const std::string groups = reader.choice("groups", {"refuse", "brackets", "dots"});
    rows.groups = groups == "brackets" ? FlatRows::Groups::Brackets
                  : groups == "dots"   ? FlatRows::Groups::Dots
                                       : FlatRows::Groups::Refuse;
}

std::unique_ptr<BodyPlan> compileFormBody(ObjectReader &reader, CompileContext &compile)
{
    const bool percent = reader.choice("space", {"plus", "percent"}) == "percent";
    const bool plain = reader.choice("names", {"escaped", "plain"}) == "plain";
    auto body = std::make_unique<FormBody>(percent, plain);
    body->setContentType(reader.text("content_type", "application/x-www-form-urlencoded"));
    readNaming(reader, body->rows());
    reader.require("rows");
    if (const Array *rows = reader.array("rows"))
        body->rows().compile(*rows, reader.pathOf("rows"), false, compile);
    return body;
}

} // namespace

std::unique_ptr<BodyPlan> compileFormRows(const Array &rows, const std::string &path, bool percentSpaces,
                                          CompileContext &compile)
{
    auto body = std::make_unique<FormBody>(percentSpaces, false);
    body->rows().compile(rows, path, false, compile);
    return body;
}

std::unique_ptr<BodyPlan> compileMultipartBody(ObjectReader &reader, CompileContext &compile)
{
    const std::string boundary = reader.text("boundary");
    const bool known =
        boundary.size() <= 70 &&
        boundary.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                   "'()+_,-./:=?") == std::string::npos;
    if (!known)
        compile.problems.add("wrong_type", reader.pathOf("boundary"), "RFC 2046, 5.1.1, at most 70",
                             "The boundary has a character that it may not have, or is too long.");
    auto body = std::make_unique<MultipartBody>(reader.text("content_type", "multipart/form-data"), boundary);
    readNaming(reader, body->rows());
    reader.require("rows");
    if (const Array *rows = reader.array("rows"))
        body->rows().compile(*rows, reader.pathOf("rows"), true, compile);
    return body;
}

std::unique_ptr<BodyPlan> compileBody(const Value &value, const std::string &path, CompileContext &compile)
{
    ObjectReader reader(value, path, compile.problems);
    if (!reader.isObject())
        return nullptr;
    const std::string format =
        reader.choice("format", {"none", "json", "form", "xml", "text", "soap", "multipart"});
    std::unique_ptr<BodyPlan> body;
    if (format == "json") {
        body = compileJsonBody(reader, compile);
    } else if (format == "xml") {
        body = compileXmlBody(reader, compile);
    } else if (format == "soap") {
        body = compileSoapBody(reader, compile);
    } else if (format == "multipart") {
        body = compileMultipartBody(reader, compile);
    } else if (format == "form") {
        body = compileFormBody(reader, compile);
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
    body = withCharset(std::move(body), format, reader, compile);
    if (body && !isHeaderValue(body->contentType()))
        compile.problems.add("header_injection", reader.pathOf("content_type"), "no control characters",
                             "The content type has a control character.");
    reader.text("note");
    reader.finish();
    return body;
}

} // namespace bourse::domain
