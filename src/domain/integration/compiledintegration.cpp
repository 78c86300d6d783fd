// From a document to a compiled integration, and its two pure functions.
#include "domain/integration/coding.h"
#include "domain/integration/documentparts.h"
#include "domain/integration/plan.h"
#include "domain/integration/rendertrace.h"
#include "domain/integration/response.h"
#include "domain/integration/wiretext.h"
#include "domain/json/json.h"
#include <algorithm>
#include <array>

namespace bourse::domain {
namespace {

/// A recipe: what is signed, with what, and which header it goes into.
struct Signature {
    std::string path; ///< in the document
    std::string header;
    Digest digest = Digest::Sha256;
    bool keyed = true;
    std::string secret;
    std::string secretEncoding;
    std::vector<std::unique_ptr<RowSource>> parts;
    std::string output;
    std::string before;
};

struct StepPlan {
    std::string method;
    std::optional<Template> url;
    Template path;
    std::unique_ptr<BodyPlan> query;
    std::vector<std::unique_ptr<Row>> headers;
    bool setsContentType = false;
    std::unique_ptr<BodyPlan> body;
    std::vector<Signature> signatures;
    std::optional<Micros> timeLimit;
    std::unique_ptr<ResponsePlan> response;
    std::set<std::string> fieldsSent;
    std::optional<RenderCondition> when; ///< to send it at all
    Micros waitBefore{};
    StepKind before = StepKind::Ping; ///< Lookup only: what it precedes
    bool failureSuppresses = false;   ///< Lookup only
    std::optional<Polling> polling;   ///< Status only
};

struct Endpoint {
    Template baseUrl;
    std::vector<Value> variables;
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
    Result<RenderedRequest> render(StepKind step, const RenderInput &input) const override;
    Interpretation interpret(StepKind step, const BuyerResponse &response) const override;
    Explanation explain(StepKind step, const RenderInput &input) const override;
    ReadingTrace examine(StepKind step, const BuyerResponse &response) const override;

  private:
    const StepPlan *plan(StepKind step) const { return m_steps[static_cast<std::size_t>(step)].get(); }
    void compileEndpoints(ObjectReader &in, const Object &variables, CompileContext &context);
    std::unique_ptr<StepPlan> compileStep(const Value &value, const std::string &path, StepKind step,
                                          CompileContext &context);
    void compileOrder(ObjectReader &in, StepPlan &plan, StepKind step, CompileContext &context);
    void compileHeaders(ObjectReader &in, StepPlan &step, CompileContext &context);
    void compileSignatures(ObjectReader &in, StepPlan &step, CompileContext &context);
    std::vector<const Value *> fieldsOf(const Object *lead) const;
    bool renderUrl(const StepPlan &step, const Endpoint &endpoint, RenderContext &context,
                   std::string &url) const;
    /// Both render() and explain(): fills `request`. Without a trace it ends at the first problem, which the
    /// context then holds.
    bool produce(const StepPlan &plan, const Endpoint *endpoint, RenderContext &context,
                 RenderedRequest &request) const;
    bool sign(const Signature &signature, RenderContext &context, std::string &text, std::string &out) const;

    Value m_document;
    std::string m_slug;
    std::string m_label;
    Currency m_currency;
    bool m_resendSafe = false;
    std::set<std::string> m_secrets;
    std::vector<std::string> m_hosts; ///< that a URL taken from a lead may name
    std::vector<std::pair<std::string, std::size_t>> m_slots;
    std::unordered_map<std::string_view, std::size_t> m_slotOf; ///< views into m_slots
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

    CompileContext context{problems, {}, {}, {}, {}, nullptr, 0};
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
            const Object *entries = member.second.asObject();
            if (entries)
                context.tables.emplace(member.first, *entries);
            else
                problems.add("wrong_type", "tables." + member.first, "object",
                             "A table is an object: key to value.");
        }
    if (const Array *hosts = in.array("allowed_hosts"))
        for (const Value &host : *hosts)
            m_hosts.push_back(host.toText());
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
    }
    std::set<StepKind> kinds;
    for (std::size_t i = 0; i < m_steps.size(); ++i)
        if (m_steps[i])
            kinds.insert(static_cast<StepKind>(i));
    readSamples(in, &kinds);
    readSpecification(in);
    readPiiReasons(in);
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
        endpoint.baseUrl = Template::compile(base, reader.pathOf("base_url"), context);
        if (endpoint.baseUrl.usesForeignValues())
            context.problems.add("invalid_template", reader.pathOf("base_url"), "variables only",
                                 "The base URL may hold variables, but no value of a lead.");
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
        reader.finish();
        return endpoint;
    };
    m_live = one("live");
    m_test = one("test");
    both.finish();
}

