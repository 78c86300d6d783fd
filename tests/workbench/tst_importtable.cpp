// Specification tables in every way they are pasted.
#include <QTest>

class TestImportTable : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void tables_data();
    void tables();
    void valueLists_data();
    void valueLists();
    void damagedTablesEnd();
    void tablesMakeDrafts();
};

#include "domain/integration/integration.h"
#include "domain/json/json.h"
#include "workbench/import/draft.h"
#include "workbench/import/valuelist.h"
#include <random>

using namespace bourse;
using namespace bourse::workbench;

namespace {

/// step target [required|optional|words] (type) {values} #max ~example =default - note
std::string dump(const ImportResult &result)
{
    std::string out;
    for (const SpecificationField &field : result.specification) {
        if (field.step)
            out += std::string(domain::name(*field.step)) + ' ';
        out += field.target;
        if (field.required)
            out += *field.required ? " required" : " optional";
        else if (!field.requiredText.empty())
            out += " [" + field.requiredText + ']';
        if (!field.type.empty())
            out += " (" + field.type + ')';
        if (!field.values.empty()) {
            out += " {";
            for (std::size_t i = 0; i < field.values.size(); ++i)
                out += (i ? "|" : "") + field.values[i] +
                       (i < field.valueLabels.size() && !field.valueLabels[i].empty()
                            ? "=" + field.valueLabels[i]
                            : "");
            out += '}';
        }
        if (!field.maxLength.empty())
            out += " #" + field.maxLength;
        if (!field.example.empty())
            out += " ~" + field.example;
        if (!field.defaultValue.empty())
            out += " =" + field.defaultValue;
        if (!field.note.empty())
            out += " - " + field.note;
        out += '\n';
    }
    for (const ImportItem &item : result.report.items)
        out += (item.state == ImportState::NotUnderstood ? "lost " : "note ") + item.code + ' ' + item.text +
               '\n';
    return out;
}

const char *const kTab = "Field\tRequired\tType\tDescription\tAllowed Values\n"
                         "first_name\tYes\tString\tFirst name of the lead\t\n"
                         "homeowner\tYes\tEnum\tOwns the home\tYes, No\n"
                         "credit\tNo\tList\tSelf-rated credit\t1 = Excellent; 2 = Good; 3 = Fair\n";

const char *const kComma = "Parameter,Required,Max Length,Description,Example\n"
                           "zip_code,Y,5,\"ZIP code, five digits\",78701\n"
                           "notes,N,4000,\"Says \"\"anything\"\"\",\n"
                           "ip_address,Y,45,Address of the consumer,192.0.2.7\n";

const char *const kMarkdown = "## Ping\n\n"
                              "| Name | Type | Required? | Notes |\n"
                              "|------|:----:|-----------|-------|\n"
                              "| `zip` | string | \u2713 | 5 digits |\n"
                              "| **own_home** | string | | One of: `Own`, `Rent` |\n\n"
                              "## Post\n\n"
                              "| Name | Type | Required? | Notes |\n"
                              "|------|------|-----------|-------|\n"
                              "| email | string | Yes | |\n"
                              "| ping\\_id | string | Yes | From the ping |\n";

const char *const kHtml =
    "<h2>Fields</h2><table class='x'><thead><tr><th>Field "
    "Name</th><th>Req'd</th><th>Values</th></tr></thead><tbody>"
    "<tr><td>state<br><small>two letters</small></td><td>Yes</td><td>&nbsp;</td></tr>"
    "<tr><td>gender</td><td>No</td><td>M<br/>F</td></tr>"
    "<tr><td>dob</td><td>Required if life insurance</td><td>YYYY-MM-DD</td></tr></tbody></table>";

const char *const kSpaces = "Field            Required   Description\n"
                            "---------------  ---------  ------------------------------\n"
                            "first_name       Yes        First name\n"
                            "phone            Yes        10 digits, no punctuation\n"
                            "address2                    Apartment or suite\n"
                            "comments         No         Anything the consumer said\n"
                            "                            in the form\n";

const char *const kPingPost = "Field\tLabel\tPing\tPost\tFormat\n"
                              "zip\tZIP code\tRequired\tRequired\t99999\n"
                              "email\tE-mail\t-\tRequired\temail\n"
                              "roof_type\tRoof\tOptional\tOptional\tText\n";

const char *const kNoHeader = "first_name\trequired\tstring\tThe first name of the person\n"
                              "last_name\trequired\tstring\tThe last name of the person\n"
                              "zip\trequired\tstring\tFive digits\n"
                              "ip\toptional\tstring\tAddress of the browser\n";

const char *const kPipes = "Field Name|Mandatory|Data Type|Default|Value\n"
                           "lp_test|No|Bool|0|1/0\n"
                           "lp_s1*||String||sub id\n"
                           "utility (optional)||String||Austin Energy\n";

const char *const kSemicolon = "API Name;Question;Answer type;Options\n"
                               "roofShade;How much shade?;choice;No Shade|Some Shade|Full Sun\n"
                               "bill;Monthly bill;choice;$0-$50|$51-$100\n"
                               "when;When?;choice;ASAP|Later\n";

const char *const kContinued = "Name\tRequired\tValues\n"
                               "injury_type\tYes\tBack, Neck\n"
                               "\t\tHead, Spine\n"
                               "at_fault\tYes\tYes/No\n";

} // namespace

