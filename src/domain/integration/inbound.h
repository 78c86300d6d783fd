#pragma once
// Inbound mapping: a document in the integration language that says how one supplier's requests are read and
// answered, so that a form service, a call tracker or another platform's supplier can send leads without a
// line of code. Its JSON form is published as resources/schemas/inbound-1.schema.json.
//
//   {"bourse_inbound":1, "slug":…, "label":…, "note":…,
//    "paths":["/direct_post", {"path":"/ping","act":"ping"}, "/api.php/*"],
//    "methods":["POST","GET"],
//    "decode":{"format":"auto|json|form|xml|query", "inner":[{"field":"data.json","format":"json"}],
//              "root":["Request"], "query":"ignore|merge",
//              "pairs":[{"list":"answers","into":"named","name":["field.ref"],"value":["text","email"],
//                        "titles":{"list":"fields","id":"id","of":"field.id","title":"title"}}]},
//    "caller":{"key":V, "source":V, "signatures":[…], "authentication":{…}},
//    "act":"lead" | [{"when":C,"act":"ping"}, …, {"act":"lead"}], "ping_id":V, "bid_ids":V, "event_id":V,
//    "test":C,
//    "lead":{"rows":[row, …]}, "ignore_unknown":b, "others":"drop|as_is|snake_case",
//    "others_in":"named",
//    "answers":[{"for":["sold"], "act":["ping"], "when":C, "status":200, "body":{…}}, …],
//    "tables":{…}, "variables":{…}, "values":{…}}
//
// V is {"source":…,"transforms":[…]} or a list of them, of which the first that finds something counts; C is
// a row's condition; rows, transforms, named values, tables, bodies and signing recipes are the integration
// language's own. Beside its sources there are three more (and {{request.x}}, {{answer.x}}, {{call.x}} in
// templates):
//   {"request":"a.b[0]"}          a value of the decoded request; index 0 of what is no list is that itself
//   {"request":{"json":path}}     or xpath, header, query, pair, regex, text … as answers are read; with
//                                 "all":true the list of all that are found
//   {"call":name}                 method, path, rest (behind a path's "/*"), segments, format, content_type,
//                                 source, received_at
//   {"answer":name}               what became of the request (InboundOutcome::facts), in answers only
#include "domain/integration/integration.h"
#include <array>

namespace bourse::domain {

struct FieldSchema; // domain/lead/fieldschema.h

/// What a request asks for: a whole lead, bids for a part of one, or to sell what was pinged.
enum class InboundAct { Lead, Ping, Post };
std::string_view name(InboundAct act); ///< "lead", "ping", "post"
std::optional<InboundAct> inboundActFromName(std::string_view name);

/// A path of another platform that a document answers on, beside /v1/inbound/{slug}.
struct InboundPath {
    std::string path;              ///< without the "/*"
    bool withRest = false;         ///< further segments may follow
    std::optional<InboundAct> act; ///< what a request to it asks for, whatever it says itself
    bool operator==(const InboundPath &) const = default;
};

/// A request and by which way it came.
struct InboundRoute {
    std::string rest;   ///< segments behind the path that was matched, without a slash in front
    std::string source; ///< slug that the URL names; may be empty
    std::optional<InboundAct> act;
};

/// A received request while it is read; made by Inbound::receive() and used by one thread at a time.
class InboundMessage;

/// What a request says.
struct InboundReading {
    InboundAct act = InboundAct::Lead;
    bool test = false;
    Object fields; ///< as the mapping gives them: not yet normalised
    std::string pingId;
    std::vector<std::string> bidIds;
    /// What tells one event from another; the same one again is answered as the first time. May be empty.
    std::string eventId;
};
/// As `bourse-node inbound` prints it: act, test, lead, ping_id, bid_ids, event_id.
std::string toJson(const InboundReading &reading);

/// What became of a request, for its answer.
struct InboundOutcome {
    /// One of inboundOutcomes().
    std::string name = "error";
    InboundAct act = InboundAct::Lead;
    Object facts; ///< members of inboundFacts()
};
/// sold, unsold, rejected (fields at fault), duplicate, suppressed, offered, pending, unknown, error (a
/// request that cannot be read or taken), unauthorised, rate_limited, unavailable.
const std::vector<std::string_view> &inboundOutcomes();
/// What {"answer":name} may name: http_status, outcome, act, test, status, lead_id, ping_id, price, currency,
/// reason, sentence, code, redirect, score, buyer, deduped, original_lead_id, created_at, expires_at,
/// expires_in_s, bids (bid_id, price, currency), sales (buyer, price, currency, redirect), errors (field,
/// rule, code, message), error_fields.
const std::vector<std::string_view> &inboundFacts();

struct InboundAnswer {
    int status = 200;
    std::string contentType;
    std::string body;
};

/// A compiled document: immutable, shared between threads.
class Inbound {
  public:
    ~Inbound();
    /// Every problem at once: code, field (path in the document), rule, message.
    static Result<std::shared_ptr<const Inbound>> fromValue(const Value &document);
    static Result<std::shared_ptr<const Inbound>> fromJson(std::string_view text);

    const std::string &slug() const;
    const std::string &label() const;
    const Value &document() const;
    const std::vector<InboundPath> &paths() const;
    bool takes(std::string_view method) const;
    std::vector<std::string> methods() const;
    /// Secrets that prove the caller.
    std::vector<std::string> secretNames() const;
    /// Fields of the lead that rows write.
    std::vector<std::string> fieldsWritten() const;
    /// Fields that the vertical does not know are dropped; else they are an error.
    bool ignoresUnknown() const;

    /// True if the caller shows a key of ours (and is refused without one).
    bool asksForKey() const;
    /// True if a signature or an authentication proves the caller.
    bool asksForProof() const;
    /// Checks signatures and authentication over the raw request; accepts anything where the document asks
    /// for none. Codes: as Integration::verify().
    Result<void> verify(const InboundRequest &request, const std::map<std::string, Secret> &secrets,
                        UtcTime now) const;

    /// Decodes. What is wrong with the request is told by read(), so that it can be answered all the same.
    std::shared_ptr<InboundMessage> receive(InboundRequest request, InboundRoute route, UtcTime at) const;
    /// The key that the request shows; empty: none.
    std::string key(InboundMessage &message) const;
    /// Which source the request names: a slug, or the name under which a source knows this document; may be
    /// empty. The URL's comes first.
    std::string source(InboundMessage &message) const;
    /// Errors: unsupported_content_type, invalid_json, invalid_form, invalid_xml, doctype_refused, too_deep,
    /// too_large, not_an_object, empty_body, invalid_utf8, control_character, refused_lead and what
    /// transforms tell, with the field at fault; unknown_act where no rule says what it asks for. With a
    /// vertical, fields that it does not know are dropped or, without "ignore_unknown", refused
    /// (unknown_field).
    Result<InboundReading> read(InboundMessage &message, const FieldSchema *vertical = nullptr) const;
    /// The answer in the supplier's shape; nothing where the document leaves it to us. `reading` is null
    /// where there is none.
    Result<std::optional<InboundAnswer>> answer(InboundMessage &message, const InboundReading *reading,
                                                const InboundOutcome &outcome) const;

  private:
    Inbound();
    struct Plan;
    std::unique_ptr<Plan> m_plan;
};

} // namespace bourse::domain
