#include "base/logging.h"
#include "base/uuid.h"
#include "domain/json/json.h"
#include "simulator/demo.h"
#include "simulator/dice.h"
#include "simulator/intakeclient.h"
#include "simulator/latencyhistogram.h"
#include "simulator/pacer.h"
#include <QThread>
#include <QUrl>
#include <algorithm>
#include <array>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <optional>

namespace bourse::simulator {

namespace {

constexpr std::uint64_t mistakeStream = 0x6d697374616b65;
constexpr double fastestRate = 20'000;

MonoTime monotonicNow()
{
    return std::chrono::time_point_cast<Micros>(std::chrono::steady_clock::now());
}

double milliseconds(Micros latency)
{
    return static_cast<double>(latency.count()) / 1000.0;
}

/// One thing that real forms get wrong.
void spoil(domain::Object &lead, Dice &dice)
{
    switch (dice.below(5)) {
    case 0:
        lead.remove("phone");
        break;
    case 1:
        lead.set("email", "not an address");
        break;
    case 2:
        lead.set("accident_date", "2026-02-31");
        break;
    case 3:
        lead.set("state", "ZZ");
        break;
    default:
        lead.set("postal_code", "1234");
        break;
    }
}

} // namespace

struct TrafficSimulator::Impl {
    explicit Impl(TrafficOptions given) : options(std::move(given)), rate(options.leadsPerSecond) {}

    // On the traffic's thread.
    void begin();
    void sendDue();
    void sendOne(MonoTime intended);
    void handleReply(MonoTime intended, const IntakeClient::Reply &reply);
    QByteArray requestFor(std::int64_t number) const;
    domain::Object leadOf(std::uint64_t person) const;
    bool allSent() const { return options.count > 0 && next >= options.count; }

    const TrafficOptions options;
    QThread thread;
    QByteArray head; ///< of every request, up to the idempotency key
    QByteArray runId;
    QUrl url;
    std::optional<domain::FieldSchema> schema; ///< none: personal injury, which has a generator of its own
    std::unique_ptr<IntakeClient> client;
    std::unique_ptr<Pacer> pacer;
    std::int64_t next = 0;      ///< number of the next lead
    MonoTime paceStart{};       ///< when the present rate began
    std::int64_t paceFirst = 0; ///< number of the lead that was due then

