#include "gui/leads/payloadtext.h"
#include "gui/leads/tracelayout.h"
#include "gui/sampleleads.h"
#include <QLocale>
#include <QTest>

using namespace bourse;
using namespace bourse::gui;
using domain::AttemptOutcome;
using Kind = market::TraceAttempt::Kind;

class TestTraceLayout : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void rowsAndBars()
    {
        const WaterfallLayout layout = layOutTrace(test::sampleTrace());
        QCOMPARE(layout.rows.size(), 9);
        QCOMPARE(layout.rows[0].label, u"Validate"_qs);
        QCOMPARE(layout.rows[1].label, u"Ping Acme Insurance"_qs);
        QCOMPARE(layout.rows[8].label, u"Skipped Harbor Life"_qs);
        QVERIFY(layout.rows[8].isOffAxis && layout.rows[8].bars.isEmpty());
        const QVector<WaterfallBar> &bars = layout.rows[1].bars;
        QCOMPARE(bars.size(), 4);
        QCOMPARE(bars[0].phase, TracePhase::Connect);
        QCOMPARE(bars[0].fromUs, 20'000);
        QCOMPARE(bars[0].toUs, 28'000);
        QCOMPARE(bars[1].phase, TracePhase::Tls);
        QCOMPARE(bars[2].phase, TracePhase::Wait);
        QCOMPARE(bars[3].phase, TracePhase::Receive);
        QCOMPARE(bars[3].toUs, layout.rows[1].endUs);
        // A connection that was open already has neither connect nor TLS.
        QCOMPARE(layout.rows[5].bars.first().phase, TracePhase::Wait);
        QVERIFY(layout.rows[4].limitReached);
        QVERIFY(!layout.rows[5].limitReached);
    }

    void barsNeverLeaveTheirCall()
    {
        market::LeadTrace trace = test::sampleTrace();
        trace.attempts[1].phases.waitUs = 10'000'000; // says more than the call took
        trace.attempts[2].phases.waitUs = 0;          // says less
        trace.attempts[2].phases.receiveUs = 0;
        trace.attempts[3].phases.endUs = trace.attempts[3].phases.startUs - 5; // ended before it began
        const WaterfallLayout layout = layOutTrace(trace);
        for (const WaterfallRow &row : layout.rows) {
            qint64 at = row.startUs;
            for (const WaterfallBar &bar : row.bars) {
                QCOMPARE(bar.fromUs, at);
                QVERIFY(bar.toUs > bar.fromUs);
                at = bar.toUs;
            }
            if (!row.bars.isEmpty())
                QCOMPARE(at, row.endUs);
        }
    }

    void axisAndDeadline()
    {
        market::LeadTrace trace = test::sampleTrace();
        WaterfallLayout layout = layOutTrace(trace);
        QCOMPARE(layout.totalUs, 612'000);
        QCOMPARE(layout.deadlineUs.value(), 800'000);
        QVERIFY(layout.axisUs > 800'000);
        QCOMPARE(layout.tickUs, 200'000);
        trace.deadlineMs = 30'000; // far away: the calls keep their room
        layout = layOutTrace(trace);
        QVERIFY(!layout.deadlineUs);
        QVERIFY(layout.axisUs < 700'000);
        trace.deadlineMs = 0;
        QVERIFY(!layOutTrace(trace).deadlineUs);
        // Nothing at all still has an axis.
        const WaterfallLayout empty = layOutTrace({});
        QVERIFY(empty.axisUs > 0 && empty.tickUs > 0);
        QVERIFY(empty.critical.isEmpty());
    }

    void criticalPathIsWhatWasWaitedFor()
    {
        const WaterfallLayout layout = layOutTrace(test::sampleTrace());
        // validate, Delta's time-out, the rejected post, the sale, the answer
        QCOMPARE(layout.critical, (QVector<int>{0, 4, 5, 6, 7}));
    }

    void criticalPathOfALeadWithoutCalls()
    {
        market::LeadTrace trace;
        market::TraceAttempt validate;
        validate.kind = Kind::Validate;
        validate.phases.endUs = 4000;
        market::TraceAttempt answer;
        answer.kind = Kind::Answer;
        answer.phases.startUs = answer.phases.endUs = 4000;
        trace.attempts = {validate, answer};
        QCOMPARE(layOutTrace(trace).critical, (QVector<int>{0, 1}));
    }

    void tellsWhoHeldTheAuction()
    {
        market::LeadTrace trace = test::sampleTrace();
        WaterfallLayout layout = layOutTrace(trace, {{u"delta-direct-auto"_qs, 300}});
        QCOMPARE(layout.insight, u"Delta Direct held the auction 104 ms"_qs);
        QCOMPARE(layout.insightRest, u"after the last bid. Its ping limit is 300 ms."_qs);
        layout = layOutTrace(trace);
        QCOMPARE(layout.insightRest, u"after the last bid. It was given 300 ms and did not answer."_qs);
        // A bid that comes last holds nothing up that was not wanted.
        trace.attempts[4].outcome = AttemptOutcome::Bid;
        QVERIFY(layOutTrace(trace).insight.isEmpty());
        // Nor does a ping that went on after the post had left.
        trace = test::sampleTrace();
        trace.attempts[4].phases.endUs = 500'000;
        QVERIFY(layOutTrace(trace).insight.isEmpty());
    }

    void tellsASlowPost()
    {
        market::LeadTrace trace = test::sampleTrace();
        trace.attempts.remove(4);
        trace.attempts[5] =
            test::call(Kind::Post, u"Beta Mutual"_qs, AttemptOutcome::Accepted, 456, 90, 200, 300, 10, 3100);
        trace.attempts[6].phases.startUs = trace.attempts[6].phases.endUs = 1'060'000;
        const WaterfallLayout layout = layOutTrace(trace);
        QCOMPARE(layout.insight, u"The post to Beta Mutual took 600 ms"_qs);
        QVERIFY(layout.insightRest.contains(u"Setting up its connection took 290 ms."));
    }

    void words()
    {
        const market::LeadTrace trace = test::sampleTrace();
        const QStringList lines = waterfallText(layOutTrace(trace), trace).split(u'\n');
        QCOMPARE(lines[1], u"Ping Acme Insurance: from 20 ms to 173 ms, bid $35.00."_qs);
        QCOMPARE(lines[4], u"Ping Delta Direct: from 20 ms to 320 ms, Time-out."_qs);
        QCOMPARE(lines[6], u"Post Beta Mutual: from 456 ms to 609 ms, $31.00."_qs);
        QCOMPARE(lines[8], u"Skipped Harbor Life: The channel's cap for this period is reached."_qs);
        QCOMPARE(lines[9], u"The lead's budget is 800 ms."_qs);
        QCOMPARE(durationText(400), u"0.4 ms"_qs);
        QCOMPARE(durationText(0), u"0 ms"_qs);
    }

    void splitsHttp()
    {
        const HttpText http = splitHttp(
            u"POST https://a.example/x?y=1\r\nHost: a.example\r\nX-Empty:\r\n\r\nbody\r\n\r\nmore"_qs);
        QCOMPARE(http.startLine, u"POST https://a.example/x?y=1"_qs);
        QCOMPARE(http.headers.size(), 2);
        QCOMPARE(http.headers[0].second, u"a.example"_qs);
        QCOMPARE(http.body, u"body\r\n\r\nmore"_qs);
        QCOMPARE(splitHttp(u"just text"_qs).body, u"just text"_qs);
        QCOMPARE(splitHttp(u"HTTP/1.1 204\r\n"_qs).body, QString());
    }

    void prettyJsonKeepsEveryValue()
    {
        QCOMPARE(
            prettyBody(u"{\"a\":31.00,\"b\":[1,2],\"c\":{},\"d\":\"x,{\\\"y\"}"_qs, BodyFormat::Json),
            u"{\n  \"a\": 31.00,\n  \"b\": [\n    1,\n    2\n  ],\n  \"c\": {},\n  \"d\": \"x,{\\\"y\"\n}"_qs);
        QVERIFY(prettyBody(u"{\"cut"_qs, BodyFormat::Json).contains(u"\"cut"));
        QVERIFY(!prettyBody(u"]]]]}"_qs, BodyFormat::Json).isEmpty());
    }

    void prettyXml()
    {
        QCOMPARE(
            prettyBody(u"<?xml version=\"1.0\"?><r><a>x &lt; y</a><b/><c><d>1</d></c><e></e></r>"_qs,
                       BodyFormat::Xml),
            u"<?xml version=\"1.0\"?>\n<r>\n  <a>x &lt; y</a>\n  <b/>\n  <c>\n    <d>1</d>\n  </c>\n  <e></e>\n</r>"_qs);
    }

    void prettyForm()
    {
        QCOMPARE(prettyBody(u"a=1&name=Maria+Garc%C3%ADa&k={{key}}"_qs, BodyFormat::Form),
                 u"a=1\nname=Maria García\nk={{key}}"_qs);
        QCOMPARE(bodyFormat(splitHttp(test::sampleTrace().attempts[5].request)), BodyFormat::Form);
        QCOMPARE(bodyFormat(splitHttp(test::sampleTrace().attempts[5].response)), BodyFormat::Xml);
    }

    void curl()
    {
        const QString command = curlCommand(
            u"POST https://a.example/x\r\nHost: a.example\r\nContent-Length: 9\r\nX-Key: {{k}}\r\n\r\nit's \"me\""_qs);
        QCOMPARE(
            command,
            u"curl -X POST 'https://a.example/x' \\\n  -H 'X-Key: {{k}}' \\\n  --data-binary 'it'\\''s \"me\"'"_qs);
        QVERIFY(curlCommand(QString()).isEmpty());
        QVERIFY(curlCommand(u"garbage"_qs).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestTraceLayout)
#include "tst_tracelayout.moc"
