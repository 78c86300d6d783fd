#include "workbench/import/importtext.h"
#include "domain/integration/wiretext.h"
#include "domain/json/json.h"
#include "workbench/import/importparts.h"
#include "workbench/import/yamlreader.h"
#include <algorithm>
#include <array>

namespace bourse::workbench {
namespace {

using domain::StepKind;
using domain::Value;

constexpr std::array<std::string_view, 10> kKinds = {"unknown", "curl", "postman", "openapi", "har",
                                                     "http",    "json", "xml",     "form",    "table"};
constexpr std::string_view kMethods[] = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"};

bool startsHttpRequest(std::string_view text)
{
    text = trimmed(text);
    const std::string_view line = trimmed(text.substr(0, text.find('\n')));
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos ||
        std::find(std::begin(kMethods), std::end(kMethods), line.substr(0, space)) == std::end(kMethods))
        return false;
    const std::string_view target = trimmed(line.substr(space));
    return target.starts_with('/') || target.starts_with("http://") || target.starts_with("https://") ||
           target.starts_with("{{");
}

bool isAddress(std::string_view text)
{
    text = trimmed(text);
    return (startsWithFolded(text, "http://") || startsWithFolded(text, "https://")) &&
           text.find_first_of(" \t\n<>\"") == std::string_view::npos;
}

/// name=value or name: value on each line; gives it as one form.
std::optional<std::string> linesAsForm(std::string_view text)
{
    std::string form;
    std::size_t count = 0;
    for (std::string_view line : linesOf(text)) {
        line = trimmed(line);
        if (line.empty())
            continue;
        const std::size_t mark = line.find_first_of("=:");
        if (mark == std::string_view::npos || mark == 0)
            return std::nullopt;
        const std::string_view name = trimmed(line.substr(0, mark));
        if (name.size() > 64 || name.find_first_of(" \t,;|<>{}\"'&?/") != std::string_view::npos)
            return std::nullopt;
        std::string_view value = trimmed(line.substr(mark + 1));
        if (value.ends_with('&'))
            value.remove_suffix(1);
        if (!form.empty())
            form += '&';
        domain::appendForm(name, form);
        form += '=';
        if (line[mark] == '=' && value.find(' ') == std::string_view::npos && urlDecoded(value, true))
            form += value;
        else
            domain::appendForm(value, form);
        ++count;
    }
    return count > 1 ? std::optional(form) : std::nullopt;
}

bool hasCurl(std::string_view text)
{
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!equalsFolded(text.substr(at, 4), "curl"))
            continue;
        std::size_t end = at + 4;
        if (startsWithFolded(text.substr(end), ".exe"))
            end += 4;
        const bool starts =
            at == 0 || std::string_view(" \t\n\r/\\`>;&|(:").find(text[at - 1]) != std::string_view::npos;
        const std::string_view rest = text.substr(std::min(end, text.size()));
        if (starts && !rest.empty() &&
            (rest[0] == ' ' || rest[0] == '\t' || rest[0] == '\n' || rest[0] == '\r' ||
             rest.starts_with("\u00a0")))
            return true;
    }
    return false;
}

void guess(std::vector<KindGuess> &guesses, ImportKind kind, int confidence, QString reason)
{
    if (confidence > 0)
        guesses.push_back({kind, confidence, std::move(reason)});
}

std::optional<Error> refusal(std::string_view text, const ImportOptions &options)
{
    if (text.size() > options.limits.maxBytes)
        return Error{"too_large",
                     {},
                     "max_bytes " + std::to_string(options.limits.maxBytes),
                     ImportText::tr("The text is too large to be imported.").toStdString()};
    if (trimmed(text).empty())
        return Error{
            "empty_input", {}, "some text", ImportText::tr("There is nothing to import.").toStdString()};
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos)
        return Error{"nul_character",
                     {},
                     "no NUL",
                     ImportText::tr("The text has a NUL character at byte %1; is it a binary file?")
                         .arg(nul)
                         .toStdString()};
    if (!domain::isUtf8(text))
        return Error{"invalid_utf8",
                     {},
                     "UTF-8",
                     ImportText::tr("The text is not valid UTF-8; save or copy it as UTF-8.").toStdString()};
    return std::nullopt;
}

/// A body alone: one request without an address.
void readSample(std::string_view text, std::string_view contentType, ImportContext &context)
{
    ImportedRequest request;
    request.place = "body";
    request.name = ImportText::tr("Pasted sample").toStdString();
    request.body = readBody(text, contentType, "body", context);
    request.body.contentType.clear();
    context.add(std::move(request));
}

