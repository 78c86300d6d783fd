// Reading and answering a supplier's request by a compiled document.
#include "domain/integration/inbound.h"
#include "domain/integration/inboundplan.h"
#include "domain/json/json.h"
#include "domain/lead/fieldschema.h"
#include <algorithm>

namespace bourse::domain {
namespace {

constexpr std::array<std::string_view, 3> kActs{"lead", "ping", "post"};
constexpr std::size_t kLongestKey = 512;
constexpr std::size_t kMostBids = 50;

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}

bool isWord(char c)
{
    return (c >= 'a' && c <= 'z') || isUpper(c) || (c >= '0' && c <= '9');
}

/// "First_Name", "firstName" and "first name" as "first_name".
std::string snakeCase(std::string_view name)
{
    std::string out;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        const bool wordBegins = isUpper(c) && i > 0 && isWord(name[i - 1]) && !isUpper(name[i - 1]);
        if ((!isWord(c) || wordBegins) && !out.empty() && out.back() != '_')
            out += '_';
        if (isWord(c))
            out += lower(c);
    }
    while (out.ends_with('_'))
        out.pop_back();
    return out;
}

/// A form that sends every field as a list means its one value.
Value unlisted(const Value &value)
{
    const Array *list = value.asArray();
    return list && list->size() == 1 && !list->front().isObject() ? list->front() : value;
}

std::vector<std::string> textsOf(const Cell &cell)
{
    std::vector<std::string> out;
    if (const Value *structure = cell.structure()) {
        if (const Array *list = structure->asArray())
            for (const Value &one : *list)
                if (std::string text = one.toText(); !text.empty() && out.size() < kMostBids)
                    out.push_back(std::move(text));
    } else if (!cell.isEmpty()) {
        out.emplace_back(cell.text());
    }
    return out;
}

} // namespace

std::string_view name(InboundAct act)
{
    return kActs[static_cast<std::size_t>(act)];
}

std::optional<InboundAct> inboundActFromName(std::string_view name)
{
    const auto at = std::find(kActs.begin(), kActs.end(), name);
    return at == kActs.end() ? std::nullopt : std::optional(static_cast<InboundAct>(at - kActs.begin()));
}

std::string toJson(const InboundReading &reading)
{
    Object out;
    out.append("act", name(reading.act));
    out.append("test", reading.test);
    out.append("lead", reading.fields);
    out.append("ping_id", reading.pingId.empty() ? Value() : Value(reading.pingId));
    out.append("bid_ids", Array(reading.bidIds.begin(), reading.bidIds.end()));
    out.append("event_id", reading.eventId.empty() ? Value() : Value(reading.eventId));
    return writeJson(Value(std::move(out)));
}

const std::vector<std::string_view> &inboundOutcomes()
{
    static const std::vector<std::string_view> kAll{
        "sold",    "unsold",  "rejected", "duplicate",    "suppressed",   "offered",
        "pending", "unknown", "error",    "unauthorised", "rate_limited", "unavailable"};
    return kAll;
}

const std::vector<std::string_view> &inboundFacts()
{
    static const std::vector<std::string_view> kAll{
        "http_status",      "outcome",    "act",        "test",         "status",   "lead_id",
        "ping_id",          "price",      "currency",   "reason",       "sentence", "code",
        "redirect",         "score",      "buyer",      "deduped",      "bids",     "sales",
        "original_lead_id", "created_at", "expires_at", "expires_in_s", "errors",   "error_fields"};
    return kAll;
}

InboundWays InboundWays::compile(const Value &value, const std::string &path, CompileContext &compile)
{
    InboundWays ways;
    const auto one = [&](const Value &item, const std::string &itemPath) {
        ObjectReader in(item, itemPath, compile.problems);
        if (!in.isObject())
            return;
        Way way;
        if (const Value *source = in.require("source"))
            way.source = compileSource(*source, in.pathOf("source"), compile);
        way.transforms =
            compileTransforms(in.get("transforms"), in.pathOf("transforms"), compile.problems, &compile);
        in.text("note");
        in.finish();
        ways.m_ways.push_back(std::move(way));
    };
    if (const Array *list = value.asArray()) {
        for (std::size_t i = 0; i < list->size(); ++i)
            one((*list)[i], path + '[' + std::to_string(i) + ']');
        if (list->empty())
            compile.problems.add("required", path, "at least one", "The list of sources is empty.");
    } else {
        one(value, path);
    }
    return ways;
}

