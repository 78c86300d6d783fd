// From a document to a compiled integration.
#include "domain/integration/compiledintegration.h"
#include "domain/integration/coding.h"
#include "domain/integration/documentparts.h"
#include "domain/integration/namedvalue.h"
#include "domain/json/json.h"
#include "domain/lead/reason.h"
#include <algorithm>

namespace bourse::domain {
namespace {

constexpr std::size_t kMostLookups = 10; ///< behind the first

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

} // namespace

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
    context.tables = readTables(in);
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
            if (*kind == StepKind::Lookup)
                compileFurtherLookups(member.second, context);
        }
        if (steps->empty())
            problems.add("required", "steps", "at least one step", "The document has no step.");
        compileImpliedAuth(*steps, context);
    }
    compileWaiting(context.values, context);
    std::set<std::string> names;
    for (std::size_t i = 0; i < m_steps.size(); ++i)
        if (m_steps[i]) {
            const auto kind = static_cast<StepKind>(i);
            names.emplace(name(kind));
            for (const auto &further : m_steps[i]->then)
                names.insert(name(StepId(kind, further->name)));
        }
    readSamples(in, &names);
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

/// The look-ups under "then" of the first one, in order.
void CompiledIntegration::compileFurtherLookups(const Value &first, CompileContext &context)
{
    StepPlan *const plan = m_steps[static_cast<std::size_t>(StepKind::Lookup)].get();
    if (!plan || !first.isObject() || !first.find("then"))
        return;
    ObjectReader reader(first, "steps.lookup", context.problems);
    const Array *list = reader.array("then");
    std::set<std::string> names;
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        const std::string path = reader.pathOf("then") + '[' + std::to_string(i) + ']';
        if (i == kMostLookups) {
            context.problems.add("too_many", path, "at most " + std::to_string(kMostLookups),
                                 "The document has too many look-ups.");
            return;
        }
        auto one = compileStep((*list)[i], path, StepKind::Lookup, context);
        if (!one->name.empty() && !names.insert(one->name).second)
            context.problems.add("duplicate_id", path + ".name", "unique names",
                                 "Another look-up has the name \"" + one->name + "\".");
        plan->then.push_back(std::move(one));
    }
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
    const auto look = [&](const Value &step, const std::string &at) {
        if (const Value *own = step.find("authentication"); own && !call) {
            path = at + ".authentication";
            call = impliedTokenCall(*own);
        }
    };
    for (const Member &member : steps) {
        look(member.second, "steps." + member.first);
        const Value *then = member.second.find("then");
        for (std::size_t i = 0; then && then->isArray() && i < then->asArray()->size(); ++i)
            look((*then->asArray())[i], "steps." + member.first + ".then[" + std::to_string(i) + ']');
    }
    if (!call)
        return;
    auth = compileStep(Value(std::move(*call)), path, StepKind::Auth, context);
    m_impliedAuth = true;
}

/// A sale can be returned, or its person become a customer, only after it was made.
static void refuseLaterOutcomes(const Value &response, const std::string &path, Problems &problems)
{
    const Value *rules = response.find("rules");
    const Array *list = rules ? rules->asArray() : nullptr;
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        const Value *outcome = (*list)[i].find("outcome");
        const auto reading = outcome ? readingFromName(outcome->toText()) : std::nullopt;
        if (reading == Reading::Returned || reading == Reading::Converted)
            problems.add("not_a_choice", path + ".rules[" + std::to_string(i) + "].outcome",
                         "only of callback and status",
                         "Only a callback or a status can say \"" + outcome->toText() + "\" of a sale.");
    }
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
        if (step != StepKind::Callback && step != StepKind::Status)
            refuseLaterOutcomes(*response, in.pathOf("response"), problems);
    }
    if (step == StepKind::Callback)
        plan->callback = CallbackPlan::compile(in, context);
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
        if (in.path().ends_with(']')) {
            plan.name = in.requireText("name");
            if (!plan.name.empty() && !isSlug(plan.name))
                context.problems.add("not_a_slug", in.pathOf("name"), "a-z 0-9 - _, at most 64",
                                     "A look-up's name may have only small letters, digits, - and _.");
        } else {
            in.get("then"); // compileFurtherLookups() reads it
        }
        plan.before = in.choice("before", {"ping", "post"}) == "post" ? StepKind::Post : StepKind::Ping;
        plan.failureSuppresses = in.choice("on_failure", {"go_on", "suppress"}) == "suppress";
    }
    if (step == StepKind::Status)
        plan.polling = Polling{std::chrono::milliseconds(in.integer("interval_ms", 60'000, 1, 86'400'000)),
                               static_cast<int>(in.integer("attempts", 1, 1, 1'000))};
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
