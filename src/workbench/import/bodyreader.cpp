// Bodies, URLs and headers of pasted requests: from text to leaves with targets.
#include "domain/integration/bodytree.h"
#include "domain/integration/wiretext.h"
#include "domain/integration/xmltree.h"
#include "domain/json/json.h"
#include "workbench/import/importparts.h"
#include <algorithm>
#include <pugixml.hpp>

namespace bourse::workbench {
namespace {

using domain::Array;
using domain::Member;
using domain::Value;

constexpr std::size_t kMaxIndex = 999;            // of the language's targets
constexpr int kMaxTargetSteps = 32;               // likewise
constexpr std::size_t kMaxInnerBytes = 64u << 10; // JSON or XML in a form parameter

bool isXml(std::string_view text)
{
    text = trimmed(text);
    return text.size() > 3 && text[0] == '<' &&
           (text[1] == '?' || text[1] == '!' || text[1] == '_' || (text[1] >= 'a' && text[1] <= 'z') ||
            (text[1] >= 'A' && text[1] <= 'Z')) &&
           text.back() == '>';
}

bool isJsonContainer(std::string_view text)
{
    text = trimmed(text);
    return text.size() > 1 &&
           ((text.front() == '{' && text.back() == '}') || (text.front() == '[' && text.back() == ']'));
}

class JsonLeaves {
  public:
    JsonLeaves(const std::string &place, std::vector<ImportedLeaf> &leaves, ImportContext &context)
        : m_place(place), m_leaves(leaves), m_context(context)
    {
    }

    void walk(const Value &value, const std::string &target, int depth)
    {
        if (m_context.tooMany)
            return;
        const auto *object = value.asObject();
        const Array *array = value.asArray();
        if ((!object || object->empty()) && (!array || array->empty())) {
            ImportedLeaf leaf;
            leaf.target = target;
            leaf.value = value;
            leaf.place = m_place + " $." + target;
            m_context.add(m_leaves, std::move(leaf));
            return;
        }
        if (depth >= std::min(kMaxTargetSteps, m_context.options.limits.maxDepth)) {
            refuse("too_deep", target, value, ImportText::tr("It is nested deeper than a target can say."));
            return;
        }
        if (object) {
            for (const Member &member : *object) {
                const auto below = jsonTarget(target, member.first);
                if (below)
                    walk(member.second, *below, depth + 1);
                else
                    refuse("name_not_sayable", target + '.' + member.first, member.second,
                           ImportText::tr("The name has characters that no target can hold."));
            }
            return;
        }
        for (std::size_t i = 0; i < array->size(); ++i) {
            if (i > kMaxIndex) {
                refuse("too_many_items", target, Value(Array(array->begin() + kMaxIndex + 1, array->end())),
                       ImportText::tr("A list in a target has at most 1000 items."));
                return;
            }
            walk((*array)[i], target + '[' + std::to_string(i) + ']', depth + 1);
        }
    }

  private:
    void refuse(const char *code, const std::string &target, const Value &value, QString why)
    {
        m_context.report().notUnderstood(code, m_place + " $." + target, shortened(writeJson(value)),
                                         std::move(why));
    }
    const std::string &m_place;
    std::vector<ImportedLeaf> &m_leaves;
    ImportContext &m_context;
};

class XmlLeaves {
  public:
    XmlLeaves(const std::string &place, std::vector<ImportedLeaf> &leaves, ImportContext &context)
        : m_place(place), m_leaves(leaves), m_context(context)
    {
    }

