// The gates of sources and buyers as documents: what is read, written back, and refused with its place.
#include "domain/json/json.h"
#include "domain/market/marketdocument.h"
#include <QTest>
#include <algorithm>

using namespace bourse;
using namespace bourse::domain;

namespace {
/// A market whose source or buyer has these members.
Result<MarketDocument> market(const std::string &ofSource, const std::string &ofBuyer = {})
{
    const std::string text =
        R"({"bourse_market":1,"workspace":{"slug":"a","currency":"USD","zone":"UTC"},
        "verticals":[{"slug":"v","fields":[{"key":"email","type":"email"},{"key":"phone","type":"phone"},
          {"key":"ip","type":"ip_address"},{"key":"home","type":"group","fields":[{"key":"city"}]}]},
          {"slug":"w","fields":[{"key":"plate"}]}],
        "sources":[{"slug":"s","vertical":"v","tree":"t")" +
        (ofSource.empty() ? "" : "," + ofSource) + R"(}],
        "buyers":[{"slug":"b")" +
        (ofBuyer.empty() ? "" : "," + ofBuyer) + R"(}],
        "trees":[{"slug":"t","root":{"type":"group","slug":"r","logic":"auction","children":[]}}]})";
    auto json = parseJson(text);
    if (!json)
        qFatal("%s: %s", text.c_str(), json.error().message.c_str());
    return marketDocumentFromValue(*json);
}
} // namespace

class IntakeGatesTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void defaults();
    void everySettingComesBack();
    void refusals_data();
    void refusals();
};

void IntakeGatesTest::defaults()
{
    auto document = market(
        R"("duplicates":[{"fields":["email"]}],"bots":{"min_fill":{"seconds_field":"t"},"ip_rate":{}},"score":{})",
        R"("duplicates":[{"fields":["plate"]}])");
    QVERIFY2(document.ok(), document.ok() ? "" : document.error().message.c_str());
    const SourceGates &gates = document->sources[0].gates;
    const DuplicateRule &rule = gates.duplicates[0];
    QVERIFY(rule.match == DuplicateRule::Match::All && rule.days == 30 && !rule.soldOnly &&
            rule.effect.refuses);
    QVERIFY(rule.scope == DuplicateRule::Scope::Source && rule.beforePing() && !rule.beforePost());
    QVERIFY(gates.fillTime->seconds == 3 && gates.addressRate->perMinute == 10 && gates.score->base == 50);
    const DuplicateRule &buyers = document->buyers[0].gates.duplicates[0];
    QVERIFY(buyers.scope == DuplicateRule::Scope::Buyer && buyers.beforePing() && buyers.beforePost());
    QCOMPARE(describe(rule, 0), std::string("rule 1 (email)"));
    // what is as it is by default is not written
    auto without = market({});
    QVERIFY(toJson(*without).find("score") == std::string::npos);
}

void IntakeGatesTest::everySettingComesBack()
{
    const std::string source =
        R"("duplicates":[{"fields":["email","phone"],"match":"any","days":365,"scope":"everywhere","count":"sold","at":"both"},)"
        R"({"fields":["phone"],"then":"score","add":-7}],)"
        R"("bots":{"honeypot":{"field":"Web Site","then":"score","add":-9},"min_fill":{"started_field":"at","seconds":9},)"
        R"("ip_rate":{"field":"ip","per_minute":1,"then":"score","add":0}},)"
        R"("score":{"base":0,"rules":[{"when":"email exists","add":100,"reason":"has an address"},)"
        R"({"when":{"about":"history.sold","field":"phone","days":1,"op":"greater","value":0},"add":-100}]})";
    auto document = market(
        source,
        R"("duplicates":[{"fields":["phone","plate"],"scope":"vertical","at":"ping","count":"sold"}])");
    QVERIFY2(document.ok(), document.ok() ? "" : document.error().message.c_str());
    auto again = marketDocumentFromJson(toJson(*document));
    QVERIFY(again.ok());
    QVERIFY(*again == *document);
    QCOMPARE(toJson(*again), toJson(*document));
    QCOMPARE(document->sources[0].gates.duplicates[0].effect.refuses, true);
    QCOMPARE(document->sources[0].gates.addressRate->effect.refuses, false);
    QCOMPARE(toText(document->sources[0].gates.score->rules[1].when),
             std::string("history.sold(phone, 1d) > 0"));
}

