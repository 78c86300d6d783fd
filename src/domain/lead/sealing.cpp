#include "domain/lead/sealing.h"
#include <QtGlobal>
#include <algorithm>
#include <array>
#include <memory>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

namespace bourse::domain {

namespace {
constexpr std::size_t keyBytes = 32;
constexpr std::size_t nonceBytes = 12;
constexpr std::size_t tagBytes = 16;
constexpr char sealVersion = 0x01;
constexpr std::size_t overhead = 1 + nonceBytes + tagBytes;

/// Without a working library or random source nothing may be written at all; going on would write in the
/// clear.
[[noreturn]] void cryptographyFailed(const char *what)
{
    qFatal("cryptography is not available: %s", what);
    std::abort();
}

const unsigned char *bytesOf(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

unsigned char *bytesOf(std::string &text)
{
    return reinterpret_cast<unsigned char *>(text.data());
}

// Fetching an algorithm costs more than a small encryption: each is fetched once, for the life of the
// process.
const EVP_CIPHER *aes256Gcm()
{
    static const EVP_CIPHER *cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    if (!cipher)
        cryptographyFailed("AES-256-GCM");
    return cipher;
}

const EVP_MD *sha256Digest()
{
    static const EVP_MD *digest = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    if (!digest)
        cryptographyFailed("SHA-256");
    return digest;
}

EVP_MAC *hmac()
{
    static EVP_MAC *mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    if (!mac)
        cryptographyFailed("HMAC");
    return mac;
}

struct FreeCipher {
    void operator()(EVP_CIPHER_CTX *context) const { EVP_CIPHER_CTX_free(context); }
};
struct FreeDigest {
    void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
};
struct FreeMac {
    void operator()(EVP_MAC_CTX *context) const { EVP_MAC_CTX_free(context); }
};

/// One context per thread and direction, with the cipher set: later calls only change key and nonce.
EVP_CIPHER_CTX *cipherContext(bool encrypting)
{
    thread_local std::array<std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>, 2> contexts;
    auto &context = contexts[encrypting ? 1 : 0];
    if (!context) {
        context.reset(EVP_CIPHER_CTX_new());
        if (!context ||
            EVP_CipherInit_ex(context.get(), aes256Gcm(), nullptr, nullptr, nullptr, encrypting) != 1)
            cryptographyFailed("cipher context");
    }
    return context.get();
}

void fillRandom(unsigned char *to, std::size_t count)
{
    if (RAND_bytes(to, static_cast<int>(count)) != 1)
        cryptographyFailed("random numbers");
}

Secret randomKey()
{
    std::string bytes(keyBytes, '\0');
    fillRandom(bytesOf(bytes), bytes.size());
    return Secret(std::move(bytes));
}

Error unsealingFailed()
{
    return {"unsealing_failed", "", "AES-256-GCM",
            "The stored value cannot be read: wrong key, moved or altered."};
}
} // namespace

Secret newLeadKey()
{
    return randomKey();
}

std::string seal(const Secret &key, std::string_view plain, std::string_view context)
{
    std::string_view keyText = key.reveal();
    if (keyText.size() != keyBytes)
        cryptographyFailed("a sealing key must have 32 bytes");
    std::string sealed(overhead + plain.size(), '\0');
    sealed[0] = sealVersion;
    unsigned char *nonce = bytesOf(sealed) + 1;
    unsigned char *cipherText = nonce + nonceBytes;
    fillRandom(nonce, nonceBytes);
    EVP_CIPHER_CTX *cipher = cipherContext(true);
    int written = 0;
    int rest = 0;
    bool done = EVP_EncryptInit_ex(cipher, nullptr, nullptr, bytesOf(keyText), nonce) == 1 &&
                EVP_EncryptUpdate(cipher, nullptr, &written, bytesOf(context),
                                  static_cast<int>(context.size())) == 1 &&
                (plain.empty() || EVP_EncryptUpdate(cipher, cipherText, &written, bytesOf(plain),
                                                    static_cast<int>(plain.size())) == 1) &&
                EVP_EncryptFinal_ex(cipher, cipherText + plain.size(), &rest) == 1 &&
                EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, tagBytes, cipherText + plain.size()) == 1;
    if (!done)
        cryptographyFailed("sealing");
    return sealed;
}

Result<std::string> unseal(const Secret &key, std::string_view sealed, std::string_view context)
{
    std::string_view keyText = key.reveal();
    if (keyText.size() != keyBytes || sealed.size() < overhead || sealed.front() != sealVersion)
        return unsealingFailed();
    std::string plain(sealed.size() - overhead, '\0');
    const unsigned char *nonce = bytesOf(sealed) + 1;
    const unsigned char *cipherText = nonce + nonceBytes;
    std::array<unsigned char, tagBytes> tag{};
    std::copy_n(cipherText + plain.size(), tagBytes, tag.begin());
    EVP_CIPHER_CTX *cipher = cipherContext(false);
    int written = 0;
    unsigned char unused[tagBytes];
    bool done = EVP_DecryptInit_ex(cipher, nullptr, nullptr, bytesOf(keyText), nonce) == 1 &&
                EVP_DecryptUpdate(cipher, nullptr, &written, bytesOf(context),
                                  static_cast<int>(context.size())) == 1 &&
                (plain.empty() || EVP_DecryptUpdate(cipher, bytesOf(plain), &written, cipherText,
                                                    static_cast<int>(plain.size())) == 1) &&
                EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, tagBytes, tag.data()) == 1 &&
                EVP_DecryptFinal_ex(cipher, unused, &written) == 1;
    if (!done)
        return unsealingFailed();
    return plain;
}

