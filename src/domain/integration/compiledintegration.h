#pragma once
// A document once it is compiled: what each of its steps became, and the class that renders and reads with
// them. Private to the integration room; others see Integration.
#include "domain/integration/authentication.h"
#include "domain/integration/callback.h"
#include "domain/integration/integration.h"
#include "domain/integration/plan.h"
#include "domain/integration/response.h"
#include "domain/integration/signatureplan.h"
#include "domain/integration/wiretext.h"
#include <array>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace bourse::domain {

/// A compiled step.
struct StepPlan {
    std::string method;
    std::optional<Template> url;
    bool hostIsForeign = false; ///< a lead or an answer may say to which host the request goes
    Template path;
    std::unique_ptr<BodyPlan> query;
    std::vector<std::unique_ptr<Row>> headers;
    bool setsContentType = false;
    std::unique_ptr<BodyPlan> body;
    Authentications authentications;
    bool saysWho = false; ///< has an authentication of its own, a callback's
    std::vector<std::unique_ptr<SignaturePlan>> signatures;
    std::set<std::string> signaturesUsed; ///< ids that rows, the URL or the body read
    std::optional<Micros> timeLimit;
    std::unique_ptr<ResponsePlan> response;
    std::set<std::string> fieldsSent;
    std::optional<RenderCondition> when; ///< to send it at all
    /// Leads that this buyer must not get, and why.
    struct Refusal {
        RenderCondition when;
        std::string field;
        std::string code;
        std::string sentence;
    };
    std::vector<Refusal> refusals;
    Micros waitBefore{};
    StepKind before = StepKind::Ping;            ///< Lookup only: what it precedes
    bool failureSuppresses = false;              ///< Lookup only
    std::string name;                            ///< Lookup only: of one that follows the first
    std::vector<std::unique_ptr<StepPlan>> then; ///< the first Lookup only: those that follow it
    std::optional<Polling> polling;              ///< Status only
    std::unique_ptr<CallbackPlan> callback;      ///< Callback only
    std::vector<std::unique_ptr<Row>> carry;     ///< values made here for later steps, by name
};

/// Where a step goes in one environment, and what the variables are there.
struct Endpoint {
    Template baseUrl;
    std::vector<Value> variables;
    TlsOptions tls;
};

/// A request while it is put together.
struct RequestDraft {
    RenderedRequest request; ///< without what the signatures add
    UrlParts parts;
    Headers added;     ///< by the signatures
    std::string query; ///< by the signatures
};

/// "no_such_step": the document has none of this kind.
Error noSuchStep(const StepId &step);
/// "no_endpoint": the document has none of this environment.
Error noEndpoint(bool live);

/// What Integration::fromValue() makes.
class CompiledIntegration final : public Integration {
  public:
    explicit CompiledIntegration(Value document) : m_document(std::move(document)) {}

    void compile(Problems &problems);

    const std::string &slug() const override { return m_slug; }
    const std::string &label() const override { return m_label; }
    const Value &document() const override { return m_document; }
    bool hasStep(const StepId &step) const override { return plan(step) != nullptr; }
    std::optional<Micros> timeLimit(const StepId &step) const override
    {
        const StepPlan *found = plan(step);
        return found ? found->timeLimit : std::nullopt;
    }
    Currency currency() const override { return m_currency; }
    bool declaresIdempotentPost() const override { return m_resendSafe; }
    std::vector<PlannedStep> stepOrder() const override;
    bool lookupSuppresses(const StepId &lookup, Reading reading) const override;
    std::optional<Polling> polling() const override;
    Result<bool> wantsStep(const StepId &step, const RenderInput &input) const override;
    std::vector<std::string> secretNames() const override { return {m_secrets.begin(), m_secrets.end()}; }
    std::vector<std::string> fieldsSent(StepKind step) const override;
    Result<RenderedRequest> render(const StepId &step, const RenderInput &input) const override
    {
        return renderRequest(step, input, nullptr, false);
    }
    Result<std::vector<SignatureTrace>> signatures(const StepId &step,
                                                   const RenderInput &input) const override
    {
        return traces(step, input, false);
    }
    TlsOptions tls(bool live) const override;
    bool answersChallenges(const StepId &step) const override
    {
        const StepPlan *found = plan(step);
        return found && std::any_of(found->authentications.begin(), found->authentications.end(),
                                    [](const auto &one) { return one->answersChallenges(); });
    }
    bool isImplied(StepKind step) const override { return step == StepKind::Auth && m_impliedAuth; }
    Result<void> verify(StepKind step, const InboundRequest &request,
                        const RenderInput &input) const override;
    /// As signatures(); `plain` keeps the secrets in the texts, for computing with them.
    Result<std::vector<SignatureTrace>> traces(const StepId &step, const RenderInput &input,
                                               bool plain) const;
    CallbackReading readCallback(const InboundRequest &request) const override;
    CallbackAnswer callbackAnswer(CallbackFate fate) const override;
    Interpretation interpret(const StepId &step, const BuyerResponse &response,
                             const RenderInput *about) const override;
    using Integration::interpret;
    Explanation explain(const StepId &step, const RenderInput &input) const override;
    ReadingTrace examine(const StepId &step, const BuyerResponse &response,
                         const RenderInput *about) const override;

