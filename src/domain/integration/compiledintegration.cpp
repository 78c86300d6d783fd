// From a document to a compiled integration, and its two pure functions.
#include "domain/integration/authentication.h"
#include "domain/integration/coding.h"
#include "domain/integration/documentparts.h"
#include "domain/integration/namedvalue.h"
#include "domain/integration/plan.h"
#include "domain/integration/rendertrace.h"
#include "domain/integration/response.h"
#include "domain/integration/signatureplan.h"
#include "domain/integration/signaturetrial.h"
#include "domain/integration/table.h"
#include "domain/integration/wiretext.h"
#include "domain/json/json.h"
#include "domain/lead/reason.h"
#include <algorithm>
#include <array>

namespace bourse::domain {
namespace {

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
    StepKind before = StepKind::Ping;        ///< Lookup only: what it precedes
    bool failureSuppresses = false;          ///< Lookup only
    std::optional<Polling> polling;          ///< Status only
    std::vector<std::unique_ptr<Row>> carry; ///< values made here for later steps, by name
};

struct Endpoint {
    Template baseUrl;
    std::vector<Value> variables;
    TlsOptions tls;
};

/// A request while it is put together.
struct Draft {
    RenderedRequest request; ///< without what the signatures add
    UrlParts parts;
    Headers added;     ///< by the signatures
    std::string query; ///< by the signatures
};

bool isSlug(std::string_view text)
{
    return !text.empty() && text.size() <= 64 && text.front() != '-' &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
           });
}

bool sameHeader(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    };
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return lower(x) == lower(y); });
}

Error noSuchStep(StepKind step)
{
    return {"no_such_step", "step", "a step of the document",
            "The integration has no step \"" + std::string(name(step)) + "\"."};
}

Error noEndpoint(bool live)
{
    const std::string which = live ? "live" : "test";
    return {"no_endpoint", "endpoints." + which, "required",
            "The integration has no " + which + " endpoint."};
}

/// The ids of a step's signatures, which its rows may name.
std::set<std::string> signatureIds(const Value &step, const std::string &path, Problems &problems)
{
    std::set<std::string> out;
    const Value *list = step.find("signatures");
    if (!list || !list->isArray())
        return out;
    for (std::size_t i = 0; i < list->asArray()->size(); ++i) {
        const Value *id = (*list->asArray())[i].find("id");
        if (id && id->isString() && !out.insert(*id->asString()).second)
            problems.add("duplicate_id", path + ".signatures[" + std::to_string(i) + "].id", "unique ids",
                         "Another signature has the id \"" + *id->asString() + "\".");
    }
    return out;
}

/// True if a place that a lead or an answer fills stands before the end of the URL's host. Variables,
/// secrets and what tables say are the user's own.
bool namesForeignHost(std::string_view url, CompileContext &compile)
{
    const std::size_t scheme = url.find("://");
    const std::size_t start = scheme == std::string_view::npos ? 0 : scheme + 3;
    for (std::size_t at = 0; at < url.size();) {
        if (url.substr(at).starts_with("{{")) {
            const std::size_t close = url.find("}}", at);
            std::string_view place =
                url.substr(at + 2, close == std::string_view::npos ? close : close - at - 2);
            while (place.starts_with(' '))
                place.remove_prefix(1);
            const bool own = place.starts_with("value.") &&
                             !isForeignValue(place.substr(6, place.find_first_of(" |", 6) - 6), compile);
            if (!own && !place.starts_with("variable.") && !place.starts_with("secret.") &&
                !place.starts_with("computed."))
                return true;
            at = close == std::string_view::npos ? url.size() : close + 2;
            continue;
        }
        if (at >= start && scheme != std::string_view::npos && (url[at] == '/' || url[at] == '?'))
            return false;
        ++at;
    }
    return false;
}

/// RFC 9110, 8.6: methods that mean a body say how long it is, even if it is empty.
bool sendsLength(const StepPlan &step)
{
    return step.body || step.method == "POST" || step.method == "PUT" || step.method == "PATCH";
}

/// A base of "https://host" and a path that does not begin with '/' would name another host.
bool joinsHost(std::string_view base, std::string_view path)
{
    const std::size_t scheme = base.find("://");
    return !path.empty() && path.front() != '/' && path.front() != '?' &&
           (scheme == std::string_view::npos ||
            base.find_first_of("/?", scheme + 3) == std::string_view::npos);
}

class CompiledIntegration final : public Integration {
  public:
    explicit CompiledIntegration(Value document) : m_document(std::move(document)) {}

    void compile(Problems &problems);

    const std::string &slug() const override { return m_slug; }
    const std::string &label() const override { return m_label; }
    const Value &document() const override { return m_document; }
    bool hasStep(StepKind step) const override { return plan(step) != nullptr; }
    std::optional<Micros> timeLimit(StepKind step) const override
    {
        const StepPlan *found = plan(step);
        return found ? found->timeLimit : std::nullopt;
    }
    Currency currency() const override { return m_currency; }
    bool declaresIdempotentPost() const override { return m_resendSafe; }
    std::vector<PlannedStep> stepOrder() const override;
    std::optional<StepKind> lookupBefore() const override;
    bool lookupSuppresses(Reading reading) const override;
    std::optional<Polling> polling() const override;
    Result<bool> wantsStep(StepKind step, const RenderInput &input) const override;
    std::vector<std::string> secretNames() const override { return {m_secrets.begin(), m_secrets.end()}; }
    std::vector<std::string> fieldsSent(StepKind step) const override
    {
        const StepPlan *found = plan(step);
        return found ? std::vector<std::string>(found->fieldsSent.begin(), found->fieldsSent.end())
                     : std::vector<std::string>();
    }
    Result<RenderedRequest> render(StepKind step, const RenderInput &input) const override
    {
        return renderRequest(step, input, nullptr, false);
    }
    Result<std::vector<SignatureTrace>> signatures(StepKind step, const RenderInput &input) const override
    {
        return traces(step, input, false);
    }
    TlsOptions tls(bool live) const override;
    bool answersChallenges(StepKind step) const override
    {
        const StepPlan *found = plan(step);
        return found && std::any_of(found->authentications.begin(), found->authentications.end(),
                                    [](const auto &one) { return one->answersChallenges(); });
    }
    bool isImplied(StepKind step) const override { return step == StepKind::Auth && m_impliedAuth; }
    Result<void> verify(StepKind step, const InboundRequest &request,
                        const RenderInput &input) const override;
    /// As signatures(); `plain` keeps the secrets in the texts, for computing with them.
    Result<std::vector<SignatureTrace>> traces(StepKind step, const RenderInput &input, bool plain) const;
    Interpretation interpret(StepKind step, const BuyerResponse &response,
                             const RenderInput *about) const override;
    using Integration::interpret;
    Explanation explain(StepKind step, const RenderInput &input) const override;
    ReadingTrace examine(StepKind step, const BuyerResponse &response,
                         const RenderInput *about) const override;

