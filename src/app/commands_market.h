#pragma once
// Sub-commands over the market's database: import, export, migrate, key, check, doctor.
#include <QStringList>

namespace bourse::app {
/// `import FILE [--allow-problems]`: merges a market document into the published one. Integrations that it
/// adds are linted first; what would stop a publish in the editor refuses the import, unless it is allowed.
int importCommand(const QStringList &arguments);
int exportCommand(const QStringList &arguments);
int migrateCommand(const QStringList &arguments);
/// `key --source SLUG [--id ID] [--scopes a,b] [--rate N]`: makes a key, publishes its hash, prints the token
/// once.
int keyCommand(const QStringList &arguments);
/// `check FILE`: reads a market document as import would, without a database.
int checkCommand(const QStringList &arguments);
/// `secret NAME`: takes the value from standard input into the keychain, or the encrypted file where there is
/// none; an empty value removes it. "database-password" is the password of --database.
int secretCommand(const QStringList &arguments);
int doctorCommand(const QStringList &arguments);
} // namespace bourse::app
