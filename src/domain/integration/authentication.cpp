#include "domain/integration/authentication.h"
#include "domain/integration/awssigning.h"
#include "domain/integration/coding.h"
#include "domain/integration/digestauthentication.h"
#include "domain/integration/signatureplan.h"
#include <algorithm>

namespace bourse::domain {
namespace {

constexpr std::size_t kMaxEntries = 8;
constexpr std::string_view kTokenName = "access_token";

Template compileText(ObjectReader &reader, std::string_view key, bool needed, CompileContext &compile)
{
    const std::string text = needed ? reader.requireText(key) : reader.text(key);
    return Template::compile(text, reader.pathOf(key), compile);
}

/// A row's source, or a template as plain text.
std::unique_ptr<RowSource> compileValue(ObjectReader &reader, std::string_view key, CompileContext &compile)
{
    const Value *value = reader.require(key);
    if (!value)
        return nullptr;
    if (const std::string *text = value->asString()) {
        if (text->empty())
            compile.problems.add("wrong_type", reader.pathOf(key), "text, not empty", "The value is empty.");
        return compileSource(Object{{"template", *text}}, reader.pathOf(key), compile);
    }
    return compileSource(*value, reader.pathOf(key), compile);
}

std::string headerName(ObjectReader &reader, std::string_view key, const char *fallback)
{
    std::string name = fallback ? reader.text(key, fallback) : reader.requireText(key);
    if (!name.empty() && !isHeaderName(name))
        reader.problems().add("invalid_target", reader.pathOf(key), "RFC 9110 token",
                              "\"" + name + "\" is not a header's name.");
    return name;
}

bool addHeader(RenderContext &context, const std::string &name, std::string value, Headers &headers)
{
    if (!isHeaderValue(value)) {
        context.fail("header_injection", "no control characters",
                     "The value for the header \"" + name + "\" has a control character.");
        context.problem.field = name;
        return false;
    }
    headers.emplace_back(name, std::move(value));
    return true;
}

class BasicAuthentication final : public Authentication {
  public:
    BasicAuthentication(ObjectReader &reader, CompileContext &compile)
        : m_user(compileText(reader, "user", false, compile)),
          m_password(compileText(reader, "password", false, compile)),
          m_form(reader.choice("encode", {"none", "form"}) == "form"),
          m_header(headerName(reader, "header", "Authorization"))
    {
    }
    bool addHeaders(RenderContext &context, const RequestSoFar &, Headers &headers) const override
    {
        std::string user;
        std::string password;
        const std::string *missing = nullptr;
        if (!m_user.append(context, Escaping::None, user, &missing) ||
            !m_password.append(context, Escaping::None, password, &missing)) {
            if (context.problem.field.empty())
                context.problem.field = m_header;
            return false;
        }
        if (m_form && !missing) {
            std::string encoded[2];
            appendForm(user, encoded[0]);
            appendForm(password, encoded[1]);
            user = std::move(encoded[0]);
            password = std::move(encoded[1]);
        }
        if (user.find(':') != std::string::npos && !missing) {
            context.fail("invalid_character", "RFC 7617: no colon in the user",
                         "The user's name has a colon.");
            context.problem.field = m_header;
            return false;
        }
        const std::string text = user + ':' + password;
        // A preview without the secret shows where it goes.
        if (missing)
            return addHeader(context, m_header, "Basic " + text, headers);
        const std::string encoded = encodeBytes(text, "base64");
        context.hidden.emplace_back(encoded, "{{" + m_header + "}}");
        return addHeader(context, m_header, "Basic " + encoded, headers);
    }
    std::vector<std::string> ownHeaders() const override { return {m_header}; }

  private:
    Template m_user;
    Template m_password;
    bool m_form;
    std::string m_header;
};

class DigestAuthentication final : public Authentication {
  public:
    DigestAuthentication(ObjectReader &reader, CompileContext &compile)
        : m_user(compileText(reader, "user", true, compile)),
          m_password(compileText(reader, "password", true, compile))
    {
    }
    bool addHeaders(RenderContext &context, const RequestSoFar &request, Headers &headers) const override
    {
        if (context.input.challenge.empty())
            return true;
        std::string user;
        std::string password;
        const std::string *missing = nullptr;
        if (!m_user.append(context, Escaping::None, user, &missing) ||
            !m_password.append(context, Escaping::None, password, &missing))
            return false;
        if (missing) {
            context.fail("missing_secret", "secret " + *missing,
                         "The secret \"" + *missing + "\", which the digest needs, is not set.");
            context.problem.field = "Authorization";
            return false;
        }
        std::string nonce;
        for (const std::uint64_t word : {context.random(4), context.random(5)})
            for (int shift = 60; shift >= 0; shift -= 4)
                nonce += "0123456789abcdef"[word >> shift & 15];
        const std::string uri =
            std::string(request.path) + (request.query.empty() ? "" : "?" + std::string(request.query));
        auto value = digestAuthorization({context.input.challenge, request.method, uri, user, password, nonce,
                                          context.input.challengeUse});
        if (!value) {
            context.problem = value.error();
            return false;
        }
        return addHeader(context, "Authorization", std::move(*value), headers);
    }
    bool answersChallenges() const override { return true; }
    std::vector<std::string> ownHeaders() const override { return {"Authorization"}; }

