// Secrets leave the imported requests: their values go apart, a name stays. Before that the source's own
// variables are put in.
#include "domain/json/json.h"
#include "workbench/import/importparts.h"
#include <algorithm>
#include <set>

namespace bourse::workbench {
namespace {

using domain::Member;
using domain::StepKind;
using domain::Value;

/// Shorter texts are also found where they mean something else ("12345").
constexpr std::size_t kScrubbedLength = 6;
/// Variables within variables: so many in all, and so long a text.
constexpr std::size_t kMostSteps = 50'000;
constexpr std::size_t kLongestText = 1u << 20;
constexpr std::size_t kLongestPlace = 100;

bool isPlaceName(std::string_view name)
{
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '-' || c == '.' || c == '$' || c == ' ' || c == ':' ||
               static_cast<unsigned char>(c) >= 0x80;
    });
}

bool has(const std::vector<std::string> &tokens, std::string_view word)
{
    return std::find(tokens.begin(), tokens.end(), word) != tokens.end();
}

std::string joined(std::string_view name)
{
    std::string out;
    for (const std::string &token : nameTokens(name))
        out += token;
    return out;
}

std::string_view lastName(std::string_view target)
{
    if (target.ends_with("']")) {
        const std::size_t open = target.rfind("['");
        return target.substr(open + 2, target.size() - open - 4);
    }
    const std::size_t at = target.find_last_of("./@");
    return at == std::string_view::npos ? target : target.substr(at + 1);
}

/// Texts that are a credential whatever they are called.
bool looksLikeCredential(std::string_view value)
{
    for (const std::string_view start :
         {"sk_live_", "sk_test_", "pk_live_", "whsec_", "AKIA", "ghp_", "xoxb-", "SG."})
        if (value.starts_with(start) && value.size() >= start.size() + 8)
            return true;
    // a JSON Web Token
    return value.starts_with("eyJ") && std::count(value.begin(), value.end(), '.') == 2 && value.size() > 40;
}

/// A key as platforms make them: long, letters and digits mixed, no words.
bool looksRandom(std::string_view value, std::size_t least)
{
    if (value.size() < least || value.size() > 256)
        return false;
    int digits = 0;
    int letters = 0;
    for (const char c : value) {
        if (c >= '0' && c <= '9')
            ++digits;
        else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
            ++letters;
        else if (c != '-' && c != '_')
            return false;
    }
    return digits >= 4 && letters >= 4;
}

class Separator {
  public:
    Separator(ImportResult &result, const std::map<std::string, std::string> &variables)
        : m_result(result), m_given(variables)
    {
    }

    void run()
    {
        gatherAnswerNames();
        for (ImportedRequest &request : m_result.requests)
            address(request);
        for (ImportedRequest &request : m_result.requests) {
            m_step = request.step;
            leaves(request.auth.values, true);
            leaves(request.query, false);
            leaves(request.headers, false, true);
            leaves(request.body.leaves, false);
            request.body.text = resolved(request.body.text).text;
        }
        for (ImportedRequest &request : m_result.requests)
            pathKeys(request);
        for (ImportedRequest &request : m_result.requests)
            for (ImportedResponse &response : request.responses)
                answer(response);
        for (SpecificationField &field : m_result.specification)
            exampleSecret(field);
        scrubAll();
    }

  private:
    struct Resolved {
        std::string text; ///< with {{variable.x}}, {{computed.x}} for what is unknown
        bool hasPlaces = false;
        bool hasBraces = false; ///< has "\\{{", which only a template understands
        std::string onlySecret; ///< it is one place and its name is a secret's
    };

