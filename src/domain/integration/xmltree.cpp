#include "domain/integration/xmltree.h"
#include <optional>
#include <pugixml.hpp>

namespace bourse::domain {
namespace {
constexpr std::size_t kMaxBytes = 2u << 20;
constexpr int kMaxDepth = 100;
constexpr std::size_t kMaxNodes = 10'000;
constexpr std::size_t kMaxPath = 1'024;

/// Walks the markup without building anything: finds a DTD and the depth.
std::optional<Error> guard(std::string_view text)
{
    int depth = 0;
    for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at)) {
        const std::string_view rest = text.substr(at);
        std::size_t end;
        if (rest.starts_with("<!--")) {
            end = text.find("-->", at + 4);
        } else if (rest.starts_with("<![CDATA[")) {
            end = text.find("]]>", at + 9);
        } else if (rest.starts_with("<?")) {
            end = text.find("?>", at + 2);
        } else if (rest.starts_with("<!")) {
            return Error{"dtd_refused", {}, "no DTD", "XML with a document type declaration is not read."};
        } else {
            // A '>' inside a quoted attribute value does not end the tag.
            char quote = 0;
            end = at + 1;
            while (end < text.size() && (quote || text[end] != '>')) {
                const char c = text[end];
                if (quote ? c == quote : (c == '"' || c == '\''))
                    quote = quote ? char(0) : c;
                ++end;
            }
            if (end >= text.size())
                end = std::string_view::npos;
            else if (rest.size() > 1 && rest[1] == '/')
                --depth;
            else if (text[end - 1] != '/' && ++depth > kMaxDepth)
                return Error{"too_deep",
                             {},
                             "max_depth " + std::to_string(kMaxDepth),
                             "The XML is nested deeper than " + std::to_string(kMaxDepth) + " levels."};
        }
        if (end == std::string_view::npos)
            break; // the parser says what is unfinished
        at = end + 1;
    }
    return std::nullopt;
}

bool isNameChar(char ch)
{
    const auto c = static_cast<unsigned char>(ch);
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.' || c == ':' || c >= 0x80;
}

/// A plain path with each element name replaced by a test of its local name; other expressions unchanged.
std::string ignoringNamespaces(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (c == '/' || c == '*' ||
            (c == '.' && !(i + 1 < text.size() && isNameChar(text[i + 1]) && text[i + 1] != '.'))) {
            out += c;
            ++i;
        } else if (c == '@') {
            out += c;
            for (++i; i < text.size() && isNameChar(text[i]); ++i)
                out += text[i];
        } else if (c == '[') {
            const std::size_t close = text.find(']', i);
            if (close == std::string_view::npos)
                return std::string(text);
            const std::string_view inside = text.substr(i + 1, close - i - 1);
            if (inside != "last()" &&
                (inside.empty() || inside.find_first_not_of("0123456789") != std::string_view::npos))
                return std::string(text);
            out += text.substr(i, close - i + 1);
            i = close + 1;
        } else if (isNameChar(c)) {
            std::size_t end = i;
            while (end < text.size() && isNameChar(text[end]))
                ++end;
            std::string_view name = text.substr(i, end - i);
            if (text.substr(end) == "()" && (name == "text" || name == "node")) {
                out += text.substr(i);
                return out;
            }
            if (name.find("::") != std::string_view::npos || (end < text.size() && text[end] == '('))
                return std::string(text);
            if (const std::size_t colon = name.find(':'); colon != std::string_view::npos)
                name.remove_prefix(colon + 1);
            out += "*[local-name()='" + std::string(name) + "']";
            i = end;
        } else {
            return std::string(text);
        }
    }
    return out;
}

std::string textOf(const pugi::xpath_node &node)
{
    static const pugi::xpath_query wholeText("string()");
    return node.attribute() ? std::string(node.attribute().value()) : wholeText.evaluate_string(node);
}

} // namespace

Result<XmlTree> XmlTree::parse(std::string_view text)
{
    if (text.size() > kMaxBytes)
        return Error{
            "too_large", {}, "max_bytes " + std::to_string(kMaxBytes), "The XML is too large to be read."};
    if (auto refused = guard(text))
        return *refused;
    auto document = std::make_shared<pugi::xml_document>();
    const pugi::xml_parse_result parsed =
        document->load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_fragment);
    if (!parsed)
        return Error{"invalid_xml",
                     {},
                     "XML 1.0",
                     std::string("The XML is broken at byte ") + std::to_string(parsed.offset) + ": " +
                         parsed.description() + "."};
    if (!document->first_child() || document->select_node("/*").node().empty())
        return Error{"invalid_xml", {}, "XML 1.0", "There is no XML element."};
    return XmlTree(std::move(document));
}

Result<XPath> XPath::compile(std::string_view text)
{
    if (text.empty() || text.size() > kMaxPath)
        return Error{"invalid_path", {}, "XPath 1.0", "The XPath is empty or too long."};
    try {
        return XPath(std::make_shared<pugi::xpath_query>(ignoringNamespaces(text).c_str()));
    } catch (const pugi::xpath_exception &failure) {
        return Error{
            "invalid_path", {}, "XPath 1.0", std::string("The XPath is wrong: ") + failure.what() + "."};
    }
}

std::vector<std::string> XPath::texts(const pugi::xml_node &context) const
{
    std::vector<std::string> out;
    try {
        if (m_query->return_type() != pugi::xpath_type_node_set) {
            out.push_back(m_query->evaluate_string(context));
            return out;
        }
        pugi::xpath_node_set found = m_query->evaluate_node_set(context);
        found.sort();
        for (const pugi::xpath_node &node : found) {
            if (out.size() == kMaxNodes)
                break;
            out.push_back(textOf(node));
        }
    } catch (const std::exception &) {
        out.clear(); // an expression that cannot be evaluated here finds nothing
    }
    return out;
}

std::vector<pugi::xpath_node> XPath::hits(const pugi::xml_node &context) const
{
    std::vector<pugi::xpath_node> out;
    try {
        if (m_query->return_type() != pugi::xpath_type_node_set)
            return out;
        pugi::xpath_node_set found = m_query->evaluate_node_set(context);
        found.sort();
        for (const pugi::xpath_node &node : found)
            if (out.size() < kMaxNodes)
                out.push_back(node);
    } catch (const std::exception &) {
        out.clear();
    }
    return out;
}

std::vector<pugi::xml_node> XPath::nodes(const pugi::xml_node &context) const
{
    std::vector<pugi::xml_node> out;
    try {
        if (m_query->return_type() != pugi::xpath_type_node_set)
            return out;
        pugi::xpath_node_set found = m_query->evaluate_node_set(context);
        found.sort();
        for (const pugi::xpath_node &node : found)
            if (node.node() && out.size() < kMaxNodes)
                out.push_back(node.node());
    } catch (const std::exception &) {
        out.clear();
    }
    return out;
}

} // namespace bourse::domain
