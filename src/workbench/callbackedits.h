#pragma once
// Edits of a callback step: by which of its ids a callback names its post, what tells events apart, what the
// buyer is answered. Each is one command with a speaking text.
#include "workbench/integrationdocument.h"
#include <QString>
#include <vector>

namespace bourse::workbench {

/// Where a value of a callback is, as a form can say it. What is written in another way (several ways, a
/// transform, a text within a text) is shown and kept, and replaced as soon as somebody says another place.
struct CallbackPlace {
    enum class Kind { Json, Xpath, Query, Pair, Header, Other };
    Kind kind = Kind::Json;
    QString text;        ///< path or name
    QString description; ///< for Other: what the document says, in words
    bool operator==(const CallbackPlace &) const = default;
};

struct CallbackMatch {
    domain::PairBy by = domain::PairBy::BuyerId;
    CallbackPlace place;
    bool operator==(const CallbackMatch &) const = default;
};

class CallbackEdits {
  public:
    explicit CallbackEdits(IntegrationDocument *document) : m_document(document) {}

    bool hasStep() const;
    std::vector<CallbackMatch> matches() const;
    CallbackPlace eventId() const; ///< Json with an empty text where there is none
    domain::CallbackAnswer answer(domain::CallbackFate fate) const;
    bool saysAnswer(domain::CallbackFate fate) const;
    /// A signature or an authentication of the callback's own.
    bool isProven() const;

    bool addMatch(const CallbackMatch &match);
    bool setBy(std::size_t index, domain::PairBy by);
    /// Kind Other changes nothing. `mergeKey`: typing, see IntegrationDocument::set.
    bool setPlace(std::size_t index, const CallbackPlace &place, int mergeKey = 0);
    bool removeMatch(std::size_t index);
    bool moveMatch(std::size_t from, std::size_t to);
    /// An empty text takes it away: the whole request then tells one event from another.
    bool setEventId(const CallbackPlace &place, int mergeKey = 0);
    bool setAnswer(domain::CallbackFate fate, const domain::CallbackAnswer &answer, int mergeKey = 0);
    /// The fate is answered as a recorded one (or, that one, with 200 and {"status":"ok"}).
    bool clearAnswer(domain::CallbackFate fate);

  private:
    IntegrationDocument *m_document;
};

} // namespace bourse::workbench
