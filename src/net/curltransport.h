#pragma once
// Calls to buyers over libcurl's multi interface, on a thread of its own; what BuyerAccessManager is made of.
#include "net/buyeraccessmanager.h"
#include <functional>
#include <memory>
#include <vector>

namespace bourse::net {

/// One call: what to send, and in the end what came of it. Callers derive from it to find their way back.
struct WireCall {
    domain::RenderedRequest request;
    BuyerRequestOptions options;
    bool offerCompression =
        false;        ///< adds Accept-Encoding if the request has none; answers are decoded anyway
    MonoTime started; ///< the time limit counts from here
    exchange::BuyerReply reply;
    std::uint64_t id = 0; ///< given by CurlTransport::start
    bool direct = false;  ///< of BuyerAccessManager::send: goes to its receiver, not into a QNetworkReply

    WireCall() = default;
    WireCall(WireCall &&) = delete;
    virtual ~WireCall() = default;
};

class CurlTransport {
  public:
    using Finished = std::vector<std::unique_ptr<WireCall>>;
    /// `finished` is called on the transport's thread with all calls that ended in one turn.
    explicit CurlTransport(std::function<void(Finished)> finished);
    /// Ends what is under way (NotSent or ConnectionLost, by what left the machine) and stops the thread.
    ~CurlTransport();
    /// Any thread. Returns the call's id.
    std::uint64_t start(std::unique_ptr<WireCall> call);
    /// Any thread. The call ends as if its connection had been lost; unknown ids are no error.
    void cancel(std::uint64_t id);

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace bourse::net
