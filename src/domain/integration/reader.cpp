// The sources of an answer's parts.
#include "domain/integration/answer.h"
#include "domain/integration/charset.h"
#include "domain/integration/response.h"
#include "domain/json/json.h"
#include "domain/json/lenientjson.h"
#include <algorithm>

namespace bourse::domain {
namespace {

constexpr int kMostBeginnings = 16;        ///< places where JSON after garbage may begin
constexpr std::size_t kMostInner = 4;      ///< texts within texts
constexpr std::size_t kMostTexts = 10'000; ///< that one source finds
constexpr std::size_t kMostMatches = 1'000;

void appendDecoded(std::string_view text, std::string &out)
{
    const auto hex = [](char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : -1;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out += ' ';
        } else if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
            out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
}

/// Values of a key in k=v&k=v, or one pair a line.
void findPairs(std::string_view rest, std::string_view name, std::vector<FoundText> &out)
{
    while (!rest.empty() && out.size() < kMostTexts) {
        const std::size_t end = std::min(rest.find_first_of("&\n"), rest.size());
        const std::string_view pair = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos)
            continue;
        std::string key;
        appendDecoded(trimmedText(pair.substr(0, equals)), key);
        if (key != name)
            continue;
        std::string value;
        appendDecoded(trimmedText(pair.substr(equals + 1)), value);
        out.push_back({std::move(value)});
    }
}

} // namespace

std::string_view trimmedText(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || (text.front() >= '\t' && text.front() <= '\r')))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || (text.back() >= '\t' && text.back() <= '\r')))
        text.remove_suffix(1);
    return text;
}

Answer::Answer(const BuyerResponse &response, const AnswerForm &form)
    : m_response(response), m_body(response.body), m_form(form)
{
    const std::string *own = findHeader(response.headers, "Content-Type");
    const std::string &type = !form.contentType.empty() || !own ? form.contentType : *own;
    if (auto text = toUtf8(m_body, type)) {
        m_decoded = std::move(*text);
        m_body = m_decoded;
    }
    if (m_body.starts_with("\xEF\xBB\xBF"))
        m_body.remove_prefix(3);
}

Answer::Answer(const BuyerResponse &response, std::string_view body, bool lenient)
    : m_response(response), m_body(body), m_form{true, false, {}, lenient}
{
    if (m_body.starts_with("\xEF\xBB\xBF"))
        m_body.remove_prefix(3);
}

void Answer::parseJsonAt(std::size_t begin)
{
    const std::string_view text = m_body.substr(begin);
    std::optional<Error> problem;
    if (m_form.trailingGarbage) {
        auto parsed = parseJsonPrefix(text);
        if (parsed)
            m_json = std::move(parsed->first);
        else
            problem = parsed.error();
    } else {
        auto parsed = parseJson(text);
        if (parsed)
            m_json = std::move(*parsed);
        else
            problem = parsed.error();
    }
    if (!m_json && m_form.lenient) {
        auto read = parseJsonLeniently(text);
        if (read && (read->endsCleanly || m_form.trailingGarbage)) {
            m_json = std::move(read->value);
            m_problem = std::move(read->note); // it is told, and does not count
            return;
        }
    }
    if (m_json)
        m_problem.reset();
    else if (!m_problem) // the first attempt says most
        m_problem = std::move(problem);
}

const Value *Answer::json()
{
    if (!m_jsonTried) {
        m_jsonTried = true;
        parseJsonAt(0);
        // A notice before the JSON may have brackets of its own.
        std::size_t at = 0;
        for (int attempt = 0; !m_json && m_form.leadingGarbage && attempt < kMostBeginnings; ++attempt) {
            at = m_body.find_first_of("{[", at);
            if (at == std::string_view::npos)
                break;
            parseJsonAt(at++);
        }
    }
    return m_json ? &*m_json : nullptr;
}

const std::string *Answer::nameOf(const Value &node)
{
    if (m_names.empty() && m_json) {
        std::vector<const Value *> open{&*m_json};
        while (!open.empty()) {
            const Value *const at = open.back();
            open.pop_back();
            if (const Array *list = at->asArray())
                for (const Value &item : *list)
                    open.push_back(&item);
            if (const Object *object = at->asObject())
                for (const auto &[name, value] : *object) {
                    m_names.emplace(&value, &name);
                    open.push_back(&value);
                }
        }
    }
    const auto found = m_names.find(&node);
    return found == m_names.end() ? nullptr : found->second;
}

