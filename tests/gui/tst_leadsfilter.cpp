#include "gui/leads/leadfilter.h"
#include "gui/sampleleads.h"
#include <QTest>

using namespace bourse;
using namespace bourse::gui;
using domain::LeadState;

namespace {

FilterVocabulary vocabulary()
{
    FilterVocabulary words;
    words.buyers = {{u"acme-insurance"_qs, u"Acme Insurance"_qs},
                    {u"beta-mutual"_qs, u"Beta Mutual"_qs},
                    {u"beta-home"_qs, u"Beta Home"_qs}};
    words.sources = {{u"web-forms"_qs, u"Web forms"_qs}};
    words.regions = {u"TX"_qs, u"FL"_qs};
    words.zone = QTimeZone("America/Chicago");
    return words;
}

LeadFilter parse(const QString &text)
{
    return LeadFilter::parse(text, vocabulary());
}

const UtcTime now = fromIso8601("2026-11-20T20:32:07.000Z").value();

} // namespace

class TestLeadsFilter : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everyKey()
    {
        const LeadFilter filter = parse(
            u"status:sold,unsold buyer:acme state:tx,FL source:web-forms latency>400 latency<=1.5s price>=20 "
            u"reason:\"cap reached\" time:1h id:ld_019a"_qs);
        QVERIFY2(filter.isUnderstood(),
                 filter.problems().isEmpty() ? "" : qPrintable(filter.problems().first().message));
        const market::LeadQuery query = filter.query(now);
        QCOMPARE(query.states, (QVector<LeadState>{LeadState::Sold, LeadState::Unsold}));
        QCOMPARE(query.buyers, QVector<QString>{u"acme-insurance"_qs});
        QCOMPARE(query.regions, (QVector<QString>{u"TX"_qs, u"FL"_qs}));
        QCOMPARE(query.sources, QVector<QString>{u"web-forms"_qs});
        QCOMPARE(query.minLatencyMs.value(), 401);
        QCOMPARE(query.maxLatencyMs.value(), 1500);
        QCOMPARE(query.minPriceMicros.value(), 20'000'000);
        QVERIFY(!query.maxPriceMicros);
        QCOMPARE(query.reasonContains, u"cap reached"_qs);
        QCOMPARE(query.leadId, u"ld_019a"_qs);
        QVERIFY(query.from == now - std::chrono::hours(1));
        QVERIFY(!query.to);
    }

    void bounds_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("low");
        QTest::addColumn<qint64>("high");
        QTest::newRow("is") << u"price:31.00"_qs << qint64(31'000'000) << qint64(31'000'000);
        QTest::newRow("less") << u"price<$31"_qs << qint64(-1) << qint64(30'999'999);
        QTest::newRow("more") << u"price>0.000001"_qs << qint64(2) << qint64(-1);
        QTest::newRow("narrows") << u"price>=10 price>=12 price<=20 price<=15"_qs << qint64(12'000'000)
                                 << qint64(15'000'000);
    }

    void bounds()
    {
        QFETCH(QString, text);
        QFETCH(qint64, low);
        QFETCH(qint64, high);
        const market::LeadQuery query = parse(text).query(now);
        QCOMPARE(query.minPriceMicros.value_or(-1), low);
        QCOMPARE(query.maxPriceMicros.value_or(-1), high);
    }

    void times()
    {
        // Midnight in Chicago is 06:00 UTC in November.
        QVERIFY(parse(u"time:today"_qs).query(now).from == fromIso8601("2026-11-20T06:00:00Z").value());
        const market::LeadQuery yesterday = parse(u"time:yesterday"_qs).query(now);
        QVERIFY(yesterday.from == fromIso8601("2026-11-19T06:00:00Z").value());
        QVERIFY(yesterday.to == fromIso8601("2026-11-20T06:00:00Z").value());
        const market::LeadQuery day = parse(u"time:2026-11-01"_qs).query(now); // clocks go back: 25 hours
        QVERIFY(*day.to - *day.from == std::chrono::hours(25));
        QVERIFY(parse(u"time:15m"_qs).query(now).from == now - std::chrono::minutes(15));
        QVERIFY(!parse(u"time:soon"_qs).isUnderstood());
    }

    void exclusion()
    {
        const market::LeadQuery query = parse(u"-status:sold -status:unknown"_qs).query(now);
        QCOMPARE(query.states.size(), qsizetype(domain::leadStates().size()) - 2);
        QVERIFY(!query.states.contains(LeadState::Sold) && !query.states.contains(LeadState::Unknown));
        QCOMPARE(parse(u"status:sold,unsold -status:sold"_qs).query(now).states,
                 QVector<LeadState>{LeadState::Unsold});
        // Nothing is left: no lead matches, instead of every lead.
        const market::LeadQuery none = parse(u"status:sold -status:sold"_qs).query(now);
        QVERIFY(!matches(none, test::leadRow(1, LeadState::Sold)));
        QVERIFY(!matches(none, test::leadRow(1, LeadState::Unsold)));
        QVERIFY(!parse(u"-buyer:acme"_qs).isUnderstood());
    }

    void problems_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("start");
        QTest::addColumn<int>("length");
        QTest::addColumn<QString>("replacement");
        QTest::newRow("half a key") << u"time:today pri"_qs << 11 << 3 << u"price>"_qs;
        QTest::newRow("misspelt key") << u"latncy>400"_qs << 0 << 10 << u"latency>400"_qs;
        QTest::newRow("bare status") << u"sold"_qs << 0 << 4 << u"status:sold"_qs;
        QTest::newRow("bare buyer") << u"Acme"_qs << 0 << 4 << u"buyer:acme-insurance"_qs;
        QTest::newRow("misspelt value") << u"status:sodl"_qs << 7 << 4 << u"sold"_qs;
        QTest::newRow("second value") << u"status:sold,rejcted"_qs << 12 << 7 << u"rejected"_qs;
        QTest::newRow("unknown buyer") << u"buyer:acme-insurence"_qs << 6 << 14 << u"acme-insurance"_qs;
        QTest::newRow("operator") << u"status>sold"_qs << 0 << 11 << u"status:sold"_qs;
        QTest::newRow("no value") << u"buyer:"_qs << 0 << 6 << QString();
        QTest::newRow("no number") << u"latency>fast"_qs << 8 << 4 << QString();
        QTest::newRow("no amount") << u"price>12.3.4"_qs << 6 << 6 << QString();
        QTest::newRow("no id") << u"id:zz"_qs << 3 << 2 << QString();
        QTest::newRow("nothing near") << u"xyzzyplugh"_qs << 0 << 10 << QString();
    }

    void problems()
    {
        QFETCH(QString, text);
        QFETCH(int, start);
        QFETCH(int, length);
        QFETCH(QString, replacement);
        const LeadFilter filter = parse(text);
        QCOMPARE(filter.problems().size(), 1);
        QCOMPARE(filter.problems().first().start, start);
        QCOMPARE(filter.problems().first().length, length);
        QCOMPARE(filter.problems().first().replacement, replacement);
        QVERIFY(!filter.problems().first().message.isEmpty());
    }

    void buyersByLabel()
    {
        QCOMPARE(parse(u"buyer:beta"_qs).query(now).buyers,
                 (QVector<QString>{u"beta-mutual"_qs, u"beta-home"_qs}));
        QCOMPARE(parse(u"buyer:\"Beta Mutual\""_qs).query(now).buyers, QVector<QString>{u"beta-mutual"_qs});
        QCOMPARE(parse(u"buyer:home"_qs).query(now).buyers, QVector<QString>{u"beta-home"_qs});
        // Without a vocabulary the word is the slug.
        QCOMPARE(LeadFilter::parse(u"buyer:beta"_qs, {}).query(now).buyers, QVector<QString>{u"beta"_qs});
    }

    void oneWayOfWriting()
    {
        QCOMPARE(parse(u"  time:today   status:unsold status:sold "_qs).toText(),
                 u"status:sold,unsold time:today"_qs);
        QCOMPARE(parse(u"TIME:TODAY"_qs).toText().toLower(), u"time:today"_qs);
        const QString text = u"status:sold buyer:\"Beta Mutual\" latency>400 reason:\"cap reached\""_qs;
        QCOMPARE(parse(text).toText(), text);
        QCOMPARE(parse(parse(text).toText()).toText(), text);
        QVERIFY(parse(QString()).isEmpty());
        QVERIFY(parse(u"   "_qs).isUnderstood());
    }

    void onlyThis()
    {
        QCOMPARE(withOnly(u"time:today status:sold"_qs, FilterKey::Status, u"unsold"_qs),
                 u"time:today status:unsold"_qs);
        QCOMPARE(withOnly(QString(), FilterKey::Reason, u"wrong number"_qs), u"reason:\"wrong number\""_qs);
        QCOMPARE(withoutStatus(u"time:today"_qs, LeadState::Sold), u"time:today -status:sold"_qs);
        QVERIFY(parse(withoutStatus(QString(), LeadState::Unknown)).isUnderstood());
    }

    void liveRowsAgreeWithTheQuery()
    {
        const market::LeadRow row = test::leadRow(5, LeadState::Sold);
        const auto fits = [&row](const QString &text) {
            return matches(LeadFilter::parse(text, {}).query(now), row);
        };
        QVERIFY(fits(QString()));
        QVERIFY(fits(u"status:sold"_qs));
        QVERIFY(!fits(u"status:unsold"_qs));
        QVERIFY(fits(u"buyer:"_qs + row.buyerSlug));
        QVERIFY(!fits(u"buyer:nobody"_qs));
        QVERIFY(fits(u"latency:%1"_qs.arg(row.latencyMs)));
        QVERIFY(!fits(u"latency<%1"_qs.arg(row.latencyMs)));
        QVERIFY(fits(u"time:10m"_qs));
        QVERIFY(!fits(u"time:1s"_qs));
        QVERIFY(fits(u"reason:highest_bid"_qs));
        // Our own sentence is not searched by the database, so it is not here either.
        QVERIFY(!fits(u"reason:buyer"_qs));
        const QString id = QString::fromStdString(leadIdText(row.id));
        QVERIFY(fits(u"id:"_qs + id.left(9)));
        QVERIFY(fits(id));
        QVERIFY(!fits(u"id:ld_ffff"_qs));
        market::LeadRow unpriced = row;
        unpriced.price.reset();
        QVERIFY(!matches(LeadFilter::parse(u"price>=0"_qs, {}).query(now), unpriced));
    }

    void offers()
    {
        const auto texts = [](const QString &text) {
            QStringList list;
            for (const FilterOffer &offer : filterOffers(text, text.size(), vocabulary()).offers)
                list.append(offer.text);
            return list;
        };
        QCOMPARE(texts(u"time:today pri"_qs), QStringList{u"price"_qs});
        QCOMPARE(texts(u"sta"_qs), (QStringList{u"status"_qs, u"state"_qs}));
        QCOMPARE(texts(u"buyer:be"_qs), (QStringList{u"beta-mutual"_qs, u"beta-home"_qs}));
        QCOMPARE(texts(u"status:sold,un"_qs), (QStringList{u"unsold"_qs, u"unknown"_qs}));
        QCOMPARE(texts(u"state:T"_qs), QStringList{u"TX"_qs});
        const FilterOffers value = filterOffers(u"status:sold,un time:today"_qs, 14, vocabulary());
        QCOMPARE(value.start, 12);
        QCOMPARE(value.length, 2);
        const FilterOffers key = filterOffers(u"pri"_qs, 3, vocabulary());
        QCOMPARE(key.offers.first().insert, u"price>"_qs);
    }
};

QTEST_GUILESS_MAIN(TestLeadsFilter)
#include "tst_leadsfilter.moc"
