#pragma once
// The Buyers page at a desk: two integrations, one open in its editor, and the cursor in its table.
#include "gui/integrationbench.h"
#include "gui/integrations/buyerspage.h"
#include "gui/integrations/integrationeditor.h"
#include "gui/integrations/mappingpane.h"
#include "gui/integrations/mappingview.h"
#include "workbench/editorstate.h"
#include "workbench/mappingedits.h"
#include <QTest>
#include <memory>

namespace bourse::gui::test {

/// The page with a published and a draft integration, in a window that is active.
struct Desk {
    Bench bench;
    std::unique_ptr<BuyersPage> page;
    IntegrationEditor *editor = nullptr;

    explicit Desk(bool filled = true)
    {
        bench.verticals = {vertical(u"personal_injury"_qs)};
        if (filled) {
            bench.add(templateDocument(u"boberdoo-xml"_qs), 12);
            bench.add(templateDocument(u"leadprosper-json"_qs));
        }
    }
    void show()
    {
        page = std::make_unique<BuyersPage>(bench.calls());
        page->resize(1244, 874);
        page->show();
        page->activateWindow();
        (void)QTest::qWaitForWindowActive(page.get());
        page->enter();
    }
    /// Opens the form template with the cursor in its table.
    bool open(const QString &slug = u"boberdoo-xml"_qs)
    {
        if (!page)
            show();
        page->open(slug);
        editor = page->currentEditor();
        if (!QTest::qWaitFor([this] { return editor && editor->document(); }, 10000))
            return false;
        // the first row with transforms is chosen when the loop comes round
        if (!QTest::qWaitFor([this] { return !editor->state()->selected().isEmpty(); }, 10000))
            return false;
        view()->setFocus();
        return true;
    }
    MappingView *view() const { return editor->mappingPane()->view(); }
    MappingModel *model() const { return editor->mappingPane()->model(); }
    int row(const QString &target) const
    {
        for (int i = 0; i < model()->rowCount(); ++i)
            if (model()->item(i)->row.target == target)
                return i;
        return -1;
    }
    const MappingModel::Item *item(const QString &target) const { return model()->item(row(target)); }
    /// Puts the cursor into a cell as the arrow keys would.
    void go(const QString &target, int column = MappingModel::Target)
    {
        view()->setCurrentIndex(model()->index(row(target), column));
        view()->setFocus();
    }
    template <class T> T *find(const QString &name) const { return editor->findChild<T *>(name); }
    QUndoStack *stack() const { return editor->document()->undoStack(); }
};

} // namespace bourse::gui::test
