#include "domain/integration/signaturepart.h"
#include "domain/integration/coding.h"
#include "domain/integration/signaturetime.h"
#include "domain/json/json.h"
#include <algorithm>

namespace bourse::domain {
namespace {

constexpr std::size_t kMaxSigned = 16u << 20;

std::string lowered(std::string_view text)
{
    std::string out(text);
    for (char &c : out)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + 32);
    return out;
}

std::string uppered(std::string_view text)
{
    std::string out(text);
    for (char &c : out)
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 32);
    return out;
}

/// All values of a header, joined as RFC 9110 joins them; nothing where it is absent.
std::optional<std::string> headerValue(const Headers &headers, std::string_view name, std::string_view join)
{
    std::optional<std::string> out;
    for (const auto &[key, value] : headers) {
        const std::pair<std::string, std::string> one[] = {{key, {}}};
        if (!findHeader(Headers(std::begin(one), std::end(one)), name))
            continue;
        std::string_view text = value;
        while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
            text.remove_prefix(1);
        while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
            text.remove_suffix(1);
        if (out)
            *out += join;
        else
            out.emplace();
        *out += text;
    }
    return out;
}

class Request final : public RowSource {
  public:
    enum class What { Method, Path, Query, PathQuery, Url, Host, Body, Timestamp };
    Request(What what, std::string option) : m_what(what), m_option(std::move(option)) {}
    bool read(RenderContext &context, Cell &cell) const override
    {
        const RequestSoFar &request = *context.request;
        std::string text;
        switch (m_what) {
        case What::Method:
            text = m_option == "lower" ? lowered(request.method) : uppered(request.method);
            break;
        case What::Path:
            if (m_option == "percent") {
                for (const char c : request.path) {
                    if (c == '/')
                        text += c;
                    else
                        appendPercent(std::string_view(&c, 1), text);
                }
            } else {
                text =
                    m_option == "decoded" ? percentDecoded(request.path, false) : std::string(request.path);
            }
            break;
        case What::Query:
            text = request.query;
            break;
        case What::PathQuery:
            text = request.path;
            if (!request.query.empty())
                text.append("?").append(request.query);
            break;
        case What::Url:
            text = request.url;
            break;
        case What::Host:
            text = request.host;
            break;
        case What::Body:
            cell.clear();
            cell.setView(Cell::Kind::Text, request.body);
            return true;
        case What::Timestamp:
            text = signatureTime(context.input.time, m_option);
            break;
        }
        cell.clear();
        cell.setOwned(Cell::Kind::Text, std::move(text));
        return true;
    }

  private:
    What m_what;
    std::string m_option;
};

class BodyHash final : public RowSource {
  public:
    BodyHash(Digest digest, std::string output) : m_digest(digest), m_output(std::move(output)) {}
    bool read(RenderContext &context, Cell &cell) const override
    {
        cell.clear();
        if (const std::string *missing = context.missingIn(context.request->body)) {
            cell.setOwned(Cell::Kind::Text, "{{" + *missing + "}}");
            cell.setMissingSecret(missing);
            return true;
        }
        cell.setOwned(Cell::Kind::Text, encodeBytes(digestOf(m_digest, context.request->body), m_output));
        return true;
    }

  private:
    Digest m_digest;
    std::string m_output;
};

class HeaderLines final : public RowSource {
  public:
    std::vector<std::string> names;
    std::string pair = ": ";
    std::string between = "\n";
    std::string join = ", ";
    bool end = false;
    bool namesOnly = false;
    bool valuesOnly = false;
    bool collapse = false;
    bool optional = false;

    bool read(RenderContext &context, Cell &cell) const override
    {
        std::string out;
        bool first = true;
        for (const std::string &name : names) {
            auto value = valueOf(context, name);
            if (!value) {
                if (optional)
                    continue;
                return context.fail("missing_header", "header " + name,
                                    "The signature covers the header \"" + name +
                                        "\", which the request does not have.");
            }
            if (!first)
                out += between;
            first = false;
            if (!valuesOnly)
                out += lowered(name);
            if (namesOnly)
                continue;
            if (!valuesOnly)
                out += pair;
            out += collapse ? collapsed(*value) : *value;
        }
        if (end && !first)
            out += between;
        cell.clear();
        cell.setOwned(Cell::Kind::Text, std::move(out));
        return true;
    }

