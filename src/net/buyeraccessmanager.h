#pragma once
// The transport to buyers: a QNetworkAccessManager whose createRequest() answers with replies of our own,
// driven by libcurl's multi interface on its own thread (architecture: stock QNetworkAccessManager silently
// re-sends a POST).
#include "base/result.h"
#include "exchange/ports.h"
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace bourse::net {

/// Which addresses a call may connect to. Judged on the resolved address, at connect time. Public unicast
/// addresses are allowed; everything else (loopback, private, link-local, shared, multicast, documentation,
/// mapped forms …) only where a CIDR range of `allow` covers it.
class EgressGuard {
  public:
    /// Code "not_a_cidr" with the index as field.
    static Result<EgressGuard> fromCidrs(const std::vector<std::string> &allow);
    EgressGuard() = default;
    /// `address`: 4 or 16 bytes in network order.
    bool allows(const unsigned char *address, std::size_t size) const;
    /// Numeric text, for tests and doctor.
    bool allows(const std::string &numericAddress) const;

  private:
    struct Range {
        std::array<unsigned char, 16> prefix{};
        int bits = 0;
    };
    std::vector<Range> m_allow;
};

/// Request attributes that BuyerAccessManager understands beside the standard ones.
struct BuyerRequestOptions {
    Micros timeLimit = std::chrono::seconds(2); ///< total, not inactivity
    std::size_t maxAnswerBytes = 1u << 20;
    bool atMostOnce = false; ///< a sale: never re-sent by the transport, in any fault
    std::shared_ptr<const EgressGuard> guard;
    std::string caFile; ///< extra trusted certificates (PEM), for tests and private buyers
    std::string proxy;  ///< "http://host:port", empty = none (the environment's proxies are not used)
    std::shared_ptr<const exchange::WireTls> tls; ///< client certificate, pinned keys; null = neither
};

class BuyerReplyImpl;
struct WireCall;

class BuyerAccessManager : public QNetworkAccessManager {
    Q_OBJECT
  public:
    explicit BuyerAccessManager(QObject *parent = nullptr);
    ~BuyerAccessManager() override;
    /// Attribute under which BuyerRequestOptions (as QVariant) travel with a QNetworkRequest.
    static constexpr auto OptionsAttribute = QNetworkRequest::User;
    /// Attribute of a finished reply with its exchange::BuyerReply (as QVariant).
    static constexpr auto ReplyAttribute = static_cast<QNetworkRequest::Attribute>(QNetworkRequest::User + 1);

    /// The engine's door to what createRequest() does: the same transport, without a QNetworkRequest to fill
    /// and a QNetworkReply to read, which cost 18 µs a call (tests/bench/bench_transport).
    using Batch = std::vector<std::unique_ptr<WireCall>>;
    /// Where calls of send() come back, on the transport's thread, with all that ended in one turn. Set
    /// before send().
    void setReceiver(std::function<void(Batch)> receiver);
    /// Returns the call's id.
    std::uint64_t send(std::unique_ptr<WireCall> call);
    /// Ends one call of send(), as NotSent or ConnectionLost by what had left; unknown ids are no error.
    void cancel(std::uint64_t id);
    /// Ends every call under way, as NotSent or ConnectionLost by what had left; new calls are taken as
    /// before.
    void giveUp();

  protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request,
                                 QIODevice *body) override;

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// What holds for all calls of a gateway.
struct BuyerGatewayOptions {
    std::string caFile; ///< extra trusted certificates (PEM), beside the system's
    std::string proxy;  ///< "http://host:port", empty = none
};

/// The exchange's port over a BuyerAccessManager of its own. Use on the executor's thread; calls
/// that ended together come back to it as one posting.
class QtBuyerGateway final : public exchange::BuyerGateway {
  public:
    explicit QtBuyerGateway(Executor &executor);
    QtBuyerGateway(Executor &executor, BuyerGatewayOptions options);
    ~QtBuyerGateway() override;
    Future<exchange::BuyerReply> call(exchange::BuyerCall call) override;
    struct Started {
        Future<exchange::BuyerReply> reply;
        std::uint64_t id;
    };
    /// The same, with an id to cancel it by.
    Started start(exchange::BuyerCall call);
    /// Ends a call under way, as NotSent or ConnectionLost by what had left; unknown ids are no error.
    void cancel(std::uint64_t id);
    /// Ends every call under way, as NotSent or ConnectionLost by what had left.
    void giveUp();

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace bourse::net

Q_DECLARE_METATYPE(bourse::net::BuyerRequestOptions)
Q_DECLARE_METATYPE(bourse::exchange::BuyerReply)
