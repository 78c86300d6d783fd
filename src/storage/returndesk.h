#pragma once
// Where a return is decided and booked, inside a running transaction. Private to this room.
#include "storage/postsettlement.h"
#include "storage/returns.h"

namespace bourse::storage {

class ReturnDesk {
  public:
    /// `workspace` is chosen already.
    ReturnDesk(Connection &connection, const StoreOptions &options, const Uuid &workspace)
        : m_connection(connection), m_options(options), m_workspace(workspace)
    {
    }
    /// Judges by the buyer's terms; `settlement` is of the post and has its lead locked.
    Result<StoredReturn> take(PostSettlement &settlement, const ReturnClaim &claim, const ReturnTerms &terms);
    /// An operator's word, whatever the terms say; closes an open request of the same post, else writes one.
    /// Error: not_sold.
    Result<StoredReturn> grant(PostSettlement &settlement, const ReturnClaim &claim,
                               const ReturnTerms &terms);
    /// Of a lead that the buyer never had.
    Result<StoredReturn> refuseUnsold(const Uuid &lead, const std::string &buyer, const ReturnClaim &claim);
    /// The open or decided request of this origin, if there is one.
    Result<std::optional<StoredReturn>> known(const std::string &origin);
    /// The request that waits for a decision on a post, locked.
    Result<std::optional<StoredReturn>> openOf(const Uuid &post);
    Result<std::optional<StoredReturn>> byId(const Uuid &id, bool lock);
    /// Writes the decision into an open request.
    Result<StoredReturn> close(StoredReturn request, domain::ReturnState state, const std::string &code,
                               const std::string &note, const std::string &actor, bool resale);
    /// Books what the buyer says became of its lead.
    Result<void> convert(const PostSettlement &settlement, const Uuid &id, const exchange::PostNews &news,
                         const std::string &actor);

  private:
    Result<domain::ReturnFacts> facts(const PostSettlement &settlement, const ReturnClaim &claim,
                                      const ReturnTerms &terms);
    Result<StoredReturn> insert(StoredReturn request, const std::string &origin, bool resale);

    Connection &m_connection;
    const StoreOptions &m_options;
    Uuid m_workspace;
};

} // namespace bourse::storage
