// From an inbound document to its plan.
#include "domain/integration/inboundplan.h"
#include "domain/integration/documentparts.h"
#include "domain/integration/namedvalue.h"
#include "domain/lead/memberreader.h"
#include <algorithm>

namespace bourse::domain {
namespace {

constexpr std::size_t kMostPaths = 50;
constexpr std::size_t kMostAnswers = 200;
constexpr int kVersion = 1;

/// Segments of unreserved characters, none of them empty or made of dots.
bool isPath(std::string_view path)
{
    if (path.size() < 2 || path.size() > 200 || path.front() != '/')
        return false;
    for (path.remove_prefix(1);;) {
        const std::size_t slash = std::min(path.find('/'), path.size());
        const std::string_view segment = path.substr(0, slash);
        if (segment.empty() || segment.find_first_not_of('.') == std::string_view::npos)
            return false;
        for (const char c : segment)
            if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                  c == '_' || c == '.' || c == '~'))
                return false;
        if (slash == path.size())
            return true;
        path.remove_prefix(slash + 1);
    }
}

/// Paths that are our own.
bool isReserved(std::string_view path)
{
    return path == "/v1" || path.starts_with("/v1/") || path == "/healthz" || path.starts_with("/healthz/");
}

/// Texts of a list, or a single one.
std::vector<std::pair<std::string, std::string>> wordsOf(const Value *value, const std::string &path,
                                                         Problems &problems)
{
    std::vector<std::pair<std::string, std::string>> out;
    const auto add = [&](const Value &one, const std::string &at) {
        if (const std::string *text = one.asString())
            out.emplace_back(*text, at);
        else
            problems.add("wrong_type", at, "text", "A text is expected here.");
    };
    if (!value)
        return out;
    if (const Array *list = value->asArray())
        for (std::size_t i = 0; i < list->size(); ++i)
            add((*list)[i], path + '[' + std::to_string(i) + ']');
    else
        add(*value, path);
    return out;
}

std::optional<InboundAct> readAct(const std::string &word, const std::string &path, Problems &problems)
{
    auto act = inboundActFromName(word);
    if (!act)
        problems.add("not_a_choice", path, "lead, ping, post", "\"" + word + "\" is not an act.");
    return act;
}

} // namespace

void Inbound::Plan::compilePaths(ObjectReader &in)
{
    Problems &problems = in.problems();
    const Array *list = in.array("paths");
    std::set<std::string> seen;
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        const std::string at = in.pathOf("paths") + '[' + std::to_string(i) + ']';
        if (i == kMostPaths) {
            problems.add("too_many", at, "at most " + std::to_string(kMostPaths),
                         "There are too many paths.");
            return;
        }
        InboundPath path;
        const Value &one = (*list)[i];
        if (const std::string *text = one.asString()) {
            path.path = *text;
        } else {
            ObjectReader reader(one, at, problems);
            path.path = reader.requireText("path");
            if (const Value *act = reader.get("act"))
                path.act = readAct(act->toText(), reader.pathOf("act"), problems);
            reader.text("note");
            reader.finish();
        }
        path.withRest = path.path.ends_with("/*");
        if (path.withRest)
            path.path.resize(path.path.size() - 2);
        if (!isPath(path.path))
            problems.add("invalid_path", at, "/segment/segment, with /* at the end for any rest",
                         "\"" + path.path + "\" is not a path that can be answered on.");
        else if (isReserved(path.path))
            problems.add("reserved_path", at, "not /v1 or /healthz",
                         "\"" + path.path + "\" is one of the program's own paths.");
        else if (!seen.insert(path.path).second)
            problems.add("duplicate_path", at, "unique paths",
                         "The path \"" + path.path + "\" stands here twice.");
        paths.push_back(std::move(path));
    }
}

void Inbound::Plan::compileProof(const Value *signatures, const Value *authentication, Problems &problems)
{
    if (!signatures && !authentication)
        return;
    // a callback's step says who may call; its compiler and its checks are taken as they are
    Object step;
    if (signatures)
        step.append("signatures", *signatures);
    if (authentication)
        step.append("authentication", *authentication);
    step.append("response", Object{{"rules", Array{Object{{"id", "any"}, {"outcome", "accepted"}}}}});
    Object whole{{"bourse_integration", 1},
                 {"slug", "inbound"},
                 {"endpoints", Object{{"live", Object{{"base_url", "https://inbound.invalid"}}}}}};
    for (const char *part : {"variables", "tables"})
        if (const Value *given = document.find(part))
            whole.append(part, *given);
    whole.append("steps", Object{{"callback", std::move(step)}});
    auto compiled = Integration::fromValue(Value(std::move(whole)));
    if (compiled) {
        proof = *compiled;
        return;
    }
    static constexpr std::string_view kStep = "steps.callback";
    for (Error error : compiled.errors()) {
        if (error.field.starts_with(kStep))
            error.field = "caller" + error.field.substr(kStep.size());
        problems.add(error.code, error.field, error.rule, error.message);
    }
}

