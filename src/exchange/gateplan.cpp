#include "exchange/gateplan.h"
#include "domain/lead/fieldtypes.h"
#include <algorithm>

namespace bourse::exchange {

namespace {
using domain::DuplicateRule;
using domain::FieldType;
using Scope = DuplicateRule::Scope;

void collect(const std::optional<domain::Filter> &filter, std::vector<domain::HistoryKey> &into)
{
    if (filter)
        collectHistory(*filter, into);
}

void collect(const domain::Group &group, std::vector<domain::HistoryKey> &into)
{
    collect(group.filter, into);
    for (const domain::TreeNode &child : group.children) {
        if (const auto *channel = std::get_if<domain::Channel>(&child.node)) {
            collect(channel->filter, into);
            for (const domain::PricedFilter &rule : channel->price.rules)
                collectHistory(rule.when, into);
        } else {
            collect(std::get<domain::Group>(child.node), into);
        }
    }
}

void addOnce(std::vector<std::string> &to, std::string text)
{
    if (std::find(to.begin(), to.end(), text) == to.end())
        to.push_back(std::move(text));
}

std::vector<const domain::Buyer *> buyersOf(const domain::MarketSnapshot &snapshot,
                                            const domain::Source &source)
{
    std::vector<const domain::Buyer *> buyers;
    for (const std::string &slug : source.treeSlugs()) {
        const domain::PingTree *tree = snapshot.tree(slug);
        if (!tree)
            continue;
        for (const domain::Channel *channel : channelsOf(*tree)) {
            const domain::Buyer *buyer = snapshot.buyer(channel->buyer);
            if (buyer && std::find(buyers.begin(), buyers.end(), buyer) == buyers.end())
                buyers.push_back(buyer);
        }
    }
    return buyers;
}
} // namespace

GatePlan::GatePlan(std::shared_ptr<const domain::MarketSnapshot> snapshot, const domain::Source &source,
                   const domain::FieldSchema &vertical)
    : m_snapshot(std::move(snapshot)), m_source(source), m_vertical(vertical)
{
    const domain::SourceGates &gates = source.gates;
    m_scores = gates.score || (gates.honeypot && !gates.honeypot->effect.refuses) ||
               (gates.fillTime && !gates.fillTime->effect.refuses) ||
               (gates.addressRate && !gates.addressRate->effect.refuses);
    for (std::size_t i = 0; i < gates.duplicates.size(); ++i) {
        add(gates.duplicates[i], i, nullptr);
        m_scores = m_scores || !gates.duplicates[i].effect.refuses;
    }
    for (const domain::Buyer *buyer : buyersOf(*m_snapshot, source))
        for (std::size_t i = 0; i < buyer->gates.duplicates.size(); ++i)
            add(buyer->gates.duplicates[i], i, buyer);

    std::vector<domain::HistoryKey> histories;
    for (const std::string &slug : source.treeSlugs())
        if (const domain::PingTree *tree = m_snapshot->tree(slug))
            collect(tree->root, histories);
    if (gates.score) {
        for (const domain::ScoreRule &rule : gates.score->rules) {
            collectHistory(rule.when, histories);
            m_scoreFilters.push_back(
                domain::CompiledFilter::compile(rule.when, vertical, m_snapshot->lists()));
        }
    }
    for (const domain::HistoryKey &key : histories)
        add(key);

    // Rules and filters of others may ask for this source's leads: they have to find them, and a lead of a
    // rule that looks beyond its own source must not pass while this one is being written down.
    const domain::MarketDocument &document = m_snapshot->document();
    const auto keep = [this](const std::string &field, bool exclusive) {
        const domain::FieldSpec *spec = m_vertical.find(field);
        if (!spec)
            return;
        if (spec->type != FieldType::Email && spec->type != FieldType::Phone)
            addOnce(m_keptFields, field);
        if (exclusive)
            addOnce(m_exclusiveKinds, kindOf(*spec));
    };
    for (const domain::Source &other : document.sources) {
        for (const DuplicateRule &rule : other.gates.duplicates)
            for (const std::string &field : rule.fields)
                if (&other == &source || rule.scope == Scope::Everywhere ||
                    (rule.scope == Scope::Vertical && other.vertical == source.vertical))
                    keep(field, true);
        std::vector<domain::HistoryKey> asked;
        if (other.gates.score)
            for (const domain::ScoreRule &rule : other.gates.score->rules)
                collectHistory(rule.when, asked);
        for (const domain::HistoryKey &key : asked)
            keep(key.field, false);
    }
    for (const domain::Buyer &buyer : document.buyers)
        for (const DuplicateRule &rule : buyer.gates.duplicates)
            for (const std::string &field : rule.fields)
                keep(field, true);
    for (const domain::PingTree &tree : document.trees) {
        std::vector<domain::HistoryKey> asked;
        collect(tree.root, asked);
        for (const domain::HistoryKey &key : asked)
            keep(key.field, false);
    }

    if (gates.addressRate) {
        m_addressField = gates.addressRate->field;
        for (const domain::FieldSpec &spec : vertical.fields)
            if (m_addressField.empty() && spec.type == FieldType::IpAddress)
                m_addressField = spec.key;
    }
}

void GatePlan::add(const DuplicateRule &rule, std::size_t index, const domain::Buyer *buyer)
{
    for (const std::string &field : rule.fields)
        if (rule.match == DuplicateRule::Match::All && !m_vertical.find(field))
            return; // leads of this vertical never have it
    Asked asked;
    asked.subject = {&rule, index, buyer, {}};
    asked.fields = rule.fields;
    asked.any = rule.match == DuplicateRule::Match::Any;
    asked.probe.days = rule.days;
    asked.probe.scope = rule.scope;
    asked.probe.soldOnly = rule.soldOnly;
    switch (rule.scope) {
    case Scope::Source:
        asked.probe.party = m_source.slug;
        break;
    case Scope::Vertical:
        asked.probe.party = m_vertical.slug;
        break;
    case Scope::Buyer:
        asked.probe.party = buyer ? buyer->slug : std::string();
        break;
    case Scope::Everywhere:
        break;
    }
    asked.beforePing = rule.beforePing();
    asked.beforePost = rule.beforePost();
    m_subjects.push_back(std::move(asked));
}

void GatePlan::add(const domain::HistoryKey &key)
{
    if (!m_vertical.find(key.field))
        return;
    Asked asked;
    asked.subject.history = key;
    asked.fields = {key.field};
    asked.probe.days = key.days;
    asked.probe.soldOnly = key.sold;
    asked.probe.counts = true;
    m_subjects.push_back(std::move(asked));
}

std::string GatePlan::kindOf(const domain::FieldSpec &spec) const
{
    if (spec.type == FieldType::Email)
        return "email";
    return spec.type == FieldType::Phone ? "phone" : "field:" + spec.key;
}

/// Nothing where the lead has no such value: what is empty is never the same.
std::optional<PersonKey> GatePlan::keyOf(const domain::Object &fields, const std::string &field) const
{
    const domain::FieldSpec *spec = m_vertical.find(field);
    const domain::Value *value = spec ? fields.find(field) : nullptr;
    if (!value || value->isObject() || value->isArray() || value->isNull())
        return std::nullopt;
    const std::string text = domain::foldCase(domain::fieldtype::trim(value->toText()));
    if (text.empty())
        return std::nullopt;
    return PersonKey(kindOf(*spec), text);
}

void GatePlan::append(const Asked &asked, int tag, const domain::Object &fields,
                      std::vector<PersonProbe> &into) const
{
    PersonProbe probe = asked.probe;
    probe.tag = tag;
    for (const std::string &field : asked.fields) {
        auto key = keyOf(fields, field);
        if (asked.any) {
            if (key) {
                probe.keys = {std::move(*key)};
                into.push_back(probe);
            }
        } else if (!key) {
            return;
        } else {
            probe.keys.push_back(std::move(*key));
        }
    }
    if (!asked.any)
        into.push_back(std::move(probe));
}

PersonQuestions GatePlan::questions(const domain::Object &fields) const
{
    PersonQuestions made;
    for (const std::string &field : m_keptFields)
        if (auto key = keyOf(fields, field))
            made.keys.push_back(std::move(*key));
    made.exclusiveKinds = m_exclusiveKinds;
    for (std::size_t i = 0; i < m_subjects.size(); ++i)
        if (m_subjects[i].beforePing)
            append(m_subjects[i], static_cast<int>(i), fields, made.probes);
    return made;
}

std::vector<PersonProbe> GatePlan::postProbes(const domain::Object &fields, const domain::Buyer &buyer) const
{
    std::vector<PersonProbe> probes;
    for (std::size_t i = 0; i < m_subjects.size(); ++i) {
        const Asked &asked = m_subjects[i];
        if (asked.beforePost && (!asked.subject.buyer || asked.subject.buyer == &buyer))
            append(asked, static_cast<int>(i), fields, probes);
    }
    return probes;
}

std::shared_ptr<const GatePlan> GatePlans::plan(const std::shared_ptr<const domain::MarketSnapshot> &snapshot,
                                                const domain::Source &source,
                                                const domain::FieldSchema &vertical)
{
    // a plan keeps its snapshot alive, so an address names what it is for as long as the plan is here
    auto at = m_plans.find({&source, &vertical});
    if (at != m_plans.end())
        return at->second;
    const Uuid &workspace = snapshot->workspaceId();
    std::erase_if(m_plans, [&](const auto &entry) {
        const auto &other = entry.second->snapshot();
        return other.workspaceId() == workspace && &other != snapshot.get();
    });
    auto made = std::make_shared<const GatePlan>(snapshot, source, vertical);
    m_plans.emplace(std::pair(&source, &vertical), made);
    return made;
}

bool AddressRates::take(const std::string &source, std::string_view address, int perMinute, MonoTime now)
{
    constexpr auto minute = std::chrono::minutes(1);
    std::string key = source + '\n';
    if (auto parsed = domain::fieldtype::parseIpAddress(address); parsed && parsed->v6)
        key.append(reinterpret_cast<const char *>(parsed->bytes.data()), 8);
    else
        key += address;
    if (m_seen.size() >= maxAddresses && !m_seen.contains(key)) {
        std::erase_if(m_seen, [&](const auto &entry) { return entry.second.back() + minute <= now; });
        if (m_seen.size() >= maxAddresses)
            m_seen.clear();
    }
    std::deque<MonoTime> &times = m_seen[key];
    while (!times.empty() && times.front() + minute <= now)
        times.pop_front();
    const bool allowed = times.size() < static_cast<std::size_t>(perMinute);
    times.push_back(now);
    if (times.size() > static_cast<std::size_t>(perMinute)) // what is refused counts, and the oldest goes
        times.pop_front();
    return allowed;
}

} // namespace bourse::exchange
