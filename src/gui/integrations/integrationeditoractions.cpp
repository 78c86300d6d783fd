// What the integration editor does by its keys and menus, and what it asks before.
#include "gui/integrations/conditioneditor.h"
#include "gui/integrations/editorheader.h"
#include "gui/integrations/integrationeditor.h"
#include "gui/integrations/leadfieldpane.h"
#include "gui/integrations/mappingpane.h"
#include "gui/integrations/mappingview.h"
#include "workbench/draftkeeper.h"
#include "workbench/editorstate.h"
#include "workbench/mappingedits.h"
#include "workbench/verticalchoice.h"
#include <QAction>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTreeView>

namespace bourse::gui {

using domain::StepKind;
using domain::Value;
using workbench::DocumentPath;
using workbench::IntegrationDocument;
using workbench::MappingEdits;

namespace {

QString qt(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

} // namespace

void IntegrationEditor::addEditorAction(QAction *action)
{
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    m_actions.append(action);
}

void IntegrationEditor::createActions()
{
    const auto add = [this](const QString &name, const QString &text, const QList<QKeySequence> &keys,
                            auto handler) {
        auto *action = new QAction(text, this);
        action->setObjectName(name);
        action->setShortcuts(keys);
        connect(action, &QAction::triggered, this, handler);
        addEditorAction(action);
        return action;
    };
    QUndoStack *stack = m_document->undoStack();
    add(QStringLiteral("actionUndo"), tr("Undo"), {QKeySequence(Qt::CTRL | Qt::Key_Z)},
        [stack] { stack->undo(); });
    add(QStringLiteral("actionRedo"), tr("Redo"),
        {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)},
        [stack] { stack->redo(); });
    add(QStringLiteral("actionSendTest"), tr("Send test"),
        {QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter)},
        [this] { Q_EMIT sendRequested(); });
    add(QStringLiteral("actionPublish"), tr("Publish"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P)},
        [this] {
            // not by what was wrong before the last keystroke
            m_state->settleProblems();
            if (m_header->publishButton()->isEnabled())
                askNote();
            else
                Q_EMIT noted(m_header->publishButton()->toolTip());
        });
    add(QStringLiteral("actionSecrets"), tr("Secrets of the integration"),
        {QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_S)}, [this] { Q_EMIT m_header->secretsRequested(); });
    add(QStringLiteral("actionSaveDraft"), tr("Save the draft now"), {QKeySequence(Qt::CTRL | Qt::Key_S)},
        [this] { saveNow(); });
    add(QStringLiteral("actionPreviousSample"), tr("Previous sample"),
        {QKeySequence(Qt::ALT | Qt::Key_PageUp)},
        [this] { m_state->setLeadIndex(m_state->leadIndex() - 1); });
    add(QStringLiteral("actionNextSample"), tr("Next sample"), {QKeySequence(Qt::ALT | Qt::Key_PageDown)},
        [this] { m_state->setLeadIndex(m_state->leadIndex() + 1); });
    add(QStringLiteral("actionFindField"), tr("Find a lead field"), {QKeySequence(Qt::CTRL | Qt::Key_F)},
        [this] {
            setFieldsFolded(false);
            m_fields->searchField()->setFocus(Qt::ShortcutFocusReason);
            m_fields->searchField()->selectAll();
        });
    add(QStringLiteral("actionGoToMapping"), tr("Go to the mapping"), {QKeySequence(Qt::CTRL | Qt::Key_M)},
        [this] {
            setMappingFolded(false);
            m_mapping->view()->setFocus(Qt::ShortcutFocusReason);
        });
    add(QStringLiteral("actionRefuseLeads"), tr("Refuse leads when…"),
        {QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_R)}, [this] {
            setMappingFolded(false);
            m_mapping->addRefusal();
        });
    add(QStringLiteral("actionChooseVertical"), tr("Choose the vertical whose leads are shown"),
        {QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_V)}, [this] { m_header->openVerticals(); });
    add(QStringLiteral("actionToggleFields"), tr("Show or hide the lead's fields"),
        {QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_L)}, [this] { setFieldsFolded(!m_fields->isHidden()); });
    add(QStringLiteral("actionToggleMapping"), tr("Show or hide the mapping"),
        {QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_M)}, [this] { setMappingFolded(!m_mapping->isHidden()); });
    add(QStringLiteral("actionToggleProblems"), tr("Show or hide the problems"),
        {QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_P)},
        [this] { m_dock->setCollapsed(!m_dock->isCollapsed()); });
    add(QStringLiteral("actionSwitchEnvironment"), tr("Switch between test and live"),
        {QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_E)}, [this] { m_state->setLive(!m_state->isLive()); });
    // Steps by their number
    for (int i = 0; i < 8; ++i) {
        auto *action = new QAction(this);
        action->setShortcut(QKeySequence(Qt::ALT | static_cast<Qt::Key>(Qt::Key_1 + i)));
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, [this, i] {
            const auto buttons = m_header->findChild<QWidget *>(QStringLiteral("stepBar"))
                                     ->findChildren<QPushButton *>(QString(), Qt::FindDirectChildrenOnly);
            if (i < buttons.size())
                buttons[i]->click();
        });
        addAction(action);
    }
}