  private:
    std::optional<std::string> valueOf(RenderContext &context, const std::string &name) const
    {
        const RequestSoFar &request = *context.request;
        if (name == "(request-target)") {
            std::string out = lowered(request.method) + ' ' + std::string(request.path);
            if (!request.query.empty())
                out.append("?").append(request.query);
            return out;
        }
        if (name == "(created)")
            return epochSeconds(context.input.time);
        if (!request.headers)
            return std::nullopt;
        auto value = headerValue(*request.headers, name, join);
        if (!value && lowered(name) == "host")
            value = std::string(request.host);
        return value;
    }
    static std::string collapsed(std::string_view text)
    {
        std::string out;
        for (const char c : text)
            if (c != ' ' || out.empty() || out.back() != ' ')
                out += c;
        return out;
    }
};

class ParameterList final : public RowSource {
  public:
    bool fromQuery = true;
    bool fromForm = false;
    bool fromJson = false;
    std::string sort;
    bool descending = false;
    std::string pair = "=";
    std::string between = "&";
    std::string encode;
    std::vector<std::string> except;
    std::vector<std::string> only;
    bool skipEmpty = false;
    bool end = false; ///< "between" behind the last one, too
    std::string write;
    Transforms names; ///< of each name, before it is encoded and sorted
    /// Values that stand nowhere else in the request, or in a header only.
    std::vector<std::pair<std::string, SignaturePart>> more;

    bool read(RenderContext &context, Cell &cell) const override
    {
        Parameters list;
        if (fromQuery)
            list = formParameters(context.request->query);
        if (fromForm) {
            Parameters form = formParameters(context.request->body);
            std::move(form.begin(), form.end(), std::back_inserter(list));
        }
        if (fromJson && !addJson(context, list))
            return false;
        for (const auto &[name, part] : more) {
            Cell value;
            if (!part.source || !part.source->read(context, value) ||
                !applyAll(part.transforms, value, &context, context.problem))
                return false;
            if (value.kind() == Cell::Kind::Structure)
                return context.fail("wrong_type", "text, number or boolean",
                                    "A list or group cannot be signed.");
            list.emplace_back(name, value.text());
        }
        std::erase_if(list, [this](const auto &one) {
            const auto named = [&one](const std::vector<std::string> &names) {
                return std::find(names.begin(), names.end(), one.first) != names.end();
            };
            return named(except) || (!only.empty() && !named(only)) || (skipEmpty && one.second.empty());
        });
        // As AWS and most others sort: what is written is compared, byte by byte.
        for (auto &[name, value] : list) {
            if (!names.empty()) {
                Cell changed;
                changed.setOwned(Cell::Kind::Text, name);
                if (!applyAll(names, changed, &context, context.problem))
                    return false;
                name = changed.text();
            }
            name = encoded(name);
            value = encoded(value);
        }
        const auto before = [this](const auto &a, const auto &b) {
            if (sort == "value")
                return a.second < b.second;
            if (sort == "name_ci") {
                const std::string x = lowered(a.first);
                const std::string y = lowered(b.first);
                return x != y ? x < y : a.second < b.second;
            }
            return a < b;
        };
        if (sort != "none") {
            std::stable_sort(list.begin(), list.end(), before);
            if (descending)
                std::reverse(list.begin(), list.end());
        }
        std::string out;
        bool first = true;
        for (const auto &[name, value] : list) {
            if (!first)
                out += between;
            first = false;
            if (write != "value")
                out += name;
            if (write == "both")
                out += pair;
            if (write != "name")
                out += value;
        }
        if (end && !first)
            out += between;
        cell.clear();
        cell.setOwned(Cell::Kind::Text, std::move(out));
        return true;
    }

  private:
    std::string encoded(const std::string &text) const
    {
        std::string out;
        if (encode == "percent")
            appendPercent(text, out);
        else if (encode == "form")
            appendForm(text, out);
        else
            out = text;
        return out;
    }
    static bool addJson(RenderContext &context, Parameters &list)
    {
        if (context.request->body.empty())
            return true;
        const auto body = parseJson(context.request->body);
        const Object *object = body ? body->asObject() : nullptr;
        if (!object)
            return context.fail("wrong_type", "a JSON object",
                                "The signature sorts the body's parameters, but the body is no JSON object.");
        for (const Member &member : *object) {
            const bool nested = member.second.isArray() || member.second.isObject();
            list.emplace_back(member.first, nested ? writeJson(member.second) : member.second.toText());
        }
        return true;
    }
};

