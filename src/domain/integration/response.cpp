#include "domain/integration/response.h"
#include "domain/integration/answer.h"
#include "domain/integration/datevalue.h"
#include "domain/lead/reason.h"
#include <algorithm>
#include <limits>

namespace bourse::domain {
namespace {

constexpr std::size_t kReasonBytes = 200;
constexpr std::size_t kMaxBids = 1'000;
constexpr std::int64_t kLongestExpiry = 31'536'000'000'000; // a year, in micro-units of a second

std::string_view defaultCode(Reading reading)
{
    switch (reading) {
    case Reading::Accepted:
        return {};
    case Reading::Rejected:
        return reason::buyerRejected;
    case Reading::Duplicate:
        return reason::buyerDuplicate;
    case Reading::Capped:
        return reason::buyerCapped;
    case Reading::Error:
        return reason::buyerError;
    case Reading::Pending:
        return reason::buyerPending;
    case Reading::Returned:
        return reason::returnedByBuyer;
    case Reading::Converted:
        return {};
    case Reading::Unrecognised:
        break;
    }
    return reason::unrecognisedAnswer;
}

/// At most 200 bytes, never half a character, no control characters.
std::string shortened(std::string text)
{
    for (char &c : text)
        if (static_cast<unsigned char>(c) < 0x20)
            c = ' ';
    if (text.size() > kReasonBytes) {
        std::size_t end = kReasonBytes;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
            --end;
        text.resize(end);
    }
    return text;
}

void checkCode(const std::string &code, const std::string &path, Problems &problems)
{
    const auto &known = reasons();
    if (!code.empty() &&
        std::none_of(known.begin(), known.end(), [&](const ReasonInfo &info) { return info.code == code; }))
        problems.add("not_a_choice", path, "a reason code of the table",
                     "\"" + code + "\" is not one of our reason codes.");
}

bool asksForStatus(const ConditionTree<AnswerLeaf> &tree)
{
    if (tree.leaf && tree.leaf->reader.readsStatus())
        return true;
    return std::any_of(tree.children.begin(), tree.children.end(), asksForStatus);
}

bool asksFor(Reader::Kind kind, const ConditionTree<AnswerLeaf> &tree)
{
    if (tree.leaf && tree.leaf->reader.reads(kind))
        return true;
    return std::any_of(tree.children.begin(), tree.children.end(),
                       [kind](const ConditionTree<AnswerLeaf> &child) { return asksFor(kind, child); });
}

/// The test with a value of the request in it; nothing if that cannot be had.
std::optional<Test> testAbout(const AnswerLeaf &leaf, RenderContext &about)
{
    Cell cell;
    Error ignored; // what cannot be had is not in the answer
    const bool fine = leaf.valueSource->read(about, cell) &&
                      applyAll(leaf.valueTransforms, cell, &about, ignored) && cell.isScalar() &&
                      !cell.text().empty() && !cell.missingSecret();
    about.problem = {};
    if (!fine)
        return std::nullopt;
    return leaf.test.withValue(std::string(cell.text()));
}

/// Nothing where it cannot be known: the answer could not be read as what the test asks for, or nobody knows
/// the request. Such a test holds neither as it is nor under a "not".
/// `eitherFormat`: the condition reads JSON and XML, so what is there as the one is just not there as the
/// other.
std::optional<bool> leafHolds(const AnswerLeaf &leaf, const Spot &spot, RenderContext *about,
                              bool eitherFormat)
{
    std::optional<Test> own;
    if (leaf.valueSource) {
        if (!about)
            return std::nullopt;
        own = testAbout(leaf, *about);
        if (!own)
            return false;
    }
    const Test &test = own ? *own : leaf.test;
    std::vector<FoundText> found;
    bool readable = leaf.reader.read(spot, found);
    if (!readable && eitherFormat)
        readable = (leaf.reader.reads(Reader::Kind::Json) && spot.answer->xml()) ||
                   (leaf.reader.reads(Reader::Kind::Xml) && spot.answer->json());
    if (found.empty())
        return readable ? std::optional<bool>(test.holds(false, {})) : std::nullopt;
    const auto holds = [&](const FoundText &one) {
        // Indented XML and line ends are not part of a word.
        const std::string_view plain = trimmedText(one.text);
        if (leaf.transforms.empty())
            return test.holds(true, plain);
        Cell cell;
        Error ignored;
        cell.setView(Cell::Kind::Text, plain);
        return applyAll(leaf.transforms, cell, nullptr, ignored) && test.holds(!cell.isEmpty(), cell.text());
    };
    // "None of them is" says something about every value, "it is" about one.
    const bool result = test.isAboutAll() ? std::all_of(found.begin(), found.end(), holds)
                                          : std::any_of(found.begin(), found.end(), holds);
    // What could not be read can still contradict the one and prove the other.
    return readable || result != test.isAboutAll() ? std::optional<bool>(result) : std::nullopt;
}

/// What a SOAP 1.1 or 1.2 fault says, if the answer is one.
std::optional<std::string> soapFault(Answer &answer)
{
    // Only XML is looked at: parsing anything else would make the wrong problem known.
    const std::string_view body = trimmedText(answer.body());
    if (!body.starts_with('<') || body.find("Envelope") == std::string_view::npos ||
        body.find("Fault") == std::string_view::npos)
        return std::nullopt;
    static const auto kFault = XPath::compile("/Envelope/Body/Fault");
    static const auto kTexts = {XPath::compile("faultstring"), XPath::compile("Reason/Text"),
                                XPath::compile("faultcode"), XPath::compile("Code/Value")};
    const XmlTree *tree = answer.xml();
    if (!tree)
        return std::nullopt;
    const auto faults = kFault->nodes(tree->document());
    if (faults.empty())
        return std::nullopt;
    for (const auto &path : kTexts)
        for (const std::string &text : path->texts(faults.front()))
            if (const auto plain = trimmedText(text); !plain.empty())
                return std::string(plain);
    return "SOAP fault";
}

/// "1.234,50" as "1,234.50"; nothing where a point groups wrongly is left to readMicros().
std::string withDecimalPoint(std::string text)
{
    for (char &c : text)
        c = c == ',' ? '.' : c == '.' ? ',' : c;
    return text;
}

/// Spaces (also U+00A0 and U+202F) and apostrophes between digits group thousands in many countries.
std::string withoutGaps(const std::string &text)
{
    std::string out;
    const auto digit = [](char c) {
        return c >= '0' && c <= '9';
    };
    for (std::size_t i = 0; i < text.size();) {
        std::size_t gap = 0;
        for (const std::string_view one : {" ", "'", "\u00A0", "\u202F", "\u2019"})
            if (text.compare(i, one.size(), one) == 0)
                gap = one.size();
        const bool groups = gap > 0 && !out.empty() && digit(out.back()) && i + gap + 3 <= text.size() &&
                            digit(text[i + gap]) && digit(text[i + gap + 1]) && digit(text[i + gap + 2]) &&
                            (i + gap + 3 == text.size() || !digit(text[i + gap + 3]));
        if (!groups && gap > 1) { // elsewhere it is just a space
            out += ' ';
            i += gap;
        } else if (groups) {
            i += gap;
        } else {
            out += text[i++];
        }
    }
    return out;
}

/// IMF-fixdate (RFC 9110, 5.6.7): "Tue, 12 May 2026 14:30:01 GMT".
std::optional<UtcTime> httpDate(std::string_view text)
{
    const std::size_t comma = text.find(", ");
    if (comma == std::string_view::npos || !text.ends_with(" GMT"))
        return std::nullopt;
    text = text.substr(comma + 2, text.size() - comma - 6);
    const auto date = readDate({"%d %b %Y %H:%M:%S"}, text);
    if (!date || !date->hasTime)
        return std::nullopt;
    return UtcTime(std::chrono::sys_days(date->date).time_since_epoch() + date->time);
}

/// Several currencies share a sign: it then means the expected one, if that is among them.
Currency bySign(Currency expected, std::initializer_list<std::string_view> codes)
{
    const std::string code = expected.code();
    return std::find(codes.begin(), codes.end(), code) != codes.end() ? expected
                                                                      : *Currency::fromCode(*codes.begin());
}

/// The currency of an amount: what its text names by code or sign, else the expected one. Nothing where it
/// names something that is no currency: an amount is never taken for one of another currency.
std::optional<Currency> currencyOf(const std::string &text, Currency expected)
{
    const auto letter = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    };
    const auto digit = [](char c) {
        return c >= '0' && c <= '9';
    };
    std::string word;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        while (end < text.size() && letter(text[end]))
            ++end;
        const std::string_view run = std::string_view(text).substr(i, end - i);
        const bool exponent = (run == "e" || run == "E") && i > 0 && digit(text[i - 1]);
        if (!run.empty() && !exponent) {
            if (!word.empty())
                return std::nullopt;
            word = run;
        }
        i = std::max(end, i + 1);
    }
    const bool dollar = text.find('$') != std::string::npos;
    if (word.size() == 2 && text.find(word + '$') != std::string::npos) { // US$, CA$, AU$
        const auto code = Currency::fromCode(word + 'D');
        return code ? std::optional<Currency>(*code) : std::nullopt;
    }
    if (!word.empty()) {
        for (char &c : word)
            c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
        const auto code = Currency::fromCode(word);
        if (code && std::string_view(code->code()) != "EUR" && text.find("\u20AC") != std::string::npos)
            return std::nullopt;
        return code ? std::optional<Currency>(*code) : std::nullopt;
    }
    if (text.find("\u20AC") != std::string::npos)
        return *Currency::fromCode("EUR");
    if (text.find("\u00A3") != std::string::npos)
        return bySign(expected, {"GBP", "EGP", "FKP", "GIP", "LBP", "SDG", "SHP", "SSP", "SYP"});
    if (dollar)
        return bySign(expected,
                      {"USD", "ARS", "AUD", "BBD", "BMD", "BND", "BSD", "BZD", "CAD", "CLP", "COP",
                       "CUP", "CVE", "DOP", "FJD", "GYD", "HKD", "JMD", "KYD", "LRD", "MOP", "MXN",
                       "NAD", "NZD", "SBD", "SGD", "SRD", "TOP", "TTD", "TWD", "UYU", "WST", "XCD"});
    return expected;
}