void Inbound::Plan::compileCaller(ObjectReader &in, CompileContext &context)
{
    const Value *value = in.require("caller");
    if (!value)
        return;
    ObjectReader caller(*value, in.pathOf("caller"), in.problems());
    if (!caller.isObject())
        return;
    if (const Value *given = caller.get("key"))
        key = InboundWays::compile(*given, caller.pathOf("key"), context);
    if (const Value *given = caller.get("source"))
        source = InboundWays::compile(*given, caller.pathOf("source"), context);
    const Value *signatures = caller.get("signatures");
    const Value *authentication = caller.get("authentication");
    if (signatures && signatures->isArray() && signatures->asArray()->empty())
        signatures = nullptr;
    compileProof(signatures, authentication, in.problems());
    if (!key.isSet() && !signatures && !authentication)
        in.problems().add("required", caller.path(), "key, signatures or authentication",
                          "Nothing says who may send leads here.");
    caller.text("note");
    caller.finish();
}

void Inbound::Plan::compileActs(ObjectReader &in, CompileContext &context)
{
    const Value *value = in.get("act");
    if (!value) {
        acts.emplace_back();
    } else if (const std::string *word = value->asString()) {
        ActRule rule;
        rule.act = readAct(*word, in.pathOf("act"), in.problems()).value_or(InboundAct::Lead);
        acts.push_back(std::move(rule));
    } else if (const Array *list = in.array("act")) {
        for (std::size_t i = 0; i < list->size(); ++i) {
            ObjectReader one((*list)[i], in.pathOf("act") + '[' + std::to_string(i) + ']', in.problems());
            ActRule rule;
            if (const Value *when = one.get("when"))
                rule.when = compileRenderCondition(*when, one.pathOf("when"), context);
            rule.act =
                readAct(one.requireText("act"), one.pathOf("act"), in.problems()).value_or(InboundAct::Lead);
            one.text("note");
            one.finish();
            acts.push_back(std::move(rule));
        }
        if (list->empty())
            in.problems().add("required", in.pathOf("act"), "at least one rule",
                              "The list of acts is empty.");
    }
    if (const Value *given = in.get("ping_id"))
        pingId = InboundWays::compile(*given, in.pathOf("ping_id"), context);
    if (const Value *given = in.get("bid_ids"))
        bidIds = InboundWays::compile(*given, in.pathOf("bid_ids"), context);
    if (const Value *given = in.get("event_id"))
        eventId = InboundWays::compile(*given, in.pathOf("event_id"), context);
    if (const Value *given = in.get("test"))
        test = compileRenderCondition(*given, in.pathOf("test"), context);
}

void Inbound::Plan::compileLead(ObjectReader &in, CompileContext &context)
{
    ignoresUnknown = in.boolean("ignore_unknown", false);
    const std::string word = in.choice("others", {"drop", "as_is", "snake_case"});
    others = word == "as_is" ? Others::AsIs : word == "snake_case" ? Others::SnakeCase : Others::Drop;
    if (const Value *given = in.get("others_in")) {
        auto steps = parseTargetPath(given->toText());
        if (steps)
            othersIn = std::move(*steps);
        else
            in.problems().take(steps.errors(), in.pathOf("others_in"));
    }
    const Value *value = in.require("lead");
    if (!value)
        return;
    ObjectReader lead(*value, in.pathOf("lead"), in.problems());
    const Value *rows = lead.require("rows");
    lead.text("note");
    lead.finish();
    if (!rows)
        return;
    // a lead is an object, so its rows are those of a JSON body
    mapping = compileBody(Value(Object{{"format", "json"}, {"rows", *rows}}), lead.path(), context);
    for (const Value &row : rows->isArray() ? *rows->asArray() : Array()) {
        const Value *target = row.find("target");
        auto steps = target ? parseTargetPath(target->toText()) : Result<std::vector<PathStep>>(Error{});
        if (!steps || steps->empty() || steps->front().isIndex)
            continue;
        if (const std::string &field = steps->front().name;
            std::find(written.begin(), written.end(), field) == written.end())
            written.push_back(field);
    }
}

