#include "domain/json/json.h"
#include "net/httpserver.h"
#include "simulator/buyerjournal.h"
#include "simulator/delayline.h"
#include "simulator/demo.h"
#include "simulator/dialect.h"
#include "simulator/dice.h"
#include <QByteArrayView>
#include <QCryptographicHash>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <deque>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

namespace bourse::simulator {

namespace {

// What a buyer remembers, so that a market left running for weeks does not fill the memory.
constexpr std::size_t rememberedPings = 200'000;
constexpr std::size_t rememberedPeople = 500'000;
constexpr int mostConnections = 4096;
constexpr std::int64_t microsPerCent = 10'000;
constexpr double longestDelayMs = 60'000;

enum Stream : std::uint64_t { PingStream = 1, PostStream = 2, OtherStream = 3 };

std::string sha256(std::string_view text)
{
    return QCryptographicHash::hash(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())),
                                    QCryptographicHash::Sha256)
        .toHex()
        .toStdString();
}

std::string decimalOf(std::int64_t cents)
{
    const std::string fraction = std::to_string(cents % 100);
    return std::to_string(cents / 100) + '.' + std::string(2 - fraction.size(), '0') + fraction;
}

} // namespace

struct SimulatedBuyer::Impl {
    enum class Fault { None, Hang, Reset, Error, Http500 };

    struct OpenBid {
        std::string postalCode;
        std::int64_t cents = 0;
        bool taken = false;
    };

    /// What is to be said, and what the books say of it.
    struct Verdict {
        std::string outcome;
        std::string detail;
        std::int64_t cents = 0; ///< 0 = no price
        net::HttpResponse answer;
    };

    explicit Impl(SimulatedBuyerOptions given)
        : options(std::move(given)), dialect(Dialect::of(options.spec, options.key)), journal(options.slug)
    {
    }

    void handle(net::HttpRequest request, net::HttpResponder responder);
    void serveBooks(const net::HttpRequest &request, const net::HttpResponder &responder) const;
    Fault drawFault(Dice &dice) const;
    Verdict judgePing(const HeardRequest &heard, const std::string &pingId, Dice &dice);
    Verdict judgePost(const HeardRequest &heard, const std::string &postId, Dice &dice, Fault &fault);
    void remember(const std::string &pingId, OpenBid bid);
    bool isNewPerson(const std::string &person);
    void deliver(const net::HttpResponder &responder, Fault fault, net::HttpResponse answer, Micros delay);

    const SimulatedBuyerOptions options;
    const std::unique_ptr<Dialect> dialect;
    BuyerJournal journal;
    std::unique_ptr<net::HttpServer> server;
    std::shared_ptr<DelayLine> line;
    DelayLine::Owner owner = 0;
    std::atomic<int> port = 0;

    // Only the server's thread touches what follows.
    std::uint64_t idBase = 0;
    std::uint64_t pingNumber = 0;
    std::uint64_t postNumber = 0;
    std::uint64_t otherNumber = 0;
    std::int64_t sold = 0;
    std::unordered_map<std::string, OpenBid> bids;
    std::deque<std::string> bidsByAge;
    std::unordered_set<std::string> people;
    std::deque<std::string> peopleByAge;
    std::deque<net::HttpResponder> hung;
};

SimulatedBuyer::SimulatedBuyer(SimulatedBuyerOptions options)
    : m_impl(std::make_unique<Impl>(std::move(options)))
{
}

SimulatedBuyer::~SimulatedBuyer()
{
    stop();
}

Result<int> SimulatedBuyer::start()
{
    if (m_impl->server)
        return Error{"already_running", "", "", "The simulated buyer runs already."};
    if (!m_impl->options.journalFile.empty()) {
        if (const auto opened = m_impl->journal.openFile(m_impl->options.journalFile); !opened)
            return opened.errors();
    }
    // Milliseconds since 2020: grows faster than any run hands out ids, so that a later run never repeats
    // one.
    constexpr auto epoch = std::chrono::sys_days(std::chrono::year(2020) / 1 / 1);
    const auto now = std::chrono::system_clock::now();
    m_impl->idBase = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(now - epoch).count());
    m_impl->line = DelayLine::shared();
    m_impl->owner = m_impl->line->newOwner();

    net::HttpServerOptions serverOptions;
    serverOptions.port = m_impl->options.port;
    serverOptions.limits.connections = mostConnections;
    serverOptions.limits.connectionsPerPeer = mostConnections;
    serverOptions.limits.answerTime =
        std::chrono::hours(24); // a buyer that hangs is its temper, not a fault here
    auto server = std::make_unique<net::HttpServer>();
    const auto port =
        server->start(std::move(serverOptions), [impl = m_impl.get()](auto request, auto responder) {
            impl->handle(std::move(request), std::move(responder));
        });
    if (!port) {
        m_impl->line->leave(m_impl->owner);
        m_impl->line.reset();
        return port;
    }
    m_impl->server = std::move(server);
    m_impl->port = *port;
    return *port;
}

