#pragma once
// What the store is asked of a person's earlier leads, in the transaction that writes a lead down or reserves
// a post, and what it answers. Values are plain here and go no further than the store, which hashes them.
#include "base/uuid.h"
#include "domain/market/intakegates.h"
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace bourse::exchange {

/// A value that earlier leads are found by: "email", "phone", or "field:<key>", and the value in its normal
/// form.
using PersonKey = std::pair<std::string, std::string>;

/// One question. It is answered for the workspace's leads that are no test and were written down before,
/// within the days, by the database's clock.
struct PersonProbe {
    int tag = 0;                 ///< the asker's own number, which comes back with the answer
    std::vector<PersonKey> keys; ///< at least one; an earlier lead has to have each of them
    int days = 1;
    domain::DuplicateRule::Scope scope = domain::DuplicateRule::Scope::Everywhere;
    std::string party;     ///< slug of the source, vertical or buyer of the scope
    bool soldOnly = false; ///< else all that were not refused, nor interrupted by a restart
    bool counts = false;   ///< how many (at most 1000), refused ones too; else whether there is one
};

struct PersonAnswer {
    int tag = 0;
    Uuid earlier; ///< the newest
    std::int64_t count = 0;
};

/// What a lead that is received asks of the store.
struct PersonQuestions {
    /// What later leads find this one by, beside its e-mail addresses and phone numbers.
    std::vector<PersonKey> keys;
    /// Kinds among all its keys that some rule compares. While a lead of one person is being written down
    /// under such a kind, no other lead of that person is, on any node: of two that come at once the second
    /// sees the first.
    std::vector<std::string> exclusiveKinds;
    std::vector<PersonProbe> probes;
};

/// A suppression list that one of the lead's values is on.
struct SuppressionHit {
    std::string list;  ///< slug
    std::string buyer; ///< whose list it is; empty = everybody's
    std::string field; ///< key
    bool operator==(const SuppressionHit &) const = default;
};

} // namespace bourse::exchange
