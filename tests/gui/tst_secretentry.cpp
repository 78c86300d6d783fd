// Entering a secret: what is typed is lost by nothing but being stored, or the window being closed.
#include "gui/integrationbench.h"
#include "gui/integrations/secretsdialog.h"
#include "gui/theme/theme.h"
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace bourse;
using namespace bourse::gui;

namespace {

/// A place for secrets that can be away.
struct Store {
    bool running = true;
    std::map<QString, std::string> values;
    QStringList refused;

    SecretCalls calls()
    {
        SecretCalls calls;
        calls.place = [this] {
            return running ? u"an encrypted file"_qs : QString();
        };
        calls.stored = [this](const QVector<QString> &names) {
            QVector<QString> set;
            for (const QString &name : names)
                if (values.contains(name))
                    set.append(name);
            return test::ready(Result<QVector<QString>>(set));
        };
        calls.set = [this](const QString &name, const Secret &value) {
            if (refused.contains(name))
                return test::ready(
                    Result<std::monostate>(Error{"vault_failed", {}, {}, "The file is full."}));
            values[name] = value.reveal();
            return test::ready(Result<std::monostate>(std::monostate{}));
        };
        return calls;
    }
};

QString shown(const QDialog &dialog, const char *label)
{
    return dialog.findChild<QLabel *>(QLatin1String(label))->text();
}

} // namespace

class TestSecretEntry : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;

  private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        theme().load(*qApp);
    }

    void oneAfterTheOther()
    {
        Store store;
        SecretsDialog dialog(store.calls(), {u"acme_key"_qs, u"acme_sign"_qs});
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        auto *value = dialog.findChild<QLineEdit *>(u"secretValue"_qs);
        QVERIFY(value->hasFocus()); // typing can begin
        QTest::keyClicks(value, u"first "_qs);
        QTest::keyClick(value, Qt::Key_Return);
        QTRY_COMPARE(shown(dialog, "secretName"), u"acme_sign"_qs); // on to the next
        QVERIFY(value->text().isEmpty() && value->hasFocus());
        QTest::keyClicks(value, u"second"_qs);
        QTest::keyClick(value, Qt::Key_Return);
        QTRY_COMPARE(store.values.size(), std::size_t(2));
        QCOMPARE(store.values[u"acme_key"_qs], std::string("first"));
        QTRY_VERIFY(value->text().isEmpty());
    }

    void withoutAMarketWhatIsTypedStays()
    {
        Store store;
        store.running = false;
        SecretsDialog dialog(store.calls(), {u"acme_key"_qs});
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        QVERIFY(shown(dialog, "secretPlace").contains(u"not running"_qs));
        auto *value = dialog.findChild<QLineEdit *>(u"secretValue"_qs);
        QVERIFY(value->hasFocus());
        QTest::keyClicks(value, u"typed-meanwhile"_qs);
        QTest::keyClick(value, Qt::Key_Return);
        QVERIFY(shown(dialog, "secretProblem").contains(u"still in the field"_qs));
        QCOMPARE(value->text(), u"typed-meanwhile"_qs);
        QVERIFY(store.values.empty());
        QVERIFY(!dialog.findChild<QPushButton *>(u"secretSet"_qs)->isEnabled());
        store.running = true; // it is back by itself
        QTRY_VERIFY_WITH_TIMEOUT(dialog.findChild<QPushButton *>(u"secretSet"_qs)->isEnabled(), 10000);
        QVERIFY(shown(dialog, "secretPlace").contains(u"an encrypted file"_qs));
        QVERIFY(shown(dialog, "secretProblem").isEmpty());
        QTest::keyClick(value, Qt::Key_Return);
        QTRY_COMPARE(store.values[u"acme_key"_qs], std::string("typed-meanwhile"));
        QTRY_VERIFY(value->text().isEmpty());
    }

    void whatCannotBeStoredStays()
    {
        Store store;
        store.refused = {u"acme_key"_qs};
        SecretsDialog dialog(store.calls(), {u"acme_key"_qs});
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        auto *value = dialog.findChild<QLineEdit *>(u"secretValue"_qs);
        QTest::keyClicks(value, u"long-and-secret"_qs);
        QTest::keyClick(value, Qt::Key_Return);
        QTRY_VERIFY(shown(dialog, "secretProblem").contains(u"The file is full."_qs));
        QCOMPARE(value->text(), u"long-and-secret"_qs);
        QCOMPARE(value->echoMode(), QLineEdit::Password);
        store.refused.clear();
        QTest::keyClick(value, Qt::Key_Return);
        QTRY_COMPARE(store.values[u"acme_key"_qs], std::string("long-and-secret"));
    }
};

QTEST_MAIN(TestSecretEntry)
#include "tst_secretentry.moc"
