// Digests, signatures and encodings.
#include "domain/integration/coding.h"
#include "domain/integration/transforms.h"
#include "domain/json/json.h"

namespace bourse::domain {

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
    if (word == "base64_decode")
        return textTransform([](Cell &cell, Error &problem) {
            auto decoded = decodeBytes(cell.text(), "base64");
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
