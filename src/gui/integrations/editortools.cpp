#include "gui/integrations/editortools.h"
#include "gui/integrations/buyerspage.h"
#include "gui/integrations/importdialog.h"
#include "gui/integrations/integrationeditor.h"
#include "gui/integrations/previewpane.h"
#include "gui/integrations/templategallery.h"
#include "gui/integrations/testsender.h"
#include "gui/widgets/format.h"
#include "market/market.h"
#include "workbench/editorstate.h"

namespace bourse::gui {

using workbench::IntegrationDocument;

ToolCalls marketToolCalls(market::Market *market)
{
    ToolCalls calls;
    calls.sendTest = [market](market::TestCall call) {
        return market->sendTest(std::move(call));
    };
    calls.versions = [market](const QString &slug) {
        return market->integrationVersions(slug);
    };
    calls.version = [market](const QString &slug, qint64 version) {
        return market->integrationVersion(slug, version);
    };
    calls.storedSecrets = [market](const QVector<QString> &names) {
        return market->storedSecrets(names);
    };
    calls.setSecret = [market](const QString &name, Secret value) {
        return market->setSecret(name, std::move(value));
    };
    calls.removeSecret = [market](const QString &name) {
        return market->removeSecret(name);
    };
    calls.revealSecret = [market](const QString &name) {
        return market->revealSecret(name);
    };
    calls.secretPlace = [market] {
        return market->phase() == market::MarketPhase::Running ? market->secretPlace() : QString();
    };
    return calls;
}

EditorTools::EditorTools(BuyersPage *page, ToolCalls calls)
    : QObject(page), m_page(page), m_calls(std::move(calls))
{
    connect(page, &BuyersPage::editorReady, this, &EditorTools::equip);
    connect(page, &BuyersPage::importRequested, this, &EditorTools::import);
    connect(page, &BuyersPage::templatesRequested, this, &EditorTools::chooseTemplate);
    connect(page, &BuyersPage::sendRequested, this, [this](IntegrationEditor *editor) {
        if (TestSender *found = sender(editor))
            found->send();
    });
}

void EditorTools::equip(IntegrationEditor *editor)
{
    if (m_calls.sendTest && !m_senders.contains(editor)) {
        auto *sender = new TestSender(editor->state(), m_calls.sendTest, editor->state());
        m_senders.insert(editor, sender);
        connect(editor, &QObject::destroyed, this, [this, editor] { m_senders.remove(editor); });
        auto *pane = new PreviewPane(editor->state(), sender);
        editor->setRightPane(pane);
        connect(pane, &PreviewPane::enlargeRequested, editor, [editor](bool large) {
            editor->setFieldsFolded(large);
            editor->setMappingFolded(large);
        });
    }
}

void EditorTools::import(IntegrationEditor *editor)
{
    ImportSetting setting;
    if (m_page->calls().verticals)
        setting.verticals = m_page->calls().verticals();
    if (m_calls.secretPlace)
        setting.secretPlace = m_calls.secretPlace();
    setting.isTaken = [page = m_page](const QString &slug) {
        return page->isSlugTaken(slug);
    };
    if (editor && editor->document()) {
        setting.open = editor->document()->value();
        setting.step = editor->state()->step();
        if (const domain::FieldSchema *vertical = editor->state()->vertical())
            setting.vertical = QString::fromStdString(vertical->slug);
    }
    auto *dialog = new ImportDialog(std::move(setting), m_page->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, m_page, [this, dialog, editor = QPointer<IntegrationEditor>(editor)] {
        const bool merges = dialog->merges();
        if (merges && !editor)
            return; // its tab was closed meanwhile
        keepSecrets(dialog->secrets());
        if (merges)
            editor->document()->replace(dialog->document(), dialog->undoText());
        else
            m_page->openDocument(dialog->document());
    });
    dialog->open();
}

void EditorTools::keepSecrets(std::map<std::string, Secret> secrets)
{
    if (!m_calls.setSecret)
        return;
    for (auto &[name, value] : secrets) {
        const QString shown = QString::fromStdString(name);
        whenDone(m_page, m_calls.setSecret(shown, std::move(value)),
                 [this, shown](const Result<std::monostate> &kept) {
                     if (!kept)
                         Q_EMIT m_page->noted(tr("The secret %1 could not be kept: %2")
                                                  .arg(shown, QString::fromStdString(kept.error().message)));
                 });
    }
}

void EditorTools::chooseTemplate()
{
    auto *dialog = new TemplateGallery(domain::builtInIntegrations(), m_page->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, m_page, [this, dialog] { m_page->openDocument(dialog->document()); });
    dialog->open();
}

} // namespace bourse::gui
