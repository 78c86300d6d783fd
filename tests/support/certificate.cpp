#include "support/certificate.h"
#include <atomic>
#include <cstdlib>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace bourse::test {

namespace {

template <class T> T *must(T *made)
{
    if (!made)
        std::abort(); // a test without its certificate proves nothing
    return made;
}

template <class Write> std::string pem(Write write)
{
    BIO *bio = must(BIO_new(BIO_s_mem()));
    write(bio);
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    std::string text(data, static_cast<std::size_t>(size));
    BIO_free(bio);
    return text;
}

void addExtension(X509 *certificate, X509 *issuer, int nid, const std::string &value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION *extension = must(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

X509 *makeCertificate(EVP_PKEY *key, const std::string &commonName, X509 *issuer, EVP_PKEY *issuerKey,
                      const std::string &names, long validSeconds)
{
    static std::atomic<long> serial = 1000;
    X509 *certificate = must(X509_new());
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate), validSeconds < 0 ? validSeconds - 3600 : -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), validSeconds);
    X509_set_pubkey(certificate, key);
    X509_NAME *name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char *>(commonName.c_str()), -1, -1, 0);
    X509_set_issuer_name(certificate, issuer ? X509_get_subject_name(issuer) : name);
    addExtension(certificate, issuer ? issuer : certificate, NID_basic_constraints,
                 names.empty() ? "critical,CA:TRUE" : "CA:FALSE");
    if (!names.empty())
        addExtension(certificate, issuer ? issuer : certificate, NID_subject_alt_name, names);
    X509_sign(certificate, issuerKey ? issuerKey : key, EVP_sha256());
    return certificate;
}

std::string certificateText(X509 *certificate)
{
    return pem([certificate](BIO *bio) { PEM_write_bio_X509(bio, certificate); });
}

std::string keyText(EVP_PKEY *key)
{
    return pem(
        [key](BIO *bio) { PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr); });
}

} // namespace

struct TestAuthority::Impl {
    EVP_PKEY *key = nullptr;
    X509 *certificate = nullptr;
};

TestAuthority::TestAuthority(const std::string &commonName) : m_impl(std::make_unique<Impl>())
{
    m_impl->key = must(EVP_EC_gen("P-256"));
    m_impl->certificate = makeCertificate(m_impl->key, commonName, nullptr, nullptr, {}, 86400);
}

TestAuthority::~TestAuthority()
{
    X509_free(m_impl->certificate);
    EVP_PKEY_free(m_impl->key);
}

std::string TestAuthority::certificate() const
{
    return certificateText(m_impl->certificate);
}

IssuedCertificate TestAuthority::issue(const std::string &names, long validSeconds) const
{
    EVP_PKEY *key = must(EVP_EC_gen("P-256"));
    X509 *certificate =
        makeCertificate(key, "Throwaway", m_impl->certificate, m_impl->key, names, validSeconds);
    IssuedCertificate issued{certificateText(certificate), keyText(key)};
    X509_free(certificate);
    EVP_PKEY_free(key);
    return issued;
}

std::string TestAuthority::publicKeyPin(const std::string &chain)
{
    BIO *bio = must(BIO_new_mem_buf(chain.data(), static_cast<int>(chain.size())));
    X509 *certificate = must(PEM_read_bio_X509(bio, nullptr, nullptr, nullptr));
    unsigned char *der = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
    unsigned char digest[32], text[64];
    EVP_Digest(der, static_cast<std::size_t>(size), digest, nullptr, EVP_sha256(), nullptr);
    const int length = EVP_EncodeBlock(text, digest, sizeof digest);
    OPENSSL_free(der);
    X509_free(certificate);
    BIO_free(bio);
    return {reinterpret_cast<const char *>(text), static_cast<std::size_t>(length)};
}

std::string TestAuthority::encryptedKey(const std::string &key, const std::string &password)
{
    BIO *bio = must(BIO_new_mem_buf(key.data(), static_cast<int>(key.size())));
    EVP_PKEY *plain = must(PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr));
    std::string text = pem([&](BIO *to) {
        PEM_write_bio_PKCS8PrivateKey(to, plain, EVP_aes_256_cbc(), password.data(),
                                      static_cast<int>(password.size()), nullptr, nullptr);
    });
    EVP_PKEY_free(plain);
    BIO_free(bio);
    return text;
}

IssuedCertificate TestAuthority::selfSigned(const std::string &names)
{
    EVP_PKEY *key = must(EVP_EC_gen("P-256"));
    X509 *certificate = makeCertificate(key, "Throwaway", nullptr, nullptr, names, 86400);
    IssuedCertificate issued{certificateText(certificate), keyText(key)};
    X509_free(certificate);
    EVP_PKEY_free(key);
    return issued;
}

} // namespace bourse::test
