#pragma once
// A compiled recipe: what is signed, with what, and where the signature goes.
#include "domain/integration/coding.h"
#include "domain/integration/plan.h"
#include "domain/integration/signaturepart.h"

namespace bourse::domain {

/// What one signature adds to a request.
struct MadeSignature {
    std::string stringToSign; ///< with secrets: never shown as it is
    std::string value;        ///< with what stands before and after it
    Headers headers;          ///< to append, in order
    std::string query;        ///< to append: "name=value", escaped; may be empty
};

/// {"id":…, "header"|"query":…, "algorithm":…, "secret":…, "secret_encoding":…, "secret_before":…,
/// "derive":[…],
///  "parts":[…], "separator":…, "timestamp":{…}, "output":…, "truncate":…, "before":…, "after":…}, or
/// {"scheme":"http_message_signature", "label":…, "components":[…], …} (RFC 9421).
///
/// "before" and "after" are templates or lists of parts. A part is a row's source,
/// {"source":…,"transforms":[…]}, or one of
/// {"part":"method|path|query|path_query|url|host|body|body_hash|timestamp|header|headers|parameters|hash"}.
///
/// Where a signature stands in the body (or in a header, a query row or the path) a row reads it by
/// {"signature":"id"} or {{signature.id}}. While the request is signed that value is missing, so the row's
/// on_empty rule says whether the buyer signs without the field (omit), with it empty (empty) or null.
class SignaturePlan {
  public:
    static std::unique_ptr<SignaturePlan> compile(ObjectReader &reader, CompileContext &compile);

    const std::string &path() const { return m_path; }
    const std::string &id() const { return m_id; }
    /// The header or query parameter it goes to, else the id: the field of a problem.
    const std::string &name() const
    {
        return !m_header.empty() ? m_header : !m_query.empty() ? m_query : m_id;
    }
    /// Headers that the signature's own text may read: the timestamp's. To be appended before make().
    void appendTimestamp(const RenderContext &context, Headers &headers, std::string &query) const;
    /// False with the context's problem set; `made.stringToSign` is then as far as it came. The context's
    /// request must be set.
    bool make(RenderContext &context, MadeSignature &made) const;

    /// Checks the signature of an inbound request; the context's request is that request.
    Result<void> verify(RenderContext &context) const;
    /// The time that the inbound request says it was signed at, if the recipe says where that stands.
    Result<std::optional<UtcTime>> signedAt(const RequestSoFar &request) const;
    Micros tolerance() const { return m_tolerance; }

  private:
    bool makeMessageSignature(RenderContext &context, MadeSignature &made) const;
    bool bytesOf(RenderContext &context, std::string_view text, std::string &bytes) const;
    bool keyOf(RenderContext &context, std::string &key) const;
    bool wrap(RenderContext &context, std::string &before, std::string &after) const;

    std::string m_path;
    std::string m_id;
    std::string m_header;
    std::string m_query;
    std::string m_algorithm;
    std::optional<Digest> m_digest;        ///< hmac and plain digests
    std::optional<KeyAlgorithm> m_keyPair; ///< the others
    bool m_keyed = true;
    bool m_rawEcdsa = false;
    std::string m_secret;
    std::string m_secretEncoding;
    std::string m_secretBefore;
    std::string m_secretAfter;
    std::vector<SignaturePart> m_derive;
    std::vector<SignaturePart> m_parts;
    std::string m_separator;
    std::string m_output;
    std::size_t m_truncate = 0;
    std::vector<SignaturePart> m_before;
    std::vector<SignaturePart> m_after;
    std::string m_timeUnit = "s";
    std::string m_timeHeader;
    std::string m_timeQuery;
    std::optional<Regex> m_timePattern; ///< finds the time in a header that others write
    Micros m_tolerance = std::chrono::seconds(300);

    // RFC 9421
    bool m_isMessage = false;
    std::string m_label;
    std::vector<std::string> m_components;
    bool m_created = true;
    bool m_includeAlgorithm = false;
    std::int64_t m_expires = 0;
    std::optional<Template> m_keyId;
    std::optional<Template> m_nonce;
    std::optional<Template> m_tag;
};

} // namespace bourse::domain
