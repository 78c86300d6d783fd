#pragma once
// Pings of a channel or a buyer in the running hour or day, over all nodes.
//
// Each node counts its own in memory and adds what is new to the common count every second, which tells it
// what the others have sent. So no ping waits for the database, and one node alone is exact; several together
// may be ahead of the limit by what they send within one second. A ping costs nothing by itself: sales, which
// do, are counted by conditional updates (CapClaim).
#include "base/clock.h"
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace bourse::exchange {

class PingCounts {
  public:
    struct Row {
        std::string counter; ///< "channel:<slug>:day:pings", "buyer:<slug>:hour:pings"
        UtcTime windowStart;
        std::int64_t count = 0; ///< takeNew(): sent since the last time; learn(): of all nodes
    };
    /// Whether one more is allowed; counts it not.
    bool allows(const std::string &counter, UtcTime windowStart, std::int64_t limit) const;
    void add(const std::string &counter, UtcTime windowStart);
    /// What is new, and the counters that are in use without news: the store answers with the sums of all
    /// nodes.
    std::vector<Row> takeNew();
    void learn(const std::vector<Row> &sums);
    /// What was taken could not be stored: it is new again.
    void putBack(const std::vector<Row> &rows);

  private:
    struct Count {
        UtcTime windowStart{};
        std::int64_t known = 0; ///< of all nodes, as told last
        std::int64_t fresh = 0; ///< not taken yet
        std::int64_t taken = 0; ///< under way to the store
    };
    Count &at(const std::string &counter, UtcTime windowStart);
    std::map<std::string, Count> m_counts;
};

} // namespace bourse::exchange
