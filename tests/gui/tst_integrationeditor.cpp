// The Buyers page and the editor, used by hand and keyboard, without a market behind them.
#include "gui/integrationbench.h"
#include "gui/integrations/buyerspage.h"
#include "gui/integrations/integrationeditor.h"
#include "gui/integrations/integrationlist.h"
#include "gui/theme/theme.h"
#include <QApplication>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace bourse;
using namespace bourse::gui;

class TestIntegrationEditor : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;

  private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        theme().load(*qApp);
    }

    void pictures()
    {
        const QByteArray dir = qgetenv("BOURSE_PICTURES");
        if (dir.isEmpty())
            QSKIP("BOURSE_PICTURES names no directory");
        test::Bench bench;
        bench.add(test::templateDocument(u"boberdoo-xml"_qs), 12);
        bench.add(test::templateDocument(u"leadprosper-json"_qs));
        bench.verticals = {test::vertical(u"personal_injury"_qs)};
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            theme().setScheme(scheme);
            for (const QSize size : {QSize(1244, 874), QSize(1084, 694)}) {
                BuyersPage page(bench.calls());
                page.resize(size);
                page.show();
                page.enter();
                QTest::qWait(50);
                const QString name = u"%1/%2-%3-%4.png"_qs.arg(
                    QString::fromLocal8Bit(dir), u"%1"_qs, scheme == Scheme::Light ? u"light"_qs : u"dark"_qs,
                    QString::number(size.width()));
                page.grab().save(name.arg(u"list"_qs));
                page.open(u"leadprosper-json"_qs);
                page.open(u"boberdoo-xml"_qs);
                QTest::qWait(300);
                page.grab().save(name.arg(u"editor"_qs));
            }
        }
        theme().setScheme(Scheme::Light);
    }
};

QTEST_MAIN(TestIntegrationEditor)
#include "tst_integrationeditor.moc"
