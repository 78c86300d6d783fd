#pragma once
// How long leads are kept: persons' data are destroyed by their time, months of leads dropped by theirs.
// Blocking, for worker threads.
#include "storage/store.h"

namespace bourse::storage {

/// A month of leads that is over.
struct KeptMonth {
    std::string month; ///< "202605"
    std::int64_t leads = 0;
    /// "retention", "open_leads", "unknown_posts", "open_returns", "undelivered"; empty = nothing keeps it.
    std::string keptBy;
    bool dropped = false;
};

class Keeping {
  public:
    explicit Keeping(StoreOptions options);
    ~Keeping();

    /// Destroys the keys of leads whose pii_days are over, at most `limit`: nobody can read the person's data
    /// again, their history says so, their state is erased. Leads that are open, or whose return waits for a
    /// decision, are kept. With `dryRun` they are only counted. Returns how many.
    Result<std::int64_t> eraseDue(const Uuid &workspace, int limit, bool dryRun);
    /// Past months, oldest first. With `drop` those that nothing keeps are dropped; all workspaces of the
    /// installation have to agree.
    Result<std::vector<KeptMonth>> dropMonths(const Uuid &workspace, bool drop);
    /// Claims that no longer bind anybody are forgotten by the writer, every minute; this counts what is left
    /// of them.
    Result<std::int64_t> lapsedClaims(const Uuid &workspace);

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace bourse::storage
