// From a recipe to a signature.
#include "domain/integration/signatureplan.h"
#include "domain/integration/signature.h"
#include "domain/json/json.h"
#include <algorithm>
#include <charconv>

namespace bourse::domain {
namespace {

constexpr std::size_t kMaxParts = 100;
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

std::string epochSeconds(UtcTime time)
{
    return std::to_string(std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count());
}

/// Reads a moment as formatTime writes it.
std::optional<UtcTime> readTime(std::string_view text, std::string_view unit)
{
    if (unit == "s" || unit == "ms") {
        std::int64_t number = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
        if (read.ec != std::errc() || read.ptr != text.data() + text.size() || number < 0 ||
            number > 99'999'999'999'999)
            return std::nullopt;
        return unit == "s" ? UtcTime(std::chrono::seconds(std::min<std::int64_t>(number, 99'999'999'999)))
                           : UtcTime(std::chrono::milliseconds(number));
    }
    if (unit == "basic" && text.size() == 16) {
        std::string iso(text);
        for (const std::size_t at : {4u, 7u})
            iso.insert(at, 1, '-');
        for (const std::size_t at : {13u, 16u})
            iso.insert(at, 1, ':');
        const auto time = fromIso8601(iso);
        return time ? std::optional(*time) : std::nullopt;
    }
    if (unit == "http") {
        static constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
        // Tue, 20 Apr 2021 02:07:55 GMT
        if (text.size() != 29)
            return std::nullopt;
        const std::size_t month = kMonths.find(text.substr(8, 3));
        if (month == std::string_view::npos || month % 3 != 0)
            return std::nullopt;
        const std::string number = std::to_string(month / 3 + 1);
        const std::string iso = std::string(text.substr(12, 4)) + '-' + (number.size() < 2 ? "0" : "") +
                                number + '-' + std::string(text.substr(5, 2)) + 'T' +
                                std::string(text.substr(17, 8)) + 'Z';
        const auto time = fromIso8601(iso);
        return time ? std::optional(*time) : std::nullopt;
    }
    const auto time = fromIso8601(text);
    return time ? std::optional(*time) : std::nullopt;
}

} // namespace

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

std::string SignaturePlan::formatTime(UtcTime time, std::string_view unit)
{
    using namespace std::chrono;
    if (unit == "ms")
        return std::to_string(floor<milliseconds>(time.time_since_epoch()).count());
    if (unit == "iso")
        return toIso8601(time);
    if (unit == "s" || unit.empty())
        return epochSeconds(time);
    const auto second = floor<seconds>(time);
    const auto day = floor<days>(second);
    const year_month_day date(day);
    const hh_mm_ss clock(second - day);
    const auto two = [](auto number) {
        std::string text = std::to_string(number);
        return text.size() < 2 ? '0' + text : text;
    };
    std::string year = std::to_string(static_cast<int>(date.year()));
    year.insert(0, year.size() < 4 ? 4 - year.size() : 0, '0');
    const std::string month = two(static_cast<unsigned>(date.month()));
    const std::string dayText = two(static_cast<unsigned>(date.day()));
    const std::string hour = two(clock.hours().count());
    const std::string minute = two(clock.minutes().count());
    const std::string secondText = two(clock.seconds().count());
    if (unit == "date")
        return year + month + dayText;
    if (unit == "basic")
        return year + month + dayText + 'T' + hour + minute + secondText + 'Z';
    if (unit == "http") {
        static constexpr const char *kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        static constexpr const char *kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        return std::string(kDays[weekday(day).c_encoding()]) + ", " + dayText + ' ' +
               kMonths[static_cast<unsigned>(date.month()) - 1] + ' ' + year + ' ' + hour + ':' + minute +
               ':' + secondText + " GMT";
    }
    return year + '-' + month + '-' + dayText + 'T' + hour + ':' + minute + ':' + secondText + 'Z'; // iso_s
}

/// The parts that only a signature has. Each reads the request as it is when the signature is made.
class SignaturePartCompiler {
  public:
    using Part = SignaturePlan::Part;

    static std::vector<Part> compileList(ObjectReader &reader, std::string_view key, std::string_view unit,
                                         CompileContext &compile)
    {
        std::vector<Part> out;
        const Array *list = reader.array(key);
        for (std::size_t i = 0; list && i < list->size(); ++i) {
            const std::string path = reader.pathOf(key) + '[' + std::to_string(i) + ']';
            if (i == kMaxParts) {
                compile.problems.add("too_many", path, "at most " + std::to_string(kMaxParts),
                                     "A signature has too many parts.");
                break;
            }
            out.push_back(compileOne((*list)[i], path, unit, compile));
        }
        return out;
    }

    /// A template, or a list of parts.
    static std::vector<Part> compileText(ObjectReader &reader, std::string_view key, std::string_view unit,
                                         CompileContext &compile)
    {
        const Value *value = reader.get(key);
        if (value && value->isArray())
            return compileList(reader, key, unit, compile);
        std::vector<Part> out;
        if (const std::string text = reader.text(key); !text.empty())
            out.push_back({compileSource(Object{{"template", text}}, reader.pathOf(key), compile), {}});
        return out;
    }

  private:
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
                    text = m_option == "decoded" ? percentDecoded(request.path, false)
                                                 : std::string(request.path);
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
                text = SignaturePlan::formatTime(context.input.time, m_option);
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
        std::vector<std::pair<std::string, Part>> more;

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
                return context.fail(
                    "wrong_type", "a JSON object",
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
        Hash(Digest digest, std::string output, std::vector<Part> parts, std::string separator)
            : m_digest(digest), m_output(std::move(output)), m_parts(std::move(parts)),
              m_separator(std::move(separator))
        {
        }
        bool read(RenderContext &context, Cell &cell) const override
        {
            std::string text;
            const std::string *missing = nullptr;
            if (!SignaturePartCompiler::compose(context, m_parts, m_separator, text, &missing))
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
        std::vector<Part> m_parts;
        std::string m_separator;
    };

    static std::vector<std::string> names(ObjectReader &reader, std::string_view key)
    {
        std::vector<std::string> out;
        const Array *list = reader.array(key);
        for (std::size_t i = 0; list && i < list->size() && i < kMaxParts; ++i) {
            if (const std::string *name = (*list)[i].asString(); name && !name->empty())
                out.push_back(*name);
            else
                reader.problems().add("wrong_type", reader.pathOf(key) + '[' + std::to_string(i) + ']',
                                      "text", "A name is expected.");
        }
        return out;
    }

    static Part compileOne(const Value &value, const std::string &path, std::string_view unit,
                           CompileContext &compile)
    {
        Part part;
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

    static std::unique_ptr<RowSource> compilePart(ObjectReader &reader, std::string_view unit,
                                                  CompileContext &compile)
    {
        using What = Request::What;
        const std::string kind =
            reader.choice("part", {"body", "method", "path", "query", "path_query", "url", "host",
                                   "body_hash", "timestamp", "header", "headers", "parameters", "hash"});
        if (kind == "method")
            return std::make_unique<Request>(What::Method, reader.choice("case", {"upper", "lower"}));
        if (kind == "path")
            return std::make_unique<Request>(What::Path,
                                             reader.choice("encode", {"none", "percent", "decoded"}));
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
            const std::string other =
                reader.choice("unit", {"s", "ms", "iso", "iso_s", "http", "basic", "date"});
            return std::make_unique<Request>(What::Timestamp, own ? other : std::string(unit));
        }
        if (kind == "body_hash") {
            const std::string digest =
                reader.choice("algorithm", {"sha256", "sha512", "sha384", "sha1", "md5"});
            return std::make_unique<BodyHash>(
                *digestFromName(digest),
                reader.choice("output", {"hex", "hex_upper", "base64", "base64url"}));
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
            for (std::size_t i = 0; more && i < more->size() && i < kMaxParts; ++i) {
                ObjectReader one((*more)[i], reader.pathOf("more") + '[' + std::to_string(i) + ']',
                                 compile.problems);
                const std::string name = one.requireText("name");
                Part part;
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
        auto parts = compileList(reader, "parts", unit, compile);
        --compile.depth;
        return std::make_unique<Hash>(*digestFromName(digest), output, std::move(parts), separator);
    }

  public:
    static bool compose(RenderContext &context, const std::vector<Part> &parts, std::string_view separator,
                        std::string &out, const std::string **missing)
    {
        bool first = true;
        for (const Part &part : parts) {
            Cell cell;
            if (!part.source || !part.source->read(context, cell) ||
                !applyAll(part.transforms, cell, &context, context.problem))
                return false;
            if (cell.kind() == Cell::Kind::Structure)
                return context.fail("wrong_type", "text, number or boolean",
                                    "A list or group cannot be signed.");
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
};

std::unique_ptr<SignaturePlan> SignaturePlan::compile(ObjectReader &reader, CompileContext &compile)
{
    Problems &problems = compile.problems;
    auto plan = std::make_unique<SignaturePlan>();
    plan->m_path = reader.path();
    plan->m_id = reader.text("id");
    const bool message = reader.choice("scheme", {"recipe", "http_message_signature"}) != "recipe";
    plan->m_isMessage = message;

    const std::string algorithm =
        reader.choice("algorithm", {"hmac-sha256", "hmac-sha512", "hmac-sha384", "hmac-sha1", "hmac-md5",
                                    "sha256", "sha512", "sha384", "sha1", "md5", "ed25519", "rsa-sha256",
                                    "rsa-sha512", "rsa-pss-sha512", "ecdsa-p256-sha256"});
    plan->m_algorithm = algorithm;
    plan->m_keyPair = keyAlgorithmFromName(algorithm);
    if (!plan->m_keyPair) {
        const bool hmac = algorithm.starts_with("hmac-");
        plan->m_digest = digestFromName(hmac ? algorithm.substr(5) : algorithm);
        plan->m_keyed = hmac;
    }
    if (plan->m_keyed || plan->m_keyPair) {
        plan->m_secret = reader.requireText("secret");
        if (!plan->m_secret.empty())
            compile.secrets.insert(plan->m_secret);
    }
    plan->m_secretEncoding =
        reader.choice("secret_encoding", {"text", "hex", "base64", "base64url", "whsec", "pem"});
    if (!plan->m_keyPair && plan->m_secretEncoding == "pem")
        problems.add("not_a_choice", reader.pathOf("secret_encoding"), "text, hex, base64, base64url, whsec",
                     "A PEM is the key of an algorithm with a key pair.");
    plan->m_rawEcdsa = message; // RFC 9421, 3.3.4
    plan->m_tolerance = std::chrono::seconds(reader.integer("tolerance_s", 300, 0, 31'536'000));
    reader.text("note");
    if (message) {
        plan->m_label = reader.text("label", "sig1");
        // RFC 8941, 3.1.2: a key
        const bool fine =
            !plan->m_label.empty() &&
            plan->m_label.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-.*") ==
                std::string::npos &&
            (plan->m_label.front() == '*' || (plan->m_label.front() >= 'a' && plan->m_label.front() <= 'z'));
        if (!fine)
            problems.add("invalid_target", reader.pathOf("label"), "a-z 0-9 _ - . *",
                         "The label may have only small letters, digits and _-.*");
        reader.require("components");
        if (const Array *list = reader.array("components"))
            for (std::size_t i = 0; i < list->size() && i < kMaxParts; ++i) {
                const std::string name = (*list)[i].toText();
                static const Headers kNothing;
                // Every component that can be read of some request can be compiled.
                const auto probe =
                    signatureBase({"GET", "https://h.example/?a=b", &kNothing, 200}, {name}, "()");
                if (!probe && probe.error().code != "missing_header")
                    problems.take(probe.errors(),
                                  reader.pathOf("components") + '[' + std::to_string(i) + ']');
                plan->m_components.push_back(name);
            }
        plan->m_created = reader.boolean("created", true);
        plan->m_expires = reader.integer("expires_s", 0, 0, 31'536'000);
        plan->m_includeAlgorithm = reader.boolean("include_alg", false);
        const auto text = [&](const char *key) -> std::optional<Template> {
            if (!reader.get(key))
                return std::nullopt;
            return Template::compile(reader.text(key), reader.pathOf(key), compile);
        };
        plan->m_keyId = text("keyid");
        plan->m_nonce = text("nonce");
        plan->m_tag = text("tag");
        plan->m_header = "Signature";
        return plan;
    }

    plan->m_output = reader.choice("output", {"hex", "hex_upper", "base64", "base64url"});
    plan->m_rawEcdsa = reader.choice("ecdsa_form", {"der", "raw"}) == "raw";
    const bool hasId = !plan->m_id.empty();
    if (reader.get("query"))
        plan->m_query = reader.requireText("query");
    else if (!hasId || reader.get("header"))
        plan->m_header = reader.requireText("header");
    if (!plan->m_query.empty() && reader.get("header"))
        problems.add("target_conflict", reader.pathOf("query"), "header or query",
                     "A signature goes into a header or into the query, not into both.");
    if (!plan->m_header.empty() && !isHeaderName(plan->m_header))
        problems.add("invalid_target", reader.pathOf("header"), "RFC 9110 token",
                     "\"" + plan->m_header + "\" is not a header's name.");
    if (const Value *value = reader.get("timestamp")) {
        ObjectReader time(*value, reader.pathOf("timestamp"), problems);
        plan->m_timeUnit = time.choice("unit", {"s", "ms", "iso", "iso_s", "http", "basic", "date"});
        plan->m_timeHeader = time.text("header");
        plan->m_timeQuery = time.text("query");
        if (time.get("pattern")) {
            auto pattern = Regex::compile(time.requireText("pattern"));
            if (pattern)
                plan->m_timePattern = std::move(*pattern);
            else
                problems.take(pattern.errors(), time.pathOf("pattern"));
        }
        if (!plan->m_timeHeader.empty() && !isHeaderName(plan->m_timeHeader))
            problems.add("invalid_target", time.pathOf("header"), "RFC 9110 token",
                         "\"" + plan->m_timeHeader + "\" is not a header's name.");
        time.finish();
    }
    plan->m_secretBefore = reader.text("secret_before");
    plan->m_secretAfter = reader.text("secret_after");
    plan->m_truncate = static_cast<std::size_t>(reader.integer("truncate", 0, 0, 64));
    plan->m_separator = reader.text("separator");
    plan->m_before = SignaturePartCompiler::compileText(reader, "before", plan->m_timeUnit, compile);
    plan->m_after = SignaturePartCompiler::compileText(reader, "after", plan->m_timeUnit, compile);
    plan->m_derive = SignaturePartCompiler::compileList(reader, "derive", plan->m_timeUnit, compile);
    if (plan->m_keyPair && !plan->m_derive.empty())
        problems.add("not_available", reader.pathOf("derive"), "hmac algorithms",
                     "Only the key of an HMAC can be derived.");
    reader.require("parts");
    plan->m_parts = SignaturePartCompiler::compileList(reader, "parts", plan->m_timeUnit, compile);
    return plan;
}

void SignaturePlan::appendTimestamp(const RenderContext &context, Headers &headers, std::string &query) const
{
    // With a pattern the time is a piece of another header, which is written as such.
    if ((m_timeHeader.empty() && m_timeQuery.empty()) || m_timePattern)
        return;
    const std::string text = formatTime(context.input.time, m_timeUnit);
    // Two signatures may share one timestamp.
    if (!m_timeHeader.empty() && !findHeader(headers, m_timeHeader))
        headers.emplace_back(m_timeHeader, text);
    if (!m_timeQuery.empty()) {
        appendForm(m_timeQuery, query);
        query += '=';
        appendForm(text, query);
    }
}

bool SignaturePlan::keyOf(RenderContext &context, std::string &key) const
{
    const auto *secrets = context.input.secrets;
    const auto found = secrets ? secrets->find(m_secret) : decltype(secrets->end()){};
    if (!secrets || found == secrets->end())
        return context.fail("missing_secret", "secret " + m_secret,
                            "The secret \"" + m_secret + "\", which the signature needs, is not set.");
    if (m_keyPair) {
        key = found->second.reveal();
        return true;
    }
    const auto bytes = decodeBytes(found->second.reveal(), m_secretEncoding);
    if (!bytes || bytes->empty()) // anybody can sign with an empty key
        return context.fail("invalid_secret", m_secretEncoding + ", not empty",
                            "The secret \"" + m_secret + "\" is " +
                                (bytes ? std::string("empty") : "not " + m_secretEncoding) + ".");
    key = m_secretBefore + *bytes + m_secretAfter;
    for (const Part &part : m_derive) {
        std::string text;
        const std::string *missing = nullptr;
        Cell cell;
        if (!part.source || !part.source->read(context, cell) ||
            !applyAll(part.transforms, cell, &context, context.problem))
            return false;
        missing = cell.missingSecret();
        if (missing)
            return context.fail("missing_secret", "secret " + *missing,
                                "The secret \"" + *missing + "\", which the signature needs, is not set.");
        key = hmacOf(*m_digest, key, cell.text());
    }
    return true;
}

bool SignaturePlan::bytesOf(RenderContext &context, std::string_view text, std::string &bytes) const
{
    std::string key;
    if ((m_keyed || m_keyPair) && !keyOf(context, key))
        return false;
    if (m_keyPair) {
        auto made = signWithKey(*m_keyPair, key, m_secretEncoding, text, m_rawEcdsa);
        if (!made)
            return context.fail(made.error().code, m_algorithm,
                                "The secret \"" + m_secret + "\": " + made.error().message);
        bytes = std::move(*made);
    } else {
        bytes = m_keyed ? hmacOf(*m_digest, key, text) : digestOf(*m_digest, text);
    }
    if (m_truncate > 0 && m_truncate < bytes.size())
        bytes.resize(m_truncate);
    return true;
}

bool SignaturePlan::wrap(RenderContext &context, std::string &before, std::string &after) const
{
    const std::string *missing = nullptr; // a key's name or a user's: harmless, so its place is shown
    return SignaturePartCompiler::compose(context, m_before, {}, before, &missing) &&
           SignaturePartCompiler::compose(context, m_after, {}, after, &missing);
}

bool SignaturePlan::make(RenderContext &context, MadeSignature &made) const
{
    if (m_isMessage)
        return makeMessageSignature(context, made);
    const std::string *missing = nullptr;
    if (!SignaturePartCompiler::compose(context, m_parts, m_separator, made.stringToSign, &missing))
        return false;
    if (missing)
        return context.fail("missing_secret", "secret " + *missing,
                            "The secret \"" + *missing + "\", which is signed, is not set.");
    std::string bytes;
    std::string before;
    std::string after;
    if (!bytesOf(context, made.stringToSign, bytes) || !wrap(context, before, after))
        return false;
    made.value = before + encodeBytes(bytes, m_output) + after;
    if (!m_header.empty()) {
        if (!isHeaderValue(made.value))
            return context.fail("header_injection", "no control characters",
                                "The signature's header has a control character.");
        made.headers.emplace_back(m_header, made.value);
    }
    if (!m_query.empty()) {
        appendForm(m_query, made.query);
        made.query += '=';
        appendForm(made.value, made.query);
    }
    return true;
}

bool SignaturePlan::makeMessageSignature(RenderContext &context, MadeSignature &made) const
{
    const auto quoted = [&](const std::optional<Template> &text, const char *name, std::string &out) {
        if (!text)
            return true;
        std::string value;
        if (!text->append(context, Escaping::None, value))
            return false;
        out += std::string(";") + name + "=\"";
        for (const char c : value) {
            if (c < 0x20 || c > 0x7E) // RFC 8941, 3.3.3
                return context.fail("invalid_character", "RFC 8941 string",
                                    std::string("The parameter \"") + name +
                                        "\" must be printable US-ASCII.");
            if (c == '"' || c == '\\')
                out += '\\';
            out += c;
        }
        out += '"';
        return true;
    };
    std::string params = componentList(m_components);
    if (m_created)
        params += ";created=" + epochSeconds(context.input.time);
    if (m_expires > 0)
        params += ";expires=" + epochSeconds(context.input.time + std::chrono::seconds(m_expires));
    if (!quoted(m_keyId, "keyid", params))
        return false;
    if (m_includeAlgorithm) // RFC 9421, 6.2.2 calls one of them otherwise
        params +=
            ";alg=\"" + (m_algorithm == "rsa-sha256" ? std::string("rsa-v1_5-sha256") : m_algorithm) + '"';
    if (!quoted(m_nonce, "nonce", params) || !quoted(m_tag, "tag", params))
        return false;
    const RequestSoFar &request = *context.request;
    auto base =
        signatureBase({request.method, request.url, request.headers, std::nullopt}, m_components, params);
    if (!base)
        return context.fail(base.error().code, base.error().rule, base.error().message);
    made.stringToSign = std::move(*base);
    std::string bytes;
    if (!bytesOf(context, made.stringToSign, bytes))
        return false;
    made.value = m_label + "=:" + encodeBytes(bytes, "base64") + ':';
    made.headers.emplace_back("Signature-Input", m_label + '=' + params);
    made.headers.emplace_back("Signature", made.value);
    return true;
}

Result<std::optional<UtcTime>> SignaturePlan::signedAt(const RequestSoFar &request) const
{
    const auto invalid = [](const std::string &where) {
        return Error{"invalid_timestamp", where, "the recipe's unit",
                     "The time of the signature cannot be read."};
    };
    if (m_isMessage && m_created) {
        const std::string *input = findHeader(*request.headers, "Signature-Input");
        const std::size_t at = input ? input->find(";created=") : std::string::npos;
        if (at == std::string::npos)
            return Error{"missing_header", "Signature-Input", "created",
                         "The signature does not say its time."};
        const std::size_t from = at + 9;
        const auto time =
            readTime(std::string_view(*input).substr(
                         from, std::min(input->find_first_not_of("0123456789", from), input->size()) - from),
                     "s");
        if (!time)
            return invalid("Signature-Input");
        return std::optional(*time);
    }
    std::optional<std::string> text;
    if (!m_timeHeader.empty()) {
        const std::string *value = findHeader(*request.headers, m_timeHeader);
        if (!value)
            return Error{"missing_header", m_timeHeader, "required", "The header with the time is missing."};
        text = *value;
    } else if (!m_timeQuery.empty()) {
        for (const auto &[name, value] : formParameters(request.query))
            if (name == m_timeQuery)
                text = value;
        if (!text)
            return Error{"missing_header", m_timeQuery, "required",
                         "The parameter with the time is missing."};
    }
    if (!text)
        return std::optional<UtcTime>();
    if (m_timePattern) {
        const auto found = m_timePattern->find(*text);
        if (!found || !*found)
            return invalid(m_timeHeader.empty() ? m_timeQuery : m_timeHeader);
        const auto &groups = (*found)->groups;
        text = std::string(groups.size() > 1 ? groups[1] : groups[0]);
    }
    const auto time = readTime(*text, m_timeUnit);
    if (!time)
        return invalid(m_timeHeader.empty() ? m_timeQuery : m_timeHeader);
    return std::optional(*time);
}

Result<void> SignaturePlan::verify(RenderContext &context) const
{
    const RequestSoFar &request = *context.request;
    const auto mismatch = [this] {
        return Error{"signature_mismatch", name(), m_algorithm,
                     "The signature does not belong to this request."};
    };
    std::string text;
    std::vector<std::string> given; // encoded signatures, any of which may be the right one
    std::string encoding = m_output;
    if (m_isMessage) {
        const std::string *input = findHeader(*request.headers, "Signature-Input");
        const std::string *signature = findHeader(*request.headers, "Signature");
        if (!input || !signature)
            return Error{"missing_header", input ? "Signature" : "Signature-Input", "required",
                         "The request is not signed."};
        // The sender's own parameters are signed; the components must be those of the recipe.
        const std::string start = m_label + '=' + componentList(m_components);
        const std::size_t at = input->find(start);
        if (at == std::string::npos || (at > 0 && (*input)[at - 1] != ' ' && (*input)[at - 1] != ','))
            return mismatch();
        const std::size_t from = at + m_label.size() + 1;
        std::size_t end = from;
        for (bool quoted = false; end < input->size() && (quoted || (*input)[end] != ','); ++end)
            if ((*input)[end] == '"' && (end == 0 || (*input)[end - 1] != '\\'))
                quoted = !quoted;
        auto base = signatureBase({request.method, request.url, request.headers, std::nullopt}, m_components,
                                  std::string_view(*input).substr(from, end - from));
        if (!base)
            return base.errors();
        text = std::move(*base);
        const std::size_t value = signature->find(m_label + "=:");
        if (value == std::string::npos)
            return mismatch();
        const std::size_t open = value + m_label.size() + 2;
        given.push_back(signature->substr(open, signature->find(':', open) - open));
        encoding = "base64";
    } else {
        std::string whole;
        if (!m_header.empty()) {
            const std::string *value = findHeader(*request.headers, m_header);
            if (!value)
                return Error{"missing_header", m_header, "required", "The request is not signed."};
            whole = *value;
        } else if (!m_query.empty()) {
            bool found = false;
            for (const auto &[name, value] : formParameters(request.query))
                if (name == m_query) {
                    whole = value;
                    found = true;
                }
            if (!found)
                return Error{"missing_header", m_query, "required", "The request is not signed."};
        } else {
            return Error{"not_verifiable", m_id, "header or query",
                         "A signature that stands in the body cannot be checked by its recipe."};
        }
        const std::string *missing = nullptr;
        std::string before;
        std::string after;
        if (!SignaturePartCompiler::compose(context, m_parts, m_separator, text, &missing) ||
            !wrap(context, before, after))
            return context.problem;
        if (missing)
            return Error{"missing_secret", name(), "secret " + *missing,
                         "The secret \"" + *missing + "\", which is signed, is not set."};
        const auto candidate = [&](std::string_view one) {
            if (one.size() >= before.size() + after.size() && one.starts_with(before) && one.ends_with(after))
                given.emplace_back(one.substr(before.size(), one.size() - before.size() - after.size()));
        };
        // "v1,one v1,two" while a key is exchanged; "t=1,v1=one,v0=other"
        candidate(whole);
        std::size_t count = 0;
        for (std::size_t i = 0; i < whole.size() && count < 64;) {
            const std::size_t end = std::min(whole.find(' ', i), whole.size());
            candidate(std::string_view(whole).substr(i, end - i));
            i = end + 1;
            ++count;
        }
        for (std::size_t comma = whole.find(','); comma != std::string::npos && count < 64;
             comma = whole.find(',', comma + 1), ++count)
            candidate(std::string_view(whole).substr(0, comma));
    }
    std::string key;
    if (m_keyPair && !keyOf(context, key))
        return context.problem;
    std::string expected;
    if (!m_keyPair && !bytesOf(context, text, expected))
        return context.problem;
    for (const std::string &one : given) {
        const auto bytes = decodeBytes(one, encoding == "hex_upper" ? std::string("hex") : encoding);
        if (!bytes)
            continue;
        if (m_keyPair ? verifyWithKey(*m_keyPair, key, m_secretEncoding, text, *bytes, m_rawEcdsa)
                      : sameBytes(*bytes, expected))
            return {};
    }
    return mismatch();
}

} // namespace bourse::domain
