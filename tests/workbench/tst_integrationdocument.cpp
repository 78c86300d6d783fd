// Paths, edits with undo, and the keeping of drafts, without a display.
#include "domain/json/json.h"
#include "workbench/draftkeeper.h"
#include "workbench/integrationdocument.h"
#include <QPromise>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace bourse;
using namespace bourse::workbench;
using domain::Object;
using domain::Value;

namespace {

Value document()
{
    // no raw string: moc 6.4 loses count of its braces
    const Object post{
        {"body",
         Object{
             {"format", "json"},
             {"rows", domain::Array{Object{{"target", "zip"}, {"source", Object{{"field", "postal_code"}}}},
                                    Object{{"target", "key"}, {"source", Object{{"constant", "k"}}}}}}}},
        {"response", Object{{"rules", domain::Array{Object{{"id", "any"}, {"outcome", "accepted"}}}}}}};
    return Object{{"bourse_integration", 1},
                  {"slug", "acme"},
                  {"endpoints", Object{{"test", Object{{"base_url", "https://acme.example"}}}}},
                  {"steps", Object{{"post", post}}}};
}

std::string json(const Value &value)
{
    return domain::writeJson(value);
}

} // namespace

class TestIntegrationDocument : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void paths();
    void badPaths_data();
    void badPaths();
    void edits();
    void whatCannotBe();
    void typingIsOneCommand();
    void undoRestoresEveryByte();
    void compiles();
    void draftIsSavedTwoSecondsAfterAChange();
    void changesWhileSavingAreSavedNext();
    void failedSaveIsTriedAgain();
};

void TestIntegrationDocument::paths()
{
    const auto path = DocumentPath::parse("steps.ping.body.rows[3].transforms[0].do");
    QVERIFY(path);
    QCOMPARE(path->toString(), std::string("steps.ping.body.rows[3].transforms[0].do"));
    QCOMPARE(path->key(), std::string_view("do"));
    QCOMPARE(*path->parent().index(), std::size_t(0));
    QVERIFY(path->startsWith(DocumentPath("steps.ping")));
    QVERIFY(!path->startsWith(DocumentPath("steps.post")));
    QVERIFY(DocumentPath::parse("")->isRoot());
    QCOMPARE(IntegrationDocument::bodyRows(domain::StepKind::NotifyWin).toString(),
             std::string("steps.notify_win.body.rows"));
    QCOMPARE(valueAt(document(), "steps.post.body.rows[1].target")->toText(), std::string("key"));
    QVERIFY(!valueAt(document(), "steps.post.body.rows[2]"));
    QVERIFY(!valueAt(document(), "slug.x"));
}

void TestIntegrationDocument::badPaths_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {".", "a.", "a..b", "[", "[]", "[x]", "[1", ".a", "[99999999999999999999999]"})
        QTest::newRow(text) << QByteArray(text);
}

void TestIntegrationDocument::badPaths()
{
    QFETCH(QByteArray, text);
    QVERIFY(!DocumentPath::parse(text.toStdString()));
}

void TestIntegrationDocument::edits()
{
    IntegrationDocument edited(document());
    QSignalSpy changed(&edited, &IntegrationDocument::changed);
    const DocumentPath rows = IntegrationDocument::bodyRows(domain::StepKind::Post);

    QVERIFY(edited.set(rows.child(1).child("source"), Object{{"field", "email"}},
                       QStringLiteral("Map key to email")));
    QCOMPARE(edited.at("steps.post.body.rows[1].source.field")->toText(), std::string("email"));
    QCOMPARE(edited.undoStack()->undoText(), QStringLiteral("Map key to email"));
    QVERIFY(edited.insert(rows, 2, Object{{"target", "city"}}, QStringLiteral("Add city")));
    QVERIFY(edited.move(rows, 2, 0, QStringLiteral("Move city up")));
    QCOMPARE(edited.text("steps.post.body.rows[0].target"), QStringLiteral("city"));
    QVERIFY(edited.remove(rows.child(1), QStringLiteral("Remove zip")));
    QCOMPARE(edited.at(rows)->asArray()->size(), std::size_t(2));
    // places that are not there yet
    QVERIFY(edited.set("variables.campaign", "7", QStringLiteral("Set campaign")));
    QVERIFY(
        edited.insert("steps.post.headers", 0, Object{{"target", "Accept"}}, QStringLiteral("Add header")));
    QCOMPARE(edited.text("steps.post.headers[0].target"), QStringLiteral("Accept"));
    QCOMPARE(changed.size(), 6);

    while (edited.undoStack()->canUndo())
        edited.undoStack()->undo();
    QCOMPARE(json(edited.value()), json(document()));
    while (edited.undoStack()->canRedo())
        edited.undoStack()->redo();
    QCOMPARE(edited.text("variables.campaign"), QStringLiteral("7"));
    QCOMPARE(edited.text("steps.post.body.rows[0].target"), QStringLiteral("city"));
}