void IntegrationEditor::setVerticalSlug(const QString &slug)
{
    m_vertical = slug;
    std::optional<domain::FieldSchema> chosen;
    for (const domain::FieldSchema &vertical : std::as_const(m_verticals))
        if (qt(vertical.slug) == slug)
            chosen = vertical;
    m_state->setVertical(std::move(chosen));
    // leads of another vertical say nothing about these fields
    m_state->setLeads({});
    refreshLeads();
}

void IntegrationEditor::openVerticalMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("verticalMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QVector<workbench::VerticalChoice> choices =
        workbench::verticalChoices(m_document->value(), m_verticals);
    const bool anyNamed = !choices.isEmpty() && choices.first().isNamed;
    bool headed = false;
    for (const workbench::VerticalChoice &choice : choices) {
        if (anyNamed && !headed && !choice.isNamed) {
            headed = true;
            menu->addSeparator();
            menu->addAction(tr("Others of the workspace"))->setEnabled(false);
        }
        QAction *action = menu->addAction(choice.isHere ? choice.label
                                                        : tr("%1 (not in this workspace)").arg(choice.label));
        action->setObjectName(QStringLiteral("vertical_") + choice.slug);
        action->setCheckable(true);
        action->setChecked(choice.slug == m_vertical);
        action->setEnabled(choice.isHere);
        const QString slug = choice.slug;
        connect(action, &QAction::triggered, this, [this, slug] { setVerticalSlug(slug); });
    }
    if (menu->isEmpty())
        menu->addAction(tr("The workspace has no vertical"))->setEnabled(false);
    for (const workbench::VerticalChoice &choice : choices) {
        if (choice.slug != m_vertical)
            continue;
        // kept with the document, so that everybody opens it with the same fields
        menu->addSeparator();
        QAction *made = menu->addAction(tr("This integration is made for %1").arg(choice.label));
        made->setObjectName(QStringLiteral("verticalMadeFor"));
        made->setCheckable(true);
        made->setChecked(choice.isNamed);
        connect(made, &QAction::triggered, this, [this, choice](bool checked) {
            workbench::VerticalEdits::setMadeFor(*m_document, choice.slug, choice.label, checked);
        });
    }
    menu->popup(position);
}

void IntegrationEditor::askName()
{
    m_line->ask(tr("Name of the integration"), QString(), m_document->text("label"), tr("Rename"),
                anchorOf(m_header->titleWidget()), [this](const QString &name) {
                    if (name.isEmpty())
                        return tr("A name has at least one character.");
                    m_document->set("label", Value(name.toStdString()), tr("Rename to %1").arg(name));
                    return QString();
                });
}

void IntegrationEditor::askTimeLimit()
{
    const StepKind step = m_state->step();
    const DocumentPath path = IntegrationDocument::stepPath(step).child("time_limit_ms");
    m_line->ask(
        tr("Time limit of %1").arg(MappingEdits::stepName(step)),
        tr("Milliseconds from the first byte sent to the last byte received; empty for none of its own."),
        m_document->text(path), tr("Set"), anchorOf(m_header->timeLimitButton()),
        [this, path](const QString &text) {
            if (text.isEmpty()) {
                if (m_document->at(path))
                    m_document->remove(path, tr("Take the time limit away"));
                return QString();
            }
            bool isNumber = false;
            const int limit = text.toInt(&isNumber);
            if (!isNumber || limit < 1 || limit > 600000)
                return tr("A time limit is a whole number from 1 to 600,000 ms.");
            m_document->set(path, Value(limit), tr("Set the time limit to %1 ms").arg(limit));
            return QString();
        });
}

void IntegrationEditor::askNote()
{
    m_line->ask(tr("Publish %1").arg(title()),
                m_version > 0 ? tr("It becomes version %1 and is used by the next lead.").arg(m_version + 1)
                              : tr("It becomes version 1 and can be used by trees."),
                QString(), tr("Publish"), anchorOf(m_header->publishButton()), [this](const QString &note) {
                    if (note.isEmpty())
                        return tr("Say in a few words what has changed.");
                    publish(note);
                    return QString();
                });
}

void IntegrationEditor::publish(const QString &note)
{
    m_publishing = true;
    refreshStanding();
    const Value document = m_document->value();
    whenDone(this, m_calls.publish(document, m_base, note), [this, document](const Result<qint64> &version) {
        m_publishing = false;
        if (!version) {
            refreshStanding();
            Q_EMIT noted(version.error().code == "version_conflict"
                             ? tr("Somebody has published another version since. Look at Versions first.")
                             : tr("Not published: %1").arg(qt(version.error().message)));
            return;
        }
        m_version = *version;
        m_base = *version;
        m_published = document;
        m_savedBefore.reset();
        m_isNew = false;
        if (m_document->value() == document)
            m_keeper->settle();
        refreshStanding();
        Q_EMIT versionPublished(*version);
        Q_EMIT noted(tr("%1 is published as v%2").arg(title()).arg(*version));
    });
}

} // namespace bourse::gui
