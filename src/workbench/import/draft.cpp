#include "workbench/import/draft.h"
#include "domain/integration/wiretext.h"
#include "workbench/import/draftbuilder.h"
#include "workbench/import/fieldwords.h"
#include <algorithm>

namespace bourse::workbench {
namespace {

using domain::Array;
using domain::Object;
using domain::StepKind;
using domain::Value;

constexpr StepKind kOrder[] = {StepKind::Auth,       StepKind::Lookup,  StepKind::Ping,
                               StepKind::Post,       StepKind::Status,  StepKind::NotifyWin,
                               StepKind::NotifyLoss, StepKind::Callback};

/// A path's characters as an URL may have them; places and escapes stay.
std::string cleanPath(std::string_view path)
{
    std::string out;
    for (std::size_t i = 0; i < path.size();) {
        if (path.substr(i).starts_with("{{")) {
            const std::size_t close = path.find("}}", i);
            if (close != std::string_view::npos) {
                out += path.substr(i, close + 2 - i);
                i = close + 2;
                continue;
            }
        }
        const char c = path[i];
        const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          std::string_view("-._~!$&'()*+,;=:@/%").find(c) != std::string_view::npos;
        if (fine && c != '%')
            out += c;
        else if (c == '%' && i + 2 < path.size() &&
                 std::string_view("0123456789abcdefABCDEF").find(path[i + 1]) != std::string_view::npos &&
                 std::string_view("0123456789abcdefABCDEF").find(path[i + 2]) != std::string_view::npos)
            out += c;
        else
            domain::appendPercent(path.substr(i, 1), out);
        ++i;
    }
    return out;
}

bool isTestHost(std::string_view origin)
{
    const std::vector<std::string> tokens = nameTokens(origin);
    return std::any_of(tokens.begin(), tokens.end(), [](const std::string &token) {
        return token == "test" || token == "stage" || token == "staging" || token == "sandbox" ||
               token == "dev" || token == "uat" || token == "qa" || token == "demo" || token == "localhost" ||
               token.ends_with("stage");
    });
}

bool isDefaultType(ImportedBodyKind kind, std::string_view type)
{
    const std::string word = lowered(type);
    switch (kind) {
    case ImportedBodyKind::Json:
        return word == "application/json";
    case ImportedBodyKind::Form:
        return word == "application/x-www-form-urlencoded";
    case ImportedBodyKind::Multipart:
        return word.starts_with("multipart/");
    default:
        return type.empty();
    }
}

} // namespace

Result<Draft> DraftBuilder::build()
{
    for (const ImportedRequest &request : m_in.requests)
        if (request.chosen)
            m_requests.emplace(request.step, request);
    specificationRequests();
    if (m_requests.empty())
        return Error{"no_request",
                     {},
                     "a request or a specification",
                     ImportText::tr("There is nothing to build an integration of.").toStdString()};
    // the later steps name what the earlier ones answer
    for (const StepKind step : kOrder)
        if (const auto found = m_requests.find(step); found != m_requests.end())
            m_answers.emplace(step, answersOf(step, found->second));
    return assemble();
}

AnswerGuess DraftBuilder::answersOf(StepKind step, const ImportedRequest &request)
{
    AnswerGuess guess = guessAnswer(request.responses, std::string(name(step)), m_draft.report);
    if (step != StepKind::Auth || !guess.carried.empty())
        return guess;
    // RFC 6749, 5.1
    const Object token{{"source", Object{{"json", "$.access_token"}}}};
    guess.carried.emplace("accesstoken", "access_token");
    Array rules{Object{{"id", "token"},
                       {"outcome", "accepted"},
                       {"when", Object{{"source", Object{{"json", "$.access_token"}}}, {"op", "exists"}}}}};
    for (const Value &rule : *guess.response.find("rules")->asArray())
        rules.push_back(rule);
    guess.response.set("rules", std::move(rules));
    guess.response.set("extract", Object{{"carried", Object{{"access_token", token}}}});
    return guess;
}

Result<Draft> DraftBuilder::assemble()
{
    Object endpoints = endpointsOf();
    authentications();
    Object steps;
    for (const StepKind step : kOrder)
        if (const auto found = m_requests.find(step); found != m_requests.end())
            steps.append(std::string(name(step)), stepOf(step, found->second));
    Object document{{"bourse_integration", 1}};
    document.append("slug", slug());
    document.append("label", label());
    document.append("currency", m_options.currency);
    if (!m_variables.empty())
        document.append("variables", m_variables);
    if (!m_authentication.isNull())
        document.append("authentication", m_authentication);
    document.append("endpoints", std::move(endpoints));
    document.append("steps", std::move(steps));
    samples();
    specification();
    if (!m_draft.samples.empty())
        document.append("samples", m_draft.samples);
    if (!m_draft.specification.isNull())
        document.append("specification", m_draft.specification);
    return compiled(std::move(document));
}

Result<Draft> DraftBuilder::compiled(Object document)
{
    auto plain = domain::Integration::fromValue(document);
    if (!plain)
        return plain.errors();
    m_draft.document = std::move(document);
    m_draft.secretNames = (*plain)->secretNames();
    return std::move(m_draft);
}

std::string DraftBuilder::host() const
{
    for (const StepKind step : {StepKind::Post, StepKind::Ping})
        if (const auto found = m_requests.find(step); found != m_requests.end())
            return hostOf(found->second.origin);
    return m_requests.empty() ? std::string() : hostOf(m_requests.begin()->second.origin);
}

std::string DraftBuilder::hostOf(const std::string &origin)
{
    const auto parts = domain::splitUrl(origin + '/');
    return parts ? parts->host : std::string();
}

std::string DraftBuilder::label() const
{
    if (!m_options.label.empty())
        return m_options.label;
    if (!m_in.name.empty())
        return m_in.name;
    const std::string name = host();
    return name.empty() ? ImportText::tr("Imported integration").toStdString() : name;
}

std::string DraftBuilder::slug() const
{
    std::string slug = m_options.slug;
    if (slug.empty())
        slug = identifierFrom(m_in.name.empty() ? host() : m_in.name, "imported");
    std::replace(slug.begin(), slug.end(), '_', '-');
    return slug;
}

Object DraftBuilder::endpointsOf()
{
    m_base.clear();
    for (const StepKind step :
         {StepKind::Post, StepKind::Ping, StepKind::Status, StepKind::Lookup, StepKind::Auth})
        if (const auto found = m_requests.find(step); m_base.empty() && found != m_requests.end())
            m_base = usable(found->second.origin);
    for (const auto &[step, request] : m_requests)
        if (m_base.empty())
            m_base = usable(request.origin);
    m_draft.lacksAddress = m_base.empty();
    if (m_base.empty() && !m_options.address.empty()) {
        std::string address(trimmed(m_options.address));
        if (address.find("://") == std::string::npos)
            address = "https://" + address;
        while (address.ends_with('/'))
            address.pop_back();
        m_base = usable(address);
    }
    if (m_base.empty()) {
        m_base = "https://{{variable.host}}";
        if (!m_variables.contains("host"))
            m_variables.append("host", "");
        m_draft.report.note(
            "no_address", "endpoints", {},
            ImportText::tr("No address is known; fill in the variable “host” or the endpoint."));
    }
    Object endpoints;
    if (isTestHost(m_base)) {
        endpoints.append("test", Object{{"base_url", m_base}});
        m_draft.report.note(
            "test_endpoint", "endpoints.test", shortened(m_base),
            ImportText::tr("The address looks like a test environment; the live one is still to "
                           "be set."));
    } else {
        endpoints.append("live", Object{{"base_url", m_base}});
        endpoints.append("test", Object{{"base_url", m_base}});
        m_draft.report.note("same_endpoint", "endpoints", shortened(m_base),
                            ImportText::tr("Only one address is known; it is used for test and live."));
    }
    return endpoints;
}

std::string DraftBuilder::usable(const std::string &origin)
{
    useVariables(origin);
    if (origin.empty())
        return origin;
    // a base may hold variables, nothing else; the rest must make an address
    std::string plain;
    bool fine = true;
    for (std::size_t at = 0; at < origin.size();) {
        const std::size_t close =
            origin.compare(at, 2, "{{") == 0 ? origin.find("}}", at) : std::string::npos;
        if (close == std::string::npos) {
            plain += origin[at++];
            continue;
        }
        fine = fine && origin.compare(at, 11, "{{variable.") == 0;
        plain += plain.empty() ? "https://x" : "x";
        at = close + 2;
    }
    if (fine && domain::splitUrl(plain + '/'))
        return origin;
    m_draft.report.notUnderstood("invalid_url", "endpoints", shortened(origin),
                                 ImportText::tr("This is no address of a server."));
    return {};
}

void DraftBuilder::useVariables(std::string_view text)
{
    for (std::size_t at = text.find("{{variable."); at != std::string_view::npos;
         at = text.find("{{variable.", at + 1)) {
        const std::size_t end = text.find_first_of("}| ", at + 11);
        if (end == std::string_view::npos)
            return;
        const std::string name(text.substr(at + 11, end - at - 11));
        if (m_variables.contains(name))
            continue;
        const Value *known = m_in.variables.find(name);
        m_variables.append(name, known ? *known : Value(""));
    }
}

Object DraftBuilder::stepOf(StepKind step, const ImportedRequest &request)
{
    Object out;
    if (step != StepKind::Callback) {
        out.append("method", request.method);
        useVariables(request.path);
        const std::string path = cleanPath(request.path);
        const std::string origin = request.origin.empty() ? m_base : usable(request.origin);
        if (!origin.empty() && origin != m_base)
            out.append("url", origin + path);
        else if (!path.empty())
            out.append("path", path);
    }
    Array query = rows(step, request.query, false);
    if (!query.empty())
        out.append("query", std::move(query));
    Array headers;
    for (const ImportedLeaf &leaf : request.headers)
        headers.push_back(headerRow(leaf));
    if (!headers.empty())
        out.append("headers", std::move(headers));
    if (const auto own = m_stepAuthentication.find(step); own != m_stepAuthentication.end())
        out.append("authentication", own->second);
    if (request.body.kind != ImportedBodyKind::None)
        out.append("body", bodyOf(step, request.body));
    if (request.timeLimitMs)
        out.append("time_limit_ms", *request.timeLimitMs);
    Object response = m_answers.at(step).response;
    out.append("response", std::move(response));
    if (!request.note.empty())
        out.append("note", shortened(request.note, 1'000));
    return out;
}

Object DraftBuilder::bodyOf(StepKind step, const ImportedBody &body)
{
    Object out{{"format", formatName(body.kind)}};
    if (body.kind == ImportedBodyKind::Text) {
        useVariables(body.text);
        out.append("template", body.text);
    } else {
        out.append("rows", rows(step, body.leaves, body.kind == ImportedBodyKind::Json));
    }
    if (body.kind == ImportedBodyKind::Xml && !body.xmlDeclaration)
        out.append("declaration", false);
    if (body.kind == ImportedBodyKind::Xml && !body.xmlProlog.empty())
        out.append("prolog", body.xmlProlog);
    if (!body.contentType.empty() && !isDefaultType(body.kind, body.contentType))
        out.append("content_type", body.contentType);
    return out;
}

Result<Draft> buildDraft(const ImportResult &imported, const DraftOptions &options)
{
    return DraftBuilder(imported, options).build();
}

} // namespace bourse::workbench
