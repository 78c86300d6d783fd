#include "domain/integration/coding.h"
#include <QByteArray>
#include <array>
#include <memory>
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

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
    case Digest::Sha384:
        return EVP_sha384();
    case Digest::Sha512:
        return EVP_sha512();
    }
    return EVP_sha256();
}

struct Release {
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
    void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
    void operator()(BIO *text) const { BIO_free(text); }
    void operator()(ECDSA_SIG *signature) const { ECDSA_SIG_free(signature); }
};
using Key = std::unique_ptr<EVP_PKEY, Release>;
using Context = std::unique_ptr<EVP_MD_CTX, Release>;

const EVP_MD *digestFor(KeyAlgorithm algorithm)
{
    switch (algorithm) {
    case KeyAlgorithm::Ed25519:
        return nullptr;
    case KeyAlgorithm::RsaSha512:
    case KeyAlgorithm::RsaPssSha512:
        return EVP_sha512();
    case KeyAlgorithm::RsaSha256:
    case KeyAlgorithm::EcdsaP256Sha256:
        break;
    }
    return EVP_sha256();
}

/// An encrypted PEM would make OpenSSL ask on the terminal.
int noPassword(char *, int, int, void *)
{
    return -1;
}

Key readPem(std::string_view text, bool isPrivate)
{
    // A key pasted into one line, or kept in JSON, has \n where its line ends were.
    std::string pem(text);
    for (std::size_t at = pem.find("\\n"); at != std::string::npos; at = pem.find("\\n", at))
        pem.replace(at, 2, "\n");
    const std::unique_ptr<BIO, Release> in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    if (pem.find("PRIVATE KEY-----") != std::string::npos)
        return Key(PEM_read_bio_PrivateKey(in.get(), nullptr, noPassword, nullptr));
    if (isPrivate)
        return nullptr;
    return Key(PEM_read_bio_PUBKEY(in.get(), nullptr, noPassword, nullptr));
}

Key readKey(KeyAlgorithm algorithm, std::string_view text, std::string_view encoding, bool isPrivate)
{
    const int wanted = algorithm == KeyAlgorithm::Ed25519           ? EVP_PKEY_ED25519
                       : algorithm == KeyAlgorithm::EcdsaP256Sha256 ? EVP_PKEY_EC
                                                                    : EVP_PKEY_RSA;
    Key key;
    if (text.find("-----BEGIN ") != std::string_view::npos) {
        key = readPem(text, isPrivate);
    } else if (algorithm == KeyAlgorithm::Ed25519) {
        const bool publicKey = text.starts_with("whpk_");
        const auto bytes = decodeBytes(text, encoding);
        if (!bytes || (bytes->size() != 32 && bytes->size() != 64) || (publicKey && isPrivate))
            return nullptr;
        const auto *raw = reinterpret_cast<const unsigned char *>(bytes->data());
        const bool asPublic = !isPrivate && bytes->size() == 32 && !text.starts_with("whsk_");
        key.reset(asPublic ? EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw, 32)
                           : EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, raw, 32));
    }
    ERR_clear_error();
    if (!key)
        return nullptr;
    const int kind = EVP_PKEY_base_id(key.get());
    const bool pss = kind == EVP_PKEY_RSA_PSS && algorithm == KeyAlgorithm::RsaPssSha512;
    if (kind != wanted && !pss)
        return nullptr;
    if (algorithm == KeyAlgorithm::EcdsaP256Sha256 && EVP_PKEY_bits(key.get()) != 256)
        return nullptr;
    return key;
}

