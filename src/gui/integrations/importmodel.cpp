#include "gui/integrations/importmodel.h"
#include "domain/integration/describe.h"
#include "domain/json/json.h"
#include "gui/theme/theme.h"
#include "gui/widgets/format.h"
#include "workbench/mappingedits.h"
#include <QComboBox>
#include <QCompleter>
#include <QLineEdit>
#include <QTimer>
#include <algorithm>

namespace bourse::gui {

using workbench::ImportState;
using workbench::MappingKind;
using workbench::MappingSuggestion;

namespace {

constexpr int kSure = 80;
constexpr int kFieldDepth = 4;

QString qt(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

void collectFields(const std::vector<domain::FieldSpec> &specs, const QString &before, QVector<QString> &keys,
                   int depth)
{
    for (const domain::FieldSpec &spec : specs) {
        const QString key = before + qt(spec.key);
        if (spec.type == domain::FieldType::Group && depth < kFieldDepth)
            collectFields(spec.fields, key + u'.', keys, depth + 1);
        else if (spec.type == domain::FieldType::List && depth < kFieldDepth && !spec.fields.empty() &&
                 spec.fields.front().type == domain::FieldType::Group)
            collectFields(spec.fields.front().fields, key + QStringLiteral("[0]."), keys, depth + 1);
        else
            keys.append(key);
    }
}

/// One line of a sample.
QString sampleText(const domain::Value &sample)
{
    QString text =
        sample.isArray() || sample.isObject() ? qt(domain::writeJson(sample)) : qt(sample.toText());
    text.truncate(200);
    for (QChar &c : text)
        if (c.category() == QChar::Other_Control)
            c = u' ';
    return text;
}

} // namespace

void ImportMapModel::setRows(std::vector<MappingSuggestion> rows, const domain::FieldSchema *schema)
{
    m_fields.clear();
    if (schema)
        collectFields(schema->fields, QString(), m_fields, 0);
    const auto isSame = [this, &rows] {
        if (rows.size() != m_rows.size())
            return false;
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (rows[i].target != m_rows[i].target || rows[i].step != m_rows[i].step)
                return false;
        return true;
    };
    // the same targets keep selection and place: a choice changes one row
    if (isSame() && !m_onlyDoubtful) {
        m_rows = std::move(rows);
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    filter();
    endResetModel();
}

bool ImportMapModel::isDoubtful(const MappingSuggestion &row)
{
    return row.kind == MappingKind::Unmapped || row.confidence < kSure || !row.unmappedValues.empty() ||
           row.pii;
}

void ImportMapModel::filter()
{
    m_shown.clear();
    for (int i = 0; i < total(); ++i)
        if (!m_onlyDoubtful || isDoubtful(m_rows[static_cast<std::size_t>(i)]))
            m_shown.append(i);
}

void ImportMapModel::setOnlyDoubtful(bool only)
{
    if (only == m_onlyDoubtful)
        return;
    beginResetModel();
    m_onlyDoubtful = only;
    filter();
    endResetModel();
}

int ImportMapModel::doubtful() const
{
    return static_cast<int>(std::count_if(m_rows.begin(), m_rows.end(), isDoubtful));
}

int ImportMapModel::mapped() const
{
    return static_cast<int>(std::count_if(m_rows.begin(), m_rows.end(), [](const MappingSuggestion &row) {
        return row.kind != MappingKind::Unmapped && row.kind != MappingKind::Constant;
    }));
}

const MappingSuggestion *ImportMapModel::suggestion(int row) const
{
    return row >= 0 && row < m_shown.size() ? &m_rows[static_cast<std::size_t>(m_shown[row])] : nullptr;
}

int ImportMapModel::rowOf(const std::string &target) const
{
    for (int i = 0; i < m_shown.size(); ++i)
        if (m_rows[static_cast<std::size_t>(m_shown[i])].target == target)
            return i;
    return -1;
}

QVector<ImportOption> ImportMapModel::options(int row) const
{
    QVector<ImportOption> options;
    const MappingSuggestion *suggested = suggestion(row);
    if (!suggested)
        return options;
    const auto hasField = [&options](const std::string &field) {
        return std::any_of(options.begin(), options.end(), [&field](const ImportOption &option) {
            return option.choice.kind == MappingKind::Field && option.choice.field == field;
        });
    };
    if (suggested->kind == MappingKind::Field)
        options.append({tr("%1, %2 %").arg(qt(suggested->field)).arg(suggested->confidence),
                        {MappingKind::Field, suggested->field, {}}});
    for (const workbench::MappingAlternative &other : suggested->alternatives)
        if (!hasField(other.field))
            options.append({tr("%1, %2 %").arg(qt(other.field)).arg(other.confidence),
                            {MappingKind::Field, other.field, {}}});
    for (const QString &field : m_fields)
        if (!hasField(field.toStdString()))
            options.append({field, {MappingKind::Field, field.toStdString(), {}}});
    const QString sample = sampleText(suggested->sample);
    options.append({sample.isEmpty() ? tr("Always empty") : tr("Always “%1”").arg(sample),
                    {MappingKind::Constant, {}, suggested->sample}});
    options.append({tr("Leave it open"), {MappingKind::Unmapped, {}, {}}});
    return options;
}

int ImportMapModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int ImportMapModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

Qt::ItemFlags ImportMapModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.column() == Field)
        flags |= Qt::ItemIsEditable;
    return flags;
}

QVariant ImportMapModel::data(const QModelIndex &index, int role) const
{
    const MappingSuggestion *row = index.isValid() ? suggestion(index.row()) : nullptr;
    if (!row)
        return {};
    Cell cell;
    switch (index.column()) {
    case Step:
        cell.text = workbench::MappingEdits::stepName(row->step);
        cell.color = Token::Secondary;
        break;
    case Target:
        cell.text = qt(row->target);
        cell.font = TextRole::BodyMedium;
        break;
    case Sample:
        cell.text = sampleText(row->sample);
        cell.font = TextRole::Mono;
        cell.color = Token::Secondary;
        break;
    case Field: {
        cell.kind = Cell::Kind::TwoLines;
        cell.second = row->reason;
        switch (row->kind) {
        case MappingKind::Field:
            cell.text = qt(row->field);
            break;
        case MappingKind::Template:
            cell.text = qt(row->field);
            break;
        case MappingKind::Constant:
            cell.text = tr("always “%1”").arg(sampleText(row->constant));
            break;
        case MappingKind::Carried:
            cell.text = tr("%1, from an earlier answer").arg(qt(row->field));
            break;
        case MappingKind::Computed:
            cell.text = tr("computed: %1").arg(qt(row->field));
            break;
        case MappingKind::Unmapped:
            cell.text = tr("Nothing");
            cell.color = Token::Muted;
            break;
        }
        QStringList chain;
        for (const domain::Value &transform : row->transforms)
            chain.append(qt(domain::describeTransform(transform)));
        if (!chain.isEmpty())
            cell.text += QStringLiteral(" › ") + chain.join(QStringLiteral(" › "));
        if (!row->unmappedValues.empty())
            cell.second = plural(static_cast<qint64>(row->unmappedValues.size()),
                                 tr("One value has no counterpart: %1").arg(qt(row->unmappedValues.front())),
                                 tr("%1 values have no counterpart"));
        break;
    }
    case Sure:
        cell.kind = Cell::Kind::Chip;
        if (row->kind == MappingKind::Unmapped)
            cell.chip = {QStringLiteral("question"), domain::Chip::Rejected, tr("Open")};
        else if (row->pii)
            cell.chip = {QStringLiteral("lock"), domain::Chip::Error, tr("PII")};
        else if (isDoubtful(*row))
            cell.chip = {QStringLiteral("question"), domain::Chip::Pending, tr("%1 %").arg(row->confidence)};
        else
            cell.chip = {QStringLiteral("check"), domain::Chip::Sold, tr("%1 %").arg(row->confidence)};
        cell.text = cell.chip.text;
        break;
    default:
        return {};
    }
    if (role == Qt::ToolTipRole && index.column() == Field)
        return cell.text + u'\n' + row->reason;
    return cellData(cell, role);
}

QVariant ImportMapModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Step:
        return tr("Step");
    case Target:
        return tr("Target");
    case Sample:
        return tr("Sample");
    case Field:
        return tr("Comes from");
    case Sure:
        return tr("Sure");
    default:
        return {};
    }
}

