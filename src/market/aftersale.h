#pragma once
// Values of the market's later life: callbacks and the word of an operator.
#include "base/money.h"
#include "base/uuid.h"
#include "domain/integration/integration.h"
#include <QString>
#include <QVector>
#include <optional>

namespace bourse::market {

/// What a buyer's callback is answered. `problem` is set where it was not taken: `status` then says how (401,
/// 404, 503), and nothing but the refusal is sent.
struct CallbackAnswer {
    domain::CallbackAnswer answer;
    std::optional<Error> problem;
};

/// What an operator says of a post whose fate is not known.
struct PostDecision {
    Uuid leadId;
    Uuid postId;
    bool sold = false;
    std::optional<Money> price; ///< sold at another price than what the post holds
    QString note;               ///< why; kept with the event
};

/// A callback that people have to look at.
struct DisputeRow {
    Uuid callbackId;
    Uuid leadId; ///< null: no post is known by its ids
    QString integration;
    UtcTime receivedAt;
    QString said;   ///< "returned", as the document reads it
    QString effect; ///< "contradicts" or "unpaired"
    std::optional<Money> price;
};

} // namespace bourse::market
