#pragma once
// The dock's "Last 50 leads": the step run over the newest leads, a row for each row of the mapping, a square
// for each lead.
#include "base/result.h"
#include "market/integrations.h"
#include "workbench/leadmatrix.h"
#include <QAbstractTableModel>
#include <QFuture>
#include <QFutureWatcher>
#include <QWidget>
#include <functional>

class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace bourse::workbench {
class EditorState;
}

namespace bourse::gui {

class TableView;

class LeadMatrixModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Target, Failed, Message, FirstLead };
    using QAbstractTableModel::QAbstractTableModel;
    void setMatrix(workbench::LeadMatrix matrix, QStringList titles);
    /// Only rows that fail somewhere.
    void setOnlyFailing(bool only);
    const workbench::LeadMatrix &matrix() const { return m_matrix; }
    const workbench::MatrixRow *row(int row) const;
    int failingRows() const;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    void filter();
    workbench::LeadMatrix m_matrix;
    QStringList m_titles;
    QVector<int> m_shown;
    bool m_onlyFailing = true;
};

class LeadMatrixView final : public QWidget {
    Q_OBJECT
  public:
    static constexpr int leadCount = 50;
    /// The newest leads with their title; Market::sampleLeads, or what stands for it.
    using Leads = std::function<QFuture<Result<QVector<market::SampleLead>>>(int count)>;
    /// `state` is not owned and outlives the view.
    LeadMatrixView(workbench::EditorState *state, Leads leads, QWidget *parent = nullptr);
    ~LeadMatrixView() override;
    LeadMatrixModel *model() const { return m_model; }
    bool isRunning() const { return m_isReading || m_watcher.isRunning(); }

  public Q_SLOTS:
    void run();
    void cancel();

  Q_SIGNALS:
    void finished();
    /// Rows that fail somewhere; −1 while that is not known.
    void failingRowsChanged(int rows);

  protected:
    void resizeEvent(QResizeEvent *event) override;

  private:
    void fitColumns();
    void start(const QVector<market::SampleLead> &leads);
    void handleFinished();
    void handleEdited();
    void refresh();
    void open(const QModelIndex &index);
    workbench::EditorState *m_state;
    Leads m_leads;
    LeadMatrixModel *m_model;
    TableView *m_view;
    QStackedWidget *m_stack;
    QLabel *m_empty;
    QLabel *m_summary;
    QPushButton *m_run;
    QPushButton *m_cancel;
    QPushButton *m_failing;
    QProgressBar *m_progress;
    QFutureWatcher<workbench::LeadMatrix> m_watcher;
    QVector<market::SampleLead> m_samples;
    int m_asked = 0; ///< each run is one; leads for an older one are not run
    bool m_isReading = false;
    bool m_isStale = false; ///< the document changed since
    QString m_problem;
};

} // namespace bourse::gui