bool InboundWays::read(RenderContext &context, Cell &cell) const
{
    for (const Way &way : m_ways) {
        if (!way.source || !way.source->read(context, cell) ||
            !applyAll(way.transforms, cell, &context, context.problem))
            return false;
        if (!cell.isEmpty())
            return true;
    }
    cell.clear();
    return true;
}

Inbound::Inbound() : m_plan(std::make_unique<Plan>()) {}
Inbound::~Inbound() = default;

Result<std::shared_ptr<const Inbound>> Inbound::fromValue(const Value &document)
{
    std::shared_ptr<Inbound> inbound(new Inbound);
    inbound->m_plan->document = document;
    Problems problems;
    inbound->m_plan->compile(problems);
    if (!problems.empty())
        return problems.errors();
    return std::shared_ptr<const Inbound>(std::move(inbound));
}

Result<std::shared_ptr<const Inbound>> Inbound::fromJson(std::string_view text)
{
    auto document = parseJson(text);
    if (!document)
        return document.errors();
    return fromValue(*document);
}

const std::string &Inbound::slug() const
{
    return m_plan->slug;
}
const std::string &Inbound::label() const
{
    return m_plan->label;
}
const Value &Inbound::document() const
{
    return m_plan->document;
}
const std::vector<InboundPath> &Inbound::paths() const
{
    return m_plan->paths;
}
std::vector<std::string> Inbound::methods() const
{
    return m_plan->methods;
}
bool Inbound::takes(std::string_view method) const
{
    return std::find(m_plan->methods.begin(), m_plan->methods.end(), method) != m_plan->methods.end();
}
std::vector<std::string> Inbound::secretNames() const
{
    return m_plan->proof ? m_plan->proof->secretNames() : std::vector<std::string>();
}
std::vector<std::string> Inbound::fieldsWritten() const
{
    return m_plan->written;
}
bool Inbound::ignoresUnknown() const
{
    return m_plan->ignoresUnknown;
}
bool Inbound::asksForKey() const
{
    return m_plan->key.isSet();
}
bool Inbound::asksForProof() const
{
    return m_plan->proof != nullptr;
}

Result<void> Inbound::verify(const InboundRequest &request, const std::map<std::string, Secret> &secrets,
                             UtcTime now) const
{
    if (!m_plan->proof)
        return {};
    const Object nobody;
    RenderInput input;
    input.lead = &nobody;
    input.secrets = &secrets;
    input.time = now;
    input.live = true;
    return m_plan->proof->verify(StepKind::Callback, request, input);
}

std::shared_ptr<InboundMessage> Inbound::receive(InboundRequest request, InboundRoute route, UtcTime at) const
{
    auto message = std::make_shared<InboundMessage>(std::move(request), std::move(route), at);
    m_plan->decoder.decode(*message);
    return message;
}

std::string Inbound::key(InboundMessage &message) const
{
    return m_plan->within(message, nullptr, nullptr, [&](RenderContext &context) {
        Cell cell;
        if (!m_plan->key.read(context, cell) || !cell.isScalar() || cell.text().size() > kLongestKey)
            return std::string();
        return std::string(cell.text());
    });
}

std::string Inbound::source(InboundMessage &message) const
{
    if (!message.route.source.empty())
        return message.route.source;
    return m_plan->within(message, nullptr, nullptr, [&](RenderContext &context) {
        Cell cell;
        if (!m_plan->source.read(context, cell) || !cell.isScalar() || cell.text().size() > kLongestKey)
            return std::string();
        return std::string(cell.text());
    });
}

Result<InboundReading> Inbound::read(InboundMessage &message, const FieldSchema *vertical) const
{
    if (!message.wrong.empty())
        return message.wrong;
    auto reading = m_plan->within(message, nullptr, nullptr,
                                  [&](RenderContext &context) { return m_plan->read(message, context); });
    if (!reading)
        return reading;
    if (Errors unknown = m_plan->takeOthers(message, vertical, reading->fields); !unknown.empty())
        return unknown;
    return reading;
}

