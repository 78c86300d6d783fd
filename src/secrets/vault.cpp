#include "secrets/vault.h"
#include "base/logging.h"
#include "secrets/keychain.h"
#include "secrets/keyfiles.h"
#include <cctype>
#include <cstdint>
#include <cstdlib>

namespace bourse::secrets {

namespace {

constexpr std::string_view sealedContext = "bourse secrets.sealed 1";
using Entries = std::map<std::string, Secret>;

std::string sealedPath(const std::string &dataDir)
{
    return keysPath(dataDir) + "/secrets.sealed";
}

/// The file's key comes from the master key; the master key itself seals nothing but keys.
Secret fileKey(const domain::MasterKey &master)
{
    return Secret(domain::hmacSha256(master.bytes().reveal(), sealedContext));
}

std::string environmentName(const std::string &name)
{
    std::string result = "BOURSE_SECRET_";
    for (const unsigned char c : name)
        result += c == '-' || c == '.' ? '_' : char(std::toupper(c));
    return result;
}

std::string keychainName(const std::string &name)
{
    return "secret " + name;
}

Result<void> checkName(const std::string &name)
{
    const bool good =
        !name.empty() && name.size() <= 128 &&
        name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:") ==
            std::string::npos;
    if (good)
        return {};
    return Error{"secret_name", "name", "1 to 128 of A-Z a-z 0-9 - _ . / :",
                 "A secret's name has 1 to 128 letters, digits, '-', '_', '.', '/' or ':'."};
}

void appendNumber(std::string &bytes, std::size_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes += char(number >> shift & 0xff);
}

bool takePart(std::string_view &bytes, std::string_view &part)
{
    if (bytes.size() < 4)
        return false;
    std::size_t length = 0;
    for (int i = 0; i < 4; ++i)
        length = length << 8 | static_cast<unsigned char>(bytes[std::size_t(i)]);
    if (bytes.size() - 4 < length)
        return false;
    part = bytes.substr(4, length);
    bytes.remove_prefix(4 + length);
    return true;
}

Result<Entries> readSealed(const std::string &dataDir, const domain::MasterKey &master)
{
    const std::string path = sealedPath(dataDir);
    Entries entries;
    if (!fileExists(path))
        return entries;
    auto sealed = readKeyFile(path, "secrets_unreadable");
    if (!sealed)
        return sealed.errors();
    auto opened = domain::unseal(fileKey(master), sealed->reveal(), sealedContext);
    if (!opened) {
        return Error{"secrets_unreadable",
                     {},
                     "master key",
                     "The file " + path + " was sealed with another master key, or it is damaged."};
    }
    const Secret plain(std::move(*opened));
    std::string_view rest = plain.reveal(), name, value;
    while (!rest.empty()) {
        if (!takePart(rest, name) || !takePart(rest, value))
            return Error{"secrets_unreadable", {}, "format", "The file " + path + " has an unknown format."};
        entries[std::string(name)] = Secret(std::string(value));
    }
    return entries;
}

Result<void> changeSealed(const std::string &dataDir, const domain::MasterKey &master,
                          const std::string &name, const Secret *value)
{
    auto folder = keysFolder(dataDir);
    if (!folder)
        return Error{"secrets_unwritable", {}, folder.error().rule, folder.error().message};
    const FileLock lock(*folder + "/keys.lock");
    if (!lock.held())
        return Error{"secrets_unwritable", {}, *folder, "The folder " + *folder + " cannot be written to."};
    auto entries = readSealed(dataDir, master);
    if (!entries)
        return entries.errors();
    if (value)
        (*entries)[name] = *value;
    else if (entries->erase(name) == 0)
        return {};
    std::size_t size = 0;
    for (const auto &[key, secret] : *entries)
        size += 8 + key.size() + secret.reveal().size();
    std::string bytes;
    bytes.reserve(size); // growing would leave copies behind
    for (const auto &[key, secret] : *entries) {
        appendNumber(bytes, key.size());
        bytes += key;
        appendNumber(bytes, secret.reveal().size());
        bytes += secret.reveal();
    }
    const Secret plain(std::move(bytes));
    return writeKeyFile(sealedPath(dataDir), domain::seal(fileKey(master), plain.reveal(), sealedContext),
                        "secrets_unwritable");
}

} // namespace

Vault::Vault(std::string dataDir, domain::MasterKey masterKey, bool tryKeychain)
    : m_dataDir(std::move(dataDir)), m_masterKey(std::move(masterKey)), m_keychain(tryKeychain)
{
}

Result<std::map<std::string, Secret>> Vault::read(const std::vector<std::string> &names) const
{
    Entries found;
    std::vector<std::string> missing;
    for (const std::string &name : names) {
        if (!checkName(name))
            continue; // nothing is ever stored under it
        if (const char *value = std::getenv(environmentName(name).c_str()))
            found[name] = Secret(std::string(value));
        else
            missing.push_back(name);
    }
    if (!missing.empty() && m_keychain && keychainAvailable()) {
        std::vector<std::string> asked;
        for (const std::string &name : missing)
            asked.push_back(keychainName(name));
        auto entries = keychainRead(asked);
        if (entries) {
            std::erase_if(missing, [&](const std::string &name) {
                const auto entry = entries->find(keychainName(name));
                if (entry == entries->end())
                    return false;
                found[name] = entry->second;
                return true;
            });
        } else if (entries.error().code != "keychain_unavailable") {
            qCWarning(logSecrets, "%s Only secrets of the encrypted file and the environment are known.",
                      entries.error().message.c_str());
        }
    }
    // Also where there is a keychain: some may have been stored before there was one
    if (!missing.empty()) {
        auto entries = readSealed(m_dataDir, m_masterKey);
        if (!entries)
            return entries.errors();
        for (const std::string &name : missing) {
            if (const auto entry = entries->find(name); entry != entries->end())
                found[name] = entry->second;
        }
    }
    return found;
}

Result<void> Vault::write(const std::string &name, const Secret &value)
{
    if (auto good = checkName(name); !good)
        return good;
    if (m_keychain && keychainAvailable()) {
        auto written = keychainWrite(keychainName(name), value);
        // An older value in the file would come back the day the keychain is silent
        if (written)
            return fileExists(sealedPath(m_dataDir)) ? changeSealed(m_dataDir, m_masterKey, name, nullptr)
                                                     : written;
        if (written.error().code != "keychain_unavailable")
            return written;
    }
    return changeSealed(m_dataDir, m_masterKey, name, &value);
}

Result<void> Vault::remove(const std::string &name)
{
    if (auto good = checkName(name); !good)
        return good;
    if (m_keychain && keychainAvailable()) {
        auto removed = keychainRemove(keychainName(name));
        if (!removed && removed.error().code != "keychain_unavailable")
            return removed;
    }
    return fileExists(sealedPath(m_dataDir)) ? changeSealed(m_dataDir, m_masterKey, name, nullptr)
                                             : Result<void>();
}

std::string Vault::stamp() const
{
    return fileStamp(sealedPath(m_dataDir));
}

std::string Vault::place() const
{
    return m_keychain && keychainAvailable() ? "the system keychain" : "an encrypted file";
}

} // namespace bourse::secrets
