#pragma once
// The left side of the editor: the lead's fields with search and sample values; what is dragged to a row.
#include <QTreeView>
#include <QWidget>

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;

namespace bourse::workbench {
class EditorState;
}

namespace bourse::gui {

class LeadFieldModel;

class LeadFieldTree final : public QTreeView {
    Q_OBJECT
  public:
    explicit LeadFieldTree(QWidget *parent = nullptr);

  Q_SIGNALS:
    void mapRequested(const QModelIndex &index); ///< Enter or double click on a field

  protected:
    void keyPressEvent(QKeyEvent *event) override;
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;
    void startDrag(Qt::DropActions actions) override;
};

class LeadFieldPane final : public QWidget {
    Q_OBJECT
  public:
    /// `state` is not owned and outlives the pane.
    explicit LeadFieldPane(workbench::EditorState *state, QWidget *parent = nullptr);
    LeadFieldTree *tree() const { return m_tree; }
    LeadFieldModel *model() const { return m_model; }
    QLineEdit *searchField() const { return m_search; }
    /// Selects the field and scrolls to it; an unknown one takes the selection away.
    void setCurrentField(const QString &path);
    /// The field's row within this widget, cut to what is visible; empty if it is out of sight.
    QRect fieldRect(const QString &path) const;

  Q_SIGNALS:
    void mapRequested(const QModelIndex &sourceIndex); ///< of model()
    void collapseRequested();
    /// Rows moved: scrolled, folded, filtered.
    void placesChanged();

  private:
    void search(const QString &needle);
    QModelIndex viewIndex(const QString &path) const;
    workbench::EditorState *m_state;
    LeadFieldModel *m_model;
    QSortFilterProxyModel *m_proxy;
    QLabel *m_count = nullptr;
    QLineEdit *m_search = nullptr;
    LeadFieldTree *m_tree = nullptr;
};

} // namespace bourse::gui