    void walk(const pugi::xml_node &element, const std::string &target, int depth)
    {
        if (m_context.tooMany)
            return;
        for (const pugi::xml_attribute &attribute : element.attributes())
            add(target + '@' + attribute.name(), attribute.value(), false);
        std::string text;
        bool cdata = false;
        bool blank = true;
        std::size_t children = 0;
        for (const pugi::xml_node &node : element.children()) {
            if (node.type() == pugi::node_element) {
                ++children;
            } else if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) {
                text += node.value();
                cdata = cdata || node.type() == pugi::node_cdata;
                blank = blank && trimmed(node.value()).empty() && node.type() != pugi::node_cdata;
            }
        }
        if (children == 0) {
            if (!text.empty() || !element.first_attribute())
                add(target, text, cdata);
            return;
        }
        if (!blank)
            m_context.report().notUnderstood(
                "mixed_content", m_place + ' ' + target, shortened(text),
                ImportText::tr("Text between elements of one element cannot be mapped."));
        if (depth >= std::min(kMaxTargetSteps, m_context.options.limits.maxDepth)) {
            m_context.report().notUnderstood("too_deep", m_place + ' ' + target, shortened(element.name()),
                                             ImportText::tr("It is nested deeper than a target can say."));
            return;
        }
        std::map<std::string, std::size_t> total;
        for (const pugi::xml_node &node : element.children())
            if (node.type() == pugi::node_element)
                ++total[node.name()];
        std::map<std::string, std::size_t> seen;
        for (const pugi::xml_node &node : element.children()) {
            if (node.type() != pugi::node_element)
                continue;
            const std::string name = node.name();
            const std::size_t index = seen[name]++;
            if (index > kMaxIndex) {
                m_context.report().notUnderstood(
                    "too_many_items", m_place + ' ' + target + '/' + name, shortened(node.child_value()),
                    ImportText::tr("A list in a target has at most 1000 items."));
                continue;
            }
            walk(node,
                 target + '/' + name + (total[name] > 1 ? '[' + std::to_string(index) + ']' : std::string()),
                 depth + 1);
        }
    }

  private:
    void add(const std::string &target, std::string text, bool cdata)
    {
        ImportedLeaf leaf;
        leaf.target = target;
        leaf.value = cdata ? text : std::string(trimmed(text));
        leaf.place = m_place + ' ' + target;
        leaf.cdata = cdata;
        m_context.add(m_leaves, std::move(leaf));
    }
    const std::string &m_place;
    std::vector<ImportedLeaf> &m_leaves;
    ImportContext &m_context;
};

/// Processing instructions before the root of a well-formed text, but for the declaration.
domain::Array instructionsBefore(std::string_view text)
{
    domain::Array out;
    for (;;) {
        text = trimmed(text);
        const bool comment = text.starts_with("<!--");
        if (!comment && !text.starts_with("<?"))
            return out;
        const std::size_t end = text.find(comment ? "-->" : "?>");
        if (end == std::string_view::npos || out.size() == 20)
            return out;
        if (!comment) {
            const std::string_view inside = text.substr(2, end - 2);
            const std::size_t blank = std::min(inside.find_first_of(" \t\r\n"), inside.size());
            const std::string_view rest = trimmed(inside.substr(blank));
            const std::string name = std::string(inside.substr(0, blank));
            std::string probe;
            domain::Object one{{"instruction", name}};
            if (!rest.empty())
                one.append("text", std::string(rest));
            // a place of another tool's, or a name that a document may not have, would not compile
            if (lowered(name) != "xml" && domain::isXmlName(name) &&
                inside.find_first_of(":{}") == std::string_view::npos &&
                domain::appendXml(rest, probe, false))
                out.push_back(std::move(one));
        }
        text.remove_prefix(end + (comment ? 3 : 2));
    }
}

bool readXmlBody(std::string_view text, const std::string &place, ImportedBody &body, ImportContext &context,
                 Errors *problems)
{
    auto tree = domain::XmlTree::parse(trimmed(text));
    if (!tree) {
        if (problems)
            *problems = tree.errors();
        return false;
    }
    const pugi::xml_node root = tree->document().document_element();
    for (const pugi::xml_node &node : tree->document().children()) {
        if (node.type() == pugi::node_element && node != root)
            context.report().notUnderstood(
                "second_root", place, shortened(node.name()),
                ImportText::tr("XML has one outermost element; this is a second."));
    }
    body.kind = ImportedBodyKind::Xml;
    body.xmlDeclaration = trimmed(text).starts_with("<?xml");
    body.xmlProlog = instructionsBefore(trimmed(text));
    XmlLeaves(place, body.leaves, context).walk(root, root.name(), 1);
    return true;
}

std::string withoutTrailingCommas(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString && c == '\\' && i + 1 < text.size()) {
            out += text.substr(i++, 2);
            continue;
        }
        inString = inString != (c == '"');
        if (!inString && c == ',') {
            const std::size_t next = text.find_first_not_of(" \t\r\n", i + 1);
            if (next != std::string_view::npos && (text[next] == '}' || text[next] == ']'))
                continue;
        }
        out += c;
    }
    return out;
}