void SimulatedBuyer::stop()
{
    if (!m_impl->server)
        return;
    m_impl->server.reset();
    m_impl->line->leave(m_impl->owner);
    m_impl->line.reset();
    m_impl->hung.clear();
}

BuyerTotals SimulatedBuyer::totals() const
{
    return m_impl->journal.totals();
}

std::vector<JournalLine> SimulatedBuyer::journal() const
{
    return m_impl->journal.lines();
}

const SimulatedBuyerOptions &SimulatedBuyer::options() const
{
    return m_impl->options;
}

int SimulatedBuyer::port() const
{
    return m_impl->port;
}

std::string SimulatedBuyer::pingUrl() const
{
    return "http://127.0.0.1:" + std::to_string(port()) + m_impl->dialect->pingPath();
}

std::string SimulatedBuyer::postUrl() const
{
    return "http://127.0.0.1:" + std::to_string(port()) + m_impl->dialect->postPath();
}

void SimulatedBuyer::Impl::handle(net::HttpRequest request, net::HttpResponder responder)
{
    if (request.path.starts_with("/__")) {
        serveBooks(request, responder);
        return;
    }
    const HeardRequest heard = dialect->hear(request);
    const bool ping = heard.kind == HeardRequest::Kind::Ping;
    const bool post = heard.kind == HeardRequest::Kind::Post;

    JournalLine entry;
    entry.time = std::chrono::time_point_cast<Micros>(std::chrono::system_clock::now());
    entry.kind = ping ? "ping" : post ? "post" : "other";
    entry.bodySha256 = sha256(request.body.empty() ? request.query : request.body);

    const bool wellFormed = heard.problem.empty();
    std::uint64_t &counter = !wellFormed ? otherNumber : ping ? pingNumber : postNumber;
    Dice dice(options.seed, !wellFormed ? OtherStream : ping ? PingStream : PostStream, ++counter);
    const double delayMs = std::min(
        dice.logNormal(options.temper.medianLatencyMs, options.temper.latencySpread), longestDelayMs);
    const auto delay = Micros(std::llround(std::max(delayMs, 0.0) * 1000));
    Fault fault = wellFormed ? drawFault(dice) : Fault::None;

    Verdict verdict;
    if (!wellFormed) {
        entry.pingId = heard.pingId;
        verdict = {"bad_request", heard.problem, 0,
                   dialect->error(heard.problem, heard.problemStatus, heard.leadFailed)};
    } else if (ping) {
        entry.pingId = dialect->pingId(idBase, pingNumber);
        if (fault == Fault::None)
            verdict = judgePing(heard, entry.pingId, dice);
    } else {
        entry.pingId = heard.pingId;
        entry.postId = dialect->postId(heard.pingId);
        verdict = judgePost(heard, entry.postId, dice, fault);
    }

    switch (fault) {
    case Fault::None:
        break;
    case Fault::Hang:
        verdict = {"hang", "Took the request and never answers", 0, {}};
        break;
    case Fault::Reset:
        verdict = {"reset", "Took the request and reset the connection", 0, {}};
        break;
    case Fault::Error:
        verdict = {"error", "System error", 0, dialect->error("System error", 200, false)};
        break;
    case Fault::Http500:
        verdict = {"error",
                   "Internal server error",
                   0,
                   {500, {{"Content-Type", "text/plain"}}, "Internal Server Error"}};
        break;
    }
    entry.outcome = std::move(verdict.outcome);
    entry.detail = std::move(verdict.detail);
    entry.delayUs = fault == Fault::Hang ? 0 : delay.count();
    if (verdict.cents > 0)
        entry.price = decimalOf(verdict.cents);
    journal.add(std::move(entry), verdict.cents * microsPerCent);
    deliver(responder, fault, std::move(verdict.answer), delay);
}

void SimulatedBuyer::Impl::serveBooks(const net::HttpRequest &request,
                                      const net::HttpResponder &responder) const
{
    if (request.method != "GET") {
        responder.send({405, {{"Allow", "GET"}}, {}});
    } else if (request.path == "/__journal") {
        responder.send({200, {{"Content-Type", "application/x-ndjson"}}, journal.toJsonLines()});
    } else if (request.path == "/__totals") {
        domain::Object body{{"buyer", options.slug}};
        for (auto &[key, value] : toObject(journal.totals()))
            body.append(key, value);
        responder.send(
            {200, {{"Content-Type", "application/json"}}, domain::writeJson(domain::Value(std::move(body)))});
    } else {
        responder.send({404, {}, {}});
    }
}

