#pragma once
// The buyers' journal against the database: what was posted, what is sold, what is owed, what is counted.
#include "faults/proofnode.h"
#include "market/market.h"
#include <QFutureWatcher>
#include <set>

namespace bourse::test {

class ProofBooks {
  public:
    ProofBooks(ProofGround &ground, const JournalingBuyers &buyers) : m_ground(ground), m_buyers(buyers) {}

    /// Until nothing is on its way any more: what a dead node left is looked after within half a minute.
    bool waitUntilSettled(int ms = 90'000) const
    {
        return QTest::qWaitFor(
            [this] {
                QTest::qWait(20);
                return m_ground.number(QStringLiteral(
                           "SELECT (SELECT count(*) FROM bourse.lead WHERE state IN "
                           "('received', 'validating', 'routing', 'posting')) + (SELECT count(*) FROM "
                           "bourse.attempt WHERE outcome = 'sending')")) == 0;
            },
            ms);
    }
    /// Each answered call against the lead of its id. One sentence for each disagreement.
    QStringList lostLeads(const std::vector<PatientCaller::Call> &calls) const
    {
        QHash<QString, QString> states;
        for (const QStringList &row :
             m_ground.rows(QStringLiteral("id, state"), QStringLiteral("bourse.lead")))
            states.insert(row[0], row[1]);
        QStringList problems;
        for (const auto &call : calls) {
            const QJsonObject answer = objectOf(call.answer);
            const QString id = answer[QStringLiteral("lead_id")].toString().mid(3);
            const QString said = answer[QStringLiteral("status")].toString();
            if (call.status < 200 || call.status > 299)
                problems.push_back(QStringLiteral("%1 was never taken: %2 %3")
                                       .arg(QString::fromUtf8(call.key))
                                       .arg(call.status)
                                       .arg(QString::fromUtf8(call.answer.left(200))));
            else if (!states.contains(id))
                problems.push_back(
                    QStringLiteral("%1 was answered %2, but is not in the database").arg(id, said));
            else if (said == QLatin1String("accepted") && states[id] != QLatin1String("sold"))
                problems.push_back(QStringLiteral("%1 was answered accepted, but is %2").arg(id, states[id]));
            else if (said == QLatin1String("unsold") && states[id] != QLatin1String("unsold"))
                problems.push_back(QStringLiteral("%1 was answered unsold, but is %2").arg(id, states[id]));
        }
        return problems;
    }
    struct Unknown {
        Uuid lead, post;
    };
    /// Posts that are listed as unknown or pending, with their leads.
    std::vector<Unknown> unknowns() const
    {
        std::vector<Unknown> found;
        for (const QStringList &row : m_ground.rows(
                 QStringLiteral("lead_id, attempt_id"),
                 QStringLiteral("bourse.attempt WHERE kind = 'post' AND outcome IN ('unknown', 'pending')")))
            found.push_back({*Uuid::parse(row[0].toStdString()), *Uuid::parse(row[1].toStdString())});
        return found;
    }
    /// Whether an unknown post's lead says so: the list that an operator works through misses none.
    QStringList unlistedUnknowns() const
    {
        QStringList problems;
        for (const QStringList &row : m_ground.rows(
                 QStringLiteral("l.id, l.state"),
                 QStringLiteral(
                     "bourse.attempt a JOIN bourse.lead l ON l.workspace_id = a.workspace_id AND l.id = "
                     "a.lead_id WHERE a.kind = 'post' AND a.outcome = 'unknown' AND l.state <> 'unknown' "
                     // the list has those with a sale beside it, too: tst_sharedsale
                     "AND (l.state <> 'sold' OR NOT EXISTS (SELECT FROM bourse.attempt o WHERE o.lead_id = "
                     "l.id "
                     "AND o.kind = 'post' AND o.outcome = 'accepted'))")))
            problems.push_back(
                QStringLiteral("%1 has an unknown post, but is listed as %2").arg(row[0], row[1]));
        return problems;
    }
    /// The buyers call back for what they have in their journal; of the rest an operator learns from the
    /// buyer that it never came, and decides so. How many of each.
    struct Resolved {
        int byCallback = 0, byOperator = 0;
        QStringList problems;
    };
    Resolved resolve(quint16 port)
    {
        Resolved done;
        QHash<QString, JournaledPost> journal;
        for (const JournaledPost &post : m_buyers.posts())
            journal.insert(QString::fromStdString(post.attempt), post);
        simulator::IntakeClient client(QStringLiteral("127.0.0.1"), port);
        std::vector<Unknown> rest;
        std::size_t waiting = 0;
        for (const Unknown &unknown : unknowns()) {
            const QString attempt = QString::fromStdString(unknown.post.toString());
            const auto its = journal.constFind(attempt);
            if (its == journal.cend()) {
                rest.push_back(unknown);
                continue;
            }
            const QByteArray body = R"({"attempt":")" + attempt.toUtf8() + R"(","result":")" +
                                    (its->accepted ? "ok" : "no") + R"("})";
            ++waiting;
            ++done.byCallback;
            client.send(intakeRequest(port, "none", {}, body,
                                      "/v1/callbacks/" + QByteArray::fromStdString(its->buyer)),
                        [&, attempt](const simulator::IntakeClient::Reply &reply) {
                            --waiting;
                            if (reply.status != 200)
                                done.problems.push_back(
                                    QStringLiteral("the callback for %1 was answered %2 %3")
                                        .arg(attempt)
                                        .arg(reply.status)
                                        .arg(QString::fromUtf8(reply.body)));
                        });
        }
        if (!QTest::qWaitFor([&] { return waiting == 0; }, 120'000))
            done.problems.push_back(QStringLiteral("%1 callbacks were not answered").arg(waiting));
        done.byOperator = static_cast<int>(rest.size());
        if (!rest.empty())
            decide(rest, done.problems);
        return done;
    }
    /// The journal, the attempts, the ledger, the accounts and the counters say the same.
    QStringList disagreements() const
    {
        QStringList problems;
        for (const std::string &violation : m_buyers.violations())
            problems.push_back(QString::fromStdString(violation));
        QHash<QString, QString> outcomes;
        for (const QStringList &row : m_ground.rows(QStringLiteral("attempt_id, outcome"),
                                                    QStringLiteral("bourse.attempt WHERE kind = 'post'")))
            outcomes.insert(row[0], row[1]);
        QHash<QString, qint64> booked;
        for (const QStringList &row :
             m_ground.rows(QStringLiteral("post_id, amount_micros"),
                           QStringLiteral("bourse.ledger_entry WHERE account = 'receivable'")))
            booked[row[0]] += row[1].toLongLong();
        QHash<QString, qint64> owed;
        QHash<QString, int> taken;
        for (const JournaledPost &post : m_buyers.posts()) {
            const QString id = QString::fromStdString(post.attempt);
            const QString outcome = outcomes.value(id, QStringLiteral("not there"));
            if (post.accepted != (outcome == QLatin1String("accepted")))
                problems.push_back(
                    QStringLiteral("%1 %2 post %3, which is %4 in the database")
                        .arg(QString::fromStdString(post.buyer),
                             post.accepted ? QStringLiteral("took") : QStringLiteral("refused"), id,
                             outcome));
            if (!post.accepted)
                continue;
            if (booked.value(id) != post.cents * 10'000)
                problems.push_back(QStringLiteral("%1 is booked at %2 instead of %3")
                                       .arg(id)
                                       .arg(booked.value(id))
                                       .arg(post.cents * 10'000));
            booked.remove(id);
            owed[QString::fromStdString(post.buyer)] += post.cents * 10'000;
            ++taken[QString::fromStdString(post.buyer)];
        }
        for (auto it = booked.cbegin(); it != booked.cend(); ++it)
            if (it.value() != 0)
                problems.push_back(QStringLiteral("%1 is booked, but no buyer has it").arg(it.key()));
        for (const QStringList &row : m_ground.rows(QStringLiteral("buyer, balance_micros, held_micros"),
                                                    QStringLiteral("bourse.buyer_account")))
            if (row[1].toLongLong() != -owed.value(row[0]) || row[2] != QLatin1String("0"))
                problems.push_back(QStringLiteral("the account of %1 says %2, %3 held; its journal %4")
                                       .arg(row[0], row[1], row[2])
                                       .arg(-owed.value(row[0])));
        for (const QStringList &row :
             m_ground.rows(QStringLiteral("counter, used"),
                           QStringLiteral("bourse.cap_counter WHERE counter LIKE '%:leads'"))) {
            const QString channel = row[0].section(QLatin1Char(':'), 1, 1);
            if (row[1].toInt() != taken.value(channel))
                problems.push_back(QStringLiteral("%1 counts %2, its buyer's journal %3")
                                       .arg(row[0], row[1])
                                       .arg(taken.value(channel)));
        }
        const qint64 unbalanced =
            m_ground.number(QStringLiteral("SELECT count(*) FROM (SELECT 1 FROM bourse.ledger_entry GROUP BY "
                                           "transaction_id, currency HAVING "
                                           "sum(amount_micros) <> 0) x"));
        if (unbalanced)
            problems.push_back(QStringLiteral("%1 ledger transactions do not add up").arg(unbalanced));
        const qint64 mute = m_ground.number(
            QStringLiteral("SELECT count(*) FROM bourse.lead WHERE reason IS NULL OR reason = ''"));
        if (mute)
            problems.push_back(QStringLiteral("%1 leads have no reason").arg(mute));
        return problems;
    }
    std::map<std::string, int> takenByBuyer() const
    {
        std::map<std::string, int> taken;
        for (const JournaledPost &post : m_buyers.posts())
            taken[post.buyer] += post.accepted;
        return taken;
    }
    std::int64_t owedBy(const std::string &buyer) const
    {
        std::int64_t cents = 0;
        for (const JournaledPost &post : m_buyers.posts())
            cents += post.buyer == buyer && post.accepted ? post.cents : 0;
        return cents;
    }

  private:
    /// As the desktop does it, attached to the same database.
    void decide(const std::vector<Unknown> &posts, QStringList &problems)
    {
        qputenv("BOURSE_MASTER_KEY_FILE", m_ground.keyFile().toUtf8());
        market::Market console;
        market::MarketOptions options;
        options.databaseUri = m_ground.uri();
        options.dataDir = m_ground.folder(QStringLiteral("console")).toStdString();
        console.start(options);
        const bool started = QTest::qWaitFor(
            [&] {
                return console.phase() == market::MarketPhase::Running ||
                       console.phase() == market::MarketPhase::Failed;
            },
            90'000);
        if (!started || console.phase() != market::MarketPhase::Running) {
            problems.push_back(QStringLiteral("the operator's console does not start"));
            return;
        }
        for (const Unknown &post : posts) {
            market::PostDecision decision;
            decision.leadId = post.lead;
            decision.postId = post.post;
            decision.note = QStringLiteral("the buyer has no such lead");
            auto future = console.decidePost(decision, QStringLiteral("operator"));
            if (!QTest::qWaitFor([&] { return future.isFinished(); }, 60'000) || !future.result())
                problems.push_back(QStringLiteral("post %1 cannot be decided")
                                       .arg(QString::fromStdString(post.post.toString())));
        }
        console.stop();
        (void)QTest::qWaitFor([&] { return console.phase() == market::MarketPhase::Stopped; }, 90'000);
        qunsetenv("BOURSE_MASTER_KEY_FILE");
    }
    ProofGround &m_ground;
    const JournalingBuyers &m_buyers;
};

} // namespace bourse::test
