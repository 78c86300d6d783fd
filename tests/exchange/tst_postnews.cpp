// What later news mean for a post, from every place where it can stand: the whole table of the sale protocol.
#include "exchange/aftersale.h"
#include <QTest>

using namespace bourse;
using namespace bourse::exchange;
using domain::AttemptOutcome;
using domain::Reading;

namespace {
constexpr NewsVerdict noChange{NewsEffect::NoChange, NewsStep::None};
constexpr NewsVerdict contradicts{NewsEffect::Contradicts, NewsStep::None};
constexpr NewsVerdict waits{NewsEffect::Waiting, NewsStep::None};

constexpr NewsVerdict applied(NewsStep step)
{
    return {NewsEffect::Applied, step};
}
} // namespace

class TestPostNews : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void everyOrder_data()
    {
        QTest::addColumn<int>("post");
        QTest::addColumn<bool>("returned");
        QTest::addColumn<bool>("converted");
        QTest::addColumn<int>("news");
        QTest::addColumn<int>("effect");
        QTest::addColumn<int>("step");
        const auto row = [](const char *name, AttemptOutcome post, bool returned, bool converted,
                            Reading news, NewsVerdict verdict) {
            QTest::newRow(name) << static_cast<int>(post) << returned << converted << static_cast<int>(news)
                                << static_cast<int>(verdict.effect) << static_cast<int>(verdict.step);
        };
        for (const AttemptOutcome open : {AttemptOutcome::Pending, AttemptOutcome::Unknown}) {
            row("open, accepted", open, false, false, Reading::Accepted, applied(NewsStep::Sell));
            row("open, converted", open, false, false, Reading::Converted, applied(NewsStep::Convert));
            row("open, rejected", open, false, false, Reading::Rejected, applied(NewsStep::Refuse));
            row("open, duplicate", open, false, false, Reading::Duplicate, applied(NewsStep::Refuse));
            row("open, capped", open, false, false, Reading::Capped, applied(NewsStep::Refuse));
            row("open, returned", open, false, false, Reading::Returned, contradicts);
            row("open, pending", open, false, false, Reading::Pending, noChange);
            row("open, error", open, false, false, Reading::Error, noChange);
            row("open, unreadable", open, false, false, Reading::Unrecognised, noChange);
        }
        const auto sold = AttemptOutcome::Accepted;
        row("sold, accepted", sold, false, false, Reading::Accepted, noChange);
        row("sold, rejected", sold, false, false, Reading::Rejected, contradicts);
        row("sold, duplicate", sold, false, false, Reading::Duplicate, contradicts);
        row("sold, capped", sold, false, false, Reading::Capped, contradicts);
        row("sold, error", sold, false, false, Reading::Error, noChange);
        row("sold, pending", sold, false, false, Reading::Pending, noChange);
        row("sold, unreadable", sold, false, false, Reading::Unrecognised, noChange);
        row("sold, returned", sold, false, false, Reading::Returned, applied(NewsStep::Return));
        row("sold, converted", sold, false, false, Reading::Converted, applied(NewsStep::Convert));
        row("converted, converted", sold, false, true, Reading::Converted, noChange);
        row("converted, returned", sold, false, true, Reading::Returned, applied(NewsStep::Return));
        row("returned, returned", sold, true, false, Reading::Returned, noChange);
        row("returned, accepted", sold, true, false, Reading::Accepted, contradicts);
        row("returned, converted", sold, true, false, Reading::Converted, contradicts);
        row("returned, rejected", sold, true, false, Reading::Rejected, contradicts);
        for (const AttemptOutcome closed :
             {AttemptOutcome::Rejected, AttemptOutcome::Duplicate, AttemptOutcome::Capped,
              AttemptOutcome::Error, AttemptOutcome::NotSent}) {
            row("refused, accepted", closed, false, false, Reading::Accepted, contradicts);
            row("refused, returned", closed, false, false, Reading::Returned, contradicts);
            row("refused, converted", closed, false, false, Reading::Converted, contradicts);
            row("refused, rejected", closed, false, false, Reading::Rejected, noChange);
            row("refused, pending", closed, false, false, Reading::Pending, noChange);
        }
    }
    void everyOrder()
    {
        QFETCH(int, post);
        QFETCH(bool, returned);
        QFETCH(bool, converted);
        QFETCH(int, news);
        QFETCH(int, effect);
        QFETCH(int, step);
        const NewsVerdict verdict =
            judge(static_cast<AttemptOutcome>(post), returned, converted, static_cast<Reading>(news), false);
        QCOMPARE(static_cast<int>(verdict.effect), effect);
        QCOMPARE(static_cast<int>(verdict.step), step);
    }
    void whatIsOnItsWayIsWaitedFor()
    {
        for (int news = 0; news <= static_cast<int>(Reading::Converted); ++news)
            QVERIFY(judge(AttemptOutcome::Sending, false, false, static_cast<Reading>(news), false) == waits);
    }
    void anotherPriceIsADispute()
    {
        QVERIFY(judge(AttemptOutcome::Accepted, false, false, Reading::Accepted, true) == contradicts);
        QVERIFY(judge(AttemptOutcome::Unknown, false, false, Reading::Accepted, true) ==
                applied(NewsStep::Sell));
    }
    void namesAreStored()
    {
        for (int i = 0; i <= static_cast<int>(NewsEffect::Unpaired); ++i)
            QCOMPARE(newsEffectFromName(name(static_cast<NewsEffect>(i))), static_cast<NewsEffect>(i));
        for (int i = 0; i <= static_cast<int>(AttemptKind::Callback); ++i)
            QCOMPARE(attemptKindFromName(name(static_cast<AttemptKind>(i))), static_cast<AttemptKind>(i));
        QVERIFY(!newsEffectFromName("applies"));
        QVERIFY(!attemptKindFromName(""));
    }
};

QTEST_APPLESS_MAIN(TestPostNews)
#include "tst_postnews.moc"
