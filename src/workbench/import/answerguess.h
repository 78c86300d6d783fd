#pragma once
// From recorded answers to the rules that read them: what is plain is guessed, the rest stays unrecognised.
#include "workbench/import/importedrequest.h"
#include "workbench/import/importreport.h"
#include <map>

namespace bourse::workbench {

struct AnswerGuess {
    domain::Object response; ///< the step's "response"; always has a rule
    /// Joined lower-case name in the answer ("pingid") to the carried value's name ("ping_id").
    std::map<std::string, std::string> carried;
};

/// Rules by a status member and its words, price, reason, redirect and ids. An answer that none of the rules
/// reads is "unrecognised" and never a sale.
AnswerGuess guessAnswer(const std::vector<ImportedResponse> &responses, const std::string &place,
                        ImportReport &report);

} // namespace bourse::workbench