/// Nothing where the text is no amount, below zero, no number of that notation, or of no currency.
/// `decimalComma` is about texts; what was written as a number has its own notation.
std::optional<Money> readMoney(const FoundText &found, std::optional<Currency> expected, bool decimalComma)
{
    const auto currency = expected ? currencyOf(found.text, *expected) : std::nullopt;
    const std::string plain = withoutGaps(found.text);
    const auto micros = readMicros(decimalComma && !found.isNumber ? withDecimalPoint(plain) : plain);
    if (!micros || *micros < 0 || !currency)
        return std::nullopt;
    return Money(*micros, *currency);
}

/// Nothing where the currencies differ or the sum is too large.
std::optional<Money> plus(const Money &a, const Money &b)
{
    if (a.currency() != b.currency() || a.micros() > std::numeric_limits<std::int64_t>::max() - b.micros())
        return std::nullopt;
    return Money(a.micros() + b.micros(), a.currency());
}

/// What the answer says about its amounts' currency; the document's where it says nothing. Nothing where it
/// says something that is no currency.
std::optional<Currency> statedCurrency(const std::string &text, Currency expected)
{
    const std::string_view plain = trimmedText(text);
    if (plain.empty())
        return expected;
    const bool names = std::any_of(plain.begin(), plain.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '$' ||
               static_cast<unsigned char>(c) >= 0x80;
    });
    return names ? currencyOf(std::string(plain), expected) : std::nullopt;
}

