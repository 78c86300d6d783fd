#pragma once
// The market document (what import and export speak, contracts.md) and the immutable snapshot that leads are
// routed by.
#include "base/clock.h"
#include "base/money.h"
#include "base/result.h"
#include "base/uuid.h"
#include "domain/integration/integration.h"
#include "domain/json/value.h"
#include "domain/lead/fieldschema.h"
#include "domain/market/intakegates.h"
#include "domain/market/sourceinbound.h"
#include "domain/routing/pingtree.h"
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bourse::domain {

class Inbound; // domain/integration/inbound.h

struct WorkspaceConfig {
    std::string slug = "demo";
    std::string label;
    Currency currency;
    std::string zone = "America/Chicago"; ///< IANA
    bool operator==(const WorkspaceConfig &) const = default;
};

/// An intake key. Its token is 256 random bits; only SHA-256 of it is kept.
struct IntakeKey {
    std::string id;
    std::vector<std::string> scopes;        ///< "leads:write", "leads:read", …; empty = leads:write
    std::optional<std::string> tokenSha256; ///< hex
    std::optional<std::string> tokenRef;    ///< name of a secret instead
    int ratePerMinute = 1000;               ///< 0 = unlimited
    bool operator==(const IntakeKey &) const = default;
};

/// A part of a source's leads that goes to one tree.
struct TreeShare {
    std::string tree; ///< slug
    int share = 1;    ///< of the sum of all shares; at least 1
    bool operator==(const TreeShare &) const = default;
};

struct Source {
    std::string slug;
    std::string label;
    std::string vertical; ///< slug
    std::string tree;     ///< slug; the first of `trees` where there are any
    /// Leads are split between these by chance (A/B); none = all go to `tree`.
    std::vector<TreeShare> trees;
    bool enabled = true;
    bool testMode = false;
    int repeatWindowSeconds = 60; ///< 0 = off
    Micros budget = std::chrono::milliseconds(500);
    /// Share of the revenue that the source is paid, in 1/10,000 (7000 = 70 %), rounded down at the ledger.
    int payoutBasisPoints = 7000;
    std::optional<Money> payoutFixed; ///< it is paid this for each sale instead, whatever the price
    std::optional<Money> margin;      ///< it is paid the price less this instead, never less than nothing
    // What a sale must bring, before it is made; prices that come with the post's answer are not known then.
    bool allowLoss = false; ///< else no price below the payout counts
    std::optional<Money> minRevenue;
    std::optional<Money> minProfit; ///< revenue less payout
    int minProfitBasisPoints = 0;   ///< profit ÷ revenue, in 1/10,000
    SourceGates gates;              ///< duplicates, bot signals, score
    std::vector<IntakeKey> keys;
    std::vector<SourceInbound> inbound; ///< inbound documents that its suppliers may use
    /// Every tree that its leads may go to; the first is `tree`.
    std::vector<std::string> treeSlugs() const;
    bool operator==(const Source &) const = default;
};

struct Buyer {
    std::string slug;
    std::string label;
    std::string zone; ///< IANA; the workspace's where empty
    bool paused = false;
    std::optional<Money>
        creditLimit; ///< how far below zero its balance may go; 0 = prepaid; absent = no limit
    std::optional<int> payoutBasisPoints; ///< share that sources are paid of its sales, instead of their own
    int pingsPerSecond = 0;               ///< of each node; further channels of it are skipped; 0 = no limit
    BuyerGates gates;                     ///< duplicates
    BuyerPacing pacing;
    bool operator==(const Buyer &) const = default;
};

/// Address ranges (CIDR) that calls to buyers may reach beside public ones.
struct EgressRules {
    std::vector<std::string> allow;
    bool operator==(const EgressRules &) const = default;
};

struct MarketDocument {
    WorkspaceConfig workspace;
    EgressRules egress;
    std::vector<FieldSchema> verticals;
    std::vector<Source> sources;
    std::vector<Buyer> buyers;
    std::vector<Value> integrations; ///< integration documents, canonical; their slug is a member
    std::vector<PingTree> trees;
    std::vector<NamedList> lists; ///< what filters look up
    std::vector<Value> inbounds;  ///< inbound documents; their slug is a member
    bool operator==(const MarketDocument &) const = default;
};

/// Whether every slug that a document refers to must be in it. A part that is going to be merged into a
/// market may leave some to that market; merge() checks them again.
enum class References { Complete, Open };

/// All problems at once; unknown keys refused with their path. Cross references (a tree's buyer, a source's
/// vertical …) are checked: code "no_such_reference"; so are filters, against the verticals of the sources
/// that use their tree (codes of checkFilter(); a field has to be known by one of them). Slugs and key ids
/// occur once ("duplicate_slug", "duplicate_key_id"); a channel slug that occurs in several trees must mean
/// the same channel
/// ("slug_conflict"). The format is published as resources/schemas/market-1.schema.json.
Result<MarketDocument> marketDocumentFromJson(std::string_view text,
                                              References references = References::Complete);
Result<MarketDocument> marketDocumentFromValue(const Value &value,
                                               References references = References::Complete);
/// What does not resolve within the document: code "no_such_reference".
Errors checkReferences(const MarketDocument &document);
/// Canonical: fixed member order, defaults left out, two-space indentation.
std::string toJson(const MarketDocument &document);
Value toValue(const MarketDocument &document);
/// Joins by slug, order kept (existing first, then new). Two different objects of one slug: code
/// "slug_conflict". A document of another workspace is refused ("workspace_mismatch"), but a market without
/// any object takes on the incoming workspace. References are checked in the result.
Result<MarketDocument> merge(const MarketDocument &existing, const MarketDocument &incoming);

/// One published configuration of one workspace: compiled, immutable, pinned by each lead at intake.
class MarketSnapshot {
  public:
    static Result<std::shared_ptr<const MarketSnapshot>> compile(MarketDocument document, Uuid workspaceId,
                                                                 std::int64_t version);
    const MarketDocument &document() const { return m_document; }
    const Uuid &workspaceId() const { return m_workspaceId; }
    std::int64_t version() const { return m_version; }
    const FieldSchema *vertical(std::string_view slug) const;
    const Source *source(std::string_view slug) const;
    const Buyer *buyer(std::string_view slug) const;
    const PingTree *tree(std::string_view slug) const;
    std::shared_ptr<const Integration> integration(std::string_view slug) const;
    std::shared_ptr<const Inbound> inbound(std::string_view slug) const;
    struct InboundMatch {
        std::shared_ptr<const Inbound> inbound;
        std::size_t path = 0; ///< index in its paths()
        std::string rest;     ///< segments behind the path, without a slash in front
    };
    /// The inbound document that answers on a path of its own; the longest path counts.
    std::optional<InboundMatch> inboundAt(std::string_view path) const;
    const NamedLists &lists() const { return m_lists; }
    struct KeyMatch {
        const Source *source;
        const IntakeKey *key;
    };
    /// By SHA-256 (lower-case hex) of the presented token. A key that only names a secret is found once
    /// whoever resolves secrets has set its tokenSha256 in the document given to compile().
    std::optional<KeyMatch> keyByTokenHash(std::string_view sha256Hex) const;

  private:
    MarketSnapshot() = default;
    MarketDocument m_document;
    Uuid m_workspaceId;
    std::int64_t m_version = 0;
    std::map<std::string, std::shared_ptr<const Integration>, std::less<>> m_integrations;
    std::map<std::string, std::shared_ptr<const Inbound>, std::less<>> m_inbounds;
    std::map<std::string, std::pair<std::string, std::size_t>, std::less<>> m_inboundPaths;
    std::map<std::string, KeyMatch, std::less<>> m_keys;
    NamedLists m_lists;
    // into m_document, which never changes after compile()
    std::unordered_map<std::string_view, const FieldSchema *> m_verticals;
    std::unordered_map<std::string_view, const Source *> m_sources;
    std::unordered_map<std::string_view, const Buyer *> m_buyers;
    std::unordered_map<std::string_view, const PingTree *> m_trees;
};

} // namespace bourse::domain
