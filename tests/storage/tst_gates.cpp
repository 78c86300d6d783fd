// Duplicate rules, histories and suppression lists where they are decided: in the store's transactions, with
// two writers on one PostgreSQL.
#include "domain/json/json.h"
#include "domain/lead/sealing.h"
#include "marketfixture.h"
#include "storage/suppressionlists.h"
#include <QFile>
#include <thread>

using namespace bourse;
using namespace bourse::storage;
using namespace bourse::test;
using domain::AttemptOutcome;
using domain::LeadState;
using exchange::PersonProbe;
using Kind = exchange::ReceiveOutcome::Kind;
using Scope = domain::DuplicateRule::Scope;

class TestGates : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void anEarlierLeadIsFound();
    void allKeysHaveToBeMet();
    void scopesAreKept();
    void whatCountsAsEarlier();
    void lookBackIsByTheDatabasesClock();
    void soldOnly();
    void ofABuyer();
    void countsForFilters();
    void receivingAgainAnswersTheSame();
    void testsAreNotCompared();
    void theSecondOfABatchSeesTheFirst();
    void twoNodesAtOnce();
    void twoNodesSellOnce();
    void aGrantedPostStaysGranted();
    void onlyHashesAreStored();
    void suppressionLists_data();
    void suppressionLists();
    void suppressionOfNestedValues();
    void rowsFromBeforeHaveTheirTurn();

  private:
    struct Node {
        explicit Node(StoreOptions how) : options(std::move(how)) {}
        StoreOptions options;
        PumpedExecutor executor;
        std::unique_ptr<Writer> writer;
    };
    template <class T> T wait(Future<T> future) { return m_market->executor.wait(std::move(future)); }
    exchange::ReceivedLead lead(const std::string &email, const std::string &phone = {}) const;
    static PersonProbe probe(std::vector<exchange::PersonKey> keys);
    exchange::ReceiveOutcome receive(exchange::ReceivedLead lead, std::vector<PersonProbe> probes = {});
    void end(const Uuid &lead, LeadState state, std::string reason);
    exchange::SendingPost sell(const Uuid &lead, const std::string &buyer = "acme");
    std::unique_ptr<Node> secondNode();
    void execute(const std::string &sql) { m_market->value(sql); }

    ThrowawayCluster &m_cluster = ThrowawayCluster::shared();
    std::unique_ptr<Market> m_market;
    std::unique_ptr<Writer> m_writer;
};

void TestGates::initTestCase()
{
    QVERIFY2(m_cluster.ok(), m_cluster.problem().c_str());
    m_market = std::make_unique<Market>(m_cluster);
    QVERIFY2(m_market->problem.empty(), m_market->problem.c_str());
    m_writer = std::make_unique<Writer>(m_market->options, m_market->executor);
    VERIFY_OK(m_writer->start());
}

void TestGates::cleanup()
{
    if (m_market)
        execute("DELETE FROM bourse.suppression_list");
}

exchange::ReceivedLead TestGates::lead(const std::string &email, const std::string &phone) const
{
    auto made = m_market->lead();
    made.fields = {{"first_name", "Maria"}, {"state", "TX"}};
    if (!email.empty())
        made.fields.append("email", email);
    if (!phone.empty())
        made.fields.append("phone", phone);
    made.raw = {};
    made.questions.exclusiveKinds = {"email", "phone"};
    return made;
}

PersonProbe TestGates::probe(std::vector<exchange::PersonKey> keys)
{
    PersonProbe made;
    made.keys = std::move(keys);
    made.days = 30;
    return made;
}

exchange::ReceiveOutcome TestGates::receive(exchange::ReceivedLead lead, std::vector<PersonProbe> probes)
{
    lead.questions.probes = std::move(probes);
    auto outcome = wait(m_writer->receive(std::move(lead)));
    if (!outcome)
        qFatal("%s", words(outcome.errors()).c_str());
    return *outcome;
}

void TestGates::end(const Uuid &lead, LeadState state, std::string reason)
{
    auto entry = m_market->entry(lead, state, std::move(reason));
    entry.final = true;
    VERIFY_OK(wait(m_writer->record(entry)));
}

