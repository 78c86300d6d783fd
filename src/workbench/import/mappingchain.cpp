#include "workbench/import/mappingchain.h"
#include "workbench/import/importparts.h"
#include "workbench/import/samplelook.h"
#include <algorithm>
#include <set>

namespace bourse::workbench {

using domain::Array;
using domain::EnumChoice;
using domain::FieldSpec;
using domain::FieldType;
using domain::Object;
using domain::Value;

namespace {

/// Letters and digits only, lower case: "Single-Family Home" is "singlefamilyhome".
std::string squeezed(std::string_view text)
{
    std::string out;
    for (const char c : lowered(text))
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+')
            out += c;
    return out;
}

int wordsInCommon(std::string_view a, std::string_view b)
{
    const std::vector<std::string> one = nameTokens(a);
    const std::vector<std::string> two = nameTokens(b);
    return wordOverlap(one, two);
}

/// The buyer's value for one of ours, or nothing.
std::optional<std::size_t> theirs(const EnumChoice &choice, const std::vector<std::string> &allowed,
                                  const std::vector<std::string> &labels)
{
    for (std::size_t i = 0; i < allowed.size(); ++i)
        if (i < labels.size() && !labels[i].empty() && isNamed(choice, labels[i]))
            return i;
    for (std::size_t i = 0; i < allowed.size(); ++i)
        if (isNamed(choice, allowed[i]) && (labels.empty() || labels[i].empty()))
            return i;
    // nearly the same words, if only one is
    std::optional<std::size_t> best;
    int most = 0;
    for (std::size_t i = 0; i < allowed.size(); ++i) {
        const std::string &text = i < labels.size() && !labels[i].empty() ? labels[i] : allowed[i];
        int points = std::max(wordsInCommon(text, choice.label), wordsInCommon(text, choice.value));
        for (const std::string &synonym : choice.synonyms)
            points = std::max(points, wordsInCommon(text, synonym));
        if (points > most) {
            most = points;
            best = i;
        } else if (points == most) {
            best.reset();
        }
    }
    return most >= 66 ? best : std::nullopt;
}

void add(Array &transforms, Object transform)
{
    transforms.push_back(std::move(transform));
}

/// The map from our choices to the buyer's, if one is needed.
void mapChoices(const FieldSpec &spec, const MappingTarget &target, MappingSuggestion &out)
{
    const auto typed = [&](const std::string &text) {
        const bool digits =
            !text.empty() && text.size() < 16 && text.find_first_not_of("0123456789") == std::string::npos;
        return target.sample.isNumber() && digits ? Value(domain::Number{text}) : Value(text);
    };
    Object entries;
    bool identical = true;
    std::vector<std::string> missing;
    if (!target.allowed.empty()) {
        for (const EnumChoice &choice : spec.choices) {
            const auto i = theirs(choice, target.allowed, target.allowedLabels);
            if (!i) {
                missing.push_back(choice.value);
                continue;
            }
            identical = identical && target.allowed[*i] == choice.value;
            entries.append(choice.value, typed(target.allowed[*i]));
        }
    }
    // a sample alone shows how the others are written
    if (target.allowed.empty() && lookOf(target.sample.toText()) != Look::Nothing) {
        const std::string sample = target.sample.toText();
        const auto pair = yesAndNo({}, {}, target.sample, target.description);
        const auto shown = std::find_if(spec.choices.begin(), spec.choices.end(),
                                        [&](const EnumChoice &choice) { return isNamed(choice, sample); });
        if (pair && shown != spec.choices.end() && sample != shown->value && sample != shown->label) {
            for (const EnumChoice &choice : spec.choices) {
                const bool yes = isNamed(choice, "yes") || isNamed(choice, "true");
                const bool no = isNamed(choice, "no") || isNamed(choice, "false");
                if (yes || no)
                    entries.append(choice.value, yes ? pair->first : pair->second);
                else
                    missing.push_back(choice.value);
            }
            identical = false;
        } else if (shown != spec.choices.end() && sample == shown->label && sample != shown->value) {
            for (const EnumChoice &choice : spec.choices)
                entries.append(choice.value, choice.label);
            identical = false;
        } else if (shown != spec.choices.end() && sample != shown->value) {
            std::string upper = shown->value;
            std::transform(upper.begin(), upper.end(), upper.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
            if (sample == upper)
                add(out.transforms, Object{{"do", "upper"}});
            else
                entries.append(shown->value, target.sample);
            for (const EnumChoice &choice : spec.choices)
                if (sample != upper && choice.value != shown->value)
                    missing.push_back(choice.value);
            identical = false;
        }
    }
    out.unmappedValues = missing;
    if (entries.empty() || (identical && missing.empty()))
        return;
    Object map{{"do", "map"}, {"entries", std::move(entries)}};
    // what is not in the map is not sent; a required target refuses the lead instead
    if (!target.required.value_or(false))
        map.append("unmapped", "empty");
    add(out.transforms, std::move(map));
}

void dates(const FieldSpec &spec, const TargetName &name, const MappingTarget &target, MappingSuggestion &out)
{
    if (!name.part.empty()) {
        const std::string sample = target.sample.toText();
        const bool bare = sample.size() == 1;
        const char *format = name.part == "year"    ? "%Y"
                             : name.part == "month" ? (bare ? "%-m" : "%m")
                                                    : (bare ? "%-d" : "%d");
        add(out.transforms, Object{{"do", "date"}, {"format", format}});
        return;
    }
    std::string format = dateFormatOf(target.sample.toText());
    if (format.empty())
        format = dateFormatIn(target.type + ' ' + target.description + ' ' + target.maxLength);
    if (format.empty())
        for (const std::string &value : target.allowed)
            if (format.empty())
                format = dateFormatIn(value);
    const bool isDate = spec.type == FieldType::Date;
    if (format == "iso" || format.empty() || format == (isDate ? "%Y-%m-%d" : "%Y-%m-%dT%H:%M:%SZ"))
        return;
    if (format == "epoch_s" || format == "epoch_ms") {
        Object epoch{{"do", "epoch"}};
        if (format == "epoch_ms")
            epoch.append("unit", "ms");
        add(out.transforms, std::move(epoch));
        return;
    }
    add(out.transforms, Object{{"do", "date"}, {"format", format}});
}

void numbers(const FieldSpec &spec, const MappingTarget &target, MappingSuggestion &out)
{
    const std::string sample(trimmed(target.sample.toText()));
    if (spec.type == FieldType::Money && !sample.empty() && lookOf(sample) != Look::Nothing) {
        const bool whole = sample.find('.') == std::string::npos;
        if (sample.starts_with('$') || sample.find(',') != std::string::npos) {
            Object number{{"do", "number"}, {"decimals", whole ? 0 : 2}};
            if (sample.find(',') != std::string::npos)
                number.append("grouping", ",");
            if (sample.starts_with('$'))
                number.append("before", "$");
            add(out.transforms, std::move(number));
            return;
        }
        if (whole && sample.find_first_not_of("0123456789") == std::string::npos)
            add(out.transforms, Object{{"do", "round"}});
    }
    if (target.typed && target.sample.isString() && spec.type != FieldType::Money)
        add(out.transforms, Object{{"do", "cast"}, {"to", "text"}});
}

void booleans(const MappingTarget &target, MappingSuggestion &out)
{
    const auto pair =
        yesAndNo(target.allowed, target.allowedLabels, target.sample, target.type + ' ' + target.description);
    if (!pair)
        return;
    const bool asIs = pair->first == Value(true) || (!target.typed && pair->first == Value("true"));
    if (!asIs)
        add(out.transforms, Object{{"do", "boolean"}, {"true", pair->first}, {"false", pair->second}});
}

std::size_t sizeIn(std::string_view text)
{
    // the first number of "75", "max 75", "String(75)"
    std::size_t size = 0;
    bool any = false;
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            any = true;
            size = size * 10 + static_cast<std::size_t>(c - '0');
            if (size > 100'000)
                return 0;
        } else if (any) {
            break;
        }
    }
    return size;
}

} // namespace

bool isNamed(const EnumChoice &choice, std::string_view text)
{
    const std::string wanted = squeezed(text);
    if (wanted.empty())
        return false;
    if (squeezed(choice.value) == wanted || squeezed(choice.label) == wanted)
        return true;
    return std::any_of(choice.synonyms.begin(), choice.synonyms.end(),
                       [&](const std::string &synonym) { return squeezed(synonym) == wanted; });
}

int choiceOverlap(const FieldSpec &spec, const MappingTarget &target, std::size_t *count)
{
    std::set<std::size_t> hit;
    for (const EnumChoice &choice : spec.choices)
        if (const auto i = theirs(choice, target.allowed, target.allowedLabels))
            hit.insert(*i);
    if (count)
        *count = hit.size();
    return target.allowed.empty() ? 0 : static_cast<int>(100 * hit.size() / target.allowed.size());
}

void addChain(const FieldSpec &spec, const TargetName &name, const MappingTarget &target,
              MappingSuggestion &out)
{
    const std::string words = target.type + ' ' + target.description;
    const std::string sample = target.sample.toText();
    const bool hashed = !name.hash.empty() || lookOf(sample) == Look::Hash;
    switch (spec.type) {
    case FieldType::Email:
        if (name.part == "domain")
            add(out.transforms, Object{{"do", "email_domain"}});
        if (hashed)
            add(out.transforms, Object{{"do", "lower"}});
        break;
    case FieldType::Phone: {
        std::string form =
            name.part == "last4" || !name.part.empty() ? name.part : phoneFormOf(sample, words);
        // US buyers take ten digits unless they say otherwise
        if (form.empty())
            form = "national";
        if (form != "e164")
            add(out.transforms, Object{{"do", "phone"}, {"to", form}});
        if (target.typed && target.sample.isNumber())
            add(out.transforms, Object{{"do", "cast"}, {"to", "number"}});
        break;
    }
    case FieldType::State: {
        const bool names = lookOf(sample) == Look::StateName || target.allowed.size() > 40;
        const bool full =
            names && (target.allowed.empty() ||
                      std::any_of(target.allowed.begin(), target.allowed.end(), [](const std::string &value) {
                          return equalsFolded(value, "California");
                      }));
        if (full) {
            add(out.transforms, Object{{"do", "state"}, {"to", "name"}});
        }
        break;
    }
    case FieldType::Date:
    case FieldType::DateTime:
        dates(spec, name, target, out);
        break;
    case FieldType::Boolean:
        booleans(target, out);
        break;
    case FieldType::Enum:
        mapChoices(spec, target, out);
        break;
    case FieldType::Integer:
    case FieldType::Decimal:
    case FieldType::Money:
        numbers(spec, target, out);
        break;
    case FieldType::PostalCode:
        if (target.typed && target.sample.isNumber())
            add(out.transforms, Object{{"do", "cast"}, {"to", "number"}});
        break;
    case FieldType::Certificate:
        // only the id of the certificate: the last part of its URL
        if (lookOf(sample) == Look::Hash && out.field.find("trusted") != std::string::npos)
            add(out.transforms,
                Object{{"do", "regex_extract"}, {"pattern", "([0-9a-fA-F]{40,})/?$"}, {"group", 1}});
        break;
    default:
        break;
    }
    if (hashed &&
        (spec.type == FieldType::Email || spec.type == FieldType::Phone || spec.type == FieldType::Text)) {
        std::string algorithm = name.hash;
        if (algorithm.empty() || algorithm == "hash")
            algorithm = sample.size() == 40 ? "sha1" : sample.size() == 64 ? "sha256" : "md5";
        Object hash{{"do", "hash"}, {"algorithm", algorithm}};
        const bool upper = sample.size() >= 32 && sample.find_first_of("ABCDEF") != std::string::npos &&
                           sample.find_first_of("abcdef") == std::string::npos;
        if (upper)
            hash.append("encoding", "hex_upper");
        add(out.transforms, std::move(hash));
    } else if (spec.type == FieldType::Text) {
        const std::size_t most = sizeIn(target.maxLength);
        if (most > 0 && most < spec.maxLength)
            add(out.transforms,
                Object{{"do", "substring"}, {"start", 0}, {"length", static_cast<int>(most)}});
    }
}

} // namespace bourse::workbench
