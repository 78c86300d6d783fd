#include "storage/connection.h"
#include <QSqlDriver>
#include <QString>
#include <QVariant>
#include <atomic>
#include <charconv>
#include <cstring>
#include <libpq-fe.h>
#include <mutex>

namespace bourse::storage {

namespace {

QString qtext(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

std::string_view firstLine(std::string_view text)
{
    for (const std::string_view prefix : {"ERROR:  ", "FATAL:  ", "PANIC:  "}) {
        const auto at = text.find(prefix);
        if (at != std::string_view::npos && at < 200) {
            text.remove_prefix(at + prefix.size());
            break;
        }
    }
    text = text.substr(0, text.find('\n'));
    while (!text.empty() && (text.back() == ' ' || text.back() == '\r'))
        text.remove_suffix(1);
    return text;
}

void dropNotice(void *, const char *) {}

struct ConninfoFree {
    void operator()(PQconninfoOption *options) const { PQconninfoFree(options); }
};

Error unreachable(std::string_view text)
{
    // libpq reports failures before login by text alone
    std::string code = "database_unreachable";
    std::string message = "The database cannot be reached: " + std::string(text);
    if (text.find("password authentication failed") != std::string_view::npos ||
        text.find("no password supplied") != std::string_view::npos ||
        text.find("eer authentication failed") != std::string_view::npos ||
        text.find("no pg_hba.conf entry") != std::string_view::npos) {
        code = "authentication_failed";
        message = "The database refused the login: " + std::string(text);
    } else if (text.find("invalid integer value") != std::string_view::npos ||
               text.find("invalid port number") != std::string_view::npos) {
        code = "uri_invalid";
        message = "The database address is not valid: " + std::string(text);
    } else if (text.find("role \"bourse_") != std::string_view::npos &&
               text.find("does not exist") != std::string_view::npos) {
        code = "roles_missing";
        message = "The database has no such role: " + std::string(text);
    }
    return {std::move(code), {}, {}, std::move(message)};
}

} // namespace

Error sqlError(std::string_view state, std::string_view text, std::string_view constraint)
{
    const std::string_view family = state.substr(0, 2);
    std::string code = "database_error";
    if (family == "08" || state == "57P01" || state == "57P02" || state == "57P03" || state == "57P05")
        code = "database_unreachable";
    else if (state == "23505")
        code = "unique_violation";
    else if (state == "23503")
        code = "foreign_key_violation";
    else if (state == "23514" || state == "23502")
        code = "check_violation";
    else if (state == "40001" || state == "40P01")
        code = "serialization_failure";
    else if (state == "57014")
        code = "query_cancelled";
    else if (state == "55P03")
        code = "lock_timeout";
    else if (state == "53100")
        code = "disk_full";
    else if (state == "53200")
        code = "out_of_memory";
    else if (state == "53300")
        code = "too_many_connections";
    else if (family == "28")
        code = "authentication_failed";
    else if (state == "42501")
        code = "permission_denied";
    else if (family == "42" || family == "3D" || family == "3F")
        code = "schema_mismatch";
    else if (family == "22")
        code = "invalid_value";
    std::string message =
        code == "invalid_value" ? "The database refused a value." : std::string(firstLine(text));
    if (message.empty())
        message = "The database reported an error without text.";
    return {std::move(code), std::string(constraint), "sqlstate " + std::string(state), std::move(message)};
}

Error sqlError(const QSqlError &error)
{
    const std::string state = error.nativeErrorCode().toStdString();
    const std::string text = error.databaseText().toStdString();
    if (state.size() != 5)
        return unreachable(firstLine(text));
    return sqlError(state, text);
}

std::string_view sqlState(const Error &error)
{
    const std::string_view rule = error.rule;
    return rule.starts_with("sqlstate ") ? rule.substr(9) : std::string_view();
}

bool isRetryable(const Error &error)
{
    return error.code == "serialization_failure";
}

bool isConnectionLost(const Error &error)
{
    return error.code == "database_unreachable";
}

// Rows

Rows &Rows::operator=(Rows &&other) noexcept
{
    std::swap(m_result, other.m_result);
    return *this;
}

Rows::~Rows()
{
    if (m_result)
        PQclear(m_result);
}

int Rows::size() const
{
    return m_result ? PQntuples(m_result) : 0;
}

std::int64_t Rows::affected() const
{
    std::int64_t count = 0;
    if (m_result) {
        const char *text = PQcmdTuples(m_result);
        std::from_chars(text, text + std::strlen(text), count);
    }
    return count;
}

bool Rows::isNull(int row, int column) const
{
    return PQgetisnull(m_result, row, column);
}

std::string_view Rows::text(int row, int column) const
{
    return {PQgetvalue(m_result, row, column), std::size_t(PQgetlength(m_result, row, column))};
}

std::int64_t Rows::integer(int row, int column) const
{
    const std::string_view value = text(row, column);
    std::int64_t number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
}

bool Rows::boolean(int row, int column) const
{
    return text(row, column) == "t";
}

double Rows::real(int row, int column) const
{
    const std::string_view value = text(row, column);
    double number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
}

Uuid Rows::uuid(int row, int column) const
{
    return isNull(row, column) ? Uuid() : Uuid::parse(text(row, column)).valueOr(Uuid());
}

UtcTime Rows::time(int row, int column) const
{
    return readTimestamp(text(row, column)).value_or(UtcTime());
}

std::string Rows::bytes(int row, int column) const
{
    const std::string_view value = text(row, column);
    std::string result;
    if (!value.starts_with("\\x"))
        return result;
    const auto nibble = [](char c) {
        return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    };
    result.resize((value.size() - 2) / 2);
    for (std::size_t i = 0; i < result.size(); ++i)
        result[i] = char(nibble(value[2 + 2 * i]) << 4 | nibble(value[3 + 2 * i]));
    return result;
}

std::vector<std::optional<std::string>> Rows::array(int row, int column) const
{
    return readArray(text(row, column));
}

// Canceller

struct Canceller::Impl {
    std::mutex mutex;
    PGcancel *handle = nullptr;
    void set(PGcancel *next)
    {
        const std::lock_guard lock(mutex);
        if (handle)
            PQfreeCancel(handle);
        handle = next;
    }
};

Canceller::Canceller() : m_impl(std::make_unique<Impl>()) {}

Canceller::~Canceller()
{
    m_impl->set(nullptr);
}

bool Canceller::cancel()
{
    const std::lock_guard lock(m_impl->mutex);
    char text[256];
    return m_impl->handle && PQcancel(m_impl->handle, text, sizeof text);
}

// Connection

Result<Connection> Connection::open(const std::string &uri, const Secret &password,
                                    const ConnectionOptions &options)
{
    static std::atomic<std::uint64_t> counter{0};
    Connection connection;
    connection.m_uri = uri;
    connection.m_password = password;
    connection.m_options = options;
    connection.m_canceller = std::make_shared<Canceller>();
    connection.m_name = QStringLiteral("bourse-%1").arg(counter.fetch_add(1));
    if (auto opened = connection.openHandle(); !opened)
        return opened.errors();
    return connection;
}

Connection::Connection(Connection &&other) noexcept
    : m_name(std::exchange(other.m_name, {})), m_handle(std::exchange(other.m_handle, nullptr)),
      m_uri(std::move(other.m_uri)), m_password(std::move(other.m_password)),
      m_options(std::move(other.m_options)), m_canceller(std::move(other.m_canceller)),
      m_prepared(std::move(other.m_prepared))
{
}

Connection &Connection::operator=(Connection &&other) noexcept
{
    if (this != &other) {
        close();
        m_name = std::exchange(other.m_name, {});
        m_handle = std::exchange(other.m_handle, nullptr);
        m_uri = std::move(other.m_uri);
        m_password = std::move(other.m_password);
        m_options = std::move(other.m_options);
        m_canceller = std::move(other.m_canceller);
        m_prepared = std::move(other.m_prepared);
    }
    return *this;
}

Connection::~Connection()
{
    close();
}

void Connection::close()
{
    if (m_name.isEmpty() || !QSqlDatabase::contains(m_name))
        return;
    if (m_canceller)
        m_canceller->m_impl->set(nullptr);
    m_prepared.clear();
    m_handle = nullptr;
    database().close();
    QSqlDatabase::removeDatabase(m_name);
}

QSqlDatabase Connection::database() const
{
    return QSqlDatabase::database(m_name, false);
}

bool Connection::isLost() const
{
    const PGconn *connection = handle();
    return !connection || PQstatus(connection) != CONNECTION_OK;
}

Result<void> Connection::reconnect()
{
    close();
    return openHandle();
}

int Connection::serverVersion() const
{
    const PGconn *connection = handle();
    return connection ? PQserverVersion(connection) : 0;
}

Result<void> Connection::openHandle()
{
    char *problem = nullptr;
    const std::unique_ptr<PQconninfoOption, ConninfoFree> parsed(PQconninfoParse(m_uri.c_str(), &problem));
    if (!parsed) {
        // libpq's text may quote the URI and with it a password, so it is not passed on
        PQfreemem(problem);
        return Error{"uri_invalid", "database", "libpq URI",
                     "The database address is not a valid PostgreSQL URI."};
    }
    QString host, name, user, rest;
    Secret password = m_password;
    bool hasTimeout = false;
    const auto option = [&rest](std::string_view key, std::string_view value) {
        QString escaped = qtext(value);
        escaped.replace(QLatin1Char('\\'), QLatin1String("\\\\"));
        escaped.replace(QLatin1Char('\''), QLatin1String("\\'"));
        if (!rest.isEmpty())
            rest += QLatin1Char(';');
        rest += qtext(key) + QLatin1String("='") + escaped + QLatin1Char('\'');
    };
    for (const PQconninfoOption *entry = parsed.get(); entry->keyword; ++entry) {
        if (!entry->val || !*entry->val)
            continue;
        const std::string_view key = entry->keyword, value = entry->val;
        if (key == "host") {
            host = qtext(value);
        } else if (key == "dbname") {
            name = qtext(value);
        } else if (key == "user") {
            user = qtext(value);
        } else if (key == "password") {
            if (password.isEmpty())
                password = Secret(std::string(value));
        } else if (key == "application_name" || key == "client_encoding") {
            continue;
        } else if (value.find(';') != std::string_view::npos) {
            // QPSQL turns every ';' of its options into a blank
            return Error{"uri_invalid", "database." + std::string(key), "no ';'",
                         "The database address has a ';' in its " + std::string(key) +
                             ", which cannot be passed on."};
        } else {
            hasTimeout = hasTimeout || key == "connect_timeout";
            option(key, value);
        }
    }
    if (!m_options.database.empty())
        name = qtext(m_options.database);
    if (!hasTimeout)
        option("connect_timeout", std::to_string(std::max(2, m_options.connectTimeoutS)));
    option("application_name", m_options.applicationName);

    QSqlDatabase db = QSqlDatabase::addDatabase(QStringLiteral("QPSQL"), m_name);
    if (!db.isValid()) {
        db = QSqlDatabase();
        QSqlDatabase::removeDatabase(m_name);
        return Error{"database_unreachable",
                     {},
                     "QPSQL",
                     "Qt's PostgreSQL driver is not installed (Debian package libqt6sql6-psql)."};
    }
    db.setNumericalPrecisionPolicy(QSql::HighPrecision);
    db.setHostName(host);
    db.setDatabaseName(name);
    db.setConnectOptions(rest);
    // open(user, password) hands the password to libpq without keeping it in the QSqlDatabase
    const std::string_view revealed = password.reveal();
    if (!db.open(user, qtext(revealed))) {
        const Error error = unreachable(firstLine(db.lastError().databaseText().toStdString()));
        db = QSqlDatabase();
        QSqlDatabase::removeDatabase(m_name);
        return error;
    }
    // Qt's documented way for QPSQL; the type has no public meta type to ask for by template
    const QVariant pointer = db.driver()->handle();
    if (pointer.isValid() && std::strstr(pointer.typeName(), "conn") != nullptr)
        m_handle = *static_cast<PGconn *const *>(pointer.constData());
    db = QSqlDatabase();
    PGconn *connection = m_handle;
    if (!connection) {
        close();
        return Error{"database_unreachable", {}, "QPSQL", "Qt's PostgreSQL driver gives no libpq handle."};
    }
    PQsetNoticeProcessor(connection, dropNotice, nullptr);
    std::string setup =
        "SET TIME ZONE 'UTC'; SET synchronous_commit = on; SET standard_conforming_strings = on; "
        "SET search_path = bourse, public; SET jit = off; SET bytea_output = 'hex'"; // QPSQL reads both
    if (!m_options.role.empty())
        setup += "; SET ROLE " + sqlIdentifier(m_options.role);
    if (auto done = exec(setup); !done) {
        Error error = done.error();
        const std::string_view state = sqlState(error);
        if (!m_options.role.empty() && (state == "22023" || state == "42501" || state == "42704")) {
            error = {"roles_missing", m_options.role, error.rule,
                     "The database login cannot take the role " + m_options.role +
                         ": the role does not exist or is not granted to it."};
        }
        close();
        return error;
    }
    m_canceller->m_impl->set(PQgetCancel(connection));
    return {};
}

Result<Rows> Connection::finish(pg_result *result)
{
    Rows rows(result);
    const ExecStatusType status = result ? PQresultStatus(result) : PGRES_FATAL_ERROR;
    switch (status) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_SINGLE_TUPLE:
    case PGRES_EMPTY_QUERY:
    case PGRES_COPY_IN:
    case PGRES_COPY_OUT:
        return rows;
    default:
        break;
    }
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    if (!state) {
        const PGconn *connection = handle();
        const std::string text(connection ? firstLine(PQerrorMessage(connection)) : "the session is closed");
        return Error{"database_unreachable", {}, {}, "The database connection was lost: " + text};
    }
    const char *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    return sqlError(state, text ? text : "", constraint ? constraint : "");
}

Result<Rows> Connection::exec(const std::string &sql)
{
    PGconn *connection = handle();
    return finish(connection ? PQexec(connection, sql.c_str()) : nullptr);
}

namespace {
std::vector<const char *> pointers(const Parameters &parameters)
{
    std::vector<const char *> values;
    values.reserve(parameters.size());
    for (const auto &parameter : parameters)
        values.push_back(parameter ? parameter->c_str() : nullptr);
    return values;
}
} // namespace

Result<Rows> Connection::exec(const std::string &sql, const Parameters &parameters)
{
    PGconn *connection = handle();
    if (!connection)
        return finish(nullptr);
    const auto values = pointers(parameters);
    return finish(PQexecParams(connection, sql.c_str(), int(values.size()), nullptr, values.data(), nullptr,
                               nullptr, 0));
}

Result<Rows> Connection::execPrepared(const std::string &sql, const Parameters &parameters)
{
    PGconn *connection = handle();
    if (!connection)
        return finish(nullptr);
    auto found = m_prepared.find(sql);
    if (found == m_prepared.end()) {
        const std::string name = "b" + std::to_string(m_prepared.size());
        if (auto prepared = finish(PQprepare(connection, name.c_str(), sql.c_str(), 0, nullptr)); !prepared)
            return prepared;
        found = m_prepared.emplace(sql, name).first;
    }
    const auto values = pointers(parameters);
    return finish(PQexecPrepared(connection, found->second.c_str(), int(values.size()), values.data(),
                                 nullptr, nullptr, 0));
}

// Transaction

Result<Transaction> Transaction::begin(Connection &connection, const std::string &sql)
{
    if (auto begun = connection.exec(sql); !begun)
        return begun.errors();
    return Transaction(&connection);
}

Transaction::~Transaction()
{
    rollback();
}

Result<void> Transaction::commit()
{
    Connection *connection = std::exchange(m_connection, nullptr);
    if (!connection)
        return Error{"database_error", {}, "one COMMIT", "This transaction has already ended."};
    const PGTransactionStatusType before =
        connection->handle() ? PQtransactionStatus(connection->handle()) : PQTRANS_UNKNOWN;
    auto done = connection->exec("COMMIT");
    if (!done)
        return done.errors();
    // COMMIT of a failed transaction "succeeds" as a ROLLBACK
    if (before == PQTRANS_INERROR)
        return Error{
            "database_error", {}, "sqlstate 25P02", "The transaction had failed and was rolled back."};
    return {};
}

void Transaction::rollback()
{
    if (Connection *connection = std::exchange(m_connection, nullptr); connection && !connection->isLost())
        (void)connection->exec("ROLLBACK");
}

// Literals

namespace {
constexpr char hexDigits[] = "0123456789abcdef";

void appendHex(std::string &text, std::string_view bytes)
{
    const std::size_t at = text.size();
    text.resize(at + 2 * bytes.size());
    char *out = text.data() + at;
    for (const unsigned char byte : bytes) {
        *out++ = hexDigits[byte >> 4];
        *out++ = hexDigits[byte & 15];
    }
}

void appendDigits(std::string &text, unsigned value, int width)
{
    char digits[10];
    for (int i = width; i-- > 0; value /= 10)
        digits[i] = char('0' + value % 10);
    text.append(digits, std::size_t(width));
}

void appendTimestamp(std::string &text, UtcTime time)
{
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(time - day);
    appendDigits(text, unsigned(int(date.year())), 4);
    text += '-';
    appendDigits(text, unsigned(date.month()), 2);
    text += '-';
    appendDigits(text, unsigned(date.day()), 2);
    text += ' ';
    appendDigits(text, unsigned(clock.hours().count()), 2);
    text += ':';
    appendDigits(text, unsigned(clock.minutes().count()), 2);
    text += ':';
    appendDigits(text, unsigned(clock.seconds().count()), 2);
    text += '.';
    appendDigits(text, unsigned(clock.subseconds().count()), 6);
    text += "+00";
}
} // namespace

void ArrayLiteral::separate()
{
    if (m_count++)
        m_text += ',';
}

void ArrayLiteral::addNull()
{
    separate();
    m_text += "NULL";
}

void ArrayLiteral::addText(std::string_view text)
{
    separate();
    m_text += '"';
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c != '"' && c != '\\' && c != '\0')
            continue;
        m_text.append(text, start, i - start);
        if (c == '\0') {
            m_text += "\xEF\xBF\xBD";
        } else {
            m_text += '\\';
            m_text += c;
        }
        start = i + 1;
    }
    m_text.append(text, start);
    m_text += '"';
}

