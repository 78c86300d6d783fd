// From a place in an answer to the source that reads it, and back.
#include "domain/integration/locate.h"
#include "domain/integration/answer.h"
#include "domain/integration/answerscan.h"
#include "domain/integration/describe.h"
#include "domain/integration/response.h"
#include "domain/integration/wiretext.h"
#include "domain/integration/xmltree.h"
#include "domain/json/json.h"
#include <algorithm>
#include <map>
#include <pugixml.hpp>
#include <unordered_map>

namespace bourse::domain {
namespace {

using namespace answerscan;

constexpr std::size_t kMostValues = 2'000;
constexpr int kMostLevels = 4; ///< of texts within texts
constexpr std::size_t kLongestPrefix = 120;
constexpr std::size_t kMostProse = 65'536;
constexpr std::size_t kLastPart = 1'000; ///< the highest index that a source may have

void appendJsonName(const std::string &name, std::string &out)
{
    const bool plain =
        !name.empty() && !(name[0] >= '0' && name[0] <= '9') &&
        std::all_of(name.begin(), name.end(), [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        });
    if (plain) {
        out += '.' + name;
        return;
    }
    std::string quoted;
    writeJsonString(name, quoted);
    out += '[' + quoted + ']';
}

/// The source with another one inside its innermost.
Value within(const Value *outer, Value inner)
{
    if (!outer)
        return inner;
    Value out = *outer;
    Value *deepest = &out;
    while (Value *next = deepest->asObject() ? deepest->asObject()->find("inner") : nullptr)
        deepest = next;
    deepest->asObject()->set("inner", std::move(inner));
    return out;
}

class Locator {
  public:
    explicit Locator(const BuyerResponse &response) : m_response(response) {}

    std::vector<LocatedValue> run()
    {
        std::string_view body = m_response.body;
        const std::size_t bom = body.starts_with("\xEF\xBB\xBF") ? 3 : 0;
        const View view(body.substr(bom), bom);
        if (!structured(view, nullptr, {}, 0) && !pairs(view, nullptr, {}, 0) && !parts(view))
            words(view);
        std::stable_sort(m_found.begin(), m_found.end(),
                         [](const LocatedValue &a, const LocatedValue &b) { return a.begin < b.begin; });
        return std::move(m_found);
    }

  private:
    bool full() const { return m_found.size() >= kMostValues; }

    void add(const View &view, Span span, std::string_view text, Value source, std::string shownPath)
    {
        if (full())
            return;
        LocatedValue value;
        value.source = std::move(source);
        value.shownPath = std::move(shownPath);
        value.text = std::string(text);
        value.begin = view.place(span.begin);
        value.end = view.place(span.end);
        m_found.push_back(std::move(value));
    }

    static std::string shown(const std::string &outer, const std::string &inner)
    {
        return outer.empty() ? inner : outer + " \u203A " + inner;
    }

    /// A text that was found: what is in it, if it is an answer by itself, else the text.
    void text(const View &view, Span span, const View &decoded, const Value &source, const std::string &path,
              int level)
    {
        if (level < kMostLevels && structured(decoded, &source, path, level + 1))
            return;
        const Span inside = trimmed(decoded.text(), {0, decoded.text().size()});
        add(view, span, decoded.text().substr(inside.begin, inside.end - inside.begin), source, path);
    }

    /// JSON or XML; false if the text is neither.
    bool structured(const View &view, const Value *outer, const std::string &path, int level)
    {
        const Span inside = trimmed(view.text(), {0, view.text().size()});
        if (inside.begin == inside.end)
            return false;
        const char first = view.text()[inside.begin];
        if (first == '{' || first == '[')
            return json(view, outer, path, level);
        return first == '<' && xml(view, outer, path, level);
    }

    bool json(const View &view, const Value *outer, const std::string &path, int level)
    {
        const std::string_view all = view.text();
        const auto parsed = parseJsonPrefix(all);
        if (!parsed)
            return false;
        std::vector<Span> spans;
        std::size_t i = 0;
        scanJson(all, i, spans);
        // The whole body is read strictly; only a text within it may have something after the JSON.
        static const Value kBody{Object{{"text", "body"}}};
        const bool garbage = !isBlank(all, {parsed->second, all.size()});
        const Value *around = outer ? outer : garbage ? &kBody : nullptr;
        std::size_t next = 0;
        jsonValue(view, parsed->first, spans, next, "$", around, path, level);
        return true;
    }

