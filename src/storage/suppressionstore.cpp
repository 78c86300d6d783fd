#include "storage/suppressionstore.h"
#include "domain/csv/csvreader.h"
#include "domain/json/json.h"
#include "domain/lead/fieldtypes.h"
#include "domain/lead/memberreader.h"
#include "domain/routing/namedlist.h"
#include "storage/connection.h"
#include <QFile>
#include <algorithm>
#include <libpq-fe.h>

namespace bourse::storage {

namespace {
using domain::CsvRecord;

constexpr qint64 pieceBytes = 1 << 20;
constexpr std::size_t copyBytes = 256u << 10; ///< sent at once
constexpr int readPart = 800;                 ///< of 1000: the file; the rest is the index
constexpr std::size_t mostFirstRejects = 20;

Error cancelledError()
{
    return {"cancelled", {}, {}, "The import was cancelled; the list is as it was."};
}

/// Opens a session that works in the workspace.
Result<Connection> openSession(const StoreOptions &options)
{
    ConnectionOptions how;
    how.applicationName = "bourse suppression " + options.nodeName;
    return Connection::open(options.uri, options.password, how);
}

Result<Transaction> beginIn(Connection &connection, const Uuid &workspace)
{
    auto transaction = Transaction::begin(connection);
    if (!transaction)
        return transaction.errors();
    auto set = connection.exec("SELECT set_config('bourse.workspace', $1, true)", {workspace.toString()});
    if (!set)
        return set.errors();
    return transaction;
}

std::size_t digestBytes(SuppressionForm form)
{
    return form == SuppressionForm::Md5 ? 16 : form == SuppressionForm::Sha1 ? 20 : 32;
}

/// What is stored of a cell; nothing if it is no value.
std::optional<std::string> entryOf(const domain::MasterKey &master, const SuppressionImport &import,
                                   std::string_view cell)
{
    const std::string_view text = domain::fieldtype::trim(cell);
    if (import.form != SuppressionForm::Plain) {
        if (text.size() != digestBytes(import.form) * 2)
            return std::nullopt;
        auto bytes = domain::fromHex(domain::foldCase(text));
        return bytes ? std::optional(std::move(*bytes)) : std::nullopt;
    }
    if (import.kind == SuppressionKind::Email) {
        auto email = domain::fieldtype::email(text);
        if (!email)
            return std::nullopt;
        return plainSuppressionHash(master, import.kind, domain::foldCase(*email));
    }
    auto phone = domain::fieldtype::phone(text);
    if (!phone)
        return std::nullopt;
    return plainSuppressionHash(master, import.kind, *phone);
}

std::string_view wrongValueCode(const SuppressionImport &import)
{
    if (import.form != SuppressionForm::Plain)
        return "not_a_hash";
    return import.kind == SuppressionKind::Email ? "not_an_email" : "not_a_phone";
}

/// Which column has the values, and whether the first record is a header.
struct Layout {
    std::size_t column = 0;
    bool header = false;
};

Result<Layout> layoutOf(const CsvRecord &first, const SuppressionImport &import,
                        const domain::MasterKey &master)
{
    const auto isValue = [&](std::size_t column) {
        return column < first.cells.size() && entryOf(master, import, first.cells[column]);
    };
    const std::string wanted = domain::foldCase(domain::fieldtype::trim(import.column));
    const auto noSuch = [&] {
        std::string names;
        for (const std::string &cell : first.cells)
            names += (names.empty() ? "" : ", ") + cell.substr(0, 40);
        return Error{"no_such_column", "column", "a column of the file",
                     wanted.empty()
                         ? "Which column has the values? The file begins with: " + names.substr(0, 400)
                         : "The file has no column “" + import.column +
                               "”; it begins with: " + names.substr(0, 400)};
    };
    if (!wanted.empty()) {
        for (std::size_t i = 0; i < first.cells.size(); ++i)
            if (domain::foldCase(domain::fieldtype::trim(first.cells[i])) == wanted)
                return Layout{i, !isValue(i)};
        if (wanted.size() <= 4 && wanted.find_first_not_of("0123456789") == std::string::npos) {
            const std::size_t number = std::stoul(wanted);
            if (number >= 1 && number <= first.cells.size())
                return Layout{number - 1, !isValue(number - 1)};
        }
        return noSuch();
    }
    for (std::size_t i = 0; i < first.cells.size(); ++i)
        if (isValue(i))
            return Layout{i, false};
    std::vector<std::string_view> words{name(import.form), "hash"};
    if (import.form == SuppressionForm::Plain)
        words.clear();
    if (import.kind == SuppressionKind::Email)
        words.insert(words.end(), {"email", "e-mail", "mail"});
    else
        words.insert(words.end(), {"phone", "mobile", "cell", "tel", "number"});
    for (std::string_view word : words)
        for (std::size_t i = 0; i < first.cells.size(); ++i)
            if (domain::foldCase(first.cells[i]).find(word) != std::string::npos)
                return Layout{i, true};
    if (first.cells.size() == 1)
        return Layout{0, true};
    return noSuch();
}

/// Rows that are no values, as CSV: line, rule, and the row as it stands. Made with the first of them,
/// readable by its owner alone, since it holds what was in the list.
class Rejects {
  public:
    explicit Rejects(const QString &name) : m_file(name) {}
    ~Rejects()
    {
        if (m_open && !m_kept)
            m_file.remove();
    }
    Result<void> add(std::int64_t line, std::string_view code, std::string_view text)
    {
        if (m_file.fileName().isEmpty())
            return {};
        std::string row;
        if (!m_open) {
            if (!m_file.open(QIODevice::WriteOnly | QIODevice::Truncate))
                return unwritable();
            m_open = true;
            m_file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
            row = "line,rule,row\r\n";
        }
        row += std::to_string(line) + "," + std::string(code) + "," + domain::csvCell(text) + "\r\n";
        if (m_file.write(row.data(), static_cast<qint64>(row.size())) != static_cast<qint64>(row.size()))
            return unwritable();
        return {};
    }
    Result<void> keep()
    {
        if (m_open && !m_file.flush())
            return unwritable();
        m_kept = true;
        return {};
    }

