#include "gui/integrations/leadfieldmodel.h"
#include "domain/json/json.h"
#include "gui/integrations/mappingmodel.h"
#include "workbench/editorstate.h"
#include <QMimeData>
#include <algorithm>

namespace bourse::gui {

using domain::FieldSpec;
using domain::FieldType;
using domain::Object;
using domain::Value;

namespace {

constexpr int deepest = 8;

QString qt(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

QString shown(const Value &value)
{
    constexpr std::size_t most = 200;
    std::string text = value.isArray() || value.isObject() ? domain::writeJson(value) : value.toText();
    if (text.size() > most)
        text.resize(most);
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).simplified();
}

/// Every lead field that a source or template below `value` reads.
void collectFields(const Value &value, QSet<QString> &fields, int depth = 0)
{
    if (depth > 40)
        return;
    if (const domain::Array *list = value.asArray()) {
        for (const Value &each : *list)
            collectFields(each, fields, depth + 1);
    } else if (const Object *object = value.asObject()) {
        for (const auto &[key, member] : *object) {
            if (key == "field" && member.isString())
                fields.insert(qt(member.toText()));
            else if (key == "carried" && member.isString())
                fields.insert(QStringLiteral("carried ") + qt(member.toText()));
            else if (key == "variable" && member.isString())
                fields.insert(QStringLiteral("variable ") + qt(member.toText()));
            else if (key != "response")
                collectFields(member, fields, depth + 1);
        }
    } else if (const std::string *text = value.asString()) {
        for (const auto &[opening, prefix] : {std::pair("{{lead.", ""), std::pair("{{carried.", "carried "),
                                              std::pair("{{variable.", "variable ")}) {
            const std::string_view mark(opening);
            for (std::size_t at = text->find(mark); at != std::string::npos; at = text->find(mark, at + 1)) {
                const std::size_t from = at + mark.size();
                const std::size_t end = text->find_first_of(" |}", from);
                if (end != std::string::npos)
                    fields.insert(QString::fromLatin1(prefix) + qt(text->substr(from, end - from)));
            }
        }
    }
}

/// The value at a dotted path with indexes; nullptr where the lead has none.
const Value *valueOf(const Object &lead, const QString &path)
{
    const auto parsed = workbench::DocumentPath::parse(path.toStdString());
    if (!parsed || parsed->isRoot())
        return nullptr;
    const Value *now = nullptr;
    for (const auto &step : parsed->steps()) {
        if (const auto *key = std::get_if<std::string>(&step)) {
            now = now ? now->find(*key) : lead.find(*key);
        } else {
            const std::size_t i = std::get<std::size_t>(step);
            const domain::Array *list = now ? now->asArray() : nullptr;
            now = list && i < list->size() ? &(*list)[i] : nullptr;
        }
        if (!now)
            return nullptr;
    }
    return now;
}

} // namespace

QString fieldIcon(FieldType type)
{
    switch (type) {
    case FieldType::Text:
        return QStringLiteral("text-type");
    case FieldType::Integer:
    case FieldType::Decimal:
    case FieldType::Money:
        return QStringLiteral("number-type");
    case FieldType::Boolean:
        return QStringLiteral("toggle");
    case FieldType::Date:
    case FieldType::DateTime:
        return QStringLiteral("calendar");
    case FieldType::Enum:
        return QStringLiteral("choices");
    case FieldType::Email:
        return QStringLiteral("envelope");
    case FieldType::Phone:
        return QStringLiteral("phone");
    case FieldType::State:
    case FieldType::PostalCode:
        return QStringLiteral("pin");
    case FieldType::Country:
    case FieldType::IpAddress:
    case FieldType::Url:
        return QStringLiteral("globe");
    case FieldType::Uuid:
        return QStringLiteral("key");
    case FieldType::Certificate:
        return QStringLiteral("certificate");
    case FieldType::Group:
    case FieldType::List:
        return QStringLiteral("layers");
    }
    return QStringLiteral("tag");
}

LeadFieldModel::LeadFieldModel(workbench::EditorState *state, QObject *parent)
    : QAbstractItemModel(parent), m_state(state)
{
    m_root = build();
    m_shape = shape();
    refreshValues();
    using workbench::EditorState;
    connect(m_state, &EditorState::leadChanged, this, &LeadFieldModel::rebuild);
    connect(m_state, &EditorState::previewChanged, this, &LeadFieldModel::rebuild);
}

LeadFieldModel::~LeadFieldModel() = default;

LeadFieldModel::Node *LeadFieldModel::add(Node *parent, const QString &name, const QString &icon)
{
    auto node = std::make_unique<Node>();
    node->name = name;
    node->label = name;
    node->icon = icon;
    node->parent = parent;
    node->row = static_cast<int>(parent->children.size());
    parent->children.push_back(std::move(node));
    return parent->children.back().get();
}

void LeadFieldModel::addField(Node *parent, const FieldSpec &field, const QString &prefix) const
{
    Node *node = add(parent, qt(field.key), fieldIcon(field.type));
    node->label = field.label.empty() ? qt(field.key) : qt(field.label);
    node->pii = field.pii;
    const QString path = prefix + qt(field.key);
    if (field.type == FieldType::Group) {
        for (const FieldSpec &member : field.fields)
            addField(node, member, path + u'.');
        return;
    }
    if (field.type == FieldType::List && !field.fields.empty() &&
        field.fields.front().type == FieldType::Group) {
        for (const FieldSpec &member : field.fields.front().fields)
            addField(node, member, path + QStringLiteral("[0]."));
        return;
    }
    node->path = path;
    node->source = Object{{"field", path.toStdString()}};
}

void LeadFieldModel::addValue(Node *parent, const QString &name, const Value &value, const QString &prefix,
                              int depth) const
{
    Node *node = add(parent, name,
                     value.isObject() || value.isArray() ? fieldIcon(FieldType::Group)
                     : value.isNumber()                  ? fieldIcon(FieldType::Integer)
                     : value.isBool()                    ? fieldIcon(FieldType::Boolean)
                                                         : fieldIcon(FieldType::Text));
    const QString path = prefix + name;
    if (const Object *group = value.asObject(); group && depth < deepest) {
        for (const auto &[key, member] : *group)
            addValue(node, qt(key), member, path + u'.', depth + 1);
        return;
    }
    node->path = path;
    node->source = Object{{"field", path.toStdString()}};
}

std::unique_ptr<LeadFieldModel::Node> LeadFieldModel::build() const
{
    auto root = std::make_unique<Node>();
    const domain::FieldSchema *vertical = m_state->vertical();
    if (vertical)
        for (const FieldSpec &field : vertical->fields)
            addField(root.get(), field, QString());
    Node *others = vertical ? nullptr : root.get();
    for (const auto &[key, value] : m_state->lead()) {
        if (vertical && vertical->find(key))
            continue;
        if (!others)
            others = add(root.get(), tr("not in the schema"), fieldIcon(FieldType::Group));
        addValue(others, qt(key), value, QString(), 0);
    }
    if (const auto carried = m_state->carried(); !carried.empty()) {
        Node *group = add(root.get(), tr("carried from answers"), QStringLiteral("carried"));
        for (const auto &[name, value] : carried) {
            Node *node = add(group, qt(name), QStringLiteral("carried"));
            node->path = QStringLiteral("carried ") + qt(name);
            node->value = qt(value);
            node->source = Object{{"carried", name}};
        }
    }
    const Value *variables = m_state->document()->value().find("variables");
    if (variables && variables->asObject() && !variables->asObject()->empty()) {
        Node *group = add(root.get(), tr("variables"), QStringLiteral("variable"));
        for (const auto &[name, value] : *variables->asObject()) {
            Node *node = add(group, qt(name), QStringLiteral("variable"));
            node->path = QStringLiteral("variable ") + qt(name);
            node->value = shown(value);
            node->source = Object{{"variable", name}};
        }
    }
    return root;
}

QString LeadFieldModel::shape() const
{
    // only what makes the tree: values come and go without a reset
    QString text;
    const auto walk = [&text](const Node &node, const auto &self) -> void {
        text += node.name + node.path + node.icon + u'(';
        for (const auto &child : node.children)
            self(*child, self);
        text += u')';
    };
    walk(*m_root, walk);
    return text;
}

void LeadFieldModel::rebuild()
{
    auto root = build();
    std::swap(root, m_root);
    const QString now = shape();
    if (now == m_shape) {
        // same places: keep the nodes that views point to, take the new values
        std::swap(root, m_root);
        const auto take = [](Node &to, const Node &from, const auto &self) -> void {
            to.value = from.value;
            to.pii = from.pii;
            for (std::size_t i = 0; i < to.children.size(); ++i)
                self(*to.children[i], *from.children[i], self);
        };
        take(*m_root, *root, take);
        refreshValues();
        return;
    }
    std::swap(root, m_root);
    beginResetModel();
    m_root = std::move(root);
    m_shape = now;
    refreshValues();
    endResetModel();
}

void LeadFieldModel::fill(Node &node, const QSet<QString> &mapped)
{
    bool any = false;
    if (!node.path.isEmpty()) {
        ++m_fieldCount;
        node.mapped = mapped.contains(node.path);
        if (node.source.find("field")) {
            const Value *value = valueOf(m_state->lead(), node.path);
            node.value = value ? shown(*value) : QString();
        }
    }
    for (const auto &child : node.children) {
        fill(*child, mapped);
        any = any || child->mapped;
    }
    if (node.path.isEmpty())
        node.mapped = any;
    if (!node.children.empty() && &node != m_root.get()) {
        const QModelIndex parent = createIndex(node.row, 0, &node);
        Q_EMIT dataChanged(index(0, 0, parent), index(static_cast<int>(node.children.size()) - 1, 0, parent));
    }
}

void LeadFieldModel::refreshValues()
{
    QSet<QString> mapped;
    if (const Value *step =
            m_state->document()->at(workbench::IntegrationDocument::stepPath(m_state->step())))
        collectFields(*step, mapped);
    m_fieldCount = 0;
    fill(*m_root, mapped);
    if (!m_root->children.empty())
        Q_EMIT dataChanged(index(0, 0), index(static_cast<int>(m_root->children.size()) - 1, 0));
}

const LeadFieldModel::Node *LeadFieldModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<const Node *>(index.internalPointer()) : m_root.get();
}

