#pragma once
// Throwaway certificates for tests: an authority made at run time, and what it signs. Nothing is read from or
// kept on the machine.
#include <memory>
#include <string>

namespace bourse::test {

struct IssuedCertificate {
    std::string chain; ///< PEM
    std::string key;   ///< PEM
};

class TestAuthority {
  public:
    explicit TestAuthority(const std::string &commonName = "Throwaway test authority");
    ~TestAuthority();
    TestAuthority(TestAuthority &&) = delete;
    /// The authority's own certificate, PEM.
    std::string certificate() const;
    /// For `names`, an X.509 subjectAltName value ("DNS:localhost,IP:127.0.0.1"); valid from an hour ago for
    /// `validSeconds` (negative: it has expired already).
    IssuedCertificate issue(const std::string &names = "DNS:localhost,IP:127.0.0.1",
                            long validSeconds = 86400) const;
    /// A certificate that nobody but itself vouches for.
    static IssuedCertificate selfSigned(const std::string &names = "DNS:localhost,IP:127.0.0.1");

    /// SHA-256 of the certificate's public key (SubjectPublicKeyInfo), base64.
    static std::string publicKeyPin(const std::string &chain);
    /// A private key in PEM, encrypted with a password.
    static std::string encryptedKey(const std::string &key, const std::string &password);

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace bourse::test
