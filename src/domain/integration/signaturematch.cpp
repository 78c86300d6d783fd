#include "domain/integration/signaturematch.h"
#include "domain/integration/coding.h"
#include "domain/integration/signaturetrial.h"
#include "domain/json/json.h"
#include <QDateTime>
#include <QLocale>
#include <algorithm>
#include <charconv>
#include <functional>
#include <set>

namespace bourse::domain {
namespace {

constexpr std::size_t kMaxVariants = 20;
constexpr std::size_t kMaxTexts = 400;
constexpr std::size_t kMaxLength = 1u << 20;

/// One change to what is signed; nothing where it would change nothing.
struct Change {
    std::string_view axis; ///< two changes of one axis exclude each other
    std::string sentence;
    std::function<bool(Object &)> apply;
};

std::string replaced(std::string text, std::string_view find, std::string_view with)
{
    for (std::size_t at = text.find(find); at != std::string::npos; at = text.find(find, at + with.size()))
        text.replace(at, find.size(), with);
    return text;
}

std::string withoutLineEnds(const std::string &text)
{
    return replaced(replaced(text, "\r", ""), "\n", "");
}

Array *partsOf(Object &recipe)
{
    Value *parts = recipe.find("parts");
    return parts ? parts->asArray() : nullptr;
}

/// Calls `each` with the object of every part; true if any call changed something.
bool eachPart(Object &recipe, const std::function<bool(Object &)> &each)
{
    bool any = false;
    if (Array *parts = partsOf(recipe))
        for (Value &part : *parts)
            if (Object *object = part.asObject())
                any = each(*object) || any;
    return any;
}

bool isPart(const Object &part, std::string_view kind)
{
    const Value *found = part.find("part");
    return found && found->toText() == kind;
}

bool isComputed(const Object &part, std::string_view name)
{
    const Value *found = part.find("computed");
    return found && found->toText() == name;
}

std::vector<Change> changesOfText()
{
    std::vector<Change> out;
    const auto lineEnds = [](const std::string &with) {
        return [with](Object &recipe) {
            const auto change = [&with](Value *value) {
                if (!value || !value->isString() || value->asString()->find('\n') == std::string::npos)
                    return false;
                std::string text = replaced(*value->asString(), "\r\n", "\n");
                text = replaced(std::move(text), "\n", with);
                if (text == *value->asString())
                    return false;
                *value = Value(std::move(text));
                return true;
            };
            bool any = change(recipe.find("separator"));
            any = eachPart(recipe,
                           [&](Object &part) {
                               bool one = change(part.find("constant"));
                               one = change(part.find("between")) || one;
                               return change(part.find("template")) || one;
                           }) ||
                  any;
            return any;
        };
    };
    out.push_back({"lines", "Lines end with CR LF.", lineEnds("\r\n")});
    out.push_back({"lines", "Lines end with LF.", lineEnds("\n")});
    out.push_back({"lines", "There are no line breaks.", lineEnds("")});
    out.push_back({"end", "A newline stands at the end.", [](Object &recipe) {
                       Array *parts = partsOf(recipe);
                       if (!parts ||
                           (recipe.find("separator") && !recipe.find("separator")->toText().empty()))
                           return false;
                       parts->push_back(Object{{"constant", "\n"}});
                       return true;
                   }});
    out.push_back({"end", "No newline stands at the end.", [](Object &recipe) {
                       Array *parts = partsOf(recipe);
                       const Value *last =
                           parts && !parts->empty() ? parts->back().find("constant") : nullptr;
                       if (!last || last->toText().find_first_not_of("\r\n") != std::string::npos)
                           return false;
                       parts->pop_back();
                       return true;
                   }});
    out.push_back({"body", "White space around the body is not signed.", [](Object &recipe) {
                       return eachPart(recipe, [](Object &part) {
                           const Value trim = Array{Object{{"do", "trim"}}};
                           if (isComputed(part, "request_body"))
                               part = Object{{"part", "body"}};
                           if (!isPart(part, "body") || part.find("transforms"))
                               return false;
                           part.set("transforms", trim);
                           return true;
                       });
                   }});
    const auto method = [](const char *letters) {
        return [letters](Object &recipe) {
            return eachPart(recipe, [letters](Object &part) {
                if (isComputed(part, "request_method"))
                    part = Object{{"part", "method"}};
                if (!isPart(part, "method"))
                    return false;
                const Value *before = part.find("case");
                const bool changes = (before ? before->toText() : "upper") != letters;
                part.set("case", letters);
                return changes;
            });
        };
    };
    out.push_back({"method", "The method is written in small letters.", method("lower")});
    out.push_back({"method", "The method is written in capitals.", method("upper")});
    const auto path = [](const char *kind) {
        return [kind](Object &recipe) {
            return eachPart(recipe, [kind](Object &part) {
                const bool known = isPart(part, "path") || isPart(part, "path_query") ||
                                   isPart(part, "url") || isComputed(part, "request_path");
                if (!known || isPart(part, kind) ||
                    (isComputed(part, "request_path") && std::string_view(kind) == "path"))
                    return false;
                part = Object{{"part", kind}};
                return true;
            });
        };
    };
    out.push_back({"path", "The path is signed with its query.", path("path_query")});
    out.push_back({"path", "The path is signed without its query.", path("path")});
    out.push_back({"path", "The whole URL is signed.", path("url")});
    const auto time = [](const char *unit) {
        return [unit](Object &recipe) {
            bool any = eachPart(recipe, [unit](Object &part) {
                const bool computed =
                    isComputed(part, "epoch_s") || isComputed(part, "epoch_ms") || isComputed(part, "time");
                if (computed)
                    part = Object{{"part", "timestamp"}, {"unit", unit}};
                else if (isPart(part, "timestamp"))
                    part.remove("unit");
                return computed || isPart(part, "timestamp");
            });
            if (!any)
                return false;
            Value *own = recipe.find("timestamp");
            if (Object *object = own ? own->asObject() : nullptr)
                object->set("unit", unit);
            else
                recipe.set("timestamp", Object{{"unit", unit}});
            return true;
        };
    };
    out.push_back({"time", "The time is in seconds.", time("s")});
    out.push_back({"time", "The time is in milliseconds.", time("ms")});
    out.push_back({"time", "The time is written as 2026-05-12T14:30:01Z.", time("iso_s")});
    out.push_back({"time", "The time is written as 2026-05-12T14:30:01.184Z.", time("iso")});
    out.push_back({"time", "The time is written as in HTTP.", time("http")});
    const std::pair<const char *, const char *> separators[] = {
        {"", "Nothing stands between the parts."},     {".", "A dot stands between the parts."},
        {"\n", "A newline stands between the parts."}, {":", "A colon stands between the parts."},
        {"|", "A bar stands between the parts."},      {"&", "An & stands between the parts."},
        {",", "A comma stands between the parts."},
    };
    for (const auto &[text, sentence] : separators)
        out.push_back({"separator", sentence, [text = std::string(text)](Object &recipe) {
                           Array *parts = partsOf(recipe);
                           if (!parts)
                               return false;
                           // Constants of marks alone are what a separator replaces.
                           Array kept;
                           for (const Value &part : *parts) {
                               const Value *constant = part.find("constant");
                               const bool mark = constant && constant->isString() &&
                                                 constant->asString()->find_first_not_of(
                                                     ".:|&,;-_/ \r\n\t") == std::string::npos;
                               if (!mark)
                                   kept.push_back(part);
                           }
                           if (kept.size() < 2)
                               return false;
                           *parts = std::move(kept);
                           recipe.set("separator", text);
                           return true;
                       }});
    return out;
}

constexpr int kDeepest = 60;

bool isMadeUp(const Value *computed)
{
    return computed && computed->isString() &&
           (*computed->asString() == "nonce" || *computed->asString() == "uuid");
}

constexpr const char *kNonceMarks[] = {"{{computed.nonce", "{{computed.uuid"};

bool hasNonce(const Value &value, int depth = 0)
{
    if (depth > kDeepest)
        return false;
    if (const std::string *text = value.asString())
        return std::any_of(std::begin(kNonceMarks), std::end(kNonceMarks),
                           [text](const char *mark) { return text->find(mark) != std::string::npos; });
    if (const Array *list = value.asArray())
        return std::any_of(list->begin(), list->end(),
                           [depth](const Value &each) { return hasNonce(each, depth + 1); });
    const Object *object = value.asObject();
    return object && (isMadeUp(object->find("computed")) ||
                      std::any_of(object->begin(), object->end(), [depth](const Member &member) {
                          return hasNonce(member.second, depth + 1);
                      }));
}

/// Puts the buyer's nonce where one would be made up.
void setNonce(Value &value, const std::string &nonce, int depth = 0)
{
    if (depth > kDeepest)
        return;
    if (const std::string *text = value.asString()) {
        std::string changed = *text;
        const std::string written = replaced(nonce, "{{", "\\{{");
        for (const char *mark : kNonceMarks)
            changed = replaced(std::move(changed), std::string(mark) + "}}", written);
        if (changed != *text)
            value = Value(std::move(changed));
    } else if (Array *list = value.asArray()) {
        for (Value &each : *list)
            setNonce(each, nonce, depth + 1);
    } else if (Object *object = value.asObject()) {
        if (isMadeUp(object->find("computed"))) {
            // in its place, with the transforms and whatever else goes with it
            Object made;
            for (const Member &member : *object)
                if (member.first == "computed")
                    made.append("constant", nonce);
                else if (member.first != "as")
                    made.append(member.first, member.second);
            *object = std::move(made);
        }
        for (auto &member : *object)
            if (member.first != "constant") // what is sent as it stands is no template
                setNonce(member.second, nonce, depth + 1);
    }
}

/// A text to sign and how the recipe comes to it.
struct Candidate {
    std::string text;
    Object recipe;
    std::vector<std::string> sentences;
    std::string own; ///< raw bytes that the recipe's own key and algorithm give; empty: none
};

/// The document with nothing but the one step, whose answer is of no interest here.
class Trial {
  public:
    Trial(const Value &document, StepKind step, std::size_t index, const BuyerExample &example)
        : m_document(document), m_step(name(step)), m_kind(step), m_index(index), m_nonce(example.nonce)
    {
        Object *root = m_document.asObject();
        const Value *steps = root ? root->find("steps") : nullptr;
        const Value *found = steps ? steps->find(m_step) : nullptr;
        if (!found || !found->isObject())
            return;
        Object only = *found->asObject();
        only.set("response", Object{{"rules", Array{Object{{"id", "any"}, {"outcome", "unrecognised"}}}}});
        if (example.body) {
            std::string type = "text/plain";
            if (const Value *body = only.find("body")) {
                const std::string format = body->find("format") ? body->find("format")->toText() : "";
                type = body->find("content_type")                      ? body->find("content_type")->toText()
                       : format == "json"                              ? "application/json"
                       : format == "form"                              ? "application/x-www-form-urlencoded"
                       : format.starts_with("soap") || format == "xml" ? "text/xml; charset=utf-8"
                                                                       : type;
            }
            only.set("body", Object{{"format", "text"},
                                    {"content_type", type},
                                    {"template", replaced(*example.body, "{{", "\\{{")}});
            if (example.body->empty())
                only.remove("body");
        }
        root->set("steps", Object{{m_step, std::move(only)}});
        if (const Value *list = this->step()->find("signatures");
            list && list->isArray() && index < list->asArray()->size())
            if (const Object *own = (*list->asArray())[index].asObject())
                m_recipe = *own;
    }
    const std::optional<Object> &recipe() const { return m_recipe; }
    Value document(const Object &recipe) const
    {
        Trial copy = *this;
        (*copy.step()->find("signatures")->asArray())[m_index] = recipe;
        if (m_nonce) // only here: the recipe that is found still makes one up
            for (const char *key : {"steps", "values"})
                if (Value *place = copy.m_document.asObject()->find(key))
                    setNonce(*place, *m_nonce);
        return std::move(copy.m_document);
    }
    /// `plain`: secrets stay in the text.
    Result<SignatureTrace> trace(const Object &recipe, const RenderInput &input, bool plain) const
    {
        const auto integration = Integration::fromValue(document(recipe));
        if (!integration)
            return integration.errors();
        auto traces =
            plain ? plainSignatures(**integration, m_kind, input) : (*integration)->signatures(m_kind, input);
        if (!traces)
            return traces.errors();
        if (m_index >= traces->size())
            return Error{"no_such_signature", "index", "a signature of the step",
                         "The step has no such signature."};
        return std::move((*traces)[m_index]);
    }

