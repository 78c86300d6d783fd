#pragma once
// The demo: simulated buyers and traffic from `simulator`, behind the port that the market knows.
#include "market/market.h"
#include "simulator/demo.h"
#include <memory>
#include <mutex>
#include <vector>

namespace bourse::app {

struct DemoOptions {
    bool faulty = false;       ///< one buyer hangs, one resets connections
    double leadsPerSecond = 3; ///< 0 = no traffic
    std::string journalDir;    ///< the buyers' own journals; empty = memory only
    std::uint64_t seed = 1;
};

class DemoMarketAdapter final : public market::DemoMarket {
  public:
    explicit DemoMarketAdapter(DemoOptions options);
    ~DemoMarketAdapter() override;
    Result<domain::MarketDocument> startBuyers(const Secret &demoKey) override;
    void startTraffic(const std::string &url, const Secret &demoKey) override;
    void setLeadsPerSecond(double rate) override;
    void stopTraffic();
    void stop() override;

  private:
    DemoOptions m_options;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<simulator::SimulatedBuyer>> m_buyers;
    std::unique_ptr<simulator::TrafficSimulator> m_traffic;
};

/// The demo market document of resources/market/demo.json with the simulated buyers' ports and the key's hash
/// in it. `ports`: buyer slug → port.
Result<domain::MarketDocument> demoDocument(const std::map<std::string, int> &ports,
                                            const std::string &tokenSha256);

} // namespace bourse::app
