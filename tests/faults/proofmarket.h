#pragma once
// The market of the campaigns with several nodes: one vertical, sources with keys, an auction between buyers
// that keep a journal, on a PostgreSQL that flushes what it commits.
#include "domain/lead/sealing.h"
#include "faults/journalingbuyers.h"
#include "simulation/documents.h"
#include "storage/store.h"
#include "support/throwawaycluster.h"
#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QStringList>
#include <QTemporaryDir>
#include <QThread>
#include <map>
#include <string>
#include <vector>

namespace bourse::test {

/// How large the campaign is: from the environment, or what takes seconds.
inline int campaignSize(const char *name, int otherwise)
{
    bool ok = false;
    const int value = qEnvironmentVariableIntValue(name, &ok);
    return ok && value > 0 ? value : otherwise;
}

/// JSON over plain http on loopback: the lead's ref, our lead's id and the request's; calls back by the
/// latter.
inline domain::Value loopbackIntegration(const std::string &slug, int port, bool pings)
{
    static const std::string response = R"({
        "extract": {"price": {"source": {"json": "$.price"}}, "carried": {"id": {"source": {"json": "$.id"}}}},
        "rules": [
            {"id": "ok", "outcome": "accepted", "when": {"source": {"json": "$.result"}, "op": "equals", "value": "ok"}},
            {"id": "no", "outcome": "rejected", "when": {"source": {"json": "$.result"}, "op": "equals", "value": "no"}}
        ]
    })";
    const auto step = [](const char *path) {
        return std::string(R"({"path": ")") + path + R"(", "body": {"format": "json", "rows": [
            {"target": "ref", "source": {"field": "ref"}},
            {"target": "source", "source": {"computed": "source"}},
            {"target": "lead", "source": {"computed": "lead_id"}},
            {"target": "attempt", "source": {"computed": "attempt_id"}}]}, "response": )" +
               response + "}";
    };
    std::string text =
        R"({"bourse_integration": 1, "slug": ")" + slug +
        R"(", "endpoints": {"live": {"base_url": "http://127.0.0.1:)" + std::to_string(port) +
        R"("}}, "steps": {)" + (pings ? R"("ping": )" + step("/ping") + ", " : std::string()) +
        R"("post": )" + step("/post") +
        R"(, "callback": {"match": [{"by": "attempt_id", "value": {"source": {"json": "$.attempt"}}}],
                           "response": )" +
        response + "}}}";
    auto parsed = domain::parseJson(text);
    if (!parsed)
        qFatal("the campaign's integration is no JSON: %s", parsed.error().message.c_str());
    return *parsed;
}

class ProofMarket : public testing::MarketBuilder {
  public:
    explicit ProofMarket(const std::string &workspace = "proof")
    {
        document().workspace.slug = document().workspace.label = workspace;
        document().egress.allow = {"127.0.0.0/8"};
        source().budget = std::chrono::milliseconds(800);
        source().repeatWindowSeconds = 0;
        giveKey(source(), "web-key");
        root().maxReposts = 3;
    }
    /// The token of the key.
    std::string giveKey(domain::Source &to, const std::string &id)
    {
        domain::IntakeKey key;
        key.id = id;
        key.ratePerMinute = 0;
        key.scopes = {"leads:write", "leads:read"};
        const std::string token = "bk_" + domain::toHex(domain::newLeadKey().reveal());
        key.tokenSha256 = domain::toHex(domain::sha256(token));
        to.keys = {key};
        m_tokens[to.slug] = token;
        return token;
    }
    QByteArray token(const std::string &sourceSlug = "web") const
    {
        return QByteArray::fromStdString(m_tokens.at(sourceSlug));
    }
    /// One more source of the same vertical and tree, with a key of its own.
    domain::Source &addSource(const std::string &slug)
    {
        domain::Source other = source();
        other.slug = other.label = slug;
        giveKey(other, slug + "-key");
        document().sources.push_back(std::move(other));
        return document().sources.back();
    }
    /// A buyer of `buyers` with a channel of its own in the tree's auction.
    domain::Channel &addBuyer(JournalingBuyers &buyers, const BuyerManners &manners)
    {
        return addBuyer(manners.slug, buyers.add(manners));
    }
    domain::Channel &addBuyer(const std::string &slug, int port, bool pings = true)
    {
        document().integrations.push_back(loopbackIntegration(slug, port, pings));
        plainBuyer(slug);
        auto &its = channel(root(), slug);
        its.timeLimit = std::chrono::milliseconds(500);
        its.postTimeLimit = std::chrono::milliseconds(1500);
        return its;
    }
    domain::Buyer &buyerNamed(const std::string &slug)
    {
        for (auto &its : document().buyers)
            if (its.slug == slug)
                return its;
        qFatal("no buyer %s", slug.c_str());
    }