    void jsonValue(const View &view, const Value &value, const std::vector<Span> &spans, std::size_t &next,
                   const std::string &at, const Value *outer, const std::string &path, int level)
    {
        if (next >= spans.size() || full())
            return;
        const Span span = spans[next++];
        if (const Array *list = value.asArray()) {
            for (std::size_t i = 0; i < list->size(); ++i)
                jsonValue(view, (*list)[i], spans, next, at + '[' + std::to_string(i) + ']', outer, path,
                          level);
        } else if (const Object *object = value.asObject()) {
            for (const Member &member : *object) {
                std::string below = at;
                appendJsonName(member.first, below);
                jsonValue(view, member.second, spans, next, below, outer, path, level);
            }
        } else if (!value.isNull()) {
            const Value source = within(outer, Object{{"json", at}});
            if (value.isString())
                text(view, span, jsonString(view, span), source, shown(path, at), level);
            else
                add(view, span, value.toText(), source, shown(path, at));
        }
    }

    bool xml(const View &view, const Value *outer, const std::string &path, int level)
    {
        if (!XmlTree::parse(view.text()))
            return false;
        const auto root = scanXml(view.text());
        xmlChildren(view, *root, "", outer, path, level, 0);
        return true;
    }

    void xmlChildren(const View &view, const XmlElement &parent, const std::string &at, const Value *outer,
                     const std::string &path, int level, int depth)
    {
        std::map<std::string, int> count;
        for (const auto &child : parent.children)
            ++count[child->name];
        std::map<std::string, int> seen;
        for (const auto &child : parent.children) {
            std::string below = at + '/' + child->name;
            if (count[child->name] > 1)
                below += '[' + std::to_string(++seen[child->name]) + ']';
            if (!full() && depth < 200)
                xmlElement(view, *child, below, outer, path, level, depth);
        }
    }

    void xmlElement(const View &view, const XmlElement &element, const std::string &at, const Value *outer,
                    const std::string &path, int level, int depth)
    {
        for (const auto &[name, span] : element.attributes) {
            if (name.starts_with("xmlns") || span.begin == span.end)
                continue;
            Decoder decoder(view);
            decodeXml(view, span, false, true, decoder);
            const std::string where = at + "/@" + name;
            text(view, span, decoder.finish(span.end), within(outer, Object{{"xpath", where}}),
                 shown(path, where), level);
        }
        std::vector<std::size_t> filled;
        for (std::size_t i = 0; i < element.texts.size(); ++i)
            if (element.isCdata[i] || !isBlank(view.text(), element.texts[i]))
                filled.push_back(i);
        const bool mixed = !element.children.empty();
        if (!filled.empty() && (!mixed || filled.size() == 1)) {
            Decoder decoder(view);
            for (const std::size_t i : filled)
                decodeXml(view, element.texts[i], element.isCdata[i], false, decoder);
            const Span span =
                trimmed(view.text(), {element.texts[filled.front()].begin, element.texts[filled.back()].end});
            const std::string where = mixed ? at + "/text()" : at;
            if (span.begin < span.end)
                text(view, span, decoder.finish(element.texts[filled.back()].end),
                     within(outer, Object{{"xpath", where}}), shown(path, where), level);
        }
        xmlChildren(view, element, at, outer, path, level, depth + 1);
    }

    bool pairs(const View &view, const Value *outer, const std::string &path, int level)
    {
        const auto found = scanPairs(view);
        const Span whole = trimmed(view.text(), {0, view.text().size()});
        const std::string_view text = view.text().substr(whole.begin, whole.end - whole.begin);
        if (found.empty())
            return false;
        // Prose with a '=' somewhere in it is no list of pairs.
        const auto isKey = [](const std::string &key) {
            return !key.empty() && key.size() <= 100 && std::all_of(key.begin(), key.end(), [](char c) {
                return isWordChar(c) || c == '-' || c == '.' || c == '[' || c == ']';
            });
        };
        if (!std::all_of(found.begin(), found.end(), [&](const PairSpan &pair) { return isKey(pair.key); }) ||
            found.front().part != 0 || found.size() * 2 <= found.back().part)
            return false;
        std::map<std::string, int> count;
        for (const PairSpan &pair : found)
            ++count[pair.key];
        for (const PairSpan &pair : found) {
            if (full())
                break;
            Value source = Object{{"pair", pair.key}};
            if (count[pair.key] > 1) {
                // Where a key is there twice, its place tells which is meant.
                const bool lines = text.find('&') == std::string_view::npos;
                if (pair.part > kLastPart || (!lines && text.find('\n') != std::string_view::npos))
                    continue;
                Object place{{"delimited", lines ? "\n" : "&"}};
                place.append("index", static_cast<std::int64_t>(pair.part));
                place.append("inner", std::move(source));
                source = Value(std::move(place));
            }
            this->text(view, pair.value, formText(view, pair.value), within(outer, std::move(source)),
                       shown(path, pair.key + '='), level);
        }
        return true;
    }