void IntakeGatesTest::refusals_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("buyer");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("field");
    auto row = [](const char *source, const char *code, const char *field) {
        QTest::newRow(source) << QByteArray(source) << QByteArray() << QByteArray(code) << QByteArray(field);
    };
    auto buyer = [](const char *text, const char *code, const char *field) {
        QTest::newRow(text) << QByteArray() << QByteArray(text) << QByteArray(code) << QByteArray(field);
    };
    row(R"("duplicates":[{}])", "required", "sources[0].duplicates[0].fields");
    row(R"("duplicates":[{"fields":["home.city"]}])", "not_a_path", "sources[0].duplicates[0].fields[0]");
    row(R"("duplicates":[{"fields":["email","email"]}])", "not_unique", "sources[0].duplicates[0].fields[1]");
    row(R"("duplicates":[{"fields":["home"]}])", "wrong_field_type", "sources[0].duplicates[0].fields[0]");
    row(R"("duplicates":[{"fields":["plate"]}])", "unknown_field", "sources[0].duplicates[0].fields[0]");
    row(R"("duplicates":[{"fields":["email"],"days":0}])", "out_of_range", "sources[0].duplicates[0].days");
    row(R"("duplicates":[{"fields":["email"],"days":366}])", "out_of_range", "sources[0].duplicates[0].days");
    row(R"("duplicates":[{"fields":["email"],"match":"some"}])", "not_a_choice",
        "sources[0].duplicates[0].match");
    row(R"("duplicates":[{"fields":["email"],"scope":"buyer"}])", "not_applicable",
        "sources[0].duplicates[0].scope");
    row(R"("duplicates":[{"fields":["email"],"then":"skip"}])", "not_a_choice",
        "sources[0].duplicates[0].then");
    row(R"("duplicates":[{"fields":["email"],"add":3}])", "not_applicable", "sources[0].duplicates[0].add");
    row(R"("duplicates":[{"fields":["email"],"then":"score"}])", "required", "sources[0].duplicates[0].add");
    row(R"("duplicates":[{"fields":["email"],"then":"score","add":1,"at":"post"}])", "not_applicable",
        "sources[0].duplicates[0].at");
    row(R"("duplicates":[{"fields":["email"],"window":3}])", "unknown_key",
        "sources[0].duplicates[0].window");
    row(R"("bots":{"honeypot":{}})", "required", "sources[0].bots.honeypot.field");
    row(R"("bots":{"captcha":{}})", "unknown_key", "sources[0].bots.captcha");
    row(R"("bots":{"min_fill":{}})", "required", "sources[0].bots.min_fill");
    row(R"("bots":{"min_fill":{"seconds_field":"a","started_field":"b"}})", "required",
        "sources[0].bots.min_fill");
    row(R"("bots":{"ip_rate":{"field":"email"}})", "wrong_field_type", "sources[0].bots.ip_rate.field");
    row(R"("bots":{"ip_rate":{"per_minute":0}})", "out_of_range", "sources[0].bots.ip_rate.per_minute");
    row(R"("score":{"base":101})", "out_of_range", "sources[0].score.base");
    row(R"("score":{"rules":[{"add":1}]})", "required", "sources[0].score.rules[0].when");
    row(R"("score":{"rules":[{"when":"email exists"}]})", "required", "sources[0].score.rules[0].add");
    row(R"("score":{"rules":[{"when":"email","add":1}]})", "filter_syntax",
        "sources[0].score.rules[0].when.text:6");
    row(R"("score":{"rules":[{"when":"emial exists","add":1}]})", "unknown_field",
        "sources[0].score.rules[0].when.field");
    row(R"("score":{"rules":[{"when":"email exists","add":101}]})", "out_of_range",
        "sources[0].score.rules[0].add");
    buyer(R"("duplicates":[{"fields":["nothing"]}])", "unknown_field", "buyers[0].duplicates[0].fields[0]");
    buyer(R"("duplicates":[{"fields":["email"],"then":"reject"}])", "not_a_choice",
          "buyers[0].duplicates[0].then");
}

void IntakeGatesTest::refusals()
{
    QFETCH(QByteArray, source);
    QFETCH(QByteArray, buyer);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, field);
    auto document = market(source.toStdString(), buyer.toStdString());
    QVERIFY(!document.ok());
    const bool found =
        std::any_of(document.errors().begin(), document.errors().end(), [&](const Error &error) {
            return error.code == code.toStdString() && error.field == field.toStdString() &&
                   !error.message.empty();
        });
    std::string all;
    for (const Error &error : document.errors())
        all += error.code + " " + error.field + "; ";
    QVERIFY2(found, all.c_str());
}

QTEST_GUILESS_MAIN(IntakeGatesTest)
#include "tst_intakegates.moc"
