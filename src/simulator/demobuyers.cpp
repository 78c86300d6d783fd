#include "simulator/demo.h"
#include <algorithm>
#include <array>

namespace bourse::simulator {

namespace {

struct Character {
    const char *slug;
    const char *label;
    Spec spec;
    Temper temper;
};

Temper temper(double medianLatencyMs, double latencySpread, double bidShare, double medianBid,
              double bidSpread)
{
    Temper t;
    t.medianLatencyMs = medianLatencyMs;
    t.latencySpread = latencySpread;
    t.bidShare = bidShare;
    t.medianBid = medianBid;
    t.bidSpread = bidSpread;
    return t;
}

Temper flaky(Temper t)
{
    t.errorShare = 0.08;
    t.hangShare = 0.01;
    t.resetShare = 0.01;
    return t;
}

Temper choosy(Temper t, double postRejectShare, double duplicateShare)
{
    t.postRejectShare = postRejectShare;
    t.duplicateShare = duplicateShare;
    return t;
}

Temper cappedAt(Temper t, std::int64_t cap)
{
    t.cap = cap;
    return t;
}

/// One of each kind that an operator meets: steady, fast, slow, choosy, generous, flaky, and one that fills
/// up.
std::array<Character, 8> characters()
{
    return {{
        {"acme-insurance", "Acme Insurance", Spec::BoberdooXml, temper(70, 0.35, 0.85, 29, 0.25)},
        {"beta-mutual", "Beta Mutual", Spec::LeadProsperJson, temper(95, 0.40, 0.80, 28, 0.30)},
        {"cardinal-auto", "Cardinal Auto", Spec::LeadVantageText, temper(35, 0.30, 0.90, 21, 0.20)},
        {"delta-direct", "Delta Direct", Spec::BoberdooXml,
         cappedAt(temper(140, 0.45, 0.75, 20, 0.10), 3000)},
        {"evergreen-solar", "Evergreen Solar", Spec::LeadProsperJson,
         choosy(temper(110, 0.40, 0.25, 42, 0.35), 0.12, 0.02)},
        {"falcon-lending", "Falcon Lending", Spec::LeadVantageText, temper(45, 0.35, 0.95, 13, 0.30)},
        {"granite-home", "Granite Home", Spec::BoberdooXml, temper(240, 0.50, 0.65, 26, 0.30)},
        {"harbor-life", "Harbor Life", Spec::LeadProsperJson, flaky(temper(160, 0.70, 0.70, 24, 0.40))},
    }};
}

} // namespace

std::string demoBuyerKey(std::string_view slug)
{
    return "sim-" + std::string(slug);
}

std::vector<SimulatedBuyerOptions> demoBuyers(bool faulty)
{
    return demoBuyers(faulty, static_cast<int>(characters().size()));
}

std::vector<SimulatedBuyerOptions> demoBuyers(bool faulty, int count)
{
    const auto all = characters();
    const int most = std::clamp(count, 1, 64);
    std::vector<SimulatedBuyerOptions> buyers;
    for (int i = 0; i < most; ++i) {
        const Character &character = all[static_cast<std::size_t>(i) % all.size()];
        const int round = i / static_cast<int>(all.size()) + 1;
        SimulatedBuyerOptions options;
        options.slug = character.slug;
        options.label = character.label;
        if (round > 1) {
            options.slug += '-' + std::to_string(round);
            options.label += ' ' + std::to_string(round);
        }
        options.spec = character.spec;
        options.temper = character.temper;
        options.seed = static_cast<std::uint64_t>(i) + 1;
        options.key = demoBuyerKey(options.slug);
        buyers.push_back(std::move(options));
    }
    if (faulty) {
        buyers.back().temper.resetShare = 1;
        buyers.back().temper.hangShare = 0;
        if (buyers.size() > 1)
            buyers[buyers.size() - 2].temper.hangShare = 1;
    }
    return buyers;
}

} // namespace bourse::simulator
