// How many leads a second the writer commits, and what each costs: receipt, ten pings, a reserved post and
// its sale, four commits on the lead's way, each shared with whoever else is on theirs. Arguments: [leads per
// depth] [depth…].
#include "storage/marketfixture.h"
#include <QCoreApplication>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <future>
#include <sstream>
#include <thread>
#include <unistd.h>

using namespace bourse;
using namespace bourse::storage;
using namespace bourse::test;

namespace {

constexpr int pingsPerLead = 10;

/// One thread that runs what is posted, as the engine does.
class EngineThread final : public Executor {
  public:
    EngineThread() : m_thread([this] { run(); }) {}
    ~EngineThread() override
    {
        post(nullptr);
        m_thread.join();
    }
    void post(std::function<void()> work) override
    {
        {
            std::lock_guard lock(m_mutex);
            m_work.push_back(std::move(work));
        }
        m_wake.notify_one();
    }
    TimerId after(Micros, std::function<void()>) override { return 0; }
    void cancel(TimerId) override {}

  private:
    void run()
    {
        for (;;) {
            std::deque<std::function<void()>> taken;
            {
                std::unique_lock lock(m_mutex);
                m_wake.wait(lock, [this] { return !m_work.empty(); });
                taken.swap(m_work);
            }
            for (auto &work : taken) {
                if (!work)
                    return;
                work();
            }
        }
    }
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_work;
    std::thread m_thread;
};

struct Round {
    Market &market;
    Writer &writer;
    int left;    ///< leads still to start
    int running; ///< callers on their way
    int failed = 0;
    std::promise<void> done;
};

Detached caller(Round *round)
{
    const Market &market = round->market;
    while (round->left-- > 0) {
        auto lead = market.lead();
        const Uuid id = lead.leadId;
        lead.idempotency = exchange::IdempotencyClaim{"k1", "POST /v1/leads", id.toString(),
                                                      "0123456789abcdef0123456789abcdef"};
        lead.repeatHash = id.toString();
        lead.repeatWindowSeconds = 60;
        auto received = co_await round->writer.receive(std::move(lead));
        auto pings = market.entry(id, domain::LeadState::Routing);
        pings.pinged = pings.bids = pingsPerLead;
        for (int i = 0; i < pingsPerLead; ++i) {
            auto ping = market.attempt(exchange::AttemptKind::Ping, domain::AttemptOutcome::Bid,
                                       "buyer" + std::to_string(i));
            ping.price = Money(1'000'000 * (i + 1), Currency::usd());
            ping.requestText.resize(800, 'x');
            ping.responseText.resize(300, 'y');
            pings.pings.push_back(std::move(ping));
        }
        auto pinged = co_await round->writer.record(std::move(pings));
        auto post = market.post(id, 10'000'000, "buyer9");
        post.attempt.requestText.resize(1200, 'x');
        post.caps = {{"channel:buyer9:day:leads", {}, 1, 1'000'000'000}};
        auto reserved = co_await round->writer.reserve(post);
        auto sale = market.sold(post);
        sale.post->externalId.clear();
        sale.answer = exchange::StoredAnswer{200, "application/json", std::string(300, 'a')};
        auto sold = co_await round->writer.record(std::move(sale));
        if (!received || !pinged || !reserved || !reserved->granted || !sold)
            ++round->failed;
    }
    if (--round->running == 0)
        round->done.set_value();
}

/// CPU time of a process in microseconds.
double cpuOf(const std::string &pid)
{
    std::ifstream stat("/proc/" + pid + "/stat");
    std::string line;
    std::getline(stat, line);
    std::istringstream rest(line.substr(line.rfind(')') + 1));
    std::string skip;
    double user = 0, system = 0;
    for (int i = 0; i < 11; ++i)
        rest >> skip;
    rest >> user >> system;
    return (user + system) * 1e6 / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double ownCpu()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const int leads = argc > 1 ? std::atoi(argv[1]) : 5000;
    std::vector<int> depths;
    for (int i = 2; i < argc; ++i)
        depths.push_back(std::atoi(argv[i]));
    if (depths.empty())
        depths = {1, 8, 64, 256};
    ThrowawayCluster cluster(true);
    if (!cluster.ok()) {
        std::fprintf(stderr, "%s\n", cluster.problem().c_str());
        return 1;
    }
    Market market(cluster);
    if (!market.problem.empty()) {
        std::fprintf(stderr, "%s\n", market.problem.c_str());
        return 1;
    }
    EngineThread engine;
    Writer writer(market.options, engine);
    if (auto started = writer.start(); !started) {
        std::fprintf(stderr, "%s\n", words(started.errors()).c_str());
        return 1;
    }
    const std::string backend = *cluster.value(
        market.options.uri, "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'bourse writer%'");
    std::printf("%8s %10s %12s %12s %14s %12s\n", "depth", "leads/s", "us here", "us backend", "leads/commit",
                "commit ms");
    for (int depth : depths) {
        Round round{market, writer, leads, depth};
        const WriterStatistics before = writer.statistics();
        const double own = ownCpu(), server = cpuOf(backend);
        const auto begun = std::chrono::steady_clock::now();
        engine.post([&] {
            for (int i = 0; i < depth; ++i)
                caller(&round);
        });
        round.done.get_future().wait();
        const double seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
        const WriterStatistics after = writer.statistics();
        std::printf("%8d %10.0f %12.1f %12.1f %14.2f %12.2f%s\n", depth, leads / seconds,
                    (ownCpu() - own) / leads, (cpuOf(backend) - server) / leads,
                    static_cast<double>(leads) / static_cast<double>(after.commits - before.commits),
                    after.medianCommitMs, round.failed ? "  FAILED" : "");
        std::fflush(stdout);
    }
    return 0;
}
