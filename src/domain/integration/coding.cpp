#include "domain/integration/coding.h"
#include <QByteArray>
#include <array>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace bourse::domain {
namespace {

const EVP_MD *implementation(Digest digest)
{
    switch (digest) {
    case Digest::Md5:
        return EVP_md5();
    case Digest::Sha1:
        return EVP_sha1();
    case Digest::Sha256:
        return EVP_sha256();
    case Digest::Sha512:
        return EVP_sha512();
    }
    return EVP_sha256();
}

} // namespace

std::optional<Digest> digestFromName(std::string_view name)
{
    if (name == "md5")
        return Digest::Md5;
    if (name == "sha1")
        return Digest::Sha1;
    if (name == "sha256")
        return Digest::Sha256;
    if (name == "sha512")
        return Digest::Sha512;
    return std::nullopt;
}

std::string digestOf(Digest digest, std::string_view data)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned size = 0;
    EVP_Digest(data.data(), data.size(), out.data(), &size, implementation(digest), nullptr);
    return {reinterpret_cast<const char *>(out.data()), size};
}

std::string hmacOf(Digest digest, std::string_view key, std::string_view data)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned size = 0;
    HMAC(implementation(digest), key.empty() ? "" : key.data(), static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char *>(data.data()), data.size(), out.data(), &size);
    return {reinterpret_cast<const char *>(out.data()), size};
}

std::string encodeBytes(std::string_view bytes, std::string_view encoding)
{
    const auto raw = QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size()));
    if (encoding == "hex")
        return raw.toHex().toStdString();
    if (encoding == "hex_upper")
        return raw.toHex().toUpper().toStdString();
    if (encoding == "base64url")
        return raw.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals).toStdString();
    return raw.toBase64().toStdString();
}

std::optional<std::string> decodeBytes(std::string_view text, std::string_view encoding)
{
    if (encoding == "text")
        return std::string(text);
    const auto raw = QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size()));
    if (encoding == "hex") {
        if (text.size() % 2 || text.find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos)
            return std::nullopt;
        return QByteArray::fromHex(raw).toStdString();
    }
    const auto decoded = QByteArray::fromBase64Encoding(raw, QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return std::nullopt;
    return (*decoded).toStdString();
}

} // namespace bourse::domain
