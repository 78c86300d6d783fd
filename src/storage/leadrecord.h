#pragma once
// What a lead, an attempt and an event are on disk: which values are sealed, under what context, and how
// events are chained. Shared by writer, reader and recovery; private to this room.
#include "domain/lead/sealing.h"
#include "exchange/ports.h"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bourse::storage {

/// Contexts that seals are bound to: a ciphertext moved to another row or column does not open.
std::string keyContext(const Uuid &lead);
std::string dataContext(const Uuid &lead);
std::string attemptContext(const Uuid &attempt);
std::string answerContext(const Uuid &lead);
std::string consentContext(const Uuid &lead, int sequence);
std::string followUpContext(const Uuid &followUp);
std::string offerContext(const Uuid &offer);

/// Valid UTF-8 without NUL, as PostgreSQL's text needs it; what is neither becomes U+FFFD.
std::string cleanText(std::string_view text);

/// A lead's values, divided by the vertical's schema.
struct DividedLead {
    domain::Object clear;               ///< schema fields without the PII flag
    domain::Object pii;                 ///< the flagged ones, and every field the schema does not know
    std::vector<std::string> piiValues; ///< texts of at least four bytes, to mask where a buyer echoes them
    std::vector<std::pair<std::string, std::string>> lookups; ///< kind ("email", "phone"), normalised value
    std::string region;
    std::string externalId; ///< the supplier's
    domain::Object subIds;
};
/// `schema` may be null: then everything is PII.
DividedLead divide(const domain::FieldSchema *schema, const domain::Object &fields,
                   const domain::Object &raw);

/// Proof of consent, one per certificate field.
struct Consent {
    std::string kind; ///< trustedform, jornaya, certificate
    std::string text; ///< JSON
};
std::vector<Consent> consentOf(const domain::FieldSchema *schema, const domain::Object &fields,
                               UtcTime receivedAt);

/// The plain text that is sealed as lead_data.pii, and back.
std::string writePii(const domain::Object &pii, const domain::Object &raw);
Result<std::pair<domain::Object, domain::Object>> readPii(std::string_view text);

/// The plain bytes that are sealed as attempt.body, and back.
std::string writeBody(std::string_view request, std::string_view response);
std::pair<std::string, std::string> readBody(std::string_view bytes);

/// The plain text that is sealed as a follow-up's payload, and back; false for anything else.
std::string writeFollowUp(const exchange::FollowUp &followUp);
bool readFollowUp(std::string_view text, exchange::FollowUp &into);

/// The texts of at least four bytes in an object, longest first.
std::vector<std::string> textsOf(const domain::Object &object);
/// Replaces each of `values` in a text by "•••".
std::string mask(std::string text, const std::vector<std::string> &values);

/// One link of a lead's history.
struct ChainedEvent {
    int sequence = 0;
    UtcTime at;
    std::string kind;
    std::string state;
    std::string reason;
    std::string reasonDetail;
    std::string detail;
    std::string prevHash;
    std::string hash;
};
/// Who wrote it; the same for all events of one step.
struct EventAuthor {
    Uuid workspace;
    Uuid lead;
    Uuid node;
    std::int64_t configVersion = 0;
    std::string actor;
};
/// SHA-256 over the previous hash and every column, each with its length before it.
std::string chainHash(const EventAuthor &author, const ChainedEvent &event);

/// Detail of a "skipped" event: the channels that were not called.
std::string writeSkipped(const std::vector<exchange::SkippedChannel> &skipped);
std::vector<exchange::SkippedChannel> readSkipped(std::string_view text);

} // namespace bourse::storage
