// Labels and plain-sentence diffs.
#include <QTest>

class TestDescribe : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void transforms_data();
    void transforms();
    void sources_data();
    void sources();
    void conditions_data();
    void conditions();
    void diffsOfLookups();
    void diffs_data();
    void diffs();
    void everyChangeIsSaid();
    void neverEndless();
};

#include "domain/integration/describe.h"
#include "domain/json/json.h"
#include <QDir>
#include <QFile>
#include <functional>

using namespace bourse;
using namespace bourse::domain;

namespace {

Value json(const std::string &text)
{
    const auto value = parseJson(text);
    if (!value)
        qFatal("%s", value.error().message.c_str());
    return *value;
}

std::string all(const std::vector<std::string> &sentences)
{
    std::string out;
    for (const std::string &one : sentences)
        out += one + '\n';
    return out;
}

const char kBefore[] = R"({"bourse_integration":1,"slug":"a","label":"A","currency":"USD",
  "variables":{"src":"x"},"tables":{"t":{"a":"A","b":"B"}},"allowed_hosts":["a.example"],
  "endpoints":{"live":{"base_url":"https://a.example"},"test":{"base_url":"http://t.example"}},
  "steps":{
    "ping":{"method":"POST","path":"/p","headers":[{"target":"Accept","source":{"constant":"x"}}],
      "body":{"format":"form","rows":[
        {"target":"Zip","source":{"field":"postal_code"}},
        {"target":"Email_Hash","source":{"field":"email"},"transforms":[{"do":"trim"},{"do":"hash","algorithm":"md5"}]},
        {"target":"State","source":{"field":"state"},"on_empty":"refuse"}]},
      "time_limit_ms":900,
      "response":{"extract":{"price":{"source":{"xpath":"/r/price"}}},
        "reasons":[{"op":"contains","value":"cap","code":"buyer_capped"}],
        "rules":[{"id":"ok","outcome":"accepted","when":{"source":{"xpath":"/r/s"},"op":"equals","value":"Matched"}},
                 {"id":"no","outcome":"rejected"}]}},
    "post":{"time_limit_ms":900,"response":{"rules":[{"id":"no","outcome":"rejected"}]}}}})";

} // namespace

void TestDescribe::transforms_data()
{
    QTest::addColumn<QByteArray>("transform");
    QTest::addColumn<QByteArray>("chip");
    const auto row = [](const char *transform, const char *chip) {
        QTest::newRow(chip) << QByteArray(transform) << QByteArray(chip);
    };
    row(R"({"do":"substring","start":0,"length":20})", "Cut 20");
    row(R"({"do":"substring","length":5})", "First 5");
    row(R"({"do":"substring","start":-4})", "Last 4");
    row(R"({"do":"substring","start":2,"length":3})", "From 3, 3");
    row(R"({"do":"state","to":"code"})", "State code");
    row(R"({"do":"boolean","true":"Yes","false":"No"})", "Yes/No");
    row(R"({"do":"boolean"})", "true/false");
    row(R"({"do":"hash","algorithm":"md5"})", "MD5, hex");
    row(R"({"do":"hash","encoding":"base64"})", "SHA-256, base64");
    row(R"({"do":"hmac","algorithm":"sha1","encoding":"hex_upper"})", "HMAC-SHA-1, upper-case hex");
    row(R"({"do":"map","entries":{"a":1,"b":2}})", "Map 2 values");
    row(R"({"do":"map","table":"case_types"})", "Map case types");
    row(R"({"do":"trim"})", "Trim");
    row(R"({"do":"lower"})", "Lower");
    row(R"({"do":"digits"})", "Digits");
    row(R"({"do":"phone","to":"last4"})", "Phone last 4");
    row(R"({"do":"date","format":"%m/%d/%Y"})", "Date %m/%d/%Y");
    row(R"({"do":"epoch","unit":"ms"})", "Unix time, ms");
    row(R"({"do":"round","decimals":2})", "Round to 2 decimals");
    row(R"({"do":"something_new","n":3,"list":[1]})", "Something new 3");
    row("{}", "?");
}

