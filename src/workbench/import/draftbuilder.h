#pragma once
// Building a draft: what its rooms (steps, authentication, rows, specification) share.
#include "domain/integration/integration.h"
#include "workbench/import/answerguess.h"
#include "workbench/import/draft.h"
#include "workbench/import/importparts.h"

namespace bourse::workbench {

/// What a path ends with: the member's, element's or field's own name.
std::string_view lastPart(std::string_view target);
/// As the language names a body's format.
const char *formatName(ImportedBodyKind kind);

class DraftBuilder {
    using Array = domain::Array;
    using Object = domain::Object;
    using StepKind = domain::StepKind;
    using Value = domain::Value;

  public:
    DraftBuilder(const ImportResult &imported, const DraftOptions &options)
        : m_in(imported), m_options(options)
    {
    }
    Result<Draft> build();

  private:
    AnswerGuess answersOf(StepKind step, const ImportedRequest &request);
    Result<Draft> assemble();
    Result<Draft> compiled(Object document);
    std::string host() const;
    static std::string hostOf(const std::string &origin);
    std::string label() const;
    std::string slug() const;
    Object endpointsOf();
    std::string usable(const std::string &origin);
    /// Declares the variables that a template names.
    void useVariables(std::string_view text);
    Object stepOf(StepKind step, const ImportedRequest &request);
    static Object plainRow(const ImportedLeaf &leaf, Object source);
    Object headerRow(const ImportedLeaf &leaf);
    const ImportedLeaf *authPart(const ImportedAuth &auth, std::string_view name) const;
    /// The part as it stands in a template.
    std::string authText(const ImportedLeaf *leaf, const char *variable);
    /// The request's authentication as the language writes it; null where it needs none or stands elsewhere.
    Value authenticationOf(const ImportedRequest &request);
    /// What the token step's answer is carried as.
    std::string tokenName() const;
    Value oauth(const ImportedRequest &request);
    /// One for the document where all steps agree; what belongs to the connection or asks for a token is
    /// always the document's, and steps that differ say so.
    void authentications();
    Object bodyOf(StepKind step, const ImportedBody &body);
    MappingTarget targetOf(StepKind step, const ImportedLeaf &leaf, bool typed) const;
    Array rows(StepKind step, const std::vector<ImportedLeaf> &leaves, bool typed);
    Object finished(const ImportedLeaf &leaf, Object row);
    Object rowOf(StepKind step, const ImportedLeaf &leaf, bool typed);
    MappingSuggestion suggest(StepKind step, MappingTarget &target, const ImportedLeaf &leaf);
    bool sends(StepKind step, const std::string &plainName) const;
    /// The carried value that an earlier step's recorded answer gives under this name.
    std::string answeredBefore(StepKind step, const std::string &target) const;
    Object chosenRow(StepKind step, const MappingTarget &target, MappingSuggestion &suggestion);
    std::string specificationTarget(const std::string &target) const;
    /// A table alone still makes a draft: its fields in their order, one request for each step that it names.
    void specificationRequests();
    void specification();
    void samples();

    const ImportResult &m_in;
    const DraftOptions &m_options;
    Draft m_draft;
    std::map<StepKind, ImportedRequest> m_requests;
    std::map<StepKind, AnswerGuess> m_answers;
    Object m_variables;
    std::map<StepKind, AutoMapper> m_mappers;
    Value m_authentication;
    std::map<StepKind, Value> m_stepAuthentication;
    std::string m_base;
};

} // namespace bourse::workbench