void ArrayLiteral::addBytes(std::string_view bytes)
{
    separate();
    m_text += "\"\\\\x";
    appendHex(m_text, bytes);
    m_text += '"';
}

void ArrayLiteral::addUuid(const Uuid &id)
{
    separate();
    m_text += id.toString();
}

void ArrayLiteral::addInteger(std::int64_t number)
{
    separate();
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    m_text.append(digits, end);
}

void ArrayLiteral::addBoolean(bool value)
{
    separate();
    m_text += value ? 't' : 'f';
}

void ArrayLiteral::addTime(UtcTime time)
{
    separate();
    m_text += '"';
    appendTimestamp(m_text, time);
    m_text += '"';
}

std::string ArrayLiteral::take()
{
    m_text += '}';
    m_count = 0;
    return std::exchange(m_text, "{");
}

std::string textArray(const std::vector<std::string> &values)
{
    ArrayLiteral array;
    for (const auto &value : values)
        array.addText(value);
    return array.take();
}

std::string textArray(const std::vector<std::optional<std::string>> &values)
{
    ArrayLiteral array;
    for (const auto &value : values)
        value ? array.addText(*value) : array.addNull();
    return array.take();
}

std::string uuidArray(const std::vector<Uuid> &values)
{
    ArrayLiteral array;
    array.reserve(values.size() * 37 + 2);
    for (const auto &value : values)
        array.addUuid(value);
    return array.take();
}