exchange::SendingPost TestGates::sell(const Uuid &lead, const std::string &buyer)
{
    auto sending = m_market->post(lead, 10'000'000, buyer);
    auto reserved = wait(m_writer->reserve(sending));
    if (!reserved || !reserved->granted)
        qFatal("not reserved");
    auto recorded = wait(m_writer->record(m_market->sold(sending)));
    if (!recorded)
        qFatal("not recorded");
    return sending;
}

std::unique_ptr<TestGates::Node> TestGates::secondNode()
{
    auto node = std::make_unique<Node>(m_market->options);
    node->options.nodeName = "second";
    node->options.nodeId = Uuid::v7();
    node->writer = std::make_unique<Writer>(node->options, node->executor);
    auto started = node->writer->start();
    if (!started)
        qFatal("%s", words(started.errors()).c_str());
    return node;
}

void TestGates::anEarlierLeadIsFound()
{
    const PersonProbe asked = probe({{"email", "one@example.com"}});
    auto first = lead("One@Example.com"), second = lead("one@example.com"), other = lead("two@example.com");
    QVERIFY(receive(first, {asked}).earlier.empty());
    auto tagged = asked;
    tagged.tag = 7;
    auto found = receive(second, {tagged}).earlier;
    QCOMPARE(found.size(), std::size_t(1));
    QCOMPARE(found[0].tag, 7);
    QCOMPARE(found[0].earlier, first.leadId);
    QVERIFY(receive(other, {probe({{"email", "two@example.com"}})}).earlier.empty());
    // the newest of several
    std::this_thread::sleep_for(std::chrono::milliseconds(2)); // ids have their millisecond
    auto third = lead("one@example.com");
    receive(third);
    found = receive(lead("one@example.com"), {asked}).earlier;
    QCOMPARE(found.size(), std::size_t(1));
    QCOMPARE(found[0].earlier, third.leadId);
}

void TestGates::allKeysHaveToBeMet()
{
    auto first = lead("both@example.com", "+15125550101");
    receive(first);
    receive(lead("both@example.com", "+15125550102"));
    const exchange::PersonKey email{"email", "both@example.com"}, phone{"phone", "+15125550101"},
        other{"phone", "+15125550103"};
    auto found = receive(lead("both@example.com", "+15125550101"), {probe({email, phone})}).earlier;
    QCOMPARE(found.size(), std::size_t(1));
    QCOMPARE(found[0].earlier, first.leadId);
    QVERIFY(receive(lead("both@example.com", "+15125550103"), {probe({email, other})}).earlier.empty());
    // one of two keys will do where each is a question of its own
    found = receive(lead("both@example.com", "+15125550104"),
                    {probe({{"phone", "+15125550104"}}), probe({email})})
                .earlier;
    QCOMPARE(found.size(), std::size_t(1));
}

void TestGates::scopesAreKept()
{
    const exchange::PersonKey key{"email", "scope@example.com"};
    auto elsewhere = lead("scope@example.com");
    elsewhere.source = "mail";
    receive(elsewhere);
    auto ask = [&](Scope scope, std::string party) {
        PersonProbe made = probe({key});
        made.scope = scope;
        made.party = std::move(party);
        auto asking = lead("scope@example.com");
        const auto found = receive(asking, {made}).earlier.size();
        end(asking.leadId, LeadState::Duplicate, "duplicate_lead"); // so that it does not count itself
        return found;
    };
    QCOMPARE(ask(Scope::Source, "web"), std::size_t(0));
    QCOMPARE(ask(Scope::Source, "mail"), std::size_t(1));
    QCOMPARE(ask(Scope::Vertical, "personal_injury"), std::size_t(1));
    QCOMPARE(ask(Scope::Vertical, "solar"), std::size_t(0));
    QCOMPARE(ask(Scope::Everywhere, {}), std::size_t(1));
    QCOMPARE(ask(Scope::Buyer, "acme"), std::size_t(0));
}

void TestGates::whatCountsAsEarlier()
{
    const exchange::PersonKey key{"email", "counts@example.com"};
    auto asked = [&] {
        auto asking = lead("counts@example.com");
        const bool found = !receive(asking, {probe({key})}).earlier.empty();
        end(asking.leadId, LeadState::Duplicate, "duplicate_lead");
        return found;
    };
    for (auto [state, reason] : {std::pair(LeadState::Rejected, "bot_honeypot"),
                                 {LeadState::Suppressed, "suppressed"},
                                 {LeadState::Unsold, "interrupted"}}) {
        auto earlier = lead("counts@example.com");
        receive(earlier);
        QVERIFY2(asked(), reason); // while nobody knows what becomes of it, it counts
        end(earlier.leadId, state, reason);
        QVERIFY2(!asked(), reason);
    }
    auto unsold = lead("counts@example.com");
    receive(unsold);
    end(unsold.leadId, LeadState::Unsold, "no_bid");
    QVERIFY(asked());
}

