#include "gui/integrations/mappingpane.h"
#include "domain/json/json.h"
#include "gui/help/helpdialog.h"
#include "gui/integrations/callbackpane.h"
#include "gui/integrations/conditioneditor.h"
#include "gui/integrations/coveragemeter.h"
#include "gui/integrations/leadfieldmodel.h"
#include "gui/integrations/mappingview.h"
#include "gui/integrations/pairseditor.h"
#include "gui/integrations/parametereditor.h"
#include "gui/integrations/sourceeditor.h"
#include "gui/integrations/transformpicker.h"
#include "gui/integrations/transformstrip.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/card.h"
#include "workbench/editorstate.h"
#include "workbench/mappingedits.h"
#include <QActionGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace bourse::gui {

using domain::Object;
using domain::StepKind;
using domain::Value;
using workbench::DocumentPath;
using workbench::MappingEdits;
using workbench::MappingRow;
using workbench::SourceKind;

MappingPane::MappingPane(workbench::EditorState *state, LeadFieldModel *fields, QWidget *host,
                         QWidget *parent)
    : QWidget(parent), m_state(state), m_host(host), m_model(new MappingModel(state, this)),
      m_view(new MappingView(m_model)), m_sourceEditor(new SourceEditor(state, fields, host)),
      m_picker(new TransformPicker(host)), m_parameters(new ParameterEditor(state, host)),
      m_condition(new ConditionEditor(state, host)), m_pairs(new PairsEditor(state, host))
{
    setObjectName(QStringLiteral("mappingPane"));
    setHelpTopic(this, QStringLiteral("mapping"));
    setAccessibleName(tr("Mapping"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);

    auto *head = new QWidget;
    head->setObjectName(QStringLiteral("mappingHead"));
    auto *headLayout = new QHBoxLayout(head);
    headLayout->setContentsMargins(14, 0, 8, 0);
    headLayout->setSpacing(10);
    m_title = makeLabel(tr("Mapping"), LabelRole::Strong, QStringLiteral("mappingTitle"));
    headLayout->addWidget(m_title);
    m_filters = new SegmentedControl({tr("All"), tr("Required"), tr("Problems")},
                                     QStringLiteral("mappingFilter"), true);
    m_filters->setAccessibleName(tr("Rows shown"));
    headLayout->addWidget(m_filters);
    headLayout->addStretch(1);
    m_coverage = new CoverageMeter;
    headLayout->addWidget(m_coverage);
    auto *refuse = makeButton(tr("Refuse leads when… (Ctrl+Alt+R)"), QStringLiteral("ban"), ButtonKind::Icon,
                              QStringLiteral("addRefusalButton"), nullptr, true);
    refuse->setProperty("flat", true);
    connect(refuse, &QPushButton::clicked, this, &MappingPane::addRefusal);
    headLayout->addWidget(refuse);
    auto *add = makeButton(tr("Add a row (Insert)"), QStringLiteral("plus"), ButtonKind::Icon,
                           QStringLiteral("addRowButton"), nullptr, true);
    add->setProperty("flat", true);
    connect(add, &QPushButton::clicked, this, &MappingPane::insertRow);
    headLayout->addWidget(add);
    const auto scale = [head] {
        head->setFixedHeight(theme().px(36));
    };
    scale();
    connect(&theme(), &Theme::changed, head, scale);
    layout->addWidget(head);
    layout->addWidget(makeLine(Qt::Horizontal));

    m_states = new QStackedWidget;
    m_states->setObjectName(QStringLiteral("mappingStates"));
    m_states->addWidget(m_view);
    m_empty = new EmptyState(QStringLiteral("filter"), QString(), tr("Show all rows"),
                             QStringLiteral("mappingEmpty"));
    connect(m_empty, &EmptyState::actionTriggered, this, [this] { m_filters->setCurrent(0); });
    m_states->addWidget(m_empty);
    m_callback = new CallbackPane(state);
    connect(m_callback, &CallbackPane::noted, this, &MappingPane::noted);
    connect(m_callback, &CallbackPane::removed, this, &MappingPane::removed);
    m_states->addWidget(m_callback);
    m_tableTools = {m_filters, m_coverage, refuse, add};
    layout->addWidget(m_states, 1);

    connect(m_filters, &SegmentedControl::currentChanged, this, [this](int index) {
        m_model->setFilter(static_cast<MappingModel::Filter>(index));
        refreshCounts();
    });
    connect(m_model, &MappingModel::countsChanged, this, &MappingPane::refreshCounts);
    connect(m_state, &workbench::EditorState::stepChanged, this, &MappingPane::refreshCounts);
    connect(m_view, &MappingView::selected, this, &MappingPane::handleSelected);
    connect(m_state, &workbench::EditorState::selectedChanged, this, [this] {
        if (m_view->currentPath() != m_state->selected())
            m_view->setCurrentPath(m_state->selected());
    });
    connect(m_view, &MappingView::sourceEditRequested, this, &MappingPane::handleSourceEdit);
    connect(m_view, &MappingView::insertRequested, this, &MappingPane::insertAfter);
    connect(m_view, &MappingView::removeRequested, this, &MappingPane::removeRow);
    connect(m_view, &MappingView::moveRequested, this, &MappingPane::moveRow);
    connect(m_view, &MappingView::transformAddRequested, this, &MappingPane::addTransform);
    connect(m_view, &MappingView::transformEditRequested, this,
            [this](int row, int transform) { editTransform(row, transform); });
    connect(m_view, &MappingView::transformRemoveRequested, this, [this](int row, int transform) {
        if (const MappingModel::Item *item = m_model->item(row)) {
            const QString text = tr("“%1” removed").arg(item->chips.value(transform));
            if (MappingEdits(m_state->document())
                    .removeTransform(item->row.path, static_cast<std::size_t>(transform)))
                Q_EMIT removed(text);
        }
    });
    connect(m_view, &MappingView::transformMoveRequested, this, [this](int row, int transform, int by) {
        if (const MappingModel::Item *item = m_model->item(row))
            MappingEdits(m_state->document())
                .moveTransform(item->row.path, static_cast<std::size_t>(transform), by);
    });
    connect(m_view, &MappingView::menuRequested, this, &MappingPane::openMenu);
    connect(m_condition, &ConditionEditor::refusalKept, this, [this](const QString &path) {
        m_view->setFocus();
        select(path);
    });
    connect(m_pairs, &PairsEditor::pairWanted, this, [this](const QString &path) {
        addPair(DocumentPath::parse(path.toStdString()).value_or(DocumentPath()));
    });
    connect(m_pairs, &PairsEditor::sourceWanted, this, [this](const QString &path) {
        if (const int row = m_model->rowOf(path); row >= 0)
            m_sourceEditor->editRow(m_model->item(row)->row.path, QString(),
                                    anchor(row, MappingModel::Source));
    });
    connect(m_sourceEditor, &SourceEditor::pairsMade, this, [this](const QString &path) {
        select(path);
        if (const int row = m_model->rowOf(path); row >= 0)
            m_pairs->editPairs(m_model->item(row)->row.path, anchor(row, MappingModel::Source));
    });
    connect(m_picker, &TransformPicker::picked, this, [this](const QString &name) {
        MappingEdits edits(m_state->document());
        const Value *chain = m_state->document()->at(m_pickFor.child("transforms"));
        const std::size_t end = chain && chain->asArray() ? chain->asArray()->size() : 0;
        Value made = MappingEdits::newTransform(name.toStdString());
        const bool hasParameters = made.asObject()->size() > 1;
        if (!edits.addTransform(m_pickFor, end, std::move(made)))
            return;
        m_view->setFocus();
        const int row = m_model->rowOf(QString::fromStdString(m_pickFor.toString()));
        // what it needs was filled in from its example: the person says what it should be
        if (hasParameters && row >= 0)
            editTransform(row, static_cast<int>(end));
    });
    m_view->setCurrentPath(m_state->selected());
    refreshCounts();
}

void MappingPane::refreshCounts()
{
    const bool isCallback =
        m_state->step() == StepKind::Callback &&
        m_state->document()->at(workbench::IntegrationDocument::stepPath(StepKind::Callback));
    m_title->setText(isCallback ? tr("Callback") : tr("Mapping"));
    for (QWidget *tool : std::as_const(m_tableTools))
        tool->setVisible(!isCallback);
    if (isCallback) {
        m_states->setCurrentWidget(m_callback);
        return;
    }
    const auto label = [this](int index, const QString &word, MappingModel::Filter filter) {
        m_filters->setLabel(index, QStringLiteral("%1 %2").arg(word).arg(m_model->count(filter)));
    };
    label(0, tr("All"), MappingModel::Filter::All);
    label(1, tr("Required"), MappingModel::Filter::Required);
    label(2, tr("Problems"), MappingModel::Filter::Problems);
    const domain::SpecCoverage coverage = m_state->coverage();
    m_coverage->setCoverage(coverage);
    const bool nothing = m_model->rowCount() == 0;
    if (nothing)
        m_empty->setSentence(m_model->filter() == MappingModel::Filter::Problems
                                 ? tr("No row has a problem on this sample.")
                             : m_model->filter() == MappingModel::Filter::Required
                                 ? tr("The buyer's specification names no required target for this step.")
                                 : tr("There is no step yet. Add one with the plus sign beside the steps."));
    m_empty->setActionVisible(m_model->filter() != MappingModel::Filter::All);
    m_states->setCurrentWidget(nothing ? static_cast<QWidget *>(m_empty) : m_view);
}

void MappingPane::handleSelected(const QString &path)
{
    m_state->setSelected(path);
}

QRect MappingPane::anchor(int row, int column) const
{
    QRect rect = m_view->visualRect(m_model->index(row, column));
    rect.setHeight(MappingView::lineHeight());
    return QRect(m_view->viewport()->mapTo(m_host, rect.topLeft()), rect.size());
}

QRect MappingPane::stripAnchor(int card) const
{
    const QRect rect = m_view->strip()->cardRect(card);
    return QRect(m_view->strip()->mapTo(m_host, rect.topLeft()), rect.size());
}

void MappingPane::handleSourceEdit(int row, const QString &typed)
{
    const MappingModel::Item *item = m_model->item(row);
    if (!item)
        return;
    const QRect place = anchor(row, MappingModel::Source);
    if (item->row.isRow()) {
        // pairs are rows of their own; what is asked for here is how they are written
        if (item->source == SourceKind::Pairs && typed.isEmpty())
            m_pairs->editPairs(item->row.path, place);
        else
            m_sourceEditor->editRow(item->row.path, typed, place);
        return;
    }
    if (item->row.kind == MappingRow::Kind::Refusal) {
        m_condition->editRefusal(item->row.path, {}, place);
        return;
    }
    if (item->row.kind == MappingRow::Kind::Method)
        m_sourceEditor->editText(item->row.path, item->row.target,
                                 {QStringLiteral("POST"), QStringLiteral("GET"), QStringLiteral("PUT"),
                                  QStringLiteral("PATCH"), QStringLiteral("DELETE")},
                                 place);
    else if (item->row.kind != MappingRow::Kind::Group && item->row.kind != MappingRow::Kind::Section)
        m_sourceEditor->editText(item->row.path, item->row.target, {}, place);
}

void MappingPane::mapCurrent(const Value &source)
{
    const int row = m_model->rowOf(m_view->currentPath());
    const MappingModel::Item *item = m_model->item(row);
    if (!item || !item->row.isRow()) {
        Q_EMIT noted(tr("Select the row that should take this value first."));
        return;
    }
    MappingEdits(m_state->document()).setSource(item->row.path, source);
}

void MappingPane::insertRow()
{
    insertAfter(m_model->rowOf(m_view->currentPath()));
}

void MappingPane::addRefusal()
{
    if (!m_state->document()->at(workbench::IntegrationDocument::stepPath(m_state->step()))) {
        Q_EMIT noted(tr("There is no step yet. Add one with the plus sign beside the steps."));
        return;
    }
    m_filters->setCurrent(0);
    const MappingModel::Item *item = m_model->item(m_model->rowOf(m_view->currentPath()));
    const bool behind = item && item->row.kind == MappingRow::Kind::Refusal;
    m_condition->editRefusal({}, behind ? item->row.path : DocumentPath(),
                             QRect(m_view->mapTo(m_host, QPoint(theme().px(24), 0)), QSize(10, 10)));
}

void MappingPane::addPair(const DocumentPath &row)
{
    m_filters->setCurrent(0);
    if (const auto made = MappingEdits(m_state->document()).addPair(row, freeTarget(tr("name"))))
        nameRow(QString::fromStdString(made->toString()));
}

void MappingPane::select(const QString &path)
{
    m_state->setSelected(path);
    m_view->setCurrentPath(path);
}

QString MappingPane::freeTarget(const QString &base) const
{
    QString target = base;
    for (int n = 2;; ++n) {
        bool taken = false;
        for (int i = 0; i < m_model->rowCount() && !taken; ++i)
            taken = m_model->item(i)->row.target == target;
        if (!taken)
            return target;
        target = base + u'_' + QString::number(n);
    }
}

void MappingPane::nameRow(const QString &path)
{
    m_view->setFocus();
    select(path);
    // its name is what has to be said first
    const int at = m_model->rowOf(path);
    if (at >= 0) {
        m_view->setCurrentIndex(m_model->index(at, MappingModel::Target));
        m_view->QAbstractItemView::edit(m_model->index(at, MappingModel::Target));
    }
}

void MappingPane::insertAfter(int row)
{
    const MappingModel::Item *item = m_model->item(row);
    if (item && item->row.section == workbench::RowSection::Refusals) {
        addRefusal();
        return;
    }
    m_filters->setCurrent(0);
    // targets are unique within a list, so that the new row compiles
    const QString target = freeTarget(tr("new_field"));
    const bool inList = item && (item->row.isRow() || item->row.kind == MappingRow::Kind::Group);
    const auto made = MappingEdits(m_state->document())
                          .insertAfter(inList ? item->row.path : DocumentPath(), m_state->step(), target,
                                       Value(Object{{"constant", ""}}));
    if (!made) {
        Q_EMIT noted(tr("A text body has no rows; its template is edited under Body."));
        return;
    }
    nameRow(QString::fromStdString(made->toString()));
}

void MappingPane::removeRow(int row)
{
    const MappingModel::Item *item = m_model->item(row);
    if (!item || !item->row.isInList())
        return;
    const QString text = tr("%1 removed").arg(item->row.target);
    // the row that takes its place becomes the current one
    if (MappingEdits(m_state->document()).remove(item->row.path)) {
        const int next = std::min(row, m_model->rowCount() - 1);
        m_view->setCurrentIndex(m_model->index(next, MappingModel::Target));
        Q_EMIT removed(text);
    }
}

void MappingPane::moveRow(int row, int by)
{
    const MappingModel::Item *item = m_model->item(row);
    if (!item || !item->row.isInList())
        return;
    if (const auto moved = MappingEdits(m_state->document()).move(item->row.path, by)) {
        const QString path = QString::fromStdString(moved->toString());
        m_state->setSelected(path);
        m_view->setCurrentPath(path);
    }
}

void MappingPane::addTransform(int row)
{
    const MappingModel::Item *item = m_model->item(row);
    if (!item || !item->row.isRow())
        return;
    m_pickFor = item->row.path;
    m_picker->pick(item->row.target, m_view->strip()->isVisible() ? stripAnchor(m_view->strip()->count())
                                                                  : anchor(row, MappingModel::Transforms));
}

void MappingPane::editTransform(int row, int transform, const QStringList &missing)
{
    const MappingModel::Item *item = m_model->item(row);
    if (!item || transform < 0 || transform >= item->chips.size())
        return;
    m_parameters->editTransform(item->row.path, static_cast<std::size_t>(transform), stripAnchor(transform),
                                missing);
}

const domain::FieldSpec *MappingPane::fieldOf(const QString &path) const
{
    const auto row = DocumentPath::parse(path.toStdString());
    const Value *source = row ? m_state->document()->at(row->child("source")) : nullptr;
    const domain::FieldSchema *vertical = m_state->vertical();
    return vertical && workbench::sourceKind(source) == SourceKind::Field
               ? vertical->find(source->find("field")->toText())
               : nullptr;
}

void MappingPane::editMapping(const QString &path, const QStringList &missing)
{
    m_state->setSelected(path);
    const int row = m_model->rowOf(path);
    if (row < 0)
        return;
    m_view->setFocus();
    const Value *chain = m_state->document()->at(m_model->item(row)->row.path.child("transforms"));
    if (chain && chain->asArray())
        for (std::size_t i = 0; i < chain->asArray()->size(); ++i)
            if (const Value *name = (*chain->asArray())[i].find("do"); name && name->toText() == "map") {
                // a table is shared with other rows: what it lacks is said there
                editTransform(row, static_cast<int>(i),
                              (*chain->asArray())[i].find("table") ? QStringList() : missing);
                return;
            }
    if (missing.isEmpty()) {
        addTransform(row);
        return;
    }
    const auto made = MappingEdits(m_state->document()).addMap(m_model->item(row)->row.path, missing.first());
    if (made)
        editTransform(m_model->rowOf(path), static_cast<int>(*made), missing);
}

QStringList MappingPane::personalFields(const QString &path) const
{
    QStringList fields;
    const domain::FieldSchema *vertical = m_state->vertical();
    const std::string wanted = path.toStdString();
    for (const domain::RowTrace &trace : m_state->explanation().rows) {
        if (trace.path != wanted)
            continue;
        for (const std::string &field : trace.fields) {
            // a reason is given for the whole of a group
            const std::string top = field.substr(0, field.find_first_of(".["));
            const domain::FieldSpec *known = vertical ? vertical->find(top) : nullptr;
            const QString name = QString::fromStdString(top);
            if (known && known->pii && !fields.contains(name))
                fields.append(name);
        }
    }
    return fields;
}

void MappingPane::addPiiReason(const QString &path)
{
    const auto row = DocumentPath::parse(path.toStdString());
    if (!row)
        return;
    m_state->setSelected(path);
    const int shown = m_model->rowOf(path);
    auto *editor = m_host->findChild<LineEditor *>(QStringLiteral("lineEditor"));
    if (!editor)
        editor = new LineEditor(m_host);
    const QString name = MappingEdits(m_state->document()).nameOf(*row);
    const QStringList fields = personalFields(path);
    if (fields.isEmpty()) {
        Q_EMIT noted(tr("%1 sends no personal field of the lead.").arg(name));
        return;
    }
    const QString now =
        m_state->document()->text(DocumentPath("pii_reasons").child(fields.first().toStdString()));
    editor->ask(tr("Why does the ping send %1?").arg(name),
                tr("A ping goes to buyers that may not buy. The reason is kept with the integration."), now,
                tr("Record"),
                shown >= 0 ? anchor(shown, MappingModel::Target)
                           : QRect(mapTo(m_host, QPoint(40, 60)), QSize(10, 10)),
                [this, fields](const QString &reason) {
                    if (reason.size() < 3)
                        return tr("Write a reason that somebody else will understand.");
                    MappingEdits(m_state->document()).recordPiiReason(fields, reason);
                    return QString();
                });
}

void MappingPane::moveToPost(const QString &path)
{
    const auto row = DocumentPath::parse(path.toStdString());
    if (!row)
        return;
    const QString name = MappingEdits(m_state->document()).nameOf(*row);
    if (MappingEdits(m_state->document()).moveToPost(*row))
        Q_EMIT removed(tr("%1 is sent with the post").arg(name));
    else
        Q_EMIT noted(tr("The post has no rows that %1 could be added to.").arg(name));
}

void MappingPane::openMenu(int row, const QPoint &globalPosition)
{
    const MappingModel::Item *item = m_model->item(row);
    if (!item)
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("mappingMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [menu](const QString &text, const QString &key, const char *name, auto handler) {
        QAction *action = menu->addAction(key.isEmpty() ? text : text + u'\t' + key);
        action->setObjectName(QString::fromLatin1(name));
        connect(action, &QAction::triggered, menu, handler);
        return action;
    };
    const DocumentPath path = item->row.path;
    const QString pathText = QString::fromStdString(path.toString());
    const bool isRow = item->row.isRow();
    const bool inList = item->row.isInList();
    const bool isRefusal = item->row.kind == MappingRow::Kind::Refusal;
    if (item->row.kind != MappingRow::Kind::Section && item->row.kind != MappingRow::Kind::Group)
        add(isRefusal                           ? tr("Change the condition…")
            : item->source == SourceKind::Pairs ? tr("Change how the pairs are written…")
                                                : tr("Change the source…"),
            tr("F4"), "menuSource", [this, row] { handleSourceEdit(row, QString()); });
    if (item->source == SourceKind::Pairs)
        add(tr("Add a pair"), QString(), "menuAddPair", [this, path] { addPair(path); });
    if (isRow) {
        add(tr("Add a transform…"), tr("Enter"), "menuTransform", [this, row] { addTransform(row); });
        menu->addSeparator();
        add(tr("Send only when…"), QString(), "menuWhen",
            [this, path, row] { m_condition->editCondition(path, anchor(row, MappingModel::Target)); });
        QMenu *empty = menu->addMenu(tr("When it is empty"));
        empty->setObjectName(QStringLiteral("menuOnEmpty"));
        auto *group = new QActionGroup(empty);
        const QString now = m_state->document()->text(path.child("on_empty"));
        const std::pair<const char *, QString> rules[] = {{"omit", tr("Leave it out")},
                                                          {"empty", tr("Send it empty")},
                                                          {"null", tr("Send null")},
                                                          {"omit_group", tr("Leave its group out")},
                                                          {"refuse", tr("Refuse the lead")}};
        for (const auto &[rule, text] : rules) {
            if (std::string_view(rule) == "omit_group" && item->row.depth == 0)
                continue;
            QAction *action = empty->addAction(text);
            action->setObjectName(u"onEmpty_%1"_qs.arg(QLatin1String(rule)));
            action->setCheckable(true);
            action->setChecked(now == QLatin1String(rule) ||
                               (now.isEmpty() && std::string_view(rule) == "omit"));
            group->addAction(action);
            connect(action, &QAction::triggered, this, [this, path, word = std::string(rule)] {
                MappingEdits(m_state->document()).setOnEmpty(path, word);
            });
        }
        QAction *fallback = empty->addAction(tr("Send a default…"));
        fallback->setObjectName(QStringLiteral("onEmpty_default"));
        connect(fallback, &QAction::triggered, this, [this, path, row] {
            const Value *chain = m_state->document()->at(path.child("transforms"));
            const std::size_t end = chain && chain->asArray() ? chain->asArray()->size() : 0;
            if (MappingEdits(m_state->document())
                    .addTransform(path, end, MappingEdits::newTransform("default")))
                editTransform(row, static_cast<int>(end));
        });
        if (m_state->step() == StepKind::Ping &&
            (item->standing == MappingModel::Standing::Personal || !personalFields(pathText).isEmpty())) {
            menu->addSeparator();
            add(tr("Record why it is in the ping…"), QString(), "menuPiiReason",
                [this, pathText] { addPiiReason(pathText); });
            add(tr("Move to Post"), QString(), "menuMoveToPost", [this, pathText] { moveToPost(pathText); });
        }
    }
    menu->addSeparator();
    if (item->row.section != workbench::RowSection::Refusals)
        add(tr("Add a row below"), tr("Insert"), "menuInsert", [this, row] { insertAfter(row); });
    add(tr("Refuse leads when…"), isRefusal ? tr("Insert") : tr("Ctrl+Alt+R"), "menuRefuse",
        [this] { addRefusal(); });
    if (inList) {
        add(tr("Move up"), tr("Alt+Up"), "menuUp", [this, row] { moveRow(row, -1); });
        add(tr("Move down"), tr("Alt+Down"), "menuDown", [this, row] { moveRow(row, 1); });
        add(tr("Remove"), tr("Delete"), "menuRemove", [this, row] { removeRow(row); });
    }
    menu->popup(globalPosition);
}

} // namespace bourse::gui
