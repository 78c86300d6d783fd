// Postman collections, format 2.0 and 2.1 (schema.getpostman.com).
#include "domain/integration/wiretext.h"
#include "domain/json/json.h"
#include "workbench/import/importparts.h"
#include "workbench/import/jsontrail.h"
#include <algorithm>
#include <cctype>

namespace bourse::workbench {
namespace {

using domain::Array;
using domain::Value;

class Postman {
  public:
    explicit Postman(ImportContext &context) : m_context(context) {}

    Result<void> read(const Value &root)
    {
        const Value *items = m_trail.get(&root, "item");
        if (!items || !items->isArray()) {
            if (root.find("requests") && root.find("order"))
                return Error{"unsupported_version",
                             {},
                             "collection 2.0 or 2.1",
                             ImportText::tr("This is a Postman collection of version 1; export it as 2.1.")
                                 .toStdString()};
            return Error{"no_request", "item", "a list of requests",
                         ImportText::tr("The collection has no list “item”.").toStdString()};
        }
        const Value *info = m_trail.get(&root, "info");
        m_context.result.name = m_trail.text(info, "name");
        told(description(info), "info");
        variables(m_trail.get(&root, "variable"), "variable");
        const Value *auth = m_trail.get(&root, "auth");
        events(&root, "collection");
        folder(*items, "item", auth, {}, 0);
        m_trail.report(root, m_context);
        if (m_context.result.requests.empty())
            return Error{"no_request", "item", "at least one request",
                         ImportText::tr("The collection has no request.").toStdString()};
        return {};
    }

  private:
    ImportReport &report() { return m_context.report(); }

    std::string description(const Value *of)
    {
        const Value *found = m_trail.get(of, "description");
        if (!found)
            return {};
        const std::string text = found->isObject() ? m_trail.text(found, "content") : found->toText();
        if (found->isObject())
            m_trail.text(found, "type");
        return text;
    }

    /// A description that has no place in the document.
    void told(const std::string &text, const std::string &place)
    {
        if (!text.empty())
            report().note("description", place, shortened(text),
                          ImportText::tr("A description; it is not part of a request."));
    }

    void variables(const Value *list, const std::string &place)
    {
        const Array *array = list ? list->asArray() : nullptr;
        for (std::size_t i = 0; array && i < array->size(); ++i) {
            const Value &one = (*array)[i];
            m_trail.touch(&one);
            std::string key = m_trail.text(&one, "key");
            if (key.empty())
                key = m_trail.text(&one, "id");
            const std::string value = m_trail.text(&one, "value");
            m_trail.text(&one, "type");
            m_trail.text(&one, "name");
            if (m_trail.text(&one, "disabled") == "true") {
                report().note("disabled", place + '[' + std::to_string(i) + ']', shortened(key),
                              ImportText::tr("It is switched off in the collection and was left out."));
                continue;
            }
            if (key.empty())
                continue;
            m_context.variables[key] = value;
            ++report().read;
        }
    }

    void events(const Value *of, const std::string &place)
    {
        const Value *list = m_trail.get(of, "event");
        const Array *array = list ? list->asArray() : nullptr;
        for (std::size_t i = 0; array && i < array->size(); ++i) {
            const Value &one = (*array)[i];
            m_trail.whole(&one);
            std::string code;
            if (const Value *script = one.find("script"))
                if (const Value *exec = script->find("exec")) {
                    if (const Array *lines = exec->asArray()) {
                        for (const Value &line : *lines)
                            code += line.toText() + '\n';
                    } else {
                        code = exec->toText();
                    }
                }
            if (trimmed(code).empty())
                continue;
            const Value *listen = one.find("listen");
            report().notUnderstood(
                "script_not_run", place + ' ' + (listen ? listen->toText() : "event"), shortened(code),
                ImportText::tr("Scripts are not run; what they compute must be set by hand."));
        }
    }

