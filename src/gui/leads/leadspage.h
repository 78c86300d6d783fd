#pragma once
// Every lead: filter, live table, and the trace of the selected one.
#include "gui/leads/leadfilter.h"
#include "gui/widgets/page.h"
#include "market/market.h"
#include <QTimeZone>
#include <optional>

class QModelIndex;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTimer;

namespace bourse::gui {

class EmptyState;
class FilterChips;
class FilterField;
class LeadsFeed;
class LeadsModel;
class TableView;
class TracePane;

class LeadsPage final : public Page {
    Q_OBJECT
  public:
    /// `market` is not owned and outlives the page. Without a market the page shows what the slots below are
    /// given.
    explicit LeadsPage(market::Market *market, QWidget *parent = nullptr);
    QList<QAction *> pageActions() const override;
    QString helpText() const override;
    void enter() override;
    void leave() override;
    QVector<PictureView> pictureViews() override;
    /// Zone of the clock times shown and of time:today.
    void setZone(const QTimeZone &zone);
    void setVocabulary(FilterVocabulary vocabulary);
    bool isFollowing() const { return m_following; }
    LeadsModel *model() const { return m_model; }
    TracePane *tracePane() const { return m_trace; }
    FilterField *filterField() const { return m_filter; }

  public Q_SLOTS:
    /// A lead's id (or its beginning), or a filter.
    void open(const QString &what) override;
    /// The first page of what the filter asks for.
    void setRows(const bourse::market::LeadPage &page);
    /// Older leads, after rowsWanted() with `before`.
    void appendRows(const bourse::market::LeadPage &page);
    void applyLive(const QVector<bourse::market::LeadRow> &rows);
    void setTrace(const bourse::market::LeadTrace &trace, bool revealed = false);
    void setCounts(const QHash<int, qint64> &counts);
    void showLoading();
    void showFailure(const QString &sentence);
    void setFollowing(bool following);

  Q_SIGNALS:
    /// The list was asked for: from its beginning, or on from `query.before`.
    void rowsWanted(const bourse::market::LeadQuery &query);
    void traceWanted(const bourse::Uuid &id, bool revealed);

  protected:
    void resizeEvent(QResizeEvent *event) override;

  private:
    QWidget *buildHeader();
    QWidget *buildFilterBar();
    QWidget *buildTable();
    void createActions();
    void connectMarket();
    void readConfiguration();
    void reload();
    void showTotals();
    void showPill();
    void showState();
    void placePill();
    void selectRow(int row, bool byUser);
    void handleSelection(const QModelIndex &current);
    void step(int rows);
    void askTrace(const Uuid &id, bool revealed);
    void openMenu(const QPoint &position);
    void fitColumns();
    market::Market *m_market;
    LeadsFeed *m_feed = nullptr;
    LeadsModel *m_model;
    FilterChips *m_chips = nullptr;
    FilterField *m_filter = nullptr;
    QPushButton *m_follow = nullptr;
    QSplitter *m_splitter = nullptr;
    QWidget *m_tableHolder = nullptr;
    QStackedWidget *m_states = nullptr;
    TableView *m_table = nullptr;
    QWidget *m_loading = nullptr;
    EmptyState *m_empty = nullptr;
    EmptyState *m_nothingMatches = nullptr;
    EmptyState *m_failed = nullptr;
    QPushButton *m_pill = nullptr;
    TracePane *m_trace = nullptr;
    QTimer *m_countTimer;
    QTimer *m_loadingTimer;
    QAction *m_followAction = nullptr;
    QVector<QAction *> m_actions;
    market::LeadQuery m_query;
    qint64 m_total = 0;
    qint64 m_all = 0;
    int m_elapsedMs = 0;
    bool m_hasRows = false; ///< an answer has come for the present filter
    bool m_following = true;
    bool m_isShown = false;
    bool m_changedLive = false;   ///< since the sums were last asked for
    bool m_selecting = false;     ///< by the page itself: does not pause
    bool m_pickFirst = true;      ///< a first look shows a lead's trace without a click
    std::optional<Uuid> m_wanted; ///< whose trace was asked for last
};

} // namespace bourse::gui
