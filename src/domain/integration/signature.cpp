// RFC 9421's signature base, and the catalogue of recipes.
#include "domain/integration/signature.h"
#include "domain/integration/signatureplan.h"
#include "domain/json/json.h"
#include <algorithm>

namespace bourse::domain {
namespace {

bool sameName(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    };
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

/// The component's identifier as it is written in the list: quoted, with its parameters.
std::string identifier(std::string_view component)
{
    return component.starts_with('"') ? std::string(component) : '"' + std::string(component) + '"';
}

Error invalidComponent(std::string_view component, std::string what)
{
    return {"invalid_component",
            {},
            "RFC 9421, 2.1 and 2.2",
            "The component " + std::string(component) + " " + std::move(what)};
}

Result<std::string> componentValue(const SignedMessage &message, std::string_view component)
{
    const std::string item = identifier(component);
    const std::size_t close = item.find('"', 1);
    if (close == std::string::npos)
        return invalidComponent(component, "has an open quote.");
    const std::string_view name = std::string_view(item).substr(1, close - 1);
    const std::string_view params = std::string_view(item).substr(close + 1);
    std::string_view url = message.url;
    const std::size_t scheme = std::min(url.find("://"), url.size());
    const std::size_t start = std::min(scheme + 3, url.size());
    const std::size_t path = std::min(url.find_first_of("/?", start), url.size());
    const std::size_t query = std::min(url.find('?', start), url.size());
    const auto lower = [](std::string_view text) {
        std::string out(text);
        std::transform(out.begin(), out.end(), out.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        return out;
    };
    if (name == "@query-param") {
        if (!params.starts_with(";name=\"") || params.size() < 9 || params.back() != '"')
            return invalidComponent(component, "needs ;name=\"…\".");
        const std::string wanted = percentDecoded(params.substr(7, params.size() - 8), true);
        std::optional<std::string> found;
        for (const auto &[key, value] : formParameters(url.substr(std::min(query + 1, url.size()))))
            if (key == wanted) {
                if (found) // RFC 9421, 2.2.8: which of them is meant would be anybody's guess
                    return invalidComponent(component, "is in the query more than once.");
                found.emplace();
                appendPercent(value, *found);
            }
        if (!found)
            return Error{"missing_header",
                         {},
                         "query " + wanted,
                         "The signature covers the query parameter \"" + wanted +
                             "\", which the request does not have."};
        return *found;
    }
    if (!params.empty())
        return invalidComponent(component, "has parameters that are not available.");
    if (name == "@method")
        return std::string(message.method);
    if (name == "@target-uri")
        return std::string(url);
    if (name == "@scheme")
        return lower(url.substr(0, scheme));
    if (name == "@authority") {
        const auto parts = splitUrl(url);
        return parts ? parts->authority : lower(url.substr(start, path - start));
    }
    if (name == "@path")
        return query > path ? std::string(url.substr(path, query - path)) : std::string("/");
    if (name == "@query")
        return '?' + std::string(url.substr(std::min(query + 1, url.size())));
    if (name == "@request-target")
        return path < url.size() && url[path] == '/' ? std::string(url.substr(path))
                                                     : '/' + std::string(url.substr(path));
    if (name == "@status") {
        if (!message.status)
            return Error{"missing_header", {}, "@status", "A request has no status."};
        return std::to_string(*message.status);
    }
    if (name.starts_with('@') || !isHeaderName(name))
        return invalidComponent(component, "is not known.");
    if (name != lower(name))
        return invalidComponent(component, "must be written in small letters.");
    std::optional<std::string> value;
    if (message.headers)
        for (const auto &[key, text] : *message.headers)
            if (sameName(key, name)) {
                if (value)
                    *value += ", ";
                else
                    value.emplace();
                *value += trimmed(text);
            }
    if (!value)
        return Error{"missing_header",
                     {},
                     "header " + std::string(name),
                     "The signature covers the header \"" + std::string(name) +
                         "\", which the request does not have."};
    return *value;
}

Object source(const char *kind, Value value)
{
    return Object{{kind, std::move(value)}};
}

Object part(const char *kind)
{
    return Object{{"part", kind}};
}

Object constant(const char *text)
{
    return source("constant", text);
}

Object headerRow(const char *target, Object from)
{
    return Object{{"target", target}, {"source", std::move(from)}};
}

Object step(Array signatures, Array headers = {})
{
    Object out;
    if (!headers.empty())
        out.append("headers", std::move(headers));
    out.append("signatures", std::move(signatures));
    return out;
}

Object contentDigest()
{
    return Object{{"header", "Content-Digest"}, {"algorithm", "sha256"},        {"output", "base64"},
                  {"before", "sha-256=:"},      {"parts", Array{part("body")}}, {"after", ":"}};
}

Object messageSignature(const char *algorithm, const char *secret, const char *encoding)
{
    return Object{{"scheme", "http_message_signature"},
                  {"label", "sig1"},
                  {"algorithm", algorithm},
                  {"secret", secret},
                  {"secret_encoding", encoding},
                  {"components", Array{"@method", "@target-uri", "content-digest"}},
                  {"keyid", "my-key"},
                  {"include_alg", true}};
}

/// SigV4 written out as a recipe: the request's canonical form is hashed into the text that is signed, under
/// a key that is derived step by step.
Object awsRecipe()
{
    const auto headers = [](const char *write) {
        Object lines{{"part", "headers"},
                     {"names", Array{"content-type", "host", "x-amz-date"}},
                     {"pair", ":"},
                     {"join", ","},
                     {"collapse", true}};
        if (std::string_view(write) == "name") {
            lines.set("write", "name");
            lines.set("between", ";");
        } else {
            lines.set("end", true);
        }
        return lines;
    };
    const auto date = [] {
        return Object{{"part", "timestamp"}, {"unit", "date"}};
    };
    const Object canonical{
        {"part", "hash"},
        {"algorithm", "sha256"},
        {"separator", "\n"},
        {"parts", Array{part("method"), Object{{"part", "path"}, {"encode", "percent"}},
                        Object{{"part", "parameters"}, {"of", "query"}, {"encode", "percent"}},
                        headers("both"), headers("name"), part("body_hash")}}};
    Object signature;
    signature.append("header", "Authorization");
    signature.append("algorithm", "hmac-sha256");
    signature.append("secret", "aws_secret_key");
    signature.append("secret_before", "AWS4");
    signature.append("derive",
                     Array{date(), constant("us-east-1"), constant("execute-api"), constant("aws4_request")});
    signature.append("timestamp", Object{{"unit", "basic"}, {"header", "X-Amz-Date"}});
    signature.append("parts", Array{constant("AWS4-HMAC-SHA256\n"), part("timestamp"), constant("\n"), date(),
                                    constant("/us-east-1/execute-api/aws4_request\n"), canonical});
    signature.append("output", "hex");
    signature.append("before", Array{constant("AWS4-HMAC-SHA256 Credential="),
                                     source("secret", "aws_access_key"), constant("/"), date(),
                                     constant("/us-east-1/execute-api/aws4_request, "
                                              "SignedHeaders=content-type;host;x-amz-date, Signature=")});
    return signature;
}

std::vector<SignaturePreset> makePresets()
{
    std::vector<SignaturePreset> out;
    const auto add = [&out](const char *name, const char *label, const char *description, Object fragment) {
        out.push_back({name, label, description, std::move(fragment)});
    };
    add("hmac_body", "HMAC of the body", "HMAC-SHA256 of the whole body, in hexadecimal, in one header.",
        step({Object{{"header", "X-Signature"},
                     {"algorithm", "hmac-sha256"},
                     {"secret", "signing_secret"},
                     {"parts", Array{part("body")}},
                     {"output", "hex"}}}));
    add("hmac_timestamp_body", "HMAC of time and body",
        "HMAC-SHA256 of the time, a dot and the body; the same time goes into a header of its own.",
        step({Object{{"header", "X-Signature"},
                     {"algorithm", "hmac-sha256"},
                     {"secret", "signing_secret"},
                     {"timestamp", Object{{"unit", "s"}, {"header", "X-Timestamp"}}},
                     {"parts", Array{part("timestamp"), constant("."), part("body")}},
                     {"output", "hex"}}}));
    add("sorted_parameters", "Sorted parameters",
        "HMAC-SHA256 of all query parameters, sorted from A to Z; the signature is one more parameter.",
        step({Object{
            {"query", "sign"},
            {"algorithm", "hmac-sha256"},
            {"secret", "signing_secret"},
            {"parts", Array{Object{{"part", "parameters"}, {"of", "query"}, {"except", Array{"sign"}}}}},
            {"output", "hex"}}}));
    add("sorted_form", "Sorted form fields, in the form",
        "MD5 of the form's fields sorted from A to Z and the secret, as many payment gateways do. A row of "
        "the "
        "form reads it: {\"target\":\"sign\",\"source\":{\"signature\":\"sign\"}}.",
        step(
            {Object{{"id", "sign"},
                    {"algorithm", "md5"},
                    {"parts", Array{Object{{"part", "parameters"}, {"of", "form"}, {"except", Array{"sign"}}},
                                    constant("&key="), source("secret", "signing_secret")}},
                    {"output", "hex_upper"}}}));
    add("digest_header", "Digest header", "SHA-256 of the body in the header Digest (RFC 3230).",
        step({Object{{"header", "Digest"},
                     {"algorithm", "sha256"},
                     {"parts", Array{part("body")}},
                     {"output", "base64"},
                     {"before", "SHA-256="}}}));
    add("content_digest", "Content-Digest header",
        "SHA-256 of the body in the header Content-Digest (RFC 9530).", step({contentDigest()}));
    const auto cavage = [](const char *algorithm, const char *secret, const char *encoding,
                           const char *name) {
        return step(
            {Object{{"header", "Digest"},
                    {"algorithm", "sha256"},
                    {"parts", Array{part("body")}},
                    {"output", "base64"},
                    {"before", "SHA-256="}},
             Object{{"header", "Signature"},
                    {"algorithm", algorithm},
                    {"secret", secret},
                    {"secret_encoding", encoding},
                    {"timestamp", Object{{"unit", "http"}, {"header", "Date"}}},
                    {"parts", Array{Object{{"part", "headers"},
                                           {"names", Array{"(request-target)", "host", "date", "digest"}}}}},
                    {"output", "base64"},
                    {"before", std::string("keyId=\"my-key\",algorithm=\"") + name +
                                   "\",headers=\"(request-target) host date digest\",signature=\""},
                    {"after", "\""}}});
    };
    add("http_signature_hmac", "HTTP Signatures (draft-cavage), HMAC",
        "The older HTTP Signatures: request target, host, date and digest under a shared secret.",
        cavage("hmac-sha256", "signing_secret", "text", "hmac-sha256"));
    add("http_signature_rsa", "HTTP Signatures (draft-cavage), RSA",
        "The older HTTP Signatures: request target, host, date and digest under an RSA key.",
        cavage("rsa-sha256", "signing_key", "pem", "rsa-sha256"));
    const std::pair<const char *, const char *> algorithms[] = {
        {"hmac-sha256", "HMAC-SHA256"},       {"ed25519", "Ed25519"},
        {"rsa-sha256", "RSA (v1.5) SHA-256"}, {"rsa-pss-sha512", "RSA-PSS SHA-512"},
        {"ecdsa-p256-sha256", "ECDSA P-256"},
    };
    for (const auto &[algorithm, label] : algorithms) {
        std::string name = std::string("message_signature_") + algorithm;
        std::replace(name.begin(), name.end(), '-', '_');
        const bool shared = std::string_view(algorithm) == "hmac-sha256";
        out.push_back(
            {name, std::string("HTTP Message Signatures (RFC 9421), ") + label,
             "Method, target and body digest under a named key; Signature-Input says what is covered.",
             step({contentDigest(), messageSignature(algorithm, shared ? "signing_secret" : "signing_key",
                                                     shared ? "base64" : "pem")})});
    }
    const auto webhook = [](const char *algorithm, const char *secret, const char *before) {
        return step({Object{{"header", "webhook-signature"},
                            {"algorithm", algorithm},
                            {"secret", secret},
                            {"secret_encoding", "whsec"},
                            {"timestamp", Object{{"unit", "s"}, {"header", "webhook-timestamp"}}},
                            {"separator", "."},
                            {"parts", Array{Object{{"part", "header"}, {"name", "webhook-id"}},
                                            part("timestamp"), part("body")}},
                            {"output", "base64"},
                            {"before", before}}},
                    {headerRow("webhook-id", Object{{"template", "msg_{{computed.uuid}}"}})});
    };
    add("standard_webhooks", "Standard Webhooks",
        "Identity, time and body, joined by dots, under a whsec_ secret.",
        webhook("hmac-sha256", "signing_secret", "v1,"));
    add("standard_webhooks_ed25519", "Standard Webhooks, Ed25519",
        "Identity, time and body, joined by dots, under a whsk_ key.",
        webhook("ed25519", "signing_key", "v1a,"));
    add("stripe", "Stripe", "Time and body, joined by a dot; time and signature stand in one header.",
        step({Object{
            {"header", "Stripe-Signature"},
            {"algorithm", "hmac-sha256"},
            {"secret", "signing_secret"},
            {"timestamp", Object{{"unit", "s"}, {"header", "Stripe-Signature"}, {"pattern", "t=(\\d+)"}}},
            {"parts", Array{part("timestamp"), constant("."), part("body")}},
            {"output", "hex"},
            {"before", "t={{computed.epoch_s}},v1="}}}));
    add("aws_sigv4", "AWS Signature Version 4",
        "The recipe written out, for one region and service. The authentication \"aws_sigv4\" does the same "
        "with "
        "fewer keys.",
        step({awsRecipe()}));
    return out;
}

} // namespace

std::string componentList(const std::vector<std::string> &components)
{
    std::string out = "(";
    for (const std::string &component : components)
        out += (out.size() > 1 ? " " : "") + identifier(component);
    return out + ')';
}

Result<std::string> signatureBase(const SignedMessage &message, const std::vector<std::string> &components,
                                  std::string_view signatureParams)
{
    std::string out;
    for (std::size_t i = 0; i < components.size(); ++i) {
        const std::string item = identifier(components[i]);
        for (std::size_t k = 0; k < i; ++k)
            if (identifier(components[k]) == item)
                return invalidComponent(components[i], "is listed twice.");
        auto value = componentValue(message, components[i]);
        if (!value)
            return value.errors();
        if (value->find('\n') != std::string::npos || value->find('\r') != std::string::npos)
            return invalidComponent(components[i], "has a line break.");
        out += item + ": " + *value + '\n';
    }
    out += "\"@signature-params\": ";
    out += signatureParams;
    return out;
}

const std::vector<SignaturePreset> &signaturePresets()
{
    static const std::vector<SignaturePreset> presets = makePresets();
    return presets;
}

const SignaturePreset *signaturePreset(std::string_view name)
{
    for (const SignaturePreset &preset : signaturePresets())
        if (preset.name == name)
            return &preset;
    return nullptr;
}

} // namespace bourse::domain
