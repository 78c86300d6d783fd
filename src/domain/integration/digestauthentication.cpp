#include "domain/integration/digestauthentication.h"
#include "domain/integration/coding.h"
#include "domain/integration/wiretext.h"
#include <algorithm>
#include <map>
#include <vector>

namespace bourse::domain {
namespace {

std::string lowered(std::string_view text)
{
    std::string out(text);
    for (char &c : out)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + 32);
    return out;
}

using Challenge = std::map<std::string, std::string>; // parameters, names in small letters; "" is the scheme

/// RFC 9110, 11.3: scheme, then parameters; a comma parts both parameters and challenges, so a word without
/// '=' begins a challenge.
std::vector<Challenge> readChallenges(std::string_view text)
{
    std::vector<Challenge> out;
    std::size_t at = 0;
    const auto skip = [&](std::string_view set) {
        while (at < text.size() && set.find(text[at]) != std::string_view::npos)
            ++at;
    };
    const auto word = [&] {
        const std::size_t from = at;
        while (at < text.size() && isHeaderName(text.substr(at, 1)))
            ++at;
        return text.substr(from, at - from);
    };
    while (at < text.size() && out.size() <= 16) {
        skip(" \t\r\n,");
        const std::string_view name = word();
        if (name.empty()) {
            ++at; // no token: what is not understood is stepped over
            continue;
        }
        const std::size_t after = at;
        skip(" \t");
        if (at >= text.size() || text[at] != '=') {
            at = after;
            out.push_back({{"", lowered(name)}});
            continue;
        }
        ++at;
        skip(" \t");
        std::string value;
        if (at < text.size() && text[at] == '"') {
            for (++at; at < text.size() && text[at] != '"'; ++at) {
                if (text[at] == '\\' && at + 1 < text.size())
                    ++at;
                value += text[at];
            }
            ++at;
        } else {
            value = word();
        }
        if (!out.empty())
            out.back().emplace(lowered(name), std::move(value));
    }
    return out;
}

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

} // namespace

std::string digestChallenge(const BuyerResponse &response)
{
    if (response.status != 401)
        return {};
    std::string lines;
    for (const auto &[name, value] : response.headers)
        if (lowered(name) == "www-authenticate")
            lines += (lines.empty() ? "" : "\n") + value;
    const auto challenges = readChallenges(lines);
    const bool digest = std::any_of(challenges.begin(), challenges.end(),
                                    [](const Challenge &one) { return one.at("") == "digest"; });
    return digest ? lines : std::string();
}

Result<std::string> digestAuthorization(const DigestRequest &request)
{
    const Challenge *chosen = nullptr;
    Digest digest = Digest::Md5;
    bool session = false;
    bool anyDigest = false;
    const auto challenges = readChallenges(request.challenge);
    for (const Challenge &one : challenges) {
        if (one.at("") != "digest")
            continue;
        anyDigest = true;
        const auto named = one.find("algorithm");
        std::string algorithm = named == one.end() ? "md5" : lowered(named->second);
        const bool sess = algorithm.ends_with("-sess");
        if (sess)
            algorithm.resize(algorithm.size() - 5);
        const bool strong = algorithm == "sha-256";
        if (!strong && algorithm != "md5")
            continue;
        if (chosen && !(strong && digest == Digest::Md5))
            continue;
        chosen = &one;
        digest = strong ? Digest::Sha256 : Digest::Md5;
        session = sess;
    }
    if (!anyDigest)
        return Error{"invalid_challenge", "challenge", "RFC 7616",
                     "The server does not ask for digest authentication."};
    if (!chosen)
        return Error{"unsupported_challenge", "challenge", "MD5 or SHA-256",
                     "The server asks for a digest algorithm that is not available."};
    const auto get = [chosen](const char *name) {
        const auto found = chosen->find(name);
        return found == chosen->end() ? std::string() : found->second;
    };
    const std::string nonce = get("nonce");
    const std::string realm = get("realm");
    for (const std::string &text : {nonce, realm, get("opaque")})
        if (!isHeaderValue(text))
            return Error{"invalid_challenge", "challenge", "no control characters",
                         "The challenge has a control character."};
    if (nonce.empty())
        return Error{"invalid_challenge", "challenge", "nonce", "The challenge has no nonce."};
    const bool hasQop = chosen->contains("qop");
    if (hasQop) {
        bool offersAuth = false;
        const std::string list = lowered(get("qop"));
        for (std::size_t at = 0; at < list.size();) {
            const std::size_t end = std::min(list.find_first_of(", \t", at), list.size());
            offersAuth = offersAuth || list.substr(at, end - at) == "auth";
            at = end + 1;
        }
        if (!offersAuth)
            return Error{"unsupported_challenge", "challenge", "qop=auth",
                         "The server demands a quality of protection that is not available."};
    }
    const auto hash = [digest](const std::string &text) {
        return encodeBytes(digestOf(digest, text), "hex");
    };
    static constexpr char kHex[] = "0123456789abcdef";
    std::string count;
    for (int shift = 28; shift >= 0; shift -= 4)
        count += kHex[request.use >> shift & 15];
    const std::string user(request.user);
    const std::string cnonce(request.clientNonce);
    std::string secret = hash(user + ':' + realm + ':' + std::string(request.password));
    if (session)
        secret = hash(secret + ':' + nonce + ':' + cnonce);
    const std::string what = hash(std::string(request.method) + ':' + std::string(request.uri));
    const std::string response =
        hasQop ? hash(secret + ':' + nonce + ':' + count + ':' + cnonce + ":auth:" + what)
               : hash(secret + ':' + nonce + ':' + what);
    const bool hashUser = lowered(get("userhash")) == "true";
    const bool ascii = std::all_of(user.begin(), user.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
    std::string out = "Digest ";
    if (hashUser) {
        out += "username=" + quoted(hash(user + ':' + realm));
    } else if (ascii) {
        out += "username=" + quoted(user);
    } else { // RFC 7616, 3.4
        out += "username*=UTF-8''";
        appendPercent(user, out);
    }
    out += ", realm=" + quoted(realm) + ", uri=" + quoted(request.uri);
    if (chosen->contains("algorithm"))
        out += ", algorithm=" + get("algorithm");
    out += ", nonce=" + quoted(nonce);
    if (hasQop)
        out += ", nc=" + count;
    if (hasQop || session)
        out += ", cnonce=" + quoted(cnonce);
    if (hasQop)
        out += ", qop=auth";
    out += ", response=" + quoted(response);
    if (chosen->contains("opaque"))
        out += ", opaque=" + quoted(get("opaque"));
    if (hashUser)
        out += ", userhash=true";
    return out;
}

} // namespace bourse::domain