const XmlTree *Answer::xml()
{
    if (!m_xmlTried) {
        m_xmlTried = true;
        // A prolog that names the encoding is the parser's own affair.
        const bool named = !m_decoded.empty() && m_body.starts_with("<?xml") &&
                           m_body.substr(0, m_body.find("?>")).find("encoding") != std::string_view::npos;
        auto parsed = XmlTree::parse(named ? std::string_view(m_response.body) : m_body);
        if (parsed)
            m_xml = std::move(*parsed);
        else
            m_problem = parsed.error();
    }
    return m_xml ? &*m_xml : nullptr;
}

std::optional<Reader> Reader::compile(const Value &value, const std::string &path, Problems &problems)
{
    const std::size_t before = problems.size();
    ObjectReader in(value, path, problems);
    if (!in.isObject())
        return std::nullopt;
    Reader reader;
    const auto taken = [&](auto compiled, const char *key, auto &into) {
        if (compiled)
            into = *compiled;
        else
            problems.take(compiled.errors(), in.pathOf(key));
    };
    if (value.find("json")) {
        reader.m_kind = Kind::Json;
        taken(JsonPath::compile(in.text("json")), "json", reader.m_json);
        reader.m_takesName = in.choice("take", {"value", "name"}) == "name";
    } else if (value.find("xpath")) {
        reader.m_kind = Kind::Xml;
        taken(XPath::compile(in.text("xpath")), "xpath", reader.m_xml);
    } else if (value.find("header")) {
        reader.m_kind = Kind::Header;
        reader.m_name = in.requireText("header");
    } else if (value.find("http")) {
        reader.m_kind = Kind::Status;
        in.choice("http", {"status"});
    } else if (value.find("query")) {
        reader.m_kind = Kind::Query;
        reader.m_name = in.requireText("query");
    } else if (value.find("text")) {
        reader.m_kind = Kind::Text;
        in.choice("text", {"body"});
    } else if (value.find("regex")) {
        reader.m_kind = Kind::Regex;
        const bool ignoreCase = in.boolean("ignore_case", false);
        taken(Regex::compile(in.text("regex"), ignoreCase), "regex", reader.m_regex);
        const auto groups = static_cast<std::int64_t>(reader.m_regex ? reader.m_regex->groupCount() : 0);
        reader.m_index = in.integer("group", groups > 0 ? 1 : 0, 0, 99);
        if (reader.m_regex && reader.m_index > groups)
            problems.add("no_such_group", in.pathOf("group"), "0 to " + std::to_string(groups),
                         "The pattern has no such group.");
        reader.m_takesAll = in.choice("take", {"first", "all"}) == "all";
    } else if (value.find("delimited")) {
        reader.m_kind = Kind::Delimited;
        reader.m_name = in.requireText("delimited");
        reader.m_takesAll = in.choice("take", {"part", "all"}) == "all";
        if (reader.m_takesAll && in.get("index"))
            problems.add("conflicting_keys", in.pathOf("index"), "index or \"take\":\"all\"",
                         "One part is taken, or all are.");
        reader.m_index = in.integer("index", 0, -1'000, 1'000);
    } else if (value.find("pair")) {
        reader.m_kind = Kind::Pair;
        reader.m_name = in.requireText("pair");
    } else {
        problems.add("required", path, "json, xpath, header, http, query, text, regex, delimited or pair",
                     "The source names no part of the answer.");
    }
    if (const Value *inner = in.get("inner")) {
        std::size_t depth = 0;
        for (std::size_t at = path.find(".inner"); at != std::string::npos; at = path.find(".inner", at + 6))
            ++depth;
        if (depth >= kMostInner)
            problems.add("too_deep", path, "max_depth " + std::to_string(kMostInner),
                         "Sources are nested too deeply.");
        else if (auto compiled = compile(*inner, in.pathOf("inner"), problems))
            reader.m_inner = std::make_shared<const Reader>(std::move(*compiled));
    }
    in.finish();
    if (problems.size() > before)
        return std::nullopt;
    return reader;
}

