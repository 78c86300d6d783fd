#pragma once
// Encryption at rest: AES-256-GCM (NIST SP 800-38D) under a key per lead, itself sealed by the master key, so
// that destroying one lead's key erases that lead. Equality look-ups use HMAC-SHA256 under a key derived from
// the master.
#include "base/result.h"
#include "base/secret.h"
#include <string>
#include <string_view>

namespace bourse::domain {

/// 32 random bytes.
Secret newLeadKey();
/// version byte 0x01 ‖ 12-byte nonce ‖ ciphertext ‖ 16-byte tag; `context` is authenticated, not stored
/// (table and row id, so that a ciphertext cannot be moved to another row).
std::string seal(const Secret &key, std::string_view plain, std::string_view context);
/// Code "unsealing_failed" for a wrong key, a wrong context or altered bytes.
Result<std::string> unseal(const Secret &key, std::string_view sealed, std::string_view context);

/// The keys that come from one master key (32 bytes).
class MasterKey {
  public:
    /// Code "master_key_length" unless 32 bytes.
    static Result<MasterKey> fromBytes(Secret bytes);
    static MasterKey generate();
    const Secret &bytes() const { return m_bytes; }
    /// Tells two master keys apart without telling the key: hex of the first 8 bytes of HMAC-SHA256(key,
    /// label).
    std::string fingerprint() const;
    /// HMAC-SHA256 under a derived key, 32 raw bytes; for look-ups by e-mail or phone. `kind` keeps the
    /// values of two kinds apart.
    std::string lookupHash(std::string_view kind, std::string_view normalised) const;
    std::string wrap(const Secret &leadKey, std::string_view context) const;
    Result<Secret> unwrap(std::string_view wrapped, std::string_view context) const;

  private:
    explicit MasterKey(Secret bytes);
    Secret m_bytes;
    Secret m_wrappingKey; ///< HMAC-SHA256 of the master key and a label, so that no key has two uses
    Secret m_lookupKey;
};

/// Raw 32 bytes.
std::string sha256(std::string_view data);
std::string hmacSha256(std::string_view key, std::string_view data);
std::string toHex(std::string_view bytes);
/// Code "not_hex" otherwise.
Result<std::string> fromHex(std::string_view text);

} // namespace bourse::domain
