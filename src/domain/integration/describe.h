#pragma once
// Documents in words: short labels for chips and cells, and what changed between two documents as plain
// sentences. English source text.
#include "domain/json/value.h"
#include <string>
#include <vector>

namespace bourse::domain {

/// A row's or an answer's source: "contact.email", "/response/price", "HTTP status", "part 2", "Source
/// codes".
std::string describeSource(const Value &source);
/// A transform as on its chip: "First 5", "Cut 20" (a substring from the front is a part below 10 characters
/// and a limit from there on), "Yes/No", "MD5, hex".
std::string describeTransform(const Value &transform);
/// A condition of a row or a rule: "/response/status equals Matched". All/any/not in words.
std::string describeCondition(const Value &condition);
/// An operator in words: "is at least". The word itself if it is unknown.
std::string describeOperator(std::string_view op);
/// The step for people: "Ping", "Notify win".
std::string describeStep(std::string_view step);

/// What changed, changed nodes only, in document order: "Ping: Zip now takes postal_code, first 5
/// characters." Empty exactly if the documents are equal, whatever the order of their objects' keys. Works
/// for documents that do not compile, too. At most 1,000 sentences; the last then says how many were left
/// out.
std::vector<std::string> diffSentences(const Value &before, const Value &after);

} // namespace bourse::domain