  private:
    Error unwritable() const
    {
        return {"file_unwritable",
                "rejects",
                {},
                "The file for rows that are no values cannot be written: " +
                    m_file.errorString().toStdString() + "."};
    }
    QFile m_file;
    bool m_open = false, m_kept = false;
};

/// COPY of hashes in PostgreSQL's binary format into the session's own table.
class CopyIn {
  public:
    explicit CopyIn(Connection &connection) : m_connection(connection) {}
    Result<void> begin()
    {
        auto made = m_connection.exec(
            "CREATE TEMPORARY TABLE suppression_incoming (hash bytea NOT NULL) ON COMMIT DROP");
        if (!made)
            return made.errors();
        PGresult *result =
            PQexec(m_connection.handle(), "COPY suppression_incoming FROM STDIN (FORMAT binary)");
        const bool ready = PQresultStatus(result) == PGRES_COPY_IN;
        PQclear(result);
        if (!ready)
            return failed();
        m_bytes.assign("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
        m_copying = true;
        return {};
    }
    Result<void> add(std::string_view hash)
    {
        m_bytes.append("\0\1\0\0\0", 5);
        m_bytes.push_back(static_cast<char>(hash.size()));
        m_bytes += hash;
        return m_bytes.size() < copyBytes ? Result<void>() : send();
    }
    Result<void> end()
    {
        m_bytes.append("\377\377", 2);
        if (auto sent = send(); !sent)
            return sent;
        m_copying = false;
        if (PQputCopyEnd(m_connection.handle(), nullptr) != 1)
            return failed();
        return results();
    }
    /// The server forgets what was sent; the transaction is to be rolled back.
    void abandon()
    {
        if (!m_copying)
            return;
        m_copying = false;
        if (PQputCopyEnd(m_connection.handle(), "abandoned") == 1)
            (void)results();
    }
    ~CopyIn() { abandon(); }

  private:
    Result<void> send()
    {
        if (PQputCopyData(m_connection.handle(), m_bytes.data(), static_cast<int>(m_bytes.size())) != 1)
            return failed();
        m_bytes.clear();
        return {};
    }
    Result<void> results()
    {
        Result<void> outcome;
        while (PGresult *result = PQgetResult(m_connection.handle())) {
            const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
            if (PQresultStatus(result) != PGRES_COMMAND_OK)
                outcome = sqlError(state ? state : "08006", "the rows could not be copied");
            PQclear(result);
        }
        return outcome;
    }
    Error failed() const { return sqlError("08006", "the rows could not be copied"); }
    Connection &m_connection;
    std::string m_bytes;
    bool m_copying = false;
};

/// Reads the file to its end, rows to the server.
class FileImport {
  public:
    FileImport(const StoreOptions &options, const SuppressionImport &import,
               const std::function<void(int)> &progress, const std::function<bool()> &cancelled)
        : m_options(options), m_import(import), m_progress(progress), m_cancelled(cancelled),
          m_rejects(import.rejectsFile)
    {
    }
    Result<void> run(Connection &connection)
    {
        QFile file(m_import.file);
        if (!file.open(QIODevice::ReadOnly))
            return Error{"file_unreadable",
                         "file",
                         {},
                         "The file cannot be read: " + file.errorString().toStdString() + "."};
        CopyIn copy(connection);
        if (auto begun = copy.begin(); !begun)
            return begun;
        domain::CsvReader reader;
        const qint64 size = file.size();
        qint64 done = 0;
        for (bool more = true; more;) {
            if (m_cancelled())
                return cancelledError();
            const QByteArray piece = file.read(pieceBytes);
            if (piece.isEmpty() && file.error() != QFileDevice::NoError)
                return Error{"file_unreadable",
                             "file",
                             {},
                             "The file cannot be read to its end: " + file.errorString().toStdString() + "."};
            more = !piece.isEmpty();
            if (more)
                reader.feed({piece.constData(), static_cast<std::size_t>(piece.size())});
            else
                reader.finish();
            while (auto record = reader.next())
                if (auto taken = take(*record, copy); !taken)
                    return taken;
            done += piece.size();
            m_progress(size > 0 ? static_cast<int>(std::min<qint64>(done, size) * readPart / size)
                                : readPart);
        }
        if (report.rows == 0)
            return Error{"no_values", "file", "at least one row", "There are no rows in the file."};
        return copy.end();
    }
    Result<void> keepRejects() { return m_rejects.keep(); }
    SuppressionReport report;