    bool parts(const View &view)
    {
        const std::string_view text = view.text();
        for (const std::string_view separator : {"|", "\t", ";", "^", "~", ","}) {
            const auto found = scanParts(text, separator);
            if (found.size() < 2)
                continue;
            // A comma or semicolon in a sentence separates nothing.
            if ((separator == "," || separator == ";") &&
                std::any_of(found.begin(), found.end(), [&](Span span) {
                    return text.substr(span.begin, span.end - span.begin).find(' ') != std::string_view::npos;
                }))
                continue;
            for (std::size_t i = 0; i < found.size() && i <= kLastPart && !full(); ++i) {
                if (found[i].begin == found[i].end)
                    continue;
                Object place{{"delimited", separator}};
                place.append("index", static_cast<std::int64_t>(i));
                const Value source(std::move(place));
                const View part(text.substr(found[i].begin, found[i].end - found[i].begin),
                                view.place(found[i].begin));
                const std::string path = "part " + std::to_string(i + 1);
                const std::size_t equals = part.text().find('=');
                if (equals != std::string_view::npos && equals > 0 && pairs(part, &source, path, 1))
                    continue;
                this->text(view, found[i], part, source, path, 0);
            }
            return true;
        }
        return false;
    }

    /// Plain text: each word by what stands before it.
    void words(const View &whole)
    {
        // What is worth clicking stands near the front; megabytes of prose are not matched word by word.
        const View view(whole.text().substr(0, kMostProse), whole.place(0));
        const std::string_view text = view.text();
        std::size_t tried = 0;
        const auto ends = [](char c) {
            return isSpace(c) || std::string_view("<>\"'|=;,&(){}[]").find(c) != std::string_view::npos;
        };
        const auto digit = [&](std::size_t i) {
            return i < text.size() && text[i] >= '0' && text[i] <= '9';
        };
        for (std::size_t i = 0; i < text.size() && !full();) {
            if (ends(text[i]) || !isWordChar(text[i])) {
                ++i;
                continue;
            }
            Span span{i, i};
            const char *pattern = nullptr;
            std::size_t end = i;
            if (digit(i)) {
                while (digit(end) ||
                       (end < text.size() && (text[end] == '.' || text[end] == ',') && digit(end + 1)))
                    ++end;
                if (end >= text.size() || !isWordChar(text[end]))
                    pattern = "(\\d+(?:[.,]\\d+)*)";
            }
            if (!pattern) {
                end = i;
                while (end < text.size() && !ends(text[end]))
                    ++end;
                while (end > i + 1 && !isWordChar(text[end - 1]))
                    --end;
                pattern = "([^\\s<>\"'|=;,&(){}\\[\\]]*[\\w\\x80-\\xff])";
            }
            span.end = end;
            if (end == kMostProse || ++tried > kMostValues)
                return;
            word(view, span, pattern);
            i = end;
        }
    }

    void word(const View &view, Span span, const std::string &pattern)
    {
        const std::string_view text = view.text();
        const std::string_view wanted = text.substr(span.begin, span.end - span.begin);
        std::size_t from = span.begin;
        for (int attempt = 0; attempt < 6; ++attempt) {
            // One more word of context each time, up to the beginning of the text.
            while (from > 0 && isSpace(text[from - 1]))
                --from;
            while (from > 0 && !isSpace(text[from - 1]))
                --from;
            if (span.begin - from > kLongestPrefix)
                return;
            // A bare "$" says little; a word of the answer's own says which amount it is.
            const std::string_view prefix = text.substr(from, span.begin - from);
            if (from > 0 && std::none_of(prefix.begin(), prefix.end(), isWordChar))
                continue;
            std::string regex = prefix.empty() ? "^" : "";
            for (std::size_t i = from; i < span.begin;) {
                const char c = text[i];
                if (isSpace(c) || (c >= '0' && c <= '9')) {
                    // Numbers and the width of gaps are another answer's own.
                    const bool space = isSpace(c);
                    while (i < span.begin && (space ? isSpace(text[i]) : text[i] >= '0' && text[i] <= '9'))
                        ++i;
                    regex += space ? "\\s+" : "\\d+";
                    continue;
                }
                if (!isWordChar(c))
                    regex += '\\';
                regex += c;
                ++i;
            }
            regex += pattern;
            const auto compiled = Regex::compile(regex);
            const auto match =
                compiled ? compiled->find(text) : Result<std::optional<Regex::Match>>(std::nullopt);
            if (match && *match && (*match)->groups.size() > 1 && (*match)->groups[1] == wanted &&
                (*match)->groups[1].data() == wanted.data()) {
                Object source{{"regex", regex}};
                add(view, span, wanted, Value(std::move(source)),
                    "\u201C" + std::string(text.substr(from, span.begin - from)) + "\u2026\u201D");
                return;
            }
            if (from == 0)
                return;
        }
    }

