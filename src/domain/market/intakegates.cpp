#include "domain/market/intakegates.h"
#include "domain/lead/memberreader.h"
#include "domain/routing/filterparts.h"
#include <algorithm>
#include <array>

namespace bourse::domain {

namespace {
using Need = MemberReader::Need;
using filterparts::isFieldKey;

constexpr std::size_t maxRules = 50;
constexpr std::size_t maxFields = 8; ///< of one duplicate rule
constexpr std::size_t maxScoreRules = 200;
constexpr std::size_t maxReasonBytes = 120;

constexpr std::array<std::string_view, 2> matchNames{"all", "any"};
constexpr std::array<std::string_view, 4> scopeNames{"source", "vertical", "buyer", "everywhere"};
constexpr std::array<std::string_view, 2> countNames{"all", "sold"};
constexpr std::array<std::string_view, 3> stageNames{"ping", "post", "both"};

template <std::size_t N>
std::size_t choice(MemberReader &reader, std::string_view key, const std::array<std::string_view, N> &names,
                   std::size_t fallback)
{
    const std::string word = reader.text(key, Need::Optional, std::string(names[fallback]));
    for (std::size_t i = 0; i < N; ++i)
        if (names[i] == word)
            return i;
    std::string all;
    for (std::string_view name : names)
        all += (all.empty() ? "" : ", ") + std::string(name);
    reader.problem("not_a_choice", key, "one of " + all,
                   "“" + reader.pathOf(key) + "” must be one of " + all + ".");
    return fallback;
}

GateEffect readEffect(MemberReader &reader)
{
    static constexpr std::array<std::string_view, 2> words{"reject", "score"};
    GateEffect effect;
    effect.refuses = choice(reader, "then", words, 0) == 0;
    const auto add = reader.optionalInteger("add", -100, 100);
    if (effect.refuses && add)
        reader.problem("not_applicable", "add", "beside then: score",
                       "“" + reader.pathOf("add") +
                           "” changes the score of a lead that goes on; this one is refused.");
    else if (!effect.refuses && !add && !reader.member("add"))
        reader.problem("required", "add", "-100 to 100", "A gate that only scores says by how much.");
    else if (add)
        effect.add = static_cast<int>(*add);
    return effect;
}

std::string fieldKey(MemberReader &reader, std::string_view key, Need need)
{
    std::string field = reader.text(key, need);
    if (!field.empty() && !isFieldKey(field))
        reader.problem("not_a_path", key, "a field's key",
                       "“" + reader.pathOf(key) + "” must be the key of a field, like email.");
    return field;
}

DuplicateRule readDuplicate(const Value &value, std::string path, bool ofBuyer, Errors &errors)
{
    MemberReader reader(value, std::move(path), errors);
    DuplicateRule rule;
    rule.fields = reader.texts("fields");
    if (reader.isObject() && rule.fields.empty())
        reader.problem("required", "fields", "at least one", "A duplicate rule compares at least one field.");
    if (rule.fields.size() > maxFields)
        reader.problem("too_many", "fields", "at most 8", "A duplicate rule compares at most eight fields.");
    for (std::size_t i = 0; i < rule.fields.size(); ++i) {
        if (!isFieldKey(rule.fields[i]))
            reader.problem("not_a_path", indexPath("fields", i), "a field's key",
                           "“" + rule.fields[i].substr(0, 64) + "” must be the key of a field, like email.");
        else if (std::find(rule.fields.begin(), rule.fields.begin() + static_cast<std::ptrdiff_t>(i),
                           rule.fields[i]) != rule.fields.begin() + static_cast<std::ptrdiff_t>(i))
            reader.problem("not_unique", indexPath("fields", i), "each field once",
                           "“" + rule.fields[i] + "” is there twice.");
    }
    rule.match = static_cast<DuplicateRule::Match>(choice(reader, "match", matchNames, 0));
    rule.days = static_cast<int>(reader.integer("days", 30, 1, 365));
    const auto usual = ofBuyer ? DuplicateRule::Scope::Buyer : DuplicateRule::Scope::Source;
    rule.scope = static_cast<DuplicateRule::Scope>(
        choice(reader, "scope", scopeNames, static_cast<std::size_t>(usual)));
    if (!ofBuyer && rule.scope == DuplicateRule::Scope::Buyer)
        reader.problem("not_applicable", "scope", "source, vertical or everywhere",
                       "The leads of a buyer are what a buyer's rule compares with.");
    rule.soldOnly = choice(reader, "count", countNames, 0) == 1;
    rule.stage = static_cast<DuplicateRule::Stage>(
        choice(reader, "at", stageNames,
               static_cast<std::size_t>(ofBuyer ? DuplicateRule::Stage::Both : DuplicateRule::Stage::Ping)));
    if (ofBuyer) {
        static constexpr std::array<std::string_view, 1> skip{"skip"};
        choice(reader, "then", skip, 0);
    } else {
        rule.effect = readEffect(reader);
        if (!rule.effect.refuses && rule.stage != DuplicateRule::Stage::Ping)
            reader.problem("not_applicable", "at", "ping", "A lead is scored before anybody is asked.");
    }
    reader.refuseUnknown();
    return rule;
}

std::vector<DuplicateRule> readDuplicates(MemberReader &reader, bool ofBuyer, Errors &errors)
{
    std::vector<DuplicateRule> rules;
    const Array &values = reader.array("duplicates");
    if (values.size() > maxRules)
        reader.problem("too_many", "duplicates", "at most 50", "There are at most 50 duplicate rules.");
    for (std::size_t i = 0; i < std::min(values.size(), maxRules); ++i)
        rules.push_back(readDuplicate(values[i], indexPath(reader.pathOf("duplicates"), i), ofBuyer, errors));
    return rules;
}

Value toValue(const DuplicateRule &rule, bool ofBuyer)
{
    Object object;
    object.append("fields", Array(rule.fields.begin(), rule.fields.end()));
    if (rule.match != DuplicateRule::Match::All)
        object.append("match", matchNames[static_cast<std::size_t>(rule.match)]);
    if (rule.days != 30)
        object.append("days", rule.days);
    if (rule.scope != (ofBuyer ? DuplicateRule::Scope::Buyer : DuplicateRule::Scope::Source))
        object.append("scope", scopeNames[static_cast<std::size_t>(rule.scope)]);
    if (rule.soldOnly)
        object.append("count", "sold");
    if (rule.stage != (ofBuyer ? DuplicateRule::Stage::Both : DuplicateRule::Stage::Ping))
        object.append("at", stageNames[static_cast<std::size_t>(rule.stage)]);
    if (!rule.effect.refuses) {
        object.append("then", "score");
        object.append("add", rule.effect.add);
    }
    return object;
}

void write(const GateEffect &effect, Object &into)
{
    if (effect.refuses)
        return;
    into.append("then", "score");
    into.append("add", effect.add);
}

void readBots(MemberReader &source, SourceGates &gates, Errors &errors)
{
    const Value *value = source.member("bots");
    if (!value)
        return;
    MemberReader bots(*value, source.pathOf("bots"), errors);
    if (const Value *part = bots.member("honeypot")) {
        MemberReader reader(*part, bots.pathOf("honeypot"), errors);
        HoneypotRule rule;
        rule.field = reader.text("field", Need::Required, {}, 256);
        rule.effect = readEffect(reader);
        reader.refuseUnknown();
        gates.honeypot = std::move(rule);
    }
    if (const Value *part = bots.member("min_fill")) {
        MemberReader reader(*part, bots.pathOf("min_fill"), errors);
        FillTimeRule rule;
        rule.secondsField = reader.text("seconds_field", Need::Optional, {}, 256);
        rule.startedField = reader.text("started_field", Need::Optional, {}, 256);
        if (reader.isObject() && rule.secondsField.empty() == rule.startedField.empty())
            reader.problem("required", {}, "seconds_field or started_field",
                           "The fill time is read from a field with seconds or from one with the time at "
                           "which the form was shown, and not from both.");
        rule.seconds = static_cast<int>(reader.integer("seconds", 3, 1, 3600));
        rule.effect = readEffect(reader);
        reader.refuseUnknown();
        gates.fillTime = std::move(rule);
    }
    if (const Value *part = bots.member("ip_rate")) {
        MemberReader reader(*part, bots.pathOf("ip_rate"), errors);
        AddressRateRule rule;
        rule.field = fieldKey(reader, "field", Need::Optional);
        rule.perMinute = static_cast<int>(reader.integer("per_minute", 10, 1, 10'000));
        rule.effect = readEffect(reader);
        reader.refuseUnknown();
        gates.addressRate = std::move(rule);
    }
    bots.refuseUnknown();
}

/// In either of a filter's forms.
std::optional<Filter> readFilter(const Value &value, const std::string &path, Errors &errors)
{
    const std::string *text = value.asString();
    auto filter = text ? parseFilter(*text) : filterFromValue(value, path);
    if (filter)
        return std::move(*filter);
    for (Error error : filter.errors()) {
        if (text)
            error.field = joinPath(path, error.field);
        errors.push_back(std::move(error));
    }
    return std::nullopt;
}

std::optional<ScoreSettings> readScore(MemberReader &source, Errors &errors)
{
    const Value *value = source.member("score");
    if (!value)
        return std::nullopt;
    MemberReader reader(*value, source.pathOf("score"), errors);
    ScoreSettings score;
    score.base = static_cast<int>(reader.integer("base", 50, 0, 100));
    const Array &rules = reader.array("rules");
    if (rules.size() > maxScoreRules)
        reader.problem("too_many", "rules", "at most 200", "A score has at most 200 rules.");
    for (std::size_t i = 0; i < std::min(rules.size(), maxScoreRules); ++i) {
        MemberReader one(rules[i], indexPath(reader.pathOf("rules"), i), errors);
        ScoreRule rule;
        if (const Value *when = one.member("when")) {
            if (auto filter = readFilter(*when, one.pathOf("when"), errors))
                rule.when = std::move(*filter);
        } else if (one.isObject()) {
            one.problem("required", "when", "a filter", "A rule of the score says for which leads it is.");
        }
        if (auto add = one.optionalInteger("add", -100, 100))
            rule.add = static_cast<int>(*add);
        else if (one.isObject() && !one.member("add"))
            one.problem("required", "add", "-100 to 100", "A rule of the score says how much it adds.");
        rule.reason = one.text("reason", Need::Optional, {}, maxReasonBytes);
        one.refuseUnknown();
        score.rules.push_back(std::move(rule));
    }
    reader.refuseUnknown();
    return score;
}

Error unknownField(std::string path, const std::string &field, const std::string &where)
{
    return {"unknown_field", std::move(path), "a field of the vertical",
            "There is no field “" + field + "” in " + where + "."};
}

/// A field that duplicate rules can compare: one with a single value.
bool isComparable(const FieldSpec &spec)
{
    return spec.type != FieldType::Group && spec.type != FieldType::List;
}
} // namespace

SourceGates readSourceGates(MemberReader &reader, Errors &errors)
{
    SourceGates gates;
    gates.duplicates = readDuplicates(reader, false, errors);
    readBots(reader, gates, errors);
    gates.score = readScore(reader, errors);
    return gates;
}

BuyerGates readBuyerGates(MemberReader &reader, Errors &errors)
{
    return {readDuplicates(reader, true, errors)};
}

void writeGates(const SourceGates &gates, Object &into)
{
    if (!gates.duplicates.empty()) {
        Array rules;
        for (const DuplicateRule &rule : gates.duplicates)
            rules.push_back(toValue(rule, false));
        into.append("duplicates", std::move(rules));
    }
    Object bots;
    if (gates.honeypot) {
        Object one;
        one.append("field", gates.honeypot->field);
        write(gates.honeypot->effect, one);
        bots.append("honeypot", std::move(one));
    }
    if (gates.fillTime) {
        Object one;
        if (gates.fillTime->secondsField.empty())
            one.append("started_field", gates.fillTime->startedField);
        else
            one.append("seconds_field", gates.fillTime->secondsField);
        if (gates.fillTime->seconds != 3)
            one.append("seconds", gates.fillTime->seconds);
        write(gates.fillTime->effect, one);
        bots.append("min_fill", std::move(one));
    }
    if (gates.addressRate) {
        Object one;
        if (!gates.addressRate->field.empty())
            one.append("field", gates.addressRate->field);
        if (gates.addressRate->perMinute != 10)
            one.append("per_minute", gates.addressRate->perMinute);
        write(gates.addressRate->effect, one);
        bots.append("ip_rate", std::move(one));
    }
    if (!bots.empty())
        into.append("bots", std::move(bots));
    if (gates.score) {
        Object score;
        if (gates.score->base != 50)
            score.append("base", gates.score->base);
        Array rules;
        for (const ScoreRule &rule : gates.score->rules) {
            Object one;
            one.append("when", domain::toValue(rule.when));
            one.append("add", rule.add);
            if (!rule.reason.empty())
                one.append("reason", rule.reason);
            rules.emplace_back(std::move(one));
        }
        if (!rules.empty())
            score.append("rules", std::move(rules));
        into.append("score", std::move(score));
    }
}

void writeGates(const BuyerGates &gates, Object &into)
{
    if (gates.duplicates.empty())
        return;
    Array rules;
    for (const DuplicateRule &rule : gates.duplicates)
        rules.push_back(toValue(rule, true));
    into.append("duplicates", std::move(rules));
}

Errors checkGates(const SourceGates &gates, const FieldSchema &vertical, const NamedLists &lists,
                  const std::string &path)
{
    Errors errors;
    const std::string where = "the vertical “" + vertical.slug + "”";
    for (std::size_t i = 0; i < gates.duplicates.size(); ++i) {
        const std::string fields = indexPath(joinPath(path, "duplicates"), i) + ".fields";
        for (std::size_t j = 0; j < gates.duplicates[i].fields.size(); ++j) {
            const std::string &key = gates.duplicates[i].fields[j];
            const FieldSpec *spec = vertical.find(key);
            if (!spec)
                errors.push_back(unknownField(indexPath(fields, j), key, where));
            else if (!isComparable(*spec))
                errors.push_back(
                    {"wrong_field_type", indexPath(fields, j), "a field with one value",
                     "“" + key + "” is a group or a list, which duplicate rules do not compare."});
        }
    }
    if (gates.addressRate && !gates.addressRate->field.empty()) {
        const FieldSpec *spec = vertical.find(gates.addressRate->field);
        const std::string field = joinPath(path, "bots.ip_rate.field");
        if (!spec)
            errors.push_back(unknownField(field, gates.addressRate->field, where));
        else if (spec->type != FieldType::IpAddress)
            errors.push_back({"wrong_field_type", field, "a field of type ip_address",
                              "“" + gates.addressRate->field + "” is no address."});
    } else if (gates.addressRate &&
               std::none_of(vertical.fields.begin(), vertical.fields.end(),
                            [](const FieldSpec &spec) { return spec.type == FieldType::IpAddress; })) {
        errors.push_back({"unknown_field", joinPath(path, "bots.ip_rate"), "a field of type ip_address",
                          "There is no address in " + where + " whose rate could be counted."});
    }
    if (gates.score) {
        for (std::size_t i = 0; i < gates.score->rules.size(); ++i) {
            const std::string when = indexPath(joinPath(path, "score.rules"), i) + ".when";
            for (Error &error : checkFilter(gates.score->rules[i].when, vertical, lists, when))
                errors.push_back(std::move(error));
        }
    }
    return errors;
}

Errors checkGates(const BuyerGates &gates, const std::vector<FieldSchema> &verticals, const std::string &path)
{
    Errors errors;
    for (std::size_t i = 0; i < gates.duplicates.size(); ++i) {
        const std::string fields = indexPath(joinPath(path, "duplicates"), i) + ".fields";
        for (std::size_t j = 0; j < gates.duplicates[i].fields.size(); ++j) {
            const std::string &key = gates.duplicates[i].fields[j];
            const bool known =
                std::any_of(verticals.begin(), verticals.end(), [&](const FieldSchema &schema) {
                    const FieldSpec *spec = schema.find(key);
                    return spec && isComparable(*spec);
                });
            if (!known)
                errors.push_back(unknownField(indexPath(fields, j), key, "any vertical"));
        }
    }
    return errors;
}

std::string describe(const DuplicateRule &rule, std::size_t index)
{
    std::string text = "rule " + std::to_string(index + 1) + " (";
    for (std::size_t i = 0; i < rule.fields.size(); ++i)
        text += (i == 0 ? "" : rule.match == DuplicateRule::Match::All ? " and " : " or ") + rule.fields[i];
    return text + ")";
}

} // namespace bourse::domain
