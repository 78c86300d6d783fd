#pragma once
// A market on PostgreSQL with its HTTP face and buyers on loopback, for what is offered before it is sold.
#include "api/apiserver.h"
#include "domain/lead/sealing.h"
#include "market/marketbench.h"
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>
#include <atomic>
#include <map>

namespace bourse::test {

/// Bids what it is set to; says "yes" or "no" to posts.
struct DeskBuyer {
    explicit DeskBuyer(std::string bidText) : bid(std::move(bidText))
    {
        http = std::make_unique<LoopbackBuyer>([this](const net::HttpRequest &request) {
            if (request.path == "/ping")
                return bid.empty() ? json(200, R"({"state":"no"})")
                                   : json(200, R"({"bid":")" + bid + R"(","ping":"P-)" +
                                                   std::to_string(++pings) + R"("})");
            ++posts;
            return json(200, takes ? R"({"state":"yes"})" : R"({"state":"no"})");
        });
    }
    std::string bid;
    std::atomic<int> pings = 0, posts = 0;
    std::atomic<bool> takes = true;
    std::unique_ptr<LoopbackBuyer> http;
};

inline std::string deskDocument(const std::string &slug, const std::string &url)
{
    return R"({"bourse_integration":1,"slug":")" + slug + R"(","endpoints":{"live":{"base_url":")" + url +
           R"("}},"steps":{)"
           R"("ping":{"path":"/ping","body":{"format":"json","rows":[{"target":"state","source":{"field":"state"}}]},)"
           R"("response":{"extract":{"price":{"source":{"json":"$.bid"}},"carried":{"ping_id":{"source":{"json":"$.ping"}}}},)"
           R"("rules":[{"id":"bid","when":{"source":{"json":"$.bid"},"op":"exists"},"outcome":"accepted"},)"
           R"({"id":"none","outcome":"rejected"}]}},)"
           R"("post":{"path":"/post","body":{"format":"json","rows":[{"target":"ping","source":{"carried":"ping_id"}},)"
           R"({"target":"email","source":{"field":"email"}},{"target":"state","source":{"field":"state"}}]},)"
           R"("response":{"rules":[{"id":"yes","when":{"source":{"json":"$.state"},"op":"equals","value":"yes"},"outcome":"accepted"},)"
           R"({"id":"no","when":{"source":{"json":"$.state"},"op":"equals","value":"no"},"outcome":"rejected"}]}}}})";
}

struct HttpAnswer {
    int status = 0;
    QByteArray type, body;
    std::map<QByteArray, QByteArray> headers;
    domain::Value json() const { return parsed(body.toStdString()); }
    std::string text(std::string_view member) const
    {
        const domain::Value value = json();
        const domain::Value *found = value.find(member);
        return found ? found->toText() : std::string("(no ") + std::string(member) + ")";
    }
};

class PingPostDesk {
  public:
    static constexpr const char *webKey = "key-of-web", *otherKey = "key-of-other";
    /// `arrange` changes the document before it is published: buyers acme, beta and gamma with a channel each
    /// in the root, sources "web" and "other" of the same vertical.
    explicit PingPostDesk(const std::function<void(domain::MarketDocument &)> &arrange = {})
        : bench(ThrowawayCluster::shared())
    {
        document = smallMarket();
        document.egress.allow = {"127.0.0.0/8"};
        domain::Buyer gamma;
        gamma.slug = "gamma";
        document.buyers.push_back(gamma);
        for (auto [slug, price] : {std::pair{"acme", "20.00"}, {"beta", "31.00"}, {"gamma", "11.50"}}) {
            auto [at, isNew] = buyers.try_emplace(slug, std::make_unique<DeskBuyer>(price));
            document.integrations.push_back(parsed(deskDocument(slug, at->second->http->url())));
            domain::Channel channel;
            channel.slug = std::string(slug) + "_main";
            channel.buyer = slug;
            channel.integration = slug;
            document.trees.front().root.children.push_back({channel});
        }
        auto &vertical = document.verticals.front();
        ++vertical.version; // the bench has published the market as it was
        for (auto &field : vertical.fields) {
            field.requiredOnPing = field.key == "state";
            field.requiredOnPost = field.key == "email" || field.key == "state";
        }
        document.sources.front().budget = std::chrono::seconds(20);
        document.sources.push_back(document.sources.front());
        document.sources.back().slug = "other";
        for (auto [index, token] : {std::pair{0, webKey}, {1, otherKey}}) {
            domain::IntakeKey key;
            key.id = token;
            key.tokenSha256 = domain::toHex(domain::sha256(token));
            document.sources[static_cast<std::size_t>(index)].keys.push_back(key);
        }
        if (arrange)
            arrange(document);
        bench.publish(document);
        api = std::make_unique<api::ApiServer>(*bench.market);
        auto started = api->start({});
        if (!started)
            qFatal("%s", words(started.errors()).c_str());
        url = *started;
    }
    ~PingPostDesk() { api->drain(std::chrono::seconds(1)); }

    HttpAnswer send(const std::string &path, const std::string &body, const char *key = webKey,
                    const std::map<QByteArray, QByteArray> &headers = {}, const char *method = "POST")
    {
        return finish(start(path, body, key, headers, method));
    }
    std::unique_ptr<QNetworkReply> start(const std::string &path, const std::string &body,
                                         const char *key = webKey,
                                         const std::map<QByteArray, QByteArray> &headers = {},
                                         const char *method = "POST")
    {
        QNetworkRequest request(QUrl(QString::fromStdString(url + path)));
        request.setRawHeader("Content-Type", "application/json");
        if (key)
            request.setRawHeader("Authorization", QByteArray("Bearer ") + key);
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        for (auto control :
             {QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::CookieSaveControlAttribute})
            request.setAttribute(control, QNetworkRequest::Manual); // what is sent is what the test says
        for (const auto &[name, value] : headers)
            request.setRawHeader(name, value);
        return std::unique_ptr<QNetworkReply>(
            network.sendCustomRequest(request, method, QByteArray::fromStdString(body)));
    }
    static HttpAnswer finish(const std::unique_ptr<QNetworkReply> &reply)
    {
        if (!QTest::qWaitFor([&] { return reply->isFinished(); }, 60'000))
            qFatal("no answer for a minute");
        HttpAnswer answer;
        answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        answer.type = reply->header(QNetworkRequest::ContentTypeHeader).toByteArray();
        answer.body = reply->readAll();
        for (const auto &[name, value] : reply->rawHeaderPairs())
            answer.headers[name.toLower()] = value;
        return answer;
    }
    HttpAnswer ping(const char *key = webKey) { return send("/v1/ping", R"({"state":"TX"})", key); }
    std::string postBody(const std::string &pingId, const std::string &more = {}) const
    {
        return R"({"ping_id":")" + pingId +
               R"(","state":"TX","email":"maria@example.com","first_name":"Maria")" + more + "}";
    }
    HttpAnswer post(const std::string &pingId, const std::string &more = {}, const char *key = webKey)
    {
        return send("/v1/post", postBody(pingId, more), key);
    }
    /// A column of the lead with this public id, as the superuser.
    std::string lead(const std::string &leadId, const std::string &columns) const
    {
        return bench.value("SELECT concat_ws('|', " + columns + ") FROM bourse.lead WHERE id = '" +
                           leadId.substr(3) + "'");
    }

    std::map<std::string, std::unique_ptr<DeskBuyer>> buyers;
    domain::MarketDocument document;
    MarketBench bench;
    std::unique_ptr<api::ApiServer> api;
    std::string url;
    QNetworkAccessManager network;
};

} // namespace bourse::test
