// What may come back, and by when: every rule at its edge, days in the buyer's zone, tables of returns.
#include "domain/json/json.h"
#include "domain/lead/memberreader.h"
#include "domain/market/retention.h"
#include "domain/market/returnpolicy.h"
#include "domain/market/returnsfile.h"
#include <QTest>

using namespace bourse;
using namespace bourse::domain;

namespace {
UtcTime at(const char *iso)
{
    return *fromIso8601(iso);
}

ReturnFacts sold(const char *soldAt, const char *now, const char *zone = "America/Chicago")
{
    ReturnFacts facts;
    facts.isSold = true;
    facts.reason = "wrong_number";
    facts.soldAt = at(soldAt);
    facts.now = at(now);
    facts.zone = zone;
    facts.soldInPeriod = 100;
    return facts;
}

QString codeOf(const ReturnPolicy &policy, const ReturnFacts &facts)
{
    const ReturnVerdict verdict = judgeReturn(&policy, facts);
    return QString::fromStdString(std::string(name(verdict.state)) + " " + verdict.code);
}
} // namespace

class TestReturnPolicy : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void withoutTermsEverythingComesBack()
    {
        const ReturnVerdict verdict =
            judgeReturn(nullptr, sold("2026-05-01T12:00:00Z", "2027-05-01T12:00:00Z"));
        QCOMPARE(verdict.state, ReturnState::Approved);
        QCOMPARE(verdict.code, std::string("within_policy"));
        QCOMPARE(judgeReturn(nullptr, {}).code, std::string("not_sold"));
    }
    void whatStandsBeforeTheTerms()
    {
        ReturnPolicy policy;
        auto facts = sold("2026-05-01T12:00:00Z", "2026-05-02T12:00:00Z");
        QCOMPARE(codeOf(policy, facts), QStringLiteral("approved within_policy"));
        facts.isRequested = true;
        QCOMPARE(codeOf(policy, facts), QStringLiteral("denied already_requested"));
        facts.isReturned = true;
        QCOMPARE(codeOf(policy, facts), QStringLiteral("denied already_returned"));
        facts = sold("2026-05-01T12:00:00Z", "2026-05-02T12:00:00Z");
        facts.isSold = false;
        QCOMPARE(codeOf(policy, facts), QStringLiteral("denied not_sold"));
        facts.isSold = true;
        policy.manualApproval = true;
        QCOMPARE(codeOf(policy, facts), QStringLiteral("requested awaits_approval"));
    }
    void reasons()
    {
        ReturnPolicy policy;
        policy.reasons = {{"wrong_number", "Wrong number"}, {"not_interested", {}}};
        auto facts = sold("2026-05-01T12:00:00Z", "2026-05-02T12:00:00Z");
        for (const char *said : {"wrong_number", "WRONG_NUMBER", "wrong number", "Wrong Number"}) {
            facts.reason = said;
            const ReturnVerdict verdict = judgeReturn(&policy, facts);
            QCOMPARE(verdict.state, ReturnState::Approved);
            QCOMPARE(verdict.reason, std::string("wrong_number"));
        }
        for (const char *said : {"", "bored", "wrong_numbers"}) {
            facts.reason = said;
            QCOMPARE(codeOf(policy, facts), QStringLiteral("denied unknown_reason"));
        }
    }
    void deadlines_data()
    {
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QString>("soldAt");
        QTest::addColumn<int>("days");
        QTest::addColumn<QString>("last"); ///< the first instant that is too late
        const auto row = [](const char *name, const char *zone, const char *soldAt, int days,
                            const char *last) {
            QTest::newRow(name) << QString::fromLatin1(zone) << QString::fromLatin1(soldAt) << days
                                << QString::fromLatin1(last);
        };
        // by the day on the buyer's wall, which 23:30 in Chicago is not in Berlin
        row("Chicago", "America/Chicago", "2026-05-02T04:30:00Z", 3, "2026-05-05T05:00:00Z");
        row("Berlin", "Europe/Berlin", "2026-05-02T04:30:00Z", 3, "2026-05-05T22:00:00Z");
        row("the day itself", "UTC", "2026-05-02T23:59:59Z", 0, "2026-05-03T00:00:00Z");
        row("over a day of 23 hours", "America/Chicago", "2026-03-07T12:00:00Z", 1, "2026-03-09T05:00:00Z");
        row("over a day of 25 hours", "America/Chicago", "2026-10-31T12:00:00Z", 1, "2026-11-02T06:00:00Z");
        row("no midnight on the day after", "America/Sao_Paulo", "2018-11-02T12:00:00Z", 1,
            "2018-11-04T03:00:00Z");
        row("southern summer time", "Australia/Sydney", "2026-10-03T02:00:00Z", 1, "2026-10-04T13:00:00Z");
        row("over the leap day", "UTC", "2028-02-27T12:00:00Z", 2, "2028-03-01T00:00:00Z");
    }
    void deadlines()
    {
        QFETCH(QString, zone);
        QFETCH(QString, soldAt);
        QFETCH(int, days);
        QFETCH(QString, last);
        ReturnPolicy policy;
        policy.deadlineDays = days;
        auto facts = sold(qPrintable(soldAt), qPrintable(last), qPrintable(zone));
        QCOMPARE(toIso8601(*returnDeadline(policy, facts.soldAt, facts.zone)),
                 toIso8601(at(qPrintable(last))));
        QCOMPARE(codeOf(policy, facts), QStringLiteral("denied past_deadline"));
        facts.now -= Micros(1);
        QCOMPARE(codeOf(policy, facts), QStringLiteral("approved within_policy"));
    }
    void shareOfThePeriod_data()
    {
        QTest::addColumn<int>("share");
        QTest::addColumn<int>("sold");
        QTest::addColumn<int>("returned");
        QTest::addColumn<bool>("may");
        QTest::newRow("first of ten at 10 %") << 1000 << 10 << 0 << true;
        QTest::newRow("second of ten at 10 %") << 1000 << 10 << 1 << false;
        QTest::newRow("second of nineteen") << 1000 << 19 << 1 << false;
        QTest::newRow("second of twenty") << 1000 << 20 << 1 << true;
        QTest::newRow("nothing may") << 0 << 1000 << 0 << false;
        QTest::newRow("all may") << 10000 << 5 << 4 << true;
        QTest::newRow("all did") << 10000 << 5 << 5 << false;
        QTest::newRow("a third of a percent") << 33 << 303 << 0 << false;
        QTest::newRow("a third of a percent of 304") << 33 << 304 << 0 << true;
    }
    void shareOfThePeriod()
    {
        QFETCH(int, share);
        QFETCH(int, sold);
        QFETCH(int, returned);
        QFETCH(bool, may);
        ReturnPolicy policy;
        policy.maxReturnBasisPoints = share;
        auto facts = ::sold("2026-05-01T12:00:00Z", "2026-05-02T12:00:00Z");
        facts.soldInPeriod = sold;
        facts.returnedInPeriod = returned;
        QCOMPARE(codeOf(policy, facts),
                 may ? QStringLiteral("approved within_policy") : QStringLiteral("denied over_limit"));
    }
    void thereAndBack()
    {
        const std::string text =
            R"({"reasons":[{"code":"wrong_number","label":"Wrong number"},{"code":"dead"}],)"
            R"("deadline_days":14,"max_return_bp":1500,"period_days":60,"approval":"manual","resale":true})";
        Errors errors;
        const ReturnPolicy policy = returnPolicyFromValue(*parseJson(text), "returns", errors);
        QVERIFY(errors.empty());
        QCOMPARE(writeJson(toValue(policy)), text);
        Errors none;
        QCOMPARE(writeJson(toValue(returnPolicyFromValue(Value(Object()), "returns", none))),
                 std::string("{}"));
        QVERIFY(none.empty());
    }
    void atFault_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char *json, const char *problem) {
            QTest::newRow(problem) << QByteArray(json) << QString::fromLatin1(problem);
        };
        row(R"({"reasons":[{"label":"x"}]})", "required returns.reasons[0].code");
        row(R"({"reasons":[{"code":"a"},{"code":"a"}]})", "duplicate_slug returns.reasons[1].code");
        row(R"({"deadline_days":-1})", "out_of_range returns.deadline_days");
        row(R"({"max_return_bp":10001})", "out_of_range returns.max_return_bp");
        row(R"({"period_days":0})", "out_of_range returns.period_days");
        row(R"({"approval":"maybe"})", "not_a_choice returns.approval");
        row(R"({"resale":"yes"})", "wrong_type returns.resale");
        row(R"({"resell":true})", "unknown_key returns.resell");
    }
    void atFault()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, problem);
        Errors errors;
        returnPolicyFromValue(*parseJson(json.toStdString()), "returns", errors);
        QCOMPARE(errors.size(), 1u);
        QCOMPARE(QString::fromStdString(errors.front().code + " " + errors.front().field), problem);
    }

    void retentionTerms()
    {
        const std::string text =
            R"({"pii_days":90,"lead_days":400,"verticals":[{"vertical":"medicare","pii_days":30}]})";
        Errors errors;
        const Retention retention = retentionFromValue(*parseJson(text), "retention", errors);
        QVERIFY(errors.empty());
        QCOMPARE(writeJson(toValue(retention)), text);
        QCOMPARE(*retention.of("medicare").piiDays, 30);
        QCOMPARE(*retention.of("medicare").leadDays, 400);
        QCOMPARE(*retention.of("solar").piiDays, 90);
        for (const char *bad : {R"({"pii_days":90,"lead_days":30})", R"({"pii_days":0})",
                                R"({"pii_days":90,"verticals":[{"vertical":"a","lead_days":9}]})",
                                R"({"verticals":[{"vertical":"a"},{"vertical":"a"}]})"}) {
            Errors found;
            retentionFromValue(*parseJson(bad), "retention", found);
            QCOMPARE(found.size(), 1u);
        }
    }

    void tables_data()
    {
        QTest::addColumn<QByteArray>("csv");
        QTest::addColumn<QString>("rows"); ///< line:lead|reason|note, …
        QTest::newRow("plain") << QByteArray("lead_id,reason,note\nld_1,dead,no tone\nld_2,,\n")
                               << "2:ld_1|dead|no tone,3:ld_2||";
        QTest::newRow("semicolons, BOM, CR LF, other names")
            << QByteArray("\xEF\xBB\xBF"
                          "Date;Lead;Return Reason\r\n1.5.;ld_1;dead\r\n\r\n2.5.; ld_2 ;")
            << "2:ld_1|dead|,4:ld_2||";
        QTest::newRow("tabs") << QByteArray("id\treason\nB-9\tdead\n") << "2:B-9|dead|";
        QTest::newRow("quotes over lines")
            << QByteArray("lead_id,note\n\"a,b\",\"say \"\"no\"\"\nagain\"\nc,d\n")
            << "2:a,b||say \"no\"\nagain,4:c||d";
        QTest::newRow("our id before theirs") << QByteArray("external_id,lead_id\nS-1,ld_1\n") << "2:ld_1||";
        QTest::newRow("no rows") << QByteArray("lead_id\n") << "";
    }
    void tables()
    {
        QFETCH(QByteArray, csv);
        QFETCH(QString, rows);
        auto read = readReturnsFile(csv.toStdString());
        QVERIFY(read);
        QStringList found;
        for (const ReturnsFileRow &row : *read)
            found << QString::fromStdString(std::to_string(row.line) + ":" + row.lead + "|" + row.reason +
                                            "|" + row.note);
        QCOMPARE(found.join(QLatin1Char(',')), rows);
    }
    void tablesAtFault()
    {
        QCOMPARE(readReturnsFile("name,reason\na,b\n").error().code, std::string("missing_column"));
        QCOMPARE(readReturnsFile("").error().code, std::string("missing_column"));
        QCOMPARE(readReturnsFile("lead_id\n\"open").error().code, std::string("invalid_table"));
        QCOMPARE(readReturnsFile("lead_id\n\"open").error().field, std::string("line 2"));
        QCOMPARE(readReturnsFile(std::string((64u << 20) + 1, 'a')).error().code, std::string("too_large"));
        QCOMPARE(readReturnsFile("lead_id\n" + std::string(70'000, 'a')).error().code,
                 std::string("invalid_table"));
    }
    /// Seven characters that begin a formula, with each separator behind them.
    void nothingIsAFormula()
    {
        for (char first : std::string("=+-@\t\r\n")) {
            for (char separator : std::string(",;\t")) {
                const std::string text = std::string(1, first) + "SUM(A1" + separator + "A2)";
                const std::string field = csvField(text);
                QVERIFY(field.starts_with("\"'"));
                QVERIFY(field.ends_with("\""));
            }
        }
        QCOMPARE(csvField("=1"), std::string("'=1"));
        QCOMPARE(csvField("plain"), std::string("plain"));
        QCOMPARE(csvLine({"a", "b\"c", ""}), std::string("a,\"b\"\"c\",\r\n"));
    }
};

QTEST_GUILESS_MAIN(TestReturnPolicy)
#include "tst_returnpolicy.moc"
