#include "storage/binaryparams.h"
#include <libpq-fe.h>

namespace bourse::storage {

namespace {
/// 2000-01-01T00:00:00Z in microseconds of the Unix epoch: where PostgreSQL counts from.
constexpr std::int64_t postgresEpochUs = 946'684'800'000'000;
constexpr std::size_t headerBytes = 20; // dimensions, null flag, element type, size, lower bound

template <class T> void putBig(std::string &out, T value)
{
    char bytes[sizeof(T)];
    for (std::size_t i = 0; i < sizeof(T); ++i)
        bytes[i] = static_cast<char>(value >> (8 * (sizeof(T) - 1 - i)));
    out.append(bytes, sizeof(T));
}
} // namespace

BinaryArray::BinaryArray(Type type) : m_type(type), m_bytes(headerBytes, '\0') {}

void BinaryArray::length(std::uint32_t bytes)
{
    putBig<std::uint32_t>(m_bytes, bytes);
    ++m_count;
}

void BinaryArray::addNull()
{
    m_hasNull = true;
    length(0xFFFFFFFFu);
}

void BinaryArray::add(std::string_view bytes)
{
    length(static_cast<std::uint32_t>(bytes.size()));
    m_bytes.append(bytes);
}

void BinaryArray::add(const bourse::Uuid &id)
{
    length(16);
    m_bytes.append(reinterpret_cast<const char *>(id.bytes().data()), 16);
}

void BinaryArray::add(std::int64_t number)
{
    switch (m_type) {
    case Type::SmallInt:
        length(2);
        putBig<std::uint16_t>(m_bytes, static_cast<std::uint16_t>(number));
        break;
    case Type::Integer:
        length(4);
        putBig<std::uint32_t>(m_bytes, static_cast<std::uint32_t>(number));
        break;
    default:
        length(8);
        putBig<std::uint64_t>(m_bytes, static_cast<std::uint64_t>(number));
        break;
    }
}

void BinaryArray::add(bool value)
{
    length(1);
    m_bytes.push_back(value ? '\1' : '\0');
}

void BinaryArray::add(UtcTime time)
{
    length(8);
    putBig<std::uint64_t>(m_bytes,
                          static_cast<std::uint64_t>(time.time_since_epoch().count() - postgresEpochUs));
}

const std::string &BinaryArray::bytes()
{
    std::string header;
    putBig<std::uint32_t>(header, m_count ? 1 : 0);
    putBig<std::uint32_t>(header, m_hasNull ? 1 : 0);
    putBig<std::uint32_t>(header, static_cast<std::uint32_t>(m_type));
    if (m_count == 0) {
        m_bytes = header; // an empty array has no dimension at all
        return m_bytes;
    }
    putBig<std::uint32_t>(header, m_count);
    putBig<std::uint32_t>(header, 1);
    m_bytes.replace(0, headerBytes, header);
    return m_bytes;
}

std::string binaryValue(const Uuid &id)
{
    return {reinterpret_cast<const char *>(id.bytes().data()), 16};
}

namespace {
Error resultError(pg_conn *connection, const PGresult *result)
{
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    if (!state || PQstatus(connection) != CONNECTION_OK)
        return sqlError(state ? state : "08006", "the connection was lost");
    const char *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    return sqlError(state, text ? text : "", constraint ? constraint : "");
}
} // namespace

Pipeline::Pipeline(pg_conn *connection) : m_connection(connection)
{
    m_failed = !connection || PQenterPipelineMode(connection) != 1;
}

Pipeline::~Pipeline()
{
    if (m_connection && PQpipelineStatus(m_connection) != PQ_PIPELINE_OFF &&
        PQstatus(m_connection) == CONNECTION_OK)
        (void)finish();
}

void Pipeline::send(const char *statement, const std::vector<const std::string *> &parameters)
{
    if (m_failed)
        return;
    std::vector<const char *> values;
    std::vector<int> lengths;
    std::vector<int> formats(parameters.size(), 1);
    values.reserve(parameters.size());
    lengths.reserve(parameters.size());
    for (const std::string *parameter : parameters) {
        values.push_back(parameter->data());
        lengths.push_back(static_cast<int>(parameter->size()));
    }
    if (PQsendQueryPrepared(m_connection, statement, static_cast<int>(parameters.size()), values.data(),
                            lengths.data(), formats.data(), 0) == 1)
        ++m_sent;
    else
        m_failed = true;
}

Result<std::vector<Rows>> Pipeline::finish()
{
    if (m_failed || PQpipelineSync(m_connection) != 1) {
        m_failed = true;
        return sqlError("08006", "the connection was lost");
    }
    std::vector<Rows> rows;
    rows.reserve(static_cast<std::size_t>(m_sent));
    std::optional<Error> first;
    for (int i = 0; i < m_sent; ++i) {
        Rows last;
        while (PGresult *result = PQgetResult(m_connection)) {
            switch (PQresultStatus(result)) {
            case PGRES_COMMAND_OK:
            case PGRES_TUPLES_OK:
                last = Rows(result);
                break;
            case PGRES_PIPELINE_ABORTED:
                PQclear(result);
                break;
            default:
                if (!first)
                    first = resultError(m_connection, result);
                PQclear(result);
                break;
            }
            if (PQstatus(m_connection) != CONNECTION_OK)
                break;
        }
        if (PQstatus(m_connection) != CONNECTION_OK) {
            m_failed = true;
            return first && isConnectionLost(*first) ? *first : sqlError("08006", "the connection was lost");
        }
        rows.push_back(std::move(last));
    }
    if (PGresult *sync = PQgetResult(m_connection))
        PQclear(sync); // PGRES_PIPELINE_SYNC
    PQexitPipelineMode(m_connection);
    if (first)
        return *first;
    return rows;
}

Result<void> prepareStatement(pg_conn *connection, const char *name, const char *sql)
{
    PGresult *result = PQprepare(connection, name, sql, 0, nullptr);
    if (PQresultStatus(result) == PGRES_COMMAND_OK) {
        PQclear(result);
        return {};
    }
    Error error = resultError(connection, result);
    PQclear(result);
    return error;
}

} // namespace bourse::storage
