// The signature pane: the recipe in a small window, and the buyer's example with its time, nonce and text.
#include "domain/integration/coding.h"
#include "gui/editordesk.h"
#include "gui/integrations/conditioneditor.h"
#include "gui/integrations/signaturematchbox.h"
#include "gui/integrations/signaturepane.h"
#include "gui/theme/theme.h"
#include "workbench/mappingedits.h"
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTemporaryDir>

using namespace bourse;
using namespace bourse::gui;
using domain::Object;
using domain::StepKind;
using domain::Value;
using workbench::EditorState;
using workbench::IntegrationDocument;

namespace {

/// A ping that is signed, and its pane in a window of its own.
struct Signed {
    IntegrationDocument document;
    EditorState state;
    SignaturePane pane;

    static Value made(const char *parts)
    {
        Value document = test::templateDocument(u"boberdoo-xml"_qs);
        const auto signature = domain::parseJson(
            std::string(R"({"header":"X-Signature","secret":"key","algorithm":"hmac-sha256","parts":)") +
            parts + "}");
        document.asObject()->find("steps")->asObject()->find("ping")->asObject()->set(
            "signatures", domain::Array{signature ? *signature : Value()});
        return document;
    }
    explicit Signed(const char *parts, QSize size = {336, 410})
        : document(made(parts)), state(&document), pane(&state)
    {
        const domain::FieldSchema schema = test::vertical(u"personal_injury"_qs);
        state.setVertical(schema);
        state.setLeads(workbench::edgeCaseLeads(schema));
        state.setStep(StepKind::Ping);
        pane.resize(size);
        pane.show();
        pane.activateWindow();
        (void)QTest::qWaitForWindowActive(&pane);
    }
    template <class T> T *find(const char *name) const { return pane.findChild<T *>(QLatin1String(name)); }
    QString verdict() const { return find<QLabel>("matchVerdict")->text(); }
    void compare() const { QTest::mouseClick(find<QPushButton>("matchCompare"), Qt::LeftButton); }
};

QString hmac(const std::string &text)
{
    return QString::fromStdString(
        domain::encodeBytes(domain::hmacOf(domain::Digest::Sha256, "k-1", text), "hex"));
}

} // namespace

