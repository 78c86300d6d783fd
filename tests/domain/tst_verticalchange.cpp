// Newer versions of a vertical: what they may do, who is named where they may not, and that the verticals
// that ship can take the place of their first version.
#include "domain/json/json.h"
#include "domain/market/verticalchange.h"
#include <QTest>
#include <algorithm>

class VerticalChangeTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void namesWhoUsesWhat();
    void allows_data();
    void allows();
    void refuses_data();
    void refuses();
    void everyoneIsNamed();
    void unusedVerticalsMayChangeAtWill();
    void importsReplace();
};

using namespace bourse;
using namespace bourse::domain;

namespace {

MarketDocument market()
{
    static const std::string text = R"({"bourse_market":1,
      "workspace":{"slug":"acme","currency":"USD","zone":"UTC"},
      "verticals":[{"slug":"demo","label":"Demo","version":3,"fields":[
        {"key":"name","label":"Name","required_on_post":true,"pii":true},
        {"key":"age","label":"Age","type":"integer"},
        {"key":"shoe","label":"Shoe","type":"integer"},
        {"key":"kind","label":"Kind","type":"enum","choices":[{"value":"a","label":"A kind","synonyms":["first"]},"b"]},
        {"key":"home","label":"Home","type":"group","fields":[{"key":"city"},{"key":"street"}]},
        {"key":"drivers","label":"Drivers","type":"list","items":{"label":"Driver","type":"group","fields":[
          {"key":"first"},{"key":"state","type":"state"},{"key":"left"},{"key":"seen"},
          {"key":"tickets","type":"list","items":{"label":"Ticket","type":"group","fields":[{"key":"day","type":"date"},{"key":"place"}]}}]}},
        {"key":"remark","label":"Remark"},
        {"key":"tested","label":"Tested"}]},
       {"slug":"other","version":1,"fields":[{"key":"age","type":"integer"}]}],
      "sources":[{"slug":"web","vertical":"demo","tree":"main"},{"slug":"elsewhere","vertical":"other","tree":"aside"}],
      "buyers":[{"slug":"summit"}],
      "integrations":[
        {"bourse_integration":1,"slug":"flat","currency":"USD","endpoints":{"live":{"base_url":"https://b.example.com"}},
         "steps":{"post":{"method":"POST","path":"/p/{{lead.home.city}}","body":{"format":"json","rows":[
           {"target":"n","source":{"field":"name"}},
           {"target":"d","each":"drivers","rows":[{"target":"f","source":{"item":"first"}},
             {"target":"t","each":{"item":"tickets"},"rows":[{"target":"day","source":{"item":"day"}}]}]},
           {"target":"x","source":{"constant":"1"},"when":{"source":{"field":"tested"},"op":"exists"}}]},
           "response":{"rules":[{"id":"ok","when":{"source":{"http":"status"},"op":"equals","value":"200"},"outcome":"accepted"}]}}}},
        {"bourse_integration":1,"slug":"idle","currency":"USD","endpoints":{"live":{"base_url":"https://b.example.com"}},
         "steps":{"post":{"method":"POST","path":"/p","body":{"format":"json","rows":[{"target":"r","source":{"field":"remark"}}]},
           "response":{"rules":[{"id":"ok","when":{"source":{"http":"status"},"op":"equals","value":"200"},"outcome":"accepted"}]}}}}],
      "trees":[{"slug":"main","root":{"type":"group","slug":"top","logic":"auction",
          "filter":{"field":"drivers[*].state","op":"equals","value":"TX"},"children":[
          {"type":"channel","slug":"c1","buyer":"summit","integration":"flat",
           "price":{"kind":"fixed","fixed":"31","rules":[{"when":{"not":{"field":"age","op":"less","value":"25"}},"amount":"20"}]}}]}},
        {"slug":"aside","root":{"type":"group","slug":"side","logic":"auction","children":[
          {"type":"channel","slug":"c2","buyer":"summit","integration":"idle","price":{"kind":"fixed","fixed":"3"}}]}}]})";
    auto read = marketDocumentFromJson(text);
    if (!read)
        for (const Error &error : read.errors())
            qWarning("%s %s: %s", error.code.c_str(), error.field.c_str(), error.message.c_str());
    return read ? *read : MarketDocument();
}

FieldSpec *find(std::vector<FieldSpec> &fields, std::string_view key)
{
    auto at =
        std::find_if(fields.begin(), fields.end(), [&](const FieldSpec &one) { return one.key == key; });
    return at == fields.end() ? nullptr : &*at;
}

void drop(std::vector<FieldSpec> &fields, std::string_view key)
{
    std::erase_if(fields, [&](const FieldSpec &one) { return one.key == key; });
}

FieldSpec text(const char *key)
{
    FieldSpec field;
    field.key = field.label = key;
    return field;
}

using Edit = void (*)(FieldSchema &);
} // namespace
Q_DECLARE_METATYPE(Edit)

