// Which vertical's fields and leads the editor works with: opened, chosen, kept with the document.
#include "gui/editordesk.h"
#include "gui/integrations/editorheader.h"
#include "gui/integrations/leadfieldmodel.h"
#include "gui/integrations/leadfieldpane.h"
#include "gui/theme/theme.h"
#include <QMenu>
#include <QPushButton>
#include <QTemporaryDir>

using namespace bourse;
using namespace bourse::gui;
using domain::Array;
using domain::Value;
using test::Desk;

class TestEditorVerticals : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;

    static Value madeFor(std::initializer_list<const char *> slugs)
    {
        Value document = test::templateDocument(u"boberdoo-xml"_qs);
        Array list;
        for (const char *slug : slugs)
            list.push_back(Value(slug));
        document.asObject()->set("slug", "made-for");
        document.asObject()->set("verticals", std::move(list));
        return document;
    }
    static QAction *entry(Desk &desk, const QString &name)
    {
        QTest::keyClick(desk.view(), Qt::Key_V, Qt::ControlModifier | Qt::AltModifier);
        auto *menu = desk.editor->findChild<QMenu *>(u"verticalMenu"_qs);
        return menu ? menu->findChild<QAction *>(name) : nullptr;
    }
    static void closeMenu(Desk &desk)
    {
        if (auto *menu = desk.editor->findChild<QMenu *>(u"verticalMenu"_qs)) {
            menu->close();
            QCoreApplication::sendPostedEvents(menu, QEvent::DeferredDelete);
        }
    }
    static std::string open(const Desk &desk)
    {
        return desk.editor->state()->vertical() ? desk.editor->state()->vertical()->slug : std::string();
    }

  private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        theme().load(*qApp);
    }

    void aDocumentOpensWithTheFirstItNames()
    {
        Desk desk;
        desk.bench.verticals = {test::vertical(u"personal_injury"_qs), test::vertical(u"auto_insurance"_qs),
                                test::vertical(u"home_services"_qs)};
        QVERIFY(std::none_of(desk.bench.verticals.begin(), desk.bench.verticals.end(),
                             [](const auto &vertical) { return vertical.fields.empty(); }));
        desk.bench.add(madeFor({"not_here", "auto_insurance", "personal_injury"}));
        QVERIFY(desk.open(u"made-for"_qs));
        QCOMPARE(open(desk), std::string("auto_insurance"));
        // those it names first, what the workspace has not cannot be chosen, the others follow
        QAction *gone = entry(desk, u"vertical_not_here"_qs);
        QVERIFY(gone && !gone->isEnabled());
        auto *menu = desk.editor->findChild<QMenu *>(u"verticalMenu"_qs);
        QCOMPARE(menu->actions().first(), gone);
        QVERIFY(menu->findChild<QAction *>(u"vertical_auto_insurance"_qs)->isChecked());
        QVERIFY(menu->findChild<QAction *>(u"vertical_home_services"_qs)->isEnabled());
        closeMenu(desk);
    }

    void anotherVerticalHasItsFieldsAndItsLeads()
    {
        Desk desk;
        desk.bench.verticals = {test::vertical(u"personal_injury"_qs), test::vertical(u"home_services"_qs)};
        QVERIFY(desk.open());
        QCOMPARE(open(desk), std::string("personal_injury")); // names none: what knows most of its fields
        auto *fields = desk.editor->fieldPane()->model();
        QVERIFY(fields->indexOf(u"injury_type"_qs).isValid());
        const QByteArray before = QByteArray::fromStdString(desk.editor->state()->wireText());
        QAction *home = entry(desk, u"vertical_home_services"_qs);
        QVERIFY(home && home->isEnabled());
        home->trigger();
        closeMenu(desk);
        QCOMPARE(open(desk), std::string("home_services"));
        QVERIFY(!fields->indexOf(u"injury_type"_qs).isValid());
        QVERIFY(!desk.editor->state()->leads().empty());
        QVERIFY(QByteArray::fromStdString(desk.editor->state()->wireText()) != before);
        auto *button = desk.find<QPushButton>(u"integrationKind"_qs);
        QVERIFY(button->isVisible());
        QVERIFY(button->accessibleName().contains(u"Home"_qs));
    }

    void whatItIsMadeForIsKeptAndUndone()
    {
        Desk desk;
        desk.bench.verticals = {test::vertical(u"personal_injury"_qs), test::vertical(u"home_services"_qs)};
        QVERIFY(desk.open());
        QAction *made = entry(desk, u"verticalMadeFor"_qs);
        QVERIFY(made && !made->isChecked());
        made->trigger();
        closeMenu(desk);
        QCOMPARE(desk.editor->document()->text("verticals[0]"), u"personal_injury"_qs);
        QVERIFY(desk.editor->document()->compiled());
        QVERIFY(desk.stack()->undoText().startsWith(u"Made for "_qs));
        made = entry(desk, u"verticalMadeFor"_qs);
        QVERIFY(made && made->isChecked());
        closeMenu(desk);
        desk.stack()->undo();
        QVERIFY(!desk.editor->document()->at("verticals"));
    }

    void theButtonIsThereInANarrowWindow()
    {
        Desk desk;
        QVERIFY(desk.open());
        for (const int width : {1244, 1000, 760, 640}) {
            desk.page->resize(width, 700);
            QCoreApplication::processEvents();
            auto *button = desk.find<QPushButton>(u"integrationKind"_qs);
            QVERIFY(button->isVisible());
            QVERIFY2(desk.page->width() <= std::max(width, 1000), qPrintable(QString::number(width)));
        }
    }
};

QTEST_MAIN(TestEditorVerticals)
#include "tst_editorverticals.moc"
