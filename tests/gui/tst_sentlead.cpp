// The draft against what a logged lead was really sent: which request it is held against, and when another.
#include "gui/editordesk.h"
#include "gui/integrations/editortools.h"
#include "gui/integrations/problemsdock.h"
#include "gui/integrations/sentdiff.h"
#include "gui/theme/theme.h"
#include <QApplication>
#include <QFutureInterface>
#include <QTemporaryDir>

using namespace bourse;
using namespace bourse::gui;
using domain::StepKind;
using test::Desk;

class TestSentLead : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;

    /// A desk whose newest leads are three: sent by ping, sent by nothing, and one that cannot be read.
    struct Sent : Desk {
        QStringList asked;
        std::string text;
        Sent()
        {
            for (const char16_t *name : {u"first", u"second", u"third"}) {
                market::SampleLead lead;
                lead.id = u"ld_"_qs + QString::fromUtf16(name);
                lead.title = QString::fromUtf16(name);
                lead.fields = {{"postal_code", "78701"}, {"state", "TX"}};
                bench.leads.append(lead);
            }
            show();
            ToolCalls calls;
            calls.sendTest = [](const market::TestCall &) {
                return QtFuture::makeReadyFuture(
                    Result<market::TestExchange>(Error{"not_sent", {}, {}, "no"}));
            };
            calls.sentRequest = [this](const QString &lead, const QString &integration, StepKind step) {
                asked.append(lead + u' ' + integration + u' ' +
                             QString::fromStdString(std::string(domain::name(step))));
                Result<market::SentRequest> answer = market::SentRequest();
                if (lead == u"ld_first" && step == StepKind::Ping)
                    answer = market::SentRequest{text, UtcTime(std::chrono::hours(1))};
                else if (lead == u"ld_third")
                    answer = Error{"no_such_lead", {}, {}, "There is no lead with this id."};
                return QtFuture::makeReadyFuture(answer);
            };
            new EditorTools(page.get(), std::move(calls));
        }
        SentDiffView *difference() const { return editor->findChild<SentDiffView *>(); }
    };

  private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        theme().load(*qApp);
    }
    void theRequestOfTheLeadIsTaken()
    {
        Sent desk;
        desk.text = "POST http://127.0.0.1/x\r\nContent-Type: "
                    "application/x-www-form-urlencoded\r\n\r\nZip=10001&Gone=1";
        QVERIFY(desk.open());
        desk.editor->state()->setStep(StepKind::Ping);
        QTRY_VERIFY(desk.asked.contains(u"ld_first boberdoo-xml ping"_qs));
        desk.editor->dock()->showTab(ProblemsDock::Tab::Difference);
        bool zip = false, gone = false;
        QTRY_VERIFY(desk.difference()->model()->total() > 0);
        for (int row = 0; row < desk.difference()->model()->rowCount(); ++row) {
            const auto *line = desk.difference()->model()->line(row);
            zip = zip || (line->name == "Zip" && line->sent == "10001" && line->now == "78701");
            gone = gone || line->name == "Gone";
        }
        QVERIFY(zip && gone);
        // a lead that this step was never sent for, one that cannot be read, an edge case: nothing is shown
        for (int index = 1; index < 4; ++index) {
            desk.editor->state()->setLeadIndex(index);
            QTRY_COMPARE(desk.difference()->model()->total(), 0);
        }
        const auto asked = desk.asked.size();
        desk.editor->state()->setLeadIndex(4);
        QCoreApplication::processEvents();
        QCOMPARE(desk.asked.size(), asked); // an edge case was never sent
        desk.editor->state()->setLeadIndex(0);
        QTRY_VERIFY(desk.difference()->model()->total() > 0);
        desk.editor->state()->setStep(StepKind::Post);
        QTRY_COMPARE(desk.difference()->model()->total(), 0);
        QVERIFY(desk.asked.contains(u"ld_first boberdoo-xml post"_qs));
    }
};

QTEST_MAIN(TestSentLead)
#include "tst_sentlead.moc"
