#include "domain/integration/requestfields.h"
#include <pugixml.hpp>
#include <utility>

namespace bourse::domain {

namespace {
constexpr std::size_t maxPairs = 2000;
constexpr int maxXmlDepth = 32;

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

std::optional<std::string> decodePercent(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out += ' ';
        } else if (text[i] == '%') {
            if (i + 2 >= text.size())
                return std::nullopt;
            int high = hexDigit(text[i + 1]);
            int low = hexDigit(text[i + 2]);
            if (high < 0 || low < 0)
                return std::nullopt;
            out += static_cast<char>(high << 4 | low);
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

/// A repeated key becomes a list in order of appearance.
void add(Object &object, std::string key, Value value)
{
    if (Value *present = object.find(key)) {
        if (Array *list = present->asArray())
            list->push_back(std::move(value));
        else
            *present = Value(Array{std::move(*present), std::move(value)});
    } else {
        object.append(std::move(key), std::move(value));
    }
}

/// `members` counts down over the whole document: looking a key up is linear, and a document of a hundred
/// thousand attributes would hold up every other caller.
Result<Value> elementValue(const pugi::xml_node &element, int depth, std::size_t &membersLeft)
{
    const Error tooMany{"invalid_xml", "", "at most 2000 fields", "The XML has too many fields."};
    if (depth > maxXmlDepth)
        return Error{"too_deep", "", "at most 32 levels", "The XML is nested too deeply."};
    Object members;
    for (const pugi::xml_attribute &attribute : element.attributes()) {
        if (membersLeft-- == 0)
            return tooMany;
        add(members, attribute.name(), Value(attribute.value()));
    }
    std::string text;
    for (const pugi::xml_node &child : element.children()) {
        if (child.type() == pugi::node_element) {
            if (membersLeft-- == 0)
                return tooMany;
            auto value = elementValue(child, depth + 1, membersLeft);
            if (!value)
                return value;
            add(members, child.name(), std::move(*value));
        } else if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
            text += child.value();
        }
    }
    if (members.empty())
        return Value(std::move(text));
    return Value(std::move(members));
}
} // namespace

Result<Object> decodeForm(std::string_view text)
{
    Object fields;
    std::size_t pairs = 0;
    while (!text.empty()) {
        std::size_t end = text.find('&');
        std::string_view pair = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (pair.empty())
            continue;
        if (++pairs > maxPairs)
            return Error{"invalid_form", "", "at most 2000 fields", "The form has too many fields."};
        std::size_t equals = pair.find('=');
        auto key = decodePercent(pair.substr(0, equals));
        auto value =
            equals == std::string_view::npos ? std::string() : decodePercent(pair.substr(equals + 1));
        if (!key || !value)
            return Error{"invalid_form", key.value_or(""), "percent-encoding",
                         "The form has a percent sign that is not followed by two hexadecimal digits."};
        if (!key->empty())
            add(fields, std::move(*key), Value(std::move(*value)));
    }
    return fields;
}

Result<Object> decodeXml(std::string_view text)
{
    if (text.find("<!DOCTYPE") != std::string_view::npos || text.find("<!ENTITY") != std::string_view::npos)
        return Error{"doctype_refused", "", "no document type",
                     "XML with a document type declaration is not accepted."};
    // pugixml recurses over what it built; bound the nesting before it sees the text
    int depth = 0;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        if (text[i] != '<')
            continue;
        if (text[i + 1] == '/')
            --depth;
        else if (text[i + 1] != '?' && text[i + 1] != '!' && ++depth > 4096)
            return Error{"too_deep", "", "at most 32 levels", "The XML is nested too deeply."};
    }
    pugi::xml_document document;
    auto parsed = document.load_buffer(text.data(), text.size(),
                                       pugi::parse_default | pugi::parse_trim_pcdata, pugi::encoding_utf8);
    if (!parsed)
        return Error{"invalid_xml", "", "well-formed XML",
                     std::string("The XML cannot be read at byte ") + std::to_string(parsed.offset) + ": " +
                         parsed.description() + "."};
    pugi::xml_node root = document.document_element();
    if (root.next_sibling())
        return Error{"invalid_xml", "", "one root element", "The XML has more than one root element."};
    std::size_t membersLeft = maxPairs;
    auto value = elementValue(root, 1, membersLeft);
    if (!value)
        return value.errors();
    Object *object = value->asObject();
    if (!object)
        return Error{"not_an_object", "", "fields as elements",
                     "The XML's root element has no fields in it."};
    return std::move(*object);
}

} // namespace bourse::domain