  private:
    Result<void> take(const CsvRecord &record, CopyIn &copy)
    {
        if (record.isEmpty())
            return {};
        if (!m_layout && record.fault == CsvRecord::Fault::None) {
            auto layout = layoutOf(record, m_import, m_options.masterKey);
            if (!layout)
                return layout.errors();
            m_layout = *layout;
            if (m_layout->header)
                return {};
        }
        ++report.rows;
        if (record.fault != CsvRecord::Fault::None)
            return reject(record, record.fault == CsvRecord::Fault::Quote ? "broken_quote" : "too_long");
        if (m_layout->column >= record.cells.size() ||
            domain::fieldtype::trim(record.cells[m_layout->column]).empty())
            return reject(record, "missing_cell");
        auto entry = entryOf(m_options.masterKey, m_import, record.cells[m_layout->column]);
        return entry ? copy.add(*entry) : reject(record, wrongValueCode(m_import));
    }
    Result<void> reject(const CsvRecord &record, std::string_view code)
    {
        ++report.rejected;
        const auto line = static_cast<std::int64_t>(record.line);
        if (report.firstRejects.size() < mostFirstRejects)
            report.firstRejects.push_back({line, std::string(code)});
        return m_rejects.add(line, code, record.text);
    }
    const StoreOptions &m_options;
    const SuppressionImport &m_import;
    const std::function<void(int)> &m_progress;
    const std::function<bool()> &m_cancelled;
    Rejects m_rejects;
    std::optional<Layout> m_layout;
};

/// The list's id; it stays locked until the transaction ends, so that imports into one list follow each
/// other.
Result<std::int64_t> listFor(Connection &connection, const Uuid &workspace, const SuppressionImport &import)
{
    auto made = connection.exec(
        "INSERT INTO suppression_list (workspace_id, id, slug, buyer, kind, form) "
        "SELECT $1, coalesce(max(id), 0) + 1, $2, $3, $4, $5 FROM suppression_list WHERE workspace_id = $1 "
        "ON CONFLICT (workspace_id, slug) DO NOTHING",
        {workspace.toString(), import.list, import.buyer, std::string(name(import.kind)),
         std::string(name(import.form))});
    if (!made)
        return made.errors();
    auto rows = connection.exec("SELECT id, buyer, kind, form FROM suppression_list "
                                "WHERE workspace_id = $1 AND slug = $2 FOR UPDATE",
                                {workspace.toString(), import.list});
    if (!rows)
        return rows.errors();
    if (rows->isEmpty())
        return Error{"no_such_list", "list", {}, "The list was removed at this moment."};
    if (rows->text(0, 1) != import.buyer || rows->text(0, 2) != name(import.kind) ||
        rows->text(0, 3) != name(import.form))
        return Error{"list_mismatch", "list", "the kind, form and buyer that the list has",
                     "The list “" + import.list + "” holds " + rows->string(0, 2) + " (" +
                         rows->string(0, 3) + ")" +
                         (rows->text(0, 1).empty() ? std::string(" of everybody")
                                                   : " of the buyer " + rows->string(0, 1)) +
                         "."};
    return rows->integer(0, 0);
}
} // namespace

Result<SuppressionReport> importSuppression(const StoreOptions &options, const Uuid &workspace,
                                            const SuppressionImport &import,
                                            const std::function<void(int)> &progress,
                                            const std::function<bool()> &cancelled)
{
    if (!domain::isSlug(import.list))
        return Error{"not_a_slug", "list", "letters, digits, '_', '-' and '.'",
                     "A list's name has letters, digits, “_”, “-” and “.”, and 64 of them at most."};
    auto connection = openSession(options);
    if (!connection)
        return connection.errors();
    auto transaction = beginIn(*connection, workspace);
    if (!transaction)
        return transaction.errors();
    if (auto set = connection->exec("SET LOCAL work_mem = '64MB'"); !set)
        return set.errors();
    auto list = listFor(*connection, workspace, import);
    if (!list)
        return list.errors();
    FileImport file(options, import, progress, cancelled);
    if (auto read = file.run(*connection); !read)
        return read.errors();
    const Parameters which{workspace.toString(), std::to_string(*list)};
    std::int64_t removed = 0;
    if (import.replace) {
        auto gone =
            connection->exec("DELETE FROM suppression_entry WHERE workspace_id = $1 AND list_id = $2", which);
        if (!gone)
            return gone.errors();
        removed = gone->affected();
    }
    if (cancelled())
        return cancelledError();
    progress(readPart + 20);
    // in the index's own order, which it takes far less work to grow in
    auto added =
        connection->exec("INSERT INTO suppression_entry (workspace_id, list_id, hash) "
                         "SELECT $1, $2, u.hash FROM (SELECT DISTINCT hash FROM suppression_incoming "
                         "ORDER BY hash) AS u ON CONFLICT DO NOTHING",
                         which);
    if (!added)
        return added.errors();
    SuppressionReport report = std::move(file.report);
    report.added = added->affected();
    report.known = report.rows - report.rejected - report.added;
    auto counted = connection->exec(
        "UPDATE suppression_list SET entries = entries + $3::bigint, imported_at = now(), "
        "imported_by = $4 WHERE workspace_id = $1 AND id = $2 RETURNING entries",
        {workspace.toString(), std::to_string(*list), std::to_string(report.added - removed), import.actor});
    if (!counted)
        return counted.errors();
    report.entries = counted->integer(0, 0);
    auto noted = connection->exec(
        "SELECT bourse.append_audit($1, 'suppression.import', $2, $3)",
        {import.actor, import.list,
         domain::writeJson(
             domain::Object{{"added", report.added}, {"rejected", report.rejected}, {"removed", removed}})});
    if (!noted)
        return noted.errors();
    if (auto kept = file.keepRejects(); !kept)
        return kept.errors();
    if (cancelled())
        return cancelledError();
    if (auto done = transaction->commit(); !done)
        return done.errors();
    progress(1000);
    return report;
}

Result<std::vector<SuppressionListRow>> suppressionLists(const StoreOptions &options, const Uuid &workspace)
{
    auto connection = openSession(options);
    if (!connection)
        return connection.errors();
    auto transaction = beginIn(*connection, workspace);
    if (!transaction)
        return transaction.errors();
    auto rows = connection->exec("SELECT id, slug, buyer, kind, form, entries, imported_at, imported_by "
                                 "FROM suppression_list WHERE workspace_id = $1 ORDER BY slug",
                                 {workspace.toString()});
    if (!rows)
        return rows.errors();
    std::vector<SuppressionListRow> lists;
    for (int row = 0; row < rows->size(); ++row) {
        SuppressionListRow one;
        one.info = {static_cast<int>(rows->integer(row, 0)), rows->string(row, 1), rows->string(row, 2),
                    suppressionKindFromName(rows->text(row, 3)).value_or(SuppressionKind::Email),
                    suppressionFormFromName(rows->text(row, 4)).value_or(SuppressionForm::Plain)};
        one.entries = rows->integer(row, 5);
        if (!rows->isNull(row, 6))
            one.importedAt = rows->time(row, 6);
        one.importedBy = rows->string(row, 7);
        lists.push_back(std::move(one));
    }
    return lists;
}

Result<void> removeSuppressionList(const StoreOptions &options, const Uuid &workspace,
                                   const std::string &list, const std::string &actor)
{
    auto connection = openSession(options);
    if (!connection)
        return connection.errors();
    auto transaction = beginIn(*connection, workspace);
    if (!transaction)
        return transaction.errors();
    auto gone = connection->exec("DELETE FROM suppression_list WHERE workspace_id = $1 AND slug = $2",
                                 {workspace.toString(), list});
    if (!gone)
        return gone.errors();
    if (gone->affected() == 0)
        return Error{"no_such_list", "list", {}, "There is no suppression list “" + list + "”."};
    if (auto noted =
            connection->exec("SELECT bourse.append_audit($1, 'suppression.remove', $2, '{}')", {actor, list});
        !noted)
        return noted.errors();
    return transaction->commit();
}

} // namespace bourse::storage