void TestIntegrationDocument::whatCannotBe()
{
    IntegrationDocument edited(document());
    const QString text = QStringLiteral("x");
    QVERIFY(!edited.set("slug.inside", "v", text));
    QVERIFY(!edited.set("steps.post.body.rows[7]", "v", text));
    QVERIFY(!edited.set("steps.post.body.rows.key", "v", text));
    QVERIFY(!edited.set("no.such[0].thing", "v", text));
    QVERIFY(!edited.remove("no_such_key", text));
    QVERIFY(!edited.remove(DocumentPath(), text));
    QVERIFY(!edited.insert("slug", 0, "v", text));
    QVERIFY(!edited.insert("steps.post.body.rows", 3, "v", text));
    QVERIFY(!edited.move("steps.post.body.rows", 0, 2, text));
    // no change is no command
    QVERIFY(edited.set("slug", "acme", text));
    QVERIFY(edited.move("steps.post.body.rows", 1, 1, text));
    QCOMPARE(edited.undoStack()->count(), 0);
    QCOMPARE(json(edited.value()), json(document()));
}

void TestIntegrationDocument::typingIsOneCommand()
{
    IntegrationDocument edited(document());
    const DocumentPath constant("steps.post.body.rows[1].source.constant");
    for (const char *typed : {"ke", "key", "key-"})
        QVERIFY(edited.set(constant, typed, QStringLiteral("Type key"), 5));
    QCOMPARE(edited.undoStack()->count(), 1);
    QVERIFY(edited.set("steps.post.body.rows[0].target", "z", QStringLiteral("Rename"), 5));
    QCOMPARE(edited.undoStack()->count(), 2);
    edited.undoStack()->undo();
    edited.undoStack()->undo();
    QCOMPARE(json(edited.value()), json(document()));
}

void TestIntegrationDocument::undoRestoresEveryByte()
{
    // Any sequence of edits, undone, is the document it began with; redone, the one it ended with.
    QRandomGenerator dice(4711);
    IntegrationDocument edited(document());
    const std::vector<const char *> places = {"slug",
                                              "label",
                                              "variables.a",
                                              "variables.b",
                                              "steps.post.note",
                                              "steps.post.body.rows[0]",
                                              "steps.post.body.rows[1].source",
                                              "steps.post.body.rows",
                                              "endpoints.test.base_url",
                                              "endpoints.live"};
    for (int i = 0; i < 2000; ++i) {
        const DocumentPath path(places[dice.bounded(quint32(places.size()))]);
        const QString text = QString::number(i);
        switch (dice.bounded(4)) {
        case 0:
            edited.set(path, std::to_string(dice.bounded(3)), text, int(dice.bounded(2)));
            break;
        case 1:
            edited.remove(path, text);
            break;
        case 2:
            edited.insert(path, dice.bounded(2u), Object{{"target", "t"}}, text);
            break;
        default:
            edited.move(path, 0, dice.bounded(2u), text);
        }
    }
    QVERIFY(edited.undoStack()->count() > 300);
    const std::string end = json(edited.value());
    while (edited.undoStack()->canUndo())
        edited.undoStack()->undo();
    QCOMPARE(json(edited.value()), json(document()));
    while (edited.undoStack()->canRedo())
        edited.undoStack()->redo();
    QCOMPARE(json(edited.value()), end);
}

