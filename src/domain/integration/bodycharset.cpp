#include "domain/integration/bodycharset.h"
#include "domain/integration/charset.h"
#include "domain/integration/rendertrace.h"
#include <algorithm>
#include <utility>

namespace bourse::domain {
namespace {

/// The character at the front, which is taken off; the text is valid UTF-8.
char32_t takeCharacter(std::string_view &text)
{
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t out = lead < 0x80 ? lead : static_cast<char32_t>(lead & (0x7F >> length));
    for (std::size_t i = 1; i < length && i < text.size(); ++i)
        out = out << 6 | (static_cast<unsigned char>(text[i]) & 0x3F);
    text.remove_prefix(std::min(length, text.size()));
    return out;
}

int hexDigit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

/// As JSON may have any character (RFC 8259, 7): above U+FFFF as two halves.
void appendEscape(char32_t character, std::string &out)
{
    static constexpr char kHex[] = "0123456789abcdef";
    const auto unit = [&out](char32_t value) {
        out += "\\u";
        for (int shift = 12; shift >= 0; shift -= 4)
            out += kHex[value >> shift & 15];
    };
    if (character < 0x10000) {
        unit(character);
    } else {
        unit(0xD800 + ((character - 0x10000) >> 10));
        unit(0xDC00 + ((character - 0x10000) & 0x3FF));
    }
}

std::string canonical(std::string_view charset)
{
    std::string out(charset);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (out == "utf8")
        return "utf-8";
    if (out == "latin1" || out == "latin-1" || out == "l1" || out == "iso8859-1")
        return "iso-8859-1";
    return out == "cp1252" || out == "x-cp1252" ? "windows-1252" : out;
}

/// Writes as another body does, in another charset.
class EncodedBody final : public BodyPlan {
  public:
    EncodedBody(std::unique_ptr<BodyPlan> body, BodyCharset charset, bool form)
        : m_body(std::move(body)), m_charset(std::move(charset)), m_form(form)
    {
        m_contentType = m_body->contentType();
    }

    bool append(RenderContext &context, std::string &out) const override
    {
        const std::size_t begin = out.size();
        const BodyCharset *const outer = std::exchange(context.charset, &m_charset);
        const bool fine = m_body->append(context, out);
        context.charset = outer;
        return fine && encode(context, out, begin);
    }
    bool appendContentType(RenderContext &context, std::string &out) const override
    {
        std::string type;
        if (!m_body->appendContentType(context, type))
            return false;
        static constexpr std::string_view kDefault = "charset=utf-8";
        const std::size_t at = type.find(kDefault);
        if (at != std::string::npos)
            type.replace(at + 8, kDefault.size() - 8, m_charset.name());
        else if (charsetOf(type).empty())
            type += "; charset=" + m_charset.name();
        out += type;
        return true;
    }
    bool appendHeaders(RenderContext &context, Headers &headers) const override
    {
        return m_body->appendHeaders(context, headers);
    }

