#pragma once
// Keeps a document's draft: saves it two seconds after the last change, one save at a time, and tells how it
// stands. Where drafts are kept is behind a port.
#include "base/clock.h"
#include "base/result.h"
#include "domain/json/value.h"
#include <QFutureWatcher>
#include <QObject>
#include <QTimer>
#include <functional>
#include <optional>

namespace bourse::workbench {

class IntegrationDocument;

/// Keeps one draft; completes with the time it was committed. Implemented by the market.
using SaveDraft = std::function<QFuture<Result<UtcTime>>(domain::Value document)>;

class DraftKeeper : public QObject {
    Q_OBJECT
  public:
    enum class State { Clean, Waiting, Saving, Saved, Failed };
    static constexpr int delayMs = 2000;

    /// Neither is owned; both outlive the keeper.
    DraftKeeper(IntegrationDocument *document, SaveDraft save, QObject *parent = nullptr);
    State state() const { return m_state; }
    std::optional<UtcTime> savedAt() const { return m_savedAt; }
    const Error &failure() const { return m_failure; }
    /// Saves at once what has not been saved; on closing and before publishing.
    void saveNow();
    /// The draft has become the published version, or was dropped: nothing is left to save.
    void settle();

  Q_SIGNALS:
    void stateChanged();

  private:
    void handleChanged();
    void handleSaved();
    void enter(State state);

    IntegrationDocument *m_document;
    SaveDraft m_save;
    QTimer m_timer;
    QFutureWatcher<Result<UtcTime>> m_watcher;
    State m_state = State::Clean;
    bool m_changedWhileSaving = false;
    std::optional<UtcTime> m_savedAt;
    Error m_failure;
};

} // namespace bourse::workbench