Result<void> readAs(ImportKind kind, std::string_view text, ImportContext &context)
{
    const domain::JsonLimits limits{context.options.limits.maxBytes, 128};
    switch (kind) {
    case ImportKind::Curl:
        return readCurl(text, context);
    case ImportKind::Postman:
    case ImportKind::Har: {
        auto json = domain::parseJson(trimmed(text), limits);
        if (!json)
            return json.errors();
        return kind == ImportKind::Postman ? readPostman(*json, context) : readHar(*json, context);
    }
    case ImportKind::OpenApi: {
        if (trimmed(text).starts_with('{')) {
            auto json = domain::parseJson(trimmed(text), limits);
            if (!json)
                return json.errors();
            return readOpenApi(*json, context);
        }
        auto yaml = readYaml(text);
        if (!yaml)
            return yaml.errors();
        return readOpenApi(*yaml, context);
    }
    case ImportKind::RawHttp:
        return readRawHttp(text, context);
    case ImportKind::JsonSample: {
        Errors problems;
        ImportResult scratch;
        ImportContext aside{context.options, scratch};
        if (!readForgivingJson(trimmed(text), "body", aside, &problems))
            return problems;
        readSample(trimmed(text), "application/json", context);
        return {};
    }
    case ImportKind::XmlSample: {
        readSample(trimmed(text), "text/xml", context);
        return {};
    }
    case ImportKind::FormSample: {
        if (isAddress(text)) {
            ImportedRequest request;
            request.place = "address";
            request.method = "GET";
            readUrl(text, "address", request, context);
            context.add(std::move(request));
            return {};
        }
        const std::string_view plain = trimmed(text);
        const auto lines = linesAsForm(plain);
        readSample(lines && plain.find('\n') != std::string_view::npos ? std::string_view(*lines)
                   : plain.starts_with('?')                            ? plain.substr(1)
                                                                       : plain,
                   "application/x-www-form-urlencoded", context);
        return {};
    }
    case ImportKind::SpecificationTable:
        return readTable(text, context);
    case ImportKind::Unknown:
        break;
    }
    return Error{"not_recognised",
                 {},
                 "cURL, Postman, OpenAPI, HAR, JSON, XML, form or table",
                 ImportText::tr("The text is none of the kinds that can be imported.").toStdString()};
}