bool prepare(KeyAlgorithm algorithm, EVP_PKEY_CTX *details)
{
    if (algorithm != KeyAlgorithm::RsaPssSha512)
        return true;
    // RFC 9421, 3.3.1: MGF1 with SHA-512, a salt of 64 bytes
    return EVP_PKEY_CTX_set_rsa_padding(details, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md(details, EVP_sha512()) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(details, 64) == 1;
}

std::optional<std::string> rawFromDer(std::string_view der)
{
    const auto *at = reinterpret_cast<const unsigned char *>(der.data());
    const std::unique_ptr<ECDSA_SIG, Release> parsed(
        d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
    std::string out(64, '\0');
    auto *bytes = reinterpret_cast<unsigned char *>(out.data());
    if (!parsed || BN_bn2binpad(ECDSA_SIG_get0_r(parsed.get()), bytes, 32) != 32 ||
        BN_bn2binpad(ECDSA_SIG_get0_s(parsed.get()), bytes + 32, 32) != 32)
        return std::nullopt;
    return out;
}

std::optional<std::string> derFromRaw(std::string_view raw)
{
    if (raw.size() != 64)
        return std::nullopt;
    const auto *bytes = reinterpret_cast<const unsigned char *>(raw.data());
    const std::unique_ptr<ECDSA_SIG, Release> made(ECDSA_SIG_new());
    BIGNUM *r = BN_bin2bn(bytes, 32, nullptr);
    BIGNUM *s = BN_bin2bn(bytes + 32, 32, nullptr);
    if (!made || ECDSA_SIG_set0(made.get(), r, s) != 1) {
        BN_free(r);
        BN_free(s);
        return std::nullopt;
    }
    unsigned char *der = nullptr;
    const int size = i2d_ECDSA_SIG(made.get(), &der);
    if (size <= 0)
        return std::nullopt;
    std::string out(reinterpret_cast<const char *>(der), static_cast<std::size_t>(size));
    OPENSSL_free(der);
    return out;
}

Error wrongKey()
{
    ERR_clear_error();
    return {"invalid_secret",
            {},
            "a private key of the algorithm, PEM without password",
            "The key cannot be read, or it is not a private key of this algorithm."};
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
    if (name == "sha384")
        return Digest::Sha384;
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
    if (encoding == "whsec") {
        for (const std::string_view prefix : {"whsec_", "whsk_", "whpk_"})
            if (text.starts_with(prefix))
                return decodeBytes(text.substr(prefix.size()), "base64");
        return decodeBytes(text, "base64");
    }
    while (text.ends_with('='))
        text.remove_suffix(1);
    if (text.size() % 4 == 1)
        return std::nullopt;
    const auto options =
        (encoding == "base64url" ? QByteArray::Base64UrlEncoding : QByteArray::Base64Encoding) |
        QByteArray::AbortOnBase64DecodingErrors;
    const auto decoded =
        QByteArray::fromBase64Encoding(QByteArray(text.data(), static_cast<qsizetype>(text.size())) +
                                           QByteArray(static_cast<qsizetype>((4 - text.size() % 4) % 4), '='),
                                       options);
    if (!decoded)
        return std::nullopt;
    return (*decoded).toStdString();
}

std::string percentDecoded(std::string_view text, bool form)
{
    const auto digit = [](char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : -1;
    };
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
            out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
            i += 2;
        } else {
            out += form && text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

bool sameBytes(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::optional<KeyAlgorithm> keyAlgorithmFromName(std::string_view name)
{
    if (name == "ed25519")
        return KeyAlgorithm::Ed25519;
    if (name == "rsa-sha256")
        return KeyAlgorithm::RsaSha256;
    if (name == "rsa-sha512")
        return KeyAlgorithm::RsaSha512;
    if (name == "rsa-pss-sha512")
        return KeyAlgorithm::RsaPssSha512;
    if (name == "ecdsa-p256-sha256")
        return KeyAlgorithm::EcdsaP256Sha256;
    return std::nullopt;
}

Result<std::string> signWithKey(KeyAlgorithm algorithm, std::string_view key, std::string_view encoding,
                                std::string_view data, bool rawEcdsa)
{
    const Key pair = readKey(algorithm, key, encoding, true);
    if (!pair)
        return wrongKey();
    const Context context(EVP_MD_CTX_new());
    EVP_PKEY_CTX *details = nullptr; // owned by the context
    if (EVP_DigestSignInit(context.get(), &details, digestFor(algorithm), nullptr, pair.get()) != 1 ||
        !prepare(algorithm, details))
        return wrongKey();
    std::size_t size = 0;
    const auto *bytes = reinterpret_cast<const unsigned char *>(data.data());
    if (EVP_DigestSign(context.get(), nullptr, &size, bytes, data.size()) != 1)
        return wrongKey();
    std::string out(size, '\0');
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(out.data()), &size, bytes,
                       data.size()) != 1)
        return wrongKey();
    out.resize(size);
    if (algorithm == KeyAlgorithm::EcdsaP256Sha256 && rawEcdsa) {
        auto raw = rawFromDer(out);
        if (!raw)
            return wrongKey();
        return std::move(*raw);
    }
    return out;
}

bool verifyWithKey(KeyAlgorithm algorithm, std::string_view key, std::string_view encoding,
                   std::string_view data, std::string_view signature, bool rawEcdsa)
{
    const Key pair = readKey(algorithm, key, encoding, false);
    if (!pair)
        return false;
    std::string der(signature);
    if (algorithm == KeyAlgorithm::EcdsaP256Sha256 && rawEcdsa) {
        auto converted = derFromRaw(signature);
        if (!converted)
            return false;
        der = std::move(*converted);
    }
    const Context context(EVP_MD_CTX_new());
    EVP_PKEY_CTX *details = nullptr;
    const bool fine =
        EVP_DigestVerifyInit(context.get(), &details, digestFor(algorithm), nullptr, pair.get()) == 1 &&
        prepare(algorithm, details) &&
        EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char *>(der.data()), der.size(),
                         reinterpret_cast<const unsigned char *>(data.data()), data.size()) == 1;
    ERR_clear_error();
    return fine;
}

} // namespace bourse::domain
