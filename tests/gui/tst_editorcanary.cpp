// Secrets in every place of a document, the editor in front of a real market that knows their values, a test
// that is really sent to a buyer who says back all that it got: no value is in any text of any widget.
#include "gui/integrations/buyerspage.h"
#include "gui/integrations/editorheader.h"
#include "gui/integrations/editortools.h"
#include "gui/integrations/integrationeditor.h"
#include "gui/integrations/secretsdialog.h"
#include "gui/integrations/testsender.h"
#include "gui/theme/theme.h"
#include "market/secretkinds.h"
#include "support/secretforms.h"
#include "workbench/editorstate.h"
#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QMetaProperty>
#include <QPushButton>
#include <QSet>
#include <QTabBar>
#include <QTemporaryDir>

using namespace bourse;
using namespace bourse::gui;
using namespace bourse::test;
using domain::StepKind;

namespace {

void addTexts(const QAbstractItemModel *model, const QModelIndex &parent, QByteArray &out, int depth = 0)
{
    if (depth > 3)
        return;
    for (int row = 0; row < std::min(model->rowCount(parent), 100); ++row)
        for (int column = 0; column < model->columnCount(parent); ++column) {
            const QModelIndex index = model->index(row, column, parent);
            for (const int role :
                 {int(Qt::DisplayRole), int(Qt::EditRole), int(Qt::ToolTipRole), int(Qt::StatusTipRole),
                  int(Qt::WhatsThisRole), int(Qt::AccessibleTextRole), int(Qt::AccessibleDescriptionRole)})
                out += index.data(role).toString().toUtf8() + '\n';
            for (int role = Qt::UserRole; role < Qt::UserRole + 8; ++role)
                out += index.data(role).toString().toUtf8() + '\n';
            if (column == 0)
                addTexts(model, index, out, depth + 1);
        }
}

void addTexts(QAccessibleInterface *place, QByteArray &out)
{
    if (!place || !place->isValid())
        return;
    for (const auto what :
         {QAccessible::Name, QAccessible::Description, QAccessible::Value, QAccessible::Help})
        out += place->text(what).toUtf8() + '\n';
    if (auto *text = place->textInterface())
        out += text->text(0, text->characterCount()).toUtf8() + '\n';
}

/// Every text that any widget shows, says to a screen reader or would give to a tool tip.
QByteArray everyText()
{
    QByteArray out;
    for (const QWidget *widget : QApplication::allWidgets()) {
        for (int i = 0; i < widget->metaObject()->propertyCount(); ++i) {
            const QMetaProperty property = widget->metaObject()->property(i);
            const auto *line = qobject_cast<const QLineEdit *>(widget);
            if (line && line->echoMode() != QLineEdit::Normal && qstrcmp(property.name(), "text") == 0)
                continue; // what is typed there is shown as dots
            const QVariant value = property.read(widget);
            out += value.toString().toUtf8() + '\n' + value.toStringList().join(QLatin1Char('\n')).toUtf8() +
                   '\n';
        }
        if (const auto *box = qobject_cast<const QComboBox *>(widget))
            addTexts(box->model(), {}, out);
        if (const auto *view = qobject_cast<const QAbstractItemView *>(widget); view && view->model())
            addTexts(view->model(), {}, out);
        if (const auto *tabs = qobject_cast<const QTabBar *>(widget))
            for (int i = 0; i < tabs->count(); ++i)
                out += (tabs->tabText(i) + tabs->tabToolTip(i)).toUtf8() + '\n';
        const auto *line = qobject_cast<const QLineEdit *>(widget);
        if (!line || line->echoMode() == QLineEdit::Normal)
            addTexts(QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget)), out);
    }
    out += QApplication::clipboard()->text().toUtf8();
    return out;
}

} // namespace

class TestEditorCanary : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void noWidgetShowsASecret_data();
    void noWidgetShowsASecret();
    void secretsDialogShowsNone();

  private:
    QTemporaryDir m_settings;
    ThrowawayCluster &m_cluster = ThrowawayCluster::shared();
    std::unique_ptr<LoopbackBuyer> m_buyer;
    std::unique_ptr<MarketBench> m_bench;
    std::map<QByteArray, QByteArray> m_secrets = canaries();
    QSet<QByteArray> m_seen;
    void look();
    void nobodySaw(const QList<QByteArray> &names);
};

void TestEditorCanary::initTestCase()
{
    QVERIFY2(m_cluster.ok(), m_cluster.problem().c_str());
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    theme().load(*qApp);
    m_bench = std::make_unique<MarketBench>(m_cluster);
    m_buyer = std::make_unique<LoopbackBuyer>([](const net::HttpRequest &request) {
        if (request.path == "/token")
            return json(200, R"({"access_token":"cAn4ry-token-0123456789","expires_in":3600})");
        std::string said = request.path + "?" + request.query + "\n" + request.body;
        for (const auto &[name, value] : request.headers)
            said += "\n" + name + ": " + value;
        return json(200, R"({"status":"accepted","price":"10.00","echo":)" +
                             domain::writeJson(domain::Value(said)) + "}");
    });
    for (const auto &[name, value] : m_secrets)
        VERIFY_OK(wait(m_bench->market->setSecret(QString::fromUtf8(name), Secret(value.toStdString()))));
}

