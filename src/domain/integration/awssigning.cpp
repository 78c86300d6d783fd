#include "domain/integration/awssigning.h"
#include "domain/integration/coding.h"
#include "domain/integration/signaturepart.h"
#include "domain/integration/signaturetime.h"
#include "domain/integration/wiretext.h"
#include <algorithm>
#include <map>

namespace bourse::domain {
namespace {

std::string encodedPath(std::string_view path)
{
    std::string out;
    for (const char c : path) {
        if (c == '/')
            out += c;
        else
            appendPercent(std::string_view(&c, 1), out);
    }
    return out;
}

std::string normalizedPath(std::string_view path)
{
    std::vector<std::string_view> segments;
    bool slashAtEnd = false;
    while (!path.empty()) {
        const std::size_t end = std::min(path.find('/'), path.size());
        const std::string_view segment = path.substr(0, end);
        slashAtEnd = end < path.size() || segment == "." || segment == "..";
        path.remove_prefix(std::min(end + 1, path.size()));
        if (segment == ".." && !segments.empty())
            segments.pop_back();
        else if (!segment.empty() && segment != "." && segment != "..")
            segments.push_back(segment);
    }
    std::string out;
    for (const std::string_view segment : segments)
        out.append("/").append(segment);
    if (out.empty() || slashAtEnd)
        out += '/';
    return out;
}

/// Sorted by encoded name, then value; a '+' is a plus here, not a space.
std::string canonicalQuery(std::string_view query)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (pair.empty())
            continue;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        auto &[name, value] = pairs.emplace_back();
        appendPercent(percentDecoded(pair.substr(0, equals), false), name);
        appendPercent(percentDecoded(pair.substr(std::min(equals + 1, pair.size())), false), value);
    }
    std::sort(pairs.begin(), pairs.end());
    std::string out;
    for (const auto &[name, value] : pairs)
        out += (out.empty() ? "" : "&") + name + '=' + value;
    return out;
}

std::string collapsed(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const bool space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (space && (out.empty() || out.back() == ' '))
            continue;
        out += space ? ' ' : c;
    }
    if (out.ends_with(' '))
        out.pop_back();
    return out;
}

} // namespace

AwsSignature awsSign(const AwsRequest &request, const AwsOptions &options)
{
    AwsSignature out;
    const std::string time = signatureTime(options.time, "basic");
    const std::string date = signatureTime(options.time, "date");
    const std::string scope = date + '/' + options.region + '/' + options.service + "/aws4_request";
    const std::string bodyHash = encodeBytes(digestOf(Digest::Sha256, request.body), "hex");
    const bool hasToken = !options.sessionToken.empty();

    Headers added;
    if (!options.inQuery) {
        if (hasToken && options.signToken)
            added.emplace_back("X-Amz-Security-Token", options.sessionToken);
        added.emplace_back("X-Amz-Date", time);
        if (options.bodyHeader)
            added.emplace_back("X-Amz-Content-Sha256", bodyHash);
    }
    std::map<std::string, std::string> headers; // sorted by name in small letters
    const auto add = [&headers](const auto &header) {
        std::string name = header.first;
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        // What a proxy may change is not signed.
        if (name == "connection" || name == "expect" || name == "user-agent" || name == "x-amzn-trace-id" ||
            name == "transfer-encoding" || name == "upgrade")
            return;
        const auto [at, fresh] = headers.try_emplace(std::move(name));
        at->second += (fresh ? "" : ",") + collapsed(header.second);
    };
    std::for_each(request.headers.begin(), request.headers.end(), add);
    std::for_each(added.begin(), added.end(), add);
    std::string lines;
    std::string names;
    for (const auto &[name, value] : headers) {
        lines += name + ':' + value + '\n';
        names += (names.empty() ? "" : ";") + name;
    }

    std::string query(request.query);
    if (options.inQuery) {
        const auto pair = [&out](const char *name, std::string_view value) {
            if (!out.query.empty())
                out.query += '&';
            out.query.append(name).append("=");
            appendPercent(value, out.query);
        };
        pair("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
        pair("X-Amz-Credential", options.accessKey + '/' + scope);
        pair("X-Amz-Date", time);
        pair("X-Amz-SignedHeaders", names);
        pair("X-Amz-Expires", std::to_string(options.expires));
        if (hasToken && options.signToken)
            pair("X-Amz-Security-Token", options.sessionToken);
        query += (query.empty() ? "" : "&") + out.query;
    }
    std::string path(request.path.empty() ? "/" : request.path);
    if (options.normalizePath)
        path = normalizedPath(path);
    if (options.encodePath)
        path = encodedPath(path);
    out.canonicalRequest = std::string(request.method) + '\n' + path + '\n' + canonicalQuery(query) + '\n' +
                           lines + '\n' + names + '\n' + bodyHash;
    out.stringToSign = "AWS4-HMAC-SHA256\n" + time + '\n' + scope + '\n' +
                       encodeBytes(digestOf(Digest::Sha256, out.canonicalRequest), "hex");
    std::string key = hmacOf(Digest::Sha256, "AWS4" + std::string(options.secretKey), date);
    key = hmacOf(Digest::Sha256, key, options.region);
    key = hmacOf(Digest::Sha256, key, options.service);
    key = hmacOf(Digest::Sha256, key, "aws4_request");
    out.signature = encodeBytes(hmacOf(Digest::Sha256, key, out.stringToSign), "hex");
    if (options.inQuery) {
        if (hasToken && !options.signToken) {
            out.query += "&X-Amz-Security-Token=";
            appendPercent(options.sessionToken, out.query);
        }
        out.query += "&X-Amz-Signature=" + out.signature;
        return out;
    }
    out.headers = std::move(added);
    if (hasToken && !options.signToken)
        out.headers.emplace_back("X-Amz-Security-Token", options.sessionToken);
    out.headers.emplace_back("Authorization", "AWS4-HMAC-SHA256 Credential=" + options.accessKey + '/' +
                                                  scope + ", SignedHeaders=" + names +
                                                  ", Signature=" + out.signature);
    return out;
}

} // namespace bourse::domain
