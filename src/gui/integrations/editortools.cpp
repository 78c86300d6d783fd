#include "gui/integrations/editortools.h"
#include "gui/integrations/buyerspage.h"
#include "gui/integrations/editorheader.h"
#include "gui/integrations/importdialog.h"
#include "gui/integrations/integrationeditor.h"
#include "gui/integrations/leadmatrixview.h"
#include "gui/integrations/previewpane.h"
#include "gui/integrations/secretsdialog.h"
#include "gui/integrations/sentdiff.h"
#include "gui/integrations/templategallery.h"
#include "gui/integrations/testsender.h"
#include "gui/integrations/versionsdialog.h"
#include "gui/widgets/format.h"
#include "gui/widgets/toast.h"
#include "market/market.h"
#include "workbench/editorstate.h"
#include "workbench/import/merge.h"
#include <QAction>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <algorithm>

namespace bourse::gui {

using workbench::IntegrationDocument;

ToolCalls marketToolCalls(market::Market *market)
{
    ToolCalls calls;
    calls.sendTest = [market](market::TestCall call) {
        return market->sendTest(std::move(call));
    };
    calls.sentRequest = [market](const QString &lead, const QString &integration, domain::StepKind step) {
        return market->sentRequest(lead, integration, step);
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
    connect(page, &BuyersPage::versionsRequested, this, &EditorTools::openVersions);
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
        connect(editor, &IntegrationEditor::signatureWanted, pane,
                [pane] { pane->goTo(PreviewPane::Signature); });
        connect(pane, &PreviewPane::enlargeRequested, editor, [editor](bool large) {
            editor->setFieldsFolded(large);
            editor->setMappingFolded(large);
            editor->setDockFolded(large);
        });
        const QVector<QString> places = {tr("Go to the request"), tr("Go to the signature"),
                                         tr("Go to the response"), tr("Go to the cURL command")};
        for (int i = 0; i < places.size(); ++i) {
            auto *action = new QAction(places[i], editor);
            action->setObjectName(QStringLiteral("actionPreview_%1").arg(i));
            action->setShortcut(QKeySequence(Qt::CTRL | Qt::ALT | static_cast<Qt::Key>(Qt::Key_1 + i)));
            connect(action, &QAction::triggered, pane,
                    [pane, i] { pane->goTo(static_cast<PreviewPane::Tab>(i)); });
            editor->addEditorAction(action);
        }
        auto *difference = new SentDiffView(editor->state());
        editor->dock()->setTabWidget(ProblemsDock::Tab::Difference, difference);
        const auto showTest = [this, sender, difference] {
            const market::TestExchange *last = sender->last();
            const QTimeZone zone = m_page->calls().zone ? m_page->calls().zone() : QTimeZone::utc();
            difference->setSent(last ? QByteArray::fromStdString(domain::toWireText(last->request))
                                     : QByteArray(),
                                last ? tr("the test of %1").arg(formatClock(last->sentAt, zone)) : QString());
        };
        connect(sender, &TestSender::changed, difference, showTest);
        const auto show = [this, editor, difference, showTest] {
            showSentLead(editor, difference, showTest);
        };
        connect(editor->state(), &workbench::EditorState::leadChanged, difference, show);
        connect(editor->state(), &workbench::EditorState::stepChanged, difference, show);
        show();
    }
    connect(editor->header(), &EditorHeader::secretsRequested, this, [this, editor] { openSecrets(editor); });
    if (m_page->calls().leads) {
        // leads of the vertical that the editor shows at the time
        editor->dock()->setTabWidget(
            ProblemsDock::Tab::LastLeads, new LeadMatrixView(editor->state(), [this, editor](int count) {
                const domain::FieldSchema *vertical = editor->state()->vertical();
                return m_page->calls().leads(vertical ? QString::fromStdString(vertical->slug) : QString(),
                                             count);
            }));
    }
}

/// The draft is held against what was really sent for the lead that is looked at; `otherwise` shows what
/// there is for one that was never sent.
void EditorTools::showSentLead(IntegrationEditor *editor, SentDiffView *difference,
                               const std::function<void()> &otherwise)
{
    const workbench::EditorState *state = editor->state();
    const auto &leads = state->leads();
    const auto index = static_cast<std::size_t>(std::max(0, state->leadIndex()));
    const QString id = index < leads.size() ? leads[index].id : QString();
    if (id.isEmpty() || !m_calls.sentRequest) {
        otherwise();
        return;
    }
    const domain::StepKind step = state->step();
    whenDone(difference, m_calls.sentRequest(id, editor->slug(), step),
             [this, editor, difference, otherwise, id, index, step](const Result<market::SentRequest> &sent) {
                 const workbench::EditorState *now = editor->state();
                 const bool isStill = now->step() == step && now->leadIndex() == static_cast<int>(index) &&
                                      index < now->leads().size() && now->leads()[index].id == id;
                 if (!isStill)
                     return; // another one is looked at by now
                 if (!sent || sent->text.empty()) {
                     otherwise();
                     return;
                 }
                 const QTimeZone zone = m_page->calls().zone ? m_page->calls().zone() : QTimeZone::utc();
                 difference->setSent(
                     QByteArray::fromStdString(sent->text),
                     tr("what was sent for this lead at %1").arg(formatClock(sent->sentAt, zone)));
             });
}

void EditorTools::openVersions(IntegrationEditor *editor)
{
    if (!m_calls.versions || !m_calls.version || !editor->document())
        return;
    VersionSource source;
    source.versions = [this, slug = editor->slug()] {
        return m_calls.versions(slug);
    };
    source.version = [this, slug = editor->slug()](qint64 version) {
        return m_calls.version(slug, version);
    };
    if (m_page->calls().zone)
        source.zone = m_page->calls().zone();
    auto *dialog = new VersionsDialog(std::move(source), editor->document()->value(), m_page->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, editor, [this, dialog, editor] {
        editor->document()->replace(dialog->document(), tr("Restore v%1").arg(dialog->version()));
        Toast::show(m_page->window(),
                    tr("v%1 is in the draft; nothing is live before Publish").arg(dialog->version()),
                    tr("Undo"), [editor = QPointer<IntegrationEditor>(editor)] {
                        if (editor)
                            editor->document()->undoStack()->undo();
                    });
    });
    dialog->open();
}

void EditorTools::openSecrets(IntegrationEditor *editor)
{
    if (!editor->document() || !m_calls.setSecret)
        return;
    SecretCalls calls;
    calls.stored = m_calls.storedSecrets;
    calls.set = m_calls.setSecret;
    calls.remove = m_calls.removeSecret;
    calls.reveal = m_calls.revealSecret;
    calls.place = m_calls.secretPlace;
    QVector<QString> names;
    for (const std::string &name : workbench::secretNamesOf(editor->document()->value()))
        names.append(QString::fromStdString(name));
    auto *dialog = new SecretsDialog(std::move(calls), std::move(names), m_page->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
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

void EditorTools::keepSecrets(const std::map<std::string, Secret> &secrets)
{
    if (!m_calls.setSecret || secrets.empty())
        return;
    QVector<QString> names;
    for (const auto &[name, value] : secrets)
        names.append(QString::fromStdString(name));
    if (!m_calls.storedSecrets) {
        setSecrets(secrets);
        return;
    }
    whenDone(m_page, m_calls.storedSecrets(names),
             [this, secrets, names](const Result<QVector<QString>> &stored) {
                 // a value that stands already cannot be brought back: where that is not known, it is asked,
                 // too
                 std::map<std::string, Secret> fresh;
                 std::map<std::string, Secret> known;
                 for (const auto &[name, value] : secrets)
                     (stored && !stored->contains(QString::fromStdString(name)) ? fresh : known)
                         .emplace(name, value);
                 setSecrets(fresh);
                 if (!known.empty())
                     askToReplace(known);
             });
}

void EditorTools::askToReplace(const std::map<std::string, Secret> &secrets)
{
    QStringList names;
    for (const auto &[name, value] : secrets)
        names.append(QString::fromStdString(name));
    auto *box = new QMessageBox(
        QMessageBox::NoIcon, tr("Replace secrets?"),
        names.size() == 1
            ? tr("The secret %1 has a value already.").arg(names.front())
            : tr("These secrets have a value already: %1.").arg(names.join(QStringLiteral(", "))),
        QMessageBox::NoButton, m_page->window());
    box->setObjectName(QStringLiteral("secretReplaceBox"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(
        tr("The text that you imported has another for it. The present value cannot be brought "
           "back once it is replaced."));
    auto *replace = box->addButton(tr("&Replace"), QMessageBox::DestructiveRole);
    replace->setObjectName(QStringLiteral("secretReplace"));
    auto *keep = box->addButton(tr("&Keep the present"), QMessageBox::RejectRole);
    keep->setObjectName(QStringLiteral("secretKeep"));
    box->setDefaultButton(keep);
    box->setEscapeButton(keep);
    connect(replace, &QAbstractButton::clicked, m_page, [this, secrets] { setSecrets(secrets); });
    box->open();
}

void EditorTools::setSecrets(const std::map<std::string, Secret> &secrets)
{
    for (const auto &[name, value] : secrets) {
        const QString shown = QString::fromStdString(name);
        whenDone(m_page, m_calls.setSecret(shown, value), [this, shown](const Result<std::monostate> &kept) {
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
