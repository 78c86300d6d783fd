#pragma once
// The columns of the writer's statements: what a batch of commands adds to each, in the statement's order.
#include "storage/binaryparams.h"
#include "storage/waitmemory.h"
#include "storage/writersession.h"
#include <algorithm>
#include <array>

namespace bourse::storage {

using domain::AttemptOutcome;
using exchange::AttemptRecord;
using Type = BinaryArray::Type;

/// Columns of one statement's unnest, in order.
template <std::size_t N> struct Columns {
    std::array<BinaryArray, N> arrays;
    BinaryArray &operator[](std::size_t i) { return arrays[i]; }
    void appendTo(std::vector<const std::string *> &parameters)
    {
        for (BinaryArray &array : arrays)
            parameters.push_back(&array.bytes());
    }
};

template <class... T> auto columns(T... types)
{
    return Columns<sizeof...(T)>{{BinaryArray(types)...}};
}

inline void addMoney(BinaryArray &amount, BinaryArray &currency, const std::optional<Money> &money)
{
    if (money) {
        amount.add(money->micros());
        currency.add(std::string_view(money->currency().code()));
    } else {
        amount.addNull();
        currency.addNull();
    }
}

struct IdRange {
    Uuid low, high;
    void include(const Uuid &id)
    {
        if (low.isNull() || id < low)
            low = id;
        if (id > high)
            high = id;
    }
};

struct ReceiveColumns {
    Columns<29> c = columns(Type::Uuid, Type::Time, Type::BigInt, Type::Text, Type::Text, Type::Text,
                            Type::Boolean, Type::Text, Type::Text, Type::Text, Type::Bytes, Type::Bytes,
                            Type::Bytes, Type::Bytes, Type::Bytes, Type::Integer, Type::Text, Type::Bytes,
                            Type::Time, Type::Bytes, Type::Uuid, Type::Text, Type::Bytes, Type::Uuid,
                            Type::SmallInt, Type::Text, Type::Bytes, Type::Bytes, Type::Bytes);
    void add(const ReceiveWork &work)
    {
        const exchange::ReceivedLead &lead = work.lead;
        c[0].add(lead.leadId);
        c[1].add(lead.receivedAt);
        c[2].add(lead.snapshot->version());
        c[3].add(std::string_view(lead.source));
        c[4].add(std::string_view(lead.vertical));
        c[5].addOrNull(work.divided.region);
        c[6].add(lead.test);
        c[7].addOrNull(work.divided.externalId);
        c[8].addOrNull(work.subIds);
        c[9].add(std::string_view(work.fields));
        c[10].add(std::string_view(work.pii));
        c[11].add(std::string_view(work.wrapped));
        c[12].addOrNull(work.claim);
        c[13].addOrNull(work.requestHash);
        c[14].addOrNull(work.repeatHash);
        c[15].add(static_cast<std::int64_t>(lead.repeatWindowSeconds));
        c[16].add(std::string_view(lead.actor));
        c[17].add(std::string_view(work.hash));
        c[18].add(lead.receivedAt);
        c[19].addOrNull(work.repeatedHash);
        for (const auto &[kind, hash] : work.lookups) {
            c[20].add(lead.leadId);
            c[21].add(std::string_view(kind));
            c[22].add(std::string_view(hash));
        }
        std::int64_t sequence = 0;
        for (const SealedConsent &consent : work.consents) {
            c[23].add(lead.leadId);
            c[24].add(++sequence);
            c[25].add(std::string_view(consent.kind));
            c[26].add(std::string_view(consent.sha256));
            c[27].add(std::string_view(consent.wrappedKey));
            c[28].add(std::string_view(consent.sealed));
        }
    }
};

/// Questions about earlier leads, of leads that are received or of posts.
struct QuestionColumns {
    Columns<10> c = columns(Type::Uuid, Type::Integer, Type::Text, Type::Text, Type::Boolean, Type::Boolean,
                            Type::Integer, Type::Integer, Type::Text, Type::Bytes);
    std::vector<std::pair<std::size_t, int>> asked; ///< whose (index of its work), and its tag
    std::int64_t keys = 0;
    void add(const Uuid &lead, const std::vector<HashedProbe> &probes, std::size_t owner)
    {
        static constexpr std::string_view scopes[] = {"source", "vertical", "buyer", "everywhere"};
        for (const HashedProbe &one : probes) {
            c[0].add(lead);
            c[1].add(static_cast<std::int64_t>(one.probe.days));
            c[2].add(scopes[static_cast<std::size_t>(one.probe.scope)]);
            c[3].add(std::string_view(one.probe.party));
            c[4].add(one.probe.soldOnly);
            c[5].add(one.probe.counts);
            c[6].add(keys + 1);
            for (const auto &[kind, hash] : one.keys) {
                c[8].add(std::string_view(kind));
                c[9].add(std::string_view(hash));
                ++keys;
            }
            c[7].add(keys);
            asked.emplace_back(owner, one.probe.tag);
        }
    }
};

inline void addOrNull(BinaryArray &column, const Uuid &id)
{
    id.isNull() ? column.addNull() : column.add(id);
}

struct ReserveColumns {
    Columns<18> c = columns(Type::Uuid, Type::Uuid, Type::Text, Type::Text, Type::Text, Type::Text,
                            Type::BigInt, Type::BigInt, Type::Time, Type::Time, Type::Bytes, Type::Integer,
                            Type::Integer, Type::Text, Type::Time, Type::BigInt, Type::BigInt, Type::Uuid);
    std::int64_t caps = 0;
    void add(const ReserveWork &work)
    {
        const exchange::SendingPost &post = work.post;
        c[0].add(post.attempt.attemptId);
        c[1].add(post.leadId);
        c[2].add(std::string_view(post.buyer));
        c[3].add(std::string_view(post.attempt.channel));
        c[4].add(std::string_view(post.attempt.integration));
        c[5].add(std::string_view(post.price.currency().code()));
        c[6].add(post.price.micros());
        post.creditLimit ? c[7].add(post.creditLimit->micros()) : c[7].addNull();
        c[8].add(post.deadline);
        c[9].add(post.attempt.startedAt);
        c[10].add(std::string_view(work.body));
        c[11].add(caps + 1);
        for (const exchange::CapClaim &cap : post.caps) {
            c[13].add(std::string_view(cap.counter));
            c[14].add(cap.windowStart);
            c[15].add(cap.amount);
            c[16].add(cap.limit);
            ++caps;
        }
        c[12].add(caps);
        addOrNull(c[17], post.run);
    }
};

/// What is the same in a new ping's row and in a post's result.
template <std::size_t N>
void addResult(Columns<N> &c, std::size_t at, const AttemptRecord &attempt, const std::string &body)
{
    c[at].add(domain::name(attempt.outcome));
    c[at + 1].addOrNull(attempt.reason.code);
    c[at + 2].addOrNull(attempt.reason.detail);
    addMoney(c[at + 3], c[at + 4], attempt.price);
    c[at + 5].add(static_cast<std::int64_t>(attempt.httpStatus));
    c[at + 6].add(attempt.phases.queuedUs);
    c[at + 7].add(attempt.phases.dnsUs);
    c[at + 8].add(attempt.phases.connectUs);
    c[at + 9].add(attempt.phases.tlsUs);
    c[at + 10].add(attempt.phases.firstByteUs);
    c[at + 11].add(attempt.phases.totalUs);
    c[at + 12].add(attempt.phases.reusedConnection);
    c[at + 13].addOrNull(attempt.rule);
    c[at + 14].addOrNull(attempt.externalId);
    c[at + 15].add(std::string_view(body));
}

struct PingColumns {
    Columns<22> c = columns(Type::Uuid, Type::Uuid, Type::Text, Type::Text, Type::Text, Type::Time,
                            Type::Text, Type::Text, Type::Text, Type::BigInt, Type::Text, Type::Integer,
                            Type::BigInt, Type::BigInt, Type::BigInt, Type::BigInt, Type::BigInt,
                            Type::BigInt, Type::Boolean, Type::Text, Type::Text, Type::Bytes);
    void add(const Uuid &lead, const AttemptRecord &ping, const std::string &body)
    {
        c[0].add(lead);
        c[1].add(ping.attemptId);
        c[2].add(std::string_view(ping.channel));
        c[3].add(std::string_view(ping.buyer));
        c[4].add(std::string_view(ping.integration));
        c[5].add(ping.startedAt);
        addResult(c, 6, ping, body);
    }
};

struct ResultColumns {
    Columns<18> c = columns(Type::Uuid, Type::Uuid, Type::Text, Type::Text, Type::Text, Type::BigInt,
                            Type::Text, Type::Integer, Type::BigInt, Type::BigInt, Type::BigInt, Type::BigInt,
                            Type::BigInt, Type::BigInt, Type::Boolean, Type::Text, Type::Text, Type::Bytes);
    void add(const Uuid &lead, const AttemptRecord &post, const std::string &body)
    {
        c[0].add(lead);
        c[1].add(post.attemptId);
        addResult(c, 2, post, body);
    }
};

/// State of a reservation after its post's result; empty while there is none.
inline std::string_view reservationState(AttemptOutcome outcome)
{
    switch (outcome) {
    case AttemptOutcome::Sending:
        return {};
    case AttemptOutcome::Accepted:
    case AttemptOutcome::Pending:
    case AttemptOutcome::Unknown:
        return "held";
    default:
        return "released";
    }
}

struct SettleColumns {
    Columns<7> c =
        columns(Type::Uuid, Type::Text, Type::Text, Type::BigInt, Type::BigInt, Type::Text, Type::Time);
    BinaryArray released{Type::Uuid}; ///< the posts among them whose counters are given back
    void add(const RecordWork &work)
    {
        const exchange::JournalEntry &entry = work.entry;
        if (entry.sale) {
            const exchange::Sale &sale = *entry.sale;
            c[0].add(sale.postId);
            c[1].add(std::string_view("sold"));
            c[2].add(std::string_view(sale.source.empty() ? work.source : sale.source));
            c[3].add(sale.revenue.micros());
            c[4].add(sale.payout.micros());
            c[5].add(std::string_view(sale.revenue.currency().code()));
            c[6].add(sale.soldAt);
        }
        if (!entry.post || (entry.sale && entry.sale->postId == entry.post->attemptId))
            return;
        std::string_view state = reservationState(entry.post->outcome);
        if (state.empty())
            return;
        c[0].add(entry.post->attemptId);
        c[1].add(state);
        for (std::size_t i = 2; i < 7; ++i)
            c[i].addNull();
        if (state == "released")
            released.add(entry.post->attemptId);
    }
};

struct EventColumns {
    Columns<12> c = columns(Type::Uuid, Type::Integer, Type::Time, Type::Text, Type::BigInt, Type::Text,
                            Type::Text, Type::Text, Type::Text, Type::Text, Type::Bytes, Type::Bytes);
    void add(const EventAuthor &author, const ChainedEvent &event)
    {
        c[0].add(author.lead);
        c[1].add(static_cast<std::int64_t>(event.sequence));
        c[2].add(event.at);
        c[3].add(std::string_view(author.actor));
        c[4].add(author.configVersion);
        c[5].add(std::string_view(event.kind));
        c[6].add(std::string_view(event.state));
        c[7].addOrNull(event.reason);
        c[8].addOrNull(event.reasonDetail);
        c[9].addOrNull(event.detail);
        c[10].add(std::string_view(event.prevHash));
        c[11].add(std::string_view(event.hash));
    }
};

struct LeadColumns {
    Columns<19> c =
        columns(Type::Uuid, Type::Text, Type::Text, Type::Text, Type::Text, Type::Integer, Type::Integer,
                Type::BigInt, Type::Text, Type::Text, Type::BigInt, Type::BigInt, Type::Text, Type::Text,
                Type::Integer, Type::Bytes, Type::Uuid, Type::Text, Type::Boolean);
    IdRange range;
    void add(const RecordWork &work)
    {
        const exchange::JournalEntry &entry = work.entry;
        range.include(entry.leadId);
        c[0].add(entry.leadId);
        c[1].add(domain::info(entry.state).name);
        c[2].addOrNull(entry.reason.code);
        c[3].addOrNull(entry.reason.detail);
        c[4].addOrNull(entry.routingDecision);
        c[5].add(static_cast<std::int64_t>(entry.pinged));
        c[6].add(static_cast<std::int64_t>(entry.bids));
        c[7].add(entry.durationUs);
        if (entry.sale) {
            c[8].add(std::string_view(entry.sale->buyer));
            c[9].add(std::string_view(entry.sale->channel));
            c[10].add(entry.sale->revenue.micros());
            c[11].add(entry.sale->payout.micros());
            c[12].add(std::string_view(entry.sale->revenue.currency().code()));
        } else {
            for (std::size_t i = 8; i < 13; ++i)
                c[i].addNull();
        }
        c[13].addOrNull(entry.sale && entry.post ? std::string_view(entry.post->externalId)
                                                 : std::string_view());
        c[14].add(static_cast<std::int64_t>(work.sequence));
        c[15].add(std::string_view(work.hash));
        addOrNull(c[16], entry.run);
        c[17].addOrNull(entry.arm);
        c[18].add(!entry.reopensOffer.isNull());
    }
};

struct AnswerColumns {
    Columns<7> c =
        columns(Type::Bytes, Type::Uuid, Type::Integer, Type::Text, Type::Bytes, Type::Uuid, Type::Text);
    void add(const RecordWork &work)
    {
        c[0].add(std::string_view(work.claim));
        c[1].add(work.entry.leadId);
        c[2].add(static_cast<std::int64_t>(work.entry.answer->status));
        c[3].add(std::string_view(work.entry.answer->contentType));
        c[4].add(std::string_view(work.answer));
        addOrNull(c[5], work.entry.run);
        c[6].add(domain::info(work.entry.state).name);
    }
};

struct ExternalColumns {
    Columns<4> c = columns(Type::Text, Type::Text, Type::Uuid, Type::Uuid);
    void add(const Uuid &lead, const AttemptRecord &attempt)
    {
        if (!attempt.externalId.empty())
            add(lead, attempt, attempt.externalId);
        for (const std::string &id : attempt.otherIds)
            if (id != attempt.externalId)
                add(lead, attempt, id);
    }
    void add(const Uuid &lead, const AttemptRecord &attempt, const std::string &id)
    {
        c[0].add(std::string_view(attempt.buyer));
        c[1].add(std::string_view(id));
        c[2].add(lead);
        c[3].add(attempt.attemptId);
    }
};

struct FollowUpColumns {
    Columns<6> c = columns(Type::Uuid, Type::Text, Type::Uuid, Type::Bytes, Type::Time, Type::Uuid);
    void add(const exchange::JournalEntry &entry, const exchange::FollowUp &followUp,
             const std::string &sealed)
    {
        c[0].add(followUp.id);
        c[1].add(exchange::name(followUp.kind));
        c[2].add(entry.leadId);
        c[3].add(std::string_view(sealed));
        c[4].add(followUp.dueAt);
        addOrNull(c[5], entry.run);
    }
};

struct OfferColumns {
    Columns<8> c = columns(Type::Uuid, Type::Uuid, Type::Text, Type::Time, Type::Bytes, Type::Bytes,
                           Type::Text, Type::Uuid);
    void add(const RecordWork &work)
    {
        const exchange::KeptOffer &offer = *work.entry.offer;
        c[0].add(offer.id);
        c[1].add(work.entry.leadId);
        c[2].add(std::string_view(offer.source));
        c[3].add(offer.expiresAt);
        c[4].addOrNull(work.offerToken);
        c[5].add(std::string_view(work.offer));
        c[6].add(std::string_view(offer.route ? "route" : "bids"));
        addOrNull(c[7], work.entry.run);
    }
};

struct PingNewsColumns {
    Columns<4> c = columns(Type::Uuid, Type::Uuid, Type::Text, Type::Text);
    void add(const Uuid &lead, const exchange::PingReason &news)
    {
        c[0].add(lead);
        c[1].add(news.attemptId);
        c[2].addOrNull(news.reason.code);
        c[3].addOrNull(news.reason.detail);
    }
};

struct TakeColumns {
    Columns<26> c =
        columns(Type::Uuid, Type::Uuid, Type::Uuid, Type::Time, Type::Text, Type::BigInt, Type::Bytes,
                Type::Bytes, Type::Text, Type::Text, Type::Text, Type::Text, Type::Bytes, Type::Text,
                Type::Integer, Type::Bytes, Type::Bytes, Type::Uuid, Type::Text, Type::Bytes, Type::Uuid,
                Type::SmallInt, Type::Text, Type::Bytes, Type::Bytes, Type::Bytes);
    void add(const TakeWork &work)
    {
        const exchange::OfferTaking &taking = work.taking;
        c[0].add(taking.id);
        c[1].add(taking.offer);
        c[2].add(taking.leadId);
        c[3].add(taking.at);
        c[4].add(std::string_view(taking.actor));
        c[5].add(work.configVersion);
        c[6].addOrNull(work.claim);
        c[7].addOrNull(work.requestHash);
        c[8].addOrNull(work.divided.region);
        c[9].addOrNull(work.divided.externalId);
        c[10].addOrNull(work.subIds);
        c[11].add(std::string_view(work.fields));
        c[12].add(std::string_view(work.pii));
        c[13].add(std::string_view(work.bidIds));
        c[14].add(static_cast<std::int64_t>(work.sequence));
        c[15].add(std::string_view(work.previous));
        c[16].add(std::string_view(work.hash));
        for (const auto &[kind, hash] : work.lookups) {
            c[17].add(taking.leadId);
            c[18].add(std::string_view(kind));
            c[19].add(std::string_view(hash));
        }
        std::int64_t sequence = work.firstConsent;
        for (const SealedConsent &consent : work.consents) {
            c[20].add(taking.leadId);
            c[21].add(sequence++);
            c[22].add(std::string_view(consent.kind));
            c[23].add(std::string_view(consent.sha256));
            c[24].add(std::string_view(consent.wrappedKey));
            c[25].add(std::string_view(consent.sealed));
        }
    }
};

/// Posts whose price is not in whole cents.
struct ExactColumns {
    Columns<3> c = columns(Type::Uuid, Type::Uuid, Type::BigInt);
    void add(const exchange::SendingPost &post)
    {
        if (!post.attempt.price || *post.attempt.price == post.price)
            return;
        c[0].add(post.leadId);
        c[1].add(post.attempt.attemptId);
        c[2].add(post.attempt.price->micros());
    }
};

struct WaitColumns {
    Columns<10> c = columns(Type::Uuid, Type::Text, Type::Text, Type::Text, Type::Uuid, Type::Time,
                            Type::Time, Type::Boolean, Type::Text, Type::Uuid);
    void add(const exchange::JournalEntry &entry, const exchange::LeadWait &wait)
    {
        c[0].add(entry.leadId);
        c[1].add(wait.what == exchange::LeadWait::For::Cap ? std::string_view("cap")
                                                           : std::string_view("callback"));
        c[2].add(std::string_view(wait.channel));
        c[3].add(std::string_view(wait.buyer));
        wait.postId.isNull() ? c[4].addNull() : c[4].add(wait.postId);
        c[5].add(wait.dueAt);
        c[6].add(wait.until);
        c[7].add(wait.thenNext);
        c[8].add(std::string_view(writeWaitMemory(wait)));
        addOrNull(c[9], entry.run);
    }
};

struct StatusColumns {
    Columns<5> c = columns(Type::Uuid, Type::Uuid, Type::Uuid, Type::Bytes, Type::Text);
    void add(const ReserveWork &work)
    {
        c[0].add(work.post.attempt.attemptId);
        c[1].add(work.post.leadId);
        c[2].add(*work.question);
        c[3].add(std::string_view(work.questionPayload));
        c[4].add(exchange::name(*work.post.question));
    }
};

/// Leads by id alone.
struct LeadIds {
    Columns<1> c = columns(Type::Uuid);
    IdRange range;
    void add(const Uuid &lead)
    {
        c[0].add(lead);
        range.include(lead);
    }
};

/// Leads and the runs that speak of them, which they may have left behind.
struct RunLeads {
    Columns<2> c = columns(Type::Uuid, Type::Uuid);
    void add(const exchange::JournalEntry &entry)
    {
        c[0].add(entry.leadId);
        addOrNull(c[1], entry.run);
    }
};

struct ReopenColumns {
    Columns<3> c = columns(Type::Uuid, Type::Uuid, Type::Uuid);
    void add(const exchange::JournalEntry &entry)
    {
        c[0].add(entry.leadId);
        addOrNull(c[1], entry.run);
        c[2].add(entry.reopensOffer);
    }
};

/// Everything of one transaction in columns.
struct Sheets {
    LeadIds locked;      ///< those with a post in this transaction
    RunLeads released;   ///< those whose keys are given up
    RunLeads repeatable; ///< those whose payloads may come again
    ReopenColumns reopened;
    ReceiveColumns receive;
    ReserveColumns reserve;
    ExactColumns exact;
    PingColumns pings;
    ResultColumns results;
    SettleColumns settle;
    EventColumns events;
    LeadColumns leads;
    AnswerColumns answers;
    ExternalColumns externals;
    FollowUpColumns followUps;
    OfferColumns offers;
    PingNewsColumns pingNews;
    TakeColumns takes;
    Columns<2> takings = columns(Type::Uuid, Type::Uuid); ///< leads and the runs that they have by them
    std::vector<TakeWork *> taken;
    QuestionColumns questions; ///< of received leads
    Columns<2> suppressions = columns(Type::Integer, Type::Bytes);
    std::vector<std::pair<ReceiveWork *, const SuppressionProbe *>> suppressionsAsked;
    std::vector<std::int64_t> locks;
    WaitColumns waits;
    /// Leads that had waited and no longer do, with their claims.
    Columns<2> waited = columns(Type::Uuid, Type::Uuid);
    StatusColumns statuses; ///< to be asked for should this node die
    std::vector<ReceiveWork *> received;
    std::vector<ReserveWork *> reserved;
    std::vector<RecordWork *> records; ///< one for each lead
    std::vector<ReserveWork *> gated;  ///< posts that are reserved only if nothing is found