QModelIndex LeadFieldModel::index(int row, int column, const QModelIndex &parent) const
{
    const Node *node = nodeOf(parent);
    if (column != 0 || row < 0 || static_cast<std::size_t>(row) >= node->children.size())
        return {};
    return createIndex(row, column, node->children[static_cast<std::size_t>(row)].get());
}

QModelIndex LeadFieldModel::parent(const QModelIndex &child) const
{
    const Node *node = nodeOf(child);
    if (!child.isValid() || !node->parent || node->parent == m_root.get())
        return {};
    return createIndex(node->parent->row, 0, node->parent);
}

int LeadFieldModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(nodeOf(parent)->children.size());
}

int LeadFieldModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant LeadFieldModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Node *node = nodeOf(index);
    switch (role) {
    case Qt::DisplayRole:
        return node->name;
    case Qt::ToolTipRole: {
        QString text = node->label == node->name ? node->name : tr("%1 (%2)").arg(node->label, node->name);
        if (!node->value.isEmpty())
            text += QStringLiteral("\n") + node->value;
        if (node->pii)
            text += QStringLiteral("\n") + tr("Personal data");
        return text;
    }
    case Qt::AccessibleTextRole: {
        QStringList parts{node->label};
        if (!node->value.isEmpty())
            parts.append(node->value);
        if (node->pii)
            parts.append(tr("personal data"));
        if (node->mapped)
            parts.append(tr("mapped"));
        return parts.join(QStringLiteral(", "));
    }
    case PathRole:
        return node->path;
    case ValueRole:
        return node->value;
    case IconRole:
        return node->icon;
    case PiiRole:
        return node->pii;
    case MappedRole:
        return node->mapped;
    case CountRole:
        return static_cast<int>(node->children.size());
    case LabelRole:
        return node->label;
    default:
        return {};
    }
}

