// Decoding what a supplier sends, whatever its format, into one tree of fields.
#include "domain/integration/charset.h"
#include "domain/integration/inboundplan.h"
#include "domain/integration/requestfields.h"
#include "domain/integration/wiretext.h"
#include "domain/json/json.h"
#include <algorithm>
#include <map>

namespace bourse::domain {
namespace {

constexpr std::size_t kMostPairs = 500;
constexpr JsonLimits kLimits{.maxBytes = 1u << 20, .maxDepth = 32};

std::string mediaType(const Headers &headers)
{
    const std::string *header = findHeader(headers, "Content-Type");
    if (!header)
        return {};
    std::string type = header->substr(0, header->find(';'));
    while (!type.empty() && (type.back() == ' ' || type.back() == '\t'))
        type.pop_back();
    std::transform(type.begin(), type.end(), type.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return type;
}

char firstSign(std::string_view body)
{
    const std::size_t at = body.find_first_not_of(" \t\r\n");
    return at == std::string_view::npos ? '\0' : body[at];
}

/// What the request says it is, or looks like where it says nothing that helps.
Result<InboundFormat> formatOf(const InboundRequest &request, std::string_view body)
{
    const std::string type = mediaType(request.headers);
    const char first = firstSign(body);
    if (type == "application/json" || type.ends_with("+json") || type == "text/json")
        return InboundFormat::Json;
    if (type == "application/xml" || type == "text/xml" || type.ends_with("+xml"))
        return InboundFormat::Xml;
    // a form's body never begins with a brace: many send JSON and leave their program's default type
    if (type == "application/x-www-form-urlencoded")
        return first == '{' ? InboundFormat::Json : InboundFormat::Form;
    if (type.empty() || type == "text/plain" || type == "application/octet-stream")
        return first == '{' || first == '[' ? InboundFormat::Json
               : first == '<'               ? InboundFormat::Xml
                                            : InboundFormat::Form;
    return Error{"unsupported_content_type", "Content-Type",
                 "application/json, application/x-www-form-urlencoded or application/xml",
                 "Send the lead as JSON, as a form or as XML, and say so in Content-Type."};
}

std::string_view name(InboundFormat format)
{
    switch (format) {
    case InboundFormat::Json:
        return "json";
    case InboundFormat::Form:
        return "form";
    case InboundFormat::Xml:
        return "xml";
    case InboundFormat::Auto:
    case InboundFormat::Query:
        break;
    }
    return "query";
}

Result<Value> decoded(InboundFormat format, std::string_view text)
{
    if (format == InboundFormat::Json)
        return parseJson(text, kLimits);
    auto fields = format == InboundFormat::Xml ? decodeXml(text) : decodeForm(text);
    if (!fields)
        return fields.errors();
    return Value(std::move(*fields));
}

std::string below(const std::string &path, const std::string &name)
{
    return path.empty() ? name : path + '.' + name;
}

/// Texts become UTF-8 by the charset that the request names; what is none, and NUL, are problems.
void checkTexts(Value &value, const std::string &path, const std::string &contentType, Errors &wrong)
{
    constexpr std::size_t most = 20;
    if (wrong.size() >= most)
        return;
    if (const std::string *text = value.asString()) {
        if (!isUtf8(*text)) {
            auto converted = toUtf8(*text, contentType);
            if (!converted || !isUtf8(*converted)) {
                wrong.push_back({"invalid_utf8", path, "UTF-8", "The field \"" + path + "\" is not UTF-8."});
                value = Value(std::string());
                return;
            }
            value = Value(std::move(*converted));
        }
        if (value.asString()->find('\0') != std::string::npos) {
            wrong.push_back(
                {"control_character", path, "no NUL", "The field \"" + path + "\" has a NUL in it."});
            value = Value(std::string());
        }
    } else if (Array *list = value.asArray()) {
        for (std::size_t i = 0; i < list->size(); ++i)
            checkTexts((*list)[i], path + '[' + std::to_string(i) + ']', contentType, wrong);
    } else if (Object *object = value.asObject()) {
        for (Member &member : *object) {
            const std::string shown = repairedUtf8(member.first);
            if (shown != member.first || shown.find('\0') != std::string::npos) {
                wrong.push_back({"invalid_utf8", below(path, shown.substr(0, 100)), "UTF-8 without NUL",
                                 "The name of a field is not readable text."});
                member.second = Value();
                continue;
            }
            checkTexts(member.second, below(path, member.first), contentType, wrong);
        }
    }
}

} // namespace

InboundMessage::InboundMessage(InboundRequest received, InboundRoute way, UtcTime at)
    : request(std::move(received)), route(std::move(way)), receivedAt(at), response(asResponse(request)),
      raw(response, AnswerForm{}), tree(Object{})
{
}

void InboundDecoder::decode(InboundMessage &message) const
{
    const InboundRequest &request = message.request;
    InboundFormat format = m_format;
    const auto fail = [&](const Errors &errors) {
        message.wrong.insert(message.wrong.end(), errors.begin(), errors.end());
    };
    if (request.body.empty()) {
        if (message.response.query.empty())
            fail({{"empty_body", "", "a body or a query string",
                   "The request has neither a body nor a query string."}});
        format = InboundFormat::Query;
    } else if (format == InboundFormat::Auto) {
        auto found = formatOf(request, message.raw.body());
        if (found)
            format = *found;
        else
            fail(found.errors());
    }
    describe(message, format);
    if (!message.wrong.empty())
        return;
    auto value = decoded(format, format == InboundFormat::Query ? std::string_view(message.response.query)
                                                                : message.raw.body());
    if (!value)
        return fail(value.errors());
    message.tree = std::move(*value);
    const std::string *type = findHeader(request.headers, "Content-Type");
    checkTexts(message.tree, {}, type ? *type : std::string(), message.wrong);
    for (const Inner &inner : m_inner)
        decodeInner(inner, message);
    for (const auto &root : m_roots)
        if (const Value *found = valueAt(&message.tree, root); found && found->isObject()) {
            Value inside = *found;
            message.tree = std::move(inside);
            break;
        }
    if (!message.tree.isObject()) {
        message.tree = Value(Object{});
        return fail({{"not_an_object", "", "an object of fields", "The body must be an object of fields."}});
    }
    for (const Pairs &pairs : m_pairs)
        addPairs(pairs, message.tree);
    if (m_mergesQuery && format != InboundFormat::Query && !message.response.query.empty()) {
        auto query = decoded(InboundFormat::Query, message.response.query);
        if (!query)
            return fail(query.errors());
        checkTexts(*query, {}, {}, message.wrong);
        for (Member &member : *query->asObject())
            if (!message.tree.find(member.first))
                message.tree.asObject()->append(std::move(member.first), std::move(member.second));
    }
}

void InboundDecoder::decodeInner(const Inner &inner, InboundMessage &message) const
{
    Object *object = message.tree.asObject();
    Value *field = object ? object->find(inner.field) : nullptr;
    if (!field || !field->isString() || firstSign(*field->asString()) == '\0')
        return;
    auto value = decoded(inner.format, *field->asString());
    if (value) {
        *field = std::move(*value);
        checkTexts(*field, inner.field, {}, message.wrong);
        return;
    }
    for (Error error : value.errors()) {
        error.field = error.field.empty() ? inner.field : inner.field + '.' + error.field;
        message.wrong.push_back(std::move(error));
    }
}

void InboundDecoder::addPairs(const Pairs &pairs, Value &tree)
{
    const Value *list = valueAt(&tree, pairs.list);
    if (!list || !list->isArray())
        return;
    const auto firstOf = [](const Value &item,
                            const std::vector<std::vector<PathStep>> &ways) -> const Value * {
        for (const auto &way : ways)
            if (const Value *found = valueAt(&item, way); found && !found->isNull())
                return found;
        return nullptr;
    };
    std::map<std::string, std::string> titles;
    const Value *named = pairs.titles.empty() ? nullptr : valueAt(&tree, pairs.titles);
    if (named && named->isArray())
        for (const Value &item : *named->asArray()) {
            const Value *id = valueAt(&item, pairs.titleId);
            const Value *title = valueAt(&item, pairs.title);
            if (id && title)
                titles.emplace(id->toText(), title->toText());
        }
    Object out;
    const auto add = [&out](const std::string &key, const Value &value) {
        if (!key.empty() && out.size() < kMostPairs && !out.contains(key))
            out.append(key, value);
    };
    Object byTitle;
    for (const Value &item : *list->asArray()) {
        const Value *value = firstOf(item, pairs.values);
        if (!value)
            continue;
        if (const Value *key = firstOf(item, pairs.names))
            add(key->toText(), *value);
        const Value *id = pairs.idOf.empty() ? nullptr : valueAt(&item, pairs.idOf);
        if (const auto title = id ? titles.find(id->toText()) : titles.end(); title != titles.end())
            byTitle.append(title->second, *value);
    }
    for (const Member &member : byTitle) // a name of its own counts for more than a title
        add(member.first, member.second);
    if (tree.asObject())
        tree.asObject()->set(pairs.into, Value(std::move(out)));
}

void InboundDecoder::compilePairs(const Value &value, const std::string &path, Problems &problems)
{
    ObjectReader in(value, path, problems);
    if (!in.isObject())
        return;
    Pairs pairs;
    const auto one = [&](const std::string &text, const std::string &at) {
        auto steps = parseTargetPath(text);
        if (steps)
            return std::move(*steps);
        problems.take(steps.errors(), at);
        return std::vector<PathStep>();
    };
    const auto several = [&](const char *key, std::vector<std::vector<PathStep>> &into) {
        in.require(key);
        const Array *list = in.array(key);
        for (std::size_t i = 0; list && i < list->size(); ++i)
            into.push_back(one((*list)[i].toText(), in.pathOf(key) + '[' + std::to_string(i) + ']'));
    };
    pairs.list = one(in.requireText("list"), in.pathOf("list"));
    pairs.into = in.requireText("into");
    several("name", pairs.names);
    several("value", pairs.values);
    if (const Value *titles = in.get("titles")) {
        ObjectReader inner(*titles, in.pathOf("titles"), problems);
        pairs.titles = one(inner.requireText("list"), inner.pathOf("list"));
        pairs.titleId = one(inner.requireText("id"), inner.pathOf("id"));
        pairs.title = one(inner.requireText("title"), inner.pathOf("title"));
        pairs.idOf = one(inner.requireText("of"), inner.pathOf("of"));
        inner.finish();
    }
    in.text("note");
    in.finish();
    m_pairs.push_back(std::move(pairs));
}

void InboundDecoder::describe(InboundMessage &message, InboundFormat format)
{
    const std::string &target = message.request.target;
    Array segments;
    for (std::string_view rest = message.route.rest; !rest.empty();) {
        const std::size_t slash = std::min(rest.find('/'), rest.size());
        if (slash > 0)
            segments.emplace_back(rest.substr(0, slash));
        rest.remove_prefix(std::min(slash + 1, rest.size()));
    }
    message.call.set("method", message.request.method);
    message.call.set("path", target.substr(0, target.find('?')));
    message.call.set("rest", message.route.rest);
    message.call.set("segments", std::move(segments));
    message.call.set("format", name(format));
    message.call.set("content_type", mediaType(message.request.headers));
    message.call.set("source", message.route.source);
    message.call.set("received_at", toIso8601(message.receivedAt));
}

void InboundDecoder::compile(const Value *value, Problems &problems)
{
    if (!value)
        return;
    ObjectReader in(*value, "decode", problems);
    const std::string format = in.choice("format", {"auto", "json", "form", "xml", "query"});
    m_format = format == "json"    ? InboundFormat::Json
               : format == "form"  ? InboundFormat::Form
               : format == "xml"   ? InboundFormat::Xml
               : format == "query" ? InboundFormat::Query
                                   : InboundFormat::Auto;
    const Array *inner = in.array("inner");
    for (std::size_t i = 0; inner && i < inner->size(); ++i) {
        ObjectReader one((*inner)[i], in.pathOf("inner") + '[' + std::to_string(i) + ']', problems);
        Inner made;
        made.field = one.requireText("field");
        made.format =
            one.choice("format", {"json", "xml"}) == "xml" ? InboundFormat::Xml : InboundFormat::Json;
        one.finish();
        m_inner.push_back(std::move(made));
    }
    const Array *roots = in.array("root");
    for (std::size_t i = 0; roots && i < roots->size(); ++i) {
        auto steps = parseTargetPath((*roots)[i].toText());
        if (steps)
            m_roots.push_back(std::move(*steps));
        else
            problems.take(steps.errors(), in.pathOf("root") + '[' + std::to_string(i) + ']');
    }
    const Array *pairs = in.array("pairs");
    for (std::size_t i = 0; pairs && i < pairs->size(); ++i)
        compilePairs((*pairs)[i], in.pathOf("pairs") + '[' + std::to_string(i) + ']', problems);
    m_mergesQuery = in.choice("query", {"ignore", "merge"}) == "merge";
    in.text("note");
    in.finish();
}

} // namespace bourse::domain