SimulatedBuyer::Impl::Fault SimulatedBuyer::Impl::drawFault(Dice &dice) const
{
    const double share = dice.share();
    const bool inWords = dice.chance(0.5);
    const Temper &temper = options.temper;
    if (share < temper.hangShare)
        return Fault::Hang;
    if (share < temper.hangShare + temper.resetShare)
        return Fault::Reset;
    if (share < temper.hangShare + temper.resetShare + temper.errorShare)
        return inWords ? Fault::Error : Fault::Http500;
    return Fault::None;
}

SimulatedBuyer::Impl::Verdict SimulatedBuyer::Impl::judgePing(const HeardRequest &heard,
                                                              const std::string &pingId, Dice &dice)
{
    const Temper &temper = options.temper;
    const bool wants = dice.chance(temper.bidShare);
    const double price = dice.logNormal(temper.medianBid, temper.bidSpread);
    if (temper.cap > 0 && sold >= temper.cap)
        return {"capped", "Cap reached", 0, dialect->noBid(pingId, "Cap reached")};
    if (!wants)
        return {"no_bid", "No buyer for this lead", 0, dialect->noBid(pingId, "No buyer for this lead")};
    const std::int64_t cents = std::max<std::int64_t>(std::llround(price * 100), 1);
    remember(pingId, {heard.postalCode, cents, false});
    return {"bid", {}, cents, dialect->bid(pingId, heard.wantsPrice ? decimalOf(cents) : std::string())};
}

SimulatedBuyer::Impl::Verdict SimulatedBuyer::Impl::judgePost(const HeardRequest &heard,
                                                              const std::string &postId, Dice &dice,
                                                              Fault &fault)
{
    const Temper &temper = options.temper;
    const bool rejects = dice.chance(temper.postRejectShare);
    const bool knows = dice.chance(temper.duplicateShare);

    const auto badRequest = [&](const std::string &why) {
        fault = Fault::None;
        return Verdict{"bad_request", why, 0, dialect->error(why, 200, false)};
    };
    const auto bid = bids.find(heard.pingId);
    if (bid == bids.end())
        return badRequest("The ping is not known, or was not matched");
    if (!heard.bidId.empty() && heard.bidId != dialect->bidId(heard.pingId))
        return badRequest("The bid is not one of the ping's");
    if (heard.postalCode != bid->second.postalCode)
        return badRequest("The zip is not the ping's");

    // From here on the ping is used up, whatever becomes of the post: a second one is the mistake that must
    // never happen, even after an answer that got lost.
    const bool newPerson = isNewPerson(heard.person);
    if (bid->second.taken || !newPerson) {
        fault = Fault::None;
        const char *why = bid->second.taken ? "The ping was posted before" : "The person was posted before";
        bid->second.taken = true;
        return {"repeated", why, 0, dialect->duplicate(postId)};
    }
    bid->second.taken = true;
    if (fault != Fault::None)
        return {};
    if (temper.cap > 0 && sold >= temper.cap)
        return {"capped", "Cap reached", 0, dialect->rejected(postId, "Cap reached")};
    if (knows)
        return {"duplicate", "Duplicate lead", 0, dialect->duplicate(postId)};
    if (rejects)
        return {"rejected", "Lead refused", 0, dialect->rejected(postId, "Lead refused")};
    ++sold;
    return {"accepted", {}, bid->second.cents, dialect->accepted(postId, decimalOf(bid->second.cents))};
}

void SimulatedBuyer::Impl::remember(const std::string &pingId, OpenBid bid)
{
    bids.emplace(pingId, std::move(bid));
    bidsByAge.push_back(pingId);
    if (bidsByAge.size() > rememberedPings) {
        bids.erase(bidsByAge.front());
        bidsByAge.pop_front();
    }
}

bool SimulatedBuyer::Impl::isNewPerson(const std::string &person)
{
    std::string hash = sha256(person).substr(0, 32);
    if (!people.insert(hash).second)
        return false;
    peopleByAge.push_back(std::move(hash));
    if (peopleByAge.size() > rememberedPeople) {
        people.erase(peopleByAge.front());
        peopleByAge.pop_front();
    }
    return true;
}

void SimulatedBuyer::Impl::deliver(const net::HttpResponder &responder, Fault fault, net::HttpResponse answer,
                                   Micros delay)
{
    if (fault == Fault::Hang) {
        hung.push_back(responder);
        // Each holds a connection open, so of more than there can be, the oldest caller has long gone.
        if (hung.size() > mostConnections)
            hung.pop_front();
        return;
    }
    const auto now = std::chrono::time_point_cast<Micros>(std::chrono::steady_clock::now());
    if (fault == Fault::Reset)
        line->at(now + delay, owner, [responder] { responder.abort(); });
    else
        line->at(now + delay, owner, [responder, answer = std::move(answer)] { responder.send(answer); });
}

} // namespace bourse::simulator