void TestImportTable::tables_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *text, const char *expected) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(expected);
    };
    row("tabs", kTab,
        "first_name required (String) - First name of the lead\n"
        "homeowner required (Enum) {Yes|No} - Owns the home\n"
        "credit optional (List) {1=Excellent|2=Good|3=Fair} - Self-rated credit\n");
    row("commas", kComma,
        "zip_code required #5 ~78701 - ZIP code, five digits\n"
        "notes optional #4000 - Says \"anything\"\n"
        "ip_address required #45 ~192.0.2.7 - Address of the consumer\n");
    row("markdown", kMarkdown,
        "ping zip required (string) - 5 digits\n"
        "ping own_home optional (string) {Own|Rent} - One of: Own, Rent\n"
        "post email required (string)\n"
        "post ping_id required (string) - From the ping\n"
        "note section ## Ping\n"
        "note section ## Post\n");
    row("html", kHtml,
        "state required - two letters\n"
        "gender optional {M|F}\n"
        "dob [Required if life insurance] - YYYY-MM-DD\n"
        "note section Fields\n");
    row("spaces", kSpaces,
        "first_name required - First name\n"
        "phone required - 10 digits, no punctuation\n"
        "address2 optional - Apartment or suite\n"
        "comments optional - Anything the consumer said; in the form\n");
    row("ping and post columns", kPingPost,
        "ping zip required (99999) - ZIP code\n"
        "post zip required (99999) - ZIP code\n"
        "post email required (email) - E-mail\n"
        "ping roof_type optional (Text) - Roof\n"
        "post roof_type optional (Text) - Roof\n");
    row("no header", kNoHeader,
        "first_name required (string) - The first name of the person\n"
        "last_name required (string) - The last name of the person\n"
        "zip required (string) - Five digits\n"
        "ip optional (string) - Address of the browser\n"
        "note no_header \n");
    row("pipes", kPipes,
        "lp_test optional (Bool) {1|0} =0\n"
        "lp_s1 required (String) ~sub id\n"
        "utility optional (String) ~Austin Energy\n");
    row("semicolons", kSemicolon,
        "roofShade (choice) {No Shade|Some Shade|Full Sun} - How much shade?\n"
        "bill (choice) {$0-$50|$51-$100} - Monthly bill\n"
        "when (choice) {ASAP|Later} - When?\n");
    row("continued rows", kContinued,
        "injury_type required {Back|Neck|Head|Spine}\n"
        "at_fault required {Yes|No}\n");
}