  private:
    Template m_user;
    Template m_password;
};

/// One header with a value that must be there: a bearer token, an API key.
class TokenAuthentication final : public Authentication {
  public:
    TokenAuthentication(std::string header, std::string before, std::unique_ptr<RowSource> source,
                        std::string mark)
        : m_header(std::move(header)), m_before(std::move(before)), m_source(std::move(source)),
          m_mark(std::move(mark))
    {
    }
    bool addHeaders(RenderContext &context, const RequestSoFar &, Headers &headers) const override
    {
        Cell cell;
        if (!m_source->read(context, cell)) {
            if (context.problem.field.empty())
                context.problem.field = m_header;
            return false;
        }
        std::string text(cell.text());
        if (text.empty()) {
            if (context.input.secretsRequired) {
                context.fail("missing_token", "a value",
                             "The value for the header \"" + m_header +
                                 "\", which shows who sends the request, is missing.");
                context.problem.field = m_header;
                return false;
            }
            text = "{{" + m_mark + "}}";
        }
        return addHeader(context, m_header, m_before + text, headers);
    }
    std::vector<std::string> ownHeaders() const override { return {m_header}; }

  private:
    std::string m_header;
    std::string m_before;
    std::unique_ptr<RowSource> m_source;
    std::string m_mark; ///< what a preview shows where the value is not known yet
};

class RowsAuthentication final : public Authentication {
  public:
    RowsAuthentication(ObjectReader &reader, CompileContext &compile)
    {
        reader.require("headers");
        const Array *rows = reader.array("headers");
        for (std::size_t i = 0; rows && i < rows->size(); ++i) {
            ObjectReader row((*rows)[i], reader.pathOf("headers") + '[' + std::to_string(i) + ']',
                             compile.problems);
            if (!row.isObject())
                continue;
            m_rows.push_back(Row::compile(row, headerName(row, "target", nullptr), compile));
            row.finish();
        }
    }
    bool addHeaders(RenderContext &context, const RequestSoFar &, Headers &headers) const override
    {
        Cell cell;
        for (const auto &row : m_rows) {
            const Row::Result result = row->evaluate(context, cell);
            if (result == Row::Result::Fail)
                return false;
            if (result == Row::Result::Write &&
                !addHeader(context, row->target(), std::string(cell.text()), headers))
                return false;
        }
        return true;
    }
    std::vector<std::string> ownHeaders() const override
    {
        std::vector<std::string> out;
        for (const auto &row : m_rows)
            out.push_back(row->target());
        return out;
    }

