#include "base/task.h"
#include <QTest>
#include <deque>
#include <map>
#include <string>
#include <thread>
#include <vector>

using namespace bourse;

namespace {
/// One queue on virtual time; posts may come from any thread, running is the test's.
class QueueExecutor final : public Executor {
  public:
    void post(std::function<void()> work) override
    {
        std::lock_guard lock(m_mutex);
        m_ready.push_back(std::move(work));
    }
    TimerId after(Micros delay, std::function<void()> work) override
    {
        TimerId id = ++m_lastTimer;
        m_timers.emplace(std::pair(m_now + delay, id), std::move(work));
        return id;
    }
    void cancel(TimerId timer) override
    {
        std::erase_if(m_timers, [&](const auto &entry) { return entry.first.second == timer; });
    }
    bool runReady()
    {
        bool ran = false;
        for (;;) {
            std::function<void()> work;
            {
                std::lock_guard lock(m_mutex);
                if (m_ready.empty())
                    return ran;
                work = std::move(m_ready.front());
                m_ready.pop_front();
            }
            work();
            ran = true;
        }
    }
    void runAll()
    {
        for (;;) {
            runReady();
            if (m_timers.empty())
                return;
            auto next = m_timers.extract(m_timers.begin());
            m_now = next.key().first;
            next.mapped()();
        }
    }

  private:
    std::mutex m_mutex;
    std::deque<std::function<void()>> m_ready;
    std::map<std::pair<Micros, TimerId>, std::function<void()>> m_timers;
    TimerId m_lastTimer = 0;
    Micros m_now{0};
};

Task<std::string> joined(std::string a, std::string b)
{
    co_return a + b;
}

Task<std::string> nested(std::string text, int depth)
{
    if (depth == 0)
        co_return text;
    std::string inner = co_await nested(text, depth - 1);
    std::string outer = co_await joined(std::move(inner), "!");
    co_return outer;
}

Detached run(Task<std::string> task, std::string *result)
{
    *result = co_await task;
}

Detached neverEnded(Future<int> future, bool *ended)
{
    co_await future;
    *ended = true;
}

Future<int> later(Executor *executor, Micros delay, int value)
{
    Promise<int> promise(*executor);
    executor->after(delay, [promise, value] { promise.complete(value); });
    return promise.future();
}

Task<std::string> sumOfBids(Executor *executor, std::vector<int> delays)
{
    // all are under way before the first is awaited, as in an auction
    std::vector<Future<int>> bids;
    for (int delay : delays)
        bids.push_back(later(executor, Micros(delay), delay));
    std::string result;
    for (auto &bid : bids)
        result += std::to_string(co_await bid) + ",";
    co_return result;
}
} // namespace

class TaskTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aTaskIsLazy();
    void tasksNest();
    void deepNestingNeedsNoStack();
    void anUnawaitedTaskIsFreed();
    void futuresAreAwaitedTogether();
    void onlyTheFirstCompletionCounts();
    void aReadyFutureDoesNotSuspend();
    void completionFromOtherThreadsResumesOnTheExecutor();
};

void TaskTest::aTaskIsLazy()
{
    auto task = joined("a long enough first part, ", "and a second");
    std::string result;
    QVERIFY(result.empty());
    run(std::move(task), &result);
    QCOMPARE(result, std::string("a long enough first part, and a second"));
}

void TaskTest::tasksNest()
{
    std::string result;
    run(nested("text that does not fit a small string", 5), &result);
    QCOMPARE(result, std::string("text that does not fit a small string!!!!!"));
}

void TaskTest::deepNestingNeedsNoStack()
{
    std::string result;
    run(nested("x", 2000), &result);
    QCOMPARE(result.size(), std::size_t(2001));
}

void TaskTest::anUnawaitedTaskIsFreed()
{
    // the leak checker is the judge; a moved-from task must not free twice
    auto task = joined("never awaited, never awaited", "never awaited");
    auto other = std::move(task);
}

void TaskTest::futuresAreAwaitedTogether()
{
    QueueExecutor executor;
    std::string result;
    run(sumOfBids(&executor, {300, 10, 200, 10, 0}), &result);
    QVERIFY(result.empty());
    executor.runAll();
    QCOMPARE(result, std::string("300,10,200,10,0,"));
}

void TaskTest::onlyTheFirstCompletionCounts()
{
    QueueExecutor executor;
    Promise<int> promise(executor);
    bool ended = false;
    neverEnded(promise.future(), &ended);
    QVERIFY(promise.complete(1));
    QVERIFY(!promise.complete(2));
    QVERIFY(!ended); // resumed through the executor, not from within complete()
    executor.runAll();
    QVERIFY(ended);
    QVERIFY(!promise.complete(3));
}

void TaskTest::aReadyFutureDoesNotSuspend()
{
    QueueExecutor executor;
    Promise<int> promise(executor);
    promise.complete(7);
    bool ended = false;
    neverEnded(promise.future(), &ended);
    QVERIFY(ended);
    QVERIFY(!executor.runReady());
}

namespace {
Detached count(Future<int> future, std::thread::id expected, int *sum, int *wrongThread)
{
    int value = co_await future;
    *sum += value;
    *wrongThread += std::this_thread::get_id() == expected ? 0 : 1;
}
} // namespace

void TaskTest::completionFromOtherThreadsResumesOnTheExecutor()
{
    QueueExecutor executor;
    constexpr int promises = 400;
    std::vector<Promise<int>> all;
    int sum = 0;
    int wrongThread = 0;
    for (int i = 0; i < promises; ++i)
        all.emplace_back(executor);
    std::atomic<int> wins = 0;
    std::vector<std::thread> threads;
    // four threads race to complete each promise while this one is still starting to wait for them
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&all, &wins] {
            for (auto &promise : all)
                wins += promise.complete(1) ? 1 : 0;
        });
    for (auto &promise : all)
        count(promise.future(), std::this_thread::get_id(), &sum, &wrongThread);
    for (auto &thread : threads)
        thread.join();
    executor.runAll();
    QCOMPARE(wins.load(), promises);
    QCOMPARE(sum, promises);
    QCOMPARE(wrongThread, 0);
}

QTEST_GUILESS_MAIN(TaskTest)
#include "tst_task.moc"