std::vector<std::pair<std::string, ValueReader>> compileNamed(ObjectReader &in, std::string_view key,
                                                              const CompileContext &document)
{
    std::vector<std::pair<std::string, ValueReader>> out;
    if (const Object *members = in.object(key))
        for (const Member &member : *members)
            out.emplace_back(member.first, ValueReader::compile(
                                               member.second, in.pathOf(key) + '.' + member.first, document));
    return out;
}

} // namespace

Extraction Extraction::compile(const Value &value, const std::string &path, const CompileContext &document)
{
    Problems &problems = document.problems;
    Extraction out;
    ObjectReader in(value, path, problems);
    const auto optional = [&](const char *key, ValueReader &into) {
        if (const Value *given = in.get(key))
            into = ValueReader::compile(*given, in.pathOf(key), document);
    };
    if (in.get("decimal")) {
        out.decimalGiven = true;
        out.decimalComma = in.choice("decimal", {"point", "comma"}) == "comma";
    }
    optional("price", out.price);
    optional("currency", out.currency);
    optional("redirect", out.redirect);
    optional("expires_at", out.expiresAt);
    if (const Value *after = in.get("expires_after_s"); after && after->isNumber())
        out.expiresAfterMicros = in.integer("expires_after_s", 0, 1, kLongestExpiry / 1'000'000) * 1'000'000;
    else
        optional("expires_after_s", out.expiresAfter);
    out.carried = compileNamed(in, "carried", document);
    if (const Value *bids = in.get("bids")) {
        ObjectReader bidsIn(*bids, in.pathOf("bids"), problems);
        out.bidsPath = bidsIn.path();
        if (const Value *each = bidsIn.require("each")) {
            out.bidsEach = Reader::compile(*each, bidsIn.pathOf("each"), problems);
            if (out.bidsEach && out.bidsEach->kind() == Reader::Kind::Status)
                problems.add("not_a_choice", bidsIn.pathOf("each"),
                             "json, xpath, regex, delimited, pair, header or text",
                             "A list of bids is not found in the HTTP status.");
        }
        if (const Value *id = bidsIn.get("id"))
            out.bidId = ValueReader::compile(*id, bidsIn.pathOf("id"), document);
        if (const Value *price = bidsIn.require("price"))
            out.bidPrice = ValueReader::compile(*price, bidsIn.pathOf("price"), document);
        const std::string choose = bidsIn.choice("choose", {"max", "first", "all", "sum"});
        out.choose = choose == "all"     ? Choose::All
                     : choose == "sum"   ? Choose::Sum
                     : choose == "first" ? Choose::First
                                         : Choose::Max;
        out.bidCarried = compileNamed(bidsIn, "carried", document);
        bidsIn.finish();
    }
    if (const Value *given = in.get("reason")) {
        if (const Object *object = given->asObject()) {
            // the ways to the text, and how several texts become one
            ObjectReader reasonIn(*given, in.pathOf("reason"), problems);
            out.reasonSeparator = reasonIn.text("separator", ", ");
            out.reasonSorted = reasonIn.boolean("sorted", false);
            out.reasonDefault = reasonIn.text("default");
            Object way;
            for (const char *key : {"source", "transforms"})
                if (reasonIn.get(key))
                    way.append(key, *object->find(key));
            const Value *ways = reasonIn.get("first_of");
            reasonIn.finish();
            if (ways)
                out.reason = ValueReader::compile(*ways, reasonIn.pathOf("first_of"), document);
            else if (!way.empty() || out.reasonDefault.empty())
                out.reason = ValueReader::compile(Value(std::move(way)), in.pathOf("reason"), document);
        } else {
            problems.add("wrong_type", in.pathOf("reason"), "object", "An object is expected here.");
        }
    }
    in.finish();
    return out;
}

