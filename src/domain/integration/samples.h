#pragma once
// Recorded or pasted answers with their expected reading: regression tests that travel in the document.
//   "samples": [{"id":"s1","label":"Matched with price","step":"ping","response":"HTTP/1.1 200 OK\r\n…",
//                "about":{"lead":{"phone":"+15125550142"},"carried":{}},
//                "expect":{"outcome":"accepted","price":"14.25","carried":{"ping_id":"x"},"reason":"buyer_duplicate"}}]
// "response" is a raw HTTP answer, or a body with status 200. "about" is what the request was made from, for
// rules that compare the answer with it; such rules do not hold without it. "expect" may hold outcome, price
// (null: none is to be found), carried, reason (our code), reason_text, redirect, expires_at and rule; what
// is absent is not checked.
#include "domain/integration/documentparts.h"
#include "domain/integration/explain.h"
#include <string>
#include <vector>

namespace bourse::domain {

struct SampleCheck {
    std::string id;
    std::string label;
    StepId step = StepKind::Ping;
    BuyerResponse response;
    std::optional<SampleAbout> about;
    std::optional<Reading> expected; ///< the outcome; absent: it is not checked
    ReadingTrace trace;
    bool asExpected = true;
    std::string difference; ///< a sentence, where not as expected
};
/// Whether a rule of the step compares the answer with a value of the request.
bool comparesWithRequest(const Value &document, StepKind step);
/// As much of a request's values as the step's rules compare answers with: the lead's members and the carried
/// values that they name; nothing where they name none.
std::optional<SampleAbout> comparedValues(const Value &document, StepKind step, const RenderInput &request);

/// All samples of the document against its compiled form, in order. A sample whose response cannot be parsed
/// is not as expected.
std::vector<SampleCheck> checkSamples(const Integration &integration);

} // namespace bourse::domain
