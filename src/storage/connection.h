#pragma once
// One PostgreSQL session of the calling thread: opened through QtSql (QPSQL), with libpq's handle beneath it
// for what QtSql cannot do (exact SQLSTATE, many statements at once, real parameters, COPY, cancel). Private
// to this room.
#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/uuid.h"
#include <QSqlDatabase>
#include <QSqlError>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct pg_conn;
struct pg_result;

namespace bourse::storage {

/// How a session is to be opened.
struct ConnectionOptions {
    std::string applicationName = "bourse";
    /// Role taken with SET ROLE after login; empty keeps the login role. "bourse_app" or "bourse_owner".
    std::string role = "bourse_app";
    int connectTimeoutS = 5; ///< unless the URI says otherwise
    /// Replaces the URI's database, for work in "postgres" before the real one exists.
    std::string database;
};

/// An Error for one SQLSTATE. Codes: database_unreachable (08…, 57P0x), unique_violation,
/// foreign_key_violation, check_violation, serialization_failure (40001, 40P01: run the transaction again),
/// query_cancelled, lock_timeout, disk_full, out_of_memory, too_many_connections, authentication_failed,
/// permission_denied, schema_mismatch (42…), invalid_value (22…), else database_error. `field` is the
/// constraint where there is one, `rule` "sqlstate XXXXX". `text` is dropped where the server would quote a
/// stored value in it (class 22).
Error sqlError(std::string_view sqlState, std::string_view text, std::string_view constraint = {});
/// The same from a failed QSqlQuery or QSqlDatabase; only the first line of the server's text is kept,
/// because DETAIL and CONTEXT quote rows.
Error sqlError(const QSqlError &error);
/// "40001" out of an Error made by sqlError, empty if it has none.
std::string_view sqlState(const Error &error);
/// Whether the same transaction may simply be run again (40001, 40P01).
bool isRetryable(const Error &error);
/// Whether the session is gone; a COMMIT answered so may have taken effect.
bool isConnectionLost(const Error &error);

/// The rows of one statement, as text.
class Rows {
  public:
    Rows() = default;
    explicit Rows(pg_result *result) : m_result(result) {}
    Rows(Rows &&other) noexcept : m_result(std::exchange(other.m_result, nullptr)) {}
    Rows &operator=(Rows &&other) noexcept;
    Rows(const Rows &) = delete;
    Rows &operator=(const Rows &) = delete;
    ~Rows();
    int size() const;
    bool isEmpty() const { return size() == 0; }
    /// Rows changed by INSERT, UPDATE, DELETE.
    std::int64_t affected() const;
    bool isNull(int row, int column) const;
    /// Empty for NULL. Lives as long as these Rows.
    std::string_view text(int row, int column) const;
    std::string string(int row, int column) const { return std::string(text(row, column)); }
    std::int64_t integer(int row, int column) const; ///< 0 for NULL
    bool boolean(int row, int column) const;
    double real(int row, int column) const;
    Uuid uuid(int row, int column) const;         ///< null UUID for NULL
    UtcTime time(int row, int column) const;      ///< timestamptz with microseconds; the epoch for NULL
    std::string bytes(int row, int column) const; ///< bytea
    std::vector<std::optional<std::string>> array(int row, int column) const;

  private:
    pg_result *m_result = nullptr;
};

/// A parameter as PostgreSQL reads it in text; nullopt is NULL. Bytea goes as `byteaText`, arrays as
/// ArrayLiteral.
using Parameters = std::vector<std::optional<std::string>>;

/// Cancels what a session is running; may be called from any thread, also after the session ended.
class Canceller {
  public:
    Canceller();
    ~Canceller();
    /// True if the request was sent. The running statement then fails with query_cancelled.
    bool cancel();

  private:
    friend class Connection;
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// A session; to be made, used and destroyed on one thread. UTC, synchronous_commit on, search_path bourse
/// and public, QtSql numbers as exact text (HighPrecision), notices dropped.
class Connection {
  public:
    /// `uri` is a libpq URI ("postgresql://user@host:port/db?…", "postgresql:///db?host=/socket/dir&user=…")
    /// or keyword string. Errors: database_unreachable, uri_invalid, authentication_failed, roles_missing
    /// (the role is not there or the login may not take it).
    static Result<Connection> open(const std::string &uri, const Secret &password = {},
                                   const ConnectionOptions &options = {});
    Connection(Connection &&other) noexcept;
    Connection &operator=(Connection &&other) noexcept;
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;
    ~Connection();