Result<InboundReading> Inbound::Plan::read(const InboundMessage &message, RenderContext &context) const
{
    InboundReading out;
    const auto failed = [&](const char *part) {
        if (context.problem.field.empty())
            context.problem.field = part;
        return context.problem;
    };
    if (message.route.act) {
        out.act = *message.route.act;
    } else {
        bool decided = false;
        for (const ActRule &rule : acts) {
            bool holds = true;
            if (rule.when && !conditionHolds(*rule.when, context, holds))
                return failed("act");
            if (holds) {
                out.act = rule.act;
                decided = true;
                break;
            }
        }
        if (!decided)
            return Error{"unknown_act", "act", "a rule of \"act\" that holds",
                         "The request does not say in a known way what it asks for."};
    }
    if (test && !conditionHolds(*test, context, out.test))
        return failed("test");
    Cell cell;
    if (!pingId.read(context, cell))
        return failed("ping_id");
    if (cell.isScalar() && cell.text().size() <= kLongestKey)
        out.pingId = cell.text();
    Cell bids;
    if (!bidIds.read(context, bids))
        return failed("bid_ids");
    out.bidIds = textsOf(bids);
    Cell event;
    if (!eventId.read(context, event))
        return failed("event_id");
    if (event.isScalar() && event.text().size() <= kLongestKey)
        out.eventId = event.text();
    std::string text;
    if (!mapping->append(context, text))
        return failed("lead");
    auto lead = parseJson(text, {.maxBytes = 4u << 20, .maxDepth = 64});
    if (!lead)
        return lead.errors();
    if (Object *object = lead->asObject())
        out.fields = std::move(*object);
    return out;
}

Errors Inbound::Plan::takeOthers(const InboundMessage &message, const FieldSchema *vertical,
                                 Object &fields) const
{
    const Value *from = valueAt(&message.tree, othersIn);
    if (others != Others::Drop && from && from->isObject())
        for (const Member &member : *from->asObject()) {
            if (taken.contains(member.first))
                continue;
            std::string key = others == Others::AsIs ? member.first : snakeCase(member.first);
            const bool wanted = !vertical || !ignoresUnknown || vertical->find(key);
            if (!key.empty() && wanted && !fields.contains(key))
                fields.append(std::move(key), unlisted(member.second));
        }
    if (!vertical)
        return {};
    Errors unknown;
    Object known;
    known.reserve(fields.size());
    for (Member &member : fields) {
        if (vertical->find(member.first))
            known.append(member.first, std::move(member.second));
        else if (!ignoresUnknown)
            unknown.push_back({"unknown_field", member.first, "a field of the vertical",
                               "The field \"" + member.first + "\" is not one of the vertical's."});
    }
    fields = std::move(known);
    return unknown;
}

Result<std::optional<InboundAnswer>> Inbound::answer(InboundMessage &message, const InboundReading *reading,
                                                     const InboundOutcome &outcome) const
{
    const Value facts(outcome.facts);
    return m_plan->within(message, reading ? &reading->fields : nullptr, &facts,
                          [&](RenderContext &context) { return m_plan->answer(outcome, context); });
}

Result<std::optional<InboundAnswer>> Inbound::Plan::answer(const InboundOutcome &outcome,
                                                           RenderContext &context) const
{
    for (const AnswerRule &rule : answers) {
        const auto among = [](const auto &list, const auto &one) {
            return list.empty() || std::find(list.begin(), list.end(), one) != list.end();
        };
        if (!among(rule.outcomes, outcome.name) || !among(rule.acts, outcome.act))
            continue;
        bool holds = true;
        if (rule.when && !conditionHolds(*rule.when, context, holds))
            return context.problem;
        if (!holds)
            continue;
        InboundAnswer out;
        out.status = rule.status;
        if (rule.body) {
            if (!rule.body->append(context, out.body) ||
                !rule.body->appendContentType(context, out.contentType))
                return context.problem;
        }
        return std::optional(std::move(out));
    }
    return std::optional<InboundAnswer>();
}

} // namespace bourse::domain
