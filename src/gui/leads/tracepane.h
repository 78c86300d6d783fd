#pragma once
// A lead's story: the sentence, the calls over time, and what was said in each of them.
#include "gui/leads/decisiondialog.h"
#include "gui/leads/tracelayout.h"
#include "gui/widgets/cell.h"
#include "market/aftersale.h"
#include <QTimeZone>
#include <QWidget>
#include <optional>

class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTabWidget;
class QTimer;

namespace bourse::gui {

class CallView;
class CellTableModel;
class ElidedLabel;
class EmptyState;
class SentenceLabel;
class WaterfallView;

class TracePane final : public QWidget {
    Q_OBJECT
  public:
    explicit TracePane(QWidget *parent = nullptr);
    void setZone(const QTimeZone &zone);
    /// Time limits of pings by channel, in milliseconds.
    void setPingLimits(const QHash<QString, int> &limits);
    const std::optional<market::LeadTrace> &trace() const { return m_trace; }
    const WaterfallLayout &layoutNumbers() const { return m_layout; }
    bool isRevealed() const { return m_revealed; }
    void focusCalls();

  public Q_SLOTS:
    /// `revealed`: with PII; goes back to the masked one after revealMs.
    void setTrace(const bourse::market::LeadTrace &trace, bool revealed = false);
    void showLoading(const QString &leadId);
    void showFailure(const QString &sentence);
    void showNothing();
    /// The selected call's request as a curl command; false if there is none.
    bool copyCurl();
    /// Asks whether the shown lead's sale is to be taken back; false where it has none.
    bool askTakeBack();
    void hidePii();

  Q_SIGNALS:
    void previousRequested();
    void nextRequested();
    void revealRequested(const bourse::Uuid &id);
    void retryRequested();
    void openNewestRequested();
    void noted(const QString &text);
    /// A person has said what became of a post.
    void decided(const bourse::market::PostDecision &decision);
    void takeBackRequested(const bourse::Uuid &lead, const bourse::Uuid &post, const QString &reason);

  public:
    static constexpr int revealMs = 30'000;

  private:
    QWidget *buildHeader();
    QWidget *buildCalls();
    QWidget *buildDetails();
    QWidget *buildDecision();
    void decide(DecisionDialog::Kind kind);
    /// The post whose fate is open, or that is sold, for a person to decide about; null where there is none.
    const market::TraceAttempt *decidable() const;
    void showDecision();
    void showTrace();
    void showCall(int row);
    void showTables();
    int bestRow() const;
    QVector<QVector<Cell>> decisionRows() const;
    std::optional<market::LeadTrace> m_trace;
    std::optional<market::LeadTrace> m_masked; ///< to go back to
    WaterfallLayout m_layout;
    QHash<QString, int> m_pingLimits;
    QTimeZone m_zone = QTimeZone::utc();
    bool m_revealed = false;
    QTimer *m_revealTimer;
    QStackedWidget *m_stack;
    QWidget *m_content;
    EmptyState *m_nothing;
    EmptyState *m_failure;
    QLabel *m_loading;
    SentenceLabel *m_sentence = nullptr;
    ElidedLabel *m_leadId = nullptr;
    QSplitter *m_splitter = nullptr;
    WaterfallView *m_waterfall = nullptr;
    QWidget *m_insight = nullptr;
    SentenceLabel *m_insightText = nullptr;
    QPushButton *m_copyCurl = nullptr;
    QPushButton *m_reveal = nullptr;
    QWidget *m_decisionBar = nullptr;
    SentenceLabel *m_decisionText = nullptr;
    QPushButton *m_takeBack = nullptr;
    QTabWidget *m_tabs = nullptr;
    CallView *m_request = nullptr;
    CallView *m_response = nullptr;
    CellTableModel *m_decision = nullptr;
    CellTableModel *m_fields = nullptr;
    CellTableModel *m_events = nullptr;
};

/// A strong beginning and a quieter rest on one line.
class SentenceLabel final : public QWidget {
    Q_OBJECT
  public:
    SentenceLabel(const QString &objectName, bool large, QWidget *parent = nullptr);
    void setSentence(const QString &strong, const QString &plain, const QString &quiet);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent *event) override;

  private:
    bool m_large;
    QString m_strong, m_plain, m_quiet;
};

} // namespace bourse::gui