void TestGates::lookBackIsByTheDatabasesClock()
{
    const exchange::PersonKey key{"email", "days@example.com"};
    auto earlier = lead("days@example.com");
    receive(earlier);
    auto asked = [&](int days) {
        PersonProbe made = probe({key});
        made.days = days;
        auto asking = lead("days@example.com");
        const bool found = !receive(asking, {made}).earlier.empty();
        end(asking.leadId, LeadState::Duplicate, "duplicate_lead");
        return found;
    };
    QVERIFY(asked(1));
    execute("UPDATE bourse.lead_lookup SET seen_at = now() - interval '29 days 23 hours' WHERE lead_id = '" +
            earlier.leadId.toString() + "'");
    QVERIFY(!asked(29));
    QVERIFY(asked(30));
    execute("UPDATE bourse.lead_lookup SET seen_at = now() - interval '30 days 1 hour' WHERE lead_id = '" +
            earlier.leadId.toString() + "'");
    QVERIFY(!asked(30));
    QVERIFY(asked(365));
}

void TestGates::soldOnly()
{
    PersonProbe made = probe({{"email", "sold@example.com"}});
    made.soldOnly = true;
    auto earlier = lead("sold@example.com");
    receive(earlier);
    auto asking = lead("sold@example.com");
    QVERIFY(receive(asking, {made}).earlier.empty());
    end(asking.leadId, LeadState::Unsold, "no_bid");
    sell(earlier.leadId);
    auto found = receive(lead("sold@example.com"), {made}).earlier;
    QCOMPARE(found.size(), std::size_t(1));
    QCOMPARE(found[0].earlier, earlier.leadId);
}

void TestGates::ofABuyer()
{
    auto earlier = lead("buyer@example.com");
    receive(earlier);
    auto entry = m_market->entry(earlier.leadId, LeadState::Routing);
    entry.pings.push_back(m_market->attempt(exchange::AttemptKind::Ping, AttemptOutcome::NoBid, "beta"));
    VERIFY_OK(wait(m_writer->record(entry)));
    sell(earlier.leadId, "acme");
    auto found = [&](const std::string &buyer, bool sold) {
        PersonProbe made = probe({{"email", "buyer@example.com"}});
        made.scope = Scope::Buyer;
        made.party = buyer;
        made.soldOnly = sold;
        return !receive(lead("buyer@example.com"), {made}).earlier.empty();
    };
    QVERIFY(found("acme", true));
    QVERIFY(found("acme", false));
    QVERIFY(!found("beta", true));
    QVERIFY(found("beta", false)); // it was offered the person
    QVERIFY(!found("gamma", false));
}

void TestGates::countsForFilters()
{
    PersonProbe leads = probe({{"email", "count@example.com"}});
    leads.counts = true;
    leads.tag = 1;
    PersonProbe sold = leads;
    sold.soldOnly = true;
    sold.tag = 2;
    QVERIFY(receive(lead("count@example.com"), {leads, sold}).earlier.empty());
    auto second = lead("count@example.com");
    receive(second);
    sell(second.leadId);
    receive(lead("count@example.com"));
    auto found = receive(lead("count@example.com"), {leads, sold}).earlier;
    QCOMPARE(found.size(), std::size_t(2));
    for (const auto &answer : found)
        QCOMPARE(answer.count, answer.tag == 1 ? 3 : 1);
}

void TestGates::receivingAgainAnswersTheSame()
{
    // the first answer was lost: a lead that came meanwhile is not earlier
    const PersonProbe asked = probe({{"email", "again@example.com"}});
    auto first = lead("again@example.com"), second = lead("again@example.com");
    QVERIFY(receive(first, {asked}).earlier.empty());
    QCOMPARE(receive(second, {asked}).earlier.size(), std::size_t(1));
    QVERIFY(receive(first, {asked}).earlier.empty());
    QCOMPARE(receive(second, {asked}).earlier.size(), std::size_t(1));
}

