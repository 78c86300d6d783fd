#pragma once
// The gates of one source made ready: which questions its leads ask of the store, and what their answers and
// the signals of the lead itself come to. Made once per published snapshot.
#include "base/clock.h"
#include "domain/market/marketdocument.h"
#include "exchange/personprobe.h"
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace bourse::exchange {

class GatePlan {
  public:
    GatePlan(std::shared_ptr<const domain::MarketSnapshot> snapshot, const domain::Source &source,
             const domain::FieldSchema &vertical);

    /// What to ask when a lead is written down; empty where no rule and no filter needs it.
    PersonQuestions questions(const domain::Object &fields) const;
    /// What to ask before a post to a buyer is reserved.
    std::vector<PersonProbe> postProbes(const domain::Object &fields, const domain::Buyer &buyer) const;

    /// What an answer is about, by its tag.
    struct Subject {
        const domain::DuplicateRule *rule = nullptr; ///< null: a history
        std::size_t index = 0;                       ///< of the rule among its owner's
        const domain::Buyer *buyer = nullptr;        ///< whose rule it is; null: the source's
        domain::HistoryKey history;
    };
    const Subject &subject(int tag) const { return m_subjects[static_cast<std::size_t>(tag)].subject; }

    const domain::MarketSnapshot &snapshot() const { return *m_snapshot; }
    bool scores() const { return m_scores; }
    const std::vector<domain::CompiledFilter> &scoreFilters() const { return m_scoreFilters; }
    const std::string &addressField() const { return m_addressField; }

  private:
    struct Asked {
        Subject subject;
        std::vector<std::string> fields;
        bool any = false;  ///< one of the fields will do
        PersonProbe probe; ///< without its keys
        bool beforePing = true, beforePost = false;
    };
    void add(const domain::DuplicateRule &rule, std::size_t index, const domain::Buyer *buyer);
    void add(const domain::HistoryKey &key);
    void append(const Asked &asked, int tag, const domain::Object &fields,
                std::vector<PersonProbe> &into) const;
    std::optional<PersonKey> keyOf(const domain::Object &fields, const std::string &field) const;
    std::string kindOf(const domain::FieldSpec &spec) const;

    std::shared_ptr<const domain::MarketSnapshot> m_snapshot;
    const domain::Source &m_source;
    const domain::FieldSchema &m_vertical;
    std::vector<Asked> m_subjects;         ///< by tag
    std::vector<std::string> m_keptFields; ///< neither e-mail nor phone: kept for those who may ask
    std::vector<std::string> m_exclusiveKinds;
    std::vector<domain::CompiledFilter> m_scoreFilters;
    std::string m_addressField;
    bool m_scores = false;
};

/// Plans of the newest snapshots seen; engine's thread only.
class GatePlans {
  public:
    std::shared_ptr<const GatePlan> plan(const std::shared_ptr<const domain::MarketSnapshot> &snapshot,
                                         const domain::Source &source, const domain::FieldSchema &vertical);

  private:
    std::map<std::pair<const domain::Source *, const domain::FieldSchema *>, std::shared_ptr<const GatePlan>>
        m_plans;
};

/// Leads per consumer's address within the last minute, in the memory of this node. Of IPv6 the first 64 bits
/// count, which one household has. Engine's thread only.
class AddressRates {
  public:
    /// Counts one more; false if that is more than `perMinute`.
    bool take(const std::string &source, std::string_view address, int perMinute, MonoTime now);

  private:
    /// Beyond it the addresses that were quiet for a minute are forgotten, and if there are none, all are: a
    /// flood from so many addresses is not told apart by addresses.
    static constexpr std::size_t maxAddresses = 50'000;
    std::unordered_map<std::string, std::deque<MonoTime>> m_seen;
};

} // namespace bourse::exchange