/// What the language has no word for is said, and put right where that is possible.
void settleMethods(ImportContext &context)
{
    for (ImportedRequest &request : context.result.requests) {
        std::string upper = request.method;
        std::transform(upper.begin(), upper.end(), upper.begin(),
                       [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
        const bool known =
            upper == "POST" || upper == "GET" || upper == "PUT" || upper == "PATCH" || upper == "DELETE";
        if (!known) {
            const bool body = request.body.kind != ImportedBodyKind::None;
            context.report().notUnderstood(
                "unknown_method", request.place, shortened(request.method, 40),
                ImportText::tr("An integration speaks GET, POST, PUT, PATCH and DELETE; %1 was taken.")
                    .arg(body ? QStringLiteral("POST") : QStringLiteral("GET")));
            upper = body ? "POST" : "GET";
        } else if (upper != request.method) {
            context.report().note("method_case", request.place, request.method,
                                  ImportText::tr("Methods are written in capitals."));
        }
        if (request.name.starts_with(request.method + ' '))
            request.name.replace(0, request.method.size(), upper);
        request.method = upper;
    }
}

} // namespace

std::string_view name(ImportKind kind)
{
    return kKinds[static_cast<std::size_t>(kind)];
}

QString label(ImportKind kind)
{
    switch (kind) {
    case ImportKind::Curl:
        return ImportText::tr("cURL command");
    case ImportKind::Postman:
        return ImportText::tr("Postman collection");
    case ImportKind::OpenApi:
        return ImportText::tr("OpenAPI description");
    case ImportKind::Har:
        return ImportText::tr("HAR recording");
    case ImportKind::RawHttp:
        return ImportText::tr("HTTP request");
    case ImportKind::JsonSample:
        return ImportText::tr("JSON sample");
    case ImportKind::XmlSample:
        return ImportText::tr("XML sample");
    case ImportKind::FormSample:
        return ImportText::tr("Form or query sample");
    case ImportKind::SpecificationTable:
        return ImportText::tr("Specification table");
    case ImportKind::Unknown:
        break;
    }
    return ImportText::tr("Not recognised");
}

std::vector<KindGuess> recognise(std::string_view text)
{
    std::vector<KindGuess> guesses;
    const std::string_view plain = trimmed(text);
    if (plain.empty())
        return guesses;
    const auto has = [&](std::string_view part) {
        return plain.find(part) != std::string_view::npos;
    };
    const char first = plain.front();
    if (first == '{' || first == '[') {
        if (has("schema.getpostman.com") || (has("\"_postman_id\"") && has("\"item\"")))
            guess(guesses, ImportKind::Postman, 99, ImportText::tr("It names Postman's schema."));
        else if (has("\"info\"") && has("\"item\"") && has("\"request\""))
            guess(guesses, ImportKind::Postman, 85,
                  ImportText::tr("It has the members of a Postman collection."));
        if ((has("\"openapi\"") || has("\"swagger\"")) && has("\"paths\""))
            guess(guesses, ImportKind::OpenApi, 98, ImportText::tr("It names OpenAPI and has paths."));
        if (has("\"log\"") && has("\"entries\""))
            guess(guesses, ImportKind::Har, 97, ImportText::tr("It has a log with entries."));
        guess(guesses, ImportKind::JsonSample, guesses.empty() ? 90 : 20,
              ImportText::tr("It begins like JSON."));
    }
    if (first == '<') {
        if (containsFolded(plain, "<table") || containsFolded(plain, "<tr"))
            guess(guesses, ImportKind::SpecificationTable, 92, ImportText::tr("It has an HTML table."));
        guess(guesses, ImportKind::XmlSample, guesses.empty() ? 92 : 30,
              ImportText::tr("It begins like XML."));
    }
    for (const std::string_view start :
         {"openapi:", "swagger:", "\"openapi\":", "---\nopenapi:", "---\r\nopenapi:"})
        if (plain.starts_with(start))
            guess(guesses, ImportKind::OpenApi, 96, ImportText::tr("It begins like OpenAPI in YAML."));
    if (guesses.empty() && (has("\nopenapi:") || has("\nswagger:")) && has("\npaths:"))
        guess(guesses, ImportKind::OpenApi, 92, ImportText::tr("It looks like OpenAPI in YAML."));
    if (first != '{' && first != '[' && first != '<' && hasCurl(plain))
        guess(guesses, ImportKind::Curl, startsWithFolded(plain, "curl") ? 99 : 90,
              ImportText::tr("It calls curl."));
    if (startsHttpRequest(plain))
        guess(guesses, ImportKind::RawHttp, 93, ImportText::tr("It begins like an HTTP request."));
    if (first != '{' && first != '[' && first != '<') {
        if (isAddress(plain))
            guess(guesses, ImportKind::FormSample, 85, ImportText::tr("It is an address."));
        else if (plain.find('\n') == std::string_view::npos &&
                 looksLikeForm(plain.starts_with('?') ? plain.substr(1) : plain))
            guess(guesses, ImportKind::FormSample, has("&") ? 88 : 60,
                  ImportText::tr("It is name=value pairs."));
        else if (linesAsForm(plain))
            guess(guesses, ImportKind::FormSample, 70, ImportText::tr("Each line is a name and a value."));
        guess(guesses, ImportKind::SpecificationTable, tableLikeness(plain),
              ImportText::tr("Its lines fall into the same columns."));
    }
    std::stable_sort(guesses.begin(), guesses.end(),
                     [](const KindGuess &a, const KindGuess &b) { return a.confidence > b.confidence; });
    return guesses;
}

Result<ImportResult> importText(std::string_view text, const ImportOptions &options)
{
    if (auto refused = refusal(text, options))
        return *refused;
    ImportResult result;
    result.guesses = recognise(text);
    if (options.kind != ImportKind::Unknown) {
        result.kind = options.kind;
        result.confidence = 100;
    } else if (!result.guesses.empty()) {
        result.kind = result.guesses.front().kind;
        result.confidence = result.guesses.front().confidence;
    }
    ImportContext context{options, result};
    if (auto read = readAs(result.kind, text, context); !read)
        return read.errors();
    if (context.tooMany || result.report.overflowed)
        return Error{
            "too_many",
            {},
            "max_leaves " + std::to_string(options.limits.maxLeaves) + ", max_requests " +
                std::to_string(options.limits.maxRequests),
            ImportText::tr("The text has more values or requests than an import takes.").toStdString()};
    settleMethods(context);
    guessSteps(context);
    separateSecrets(result, context.variables);
    return result;
}

} // namespace bourse::workbench