    void folder(const Value &items, const std::string &place, const Value *auth, const std::string &path,
                int depth)
    {
        if (depth > m_context.options.limits.maxDepth) {
            report().notUnderstood("too_deep", place, {},
                                   ImportText::tr("The folders are nested too deeply."));
            m_trail.whole(&items);
            return;
        }
        const Array &array = *items.asArray();
        for (std::size_t i = 0; i < array.size() && !m_context.tooMany; ++i) {
            const Value &one = array[i];
            const std::string at = place + '[' + std::to_string(i) + ']';
            m_trail.touch(&one);
            const std::string name = m_trail.text(&one, "name");
            events(&one, at);
            const Value *own = m_trail.get(&one, "auth");
            const Value *below = m_trail.get(&one, "item");
            if (below && below->isArray()) {
                told(description(&one), at);
                folder(*below, at + ".item", own ? own : auth, path.empty() ? name : path + " / " + name,
                       depth + 1);
                continue;
            }
            const Value *request = m_trail.get(&one, "request");
            if (!request) {
                report().notUnderstood("no_request", at, shortened(name),
                                       ImportText::tr("The item has no request."));
                continue;
            }
            m_note = description(&one);
            readRequest(*request, one, at, name, own ? own : auth, path);
        }
    }

    void readRequest(const Value &request, const Value &item, const std::string &at, const std::string &name,
                     const Value *inherited, const std::string &path)
    {
        ImportedRequest out;
        out.place = at;
        out.note = std::exchange(m_note, {});
        out.name = path.empty() ? name : path + " / " + name;
        if (request.isString()) { // only an address
            out.method = "GET";
            readUrl(*request.asString(), at + ".request", out, m_context);
        } else {
            out.method = m_trail.text(&request, "method");
            if (out.method.empty())
                out.method = "GET";
            url(m_trail.get(&request, "url"), at + ".request.url", out);
            headers(m_trail.get(&request, "header"), at + ".request.header", out);
            if (const std::string note = description(&request); !note.empty())
                out.note += (out.note.empty() ? "" : "\n") + note;
            const Value *own = m_trail.get(&request, "auth");
            auth(own ? own : inherited, at + ".request.auth", out);
            body(m_trail.get(&request, "body"), at + ".request.body", out);
        }
        responses(m_trail.get(&item, "response"), at + ".response", out);
        m_context.add(std::move(out));
    }

    /// The list's parameters, since the raw text has also those that are switched off.
    void url(const Value *url, const std::string &at, ImportedRequest &out)
    {
        if (!url)
            return;
        if (url->isString()) {
            std::string text = *url->asString();
            openPathVariables(text);
            readUrl(text, at, out, m_context);
            return;
        }
        std::string raw = m_trail.text(url, "raw");
        const Value *query = m_trail.get(url, "query");
        for (const char *part : {"protocol", "host", "port", "path", "hash"})
            m_trail.whole(url->find(part));
        if (raw.empty()) {
            const auto dotted = [&](const char *key, char mark) {
                std::string text;
                const Value *list = url->find(key);
                if (!list)
                    return text;
                if (const Array *array = list->asArray()) {
                    for (const Value &one : *array) {
                        const std::string part = one.isObject() ? m_trail.text(&one, "value") : one.toText();
                        text += (text.empty() ? "" : std::string(1, mark)) + part;
                    }
                    return text;
                }
                return list->toText();
            };
            const Value *protocol = url->find("protocol");
            raw = (protocol ? protocol->toText() : "https") + "://" + dotted("host", '.');
            if (const Value *port = url->find("port"))
                raw += ':' + port->toText();
            const std::string path = dotted("path", '/');
            raw += path.starts_with('/') ? path : '/' + path;
        }
        pathVariables(m_trail.get(url, "variable"), at, raw);
        if (!query || !query->isArray()) {
            readUrl(raw, at, out, m_context);
            return;
        }
        readUrl(std::string_view(raw).substr(0, raw.find('?')), at, out, m_context);
        parameters(*query->asArray(), at + ".query", out.query);
    }

    /// ":leadId" in the path.
    void pathVariables(const Value *list, const std::string &at, std::string &raw)
    {
        const Array *array = list ? list->asArray() : nullptr;
        for (std::size_t i = 0; array && i < array->size(); ++i) {
            const Value &one = (*array)[i];
            m_trail.touch(&one);
            std::string key = m_trail.text(&one, "key");
            if (key.empty())
                key = m_trail.text(&one, "id");
            const std::string value = m_trail.text(&one, "value");
            m_trail.text(&one, "type");
            told(description(&one), at);
            const std::string sign = "/:" + key;
            for (std::size_t found = raw.find(sign); found != std::string::npos;
                 found = raw.find(sign, found + 2)) {
                const std::size_t end = found + sign.size();
                if (end < raw.size() && raw[end] != '/' && raw[end] != '?')
                    continue;
                raw.replace(found + 1, sign.size() - 1, value.empty() ? "{{" + key + "}}" : value);
                ++report().read;
                break;
            }
        }
        openPathVariables(raw);
    }

