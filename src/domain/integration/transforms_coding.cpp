// Digests, signatures and encodings.
#include "domain/integration/coding.h"
#include "domain/integration/transforms.h"
#include "domain/json/json.h"
#include <QString>
#include <charconv>

namespace bourse::domain {
namespace {

/// Keyed by a secret of the document. Without the secret there is nothing to show: an error, as for a
/// signature.
class Hmac final : public Transform {
  public:
    Digest digest = Digest::Sha256;
    std::string secret;
    std::string secretEncoding;
    std::string encoding;

    bool apply(Cell &cell, RenderContext *context, Error &problem) const override
    {
        if (!cell.isScalar()) {
            problem = Error{"wrong_type",
                            {},
                            "text, number or boolean",
                            "A list or group cannot be transformed like a text."};
            return false;
        }
        const auto *secrets = context->input.secrets;
        const auto found = secrets ? secrets->find(secret) : decltype(secrets->end()){};
        if (!secrets || found == secrets->end()) {
            problem = Error{"missing_secret",
                            {},
                            "secret " + secret,
                            "The secret \"" + secret + "\", which the signature needs, is not set."};
            return false;
        }
        const auto key = decodeBytes(found->second.reveal(), secretEncoding);
        if (!key) {
            problem = Error{"invalid_secret",
                            {},
                            secretEncoding,
                            "The secret \"" + secret + "\" is not " + secretEncoding + "."};
            return false;
        }
        cell.setOwned(Cell::Kind::Text, encodeBytes(hmacOf(digest, *key, cell.text()), encoding));
        return true;
    }
};

std::unique_ptr<Transform> makeHmac(TransformSite &site)
{
    ObjectReader &reader = site.reader;
    auto hmac = std::make_unique<Hmac>();
    hmac->digest = *digestFromName(reader.choice("algorithm", {"sha256", "sha1", "md5", "sha512"}));
    hmac->secret = reader.requireText("secret");
    hmac->secretEncoding = reader.choice("secret_encoding", {"text", "hex", "base64"});
    hmac->encoding = reader.choice("encoding", {"hex", "hex_upper", "base64", "base64url"});
    if (site.compile)
        site.compile->secrets.insert(hmac->secret);
    else
        reader.problems().add("not_available", reader.pathOf("secret"), "only in requests",
                              "An answer is read without secrets.");
    return hmac;
}

/// %XX as the byte it stands for; what is no such escape stays.
std::string urlDecoded(std::string_view text, bool form)
{
    const auto hex = [](char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : -1;
    };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
            out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
            i += 2;
        } else {
            out += form && text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

/// The five entities of XML and numbered characters; what is no such entity stays.
std::string xmlUnescaped(std::string_view text)
{
    static constexpr std::pair<std::string_view, char> kEntities[] = {
        {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t end = text[i] == '&' ? text.substr(i, 12).find(';') : std::string_view::npos;
        if (end == std::string_view::npos) {
            out += text[i++];
            continue;
        }
        const std::string_view name = text.substr(i + 1, end - 1);
        const std::size_t before = out.size();
        for (const auto &[known, c] : kEntities)
            if (known == name)
                out += c;
        if (name.size() > 1 && name[0] == '#') {
            const bool hex = name[1] == 'x' || name[1] == 'X';
            const std::string_view digits = name.substr(hex ? 2 : 1);
            std::uint32_t code = 0;
            const auto read =
                std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
            const bool whole = read.ec == std::errc() && read.ptr == digits.data() + digits.size();
            if (whole && code > 0 && code <= 0x10FFFF && !(code >= 0xD800 && code <= 0xDFFF)) {
                const char32_t point = code;
                out += QString::fromUcs4(&point, 1).toStdString();
            }
        }
        if (out.size() == before)
            out += text[i++];
        else
            i += end + 1;
    }
    return out;
}

} // namespace

std::unique_ptr<Transform> makeCodingTransform(std::string_view word, TransformSite &site)
{
    ObjectReader &reader = site.reader;
    if (word == "hash") {
        const Digest digest =
            *digestFromName(reader.choice("algorithm", {"sha256", "sha1", "md5", "sha512"}));
        const std::string encoding = reader.choice("encoding", {"hex", "hex_upper", "base64", "base64url"});
        return plainTransform([digest, encoding](std::string_view text) {
            return encodeBytes(digestOf(digest, text), encoding);
        });
    }
    if (word == "base64") {
        const std::string encoding = reader.choice("alphabet", {"base64", "base64url"});
        return plainTransform([encoding](std::string_view text) { return encodeBytes(text, encoding); });
    }
    if (word == "hmac")
        return makeHmac(site);
    if (word == "hex_decode")
        return textTransform([](Cell &cell, Error &problem) {
            auto decoded = decodeBytes(cell.text(), "hex");
            if (!decoded) {
                problem = Error{"not_hex", {}, "pairs of 0-9 a-f", "The value is not hexadecimal."};
                return false;
            }
            cell.setOwned(Cell::Kind::Text, std::move(*decoded));
            return true;
        });
    if (word == "url_decode") {
        const bool form = reader.choice("style", {"percent", "form"}) == "form";
        return plainTransform([form](std::string_view text) { return urlDecoded(text, form); });
    }
    if (word == "xml_unescape")
        return plainTransform(xmlUnescaped);
    if (word == "json_parse")
        return textTransform([](Cell &cell, Error &problem) {
            auto value = parseJson(cell.text(), JsonLimits{1u << 20, 32});
            if (!value) {
                problem = Error{"invalid_json", {}, "RFC 8259", "The value is not JSON."};
                return false;
            }
            cell.setOwnedValue(std::move(*value));
            return true;
        });
    if (word == "base64_decode")
        return textTransform(
            [alphabet = reader.choice("alphabet", {"base64", "base64url"})](Cell &cell, Error &problem) {
                std::string plain(cell.text());
                if (alphabet == "base64url")
                    for (char &c : plain)
                        c = c == '-' ? '+' : c == '_' ? '/' : c;
                auto decoded = decodeBytes(plain, "base64");
                if (!decoded) {
                    problem = Error{"not_base64", {}, "base64", "The value is not base64."};
                    return false;
                }
                cell.setOwned(Cell::Kind::Text, std::move(*decoded));
                return true;
            });
    if (word == "hex") {
        const std::string encoding = reader.choice("case", {"hex", "hex_upper"});
        return plainTransform([encoding](std::string_view text) { return encodeBytes(text, encoding); });
    }
    if (word == "url_encode") {
        const bool form = reader.choice("style", {"percent", "form"}) == "form";
        return plainTransform([form](std::string_view text) {
            std::string out;
            appendEscaped(form ? Escaping::Form : Escaping::UrlPart, text, out);
            return out;
        });
    }
    if (word == "xml_escape")
        return textTransform([](Cell &cell, Error &problem) {
            std::string out;
            if (!appendXml(cell.text(), out, true)) {
                problem = Error{
                    "invalid_character", {}, "XML 1.0", "The value has a character that XML cannot hold."};
                return false;
            }
            cell.setOwned(Cell::Kind::Text, std::move(out));
            return true;
        });
    if (word == "json_stringify") {
        class Stringify final : public Transform {
          public:
            bool apply(Cell &cell, RenderContext *, Error &) const override
            {
                std::string out;
                if (cell.structure())
                    writeJson(*cell.structure(), out);
                else if (cell.kind() == Cell::Kind::Text)
                    writeJsonString(cell.text(), out);
                else
                    out = cell.text();
                cell.setOwned(Cell::Kind::Text, std::move(out));
                return true;
            }
        };
        return std::make_unique<Stringify>();
    }
    return nullptr;
}

} // namespace bourse::domain