  private:
    std::map<std::string, std::string> m_tokens;
};

/// A database and what every node on it shares.
class ProofGround {
  public:
    ProofGround() : m_cluster(durableCluster()), m_key(domain::MasterKey::generate())
    {
        QFile::setPermissions(m_dir.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        if (m_cluster.ok())
            m_uri = m_cluster.createDatabase();
        QFile key(keyFile());
        if (key.open(QIODevice::WriteOnly)) {
            key.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
            const std::string bytes(m_key.bytes().reveal());
            key.write(bytes.data(), static_cast<qint64>(bytes.size()));
        }
    }
    /// Empty if all is well.
    std::string problem() const
    {
        return m_uri.empty() ? m_cluster.problem() + " (no database)" : std::string();
    }
    const std::string &uri() const { return m_uri; }
    QString folder(const QString &name) const { return m_dir.filePath(name); }
    QString keyFile() const { return m_dir.filePath(QStringLiteral("proof.key")); }
    storage::StoreOptions store() const { return {m_uri, {}, m_key, "proof", Uuid::v7()}; }
    void publish(const domain::MarketDocument &document) const
    {
        auto stored = storage::publish(store(), document, "proof");
        if (!stored)
            qFatal("cannot publish: %s %s: %s", stored.error().code.c_str(), stored.error().field.c_str(),
                   stored.error().message.c_str());
    }
    /// First column of the first row, as superuser; tried again while the server restarts.
    QString value(const QString &sql) const
    {
        for (int tries = 0; tries < 100; ++tries) {
            if (auto found = m_cluster.value(m_uri, sql.toStdString()))
                return QString::fromStdString(*found);
            else if (tries == 99 || found.error().code.starts_with("42"))
                qWarning("%s: %s", found.error().code.c_str(), found.error().message.c_str());
            QThread::msleep(100);
        }
        return {};
    }
    qint64 number(const QString &sql) const { return value(sql).toLongLong(); }
    /// One row a line, columns apart by a tab.
    QList<QStringList> rows(const QString &columns, const QString &from) const
    {
        const QString whole = value(
            QStringLiteral("SELECT string_agg(concat_ws(E'\\t', %1), E'\\n') FROM %2").arg(columns, from));
        QList<QStringList> found;
        for (const QString &line : whole.split(QLatin1Char('\n'), Qt::SkipEmptyParts))
            found.push_back(line.split(QLatin1Char('\t')));
        return found;
    }
    Result<void> execute(const QString &sql) const { return m_cluster.execute(m_uri, sql.toStdString()); }
    ThrowawayCluster &cluster() { return m_cluster; }

  private:
    /// One server for all databases of this executable. It flushes: a session that is killed must not lose
    /// commits.
    static ThrowawayCluster &durableCluster()
    {
        static ThrowawayCluster cluster(true);
        return cluster;
    }
    ThrowawayCluster &m_cluster;
    domain::MasterKey m_key;
    QTemporaryDir m_dir;
    std::string m_uri;
};

} // namespace bourse::test
