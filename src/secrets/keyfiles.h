#pragma once
// Files that hold keys: 0600 in a 0700 folder, whole or not at all. Private to this room.
#include "base/result.h"
#include "base/secret.h"
#include <string>
#include <string_view>

namespace bourse::secrets {

/// DATA/keys, made or tightened to 0700. Error: master_key_unwritable.
Result<std::string> keysFolder(const std::string &dataDir);
std::string keysPath(const std::string &dataDir);
bool fileExists(const std::string &path);
/// Tells one state of a file from the next; empty if there is none.
std::string fileStamp(const std::string &path);
/// Whole content, at most 16 MB. Error codes: `code` with the reason in words.
Result<Secret> readKeyFile(const std::string &path, const std::string &code);
/// Replaces the file: written beside with mode 0600, flushed, renamed.
Result<void> writeKeyFile(const std::string &path, std::string_view bytes, const std::string &code);
/// The same, but never over an existing file: false if another was first.
Result<bool> createKeyFile(const std::string &path, std::string_view bytes, const std::string &code);

/// Exclusive among processes while it lives; waits.
class FileLock {
  public:
    explicit FileLock(const std::string &path);
    ~FileLock();
    FileLock(const FileLock &) = delete;
    FileLock &operator=(const FileLock &) = delete;
    bool held() const { return m_file >= 0; }

  private:
    int m_file = -1;
};

} // namespace bourse::secrets