void TestDescribe::transforms()
{
    QFETCH(QByteArray, transform);
    QFETCH(QByteArray, chip);
    QCOMPARE(QByteArray::fromStdString(describeTransform(json(transform.toStdString()))), chip);
}

void TestDescribe::sources_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("label");
    const auto row = [](const char *source, const char *label) {
        QTest::newRow(source) << QByteArray(source) << QByteArray(label);
    };
    row(R"({"field":"contact.email"})", "contact.email");
    row(R"({"constant":"pingPostLead"})", "pingPostLead");
    row(R"({"constant":""})", "“”");
    row(R"({"constant":{"a":1}})", R"({"a":1})");
    row(R"({"secret":"ahp_key"})", "ahp_key");
    row(R"({"lookup":"source_codes","key":{"field":"source"}})", "Source codes of source");
    row(R"({"computed":"epoch_s"})", "Unix time, s");
    row(R"({"first_of":[{"field":"a"},{"constant":"b"}]})", "a, else b");
    row(R"({"body":{"format":"json","rows":[]}})", "JSON body");
    row(R"({"json":"$.price"})", "$.price");
    row(R"({"xpath":"/r/x","inner":{"json":"$.a"}})", "/r/x › $.a");
    row(R"({"http":"status"})", "HTTP status");
    row(R"({"text":"body"})", "whole text");
    row(R"({"header":"X-Id"})", "header X-Id");
    row(R"({"delimited":"|","index":1})", "part 2 by “|”");
    row(R"({"delimited":"|","index":-1})", "part 1 from the end by “|”");
    row(R"({"delimited":"|","take":"all"})", "every part by “|”");
    row(R"~({"regex":"id","take":"all"})~", "every /id/");
    row(R"({"pair":"price"})", "price=");
    row(R"~({"regex":"id (\\d+)"})~", "/id (\\d+)/");
    row("{}", "nothing");
}

void TestDescribe::sources()
{
    QFETCH(QByteArray, source);
    QFETCH(QByteArray, label);
    QCOMPARE(QByteArray::fromStdString(describeSource(json(source.toStdString()))), label);
}

void TestDescribe::conditions_data()
{
    QTest::addColumn<QByteArray>("condition");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](const char *condition, const char *words) {
        QTest::newRow(words) << QByteArray(condition) << QByteArray(words);
    };
    row(R"({"source":{"xpath":"/response/status"},"op":"equals","value":"Matched"})",
        "/response/status equals Matched");
    row(R"({"source":{"http":"status"},"op":"ge","value":500})", "HTTP status is at least 500");
    row(R"({"source":{"xpath":"/response/error"},"op":"exists"})", "/response/error is present");
    row(R"({"source":{"json":"$.a"},"op":"in","value":["x","y"]})", "$.a is one of x, y");
    row(R"({"all":[{"source":{"json":"$.a"},"op":"exists"},{"any":[{"source":{"json":"$.b"},"op":"empty"},
            {"not":{"source":{"json":"$.c"},"op":"equals","value":""}}]}]})",
        "$.a is present and ($.b is empty or not ($.c equals “”))");
    row(R"({"source":{"json":"$.a"},"transforms":[{"do":"trim"}],"op":"equals","value":1})",
        "$.a, trim, equals 1");
}

void TestDescribe::conditions()
{
    QFETCH(QByteArray, condition);
    QFETCH(QByteArray, words);
    QCOMPARE(QByteArray::fromStdString(describeCondition(json(condition.toStdString()))), words);
}