  private:
    const StepPlan *plan(StepKind step) const { return m_steps[static_cast<std::size_t>(step)].get(); }
    void compileEndpoints(ObjectReader &in, const Object &variables, CompileContext &context);
    std::unique_ptr<StepPlan> compileStep(const Value &value, const std::string &path, StepKind step,
                                          CompileContext &context);
    void compileOrder(ObjectReader &in, StepPlan &plan, StepKind step, CompileContext &context);
    void compileImpliedAuth(const Object &steps, CompileContext &context);
    void compileHeaders(ObjectReader &in, StepPlan &step, CompileContext &context);
    void compileCarry(ObjectReader &in, StepPlan &step, CompileContext &context);
    bool carry(const StepPlan &step, RenderContext &context, RenderedRequest &request) const;
    void compileSignatures(ObjectReader &in, StepPlan &step, CompileContext &context);
    std::vector<const Value *> fieldsOf(const Object *lead) const;
    /// Without an endpoint the variables are the document's own.
    RenderContext contextOf(StepKind step, const RenderInput &input, const std::vector<const Value *> &fields,
                            const std::optional<Endpoint> &endpoint) const
    {
        RenderContext context{input, step, fields, endpoint ? endpoint->variables : m_variables};
        context.timeLimit = timeLimit(step);
        return context;
    }
    /// Calls the function with a context of the request, or with null where that is not known.
    template <class Function>
    auto withContext(StepKind step, const RenderInput *about, const Function &function) const
    {
        if (!about)
            return function(static_cast<RenderContext *>(nullptr));
        const std::optional<Endpoint> &endpoint = about->live ? m_live : m_test;
        const auto fields = fieldsOf(about->lead);
        RenderContext context = contextOf(step, *about, fields, endpoint);
        return function(&context);
    }
    Result<RenderedRequest> renderRequest(StepKind step, const RenderInput &input,
                                          std::vector<SignatureTrace> *traces, bool plain) const;
    bool renderUrl(const StepPlan &step, const Endpoint &endpoint, RenderContext &context,
                   std::string &url) const;
    static bool accepts(const StepPlan &step, RenderContext &context);
    /// Puts the request together but for what signs it. Without a trace it ends at the first problem, which
    /// the context then holds.
    bool assemble(const StepPlan &step, const Endpoint *endpoint, RenderContext &context, Draft &draft) const;
    bool sign(const StepPlan &step, const Endpoint *endpoint, RenderContext &context, Draft &draft,
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

void CompiledIntegration::compile(Problems &problems)
{
    ObjectReader in(m_document, {}, problems);
    if (!in.isObject())
        return;
    in.get("bourse_integration"); // migratedDocument() has judged it
    m_slug = in.requireText("slug");
    if (!m_slug.empty() && !isSlug(m_slug))
        problems.add("not_a_slug", "slug", "a-z 0-9 - _, at most 64",
                     "The slug may have only small letters, digits, - and _.");
    m_label = in.text("label", m_slug);
    in.text("note");
    if (auto currency = Currency::fromCode(in.text("currency", "USD")))
        m_currency = *currency;
    else
        problems.take(currency.errors(), "currency");

    CompileContext context{problems};
    context.currency = m_currency;
    static const Object kNone;
    const Object *given = in.object("variables");
    const Object &variables = given ? *given : kNone;
    for (const Member &member : variables) {
        m_variables.push_back(member.second);
        context.variableNames.push_back(member.first);
        if (member.second.isArray() || member.second.isObject())
            problems.add("wrong_type", in.pathOf("variables") + '.' + member.first, "text, number or boolean",
                         "A variable is a text, a number or a boolean.");
    }
    if (const Object *tables = in.object("tables"))
        for (const Member &member : *tables) {
            if (const Object *entries = member.second.asObject()) {
                context.tables.emplace(member.first, *entries);
            } else if (const std::string *csv = member.second.asString()) {
                if (auto table = tableFromCsv(*csv))
                    context.tables.emplace(member.first, std::move(*table));
                else
                    problems.take(table.errors(), "tables." + member.first);
            } else {
                problems.add("wrong_type", "tables." + member.first, "object or text",
                             "A table is an object, key to value, or comma-separated text.");
            }
        }
    if (const Array *hosts = in.array("allowed_hosts"))
        for (const Value &host : *hosts)
            m_hosts.push_back(host.toText());
    context.values = declareValues(in, context, false);
    m_authentication = in.get("authentication");
    if (m_authentication)
        m_tls = authenticationTls(*m_authentication, "authentication", context);
    compileEndpoints(in, variables, context);

    in.require("steps");
    if (const Object *steps = in.object("steps")) {
        for (const Member &member : *steps) {
            const auto kind = stepKindFromName(member.first);
            if (!kind) {
                problems.add("unknown_key", "steps." + member.first,
                             "auth, lookup, ping, post, status, notify_win, notify_loss, callback",
                             "\"" + member.first + "\" is not a step.");
                continue;
            }
            m_steps[static_cast<std::size_t>(*kind)] =
                compileStep(member.second, "steps." + member.first, *kind, context);
        }
        if (steps->empty())
            problems.add("required", "steps", "at least one step", "The document has no step.");
        compileImpliedAuth(*steps, context);
    }
    compileWaiting(context.values, context);
    std::set<StepKind> kinds;
    for (std::size_t i = 0; i < m_steps.size(); ++i)
        if (m_steps[i])
            kinds.insert(static_cast<StepKind>(i));
    readSamples(in, &kinds);
    readSpecification(in);
    readPiiReasons(in);
    readVerticals(in);
    in.finish();
    m_secrets = std::move(context.secrets);
    m_slots.assign(context.fieldSlots.begin(), context.fieldSlots.end());
    for (const auto &[field, slot] : m_slots)
        m_slotOf.emplace(field, slot);
}

void CompiledIntegration::compileEndpoints(ObjectReader &in, const Object &variables, CompileContext &context)
{
    in.require("endpoints");
    const Value *endpoints = in.get("endpoints");
    if (!endpoints)
        return;
    ObjectReader both(*endpoints, "endpoints", context.problems);
    const auto one = [&](const char *key) -> std::optional<Endpoint> {
        const Value *value = both.get(key);
        if (!value)
            return std::nullopt;
        ObjectReader reader(*value, both.pathOf(key), context.problems);
        Endpoint endpoint;
        const std::string base = reader.requireText("base_url");
        context.fieldsSent = &m_baseFields;
        endpoint.baseUrl = Template::compile(base, reader.pathOf("base_url"), context);
        endpoint.baseUrl.demandPlaces();
        context.fieldsSent = nullptr;
        if (endpoint.baseUrl.usesForeignValues())
            context.problems.add(
                "invalid_template", reader.pathOf("base_url"), "variables, and values from tables only",
                "The base URL may hold variables and what tables say, but no value of a lead.");
        else if (endpoint.baseUrl.isConstant() && !base.empty())
            if (auto parts = splitUrl(base); !parts)
                context.problems.take(parts.errors(), reader.pathOf("base_url"));
        for (const Member &member : variables)
            endpoint.variables.push_back(member.second);
        if (const Object *own = reader.object("variables"))
            for (const Member &member : *own) {
                if (const auto slot = context.variableSlot(member.first))
                    endpoint.variables[*slot] = member.second;
                else
                    context.problems.add("no_such_reference", reader.pathOf("variables") + '.' + member.first,
                                         "a declared variable",
                                         "There is no variable \"" + member.first + "\" in \"variables\".");
            }
        if (const Value *tls = reader.get("tls"))
            endpoint.tls = compileTls(*tls, reader.pathOf("tls"), context);
        reader.finish();
        return endpoint;
    };
    m_live = one("live");
    m_test = one("test");
    both.finish();
}

void CompiledIntegration::compileImpliedAuth(const Object &steps, CompileContext &context)
{
    auto &auth = m_steps[static_cast<std::size_t>(StepKind::Auth)];
    if (auth)
        return;
    std::optional<Object> call;
    std::string path = "authentication";
    if (m_authentication)
        call = impliedTokenCall(*m_authentication);
    for (const Member &member : steps)
        if (const Value *own = member.second.find("authentication"); own && !call) {
            path = "steps." + member.first + ".authentication";
            call = impliedTokenCall(*own);
        }
    if (!call)
        return;
    auth = compileStep(Value(std::move(*call)), path, StepKind::Auth, context);
    m_impliedAuth = true;
}

std::unique_ptr<StepPlan> CompiledIntegration::compileStep(const Value &value, const std::string &path,
                                                           StepKind step, CompileContext &context)
{
    Problems &problems = context.problems;
    auto plan = std::make_unique<StepPlan>();
    if (!value.isObject()) {
        ObjectReader wrong(value, path, problems);
        return plan;
    }
    context.fieldsSent = &plan->fieldsSent;
    context.signatureIds = signatureIds(value, path, problems);
    context.signaturesUsed.clear();
    // before anything that may ask for them
    ObjectReader named(value, path, problems);
    context.stepValues = declareValues(named, context, true);
    // A key in the query or body is a row like any other, so the step is read with it.
    Object object = *value.asObject();
    plan->saysWho = value.find("authentication") != nullptr;
    if (const Value *own = value.find("authentication"))
        plan->authentications =
            compileAuthentication(*own, path + ".authentication", step, false, object, context);
    else if (m_authentication)
        plan->authentications =
            compileAuthentication(*m_authentication, "authentication", step, true, object, context);
    const Value whole(std::move(object));
    ObjectReader in(whole, path, problems);
    in.get("authentication");
    in.get("values");
    plan->method = in.choice("method", {"POST", "GET", "PUT", "PATCH", "DELETE"});
    if (const Value *url = in.get("url")) {
        const std::string *text = url->asString();
        plan->url = Template::compile(text ? *text : std::string(), in.pathOf("url"), context);
        if (!text || text->empty())
            problems.add("wrong_type", in.pathOf("url"), "text, not empty",
                         "The URL is an absolute URL template.");
        plan->hostIsForeign = plan->url->usesForeignValues() && (!text || namesForeignHost(*text, context));
        if (plan->hostIsForeign && m_hosts.empty())
            problems.add("required", "allowed_hosts", "hosts that a lead's URL may name",
                         "A URL whose host comes from a lead or an answer needs \"allowed_hosts\".");
    }
    plan->path = Template::compile(in.text("path"), in.pathOf("path"), context);
    if (in.choice("path_on_empty", {"refuse", "empty"}) == "refuse") {
        plan->path.demandPlaces();
        if (plan->url)
            plan->url->demandPlaces();
    }
    if (!plan->url)
        plan->fieldsSent.insert(m_baseFields.begin(), m_baseFields.end());
    const bool percent = in.choice("query_space", {"plus", "percent"}) == "percent";
    if (const Array *rows = in.array("query"))
        plan->query = compileFormRows(*rows, in.pathOf("query"), percent, context);
    compileHeaders(in, *plan, context);
    if (const Value *body = in.get("body"))
        plan->body = compileBody(*body, in.pathOf("body"), context);
    compileSignatures(in, *plan, context);
    plan->signaturesUsed = context.signaturesUsed;
    if (const std::int64_t limit = in.integer("time_limit_ms", 0, 0, 600'000); limit > 0)
        plan->timeLimit = std::chrono::milliseconds(limit);
    if (step == StepKind::Post)
        m_resendSafe = in.boolean("resend_safe", false);
    compileOrder(in, *plan, step, context);
    compileCarry(in, *plan, context);
    if (const Value *response = in.require("response")) {
        // What an answer is compared with is not sent.
        std::set<std::string> *const sent = std::exchange(context.fieldsSent, nullptr);
        plan->response = ResponsePlan::compile(*response, in.pathOf("response"), context);
        context.fieldsSent = sent;
    }
    in.text("note");
    in.finish();
    context.fieldsSent = nullptr;
    compileWaiting(context.stepValues, context);
    context.stepValues.clear();
    return plan;
}

/// Whether the step is sent, when, and what hangs on its answer.
void CompiledIntegration::compileOrder(ObjectReader &in, StepPlan &plan, StepKind step,
                                       CompileContext &context)
{
    if (const Value *when = in.get("when")) {
        // A field that is only asked about is not sent.
        std::set<std::string> *const sent = std::exchange(context.fieldsSent, nullptr);
        plan.when = compileRenderCondition(*when, in.pathOf("when"), context);
        context.fieldsSent = sent;
    }
    const Array *refusals = in.array("refuse_when");
    for (std::size_t i = 0; refusals && i < refusals->size(); ++i) {
        StepPlan::Refusal refusal;
        refusal.field = "refuse_when[" + std::to_string(i) + ']';
        ObjectReader one((*refusals)[i], in.pathOf(refusal.field), context.problems);
        if (!one.isObject())
            continue;
        std::set<std::string> *const sent = std::exchange(context.fieldsSent, nullptr);
        if (const Value *condition = one.require("when"))
            refusal.when = compileRenderCondition(*condition, one.pathOf("when"), context);
        context.fieldsSent = sent;
        refusal.sentence = one.requireText("reason");
        refusal.code = one.text("reason_code", std::string(reason::filteredOut));
        const auto &known = reasons();
        if (std::none_of(known.begin(), known.end(),
                         [&](const ReasonInfo &info) { return info.code == refusal.code; }))
            context.problems.add("not_a_choice", one.pathOf("reason_code"), "a reason code of the table",
                                 "\"" + refusal.code + "\" is not one of our reason codes.");
        one.text("note");
        one.finish();
        plan.refusals.push_back(std::move(refusal));
    }
    plan.waitBefore = std::chrono::milliseconds(in.integer("wait_ms", 0, 0, 600'000));
    if (step == StepKind::Lookup) {
        plan.before = in.choice("before", {"ping", "post"}) == "post" ? StepKind::Post : StepKind::Ping;
        plan.failureSuppresses = in.choice("on_failure", {"go_on", "suppress"}) == "suppress";
    }
    if (step == StepKind::Status)
        plan.polling = Polling{std::chrono::milliseconds(in.integer("interval_ms", 60'000, 1, 86'400'000)),
                               static_cast<int>(in.integer("attempts", 1, 1, 1'000))};
}

std::vector<PlannedStep> CompiledIntegration::stepOrder() const
{
    std::vector<PlannedStep> order;
    const auto add = [&](StepKind step) {
        if (const StepPlan *found = plan(step))
            order.push_back({step, found->waitBefore, found->when.has_value()});
    };
    const auto lookup = lookupBefore();
    add(StepKind::Auth);
    if (lookup == StepKind::Ping)
        add(StepKind::Lookup);
    add(StepKind::Ping);
    if (lookup == StepKind::Post)
        add(StepKind::Lookup);
    add(StepKind::Post);
    add(StepKind::Status);
    return order;
}

std::optional<StepKind> CompiledIntegration::lookupBefore() const
{
    const StepPlan *lookup = plan(StepKind::Lookup);
    if (!lookup)
        return std::nullopt;
    return plan(StepKind::Ping) ? lookup->before : StepKind::Post;
}

bool CompiledIntegration::lookupSuppresses(Reading reading) const
{
    const StepPlan *lookup = plan(StepKind::Lookup);
    if (!lookup || reading == Reading::Accepted)
        return false;
    return reading == Reading::Rejected || reading == Reading::Duplicate || lookup->failureSuppresses;
}

std::optional<Polling> CompiledIntegration::polling() const
{
    const StepPlan *status = plan(StepKind::Status);
    return status ? status->polling : std::nullopt;
}

Result<bool> CompiledIntegration::wantsStep(StepKind step, const RenderInput &input) const
{
    const StepPlan *found = plan(step);
    if (!found)
        return noSuchStep(step);
    if (!found->when)
        return true;
    const std::optional<Endpoint> &endpoint = input.live ? m_live : m_test;
    const auto fields = fieldsOf(input.lead);
    RenderContext context = contextOf(step, input, fields, endpoint);
    bool holds = true;
    if (!conditionHolds(*found->when, context, holds)) {
        context.problem.field = "when";
        return context.problem;
    }
    return holds;
}

void CompiledIntegration::compileHeaders(ObjectReader &in, StepPlan &step, CompileContext &context)
{
    // These belong to the connection; a document that sets them would contradict the bytes that are sent.
    static constexpr std::string_view kOurs[] = {
        "Host", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "TE", "Trailer", "Expect"};
    const Array *rows = in.array("headers");
    for (std::size_t i = 0; rows && i < rows->size(); ++i) {
        ObjectReader reader((*rows)[i], in.pathOf("headers") + '[' + std::to_string(i) + ']',
                            context.problems);
        if (!reader.isObject())
            continue;
        const std::string target = reader.requireText("target");
        if (!target.empty() && !isHeaderName(target))
            context.problems.add("invalid_target", reader.pathOf("target"), "RFC 9110 token",
                                 "\"" + target + "\" is not a header's name.");
        if (std::any_of(std::begin(kOurs), std::end(kOurs),
                        [&](std::string_view ours) { return sameHeader(ours, target); }))
            context.problems.add("invalid_target", reader.pathOf("target"), "not a header of the connection",
                                 "The header \"" + target + "\" is set by Bourse itself.");
        for (const auto &authentication : step.authentications)
            for (const std::string &own : authentication->ownHeaders())
                if (sameHeader(own, target))
                    context.problems.add("duplicate_target", reader.pathOf("target"),
                                         "one source for each header",
                                         "The authentication writes the header \"" + target + "\" too.");
        step.setsContentType = step.setsContentType || sameHeader(target, "Content-Type");
        step.headers.push_back(Row::compile(reader, target, context));
        reader.finish();
    }
}

void CompiledIntegration::compileSignatures(ObjectReader &in, StepPlan &step, CompileContext &context)
{
    const Array *list = in.array("signatures");
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        ObjectReader reader((*list)[i], in.pathOf("signatures") + '[' + std::to_string(i) + ']',
                            context.problems);
        if (!reader.isObject())
            continue;
        step.signatures.push_back(SignaturePlan::compile(reader, context));
        reader.finish();
    }
}

std::vector<const Value *> CompiledIntegration::fieldsOf(const Object *lead) const
{
    std::vector<const Value *> fields(m_slots.size(), nullptr);
    if (!lead)
        return fields;
    for (const Member &member : *lead)
        if (const auto found = m_slotOf.find(member.first); found != m_slotOf.end())
            fields[found->second] = &member.second;
    return fields;
}

bool CompiledIntegration::renderUrl(const StepPlan &step, const Endpoint &endpoint, RenderContext &context,
                                    std::string &url) const
{
    RenderTrace::Frame urlFrame(context.trace, RequestSpan::Part::Url, url);
    const bool fromLead = step.url && step.hostIsForeign;
    const bool whole = fromLead && step.url->isOnePlace();
    bool fine = false;
    if (step.url) {
        fine = step.url->append(context, whole ? Escaping::None : Escaping::UrlPart, url);
    } else if (endpoint.baseUrl.append(context, Escaping::None, url)) {
        const std::size_t base = url.size();
        fine = step.path.append(context, Escaping::UrlPart, url);
        if (fine && joinsHost(std::string_view(url).substr(0, base), std::string_view(url).substr(base)))
            fine = context.fail("invalid_url", "a path begins with /",
                                "The path does not begin with a slash, so it would change the host.");
    }
    if (!fine) {
        if (context.problem.field.empty())
            context.problem.field = "url";
        return false;
    }
    bool ownHost = false;
    if (whole) {
        // A fragment is the reader's own affair and never sent (RFC 3986, 3.5).
        std::string reference = url.substr(0, url.find('#'));
        const std::size_t given = reference.size();
        if (!hasScheme(reference)) {
            std::string base;
            if (!endpoint.baseUrl.append(context, Escaping::None, base))
                return false;
            ownHost = !reference.starts_with("//") && !endpoint.baseUrl.usesForeignValues();
            reference = resolvedReference(base, reference);
        }
        if (context.trace && reference != url) {
            std::vector<std::size_t> places(url.size() + 1);
            const std::size_t shift = reference.size() - std::min(reference.size(), given);
            for (std::size_t i = 0; i < places.size(); ++i)
                places[i] = std::min(i + shift, std::max<std::size_t>(reference.size(), 1) - 1);
            context.trace->moved(url, 0, places);
        }
        url = std::move(reference);
    }
    if (step.query) {
        std::string query;
        RenderTrace::Frame queryFrame(context.trace, RequestSpan::Part::Url, query);
        if (!step.query->append(context, query))
            return false;
        if (!query.empty()) {
            url += url.find('?') == std::string::npos ? '?' : '&';
            queryFrame.shiftedBy(url.size());
            url += query;
        }
    }
    if (!fromLead)
        return true;
    const auto parts = splitUrl(url);
    const std::string which = whole ? "The URL of " + step.url->onePlace() : std::string("The URL");
    if (!parts) {
        context.fail("invalid_url", parts.error().rule, which + " cannot be used: " + parts.error().message);
        context.problem.field = "url";
        return false;
    }
    const bool allowed =
        ownHost || std::any_of(m_hosts.begin(), m_hosts.end(), [&](const std::string &host) {
            return parts->host == host || (host.starts_with('.') && parts->host.ends_with(host));
        });
    if (!allowed) {
        context.fail("invalid_url", "allowed_hosts",
                     which + " names the host \"" + parts->host +
                         "\", which is not among the document's \"allowed_hosts\".");
        context.problem.field = "url";
    }
    return allowed;
}

/// False, with the problem, for a lead that the step refuses.
bool CompiledIntegration::accepts(const StepPlan &step, RenderContext &context)
{
    for (const StepPlan::Refusal &refusal : step.refusals) {
        bool holds = false;
        if (!conditionHolds(refusal.when, context, holds)) {
            context.problem.field = refusal.field;
            return false;
        }
        if (holds) {
            context.problem = Error{"refused_lead", refusal.field, refusal.code, refusal.sentence};
            return false;
        }
    }
    return true;
}

bool CompiledIntegration::assemble(const StepPlan &step, const Endpoint *endpoint, RenderContext &context,
                                   Draft &draft) const
{
    if (context.trace)
        context.trace->restart();
    context.made.clear(); // one may hold a signature that is known only now
    if (!accepts(step, context) && !context.goesOn())
        return false;
    RenderedRequest &request = draft.request;
    request = {};
    request.method = step.method;
    if (!endpoint) {
        context.problem = noEndpoint(context.input.live);
        if (!context.goesOn())
            return false;
    } else if (!renderUrl(step, *endpoint, context, request.url)) {
        if (!context.goesOn())
            return false;
    } else if (auto parts = splitUrl(request.url)) {
        draft.parts = std::move(*parts);
    } else {
        context.problem = parts.error();
        context.problem.field = "url";
        if (!context.goesOn())
            return false;
    }
    if (step.body) {
        request.body.reserve(1024);
        const RenderTrace::Frame frame(context.trace, RequestSpan::Part::Body, request.body);
        if (!step.body->append(context, request.body) && !context.goesOn())
            return false;
    }
    request.headers.reserve(step.headers.size() + step.signatures.size() + 4);
    request.headers.emplace_back("Host", draft.parts.authority);
    if (!step.authentications.empty()) {
        const std::string &target = draft.parts.pathAndQuery;
        const std::size_t query = std::min(target.find('?'), target.size());
        RequestSoFar soFar;
        soFar.method = request.method;
        soFar.path = std::string_view(target).substr(0, query);
        soFar.query = std::string_view(target).substr(std::min(query + 1, target.size()));
        for (const auto &authentication : step.authentications)
            if (!authentication->addHeaders(context, soFar, request.headers)) {
                if (context.problem.field.empty())
                    context.problem.field = "authentication";
                if (!context.goesOn())
                    return false;
            }
    }
    Cell cell;
    for (const auto &row : step.headers) {
        std::string value;
        const RenderTrace::Frame frame(context.trace, RequestSpan::Part::Header, value,
                                       request.headers.size());
        const Row::Result result = row->evaluate(context, cell);
        if (result == Row::Result::Fail)
            return false;
        if (result == Row::Result::Omit)
            continue;
        value = cell.text();
        if (!isHeaderValue(value)) {
            context.fail("header_injection", "no control characters",
                         "The value for the header \"" + row->target() + "\" has a control character.");
            if (!context.goesOnWithout(row->target()))
                return false;
            continue;
        }
        context.wrote(context.lastRow(), value, 0);
        request.headers.emplace_back(row->target(), std::move(value));
    }
    return true;
}

namespace {

void appendQuery(std::string &url, std::string_view query)
{
    if (query.empty())
        return;
    url += url.find('?') == std::string::npos ? '?' : '&';
    url += query;
}

/// Secrets that stand in a text as they are, and what was made of them, become {{name}}.
std::string hiddenIn(std::string text, const RenderContext &context)
{
    std::vector<std::pair<std::string, std::string>> forms = context.hidden;
    if (context.input.secrets)
        for (const auto &[name, secret] : *context.input.secrets)
            for (const Escaping escaping : {Escaping::None, Escaping::Form, Escaping::UrlPart,
                                            Escaping::JsonText, Escaping::XmlAttribute}) {
                std::string form;
                if (!secret.isEmpty() && appendEscaped(escaping, secret.reveal(), form))
                    forms.emplace_back(std::move(form), "{{" + name + "}}");
            }
    std::stable_sort(forms.begin(), forms.end(),
                     [](const auto &a, const auto &b) { return a.first.size() > b.first.size(); });
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto form = std::find_if(forms.begin(), forms.end(), [&](const auto &one) {
            return !one.first.empty() && text.compare(at, one.first.size(), one.first) == 0;
        });
        if (form == forms.end()) {
            out += text[at++];
        } else {
            out += form->second;
            at += form->first.size();
        }
    }
    return out;
}

} // namespace

/// What the body's format asks for (SOAPAction, Content-Type), where no row says it.
bool CompiledIntegration::addBodyHeaders(const StepPlan &step, RenderContext &context, Headers &headers) const
{
    Headers own;
    if (!step.body->appendHeaders(context, own))
        return false;
    for (auto &[header, value] : own)
        if (!findHeader(headers, header))
            headers.emplace_back(std::move(header), std::move(value));
    if (step.setsContentType)
        return true;
    std::string type;
    if (!step.body->appendContentType(context, type))
        return false;
    headers.emplace_back("Content-Type", std::move(type));
    return true;
}

bool CompiledIntegration::sign(const StepPlan &step, const Endpoint *endpoint, RenderContext &context,
                               Draft &draft, std::vector<SignatureTrace> *traces, bool plain) const
{
    // What a signature can read: the request as it will be sent, as far as it is known.
    std::string url;
    UrlParts parts;
    Headers headers;
    RequestSoFar soFar;
    const auto look = [&] {
        const RenderedRequest &request = draft.request;
        url = request.url;
        appendQuery(url, draft.query);
        if (auto split = splitUrl(url))
            parts = std::move(*split);
        headers = request.headers;
        headers.insert(headers.end(), draft.added.begin(), draft.added.end());
        if (step.body)
            addBodyHeaders(step, context, headers);
        if (sendsLength(step))
            headers.emplace_back("Content-Length", std::to_string(request.body.size()));
        const std::size_t query = std::min(parts.pathAndQuery.find('?'), parts.pathAndQuery.size());
        soFar.method = request.method;
        soFar.path = std::string_view(parts.pathAndQuery).substr(0, query);
        soFar.query =
            std::string_view(parts.pathAndQuery).substr(std::min(query + 1, parts.pathAndQuery.size()));
        soFar.host = parts.authority;
        soFar.body = request.body;
        soFar.url = url;
        soFar.headers = &headers;
        context.request = &soFar;
    };
    const auto appendTo = [](std::string &query, std::string_view pair) {
        if (!pair.empty())
            query.append(query.empty() ? "" : "&").append(pair);
    };
    for (const auto &signature : step.signatures) {
        std::string pair;
        Headers time = draft.request.headers;
        time.insert(time.end(), draft.added.begin(), draft.added.end());
        const std::size_t known = time.size();
        signature->appendTimestamp(context, time, pair);
        draft.added.insert(draft.added.end(), time.begin() + static_cast<std::ptrdiff_t>(known), time.end());
        appendTo(draft.query, pair);
        look();
        MadeSignature made;
        const bool fine = signature->make(context, made);
        if (traces) {
            SignatureTrace trace;
            trace.path = signature->path();
            trace.stringToSign = plain ? made.stringToSign : hiddenIn(made.stringToSign, context);
            trace.signature = made.value;
            if (!fine) {
                context.problem.field = signature->name();
                trace.problem = std::exchange(context.problem, {});
            }
            traces->push_back(std::move(trace));
            if (!fine)
                continue;
        } else if (!fine) {
            context.problem.field = signature->name();
            return false;
        }
        for (auto &[name, value] : made.headers) {
            // RFC 9421: several signatures are members of one dictionary
            const auto same =
                std::find_if(draft.added.begin(), draft.added.end(), [&name = name](const auto &one) {
                    return one.first == name && (name == "Signature-Input" || name == "Signature");
                });
            if (same != draft.added.end() && made.headers.size() == 2)
                same->second += ", " + value;
            else
                draft.added.emplace_back(name, std::move(value));
        }
        appendTo(draft.query, made.query);
        if (!signature->id().empty() && step.signaturesUsed.contains(signature->id())) {
            context.signatures[signature->id()] = made.value;
            context.request = nullptr;
            if (!assemble(step, endpoint, context, draft))
                return false;
        }
    }
    for (const auto &authentication : step.authentications) {
        if (!authentication->coversRequest())
            continue;
        look();
        std::string query;
        if (!authentication->finish(context, soFar, draft.added, query)) {
            if (context.problem.field.empty())
                context.problem.field = "authentication";
            if (!context.trace)
                return traces != nullptr;
            context.trace->problem(std::exchange(context.problem, {}));
        }
        appendTo(draft.query, query);
    }
    context.request = nullptr;
    return true;
}

Result<RenderedRequest> CompiledIntegration::renderRequest(StepKind step, const RenderInput &input,
                                                           std::vector<SignatureTrace> *traces,
                                                           bool plain) const
{
    const StepPlan *found = plan(step);
    if (!found)
        return noSuchStep(step);
    const std::optional<Endpoint> &endpoint = input.live ? m_live : m_test;
    if (!endpoint)
        return noEndpoint(input.live);
    const auto fields = fieldsOf(input.lead);
    RenderContext context = contextOf(step, input, fields, endpoint);
    RenderedRequest request;
    if (!produce(*found, &*endpoint, context, traces, plain, request))
        return context.problem;
    return request;
}

Explanation CompiledIntegration::explain(StepKind step, const RenderInput &input) const
{
    Explanation explanation;
    const StepPlan *found = plan(step);
    if (!found) {
        explanation.problems.push_back(noSuchStep(step));
        return explanation;
    }
    const std::optional<Endpoint> &endpoint = input.live ? m_live : m_test;
    RenderTrace trace;
    const auto fields = fieldsOf(input.lead);
    RenderContext context = contextOf(step, input, fields, endpoint);
    context.trace = &trace;
    std::vector<SignatureTrace> signatures;
    produce(*found, endpoint ? &*endpoint : nullptr, context, &signatures, false, explanation.request);
    for (SignatureTrace &signature : signatures)
        trace.signature(std::move(signature));
    trace.into(explanation);
    return explanation;
}

bool CompiledIntegration::produce(const StepPlan &step, const Endpoint *endpoint, RenderContext &context,
                                  std::vector<SignatureTrace> *traces, bool plain,
                                  RenderedRequest &request) const
{
    Draft draft;
    if (!assemble(step, endpoint, context, draft))
        return false;
    if ((!step.signatures.empty() || !step.authentications.empty()) &&
        !sign(step, endpoint, context, draft, traces, plain))
        return false;
    request = std::move(draft.request);
    appendQuery(request.url, draft.query);
    std::move(draft.added.begin(), draft.added.end(), std::back_inserter(request.headers));
    if (step.body && !addBodyHeaders(step, context, request.headers) && !context.goesOn())
        return false;
    if (sendsLength(step))
        request.headers.emplace_back("Content-Length", std::to_string(request.body.size()));
    return context.trace || carry(step, context, request);
}

void CompiledIntegration::compileCarry(ObjectReader &in, StepPlan &step, CompileContext &context)
{
    const Object *carry = in.object("carry");
    if (!carry)
        return;
    // What is carried is stored with the lead, in clear.
    std::set<std::string> secrets;
    std::swap(secrets, context.secrets);
    for (const auto &[name, value] : *carry) {
        ObjectReader reader(value, in.pathOf("carry") + '.' + name, context.problems);
        if (!reader.isObject())
            continue;
        step.carry.push_back(Row::compile(reader, name, context));
        reader.finish();
        if (!context.secrets.empty())
            context.problems.add("not_available", reader.path(), "no secret",
                                 "A carried value may not be made of a secret.");
        context.secrets.clear();
    }
    std::swap(secrets, context.secrets);
}

bool CompiledIntegration::carry(const StepPlan &step, RenderContext &context, RenderedRequest &request) const
{
    Cell cell;
    for (const auto &row : step.carry) {
        const Row::Result result = row->evaluate(context, cell);
        if (result == Row::Result::Fail)
            return false;
        if (result == Row::Result::Write)
            request.carried.insert_or_assign(row->target(), shownText(cell));
    }
    return true;
}

Result<std::vector<SignatureTrace>> CompiledIntegration::traces(StepKind step, const RenderInput &input,
                                                                bool plain) const
{
    std::vector<SignatureTrace> out;
    auto request = renderRequest(step, input, &out, plain);
    if (!request)
        return request.errors();
    return out;
}

TlsOptions CompiledIntegration::tls(bool live) const
{
    const std::optional<Endpoint> &endpoint = live ? m_live : m_test;
    TlsOptions out = m_tls;
    if (!endpoint)
        return out;
    if (!endpoint->tls.clientCertificate.empty()) {
        out.clientCertificate = endpoint->tls.clientCertificate;
        out.clientKey = endpoint->tls.clientKey;
        out.clientKeyPassword = endpoint->tls.clientKeyPassword;
    }
    if (!endpoint->tls.pinnedPublicKeys.empty())
        out.pinnedPublicKeys = endpoint->tls.pinnedPublicKeys;
    return out;
}

Result<void> CompiledIntegration::verify(StepKind step, const InboundRequest &request,
                                         const RenderInput &input) const
{
    const StepPlan *found = plan(step);
    if (!found)
        return noSuchStep(step);
    const std::optional<Endpoint> &endpoint = input.live ? m_live : m_test;
    const auto fields = fieldsOf(input.lead);
    const std::size_t query = std::min(request.target.find('?'), request.target.size());
    const std::string *host = findHeader(request.headers, "Host");
    const std::string url = "https://" + (host ? *host : std::string()) + request.target;
    RequestSoFar soFar;
    soFar.method = request.method;
    soFar.path = std::string_view(request.target).substr(0, query);
    soFar.query = std::string_view(request.target).substr(std::min(query + 1, request.target.size()));
    soFar.host = host ? std::string_view(*host) : std::string_view();
    soFar.body = request.body;
    soFar.url = url;
    soFar.headers = &request.headers;
    RenderInput needed = input;
    needed.secretsRequired = true; // a mark in a secret's place must never count as the secret
    {
        RenderContext context = contextOf(step, needed, fields, endpoint);
        Headers expected;
        for (const auto &authentication : found->authentications)
            if (!authentication->addHeaders(context, soFar, expected))
                return context.problem;
        for (const auto &[header, value] : expected) {
            const std::string *given = findHeader(request.headers, header);
            if (!given)
                return Error{"missing_header", header, "required",
                             "The request does not say who sends it: the header \"" + header +
                                 "\" is missing."};
            if (!sameBytes(*given, value))
                return Error{"authentication_mismatch", header, "the step's authentication",
                             "The request does not come from the buyer: the header \"" + header +
                                 "\" is wrong."};
        }
        std::string asked;
        if (found->query && found->saysWho && !found->query->append(context, asked))
            return context.problem;
        const Parameters given = formParameters(soFar.query);
        for (const auto &one : formParameters(asked))
            if (std::none_of(given.begin(), given.end(), [&one](const auto &other) {
                    return other.first == one.first && sameBytes(other.second, one.second);
                }))
                return Error{"authentication_mismatch", one.first, "the step's authentication",
                             "The request does not come from the buyer: the parameter \"" + one.first +
                                 "\" is missing or wrong."};
    }
    for (const auto &signature : found->signatures) {
        const auto signedAt = signature->signedAt(soFar);
        if (!signedAt)
            return signedAt.errors();
        RenderInput then = needed;
        if (*signedAt) {
            then.time = **signedAt;
            const Micros age = input.time - then.time;
            const Micros tolerance = signature->tolerance();
            if (tolerance.count() > 0 && (age > tolerance || -age > tolerance))
                return Error{age > tolerance ? "timestamp_too_old" : "timestamp_too_new", signature->name(),
                             "tolerance_s", "The request was signed too long ago, or in the future."};
        }
        // A recipe that names a variable needs the environment's.
        RenderContext context = contextOf(step, then, fields, endpoint);
        context.request = &soFar;
        if (auto checked = signature->verify(context); !checked)
            return checked;
    }
    return {};
}

Interpretation CompiledIntegration::interpret(StepKind step, const BuyerResponse &response,
                                              const RenderInput *about) const
{
    const StepPlan *found = plan(step);
    if (found && found->response)
        return withContext(step, about, [&](RenderContext *context) {
            return found->response->interpret(response, m_currency, context);
        });
    Interpretation none;
    none.reason = {"unrecognised_answer", "The integration has no step \"" + std::string(name(step)) + "\"."};
    return none;
}

ReadingTrace CompiledIntegration::examine(StepKind step, const BuyerResponse &response,
                                          const RenderInput *about) const
{
    const StepPlan *found = plan(step);
    if (found && found->response)
        return withContext(step, about, [&](RenderContext *context) {
            return found->response->examine(response, m_currency, context);
        });
    ReadingTrace none;
    none.reading = interpret(step, response, about);
    return none;
}

} // namespace

Result<std::vector<SignatureTrace>> plainSignatures(const Integration &integration, StepKind step,
                                                    const RenderInput &input)
{
    // fromValue makes no other kind.
    return static_cast<const CompiledIntegration &>(integration).traces(step, input, true);
}

Result<std::shared_ptr<const Integration>> Integration::fromValue(const Value &document)
{
    auto current = migratedDocument(document);
    if (!current)
        return current.errors();
    Problems problems;
    auto integration = std::make_shared<CompiledIntegration>(std::move(*current));
    integration->compile(problems);
    if (!problems.empty())
        return problems.errors();
    return std::shared_ptr<const Integration>(std::move(integration));
}

Result<std::shared_ptr<const Integration>> Integration::fromJson(std::string_view text)
{
    auto document = parseJson(text);
    if (!document)
        return document.errors();
    return fromValue(*document);
}

} // namespace bourse::domain
