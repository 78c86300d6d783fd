#include "exchange/turns.h"

namespace bourse::exchange {

Turns::Turn Turns::inTurn(const std::vector<TurnTaker> &eligible)
{
    Turn turn;
    std::int64_t longest = 0;
    for (std::size_t i = 0; i < eligible.size(); ++i) {
        auto at = m_lastTurn.find(eligible[i].key);
        if (at == m_lastTurn.end()) {
            const auto place =
                static_cast<std::int64_t>(m_random.next() % static_cast<std::uint64_t>(wholeTurn));
            at = m_lastTurn.emplace(std::string(eligible[i].key), place).first;
        }
        if (i == 0 || at->second < longest) {
            longest = at->second;
            turn.chosen = i;
        }
    }
    auto &last = m_lastTurn.find(eligible[turn.chosen].key)->second;
    turn.changes.emplace_back(eligible[turn.chosen].key, last);
    last = ++m_turns;
    return turn;
}

Turns::Turn Turns::byWeight(const std::vector<TurnTaker> &eligible)
{
    Turn turn;
    turn.byWeight = true;
    std::int64_t all = 0;
    for (const TurnTaker &taker : eligible)
        all += taker.weight;
    std::int64_t most = 0, handedOut = 0;
    for (std::size_t i = 0; i < eligible.size(); ++i) {
        auto at = m_credit.find(eligible[i].key);
        if (at == m_credit.end()) {
            const auto first =
                static_cast<std::int64_t>(m_random.next() % static_cast<std::uint64_t>(wholeTurn));
            at = m_credit.emplace(std::string(eligible[i].key), first - wholeTurn / 2).first;
        }
        const std::int64_t share =
            wholeTurn / all * eligible[i].weight + wholeTurn % all * eligible[i].weight / all;
        handedOut += share;
        at->second += share;
        turn.changes.emplace_back(eligible[i].key, share);
        if (i == 0 || at->second > most) {
            most = at->second;
            turn.chosen = i;
        }
    }
    // as much is paid as was handed out, so that rounding does not add up
    m_credit.find(eligible[turn.chosen].key)->second -= handedOut;
    turn.changes[turn.chosen].second -= handedOut;
    return turn;
}

void Turns::giveBack(const Turn &turn)
{
    if (turn.byWeight) {
        for (const auto &[key, change] : turn.changes)
            m_credit[key] -= change;
    } else {
        for (const auto &[key, before] : turn.changes)
            m_lastTurn[key] = before;
    }
}

} // namespace bourse::exchange