class Hash final : public RowSource {
  public:
    Hash(Digest digest, std::string output, std::vector<SignaturePart> parts, std::string separator)
        : m_digest(digest), m_output(std::move(output)), m_parts(std::move(parts)),
          m_separator(std::move(separator))
    {
    }
    bool read(RenderContext &context, Cell &cell) const override
    {
        std::string text;
        const std::string *missing = nullptr;
        if (!composeSignature(context, m_parts, m_separator, text, &missing))
            return false;
        cell.clear();
        if (missing) {
            cell.setOwned(Cell::Kind::Text, "{{" + *missing + "}}");
            cell.setMissingSecret(missing);
        } else {
            cell.setOwned(Cell::Kind::Text, encodeBytes(digestOf(m_digest, text), m_output));
        }
        return true;
    }

  private:
    Digest m_digest;
    std::string m_output;
    std::vector<SignaturePart> m_parts;
    std::string m_separator;
};

std::vector<std::string> names(ObjectReader &reader, std::string_view key)
{
    std::vector<std::string> out;
    const Array *list = reader.array(key);
    for (std::size_t i = 0; list && i < list->size() && i < kMaxSignatureParts; ++i) {
        if (const std::string *name = (*list)[i].asString(); name && !name->empty())
            out.push_back(*name);
        else
            reader.problems().add("wrong_type", reader.pathOf(key) + '[' + std::to_string(i) + ']', "text",
                                  "A name is expected.");
    }
    return out;
}

std::unique_ptr<RowSource> compilePart(ObjectReader &reader, std::string_view unit, CompileContext &compile)
{
    using What = Request::What;
    const std::string kind =
        reader.choice("part", {"body", "method", "path", "query", "path_query", "url", "host", "body_hash",
                               "timestamp", "header", "headers", "parameters", "hash"});
    if (kind == "method")
        return std::make_unique<Request>(What::Method, reader.choice("case", {"upper", "lower"}));
    if (kind == "path")
        return std::make_unique<Request>(What::Path, reader.choice("encode", {"none", "percent", "decoded"}));
    if (kind == "query")
        return std::make_unique<Request>(What::Query, "");
    if (kind == "path_query")
        return std::make_unique<Request>(What::PathQuery, "");
    if (kind == "url")
        return std::make_unique<Request>(What::Url, "");
    if (kind == "host")
        return std::make_unique<Request>(What::Host, "");
    if (kind == "body")
        return std::make_unique<Request>(What::Body, "");
    if (kind == "timestamp") {
        const bool own = reader.get("unit") != nullptr;
        const std::string other = reader.choice("unit", {"s", "ms", "iso", "iso_s", "http", "basic", "date"});
        return std::make_unique<Request>(What::Timestamp, own ? other : std::string(unit));
    }
    if (kind == "body_hash") {
        const std::string digest = reader.choice("algorithm", {"sha256", "sha512", "sha384", "sha1", "md5"});
        return std::make_unique<BodyHash>(
            *digestFromName(digest), reader.choice("output", {"hex", "hex_upper", "base64", "base64url"}));
    }
    if (kind == "header" || kind == "headers") {
        auto lines = std::make_unique<HeaderLines>();
        if (kind == "header") {
            lines->names = {reader.requireText("name")};
            lines->valuesOnly = true;
        } else {
            reader.require("names");
            lines->names = names(reader, "names");
            lines->pair = reader.text("pair", ": ");
            lines->between = reader.text("between", "\n");
            lines->end = reader.boolean("end", false);
            const std::string write = reader.choice("write", {"both", "name", "value"});
            lines->namesOnly = write == "name";
            lines->valuesOnly = write == "value";
        }
        lines->join = reader.text("join", ", ");
        lines->collapse = reader.boolean("collapse", false);
        lines->optional = reader.boolean("optional", false);
        return lines;
    }
    if (kind == "parameters") {
        auto list = std::make_unique<ParameterList>();
        const std::string of =
            reader.choice("of", {"query", "form", "json", "query_and_form", "query_and_json"});
        list->fromQuery = of.starts_with("query");
        list->fromForm = of.ends_with("form");
        list->fromJson = of.ends_with("json");
        list->sort = reader.choice("sort", {"name", "name_ci", "value", "none"});
        list->descending = reader.choice("order", {"ascending", "descending"}) == "descending";
        list->pair = reader.text("pair", "=");
        list->between = reader.text("between", "&");
        list->encode = reader.choice("encode", {"none", "percent", "form"});
        list->except = names(reader, "except");
        list->only = names(reader, "only");
        list->skipEmpty = reader.boolean("skip_empty", false);
        list->write = reader.choice("write", {"both", "value", "name"});
        list->end = reader.boolean("end", false);
        list->names =
            compileTransforms(reader.get("names"), reader.pathOf("names"), compile.problems, &compile);
        const Array *more = reader.array("more");
        for (std::size_t i = 0; more && i < more->size() && i < kMaxSignatureParts; ++i) {
            ObjectReader one((*more)[i], reader.pathOf("more") + '[' + std::to_string(i) + ']',
                             compile.problems);
            const std::string name = one.requireText("name");
            SignaturePart part;
            if (const Value *source = one.require("source"))
                part.source = compileSource(*source, one.pathOf("source"), compile);
            part.transforms = compileTransforms(one.get("transforms"), one.pathOf("transforms"),
                                                compile.problems, &compile);
            one.finish();
            list->more.emplace_back(name, std::move(part));
        }
        return list;
    }
    const std::string digest = reader.choice("algorithm", {"sha256", "sha512", "sha384", "sha1", "md5"});
    const std::string output = reader.choice("output", {"hex", "hex_upper", "base64", "base64url"});
    const std::string separator = reader.text("separator");
    reader.require("parts");
    if (compile.depth >= 4) {
        compile.problems.add("too_deep", reader.path(), "max_depth 4", "Hashes are nested too deeply.");
        return nullptr;
    }
    ++compile.depth;
    auto parts = compileSignatureParts(reader, "parts", unit, compile);
    --compile.depth;
    return std::make_unique<Hash>(*digestFromName(digest), output, std::move(parts), separator);
}

