#pragma once
// The dock's "Diff with sent request": what was sent against what would be sent now, value by value.
#include "workbench/requestdiff.h"
#include <QAbstractTableModel>
#include <QVector>
#include <QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace bourse::workbench {
class EditorState;
}

namespace bourse::gui {

class TableView;

class SentDiffModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Name, Sent, Now, State, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;
    void setLines(std::vector<workbench::RequestDifference> lines);
    void setOnlyDifferences(bool only);
    const workbench::RequestDifference *line(int row) const;
    int differences() const;
    int total() const { return static_cast<int>(m_lines.size()); }
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    void filter();
    std::vector<workbench::RequestDifference> m_lines;
    QVector<int> m_shown;
    bool m_onlyDifferences = true;
};

class SentDiffView final : public QWidget {
    Q_OBJECT
  public:
    /// `state` is not owned and outlives the view.
    explicit SentDiffView(workbench::EditorState *state, QWidget *parent = nullptr);
    /// A recorded request as `METHOD URL` CRLF headers CRLF body, secrets redacted; `title` says which: "the
    /// last test, 14:02:11". Empty bytes: there is none.
    void setSent(const QByteArray &request, const QString &title);
    SentDiffModel *model() const { return m_model; }

  public Q_SLOTS:
    /// Takes the request that is in the clipboard.
    void pasteSent();

  Q_SIGNALS:
    /// −1 where nothing was sent.
    void differencesChanged(int differences);

  protected:
    void showEvent(QShowEvent *event) override;

  private:
    void refresh();
    workbench::EditorState *m_state;
    SentDiffModel *m_model;
    TableView *m_view;
    QStackedWidget *m_stack;
    QLabel *m_empty;
    QLabel *m_summary;
    QPushButton *m_only;
    QPushButton *m_paste;
    QByteArray m_sent;
    QString m_title;
    bool m_isDirty = true;
};

} // namespace bourse::gui