/// What people put into JSON that is none: comments, commas before a bracket, “quotes” of a word processor, a
/// variable without quotes. Nothing if a string does not end.
std::optional<std::string> cleanedJson(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    bool inString = false;
    for (std::size_t i = 0; i < text.size();) {
        const std::string_view rest = text.substr(i);
        const bool curly = rest.starts_with("\u201c") || rest.starts_with("\u201d");
        if (inString) {
            if (rest[0] == '\\' && rest.size() > 1) {
                out += rest.substr(0, 2);
                i += 2;
            } else if (rest[0] == '"') {
                inString = false;
                out += '"';
                ++i;
            } else if (rest[0] == '\n' || rest[0] == '\r' || rest[0] == '\t') {
                out += rest[0] == '\n' ? "\\n" : rest[0] == '\r' ? "\\r" : "\\t";
                ++i;
            } else {
                out += rest[0];
                ++i;
            }
            continue;
        }
        if (rest[0] == '"') {
            inString = true;
            out += '"';
            ++i;
        } else if (curly) {
            const std::size_t close = std::min(text.find("\u201d", i + 3), text.find("\u201c", i + 3));
            if (close == std::string_view::npos)
                return std::nullopt;
            domain::writeJsonString(text.substr(i + 3, close - i - 3), out);
            i = close + 3;
        } else if (rest.starts_with("//")) {
            i = std::min(text.find('\n', i), text.size());
        } else if (rest.starts_with("/*")) {
            const std::size_t close = text.find("*/", i + 2);
            if (close == std::string_view::npos)
                return std::nullopt;
            i = close + 2;
        } else if (rest.starts_with("{{")) {
            const std::size_t close = text.substr(0, std::min(text.size(), i + 82)).find("}}", i);
            if (close == std::string_view::npos ||
                text.substr(i + 2, close - i - 2).find_first_of("\":{\n") != std::string_view::npos) {
                out += '{';
                ++i;
                continue;
            }
            domain::writeJsonString(text.substr(i, close + 2 - i), out);
            i = close + 2;
        } else if (rest.starts_with("\u00a0")) {
            out += ' ';
            i += 2;
        } else {
            out += rest[0];
            ++i;
        }
    }
    if (inString)
        return std::nullopt;
    return withoutTrailingCommas(out);
}

bool isConnectionHeader(std::string_view name)
{
    for (const std::string_view ours :
         {"Host", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "TE", "Trailer", "Expect",
          "Keep-Alive", "Proxy-Connection"})
        if (equalsFolded(name, ours))
            return true;
    return false;
}

bool isBrowserHeader(std::string_view name)
{
    if (startsWithFolded(name, "sec-") || name.starts_with(':'))
        return true;
    for (const std::string_view theirs : {"Accept-Encoding", "Priority", "DNT", "Upgrade-Insecure-Requests",
                                          "Postman-Token", "Pragma", "If-None-Match", "If-Modified-Since"})
        if (equalsFolded(name, theirs))
            return true;
    return false;
}

std::optional<std::string> base64Text(std::string_view text)
{
    std::string out;
    unsigned bits = 0;
    int count = 0;
    while (text.ends_with('='))
        text.remove_suffix(1);
    for (const char c : text) {
        const int value = c >= 'A' && c <= 'Z'   ? c - 'A'
                          : c >= 'a' && c <= 'z' ? c - 'a' + 26
                          : c >= '0' && c <= '9' ? c - '0' + 52
                          : c == '+' || c == '-' ? 62
                          : c == '/' || c == '_' ? 63
                                                 : -1;
        if (value < 0)
            return std::nullopt;
        bits = bits << 6 | static_cast<unsigned>(value);
        if ((count += 6) >= 8) {
            count -= 8;
            out += static_cast<char>(bits >> count & 0xFF);
        }
    }
    if (!isCleanText(out))
        return std::nullopt;
    return out;
}

ImportedLeaf named(std::string target, std::string value, const std::string &place)
{
    ImportedLeaf leaf;
    leaf.target = std::move(target);
    leaf.value = std::move(value);
    leaf.place = place;
    return leaf;
}

} // namespace

std::optional<std::string> jsonTarget(const std::string &parent, std::string_view name)
{
    if (!name.empty() && name.find_first_of(".[]'\"") == std::string_view::npos)
        return parent.empty() ? std::string(name) : parent + '.' + std::string(name);
    if (name.find("']") != std::string_view::npos)
        return std::nullopt;
    return parent + "['" + std::string(name) + "']";
}