    /// ":campaign" that the list does not name is a variable too; a port is none.
    static void openPathVariables(std::string &raw)
    {
        const std::size_t end = std::min(raw.find('?'), raw.size());
        for (std::size_t at = raw.find("/:"); at < end; at = raw.find("/:", at + 1)) {
            std::size_t stop = at + 2;
            while (stop < raw.size() &&
                   (std::isalnum(static_cast<unsigned char>(raw[stop])) || raw[stop] == '_'))
                ++stop;
            if (stop > at + 2)
                raw.replace(at + 1, stop - at - 1, "{{" + raw.substr(at + 2, stop - at - 2) + "}}");
        }
    }

    void parameters(const Array &list, const std::string &at, std::vector<ImportedLeaf> &to,
                    bool files = false)
    {
        for (std::size_t i = 0; i < list.size(); ++i) {
            const Value &one = list[i];
            const std::string place = at + '[' + std::to_string(i) + ']';
            m_trail.touch(&one);
            ImportedLeaf leaf;
            leaf.target = m_trail.text(&one, "key");
            const Value *value = m_trail.get(&one, "value");
            std::string text = value ? value->toText() : std::string();
            leaf.note = description(&one);
            leaf.place = place;
            const std::string type = m_trail.text(&one, "type");
            if (m_trail.text(&one, "disabled") == "true") {
                m_trail.whole(&one);
                report().note("disabled", place,
                              isSecretName(leaf.target) ? shortened(leaf.target)
                                                        : shortened(leaf.target + '=' + text),
                              ImportText::tr("It is switched off in the collection and was left out."));
                continue;
            }
            if (leaf.target.empty()) {
                if (!text.empty())
                    report().notUnderstood("no_name", place, shortened(text),
                                           ImportText::tr("A parameter without a name cannot be mapped."));
                continue;
            }
            if (files && type == "file") {
                const Value *source = one.find("src");
                m_trail.whole(source);
                report().notUnderstood(
                    "file_not_read", place, source ? shortened(source->toText()) : std::string(),
                    ImportText::tr("The value stands in a file, and files are not read; paste its "
                                   "text instead."));
            }
            if (!files) // the raw text of an URL is escaped already
                if (auto plain = urlDecoded(text, false))
                    text = std::move(*plain);
            leaf.value = std::move(text);
            m_context.add(to, std::move(leaf));
        }
    }

    void headers(const Value *list, const std::string &at, ImportedRequest &out)
    {
        if (list && list->isString()) { // 2.0 allows the raw text
            for (const std::string_view line : linesOf(*list->asString())) {
                const std::size_t colon = line.find(':');
                if (colon != std::string_view::npos)
                    readHeader(line.substr(0, colon), line.substr(colon + 1), at, out, m_context);
                else if (!trimmed(line).empty())
                    report().notUnderstood("invalid_header", at, shortened(line),
                                           ImportText::tr("A header has a colon between name and value."));
            }
            return;
        }
        const Array *array = list ? list->asArray() : nullptr;
        for (std::size_t i = 0; array && i < array->size(); ++i) {
            const Value &one = (*array)[i];
            const std::string place = at + '[' + std::to_string(i) + ']';
            m_trail.touch(&one);
            const std::string key = m_trail.text(&one, "key");
            const std::string value = m_trail.text(&one, "value");
            m_trail.text(&one, "type");
            m_trail.text(&one, "name");
            told(description(&one), place);
            if (m_trail.text(&one, "disabled") == "true") {
                report().note("disabled", place, shortened(isSecretName(key) ? key : key + ": " + value),
                              ImportText::tr("It is switched off in the collection and was left out."));
                continue;
            }
            if (!key.empty())
                readHeader(key, value, place, out, m_context);
        }
    }

    /// 2.1 has a list of {key, value}, 2.0 an object.
    std::map<std::string, std::string> authParts(const Value *parts)
    {
        std::map<std::string, std::string> out;
        if (!parts)
            return out;
        if (const Array *array = parts->asArray()) {
            for (const Value &one : *array) {
                m_trail.touch(&one);
                m_trail.text(&one, "type");
                const std::string key = m_trail.text(&one, "key");
                const Value *value = m_trail.get(&one, "value");
                if (value && (value->isArray() || value->isObject()))
                    m_trail.whole(value);
                if (!key.empty())
                    out[key] = value ? value->toText() : std::string();
            }
        } else if (const auto *object = parts->asObject()) {
            for (const domain::Member &member : *object) {
                m_trail.whole(&member.second);
                out[member.first] = member.second.toText();
            }
        }
        return out;
    }