MasterKey::MasterKey(Secret bytes)
    : m_bytes(std::move(bytes)), m_wrappingKey(hmacSha256(m_bytes.reveal(), "bourse wrapping key 1")),
      m_lookupKey(hmacSha256(m_bytes.reveal(), "bourse look-up key 1"))
{
}

Result<MasterKey> MasterKey::fromBytes(Secret bytes)
{
    if (bytes.reveal().size() != keyBytes)
        return Error{"master_key_length", "master_key", "32 bytes", "A master key has exactly 32 bytes."};
    return MasterKey(std::move(bytes));
}

MasterKey MasterKey::generate()
{
    return MasterKey(randomKey());
}

std::string MasterKey::fingerprint() const
{
    return toHex(
        std::string_view(hmacSha256(m_bytes.reveal(), "bourse master key fingerprint 1")).substr(0, 8));
}

std::string MasterKey::lookupHash(std::string_view kind, std::string_view normalised) const
{
    // the zero byte keeps ("ab", "c") and ("a", "bc") apart
    std::string message(kind);
    message += '\0';
    message += normalised;
    return hmacSha256(m_lookupKey.reveal(), message);
}

std::string MasterKey::wrap(const Secret &leadKey, std::string_view context) const
{
    return seal(m_wrappingKey, leadKey.reveal(), context);
}

Result<Secret> MasterKey::unwrap(std::string_view wrapped, std::string_view context) const
{
    auto plain = unseal(m_wrappingKey, wrapped, context);
    if (!plain)
        return plain.errors();
    Secret key(std::move(*plain));
    if (key.reveal().size() != keyBytes)
        return unsealingFailed();
    return key;
}

std::string sha256(std::string_view data)
{
    thread_local std::unique_ptr<EVP_MD_CTX, FreeDigest> context(EVP_MD_CTX_new());
    std::string digest(32, '\0');
    unsigned int length = 0;
    if (!context || EVP_DigestInit_ex(context.get(), sha256Digest(), nullptr) != 1 ||
        EVP_DigestUpdate(context.get(), data.data(), data.size()) != 1 ||
        EVP_DigestFinal_ex(context.get(), bytesOf(digest), &length) != 1)
        cryptographyFailed("SHA-256");
    return digest;
}

std::string hmacSha256(std::string_view key, std::string_view data)
{
    thread_local std::unique_ptr<EVP_MAC_CTX, FreeMac> context;
    if (!context) {
        context.reset(EVP_MAC_CTX_new(hmac()));
        char digestName[] = "SHA256";
        OSSL_PARAM settings[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digestName, 0),
                                 OSSL_PARAM_construct_end()};
        if (!context || EVP_MAC_CTX_set_params(context.get(), settings) != 1)
            cryptographyFailed("HMAC-SHA-256");
    }
    // a null pointer would mean "keep the last key"
    static constexpr unsigned char noKey[1] = {0};
    std::string digest(32, '\0');
    std::size_t length = 0;
    if (EVP_MAC_init(context.get(), key.empty() ? noKey : bytesOf(key), key.size(), nullptr) != 1 ||
        EVP_MAC_update(context.get(), bytesOf(data), data.size()) != 1 ||
        EVP_MAC_final(context.get(), bytesOf(digest), &length, digest.size()) != 1)
        cryptographyFailed("HMAC-SHA-256");
    return digest;
}

std::string toHex(std::string_view bytes)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (unsigned char c : bytes) {
        text += digits[c >> 4];
        text += digits[c & 0x0f];
    }
    return text;
}

Result<std::string> fromHex(std::string_view text)
{
    auto value = [](char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : -1;
    };
    std::string bytes;
    bytes.reserve(text.size() / 2);
    bool good = text.size() % 2 == 0;
    for (std::size_t i = 0; good && i < text.size(); i += 2) {
        int high = value(text[i]);
        int low = value(text[i + 1]);
        good = high >= 0 && low >= 0;
        if (good)
            bytes += static_cast<char>(high << 4 | low);
    }
    if (!good)
        return Error{"not_hex", "", "pairs of hexadecimal digits", "The text is not hexadecimal."};
    return bytes;
}

} // namespace bourse::domain