Extraction Extraction::over(const Extraction &general) const
{
    Extraction out = general;
    if (price.isSet())
        out.price = price;
    if (currency.isSet())
        out.currency = currency;
    if (bidsEach) {
        out.bidsEach = bidsEach;
        out.bidsPath = bidsPath;
        out.bidId = bidId;
        out.bidPrice = bidPrice;
        out.choose = choose;
        out.bidCarried = bidCarried;
    }
    for (const auto &[key, reader] : carried) {
        const auto known = std::find_if(out.carried.begin(), out.carried.end(),
                                        [&key = key](const auto &pair) { return pair.first == key; });
        if (known == out.carried.end())
            out.carried.emplace_back(key, reader);
        else
            known->second = reader;
    }
    if (reason.isSet() || !reasonDefault.empty()) {
        out.reason = reason;
        out.reasonSeparator = reasonSeparator;
        out.reasonSorted = reasonSorted;
        out.reasonDefault = reasonDefault;
    }
    if (decimalGiven)
        out.decimalComma = decimalComma;
    if (redirect.isSet())
        out.redirect = redirect;
    if (expiresAt.isSet())
        out.expiresAt = expiresAt;
    if (expiresAfter.isSet() || expiresAfterMicros) {
        out.expiresAfter = expiresAfter;
        out.expiresAfterMicros = expiresAfterMicros;
    }
    return out;
}