    /// Puts known variables in and names the unknown ones.
    Resolved resolved(std::string_view text, int depth = 0)
    {
        Resolved out;
        std::size_t places = 0;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t open = text.find("{{", at);
            if (open == std::string_view::npos) {
                out.text += text.substr(at);
                break;
            }
            out.text += text.substr(at, open - at);
            const std::size_t close =
                text.substr(0, std::min(text.size(), open + kLongestPlace)).find("}}", open);
            const std::string name(close == std::string_view::npos
                                       ? std::string_view()
                                       : trimmed(text.substr(open + 2, close - open - 2)));
            if (!isPlaceName(
                    name)) { // two braces that mean nothing; a template must not take them for a place
                out.text += "\\{{";
                out.hasBraces = true;
                at = open + 2;
                continue;
            }
            at = close + 2;
            if (name.starts_with("secret.") || name.starts_with("variable.") ||
                name.starts_with("computed.")) {
                out.text += "{{" + name + "}}"; // it is one of ours already
                out.hasPlaces = true;
                continue;
            }
            const auto known = m_given.find(name);
            if (known != m_given.end() && !known->second.empty() && depth < 8 && ++m_steps < kMostSteps &&
                out.text.size() < kLongestText) {
                const Resolved inner = resolved(known->second, depth + 1);
                out.text += inner.text;
                out.hasPlaces = out.hasPlaces || inner.hasPlaces;
                out.hasBraces = out.hasBraces || inner.hasBraces;
                continue;
            }
            ++places;
            out.hasPlaces = true;
            if (name == "$guid" || name == "$randomUUID") {
                out.text += "{{computed.uuid}}";
            } else if (name == "$timestamp") {
                out.text += "{{computed.epoch_s}}";
            } else if (name == "$isoTimestamp") {
                out.text += "{{computed.time}}";
            } else {
                const std::string identifier = identifierFrom(name, "value");
                if (isSecretName(name)) {
                    out.text += "{{secret." + identifier + "}}";
                    out.onlySecret = identifier;
                } else {
                    out.text += "{{variable." + identifier + "}}";
                    if (!m_result.variables.contains(identifier)) {
                        m_result.variables.set(identifier, "");
                        m_result.report.note("unknown_variable", "{{" + shortened(name, 60) + "}}", {},
                                             ImportText::tr("The text gives this variable no value; it is a "
                                                            "variable of the document, still empty."));
                    }
                }
            }
        }
        if (places != 1 || !trimmed(text).starts_with("{{") || !trimmed(text).ends_with("}}") ||
            text.find("}}") + 2 < trimmed(text).size())
            out.onlySecret.clear();
        return out;
    }

    void address(ImportedRequest &request)
    {
        std::string origin = resolved(request.origin).text;
        std::string path = resolved(request.path).text;
        if (origin.empty()) {
            request.path = path;
            return;
        }
        std::size_t host = origin.find("://");
        if (host == std::string::npos && !origin.starts_with("{{")) {
            origin = "https://" + origin;
            host = 5;
        }
        const std::size_t slash = origin.find('/', host == std::string::npos ? 0 : host + 3);
        if (slash != std::string::npos) { // {{baseUrl}} held a path too
            std::string front = origin.substr(slash);
            while (front.ends_with('/'))
                front.pop_back();
            origin.erase(slash);
            path = front + path;
        }
        request.origin = origin;
        request.path = path.empty() ? "/" : path;
    }

    /// Names of what earlier steps answer: the same name in a later request is carried, not secret.
    void gatherAnswerNames()
    {
        for (const ImportedRequest &request : m_result.requests) {
            if (request.step == StepKind::Post || request.step == StepKind::Status)
                continue;
            for (const ImportedResponse &response : request.responses)
                if (auto json = domain::parseJson(trimmed(response.body)))
                    names(*json, 0);
        }
    }
    void names(const Value &value, int depth)
    {
        if (depth > 20)
            return;
        if (const auto *object = value.asObject())
            for (const Member &member : *object) {
                m_answered.insert(joined(member.first));
                names(member.second, depth + 1);
            }
        if (const auto *array = value.asArray())
            for (const Value &item : *array)
                names(item, depth + 1);
    }

    /// The name under which the value is kept; the same value has one name.
    std::string keep(const std::string &wanted, const std::string &value)
    {
        const std::string base = identifierFrom(wanted, "secret");
        if (value.empty() || isPlaceholder(value))
            return base;
        for (const auto &[name, secret] : m_result.secretsFound)
            if (secret.reveal() == value)
                return name;
        std::string name = base;
        for (int n = 2; m_result.secretsFound.contains(name); ++n)
            name = base + '_' + std::to_string(n);
        m_result.secretsFound.emplace(name, Secret(value));
        return name;
    }

    bool isSecret(const ImportedLeaf &leaf, const std::string &text, bool header) const
    {
        const std::string_view name = lastName(leaf.target);
        if (looksLikeCredential(text))
            return true;
        const std::string plain = joined(name);
        const bool carried = m_step != StepKind::Ping && m_step != StepKind::Auth &&
                             m_answered.contains(plain) && plain.find("password") == std::string::npos &&
                             plain.find("secret") == std::string::npos &&
                             plain.find("apikey") == std::string::npos;
        if (isSecretName(name))
            return !carried;
        if (header && startsWithFolded(name, "x-") && looksRandom(text, 20))
            return true;
        return false;
    }

    void leaves(std::vector<ImportedLeaf> &list, bool auth, bool header = false)
    {
        for (ImportedLeaf &leaf : list) {
            if (leaf.inner) {
                ImportedBody inner = *leaf.inner;
                leaves(inner.leaves, false);
                leaf.inner = std::make_shared<const ImportedBody>(std::move(inner));
                continue;
            }
            one(leaf, auth, header);
        }
    }

    void one(ImportedLeaf &leaf, bool auth, bool header)
    {
        const bool known = !leaf.secret.empty();
        if (leaf.value.isNull() || leaf.value.isArray() || leaf.value.isObject() || leaf.value.isBool()) {
            if (known)
                leaf.secret = keep(leaf.secret, {});
            return;
        }
        Resolved text = resolved(leaf.value.toText());
        if (text.hasBraces && !text.hasPlaces)
            replaceAll(text.text, "\\{{", "{{");
        const std::string before = leaf.textTemplate;
        if (!text.onlySecret.empty()) {
            leaf.secret = text.onlySecret;
        } else if (known || (!auth && isSecret(leaf, text.text, header))) {
            if (text.hasPlaces) { // partly known: the places stay, nothing secret is in the rest
                leaf.textTemplate = before + text.text;
                leaf.secret.clear();
                leaf.value = Value();
                return;
            }
            leaf.secret = keep(known ? leaf.secret : std::string(lastName(leaf.target)), text.text);
        } else if (text.hasPlaces) {
            leaf.textTemplate = before + text.text;
            leaf.value = Value();
            return;
        } else {
            if (leaf.value.isString())
                leaf.value = text.text;
            return;
        }
        leaf.value = Value();
        if (!before.empty())
            leaf.textTemplate = before + "{{secret." + leaf.secret + "}}";
        m_result.report.note(
            "secret_found", leaf.place, {},
            ImportText::tr("This is the secret “%1”; its value is kept apart from the document.")
                .arg(shown(leaf.secret)));
    }

    /// Keys in the path: /api/0a1b2c…/ping.
    void pathKeys(ImportedRequest &request)
    {
        std::string out;
        const std::string &path = request.path;
        for (std::size_t at = 0; at < path.size();) {
            const std::size_t end = std::min(path.find('/', at), path.size());
            const std::string part = path.substr(at, end - at);
            if (part.find("{{") == std::string::npos && looksRandom(part, 20)) {
                const std::string name = keep("path_key", part);
                out += "{{secret." + name + "}}";
                m_result.report.note("secret_found", request.place, {},
                                     ImportText::tr("A part of the path looks like a key: it is the secret "
                                                    "“%1” now. Put it back if it is none.")
                                         .arg(shown(name)));
            } else {
                out += part;
            }
            if (end < path.size())
                out += '/';
            at = end + 1;
        }
        request.path = out;
    }

    void answer(ImportedResponse &response)
    {
        std::erase_if(response.headers, [&](const auto &header) {
            if (!equalsFolded(header.first, "Set-Cookie") && !equalsFolded(header.first, "Authorization"))
                return false;
            m_result.report.note(
                "answer_secret", response.place + ' ' + header.first, {},
                ImportText::tr("This header of a recorded answer is left out of the sample."));
            return true;
        });
        if (const auto json = domain::parseJson(trimmed(response.body)))
            answerSecrets(*json, response, 0);
    }

    void answerSecrets(const Value &value, ImportedResponse &response, int depth)
    {
        if (depth > 20)
            return;
        if (const auto *array = value.asArray())
            for (const Value &item : *array)
                answerSecrets(item, response, depth + 1);
        const auto *object = value.asObject();
        if (!object)
            return;
        for (const Member &member : *object) {
            const std::string name = joined(member.first);
            const bool secret = name == "accesstoken" || name == "refreshtoken" || name == "idtoken" ||
                                name == "apikey" || name == "clientsecret" || name == "password" ||
                                name == "secret" || name == "jwt";
            const std::string *text = member.second.asString();
            if (!secret || !text || text->size() < kScrubbedLength || isPlaceholder(*text)) {
                answerSecrets(member.second, response, depth + 1);
                continue;
            }
            std::string written;
            domain::writeJsonString(*text, written);
            replaceAll(response.body, written, "\"example-" + identifierFrom(member.first, "token") + '"');
            m_result.report.note("answer_secret", response.place + ' ' + member.first, {},
                                 ImportText::tr("A secret in a recorded answer is replaced by an example."));
        }
    }

    void exampleSecret(SpecificationField &field)
    {
        if (!isSecretName(field.target))
            return;
        for (std::string *text : {&field.example, &field.defaultValue}) {
            if (text->size() < kScrubbedLength || isPlaceholder(*text))
                continue;
            const std::string name = keep(field.target, *text);
            text->clear();
            m_result.report.note("secret_found", field.place, {},
                                 ImportText::tr("This is the secret “%1”; its value is kept apart from the "
                                                "document.")
                                     .arg(shown(name)));
        }
    }

    /// Whatever text still repeats a secret shows its name instead.
    void scrubAll()
    {
        for (const auto &[name, secret] : m_result.secretsFound)
            if (secret.reveal().size() >= kScrubbedLength)
                m_scrubbed.emplace_back(std::string(secret.reveal()), "{{secret." + name + "}}");
        if (m_scrubbed.empty())
            return;
        // a secret within a secret: the longer first
        std::sort(m_scrubbed.begin(), m_scrubbed.end(),
                  [](const auto &a, const auto &b) { return a.first.size() > b.first.size(); });
        const auto leavesOf = [&](std::vector<ImportedLeaf> &list) {
            for (ImportedLeaf &leaf : list)
                scrubLeaf(leaf);
        };
        for (ImportedRequest &request : m_result.requests) {
            scrub(request.name);
            scrub(request.note);
            scrub(request.origin);
            scrub(request.path);
            scrub(request.place);
            scrub(request.body.text);
            leavesOf(request.query);
            leavesOf(request.headers);
            leavesOf(request.body.leaves);
            leavesOf(request.auth.values);
            for (ImportedResponse &response : request.responses) {
                scrub(response.label);
                scrub(response.body);
                for (auto &[key, value] : response.headers)
                    scrub(value);
            }
        }
        for (SpecificationField &field : m_result.specification)
            for (std::string *text : {&field.note, &field.example, &field.defaultValue, &field.type})
                scrub(*text);
        for (Member &member : m_result.variables)
            if (const std::string *text = member.second.asString()) {
                std::string copy = *text;
                scrub(copy);
                member.second = copy;
            }
        scrub(m_result.name);
        for (ImportItem &item : m_result.report.items) {
            scrub(item.text);
            scrub(item.place);
            std::string message = item.message.toStdString();
            const std::string before = message;
            scrub(message);
            if (message != before)
                item.message = shown(message);
        }
    }

    void scrubLeaf(ImportedLeaf &leaf)
    {
        scrub(leaf.place);
        scrub(leaf.note);
        scrub(leaf.textTemplate);
        if (leaf.inner) {
            ImportedBody inner = *leaf.inner;
            for (ImportedLeaf &below : inner.leaves)
                scrubLeaf(below);
            leaf.inner = std::make_shared<const ImportedBody>(std::move(inner));
        }
        const std::string *text = leaf.value.asString();
        if (!text)
            return;
        std::string copy = *text;
        scrub(copy);
        if (copy == *text)
            return;
        leaf.textTemplate = copy;
        leaf.value = Value();
    }

    void scrub(std::string &text) const
    {
        for (const auto &[value, name] : m_scrubbed)
            replaceAll(text, value, name);
    }

    ImportResult &m_result;
    const std::map<std::string, std::string> &m_given;
    std::set<std::string> m_answered;
    StepKind m_step = StepKind::Post;
    std::size_t m_steps = 0;
    std::vector<std::pair<std::string, std::string>> m_scrubbed;
};

} // namespace