  private:
    const StepPlan *plan(const StepId &step) const;
    void compileEndpoints(ObjectReader &in, const Object &variables, CompileContext &context);
    std::unique_ptr<StepPlan> compileStep(const Value &value, const std::string &path, StepKind step,
                                          CompileContext &context);
    void compileOrder(ObjectReader &in, StepPlan &plan, StepKind step, CompileContext &context);
    void compileFurtherLookups(const Value &first, CompileContext &context);
    void compileImpliedAuth(const Object &steps, CompileContext &context);
    void compileHeaders(ObjectReader &in, StepPlan &step, CompileContext &context);
    void compileCarry(ObjectReader &in, StepPlan &step, CompileContext &context);
    bool carry(const StepPlan &step, RenderContext &context, RenderedRequest &request) const;
    void compileSignatures(ObjectReader &in, StepPlan &step, CompileContext &context);
    std::vector<const Value *> fieldsOf(const Object *lead) const;
    /// Without an endpoint the variables are the document's own.
    RenderContext contextOf(const StepId &step, const RenderInput &input,
                            const std::vector<const Value *> &fields,
                            const std::optional<Endpoint> &endpoint) const
    {
        RenderContext context{input, step.kind, fields, endpoint ? endpoint->variables : m_variables};
        context.timeLimit = timeLimit(step);
        return context;
    }
    /// Calls the function with a context of the request, or with null where that is not known.
    template <class Function>
    auto withContext(const StepId &step, const RenderInput *about, const Function &function) const
    {
        if (!about)
            return function(static_cast<RenderContext *>(nullptr));
        const std::optional<Endpoint> &endpoint = about->live ? m_live : m_test;
        const auto fields = fieldsOf(about->lead);
        RenderContext context = contextOf(step, *about, fields, endpoint);
        return function(&context);
    }
    Result<RenderedRequest> renderRequest(const StepId &step, const RenderInput &input,
                                          std::vector<SignatureTrace> *traces, bool plain) const;
    bool renderUrl(const StepPlan &step, const Endpoint &endpoint, RenderContext &context,
                   std::string &url) const;
    static bool accepts(const StepPlan &step, RenderContext &context);
    /// Puts the request together but for what signs it. Without a trace it ends at the first problem, which
    /// the context then holds.
    bool assemble(const StepPlan &step, const Endpoint *endpoint, RenderContext &context,
                  RequestDraft &draft) const;
    bool sign(const StepPlan &step, const Endpoint *endpoint, RenderContext &context, RequestDraft &draft,
              std::vector<SignatureTrace> *traces, bool plain) const;
    bool addBodyHeaders(const StepPlan &step, RenderContext &context, Headers &headers) const;
    /// Both render() and explain(): fills `request`.
    bool produce(const StepPlan &step, const Endpoint *endpoint, RenderContext &context,
                 std::vector<SignatureTrace> *traces, bool plain, RenderedRequest &request) const;

    Value m_document;
    std::string m_slug;
    std::string m_label;
    Currency m_currency;
    bool m_resendSafe = false;
    std::set<std::string> m_secrets;
    std::vector<std::string> m_hosts; ///< that a URL taken from a lead may name
    std::vector<std::pair<std::string, std::size_t>> m_slots;
    std::unordered_map<std::string_view, std::size_t> m_slotOf; ///< views into m_slots
    const Value *m_authentication = nullptr;                    ///< of the document
    TlsOptions m_tls;                                           ///< of its mutual_tls
    bool m_impliedAuth = false;
    std::set<std::string> m_baseFields; ///< lead fields that the base URLs are chosen by
    std::optional<Endpoint> m_live;
    std::optional<Endpoint> m_test;
    std::vector<Value> m_variables; ///< as the document has them, without an endpoint's own
    std::array<std::unique_ptr<StepPlan>, 8> m_steps;
};

} // namespace bourse::domain