std::unique_ptr<ResponsePlan> ResponsePlan::compile(const Value &value, const std::string &path,
                                                    CompileContext &compile)
{
    Problems &problems = compile.problems;
    auto plan = std::make_unique<ResponsePlan>();
    ObjectReader in(value, path, problems);
    plan->m_form.trailingGarbage = in.boolean("trailing_garbage", false);
    plan->m_form.leadingGarbage = in.boolean("leading_garbage", false);
    plan->m_form.contentType = in.text("content_type");
    plan->m_form.lenient = in.boolean("lenient", false);
    in.text("note");
    Extraction &general = plan->m_general;
    if (const Value *extract = in.get("extract"))
        general = Extraction::compile(*extract, in.pathOf("extract"), compile);
    if (const Array *list = in.array("reasons")) {
        for (std::size_t i = 0; i < list->size(); ++i) {
            ObjectReader entry((*list)[i], in.pathOf("reasons") + '[' + std::to_string(i) + ']', problems);
            ReasonRule rule;
            rule.test = Test::compile(entry);
            rule.code = entry.requireText("code");
            checkCode(rule.code, entry.pathOf("code"), problems);
            entry.finish();
            plan->m_reasons.push_back(std::move(rule));
        }
    }
    in.require("rules");
    const Array *rules = in.array("rules");
    std::set<std::string> ids;
    for (std::size_t i = 0; rules && i < rules->size(); ++i) {
        ObjectReader entry((*rules)[i], in.pathOf("rules") + '[' + std::to_string(i) + ']', problems);
        if (!entry.isObject())
            continue;
        Rule rule;
        rule.id = entry.requireText("id");
        if (!rule.id.empty() && !ids.insert(rule.id).second)
            problems.add("duplicate_id", entry.pathOf("id"), "unique ids",
                         "Another rule has the id \"" + rule.id + "\".");
        entry.text("note");
        const std::string outcome = entry.requireText("outcome");
        if (const auto reading = readingFromName(outcome))
            rule.outcome = *reading;
        else if (!outcome.empty())
            problems.add("not_a_choice", entry.pathOf("outcome"),
                         "accepted, rejected, duplicate, capped, error, pending, unrecognised; of a "
                         "callback or status also returned, converted",
                         "\"" + outcome + "\" is not an outcome.");
        rule.onServerError = entry.boolean("on_5xx", false);
        rule.reasonCode = entry.text("reason_code");
        checkCode(rule.reasonCode, entry.pathOf("reason_code"), problems);
        if (const Value *when = entry.get("when")) {
            rule.when = compileCondition<AnswerLeaf>(
                *when, entry.pathOf("when"), problems, [&problems, &compile](ObjectReader &reader) {
                    std::shared_ptr<AnswerLeaf> leaf;
                    const Value *source = reader.require("source");
                    Transforms transforms = compileTransforms(
                        reader.get("transforms"), reader.pathOf("transforms"), problems, nullptr, &compile);
                    std::unique_ptr<RowSource> about;
                    Transforms aboutTransforms;
                    const Value *given = reader.isObject() ? reader.get("value") : nullptr;
                    if (given && given->isObject()) {
                        // answers are read where no secret is at hand: in the editor, and of samples
                        std::set<std::string> others;
                        others.swap(compile.secrets);
                        ObjectReader of(*given, reader.pathOf("value"), problems);
                        if (const Value *from = of.require("source"))
                            about = compileSource(*from, of.pathOf("source"), compile);
                        aboutTransforms = compileTransforms(of.get("transforms"), of.pathOf("transforms"),
                                                            problems, &compile);
                        of.finish();
                        if (!compile.secrets.empty())
                            problems.add("secret_not_allowed", reader.pathOf("value"), "no secret",
                                         "An answer cannot be compared with the secret \"" +
                                             *compile.secrets.begin() + "\".");
                        compile.secrets.merge(others);
                    }
                    Test test = Test::compile(reader, given && given->isObject());
                    if (source)
                        if (auto compiled = Reader::compile(*source, reader.pathOf("source"), problems))
                            leaf = std::make_shared<AnswerLeaf>(
                                AnswerLeaf{std::move(*compiled), std::move(transforms), std::move(test),
                                           std::move(about), std::move(aboutTransforms)});
                    return leaf;
                });
            rule.readsStatus = asksForStatus(*rule.when);
            rule.readsBoth =
                asksFor(Reader::Kind::Json, *rule.when) && asksFor(Reader::Kind::Xml, *rule.when);
        }
        Extraction own;
        if (const Value *extract = entry.get("extract"))
            own = Extraction::compile(*extract, entry.pathOf("extract"), compile);
        rule.extraction = own.over(general);
        entry.finish();
        plan->m_rules.push_back(std::move(rule));
    }
    if (rules && rules->empty())
        problems.add("required", in.pathOf("rules"), "at least one rule",
                     "Without a rule no answer can be read.");
    in.finish();
    return plan;
}

