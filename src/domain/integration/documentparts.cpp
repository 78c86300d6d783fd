#include "domain/integration/documentparts.h"
#include "domain/integration/plan.h"
#include "domain/integration/table.h"
#include "domain/lead/reason.h"
#include <algorithm>
#include <charconv>

namespace bourse::domain {
namespace {

/// This program's migrations, oldest first. Version 1 is the first, so there is none yet; a new one comes
/// with a higher kIntegrationVersion.
constexpr std::span<const Migration> kMigrations{};
static_assert(kMigrations.size() + 1 == kIntegrationVersion);

/// One of the words, or "not_a_choice".
std::optional<StepId> readStep(ObjectReader &in, bool takesNames)
{
    const std::string word = in.requireText("step");
    if (word.empty())
        return std::nullopt;
    auto step = stepFromName(word);
    if (step && !takesNames && !step->lookup.empty())
        step.reset();
    if (!step)
        in.problems().add("not_a_choice", in.pathOf("step"),
                          "auth, lookup, ping, post, status, notify_win, notify_loss, callback",
                          "\"" + word + "\" is not a step.");
    return step;
}

std::optional<std::string> optionalText(ObjectReader &in, std::string_view key)
{
    const Value *value = in.get(key);
    if (!value)
        return std::nullopt;
    if (!value->isString() && !value->isNumber()) {
        in.problems().add("wrong_type", in.pathOf(key), "text",
                          "\"" + std::string(key) + "\" must be a text.");
        return std::nullopt;
    }
    return value->toText();
}

SampleExpectation readExpectation(const Value &value, const std::string &path, Problems &problems)
{
    SampleExpectation out;
    ObjectReader in(value, path, problems);
    if (const auto word = optionalText(in, "outcome")) {
        out.outcome = readingFromName(*word);
        if (!out.outcome)
            problems.add("not_a_choice", in.pathOf("outcome"),
                         "accepted, rejected, duplicate, capped, error, pending, unrecognised",
                         "\"" + *word + "\" is not an outcome.");
    }
    if (const Value *price = in.get("price")) {
        out.checksPrice = true;
        if (!price->isNull()) {
            out.priceMicros = readMicros(price->toText());
            if (!out.priceMicros)
                problems.add("wrong_type", in.pathOf("price"), "an amount or null",
                             "The expected price is not an amount.");
        }
    }
    if (const Object *carried = in.object("carried"))
        for (const Member &member : *carried) {
            if (member.second.isNull() || member.second.isArray() || member.second.isObject())
                problems.add("wrong_type", in.pathOf("carried") + '.' + member.first, "text",
                             "A carried value is a text.");
            out.carried.emplace_back(member.first, member.second.toText());
        }
    out.reasonCode = optionalText(in, "reason");
    if (out.reasonCode) {
        const auto &known = reasons();
        if (std::none_of(known.begin(), known.end(),
                         [&](const ReasonInfo &info) { return info.code == *out.reasonCode; }))
            problems.add("not_a_choice", in.pathOf("reason"), "a reason code of the table",
                         "\"" + *out.reasonCode + "\" is not one of our reason codes.");
    }
    out.reasonText = optionalText(in, "reason_text");
    out.redirect = optionalText(in, "redirect");
    out.expiresAt = optionalText(in, "expires_at");
    out.rule = optionalText(in, "rule");
    in.finish();
    return out;
}

SampleAbout readAbout(const Value &value, const std::string &path, Problems &problems)
{
    SampleAbout out;
    ObjectReader in(value, path, problems);
    if (const Object *lead = in.object("lead"))
        out.lead = *lead;
    if (const Object *carried = in.object("carried"))
        for (const auto &[key, one] : *carried) {
            if (one.isNull() || one.isArray() || one.isObject())
                problems.add("wrong_type", in.pathOf("carried") + '.' + key, "text",
                             "A text, number or boolean is expected here.");
            else
                out.carried[key] = one.toText();
        }
    in.finish();
    return out;
}

} // namespace

Result<Value> migratedDocument(Value document, std::span<const Migration> migrations)
{
    const auto newest = static_cast<std::int64_t>(migrations.size()) + 1;
    if (!document.isObject())
        return Error{"wrong_type", {}, "object", "An integration document is an object."};
    const Value *given = document.find("bourse_integration");
    if (!given)
        return Error{"required", "bourse_integration", std::to_string(newest),
                     "The document's version, \"bourse_integration\": " + std::to_string(newest) +
                         ", is missing."};
    std::int64_t version = 0;
    if (const Number *number = given->asNumber()) {
        const char *end = number->text.data() + number->text.size();
        const auto read = std::from_chars(number->text.data(), end, version);
        if (read.ec != std::errc() || read.ptr != end)
            version = 0;
    }
    if (version < 1)
        return Error{"wrong_type", "bourse_integration", "a whole number from 1 to " + std::to_string(newest),
                     "The document's version must be a whole number."};
    if (version > newest)
        return Error{"unsupported_version", "bourse_integration", "at most " + std::to_string(newest),
                     "This document was made for a newer Bourse."};
    for (; version < newest; ++version) {
        document = migrations[static_cast<std::size_t>(version) - 1](std::move(document));
        if (Object *object = document.asObject())
            object->set("bourse_integration", version + 1);
    }
    return document;
}

Result<Value> migratedDocument(Value document)
{
    return migratedDocument(std::move(document), kMigrations);
}

RenderInput SampleAbout::input() const
{
    RenderInput input;
    input.lead = &lead;
    input.carried = &carried;
    return input;
}

std::vector<Sample> readSamples(ObjectReader &document, const std::set<std::string> *steps)
{
    std::vector<Sample> out;
    Problems &problems = document.problems();
    const Array *list = document.array("samples");
    std::set<std::string> ids;
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        ObjectReader in((*list)[i], document.pathOf("samples") + '[' + std::to_string(i) + ']', problems);
        if (!in.isObject())
            continue;
        Sample sample;
        sample.id = in.requireText("id");
        if (!sample.id.empty() && !ids.insert(sample.id).second)
            problems.add("duplicate_id", in.pathOf("id"), "unique ids",
                         "Another sample has the id \"" + sample.id + "\".");
        sample.label = in.text("label", sample.id);
        if (const auto step = readStep(in, true)) {
            if (steps && !steps->contains(name(*step)))
                problems.add("no_such_reference", in.pathOf("step"), "a step of the document",
                             "The document has no step \"" + name(*step) + "\".");
            sample.step = *step;
        }
        in.require("response");
        sample.response = in.text("response");
        in.text("note");
        if (const Value *about = in.get("about"))
            sample.about = readAbout(*about, in.pathOf("about"), problems);
        if (const Value *expect = in.get("expect"))
            sample.expect = readExpectation(*expect, in.pathOf("expect"), problems);
        in.finish();
        out.push_back(std::move(sample));
    }
    return out;
}

