#pragma once
// Parameters in PostgreSQL's binary format, and a pipeline that sends a whole transaction in one round trip.
// Private to this room: the writer sends sealed bodies, and as text these would be doubled to hex, widened
// and escaped on the way.
#include "base/clock.h"
#include "base/result.h"
#include "base/uuid.h"
#include "storage/connection.h"
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace bourse::storage {

/// A one-dimensional array under construction. add… for one element type only, the one that was named.
class BinaryArray {
  public:
    enum class Type : std::uint32_t {
        Boolean = 16,
        Bytes = 17,
        BigInt = 20,
        SmallInt = 21,
        Integer = 23,
        Text = 25,
        Time = 1184,
        Uuid = 2950,
    };
    explicit BinaryArray(Type type);
    void addNull();
    void add(std::string_view bytes); ///< Text (valid UTF-8 without NUL) or Bytes
    void addOrNull(std::string_view bytes) { bytes.empty() ? addNull() : add(bytes); }
    void add(const bourse::Uuid &id);
    void add(std::int64_t number); ///< BigInt, Integer or SmallInt, as the type says
    void add(bool value);
    void add(UtcTime time);
    std::size_t size() const { return m_count; }
    /// The array's bytes.
    const std::string &bytes();

  private:
    void length(std::uint32_t bytes);
    Type m_type;
    std::uint32_t m_count = 0;
    bool m_hasNull = false;
    std::string m_bytes;
};

std::string binaryValue(const Uuid &id);

/// Statements sent without waiting in between; the server runs them in order and stops at the first that
/// fails.
class Pipeline {
  public:
    explicit Pipeline(pg_conn *connection);
    ~Pipeline();
    Pipeline(const Pipeline &) = delete;
    Pipeline &operator=(const Pipeline &) = delete;
    /// A prepared statement with binary parameters; the bytes are copied before it returns.
    void send(const char *statement, const std::vector<const std::string *> &parameters);
    /// Waits for all of them. Rows in the order of sending, as text; the first error otherwise (see
    /// sqlError).
    Result<std::vector<Rows>> finish();

  private:
    pg_conn *m_connection;
    int m_sent = 0;
    bool m_failed = false;
};

/// Prepares a statement under a name. Errors as sqlError.
Result<void> prepareStatement(pg_conn *connection, const char *name, const char *sql);

} // namespace bourse::storage