QWidget *ImportFieldDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &,
                                           const QModelIndex &index) const
{
    const auto *model = qobject_cast<const ImportMapModel *>(index.model());
    if (!model)
        return nullptr;
    auto *box = new QComboBox(parent);
    box->setObjectName(QStringLiteral("importFieldEditor"));
    box->setAccessibleName(
        tr("Where %1 comes from").arg(index.siblingAtColumn(ImportMapModel::Target).data().toString()));
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    for (const ImportOption &option : model->options(index.row()))
        box->addItem(option.text);
    box->completer()->setFilterMode(Qt::MatchContains);
    box->completer()->setCompletionMode(QCompleter::PopupCompletion);
    box->completer()->setCaseSensitivity(Qt::CaseInsensitive);
    connect(box, &QComboBox::activated, this, [this, box] {
        auto *self = const_cast<ImportFieldDelegate *>(this);
        Q_EMIT self->commitData(box);
        Q_EMIT self->closeEditor(box);
    });
    return box;
}

void ImportFieldDelegate::setEditorData(QWidget *editor, const QModelIndex &) const
{
    auto *box = static_cast<QComboBox *>(editor);
    box->setCurrentIndex(0);
    box->lineEdit()->selectAll();
}

void ImportFieldDelegate::setModelData(QWidget *editor, QAbstractItemModel *model,
                                       const QModelIndex &index) const
{
    auto *box = static_cast<QComboBox *>(editor);
    auto *rows = qobject_cast<ImportMapModel *>(model);
    const MappingSuggestion *row = rows ? rows->suggestion(index.row()) : nullptr;
    if (!row)
        return;
    const QVector<ImportOption> options = rows->options(index.row());
    const QString typed = box->currentText().trimmed();
    int found = -1;
    // what is typed whole, then what it begins, then what has it inside; text that nothing has changes
    // nothing
    for (int i = 0; found < 0 && i < options.size(); ++i)
        if (options[i].text.compare(typed, Qt::CaseInsensitive) == 0 || qt(options[i].choice.field) == typed)
            found = i;
    for (int i = 0; found < 0 && !typed.isEmpty() && i < options.size(); ++i)
        if (options[i].text.startsWith(typed, Qt::CaseInsensitive))
            found = i;
    for (int i = 0; found < 0 && !typed.isEmpty() && i < options.size(); ++i)
        if (options[i].text.contains(typed, Qt::CaseInsensitive))
            found = i;
    if (found < 0)
        return;
    const workbench::MappingChoice choice = options[found].choice;
    if (choice.kind == row->kind && choice.field == row->field)
        return;
    Q_EMIT chosen(MappingSuggestion(*row), choice);
}

void ImportFieldDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                               const QModelIndex &) const
{
    QRect rect = option.rect;
    const int height = qMin(rect.height(), theme().px(controlHeight));
    rect.setTop(rect.top() + (rect.height() - height) / 2);
    rect.setHeight(height);
    editor->setGeometry(rect);
}

void ImportReportModel::setItems(std::vector<workbench::ImportItem> items)
{
    beginResetModel();
    items.erase(
        std::remove_if(items.begin(), items.end(),
                       [](const workbench::ImportItem &item) { return item.state == ImportState::Read; }),
        items.end());
    std::stable_sort(
        items.begin(), items.end(), [](const workbench::ImportItem &a, const workbench::ImportItem &b) {
            return (a.state == ImportState::NotUnderstood) > (b.state == ImportState::NotUnderstood);
        });
    m_items = std::move(items);
    endResetModel();
}

int ImportReportModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}

int ImportReportModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : 2;
}

QVariant ImportReportModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const workbench::ImportItem &item = m_items[static_cast<std::size_t>(index.row())];
    Cell cell;
    if (index.column() == 0) {
        cell =
            twoLineCell(item.message,
                        item.text.empty() ? qt(item.place) : tr("%1: %2").arg(qt(item.place), qt(item.text)),
                        TextRole::Body);
    } else {
        cell = chipCell(item.state == ImportState::NotUnderstood
                            ? ChipLook{QStringLiteral("alert"), domain::Chip::Rejected, tr("Not understood")}
                            : ChipLook{QStringLiteral("info"), domain::Chip::Received, tr("Look at it")});
    }
    if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole)
        return index.column() == 0 ? cell.text + u'\n' + cell.second : cell.text;
    return cellData(cell, role);
}

QVariant ImportReportModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    return section == 0 ? tr("What was found, and where") : tr("State");
}

void ImportRequestModel::setRows(QVector<Row> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

void ImportRequestModel::settle(int row)
{
    if (m_rows[row].chosen)
        for (int i = 0; i < m_rows.size(); ++i)
            if (i != row && m_rows[i].chosen && m_rows[i].step == m_rows[row].step)
                m_rows[i].chosen = false;
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    Q_EMIT changed();
}

void ImportRequestModel::setChosen(int row, bool chosen)
{
    if (row < 0 || row >= m_rows.size() || m_rows[row].chosen == chosen)
        return;
    m_rows[row].chosen = chosen;
    settle(row);
}

void ImportRequestModel::setStep(int row, domain::StepKind step)
{
    if (row < 0 || row >= m_rows.size() || m_rows[row].step == step)
        return;
    m_rows[row].step = step;
    settle(row);
}

int ImportRequestModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ImportRequestModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

Qt::ItemFlags ImportRequestModel::flags(const QModelIndex &index) const
{
    return QAbstractTableModel::flags(index);
}

bool ImportRequestModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role == Qt::CheckStateRole && index.column() == Chosen) {
        setChosen(index.row(), value.toInt() == Qt::Checked);
        return true;
    }
    return false;
}

QVariant ImportRequestModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Row &row = m_rows[index.row()];
    Cell cell;
    cell.color = row.chosen ? Token::Text : Token::Muted;
    switch (index.column()) {
    case Chosen:
        cell = chipCell(row.chosen ? ChipLook{QStringLiteral("check"), domain::Chip::Sold, tr("Taken")}
                                   : ChipLook{QStringLiteral("dash"), domain::Chip::Unsold, tr("Left out")});
        break;
    case Step:
        cell.text = workbench::MappingEdits::stepName(row.step);
        break;
    case Name:
        cell.text = row.name;
        cell.font = TextRole::BodyMedium;
        break;
    case Address:
        cell.text = row.address;
        cell.font = TextRole::Mono;
        break;
    default:
        return {};
    }
    return cellData(cell, role);
}

QVariant ImportRequestModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Chosen:
        return tr("Import");
    case Step:
        return tr("Step");
    case Name:
        return tr("Request");
    case Address:
        return tr("Address");
    default:
        return {};
    }
}

} // namespace bourse::gui