void VerticalChangeTest::namesWhoUsesWhat()
{
    std::string found;
    for (const FieldUse &use : fieldUses(market(), "demo"))
        found += use.path + " < " + use.user + '\n';
    QCOMPARE(found, std::string("name < the source “web”\n"
                                "drivers.state < the filter of “top” in the tree “main”\n"
                                "age < a price rule of “c1” in the tree “main”\n"
                                "home.city < the integration “flat”\n"
                                "name < the integration “flat”\n"
                                "drivers < the integration “flat”\n"
                                "drivers.first < the integration “flat”\n"
                                "drivers.tickets < the integration “flat”\n"
                                "drivers.tickets.day < the integration “flat”\n"
                                "tested < the integration “flat”\n"));
    QCOMPARE(fieldUses(market(), "other").front(), (FieldUse{"remark", "the integration “idle”"}));
    QVERIFY(fieldUses(market(), "none").empty());
}

void VerticalChangeTest::allows_data()
{
    QTest::addColumn<Edit>("edit");
    const auto row = [](const char *title, Edit edit) {
        QTest::newRow(title) << edit;
    };
    row("nothing", [](FieldSchema &) {});
    row("a new optional field", [](FieldSchema &to) { to.fields.push_back(text("hat")); });
    row("a new optional field within a list",
        [](FieldSchema &to) { find(to.fields, "drivers")->fields[0].fields.push_back(text("hat")); });
    row("a new list whose items need something", [](FieldSchema &to) {
        FieldSpec list = text("hats"), item = text("item"), size = text("size");
        size.requiredOnPost = true;
        item.type = FieldType::Group;
        item.fields = {size};
        list.type = FieldType::List;
        list.fields = {item};
        to.fields.push_back(list);
    });
    row("an unused field gone", [](FieldSchema &to) { drop(to.fields, "shoe"); });
    row("an unused field retyped", [](FieldSchema &to) { find(to.fields, "shoe")->type = FieldType::Text; });
    row("what only another vertical's integration reads", [](FieldSchema &to) { drop(to.fields, "remark"); });
    row("an unused member of a used group",
        [](FieldSchema &to) { drop(find(to.fields, "home")->fields, "street"); });
    row("an unused member of a used list",
        [](FieldSchema &to) { drop(find(to.fields, "drivers")->fields[0].fields, "left"); });
    row("an old field required", [](FieldSchema &to) { find(to.fields, "age")->requiredOnPing = true; });
    row("a required field optional",
        [](FieldSchema &to) { find(to.fields, "name")->requiredOnPost = false; });
    row("more choices and words", [](FieldSchema &to) {
        find(to.fields, "kind")->choices[0].synonyms.push_back("premier");
        find(to.fields, "kind")->choices.push_back({"c", "C", {}});
    });
    row("a choice that lives on as a word", [](FieldSchema &to) {
        FieldSpec *kind = find(to.fields, "kind");
        kind->choices.pop_back();
        kind->choices[0].synonyms.push_back("B");
    });
    row("another order", [](FieldSchema &to) { std::reverse(to.fields.begin(), to.fields.end()); });
}

void VerticalChangeTest::allows()
{
    QFETCH(Edit, edit);
    MarketDocument after = market();
    const FieldSchema before = after.verticals[0];
    edit(after.verticals[0]);
    const bool changed = after.verticals[0] != before;
    if (changed) {
        // not without saying so
        const Errors silent = checkVerticalChange(before, after.verticals[0], after);
        QCOMPARE(silent.size(), std::size_t(1));
        QCOMPARE(silent[0].code, std::string("vertical_version"));
        QCOMPARE(silent[0].field, std::string("verticals.demo"));
    }
    after.verticals[0].version = 4;
    const Errors errors = checkVerticalChange(before, after.verticals[0], after);
    QVERIFY2(errors.empty(), errors.empty() ? "" : errors[0].message.c_str());
    // nor back
    QVERIFY(!checkVerticalChange(after.verticals[0], before, after).empty());
}