void TestImportTable::tables()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const auto imported = importText(text.toStdString());
    QVERIFY2(imported.ok(), imported.ok() ? "" : imported.error().message.c_str());
    QCOMPARE(imported->kind, ImportKind::SpecificationTable);
    QCOMPARE(QString::fromStdString(dump(*imported)), expected);
    QCOMPARE(imported->report.dropped, std::size_t(0));
    // every word of the text is in a field or in the report
    std::string all = dump(*imported);
    for (const ImportItem &item : imported->report.items)
        all += item.text;
    const std::string squeezed = [&] {
        std::string out;
        for (const char c : all)
            if (c != ' ' && c != '\n')
                out += c;
        return out;
    }();
    if (QByteArray(QTest::currentDataTag()) == "tabs")
        for (const char *word :
             {"first_name", "Firstnameofthelead", "Ownsthehome", "Excellent", "Fair", "Self-ratedcredit"})
            QVERIFY2(squeezed.find(word) != std::string::npos, word);
}

void TestImportTable::valueLists_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("values");
    const auto row = [](const char *text, const char *values) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(values);
    };
    row("Yes, No", "Yes|No");
    row("Yes/No", "Yes|No");
    row("Y or N", "Y|N");
    row("1 = Own; 2 = Rent", "1=Own|2=Rent");
    row("0 - No, 1 - Yes", "0=No|1=Yes");
    row("own: Homeowner\nrent: Renter", "own=Homeowner|rent=Renter");
    row("[\"A\", \"B\", \"C\"]", "A|B|C");
    row("Excellent, Good, Fair, or Poor.", "Excellent|Good|Fair|Poor");
    row("YYYY-MM-DD", "");
    row("0-99999", "");
    row("Any text, up to 50 characters", "");
    row("The consumer's first name. It is required, and checked.", "");
    row("a", "");
    row("", "");
}

void TestImportTable::valueLists()
{
    QFETCH(QString, text);
    QFETCH(QString, values);
    const ValueList list = valueListFrom(text.toStdString());
    std::string out;
    for (std::size_t i = 0; i < list.values.size(); ++i)
        out += (i ? "|" : "") + list.values[i] +
               (list.labels.empty() || list.labels[i].empty() ? "" : "=" + list.labels[i]);
    QCOMPARE(QString::fromStdString(out), values);
}

void TestImportTable::damagedTablesEnd()
{
    std::mt19937 random(7);
    const std::string signs = "\t,;|\"\n <>-=*`a0";
    for (const char *table :
         {kTab, kComma, kMarkdown, kHtml, kSpaces, kPingPost, kNoHeader, kPipes, kSemicolon, kContinued})
        for (int round = 0; round < 60; ++round) {
            std::string text = table;
            for (std::size_t n = 1 + random() % 4; n > 0 && !text.empty(); --n)
                switch (random() % 3) {
                case 0:
                    text.erase(random() % text.size(), 1 + random() % 6);
                    break;
                case 1:
                    text.insert(random() % text.size(), 1, signs[random() % signs.size()]);
                    break;
                default:
                    text.resize(random() % text.size());
                }
            ImportOptions options;
            options.kind = ImportKind::SpecificationTable;
            const auto imported = importText(text, options);
            if (!imported)
                continue;
            const auto draft = buildDraft(*imported);
            QVERIFY2(draft.ok(),
                     draft.ok() ? "" : (draft.error().field + draft.error().message + text).c_str());
        }
}

void TestImportTable::tablesMakeDrafts()
{
    const auto imported = importText(kPingPost);
    QVERIFY(imported.ok());
    DraftOptions options;
    options.specificationBody = ImportedBodyKind::Json;
    const auto draft = buildDraft(*imported, options);
    QVERIFY(draft.ok());
    const auto compiled = domain::Integration::fromValue(draft->document);
    QVERIFY(compiled.ok());
    QVERIFY((*compiled)->hasStep(domain::StepKind::Ping));
    QVERIFY((*compiled)->hasStep(domain::StepKind::Post));
    const domain::Value *fields = draft->specification.find("fields");
    QVERIFY(fields && fields->isArray());
    QCOMPARE(fields->asArray()->size(), std::size_t(5));
    QCOMPARE(
        QString::fromStdString(writeJson(fields->asArray()->front())),
        QStringLiteral(R"({"step":"ping","target":"zip","required":true,"type":"99999","note":"ZIP code"})"));
}

QTEST_GUILESS_MAIN(TestImportTable)
#include "tst_importtable.moc"
