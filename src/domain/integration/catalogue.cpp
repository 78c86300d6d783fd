#include "domain/integration/catalogue.h"
#include <QtGlobal>
#include <algorithm>

namespace bourse::domain {
namespace {

using P = TransformParameter;
using K = TransformParameter::Kind;
using T = TransformInfo::Type;

constexpr const char *kText = QT_TRANSLATE_NOOP("Transforms", "Text");
constexpr const char *kEmpty = QT_TRANSLATE_NOOP("Transforms", "Empty values");
constexpr const char *kNumbers = QT_TRANSLATE_NOOP("Transforms", "Numbers");
constexpr const char *kWords = QT_TRANSLATE_NOOP("Transforms", "Yes/no and lists of words");
constexpr const char *kDates = QT_TRANSLATE_NOOP("Transforms", "Dates");
constexpr const char *kPeople = QT_TRANSLATE_NOOP("Transforms", "Phone and e-mail");
constexpr const char *kLists = QT_TRANSLATE_NOOP("Transforms", "Lists");
constexpr const char *kCoding = QT_TRANSLATE_NOOP("Transforms", "Hashes and encodings");

P text(const char *key, const char *label, const char *fallback = "\"\"")
{
    return {key, K::Text, label, false, fallback, {}, 0, 0};
}

P needed(const char *key, K kind, const char *label)
{
    return {key, kind, label, true, "", {}, 0, 0};
}

P optional(const char *key, K kind, const char *label)
{
    return {key, kind, label, false, "", {}, 0, 0};
}

P integer(const char *key, const char *label, const char *fallback, std::int64_t least, std::int64_t most)
{
    return {key, K::Integer, label, false, fallback, {}, least, most};
}

P flag(const char *key, const char *label, bool fallback)
{
    return {key, K::Boolean, label, false, fallback ? "true" : "false", {}, 0, 0};
}

/// The first word is the default.
P choice(const char *key, const char *label, std::vector<const char *> words)
{
    return {key, K::Choice, label, false, "", std::move(words), 0, 0};
}

P rounding()
{
    return choice("rounding", QT_TRANSLATE_NOOP("Transforms", "Rounding"),
                  {"half_up", "half_even", "down", "up", "floor", "ceiling"});
}

P encoding()
{
    return choice("encoding", QT_TRANSLATE_NOOP("Transforms", "Written as"),
                  {"hex", "hex_upper", "base64", "base64url"});
}

void addText(std::vector<TransformInfo> &list)
{
    list.push_back({"trim",
                    kText,
                    QT_TRANSLATE_NOOP("Transforms", "Trim"),
                    QT_TRANSLATE_NOOP("Transforms", "Takes white space off both ends."),
                    T::Text,
                    T::Text,
                    {},
                    {R"("  Ann ")", "{}", R"("Ann")"}});
    list.push_back({"upper",
                    kText,
                    QT_TRANSLATE_NOOP("Transforms", "Upper case"),
                    QT_TRANSLATE_NOOP("Transforms", "Writes every letter as a capital."),
                    T::Text,
                    T::Text,
                    {},
                    {R"("tx")", "{}", R"("TX")"},
                    "lower"});
    list.push_back({"lower",
                    kText,
                    QT_TRANSLATE_NOOP("Transforms", "Lower case"),
                    QT_TRANSLATE_NOOP("Transforms", "Writes every letter small."),
                    T::Text,
                    T::Text,
                    {},
                    {R"("Ann@Example.COM")", "{}", R"("ann@example.com")"},
                    "upper"});
    list.push_back({"title",
                    kText,
                    QT_TRANSLATE_NOOP("Transforms", "Title case"),
                    QT_TRANSLATE_NOOP("Transforms", "Begins every word with a capital."),
                    T::Text,
                    T::Text,
                    {},
                    {R"("MARY o'neil")", "{}", R"("Mary O'Neil")"},
                    "lower"});
    list.push_back(
        {"substring",
         kText,
         QT_TRANSLATE_NOOP("Transforms", "Part of text"),
         QT_TRANSLATE_NOOP("Transforms", "Takes some characters; a negative start counts from the end."),
         T::Text,
         T::Text,
         {integer("start", QT_TRANSLATE_NOOP("Transforms", "From character"), "0", -100'000, 100'000),
          integer("length", QT_TRANSLATE_NOOP("Transforms", "Characters (-1: all)"), "-1", -1, 100'000)},
         {R"("787011234")", R"({"length":5})", R"("78701")"}});
    list.push_back({"pad",
                    kText,
                    QT_TRANSLATE_NOOP("Transforms", "Pad"),
                    QT_TRANSLATE_NOOP("Transforms", "Fills a text up to a length."),
                    T::Text,
                    T::Text,
                    {integer("length", QT_TRANSLATE_NOOP("Transforms", "Length"), "0", 0, 1'000),
                     text("with", QT_TRANSLATE_NOOP("Transforms", "Character"), R"("0")"),
                     choice("side", QT_TRANSLATE_NOOP("Transforms", "Side"), {"left", "right"})},
                    {R"("7")", R"({"length":2})", R"("07")"}});
    list.push_back({"replace",
                    kText,
                    QT_TRANSLATE_NOOP("Transforms", "Replace"),
                    QT_TRANSLATE_NOOP("Transforms", "Replaces every occurrence of a text."),
                    T::Text,
                    T::Text,
                    {needed("find", K::Text, QT_TRANSLATE_NOOP("Transforms", "Find")),
                     text("with", QT_TRANSLATE_NOOP("Transforms", "Replace with"))},
                    {R"("auto_accident")", R"({"find":"_","with":" "})", R"("auto accident")"}});
    list.push_back({"regex_replace",
                    kText,
                    QT_TRANSLATE_NOOP("Transforms", "Replace by pattern"),
                    QT_TRANSLATE_NOOP("Transforms",
                                      "Replaces what a regular expression finds; $1 names its first group."),
                    T::Text,
                    T::Text,
                    {needed("pattern", K::Pattern, QT_TRANSLATE_NOOP("Transforms", "Pattern")),
                     text("with", QT_TRANSLATE_NOOP("Transforms", "Replace with")),
                     flag("ignore_case", QT_TRANSLATE_NOOP("Transforms", "Ignore case"), false)},
                    {R"("2026-05-02")", R"~({"pattern":"(\\d+)-(\\d+)-(\\d+)","with":"$2/$3/$1"})~",
                     R"("05/02/2026")"}});
    list.push_back({"regex_extract",
                    kText,
                    QT_TRANSLATE_NOOP("Transforms", "Extract by pattern"),
                    QT_TRANSLATE_NOOP("Transforms", "Keeps what a group of a regular expression finds."),
                    T::Text,
                    T::Text,
                    {needed("pattern", K::Pattern, QT_TRANSLATE_NOOP("Transforms", "Pattern")),
                     integer("group", QT_TRANSLATE_NOOP("Transforms", "Group"), "1", 0, 99),
                     flag("ignore_case", QT_TRANSLATE_NOOP("Transforms", "Ignore case"), false)},
                    {R"("id=42;")", R"~({"pattern":"id=(\\d+)"})~", R"("42")"}});
    list.push_back({"digits",
                    kText,
                    QT_TRANSLATE_NOOP("Transforms", "Digits only"),
                    QT_TRANSLATE_NOOP("Transforms", "Drops everything but the digits 0 to 9."),
                    T::Text,
                    T::Text,
                    {},
                    {R"("+1 (555) 123-4567")", "{}", R"("15551234567")"}});
    list.push_back({"concat",
                    kText,
                    QT_TRANSLATE_NOOP("Transforms", "Add text or fields"),
                    QT_TRANSLATE_NOOP("Transforms", "Puts text around the value and other values behind it."),
                    T::Text,
                    T::Text,
                    {text("before", QT_TRANSLATE_NOOP("Transforms", "Before")),
                     text("after", QT_TRANSLATE_NOOP("Transforms", "After")),
                     text("separator", QT_TRANSLATE_NOOP("Transforms", "Between")),
                     optional("parts", K::Sources, QT_TRANSLATE_NOOP("Transforms", "Further values"))},
                    {R"("5551234567")", R"({"before":"+1"})", R"("+15551234567")"}});
}

void addEmpty(std::vector<TransformInfo> &list)
{
    list.push_back({"default",
                    kEmpty,
                    QT_TRANSLATE_NOOP("Transforms", "Default"),
                    QT_TRANSLATE_NOOP("Transforms", "Stands in where there is no value."),
                    T::Any,
                    T::Any,
                    {needed("value", K::Value, QT_TRANSLATE_NOOP("Transforms", "Value"))},
                    {R"("")", R"({"value":"unknown"})", R"("unknown")"}});
    list.push_back({"coalesce",
                    kEmpty,
                    QT_TRANSLATE_NOOP("Transforms", "First that is there"),
                    QT_TRANSLATE_NOOP("Transforms", "Takes the first other value that is not empty."),
                    T::Any,
                    T::Any,
                    {needed("sources", K::Sources, QT_TRANSLATE_NOOP("Transforms", "Other values"))},
                    {R"("")", R"({"sources":[{"constant":""},{"constant":"web"}]})", R"("web")"},
                    "",
                    false});
    list.push_back({"blank",
                    kEmpty,
                    QT_TRANSLATE_NOOP("Transforms", "Drop placeholders"),
                    QT_TRANSLATE_NOOP("Transforms", "Takes words that mean nothing, like N/A, for no value."),
                    T::Text,
                    T::Text,
                    {optional("values", K::List, QT_TRANSLATE_NOOP("Transforms", "Words"))},
                    {R"("N/A")", R"({"values":["n/a"]})", ""}});
}

void addNumbers(std::vector<TransformInfo> &list)
{
    list.push_back(
        {"number",
         kNumbers,
         QT_TRANSLATE_NOOP("Transforms", "Number format"),
         QT_TRANSLATE_NOOP("Transforms", "Reads an amount and writes it with decimals and separators."),
         T::Number,
         T::Text,
         {integer("decimals", QT_TRANSLATE_NOOP("Transforms", "Decimals"), "2", 0, 6), rounding(),
          text("point", QT_TRANSLATE_NOOP("Transforms", "Decimal sign"), R"(".")"),
          text("grouping", QT_TRANSLATE_NOOP("Transforms", "Thousands sign")),
          text("before", QT_TRANSLATE_NOOP("Transforms", "Before"))},
         {R"("1234.5")", R"({"grouping":",","before":"$"})", R"("$1,234.50")"}});
    list.push_back({"round",
                    kNumbers,
                    QT_TRANSLATE_NOOP("Transforms", "Round"),
                    QT_TRANSLATE_NOOP("Transforms", "Rounds to a number of decimals."),
                    T::Number,
                    T::Number,
                    {integer("decimals", QT_TRANSLATE_NOOP("Transforms", "Decimals"), "0", 0, 6), rounding()},
                    {R"("2.5")", "{}", "3"}});
    list.push_back(
        {"cast",
         kNumbers,
         QT_TRANSLATE_NOOP("Transforms", "Type"),
         QT_TRANSLATE_NOOP("Transforms", "Sends the value as text, number or true/false."),
         T::Any,
         T::Any,
         {choice("to", QT_TRANSLATE_NOOP("Transforms", "Type"), {"text", "number", "integer", "boolean"})},
         {R"("0042")", R"({"to":"number"})", "42"},
         "cast"});
}

void addWords(std::vector<TransformInfo> &list)
{
    list.push_back({"boolean",
                    kWords,
                    QT_TRANSLATE_NOOP("Transforms", "Yes/no"),
                    QT_TRANSLATE_NOOP("Transforms", "Reads yes or no and writes the buyer's words for it."),
                    T::Boolean,
                    T::Any,
                    {optional("true", K::Value, QT_TRANSLATE_NOOP("Transforms", "For yes")),
                     optional("false", K::Value, QT_TRANSLATE_NOOP("Transforms", "For no"))},
                    {"true", R"({"true":"Y","false":"N"})", R"("Y")"},
                    "boolean"});
    list.push_back({"map",
                    kWords,
                    QT_TRANSLATE_NOOP("Transforms", "Map values"),
                    QT_TRANSLATE_NOOP("Transforms", "Writes the buyer's word for each of ours."),
                    T::Text,
                    T::Any,
                    {optional("entries", K::Entries, QT_TRANSLATE_NOOP("Transforms", "Ours and theirs")),
                     optional("table", K::Table, QT_TRANSLATE_NOOP("Transforms", "Table")),
                     flag("ignore_case", QT_TRANSLATE_NOOP("Transforms", "Ignore case"), true),
                     choice("unmapped", QT_TRANSLATE_NOOP("Transforms", "Anything else"),
                            {"refuse", "pass", "empty", "constant"}),
                     optional("constant", K::Value, QT_TRANSLATE_NOOP("Transforms", "Else this"))},
                    {R"("TX")", R"({"entries":{"TX":44}})", "44"},
                    "map"});
}

void addDates(std::vector<TransformInfo> &list)
{
    list.push_back({"date",
                    kDates,
                    QT_TRANSLATE_NOOP("Transforms", "Date format"),
                    QT_TRANSLATE_NOOP("Transforms", "Reads a date or time and writes it in another form."),
                    T::Date,
                    T::Text,
                    {needed("format", K::DatePattern, QT_TRANSLATE_NOOP("Transforms", "Written as")),
                     optional("input", K::List, QT_TRANSLATE_NOOP("Transforms", "Read as")),
                     optional("zone", K::Zone, QT_TRANSLATE_NOOP("Transforms", "Time zone"))},
                    {R"("2026-05-02")", R"({"format":"%m/%d/%Y"})", R"("05/02/2026")"},
                    "date"});
    list.push_back({"epoch",
                    kDates,
                    QT_TRANSLATE_NOOP("Transforms", "Unix time"),
                    QT_TRANSLATE_NOOP("Transforms", "Writes a time as seconds or milliseconds since 1970."),
                    T::Date,
                    T::Number,
                    {choice("unit", QT_TRANSLATE_NOOP("Transforms", "Unit"), {"s", "ms"}),
                     optional("input", K::List, QT_TRANSLATE_NOOP("Transforms", "Read as"))},
                    {R"("2026-01-31T23:30:05Z")", "{}", "1769902205"},
                    "date"});
}

void addPeople(std::vector<TransformInfo> &list)
{
    list.push_back(
        {"phone",
         kPeople,
         QT_TRANSLATE_NOOP("Transforms", "Phone"),
         QT_TRANSLATE_NOOP("Transforms", "Writes a phone number, or one part of it."),
         T::Text,
         T::Text,
         {choice("to", QT_TRANSLATE_NOOP("Transforms", "Form"),
                 {"national", "e164", "international", "last4", "area", "exchange", "line", "dashed",
                  "parentheses"}),
          text("country", QT_TRANSLATE_NOOP("Transforms", "Country of national numbers"), R"("US")")},
         {R"("+15551234567")", R"({"to":"dashed"})", R"("555-123-4567")"},
         "phone"});
    list.push_back({"email_domain",
                    kPeople,
                    QT_TRANSLATE_NOOP("Transforms", "E-mail domain"),
                    QT_TRANSLATE_NOOP("Transforms", "Keeps what stands behind the @."),
                    T::Text,
                    T::Text,
                    {},
                    {R"("Ann@Example.COM")", "{}", R"("example.com")"}});
}

void addLists(std::vector<TransformInfo> &list)
{
    list.push_back(
        {"split",
         kLists,
         QT_TRANSLATE_NOOP("Transforms", "Split"),
         QT_TRANSLATE_NOOP("Transforms", "Takes one part of a text; a negative index counts from the end."),
         T::Text,
         T::Text,
         {needed("separator", K::Text, QT_TRANSLATE_NOOP("Transforms", "Separator")),
          integer("index", QT_TRANSLATE_NOOP("Transforms", "Which part"), "0", -1'000, 1'000)},
         {R"("Ann Lee")", R"({"separator":" ","index":-1})", R"("Lee")"},
         "join"});
    list.push_back({"join",
                    kLists,
                    QT_TRANSLATE_NOOP("Transforms", "Join"),
                    QT_TRANSLATE_NOOP("Transforms", "Makes one text of a list."),
                    T::List,
                    T::Text,
                    {text("separator", QT_TRANSLATE_NOOP("Transforms", "Separator"), R"(",")")},
                    {R"(["a","b"])", R"({"separator":"|"})", R"("a|b")"},
                    "split"});
}

void addCoding(std::vector<TransformInfo> &list)
{
    list.push_back({"hash",
                    kCoding,
                    QT_TRANSLATE_NOOP("Transforms", "Hash"),
                    QT_TRANSLATE_NOOP("Transforms", "The digest of the text."),
                    T::Text,
                    T::Text,
                    {choice("algorithm", QT_TRANSLATE_NOOP("Transforms", "Algorithm"),
                            {"sha256", "sha1", "md5", "sha512"}),
                     encoding()},
                    {R"("abc")", R"({"algorithm":"md5"})", R"("900150983cd24fb0d6963f7d28e17f72")"}});
    list.push_back(
        {"base64",
         kCoding,
         QT_TRANSLATE_NOOP("Transforms", "Base64"),
         QT_TRANSLATE_NOOP("Transforms", "Writes the text's bytes in base64."),
         T::Text,
         T::Text,
         {choice("alphabet", QT_TRANSLATE_NOOP("Transforms", "Alphabet"), {"base64", "base64url"})},
         {R"("API")", "{}", R"("QVBJ")"},
         "base64_decode"});
    list.push_back({"base64_decode",
                    kCoding,
                    QT_TRANSLATE_NOOP("Transforms", "Base64 back"),
                    QT_TRANSLATE_NOOP("Transforms", "Reads base64."),
                    T::Text,
                    T::Text,
                    {},
                    {R"("QVBJ")", "{}", R"("API")"},
                    "base64"});
    list.push_back({"hex",
                    kCoding,
                    QT_TRANSLATE_NOOP("Transforms", "Hexadecimal"),
                    QT_TRANSLATE_NOOP("Transforms", "Writes the text's bytes as hexadecimal digits."),
                    T::Text,
                    T::Text,
                    {choice("case", QT_TRANSLATE_NOOP("Transforms", "Letters"), {"hex", "hex_upper"})},
                    {R"("API")", "{}", R"("415049")"}});
    list.push_back({"url_encode",
                    kCoding,
                    QT_TRANSLATE_NOOP("Transforms", "URL-encode"),
                    QT_TRANSLATE_NOOP("Transforms", "Writes what a URL cannot hold as %XX."),
                    T::Text,
                    T::Text,
                    {choice("style", QT_TRANSLATE_NOOP("Transforms", "Style"), {"percent", "form"})},
                    {R"("a b&c")", "{}", R"("a%20b%26c")"}});
    list.push_back({"xml_escape",
                    kCoding,
                    QT_TRANSLATE_NOOP("Transforms", "XML-escape"),
                    QT_TRANSLATE_NOOP("Transforms", "Writes < > & and quotes as XML entities."),
                    T::Text,
                    T::Text,
                    {},
                    {R"("a<b")", "{}", R"("a&lt;b")"}});
    list.push_back({"json_stringify",
                    kCoding,
                    QT_TRANSLATE_NOOP("Transforms", "JSON as text"),
                    QT_TRANSLATE_NOOP("Transforms", "Writes the value as JSON inside a text."),
                    T::Any,
                    T::Text,
                    {},
                    {R"(["a",1])", "{}", R"("[\"a\",1]")"}});
}

} // namespace

const std::vector<TransformInfo> &transformCatalogue()
{
    static const std::vector<TransformInfo> catalogue = [] {
        std::vector<TransformInfo> list;
        addText(list);
        addEmpty(list);
        addNumbers(list);
        addWords(list);
        addDates(list);
        addPeople(list);
        addLists(list);
        addCoding(list);
        return list;
    }();
    return catalogue;
}

const TransformInfo *findTransform(std::string_view name)
{
    const auto &list = transformCatalogue();
    const auto found =
        std::find_if(list.begin(), list.end(), [&](const TransformInfo &info) { return info.name == name; });
    return found == list.end() ? nullptr : &*found;
}

const std::vector<const char *> &transformGroups()
{
    static const std::vector<const char *> groups = {kText,  kEmpty,  kNumbers, kWords,
                                                     kDates, kPeople, kLists,   kCoding};
    return groups;
}

} // namespace bourse::domain