std::vector<SpecificationField> readSpecification(ObjectReader &document)
{
    std::vector<SpecificationField> out;
    Problems &problems = document.problems();
    const Value *value = document.get("specification");
    if (!value)
        return out;
    ObjectReader specification(*value, document.pathOf("specification"), problems);
    specification.text("source");
    specification.text("note");
    const Array *list = specification.array("fields");
    std::set<std::pair<StepKind, std::string>> known;
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        ObjectReader in((*list)[i], specification.pathOf("fields") + '[' + std::to_string(i) + ']', problems);
        if (!in.isObject())
            continue;
        SpecificationField field;
        field.step = readStep(in, false).value_or(StepKind::Ping).kind;
        field.target = in.requireText("target");
        if (!field.target.empty() && !known.insert({field.step, field.target}).second)
            problems.add("duplicate_target", in.pathOf("target"), "one field for each step and target",
                         "The specification names \"" + field.target + "\" twice for this step.");
        field.required = in.boolean("required", false);
        field.type = in.text("type");
        if (const Array *values = in.array("values"))
            for (std::size_t v = 0; v < values->size(); ++v) {
                const Value &one = (*values)[v];
                if (one.isNull() || one.isArray() || one.isObject())
                    problems.add("wrong_type", in.pathOf("values") + '[' + std::to_string(v) + ']',
                                 "text, number or boolean", "Text, a number or a boolean is expected.");
                field.values.push_back(one.toText());
            }
        if (const std::int64_t length = in.integer("max_length", 0, 0, 1'000'000); length > 0)
            field.maxLength = length;
        field.note = in.text("note");
        in.finish();
        out.push_back(std::move(field));
    }
    specification.finish();
    return out;
}

std::map<std::string, Object> readTables(ObjectReader &document)
{
    std::map<std::string, Object> out;
    const Object *tables = document.object("tables");
    if (!tables)
        return out;
    for (const Member &member : *tables) {
        const std::string path = document.pathOf("tables") + '.' + member.first;
        if (const Object *entries = member.second.asObject()) {
            out.emplace(member.first, *entries);
        } else if (const std::string *csv = member.second.asString()) {
            if (auto table = tableFromCsv(*csv))
                out.emplace(member.first, std::move(*table));
            else
                document.problems().take(table.errors(), path);
        } else {
            document.problems().add("wrong_type", path, "object or text",
                                    "A table is an object, key to value, or comma-separated text.");
        }
    }
    return out;
}

std::vector<std::string> readVerticals(ObjectReader &document)
{
    std::vector<std::string> out;
    const Array *given = document.array("verticals");
    for (std::size_t i = 0; given && i < given->size(); ++i) {
        const std::string *slug = (*given)[i].asString();
        if (!slug || slug->empty())
            document.problems().add("wrong_type",
                                    document.pathOf("verticals") + '[' + std::to_string(i) + ']',
                                    "text, not empty", "A vertical is named by its slug.");
        else
            out.push_back(*slug);
    }
    return out;
}

std::vector<std::pair<std::string, std::string>> readPiiReasons(ObjectReader &document)
{
    std::vector<std::pair<std::string, std::string>> out;
    const Object *given = document.object("pii_reasons");
    if (!given)
        return out;
    for (const Member &member : *given) {
        const std::string *text = member.second.asString();
        if (!text || text->find_first_not_of(" \t\r\n") == std::string::npos)
            document.problems().add("wrong_type", document.pathOf("pii_reasons") + '.' + member.first,
                                    "text, not empty",
                                    "Say why this buyer needs \"" + member.first + "\" in the ping.");
        else
            out.emplace_back(member.first, *text);
    }
    return out;
}

} // namespace bourse::domain
