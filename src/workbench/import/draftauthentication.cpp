#include "workbench/import/draftbuilder.h"
#include <algorithm>

namespace bourse::workbench {
namespace {

using domain::Array;
using domain::Object;
using domain::StepKind;
using domain::Value;

} // namespace

const ImportedLeaf *DraftBuilder::authPart(const ImportedAuth &auth, std::string_view name) const
{
    for (const ImportedLeaf &leaf : auth.values)
        if (leaf.target == name)
            return &leaf;
    return nullptr;
}

std::string DraftBuilder::authText(const ImportedLeaf *leaf, const char *variable)
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

Value DraftBuilder::authenticationOf(const ImportedRequest &request)
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
        return Object{
            {"kind", "basic"}, {"user", text("user", "user")}, {"password", text("password", "password")}};
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
        if (std::any_of(request.headers.begin(), request.headers.end(),
                        [](const ImportedLeaf &leaf) { return equalsFolded(leaf.target, "Authorization"); }))
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

std::string DraftBuilder::tokenName() const
{
    const auto token = m_answers.find(StepKind::Auth);
    if (token == m_answers.end())
        return "access_token";
    for (const char *name : {"accesstoken", "token", "jwt", "authtoken"})
        if (const auto known = token->second.carried.find(name); known != token->second.carried.end())
            return known->second;
    return "access_token";
}

Value DraftBuilder::oauth(const ImportedRequest &request)
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
                                : token.empty()                     ? std::string("{{secret.bearer_token}}")
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

void DraftBuilder::authentications()
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
    if (const ImportedLeaf *phrase = authPart(*certificate, "passphrase"); phrase && !phrase->secret.empty())
        tls.append("key_password", phrase->secret);
    m_draft.report.note(
        "client_certificate", "authentication", {},
        ImportText::tr("The connection shows a certificate: put it and its key into the secrets "
                       "“client_certificate” and “client_key”."));
    m_authentication = shared.isNull() ? Value(std::move(tls)) : Value(Array{std::move(tls), shared});
}

} // namespace bourse::workbench
