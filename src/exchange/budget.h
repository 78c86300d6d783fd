#pragma once
// Deadlines, not time-outs (engine plan, section 5): a lead has one budget, counted from its arrival, and
// every step gets what is left of it after keeping back what the later steps need.
#include "base/clock.h"
#include <algorithm>

namespace bourse::exchange {

class Budget {
  public:
    Budget() = default;
    /// `total` is counted from `arrived`. The reserves are kept back for the post and for recording and
    /// answering; in a budget too small for them they shrink to a third each, so that a short budget still
    /// pings.
    Budget(MonoTime arrived, Micros total, Micros postReserve, Micros answerReserve)
        : m_answerBy(arrived + total - std::min(answerReserve, total / 3)),
          m_pingBy(m_answerBy - std::min(postReserve, total / 3))
    {
    }
    /// When recording the answer has to begin, so that the caller has it in time.
    MonoTime answerBy() const { return m_answerBy; }
    /// What a ping that would like `own` may take from `now`; zero or less means that there is no time left
    /// for one.
    Micros forPing(MonoTime now, Micros own) const { return std::min(own, m_pingBy - now); }
    /// A post may begin as long as an answer is still possible. It then has its own time limit: cutting it
    /// short would turn a sale into an UNKNOWN; the caller is answered when the budget ends, whatever the
    /// post does.
    bool mayPost(MonoTime now) const { return now < m_answerBy; }

  private:
    MonoTime m_answerBy;
    MonoTime m_pingBy;
};

} // namespace bourse::exchange
