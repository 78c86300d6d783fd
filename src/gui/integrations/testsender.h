#pragma once
// Sends the step for real and keeps what came back, per step. The window never waits for it.
#include "market/integrations.h"
#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QObject>
#include <functional>
#include <map>
#include <optional>

namespace bourse::workbench {
class EditorState;
}

namespace bourse::gui {

class TestSender final : public QObject {
    Q_OBJECT
  public:
    /// Market::sendTest, or what stands for it.
    using Send = std::function<QFuture<Result<market::TestExchange>>(market::TestCall)>;
    TestSender(workbench::EditorState *state, Send send, QObject *parent = nullptr);

    bool isSending() const { return m_watcher.isRunning(); }
    /// Of the state's present step; nullptr while there was none.
    const market::TestExchange *last() const;
    /// What its request was made from; nothing where there was none, or it came from elsewhere. Refers to
    /// this object.
    std::optional<domain::RenderInput> lastInput() const;
    /// Why the last try of the present step did not even become an exchange.
    const std::optional<Error> &refusal() const { return m_refusal; }
    /// An answer from elsewhere (a pasted one, a sample) as if it had come.
    void show(domain::StepKind step, market::TestExchange exchange);

  public Q_SLOTS:
    void send();
    void cancel();

  Q_SIGNALS:
    void changed(); ///< sending has begun or ended, or last() is another one

  private:
    void handleFinished();
    /// The ids that the answers so far give, as they are read now.
    void carryOn();

    workbench::EditorState *m_state;
    Send m_send;
    QFutureWatcher<Result<market::TestExchange>> m_watcher;
    domain::StepKind m_step = domain::StepKind::Ping;
    bool m_cancelled = false;
    market::TestCall m_sent;
    std::map<domain::StepKind, market::TestExchange> m_last;
    std::map<domain::StepKind, market::TestCall> m_calls; ///< that `m_last` answers
    std::optional<Error> m_refusal;
};

} // namespace bourse::gui
