#pragma once
// A node's connections to the database in memory, with faults on demand, and the small ports beside them.
#include "simulation/database.h"
#include <memory>

namespace bourse::testing {

/// What happens to one call of the journal.
struct CommitFate {
    Micros delay = 1ms;
    bool effect = true;        ///< it is committed
    bool reported = true;      ///< success is reported; else an error
    bool survivesCrash = true; ///< still under way when its node dies: it is committed all the same
    const char *error = "storage_unavailable"; ///< what is reported where success is not
};

/// The journal of one node on the database. A dead node's calls end with errors and change nothing more.
class MemoryJournal final : public exchange::Journal, public exchange::OfferBook {
  public:
    MemoryJournal(VirtualTime &time, Database &database) : m_time(time), m_database(database) {}
    std::function<CommitFate()> fate = [] {
        return CommitFate();
    };
    bool dead = false;
    bool cutOff = false; ///< its node lives, and does not reach the database
    /// A planted fault: the reservation is granted at once and committed when it comes to it.
    bool sendsBeforeCommit = false;

    Future<Result<exchange::ReceiveOutcome>> receive(exchange::ReceivedLead lead) override
    {
        return call<exchange::ReceiveOutcome>(
            [this, lead = std::move(lead)](bool) { return m_database.receive(lead); });
    }
    Future<Result<exchange::ReserveOutcome>> reserve(exchange::SendingPost post) override
    {
        if (sendsBeforeCommit) {
            Promise<Result<exchange::ReserveOutcome>> promise(m_time);
            promise.complete(exchange::ReserveOutcome{true, {}});
            m_time.after(40ms, [this, post = std::move(post)] { m_database.reserve(post); });
            return promise.future();
        }
        if (m_database.naiveCaps) {
            auto judged = m_database.judge(post);
            return call<exchange::ReserveOutcome>([this, judged, post = std::move(post)](bool) {
                if (judged.granted)
                    m_database.write(post);
                return judged;
            });
        }
        return call<exchange::ReserveOutcome>(
            [this, post = std::move(post)](bool) { return m_database.reserve(post); });
    }
    Future<Result<exchange::FoundOffer>> find(exchange::OfferQuery query) override
    {
        return call<exchange::FoundOffer>(
            [this, query = std::move(query)](bool) { return m_database.find(query, m_time.utcNow()); });
    }
    Future<Result<exchange::TakingOutcome>> take(exchange::OfferTaking taking) override
    {
        return call<exchange::TakingOutcome>(
            [this, taking = std::move(taking)](bool) { return m_database.take(taking, m_time.utcNow()); });
    }
    Future<Result<std::vector<Uuid>>> waiting(Uuid) override
    {
        return call<std::vector<Uuid>>([this](bool) { return m_database.waiting(); });
    }
    Future<Result<std::monostate>> record(exchange::JournalEntry entry) override
    {
        return call<std::monostate>([this, entry = std::move(entry)](bool reported) {
            auto done = m_database.record(entry);
            if (entry.answer && !reported)
                m_database.answersBehindErrors.insert(entry.leadId);
            return done;
        });
    }

  private:
    template <class T, class F> Future<Result<T>> call(F change)
    {
        Promise<Result<T>> promise(m_time);
        auto future = promise.future();
        CommitFate how = fate();
        const Error failed{how.error, "", "", "The database does not answer."};
        if (dead) {
            m_time.post([promise, failed] { promise.complete(failed); });
            return future;
        }
        if (cutOff)
            how.effect = how.reported = false;
        m_time.after(how.delay, [this, promise, how, failed, change = std::move(change)] {
            if (!how.effect || (dead && !how.survivesCrash)) {
                promise.complete(failed);
                return;
            }
            const bool reported = how.reported && !dead;
            // on the heap: under the sanitizers GCC 12 takes one on the stack for uninitialised
            auto result = std::make_unique<Result<T>>(change(reported));
            if (reported)
                promise.complete(std::move(*result));
            else
                promise.complete(failed);
        });
        return future;
    }
    VirtualTime &m_time;
    Database &m_database;
};

/// Secrets by name.
class FixedSecrets final : public exchange::SecretSource {
  public:
    std::map<std::string, Secret> values;
    std::map<std::string, Secret> secrets(const std::vector<std::string> &names) const override
    {
        std::map<std::string, Secret> found;
        for (const auto &name : names)
            if (auto at = values.find(name); at != values.end())
                found.insert(*at);
        return found;
    }
};

/// Keeps what it was told.
class Watcher final : public exchange::Observer {
  public:
    std::vector<exchange::LeadSummary> leads;
    std::vector<exchange::CallSummary> calls;
    void leadChanged(const exchange::LeadSummary &lead) override { leads.push_back(lead); }
    void callFinished(const exchange::CallSummary &call) override { calls.push_back(call); }
};

/// Where leads wait. A dead node's claims are left to recovery.
class MemoryWaits final : public exchange::WaitStore {
  public:
    MemoryWaits(VirtualTime &time, Database &database, const Uuid &node = {})
        : m_time(time), m_database(database), m_node(node)
    {
    }
    bool dead = false; ///< or cut off
    Future<Result<std::vector<exchange::ResumedLead>>> claimWaiting(Uuid, int limit) override
    {
        Promise<Result<std::vector<exchange::ResumedLead>>> promise(m_time);
        m_time.after(1ms, [this, promise, limit] {
            if (dead)
                promise.complete(Error{"storage_unavailable", "", "", "The database does not answer."});
            else
                promise.complete(
                    m_database.claimWaiting(m_time.utcNow(), static_cast<std::size_t>(limit), m_node));
        });
        return promise.future();
    }

  private:
    VirtualTime &m_time;
    Database &m_database;
    Uuid m_node;
};

} // namespace bourse::testing
