#include "workbench/requestdiff.h"
#include "domain/json/json.h"
#include "workbench/preview.h"
#include <algorithm>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <utility>

namespace bourse::workbench {
namespace {

using domain::Value;
using Leaf = std::pair<std::string, std::string>;
using Leaves = std::vector<Leaf>;
using Difference = RequestDifference;

constexpr std::size_t kMostLines = 5000;
constexpr std::size_t kMostXmlBytes = 4u << 20;
constexpr int kDeepest = 100;

struct Parts {
    std::string method;
    std::string url;
    Leaves headers;
    std::string_view body;
};

std::string_view nextLine(std::string_view &rest)
{
    const std::size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

std::string lower(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

Parts takeApart(std::string_view text)
{
    Parts parts;
    std::string_view line = nextLine(text);
    if (const std::size_t version = line.rfind(" HTTP/"); version != std::string_view::npos)
        line = line.substr(0, version);
    const std::size_t space = line.find(' ');
    parts.method = std::string(line.substr(0, space));
    parts.url = space == std::string_view::npos ? std::string() : std::string(line.substr(space + 1));
    while (!text.empty()) {
        line = nextLine(text);
        if (line.empty())
            break;
        const std::size_t colon = line.find(':');
        std::string_view value =
            colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
        while (value.starts_with(' '))
            value.remove_prefix(1);
        parts.headers.emplace_back(line.substr(0, colon), value);
    }
    parts.body = text;
    return parts;
}

void flatten(const Value &value, const std::string &path, Leaves &leaves, int depth)
{
    if (leaves.size() > kMostLines || depth > kDeepest)
        return;
    if (const domain::Array *list = value.asArray(); list && !list->empty()) {
        for (std::size_t i = 0; i < list->size(); ++i)
            flatten((*list)[i], path + '[' + std::to_string(i) + ']', leaves, depth + 1);
    } else if (const domain::Object *object = value.asObject(); object && !object->empty()) {
        for (const auto &[key, member] : *object)
            flatten(member, path.empty() ? key : path + '.' + key, leaves, depth + 1);
    } else {
        leaves.emplace_back(path, domain::writeJson(value));
    }
}

void flatten(const pugi::xml_node &node, const std::string &path, Leaves &leaves, int depth)
{
    if (leaves.size() > kMostLines || depth > kDeepest)
        return;
    std::map<std::string, int> seen;
    for (const pugi::xml_attribute &attribute : node.attributes())
        leaves.emplace_back(path + '@' + attribute.name(), attribute.value());
    bool inner = false;
    for (const pugi::xml_node &child : node.children())
        if (child.type() == pugi::node_element) {
            inner = true;
            const int nth = seen[child.name()]++;
            std::string below = path + '/' + child.name();
            if (nth > 0)
                below += '[' + std::to_string(nth) + ']';
            flatten(child, below, leaves, depth + 1);
        }
    if (!inner && node.type() == pugi::node_element)
        leaves.emplace_back(path, node.child_value());
}

std::string decoded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto digit = [](char c) {
            return c >= '0' && c <= '9'   ? c - '0'
                   : c >= 'a' && c <= 'f' ? c - 'a' + 10
                   : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                          : -1;
        };
        if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
            out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

bool isForm(std::string_view body)
{
    if (body.find('=') == std::string_view::npos || body.find_first_of("\n<") != std::string_view::npos)
        return false;
    // braces are escaped in a form; only the names of secrets have them
    for (std::size_t at = body.find('{'); at != std::string_view::npos; at = body.find('{', at + 2))
        if (body.substr(at, 2) != "{{")
            return false;
    return true;
}

Leaves formLeaves(std::string_view body)
{
    Leaves leaves;
    while (!body.empty() && leaves.size() <= kMostLines) {
        const std::size_t end = body.find('&');
        const std::string_view pair = body.substr(0, end);
        const std::size_t equals = pair.find('=');
        leaves.emplace_back(decoded(pair.substr(0, equals)), equals == std::string_view::npos
                                                                 ? std::string()
                                                                 : decoded(pair.substr(equals + 1)));
        body.remove_prefix(end == std::string_view::npos ? body.size() : end + 1);
    }
    return leaves;
}

enum class Format { Empty, Json, Xml, Form };

std::optional<std::pair<Format, Leaves>> structured(std::string_view body)
{
    const std::size_t start = body.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos)
        return std::pair(Format::Empty, Leaves{});
    Leaves leaves;
    if (body[start] == '{' || body[start] == '[') {
        const auto value = domain::parseJson(body);
        if (!value)
            return std::nullopt;
        flatten(*value, {}, leaves, 0);
        return std::pair(Format::Json, std::move(leaves));
    }
    if (body[start] == '<') {
        pugi::xml_document document;
        if (body.size() > kMostXmlBytes ||
            !document.load_buffer(body.data(), body.size(), pugi::parse_default, pugi::encoding_utf8))
            return std::nullopt;
        flatten(document, {}, leaves, 0);
        return std::pair(Format::Xml, std::move(leaves));
    }
    if (isForm(body))
        return std::pair(Format::Form, formLeaves(body));
    return std::nullopt;
}

Leaves lineLeaves(std::string_view body)
{
    Leaves leaves;
    for (int line = 1; !body.empty() && leaves.size() <= kMostLines; ++line)
        leaves.emplace_back("line " + std::to_string(line), nextLine(body));
    return leaves;
}

class Differ {
  public:
    std::vector<Difference> run(std::string_view sent, std::string_view now)
    {
        const Parts before = takeApart(sent);
        const Parts after = takeApart(now);
        add(Difference::Part::Line, "method", before.method, after.method);
        const auto [beforeUrl, beforeQuery] = urlParts(before.url);
        const auto [afterUrl, afterQuery] = urlParts(after.url);
        add(Difference::Part::Line, "URL", beforeUrl, afterUrl);
        compare(Difference::Part::Line, beforeQuery, afterQuery, false);
        compare(Difference::Part::Header, before.headers, after.headers, true);
        const auto a = structured(before.body);
        const auto b = structured(after.body);
        // members of two formats have nothing to do with each other
        if (a && b && (a->first == b->first || a->first == Format::Empty || b->first == Format::Empty))
            compare(Difference::Part::Body, a->second, b->second, false);
        else
            compare(Difference::Part::Body, lineLeaves(before.body), lineLeaves(after.body), false);
        return std::move(m_out);
    }

  private:
    static std::pair<std::string, Leaves> urlParts(const std::string &url)
    {
        const std::size_t mark = url.find('?');
        if (mark == std::string::npos)
            return {url, {}};
        return {url.substr(0, mark), formLeaves(std::string_view(url).substr(mark + 1))};
    }

    void push(Difference difference)
    {
        if (m_out.size() < kMostLines)
            m_out.push_back(std::move(difference));
        else if (m_out.size() == kMostLines)
            m_out.push_back({Difference::State::Changed, Difference::Part::Body, "…", "more than is shown",
                             "more than is shown"});
    }

    void add(Difference::Part part, const std::string &name, const std::string &sent, const std::string &now)
    {
        // A length that hangs on a secret says nothing against the one that was sent; beside a body with the
        // secret's name in it, that one would tell how long the secret is.
        if (part == Difference::Part::Header && now == lengthWhenSent) {
            push({Difference::State::Same, part, name, now, now});
            return;
        }
        push({sent == now ? Difference::State::Same : Difference::State::Changed, part, name, sent, now});
    }

    /// By name, the n-th of a name with the n-th; what is only sent stands where it stood.
    void compare(Difference::Part part, const Leaves &sent, const Leaves &now, bool foldCase)
    {
        const auto keys = [foldCase](const Leaves &leaves) {
            std::vector<std::pair<std::string, int>> out;
            std::map<std::string, int> seen;
            for (const Leaf &leaf : leaves) {
                std::string key = foldCase ? lower(leaf.first) : leaf.first;
                const int nth = seen[key]++;
                out.emplace_back(std::move(key), nth);
            }
            return out;
        };
        const auto sentKeys = keys(sent);
        const auto nowKeys = keys(now);
        std::map<std::pair<std::string, int>, std::size_t> places;
        for (std::size_t i = 0; i < sentKeys.size(); ++i)
            places.emplace(sentKeys[i], i);
        std::map<std::pair<std::string, int>, std::size_t> nowPlaces;
        for (std::size_t i = 0; i < nowKeys.size(); ++i)
            nowPlaces.emplace(nowKeys[i], i);
        std::size_t next = 0; // of `sent`
        const auto onlySentUntil = [&](std::size_t end) {
            for (; next < end; ++next)
                if (!nowPlaces.contains(sentKeys[next]))
                    push({Difference::State::OnlySent, part, sent[next].first, sent[next].second, {}});
        };
        for (std::size_t i = 0; i < now.size(); ++i) {
            const auto found = places.find(nowKeys[i]);
            if (found == places.end()) {
                push({Difference::State::OnlyNow, part, now[i].first, {}, now[i].second});
                continue;
            }
            onlySentUntil(found->second);
            add(part, now[i].first, sent[found->second].second, now[i].second);
        }
        onlySentUntil(sent.size());
    }

    std::vector<Difference> m_out;
};

} // namespace

std::vector<RequestDifference> diffRequests(std::string_view sent, std::string_view now)
{
    return Differ().run(sent, now);
}

} // namespace bourse::workbench
