#include "domain/integration/wiretext.h"
#include "domain/json/json.h"
#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace bourse::domain {
namespace {

constexpr char kUpperHex[] = "0123456789ABCDEF";

constexpr bool isAlnum(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

constexpr std::array<bool, 256> tableOf(std::string_view others)
{
    std::array<bool, 256> table{};
    for (std::size_t c = 0; c < 256; ++c)
        table[c] = isAlnum(static_cast<unsigned char>(c));
    for (const char c : others)
        table[static_cast<unsigned char>(c)] = true;
    return table;
}

constexpr auto kFormKept = tableOf("*-._");
constexpr auto kUnreserved = tableOf("-._~");

void appendHexByte(unsigned char c, std::string &out)
{
    out += '%';
    out += kUpperHex[c >> 4];
    out += kUpperHex[c & 15];
}

/// Length of the UTF-8 sequence at `at` and its code point; length 0 if it is not valid.
std::pair<std::size_t, char32_t> decode(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t i) {
        return static_cast<unsigned char>(text[at + i]);
    };
    const unsigned char lead = byte(0);
    if (lead < 0x80)
        return {1, lead};
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || at + length > text.size())
        return {0, 0};
    char32_t c = lead & (0xFF >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80)
            return {0, 0};
        c = c << 6 | (byte(i) & 0x3F);
    }
    const bool overlong = (length == 3 && c < 0x800) || (length == 4 && c < 0x10000);
    if (overlong || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return {0, 0};
    return {length, c};
}

Error urlError(std::string message)
{
    return {"invalid_url", {}, "absolute http or https URL", std::move(message)};
}

} // namespace

void appendForm(std::string_view text, std::string &out)
{
    for (const char ch : text) {
        const auto c = static_cast<unsigned char>(ch);
        if (kFormKept[c])
            out += ch;
        else if (c == ' ')
            out += '+';
        else
            appendHexByte(c, out);
    }
}

void appendPercent(std::string_view text, std::string &out)
{
    for (const char ch : text) {
        const auto c = static_cast<unsigned char>(ch);
        if (kUnreserved[c])
            out += ch;
        else
            appendHexByte(c, out);
    }
}

void appendJsonText(std::string_view text, std::string &out, bool ascii)
{
    const std::size_t from = out.size();
    writeJsonString(text, out);
    out.erase(from, 1);
    out.pop_back();
    if (!ascii)
        return;
    const std::string plain = out.substr(from);
    out.resize(from);
    const auto unit = [&out](unsigned value) {
        out += "\\u";
        for (int shift = 12; shift >= 0; shift -= 4)
            out += "0123456789abcdef"[value >> shift & 15];
    };
    for (std::size_t i = 0; i < plain.size();) {
        const auto [length, c] = decode(plain, i);
        if (length == 0) {
            unit(0xFFFD);
            ++i;
            continue;
        }
        if (c < 0x80) {
            out += static_cast<char>(c);
        } else if (c < 0x10000) {
            unit(c);
        } else {
            unit(0xD800 + ((c - 0x10000) >> 10));
            unit(0xDC00 + ((c - 0x10000) & 0x3FF));
        }
        i += length;
    }
}

bool appendXml(std::string_view text, std::string &out, bool attribute)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto [length, c] = decode(text, i);
        const bool allowed =
            length > 0 && (c >= 0x20 || c == '\t' || c == '\n' || c == '\r') && c != 0xFFFE && c != 0xFFFF;
        if (!allowed)
            return false;
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '\r': // a bare CR would be read as LF
            out += "&#13;";
            break;
        case '"':
            out += attribute ? "&quot;" : "\"";
            break;
        case '\t':
            out += attribute ? "&#9;" : "\t";
            break;
        case '\n':
            out += attribute ? "&#10;" : "\n";
            break;
        default:
            out.append(text, i, length);
        }
        i += length;
    }
    return true;
}

bool appendEscaped(Escaping escaping, std::string_view text, std::string &out)
{
    switch (escaping) {
    case Escaping::None:
        out += text;
        return true;
    case Escaping::Form:
        appendForm(text, out);
        return true;
    case Escaping::FormPercent:
    case Escaping::UrlPart:
        appendPercent(text, out);
        return true;
    case Escaping::JsonText:
        appendJsonText(text, out, false);
        return true;
    case Escaping::XmlText:
        return appendXml(text, out, false);
    case Escaping::XmlAttribute:
        return appendXml(text, out, true);
    }
    return false;
}

bool isUtf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto length = decode(text, i).first;
        if (length == 0)
            return false;
        i += length;
    }
    return true;
}

std::string repairedUtf8(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto length = decode(text, i).first;
        if (length == 0)
            out += "\xEF\xBF\xBD";
        else
            out.append(text, i, length);
        i += length == 0 ? 1 : length;
    }
    return out;
}

bool isHeaderName(std::string_view name)
{
    static constexpr auto kToken = tableOf("!#$%&'*+-.^_`|~");
    return !name.empty() && std::all_of(name.begin(), name.end(),
                                        [](char c) { return kToken[static_cast<unsigned char>(c)]; });
}

bool isHeaderValue(std::string_view value)
{
    return std::none_of(value.begin(), value.end(), [](char ch) {
        const auto c = static_cast<unsigned char>(ch);
        return (c < 0x20 && c != '\t') || c == 0x7F;
    });
}