void TestGates::testsAreNotCompared()
{
    auto test = lead("test@example.com");
    test.test = true;
    receive(test);
    QVERIFY(receive(lead("test@example.com"), {probe({{"email", "test@example.com"}})}).earlier.empty());
}

void TestGates::theSecondOfABatchSeesTheFirst()
{
    std::vector<Future<Result<exchange::ReceiveOutcome>>> waiting;
    for (int i = 0; i < 200; ++i) {
        auto made = lead("batch" + std::to_string(i / 4) + "@example.com");
        made.questions.probes = {probe({{"email", "batch" + std::to_string(i / 4) + "@example.com"}})};
        waiting.push_back(m_writer->receive(std::move(made)));
    }
    int passed = 0;
    for (std::size_t i = 0; i < waiting.size(); ++i) {
        auto outcome = wait(std::move(waiting[i]));
        VERIFY_OK(outcome);
        const bool found = !outcome->earlier.empty();
        QCOMPARE(found, i % 4 != 0);
        passed += found ? 0 : 1;
    }
    QCOMPARE(passed, 50);
}

void TestGates::twoNodesAtOnce()
{
    auto node = secondNode();
    constexpr int persons = 150;
    std::vector<int> passed(persons, 0);
    auto send = [&](Writer &writer, PumpedExecutor &executor, int offset, std::vector<bool> &found) {
        std::vector<Future<Result<exchange::ReceiveOutcome>>> waiting;
        for (int i = 0; i < persons; ++i) {
            // in opposite orders, so that locks taken in the order of leads would meet crosswise
            const int person = offset ? persons - 1 - i : i;
            auto made = lead("race" + std::to_string(person) + "@example.com",
                             "+1512556" + std::to_string(1000 + person));
            made.questions.probes = {probe({{"email", "race" + std::to_string(person) + "@example.com"}})};
            waiting.push_back(writer.receive(std::move(made)));
        }
        for (int i = 0; i < persons; ++i) {
            auto outcome = executor.wait(std::move(waiting[static_cast<std::size_t>(i)]));
            if (!outcome)
                qFatal("%s", words(outcome.errors()).c_str());
            found[static_cast<std::size_t>(offset ? persons - 1 - i : i)] = !outcome->earlier.empty();
        }
    };
    std::vector<bool> first(persons), second(persons);
    std::thread other([&] { send(*node->writer, node->executor, 1, second); });
    send(*m_writer, m_market->executor, 0, first);
    other.join();
    for (std::size_t i = 0; i < persons; ++i)
        QVERIFY2(first[i] != second[i], std::to_string(i).c_str()); // exactly one of the two passes
}

void TestGates::twoNodesSellOnce()
{
    auto node = secondNode();
    constexpr int persons = 60;
    std::vector<Uuid> leads[2];
    for (int n = 0; n < 2; ++n)
        for (int i = 0; i < persons; ++i) {
            auto made = lead("sale" + std::to_string(i) + "@example.com");
            leads[n].push_back(made.leadId);
            if (n == 0)
                receive(std::move(made));
            else // a lead is its node's
                QVERIFY(node->executor.wait(node->writer->receive(std::move(made))).ok());
        }
    auto send = [&](Writer &writer, PumpedExecutor &executor, int n, std::vector<bool> &granted) {
        std::vector<Future<Result<exchange::ReserveOutcome>>> waiting;
        for (int i = 0; i < persons; ++i) {
            const auto person = static_cast<std::size_t>(n ? persons - 1 - i : i);
            auto post = m_market->post(leads[n][person], 1'000'000);
            PersonProbe asked = probe({{"email", "sale" + std::to_string(person) + "@example.com"}});
            asked.scope = Scope::Buyer;
            asked.party = "acme";
            asked.soldOnly = true;
            post.probes = {asked};
            waiting.push_back(writer.reserve(std::move(post)));
        }
        for (int i = 0; i < persons; ++i) {
            auto outcome = executor.wait(std::move(waiting[static_cast<std::size_t>(i)]));
            if (!outcome)
                qFatal("%s", words(outcome.errors()).c_str());
            if (!outcome->granted && (outcome->refused.code != "duplicate_lead" || !outcome->earlier))
                qFatal("refused for %s", outcome->refused.code.c_str());
            granted[static_cast<std::size_t>(n ? persons - 1 - i : i)] = outcome->granted;
        }
    };
    std::vector<bool> first(persons), second(persons);
    std::thread other([&] { send(*node->writer, node->executor, 1, second); });
    send(*m_writer, m_market->executor, 0, first);
    other.join();
    for (std::size_t i = 0; i < persons; ++i)
        QVERIFY2(first[i] != second[i], std::to_string(i).c_str());
    // two posts of one person in one batch of one node
    auto one = lead("twins@example.com"), two = lead("twins@example.com");
    receive(one);
    receive(two);
    std::vector<Future<Result<exchange::ReserveOutcome>>> twins;
    for (const Uuid &id : {one.leadId, two.leadId}) {
        auto post = m_market->post(id, 1'000'000);
        PersonProbe asked = probe({{"email", "twins@example.com"}});
        asked.soldOnly = true;
        post.probes = {asked};
        twins.push_back(m_writer->reserve(std::move(post)));
    }
    auto granted = wait(std::move(twins[0])), refused = wait(std::move(twins[1]));
    VERIFY_OK(granted);
    VERIFY_OK(refused);
    QVERIFY(granted->granted && !refused->granted);
    QCOMPARE(refused->earlier->earlier, one.leadId);
}