void VerticalChangeTest::refuses_data()
{
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("names");
    const auto row = [](const char *title, Edit edit, const char *code, const char *field,
                        const char *names) {
        QTest::newRow(title) << edit << QByteArray(code) << QByteArray(field) << QByteArray(names);
    };
    row(
        "required by a source", [](FieldSchema &to) { drop(to.fields, "name"); }, "field_in_use",
        "verticals.demo.name", "the source “web”");
    row(
        "read by an integration", [](FieldSchema &to) { drop(to.fields, "tested"); }, "field_in_use",
        "verticals.demo.tested", "the integration “flat”");
    row(
        "read of an item",
        [](FieldSchema &to) { drop(find(to.fields, "drivers")->fields[0].fields, "first"); }, "field_in_use",
        "verticals.demo.drivers.first", "the integration “flat”");
    row(
        "read of an item's item",
        [](FieldSchema &to) {
            drop(find(find(to.fields, "drivers")->fields[0].fields, "tickets")->fields[0].fields, "day");
        },
        "field_in_use", "verticals.demo.drivers.tickets.day", "the integration “flat”");
    row(
        "read in a path", [](FieldSchema &to) { drop(find(to.fields, "home")->fields, "city"); },
        "field_in_use", "verticals.demo.home.city", "the integration “flat”");
    row(
        "the group around it", [](FieldSchema &to) { drop(to.fields, "home"); }, "field_in_use",
        "verticals.demo.home", "the integration “flat”");
    row(
        "asked by a filter",
        [](FieldSchema &to) { drop(find(to.fields, "drivers")->fields[0].fields, "state"); }, "field_in_use",
        "verticals.demo.drivers.state", "the filter of “top” in the tree “main”");
    row(
        "asked by a price", [](FieldSchema &to) { find(to.fields, "age")->type = FieldType::Text; },
        "field_in_use", "verticals.demo.age", "a price rule of “c1” in the tree “main”");
    row(
        "a list of something else",
        [](FieldSchema &to) { find(to.fields, "drivers")->fields[0] = text("item"); }, "field_in_use",
        "verticals.demo.drivers", "the filter of “top” in the tree “main”, the integration “flat”");
    row(
        "a choice gone", [](FieldSchema &to) { find(to.fields, "kind")->choices.pop_back(); },
        "choice_in_use", "verticals.demo.kind", "“b”");
    row(
        "a word gone", [](FieldSchema &to) { find(to.fields, "kind")->choices[0].synonyms.clear(); },
        "choice_in_use", "verticals.demo.kind", "“first”");
    row(
        "new and required",
        [](FieldSchema &to) {
            to.fields.push_back(text("hat"));
            to.fields.back().requiredOnPing = true;
        },
        "new_field_required", "verticals.demo.hat", "“hat”");
    row(
        "new and required within a list",
        [](FieldSchema &to) {
            auto &fields = find(to.fields, "drivers")->fields[0].fields;
            fields.push_back(text("hat"));
            fields.back().requiredOnPost = true;
        },
        "new_field_required", "verticals.demo.drivers.hat", "“hat”");
    row(
        "an older version", [](FieldSchema &to) { to.version = 2; }, "vertical_version", "verticals.demo",
        "version 3");
}

void VerticalChangeTest::refuses()
{
    QFETCH(Edit, edit);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, names);
    MarketDocument after = market();
    const FieldSchema before = after.verticals[0];
    after.verticals[0].version = 4;
    edit(after.verticals[0]);
    const Errors errors = checkVerticals(market(), after);
    for (std::size_t i = 1; i < errors.size(); ++i)
        qWarning("also %s %s", errors[i].code.c_str(), errors[i].field.c_str());
    QCOMPARE(errors.size(), std::size_t(1));
    QCOMPARE(QByteArray::fromStdString(errors[0].code), code);
    QCOMPARE(QByteArray::fromStdString(errors[0].field), field);
    QVERIFY2(errors[0].message.find(names.toStdString()) != std::string::npos, errors[0].message.c_str());
    QVERIFY(!errors[0].rule.empty());
}

/// All at once, and of one field everybody.
void VerticalChangeTest::everyoneIsNamed()
{
    MarketDocument after = market();
    after.verticals[0].version = 9;
    drop(after.verticals[0].fields, "name");
    drop(after.verticals[0].fields, "age");
    drop(after.verticals[0].fields, "shoe");
    const Errors errors = checkVerticals(market(), after);
    QCOMPARE(errors.size(), std::size_t(2));
    QCOMPARE(errors[0].message,
             std::string("“Name” is gone, but is used by the integration “flat”, the source “web”."));
    QCOMPARE(errors[1].field, std::string("verticals.demo.age"));
}

void VerticalChangeTest::unusedVerticalsMayChangeAtWill()
{
    MarketDocument after = market();
    std::erase_if(after.sources, [](const Source &source) { return source.vertical == "demo"; });
    after.verticals[0].version = 4;
    after.verticals[0].fields = {text("hat")};
    after.verticals[0].fields[0].requiredOnPing = true;
    QVERIFY(checkVerticals(market(), after).empty());
}

void VerticalChangeTest::importsReplace()
{
    const MarketDocument existing = market();
    MarketDocument incoming;
    incoming.workspace = existing.workspace;
    incoming.verticals = {existing.verticals[0]};
    incoming.verticals[0].fields.push_back(text("hat"));
    QCOMPARE(merge(existing, incoming).error().code, std::string("slug_conflict"));
    incoming.verticals[0].version = 4;
    auto merged = merge(existing, incoming);
    QVERIFY(merged.ok());
    QVERIFY(merged->verticals[0] == incoming.verticals[0] && merged->verticals[1] == existing.verticals[1]);
    // an older one does not come back
    QCOMPARE(merge(*merged, existing).error().code, std::string("slug_conflict"));
    drop(incoming.verticals[0].fields, "tested");
    QCOMPARE(merge(existing, incoming).error().code, std::string("field_in_use"));
}

QTEST_GUILESS_MAIN(VerticalChangeTest)
#include "tst_verticalchange.moc"
