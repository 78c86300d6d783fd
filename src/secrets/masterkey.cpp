#include "base/logging.h"
#include "secrets/keychain.h"
#include "secrets/keyfiles.h"
#include "secrets/vault.h"
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace bourse::secrets {

namespace {

/// One entry for each data directory: two markets of one person do not share a key.
std::string keychainName(const std::string &dataDir)
{
    std::error_code failed;
    auto path = std::filesystem::weakly_canonical(std::filesystem::absolute(dataDir, failed), failed);
    if (!path.has_filename())
        path = path.parent_path();
    return "master-key " + (failed ? dataDir : path.string());
}

/// 32 raw bytes, or the same in 64 hexadecimal digits with or without a line end.
Result<domain::MasterKey> parseKey(const Secret &content, const std::string &path)
{
    std::string_view text = content.reveal();
    if (text.size() == 32)
        return domain::MasterKey::fromBytes(Secret(std::string(text)));
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())))
        text.remove_suffix(1);
    if (text.size() == 64) {
        if (auto bytes = domain::fromHex(text))
            return domain::MasterKey::fromBytes(Secret(std::move(*bytes)));
    }
    return Error{"master_key_length",
                 {},
                 "32 bytes or 64 hexadecimal digits",
                 "The master key file " + path + " holds neither 32 bytes nor 64 hexadecimal digits."};
}

Result<domain::MasterKey> readKey(const std::string &path)
{
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode)) {
        if (status.st_mode & 0077) {
            return Error{"master_key_permissions",
                         {},
                         "mode 0600",
                         "The master key file " + path + " is open to other users; run: chmod 600 " + path};
        }
        if (status.st_uid != ::geteuid() && status.st_uid != 0) {
            return Error{"master_key_permissions",
                         {},
                         "own file",
                         "The master key file " + path + " belongs to another user."};
        }
    }
    auto content = readKeyFile(path, "master_key_unreadable");
    if (!content)
        return content.errors();
    return parseKey(*content, path);
}

} // namespace

Result<LoadedMasterKey> loadMasterKey(const std::string &dataDir, bool tryKeychain)
{
    using Origin = LoadedMasterKey::Origin;
    const std::string file = keysPath(dataDir) + "/master.key";
    // Says that this directory's key is in the keychain, so that a silent keychain is not taken for a first
    // start
    const std::string mark = keysPath(dataDir) + "/master.in-keychain";
    const std::string name = keychainName(dataDir);
    const char *environment = std::getenv("BOURSE_MASTER_KEY_FILE");
    const bool named = environment && *environment;

    bool keychainWorks = false;
    if (tryKeychain) {
        auto entries = keychainRead({name});
        keychainWorks = entries.ok();
        if (entries && !entries->empty()) {
            auto key = parseKey(entries->begin()->second, "in the system keychain");
            if (!key)
                return key.errors();
            return LoadedMasterKey{std::move(*key), Origin::Keychain, false};
        }
        if (!entries && entries.error().code != "keychain_unavailable")
            qCWarning(logSecrets, "%s", entries.error().message.c_str());
    }
    if (named) {
        auto key = readKey(environment);
        if (!key)
            return key.errors();
        return LoadedMasterKey{std::move(*key), Origin::EnvironmentFile, false};
    }
    if (fileExists(file)) {
        auto key = readKey(file);
        if (!key)
            return key.errors();
        return LoadedMasterKey{std::move(*key), Origin::DataDirectory, false};
    }
    if (fileExists(mark)) {
        return Error{
            "master_key_unreadable",
            {},
            "system keychain",
            "The master key of " + dataDir +
                (keychainWorks
                     ? " was in the system keychain and is no longer there."
                     : " is in the system keychain, which does not answer here. Unlock it, or name a "
                       "key file in BOURSE_MASTER_KEY_FILE.")};
    }

    auto folder = keysFolder(dataDir);
    if (!folder)
        return folder.errors();
    const FileLock lock(*folder + "/keys.lock");
    if (!lock.held()) {
        return Error{
            "master_key_unwritable", {}, *folder, "The folder " + *folder + " cannot be written to."};
    }
    if (fileExists(file) || fileExists(mark)) // made by another process while this one waited
        return loadMasterKey(dataDir, tryKeychain);
    domain::MasterKey key = domain::MasterKey::generate();
    const Secret text(domain::toHex(key.bytes().reveal()) + "\n");
    if (keychainWorks) {
        auto written = keychainWrite(name, text);
        if (written) {
            if (auto marked = writeKeyFile(mark, name + "\n", "master_key_unwritable"); !marked)
                return marked.errors();
            return LoadedMasterKey{std::move(key), Origin::Keychain, true};
        }
        qCWarning(logSecrets, "%s", written.error().message.c_str());
    }
    auto created = createKeyFile(file, text.reveal(), "master_key_unwritable");
    if (!created)
        return created.errors();
    if (!*created) {
        auto first = readKey(file);
        if (!first)
            return first.errors();
        return LoadedMasterKey{std::move(*first), Origin::DataDirectory, false};
    }
    return LoadedMasterKey{std::move(key), Origin::DataDirectory, true};
}

} // namespace bourse::secrets
