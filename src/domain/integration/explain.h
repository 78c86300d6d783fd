#pragma once
// What the editor needs beside the bytes: how each row came to its value, where its bytes lie, what was
// signed, and which rules an answer meets. Same code paths as render and interpret, so that a preview equals
// the wire.
#include "base/result.h"
#include "domain/integration/integration.h"
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bourse::domain {

/// A piece of a rendered request.
struct RequestSpan {
    enum class Part { Url, Header, Body } part = Part::Body;
    std::size_t header = 0; ///< index into RenderedRequest::headers, for Part::Header
    std::size_t begin = 0;  ///< bytes into the URL, the header's value or the body
    std::size_t end = 0;
};

/// One transform of a chain on this sample.
struct TransformTrace {
    std::string name; ///< "do"
    std::string before;
    std::string after;
    std::optional<Error> problem; ///< the chain stops here
};

/// One row on this sample.
struct RowTrace {
    enum class State { Written, Omitted, Failed } state = State::Written;
    std::string path;   ///< of the row in the document: "steps.ping.body.rows[3]"
    std::string target; ///< as the document has it; of a repeated row each item has a trace of its own
    std::string read;   ///< what the source gave, as text ("" where nothing)
    std::vector<TransformTrace> transforms;
    std::string result;              ///< before escaping; a missing secret is {{name}}
    std::string condition;           ///< why it was left out: "when", "on_empty", "group" (with it), ""
    std::optional<Error> problem;    ///< of a failed row
    std::vector<RequestSpan> spans;  ///< empty if nothing was written
    std::vector<std::string> fields; ///< lead fields that went into it
};

/// One signature on this sample.
struct SignatureTrace {
    std::string path; ///< "steps.ping.signatures[0]"
    std::string stringToSign;
    std::string signature; ///< as it goes on the wire; "" with a problem
    std::optional<Error> problem;
};

/// A rendering that goes on after a problem, so that all of it can be shown.
struct Explanation {
    RenderedRequest request;    ///< what could be rendered
    std::vector<RowTrace> rows; ///< in document order: URL, query, body, headers
    std::vector<SignatureTrace> signatures;
    Errors problems; ///< what render() would have refused, first one first
};

/// One rule on one answer.
struct RuleTrace {
    std::string id;
    bool matches = false; ///< holds by itself
    bool decides = false; ///< and is the first that does
};
/// One value read from an answer.
struct ExtractTrace {
    std::string name; ///< "price", "reason", "redirect", "expires_at", "carried.ping_id", "bids"
    std::string path; ///< of the reader in the document
    std::string text; ///< what was found; "" where nothing
};
struct ReadingTrace {
    Interpretation reading;
    std::vector<RuleTrace> rules; ///< every rule of the step, in order
    std::vector<ExtractTrace> extracts;
    /// Where the bytes could not be read as what the rules ask for: "invalid_json" …
    std::optional<Error> problem;
};

// Integration::explain() and Integration::examine() give these.

} // namespace bourse::domain
