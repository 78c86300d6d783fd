#include "gui/integrations/mappingmodel.h"
#include "domain/integration/describe.h"
#include "domain/integration/lint.h"
#include "domain/json/json.h"
#include "gui/widgets/format.h"
#include "workbench/editorstate.h"
#include "workbench/mappingedits.h"
#include <QHash>
#include <QMimeData>
#include <algorithm>

namespace bourse::gui {

using domain::RowTrace;
using domain::Value;
using workbench::DocumentPath;
using workbench::MappingEdits;
using workbench::MappingRow;
using workbench::RowSection;
using workbench::SourceKind;

namespace {

QString qt(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

/// One line, bounded: a cell shows no more, and a 5 MB value must not cost a table its breath.
QString oneLine(const std::string &utf8)
{
    constexpr std::size_t most = 400;
    QString text = QString::fromUtf8(utf8.data(), static_cast<qsizetype>(std::min(utf8.size(), most)));
    for (QChar &c : text)
        if (c < u' ')
            c = c == u'\0' ? QChar(0x2400) : QChar(u' ');
    return text;
}

bool isEnumProblem(const std::string &code)
{
    return code == "enum_value_unmapped" || code == "unmapped" || code == "unmapped_value" ||
           code == "not_in_map" || code == "no_match";
}

} // namespace

QString sourceIcon(SourceKind kind)
{
    switch (kind) {
    case SourceKind::None:
        return QStringLiteral("question");
    case SourceKind::Field:
        return QStringLiteral("tag");
    case SourceKind::Constant:
        return QStringLiteral("equals");
    case SourceKind::Template:
        return QStringLiteral("braces");
    case SourceKind::Carried:
        return QStringLiteral("carried");
    case SourceKind::Secret:
        return QStringLiteral("key");
    case SourceKind::Variable:
        return QStringLiteral("variable");
    case SourceKind::Value:
        return QStringLiteral("bookmark");
    case SourceKind::Lookup:
        return QStringLiteral("table");
    case SourceKind::Computed:
        return QStringLiteral("computed");
    case SourceKind::FirstOf:
        return QStringLiteral("coalesce");
    case SourceKind::Body:
        return QStringLiteral("layers");
    case SourceKind::Pairs:
        return QStringLiteral("columns");
    case SourceKind::Other:
        return QStringLiteral("more");
    }
    return {};
}

QString sourceWord(SourceKind kind)
{
    switch (kind) {
    case SourceKind::None:
        return MappingModel::tr("No source");
    case SourceKind::Field:
        return MappingModel::tr("Field");
    case SourceKind::Constant:
        return MappingModel::tr("Constant");
    case SourceKind::Template:
        return MappingModel::tr("Template");
    case SourceKind::Carried:
        return MappingModel::tr("Carried value");
    case SourceKind::Secret:
        return MappingModel::tr("Secret");
    case SourceKind::Variable:
        return MappingModel::tr("Variable");
    case SourceKind::Value:
        return MappingModel::tr("Named value");
    case SourceKind::Lookup:
        return MappingModel::tr("Look-up");
    case SourceKind::Computed:
        return MappingModel::tr("Computed");
    case SourceKind::FirstOf:
        return MappingModel::tr("First of several");
    case SourceKind::Body:
        return MappingModel::tr("Body within the value");
    case SourceKind::Pairs:
        return MappingModel::tr("Pairs");
    case SourceKind::Other:
        return MappingModel::tr("As written");
    }
    return {};
}

MappingModel::MappingModel(workbench::EditorState *state, QObject *parent)
    : QAbstractTableModel(parent), m_state(state)
{
    using workbench::EditorState;
    connect(m_state, &EditorState::previewChanged, this, &MappingModel::refresh);
    connect(m_state, &EditorState::problemsChanged, this, &MappingModel::refresh);
    m_items = visible();
    refresh();
    // a body with rows is what people come for; the way there is folded away
    if (std::any_of(m_all.begin(), m_all.end(), [](const Item &item) {
            return item.row.section == RowSection::Body && item.row.kind != MappingRow::Kind::Section;
        })) {
        setCollapsed(RowSection::Url, true);
        setCollapsed(RowSection::Headers, true);
    }
}

int MappingModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}

int MappingModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

const MappingModel::Item *MappingModel::item(int row) const
{
    return row >= 0 && row < m_items.size() ? &m_items[row] : nullptr;
}

bool MappingModel::isSection(int row) const
{
    const Item *found = item(row);
    return found && found->row.kind == MappingRow::Kind::Section;
}

int MappingModel::rowOfSection(RowSection section) const
{
    for (int i = 0; i < m_items.size(); ++i)
        if (isSection(i) && m_items[i].row.section == section)
            return i;
    return -1;
}

const RowTrace *MappingModel::trace(int row) const
{
    const Item *found = item(row);
    if (!found || !found->row.isRow())
        return nullptr;
    const std::string path = found->row.path.toString();
    const auto &rows = m_state->explanation().rows;
    const auto same =
        std::find_if(rows.begin(), rows.end(), [&path](const RowTrace &trace) { return trace.path == path; });
    return same == rows.end() ? nullptr : &*same;
}

int MappingModel::rowOf(const QString &path) const
{
    if (path.isEmpty())
        return -1;
    const std::string wanted = path.toStdString();
    for (int i = 0; i < m_items.size(); ++i)
        if (m_items[i].row.kind != MappingRow::Kind::Section && m_items[i].row.path.toString() == wanted)
            return i;
    return -1;
}

ChipLook MappingModel::look(Standing standing)
{
    using domain::Chip;
    switch (standing) {
    case Standing::Invalid:
        return {QStringLiteral("blocked"), Chip::Error, tr("Invalid")};
    case Standing::Failed:
        return {QStringLiteral("blocked"), Chip::Error, tr("Failed")};
    case Standing::Personal:
        return {QStringLiteral("lock"), Chip::Error, tr("PII")};
    case Standing::NoMatch:
        return {QStringLiteral("alert"), Chip::Pending, tr("No match")};
    case Standing::Missing:
        return {QStringLiteral("dash"), Chip::Error, tr("Missing")};
    case Standing::Check:
        return {QStringLiteral("alert"), Chip::Pending, tr("Check")};
    case Standing::Stale:
        return {QString(), Chip::Received, tr("Not known")};
    case Standing::Refused:
        return {QStringLiteral("blocked"), Chip::Rejected, tr("Refused")};
    case Standing::Omitted:
        return {QString(), Chip::Received, tr("Left out")};
    case Standing::Ok:
        return {QString(), Chip::Received, tr("OK")};
    }
    return {};
}

QVector<MappingModel::Item> MappingModel::build() const
{
    const workbench::IntegrationDocument *document = m_state->document();
    QVector<Item> items;
    QHash<QString, const RowTrace *> traces;
    const domain::Explanation &explanation = m_state->explanation();
    for (const RowTrace &trace : explanation.rows)
        if (!traces.contains(qt(trace.path)))
            traces.insert(qt(trace.path), &trace);
    const auto &problems = m_state->problems();
    for (MappingRow &row : workbench::mappingRows(document->value(), m_state->step(), m_state->isLive())) {
        Item item;
        item.row = std::move(row);
        if (item.row.kind == MappingRow::Kind::Section) {
            items.append(std::move(item));
            continue;
        }
        const std::string path = item.row.path.toString();
        // the worst problem at or below the row; rows of a group are told by themselves
        for (std::size_t i = 0; i < problems.size(); ++i) {
            const std::string &at = problems[i].path;
            const bool here =
                at == path ||
                (item.row.kind != MappingRow::Kind::Group && at.size() > path.size() &&
                 at.compare(0, path.size(), path) == 0 && (at[path.size()] == '.' || at[path.size()] == '['));
            if (here && (item.problem < 0 ||
                         problems[i].severity < problems[static_cast<std::size_t>(item.problem)].severity))
                item.problem = static_cast<int>(i);
        }
        const domain::LintProblem *problem =
            item.problem < 0 ? nullptr : &problems[static_cast<std::size_t>(item.problem)];
        if (item.row.kind == MappingRow::Kind::Refusal) {
            describeRefusal(item, problem);
            items.append(std::move(item));
            continue;
        }
        if (!item.row.isRow()) {
            item.source = item.row.kind == MappingRow::Kind::Method  ? SourceKind::Constant
                          : item.row.kind == MappingRow::Kind::Group ? SourceKind::Other
                                                                     : SourceKind::Template;
            if (item.row.kind == MappingRow::Kind::Group) {
                const Value *each = document->at(item.row.path.child("each"));
                item.sourceText =
                    each ? tr("for each %1")
                               .arg(each->isObject() ? workbench::sourceText(each) : qt(each->toText()))
                         : tr("once");
                item.source = each ? SourceKind::Field : SourceKind::Body;
            } else {
                item.sourceText = document->text(item.row.path);
                if (item.row.kind == MappingRow::Kind::Method && item.sourceText.isEmpty())
                    item.sourceText = QStringLiteral("POST");
            }
            if (item.row.kind == MappingRow::Kind::UrlPath)
                item.result = oneLine(explanation.request.url);
            if (problem) {
                item.standing = problem->severity == domain::LintProblem::Severity::Blocking
                                    ? Standing::Invalid
                                    : Standing::Check;
                item.sentence = qt(problem->message);
            } else if (item.row.kind == MappingRow::Kind::BaseUrl && item.sourceText.isEmpty()) {
                item.standing = Standing::Missing;
                item.sentence = tr("Without an address nothing can be sent.");
            }
            items.append(std::move(item));
            continue;
        }
        const Value *source = document->at(item.row.path.child("source"));
        item.source = workbench::sourceKind(source);
        item.sourceText = workbench::sourceText(source);
        if (const Value *chain = document->at(item.row.path.child("transforms")); chain && chain->asArray())
            for (const Value &transform : *chain->asArray())
                item.chips.append(MappingEdits::transformText(transform));
        const RowTrace *trace = traces.value(qt(path));
        if (trace) {
            item.result = oneLine(trace->result);
            if (trace->state == RowTrace::State::Failed) {
                item.standing = trace->problem && isEnumProblem(trace->problem->code) ? Standing::NoMatch
                                                                                      : Standing::Failed;
                if (trace->problem)
                    item.sentence = qt(trace->problem->message);
                if (item.result.isEmpty() && !trace->transforms.empty())
                    item.result = oneLine(trace->transforms.back().before);
            } else if (trace->state == RowTrace::State::Omitted) {
                item.standing = item.row.isRequired ? Standing::Missing : Standing::Omitted;
                item.sentence = trace->condition == "when" ? tr("Its condition does not hold on this sample.")
                                                           : tr("It has no value on this sample.");
            }
        } else {
            item.standing = m_state->isStale() ? Standing::Stale : Standing::Omitted;
            item.sentence = m_state->isStale() ? tr("Shown again when the document is valid.")
                                               : tr("The rows around it are not written on this sample.");
        }
        if (problem) {
            using Severity = domain::LintProblem::Severity;
            Standing told = Standing::Ok;
            if (problem->code == "pii_in_ping")
                told = Standing::Personal;
            else if (isEnumProblem(problem->code))
                told = Standing::NoMatch;
            else if (problem->severity == Severity::Blocking)
                told = Standing::Invalid;
            else if (problem->severity == Severity::Warning)
                told = Standing::Check;
            if (told < item.standing) {
                item.standing = told;
                item.sentence = qt(problem->message);
            }
        }
        items.append(std::move(item));
    }
    return items;
}

void MappingModel::describeRefusal(Item &item, const domain::LintProblem *problem) const
{
    const Value *when = m_state->document()->at(item.row.path.child("when"));
    item.source = when ? SourceKind::Other : SourceKind::None;
    item.sourceText = when ? qt(domain::describeCondition(*when)) : QString();
    if (problem) {
        item.standing = problem->severity == domain::LintProblem::Severity::Blocking ? Standing::Invalid
                                                                                     : Standing::Check;
        item.sentence = qt(problem->message);
        return;
    }
    if (m_state->isStale()) {
        item.standing = Standing::Stale;
        item.sentence = tr("Shown again when the document is valid.");
        return;
    }
    // the first that holds is named; those behind it are not asked
    const std::string field = "refuse_when[" + std::to_string(*item.row.path.index()) + ']';
    for (const Error &error : m_state->explanation().problems)
        if (error.field == field) {
            item.standing = error.code == "refused_lead" ? Standing::Refused : Standing::Failed;
            item.result = error.code == "refused_lead" ? tr("this sample") : QString();
            item.sentence = error.code == "refused_lead"
                                ? tr("This sample is not offered to the buyer: %1").arg(qt(error.message))
                                : qt(error.message);
            return;
        }
    item.sentence = tr("This sample is not refused for this reason.");
}

QVector<MappingModel::Item> MappingModel::visible() const
{
    QVector<Item> shown;
    for (const Item &item : m_all) {
        if (item.row.kind == MappingRow::Kind::Section) {
            if (m_filter == Filter::All)
                shown.append(item);
            continue;
        }
        if (m_filter == Filter::All && isCollapsed(item.row.section))
            continue;
        if (m_filter == Filter::Required && !item.row.isRequired)
            continue;
        if (m_filter == Filter::Problems && item.standing >= Standing::Stale)
            continue;
        shown.append(item);
    }
    return shown;
}

void MappingModel::refresh()
{
    m_all = build();
    show(visible());
    Q_EMIT countsChanged();
}

void MappingModel::show(QVector<Item> items)
{
    // What a row is, apart from how it stands: rows between two edits are matched by it, so that a view keeps
    // its place.
    const auto same = [](const Item &a, const Item &b) {
        return a.row.kind == b.row.kind && a.row.section == b.row.section && a.row.depth == b.row.depth &&
               a.row.target == b.row.target;
    };
    const qsizetype most = std::min(items.size(), m_items.size());
    qsizetype head = 0;
    while (head < most && same(items[head], m_items[head]))
        ++head;
    qsizetype tail = 0;
    while (tail < most - head && same(items[items.size() - 1 - tail], m_items[m_items.size() - 1 - tail]))
        ++tail;
    const int gone = static_cast<int>(m_items.size() - head - tail);
    const int come = static_cast<int>(items.size() - head - tail);
    // a row that was renamed is the same row
    const int both = gone == come ? gone : 0;
    const int first = static_cast<int>(head);
    if (both == 0 && gone > 0) {
        beginRemoveRows({}, first, first + gone - 1);
        m_items.remove(first, gone);
        endRemoveRows();
    }
    if (both == 0 && come > 0) {
        beginInsertRows({}, first, first + come - 1);
        m_items.insert(first, come, Item());
        for (int i = 0; i < come; ++i)
            m_items[first + i] = items[first + i];
        endInsertRows();
    }
    int changedFrom = -1;
    int changedTo = -1;
    for (int i = 0; i < items.size(); ++i) {
        if (m_items[i] == items[i])
            continue;
        m_items[i] = std::move(items[i]);
        changedFrom = changedFrom < 0 ? i : changedFrom;
        changedTo = i;
    }
    if (changedFrom >= 0)
        Q_EMIT dataChanged(index(changedFrom, 0), index(changedTo, ColumnCount - 1));
}

void MappingModel::setFilter(Filter filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    show(visible());
}

int MappingModel::count(Filter filter) const
{
    return static_cast<int>(std::count_if(m_all.begin(), m_all.end(), [filter](const Item &item) {
        if (item.row.kind == MappingRow::Kind::Section)
            return false;
        if (filter == Filter::Problems)
            return item.standing < Standing::Stale;
        // the address is no mapping
        const bool isMapping = item.row.isRow();
        return isMapping && (filter == Filter::All || item.row.isRequired);
    }));
}

void MappingModel::setCollapsed(RowSection section, bool collapsed)
{
    bool &now = m_collapsed[static_cast<std::size_t>(section)];
    if (now == collapsed)
        return;
    now = collapsed;
    show(visible());
    for (int i = 0; i < m_items.size(); ++i)
        if (isSection(i) && m_items[i].row.section == section)
            Q_EMIT dataChanged(index(i, 0), index(i, ColumnCount - 1));
}

bool MappingModel::isCollapsed(RowSection section) const
{
    return m_collapsed[static_cast<std::size_t>(section)];
}

QVariant MappingModel::data(const QModelIndex &index, int role) const
{
    const Item *found = index.isValid() ? item(index.row()) : nullptr;
    if (!found)
        return {};
    if (found->row.kind == MappingRow::Kind::Section) {
        if (role != Qt::DisplayRole || index.column() != Target)
            return {};
        switch (found->row.section) {
        case RowSection::Refusals:
            return tr("Leads it does not take");
        case RowSection::Url:
            return tr("Address");
        case RowSection::Query:
            return tr("Query");
        case RowSection::Headers:
            return tr("Headers");
        case RowSection::Body:
            return tr("Body");
        }
    }
    if (role == Qt::ToolTipRole) {
        if (index.column() == Target && found->row.kind == MappingRow::Kind::Refusal)
            return found->row.target;
        if (index.column() == State)
            return found->sentence;
        if (index.column() == Source)
            return found->row.kind == MappingRow::Kind::Refusal
                       ? found->sourceText
                       : tr("%1: %2").arg(sourceWord(found->source), found->sourceText);
        if (index.column() == Result)
            return found->result;
        return {};
    }
    if (role == Qt::EditRole && index.column() == Target)
        return found->row.target;
    if (role == Qt::AccessibleTextRole && index.column() == Source &&
        found->row.kind != MappingRow::Kind::Refusal)
        return tr("%1: %2").arg(sourceWord(found->source), found->sourceText);
    if (role == Qt::AccessibleTextRole && index.column() == State && !found->sentence.isEmpty())
        return tr("%1. %2").arg(look(found->standing).text, found->sentence);
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    switch (index.column()) {
    case Target:
        return found->row.target;
    case Required:
        return found->row.isRequired ? tr("required") : QString();
    case Source:
        return found->sourceText;
    case Transforms:
        return found->chips.join(tr(", then "));
    case Result:
        return found->result;
    case State:
        return look(found->standing).text;
    default:
        return {};
    }
}

bool MappingModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const Item *found = index.isValid() ? item(index.row()) : nullptr;
    const QString target = value.toString().trimmed();
    if (!found || role != Qt::EditRole || index.column() != Target || target.isEmpty() ||
        !(flags(index) & Qt::ItemIsEditable))
        return false;
    if (found->row.kind == MappingRow::Kind::Refusal) {
        const Value *now = m_state->document()->at(found->row.path);
        domain::Object changed = now && now->asObject() ? *now->asObject() : domain::Object();
        changed.set("reason", target.toStdString());
        return MappingEdits(m_state->document()).setRefusal(found->row.path, Value(std::move(changed)));
    }
    return MappingEdits(m_state->document()).rename(found->row.path, target);
}

