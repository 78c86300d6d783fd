#pragma once
// What a row can take its value from: the lead's schema as a tree with the sample's values, then values
// carried from earlier answers and the document's variables.
#include "domain/json/value.h"
#include "domain/lead/fieldschema.h"
#include <QAbstractItemModel>
#include <QSet>
#include <memory>
#include <vector>

namespace bourse::workbench {
class EditorState;
}

namespace bourse::gui {

/// Icon of a field's type.
QString fieldIcon(domain::FieldType type);

class LeadFieldModel final : public QAbstractItemModel {
    Q_OBJECT
  public:
    enum Role {
        PathRole = Qt::UserRole + 1, ///< "drivers[0].name"; "" for a group
        ValueRole,                   ///< the sample's value as text
        IconRole,
        PiiRole,
        MappedRole, ///< the step uses it
        CountRole,  ///< of a group: its fields
        LabelRole   ///< for people: "First name"
    };

    /// `state` is not owned and outlives the model.
    explicit LeadFieldModel(workbench::EditorState *state, QObject *parent = nullptr);
    ~LeadFieldModel() override;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    Qt::DropActions supportedDragActions() const override { return Qt::CopyAction | Qt::LinkAction; }

    /// The source object that maps the field; null for a group.
    domain::Value source(const QModelIndex &index) const;
    /// Where a row's field is; invalid if it is not there.
    QModelIndex indexOf(const QString &path) const;
    int fieldCount() const { return m_fieldCount; }

  private:
    struct Node {
        QString name;
        QString label;
        QString path;
        QString icon;
        QString value;
        bool pii = false;
        bool mapped = false;
        domain::Value source;
        Node *parent = nullptr;
        std::vector<std::unique_ptr<Node>> children;
        int row = 0;
    };
    void rebuild();
    void refreshValues();
    QString shape() const;
    std::unique_ptr<Node> build() const;
    static Node *add(Node *parent, const QString &name, const QString &icon);
    void addField(Node *parent, const domain::FieldSpec &field, const QString &prefix) const;
    void addValue(Node *parent, const QString &name, const domain::Value &value, const QString &prefix,
                  int depth) const;
    void fill(Node &node, const QSet<QString> &mapped);
    const Node *nodeOf(const QModelIndex &index) const;
    QModelIndex find(const Node &node, const QString &path) const;
    workbench::EditorState *m_state;
    std::unique_ptr<Node> m_root;
    QString m_shape; ///< of what the tree was built from
    int m_fieldCount = 0;
};

} // namespace bourse::gui