/// What the answer says of its own end, else so many seconds after it came.
std::optional<std::string> ResponsePlan::expiryFrom(const Extraction &from, const Spot &spot)
{
    if (std::string text = from.expiresAt.first(spot); !text.empty())
        return text;
    auto after = from.expiresAfterMicros;
    if (from.expiresAfter.isSet())
        after = readMicros(from.expiresAfter.first(spot));
    const BuyerResponse &response = spot.answer->response();
    auto came = response.receivedAt;
    if (const std::string *date = came ? nullptr : findHeader(response.headers, "Date"))
        came = httpDate(*date);
    if (!after || !came || *after < 0)
        return std::nullopt;
    return toIso8601(*came + Micros(std::min(*after, kLongestExpiry)));
}

void ResponsePlan::extract(const Rule &rule, const Spot &spot, Currency currency, Interpretation &out) const
{
    const Extraction &from = rule.extraction;
    for (const auto &[key, reader] : from.carried)
        if (std::string text = reader.first(spot); !text.empty())
            out.carried.emplace(key, std::move(text));
    if (std::string text = from.redirect.first(spot); !text.empty())
        out.redirect = std::move(text);
    out.expiresAt = expiryFrom(from, spot);

    if (rule.outcome == Reading::Accepted || rule.outcome == Reading::Pending) {
        const auto stated = statedCurrency(from.currency.first(spot), currency);
        if (from.bidsEach) {
            std::optional<Spot> chosen;
            std::optional<Money> sum; // of all of them; none where that would mix currencies
            for (const Spot &bid : from.bidsEach->nodes(spot)) {
                if (out.bids.size() == kMaxBids)
                    break;
                auto price = readMoney(from.bidPrice.firstFound(bid), stated, from.decimalComma);
                if (!price)
                    continue; // a bid without a readable price is no bid
                // One in another currency cannot be compared: it counts only where there is no other.
                const bool ours = price->currency() == currency;
                const bool oursChosen = chosen && out.price->currency() == currency;
                const bool best =
                    chosen && (ours != oursChosen ? ours
                                                  : from.choose == Extraction::Choose::Max &&
                                                        price->currency() == out.price->currency() &&
                                                        price->micros() > out.price->micros());
                if (from.choose == Extraction::Choose::Sum) {
                    sum = out.bids.empty() ? price : sum ? plus(*sum, *price) : std::nullopt;
                } else if (from.choose != Extraction::Choose::All && (!chosen || best)) {
                    out.price = price;
                    chosen = bid;
                }
                out.bids.push_back({from.bidId.first(bid), *price});
            }
            if (sum)
                out.price = sum;
            if (chosen)
                for (const auto &[key, reader] : from.bidCarried)
                    if (std::string text = reader.first(*chosen); !text.empty())
                        out.carried.insert_or_assign(key, std::move(text));
        }
        if (!out.price && !(from.bidsEach && from.choose == Extraction::Choose::Sum && !out.bids.empty()))
            out.price = readMoney(from.price.firstFound(spot), stated, from.decimalComma);
    }

    if (rule.outcome == Reading::Accepted)
        return;
    std::vector<std::string> texts = from.reason.all(spot);
    if (from.reasonSorted)
        std::sort(texts.begin(), texts.end());
    std::string text;
    for (const std::string &one : texts)
        text += (text.empty() ? "" : from.reasonSeparator) + one;
    if (text.empty())
        text = from.reasonDefault;
    std::string code = rule.reasonCode;
    if (code.empty()) {
        const auto known = std::find_if(m_reasons.begin(), m_reasons.end(), [&](const ReasonRule &entry) {
            return entry.test.holds(!text.empty(), text);
        });
        code = known != m_reasons.end() ? known->code : std::string(defaultCode(rule.outcome));
    }
    out.reason = {std::move(code), shortened(std::move(text))};
}

