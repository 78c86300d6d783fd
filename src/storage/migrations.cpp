#include "base/logging.h"
#include "storage/connection.h"
#include "storage/store.h"
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <algorithm>
#include <libpq-fe.h>
#include <map>

namespace bourse::storage {

namespace {

/// Any constant will do; it is the same in every version of the product.
constexpr const char *migrationLock = "8239161407221450081";

struct Migration {
    int version = 0;
    std::string name; ///< "0001_foundation.sql"
    std::string sql;
    std::string sha256;
};

const std::vector<Migration> &migrations()
{
    static const std::vector<Migration> all = [] {
        std::vector<Migration> found;
        const QDir folder(QStringLiteral(":/migrations"));
        const QStringList names = folder.entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name);
        for (const QString &name : names) {
            QFile file(folder.filePath(name));
            if (!file.open(QIODevice::ReadOnly))
                continue;
            const QByteArray sql = file.readAll();
            Migration migration;
            migration.version = name.left(4).toInt();
            migration.name = name.toStdString();
            migration.sql = sql.toStdString();
            migration.sha256 =
                QCryptographicHash::hash(sql, QCryptographicHash::Sha256).toHex().toStdString();
            found.push_back(std::move(migration));
        }
        return found;
    }();
    return all;
}

Error failure(const Migration &migration, const Error &cause)
{
    if (isConnectionLost(cause) || cause.code == "disk_full")
        return cause;
    return {"migration_failed", migration.name, cause.rule,
            "Migration " + migration.name + " failed: " + cause.message};
}

/// Makes the two roles where they are missing and lets the login become the owner.
Result<void> ensureRoles(Connection &session)
{
    auto state =
        session.exec("SELECT r.name, p.oid IS NOT NULL, "
                     "CASE WHEN p.oid IS NULL THEN false ELSE pg_has_role(session_user, p.oid, 'MEMBER') END "
                     "FROM (VALUES ('bourse_owner'), ('bourse_app')) r(name) "
                     "LEFT JOIN pg_roles p ON p.rolname = r.name");
    if (!state)
        return state.errors();
    std::string sql;
    for (int row = 0; row < state->size(); ++row) {
        const std::string name = state->string(row, 0);
        if (!state->boolean(row, 1))
            sql += "CREATE ROLE " + name + " NOLOGIN; ";
        if (!state->boolean(row, 2))
            sql += "GRANT " + name + " TO session_user; ";
    }
    auto granted =
        session.exec("SELECT count(*) FROM pg_roles a, pg_roles o WHERE a.rolname = 'bourse_app' AND "
                     "o.rolname = 'bourse_owner' AND pg_has_role(o.oid, a.oid, 'MEMBER')");
    if (!granted)
        return granted.errors();
    if (granted->integer(0, 0) == 0)
        sql += "GRANT bourse_app TO bourse_owner; ";
    auto mayCreate =
        session.exec("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bourse_owner') AND "
                     "CASE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = 'bourse_owner') THEN "
                     "has_database_privilege('bourse_owner', current_database(), 'CREATE') ELSE false END, "
                     "current_database(), to_regnamespace('bourse') IS NOT NULL");
    if (!mayCreate)
        return mayCreate.errors();
    const std::string database = sqlIdentifier(mayCreate->text(0, 1));
    if (!mayCreate->boolean(0, 0) && !mayCreate->boolean(0, 2)) {
        sql += "GRANT CREATE, CONNECT ON DATABASE " + database +
               " TO bourse_owner; GRANT CONNECT ON DATABASE " + database + " TO bourse_app; ";
    }
    if (sql.empty())
        return {};
    // One string runs as one transaction: all of it or nothing
    if (auto made = session.exec(sql); !made) {
        if (sqlState(made.error()) != "42501")
            return made.errors();
        return Error{
            "roles_missing",
            {},
            made.error().rule,
            "The database login may not prepare the roles Bourse needs. Ask an administrator to run: " + sql};
    }
    return {};
}

Result<int> runMissing(Connection &session)
{
    if (auto role = session.exec("SET ROLE bourse_owner"); !role) {
        return Error{"roles_missing", "bourse_owner", role.error().rule,
                     "The database login cannot take the role bourse_owner: " + role.error().message};
    }
    if (auto made = session.exec("CREATE SCHEMA IF NOT EXISTS bourse; "
                                 "CREATE TABLE IF NOT EXISTS bourse.schema_migration ("
                                 "version integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL, "
                                 "applied_at timestamptz NOT NULL DEFAULT clock_timestamp())");
        !made)
        return failure({0, "schema_migration", {}, {}}, made.error());
    auto rows = session.exec("SELECT version, name, sha256 FROM bourse.schema_migration ORDER BY version");
    if (!rows)
        return rows.errors();
    std::map<int, std::pair<std::string, std::string>> applied;
    for (int row = 0; row < rows->size(); ++row)
        applied[int(rows->integer(row, 0))] = {rows->string(row, 1), rows->string(row, 2)};

    const int newest = newestSchemaVersion();
    const int last = applied.empty() ? 0 : applied.rbegin()->first;
    if (last > newest) {
        return Error{
            "schema_newer", applied.rbegin()->second.first, "schema version " + std::to_string(newest),
            "The database has schema version " + std::to_string(last) + ", this program knows only " +
                std::to_string(newest) + ". Install the newer Bourse that upgraded it."};
    }
    std::map<int, std::string> known;
    for (const Migration &migration : migrations()) {
        known[migration.version] = migration.name;
        const auto there = applied.find(migration.version);
        if (there == applied.end()) {
            if (migration.version < last) {
                return Error{"migration_failed", migration.name, "numbered forward only",
                             "Migration " + migration.name +
                                 " is missing in the database, which is already at version " +
                                 std::to_string(last) + "."};
            }
        } else if (there->second.second != migration.sha256) {
            return Error{"migration_failed", migration.name, "never edited once applied",
                         "Migration " + migration.name +
                             " is not the one this database was built with (its SHA-256 differs)."};
        }
    }
    for (const auto &[version, entry] : applied) {
        if (!known.contains(version)) {
            return Error{
                "migration_failed", entry.first, "unknown migration",
                "The database was built with a migration this program does not have: " + entry.first + "."};
        }
    }

    int count = 0;
    for (const Migration &migration : migrations()) {
        if (applied.contains(migration.version))
            continue;
        auto transaction = Transaction::begin(session);
        if (!transaction)
            return failure(migration, transaction.error());
        if (auto done = session.exec(migration.sql); !done)
            return failure(migration, done.error());
        if (!session.handle() || PQtransactionStatus(session.handle()) != PQTRANS_INTRANS) {
            return Error{"migration_failed", migration.name, "one transaction",
                         "Migration " + migration.name + " ends the transaction it runs in."};
        }
        auto noted =
            session.exec("INSERT INTO bourse.schema_migration (version, name, sha256) VALUES ($1, $2, $3)",
                         {std::to_string(migration.version), migration.name, migration.sha256});
        if (!noted)
            return failure(migration, noted.error());
        if (auto committed = transaction->commit(); !committed)
            return failure(migration, committed.error());
        // A SET in the file would otherwise reach the next one
        if (auto reset = session.exec("SET search_path = bourse, public; SET ROLE bourse_owner"); !reset)
            return failure(migration, reset.error());
        qCInfo(logStorage, "Migration %s applied.", migration.name.c_str());
        ++count;
    }
    return count;
}

} // namespace

int newestSchemaVersion()
{
    return migrations().empty() ? 0 : migrations().back().version;
}

Result<int> migrate(const std::string &uri, const Secret &password)
{
    ConnectionOptions options;
    options.applicationName = "bourse migrations";
    options.role.clear();
    auto opened = Connection::open(uri, password, options);
    if (!opened)
        return opened.errors();
    Connection &session = *opened;
    // Of the session, not of a transaction: it is held over all of them and goes with the connection
    if (auto locked = session.exec(std::string("SELECT pg_advisory_lock(") + migrationLock + ")"); !locked)
        return locked.errors();
    if (auto ready = ensureRoles(session); !ready)
        return ready.errors();
    return runMissing(session);
}

} // namespace bourse::storage