bool Reader::read(const Spot &spot, std::vector<FoundText> &out) const
{
    if (!m_inner)
        return readOuter(spot, out);
    std::vector<FoundText> texts;
    bool readable = readOuter(spot, texts);
    for (const FoundText &found : texts) {
        if (out.size() >= kMostTexts)
            break;
        Answer inside(spot.answer->response(), found.text, spot.answer->isLenient());
        readable = m_inner->read(Spot{&inside, nullptr, {}}, out) && readable;
    }
    return readable;
}

bool Reader::readOuter(const Spot &spot, std::vector<FoundText> &out) const
{
    bool readable = true;
    const std::string_view body = spot.answer->body();
    const auto add = [&out](const Value &value) {
        if (value.isArray() || value.isObject())
            out.push_back({writeJson(value)});
        else if (!value.isNull())
            out.push_back({value.toText(), value.isNumber()});
    };
    switch (m_kind) {
    case Kind::Json:
        if (const Value *root = spot.json ? spot.json : spot.answer->json()) {
            for (const Value *node : m_json->select(*root)) {
                if (!m_takesName)
                    add(*node);
                else if (const std::string *name = spot.answer->nameOf(*node))
                    out.push_back({*name});
            }
        } else {
            readable = false;
        }
        break;
    case Kind::Xml: {
        const XmlTree *const tree = spot.xml ? nullptr : spot.answer->xml();
        readable = spot.xml || tree;
        if (readable)
            for (std::string &text : m_xml->texts(tree ? tree->document() : spot.xml))
                out.push_back({std::move(text), m_xml->isNumber()});
        break;
    }
    case Kind::Header:
        // A name may come several times (Set-Cookie).
        for (const auto &header : spot.answer->response().headers)
            if (out.size() < kMostTexts && findHeader({header}, m_name))
                out.push_back({header.second});
        break;
    case Kind::Status:
        out.push_back({std::to_string(spot.answer->response().status), true});
        break;
    case Kind::Text:
        out.push_back({std::string(body)});
        break;
    case Kind::Regex:
        if (m_takesAll) {
            for (const Regex::Match &match : m_regex->findAll(body, kMostMatches, readable))
                if (const std::string_view text = match.groups[static_cast<std::size_t>(m_index)];
                    !text.empty())
                    out.push_back({std::string(text)});
            break;
        }
        if (const auto match = m_regex->find(body); match.ok() && match->has_value())
            out.push_back({std::string((**match).groups[static_cast<std::size_t>(m_index)])});
        break;
    case Kind::Delimited: {
        // From the front or from the end, without a list of all the parts of a long answer.
        std::string_view rest = trimmedText(body);
        if (m_takesAll) {
            while (!rest.empty() && out.size() < kMostTexts) {
                const std::size_t end = std::min(rest.find(m_name), rest.size());
                if (const std::string_view part = trimmedText(rest.substr(0, end)); !part.empty())
                    out.push_back({std::string(part)});
                rest.remove_prefix(std::min(end + m_name.size(), rest.size()));
            }
            break;
        }
        const bool fromEnd = m_index < 0;
        for (std::int64_t left = fromEnd ? -m_index - 1 : m_index;; --left) {
            const std::size_t hit = fromEnd ? rest.rfind(m_name) : rest.find(m_name);
            if (left == 0) {
                const bool last = hit == std::string_view::npos;
                out.push_back({std::string(trimmedText(last      ? rest
                                                       : fromEnd ? rest.substr(hit + m_name.size())
                                                                 : rest.substr(0, hit)))});
                break;
            }
            if (hit == std::string_view::npos)
                break;
            if (fromEnd)
                rest = rest.substr(0, hit);
            else
                rest.remove_prefix(hit + m_name.size());
        }
        break;
    }
    case Kind::Pair:
        findPairs(trimmedText(body), m_name, out);
        break;
    case Kind::Query:
        findPairs(spot.answer->response().query, m_name, out);
        break;
    }
    return readable;
}

