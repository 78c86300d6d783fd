#include "gui/integrations/testsender.h"
#include "workbench/editorstate.h"

namespace bourse::gui {

namespace {

domain::RenderInput inputOf(const market::TestCall &call)
{
    domain::RenderInput input;
    input.lead = &call.lead;
    input.carried = &call.carried;
    input.time = call.time;
    input.live = call.live;
    input.seed = call.seed;
    return input;
}

} // namespace

TestSender::TestSender(workbench::EditorState *state, Send send, QObject *parent)
    : QObject(parent), m_state(state), m_send(std::move(send))
{
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &TestSender::handleFinished);
    connect(m_state, &workbench::EditorState::stepChanged, this, [this] {
        m_refusal.reset();
        Q_EMIT changed();
    });
    // what is an id to carry on is often said only after the answer has come
    connect(m_state->document(), &workbench::IntegrationDocument::changed, this, &TestSender::carryOn);
}

void TestSender::carryOn()
{
    const auto compiled = m_state->document()->compiled();
    if (!compiled || m_last.empty())
        return;
    std::map<std::string, std::string> carried;
    for (const auto &[step, exchange] : m_last)
        if (const auto call = m_calls.find(step);
            exchange.response && compiled->hasStep(step) && call != m_calls.end()) {
            const domain::RenderInput about = inputOf(call->second);
            for (const auto &[name, value] : compiled->interpret(step, *exchange.response, &about).carried)
                carried.insert_or_assign(name, value);
        }
    m_state->setTestCarried(std::move(carried));
}

const market::TestExchange *TestSender::last() const
{
    const auto found = m_last.find(m_state->step());
    return found == m_last.end() ? nullptr : &found->second;
}

std::optional<domain::RenderInput> TestSender::lastInput() const
{
    const auto found = m_calls.find(m_state->step());
    if (found == m_calls.end())
        return std::nullopt;
    return inputOf(found->second);
}

void TestSender::show(domain::StepKind step, market::TestExchange exchange)
{
    m_refusal.reset();
    m_calls.erase(step);
    m_last.insert_or_assign(step, std::move(exchange));
    Q_EMIT changed();
}

void TestSender::send()
{
    if (isSending())
        return;
    m_refusal.reset();
    if (!m_state->document()->compiled()) {
        const Errors &errors = m_state->document()->errors();
        m_refusal = errors.empty() ? Error{"not_compiled", {}, {}, {}} : errors.front();
        Q_EMIT changed();
        return;
    }
    m_state->renew(); // what is sent now has the time of now
    m_step = m_state->step();
    market::TestCall call;
    call.document = m_state->document()->value();
    call.step = m_step;
    call.live = m_state->isLive();
    call.lead = m_state->lead();
    call.carried = m_state->carried();
    call.seed = m_state->seed();
    call.time = m_state->time();
    m_cancelled = false;
    m_sent = call;
    m_watcher.setFuture(m_send(std::move(call)));
    Q_EMIT changed();
}

void TestSender::cancel()
{
    if (!isSending())
        return;
    m_cancelled = true;
    m_watcher.cancel();
}

void TestSender::handleFinished()
{
    if (m_watcher.isCanceled() || m_watcher.future().resultCount() == 0) {
        m_refusal = m_cancelled
                        ? Error{"cancelled",
                                {},
                                {},
                                tr("The test was cancelled; the buyer may have got it.").toStdString()}
                        : Error{"market_stopped", {}, {}, tr("The market has stopped.").toStdString()};
    } else if (const Result<market::TestExchange> result = m_watcher.result(); !result) {
        m_refusal = result.error();
    } else {
        m_last.insert_or_assign(m_step, *result);
        m_calls.insert_or_assign(m_step, std::move(m_sent));
        carryOn(); // ids go on to the steps after this one
    }
    Q_EMIT changed();
}

} // namespace bourse::gui
