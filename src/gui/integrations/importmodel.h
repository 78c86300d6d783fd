#pragma once
// What an import would map: a row for each target, with its sample, the lead field and how sure that is.
#include "domain/lead/fieldschema.h"
#include "gui/widgets/cell.h"
#include "workbench/import/draft.h"
#include <QAbstractTableModel>
#include <QVector>

namespace bourse::gui {

/// A value of the combo box of one target.
struct ImportOption {
    QString text; ///< "email, 95 %"
    workbench::MappingChoice choice;
};

class ImportMapModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Step, Target, Sample, Field, Sure, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    /// `threshold` 0 to 100: below it nothing is mapped.
    void setRows(std::vector<workbench::MappingSuggestion> rows, const domain::FieldSchema *schema);
    /// Only what a person should look at: not mapped, or less sure than 80 %.
    void setOnlyDoubtful(bool only);
    int total() const { return static_cast<int>(m_rows.size()); }
    int doubtful() const;
    /// Rows that take their value from the lead, an earlier answer or the clock.
    int mapped() const;
    const workbench::MappingSuggestion *suggestion(int row) const;
    int rowOf(const std::string &target) const;
    /// Best first: what else it may be, then every field of the vertical, the sample as it is, nothing.
    QVector<ImportOption> options(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

  private:
    static bool isDoubtful(const workbench::MappingSuggestion &row);
    void filter();
    std::vector<workbench::MappingSuggestion> m_rows;
    QVector<int> m_shown;
    QVector<QString> m_fields; ///< dotted keys of the vertical
    bool m_onlyDoubtful = false;
};

/// Edits the field of a row by a combo box that can be typed into.
class ImportFieldDelegate final : public CellDelegate {
    Q_OBJECT
  public:
    using CellDelegate::CellDelegate;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;

  Q_SIGNALS:
    void chosen(const bourse::workbench::MappingSuggestion &row,
                const bourse::workbench::MappingChoice &choice) const;
};

/// What the import could not take, and what a person should look at.
class ImportReportModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    using QAbstractTableModel::QAbstractTableModel;
    /// What was not understood comes first.
    void setItems(std::vector<workbench::ImportItem> items);
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    std::vector<workbench::ImportItem> m_items;
};

/// The requests that were read: which are taken, and as which step.
class ImportRequestModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    struct Row {
        bool chosen = true;
        domain::StepKind step = domain::StepKind::Post;
        QString name;
        QString address;
    };
    enum Column { Chosen, Step, Name, Address, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void setRows(QVector<Row> rows);
    const QVector<Row> &rows() const { return m_rows; }
    /// Another one that had the step is left out then: a document has one of each.
    void setChosen(int row, bool chosen);
    void setStep(int row, domain::StepKind step);
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

  Q_SIGNALS:
    void changed();

  private:
    void settle(int row);
    QVector<Row> m_rows;
};

} // namespace bourse::gui