    /// For QSqlQuery. Copies of it must not outlive the Connection.
    QSqlDatabase database() const;
    /// libpq's handle, null when closed; do not finish it.
    pg_conn *handle() const { return m_handle; }
    bool isLost() const;
    /// Closes and opens again: prepared statements, LISTENs and advisory locks are gone after it.
    Result<void> reconnect();
    void close();

    /// One or many statements without parameters; the last one's rows.
    Result<Rows> exec(const std::string &sql);
    /// One statement with $1…, planned anew each time.
    Result<Rows> exec(const std::string &sql, const Parameters &parameters);
    /// The same, prepared on first use in this session and kept (by its text).
    Result<Rows> execPrepared(const std::string &sql, const Parameters &parameters);
    std::shared_ptr<Canceller> canceller() const { return m_canceller; }
    int serverVersion() const; ///< 150007 for 15.7; 0 when closed

  private:
    Connection() = default;
    Result<void> openHandle();
    Result<Rows> finish(pg_result *result);

    QString m_name;
    pg_conn *m_handle = nullptr; ///< belongs to the QSqlDatabase
    std::string m_uri;
    Secret m_password;
    ConnectionOptions m_options;
    std::shared_ptr<Canceller> m_canceller;
    std::unordered_map<std::string, std::string> m_prepared;
};

/// BEGIN now, ROLLBACK at the end of the scope unless committed. The Connection must stay where it is
/// meanwhile.
class Transaction {
  public:
    static Result<Transaction> begin(Connection &connection, const std::string &sql = "BEGIN");
    Transaction(Transaction &&other) noexcept : m_connection(std::exchange(other.m_connection, nullptr)) {}
    Transaction &operator=(Transaction &&) = delete;
    ~Transaction();
    /// After an error with isConnectionLost() nobody knows whether it took effect.
    Result<void> commit();
    void rollback();

  private:
    explicit Transaction(Connection *connection) : m_connection(connection) {}
    Connection *m_connection;
};

/// Builds "{…}" for text[], uuid[], bigint[], bytea[], timestamptz[], boolean[], jsonb[], numeric[]
/// parameters.
class ArrayLiteral {
  public:
    ArrayLiteral() : m_text("{") {}
    void reserve(std::size_t bytes) { m_text.reserve(bytes); }
    void addNull();
    /// PostgreSQL has no NUL in text: U+FFFD stands for it.
    void addText(std::string_view text);
    void addBytes(std::string_view bytes);
    void addUuid(const Uuid &id);
    void addInteger(std::int64_t number);
    void addBoolean(bool value);
    void addTime(UtcTime time);
    std::size_t size() const { return m_count; }
    /// The literal; the builder is empty afterwards.
    std::string take();

  private:
    void separate();
    std::string m_text;
    std::size_t m_count = 0;
};

std::string textArray(const std::vector<std::string> &values);
std::string textArray(const std::vector<std::optional<std::string>> &values);
std::string uuidArray(const std::vector<Uuid> &values);
std::string bigintArray(const std::vector<std::int64_t> &values);
std::string byteaArray(const std::vector<std::string> &values);
/// "\x6162": bytea as a parameter or a literal's inside.
std::string byteaText(std::string_view bytes);
/// "2026-05-12 14:30:01.184000+00".
std::string timestampText(UtcTime time);
/// Reads PostgreSQL's text of a timestamptz in a UTC session; nullopt for infinity or anything else.
std::optional<UtcTime> readTimestamp(std::string_view text);
/// Reads the text of a one-dimensional array; empty for anything else.
std::vector<std::optional<std::string>> readArray(std::string_view text);
/// 'it''s', for the few statements that take no parameters.
std::string sqlLiteral(std::string_view text);
/// "na""me".
std::string sqlIdentifier(std::string_view name);

} // namespace bourse::storage