std::optional<Value> readForgivingJson(std::string_view text, const std::string &place,
                                       ImportContext &context, Errors *problems)
{
    const domain::JsonLimits limits{context.options.limits.maxBytes, 128};
    auto strict = domain::parseJson(text, limits);
    if (strict)
        return std::move(*strict);
    if (problems)
        *problems = strict.errors();
    if (const auto cleaned = cleanedJson(text)) {
        if (auto forgiven = domain::parseJson(*cleaned, limits)) {
            context.report().note("json_repaired", place, {},
                                  ImportText::tr("This is no strict JSON; comments, commas before a closing "
                                                 "bracket, typographic quotes and bare variables were put "
                                                 "right."));
            return std::move(*forgiven);
        }
    }
    // Shells of Windows: the quotes arrive with their backslashes.
    if (text.find("\\\"") != std::string_view::npos) {
        std::string plain(text);
        replaceAll(plain, "\\\"", "\"");
        if (auto forgiven = domain::parseJson(plain, limits)) {
            context.report().note("json_repaired", place, {},
                                  ImportText::tr("The backslashes before the quotes were taken away."));
            return std::move(*forgiven);
        }
    }
    return std::nullopt;
}

bool looksLikeForm(std::string_view text)
{
    text = trimmed(text);
    if (text.empty() || text.find('=') == std::string_view::npos)
        return false;
    while (!text.empty()) {
        const std::size_t end = text.find('&');
        const std::string_view pair = text.substr(0, end);
        const std::string_view name = trimmed(pair.substr(0, pair.find('=')));
        if (name.find_first_of(" \t\n<>\"'{};") != std::string_view::npos &&
            !(name.starts_with("{{") && name.ends_with("}}")))
            return false;
        if (!pair.empty() && name.empty())
            return false;
        if (end == std::string_view::npos)
            break;
        text.remove_prefix(end + 1);
    }
    return true;
}