    void add(Command &command)
    {
        if (auto *lead = std::get_if<ReceiveWork>(&command.work)) {
            receive.add(*lead);
            questions.add(lead->lead.leadId, lead->probes, received.size());
            for (const SuppressionProbe &probe : lead->suppressions) {
                suppressions[0].add(static_cast<std::int64_t>(probe.listId));
                suppressions[1].add(std::string_view(probe.hash));
                suppressionsAsked.emplace_back(lead, &probe);
            }
            locks.insert(locks.end(), lead->locks.begin(), lead->locks.end());
            received.push_back(lead);
        } else if (auto *post = std::get_if<ReserveWork>(&command.work)) {
            locked.add(post->post.leadId);
            locks.insert(locks.end(), post->locks.begin(), post->locks.end());
            if (post->probes.empty())
                add(*post);
            else
                gated.push_back(post);
        } else if (auto *take = std::get_if<TakeWork>(&command.work)) {
            locked.add(take->taking.leadId);
            takes.add(*take);
            takings[0].add(take->taking.leadId);
            takings[1].add(take->taking.id);
            taken.push_back(take);
        } else {
            add(std::get<RecordWork>(command.work));
        }
    }
    void add(ReserveWork &post)
    {
        reserve.add(post);
        exact.add(post.post);
        if (post.question)
            statuses.add(post);
        reserved.push_back(&post);
    }
    void add(RecordWork &work)
    {
        records.push_back(&work);
        const exchange::JournalEntry &entry = work.entry;
        for (std::size_t i = 0; i < entry.pings.size(); ++i) {
            pings.add(entry.leadId, entry.pings[i], work.pingBodies[i]);
            externals.add(entry.leadId, entry.pings[i]);
        }
        if (entry.post) {
            results.add(entry.leadId, *entry.post, work.postBody);
            externals.add(entry.leadId, *entry.post);
        }
        if (entry.post || entry.sale)
            locked.add(entry.leadId);
        settle.add(work);
        for (const ChainedEvent &event : work.events)
            events.add(work.author, event);
        leads.add(work);
        for (std::size_t i = 0; i < entry.followUps.size(); ++i)
            followUps.add(entry, entry.followUps[i], work.followUps[i]);
        if (entry.offer)
            offers.add(work);
        for (const exchange::PingReason &news : entry.pingNews)
            pingNews.add(entry.leadId, news);
        if (entry.wait) {
            waits.add(entry, *entry.wait);
        } else if (!entry.run.isNull() && (entry.final || entry.offer || !entry.reopensOffer.isNull())) {
            waited[0].add(entry.leadId);
            waited[1].add(entry.run);
        }
        if (!entry.reopensOffer.isNull()) {
            locked.add(entry.leadId);
            reopened.add(entry);
        }
        if (entry.releaseClaims)
            released.add(entry);
        if (entry.releaseClaims && entry.reopensOffer.isNull()) // else it is still to be sold
            repeatable.add(entry);
        if (entry.answer && !work.claim.empty())
            answers.add(work);
    }
};

} // namespace bourse::storage