  private:
    Object *step() { return m_document.asObject()->find("steps")->asObject()->find(m_step)->asObject(); }

    Value m_document;
    std::string m_step;
    StepKind m_kind;
    std::size_t m_index;
    std::optional<std::string> m_nonce;
    std::optional<Object> m_recipe;
};

std::string wordOf(const Object &recipe, std::string_view key, std::string_view fallback)
{
    const Value *value = recipe.find(key);
    return value && value->isString() ? *value->asString() : std::string(fallback);
}

std::optional<std::size_t> difference(std::string_view a, std::string_view b)
{
    const std::size_t shorter = std::min(a.size(), b.size());
    for (std::size_t i = 0; i < shorter; ++i)
        if (a[i] != b[i])
            return i;
    return a.size() == b.size() ? std::nullopt : std::optional(shorter);
}

std::string quoted(std::string_view text)
{
    return '"' + std::string(text) + '"';
}

/// Where an encoded signature stands in what the buyer shows.
struct Found {
    std::string_view encoding;
    std::string before;
    std::string after;
};

std::optional<Found> findIn(const std::string &expected, std::string_view bytes)
{
    if (bytes.empty())
        return std::nullopt;
    for (const char *encoding : {"hex", "hex_upper", "base64", "base64url"}) {
        const std::string text = encodeBytes(bytes, encoding);
        const std::size_t at = expected.find(text);
        if (at != std::string::npos)
            return Found{encoding, expected.substr(0, at), expected.substr(at + text.size())};
    }
    return std::nullopt;
}

} // namespace

std::optional<UtcTime> exampleTime(std::string_view text)
{
    while (!text.empty() && std::string_view(" \t\r\n").find(text.front()) != std::string_view::npos)
        text.remove_prefix(1);
    while (!text.empty() && std::string_view(" \t\r\n").find(text.back()) != std::string_view::npos)
        text.remove_suffix(1);
    if (text.empty() || text.size() > 64)
        return std::nullopt;
    if (const auto iso = fromIso8601(text))
        return *iso;
    const QDateTime http =
        QLocale::c().toDateTime(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())),
                                QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
    if (http.isValid())
        return UtcTime(std::chrono::seconds(QDateTime(http.date(), http.time(), Qt::UTC).toSecsSinceEpoch()));
    // a number: its size says its unit, down to 2001-09-09 in each
    const std::string_view whole = text.substr(0, text.find('.'));
    std::int64_t number = 0;
    const auto read = std::from_chars(whole.data(), whole.data() + whole.size(), number);
    if (whole.empty() || whole.size() > 16 || read.ec != std::errc() ||
        read.ptr != whole.data() + whole.size() || number < 1'000'000'000)
        return std::nullopt;
    if (number >= 1'000'000'000'000'000)
        return UtcTime(std::chrono::microseconds(number));
    if (number >= 1'000'000'000'000)
        return UtcTime(std::chrono::milliseconds(number));
    if (whole.size() > 11)
        return std::nullopt;
    std::string fraction(text.substr(std::min(whole.size() + 1, text.size())));
    if (fraction.size() > 6 || fraction.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    fraction.resize(6, '0');
    std::int64_t micros = 0;
    std::from_chars(fraction.data(), fraction.data() + fraction.size(), micros);
    return UtcTime(std::chrono::seconds(number) + std::chrono::microseconds(micros));
}

bool makesNonce(const Value &document, StepKind step)
{
    const Value *steps = document.find("steps");
    const Value *own = steps ? steps->find(name(step)) : nullptr;
    const Value *values = document.find("values");
    return (own && hasNonce(*own)) || (values && hasNonce(*values));
}

Result<SignatureMatch> matchSignature(const Value &document, StepKind step, std::size_t index,
                                      const RenderInput &given, const BuyerExample &example)
{
    RenderInput input = given;
    if (example.time)
        input.time = *example.time;
    if (example.nonce && example.nonce->size() > kMaxLength)
        return Error{"too_large", "nonce", "at most 1048576 bytes", "The buyer's example is too long."};
    if (example.expected.empty() || example.expected.size() > kMaxLength)
        return Error{"required", "expected", "1 to 1048576 bytes",
                     "The buyer's signature is missing or too long."};
    if ((example.body && example.body->size() > kMaxLength) ||
        (example.stringToSign && example.stringToSign->size() > kMaxLength))
        return Error{"too_large", "body", "at most 1048576 bytes", "The buyer's example is too long."};
    const Trial trial(document, step, index, example);
    if (!trial.recipe())
        return Error{"no_such_signature", "index", "a signature of the step",
                     "The step has no such signature."};
    const Object recipe = *trial.recipe();
    const bool isMessage = wordOf(recipe, "scheme", "recipe") != "recipe";

    SignatureMatch out;
    auto ours = trial.trace(recipe, input, false);
    if (!ours)
        return ours.errors();
    out.ours = std::move(*ours);
    out.matches = !out.ours.problem && out.ours.signature == example.expected;
    if (!out.matches)
        out.firstDifference = difference(out.ours.signature, example.expected);
    const auto plain = trial.trace(recipe, input, true);
    if (!plain)
        return plain.errors();
    out.textSize = plain->stringToSign.size();
    if (example.stringToSign) // with the secrets in it, as the buyer's
        out.textDifference = difference(plain->stringToSign, *example.stringToSign);
    if (out.ours.problem && out.ours.problem->code == "missing_secret")
        return out; // nothing can be computed without it

    // What may have been signed.
    const std::string theirs = withoutLineEnds(example.stringToSign.value_or(std::string()));
    std::vector<Candidate> candidates;
    std::set<std::string> seen;
    const auto add = [&](const Object &changed, std::vector<std::string> sentences) {
        if (candidates.size() >= kMaxTexts)
            return;
        Object bare = changed;
        if (!isMessage)
            for (const char *key : {"before", "after", "output"})
                bare.remove(key);
        const auto trace = trial.trace(bare, input, true);
        // line ends are what a printed text is the least sure of
        if (!trace || trace->problem ||
            (example.stringToSign && withoutLineEnds(trace->stringToSign) != theirs) ||
            !seen.insert(trace->stringToSign).second)
            return;
        std::string own;
        if (!isMessage)
            own = decodeBytes(trace->signature, "hex").value_or(std::string());
        candidates.push_back({trace->stringToSign, changed, std::move(sentences), std::move(own)});
    };
    add(recipe, {});
    if (!isMessage) {
        const auto changes = changesOfText();
        // Each alone before any two, so that a text counts with the fewest changes that lead to it.
        for (const Change &change : changes)
            if (Object one = recipe; change.apply(one))
                add(one, {change.sentence});
        for (std::size_t i = 0; i < changes.size(); ++i) {
            Object one = recipe;
            if (!changes[i].apply(one))
                continue;
            for (std::size_t k = i + 1; k < changes.size(); ++k) {
                Object two = one;
                if (changes[k].axis != changes[i].axis && changes[k].apply(two))
                    add(two, {changes[i].sentence, changes[k].sentence});
            }
        }
    }
    if (example.stringToSign) { // and their text by itself, where no recipe comes to it
        const std::string &text = *example.stringToSign;
        const std::string lf = replaced(text, "\r\n", "\n");
        const auto addText = [&](std::string changed, const char *sentence) {
            if (seen.insert(changed).second)
                candidates.push_back(
                    {std::move(changed),
                     recipe,
                     sentence ? std::vector<std::string>{sentence} : std::vector<std::string>(),
                     {}});
        };
        addText(text, nullptr);
        addText(lf, "Lines of the buyer's text end with LF.");
        addText(replaced(lf, "\n", "\r\n"), "Lines of the buyer's text end with CR LF.");
        addText(replaced(lf, "\n", ""), "The buyer's text has no line breaks.");
        addText(text + '\n', "A newline stands at the end of the buyer's text.");
        std::string trimmed = text;
        while (!trimmed.empty() && std::string_view(" \t\r\n").find(trimmed.back()) != std::string_view::npos)
            trimmed.pop_back();
        addText(trimmed, "No newline stands at the end of the buyer's text.");
    }

    // What it may have been signed with.
    const std::string secretName = wordOf(recipe, "secret", "");
    const auto secret = input.secrets ? input.secrets->find(secretName) : decltype(input.secrets->end()){};
    const bool hasSecret = input.secrets && secret != input.secrets->end();
    const std::string algorithm = wordOf(recipe, "algorithm", "hmac-sha256");
    const std::string encoding = wordOf(recipe, "secret_encoding", "text");
    const bool derived = recipe.find("derive") || recipe.find("secret_before") ||
                         recipe.find("secret_after") || recipe.find("truncate");
    std::vector<std::pair<std::string, std::string>> keys; // encoding, bytes; the recipe's own first
    if (hasSecret && !derived)
        for (const std::string &word :
             {encoding, std::string("text"), std::string("hex"), std::string("base64"),
              std::string("base64url"), std::string("whsec")}) {
            auto bytes = word == "pem" ? std::nullopt : decodeBytes(secret->second.reveal(), word);
            if (bytes && std::none_of(keys.begin(), keys.end(),
                                      [&](const auto &known) { return known.second == *bytes; }))
                keys.emplace_back(word, std::move(*bytes));
        }
    std::vector<std::string> algorithms{algorithm};
    for (const char *word : {"hmac-sha256", "hmac-sha1", "hmac-sha512", "hmac-md5", "hmac-sha384", "sha256",
                             "sha1", "md5", "sha512", "sha384"})
        if (word != algorithm && !isMessage)
            algorithms.emplace_back(word);

    // The recipe's own words around the signature, for telling what is different.
    const std::string ownOutput = wordOf(recipe, "output", "hex");
    std::string ownBefore;
    std::string ownAfter;
    if (Object bare = recipe; !isMessage) {
        for (const char *key : {"before", "after", "output"})
            bare.remove(key);
        const auto own = trial.trace(bare, input, true);
        if (const auto at = own ? findIn(plain->signature, decodeBytes(own->signature, "hex").value_or(""))
                                : std::nullopt) {
            ownBefore = at->before;
            ownAfter = at->after;
        }
    }

    std::vector<std::size_t> weights; // changes of each variant
    const auto report = [&](const Candidate &candidate, const std::string &usedAlgorithm,
                            const std::string &usedEncoding, const Found &found) {
        SignatureVariant variant;
        std::vector<std::string> sentences = candidate.sentences;
        variant.recipe = candidate.recipe;
        const auto set = [&](const char *key, std::string value, std::string sentence) {
            variant.recipe.set(key, std::move(value));
            sentences.push_back(std::move(sentence));
        };
        if (usedAlgorithm != algorithm) {
            set("algorithm", usedAlgorithm, "The algorithm is " + usedAlgorithm + ".");
            if (!usedAlgorithm.starts_with("hmac-")) {
                variant.recipe.remove("secret");
                variant.recipe.remove("secret_encoding");
            }
        }
        if (usedEncoding != encoding && usedAlgorithm.starts_with("hmac-"))
            set("secret_encoding", usedEncoding,
                usedEncoding == "text"    ? "The secret is taken as text."
                : usedEncoding == "hex"   ? "The secret is hexadecimal."
                : usedEncoding == "whsec" ? "The secret is base64 after whsec_."
                                          : "The secret is " + usedEncoding + ".");
        if (!isMessage) {
            if (found.encoding != ownOutput)
                set("output", std::string(found.encoding),
                    found.encoding == "hex_upper" ? "The signature is hexadecimal in capitals."
                    : found.encoding == "hex"     ? "The signature is hexadecimal in small letters."
                                                  : "The signature is " + std::string(found.encoding) + ".");
            if (found.before != ownBefore)
                set("before", replaced(found.before, "{{", "\\{{"),
                    found.before.empty() ? "Nothing stands before the signature."
                                         : quoted(found.before) + " stands before the signature.");
            if (found.after != ownAfter)
                set("after", replaced(found.after, "{{", "\\{{"),
                    found.after.empty() ? "Nothing stands after the signature."
                                        : quoted(found.after) + " stands after the signature.");
        }
        for (const std::string &sentence : sentences)
            variant.sentence += (variant.sentence.empty() ? "" : " ") + sentence;
        if (sentences.empty())
            variant.sentence = "The recipe as it stands, over the buyer's text.";
        for (const Member &member : variant.recipe) {
            const Value *before = recipe.find(member.first);
            if (!before || *before != member.second)
                variant.changed.append(member.first, member.second);
        }
        if (example.stringToSign)
            variant.stringToSign = candidate.text;
        else if (auto shown = trial.trace(variant.recipe, input, false))
            variant.stringToSign = shown->stringToSign;
        // The fewest changes are the likeliest.
        const auto at = std::upper_bound(weights.begin(), weights.end(), sentences.size()) - weights.begin();
        weights.insert(weights.begin() + at, sentences.size());
        out.variants.insert(out.variants.begin() + at, std::move(variant));
    };
    for (const Candidate &candidate : candidates) {
        if (out.variants.size() >= kMaxVariants)
            break;
        std::optional<Found> found;
        ++out.tried;
        if ((found = findIn(example.expected, candidate.own))) {
            const bool nothingNew = candidate.sentences.empty() && out.matches;
            if (!nothingNew)
                report(candidate, algorithm, encoding, *found);
            continue;
        }
        if (derived)
            continue;
        for (const std::string &word : algorithms) {
            const bool hmac = word.starts_with("hmac-");
            const auto digest = digestFromName(hmac ? word.substr(5) : word);
            if (!digest || found)
                continue;
            if (!hmac) {
                ++out.tried;
                if ((found = findIn(example.expected, digestOf(*digest, candidate.text))))
                    report(candidate, word, encoding, *found);
                continue;
            }
            for (const auto &[keyEncoding, key] : keys) {
                ++out.tried;
                if ((found = findIn(example.expected, hmacOf(*digest, key, candidate.text)))) {
                    report(candidate, word, keyEncoding, *found);
                    break;
                }
            }
        }
    }
    return out;
}

} // namespace bourse::domain