    void authLeaf(ImportedRequest &out, const char *name, const std::string &value, const char *secret,
                  const std::string &at)
    {
        ImportedLeaf leaf;
        leaf.target = name;
        leaf.value = value;
        leaf.place = at + ' ' + name;
        leaf.secret = secret ? secret : "";
        m_context.add(out.auth.values, std::move(leaf));
    }

    void auth(const Value *auth, const std::string &at, ImportedRequest &out)
    {
        if (!auth || auth->isNull())
            return;
        const std::string type = m_trail.text(auth, "type");
        if (type.empty() || type == "noauth")
            return;
        const auto parts = authParts(m_trail.get(auth, type));
        const auto part = [&](const char *key) {
            const auto found = parts.find(key);
            return found == parts.end() ? std::string() : found->second;
        };
        out.auth = {};
        out.auth.label = type;
        if (type == "basic" || type == "digest") {
            out.auth.kind = type == "basic" ? ImportedAuthKind::Basic : ImportedAuthKind::Digest;
            authLeaf(out, "user", part("username"), nullptr, at);
            authLeaf(out, "password", part("password"), "password", at);
        } else if (type == "bearer") {
            out.auth.kind = ImportedAuthKind::Bearer;
            authLeaf(out, "token", part("token"), "bearer_token", at);
        } else if (type == "apikey") {
            out.auth.kind = ImportedAuthKind::ApiKey;
            ImportedLeaf leaf;
            leaf.target = part("key").empty() ? "api_key" : part("key");
            leaf.value = part("value");
            leaf.secret = identifierFrom(leaf.target, "api_key");
            leaf.place = at;
            m_context.add(part("in") == "query" ? out.query : out.headers, std::move(leaf));
        } else if (type == "awsv4") {
            out.auth.kind = ImportedAuthKind::AwsSigV4;
            authLeaf(out, "access_key", part("accessKey"), "aws_access_key", at);
            authLeaf(out, "secret_key", part("secretKey"), "aws_secret_key", at);
            authLeaf(out, "region", part("region"), nullptr, at);
            authLeaf(out, "service", part("service"), nullptr, at);
        } else if (type == "oauth2") {
            oauth(parts, at, out);
        } else {
            out.auth.kind = ImportedAuthKind::Other;
            for (const auto &[key, value] : parts)
                authLeaf(out, key.c_str(), value,
                         isSecretName(key) ? identifierFrom(key, "secret").c_str() : nullptr, at);
        }
    }

    /// Client credentials and passwords are asked for a token; one that was pasted stays a token.
    void oauth(const std::map<std::string, std::string> &parts, const std::string &at, ImportedRequest &out)
    {
        const auto part = [&](const char *key) {
            const auto found = parts.find(key);
            return found == parts.end() ? std::string() : found->second;
        };
        out.auth.kind = ImportedAuthKind::OAuth2;
        const std::string grant = part("grant_type");
        const std::string tokenUrl = part("accessTokenUrl");
        if (tokenUrl.empty() ||
            (grant != "client_credentials" && grant != "password_credentials" && grant != "password")) {
            authLeaf(out, "token", part("accessToken"), "bearer_token", at);
            if (!grant.empty())
                report().note(
                    "oauth_grant", at, shortened(grant),
                    ImportText::tr(
                        "Only the grants of clients and passwords can run without a person; a fixed token "
                        "was taken."));
            return;
        }
        const auto known = [&](const char *name, const std::string &value, const char *secret) {
            if (!value.empty())
                authLeaf(out, name, value, secret, at);
        };
        known("grant", grant == "client_credentials" ? grant : "password", nullptr);
        known("token_url", tokenUrl, nullptr);
        known("client_id", part("clientId"), nullptr);
        known("client_secret", part("clientSecret"), "client_secret");
        known("client_auth", part("client_authentication") == "header" ? "basic" : "body", nullptr);
        known("user", part("username"), nullptr);
        known("password", part("password"), "password");
        known("scope", part("scope"), nullptr);
        known("audience", part("audience"), nullptr);
    }