void TestEditorCanary::cleanupTestCase()
{
    m_bench.reset();
}

/// Keeps what is shown now; nobodySaw() looks at it.
void TestEditorCanary::look()
{
    QApplication::processEvents();
    for (const QByteArray &line : everyText().split('\n'))
        m_seen.insert(line);
}

void TestEditorCanary::nobodySaw(const QList<QByteArray> &names)
{
    const QByteArray text = QByteArrayList(m_seen.values()).join('\n');
    for (const QByteArray &name : names) {
        const QByteArray form = seenIn(text, m_secrets[name]);
        QVERIFY2(form.isEmpty(), (name + " is shown as " + form).constData());
    }
    QVERIFY(!text.contains("cAn4ry-token-0123456789"));
}

void TestEditorCanary::noWidgetShowsASecret_data()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < kinds().size(); ++i)
        if (QByteArray(kinds()[i].slug) != "mtls" && QByteArray(kinds()[i].slug) != "digest")
            QTest::newRow(kinds()[i].slug) << i;
}

void TestEditorCanary::noWidgetShowsASecret()
{
    QFETCH(int, index);
    const Kind &kind = kinds()[index];
    const QString slug = QString::fromLatin1(kind.slug);
    VERIFY_OK(wait(m_bench->market->saveIntegrationDraft(slug, documentOf(kind, m_buyer->url()), 0)));
    auto page = std::make_unique<BuyersPage>(marketCalls(m_bench->market.get()));
    new EditorTools(page.get(), marketToolCalls(m_bench->market.get()));
    page->resize(1600, 1000);
    page->show();
    page->enter();
    page->open(slug);
    IntegrationEditor *editor = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((editor = page->currentEditor()) && editor->document(), 20'000);
    auto *tools = page->findChild<EditorTools *>();
    TestSender *sender = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((sender = tools->sender(editor)), 20'000);
    workbench::EditorState *state = editor->state();
    m_seen.clear();
    const auto everyTab = [&] {
        look();
        for (QTabBar *tabs : editor->findChildren<QTabBar *>()) {
            const int was = tabs->currentIndex();
            for (int i = 0; i < tabs->count(); ++i) {
                tabs->setCurrentIndex(i);
                look();
            }
            tabs->setCurrentIndex(was);
        }
        for (QComboBox *shell : editor->findChildren<QComboBox *>(QStringLiteral("curlShell")))
            for (int i = 0; i < shell->count(); ++i) {
                shell->setCurrentIndex(i);
                look();
            }
        for (QPushButton *copy : editor->findChildren<QPushButton *>())
            if (copy->objectName().contains(QLatin1String("opy")) && copy->isEnabled() && !copy->menu()) {
                copy->click();
                look();
            }
    };
    state->setStep(StepKind::Post);
    look();
    const auto arrived = m_buyer->journal().size();
    sender->send();
    QTRY_VERIFY_WITH_TIMEOUT(sender->last() || sender->refusal(), 30'000);
    QVERIFY2(sender->last(), sender->refusal() ? sender->refusal()->message.c_str() : "");
    QVERIFY2(sender->last()->response,
             sender->last()->failure ? sender->last()->failure->message.c_str() : "");
    QVERIFY(m_buyer->journal().size() > arrived);
    everyTab();
    nobodySaw(kind.arriving + kind.computing);
    // it is there to be seen: its name is
    if (!kind.arriving.isEmpty() && !slug.startsWith(QLatin1String("oauth"))) // those are the token call's
        QVERIFY(QByteArrayList(m_seen.values()).join('\n').contains(kind.arriving.first()));
}

void TestEditorCanary::secretsDialogShowsNone()
{
    SecretCalls calls;
    auto tools = marketToolCalls(m_bench->market.get());
    calls.stored = tools.storedSecrets;
    calls.set = tools.setSecret;
    calls.remove = tools.removeSecret;
    calls.reveal = tools.revealSecret;
    calls.place = [] {
        return QStringLiteral("an encrypted file");
    };
    QVector<QString> names;
    for (const auto &secret : m_secrets)
        names << QString::fromUtf8(secret.first);
    SecretsDialog dialog(std::move(calls), names);
    dialog.show();
    QTest::qWait(50);
    m_seen.clear();
    look();
    // typed, but not shown
    for (QLineEdit *line : dialog.findChildren<QLineEdit *>()) {
        if (line->echoMode() == QLineEdit::Normal || !line->isEnabled())
            continue;
        line->setText(QString::fromUtf8(m_secrets["body"]));
        look();
    }
    QList<QByteArray> all;
    for (const auto &secret : m_secrets)
        all << secret.first;
    nobodySaw(all);
}

QTEST_MAIN(TestEditorCanary)
#include "tst_editorcanary.moc"
