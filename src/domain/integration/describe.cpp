// A document's parts in words.
#include "domain/integration/describe.h"
#include "domain/integration/catalogue.h"
#include "domain/integration/wording.h"
#include "domain/json/json.h"
#include <algorithm>
#include <functional>
#include <map>

namespace bourse::domain {
namespace wording {

std::string shortened(std::string text, std::size_t most)
{
    for (char &c : text)
        if (static_cast<unsigned char>(c) < 0x20)
            c = ' ';
    if (text.size() <= most)
        return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80)
        --most;
    return text.substr(0, most) + "\u2026";
}

std::string shown(const Value &value)
{
    if (value.isNull())
        return "nothing";
    return shortened(value.isArray() || value.isObject() ? writeJson(value) : value.toText());
}

std::string textOf(const Value &value, std::string_view key)
{
    const Value *member = value.find(key);
    return member ? member->toText() : std::string();
}

std::int64_t integerOf(const Value &value, std::string_view key, std::int64_t fallback)
{
    const Value *member = value.find(key);
    if (!member || !member->isNumber())
        return fallback;
    const std::string &text = member->asNumber()->text;
    std::int64_t out = 0;
    const bool negative = text.starts_with('-');
    for (std::size_t i = negative ? 1 : 0; i < text.size(); ++i) {
        if (text[i] < '0' || text[i] > '9' || out > 1'000'000'000)
            return fallback;
        out = out * 10 + (text[i] - '0');
    }
    return negative ? -out : out;
}

std::string capital(std::string text)
{
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
        text[0] = static_cast<char>(text[0] - 32);
    return text;
}

std::string spaced(std::string_view word)
{
    std::string out(word);
    std::replace(out.begin(), out.end(), '_', ' ');
    return out;
}

std::string quoted(const std::string &text)
{
    return "\u201C" + shortened(text, 40) + "\u201D";
}

std::string plural(std::size_t n, const char *one)
{
    return std::to_string(n) + ' ' + one + (n == 1 ? "" : "s");
}

std::string ofMany(const Value &list, const char *separator,
                   const std::function<std::string(const Value &)> &one)
{
    std::string out;
    if (const Array *items = list.asArray())
        for (const Value &item : *items)
            out += (out.empty() ? "" : separator) + one(item);
    return out;
}

std::string sourceWords(const Value &source)
{
    for (const auto &[key, words] :
         {std::pair{"constant", "the constant "}, std::pair{"carried", "the carried value "},
          std::pair{"secret", "the secret "}, std::pair{"variable", "the variable "},
          std::pair{"value", "the value "}, std::pair{"template", "the template "},
          std::pair{"lookup", "a look-up in "}})
        if (source.find(key))
            return words + describeSource(source);
    return describeSource(source);
}

namespace {

constexpr std::size_t kShownBytes = 80;

std::string encodingWords(const std::string &encoding)
{
    return encoding == "hex_upper" ? "upper-case hex" : encoding.empty() ? "hex" : encoding;
}

struct Words {
    std::string chip;
    std::string sentence;
};

Words transformWords(const Value &transform)
{
    const std::string word = textOf(transform, "do");
    const auto alike = [](std::string chip) {
        std::string sentence = chip;
        // "MD5" stays; "Upper case" becomes "upper case"
        if (sentence.size() > 1 && sentence[1] >= 'a' && sentence[1] <= 'z' && sentence[0] >= 'A' &&
            sentence[0] <= 'Z')
            sentence[0] = static_cast<char>(sentence[0] + 32);
        return Words{std::move(chip), std::move(sentence)};
    };
    const auto text = [&](const char *key) {
        return textOf(transform, key);
    };
    if (word == "substring") {
        const std::int64_t start = integerOf(transform, "start", 0);
        const std::int64_t length = integerOf(transform, "length", -1);
        const std::string n = std::to_string(length);
        if (start == 0 && length >= 0)
            return length < 10
                       ? Words{"First " + n, "first " + n + (length == 1 ? " character" : " characters")}
                       : Words{"Cut " + n, "cut to " + n + " characters"};
        if (start < 0 && (length < 0 || length >= -start)) {
            const std::string last = std::to_string(-start);
            return {"Last " + last, "last " + last + (start == -1 ? " character" : " characters")};
        }
        const std::string from = std::to_string(start < 0 ? start : start + 1);
        if (length < 0)
            return {"From " + from, "from character " + from};
        return {"From " + from + ", " + n, n + " characters from the " + from + "th"};
    }
    if (word == "upper" || word == "lower" || word == "title")
        return {capital(word), word + " case"};
    if (word == "boolean") {
        const std::string yes = transform.find("true") ? shown(*transform.find("true")) : "true";
        const std::string no = transform.find("false") ? shown(*transform.find("false")) : "false";
        return {yes + '/' + no, "as " + yes + '/' + no};
    }
    if (word == "map") {
        const Value *entries = transform.find("entries");
        if (entries && entries->isObject())
            return alike("Map " + plural(entries->asObject()->size(), "value"));
        return {"Map " + spaced(text("table")), "mapped by table " + text("table")};
    }
    if (word == "hash" || word == "hmac") {
        std::string algorithm = text("algorithm").empty() ? "sha256" : text("algorithm");
        std::transform(algorithm.begin(), algorithm.end(), algorithm.begin(),
                       [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
        if (algorithm.starts_with("SHA") && algorithm.find('-') == std::string::npos)
            algorithm.insert(3, "-");
        const std::string name = word == "hmac" ? "HMAC-" + algorithm : algorithm;
        const std::string encoding = encodingWords(text("encoding"));
        return {name + ", " + encoding, name + " in " + encoding};
    }
    if (word == "date") {
        std::string zone = text("zone").empty() ? "" : ", " + text("zone");
        return {"Date " + text("format") + zone, "date as " + text("format") + zone};
    }
    if (word == "epoch")
        return {"Unix time, " + (text("unit").empty() ? "s" : text("unit")),
                std::string("Unix time in ") + (text("unit") == "ms" ? "milliseconds" : "seconds")};
    if (word == "phone") {
        static const std::map<std::string, std::string> kForms = {
            {"national", "Phone digits"},
            {"e164", "Phone E.164"},
            {"international", "Phone, country and number"},
            {"last4", "Phone last 4"},
            {"area", "Area code"},
            {"exchange", "Phone exchange"},
            {"line", "Phone line"},
            {"dashed", "Phone 000-000-0000"},
            {"parentheses", "Phone (000) 000-0000"}};
        const auto form = kForms.find(text("to").empty() ? "national" : text("to"));
        if (form != kForms.end())
            return alike(form->second);
    }
    if (word == "cast")
        return alike("As " + (text("to").empty() ? "text" : text("to")));
    if (word == "replace")
        return {"Replace " + shown(text("find")),
                "with " + quoted(text("find")) + " replaced by " +
                    (text("with").empty() ? "nothing" : quoted(text("with")))};
    if (word == "regex_replace")
        return {"Replace /" + shortened(text("pattern"), 24) + "/",
                "with /" + shortened(text("pattern")) + "/ replaced by " +
                    (text("with").empty() ? "nothing" : quoted(text("with")))};
    if (word == "regex_extract")
        return {"Find /" + shortened(text("pattern"), 24) + "/",
                "what /" + shortened(text("pattern")) + "/ finds"};
    if (word == "pad")
        return {"Pad " + text("length"), "padded to " + text("length") + " characters with " +
                                             quoted(text("with").empty() ? "0" : text("with"))};
    if (word == "split")
        return {"Part " + std::to_string(integerOf(transform, "index", 0) +
                                         (integerOf(transform, "index", 0) < 0 ? 0 : 1)),
                "part " +
                    std::to_string(integerOf(transform, "index", 0) +
                                   (integerOf(transform, "index", 0) < 0 ? 0 : 1)) +
                    " by " + quoted(text("separator"))};
    if (word == "join")
        return {"Join", "joined by " + quoted(transform.find("separator") ? text("separator") : ",")};
    if (word == "default")
        return {"Default " + text("value"), "else " + quoted(text("value"))};
    if (word == "coalesce" || word == "concat") {
        std::string list;
        const Value *sources = transform.find(word == "concat" ? "parts" : "sources");
        if (const Array *items = sources ? sources->asArray() : nullptr)
            for (const Value &item : *items)
                list += (list.empty() ? "" : ", ") + describeSource(item);
        if (word == "coalesce")
            return {"Else " + list, "else " + list};
        std::string around;
        if (!text("before").empty() || !text("after").empty())
            around = quoted(text("before") + "\u2026" + text("after"));
        std::string both =
            around + (around.empty() || list.empty() ? "" : ", ") + (list.empty() ? "" : "+ " + list);
        return {"Join " + both, "joined " + both};
    }
    if (word == "number" || word == "round") {
        const std::int64_t decimals = integerOf(transform, "decimals", word == "round" ? 0 : -1);
        std::string both =
            decimals >= 0 ? plural(static_cast<std::size_t>(decimals), "decimal") : std::string();
        if (!text("grouping").empty())
            both += (both.empty() ? "" : ", ") + std::string("grouped");
        return alike((word == "round" ? std::string("Round to ") : std::string("Number")) +
                     (word == "round" || both.empty() ? "" : ", ") + both);
    }
    static const std::map<std::string, std::string> kPlain = {{"trim", "Trim"},
                                                              {"digits", "Digits"},
                                                              {"email_domain", "E-mail domain"},
                                                              {"blank", "Blank placeholders"},
                                                              {"base64", "Base64"},
                                                              {"base64_decode", "Base64 decoded"},
                                                              {"hex", "Hex"},
                                                              {"url_encode", "URL-encoded"},
                                                              {"json_stringify", "JSON text"},
                                                              {"xml_escape", "XML-escaped"}};
    if (const auto plain = kPlain.find(word); plain != kPlain.end())
        return alike(plain->second);
    // Any other: its name and its settings.
    std::string chip = capital(spaced(word));
    if (const Object *members = transform.asObject())
        for (const Member &member : *members)
            if (member.first != "do" && !member.second.isArray() && !member.second.isObject() &&
                chip.size() < kShownBytes)
                chip += ' ' + spaced(shown(member.second));
    return alike(chip.empty() ? "?" : chip);
}

} // namespace

std::string transformSentence(const Value &transform)
{
    return transformWords(transform).sentence;
}

std::string chainWords(const Value &row)
{
    const Value *source = row.find("source");
    std::string out = source ? sourceWords(*source) : std::string("nothing");
    const Value *transforms = row.find("transforms");
    const std::string chain = transforms ? ofMany(*transforms, ", ", transformSentence) : std::string();
    return chain.empty() ? out : out + ", " + chain;
}

} // namespace wording

using namespace wording;

std::string describeStep(std::string_view step)
{
    std::string words = capital(spaced(step));
    std::replace(words.begin(), words.end(), ':', ' '); // "lookup:dnc"
    return words;
}

std::string describeOperator(std::string_view op)
{
    static constexpr std::pair<std::string_view, std::string_view> kWords[] = {
        {"exists", "is present"},
        {"missing", "is missing"},
        {"empty", "is empty"},
        {"not_empty", "is not empty"},
        {"equals", "equals"},
        {"equals_ci", "equals (any case)"},
        {"not_equals", "is not"},
        {"contains", "contains"},
        {"contains_ci", "contains (any case)"},
        {"starts_with", "starts with"},
        {"starts_with_ci", "starts with (any case)"},
        {"ends_with", "ends with"},
        {"matches", "matches"},
        {"in", "is one of"},
        {"in_ci", "is one of (any case)"},
        {"gt", "is above"},
        {"ge", "is at least"},
        {"lt", "is below"},
        {"le", "is at most"},
        {"eq", "equals the number"},
        {"ne", "is not the number"},
        {"is_true", "is true"},
        {"is_false", "is false"},
    };
    for (const auto &[word, words] : kWords)
        if (word == op)
            return std::string(words);
    return spaced(op);
}

std::string describeSource(const Value &source)
{
    std::string out;
    for (const char *key : {"field", "carried", "secret", "variable", "value", "template", "json", "xpath"})
        if (source.find(key)) {
            out = shortened(textOf(source, key));
            break;
        }
    if (!out.empty()) {
    } else if (const Value *constant = source.find("constant")) {
        out = constant->isString() && constant->asString()->empty() ? "\u201C\u201D" : shown(*constant);
    } else if (source.find("lookup")) {
        out = capital(spaced(textOf(source, "lookup")));
        if (const Value *key = source.find("key"))
            out += " of " + describeSource(*key);
    } else if (source.find("computed")) {
        const std::string word = textOf(source, "computed");
        const ComputedInfo *known = findComputed(word);
        out = known ? std::string(known->label) : capital(spaced(word));
    } else if (const Value *list = source.find("first_of")) {
        out = ofMany(*list, ", else ", describeSource);
    } else if (const Value *body = source.find("body")) {
        std::string format = textOf(*body, "format");
        if (format == "json" || format == "xml")
            for (char &c : format)
                c = static_cast<char>(c - 32);
        out = capital(format) + " body";
    } else if (const Value *pairs = source.find("pairs")) {
        out = plural(pairs->isArray() ? pairs->asArray()->size() : 0, "pair") + " as text";
    } else if (source.find("header")) {
        out = "header " + textOf(source, "header");
    } else if (source.find("query")) {
        out = "parameter " + textOf(source, "query");
    } else if (source.find("http")) {
        out = "HTTP status";
    } else if (source.find("text")) {
        out = "whole text";
    } else if (source.find("regex")) {
        out = (textOf(source, "take") == "all" ? "every /" : "/") + shortened(textOf(source, "regex")) + '/';
    } else if (source.find("delimited")) {
        const std::int64_t index = integerOf(source, "index", 0);
        out = textOf(source, "take") == "all" ? std::string("every part")
              : index < 0                     ? "part " + std::to_string(-index) + " from the end"
                                              : "part " + std::to_string(index + 1);
        out += " by " + quoted(textOf(source, "delimited"));
    } else if (source.find("pair")) {
        out = textOf(source, "pair") + '=';
    } else if (const Object *object = source.asObject(); object && !object->empty()) {
        out = spaced(object->begin()->first) + ' ' + shown(object->begin()->second);
    } else {
        out = "nothing";
    }
    if (const Value *inner = source.find("inner"))
        out += " \u203A " + describeSource(*inner);
    return out;
}

std::string describeTransform(const Value &transform)
{
    return wording::transformWords(transform).chip;
}

std::string describeCondition(const Value &condition)
{
    for (const auto &[key, word] : {std::pair{"all", " and "}, std::pair{"any", " or "}})
        if (const Value *list = condition.find(key))
            return ofMany(*list, word, [](const Value &one) {
                const std::string text = describeCondition(one);
                return one.find("all") || one.find("any") ? '(' + text + ')' : text;
            });
    if (const Value *inside = condition.find("not"))
        return "not (" + describeCondition(*inside) + ')';
    const Value *source = condition.find("source");
    std::string out = source ? describeSource(*source) : std::string("nothing");
    if (const Value *transforms = condition.find("transforms"))
        out += ofMany(*transforms, "", [](const Value &one) { return ", " + transformSentence(one) + ','; });
    out += ' ' + describeOperator(textOf(condition, "op"));
    if (const Value *value = condition.find("value"))
        out += ' ' + (value->find("source")     ? chainWords(*value)
                      : value->isArray()        ? ofMany(*value, ", ", shown)
                      : value->toText().empty() ? quoted("")
                                                : shown(*value));
    return out;
}

} // namespace bourse::domain
