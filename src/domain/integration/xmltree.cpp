#include "domain/integration/xmltree.h"
#include <algorithm>
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

/// The expression with each name test made one of the local name, wherever it stands: in predicates, in
/// functions, on both sides of "|". An attribute matches as it is written; where there is none of that name,
/// one of the same local name does. Which word is a name is decided as XPath 1.0, 3.7 has it.
std::string ignoringNamespaces(std::string_view text)
{
    std::string out;
    enum class Last { Start, Operator, At, Axis, AttributeAxis, OtherAxis, Operand } last = Last::Start;
    const auto spaceAt = [&](std::size_t i) {
        return i < text.size() && (text[i] == ' ' || (text[i] >= '\t' && text[i] <= '\r'));
    };
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (spaceAt(i)) {
            out += c;
            ++i;
            continue;
        }
        if (c == '"' || c == '\'') {
            const std::size_t end = std::min(text.find(c, i + 1), text.size() - 1) + 1;
            out += text.substr(i, end - i);
            i = end;
            last = Last::Operand;
            continue;
        }
        const bool digit = c >= '0' && c <= '9';
        if (digit || c == '.') {
            while (i < text.size() && ((text[i] >= '0' && text[i] <= '9') || text[i] == '.'))
                out += text[i++];
            last = Last::Operand;
            continue;
        }
        if (!isNameChar(c) || c == '-' || c == ':') {
            out += c;
            ++i;
            if (c == '$') // a variable's name is no name test
                while (i < text.size() && isNameChar(text[i]))
                    out += text[i++];
            // A star is a product after an operand, else any name.
            const bool closes = c == ')' || c == ']' || c == '$' || (c == '*' && last != Last::Operand);
            last = c == '@' ? Last::At : closes ? Last::Operand : Last::Operator;
            continue;
        }
        std::size_t end = i;
        while (end < text.size() && isNameChar(text[end]) && !text.substr(end).starts_with("::"))
            ++end;
        std::string_view name = text.substr(i, end - i);
        const bool anyOfPrefix = name.ends_with(':') && text.substr(end).starts_with("*");
        std::size_t next = end;
        while (spaceAt(next))
            ++next;
        if (last == Last::Operand) { // and, or, div, mod
            out += name;
            last = Last::Operator;
        } else if (text.substr(next).starts_with("::")) {
            out += name;
            out += text.substr(end, next + 2 - end);
            end = next + 2;
            last = name == "attribute"   ? Last::AttributeAxis
                   : name == "namespace" ? Last::OtherAxis
                                         : Last::Axis;
        } else if (anyOfPrefix) {
            out += '*';
            ++end;
            last = Last::Operand;
        } else if (next < text.size() && text[next] == '(') { // a function or a type of node
            out += name;
            last = Last::Operator;
        } else {
            const std::size_t colon = name.find(':');
            const std::string local(colon == std::string_view::npos ? name : name.substr(colon + 1));
            if (last == Last::At || last == Last::AttributeAxis)
                out += "*[local-name()='" + local + "' and (name()='" + std::string(name) + "' or not(../@" +
                       std::string(name) + "))]";
            else if (last == Last::OtherAxis)
                out += name;
            else
                out += "*[local-name()='" + local + "']";
            last = Last::Operand;
        }
        i = end;
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

bool XPath::isNumber() const
{
    return m_query->return_type() == pugi::xpath_type_number;
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
