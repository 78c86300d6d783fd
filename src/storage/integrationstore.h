#pragma once
// Integrations being edited: drafts, the versions that were published, and leads to try a document on. All
// blocking, each on a connection of its own; for worker threads.
#include "storage/store.h"

namespace bourse::storage {

/// One integration as it stands: its newest version, its draft, or both.
struct IntegrationSummary {
    std::string slug;
    std::string label;              ///< of the newest version, else of the draft
    std::vector<std::string> steps; ///< likewise, in the document's order
    std::int64_t version = 0;       ///< 0 = never published
    std::optional<UtcTime> publishedAt;
    std::optional<UtcTime> draftSavedAt;
};

struct StoredDraft {
    domain::Value document;
    std::int64_t baseVersion = 0;
    UtcTime savedAt;
    std::string actor;
};

struct StoredVersion {
    std::int64_t version = 0;
    UtcTime publishedAt;
    std::string actor;
    std::string note;
};

struct PublishedIntegration {
    std::int64_t version = 0; ///< the integration's own
    StoredConfig config;      ///< the configuration it is in now
};

/// By slug.
Result<std::vector<IntegrationSummary>> integrationSummaries(const StoreOptions &options,
                                                             const Uuid &workspace);

Result<std::optional<StoredDraft>> integrationDraft(const StoreOptions &options, const Uuid &workspace,
                                                    const std::string &slug);
/// Replaces an older draft; it need not compile. Returns the time it was committed at. Errors: not_a_slug,
/// not_an_object, base_version_negative, and those of reading it back (invalid_json, too_deep, too_large).
Result<UtcTime> saveIntegrationDraft(const StoreOptions &options, const Uuid &workspace,
                                     const std::string &slug, const domain::Value &document,
                                     std::int64_t baseVersion, const std::string &actor);
/// False if there was none.
Result<bool> discardIntegrationDraft(const StoreOptions &options, const Uuid &workspace,
                                     const std::string &slug);

/// Newest first.
Result<std::vector<StoredVersion>> integrationVersions(const StoreOptions &options, const Uuid &workspace,
                                                       const std::string &slug);
/// The newest one for version 0. Nothing if there is none.
Result<std::optional<std::pair<StoredVersion, domain::Value>>> integrationVersion(const StoreOptions &options,
                                                                                  const Uuid &workspace,
                                                                                  const std::string &slug,
                                                                                  std::int64_t version);

/// Puts the document into the workspace's newest configuration, publishes that, and removes the draft, as one
/// transaction. The caller has compiled the document. Errors: version_conflict (field "base_version", rule =
/// the newest version) if that is not the version the document was made from; no_configuration.
Result<PublishedIntegration> publishIntegration(const StoreOptions &options, const Uuid &workspace,
                                                const domain::Value &document, std::int64_t baseVersion,
                                                const std::string &note, const std::string &actor);

/// Ids of the newest leads of a vertical (empty = any) whose personal data is still there, newest first; that
/// somebody looks at them is written to the audit trail before they are returned.
Result<std::vector<Uuid>> sampleLeads(const StoreOptions &options, const Uuid &workspace,
                                      const std::string &vertical, int count, const std::string &actor);

/// One event of the audit trail. `detail` is JSON text without secrets and PII.
Result<void> audit(const StoreOptions &options, const Uuid &workspace, const std::string &actor,
                   const std::string &action, const std::string &subject, const std::string &detail = "{}");

} // namespace bourse::storage