bool isSecretName(std::string_view name)
{
    const std::vector<std::string> tokens = nameTokens(name);
    if (tokens.empty())
        return false;
    std::string all;
    for (const std::string &token : tokens)
        all += token;
    for (const std::string_view certain :
         {"password", "passwd", "passphrase", "apikey", "apisecret", "clientsecret", "secretkey", "accesskey",
          "authkey", "authtoken", "accesstoken", "privatekey", "securitykey", "apitoken"})
        if (all.find(certain) != std::string::npos)
            return true;
    // tokens of certificates, leads, pings and forms are values, not credentials
    for (const std::string_view other :
         {"trustedform", "jornaya",     "leadid",  "cert",      "ping",   "bid",    "consent",
          "keyword",     "captcha",     "hash",    "md5",       "sha256", "public", "foreign",
          "sort",        "idempotency", "primary", "leadtoken", "device", "csrf"})
        if (all.find(other) != std::string::npos)
            return false;
    for (const std::string_view word :
         {"secret", "authorization", "bearer", "credential", "credentials", "jwt", "passcode", "pwd"})
        if (has(tokens, word))
            return true;
    std::string last = tokens.back();
    if (tokens.size() > 1 && last.find_first_not_of("0123456789") == std::string::npos)
        last = tokens[tokens.size() - 2];
    return last == "key" || last == "token" || last == "auth" || last == "pass" ||
           (last.size() > 5 && last.ends_with("token"));
}

void separateSecrets(ImportResult &result, const std::map<std::string, std::string> &variables)
{
    Separator(result, variables).run();
}

} // namespace bourse::workbench