QVariant MappingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((section == Required ? Qt::AlignHCenter : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Target:
        return tr("Target path");
    case Required:
        return tr("Required");
    case Source:
        return tr("Source");
    case Transforms:
        return tr("Transforms");
    case Result:
        return tr("Result");
    case State:
        return tr("State");
    default:
        return {};
    }
}

Qt::ItemFlags MappingModel::flags(const QModelIndex &index) const
{
    const Item *found = index.isValid() ? item(index.row()) : nullptr;
    if (!found)
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (found->row.kind == MappingRow::Kind::Section)
        return flags;
    const bool hasTarget = found->row.isRow() || found->row.kind == MappingRow::Kind::Group ||
                           found->row.kind == MappingRow::Kind::Refusal;
    if (index.column() == Target && hasTarget)
        flags |= Qt::ItemIsEditable;
    if (found->row.isRow())
        flags |= Qt::ItemIsDropEnabled;
    return flags;
}

QStringList MappingModel::mimeTypes() const
{
    return {QString::fromLatin1(sourceMimeType)};
}

bool MappingModel::canDropMimeData(const QMimeData *data, Qt::DropAction, int row, int,
                                   const QModelIndex &parent) const
{
    const Item *on = parent.isValid() ? item(parent.row()) : item(row);
    return data->hasFormat(QString::fromLatin1(sourceMimeType)) && on && on->row.isRow();
}

bool MappingModel::dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                                const QModelIndex &parent)
{
    if (!canDropMimeData(data, action, row, column, parent))
        return false;
    const Item *on = parent.isValid() ? item(parent.row()) : item(row);
    auto source = domain::parseJson(data->data(QString::fromLatin1(sourceMimeType)).toStdString());
    return source && source->isObject() &&
           MappingEdits(m_state->document()).setSource(on->row.path, std::move(*source));
}

} // namespace bourse::gui