std::unique_ptr<StepPlan> CompiledIntegration::compileStep(const Value &value, const std::string &path,
                                                           StepKind step, CompileContext &context)
{
    Problems &problems = context.problems;
    auto plan = std::make_unique<StepPlan>();
    ObjectReader in(value, path, problems);
    if (!in.isObject())
        return plan;
    context.fieldsSent = &plan->fieldsSent;
    plan->method = in.choice("method", {"POST", "GET", "PUT", "PATCH", "DELETE"});
    if (const Value *url = in.get("url")) {
        const std::string *text = url->asString();
        plan->url = Template::compile(text ? *text : std::string(), in.pathOf("url"), context);
        if (!text || text->empty())
            problems.add("wrong_type", in.pathOf("url"), "text, not empty",
                         "The URL is an absolute URL template.");
        if (plan->url->isOnePlace() && plan->url->usesForeignValues() && m_hosts.empty())
            problems.add("required", "allowed_hosts", "hosts that a lead's URL may name",
                         "A URL taken from a lead needs \"allowed_hosts\".");
    }
    plan->path = Template::compile(in.text("path"), in.pathOf("path"), context);
    const bool percent = in.choice("query_space", {"plus", "percent"}) == "percent";
    if (const Array *rows = in.array("query"))
        plan->query = compileFormRows(*rows, in.pathOf("query"), percent, context);
    compileHeaders(in, *plan, context);
    if (const Value *body = in.get("body"))
        plan->body = compileBody(*body, in.pathOf("body"), context);
    compileSignatures(in, *plan, context);
    if (const std::int64_t limit = in.integer("time_limit_ms", 0, 0, 600'000); limit > 0)
        plan->timeLimit = std::chrono::milliseconds(limit);
    if (step == StepKind::Post)
        m_resendSafe = in.boolean("resend_safe", false);
    compileOrder(in, *plan, step, context);
    if (const Value *response = in.require("response"))
        plan->response = ResponsePlan::compile(*response, in.pathOf("response"), problems);
    in.text("note");
    in.finish();
    context.fieldsSent = nullptr;
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
    RenderContext context{input, step, fields, endpoint ? endpoint->variables : m_variables};
    const auto holds = conditionHolds(*found->when, context);
    if (!holds) {
        context.problem.field = "when";
        return context.problem;
    }
    return *holds;
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
        Signature signature;
        signature.path = reader.path();
        signature.header = reader.requireText("header");
        if (!signature.header.empty() && !isHeaderName(signature.header))
            context.problems.add("invalid_target", reader.pathOf("header"), "RFC 9110 token",
                                 "\"" + signature.header + "\" is not a header's name.");
        const std::string algorithm =
            reader.choice("algorithm", {"hmac-sha256", "hmac-sha512", "hmac-sha1", "hmac-md5", "sha256",
                                        "sha512", "sha1", "md5"});
        signature.keyed = algorithm.starts_with("hmac-");
        signature.digest = *digestFromName(signature.keyed ? algorithm.substr(5) : algorithm);
        if (signature.keyed) {
            signature.secret = reader.requireText("secret");
            context.secrets.insert(signature.secret);
        }
        signature.secretEncoding = reader.choice("secret_encoding", {"text", "hex", "base64"});
        signature.output = reader.choice("output", {"hex", "hex_upper", "base64", "base64url"});
        signature.before = reader.text("before");
        reader.require("parts");
        const Array *parts = reader.array("parts");
        for (std::size_t p = 0; parts && p < parts->size(); ++p)
            signature.parts.push_back(
                compileSource((*parts)[p], reader.pathOf("parts") + '[' + std::to_string(p) + ']', context));
        reader.text("note");
        reader.finish();
        step.signatures.push_back(std::move(signature));
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
    const bool fromLead = step.url && step.url->isOnePlace() && step.url->usesForeignValues();
    const bool fine = step.url ? step.url->append(context, fromLead ? Escaping::None : Escaping::UrlPart, url)
                               : endpoint.baseUrl.append(context, Escaping::None, url) &&
                                     step.path.append(context, Escaping::UrlPart, url);
    if (!fine) {
        if (context.problem.field.empty())
            context.problem.field = "url";
        return false;
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
    const bool allowed =
        parts.ok() && std::any_of(m_hosts.begin(), m_hosts.end(), [&](const std::string &host) {
            return parts->host == host || (host.starts_with('.') && parts->host.ends_with(host));
        });
    if (!allowed) {
        context.fail("invalid_url", "allowed_hosts",
                     "The lead's URL names a host that this buyer's document does not allow.");
        context.problem.field = "url";
    }
    return allowed;
}

bool CompiledIntegration::sign(const Signature &signature, RenderContext &context, std::string &text,
                               std::string &out) const
{
    for (const auto &part : signature.parts) {
        Cell cell;
        if (!part->read(context, cell))
            return false;
        if (cell.missingSecret())
            return context.fail("missing_secret", "secret " + *cell.missingSecret(),
                                "The secret \"" + *cell.missingSecret() + "\", which is signed, is not set.");
        text += cell.text();
    }
    std::string bytes;
    if (signature.keyed) {
        const auto *secrets = context.input.secrets;
        const auto found = secrets ? secrets->find(signature.secret) : decltype(secrets->end()){};
        if (!secrets || found == secrets->end())
            return context.fail("missing_secret", "secret " + signature.secret,
                                "The secret \"" + signature.secret +
                                    "\", which the signature needs, is not set.");
        const auto key = decodeBytes(found->second.reveal(), signature.secretEncoding);
        if (!key)
            return context.fail("invalid_secret", signature.secretEncoding,
                                "The secret \"" + signature.secret + "\" is not " + signature.secretEncoding +
                                    ".");
        bytes = hmacOf(signature.digest, *key, text);
    } else {
        bytes = digestOf(signature.digest, text);
    }
    out = signature.before + encodeBytes(bytes, signature.output);
    return true;
}

Result<RenderedRequest> CompiledIntegration::render(StepKind step, const RenderInput &input) const
{
    const StepPlan *found = plan(step);
    if (!found)
        return noSuchStep(step);
    const std::optional<Endpoint> &endpoint = input.live ? m_live : m_test;
    if (!endpoint)
        return noEndpoint(input.live);
    const auto fields = fieldsOf(input.lead);
    RenderContext context{input, step, fields, endpoint->variables};
    RenderedRequest request;
    if (!produce(*found, &*endpoint, context, request))
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
    if (!endpoint)
        trace.problem(noEndpoint(input.live));
    const auto fields = fieldsOf(input.lead);
    RenderContext context{input, step, fields, endpoint ? endpoint->variables : m_variables};
    context.trace = &trace;
    produce(*found, endpoint ? &*endpoint : nullptr, context, explanation.request);
    trace.into(explanation);
    return explanation;
}

bool CompiledIntegration::produce(const StepPlan &plan, const Endpoint *endpoint, RenderContext &context,
                                  RenderedRequest &request) const
{
    // A problem ends the rendering, unless it is explained.
    const auto goesOn = [&context] {
        if (!context.trace)
            return false;
        if (!context.problem.code.empty())
            context.trace->problem(std::exchange(context.problem, {}));
        return true;
    };
    request.method = plan.method;
    if (endpoint && !renderUrl(plan, *endpoint, context, request.url) && !goesOn())
        return false;
    UrlParts parts;
    if (endpoint) {
        if (auto split = splitUrl(request.url)) {
            parts = std::move(*split);
        } else {
            context.problem = split.error();
            context.problem.field = "url";
            if (!goesOn())
                return false;
        }
    }
    if (plan.body) {
        request.body.reserve(1024);
        const RenderTrace::Frame frame(context.trace, RequestSpan::Part::Body, request.body);
        if (!plan.body->append(context, request.body) && !goesOn())
            return false;
    }

    request.headers.reserve(plan.headers.size() + plan.signatures.size() + 3);
    request.headers.emplace_back("Host", parts.authority);
    Cell cell;
    for (const auto &row : plan.headers) {
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
    if (!plan.signatures.empty()) {
        const std::size_t query = parts.pathAndQuery.find('?');
        const std::string path = parts.pathAndQuery.substr(0, query);
        const std::string search =
            query == std::string::npos ? std::string() : parts.pathAndQuery.substr(query + 1);
        const RequestSoFar soFar{request.method, path, search, parts.authority, request.body};
        context.request = &soFar;
        for (const Signature &signature : plan.signatures) {
            std::string text;
            std::string value;
            const bool fine = sign(signature, context, text, value);
            if (!fine)
                context.problem.field = signature.header;
            if (context.trace)
                context.trace->signature(
                    {signature.path, text, value,
                     fine ? std::nullopt : std::optional(std::exchange(context.problem, {}))});
            else if (!fine)
                return false;
            if (fine)
                request.headers.emplace_back(signature.header, std::move(value));
        }
        context.request = nullptr;
    }
    if (plan.body && !plan.setsContentType)
        request.headers.emplace_back("Content-Type", plan.body->contentType());
    if (plan.body || plan.method == "POST" || plan.method == "PUT" || plan.method == "PATCH")
        request.headers.emplace_back("Content-Length", std::to_string(request.body.size()));
    return true;
}

Interpretation CompiledIntegration::interpret(StepKind step, const BuyerResponse &response) const
{
    const StepPlan *found = plan(step);
    if (found && found->response)
        return found->response->interpret(response, m_currency);
    Interpretation none;
    none.reason = {"unrecognised_answer", "The integration has no step \"" + std::string(name(step)) + "\"."};
    return none;
}

ReadingTrace CompiledIntegration::examine(StepKind step, const BuyerResponse &response) const
{
    const StepPlan *found = plan(step);
    if (found && found->response)
        return found->response->examine(response, m_currency);
    ReadingTrace none;
    none.reading = interpret(step, response);
    return none;
}

} // namespace

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