std::string bigintArray(const std::vector<std::int64_t> &values)
{
    ArrayLiteral array;
    for (const auto value : values)
        array.addInteger(value);
    return array.take();
}

std::string byteaArray(const std::vector<std::string> &values)
{
    ArrayLiteral array;
    for (const auto &value : values)
        array.addBytes(value);
    return array.take();
}

std::string byteaText(std::string_view bytes)
{
    std::string text = "\\x";
    appendHex(text, bytes);
    return text;
}

std::string timestampText(UtcTime time)
{
    std::string text;
    appendTimestamp(text, time);
    return text;
}

std::optional<UtcTime> readTimestamp(std::string_view text)
{
    // "2026-05-12 14:30:01[.184]+00"
    const auto number = [&text](std::size_t at, std::size_t length) -> int {
        int value = -1;
        if (at + length <= text.size())
            std::from_chars(text.data() + at, text.data() + at + length, value);
        return value;
    };
    if (text.size() < 22 || text[4] != '-' || text[10] != ' ' || !text.ends_with("+00"))
        return std::nullopt;
    const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
    const int hour = number(11, 2), minute = number(14, 2), second = number(17, 2);
    if (year < 0 || month < 1 || day < 1 || hour < 0 || minute < 0 || second < 0)
        return std::nullopt;
    std::int64_t fraction = 0;
    if (text[19] == '.') {
        int digits = 0;
        for (std::size_t i = 20; i < text.size() && text[i] >= '0' && text[i] <= '9' && digits < 6;
             ++i, ++digits)
            fraction = fraction * 10 + (text[i] - '0');
        for (; digits < 6; ++digits)
            fraction *= 10;
    }
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(unsigned(month)),
                                           std::chrono::day(unsigned(day))};
    if (!date.ok())
        return std::nullopt;
    return UtcTime(std::chrono::sys_days(date)) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
           std::chrono::seconds(second) + Micros(fraction);
}

