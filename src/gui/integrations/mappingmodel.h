#pragma once
// The mapping table: every row of the step with what it becomes on the sample.
#include "domain/integration/explain.h"
#include "gui/widgets/chip.h"
#include "workbench/mappingrow.h"
#include <QAbstractTableModel>
#include <QVector>
#include <array>

namespace bourse::domain {
struct LintProblem;
}
namespace bourse::workbench {
class EditorState;
}

namespace bourse::gui {

/// Icon and word of a source kind.
QString sourceIcon(workbench::SourceKind kind);
QString sourceWord(workbench::SourceKind kind);

/// What drags a value to a row: the source object as JSON.
inline constexpr char sourceMimeType[] = "application/x-bourse-source";

class MappingModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Target, Required, Source, Transforms, Result, State, ColumnCount };
    enum class Filter { All, Required, Problems };

    /// How a row stands on this sample, worst first.
    enum class Standing {
        Invalid,  ///< the compiler refuses it
        Failed,   ///< a transform or its source refused this sample
        Personal, ///< personal data in a ping without a reason
        NoMatch,  ///< the buyer's list has no word for the value
        Missing,  ///< required and left out
        Check,    ///< another problem
        Stale,    ///< the document does not compile: not known
        Refused,  ///< a refusal that this sample meets
        Omitted,  ///< left out, as the document says
        Ok,
    };

    struct Item {
        workbench::MappingRow row;
        workbench::SourceKind source = workbench::SourceKind::None;
        QString sourceText;
        QStringList chips;
        QString result;
        Standing standing = Standing::Ok;
        QString sentence; ///< why it stands so
        int problem = -1; ///< index into EditorState::problems()
        bool operator==(const Item &) const = default;
    };

    /// `state` is not owned and outlives the model.
    explicit MappingModel(workbench::EditorState *state, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QStringList mimeTypes() const override;
    bool canDropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                         const QModelIndex &parent) const override;
    bool dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                      const QModelIndex &parent) override;
    Qt::DropActions supportedDropActions() const override { return Qt::CopyAction | Qt::LinkAction; }

    const Item *item(int row) const;
    /// The trace of a row on this sample; nullptr where there is none. Valid until the next change.
    const domain::RowTrace *trace(int row) const;
    /// −1 for what is not shown.
    int rowOf(const QString &path) const;
    bool isSection(int row) const;
    int rowOfSection(workbench::RowSection section) const;
    void setFilter(Filter filter);
    Filter filter() const { return m_filter; }
    /// Rows that a filter has, sections not counted.
    int count(Filter filter) const;
    void setCollapsed(workbench::RowSection section, bool collapsed);
    bool isCollapsed(workbench::RowSection section) const;
    workbench::EditorState *state() const { return m_state; }

    /// Chip of a standing; Ok and Omitted have none and are written as text.
    static ChipLook look(Standing standing);

  Q_SIGNALS:
    void countsChanged();

  private:
    void refresh();
    QVector<Item> build() const;
    /// What it refuses and whether this sample is refused.
    void describeRefusal(Item &item, const domain::LintProblem *problem) const;
    QVector<Item> visible() const;
    void show(QVector<Item> items);
    workbench::EditorState *m_state;
    QVector<Item> m_all;
    QVector<Item> m_items;
    Filter m_filter = Filter::All;
    std::array<bool, workbench::rowSections> m_collapsed{};
};

} // namespace bourse::gui
