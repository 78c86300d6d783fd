#pragma once
// "Click a value, say what it is": what a located value of an answer becomes in the document.
#include "domain/integration/locate.h"
#include "workbench/integrationdocument.h"
#include <QString>
#include <QStringList>

namespace bourse::workbench {

/// What a value of an answer means.
enum class Meaning {
    Accepted,
    Rejected,
    Duplicate,
    Error,
    Price,
    CarriedId,
    Reason,
    Redirect,
    Expiry,
    // of callbacks
    Returned,
    Converted,
    BuyerId, ///< names the post by an id that the buyer gave
    LeadId,  ///< names it by our lead's
    EventId, ///< tells this event from others
};

/// Writes it into the step's response as one command. Outcomes become a rule that compares the value, before
/// the rule that decides `response` now (which would hide it), else at the end but before a rule without a
/// condition; the others become extracts. `carriedName` is the name of a carried id. False if the step is not
/// there.
bool teach(IntegrationDocument &document, domain::StepKind step, const domain::BuyerResponse &response,
           const domain::LocatedValue &value, Meaning meaning, const std::string &carriedName = "ping_id");

/// Names for an id that an answer of this step gives, likeliest first: what later steps read and nobody sets
/// yet, ping_id or lead_id, what the buyer calls it. Each can stand in a template.
QStringList carriedNames(const domain::Value &document, domain::StepKind step,
                         const domain::LocatedValue &value);
/// Whether {{carried.name}} can name it: a letter or _, then letters, digits and _, at most 64.
bool isCarriedName(const QString &name);

/// Adds the answer to the document's samples, with its present reading as the expected one; returns its id.
/// `label` is for people. `about` is what the request was made from, if it is known: what the step's rules
/// compare answers with is kept with the sample.
std::string addSample(IntegrationDocument &document, domain::StepKind step,
                      const domain::BuyerResponse &response, const QString &label,
                      const domain::RenderInput *about = nullptr);

} // namespace bourse::workbench
