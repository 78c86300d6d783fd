#pragma once
// A simulated buyer that misbehaves on the wire in one named way: what an integration, a tree or a deadline
// does with such a buyer can be tried before a real one does it.
#include "base/result.h"
#include "simulator/demo.h"
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bourse::simulator {

enum class BuyerFault {
    Hang,            ///< reads the request and never answers
    Close,           ///< reads the request, then closes without a word
    Reset,           ///< reads the request, then resets the connection
    ResetOnAccept,   ///< resets each connection before reading from it
    SlowFirstByte,   ///< answers rightly, five seconds late
    Dribble,         ///< its answer comes byte by byte, a tenth of a second apart, and never ends
    CutHeader,       ///< ends within the answer's header
    PartialBody,     ///< sends less than its Content-Length says, then closes
    WrongLength,     ///< the same, but keeps the connection open
    EmptyAnswer,     ///< 200 without a body
    GarbledBody,     ///< 200 with a body that is neither JSON nor XML
    Garbage,         ///< bytes that are no HTTP
    BrokenChunks,    ///< a chunk whose size is no number
    CutChunks,       ///< ends before the last chunk
    BrokenGzip,      ///< says that it is compressed, and is not
    EndlessBody,     ///< a body without end
    EndlessHeader,   ///< header lines without end
    EndlessInterim,  ///< one interim answer (103) after the other
    RedirectLoop,    ///< 307 to where the request came
    ServerError,     ///< 500
    Unavailable,     ///< 503 with Retry-After
    TooManyRequests, ///< 429 with Retry-After
};

/// "hang", "reset_on_accept", …
std::string_view name(BuyerFault fault);
std::optional<BuyerFault> buyerFaultFromName(std::string_view name);
const std::vector<BuyerFault> &allBuyerFaults();

struct FaultyBuyerOptions {
    std::string slug;
    BuyerFault fault = BuyerFault::Hang;
    int port = 0;            ///< 0 takes a free one
    std::string journalFile; ///< JSON lines, one per request received; empty = memory only
};

/// On a thread of its own; takes any number of connections on loopback.
class FaultyBuyer {
  public:
    explicit FaultyBuyer(FaultyBuyerOptions options);
    ~FaultyBuyer();
    FaultyBuyer(const FaultyBuyer &) = delete;
    FaultyBuyer &operator=(const FaultyBuyer &) = delete;
    /// The port. Errors: port_taken, journal_unwritable.
    Result<int> start();
    void stop();
    int port() const;
    BuyerTotals totals() const; ///< thread-safe
    const FaultyBuyerOptions &options() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace bourse::simulator
