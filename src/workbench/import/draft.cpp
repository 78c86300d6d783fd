#include "workbench/import/draft.h"
#include "domain/integration/integration.h"
#include "domain/integration/wiretext.h"
#include "domain/json/json.h"
#include "workbench/import/answerguess.h"
#include "workbench/import/fieldwords.h"
#include "workbench/import/importparts.h"
#include <algorithm>
#include <set>

namespace bourse::workbench {
namespace {

using domain::Array;
using domain::Object;
using domain::StepKind;
using domain::Value;

constexpr StepKind kOrder[] = {StepKind::Auth,       StepKind::Lookup,  StepKind::Ping,
                               StepKind::Post,       StepKind::Status,  StepKind::NotifyWin,
                               StepKind::NotifyLoss, StepKind::Callback};

std::string joined(std::string_view name)
{
    std::string out;
    for (const std::string &token : nameTokens(name))
        out += token;
    return out;
}

std::string_view lastPart(std::string_view target)
{
    const std::size_t at = target.find_last_of("./@");
    return at == std::string_view::npos ? target : target.substr(at + 1);
}

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

const char *formatName(ImportedBodyKind kind)
{
    switch (kind) {
    case ImportedBodyKind::Json:
        return "json";
    case ImportedBodyKind::Form:
        return "form";
    case ImportedBodyKind::Xml:
        return "xml";
    case ImportedBodyKind::Text:
        return "text";
    case ImportedBodyKind::Multipart:
        return "multipart";
    case ImportedBodyKind::None:
        break;
    }
    return "none";
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

class Builder {
  public:
    Builder(const ImportResult &imported, const DraftOptions &options) : m_in(imported), m_options(options) {}

    Result<Draft> build()
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
                m_answers.emplace(
                    step, guessAnswer(found->second.responses, std::string(name(step)), m_draft.report));
        return assemble();
    }

  private:
    AnswerGuess answersOf(StepKind step, const ImportedRequest &request)
    {
        AnswerGuess guess = guessAnswer(request.responses, std::string(name(step)), m_draft.report);
        if (step != StepKind::Auth || !guess.carried.empty())
            return guess;
        // RFC 6749, 5.1
        const Object token{{"source", Object{{"json", "$.access_token"}}}};
        guess.carried.emplace("accesstoken", "access_token");
        Array rules{
            Object{{"id", "token"},
                   {"outcome", "accepted"},
                   {"when", Object{{"source", Object{{"json", "$.access_token"}}}, {"op", "exists"}}}}};
        for (const Value &rule : *guess.response.find("rules")->asArray())
            rules.push_back(rule);
        guess.response.set("rules", std::move(rules));
        guess.response.set("extract", Object{{"carried", Object{{"access_token", token}}}});
        return guess;
    }

    Result<Draft> assemble()
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

    Result<Draft> compiled(Object document)
    {
        auto plain = domain::Integration::fromValue(document);
        if (!plain)
            return plain.errors();
        m_draft.document = std::move(document);
        m_draft.secretNames = (*plain)->secretNames();
        return std::move(m_draft);
    }

    // --- names -------------------------------------------------------------------------------------------

    std::string host() const
    {
        for (const StepKind step : {StepKind::Post, StepKind::Ping})
            if (const auto found = m_requests.find(step); found != m_requests.end())
                return hostOf(found->second.origin);
        return m_requests.empty() ? std::string() : hostOf(m_requests.begin()->second.origin);
    }
    static std::string hostOf(const std::string &origin)
    {
        const auto parts = domain::splitUrl(origin + '/');
        return parts ? parts->host : std::string();
    }
    std::string label() const
    {
        if (!m_options.label.empty())
            return m_options.label;
        if (!m_in.name.empty())
            return m_in.name;
        const std::string name = host();
        return name.empty() ? ImportText::tr("Imported integration").toStdString() : name;
    }
    std::string slug() const
    {
        std::string slug = m_options.slug;
        if (slug.empty())
            slug = identifierFrom(m_in.name.empty() ? host() : m_in.name, "imported");
        std::replace(slug.begin(), slug.end(), '_', '-');
        return slug;
    }

    // --- endpoints ---------------------------------------------------------------------------------------

    Object endpointsOf()
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

    std::string usable(const std::string &origin)
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

    /// Declares the variables that a template names.
    void useVariables(std::string_view text)
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

    // --- steps -------------------------------------------------------------------------------------------

    Object stepOf(StepKind step, const ImportedRequest &request)
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

    static Object plainRow(const ImportedLeaf &leaf, Object source)
    {
        Object row{{"target", leaf.target}};
        row.append("source", std::move(source));
        return row;
    }

    Object headerRow(const ImportedLeaf &leaf)
    {
        useVariables(leaf.textTemplate);
        Object row = !leaf.textTemplate.empty() ? plainRow(leaf, Object{{"template", leaf.textTemplate}})
                     : !leaf.secret.empty()     ? plainRow(leaf, Object{{"secret", leaf.secret}})
                                                : plainRow(leaf, Object{{"constant", leaf.value.toText()}});
        if (leaf.secret.empty() && leaf.textTemplate.empty() && leaf.value.toText().empty())
            row.append("on_empty", "empty");
        return row;
    }

    const ImportedLeaf *authPart(const ImportedAuth &auth, std::string_view name) const
    {
        for (const ImportedLeaf &leaf : auth.values)
            if (leaf.target == name)
                return &leaf;
        return nullptr;
    }
    /// The part as it stands in a template.
    std::string authText(const ImportedLeaf *leaf, const char *variable)
    {
        if (!leaf)
            return {};
        if (!leaf->textTemplate.empty()) {
            useVariables(leaf->textTemplate);
            return leaf->textTemplate;
        }
        if (!leaf->secret.empty())
            return "{{secret." + leaf->secret + "}}";
        const std::string text = leaf->value.toText();
        if (text.empty())
            return {};
        // a name is a setting: whoever uses the document may have another
        std::string key = variable;
        for (int n = 2; m_variables.contains(key) && *m_variables.find(key) != Value(text); ++n)
            key = std::string(variable) + '_' + std::to_string(n);
        m_variables.set(key, text);
        return "{{variable." + key + "}}";
    }

    /// The request's authentication as the language writes it; null where it needs none or stands elsewhere.
    Value authenticationOf(const ImportedRequest &request)
    {
        const ImportedAuth &auth = request.auth;
        const auto text = [&](const char *part, const char *variable) {
            return authText(authPart(auth, part), variable);
        };
        const auto secret = [&](const char *part, const char *fallback) {
            const ImportedLeaf *leaf = authPart(auth, part);
            return leaf && !leaf->secret.empty() ? leaf->secret : std::string(fallback);
        };
        switch (auth.kind) {
        case ImportedAuthKind::None:
        case ImportedAuthKind::ApiKey:    // stands where it is sent
        case ImportedAuthKind::MutualTls: // belongs to the connection
            return {};
        case ImportedAuthKind::Basic:
            return Object{{"kind", "basic"},
                          {"user", text("user", "user")},
                          {"password", text("password", "password")}};
        case ImportedAuthKind::Digest: {
            const std::string user = text("user", "user");
            const std::string password = text("password", "password");
            return Object{{"kind", "digest"},
                          {"user", user.empty() ? "{{secret.user}}" : user},
                          {"password", password.empty() ? "{{secret.password}}" : password}};
        }
        case ImportedAuthKind::Bearer: {
            if (request.step != StepKind::Auth && m_requests.contains(StepKind::Auth)) {
                m_draft.report.note(
                    "token_of_the_step", request.place, {},
                    ImportText::tr("There is a request for a token, so this one carries what it answers."));
                return Object{{"kind", "bearer"}, {"token", "{{carried." + tokenName() + "}}"}};
            }
            const std::string token = text("token", "token");
            return Object{{"kind", "bearer"}, {"token", token.empty() ? "{{secret.bearer_token}}" : token}};
        }
        case ImportedAuthKind::OAuth2:
            return oauth(request);
        case ImportedAuthKind::AwsSigV4: {
            const auto orVariable = [&](const char *part) {
                const std::string given = text(part, part);
                if (!given.empty())
                    return given;
                if (!m_variables.contains(part))
                    m_variables.append(part, "");
                return "{{variable." + std::string(part) + "}}";
            };
            const std::string access = text("access_key", "access_key");
            return Object{{"kind", "aws_sigv4"},
                          {"service", orVariable("service")},
                          {"region", orVariable("region")},
                          {"access_key", access.empty() ? "{{secret.aws_access_key}}" : access},
                          {"secret_key", secret("secret_key", "aws_secret_key")}};
        }
        case ImportedAuthKind::Other:
            if (std::any_of(request.headers.begin(), request.headers.end(), [](const ImportedLeaf &leaf) {
                    return equalsFolded(leaf.target, "Authorization");
                }))
                return {}; // it stands there
            break;
        }
        std::string parts;
        for (const ImportedLeaf &leaf : auth.values)
            parts += (parts.empty() ? "" : ", ") + leaf.target +
                     (leaf.secret.empty() ? '=' + leaf.value.toText() : " (secret " + leaf.secret + ')');
        m_draft.report.notUnderstood(
            "auth_not_written", request.place, shortened(auth.label + ": " + parts),
            ImportText::tr("This way of proving who one is was read, but must be set by hand."));
        return {};
    }

    /// What the token step's answer is carried as.
    std::string tokenName() const
    {
        const auto token = m_answers.find(StepKind::Auth);
        if (token == m_answers.end())
            return "access_token";
        for (const char *name : {"accesstoken", "token", "jwt", "authtoken"})
            if (const auto known = token->second.carried.find(name); known != token->second.carried.end())
                return known->second;
        return "access_token";
    }

    Value oauth(const ImportedRequest &request)
    {
        const ImportedAuth &auth = request.auth;
        const auto plain = [&](const char *part) {
            const ImportedLeaf *leaf = authPart(auth, part);
            return !leaf                        ? std::string()
                   : leaf->textTemplate.empty() ? leaf->value.toText()
                                                : authText(leaf, part);
        };
        const std::string url = plain("token_url");
        if (url.empty() || m_requests.contains(StepKind::Auth)) {
            const std::string token = authText(authPart(auth, "token"), "token");
            return Object{{"kind", "bearer"},
                          {"token", m_requests.contains(StepKind::Auth) ? "{{carried." + tokenName() + "}}"
                                    : token.empty() ? std::string("{{secret.bearer_token}}")
                                                    : token}};
        }
        Object out{{"kind", "oauth2"}};
        const ImportedLeaf *grant = authPart(auth, "grant");
        const std::string kind = grant ? grant->value.toText() : "client_credentials";
        if (kind != "client_credentials")
            out.append("grant", kind);
        out.append("token_url", url);
        const std::string id = authText(authPart(auth, "client_id"), "client_id");
        out.append("client_id", id.empty() ? "{{secret.client_id}}" : id);
        const std::string secret = authText(authPart(auth, "client_secret"), "client_secret");
        if (!secret.empty())
            out.append("client_secret", secret);
        if (const ImportedLeaf *how = authPart(auth, "client_auth"); how && how->value == Value("body"))
            out.append("client_auth", "body");
        for (const char *part : {"scope", "audience"})
            if (const std::string text = plain(part); !text.empty())
                out.append(part, text);
        if (kind == "password")
            for (const char *part : {"user", "password"}) {
                const std::string text = authText(authPart(auth, part), part);
                out.append(part, text.empty() ? "{{secret." + std::string(part) + "}}" : text);
            }
        return out;
    }

    /// One for the document where all steps agree; what belongs to the connection or asks for a token is
    /// always the document's, and steps that differ say so.
    void authentications()
    {
        std::map<StepKind, Value> each;
        Value common;
        Value shared;
        bool agree = true;
        bool first = true;
        const ImportedAuth *certificate = nullptr;
        for (const auto &[step, request] : m_requests) {
            if (request.auth.clientCertificate || request.auth.kind == ImportedAuthKind::MutualTls)
                certificate = &request.auth;
            const Value value = authenticationOf(request);
            each.emplace(step, value);
            if (step == StepKind::Auth || step == StepKind::Callback)
                continue;
            agree = agree && (first || value == common);
            common = value;
            first = false;
            if (const Value *kind = value.find("kind"); kind && *kind == Value("oauth2"))
                shared = value;
        }
        if (agree)
            shared = common;
        for (const auto &[step, value] : each) {
            const bool token = step == StepKind::Auth;
            if (value == shared || (value.isNull() && (shared.isNull() || token)))
                continue;
            m_stepAuthentication.emplace(step, value.isNull() ? Value(Object{{"kind", "none"}}) : value);
        }
        if (!certificate) {
            m_authentication = shared;
            return;
        }
        Object tls{{"kind", "mutual_tls"}, {"certificate", "client_certificate"}, {"key", "client_key"}};
        if (const ImportedLeaf *phrase = authPart(*certificate, "passphrase");
            phrase && !phrase->secret.empty())
            tls.append("key_password", phrase->secret);
        m_draft.report.note(
            "client_certificate", "authentication", {},
            ImportText::tr("The connection shows a certificate: put it and its key into the secrets "
                           "“client_certificate” and “client_key”."));
        m_authentication = shared.isNull() ? Value(std::move(tls)) : Value(Array{std::move(tls), shared});
    }

    Object bodyOf(StepKind step, const ImportedBody &body)
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

    // --- rows --------------------------------------------------------------------------------------------

    MappingTarget targetOf(StepKind step, const ImportedLeaf &leaf, bool typed) const
    {
        MappingTarget target;
        target.target = leaf.target;
        target.sample = leaf.value;
        target.description = leaf.note;
        target.type = leaf.type;
        target.allowed = leaf.allowed;
        target.required = leaf.required;
        target.typed = typed;
        for (const SpecificationField &field : m_in.specification) {
            if (field.step && *field.step != step)
                continue;
            if (joined(field.target) != joined(leaf.target) &&
                joined(field.target) != joined(lastPart(leaf.target)))
                continue;
            target.type = field.type;
            if (!field.note.empty())
                target.description = field.note;
            if (!field.values.empty()) {
                target.allowed = field.values;
                target.allowedLabels = field.valueLabels;
            }
            target.maxLength = field.maxLength;
            if (field.required)
                target.required = field.required;
            if (target.sample.isNull() && !field.example.empty())
                target.sample = field.example;
            break;
        }
        return target;
    }

    Array rows(StepKind step, const std::vector<ImportedLeaf> &leaves, bool typed)
    {
        Array out;
        for (const ImportedLeaf &leaf : leaves)
            out.push_back(rowOf(step, leaf, typed));
        return out;
    }

    Object finished(const ImportedLeaf &leaf, Object row)
    {
        if (leaf.cdata)
            row.append("cdata", true);
        if (!leaf.fileName.empty())
            row.append("filename", leaf.fileName);
        if (!leaf.contentType.empty())
            row.append("content_type", leaf.contentType);
        if (!leaf.note.empty() && !row.contains("note"))
            row.append("note", shortened(leaf.note, 240));
        return row;
    }

    Object rowOf(StepKind step, const ImportedLeaf &leaf, bool typed)
    {
        if (leaf.inner) {
            Object inner{
                {"format", formatName(leaf.inner->kind)},
                {"rows", rows(step, leaf.inner->leaves, leaf.inner->kind == ImportedBodyKind::Json)}};
            if (leaf.inner->kind == ImportedBodyKind::Xml && !leaf.inner->xmlDeclaration)
                inner.append("declaration", false);
            if (leaf.inner->kind == ImportedBodyKind::Xml && !leaf.inner->xmlProlog.empty())
                inner.append("prolog", leaf.inner->xmlProlog);
            return finished(leaf, plainRow(leaf, Object{{"body", std::move(inner)}}));
        }
        if (!leaf.textTemplate.empty() || !leaf.secret.empty())
            if (leaf.secret.empty() ? leaf.textTemplate.find("{{secret.") != std::string::npos : true) {
                useVariables(leaf.textTemplate);
                return finished(leaf, plainRow(leaf, leaf.textTemplate.empty()
                                                         ? Object{{"secret", leaf.secret}}
                                                         : Object{{"template", leaf.textTemplate}}));
            }
        MappingTarget target = targetOf(step, leaf, typed);
        MappingSuggestion suggestion = suggest(step, target, leaf);
        Object row = chosenRow(step, target, suggestion);
        // what the sample has, though empty, is sent so
        const Value *source = row.find("source");
        const Value *constant = source ? source->find("constant") : nullptr;
        if (constant && !row.contains("on_empty") && suggestion.kind != MappingKind::Unmapped) {
            if (constant->isNull() && typed)
                row.append("on_empty", "null");
            else if (!leaf.value.isNull() && constant->toText().empty() &&
                     (constant->isString() || constant->isNull()))
                row.append("on_empty", "empty");
        }
        m_draft.targets.push_back(std::move(target));
        m_draft.suggestions.push_back(std::move(suggestion));
        return finished(leaf, std::move(row));
    }

    MappingSuggestion suggest(StepKind step, MappingTarget &target, const ImportedLeaf &leaf)
    {
        MappingSuggestion suggestion;
        suggestion.step = step;
        suggestion.target = leaf.target;
        suggestion.sample = leaf.value;
        const bool place = !leaf.textTemplate.empty();
        if (m_options.schema) {
            // {{zip}} in the place of a value names it
            const std::size_t name = place ? leaf.textTemplate.find("{{variable.") : std::string::npos;
            if (name == 0 && leaf.textTemplate.find("}}") + 2 == leaf.textTemplate.size() &&
                target.description.empty())
                target.description = leaf.textTemplate.substr(11, leaf.textTemplate.size() - 13);
            AutoMapOptions how;
            how.step = step;
            how.threshold = m_options.threshold;
            how.hasPing = m_requests.contains(StepKind::Ping);
            suggestion = m_mappers.try_emplace(step, *m_options.schema, how).first->second.suggest(target);
        }
        if (const std::string id = answeredBefore(step, leaf.target);
            !id.empty() && suggestion.confidence < 97) {
            suggestion.kind = MappingKind::Carried;
            suggestion.field = id;
            suggestion.transforms.clear();
            suggestion.confidence = 97;
            suggestion.reason =
                ImportText::tr("A recorded answer of an earlier step has a member of this name.");
        }
        const bool settled =
            suggestion.kind == MappingKind::Field || suggestion.kind == MappingKind::Carried ||
            suggestion.kind == MappingKind::Template || suggestion.kind == MappingKind::Computed;
        if (place && !settled) {
            useVariables(leaf.textTemplate);
            suggestion.kind = MappingKind::Template;
            suggestion.field = leaf.textTemplate;
            suggestion.confidence = 80;
            suggestion.reason = ImportText::tr("The text itself has a variable here.");
            return suggestion;
        }
        if (!m_options.schema && !settled) {
            suggestion.kind = MappingKind::Constant;
            suggestion.constant = leaf.value;
            suggestion.confidence = 100;
            suggestion.reason =
                ImportText::tr("Without a vertical nothing is mapped: the sample's value is sent.");
        }
        if (suggestion.kind == MappingKind::Unmapped && (leaf.value.isArray() || leaf.value.isObject())) {
            suggestion.kind = MappingKind::Constant;
            suggestion.constant = leaf.value;
            suggestion.confidence = 60;
            suggestion.reason = ImportText::tr("The sample has an empty list or group here.");
        }
        return suggestion;
    }

    bool sends(StepKind step, const std::string &plainName) const
    {
        const auto found = m_requests.find(step);
        if (found == m_requests.end())
            return false;
        for (const std::vector<ImportedLeaf> *list : {&found->second.query, &found->second.body.leaves})
            for (const ImportedLeaf &leaf : *list)
                if (joined(lastPart(leaf.target)) == plainName)
                    return true;
        return false;
    }

    /// The carried value that an earlier step's recorded answer gives under this name.
    std::string answeredBefore(StepKind step, const std::string &target) const
    {
        const std::string name = joined(lastPart(target));
        for (const StepKind earlier : {StepKind::Ping, StepKind::Lookup, StepKind::Auth}) {
            if (earlier == step ||
                (step != StepKind::Post && step != StepKind::Status && step != StepKind::NotifyWin &&
                 step != StepKind::NotifyLoss && earlier != StepKind::Auth))
                continue;
            const auto answer = m_answers.find(earlier);
            if (answer == m_answers.end())
                continue;
            const auto id = answer->second.carried.find(name);
            // what the earlier request itself sent is ours, not the buyer's
            if (id != answer->second.carried.end() && name != "id" && !sends(earlier, name))
                return id->second;
            // lp_ping_id is what the answer calls ping_id
            for (const auto &[known, carried] : answer->second.carried)
                if (isCarriedName(lastPart(target)) && known.size() > 4 && name.ends_with(known))
                    return carried;
        }
        return {};
    }

    Object chosenRow(StepKind step, const MappingTarget &target, MappingSuggestion &suggestion)
    {
        static const domain::FieldSchema kNone;
        const domain::FieldSchema &schema = m_options.schema ? *m_options.schema : kNone;
        const auto choice = m_options.choices.find({step, target.target});
        if (choice != m_options.choices.end()) {
            const MappingChoice &wanted = choice->second;
            if (wanted.kind == MappingKind::Field) {
                Object row = rowFor(suggestion, target, schema, wanted.field);
                suggestion.kind = MappingKind::Field;
                suggestion.field = wanted.field;
                suggestion.confidence = 100;
                suggestion.reason = ImportText::tr("Chosen by hand.");
                const Value *transforms = row.find("transforms");
                suggestion.transforms = transforms ? *transforms->asArray() : Array();
                return row;
            }
            suggestion.kind = wanted.kind;
            suggestion.field = wanted.field;
            suggestion.constant = wanted.constant;
            suggestion.transforms.clear();
            suggestion.when = Value();
            suggestion.confidence = 100;
            suggestion.reason = ImportText::tr("Chosen by hand.");
        }
        Object row = rowFor(suggestion, target, schema);
        if (suggestion.kind == MappingKind::Unmapped) {
            row.append("note", ImportText::tr("Not mapped yet.").toStdString());
            m_draft.report.note("unmapped", std::string(name(step)) + ' ' + target.target,
                                shortened(target.sample.toText()), suggestion.reason);
        } else if (suggestion.pii) {
            m_draft.report.note("pii_in_ping", std::string(name(step)) + ' ' + target.target, {},
                                suggestion.reason);
        }
        return row;
    }

    // --- specification and samples -----------------------------------------------------------------------

    std::string specificationTarget(const std::string &target) const
    {
        if (m_options.specificationBody != ImportedBodyKind::Json)
            return target;
        const bool path =
            target.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.[]") ==
                std::string::npos &&
            !target.starts_with('.') && !target.ends_with('.') && target.find("..") == std::string::npos &&
            target.find("[]") == std::string::npos;
        return path ? target : jsonTarget({}, target).value_or(identifierFrom(target, "field"));
    }

    /// A table alone still makes a draft: its fields in their order, one request for each step that it names.
    void specificationRequests()
    {
        const bool alone = m_requests.empty();
        std::set<std::pair<StepKind, std::string>> once;
        for (const auto &[step, request] : m_requests) {
            for (const std::vector<ImportedLeaf> *list :
                 {&request.query, &request.headers, &request.body.leaves})
                for (const ImportedLeaf &leaf : *list) {
                    once.emplace(step, joined(leaf.target));
                    once.emplace(step, joined(lastPart(leaf.target)));
                }
        }
        for (const SpecificationField &field : m_in.specification) {
            const StepKind step = field.step.value_or(StepKind::Post);
            if (!alone && !m_requests.contains(step))
                continue;
            if (!once.emplace(step, joined(field.target)).second) {
                if (alone)
                    m_draft.report.note(
                        "named_twice", field.place, shortened(field.target),
                        ImportText::tr("The table names this field twice; the first is taken."));
                continue;
            }
            ImportedRequest &request = m_requests[step];
            if (alone) {
                request.step = step;
                request.body.kind = m_options.specificationBody == ImportedBodyKind::Json
                                        ? ImportedBodyKind::Json
                                        : ImportedBodyKind::Form;
            } else if (request.body.kind != ImportedBodyKind::Json &&
                       request.body.kind != ImportedBodyKind::Form) {
                m_draft.report.note(
                    "not_in_sample", field.place, shortened(field.target),
                    ImportText::tr("The specification names this field, the sample has no place for it."));
                continue;
            }
            ImportedLeaf leaf;
            leaf.target = specificationTarget(field.target);
            leaf.place = field.place;
            if (!field.example.empty())
                leaf.value = field.example;
            else if (!field.defaultValue.empty() && isConfigurationName(field.target))
                leaf.value = field.defaultValue;
            if (isSecretName(field.target) && !isCarriedName(field.target)) {
                leaf.secret = identifierFrom(field.target, "secret");
                leaf.value = Value();
            }
            request.body.leaves.push_back(std::move(leaf));
        }
    }

    void specification()
    {
        if (m_in.specification.empty())
            return;
        Array fields;
        for (const SpecificationField &field : m_in.specification) {
            Object one{{"step", name(field.step.value_or(StepKind::Post))},
                       {"target", specificationTarget(field.target)}};
            if (field.required)
                one.append("required", *field.required);
            if (!field.type.empty())
                one.append("type", field.type);
            if (!field.values.empty()) {
                Array values;
                for (const std::string &value : field.values)
                    values.push_back(value);
                one.append("values", std::move(values));
            }
            std::size_t most = 0;
            for (const char c : field.maxLength)
                if (c >= '0' && c <= '9' && most < 1'000'000)
                    most = most * 10 + static_cast<std::size_t>(c - '0');
            const bool plainSize = most > 0 && most <= 1'000'000 &&
                                   field.maxLength.find_first_not_of("0123456789") == std::string::npos;
            if (plainSize)
                one.append("max_length", static_cast<int>(most));
            std::string note = field.note;
            const auto more = [&](const QString &what, const std::string &text) {
                if (!text.empty())
                    note += (note.empty() ? "" : "; ") + what.arg(shown(text)).toStdString();
            };
            for (std::size_t i = 0; i < field.valueLabels.size(); ++i)
                if (!field.valueLabels[i].empty())
                    more(QStringLiteral("%1"), field.values[i] + " = " + field.valueLabels[i]);
            more(ImportText::tr("required: %1"), field.requiredText);
            if (!plainSize)
                more(ImportText::tr("at most %1"), field.maxLength);
            more(ImportText::tr("default %1"), field.defaultValue);
            more(ImportText::tr("example %1"), field.example);
            if (!note.empty())
                one.append("note", note);
            fields.push_back(std::move(one));
        }
        m_draft.specification = Object{{"fields", std::move(fields)}};
    }

    void samples()
    {
        std::set<std::string> ids;
        for (const auto &[step, request] : m_requests)
            for (const ImportedResponse &response : request.responses) {
                const std::string base = std::string(name(step)) + '-' +
                                         identifierFrom(response.label, std::to_string(response.status));
                std::string id = base;
                std::replace(id.begin(), id.end(), '_', '-');
                const std::string stem = id;
                for (int n = 2; !ids.insert(id).second; ++n)
                    id = stem + '-' + std::to_string(n);
                m_draft.samples.push_back(Object{
                    {"id", id},
                    {"label", response.label.empty() ? std::to_string(response.status) : response.label},
                    {"step", name(step)},
                    {"response", response.toText()}});
            }
    }

    const ImportResult &m_in;
    const DraftOptions &m_options;
    Draft m_draft;
    std::map<StepKind, ImportedRequest> m_requests;
    std::map<StepKind, AnswerGuess> m_answers;
    Object m_variables;
    std::map<StepKind, AutoMapper> m_mappers;
    Value m_authentication;
    std::map<StepKind, Value> m_stepAuthentication;
    std::string m_base;
};

} // namespace

Result<Draft> buildDraft(const ImportResult &imported, const DraftOptions &options)
{
    return Builder(imported, options).build();
}

} // namespace bourse::workbench
