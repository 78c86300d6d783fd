#pragma once
// Returns and disputes: what waits for a decision, what was decided, and callbacks that deny what is booked.
#include "gui/widgets/page.h"
#include "market/market.h"
#include <QTimeZone>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace bourse::gui {

class EmptyState;
class ReturnsImportDialog;
class ReturnsModel;
class SegmentedControl;
class TableView;

class ReturnsPage final : public Page {
    Q_OBJECT
  public:
    enum List { Waiting, All, Disputes };
    /// `market` is not owned and outlives the page. Without a market the page shows what the slots below are
    /// given.
    explicit ReturnsPage(market::Market *market, QWidget *parent = nullptr);
    QList<QAction *> pageActions() const override { return m_actions; }
    QString helpText() const override;
    void enter() override;
    void leave() override { m_isShown = false; }
    void setZone(const QTimeZone &zone);
    ReturnsModel *model() const { return m_model; }
    TableView *table() const { return m_table; }
    List list() const;
    /// Selected requests that wait for a decision, top to bottom.
    QVector<Uuid> selectedRequests() const;

  public Q_SLOTS:
    /// "waiting", "all" or "disputes".
    void open(const QString &what) override;
    void setReturns(const QVector<bourse::market::ReturnRow> &rows);
    void setDisputes(const QVector<bourse::market::DisputeRow> &rows);
    void showFailure(const QString &sentence);
    /// So many of the decisions that were asked for are booked; `problems` has the rest.
    void showDecided(int count, const QStringList &problems);

  Q_SIGNALS:
    void listWanted(bourse::gui::ReturnsPage::List list);
    void decided(const QVector<bourse::Uuid> &requests, bool approve, const QString &note);
    void importRequested();

  private:
    QWidget *buildHeader();
    QWidget *buildTable();
    void createActions();
    void connectMarket();
    void reload();
    void decide(bool approve);
    void decideNow(const QVector<Uuid> &requests, bool approve, const QString &note);
    void importTable();
    void showLead();
    void showState();
    void refreshButtons();

    market::Market *m_market;
    ReturnsModel *m_model;
    SegmentedControl *m_lists = nullptr;
    QLabel *m_selected = nullptr;
    QPushButton *m_approve = nullptr;
    QPushButton *m_deny = nullptr;
    QPushButton *m_lead = nullptr;
    QPushButton *m_import = nullptr;
    QStackedWidget *m_states = nullptr;
    TableView *m_table = nullptr;
    EmptyState *m_empty = nullptr;
    EmptyState *m_failed = nullptr;
    QList<QAction *> m_actions;
    quint64 m_asked = 0; ///< counts questions, so that an answer knows whether it is the newest one's
    bool m_isShown = false;
};

} // namespace bourse::gui