void readForm(std::string_view text, const std::string &place, std::vector<ImportedLeaf> &leaves,
              ImportContext &context)
{
    text = trimmed(text);
    while (!text.empty() && !context.tooMany) {
        const std::size_t end = text.find('&');
        const std::string_view pair = trimmed(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (pair.empty())
            continue;
        const std::size_t equals = pair.find('=');
        const auto decoded = [&](std::string_view part) {
            if (auto plain = urlDecoded(part, true))
                return std::move(*plain);
            context.report().note("not_url_encoded", place, shortened(part),
                                  ImportText::tr("The escapes are broken; the text was taken as it is."));
            return std::string(part);
        };
        std::string name = decoded(pair.substr(0, equals));
        std::string value =
            equals == std::string_view::npos ? std::string() : decoded(pair.substr(equals + 1));
        if (name.empty()) {
            context.report().notUnderstood("no_name", place, shortened(pair),
                                           ImportText::tr("A parameter without a name cannot be mapped."));
            continue;
        }
        ImportedLeaf leaf = named(name, {}, place + ' ' + name);
        if (value.size() <= kMaxInnerBytes && (isJsonContainer(value) || isXml(value))) {
            ImportedBody inner;
            const std::string innerPlace = place + ' ' + name;
            if (isXml(value)) {
                readXmlBody(value, innerPlace, inner, context, nullptr);
            } else if (auto json = domain::parseJson(value)) {
                JsonLeaves(innerPlace, inner.leaves, context).walk(*json, {}, 0);
                if (inner.leaves.size() > 1 ||
                    (!inner.leaves.empty() && !inner.leaves.front().target.empty()))
                    inner.kind = ImportedBodyKind::Json;
            }
            if (inner.kind != ImportedBodyKind::None) {
                leaf.inner = std::make_shared<const ImportedBody>(std::move(inner));
                context.add(leaves, std::move(leaf));
                continue;
            }
        }
        leaf.value = std::move(value);
        context.add(leaves, std::move(leaf));
    }
}

ImportedBody readBody(std::string_view text, std::string_view contentType, const std::string &place,
                      ImportContext &context)
{
    ImportedBody body;
    body.contentType = std::string(trimmed(contentType));
    if (trimmed(text).empty()) {
        if (!text.empty())
            context.report().note("empty_body", place, {}, ImportText::tr("The body is empty."));
        return body;
    }
    const std::string type = lowered(contentType);
    const bool saysJson = type.find("json") != std::string::npos;
    const bool saysXml = type.find("xml") != std::string::npos;
    const bool saysForm = type.find("x-www-form-urlencoded") != std::string::npos;
    const char first = trimmed(text).front();
    Errors problems;

    if (first == '{' || first == '[' || (saysJson && first != '<')) {
        if (auto json = readForgivingJson(text, place, context, &problems)) {
            const auto *object = json->asObject();
            const Array *array = json->asArray();
            if ((object && !object->empty()) || (array && !array->empty())) {
                body.kind = ImportedBodyKind::Json;
                JsonLeaves(place, body.leaves, context).walk(*json, {}, 0);
                if (saysForm) {
                    body.contentType.clear();
                    context.report().note(
                        "json_sent_as_form", place, std::string(contentType),
                        ImportText::tr("The body is JSON though its content type says form; "
                                       "it will be sent as JSON."));
                }
                return body;
            }
        } else if (saysJson || first == '{') {
            context.report().notUnderstood("invalid_json", place, shortened(text),
                                           problems.empty() ? QString() : shown(problems.front().message));
            problems.clear();
        }
    }
    if (isXml(text) || saysXml) {
        if (readXmlBody(text, place, body, context, &problems)) {
            if (saysForm)
                body.contentType.clear();
            return body;
        }
        context.report().notUnderstood("invalid_xml", place, shortened(text),
                                       problems.empty() ? QString() : shown(problems.front().message));
    }
    if (looksLikeForm(text) || (saysForm && first != '{' && first != '<' && text.find('=') != text.npos)) {
        body.kind = ImportedBodyKind::Form;
        readForm(text, place, body.leaves, context);
        if (!body.leaves.empty())
            return body;
    }
    body.kind = ImportedBodyKind::Text;
    body.text = std::string(text);
    ++context.report().read;
    context.report().note("plain_text", place, shortened(text),
                          ImportText::tr("The body is neither JSON, XML nor a form; it is kept as a text "
                                         "template without places."));
    return body;
}

void readUrl(std::string_view url, const std::string &place, ImportedRequest &request, ImportContext &context)
{
    url = trimmed(url);
    if (const std::size_t hash = url.find('#'); hash != std::string_view::npos) {
        context.report().note("fragment", place, shortened(url.substr(hash)),
                              ImportText::tr("What follows # in an address is never sent."));
        url = url.substr(0, hash);
    }
    const std::size_t question = url.find('?');
    const std::string_view query =
        question == std::string_view::npos ? std::string_view() : url.substr(question + 1);
    url = url.substr(0, question);
    std::string scheme;
    const std::size_t colon = url.find("://");
    if (colon != std::string_view::npos && url.find_first_of("/{") >= colon) {
        scheme = lowered(url.substr(0, colon));
        url.remove_prefix(colon + 3);
    }
    std::size_t slash = 0;
    for (int braces = 0; slash < url.size(); ++slash) { // a slash in {{a/b}} ends nothing
        braces += url[slash] == '{' ? 1 : url[slash] == '}' ? -1 : 0;
        if (url[slash] == '/' && braces <= 0)
            break;
    }
    std::string authority(url.substr(0, slash));
    std::string path(url.substr(slash));
    const std::size_t at = authority.rfind('@');
    if (at != std::string::npos) {
        const std::string user = authority.substr(0, at);
        authority.erase(0, at + 1);
        const std::size_t divide = user.find(':');
        if (request.auth.kind == ImportedAuthKind::None) {
            request.auth.kind = ImportedAuthKind::Basic;
            request.auth.label = "basic";
            context.add(request.auth.values,
                        named("user", urlDecoded(user.substr(0, divide), false).value_or(""), place));
            ImportedLeaf password = named(
                "password",
                divide == std::string::npos ? "" : urlDecoded(user.substr(divide + 1), false).value_or(""),
                place);
            password.secret = "password";
            context.add(request.auth.values, std::move(password));
        }
    }
    if (scheme.empty() && authority.starts_with("{{")) {
        request.origin = authority; // {{baseUrl}}, which most often holds the scheme itself
    } else if (authority.empty()) {
        request.origin.clear();
    } else if (scheme.empty()) {
        request.origin = "https://" + authority;
        context.report().note("no_scheme", place, shortened(authority),
                              ImportText::tr("The address has no http:// or https://; https was taken."));
    } else if (scheme != "http" && scheme != "https") {
        request.origin = "https://" + authority;
        context.report().notUnderstood("unknown_scheme", place, shortened(scheme),
                                       ImportText::tr("Only http and https are spoken; https was taken."));
    } else {
        request.origin = scheme + "://" + authority;
    }
    if (const std::size_t port = request.origin.rfind(':');
        (request.origin.starts_with("https://") && request.origin.substr(port) == ":443") ||
        (request.origin.starts_with("http://") && request.origin.substr(port) == ":80"))
        request.origin.erase(port);
    request.path = path.empty() && !request.origin.empty() ? "/" : path;
    if (!request.origin.empty() || !request.path.empty())
        ++context.report().read;
    readForm(query, place + " ?", request.query, context);
}

void readHeader(std::string_view name, std::string_view value, const std::string &place,
                ImportedRequest &request, ImportContext &context)
{
    name = trimmed(name);
    value = trimmed(value);
    const std::string at = place + ' ' + std::string(name);
    if (!domain::isHeaderName(name) && !isBrowserHeader(name)) {
        context.report().notUnderstood("invalid_header", at, shortened(name),
                                       ImportText::tr("This is no name of a header."));
        return;
    }
    if (!domain::isHeaderValue(value)) {
        context.report().notUnderstood("invalid_header", at, shortened(name),
                                       ImportText::tr("The header's value has a control character."));
        return;
    }
    if (isConnectionHeader(name)) {
        context.report().note("connection_header", at, shortened(name),
                              ImportText::tr("Bourse sets this header of the connection itself."));
        return;
    }
    if (isBrowserHeader(name)) {
        context.report().note("browser_header", at, shortened(name),
                              ImportText::tr("A header of the browser or tool that the request was copied "
                                             "from; it is left out."));
        return;
    }
    if (equalsFolded(name, "Content-Type")) {
        request.body.contentType = std::string(value);
        ++context.report().read;
        return;
    }
    if (equalsFolded(name, "Authorization")) {
        const std::size_t space = value.find(' ');
        const std::string_view scheme = value.substr(0, space);
        const std::string_view rest =
            space == std::string_view::npos ? std::string_view() : trimmed(value.substr(space));
        if (request.auth.kind != ImportedAuthKind::None)
            context.report().note("second_auth", at, {},
                                  ImportText::tr("The request proves itself twice; the header was taken."));
        if (equalsFolded(scheme, "Basic") && !rest.empty()) {
            const auto plain = base64Text(rest);
            const std::size_t colon = plain ? plain->find(':') : std::string::npos;
            if (colon != std::string::npos) {
                request.auth = {ImportedAuthKind::Basic, "basic", {}};
                context.add(request.auth.values, named("user", plain->substr(0, colon), at));
                ImportedLeaf password = named("password", plain->substr(colon + 1), at);
                password.secret = "password";
                context.add(request.auth.values, std::move(password));
                return;
            }
        }
        if (equalsFolded(scheme, "Bearer") && !rest.empty()) {
            request.auth = {ImportedAuthKind::Bearer, "bearer", {}};
            ImportedLeaf token = named("token", std::string(rest), at);
            token.secret = "bearer_token";
            context.add(request.auth.values, std::move(token));
            return;
        }
        // Another scheme, or a bare key: what follows the word is the secret.
        ImportedLeaf leaf = named(std::string(name), std::string(value), at);
        const bool hasScheme = !rest.empty() && domain::isHeaderName(scheme) && scheme.size() <= 24;
        if (hasScheme) {
            leaf.value = std::string(rest);
            leaf.textTemplate = std::string(scheme) + ' ';
        }
        leaf.secret = "authorization";
        request.auth.kind = ImportedAuthKind::Other;
        request.auth.label = hasScheme ? std::string(scheme) : "authorization";
        context.add(request.headers, std::move(leaf));
        return;
    }
    ImportedLeaf leaf = named(std::string(name), std::string(value), at);
    if (equalsFolded(name, "Cookie"))
        leaf.secret = "cookie";
    context.add(request.headers, std::move(leaf));
}

} // namespace bourse::workbench
