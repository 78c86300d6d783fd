#pragma once
// What the readers of the import make of foreign texts: plain values, the same for every source. Texts are
// valid UTF-8. Once importText() returns, no secret's value is in any of them: it stands apart, and a leaf
// names it.
#include "domain/integration/integration.h"
#include "domain/json/value.h"
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bourse::workbench {

struct ImportedBody;

/// One value of the pasted request with the place that it goes to.
struct ImportedLeaf {
    /// In the notation of the body's format: JSON `lead.phones[0]`, XML `Request/Lead@id`, form and query the
    /// name as it is, header the header's name.
    std::string target;
    domain::Value value; ///< the sample: text, number, boolean or null; empty lists and groups as they are
    std::string secret;  ///< name in ImportResult::secretsFound; `value` is then empty
    /// Set where only a part of the text is secret or variable: "Bearer {{secret.token}}", a template of the
    /// integration language.
    std::string textTemplate;
    std::string place;                ///< where it stood, for the report
    std::string note;                 ///< description that the source gave
    std::string fileName;             ///< multipart: the part's own
    std::string contentType;          ///< multipart: the part's own
    bool cdata = false;               ///< XML: the text stood in a CDATA section
    std::optional<bool> required;     ///< where the source says so (OpenAPI)
    std::string type;                 ///< where the source says so (OpenAPI): "string, date"
    std::vector<std::string> allowed; ///< where the source says so (OpenAPI)
    /// A form parameter whose text is a JSON or XML document of its own; `value` is then empty.
    std::shared_ptr<const ImportedBody> inner;
};

enum class ImportedBodyKind { None, Json, Form, Xml, Text, Multipart };

struct ImportedBody {
    ImportedBodyKind kind = ImportedBodyKind::None;
    std::vector<ImportedLeaf> leaves; ///< in the order of the sample
    std::string text;                 ///< Text only; a template of the integration language
    std::string contentType;          ///< as given; empty: the format's own
    bool xmlDeclaration = false;
    domain::Array xmlProlog; ///< as a body's "prolog": instructions before the root
};

enum class ImportedAuthKind { None, Basic, Digest, Bearer, ApiKey, OAuth2, AwsSigV4, MutualTls, Other };

/// How the source says it proves who it is. What can be said by headers or parameters is there too; this is
/// for people, and for what only the integration's own auth settings can say.
struct ImportedAuth {
    ImportedAuthKind kind = ImportedAuthKind::None;
    std::string label; ///< the source's own word: "oauth2", "hawk"
    /// Named parts: user, password, token, token_url, client_id, client_secret, scope, grant, region,
    /// service, access_key, secret_key, passphrase.
    std::vector<ImportedLeaf> values;
    bool clientCertificate = false; ///< a certificate of one's own is shown, beside the rest
};

/// An answer that the source shows for a request.
struct ImportedResponse {
    std::string label; ///< "Accepted", "200 OK"
    int status = 200;
    domain::Headers headers;
    std::string body;
    std::string place;
    /// A raw HTTP response, or only the body where the source gives neither status nor headers: what a sample
    /// of the document holds.
    std::string toText() const;
};

struct ImportedRequest {
    std::string name;                               ///< the source's name, or "POST /path"
    domain::StepKind step = domain::StepKind::Post; ///< a guess; the user may set another
    int stepConfidence = 0;                         ///< 0 to 100
    /// False: left out of the draft (a second request for the same step, or by the user's choice).
    bool chosen = true;
    std::string method = "POST"; ///< upper case
    /// Origin with scheme, "https://api.example.com:8443"; may hold {{variable.x}}. Empty where the source
    /// has none (a pasted body).
    std::string origin;
    std::string path; ///< "/" at least where there is an origin; a template of the language
    std::vector<ImportedLeaf> query;
    std::vector<ImportedLeaf> headers; ///< without those of the connection (Host, Content-Length, …)
    ImportedBody body;
    ImportedAuth auth;
    std::vector<ImportedResponse> responses;
    std::optional<int> timeLimitMs; ///< where the source sets one
    std::string note;               ///< description that the source gives
    std::string place;
};

/// A field that the buyer's specification names.
struct SpecificationField {
    std::optional<domain::StepKind> step; ///< where the table says so
    std::string target;                   ///< the buyer's name for it
    std::optional<bool> required;
    std::string requiredText; ///< as written where it is neither yes nor no: "if homeowner"
    std::string type;         ///< as written
    std::vector<std::string> values;
    /// What each value means where the table says so ("1 = Own"); as long as `values`, or empty.
    std::vector<std::string> valueLabels;
    std::string defaultValue;
    std::string maxLength; ///< as written
    std::string example;
    std::string note;  ///< description, and every column that has no other place, as "Header: text"
    std::string place; ///< "row 4"
    bool operator==(const SpecificationField &) const = default;
};

} // namespace bourse::workbench
