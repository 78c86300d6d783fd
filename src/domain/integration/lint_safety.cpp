// The linter on what is dangerous: secrets typed into a document, values that are not escaped, addresses for
// tests or without encryption, time limits.
#include "domain/integration/describe.h"
#include "domain/integration/linter.h"
#include <algorithm>
#include <cstdlib>

namespace bourse::domain {
namespace {

bool isLoopback(std::string_view host)
{
    return host == "localhost" || host.ends_with(".localhost") || host == "::1" || host.starts_with("127.");
}

std::string hostOf(const std::string &url)
{
    const std::size_t scheme = url.find("://");
    if (scheme == std::string::npos)
        return {};
    std::string rest = url.substr(scheme + 3);
    rest = rest.substr(0, rest.find_first_of("/?#"));
    if (rest.starts_with('['))
        return lowered(rest.substr(1, rest.find(']') - 1));
    return lowered(rest.substr(0, rest.find(':')));
}

/// How likely the text is a secret somebody pasted.
bool looksSecret(std::string_view text)
{
    for (const std::string_view prefix :
         {"sk_live_", "sk_test_", "whsec_", "AKIA", "ghp_", "xoxb-", "eyJhbGciOi"})
        if (text.starts_with(prefix) && text.size() >= prefix.size() + 8)
            return true;
    return text.find("-----BEGIN") != std::string_view::npos &&
           text.find("PRIVATE KEY") != std::string_view::npos;
}

/// A name under which buyers take keys and passwords.
bool isSecretName(std::string_view target)
{
    std::string word;
    for (const char c : lowered(target))
        if (c != '-' && c != '_' && c != '.' && c != ' ')
            word += c;
    if (word.ends_with("id") || word.ends_with("type") || word.ends_with("version"))
        return false;
    for (const std::string_view part : {"apikey", "secret", "password", "passwd", "accesstoken", "authtoken",
                                        "bearer", "privatekey", "authkey", "accesskey", "xauth"})
        if (word.find(part) != std::string::npos)
            return true;
    return word == "key" || word == "token" || word == "auth" || word == "authorization" || word == "pwd" ||
           word == "pass";
}

/// A word of letters and digits that is no word of a language: what keys look like.
bool looksRandom(std::string_view text)
{
    std::size_t digits = 0;
    std::size_t letters = 0;
    for (const char c : text) {
        if (c == ' ')
            return false;
        digits += c >= '0' && c <= '9';
        letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    return text.size() >= 8 && (digits >= 2 || text.size() >= 20) && digits + letters >= text.size() / 2;
}

} // namespace

void Linter::valueSecrets()
{
    std::vector<DocumentRow> rows;
    const auto gather = [&](const std::string &at) {
        const Value *values = memberAt(m_document, at);
        if (!values || !values->asObject())
            return;
        for (const Member &member : *values->asObject()) {
            DocumentRow row;
            row.path = at + '.' + member.first;
            row.target = row.fullTarget = member.first;
            row.row = &member.second;
            rows.push_back(std::move(row));
        }
    };
    gather("values");
    for (const StepKind step : kAllSteps)
        for (const StepPlace &place : placesOf(m_document, step))
            gather(place.path + ".values");
    secrets(StepKind::Ping, rows);
}

void Linter::secrets(StepKind, const std::vector<DocumentRow> &rows)
{
    for (const DocumentRow &row : rows) {
        const Value *source = row.row->find("source");
        if (!source)
            continue;
        std::string text;
        if (const Value *constant = source->find("constant"))
            text = constant->toText();
        else if (const Value *written = source->find("template"); written && written->asString())
            text = *written->asString();
        // In a template the parts between the places are what somebody typed.
        std::string typed;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t open = std::min(text.find("{{", at), text.size());
            const std::string_view piece = std::string_view(text).substr(at, open - at);
            if (piece.size() > typed.size())
                typed = piece;
            const std::size_t close = text.find("}}", open);
            at = close == std::string::npos ? text.size() : close + 2;
        }
        std::string_view bare = typed;
        for (const std::string_view scheme : {"Bearer ", "Basic ", "Token ", "bearer ", "basic "})
            if (bare.starts_with(scheme))
                bare.remove_prefix(scheme.size());
        if (looksSecret(bare) || (isSecretName(row.target) && looksRandom(bare)))
            addSecret(row.path, row.fullTarget);
    }
}

void Linter::addSecret(const std::string &path, const std::string &subject)
{
    add(Severity::Blocking, "secret_as_constant", path, subject,
        subject + " holds what looks like a secret, typed into the document. Make it a secret: its value "
                  "then stays in the keychain.",
        "constant");
}

void Linter::escaping(StepKind step, const std::vector<DocumentRow> &rows)
{
    const auto judge = [&](const std::string &path, const std::string &subject, const std::string &text,
                           std::string_view format) {
        std::vector<std::string> bare;
        for (std::size_t open = text.find("{{"); open != std::string::npos;
             open = text.find("{{", open + 2)) {
            const std::size_t close = text.find("}}", open);
            if (close == std::string::npos)
                break;
            const std::string place = text.substr(open + 2, close - open - 2);
            const References found = referencesInText(text.substr(open, close + 2 - open));
            const bool foreign = !found.fields.empty() || !found.carried.empty() || !found.values.empty() ||
                                 place.find("item") != std::string::npos;
            const bool escaped = place.find("_escape") != std::string::npos ||
                                 place.find("json_stringify") != std::string::npos ||
                                 place.find("url_encode") != std::string::npos ||
                                 place.find("base64") != std::string::npos ||
                                 place.find("digits") != std::string::npos;
            if (foreign && !escaped)
                bare.push_back("{{" + place + "}}");
        }
        if (!bare.empty())
            add(Severity::Warning, "value_not_escaped", path, subject,
                subject + " puts " + bare.front() + " into " + std::string(format) +
                    " as it is. A quote or bracket in it would break the request; escape it.",
                bare.front());
    };
    const auto formatOf = [](const std::string &text, const std::string &contentType) -> std::string_view {
        const std::size_t first = text.find_first_not_of(" \t\r\n");
        const char c = first == std::string::npos ? ' ' : text[first];
        if (contentType.find("json") != std::string::npos ||
            (c == '[' && text.find(']') != std::string::npos) ||
            (c == '{' && text.compare(first, 2, "{{") != 0))
            return "JSON";
        if (contentType.find("xml") != std::string::npos || c == '<')
            return "XML";
        if (contentType.find("x-www-form-urlencoded") != std::string::npos)
            return "a form";
        return {};
    };
    for (const DocumentText &text : textsOf(m_document, step)) {
        const std::size_t dot = text.path.rfind('.');
        if (text.path.substr(dot + 1) != "template")
            continue; // a URL's places are always escaped
        const Value *body = memberAt(m_document, text.path.substr(0, dot));
        const std::string escape = body ? textOf(*body, "escape") : std::string();
        if (!escape.empty() && escape != "none")
            continue;
        if (const auto format = formatOf(*text.text, lowered(textOf(*body, "content_type"))); !format.empty())
            judge(text.path, "The body", *text.text, format);
    }
    for (const DocumentRow &row : rows) {
        const Value *source = row.row->find("source");
        const Value *written = source ? source->find("template") : nullptr;
        if (!written || !written->asString())
            continue;
        if (const auto format = formatOf(*written->asString(), {}); !format.empty())
            judge(row.path, row.fullTarget, *written->asString(), format);
    }
}

void Linter::timeLimit(const StepPlace &place)
{
    const Value *limit = place.value->find("time_limit_ms");
    if (!limit || !m_context.treeTimeLimit || !limit->isNumber())
        return;
    const long long ms = std::atoll(limit->toText().c_str());
    const long long most = m_context.treeTimeLimit->count() / 1'000;
    if (ms > most)
        add(Severity::Warning, "time_limit_above_tree", place.path + ".time_limit_ms",
            describeStep(name(place.step)),
            "The time limit of " + std::to_string(ms) + " ms is above the " + std::to_string(most) +
                " ms that the tree has; it is cut short there.",
            std::to_string(most));
}

std::string Linter::withVariables(std::string text) const
{
    const Value *variables = m_document.find("variables");
    constexpr std::string_view opening = "{{variable.";
    for (std::size_t at = text.find(opening); at != std::string::npos; at = text.find(opening, at)) {
        const std::size_t end = text.find("}}", at);
        if (end == std::string::npos)
            break;
        const std::size_t from = at + opening.size();
        const Value *value = variables ? variables->find(text.substr(from, end - from)) : nullptr;
        const std::string put = value ? value->toText() : std::string();
        text.replace(at, end + 2 - at, put);
        at += put.size(); // what a variable holds is not looked at again
    }
    return text;
}

void Linter::endpoints()
{
    const Value *both = m_document.find("endpoints");
    if (!both || !both->isObject())
        return;
    const auto url = [&](const char *which) {
        const Value *endpoint = both->find(which);
        return endpoint ? textOf(*endpoint, "base_url") : std::string();
    };
    for (const char *which : {"live", "test"})
        if (const std::string base = withVariables(url(which));
            base.find("://") != std::string::npos && hostOf(base).empty())
            add(std::string(which) == "live" ? Severity::Blocking : Severity::Warning, "no_address",
                "endpoints." + std::string(which) + ".base_url",
                std::string(which) == "live" ? "Live endpoint" : "Test endpoint",
                "The address names no server, so nothing can be sent. Fill it in.", "address");
    const std::string host = hostOf(url("live"));
    std::string label;
    const std::string dotted = '.' + host + '.';
    for (const char *word : {"test", "sandbox", "staging", "stage", "uat", "qa", "dev", "mock"})
        for (const std::string &form :
             {"." + std::string(word) + ".", "." + std::string(word) + "-", "-" + std::string(word) + "."})
            if (label.empty() && dotted.find(form) != std::string::npos)
                label = word;
    if (label.empty() && isLoopback(host))
        label = host;
    if (label.empty())
        if (const std::string whole = lowered(url("live")); whole.find("/test/") != std::string::npos ||
                                                            whole.ends_with("/test") ||
                                                            whole.find("/sandbox") != std::string::npos)
            label = whole.find("/sandbox") != std::string::npos ? "sandbox" : "test";
    if (!label.empty())
        add(Severity::Warning, "test_endpoint_in_live", "endpoints.live.base_url", "Live endpoint",
            "The live endpoint looks like one for tests (\u201C" + label +
                "\u201D). Real leads would go there.",
            label);
}

void Linter::plainHttp()
{
    const Value *both = m_document.find("endpoints");
    if (!both || !m_sendsPii)
        return;
    const auto judge = [&](const std::string &text, const std::string &path, const std::string &subject,
                           bool live) {
        if (!lowered(text).starts_with("http://") || isLoopback(hostOf(text)))
            return;
        add(live ? Severity::Blocking : Severity::Warning, "plain_http_for_pii", path, subject,
            subject + " is plain http: personal data would cross the network unencrypted. Use https.",
            "https");
    };
    for (const char *which : {"live", "test"})
        if (const Value *endpoint = both->find(which))
            judge(textOf(*endpoint, "base_url"), "endpoints." + std::string(which) + ".base_url",
                  std::string(which) == "live" ? "Live endpoint" : "Test endpoint",
                  std::string(which) == "live");
    for (const StepKind step : kAllSteps)
        for (const DocumentText &text : textsOf(m_document, step))
            if (text.path.ends_with(".url"))
                judge(*text.text, text.path, describeStep(name(step)) + " URL", true);
}

} // namespace bourse::domain