Result<UrlParts> splitUrl(std::string_view url)
{
    UrlParts parts;
    if (url.starts_with("https://"))
        parts.https = true;
    else if (!url.starts_with("http://"))
        return urlError("The URL must begin with http:// or https://.");
    for (const char ch : url) {
        const auto c = static_cast<unsigned char>(ch);
        if (c <= 0x20 || c >= 0x7F || c == '\\' || c == '"' || c == '<' || c == '>' || c == '^' || c == '`')
            return urlError("The URL has a character that must be percent-encoded.");
        if (c == '#')
            return urlError("The URL must not have a fragment (#…).");
    }
    std::string_view rest = url.substr(parts.https ? 8 : 7);
    const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
    std::string_view authority = rest.substr(0, end);
    std::string_view tail = rest.substr(end);
    if (authority.find('@') != std::string_view::npos)
        return urlError("The URL must not hold a user name or password.");

    std::string_view port;
    std::string_view host = authority;
    if (host.starts_with('[')) {
        const std::size_t close = host.find(']');
        if (close == std::string_view::npos)
            return urlError("The URL's IPv6 address is not closed.");
        std::string_view after = host.substr(close + 1);
        host = host.substr(1, close - 1);
        if (host.empty() || host.find_first_not_of("0123456789abcdefABCDEF:.") != std::string_view::npos)
            return urlError("The URL's IPv6 address is wrong.");
        if (!after.empty() && after.front() != ':')
            return urlError("The URL's host is wrong.");
        port = after.empty() ? after : after.substr(1);
        if (!after.empty() && port.empty())
            return urlError("The URL's port is wrong.");
    } else {
        if (const std::size_t colon = host.rfind(':'); colon != std::string_view::npos) {
            port = host.substr(colon + 1);
            host = host.substr(0, colon);
            if (port.empty())
                return urlError("The URL's port is wrong.");
        }
        static constexpr auto kHost = tableOf("-._");
        if (host.empty() || host.front() == '.' || host.find("..") != std::string_view::npos ||
            !std::all_of(host.begin(), host.end(),
                         [](char c) { return kHost[static_cast<unsigned char>(c)]; }))
            return urlError("The URL's host is wrong.");
    }
    int portNumber = parts.https ? 443 : 80;
    if (!port.empty()) {
        const auto read = std::from_chars(port.data(), port.data() + port.size(), portNumber);
        if (read.ec != std::errc() || read.ptr != port.data() + port.size() || portNumber < 1 ||
            portNumber > 65535)
            return urlError("The URL's port is wrong.");
    }
    const bool defaultPort = portNumber == (parts.https ? 443 : 80);
    const bool v6 = authority.starts_with('[');
    parts.host = std::string(host);
    std::transform(parts.host.begin(), parts.host.end(), parts.host.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    parts.authority = v6 ? '[' + parts.host + ']' : parts.host;
    if (!defaultPort)
        parts.authority += ':' + std::to_string(portNumber);

    // A value that turned into "." or ".." would name another resource than the document says.
    const std::string_view path = tail.substr(0, std::min(tail.find('?'), tail.size()));
    for (std::size_t from = 0; from < path.size();) {
        const std::size_t stop = std::min(path.find('/', from + 1), path.size());
        const std::string_view segment = path.substr(from + 1, stop - from - 1);
        if (segment == "." || segment == "..")
            return urlError("The URL's path has a \".\" or \"..\" segment.");
        from = stop;
    }
    for (std::size_t at = tail.find('%'); at != std::string_view::npos; at = tail.find('%', at + 1)) {
        const auto hex = [&](std::size_t i) {
            return i < tail.size() &&
                   std::string_view("0123456789abcdefABCDEF").find(tail[i]) != std::string_view::npos;
        };
        if (!hex(at + 1) || !hex(at + 2))
            return urlError("The URL has a broken percent-escape.");
    }
    parts.pathAndQuery = tail.starts_with('/') ? std::string(tail) : '/' + std::string(tail);
    return parts;
}

bool hasScheme(std::string_view url)
{
    const std::size_t colon = url.find_first_of(":/?#");
    if (colon == std::string_view::npos || colon == 0 || url[colon] != ':')
        return false;
    const auto letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    };
    return letter(url[0]) &&
           std::all_of(url.begin(), url.begin() + static_cast<std::ptrdiff_t>(colon), [&](char c) {
               return letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
           });
}

std::string resolvedReference(std::string_view base, std::string_view reference)
{
    base = base.substr(0, base.find('#'));
    const std::size_t scheme = base.find("://");
    if (scheme == std::string_view::npos)
        return std::string(reference);
    if (reference.starts_with("//"))
        return std::string(base.substr(0, scheme + 1)) + std::string(reference);
    const std::size_t path = std::min(base.find_first_of("/?", scheme + 3), base.size());
    const std::size_t query = std::min(base.find('?', path), base.size());
    if (reference.empty())
        return std::string(base);
    if (reference.front() == '?')
        return std::string(base.substr(0, query)) + std::string(reference);
    std::string whole(reference);
    if (reference.front() != '/') {
        const std::string_view own = base.substr(path, query - path);
        const std::size_t slash = own.rfind('/');
        whole = (slash == std::string_view::npos ? "/" : std::string(own.substr(0, slash + 1))) + whole;
    }
    const std::size_t end = std::min(whole.find('?'), whole.size());
    // Dot segments (5.2.4).
    std::vector<std::string_view> kept;
    std::string_view rest = std::string_view(whole).substr(1, end - 1);
    for (bool more = true; more;) {
        const std::size_t slash = rest.find('/');
        more = slash != std::string_view::npos;
        const std::string_view segment = rest.substr(0, slash);
        rest.remove_prefix(more ? slash + 1 : rest.size());
        const bool dots = segment == "." || segment == "..";
        if (segment == ".." && !kept.empty())
            kept.pop_back();
        if (!dots)
            kept.push_back(segment);
        else if (!more)
            kept.emplace_back();
    }
    std::string out(base.substr(0, path));
    for (const std::string_view segment : kept)
        out.append("/").append(segment);
    return out + whole.substr(end);
}

} // namespace bourse::domain