void Inbound::Plan::compileAnswers(ObjectReader &in, CompileContext &context, InboundCompile &inbound)
{
    inbound.hasAnswer = true;
    const Array *list = in.array("answers");
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        ObjectReader one((*list)[i], in.pathOf("answers") + '[' + std::to_string(i) + ']', in.problems());
        if (i == kMostAnswers) {
            in.problems().add("too_many", one.path(), "at most " + std::to_string(kMostAnswers),
                              "There are too many answers.");
            return;
        }
        AnswerRule rule;
        for (auto &[word, at] : wordsOf(one.get("for"), one.pathOf("for"), in.problems())) {
            const auto &known = inboundOutcomes();
            if (std::find(known.begin(), known.end(), word) == known.end()) {
                std::string all;
                for (const std::string_view outcome : known)
                    all += (all.empty() ? "" : ", ") + std::string(outcome);
                in.problems().add("not_a_choice", at, all, "\"" + word + "\" is not an outcome.");
            }
            rule.outcomes.push_back(std::move(word));
        }
        for (auto &[word, at] : wordsOf(one.get("act"), one.pathOf("act"), in.problems()))
            if (const auto act = readAct(word, at, in.problems()))
                rule.acts.push_back(*act);
        if (const Value *when = one.get("when"))
            rule.when = compileRenderCondition(*when, one.pathOf("when"), context);
        rule.status = static_cast<int>(one.integer("status", 200, 200, 599));
        if (const Value *body = one.get("body"))
            rule.body = compileBody(*body, one.pathOf("body"), context);
        one.text("note");
        one.finish();
        answers.push_back(std::move(rule));
    }
    inbound.hasAnswer = false;
}

void Inbound::Plan::compile(Problems &problems)
{
    ObjectReader in(document, {}, problems);
    if (!in.isObject())
        return;
    if (const Value *version = in.require("bourse_inbound");
        version && (!version->isNumber() || version->toText() != std::to_string(kVersion)))
        problems.add("unsupported_version", "bourse_inbound", "version 1",
                     "This program reads inbound documents of version 1.");
    slug = in.requireText("slug");
    if (!slug.empty() && !isSlug(slug))
        problems.add("not_a_slug", "slug", "letters, digits, _, - and ., at most 64",
                     "The slug may have only letters, digits, _, - and dots.");
    label = in.text("label", slug);
    in.text("note");
    compilePaths(in);
    if (const Array *list = in.array("methods")) {
        for (const Value &one : *list) {
            const std::string word = one.toText();
            if (word != "POST" && word != "GET" && word != "PUT")
                problems.add("not_a_choice", "methods", "POST, GET, PUT",
                             "\"" + word + "\" is not a method here.");
            methods.push_back(word);
        }
        if (list->empty())
            problems.add("required", "methods", "at least one", "The list of methods is empty.");
    } else {
        methods = {"POST", "GET"};
    }
    decoder.compile(in.get("decode"), problems);

    CompileContext context{problems};
    InboundCompile inbound;
    context.inbound = &inbound;
    if (const Object *given = in.object("variables"))
        for (const Member &member : *given) {
            variables.push_back(member.second);
            context.variableNames.push_back(member.first);
            if (member.second.isArray() || member.second.isObject())
                problems.add("wrong_type", "variables." + member.first, "text, number or boolean",
                             "A variable is a text, a number or a boolean.");
        }
    context.tables = readTables(in);
    // named values are the rows' and the answers': what became of a request is not theirs to read
    context.values = declareValues(in, context, false);
    compileCaller(in, context);
    compileActs(in, context);
    compileLead(in, context);
    compileAnswers(in, context, inbound);
    compileWaiting(context.values, context);
    in.finish();
    for (const std::string &secret : context.secrets)
        problems.add("not_available", "lead", "no secrets in rows and answers",
                     "The secret \"" + secret +
                         "\" can prove a caller; it cannot be part of a lead or an answer.");
    for (const std::vector<PathStep> &steps : inbound.names)
        if (steps.size() > othersIn.size() && std::equal(othersIn.begin(), othersIn.end(), steps.begin()))
            taken.insert(steps[othersIn.size()].name);
    slots.assign(context.fieldSlots.begin(), context.fieldSlots.end());
    for (const auto &[field, slot] : slots)
        slotOf.emplace(field, slot);
}

} // namespace bourse::domain
