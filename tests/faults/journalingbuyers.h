#pragma once
// Buyers that write down every post before they say anything: their journal, not the engine's database, is
// the truth of what was sold. Each is an HTTP server of its own; all share one journal, so that what reached
// one of them and then another is seen in its order.
#include "domain/json/json.h"
#include "net/httpserver.h"
#include <QtGlobal>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace bourse::test {

/// In percent of the posts.
struct BuyerManners {
    std::string slug;
    int lowestBid = 10; ///< in whole units; bids lie within ten of it
    int rejects = 0;    ///< a clear no
    int loses = 0;      ///< takes the lead, then resets the connection
    int hangs = 0;      ///< takes the lead and never answers
    int mumbles = 0;    ///< takes the lead and answers with something that no rule reads
};

struct JournaledPost {
    std::string buyer;
    std::string ref; ///< source/ref: the caller's own name of the lead
    std::string lead, attempt;
    bool accepted = false; ///< the buyer has the lead and will pay for it
    bool clear = false;    ///< it said so, in words that the integration reads
    std::int64_t cents = 0;
};

class JournalingBuyers {
  public:
    JournalingBuyers() = default;
    ~JournalingBuyers()
    {
        m_servers.clear(); // before what their handlers use
    }
    JournalingBuyers(const JournalingBuyers &) = delete;
    JournalingBuyers &operator=(const JournalingBuyers &) = delete;

    /// Starts it; the port.
    int add(const BuyerManners &manners)
    {
        net::HttpServerOptions options;
        options.limits.connectionsPerPeer = options.limits.connections;
        options.limits.answerTime = std::chrono::hours(1);
        auto server = std::make_unique<net::HttpServer>();
        auto port = server->start(options, [this, manners](net::HttpRequest request,
                                                           const net::HttpResponder &responder) {
            request.path == "/ping" ? ping(manners, request, responder) : post(manners, request, responder);
        });
        if (!port)
            qFatal("a buyer cannot listen: %s", port.error().message.c_str());
        m_servers.push_back(std::move(server));
        return *port;
    }
    /// Said instead of the manners, where it returns true. Called on the buyers' threads.
    std::function<bool(const std::string &buyer, bool post, const net::HttpResponder &)> instead;

    /// To how many of them a lead may be sold.
    int maxSales = 1;

    std::vector<JournaledPost> posts() const
    {
        std::lock_guard lock(m_mutex);
        return m_posts;
    }
    std::vector<std::string> violations() const
    {
        std::lock_guard lock(m_mutex);
        return m_violations;
    }
    /// What the buyer pays for a lead of this ref.
    static std::int64_t bidCents(const BuyerManners &manners, const std::string &ref)
    {
        return manners.lowestBid * 100 + static_cast<std::int64_t>(number(manners.slug + ref) % 1000);
    }

  private:
    static std::uint64_t number(const std::string &text)
    {
        std::uint64_t hash = 14695981039346656037u;
        for (const unsigned char c : text)
            hash = (hash ^ c) * 1099511628211u;
        return hash ^ hash >> 29;
    }
    static std::string decimal(std::int64_t cents)
    {
        const std::string rest = std::to_string(cents % 100);
        return std::to_string(cents / 100) + '.' + std::string(2 - rest.size(), '0') + rest;
    }
    static net::HttpResponse json(domain::Object body)
    {
        return {200, {{"Content-Type", "application/json"}}, domain::writeJson(std::move(body))};
    }
    static std::string text(const domain::Value &body, const char *name)
    {
        const domain::Value *found = body.find(name);
        return found ? found->toText() : std::string();
    }

    void ping(const BuyerManners &manners, const net::HttpRequest &request,
              const net::HttpResponder &responder) const
    {
        if (instead && instead(manners.slug, false, responder))
            return;
        auto body = domain::parseJson(request.body);
        if (!body)
            return responder.send({400, {}, "no JSON"});
        responder.send(json({{"result", "ok"}, {"price", decimal(bidCents(manners, text(*body, "ref")))}}));
    }

    void post(const BuyerManners &manners, const net::HttpRequest &request,
              const net::HttpResponder &responder)
    {
        auto body = domain::parseJson(request.body);
        if (!body)
            return responder.send({400, {}, "no JSON"});
        JournaledPost entry{manners.slug, text(*body, "source") + '/' + text(*body, "ref"),
                            text(*body, "lead"), text(*body, "attempt")};
        entry.cents = bidCents(manners, text(*body, "ref"));
        int lot = static_cast<int>(number(entry.attempt) % 100);
        const auto draws = [&lot](int percent) {
            const bool drawn = lot < percent && lot >= 0;
            lot -= percent;
            return drawn;
        };
        const bool rejects = draws(manners.rejects), loses = draws(manners.loses),
                   hangs = draws(manners.hangs), mumbles = draws(manners.mumbles);
        entry.accepted = !rejects;
        entry.clear = !loses && !hangs && !mumbles;
        {
            std::lock_guard lock(m_mutex);
            if (!m_attempts.insert(entry.attempt).second)
                m_violations.push_back("request " + entry.attempt + " reached " + entry.buyer + " twice");
            int others = 0;
            for (const std::size_t before : m_byRef[entry.ref]) {
                if (m_posts[before].buyer == entry.buyer)
                    m_violations.push_back(entry.ref + " was posted to " + entry.buyer + " twice");
                if ((m_posts[before].accepted || !m_posts[before].clear) && ++others == maxSales)
                    m_violations.push_back(entry.ref + " was posted to " + entry.buyer + " although " +
                                           m_posts[before].buyer + " may have it");
            }
            m_byRef[entry.ref].push_back(m_posts.size());
            m_posts.push_back(entry);
            if (hangs)
                m_hung.push_back(responder);
        }
        if (instead && instead(manners.slug, true, responder))
            return;
        if (loses)
            responder.abort();
        else if (mumbles)
            responder.send({200, {{"Content-Type", "text/html"}}, "<html>thank you</html>"});
        else if (!hangs)
            responder.send(json({{"result", rejects ? "no" : "ok"}, {"id", "x" + entry.attempt}}));
    }

    mutable std::mutex m_mutex;
    std::vector<JournaledPost> m_posts;
    std::set<std::string> m_attempts;
    std::unordered_map<std::string, std::vector<std::size_t>> m_byRef;
    std::vector<std::string> m_violations;
    std::deque<net::HttpResponder> m_hung;
    std::vector<std::unique_ptr<net::HttpServer>> m_servers;
};

} // namespace bourse::test