class TestSignaturePane : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;

  private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        theme().load(*qApp);
    }

    void neitherHalfIsScrolledInASmallWindow()
    {
        // what the pane has of a window of 1280×720
        Signed desk(R"([{"part":"timestamp"},{"constant":"."},{"part":"body"}])");
        QVERIFY(desk.document.compiled());
        QCoreApplication::processEvents();
        auto *scroll = desk.find<QScrollArea>("signatureScroll");
        QCOMPARE(scroll->verticalScrollBar()->maximum(), 0);
        QTest::keyClick(&desk.pane, Qt::Key_M, Qt::AltModifier);
        QCoreApplication::processEvents();
        QVERIFY(desk.find<QLineEdit>("matchExpected")->hasFocus());
        QCOMPARE(scroll->verticalScrollBar()->maximum(), 0);
        // and every control lies within it
        for (const char *name : {"matchExpected", "matchSecret", "matchBody", "matchTime", "matchText",
                                 "matchCompare", "matchVerdict"}) {
            auto *widget = desk.find<QWidget>(name);
            const QRect place(widget->mapTo(&desk.pane, QPoint(0, 0)), widget->size());
            QVERIFY2(desk.pane.rect().contains(place), name);
        }
        QTest::keyClick(&desk.pane, Qt::Key_R, Qt::AltModifier);
        QVERIFY(desk.find<QComboBox>("signatureAlgorithm")->isVisible());
    }

    void theBuyersTimestampIsUsed()
    {
        Signed desk(R"([{"part":"timestamp"},{"constant":"."},{"part":"body"}])");
        QTest::keyClick(&desk.pane, Qt::Key_M, Qt::AltModifier);
        QVERIFY(!desk.find<QLineEdit>("matchNonce")->isVisible()); // the recipe makes none up
        QVERIFY(desk.find<QLineEdit>("matchTime")->placeholderText().contains(u"signed"_qs));
        desk.find<QLineEdit>("matchExpected")->setText(hmac("1500000000.{}"));
        desk.find<QLineEdit>("matchSecret")->setText(u"k-1"_qs);
        desk.find<QPlainTextEdit>("matchBody")->setPlainText(u"{}"_qs);
        desk.compare();
        QVERIFY2(desk.verdict().contains(u"Differs at byte"_qs), qPrintable(desk.verdict()));
        auto *time = desk.find<QLineEdit>("matchTime");
        time->setText(u"noon"_qs);
        desk.compare();
        QVERIFY2(desk.verdict().contains(u"cannot be read"_qs), qPrintable(desk.verdict()));
        QVERIFY(time->hasFocus());
        time->setText(u"2017-07-14T02:40:00Z"_qs);
        QTest::keyClick(time, Qt::Key_Return);
        QVERIFY2(desk.verdict().contains(u"exactly this signature"_qs), qPrintable(desk.verdict()));
        QCOMPARE(desk.document.undoStack()->count(), 0); // comparing changes nothing
    }

    void theBuyersNonceIsAskedForWhereOneIsMade()
    {
        Signed desk(R"([{"computed":"nonce"},{"constant":"."},{"part":"body"}])");
        QTest::keyClick(&desk.pane, Qt::Key_M, Qt::AltModifier);
        auto *nonce = desk.find<QLineEdit>("matchNonce");
        QVERIFY(nonce->isVisible());
        desk.find<QLineEdit>("matchExpected")->setText(hmac("abc.{}"));
        desk.find<QLineEdit>("matchSecret")->setText(u"k-1"_qs);
        desk.find<QPlainTextEdit>("matchBody")->setPlainText(u"{}"_qs);
        nonce->setText(u"abc"_qs);
        QTest::keyClick(nonce, Qt::Key_Return);
        QVERIFY2(desk.verdict().contains(u"exactly this signature"_qs), qPrintable(desk.verdict()));
    }

    void theFirstByteThatDiffersIsShown()
    {
        Signed desk(
            R"([{"part":"method"},{"constant":"\n"},{"part":"timestamp"},{"constant":"\n"},{"part":"body"}])");
        QTest::keyClick(&desk.pane, Qt::Key_M, Qt::AltModifier);
        desk.find<QLineEdit>("matchExpected")->setText(hmac("POST\n1500000000000\n{}"));
        desk.find<QLineEdit>("matchSecret")->setText(u"k-1"_qs);
        desk.find<QPlainTextEdit>("matchBody")->setPlainText(u"{}"_qs);
        desk.find<QLineEdit>("matchTime")->setText(u"1500000000"_qs);
        auto *text = desk.find<QPlainTextEdit>("matchText");
        text->setPlainText(u"POST\n1500000000000\n{}"_qs);
        desk.compare();
        QVERIFY2(desk.verdict().contains(u"differs from theirs at byte 15"_qs), qPrintable(desk.verdict()));
        auto *shown = desk.find<QPlainTextEdit>("matchDifference");
        QVERIFY(shown->isVisible());
        const QStringList lines = shown->toPlainText().split(u'\n');
        QCOMPARE(lines.size(), 3);
        QCOMPARE(lines[0], u"theirs …1500000000000\\n{}"_qs);
        QCOMPARE(lines[1], u"ours   …1500000000\\n{}"_qs);
        QCOMPARE(lines[2].size(), lines[0].indexOf(u"000\\n"_qs) + 1);
        QVERIFY(lines[2].endsWith(u'^'));
        // the variants that are tried come to their text
        auto *variants = desk.find<QListWidget>("matchVariants");
        QVERIFY(variants->isVisible());
        QVERIFY2(variants->item(0)->text().contains(u"milliseconds"_qs),
                 qPrintable(variants->item(0)->text()));
        QTRY_VERIFY(variants->hasFocus());
        QTest::keyClick(variants, Qt::Key_Return);
        QVERIFY2(desk.verdict().contains(u"exactly this signature"_qs), qPrintable(desk.verdict()));
        QVERIFY(desk.verdict().contains(u"byte for byte"_qs));
        QVERIFY(!shown->isVisible());
        QCOMPARE(desk.document.undoStack()->undoText(), u"Sign as in the buyer's example"_qs);
    }

    void differencesAreWrittenOut()
    {
        QCOMPARE(differenceText("ab", "ax", 1), u"theirs ab\nours   ax\n        ^"_qs);
        QCOMPARE(differenceText("a\nb", "a\r\nb", 1), u"theirs a\\nb\nours   a\\r\\nb\n        ^"_qs);
        QCOMPARE(differenceText("a", "ab", 1), u"theirs a(ends here)\nours   ab\n        ^"_qs);
        QCOMPARE(differenceText("\xC3\xA4", "", 1), u"theirs \\xc3\\xa4\n           ^"_qs);
        const QString far = differenceText(std::string(100, 'a') + "b" + std::string(100, 'c'), {}, 100);
        QCOMPARE(far, u"theirs …aaaaaaaaaabccccccccccccccc…\n                  ^"_qs);
    }

    void textAndHeadersAreAskedForInPlace()
    {
        Signed desk(R"([{"part":"body"}])");
        auto *menu = desk.pane.findChild<QMenu *>(u"signaturePartMenu"_qs);
        menu->findChild<QAction *>(u"partHeader"_qs)->trigger();
        auto *line = desk.pane.findChild<LineEditor *>();
        QVERIFY(line && line->isVisible());
        auto *field = line->findChild<QLineEdit *>(u"lineEditorField"_qs);
        QTest::keyClick(field, Qt::Key_Return); // no name
        QVERIFY(line->isVisible());
        QTest::keyClicks(field, u"Accept"_qs);
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(!line->isVisible());
        QCOMPARE(desk.document.text("steps.ping.signatures[0].parts[1].name"), u"Accept"_qs);
        menu->findChild<QAction *>(u"partText"_qs)->trigger();
        QVERIFY(line->isVisible());
        QTest::keyClicks(field, u"v1:"_qs);
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(desk.document.at("steps.ping.signatures[0].parts[2]"));
        QVERIFY(desk.document.compiled());
    }

    /// Pictures to look at; only where they are asked for.
    void pictures()
    {
        const QByteArray dir = qgetenv("BOURSE_PICTURES");
        if (dir.isEmpty())
            QSKIP("BOURSE_PICTURES names no directory");
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            theme().setScheme(scheme);
            const QString tone = scheme == Scheme::Light ? u"light"_qs : u"dark"_qs;
            Signed desk(
                R"([{"part":"method"},{"constant":"\n"},{"part":"timestamp"},{"constant":"\n"},{"part":"body"}])");
            const auto take = [&](const QString &name) {
                QTest::qWait(400);
                desk.pane.grab().save(u"%1/%2-%3.png"_qs.arg(QString::fromLocal8Bit(dir), name, tone));
            };
            take(u"signature-recipe"_qs);
            QTest::keyClick(&desk.pane, Qt::Key_M, Qt::AltModifier);
            take(u"signature-match"_qs);
            desk.find<QLineEdit>("matchExpected")->setText(hmac("POST\n1500000000000\n{}"));
            desk.find<QLineEdit>("matchSecret")->setText(u"k-1"_qs);
            desk.find<QPlainTextEdit>("matchBody")->setPlainText(u"{}"_qs);
            desk.find<QLineEdit>("matchTime")->setText(u"1500000000"_qs);
            desk.find<QPlainTextEdit>("matchText")->setPlainText(u"POST\n1500000000000\n{}"_qs);
            desk.compare();
            desk.pane.resize(336, 560);
            take(u"signature-matched"_qs);
        }
        theme().setScheme(Scheme::Light);
    }
};

QTEST_MAIN(TestSignaturePane)
#include "tst_signaturepane.moc"