SignaturePart compileOne(const Value &value, const std::string &path, std::string_view unit,
                         CompileContext &compile)
{
    SignaturePart part;
    if (value.find("part")) {
        ObjectReader reader(value, path, compile.problems);
        part.source = compilePart(reader, unit, compile);
        part.transforms = compileTransforms(reader.get("transforms"), reader.pathOf("transforms"),
                                            compile.problems, &compile);
        reader.text("note");
        reader.finish();
    } else if (value.find("source")) {
        ObjectReader reader(value, path, compile.problems);
        part.source = compileSource(*reader.get("source"), reader.pathOf("source"), compile);
        part.transforms = compileTransforms(reader.get("transforms"), reader.pathOf("transforms"),
                                            compile.problems, &compile);
        reader.text("note");
        reader.finish();
    } else {
        part.source = compileSource(value, path, compile);
    }
    return part;
}

} // namespace

std::vector<SignaturePart> compileSignatureParts(ObjectReader &reader, std::string_view key,
                                                 std::string_view unit, CompileContext &compile)
{
    std::vector<SignaturePart> out;
    const Array *list = reader.array(key);
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        const std::string path = reader.pathOf(key) + '[' + std::to_string(i) + ']';
        if (i == kMaxSignatureParts) {
            compile.problems.add("too_many", path, "at most " + std::to_string(kMaxSignatureParts),
                                 "A signature has too many parts.");
            break;
        }
        out.push_back(compileOne((*list)[i], path, unit, compile));
    }
    return out;
}

/// A template, or a list of parts.
std::vector<SignaturePart> compileSignatureText(ObjectReader &reader, std::string_view key,
                                                std::string_view unit, CompileContext &compile)
{
    const Value *value = reader.get(key);
    if (value && value->isArray())
        return compileSignatureParts(reader, key, unit, compile);
    std::vector<SignaturePart> out;
    if (const std::string text = reader.text(key); !text.empty())
        out.push_back({compileSource(Object{{"template", text}}, reader.pathOf(key), compile), {}});
    return out;
}

bool composeSignature(RenderContext &context, const std::vector<SignaturePart> &parts,
                      std::string_view separator, std::string &out, const std::string **missing)
{
    bool first = true;
    for (const SignaturePart &part : parts) {
        Cell cell;
        if (!part.source || !part.source->read(context, cell) ||
            !applyAll(part.transforms, cell, &context, context.problem))
            return false;
        if (cell.kind() == Cell::Kind::Structure)
            return context.fail("wrong_type", "text, number or boolean", "A list or group cannot be signed.");
        if (!*missing)
            *missing = cell.missingSecret() ? cell.missingSecret() : context.missingIn(cell.text());
        if (!first)
            out += separator;
        first = false;
        out += cell.text();
        if (out.size() > kMaxSigned)
            return context.fail("too_large", "at most 16 MiB", "The text to sign is too large.");
    }
    return true;
}

Parameters formParameters(std::string_view text)
{
    Parameters out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('&'), text.size());
        const std::string_view pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty())
            continue;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        out.emplace_back(percentDecoded(pair.substr(0, equals), true),
                         percentDecoded(pair.substr(std::min(equals + 1, pair.size())), true));
    }
    return out;
}

} // namespace bourse::domain