std::vector<std::optional<std::string>> readArray(std::string_view text)
{
    std::vector<std::optional<std::string>> values;
    if (text.size() < 2 || text.front() != '{' || text.back() != '}' || text == "{}")
        return values;
    text = text.substr(1, text.size() - 2);
    std::size_t at = 0;
    while (true) {
        std::string value;
        if (at < text.size() && text[at] == '"') {
            for (++at; at < text.size() && text[at] != '"'; ++at) {
                if (text[at] == '\\' && at + 1 < text.size())
                    ++at;
                value += text[at];
            }
            ++at;
            values.emplace_back(std::move(value));
        } else {
            const std::size_t end = std::min(text.find(',', at), text.size());
            value.assign(text, at, end - at);
            at = end;
            if (value == "NULL")
                values.emplace_back(std::nullopt);
            else
                values.emplace_back(std::move(value));
        }
        if (at >= text.size())
            return values;
        ++at;
    }
}

std::string sqlLiteral(std::string_view text)
{
    std::string result = "'";
    for (const char c : text) {
        if (c == '\'')
            result += '\'';
        result += c;
    }
    return result + '\'';
}

std::string sqlIdentifier(std::string_view name)
{
    std::string result = "\"";
    for (const char c : name) {
        if (c == '"')
            result += '"';
        result += c;
    }
    return result + '"';
}

} // namespace bourse::storage