    const BuyerResponse &m_response;
    std::vector<LocatedValue> m_found;
};

// -------------------------------------------------------------------------------- source to places

class Placer {
  public:
    explicit Placer(const BuyerResponse &response) : m_response(response) {}

    std::vector<std::pair<std::size_t, std::size_t>> run(const Value &source)
    {
        std::string_view body = m_response.body;
        const std::size_t bom = body.starts_with("\xEF\xBB\xBF") ? 3 : 0;
        place(View(body.substr(bom), bom), source, 0);
        return std::move(m_found);
    }

  private:
    void found(const View &view, Span span, const View &decoded, const Value &source, int level)
    {
        if (m_found.size() >= kMostValues)
            return;
        if (const Value *inner = source.find("inner")) {
            if (level < kMostLevels)
                place(decoded, *inner, level + 1);
        } else {
            m_found.emplace_back(view.place(span.begin), view.place(span.end));
        }
    }

    static View part(const View &view, Span span)
    {
        Decoder out(view);
        for (std::size_t i = span.begin; i < span.end; ++i)
            out.copy(i);
        return out.finish(span.end);
    }

    static std::int64_t index(const Value &source, const char *key, std::int64_t fallback)
    {
        const Value *value = source.find(key);
        return value && value->isNumber() ? std::atoll(value->toText().c_str()) : fallback;
    }

    void place(const View &view, const Value &source, int level)
    {
        const std::string_view text = view.text();
        Problems problems;
        if (!Reader::compile(source, {}, problems))
            return;
        const Value *take = source.find("take");
        const bool takesAll = take && take->toText() == "all";
        if (const Value *path = source.find("json")) {
            json(view, path->toText(), source, level);
        } else if (const Value *xpath = source.find("xpath")) {
            xml(view, xpath->toText(), source, level);
        } else if (source.find("text")) {
            const Span span = trimmed(text, {0, text.size()});
            found(view, span, part(view, {0, text.size()}), source, level);
        } else if (const Value *pattern = source.find("regex")) {
            const Value *ignoreCase = source.find("ignore_case");
            const auto regex =
                Regex::compile(pattern->toText(), ignoreCase && ignoreCase->toText() == "true");
            if (!regex)
                return;
            std::vector<Regex::Match> matches;
            bool isComplete = true;
            if (takesAll)
                matches = regex->findAll(text, kMostValues, isComplete);
            else if (auto match = regex->find(text); match && *match)
                matches.push_back(std::move(**match));
            const auto group =
                static_cast<std::size_t>(index(source, "group", regex->groupCount() > 0 ? 1 : 0));
            for (const Regex::Match &match : matches) {
                if (group >= match.groups.size() || match.groups[group].empty())
                    continue;
                const auto begin = static_cast<std::size_t>(match.groups[group].data() - text.data());
                const Span span{begin, begin + match.groups[group].size()};
                found(view, span, part(view, span), source, level);
            }
        } else if (const Value *separator = source.find("delimited")) {
            const auto parts = scanParts(text, separator->toText());
            if (takesAll) {
                for (const Span &span : parts)
                    if (!isBlank(text, span))
                        found(view, span, part(view, span), source, level);
                return;
            }
            const auto count = static_cast<std::int64_t>(parts.size());
            std::int64_t at = index(source, "index", 0);
            at = at < 0 ? count + at : at;
            if (at >= 0 && at < count)
                found(view, parts[static_cast<std::size_t>(at)],
                      part(view, parts[static_cast<std::size_t>(at)]), source, level);
        } else if (const Value *key = source.find("pair")) {
            for (const PairSpan &pair : scanPairs(view))
                if (pair.key == key->toText())
                    found(view, pair.value, formText(view, pair.value), source, level);
        }
    }