bool ResponsePlan::applies(const Rule &rule, const Spot &spot, RenderContext *about) const
{
    // A failing server's page may hold any word; only a rule that knows of the failure may read it.
    if (spot.answer->response().status >= 500 && !rule.onServerError && !rule.readsStatus)
        return false;
    return !rule.when ||
           rule.when
               ->known([&](const AnswerLeaf &leaf) { return leafHolds(leaf, spot, about, rule.readsBoth); })
               .value_or(false);
}

Interpretation ResponsePlan::read(const Rule *rule, const Spot &spot, Currency currency) const
{
    Interpretation out;
    const int status = spot.answer->response().status;
    if (rule) {
        out.outcome = rule->outcome;
        out.rule = rule->id;
        extract(*rule, spot, currency, out);
    } else if (const auto fault = soapFault(*spot.answer)) {
        // The protocol's own word for an error; no document has to spell it out.
        out.outcome = Reading::Error;
        out.reason = {std::string(reason::buyerError), shortened(*fault)};
    } else if (status >= 500) {
        out.outcome = Reading::Error;
        out.reason = {std::string(reason::buyerError), "HTTP " + std::to_string(status)};
    } else {
        const auto &problem = spot.answer->problem();
        out.reason = {std::string(reason::unrecognisedAnswer),
                      problem ? problem->message : "No rule matches this answer."};
    }
    return out;
}

Interpretation ResponsePlan::interpret(const BuyerResponse &response, Currency currency,
                                       RenderContext *about) const
{
    Answer answer(response, m_form);
    const Spot whole{&answer, nullptr, {}};
    const auto decides = std::find_if(m_rules.begin(), m_rules.end(),
                                      [&](const Rule &rule) { return applies(rule, whole, about); });
    return read(decides == m_rules.end() ? nullptr : &*decides, whole, currency);
}

ReadingTrace ResponsePlan::examine(const BuyerResponse &response, Currency currency,
                                   RenderContext *about) const
{
    ReadingTrace out;
    Answer answer(response, m_form);
    const Spot whole{&answer, nullptr, {}};
    const Rule *decides = nullptr;
    for (const Rule &rule : m_rules) {
        const bool matches = applies(rule, whole, about);
        out.rules.push_back({rule.id, matches, matches && !decides});
        if (matches && !decides)
            decides = &rule;
    }
    out.reading = read(decides, whole, currency);
    const Extraction &from = decides ? decides->extraction : m_general;
    const auto value = [&](std::string name, const ValueReader &reader, const std::string &separator) {
        if (!reader.isSet())
            return;
        std::string text;
        for (const std::string &one : reader.all(whole))
            text += (text.empty() ? "" : separator) + one;
        out.extracts.push_back({std::move(name), reader.pathFor(whole), std::move(text)});
    };
    const auto one = [&](std::string name, const ValueReader &reader) {
        if (reader.isSet())
            out.extracts.push_back({std::move(name), reader.pathFor(whole), reader.first(whole)});
    };
    one("price", from.price);
    one("currency", from.currency);
    if (from.bidsEach) {
        std::string text;
        for (const Spot &bid : from.bidsEach->nodes(whole)) {
            const std::string id = from.bidId.first(bid);
            text += (text.empty() ? "" : ", ") + (id.empty() ? "" : id + " ") + from.bidPrice.first(bid);
        }
        out.extracts.push_back({"bids", from.bidsPath, std::move(text)});
    }
    for (const auto &[key, reader] : from.carried)
        one("carried." + key, reader);
    value("reason", from.reason, from.reasonSeparator);
    one("redirect", from.redirect);
    one("expires_at", from.expiresAt);
    one("expires_after_s", from.expiresAfter);
    out.problem = answer.problem();
    return out;
}

} // namespace bourse::domain