    void body(const Value *body, const std::string &at, ImportedRequest &out)
    {
        if (!body || body->isNull())
            return;
        const std::string type = out.body.contentType;
        if (m_trail.text(body, "disabled") == "true") {
            m_trail.whole(body);
            report().note("disabled", at, {},
                          ImportText::tr("It is switched off in the collection and was left out."));
            return;
        }
        const std::string mode = m_trail.text(body, "mode");
        if (mode == "raw" || (mode.empty() && body->find("raw"))) {
            const Value *options = m_trail.get(body, "options");
            const std::string language = m_trail.text(m_trail.get(options, "raw"), "language");
            const std::string raw = m_trail.text(body, "raw");
            const std::string hint = !type.empty()        ? type
                                     : language == "json" ? "application/json"
                                     : language == "xml"  ? "application/xml"
                                                          : "";
            out.body = readBody(raw, hint, at + ".raw", m_context);
            if (type.empty())
                out.body.contentType.clear();
        } else if (mode == "urlencoded" || mode == "formdata") {
            out.body.kind = mode == "formdata" ? ImportedBodyKind::Multipart : ImportedBodyKind::Form;
            if (mode == "formdata")
                out.body.contentType.clear();
            const Value *list = m_trail.get(body, mode);
            if (list && list->isString())
                readForm(*list->asString(), at, out.body.leaves, m_context);
            else if (list && list->isArray())
                parameters(*list->asArray(), at + '.' + mode, out.body.leaves, true);
            if (out.body.leaves.empty())
                out.body.kind = ImportedBodyKind::None;
        } else if (mode == "file" || mode == "graphql") {
            m_trail.whole(body);
            const Value *what = body->find(mode);
            report().notUnderstood(
                mode == "file" ? "file_not_read" : "graphql", at,
                what ? shortened(writeJson(*what)) : std::string(),
                mode == "file"
                    ? ImportText::tr("The body stands in a file, and files are not read; paste "
                                     "its text instead.")
                    : ImportText::tr("GraphQL bodies are not imported; paste the request's JSON."));
        }
        // what other modes left behind is not sent
        for (const char *other : {"raw", "urlencoded", "formdata", "file", "graphql"})
            if (mode != other && body->find(other)) {
                const Value *left = body->find(other);
                m_trail.whole(left);
                const bool empty = (left->isArray() && left->asArray()->empty()) ||
                                   (left->isObject() && left->asObject()->empty()) || left->toText() == "";
                if (!empty || (left->isString() && !left->asString()->empty()))
                    report().note("other_mode", at + '.' + other, {},
                                  ImportText::tr("The body has another mode; this part of it is not sent."));
            }
    }

    void responses(const Value *list, const std::string &at, ImportedRequest &out)
    {
        const Array *array = list ? list->asArray() : nullptr;
        for (std::size_t i = 0; array && i < array->size(); ++i) {
            const Value &one = (*array)[i];
            m_trail.touch(&one);
            ImportedResponse response;
            response.place = at + '[' + std::to_string(i) + ']';
            response.label = m_trail.text(&one, "name");
            const std::string code = m_trail.text(&one, "code");
            response.status = code.size() == 3 && code.find_first_not_of("0123456789") == std::string::npos
                                  ? std::stoi(code)
                                  : 200;
            response.body = m_trail.text(&one, "body");
            m_trail.text(&one, "status");
            for (const char *skipped :
                 {"originalRequest", "cookie", "responseTime", "_postman_previewlanguage"})
                m_trail.whole(one.find(skipped));
            const Value *headers = m_trail.get(&one, "header");
            if (const Array *pairs = headers ? headers->asArray() : nullptr) {
                for (const Value &pair : *pairs) {
                    m_trail.whole(&pair);
                    const Value *key = pair.find("key");
                    const Value *value = pair.find("value");
                    if (key && value && domain::isHeaderName(key->toText()) &&
                        domain::isHeaderValue(value->toText()))
                        response.headers.emplace_back(key->toText(), value->toText());
                }
            }
            if (response.body.empty() && code.empty())
                continue;
            ++report().read;
            out.responses.push_back(std::move(response));
        }
    }

    ImportContext &m_context;
    JsonTrail m_trail;
    std::string m_note; ///< of the item whose request is read next
};

} // namespace

Result<void> readPostman(const Value &collection, ImportContext &context)
{
    return Postman(context).read(collection);
}

} // namespace bourse::workbench
