#pragma once
// Suppression lists: persons whose leads are not accepted, or not offered to one buyer.
#include "gui/widgets/page.h"
#include "market/market.h"
#include <QTimeZone>

class QPushButton;
class QStackedWidget;

namespace bourse::gui {

class EmptyState;
class SuppressionsModel;
class TableView;

class SuppressionsPage final : public Page {
    Q_OBJECT
  public:
    /// `market` is not owned and outlives the page. Without a market the page shows what the slots below are
    /// given.
    explicit SuppressionsPage(market::Market *market, QWidget *parent = nullptr);
    QList<QAction *> pageActions() const override { return m_actions; }
    QString helpText() const override;
    void enter() override;
    SuppressionsModel *model() const { return m_model; }
    TableView *table() const { return m_table; }

  public Q_SLOTS:
    void setLists(const QVector<bourse::market::SuppressionListRow> &lists);
    void showFailure(const QString &sentence);

  Q_SIGNALS:
    void listsWanted();
    void importRequested();
    void removalConfirmed(const QString &list);

  private:
    QWidget *buildHeader();
    QWidget *buildTable();
    void createActions();
    void reload();
    void importList();
    void removeList();
    void removeNow(const QString &list);
    void showState();

    market::Market *m_market;
    SuppressionsModel *m_model;
    QPushButton *m_remove = nullptr;
    QStackedWidget *m_states = nullptr;
    TableView *m_table = nullptr;
    EmptyState *m_empty = nullptr;
    EmptyState *m_failed = nullptr;
    QList<QAction *> m_actions;
    quint64 m_asked = 0; ///< counts questions, so that an answer knows whether it is the newest one's
};

} // namespace bourse::gui
