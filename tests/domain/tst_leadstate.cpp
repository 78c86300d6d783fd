#include "domain/lead/leadstate.h"
#include <QTest>
#include <set>

using namespace bourse::domain;

class LeadStateTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theTableIsInTheOrderOfTheEnumeration();
    void statusAndChip_data();
    void statusAndChip();
    void onlyKnownStatusesAreAnswered();
    void attemptOutcomes();
    void routingDecisions();
};

void LeadStateTest::theTableIsInTheOrderOfTheEnumeration()
{
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < leadStates().size(); ++i) {
        const LeadStateInfo &row = leadStates()[i];
        QCOMPARE(static_cast<std::size_t>(row.state), i);
        QVERIFY(&info(row.state) == &row);
        QVERIFY(leadStateFromName(row.name) == row.state);
        QVERIFY(names.insert(row.name).second);
    }
    QVERIFY(leadStates().back().state == LeadState::Erased);
    QVERIFY(!leadStateFromName("timed_out")); // an outcome of an attempt, not a state of a lead
    QVERIFY(!leadStateFromName("error"));
    QVERIFY(!leadStateFromName(""));
}

void LeadStateTest::statusAndChip_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<int>("chip");
    QTest::addColumn<bool>("isFinal");
    auto row = [](const char *name, const char *status, Chip chip, bool isFinal) {
        QTest::newRow(name) << QByteArray(name) << QByteArray(status) << static_cast<int>(chip) << isFinal;
    };
    row("received", "pending", Chip::Received, false);
    row("routing", "pending", Chip::Routing, false);
    row("offered", "offered", Chip::Routing, false);
    row("posting", "pending", Chip::Routing, false);
    row("sold", "accepted", Chip::Sold, true);
    row("converted", "accepted", Chip::Sold, true);
    row("rejected", "rejected", Chip::Rejected, true);
    row("duplicate", "duplicate", Chip::Duplicate, true);
    row("suppressed", "suppressed", Chip::Suppressed, true);
    row("pending", "pending", Chip::Pending, true);
    row("unsold", "unsold", Chip::Unsold, true);
    row("unknown", "unknown", Chip::Unknown, true);
    row("returned", "accepted", Chip::Returned, true);
    row("erased", "unsold", Chip::Unsold, true);
}

void LeadStateTest::statusAndChip()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, status);
    QFETCH(int, chip);
    QFETCH(bool, isFinal);
    auto state = leadStateFromName(name.toStdString());
    QVERIFY(state);
    QCOMPARE(std::string(info(*state).apiStatus), status.toStdString());
    QCOMPARE(static_cast<int>(info(*state).chip), chip);
    QCOMPARE(info(*state).isFinal, isFinal);
}

void LeadStateTest::onlyKnownStatusesAreAnswered()
{
    const std::set<std::string_view> published{"accepted", "rejected", "duplicate", "suppressed",
                                               "pending",  "offered",  "unsold",    "unknown"};
    std::set<std::string_view> used;
    for (const auto &row : leadStates())
        used.insert(row.apiStatus);
    QVERIFY(used == published);
}

void LeadStateTest::attemptOutcomes()
{
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(AttemptOutcome::Unknown); ++i) {
        auto outcome = static_cast<AttemptOutcome>(i);
        QVERIFY(names.insert(name(outcome)).second);
        QVERIFY(attemptOutcomeFromName(name(outcome)) == outcome);
    }
    QCOMPARE(name(AttemptOutcome::NoBid), std::string_view("no_bid"));
    QCOMPARE(name(AttemptOutcome::TimedOut), std::string_view("timed_out"));
    QCOMPARE(name(AttemptOutcome::NotSent), std::string_view("not_sent"));
    QCOMPARE(name(AttemptOutcome::Unrecognised), std::string_view("unrecognised"));
    QCOMPARE(name(AttemptOutcome::Unknown), std::string_view("unknown"));
    QVERIFY(!attemptOutcomeFromName("sold"));
}

void LeadStateTest::routingDecisions()
{
    QCOMPARE(name(RoutingDecision::PingPostWinner), std::string_view("ping_post_winner"));
    QCOMPARE(name(RoutingDecision::DirectPost), std::string_view("direct_post"));
    QCOMPARE(name(RoutingDecision::NoBid), std::string_view("no_bid"));
    QCOMPARE(name(RoutingDecision::AllPostsRejected), std::string_view("all_posts_rejected"));
    QCOMPARE(name(RoutingDecision::TestLead), std::string_view("test_lead"));
    QCOMPARE(name(RoutingDecision::Pending), std::string_view("pending"));
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(RoutingDecision::Pending); ++i)
        QVERIFY(names.insert(name(static_cast<RoutingDecision>(i))).second);
}

QTEST_GUILESS_MAIN(LeadStateTest)
#include "tst_leadstate.moc"