void TestGates::aGrantedPostStaysGranted()
{
    // reserved by a transaction whose answer was lost, and another lead of the person came in between
    auto one = lead("stays@example.com"), two = lead("stays@example.com");
    receive(one);
    receive(two);
    auto post = m_market->post(one.leadId, 1'000'000);
    VERIFY_OK(wait(m_writer->reserve(post)));
    sell(two.leadId, "beta");
    PersonProbe asked = probe({{"email", "stays@example.com"}});
    asked.soldOnly = true;
    post.probes = {asked};
    // as the same command once more: the writer knows it may have taken effect only after a lost connection,
    // so backends are killed under it
    bool killed = false;
    std::thread killer([&] {
        auto done = m_cluster.value(m_market->options.uri,
                                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                                    "WHERE application_name LIKE 'bourse writer test%'");
        killed = done.ok() && *done != "0";
    });
    killer.join();
    QVERIFY(killed);
    auto outcome = wait(m_writer->reserve(post));
    VERIFY_OK(outcome);
    QVERIFY(outcome->granted);
}

void TestGates::onlyHashesAreStored()
{
    auto made = lead("canary.person@example.com", "+15125559911");
    made.questions.keys = {{"field:incident", "canary incident"}};
    made.questions.exclusiveKinds.push_back("field:incident");
    receive(made, {probe({{"field:incident", "canary incident"}, {"email", "canary.person@example.com"}})});
    QCOMPARE(m_market->value("SELECT string_agg(kind || ' ' || length(hash), ',' ORDER BY kind) "
                             "FROM bourse.lead_lookup WHERE lead_id = '" +
                             made.leadId.toString() + "'"),
             std::string("email 32,field:incident 32,phone 32"));
    const QByteArray dump = dumped(m_cluster, m_market->options.uri);
    QVERIFY(!dump.isEmpty());
    QVERIFY(!dump.contains("canary.person") && !dump.contains("5125559911") &&
            !dump.contains("canary incident"));
}

void TestGates::suppressionLists_data()
{
    QTest::addColumn<std::string>("kind");
    QTest::addColumn<std::string>("form");
    QTest::addColumn<QByteArray>("entry"); ///< hex; empty: what a plain list stores
    QTest::newRow("plain email") << std::string("email") << std::string("plain") << QByteArray();
    QTest::newRow("plain phone") << std::string("phone") << std::string("plain") << QByteArray();
    // as md5sum and sha256sum say
    QTest::newRow("md5 email") << std::string("email") << std::string("md5")
                               << QByteArray("def0fa2163c6dc298fbd5e6482b891f9");
    QTest::newRow("sha256 phone of ten digits")
        << std::string("phone") << std::string("sha256")
        << QByteArray("c38980843aede0b2018590a8e2de7329173ae0e8ad3f46adc18165ce2f264c3d");
}

