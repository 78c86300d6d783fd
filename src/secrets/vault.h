#pragma once
// Where secrets live: the desktop's keychain (QtKeychain), or an encrypted file, or the environment. Nothing
// else in the program touches a secret's value.
#include "base/result.h"
#include "base/secret.h"
#include "domain/lead/sealing.h"
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bourse::secrets {

/// Order: keychain (only if `tryKeychain` and it answers within 3 s); the file named by
/// BOURSE_MASTER_KEY_FILE; else DATA/keys/master.key, created with mode 0600 on first use. Blocking; call on
/// a worker thread. Errors: master_key_unreadable, master_key_length, master_key_permissions,
/// master_key_unwritable.
struct LoadedMasterKey {
    domain::MasterKey key;
    enum class Origin { Keychain, EnvironmentFile, DataDirectory } origin;
    bool created = false;
};
Result<LoadedMasterKey> loadMasterKey(const std::string &dataDir, bool tryKeychain);

/// Named secrets of integrations and databases. In the keychain where there is one; else in
/// DATA/keys/secrets.sealed, sealed by the master key. BOURSE_SECRET_<NAME> in the environment (upper case,
/// '-' and '.' as '_') wins over both.
class Vault {
  public:
    Vault(std::string dataDir, domain::MasterKey masterKey, bool tryKeychain);
    /// Blocking. Absent names are simply not in the result.
    Result<std::map<std::string, Secret>> read(const std::vector<std::string> &names) const;
    Result<void> write(const std::string &name, const Secret &value);
    Result<void> remove(const std::string &name);
    /// Changes when the encrypted file does, whoever wrote it; cheap. The keychain tells nothing of the kind.
    std::string stamp() const;
    /// "the system keychain" or "an encrypted file", for the user interface.
    std::string place() const;

  private:
    std::string m_dataDir;
    domain::MasterKey m_masterKey;
    bool m_keychain;
};

} // namespace bourse::secrets