    mutable std::mutex mutex; ///< guards what follows
    std::condition_variable changed;
    double rate;
    TrafficTotals counts;
    LatencyHistogram latencies;
    bool running = false;
    bool finished = false; ///< all leads are back, or it was stopped
};

TrafficSimulator::TrafficSimulator(TrafficOptions options)
    : m_impl(std::make_unique<Impl>(std::move(options)))
{
}

TrafficSimulator::~TrafficSimulator()
{
    stop();
}

void TrafficSimulator::start()
{
    {
        std::lock_guard lock(m_impl->mutex);
        if (m_impl->running || m_impl->finished)
            return;
        m_impl->running = true;
    }
    m_impl->thread.setObjectName(QStringLiteral("traffic"));
    auto *starter = new QObject;
    starter->moveToThread(&m_impl->thread);
    QObject::connect(&m_impl->thread, &QThread::started, starter, [impl = m_impl.get(), starter] {
        impl->begin();
        starter->deleteLater();
    });
    // Sockets and timers go on the thread they lived on.
    QObject::connect(
        &m_impl->thread, &QThread::finished, &m_impl->thread,
        [impl = m_impl.get()] {
            std::lock_guard lock(impl->mutex);
            impl->pacer.reset();
            impl->client.reset();
        },
        Qt::DirectConnection);
    m_impl->thread.start();
}

void TrafficSimulator::stop()
{
    {
        std::lock_guard lock(m_impl->mutex);
        m_impl->running = false;
    }
    if (m_impl->thread.isRunning()) {
        m_impl->thread.quit();
        m_impl->thread.wait();
    }
    std::lock_guard lock(m_impl->mutex);
    if (!m_impl->finished) {
        // What was on its way has no answer now.
        m_impl->counts.failed = m_impl->counts.sent - m_impl->counts.answered;
        m_impl->finished = true;
    }
    m_impl->changed.notify_all();
}

void TrafficSimulator::setLeadsPerSecond(double rate)
{
    std::lock_guard lock(m_impl->mutex); // keeps the pacer until the call is queued
    m_impl->rate = rate;
    if (!m_impl->running || !m_impl->pacer)
        return;
    QMetaObject::invokeMethod(
        m_impl->pacer.get(),
        [impl = m_impl.get()] {
            impl->paceStart = monotonicNow();
            impl->paceFirst = impl->next;
            impl->sendDue();
        },
        Qt::QueuedConnection);
}

void TrafficSimulator::wait()
{
    std::unique_lock lock(m_impl->mutex);
    m_impl->changed.wait(lock, [this] { return m_impl->finished; });
}

bool TrafficSimulator::wait(Micros limit)
{
    std::unique_lock lock(m_impl->mutex);
    return m_impl->changed.wait_for(lock, limit, [this] { return m_impl->finished; });
}

TrafficTotals TrafficSimulator::totals() const
{
    std::lock_guard lock(m_impl->mutex);
    TrafficTotals totals = m_impl->counts;
    totals.p50Ms = milliseconds(m_impl->latencies.percentile(0.50));
    totals.p99Ms = milliseconds(m_impl->latencies.percentile(0.99));
    totals.maxMs = milliseconds(m_impl->latencies.max());
    return totals;
}

void TrafficSimulator::Impl::begin()
{
    url = QUrl(QString::fromStdString(options.url));
    const quint16 port = static_cast<quint16>(url.port(80));
    QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
    if (host.contains(':'))
        host = '[' + host + ']';
    QByteArray path = url.path(QUrl::FullyEncoded).toLatin1();
    while (path.endsWith('/'))
        path.chop(1);
    head = "POST " + path + "/v1/leads HTTP/1.1\r\nHost: " + host + ':' + QByteArray::number(port) +
           "\r\nAuthorization: Bearer " +
           QByteArray(options.key.reveal().data(), static_cast<qsizetype>(options.key.reveal().size())) +
           "\r\nContent-Type: application/json\r\nAccept: application/json\r\nIdempotency-Key: ";
    if (options.complete || options.vertical != "personal_injury") {
        if (auto known = simulatedVertical(options.vertical))
            schema = std::move(*known);
        else
            qCWarning(logSimulator, "no schema for vertical %s; sending personal injury leads",
                      options.vertical.c_str());
    }
    // Another run of the same seed sends other requests, not repetitions of these.
    runId = QByteArray::fromStdString(Uuid::v7().toString());
    client = std::make_unique<IntakeClient>(url.host(), port);
    {
        std::lock_guard lock(mutex);
        pacer = std::make_unique<Pacer>([this] { sendDue(); });
    }
    paceStart = monotonicNow();
    sendDue();
}

void TrafficSimulator::Impl::sendDue()
{
    double leadsPerSecond = 0;
    {
        std::lock_guard lock(mutex);
        leadsPerSecond = std::min(rate, fastestRate);
    }
    if (!(leadsPerSecond > 0)) { // paused until the rate changes
        pacer->clear();
        return;
    }
    const auto dueAt = [&](std::int64_t number) {
        return paceStart +
               Micros(std::llround(static_cast<double>(number - paceFirst) * 1e6 / leadsPerSecond));
    };
    const MonoTime now = monotonicNow();
    // A burst after a stall is cut into pieces, so that answers are read in between.
    for (int burst = 0; burst < 256 && !allSent() && dueAt(next) <= now; ++burst)
        sendOne(dueAt(next));
    if (allSent())
        return;
    pacer->setAt(dueAt(next));
}

void TrafficSimulator::Impl::sendOne(MonoTime intended)
{
    const std::int64_t number = next++;
    {
        std::lock_guard lock(mutex);
        ++counts.sent;
    }
    client->send(requestFor(number),
                 [this, intended](const IntakeClient::Reply &reply) { handleReply(intended, reply); });
}

QByteArray TrafficSimulator::Impl::requestFor(std::int64_t number) const
{
    Dice dice(options.seed, mistakeStream, static_cast<std::uint64_t>(number));
    const bool repeats = dice.chance(options.repeatShare) && number > 0;
    const auto back = static_cast<std::int64_t>(
        1 +
        dice.below(static_cast<std::size_t>(std::min<std::int64_t>(std::max<std::int64_t>(number, 1), 50))));
    const auto person = static_cast<std::uint64_t>(repeats ? number - back : number);
    domain::Object lead = leadOf(person);
    if (!repeats && dice.chance(options.invalidShare))
        spoil(lead, dice);
    const std::string body = domain::writeJson(domain::Value(std::move(lead)));
    QByteArray request = head;
    request += runId + '-' + QByteArray::number(static_cast<qlonglong>(number)) +
               "\r\nContent-Length: " + QByteArray::number(static_cast<qlonglong>(body.size())) + "\r\n\r\n";
    request.append(body.data(), static_cast<qsizetype>(body.size()));
    return request;
}

domain::Object TrafficSimulator::Impl::leadOf(std::uint64_t person) const
{
    const UtcTime now = SystemClock().utcNow();
    return schema ? simulatedLead(*schema, options.seed, person, now)
                  : simulatedLead(options.seed, person, now);
}

void TrafficSimulator::Impl::handleReply(MonoTime intended, const IntakeClient::Reply &reply)
{
    const Micros latency = monotonicNow() - intended;
    std::string status;
    if (reply.status >= 200 && reply.status < 300) {
        const auto parsed =
            domain::parseJson({reply.body.constData(), static_cast<std::size_t>(reply.body.size())});
        const domain::Value *word = parsed ? parsed->find("status") : nullptr;
        status = word ? word->toText() : std::string("other");
    }
    std::lock_guard lock(mutex);
    if (status.empty()) {
        ++counts.failed;
    } else {
        ++counts.answered;
        ++(status == "accepted" ? counts.accepted : status == "unsold" ? counts.unsold : counts.other);
        latencies.add(latency);
    }
    if (options.count > 0 && counts.answered + counts.failed >= options.count) {
        finished = true;
        changed.notify_all();
    }
}

domain::Object toObject(const TrafficTotals &totals)
{
    const auto decimal = [](double value) {
        return domain::Number{QByteArray::number(value, 'f', 2).toStdString()};
    };
    domain::Object object;
    object.append("sent", totals.sent);
    object.append("answered", totals.answered);
    object.append("accepted", totals.accepted);
    object.append("unsold", totals.unsold);
    object.append("other", totals.other);
    object.append("failed", totals.failed);
    object.append("p50_ms", decimal(totals.p50Ms));
    object.append("p99_ms", decimal(totals.p99Ms));
    object.append("max_ms", decimal(totals.maxMs));
    return object;
}

} // namespace bourse::simulator
