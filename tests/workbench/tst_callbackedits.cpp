// Edits of a callback step, without a display: what the form can say, what it keeps, and that undo brings
// every byte back.
#include "domain/json/json.h"
#include "workbench/callbackedits.h"
#include <QTest>

using namespace bourse;
using namespace bourse::workbench;
using domain::CallbackFate;
using domain::PairBy;
using domain::Value;
using Kind = CallbackPlace::Kind;

namespace {
Value document(const std::string &callback)
{
    auto value = domain::parseJson(
        R"({"bourse_integration":1,"slug":"t","endpoints":{"live":{"base_url":"https://live.example"}},)"
        R"("steps":{"post":{"response":{"rules":[{"id":"r","outcome":"rejected"}]}})" +
        (callback.empty() ? std::string() : R"(,"callback":)" + callback) + "}}");
    if (!value)
        qFatal("%s", value.error().message.c_str());
    return *value;
}

constexpr const char *plain = R"({"response":{"rules":[{"id":"r","outcome":"accepted"}]}})";
constexpr const char *full =
    R"({"match":[{"by":"lead_id","value":{"source":{"json":"$.ref"}}},)"
    R"({"by":"buyer_id","value":[{"source":{"query":"a"}},{"source":{"pair":"b"}}]}],)"
    R"("event_id":{"source":{"header":"X-Event"}},"answer":{"recorded":{"status":201}},)"
    R"("response":{"rules":[{"id":"r","outcome":"accepted"}]}})";

CallbackPlace place(Kind kind, const char *text)
{
    return {kind, QString::fromLatin1(text), {}};
}
} // namespace

class TestCallbackEdits : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void readsWhatIsThere()
    {
        IntegrationDocument edited(document(full));
        const CallbackEdits edits(&edited);
        const auto matches = edits.matches();
        QCOMPARE(matches.size(), 2u);
        QVERIFY(matches[0] == (CallbackMatch{PairBy::LeadId, place(Kind::Json, "$.ref")}));
        QCOMPARE(matches[1].place.kind, Kind::Other);
        QCOMPARE(matches[1].place.description, QStringLiteral("parameter a, else b="));
        QVERIFY(edits.eventId() == place(Kind::Header, "X-Event"));
        QCOMPARE(edits.answer(CallbackFate::Repeated).status, 201);
        QVERIFY(edits.saysAnswer(CallbackFate::Recorded) && !edits.saysAnswer(CallbackFate::Unmatched));
        QVERIFY(!edits.isProven());
    }
    void everyEditIsUndone()
    {
        IntegrationDocument edited(document(full));
        const std::string before = domain::writeJson(edited.value());
        CallbackEdits edits(&edited);
        QVERIFY(edits.addMatch({PairBy::AttemptId, place(Kind::Query, "post")}));
        QVERIFY(edits.setBy(0, PairBy::BuyerId));
        QVERIFY(edits.setPlace(1, place(Kind::Xpath, "/a/b")));
        QVERIFY(edits.moveMatch(2, 0));
        QVERIFY(edits.removeMatch(1));
        QVERIFY(edits.setEventId(place(Kind::Pair, "event")));
        domain::CallbackAnswer answer;
        answer.status = 404;
        answer.contentType = "text/plain";
        answer.body = "who?";
        QVERIFY(edits.setAnswer(CallbackFate::Unmatched, answer));
        QVERIFY(edited.compiled());
        const auto matches = edits.matches();
        QCOMPARE(matches.size(), 2u);
        QVERIFY(matches[0] == (CallbackMatch{PairBy::AttemptId, place(Kind::Query, "post")}));
        QVERIFY(matches[1] == (CallbackMatch{PairBy::BuyerId, place(Kind::Xpath, "/a/b")}));
        QCOMPARE(edits.answer(CallbackFate::Unmatched).body, std::string("who?"));
        QVERIFY(edits.clearAnswer(CallbackFate::Unmatched));
        QCOMPARE(edits.answer(CallbackFate::Unmatched).status, 201);
        QVERIFY(!edited.undoStack()->undoText().isEmpty());
        while (edited.undoStack()->canUndo())
            edited.undoStack()->undo();
        QCOMPARE(domain::writeJson(edited.value()), before);
    }
    void typingIsOneStep()
    {
        IntegrationDocument edited(document(plain));
        CallbackEdits edits(&edited);
        QVERIFY(edits.addMatch({PairBy::BuyerId, place(Kind::Json, "$.id")}));
        for (const char *typed : {"$.l", "$.le", "$.lead"})
            QVERIFY(edits.setPlace(0, place(Kind::Json, typed), 7));
        QCOMPARE(edited.undoStack()->count(), 2);
        QVERIFY(edits.setEventId(place(Kind::Json, "$.event")));
        QVERIFY(edits.setEventId(place(Kind::Json, "")));
        QVERIFY(!edited.at("steps.callback.event_id"));
        QVERIFY(edits.setEventId(place(Kind::Json, ""))); // nothing to take away is no problem
    }
    void whatTheFormCannotSayIsKept()
    {
        IntegrationDocument edited(document(full));
        CallbackEdits edits(&edited);
        CallbackPlace other = edits.matches()[1].place;
        const int steps = edited.undoStack()->count();
        QVERIFY(!edits.setPlace(1, other));
        QVERIFY(!edits.setEventId(other));
        QVERIFY(!edits.addMatch({PairBy::LeadId, other}));
        QCOMPARE(edited.undoStack()->count(), steps);
    }
    void withoutAStepNothingIsMade()
    {
        IntegrationDocument edited(document({}));
        CallbackEdits edits(&edited);
        QVERIFY(!edits.hasStep());
        QVERIFY(edits.matches().empty());
        QVERIFY(!edits.addMatch({PairBy::LeadId, place(Kind::Json, "$.a")}));
        QVERIFY(!edits.setEventId(place(Kind::Json, "$.a")));
        QVERIFY(!edits.setAnswer(CallbackFate::Recorded, {}));
        QVERIFY(!edited.at("steps.callback"));
    }
};

QTEST_APPLESS_MAIN(TestCallbackEdits)
#include "tst_callbackedits.moc"
