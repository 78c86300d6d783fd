#pragma once
// What a callback step says beside who may call and how to read it: which post is meant, what tells one event
// from another, and what the buyer is answered. Private to the integration room; others see Integration.
#include "domain/integration/documentreader.h"
#include "domain/integration/integration.h"
#include "domain/integration/response.h"
#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace bourse::domain {

class CallbackPlan {
  public:
    /// Takes "match", "event_id" and "answer" from the step.
    static std::unique_ptr<CallbackPlan> compile(ObjectReader &in, const CompileContext &document);
    /// Ids in the document's order, without those that the request lacks.
    std::vector<std::pair<PairBy, std::string>> ids(const BuyerResponse &request,
                                                    const AnswerForm &form) const;
    std::string eventId(const BuyerResponse &request, const AnswerForm &form) const;
    const CallbackAnswer &answer(CallbackFate fate) const
    {
        return m_answers[static_cast<std::size_t>(fate)];
    }

  private:
    std::vector<std::pair<PairBy, ValueReader>> m_ids;
    ValueReader m_eventId;
    std::array<CallbackAnswer, 3> m_answers;
};

} // namespace bourse::domain