void TestDescribe::diffsOfLookups()
{
    const auto with = [](const std::string &then) {
        return json(R"({"steps":{"lookup":{"path":"/l","then":[)" + then + R"(]}}})");
    };
    const std::string dnc = R"({"name":"dnc","path":"/a"})";
    const std::string age = R"({"name":"age","body":{"rows":[{"target":"x"}]}})";
    const auto sentences = [](const Value &before, const Value &after) {
        std::string out;
        for (const std::string &one : diffSentences(before, after))
            out += one + '\n';
        return out;
    };
    QCOMPARE(sentences(with(dnc), with(R"({"name":"dnc","path":"/b"})")),
             std::string("Lookup dnc: path /a → /b.\n"));
    QCOMPARE(sentences(with(dnc), with(dnc + "," + age)), std::string("Lookup age added, 1 row.\n"));
    QCOMPARE(sentences(with(dnc + "," + age), with(age)), std::string("Lookup dnc removed.\n"));
    QCOMPARE(sentences(with(dnc + "," + age), with(age + "," + dnc)),
             std::string("The look-ups follow each other in another order.\n"));
}

void TestDescribe::diffs_data()
{
    QTest::addColumn<QByteArray>("find");
    QTest::addColumn<QByteArray>("with");
    QTest::addColumn<QByteArray>("sentences");
    const auto row = [](const char *find, const char *with, const char *sentences) {
        QTest::newRow(sentences) << QByteArray(find) << QByteArray(with) << QByteArray(sentences) + '\n';
    };
    row(R"("source":{"field":"postal_code"})",
        R"("source":{"field":"postal_code"},"transforms":[{"do":"substring","length":5}])",
        "Ping: Zip now takes postal_code, first 5 characters.");
    row(R"("post":{"time_limit_ms":900)", R"("post":{"time_limit_ms":1200)",
        "Post: time limit 900 ms → 1,200 ms.");
    row(R"({"target":"Email_Hash","source":{"field":"email"},"transforms":[{"do":"trim"},{"do":"hash","algorithm":"md5"}]},)",
        "", "Ping: target Email_Hash removed.");
    row(R"("target":"Email_Hash")", R"("target":"email_md5")",
        "Ping: target Email_Hash renamed to email_md5.");
    row(R"({"target":"State")", R"({"target":"City","source":{"field":"city"}},{"target":"State")",
        "Ping: City added, takes city.");
    row(R"("on_empty":"refuse")", R"("on_empty":"empty")",
        "Ping: State, when empty: the lead is refused → sent empty.");
    row(R"("source":{"field":"state"})",
        R"("when":{"source":{"field":"x"},"op":"exists"},"source":{"field":"state"})",
        "Ping: State is now sent only when x is present.");
    row(R"("source":{"constant":"x"})", R"("source":{"constant":"y"})",
        "Ping: header Accept now takes the constant y.");
    row(R"("value":"Matched")", R"("value":"OK")", "Ping: rule ok now holds when /r/s equals OK.");
    row(R"("xpath":"/r/price")", R"("xpath":"/r/bid")", "Ping: price is now read from /r/bid.");
    row(R"("code":"buyer_capped")", R"("code":"buyer_rejected")",
        "Ping: a reason that contains cap now means buyer_rejected.");
    row(R"("base_url":"https://a.example")", R"("base_url":"https://b.example")",
        "Live endpoint: https://a.example → https://b.example.");
    row(R"("src":"x")", R"("src":"y")", "Variable src x → y.");
    row(R"("a":"A")", R"("a":"Aa")", "Table t: a A → Aa.");
    row(R"("label":"A")", R"("label":"B")", "Label A → B.");
    row(R"("path":"/p")", R"("path":"/q")", "Ping: path /p → /q.");
    row(R"("format":"form")",
        R"("format":"form","prolog":[{"instruction":"ADF","text":"VERSION=\"1.0\""},{"space":" "},{"doctype":"adf"}])",
        "Ping: before the root now stands the instruction ADF VERSION=\"1.0\", the document type adf.");
    row(R"("format":"form")", R"("format":"json")", "Ping: body format form → json.");
    row(R"("allowed_hosts":["a.example"])", R"("allowed_hosts":["a.example","b.example"])",
        "Allowed host b.example added.");
    row(R"("slug":"a",)", R"("slug":"a","samples":[{"id":"s","label":"One","step":"ping","response":"x"}],)",
        "Sample “One” added.");
}