    void json(const View &view, const std::string &path, const Value &source, int level)
    {
        const auto compiled = JsonPath::compile(path);
        const auto parsed = parseJsonPrefix(view.text());
        if (!compiled || !parsed)
            return;
        std::vector<Span> spans;
        std::size_t i = 0;
        scanJson(view.text(), i, spans);
        std::unordered_map<const Value *, Span> places;
        std::size_t next = 0;
        const auto walk = [&](const auto &self, const Value &value) -> void {
            if (next >= spans.size())
                return;
            places.emplace(&value, spans[next++]);
            if (const Array *list = value.asArray())
                for (const Value &item : *list)
                    self(self, item);
            else if (const Object *object = value.asObject())
                for (const Member &member : *object)
                    self(self, member.second);
        };
        walk(walk, parsed->first);
        for (const Value *node : compiled->select(parsed->first)) {
            const auto at = places.find(node);
            if (at == places.end() || node->isNull())
                continue;
            found(view, at->second, node->isString() ? jsonString(view, at->second) : part(view, at->second),
                  source, level);
        }
    }

    void xml(const View &view, const std::string &path, const Value &source, int level)
    {
        const auto compiled = XPath::compile(path);
        const auto tree = XmlTree::parse(view.text());
        if (!compiled || !tree)
            return;
        // The parser's elements and ours come in the same order.
        const auto root = scanXml(view.text());
        std::unordered_map<const void *, const XmlElement *> elements;
        const auto walk = [&](const auto &self, const pugi::xml_node &node,
                              const XmlElement &element) -> void {
            elements.emplace(node.internal_object(), &element);
            std::size_t next = 0;
            for (const pugi::xml_node &child : node.children())
                if (child.type() == pugi::node_element && next < element.children.size())
                    self(self, child, *element.children[next++]);
        };
        walk(walk, tree->document(), *root);
        for (const pugi::xpath_node &hit : compiled->hits(tree->document())) {
            pugi::xml_node node = hit.attribute() ? hit.parent() : hit.node();
            const bool isText = node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata;
            if (isText)
                node = node.parent();
            const auto at = elements.find(node.internal_object());
            if (at == elements.end())
                continue;
            const XmlElement &element = *at->second;
            if (hit.attribute()) {
                for (const auto &[name, span] : element.attributes)
                    if (name == hit.attribute().name()) {
                        Decoder decoder(view);
                        decodeXml(view, span, false, true, decoder);
                        found(view, span, decoder.finish(span.end), source, level);
                    }
                continue;
            }
            std::vector<std::size_t> filled;
            for (std::size_t i = 0; i < element.texts.size(); ++i)
                if (element.isCdata[i] || !isBlank(view.text(), element.texts[i]))
                    filled.push_back(i);
            if (element.children.empty() || isText) {
                if (filled.empty())
                    continue;
                Decoder decoder(view);
                for (const std::size_t i : filled)
                    decodeXml(view, element.texts[i], element.isCdata[i], false, decoder);
                const Span span = trimmed(
                    view.text(), {element.texts[filled.front()].begin, element.texts[filled.back()].end});
                found(view, span, decoder.finish(element.texts[filled.back()].end), source, level);
            } else {
                const Span span = trimmed(view.text(), element.inside);
                found(view, span, part(view, span), source, level);
            }
        }
    }

    const BuyerResponse &m_response;
    std::vector<std::pair<std::size_t, std::size_t>> m_found;
};

} // namespace

std::vector<LocatedValue> locateAll(const BuyerResponse &response)
{
    return Locator(response).run();
}

std::optional<LocatedValue> locateAt(const BuyerResponse &response, std::size_t offset)
{
    // Of several that hold the place, the narrowest: a value within a text within the answer.
    std::optional<LocatedValue> best;
    for (LocatedValue &value : locateAll(response))
        if (value.begin <= offset && offset <= value.end &&
            (!best || value.end - value.begin < best->end - best->begin ||
             (best->end == offset && value.begin == offset)))
            best = std::move(value);
    return best;
}

std::vector<std::pair<std::size_t, std::size_t>> locateSource(const BuyerResponse &response,
                                                              const Value &source)
{
    return Placer(response).run(source);
}

} // namespace bourse::domain
