#pragma once
// The desktop's keychain, asked in the background with a time limit of our own: a locked keyring answers
// after 25 s or not at all. Private to this room.
#include "base/result.h"
#include "base/secret.h"
#include <map>
#include <string>
#include <vector>

namespace bourse::secrets {

/// Whether there can be a keychain at all: no session bus, no keychain. Never blocks. False too for a minute
/// after it did not answer, so that a locked keyring costs its time once.
bool keychainAvailable();
/// Entries that exist. Blocking, at most 3 s in all. Errors: keychain_unavailable (no service),
/// keychain_silent (no answer in time), keychain_failed.
Result<std::map<std::string, Secret>> keychainRead(const std::vector<std::string> &names);
Result<void> keychainWrite(const std::string &name, const Secret &value);
/// An absent entry is no error.
Result<void> keychainRemove(const std::string &name);

} // namespace bourse::secrets