void TestGates::suppressionLists()
{
    QFETCH(std::string, kind);
    QFETCH(std::string, form);
    QFETCH(QByteArray, entry);
    const PersonValue value = kind == "email"
                                  ? PersonValue{SuppressionKind::Email, "email", "blocked@example.com"}
                                  : PersonValue{SuppressionKind::Phone, "phone", "+15125550177"};
    auto add = [&](int id, const std::string &slug, const std::string &buyer, const std::string &hash) {
        execute("INSERT INTO bourse.suppression_list (workspace_id, id, slug, buyer, kind, form) VALUES ('" +
                m_market->workspace.toString() + "', " + std::to_string(id) + ", '" + slug + "', '" + buyer +
                "', '" + kind + "', '" + form + "')");
        execute("INSERT INTO bourse.suppression_entry VALUES ('" + m_market->workspace.toString() + "', " +
                std::to_string(id) + ", '\\x" + domain::toHex(hash) + "')");
    };
    const std::string stored =
        entry.isEmpty() ? plainSuppressionHash(m_market->options.masterKey, value.kind, value.value)
                        : domain::fromHex(entry.toStdString()).value();
    add(1, "dnc", "", stored);
    add(2, "beta_own", "beta", stored);
    std::this_thread::sleep_for(std::chrono::milliseconds(1100)); // the lists are read once a second
    auto hit = receive(lead("Blocked@Example.com", "+15125550177")).suppressed;
    std::sort(hit.begin(), hit.end(), [](const auto &a, const auto &b) { return a.list < b.list; });
    const std::vector<exchange::SuppressionHit> wanted{{"beta_own", "beta", kind}, {"dnc", "", kind}};
    QCOMPARE(hit.size(), wanted.size());
    QVERIFY(hit == wanted);
    QVERIFY(receive(lead("other@example.com", "+15125550178")).suppressed.empty());
}

void TestGates::suppressionOfNestedValues()
{
    domain::FieldSchema schema;
    schema.slug = "nested";
    domain::FieldSpec group = field("contact", domain::FieldType::Group);
    group.fields = {field("email", domain::FieldType::Email)};
    domain::FieldSpec list = field("drivers", domain::FieldType::List);
    domain::FieldSpec item = field("item", domain::FieldType::Group);
    item.fields = {field("phone", domain::FieldType::Phone)};
    list.fields = {item};
    schema.fields = {group, list};
    const auto values = personValues(
        schema, {{"contact", domain::Object{{"email", "A@b.com"}}},
                 {"drivers", domain::Array{domain::Object(), domain::Object{{"phone", "+15125550100"}}}}});
    QCOMPARE(values.size(), std::size_t(2));
    QCOMPARE(values[0].field, std::string("contact.email"));
    QCOMPARE(values[0].value, std::string("a@b.com"));
    QCOMPARE(values[1].field, std::string("drivers[1].phone"));
}

void TestGates::rowsFromBeforeHaveTheirTurn()
{
    // a database as it was before migration 0005, with look-ups in it
    const std::string uri = m_cluster.createDatabase();
    QVERIFY(!uri.empty());
    const std::string first = Uuid::v7(*fromIso8601("2026-03-04T05:06:07.089Z"), 1, 2).toString();
    const std::string second = Uuid::v7(*fromIso8601("2026-03-05T05:06:07.089Z"), 1, 2).toString();
    for (const std::string &sql :
         {std::string("DROP FUNCTION bourse.earlier_leads"),
          std::string("DROP TABLE bourse.suppression_entry"),
          std::string("DROP TABLE bourse.suppression_list"),
          std::string("ALTER TABLE bourse.lead_lookup DROP COLUMN turn, DROP COLUMN seen_at"),
          std::string("DROP SEQUENCE bourse.lead_turn"),
          "INSERT INTO bourse.lead_lookup VALUES ('" + m_market->workspace.toString() +
              "', 'email', '\\x01', '" + second + "'), ('" + m_market->workspace.toString() +
              "', 'email', '\\x01', '" + first + "')"}) {
        VERIFY_OK(m_cluster.execute(uri, sql));
    }
    QFile migration(QStringLiteral(":/migrations/0005_gates.sql"));
    QVERIFY(migration.open(QIODevice::ReadOnly));
    VERIFY_OK(m_cluster.execute(uri, "BEGIN;\n" + migration.readAll().toStdString() + "\nCOMMIT"));
    QCOMPARE(*m_cluster.value(
                 uri, "SELECT string_agg(lead_id || ' ' || extract(epoch FROM seen_at)::numeric(20, 3), "
                      "', ' ORDER BY turn) FROM bourse.lead_lookup"),
             first + " 1772600767.089, " + second + " 1772687167.089");
}

QTEST_GUILESS_MAIN(TestGates)
#include "tst_gates.moc"
