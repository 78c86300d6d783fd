#include "domain/integration/samples.h"
#include "domain/json/json.h"

namespace bourse::domain {
namespace {

std::string orNothing(const std::string &text)
{
    return text.empty() ? "nothing" : "\u201C" + text + "\u201D";
}

/// The first thing that is not as expected, or "".
std::string differenceOf(const SampleExpectation &expect, const Interpretation &reading, Currency currency)
{
    const auto differs = [](const char *what, const std::string &found, const std::string &expected) {
        return std::string(what) + " is " + found + ", expected " + expected + '.';
    };
    const auto text = [&](const char *what, const std::string &found, const std::string &expected) {
        return found == expected ? std::string() : differs(what, orNothing(found), orNothing(expected));
    };
    if (expect.outcome && *expect.outcome != reading.outcome)
        return "Read as " + std::string(name(reading.outcome)) + ", expected " +
               std::string(name(*expect.outcome)) + '.';
    if (expect.checksPrice) {
        const std::optional<std::int64_t> found =
            reading.price ? std::optional(reading.price->micros()) : std::nullopt;
        if (found != expect.priceMicros)
            return differs("The price", reading.price ? reading.price->toDecimal() : "nothing",
                           expect.priceMicros ? Money(*expect.priceMicros, currency).toDecimal() : "nothing");
    }
    for (const auto &[key, value] : expect.carried) {
        const auto found = reading.carried.find(key);
        if (auto said = text(("The carried value " + key).c_str(),
                             found == reading.carried.end() ? std::string() : found->second, value);
            !said.empty())
            return said;
    }
    const auto optional = [&](const char *what, const std::optional<std::string> &expected,
                              const std::string &found) {
        return expected ? text(what, found, *expected) : std::string();
    };
    for (const std::string &said :
         {optional("The reason", expect.reasonCode, reading.reason ? reading.reason->first : std::string()),
          optional("The reason's text", expect.reasonText,
                   reading.reason ? reading.reason->second : std::string()),
          optional("The redirect", expect.redirect, reading.redirect.value_or("")),
          optional("The expiry", expect.expiresAt, reading.expiresAt.value_or("")),
          optional("The rule that decides", expect.rule, reading.rule)})
        if (!said.empty())
            return said;
    return {};
}

/// The text of every value that a condition compares with and that is not a literal.
void collectCompared(const Value &value, std::string &out)
{
    if (const Array *list = value.asArray()) {
        for (const Value &one : *list)
            collectCompared(one, out);
        return;
    }
    const Object *object = value.asObject();
    if (!object)
        return;
    const Value *compared = object->find("value");
    if (object->find("op") && compared && compared->isObject())
        writeJson(*compared, out);
    for (const auto &[key, member] : *object)
        collectCompared(member, out);
}

std::string compared(const Value &document, StepKind step)
{
    std::string out;
    const Value *steps = document.find("steps");
    const Value *its = steps ? steps->find(name(step)) : nullptr;
    const Value *response = its ? its->find("response") : nullptr;
    if (const Value *rules = response ? response->find("rules") : nullptr)
        collectCompared(*rules, out);
    return out;
}

} // namespace

bool comparesWithRequest(const Value &document, StepKind step)
{
    return !compared(document, step).empty();
}

std::optional<SampleAbout> comparedValues(const Value &document, StepKind step, const RenderInput &request)
{
    const std::string text = compared(document, step);
    if (text.empty())
        return std::nullopt;
    // A name that stands in the text by chance costs a value too many, never one too few.
    SampleAbout out;
    if (request.lead)
        for (const auto &[key, value] : *request.lead)
            if (text.find(key) != std::string::npos)
                out.lead.append(key, value);
    if (request.carried)
        for (const auto &[key, value] : *request.carried)
            if (text.find(key) != std::string::npos)
                out.carried.emplace(key, value);
    return out;
}

std::vector<SampleCheck> checkSamples(const Integration &integration)
{
    std::vector<SampleCheck> out;
    Problems problems; // the compiler has reported them
    ObjectReader document(integration.document(), {}, problems);
    for (Sample &sample : readSamples(document, nullptr)) {
        SampleCheck check;
        check.id = std::move(sample.id);
        check.label = std::move(sample.label);
        check.step = sample.step;
        check.expected = sample.expect.outcome;
        auto response = parseRawResponse(sample.response);
        if (!response) {
            check.asExpected = false;
            check.difference = response.error().message;
            check.trace.problem = response.error();
            out.push_back(std::move(check));
            continue;
        }
        check.response = std::move(*response);
        check.about = std::move(sample.about);
        if (check.about) {
            const RenderInput about = check.about->input();
            check.trace = integration.examine(check.step, check.response, &about);
        } else {
            check.trace = integration.examine(check.step, check.response);
        }
        check.difference = differenceOf(sample.expect, check.trace.reading, integration.currency());
        check.asExpected = check.difference.empty();
        out.push_back(std::move(check));
    }
    return out;
}

} // namespace bourse::domain