void TestDescribe::diffs()
{
    QFETCH(QByteArray, find);
    QFETCH(QByteArray, with);
    QFETCH(QByteArray, sentences);
    QByteArray changed(kBefore);
    QVERIFY(changed.contains(find));
    changed.replace(changed.indexOf(find), find.size(), with);
    QCOMPARE(QByteArray::fromStdString(all(diffSentences(json(kBefore), json(changed.toStdString())))),
             sentences);
}

/// Every scalar of every template, changed and removed; every list turned round; keys in another order.
void TestDescribe::everyChangeIsSaid()
{
    const QDir dir(QStringLiteral(BOURSE_SOURCE_DIR "/resources/integrations"));
    int changes = 0;
    for (const QString &file : dir.entryList({QStringLiteral("*.json")})) {
        QFile in(dir.filePath(file));
        QVERIFY(in.open(QIODevice::ReadOnly));
        const Value before = json(in.readAll().toStdString());
        QVERIFY(diffSentences(before, before).empty());
        Value after = before;
        const std::function<void(Value &)> walk = [&](Value &node) {
            const Value kept = node;
            const auto differs = [&](Value other) {
                if (other == kept)
                    return;
                node = std::move(other);
                const auto sentences = diffSentences(before, after);
                if (sentences.empty() || sentences.front().size() < 4)
                    qWarning("%s", writeJson(kept).substr(0, 200).c_str());
                QVERIFY(!sentences.empty());
                QVERIFY(sentences.front().ends_with('.'));
                node = kept;
                ++changes;
            };
            if (Object *object = node.asObject()) {
                for (const Member &member : *kept.asObject()) {
                    Object fewer = *kept.asObject();
                    fewer.remove(member.first);
                    differs(Value(fewer));
                }
                Object turned;
                for (auto it = kept.asObject()->end(); it != kept.asObject()->begin();) {
                    --it;
                    turned.append(it->first, it->second);
                }
                node = Value(turned);
                const auto said = diffSentences(before, after);
                node = kept;
                QVERIFY2(said.empty(), all(said).c_str());
                object = node.asObject();
                for (Member &member : *object)
                    walk(member.second);
            } else if (node.asArray()) {
                differs(Value(Array(kept.asArray()->rbegin(), kept.asArray()->rend())));
                differs(Value(Array()));
                for (Value &item : *node.asArray())
                    walk(item);
            } else {
                differs(Value(kept.toText() + "x"));
                differs(Value());
            }
        };
        if (changes < 1'200)
            walk(after);
    }
    QVERIFY(changes > 1'000);
}

void TestDescribe::neverEndless()
{
    Object many;
    for (int i = 0; i < 5'000; ++i)
        many.append("v" + std::to_string(i), i);
    const auto sentences =
        diffSentences(Value(Object{{"variables", Object{}}}), Value(Object{{"variables", many}}));
    QCOMPARE(sentences.size(), std::size_t(1'001));
    QCOMPARE(sentences.back(), std::string("4000 further changes."));
    QVERIFY(!diffSentences(Value(1), Value(Object{})).empty());
    QVERIFY(diffSentences(Value(), Value()).empty());
    // Shapes that no document has.
    for (const char *odd :
         {R"({"steps":[1]})", R"({"steps":{"ping":1}})", R"({"tables":3})", R"({"endpoints":{"live":[]}})",
          R"({"samples":{}})", R"({"specification":1})",
          R"({"steps":{"ping":{"body":{"rows":{}},"response":{"rules":1,"extract":2,"reasons":3}}}})",
          R"({"allowed_hosts":{"a":1}})", R"({"variables":[1]})"}) {
        QVERIFY2(!diffSentences(json(kBefore), json(odd)).empty(), odd);
        QVERIFY2(!diffSentences(json(odd), json(kBefore)).empty(), odd);
        QVERIFY2(!diffSentences(json(odd), json("{}")).empty(), odd);
        QVERIFY2(!diffSentences(json("{}"), json(odd)).empty(), odd);
    }
}

QTEST_GUILESS_MAIN(TestDescribe)
#include "tst_describe.moc"
