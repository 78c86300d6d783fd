#pragma once
// What a lead must pass before it is routed, and a channel before it is offered a lead: duplicate rules, bot
// signals and the score (engine plan, sections 3 and 4). Settings of sources and buyers, as a market document
// has them.
#include "base/result.h"
#include "domain/json/value.h"
#include "domain/lead/fieldschema.h"
#include "domain/routing/filter.h"
#include <optional>
#include <string>
#include <vector>

namespace bourse::domain {

class MemberReader;

/// What happens to a lead that a gate of its source stops: it is refused, or only its score changes.
struct GateEffect {
    bool refuses = true;
    int add = 0; ///< to the score, where it does not refuse; -100 to 100
    bool operator==(const GateEffect &) const = default;
};

/// Which earlier leads make a lead a duplicate.
struct DuplicateRule {
    enum class Match {
        All, ///< the same value in each of the fields; a lead that lacks one of them is none
        Any, ///< the same value in one of them
    };
    enum class Scope {
        Source,     ///< leads of the same source
        Vertical,   ///< of the same vertical
        Buyer,      ///< a buyer's rule: leads that this buyer was offered, or with count sold has bought
        Everywhere, ///< of the workspace
    };
    enum class Stage {
        Ping, ///< before anybody is asked
        Post, ///< right before a post leaves, in the transaction that reserves it
        Both,
    };
    std::vector<std::string> fields; ///< keys of the vertical; at least one
    Match match = Match::All;
    int days = 30; ///< how far back, 1 to 365
    Scope scope = Scope::Source;
    bool soldOnly = false; ///< count: sold
    Stage stage = Stage::Ping;
    GateEffect effect; ///< of a source's rule; a buyer's rule always skips its channels
    bool beforePing() const { return stage != Stage::Post; }
    bool beforePost() const { return stage != Stage::Ping; }
    bool operator==(const DuplicateRule &) const = default;
};

/// A form field that people do not see: whoever fills it in is no person.
struct HoneypotRule {
    std::string field; ///< of the request; need not be in the vertical
    GateEffect effect;
    bool operator==(const HoneypotRule &) const = default;
};

/// A form that was filled in faster than people do.
struct FillTimeRule {
    /// One of the two: a field with the seconds that it took, or with the time at which the form was shown
    /// (ISO 8601, or Unix time in seconds or milliseconds).
    std::string secondsField, startedField;
    int seconds = 3; ///< at least so many; 1 to 3600
    GateEffect effect;
    bool operator==(const FillTimeRule &) const = default;
};

/// Leads per minute and consumer's address. Counted in the memory of each node: behind a load balancer each
/// node allows so many.
struct AddressRateRule {
    std::string field;  ///< of the vertical, type ip_address; empty = the vertical's first of that type
    int perMinute = 10; ///< 1 to 10,000
    GateEffect effect;
    bool operator==(const AddressRateRule &) const = default;
};

struct ScoreRule {
    Filter when;
    int add = 0;        ///< -100 to 100
    std::string reason; ///< for people; may be empty
    bool operator==(const ScoreRule &) const = default;
};

/// Base and the sum of the rules that hold, kept within 0 to 100.
struct ScoreSettings {
    int base = 50; ///< 0 to 100
    std::vector<ScoreRule> rules;
    bool operator==(const ScoreSettings &) const = default;
};

struct SourceGates {
    std::vector<DuplicateRule> duplicates;
    std::optional<HoneypotRule> honeypot;
    std::optional<FillTimeRule> fillTime;
    std::optional<AddressRateRule> addressRate;
    std::optional<ScoreSettings> score; ///< absent: leads have no score, unless a gate adds to it
    bool operator==(const SourceGates &) const = default;
};

struct BuyerGates {
    std::vector<DuplicateRule> duplicates;
    bool operator==(const BuyerGates &) const = default;
};

/// The members "duplicates", "bots" and "score" of a source; codes as MemberReader's, and those of filters.
SourceGates readSourceGates(MemberReader &reader, Errors &errors);
/// The member "duplicates" of a buyer.
BuyerGates readBuyerGates(MemberReader &reader, Errors &errors);
/// Adds the members; nothing where the gates are as they are by default.
void writeGates(const SourceGates &gates, Object &into);
void writeGates(const BuyerGates &gates, Object &into);

/// Fields and filters that do not fit the vertical: code unknown_field, wrong_field_type, and those of
/// checkFilter(). `path` is the source's or buyer's.
Errors checkGates(const SourceGates &gates, const FieldSchema &vertical, const NamedLists &lists,
                  const std::string &path);
/// A buyer may buy leads of several verticals: each field has to be known by one of them.
Errors checkGates(const BuyerGates &gates, const std::vector<FieldSchema> &verticals,
                  const std::string &path);

/// "rule 2 (email, phone)": names a rule in a reason.
std::string describe(const DuplicateRule &rule, std::size_t index);

} // namespace bourse::domain