Qt::ItemFlags LeadFieldModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (!nodeOf(index)->path.isEmpty())
        flags |= Qt::ItemIsDragEnabled;
    return flags;
}

QStringList LeadFieldModel::mimeTypes() const
{
    return {QString::fromLatin1(sourceMimeType)};
}

QMimeData *LeadFieldModel::mimeData(const QModelIndexList &indexes) const
{
    if (indexes.isEmpty())
        return nullptr;
    const Value dragged = source(indexes.first());
    if (!dragged.isObject())
        return nullptr;
    auto *data = new QMimeData;
    data->setData(QString::fromLatin1(sourceMimeType), QByteArray::fromStdString(domain::writeJson(dragged)));
    data->setText(nodeOf(indexes.first())->path);
    return data;
}

Value LeadFieldModel::source(const QModelIndex &index) const
{
    return index.isValid() ? nodeOf(index)->source : Value();
}

QModelIndex LeadFieldModel::find(const Node &node, const QString &path) const
{
    for (const auto &child : node.children) {
        if (child->path == path)
            return createIndex(child->row, 0, child.get());
        if (const QModelIndex below = find(*child, path); below.isValid())
            return below;
    }
    return {};
}

QModelIndex LeadFieldModel::indexOf(const QString &path) const
{
    return path.isEmpty() ? QModelIndex() : find(*m_root, path);
}

} // namespace bourse::gui