void TestIntegrationDocument::compiles()
{
    IntegrationDocument edited(document());
    QVERIFY(edited.compiled());
    QVERIFY(edited.errors().empty());
    edited.set("steps.post.body.rows[0].source", Object{{"variable", "none"}}, QStringLiteral("x"));
    QVERIFY(!edited.compiled());
    QVERIFY(edited.lastCompiled());
    QCOMPARE(edited.errors().front().code, std::string("no_such_reference"));
    QVERIFY(DocumentPath::parse(edited.errors().front().field));
    edited.undoStack()->undo();
    QVERIFY(edited.compiled());
}

namespace {

/// A store that answers when it is told to.
struct SlowStore {
    std::vector<Value> saved;
    std::vector<std::shared_ptr<QPromise<Result<UtcTime>>>> open;
    SaveDraft port()
    {
        return [this](Value value) {
            saved.push_back(std::move(value));
            open.push_back(std::make_shared<QPromise<Result<UtcTime>>>());
            open.back()->start();
            return open.back()->future();
        };
    }
    void answer(Result<UtcTime> result)
    {
        open.back()->addResult(std::move(result));
        open.back()->finish();
    }
};

} // namespace

void TestIntegrationDocument::draftIsSavedTwoSecondsAfterAChange()
{
    IntegrationDocument edited(document());
    SlowStore store;
    DraftKeeper keeper(&edited, store.port());
    QCOMPARE(keeper.state(), DraftKeeper::State::Clean);
    edited.set("label", "A", QStringLiteral("x"));
    edited.set("label", "B", QStringLiteral("x"));
    QCOMPARE(keeper.state(), DraftKeeper::State::Waiting);
    QVERIFY(store.saved.empty());
    QTRY_COMPARE_WITH_TIMEOUT(store.saved.size(), std::size_t(1), 10'000);
    QCOMPARE(keeper.state(), DraftKeeper::State::Saving);
    QCOMPARE(store.saved[0].find("label")->toText(), std::string("B"));
    const UtcTime at = SystemClock().utcNow();
    store.answer(at);
    QTRY_COMPARE(keeper.state(), DraftKeeper::State::Saved);
    QVERIFY(keeper.savedAt() == at);
    keeper.saveNow(); // nothing to save
    QCOMPARE(store.saved.size(), std::size_t(1));
}

void TestIntegrationDocument::changesWhileSavingAreSavedNext()
{
    IntegrationDocument edited(document());
    SlowStore store;
    DraftKeeper keeper(&edited, store.port());
    edited.set("label", "A", QStringLiteral("x"));
    keeper.saveNow();
    edited.set("label", "B", QStringLiteral("x"));
    keeper.saveNow();
    QCOMPARE(store.saved.size(), std::size_t(1)); // one at a time
    store.answer(SystemClock().utcNow());
    QTRY_COMPARE(keeper.state(), DraftKeeper::State::Waiting);
    keeper.saveNow();
    QCOMPARE(store.saved.size(), std::size_t(2));
    QCOMPARE(store.saved[1].find("label")->toText(), std::string("B"));
    keeper.settle();
    store.answer(SystemClock().utcNow());
    QCoreApplication::processEvents();
    QCOMPARE(keeper.state(), DraftKeeper::State::Clean);
}

void TestIntegrationDocument::failedSaveIsTriedAgain()
{
    IntegrationDocument edited(document());
    SlowStore store;
    DraftKeeper keeper(&edited, store.port());
    edited.set("label", "A", QStringLiteral("x"));
    keeper.saveNow();
    store.answer(Error{"database_unreachable", {}, {}, "No database."});
    QTRY_COMPARE(keeper.state(), DraftKeeper::State::Failed);
    QCOMPARE(keeper.failure().code, std::string("database_unreachable"));
    QTRY_COMPARE_WITH_TIMEOUT(store.saved.size(), std::size_t(2), 10'000);
    store.answer(SystemClock().utcNow());
    QTRY_COMPARE(keeper.state(), DraftKeeper::State::Saved);
}

QTEST_GUILESS_MAIN(TestIntegrationDocument)
#include "tst_integrationdocument.moc"
