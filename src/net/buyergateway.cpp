#include "base/logging.h"
#include "domain/market/marketdocument.h"
#include "net/buyeraccessmanager.h"
#include "net/curltransport.h"
#include <algorithm>

namespace bourse::net {

namespace {

struct GatewayCall final : WireCall {
    Promise<exchange::BuyerReply> promise;
    explicit GatewayCall(Executor &executor) : promise(executor) {}
};

} // namespace

struct QtBuyerGateway::Impl {
    struct KnownGuard {
        std::weak_ptr<const domain::MarketSnapshot> snapshot;
        const domain::MarketSnapshot *address = nullptr;
        std::shared_ptr<const EgressGuard> guard;
    };
    Executor &executor;
    BuyerGatewayOptions options;
    std::vector<KnownGuard>
        guards; ///< of the snapshots in use: the published one and those that leads still hold
    BuyerAccessManager manager;

    Impl(Executor &where, BuyerGatewayOptions what) : executor(where), options(std::move(what)) {}

    void receive(BuyerAccessManager::Batch batch)
    {
        auto shared = std::make_shared<BuyerAccessManager::Batch>(std::move(batch));
        executor.post([shared] {
            for (const auto &call : *shared) {
                auto *mine = static_cast<GatewayCall *>(call.get());
                mine->promise.complete(std::move(mine->reply));
            }
        });
    }

    std::shared_ptr<const EgressGuard> guardOf(const std::shared_ptr<const domain::MarketSnapshot> &snapshot)
    {
        if (!snapshot)
            return nullptr; // public addresses only
        for (const KnownGuard &known : guards) {
            if (known.address == snapshot.get() && !known.snapshot.expired())
                return known.guard;
        }
        std::erase_if(guards, [](const KnownGuard &known) { return known.snapshot.expired(); });
        auto made = EgressGuard::fromCidrs(snapshot->document().egress.allow);
        if (!made)
            qCWarning(logNet, "an egress range is not readable; only public addresses are reachable");
        auto guard = std::make_shared<const EgressGuard>(made ? std::move(made).value() : EgressGuard());
        guards.push_back({snapshot, snapshot.get(), guard});
        return guard;
    }
};

QtBuyerGateway::QtBuyerGateway(Executor &executor) : QtBuyerGateway(executor, BuyerGatewayOptions()) {}

QtBuyerGateway::QtBuyerGateway(Executor &executor, BuyerGatewayOptions options)
    : m_impl(std::make_unique<Impl>(executor, std::move(options)))
{
    m_impl->manager.setReceiver(
        [impl = m_impl.get()](BuyerAccessManager::Batch batch) { impl->receive(std::move(batch)); });
}

QtBuyerGateway::~QtBuyerGateway() = default;

void QtBuyerGateway::giveUp()
{
    m_impl->manager.giveUp();
}

Future<exchange::BuyerReply> QtBuyerGateway::call(exchange::BuyerCall call)
{
    return start(std::move(call)).reply;
}

void QtBuyerGateway::cancel(std::uint64_t id)
{
    m_impl->manager.cancel(id);
}

QtBuyerGateway::Started QtBuyerGateway::start(exchange::BuyerCall call)
{
    auto wire = std::make_unique<GatewayCall>(m_impl->executor);
    wire->started = std::chrono::time_point_cast<Micros>(std::chrono::steady_clock::now());
    wire->request = std::move(call.request);
    wire->options.timeLimit = call.timeLimit;
    wire->options.maxAnswerBytes = call.maxAnswerBytes;
    wire->options.atMostOnce = call.kind == exchange::CallKind::Post;
    wire->options.guard = m_impl->guardOf(call.snapshot);
    wire->options.caFile = m_impl->options.caFile;
    wire->options.proxy = m_impl->options.proxy;
    wire->options.tls = std::move(call.tls);
    auto future = wire->promise.future();
    const std::uint64_t id = m_impl->manager.send(std::move(wire));
    return {std::move(future), id};
}

} // namespace bourse::net
