#include "workbench/draftkeeper.h"
#include "workbench/integrationdocument.h"

namespace bourse::workbench {

DraftKeeper::DraftKeeper(IntegrationDocument *document, SaveDraft save, QObject *parent)
    : QObject(parent), m_document(document), m_save(std::move(save))
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(delayMs);
    connect(&m_timer, &QTimer::timeout, this, &DraftKeeper::saveNow);
    connect(m_document, &IntegrationDocument::changed, this, &DraftKeeper::handleChanged);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &DraftKeeper::handleSaved);
}

void DraftKeeper::handleChanged()
{
    if (m_state == State::Saving) {
        m_changedWhileSaving = true;
        return;
    }
    // Not restarted by each key: someone who types for a minute has a draft every two seconds.
    if (!m_timer.isActive())
        m_timer.start();
    enter(State::Waiting);
}

void DraftKeeper::saveNow()
{
    m_timer.stop();
    if (m_state != State::Waiting && m_state != State::Failed)
        return;
    enter(State::Saving);
    m_changedWhileSaving = false;
    m_watcher.setFuture(m_save(m_document->value()));
}

void DraftKeeper::settle()
{
    m_timer.stop();
    m_changedWhileSaving = false;
    m_savedAt.reset();
    enter(State::Clean);
}

void DraftKeeper::handleSaved()
{
    if (m_state != State::Saving)
        return; // settled meanwhile
    if (m_watcher.isCanceled() || m_watcher.future().resultCount() == 0) {
        m_failure = {"draft_not_saved", {}, {}, "The draft was not saved: the market has stopped."};
        enter(State::Failed);
        return;
    }
    const Result<UtcTime> result = m_watcher.result();
    if (!result) {
        m_failure = result.error();
        enter(State::Failed);
        m_timer.start(); // until it works
        return;
    }
    m_savedAt = *result;
    enter(State::Saved);
    if (m_changedWhileSaving)
        handleChanged();
}

void DraftKeeper::enter(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

} // namespace bourse::workbench