  private:
    std::vector<std::unique_ptr<Row>> m_rows;
};

class AwsAuthentication final : public Authentication {
  public:
    AwsAuthentication(ObjectReader &reader, CompileContext &compile)
        : m_service(compileText(reader, "service", true, compile)),
          m_region(compileText(reader, "region", true, compile)),
          m_accessKey(compileText(reader, "access_key", true, compile)),
          m_secret(reader.requireText("secret_key"))
    {
        compile.secrets.insert(m_secret);
        if (reader.get("session_token"))
            m_token = compileText(reader, "session_token", true, compile);
        m_inQuery = reader.choice("form", {"header", "query"}) == "query";
        m_expires = reader.integer("expires_s", 3600, 1, 604'800);
        m_normalize = reader.boolean("normalize_path", true);
        m_encode = reader.boolean("encode_path", true);
        m_bodyHeader = reader.boolean("body_header", false);
        m_signToken = reader.boolean("sign_session_token", true);
    }
    bool coversRequest() const override { return true; }
    bool finish(RenderContext &context, const RequestSoFar &request, Headers &headers,
                std::string &query) const override
    {
        AwsOptions options;
        const std::string *missing = nullptr;
        std::string accessKey;
        if (!m_service.append(context, Escaping::None, options.service) ||
            !m_region.append(context, Escaping::None, options.region) ||
            !m_accessKey.append(context, Escaping::None, options.accessKey) ||
            (m_token && !m_token->append(context, Escaping::None, options.sessionToken, &missing)))
            return false;
        const auto *secrets = context.input.secrets;
        const auto found = secrets ? secrets->find(m_secret) : decltype(secrets->end()){};
        const std::string *lacking = !secrets || found == secrets->end() ? &m_secret : missing;
        if (lacking) {
            context.fail("missing_secret", "secret " + *lacking,
                         "The secret \"" + *lacking + "\", which the signature needs, is not set.");
            context.problem.field = "Authorization";
            return false;
        }
        options.secretKey = found->second.reveal();
        options.time = context.input.time;
        options.inQuery = m_inQuery;
        options.expires = m_expires;
        options.normalizePath = m_normalize;
        options.encodePath = m_encode;
        options.bodyHeader = m_bodyHeader;
        options.signToken = m_signToken;
        AwsSignature made =
            awsSign({request.method, request.path, request.query, *request.headers, request.body}, options);
        for (auto &[name, value] : made.headers)
            if (!addHeader(context, name, std::move(value), headers))
                return false;
        query = std::move(made.query);
        return true;
    }
    std::vector<std::string> ownHeaders() const override
    {
        return m_inQuery ? std::vector<std::string>()
                         : std::vector<std::string>{"Authorization", "X-Amz-Date"};
    }

  private:
    Template m_service;
    Template m_region;
    Template m_accessKey;
    std::string m_secret;
    std::optional<Template> m_token;
    bool m_inQuery = false;
    std::int64_t m_expires = 3600;
    bool m_normalize = true;
    bool m_encode = true;
    bool m_bodyHeader = false;
    bool m_signToken = true;
};

/// Appends a row to a list of the step (creating the list).
void appendRow(Object &owner, const char *list, const std::string &target, const Value &source)
{
    Value *rows = owner.find(list);
    if (!rows) {
        owner.append(list, Array());
        rows = owner.find(list);
    }
    if (Array *array = rows->asArray())
        array->push_back(Object{{"target", target}, {"source", source}});
}

std::unique_ptr<Authentication> compileApiKey(ObjectReader &reader, Object &step, CompileContext &compile)
{
    const std::string place = reader.choice("in", {"header", "query", "body", "path"});
    const std::string before = reader.text("before");
    if (place == "header") {
        std::string name = headerName(reader, "name", nullptr);
        auto source = compileValue(reader, "value", compile);
        return source ? std::make_unique<TokenAuthentication>(std::move(name), before, std::move(source),
                                                              "api_key")
                      : nullptr;
    }
    const Value *given = reader.require("value");
    if (!given)
        return nullptr;
    if (place == "path") {
        reader.text("name");
        const Value *secret = given->find("secret");
        const std::string *name = secret ? secret->asString() : nullptr;
        if (!name) {
            compile.problems.add("wrong_type", reader.pathOf("value"), "{\"secret\": name}",
                                 "A key in the path is a secret.");
            return nullptr;
        }
        for (const char *key : {"path", "url"})
            if (const Value *text = step.find(key);
                text && text->isString() && text->asString()->find("{{secret." + *name) != std::string::npos)
                return nullptr; // the template writes it
        compile.problems.add("required", reader.pathOf("in"), "{{secret." + *name + "}} in the path",
                             "The step's path does not hold the key.");
        return nullptr;
    }
    const std::string name = reader.requireText("name");
    Value source = given->isString() ? Value(Object{{"template", *given->asString()}}) : *given;
    if (!before.empty())
        compile.problems.add("not_available", reader.pathOf("before"), "in: header",
                             "Text before the key can stand only in a header; use a template as value.");
    if (place == "query") {
        appendRow(step, "query", name, source);
        return nullptr;
    }
    Value *body = step.find("body");
    Object *object = body ? body->asObject() : nullptr;
    const Value *rows = object ? object->find("rows") : nullptr;
    if (!rows || !rows->isArray())
        compile.problems.add("not_available", reader.pathOf("in"), "a body with rows",
                             "The step has no body with rows that the key could go into.");
    else
        appendRow(*object, "rows", name, source);
    return nullptr;
}

bool readsCarried(const Value &value)
{
    const Value *token = value.find("token");
    if (!token)
        return false;
    const std::string *text = token->asString();
    return token->find("carried") || (text && text->find("{{carried.") != std::string::npos) ||
           (text && text->find("{{ carried.") != std::string::npos);
}

void compileEntry(const Value &value, const std::string &path, StepKind step, bool inherited,
                  Object &stepObject, CompileContext &compile, Authentications &out)
{
    ObjectReader reader(value, path, compile.problems);
    if (!reader.isObject())
        return;
    const std::string kind = reader.choice("kind", {"none", "basic", "digest", "bearer", "api_key", "headers",
                                                    "oauth2", "mutual_tls", "aws_sigv4"});
    reader.text("note");
    // The token cannot be asked for with the token.
    if (inherited && step == StepKind::Auth && (kind == "oauth2" || readsCarried(value)))
        return;
    std::unique_ptr<Authentication> made;
    if (kind == "basic") {
        made = std::make_unique<BasicAuthentication>(reader, compile);
    } else if (kind == "digest") {
        made = std::make_unique<DigestAuthentication>(reader, compile);
    } else if (kind == "bearer") {
        std::string header = headerName(reader, "header", "Authorization");
        std::string before = reader.text("before", "Bearer ");
        const Value *token = value.find("token");
        const Value *carried = token ? token->find("carried") : nullptr;
        std::string mark = carried ? carried->toText() : "token";
        if (auto source = compileValue(reader, "token", compile))
            made = std::make_unique<TokenAuthentication>(std::move(header), std::move(before),
                                                         std::move(source), std::move(mark));
    } else if (kind == "api_key") {
        made = compileApiKey(reader, stepObject, compile);
    } else if (kind == "headers") {
        made = std::make_unique<RowsAuthentication>(reader, compile);
    } else if (kind == "oauth2") {
        std::string header = headerName(reader, "header", "Authorization");
        std::string before = reader.text("before", "Bearer ");
        const std::string grant = reader.choice("grant", {"client_credentials", "refresh_token", "password"});
        reader.requireText("token_url");
        reader.choice("client_auth", {"basic", "body"});
        for (const char *key : {"client_secret", "scope", "audience"})
            reader.text(key);
        if (grant == "refresh_token")
            reader.requireText("refresh_token");
        if (grant == "password") {
            reader.requireText("user");
            reader.requireText("password");
        }
        if (grant == "client_credentials")
            reader.requireText("client_id");
        else
            reader.text("client_id");
        reader.object("parameters");
        made = std::make_unique<TokenAuthentication>(
            std::move(header), std::move(before),
            compileSource(Object{{"carried", kTokenName}}, path, compile), std::string(kTokenName));
    } else if (kind == "mutual_tls") {
        if (!inherited)
            compile.problems.add("not_available", reader.pathOf("kind"), "the document's authentication",
                                 "A client certificate belongs to the connection, not to one step.");
        for (const char *key : {"certificate", "key", "key_password", "pinned_public_keys"})
            reader.get(key); // read by authenticationTls
    } else if (kind == "aws_sigv4") {
        made = std::make_unique<AwsAuthentication>(reader, compile);
    }
    reader.finish();
    if (made)
        out.push_back(std::move(made));
}

template <class Each> void forEachEntry(const Value &value, const std::string &path, const Each &each)
{
    if (const Array *list = value.asArray()) {
        for (std::size_t i = 0; i < list->size() && i < kMaxEntries; ++i)
            each((*list)[i], path + '[' + std::to_string(i) + ']');
    } else {
        each(value, path);
    }
}

Value json(const char *path)
{
    return Object{{"source", Object{{"json", path}}}};
}

} // namespace

Authentications compileAuthentication(const Value &value, const std::string &path, StepKind step,
                                      bool inherited, Object &stepObject, CompileContext &compile)
{
    Authentications out;
    if (const Array *list = value.asArray(); list && list->size() > kMaxEntries)
        compile.problems.add("too_many", path, "at most " + std::to_string(kMaxEntries),
                             "There are too many authentications.");
    if (inherited && step == StepKind::Callback)
        return out;
    forEachEntry(value, path, [&](const Value &one, const std::string &where) {
        compileEntry(one, where, step, inherited, stepObject, compile, out);
    });
    return out;
}

TlsOptions compileTls(const Value &value, const std::string &path, CompileContext &compile)
{
    TlsOptions out;
    ObjectReader reader(value, path, compile.problems);
    const bool mutual = value.find("kind") != nullptr;
    if (mutual) {
        reader.text("kind");
        reader.text("note");
    }
    out.clientCertificate = mutual ? reader.requireText("certificate") : reader.text("client_certificate");
    out.clientKey = mutual ? reader.requireText("key") : reader.text("client_key");
    out.clientKeyPassword = reader.text(mutual ? "key_password" : "client_key_password");
    if (out.clientCertificate.empty() != out.clientKey.empty() && reader.isObject())
        compile.problems.add("required", reader.pathOf(mutual ? "key" : "client_key"), "certificate and key",
                             "A client certificate needs its private key, and the key its certificate.");
    for (const std::string &secret : {out.clientCertificate, out.clientKey, out.clientKeyPassword})
        if (!secret.empty())
            compile.secrets.insert(secret);
    if (const Array *pins = reader.array("pinned_public_keys"))
        for (std::size_t i = 0; i < pins->size(); ++i) {
            std::string text = (*pins)[i].toText();
            if (text.starts_with("sha256//"))
                text.erase(0, 8);
            auto bytes = decodeBytes(text, text.size() == 64 ? "hex" : "base64");
            if (!bytes || bytes->size() != 32)
                compile.problems.add(
                    "wrong_type", reader.pathOf("pinned_public_keys") + '[' + std::to_string(i) + ']',
                    "SHA-256 as base64 or hex",
                    "A pinned key is the SHA-256 of the server's public key, in base64 or hex.");
            else
                out.pinnedPublicKeys.push_back(encodeBytes(*bytes, "base64"));
        }
    reader.finish();
    return out;
}

TlsOptions authenticationTls(const Value &value, const std::string &path, CompileContext &compile)
{
    TlsOptions out;
    forEachEntry(value, path, [&](const Value &one, const std::string &where) {
        const Value *kind = one.find("kind");
        if (kind && kind->toText() == "mutual_tls")
            out = compileTls(one, where, compile);
    });
    return out;
}

std::optional<Object> impliedTokenCall(const Value &value)
{
    std::optional<Object> out;
    forEachEntry(value, {}, [&out](const Value &entry, const std::string &) {
        const Value *kind = entry.find("kind");
        if (out || !kind || kind->toText() != "oauth2")
            return;
        const auto text = [&entry](const char *key) {
            const Value *found = entry.find(key);
            return found ? found->toText() : std::string();
        };
        std::string grant = text("grant");
        if (grant.empty())
            grant = "client_credentials";
        const bool inBody = text("client_auth") == "body";
        Array rows;
        const auto row = [&rows](const std::string &name, const std::string &templateText) {
            if (!templateText.empty())
                rows.push_back(Object{{"target", name}, {"source", Object{{"template", templateText}}}});
        };
        row("grant_type", grant);
        if (grant == "refresh_token")
            row("refresh_token", text("refresh_token"));
        if (grant == "password") {
            row("username", text("user"));
            row("password", text("password"));
        }
        const std::string client = text("client_id");
        const std::string secret = text("client_secret");
        if (inBody || secret.empty())
            row("client_id", client);
        if (inBody)
            row("client_secret", secret);
        row("scope", text("scope"));
        row("audience", text("audience"));
        if (const Value *parameters = entry.find("parameters"); parameters && parameters->isObject())
            for (const Member &member : *parameters->asObject())
                row(member.first, member.second.toText());

        Object step;
        const std::string url = text("token_url");
        step.append(url.starts_with('/') ? "path" : "url", url);
        step.append("headers", Array{Object{{"target", "Accept"},
                                            {"source", Object{{"constant", "application/json"}}}}});
        // RFC 6749, 2.3.1: id and secret are form-encoded before they become a Basic credential.
        step.append(
            "authentication",
            inBody || secret.empty()
                ? Object{{"kind", "none"}}
                : Object{{"kind", "basic"}, {"user", client}, {"password", secret}, {"encode", "form"}});
        step.append("body", Object{{"format", "form"}, {"rows", std::move(rows)}});
        const Object carried{{"access_token", json("$.access_token")},
                             {"token_type", json("$.token_type")},
                             {"expires_in", json("$.expires_in")},
                             {"refresh_token", json("$.refresh_token")}};
        step.append(
            "response",
            Object{{"rules",
                    Array{Object{{"id", "token"},
                                 {"when", Object{{"source", Object{{"json", "$.access_token"}}},
                                                 {"op", "not_empty"}}},
                                 {"outcome", "accepted"},
                                 {"extract", Object{{"carried", carried}}}},
                          Object{{"id", "refused"},
                                 {"outcome", "error"},
                                 {"extract",
                                  Object{{"reason", Object{{"first_of", Array{json("$.error_description"),
                                                                              json("$.error")}}}}}}}}}});
        out = std::move(step);
    });
    return out;
}

} // namespace bourse::domain
