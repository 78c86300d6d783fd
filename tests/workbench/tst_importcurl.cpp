// The corpus of pasted cURL commands, and what happens to damaged ones.
#include <QTest>

class TestImportCurl : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void corpus_data();
    void corpus();
    void corpusIsLargeEnough();
    void nothingIsDropped();
    void everyDraftCompilesWithoutSecrets();
    void damagedCommandsEnd();
};

#include "domain/integration/integration.h"
#include "domain/json/json.h"
#include "importdump.h"
#include "workbench/import/draft.h"
#include <QFile>
#include <random>

using namespace bourse;
using namespace bourse::workbench;

namespace {

struct Case {
    std::string name;
    std::string command;
    std::string expected;
};

const std::vector<Case> &cases()
{
    static const std::vector<Case> kCases = [] {
        QFile file(QStringLiteral(BOURSE_SOURCE_DIR "/tests/workbench/data/curl.txt"));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("the corpus is missing");
        std::vector<Case> out;
        bool expected = false;
        for (const QByteArray &line : file.readAll().split('\n')) {
            if (line.startsWith("=== ")) {
                out.push_back({line.mid(4).toStdString(), {}, {}});
                expected = false;
            } else if (line == "---" && !out.empty()) {
                expected = true;
            } else if (!out.empty()) {
                (expected ? out.back().expected : out.back().command) += line.toStdString() + '\n';
            }
        }
        for (Case &one : out) {
            one.command.pop_back();
            while (one.expected.ends_with("\n\n"))
                one.expected.pop_back();
        }
        return out;
    }();
    return kCases;
}

} // namespace

void TestImportCurl::corpus_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < cases().size(); ++i)
        QTest::newRow(cases()[i].name.c_str()) << static_cast<int>(i);
}

void TestImportCurl::corpus()
{
    QFETCH(int, index);
    const Case &one = cases()[static_cast<std::size_t>(index)];
    const auto imported = importText(one.command);
    QVERIFY2(imported.ok(), imported.ok() ? "" : imported.error().message.c_str());
    QCOMPARE(imported->kind, ImportKind::Curl);
    QCOMPARE(QString::fromStdString(dump(*imported)), QString::fromStdString(one.expected));
}

void TestImportCurl::corpusIsLargeEnough()
{
    QVERIFY(cases().size() >= 40);
}

/// Every word of a command is used or told.
void TestImportCurl::nothingIsDropped()
{
    for (const Case &one : cases()) {
        const auto imported = importText(one.command);
        QVERIFY(imported.ok());
        QCOMPARE(imported->report.dropped, std::size_t(0));
        QVERIFY(imported->report.read > 0);
    }
}

void TestImportCurl::everyDraftCompilesWithoutSecrets()
{
    for (const Case &one : cases()) {
        const auto imported = importText(one.command);
        QVERIFY(imported.ok());
        const auto draft = buildDraft(*imported);
        QVERIFY2(draft.ok(),
                 (one.name + ": " + (draft.ok() ? "" : draft.error().field + ' ' + draft.error().message))
                     .c_str());
        const auto compiled = domain::Integration::fromValue(draft->document);
        QVERIFY(compiled.ok());
        QCOMPARE(QString::fromStdString(schemaProblem(draft->document)), QString());
        std::string all = writeJson(draft->document) + dump(*imported, false);
        for (const ImportItem &item : imported->report.items)
            all += item.text + item.place + item.message.toStdString();
        for (const ImportItem &item : draft->report.items)
            all += item.text + item.place + item.message.toStdString();
        for (const auto &[name, secret] : imported->secretsFound)
            QVERIFY2(all.find(secret.reveal()) == std::string::npos, (one.name + ": secret " + name).c_str());
    }
}

/// Cut, doubled and flipped commands give a result or an error, never a crash; the audit holds.
void TestImportCurl::damagedCommandsEnd()
{
    std::mt19937 random(20261125);
    const std::string signs = "'\"\\^`$&|;<>{}()[]@=:%#\n \t-_.~!*?,+Aa0\xC3\xA9";
    for (int round = 0; round < 40; ++round)
        for (const Case &one : cases()) {
            std::string text = one.command;
            const auto pick = [&](std::size_t below) {
                return below == 0 ? std::size_t(0) : static_cast<std::size_t>(random() % below);
            };
            for (std::size_t n = 1 + pick(4); n > 0 && !text.empty(); --n) {
                switch (pick(5)) {
                case 0:
                    text.erase(pick(text.size()), 1 + pick(8));
                    break;
                case 1:
                    text.insert(pick(text.size()), 1, signs[pick(signs.size())]);
                    break;
                case 2:
                    text[pick(text.size())] = signs[pick(signs.size())];
                    break;
                case 3:
                    text.resize(pick(text.size()));
                    break;
                default:
                    text += '\n' + text.substr(pick(text.size()));
                }
            }
            ImportOptions options;
            options.kind = ImportKind::Curl;
            const auto imported = importText(text, options);
            if (!imported)
                continue;
            QCOMPARE(imported->report.dropped, std::size_t(0));
            if (const auto draft = buildDraft(*imported); draft)
                QVERIFY(domain::Integration::fromValue(draft->document).ok());
            else
                QVERIFY2(draft.error().code == "no_request", (draft.error().code + ' ' + draft.error().field +
                                                              ' ' + draft.error().message + "\n" + text)
                                                                 .c_str());
        }
}

QTEST_GUILESS_MAIN(TestImportCurl)
#include "tst_importcurl.moc"
