#include "app/demomarket.h"
#include "domain/lead/sealing.h"
#include <QFile>

static void initDomainResources()
{
    Q_INIT_RESOURCE(domain_data);
}

namespace bourse::app {

Result<domain::MarketDocument> demoDocument(const std::map<std::string, int> &ports,
                                            const std::string &tokenSha256)
{
    initDomainResources();
    QFile file(QStringLiteral(":/market/demo.json"));
    if (!file.open(QIODevice::ReadOnly))
        return Error{"demo_missing", "", "", "The demo market is missing from this build."};
    QByteArray text = file.readAll();
    // The file is a whole market document, with an impossible key and the buyers on ports from 18501 up.
    text.replace(QByteArray(64, '0'), QByteArray::fromStdString(tokenSha256));
    int writtenPort = 18501;
    for (const simulator::SimulatedBuyerOptions &buyer : simulator::demoBuyers(false)) {
        if (auto port = ports.find(buyer.slug); port != ports.end())
            text.replace("http://127.0.0.1:" + QByteArray::number(writtenPort) + '"',
                         "http://127.0.0.1:" + QByteArray::number(port->second) + '"');
        ++writtenPort;
    }
    return domain::marketDocumentFromJson(
        std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
}

DemoMarketAdapter::DemoMarketAdapter(DemoOptions options) : m_options(std::move(options)) {}

DemoMarketAdapter::~DemoMarketAdapter()
{
    stop();
}

Result<domain::MarketDocument> DemoMarketAdapter::startBuyers(const Secret &demoKey)
{
    std::lock_guard lock(m_mutex);
    std::map<std::string, int> ports;
    for (simulator::SimulatedBuyerOptions &options : simulator::demoBuyers(m_options.faulty)) {
        options.seed += m_options.seed;
        if (!m_options.journalDir.empty())
            options.journalFile = m_options.journalDir + "/" + options.slug + ".jsonl";
        auto buyer = std::make_unique<simulator::SimulatedBuyer>(options);
        auto port = buyer->start();
        if (!port)
            return port.errors();
        ports[options.slug] = *port;
        m_buyers.push_back(std::move(buyer));
    }
    return demoDocument(ports, domain::toHex(domain::sha256(demoKey.reveal())));
}

void DemoMarketAdapter::startTraffic(const std::string &url, const Secret &demoKey)
{
    if (m_options.leadsPerSecond <= 0)
        return;
    std::lock_guard lock(m_mutex);
    simulator::TrafficOptions options;
    options.url = url;
    options.key = demoKey;
    options.leadsPerSecond = m_options.leadsPerSecond;
    // another day, other people: the same seed on every start would look like repeated leads
    options.seed = static_cast<std::uint64_t>(SystemClock().utcNow().time_since_epoch().count());
    // as in life: a few leads are wrong, a few come twice
    options.complete = true;
    options.invalidShare = 0.02;
    options.repeatShare = 0.02;
    m_traffic = std::make_unique<simulator::TrafficSimulator>(options);
    m_traffic->start();
}

void DemoMarketAdapter::setLeadsPerSecond(double rate)
{
    std::lock_guard lock(m_mutex);
    if (m_traffic)
        m_traffic->setLeadsPerSecond(rate);
}

void DemoMarketAdapter::stopTraffic()
{
    std::lock_guard lock(m_mutex);
    if (m_traffic)
        m_traffic->stop();
    m_traffic.reset();
}

void DemoMarketAdapter::stop()
{
    stopTraffic();
    std::lock_guard lock(m_mutex);
    for (auto &buyer : m_buyers)
        buyer->stop();
    m_buyers.clear();
}

} // namespace bourse::app
