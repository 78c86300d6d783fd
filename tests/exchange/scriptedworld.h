#pragma once
// The exchange with scripted buyers around it, a database in memory and virtual time.
#include "exchange/exchange.h"
#include "simulation/database.h"
#include "simulation/documents.h"
#include "simulation/virtualtime.h"
#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace bourse::testing {

using namespace bourse::exchange;

/// What a buyer does with one call.
struct Act {
    std::string body;
    Micros delay = 5ms;
    WireOutcome wire = WireOutcome::Answered;
    int status = 200;
    bool ignoresLimit = false; ///< the gateway itself reports late
    domain::Headers headers{{"Content-Type", "application/json"}};
};

inline Act bid(const std::string &price, Micros delay = 5ms)
{
    return {R"({"result":"ok","price":")" + price + R"(","id":"p-)" + price + R"("})", delay};
}
inline Act says(const std::string &result, Micros delay = 5ms)
{
    return {R"({"result":")" + result + R"(","why":"because of )" + result + R"("})", delay};
}
inline Act fails(WireOutcome wire, Micros delay = 5ms)
{
    return {{}, delay, wire};
}

class ScriptedBuyers final : public BuyerGateway {
  public:
    ScriptedBuyers(VirtualTime &time, Database &database) : m_time(time), m_database(database) {}
    std::map<std::string, std::deque<Act>> pings, posts, auths, lookups,
        followUps; ///< the last act of a script is repeated
    std::vector<BuyerCall> calls;
    std::vector<std::string> posted; ///< buyers, in order
    std::map<std::string, Micros> postedAt;
    int postsWithoutSending = 0;

    Future<BuyerReply> call(BuyerCall call) override
    {
        auto &script = scripts(call.kind)[call.buyer];
        Act act = script.empty() ? says("no") : script.front();
        if (script.size() > 1)
            script.pop_front();
        if (call.kind == CallKind::Post) {
            posted.push_back(call.buyer);
            postedAt[call.buyer] = m_time.now();
            postsWithoutSending += m_database.posts.contains(call.attemptId) ? 0 : 1;
        }
        BuyerReply reply;
        reply.outcome = act.wire;
        if (act.wire == WireOutcome::Answered) {
            reply.response.status = act.status;
            reply.response.headers = act.headers;
            reply.response.body = act.body;
        }
        Micros delay = act.delay;
        if (delay > call.timeLimit && !act.ignoresLimit) {
            reply = BuyerReply();
            reply.outcome = WireOutcome::TimedOut;
            delay = call.timeLimit;
        }
        reply.phases.totalUs = delay.count();
        calls.push_back(std::move(call));
        Promise<BuyerReply> promise(m_time);
        m_time.after(delay, [promise, reply] { promise.complete(reply); });
        return promise.future();
    }
    /// Calls of one kind, in the order in which they left.
    std::vector<BuyerCall> of(CallKind kind) const
    {
        std::vector<BuyerCall> found;
        for (const auto &call : calls)
            if (call.kind == kind)
                found.push_back(call);
        return found;
    }
    std::vector<std::string> pinged() const
    {
        std::vector<std::string> buyers;
        for (const auto &call : calls)
            if (call.kind == CallKind::Ping)
                buyers.push_back(call.buyer);
        return buyers;
    }

  private:
    std::map<std::string, std::deque<Act>> &scripts(CallKind kind)
    {
        switch (kind) {
        case CallKind::Post:
            return posts;
        case CallKind::Auth:
            return auths;
        case CallKind::Lookup:
            return lookups;
        case CallKind::FollowUp:
            return followUps;
        case CallKind::Ping:
            break;
        }
        return pings;
    }
    VirtualTime &m_time;
    Database &m_database;
};

/// One exchange with its world.
struct World {
    VirtualTime time;
    Database database;
    MemoryJournal journal{time, database};
    ScriptedBuyers buyers{time, database};
    FixedSecrets secrets;
    Watcher watcher;
    MarketBuilder market;
    ExchangeSettings settings;
    std::unique_ptr<Exchange> exchange;
    std::vector<IntakeAnswer> answers;
    std::vector<Micros> answeredAt;
    std::vector<bool> durableWhenAnswered;
    std::shared_ptr<const domain::MarketSnapshot> snapshot;

    World()
    {
        settings.seed = 7;
        secrets.values.emplace("api_key", Secret(std::string("tops3cret/key")));
    }
    ~World()
    {
        if (!exchange)
            return;
        exchange->drain([] {});
        time.run(); // coroutines end before their world
    }
    IntakeLead lead(const std::string &ref = "L1")
    {
        if (!snapshot)
            snapshot = market.snapshot();
        IntakeLead made;
        made.snapshot = snapshot;
        made.source = "web";
        made.actor = "key:k1";
        made.fields = domain::Object{{"ref", ref}, {"state", "Texas"}, {"note", "call after 5"}};
        made.arrived = time.monotonic();
        made.writeAnswer = writtenAnswer;
        return made;
    }
    void submit(IntakeLead lead)
    {
        if (!exchange)
            exchange = std::make_unique<Exchange>(
                ExchangePorts{time, time, journal, buyers, secrets, watcher, nullptr, &journal}, settings);
        exchange->submit(std::move(lead), [this](IntakeAnswer answer) {
            auto at = database.leads.find(answer.leadId);
            durableWhenAnswered.push_back(at != database.leads.end() && at->second.state == answer.state &&
                                          at->second.answer && at->second.answer->body == answer.stored.body);
            answeredAt.push_back(time.now());
            answers.push_back(std::move(answer));
        });
    }
    const IntakeAnswer &route()
    {
        submit(lead("L" + std::to_string(answers.size() + 1)));
        time.run();
        return answers.back();
    }
    const Database::Lead &stored() const { return database.leads.at(answers.back().leadId); }
    const AttemptRecord *ping(const std::string &channel) const
    {
        for (const auto &ping : stored().pings)
            if (ping.channel == channel)
                return &ping;
        return nullptr;
    }
    std::string skipReason(const std::string &channel) const
    {
        for (const auto &skipped : stored().skipped)
            if (skipped.channel == channel)
                return skipped.reason.code;
        return {};
    }
    std::string pingReason(const std::string &channel) const
    {
        const auto *found = ping(channel);
        return found ? found->reason.code : "not pinged";
    }
    /// Every channel has exactly one entry: a ping, a skip, or (posted to directly) a post.
    bool traceComplete() const
    {
        auto posts = database.postsOf(answers.back().leadId);
        for (const auto *channel : domain::channelsOf(*snapshot->tree("main"))) {
            auto named = [&](const auto &entry) {
                return entry.channel == channel->slug;
            };
            auto entries = std::count_if(stored().pings.begin(), stored().pings.end(), named) +
                           std::count_if(stored().skipped.begin(), stored().skipped.end(), named);
            auto directPosts = std::count_if(posts.begin(), posts.end(), [&](const auto *post) {
                return post->sending.attempt.channel == channel->slug;
            });
            if (entries + (entries == 0 ? directPosts : 0) != 1)
                return false;
        }
        for (const auto &ping : stored().pings)
            if (ping.reason.code.empty() || ping.outcome == AttemptOutcome::Sending)
                return false;
        return true;
    }
};

} // namespace bourse::testing