  private:
    bool encode(RenderContext &context, std::string &out, std::size_t begin) const
    {
        const std::string plain = out.substr(begin);
        std::string made;
        std::vector<std::size_t> places; // where each byte went
        places.reserve(plain.size());
        std::string_view rest = plain;
        while (!rest.empty()) {
            const std::size_t size = rest.size();
            const std::size_t from = made.size();
            std::string escaped; // the character's bytes, where they are written as %XX
            if (m_form)
                for (std::size_t i = 0; i + 2 < rest.size() && rest[i] == '%'; i += 3) {
                    const int high = hexDigit(rest[i + 1]);
                    const int low = hexDigit(rest[i + 2]);
                    const int byte = high < 0 || low < 0 ? 0 : high * 16 + low;
                    if (byte < 0x80 || (!escaped.empty() && (byte & 0xC0) != 0x80))
                        break;
                    escaped += static_cast<char>(byte);
                }
            std::string_view text = escaped.empty() ? rest : std::string_view(escaped);
            const std::size_t before = text.size();
            const char32_t character = takeCharacter(text);
            const auto byte = m_charset.byteOf(character);
            if (!byte && m_charset.otherwise() == BodyCharset::Otherwise::Escape) {
                appendEscape(character, made);
                rest = text;
                places.insert(places.end(), size - rest.size() - 1, begin + from);
                places.push_back(begin + made.size() - 1);
                continue;
            }
            if (!byte) {
                context.fail("invalid_character", m_charset.name(),
                             "The body has a character that " + m_charset.name() + " does not have.");
                context.problem.field = "body";
                return false;
            }
            rest.remove_prefix((before - text.size()) * (escaped.empty() ? 1 : 3));
            if (escaped.empty()) {
                made += *byte;
            } else {
                static constexpr char kHex[] = "0123456789ABCDEF";
                made += '%';
                made += kHex[static_cast<unsigned char>(*byte) >> 4];
                made += kHex[static_cast<unsigned char>(*byte) & 15];
            }
            for (std::size_t i = 0; i < size - rest.size(); ++i)
                places.push_back(begin + std::min(from + i, made.size() - 1));
        }
        out.resize(begin);
        out += made;
        if (context.trace)
            context.trace->moved(out, begin, places);
        return true;
    }

    std::unique_ptr<BodyPlan> m_body;
    BodyCharset m_charset;
    bool m_form;
};

} // namespace

bool sameCharset(std::string_view one, std::string_view other)
{
    return canonical(one) == canonical(other);
}

BodyCharset::BodyCharset(std::string name, Otherwise otherwise)
    : m_name(std::move(name)), m_windows(m_name == "windows-1252"), m_otherwise(otherwise)
{
}

std::optional<char> BodyCharset::byteOf(char32_t character) const
{
    const auto byte = singleByte(character, m_windows);
    return byte || m_otherwise != Otherwise::QuestionMark ? byte : std::optional('?');
}

bool BodyCharset::holds(std::string_view text) const
{
    if (m_otherwise == Otherwise::Escape)
        return true;
    while (!text.empty())
        if (!byteOf(takeCharacter(text)))
            return false;
    return true;
}

std::unique_ptr<BodyPlan> withCharset(std::unique_ptr<BodyPlan> body, const std::string &format,
                                      ObjectReader &reader, CompileContext &compile)
{
    const bool json = format == "json";
    const bool choosable =
        json || format == "form" || format == "xml" || format == "soap" || format == "text";
    const std::string charset =
        choosable ? reader.choice("charset", {"UTF-8", "ISO-8859-1", "windows-1252"}) : "UTF-8";
    const std::string word = json        ? reader.choice("unencodable", {"refuse", "question_mark", "escape"})
                             : choosable ? reader.choice("unencodable", {"refuse", "question_mark"})
                                         : std::string();
    using Otherwise = BodyCharset::Otherwise;
    const Otherwise otherwise = word == "escape"          ? Otherwise::Escape
                                : word == "question_mark" ? Otherwise::QuestionMark
                                                          : Otherwise::Refuse;
    const bool other = charset != "UTF-8";
    if (other && reader.path().find(".source") != std::string::npos)
        compile.problems.add("not_available", reader.pathOf("charset"), "the body of a request",
                             "A body within a value is written in the charset of the body around it.");
    if (!body)
        return body;
    const Value *const given = reader.get("content_type");
    const std::string declared = given ? charsetOf(body->contentType()) : std::string();
    if (!declared.empty() && !sameCharset(declared, charset))
        compile.problems.add("charset_conflict", reader.pathOf("content_type"), "charset=" + charset,
                             "The content type declares the charset " + declared + ", but the body is " +
                                 charset + ".");
    return other ? std::make_unique<EncodedBody>(std::move(body), BodyCharset(charset, otherwise),
                                                 format == "form")
                 : std::move(body);
}

} // namespace bourse::domain