std::vector<Spot> Reader::nodes(const Spot &spot) const
{
    struct Inside {
        Inside(const Answer &outer, std::string found)
            : text(std::move(found)), answer(outer.response(), std::string_view(text), outer.isLenient())
        {
        }
        const std::string text;
        Answer answer;
    };
    std::vector<Spot> out;
    const bool hasNodes = m_kind == Kind::Json || m_kind == Kind::Xml;
    if (m_inner || !hasNodes) {
        std::vector<FoundText> texts;
        readOuter(spot, texts);
        for (FoundText &found : texts) {
            const auto inside = std::make_shared<Inside>(*spot.answer, std::move(found.text));
            if (!m_inner) {
                out.push_back({&inside->answer, nullptr, {}, inside});
                continue;
            }
            for (Spot &node : m_inner->nodes(Spot{&inside->answer, nullptr, {}, inside})) {
                if (out.size() >= kMostTexts)
                    return out;
                if (!node.keeps)
                    node.keeps = inside;
                out.push_back(std::move(node));
            }
        }
        return out;
    }
    if (m_kind == Kind::Json) {
        if (const Value *root = spot.json ? spot.json : spot.answer->json())
            for (const Value *node : m_json->select(*root))
                out.push_back({spot.answer, node, {}, spot.keeps});
    } else if (m_kind == Kind::Xml) {
        if (const XmlTree *tree = spot.answer->xml())
            for (const pugi::xml_node &node : m_xml->nodes(spot.xml ? spot.xml : tree->document()))
                out.push_back({spot.answer, nullptr, node, spot.keeps});
    }
    return out;
}

ValueReader ValueReader::compile(const Value &value, const std::string &path, const CompileContext &document)
{
    Problems &problems = document.problems;
    ValueReader reader;
    const auto way = [&](const Value &item, const std::string &itemPath) {
        ObjectReader in(item, itemPath, problems);
        if (!in.isObject())
            return;
        const Value *source = in.require("source");
        auto transforms = std::make_shared<const Transforms>(
            compileTransforms(in.get("transforms"), in.pathOf("transforms"), problems, nullptr, &document));
        in.finish();
        if (!source)
            return;
        if (auto compiled = Reader::compile(*source, in.pathOf("source"), problems))
            reader.m_ways.push_back({std::move(*compiled), std::move(transforms), itemPath});
    };
    if (const Array *list = value.asArray()) {
        for (std::size_t i = 0; i < list->size(); ++i)
            way((*list)[i], path + '[' + std::to_string(i) + ']');
    } else {
        way(value, path);
    }
    return reader;
}

std::vector<FoundText> ValueReader::found(const Way &way, const Spot &spot) const
{
    std::vector<FoundText> texts;
    way.reader.read(spot, texts);
    std::vector<FoundText> out;
    for (const FoundText &one : texts) {
        const std::string_view plain = trimmedText(one.text);
        if (way.transforms->empty()) {
            if (!plain.empty())
                out.push_back({std::string(plain), one.isNumber});
            continue;
        }
        Cell cell;
        Error ignored; // a value that cannot be transformed was not found
        cell.setView(Cell::Kind::Text, plain);
        if (!applyAll(*way.transforms, cell, nullptr, ignored) || cell.text().empty())
            continue;
        // A number stays one, unless a transform gave it another notation.
        const bool isNumber = cell.kind() == Cell::Kind::Number ||
                              (one.isNumber && cell.text().find(',') == std::string_view::npos);
        out.push_back({std::string(cell.text()), isNumber});
    }
    return out;
}

std::vector<std::string> ValueReader::all(const Spot &spot) const
{
    std::vector<std::string> out;
    for (const Way &way : m_ways) {
        for (FoundText &one : found(way, spot))
            out.push_back(std::move(one.text));
        if (!out.empty())
            break;
    }
    return out;
}

std::string ValueReader::pathFor(const Spot &spot) const
{
    for (const Way &way : m_ways)
        if (!found(way, spot).empty())
            return way.path;
    return m_ways.empty() ? std::string() : m_ways.front().path;
}

std::string ValueReader::first(const Spot &spot) const
{
    return firstFound(spot).text;
}

FoundText ValueReader::firstFound(const Spot &spot) const
{
    for (const Way &way : m_ways)
        if (auto out = found(way, spot); !out.empty())
            return std::move(out.front());
    return {};
}

} // namespace bourse::domain
