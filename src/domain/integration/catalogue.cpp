#include "domain/integration/catalogue.h"
#include <QtGlobal>
#include <algorithm>

namespace bourse::domain {
namespace {

using P = TransformParameter;
using K = TransformParameter::Kind;
using T = TransformInfo::Type;

constexpr const char *kText = QT_TRANSLATE_NOOP("Transforms", "Text");
constexpr const char *kEmpty = QT_TRANSLATE_NOOP("Transforms", "Emptiness and conditions");
constexpr const char *kNumbers = QT_TRANSLATE_NOOP("Transforms", "Numbers");
constexpr const char *kWords = QT_TRANSLATE_NOOP("Transforms", "Yes/no and lists of words");
constexpr const char *kDates = QT_TRANSLATE_NOOP("Transforms", "Dates");
constexpr const char *kPeople = QT_TRANSLATE_NOOP("Transforms", "Phone and e-mail");
constexpr const char *kPlaces = QT_TRANSLATE_NOOP("Transforms", "Places");
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

P op(bool isRequired = true)
{
    return {"op",
            K::Operator,
            QT_TRANSLATE_NOOP("Transforms", "Test"),
            isRequired,
            "",
            {"exists", "missing", "empty", "not_empty", "equals", "equals_ci", "not_equals", "contains",
             "contains_ci", "starts_with", "starts_with_ci", "ends_with", "matches", "in", "in_ci", "gt",
             "ge", "lt", "le"},
            0,
            0};
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
                    {R"("  Ann ")", R"({})", R"("Ann")"}});
    list.push_back(
        {"collapse_spaces",
         kText,
         QT_TRANSLATE_NOOP("Transforms", "Single spaces"),
         QT_TRANSLATE_NOOP("Transforms",
                           "Makes one space of every run of white space and takes it off both ends."),
         T::Text,
         T::Text,
         {},
         {R"(" Ann   Lee ")", R"({})", R"("Ann Lee")"}});
    list.push_back({"upper",
                    kText,
                    QT_TRANSLATE_NOOP("Transforms", "Upper case"),
                    QT_TRANSLATE_NOOP("Transforms", "Writes every letter as a capital."),
                    T::Text,
                    T::Text,
                    {},
                    {R"("tx")", R"({})", R"("TX")"},
                    "lower"});
    list.push_back({"lower",
                    kText,
                    QT_TRANSLATE_NOOP("Transforms", "Lower case"),
                    QT_TRANSLATE_NOOP("Transforms", "Writes every letter small."),
                    T::Text,
                    T::Text,
                    {},
                    {R"("Ann@Example.COM")", R"({})", R"("ann@example.com")"},
                    "upper"});
    list.push_back({"title",
                    kText,
                    QT_TRANSLATE_NOOP("Transforms", "Title case"),
                    QT_TRANSLATE_NOOP("Transforms", "Begins every word with a capital."),
                    T::Text,
                    T::Text,
                    {},
                    {R"("MARY o'neil")", R"({})", R"("Mary O'Neil")"},
                    "lower"});
    list.push_back(
        {"capitalise",
         kText,
         QT_TRANSLATE_NOOP("Transforms", "Capital first"),
         QT_TRANSLATE_NOOP("Transforms", "Writes the first letter as a capital and leaves the rest."),
         T::Text,
         T::Text,
         {},
         {R"("auto accident")", R"({})", R"("Auto accident")"},
         "lower"});
    list.push_back(
        {"ascii",
         kText,
         QT_TRANSLATE_NOOP("Transforms", "Plain letters"),
         QT_TRANSLATE_NOOP("Transforms",
                           "Writes letters with accents, and other alphabets, in plain ASCII letters."),
         T::Text,
         T::Text,
         {text("unknown", QT_TRANSLATE_NOOP("Transforms", "For what has no plain letter"), R"("")")},
         {R"("Łukasz Müller")", R"({})", R"("Lukasz Muller")"}});
    list.push_back(
        {"slug",
         kText,
         QT_TRANSLATE_NOOP("Transforms", "Slug"),
         QT_TRANSLATE_NOOP("Transforms", "Small plain letters and digits, with a separator between words."),
         T::Text,
         T::Text,
         {text("separator", QT_TRANSLATE_NOOP("Transforms", "Separator"), R"("-")")},
         {R"~("Auto Accident (MVA)")~", R"({})", R"("auto-accident-mva")"}});
    list.push_back({"mask",
                    kText,
                    QT_TRANSLATE_NOOP("Transforms", "Mask"),
                    QT_TRANSLATE_NOOP("Transforms", "Hides all but the first and last characters."),
                    T::Text,
                    T::Text,
                    {integer("first", QT_TRANSLATE_NOOP("Transforms", "Show first"), "0", 0, 1000),
                     integer("last", QT_TRANSLATE_NOOP("Transforms", "Show last"), "4", 0, 1000),
                     text("with", QT_TRANSLATE_NOOP("Transforms", "Character"), R"("*")")},
                    {R"("5551234567")", R"({"first":3})", R"("555***4567")"}});
    list.push_back(
        {"substring",
         kText,
         QT_TRANSLATE_NOOP("Transforms", "Part of text"),
         QT_TRANSLATE_NOOP("Transforms", "Takes some characters; a negative start counts from the end."),
         T::Text,
         T::Text,
         {integer("start", QT_TRANSLATE_NOOP("Transforms", "From character"), "0", -100000, 100000),
          integer("length", QT_TRANSLATE_NOOP("Transforms", "Characters (-1: all)"), "-1", -1, 100000)},
         {R"("787011234")", R"({"length":5})", R"("78701")"}});
    list.push_back({"pad",
                    kText,
                    QT_TRANSLATE_NOOP("Transforms", "Pad"),
                    QT_TRANSLATE_NOOP("Transforms", "Fills a text up to a length."),
                    T::Text,
                    T::Text,
                    {integer("length", QT_TRANSLATE_NOOP("Transforms", "Length"), "0", 0, 1000),
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
                     text("with", QT_TRANSLATE_NOOP("Transforms", "Replace with"), R"("")")},
                    {R"("auto_accident")", R"({"find":"_","with":" "})", R"("auto accident")"},
                    "replace"});
    list.push_back({"regex_replace",
                    kText,
                    QT_TRANSLATE_NOOP("Transforms", "Replace by pattern"),
                    QT_TRANSLATE_NOOP("Transforms",
                                      "Replaces what a regular expression finds; $1 names its first group."),
                    T::Text,
                    T::Text,
                    {needed("pattern", K::Pattern, QT_TRANSLATE_NOOP("Transforms", "Pattern")),
                     text("with", QT_TRANSLATE_NOOP("Transforms", "Replace with"), R"("")"),
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
                    {R"("+1 (555) 123-4567")", R"({})", R"("15551234567")"}});
    list.push_back({"concat",
                    kText,
                    QT_TRANSLATE_NOOP("Transforms", "Add text or fields"),
                    QT_TRANSLATE_NOOP("Transforms", "Puts text around the value and other values behind it."),
                    T::Text,
                    T::Text,
                    {text("before", QT_TRANSLATE_NOOP("Transforms", "Before"), R"("")"),
                     text("after", QT_TRANSLATE_NOOP("Transforms", "After"), R"("")"),
                     text("separator", QT_TRANSLATE_NOOP("Transforms", "Between"), R"("")"),
                     optional("parts", K::Sources, QT_TRANSLATE_NOOP("Transforms", "Further values"))},
                    {R"("5551234567")", R"({"before":"+1"})", R"("+15551234567")"}});
    list.push_back({"template",
                    kText,
                    QT_TRANSLATE_NOOP("Transforms", "Template"),
                    QT_TRANSLATE_NOOP("Transforms", "Puts the value, as {{value}}, and others into a text."),
                    T::Text,
                    T::Text,
                    {needed("template", K::Template, QT_TRANSLATE_NOOP("Transforms", "Template"))},
                    {R"("TX")", R"({"template":"{{lead.first_name}} from {{value}}"})", R"("Ann from TX")"},
                    "",
                    false});
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
    list.push_back(
        {"blank",
         kEmpty,
         QT_TRANSLATE_NOOP("Transforms", "Drop placeholders"),
         QT_TRANSLATE_NOOP("Transforms",
                           "Takes words that mean nothing, like N/A, and ids of zeros for no value."),
         T::Text,
         T::Text,
         {optional("values", K::List, QT_TRANSLATE_NOOP("Transforms", "Words of your own")),
          P{"placeholders",
            K::Boolean,
            QT_TRANSLATE_NOOP("Transforms", "The usual words and ids too"),
            false,
            "",
            {},
            0,
            0}},
         {R"("N/A")", R"({})", ""}});
    list.push_back(
        {"if",
         kEmpty,
         QT_TRANSLATE_NOOP("Transforms", "If"),
         QT_TRANSLATE_NOOP("Transforms", "Goes on in one of two ways, by the value or by others."),
         T::Any,
         T::Any,
         {optional("when", K::Condition, QT_TRANSLATE_NOOP("Transforms", "Condition on other values")),
          op(false), optional("value", K::Value, QT_TRANSLATE_NOOP("Transforms", "Compare with")),
          flag("ignore_case", QT_TRANSLATE_NOOP("Transforms", "Ignore case"), false),
          optional("then", K::Way, QT_TRANSLATE_NOOP("Transforms", "Then")),
          optional("else", K::Way, QT_TRANSLATE_NOOP("Transforms", "Else"))},
         {R"("CA")", R"({"op":"in","value":["CA","NY"],"then":"strict","else":"normal"})", R"("strict")"}});
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
          text("grouping", QT_TRANSLATE_NOOP("Transforms", "Thousands sign"), R"("")"),
          text("before", QT_TRANSLATE_NOOP("Transforms", "Before"), R"("")"),
          text("after", QT_TRANSLATE_NOOP("Transforms", "After"), R"("")")},
         {R"("1234.5")", R"({"grouping":",","before":"$"})", R"("$1,234.50")"},
         "round"});
    list.push_back({"round",
                    kNumbers,
                    QT_TRANSLATE_NOOP("Transforms", "Round"),
                    QT_TRANSLATE_NOOP("Transforms", "Rounds to a number of decimals."),
                    T::Number,
                    T::Number,
                    {integer("decimals", QT_TRANSLATE_NOOP("Transforms", "Decimals"), "0", 0, 6), rounding()},
                    {R"("2.5")", R"({})", R"(3)"}});
    list.push_back({"floor",
                    kNumbers,
                    QT_TRANSLATE_NOOP("Transforms", "Round down"),
                    QT_TRANSLATE_NOOP("Transforms", "The next whole number below."),
                    T::Number,
                    T::Number,
                    {},
                    {R"("2.9")", R"({})", R"(2)"}});
    list.push_back({"ceiling",
                    kNumbers,
                    QT_TRANSLATE_NOOP("Transforms", "Round up"),
                    QT_TRANSLATE_NOOP("Transforms", "The next whole number above."),
                    T::Number,
                    T::Number,
                    {},
                    {R"("2.1")", R"({})", R"(3)"}});
    list.push_back({"min",
                    kNumbers,
                    QT_TRANSLATE_NOOP("Transforms", "At most"),
                    QT_TRANSLATE_NOOP("Transforms", "The smaller of the value and another number."),
                    T::Number,
                    T::Number,
                    {optional("value", K::Number, QT_TRANSLATE_NOOP("Transforms", "Number")),
                     optional("source", K::Source, QT_TRANSLATE_NOOP("Transforms", "Or another value"))},
                    {R"(12)", R"({"value":10})", R"(10)"}});
    list.push_back({"max",
                    kNumbers,
                    QT_TRANSLATE_NOOP("Transforms", "At least"),
                    QT_TRANSLATE_NOOP("Transforms", "The greater of the value and another number."),
                    T::Number,
                    T::Number,
                    {optional("value", K::Number, QT_TRANSLATE_NOOP("Transforms", "Number")),
                     optional("source", K::Source, QT_TRANSLATE_NOOP("Transforms", "Or another value"))},
                    {R"(7)", R"({"value":10})", R"(10)"}});
    list.push_back({"clamp",
                    kNumbers,
                    QT_TRANSLATE_NOOP("Transforms", "Within bounds"),
                    QT_TRANSLATE_NOOP("Transforms", "Keeps a number between a least and a greatest."),
                    T::Number,
                    T::Number,
                    {optional("min", K::Number, QT_TRANSLATE_NOOP("Transforms", "Least")),
                     optional("max", K::Number, QT_TRANSLATE_NOOP("Transforms", "Greatest"))},
                    {R"(950)", R"({"min":300,"max":850})", R"(850)"}});
    list.push_back(
        {"add",
         kNumbers,
         QT_TRANSLATE_NOOP("Transforms", "Add"),
         QT_TRANSLATE_NOOP("Transforms", "Adds another number."),
         T::Number,
         T::Number,
         {optional("value", K::Number, QT_TRANSLATE_NOOP("Transforms", "Number")),
          optional("source", K::Source, QT_TRANSLATE_NOOP("Transforms", "Or another value")),
          integer("decimals", QT_TRANSLATE_NOOP("Transforms", "Decimals (-1: as needed)"), "-1", -1, 6),
          rounding()},
         {R"("0.1")", R"({"value":"0.2"})", R"(0.3)"},
         "subtract"});
    list.push_back(
        {"subtract",
         kNumbers,
         QT_TRANSLATE_NOOP("Transforms", "Subtract"),
         QT_TRANSLATE_NOOP("Transforms", "Takes another number off."),
         T::Number,
         T::Number,
         {optional("value", K::Number, QT_TRANSLATE_NOOP("Transforms", "Number")),
          optional("source", K::Source, QT_TRANSLATE_NOOP("Transforms", "Or another value")),
          integer("decimals", QT_TRANSLATE_NOOP("Transforms", "Decimals (-1: as needed)"), "-1", -1, 6),
          rounding()},
         {R"(10)", R"({"value":2.5})", R"(7.5)"},
         "add"});
    list.push_back(
        {"multiply",
         kNumbers,
         QT_TRANSLATE_NOOP("Transforms", "Multiply"),
         QT_TRANSLATE_NOOP("Transforms", "Multiplies by another number."),
         T::Number,
         T::Number,
         {optional("value", K::Number, QT_TRANSLATE_NOOP("Transforms", "Number")),
          optional("source", K::Source, QT_TRANSLATE_NOOP("Transforms", "Or another value")),
          integer("decimals", QT_TRANSLATE_NOOP("Transforms", "Decimals (-1: as needed)"), "-1", -1, 6),
          rounding()},
         {R"("19.99")", R"({"value":100})", R"(1999)"},
         "divide"});
    list.push_back(
        {"divide",
         kNumbers,
         QT_TRANSLATE_NOOP("Transforms", "Divide"),
         QT_TRANSLATE_NOOP("Transforms", "Divides by another number, to six decimals."),
         T::Number,
         T::Number,
         {optional("value", K::Number, QT_TRANSLATE_NOOP("Transforms", "Number")),
          optional("source", K::Source, QT_TRANSLATE_NOOP("Transforms", "Or another value")),
          integer("decimals", QT_TRANSLATE_NOOP("Transforms", "Decimals (-1: as needed)"), "-1", -1, 6),
          rounding()},
         {R"(10)", R"({"value":4,"decimals":2})", R"(2.50)"},
         "multiply"});
    list.push_back({"range",
                    kNumbers,
                    QT_TRANSLATE_NOOP("Transforms", "Range to number"),
                    QT_TRANSLATE_NOOP("Transforms", "Makes one number of a range like 5-10, 10+ or under 5."),
                    T::Text,
                    T::Number,
                    {choice("take", QT_TRANSLATE_NOOP("Transforms", "Which"), {"middle", "low", "high"}),
                     integer("decimals", QT_TRANSLATE_NOOP("Transforms", "Decimals"), "0", 0, 6), rounding()},
                    {R"("$50,000 - $75,000")", R"({})", R"(62500)"},
                    "bands"});
    list.push_back(
        {"bands",
         kNumbers,
         QT_TRANSLATE_NOOP("Transforms", "Number to range"),
         QT_TRANSLATE_NOOP("Transforms", "Writes the buyer's word for the band that a number lies in."),
         T::Number,
         T::Any,
         {needed("bands", K::Bands, QT_TRANSLATE_NOOP("Transforms", "Bands")),
          optional("else", K::Value, QT_TRANSLATE_NOOP("Transforms", "Outside all bands"))},
         {R"(620)",
          R"({"bands":[{"below":600,"value":"poor"},{"from":600,"up_to":699,"value":"fair"}],"else":"good"})",
          R"("fair")"},
         "range"});
    list.push_back(
        {"cast",
         kNumbers,
         QT_TRANSLATE_NOOP("Transforms", "Type"),
         QT_TRANSLATE_NOOP("Transforms", "Sends the value as text, number or true/false."),
         T::Any,
         T::Any,
         {choice("to", QT_TRANSLATE_NOOP("Transforms", "Type"), {"text", "number", "integer", "boolean"})},
         {R"("0042")", R"({"to":"number"})", R"(42)"},
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
                     optional("false", K::Value, QT_TRANSLATE_NOOP("Transforms", "For no")),
                     optional("read_true", K::List, QT_TRANSLATE_NOOP("Transforms", "Also read as yes")),
                     optional("read_false", K::List, QT_TRANSLATE_NOOP("Transforms", "Also read as no")),
                     choice("unknown", QT_TRANSLATE_NOOP("Transforms", "Anything else"),
                            {"refuse", "pass", "empty", "true", "false", "constant"}),
                     optional("constant", K::Value, QT_TRANSLATE_NOOP("Transforms", "Else this"))},
                    {R"(true)", R"({"true":"Y","false":"N"})", R"("Y")"},
                    "boolean"});
    list.push_back({"map",
                    kWords,
                    QT_TRANSLATE_NOOP("Transforms", "Map values"),
                    QT_TRANSLATE_NOOP("Transforms", "Writes the buyer's word for each of ours."),
                    T::Text,
                    T::Any,
                    {optional("entries", K::Entries, QT_TRANSLATE_NOOP("Transforms", "Ours and theirs")),
                     optional("table", K::Table, QT_TRANSLATE_NOOP("Transforms", "Table")),
                     text("column", QT_TRANSLATE_NOOP("Transforms", "Column of the table"), R"("")"),
                     flag("ignore_case", QT_TRANSLATE_NOOP("Transforms", "Ignore case"), true),
                     choice("unmapped", QT_TRANSLATE_NOOP("Transforms", "Anything else"),
                            {"refuse", "pass", "empty", "constant"}),
                     optional("constant", K::Value, QT_TRANSLATE_NOOP("Transforms", "Else this"))},
                    {R"("TX")", R"({"entries":{"TX":44}})", R"(44)"},
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
                     choice("style", QT_TRANSLATE_NOOP("Transforms", "Pattern style"),
                            {"auto", "strftime", "php", "java", "moment"}),
                     optional("input", K::Patterns, QT_TRANSLATE_NOOP("Transforms", "Read as")),
                     optional("from_zone", K::Zone, QT_TRANSLATE_NOOP("Transforms", "Its own time zone")),
                     optional("zone", K::Zone, QT_TRANSLATE_NOOP("Transforms", "Time zone"))},
                    {R"("2026-05-02")", R"({"format":"MM/dd/yyyy"})", R"("05/02/2026")"},
                    "date"});
    list.push_back({"epoch",
                    kDates,
                    QT_TRANSLATE_NOOP("Transforms", "Unix time"),
                    QT_TRANSLATE_NOOP("Transforms", "Writes a time as seconds or milliseconds since 1970."),
                    T::Date,
                    T::Number,
                    {choice("unit", QT_TRANSLATE_NOOP("Transforms", "Unit"), {"s", "ms"}),
                     choice("style", QT_TRANSLATE_NOOP("Transforms", "Pattern style"),
                            {"auto", "strftime", "php", "java", "moment"}),
                     optional("input", K::Patterns, QT_TRANSLATE_NOOP("Transforms", "Read as")),
                     optional("from_zone", K::Zone, QT_TRANSLATE_NOOP("Transforms", "Its own time zone"))},
                    {R"("2026-01-31T23:30:05Z")", R"({})", R"(1769902205)"},
                    "date"});
    list.push_back(
        {"date_part",
         kDates,
         QT_TRANSLATE_NOOP("Transforms", "Part of a date"),
         QT_TRANSLATE_NOOP("Transforms",
                           "The year, month, hour, weekday (Monday is 1) or another part as a number."),
         T::Date,
         T::Number,
         {choice("part", QT_TRANSLATE_NOOP("Transforms", "Part"),
                 {"year", "month", "day", "hour", "minute", "second", "weekday", "day_of_year", "week",
                  "quarter"}),
          choice("style", QT_TRANSLATE_NOOP("Transforms", "Pattern style"),
                 {"auto", "strftime", "php", "java", "moment"}),
          optional("input", K::Patterns, QT_TRANSLATE_NOOP("Transforms", "Read as")),
          optional("from_zone", K::Zone, QT_TRANSLATE_NOOP("Transforms", "Its own time zone")),
          optional("zone", K::Zone, QT_TRANSLATE_NOOP("Transforms", "Time zone"))},
         {R"("1984-07-09")", R"({"part":"month"})", R"(7)"}});
    list.push_back(
        {"date_add",
         kDates,
         QT_TRANSLATE_NOOP("Transforms", "Add time"),
         QT_TRANSLATE_NOOP("Transforms", "Moves a date by days, months or another span; negative goes back."),
         T::Date,
         T::Date,
         {integer("years", QT_TRANSLATE_NOOP("Transforms", "Years"), "0", -1000, 1000),
          integer("months", QT_TRANSLATE_NOOP("Transforms", "Months"), "0", -12000, 12000),
          integer("days", QT_TRANSLATE_NOOP("Transforms", "Days"), "0", -400000, 400000),
          integer("hours", QT_TRANSLATE_NOOP("Transforms", "Hours"), "0", -1000000, 1000000),
          integer("minutes", QT_TRANSLATE_NOOP("Transforms", "Minutes"), "0", -100000000, 100000000),
          integer("seconds", QT_TRANSLATE_NOOP("Transforms", "Seconds"), "0", -1000000000, 1000000000),
          choice("style", QT_TRANSLATE_NOOP("Transforms", "Pattern style"),
                 {"auto", "strftime", "php", "java", "moment"}),
          optional("input", K::Patterns, QT_TRANSLATE_NOOP("Transforms", "Read as")),
          optional("from_zone", K::Zone, QT_TRANSLATE_NOOP("Transforms", "Its own time zone")),
          optional("zone", K::Zone, QT_TRANSLATE_NOOP("Transforms", "Time zone"))},
         {R"("2026-01-31")", R"({"months":1})", R"("2026-02-28")"},
         "date_add"});
    list.push_back({"age",
                    kDates,
                    QT_TRANSLATE_NOOP("Transforms", "Age"),
                    QT_TRANSLATE_NOOP("Transforms", "How long ago a date is, at the time of sending."),
                    T::Date,
                    T::Number,
                    {choice("unit", QT_TRANSLATE_NOOP("Transforms", "Unit"),
                            {"years", "months", "days", "hours", "minutes", "seconds"}),
                     choice("future", QT_TRANSLATE_NOOP("Transforms", "If it lies ahead"),
                            {"refuse", "zero", "negative"}),
                     choice("style", QT_TRANSLATE_NOOP("Transforms", "Pattern style"),
                            {"auto", "strftime", "php", "java", "moment"}),
                     optional("input", K::Patterns, QT_TRANSLATE_NOOP("Transforms", "Read as")),
                     optional("from_zone", K::Zone, QT_TRANSLATE_NOOP("Transforms", "Its own time zone")),
                     optional("zone", K::Zone, QT_TRANSLATE_NOOP("Transforms", "Time zone"))},
                    {R"("1984-07-09")", R"({})", R"(41)"},
                    "",
                    false});
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
                  "parentheses", "dotted", "type", "country", "country_code"}),
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
                    {R"("Ann@Example.COM")", R"({})", R"("example.com")"}});
    list.push_back({"email_local",
                    kPeople,
                    QT_TRANSLATE_NOOP("Transforms", "E-mail name"),
                    QT_TRANSLATE_NOOP("Transforms", "Keeps what stands before the @."),
                    T::Text,
                    T::Text,
                    {},
                    {R"("Ann@Example.COM")", R"({})", R"("Ann")"}});
}

void addPlaces(std::vector<TransformInfo> &list)
{
    list.push_back({"state",
                    kPlaces,
                    QT_TRANSLATE_NOOP("Transforms", "State"),
                    QT_TRANSLATE_NOOP("Transforms", "A US state or Canadian province as code or name."),
                    T::Text,
                    T::Text,
                    {choice("to", QT_TRANSLATE_NOOP("Transforms", "Form"), {"code", "name"}),
                     choice("unknown", QT_TRANSLATE_NOOP("Transforms", "Anything else"),
                            {"refuse", "pass", "empty", "constant"}),
                     optional("constant", K::Value, QT_TRANSLATE_NOOP("Transforms", "Else this"))},
                    {R"("TX")", R"({"to":"name"})", R"("Texas")"},
                    "state"});
    list.push_back({"country",
                    kPlaces,
                    QT_TRANSLATE_NOOP("Transforms", "Country"),
                    QT_TRANSLATE_NOOP("Transforms", "A country as ISO code or English name."),
                    T::Text,
                    T::Text,
                    {choice("to", QT_TRANSLATE_NOOP("Transforms", "Form"), {"alpha2", "alpha3", "name"}),
                     choice("unknown", QT_TRANSLATE_NOOP("Transforms", "Anything else"),
                            {"refuse", "pass", "empty", "constant"}),
                     optional("constant", K::Value, QT_TRANSLATE_NOOP("Transforms", "Else this"))},
                    {R"("US")", R"({"to":"alpha3"})", R"("USA")"},
                    "country"});
    list.push_back(
        {"postal_code",
         kPlaces,
         QT_TRANSLATE_NOOP("Transforms", "Postal code"),
         QT_TRANSLATE_NOOP("Transforms", "A ZIP or Canadian code, a part of it, or the state it lies in."),
         T::Text,
         T::Text,
         {choice("to", QT_TRANSLATE_NOOP("Transforms", "Form"),
                 {"first5", "full", "plus4", "prefix3", "compact", "state"}),
          choice("unknown", QT_TRANSLATE_NOOP("Transforms", "Anything else"),
                 {"refuse", "pass", "empty", "constant"}),
          optional("constant", K::Value, QT_TRANSLATE_NOOP("Transforms", "Else this"))},
         {R"("78701-1234")", R"({"to":"state"})", R"("TX")"}});
}

void addLists(std::vector<TransformInfo> &list)
{
    list.push_back(
        {"split",
         kLists,
         QT_TRANSLATE_NOOP("Transforms", "Split and take"),
         QT_TRANSLATE_NOOP("Transforms", "Takes one part of a text; a negative index counts from the end."),
         T::Text,
         T::Text,
         {needed("separator", K::Text, QT_TRANSLATE_NOOP("Transforms", "Separator")),
          integer("index", QT_TRANSLATE_NOOP("Transforms", "Which part"), "0", -1000, 1000)},
         {R"("Ann Lee")", R"({"separator":" ","index":-1})", R"("Lee")"}});
    list.push_back({"split_list",
                    kLists,
                    QT_TRANSLATE_NOOP("Transforms", "Split"),
                    QT_TRANSLATE_NOOP("Transforms", "Makes a list of a text."),
                    T::Text,
                    T::List,
                    {needed("separator", K::Text, QT_TRANSLATE_NOOP("Transforms", "Separator")),
                     flag("trim", QT_TRANSLATE_NOOP("Transforms", "Trim each part"), true),
                     flag("keep_empty", QT_TRANSLATE_NOOP("Transforms", "Keep empty parts"), false)},
                    {R"("a, b,,c")", R"({"separator":","})", R"(["a","b","c"])"},
                    "join"});
    list.push_back({"join",
                    kLists,
                    QT_TRANSLATE_NOOP("Transforms", "Join"),
                    QT_TRANSLATE_NOOP("Transforms", "Makes one text of a list."),
                    T::List,
                    T::Text,
                    {text("separator", QT_TRANSLATE_NOOP("Transforms", "Separator"), R"(",")")},
                    {R"(["a","b"])", R"({"separator":"|"})", R"("a|b")"},
                    "split_list"});
    list.push_back({"each",
                    kLists,
                    QT_TRANSLATE_NOOP("Transforms", "Each item"),
                    QT_TRANSLATE_NOOP("Transforms", "Changes every item of a list."),
                    T::List,
                    T::List,
                    {needed("transforms", K::Transforms, QT_TRANSLATE_NOOP("Transforms", "Transforms"))},
                    {R"(["a","b"])", R"({"transforms":[{"do":"upper"}]})", R"(["A","B"])"}});
    list.push_back(
        {"filter",
         kLists,
         QT_TRANSLATE_NOOP("Transforms", "Filter"),
         QT_TRANSLATE_NOOP("Transforms", "Keeps the items, or groups by a member, that pass a test."),
         T::List,
         T::List,
         {text("member", QT_TRANSLATE_NOOP("Transforms", "Member of each group"), R"("")"), op(),
          optional("value", K::Value, QT_TRANSLATE_NOOP("Transforms", "Compare with")),
          flag("ignore_case", QT_TRANSLATE_NOOP("Transforms", "Ignore case"), false)},
         {R"([3,12,40])", R"({"op":"gt","value":10})", R"([12,40])"}});
    list.push_back({"member",
                    kLists,
                    QT_TRANSLATE_NOOP("Transforms", "Member"),
                    QT_TRANSLATE_NOOP("Transforms", "One member of a group, or of each group in a list."),
                    T::List,
                    T::Any,
                    {needed("name", K::Text, QT_TRANSLATE_NOOP("Transforms", "Member"))},
                    {R"([{"make":"Ford"},{"make":"Kia"}])", R"({"name":"make"})", R"(["Ford","Kia"])"}});
    list.push_back(
        {"item",
         kLists,
         QT_TRANSLATE_NOOP("Transforms", "Item"),
         QT_TRANSLATE_NOOP("Transforms", "One item of a list; a negative index counts from the end."),
         T::List,
         T::Any,
         {integer("index", QT_TRANSLATE_NOOP("Transforms", "Which item"), "0", -1000, 1000)},
         {R"(["a","b","c"])", R"({"index":-1})", R"("c")"}});
    list.push_back({"first",
                    kLists,
                    QT_TRANSLATE_NOOP("Transforms", "First"),
                    QT_TRANSLATE_NOOP("Transforms", "The first item of a list."),
                    T::List,
                    T::Any,
                    {},
                    {R"(["a","b"])", R"({})", R"("a")"},
                    "to_list"});
    list.push_back({"last",
                    kLists,
                    QT_TRANSLATE_NOOP("Transforms", "Last"),
                    QT_TRANSLATE_NOOP("Transforms", "The last item of a list."),
                    T::List,
                    T::Any,
                    {},
                    {R"(["a","b"])", R"({})", R"("b")"},
                    "to_list"});
    list.push_back({"take",
                    kLists,
                    QT_TRANSLATE_NOOP("Transforms", "First few"),
                    QT_TRANSLATE_NOOP("Transforms", "The first items of a list."),
                    T::List,
                    T::List,
                    {integer("count", QT_TRANSLATE_NOOP("Transforms", "How many"), "1", 0, 1000)},
                    {R"(["a","b","c"])", R"({"count":2})", R"(["a","b"])"}});
    list.push_back({"count",
                    kLists,
                    QT_TRANSLATE_NOOP("Transforms", "Count"),
                    QT_TRANSLATE_NOOP("Transforms", "How many items a list has; 0 where there is nothing."),
                    T::List,
                    T::Number,
                    {},
                    {R"(["a","b"])", R"({})", R"(2)"}});
    list.push_back({"to_list",
                    kLists,
                    QT_TRANSLATE_NOOP("Transforms", "As a list"),
                    QT_TRANSLATE_NOOP("Transforms", "Makes a list of one value."),
                    T::Any,
                    T::List,
                    {},
                    {R"("a")", R"({})", R"(["a"])"},
                    "first"});
    list.push_back({"unique",
                    kLists,
                    QT_TRANSLATE_NOOP("Transforms", "Without doubles"),
                    QT_TRANSLATE_NOOP("Transforms", "Keeps the first of equal items."),
                    T::List,
                    T::List,
                    {},
                    {R"(["a","b","a"])", R"({})", R"(["a","b"])"}});
    list.push_back({"sort",
                    kLists,
                    QT_TRANSLATE_NOOP("Transforms", "Sort"),
                    QT_TRANSLATE_NOOP("Transforms", "Sorts a list: numbers by value, then texts."),
                    T::List,
                    T::List,
                    {choice("order", QT_TRANSLATE_NOOP("Transforms", "Order"), {"ascending", "descending"})},
                    {R"(["b","10","9"])", R"({})", R"(["9","10","b"])"}});
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
    list.push_back({"hmac",
                    kCoding,
                    QT_TRANSLATE_NOOP("Transforms", "HMAC"),
                    QT_TRANSLATE_NOOP("Transforms", "The text's digest with a secret key."),
                    T::Text,
                    T::Text,
                    {choice("algorithm", QT_TRANSLATE_NOOP("Transforms", "Algorithm"),
                            {"sha256", "sha1", "md5", "sha512"}),
                     needed("secret", K::Secret, QT_TRANSLATE_NOOP("Transforms", "Secret")),
                     choice("secret_encoding", QT_TRANSLATE_NOOP("Transforms", "The secret is"),
                            {"text", "hex", "base64"}),
                     encoding()},
                    {R"("abc")", R"({"secret":"key","algorithm":"sha1"})",
                     R"("bca1b9f31eb8f8dd12480ca39ee2ee665a5fa89e")"},
                    "",
                    false});
    list.push_back(
        {"base64",
         kCoding,
         QT_TRANSLATE_NOOP("Transforms", "Base64"),
         QT_TRANSLATE_NOOP("Transforms", "Writes the text's bytes in base64."),
         T::Text,
         T::Text,
         {choice("alphabet", QT_TRANSLATE_NOOP("Transforms", "Alphabet"), {"base64", "base64url"})},
         {R"("API")", R"({})", R"("QVBJ")"},
         "base64_decode"});
    list.push_back(
        {"base64_decode",
         kCoding,
         QT_TRANSLATE_NOOP("Transforms", "Base64 back"),
         QT_TRANSLATE_NOOP("Transforms", "Reads base64."),
         T::Text,
         T::Text,
         {choice("alphabet", QT_TRANSLATE_NOOP("Transforms", "Alphabet"), {"base64", "base64url"})},
         {R"("QVBJ")", R"({})", R"("API")"},
         "base64"});
    list.push_back({"hex",
                    kCoding,
                    QT_TRANSLATE_NOOP("Transforms", "Hexadecimal"),
                    QT_TRANSLATE_NOOP("Transforms", "Writes the text's bytes as hexadecimal digits."),
                    T::Text,
                    T::Text,
                    {choice("case", QT_TRANSLATE_NOOP("Transforms", "Letters"), {"hex", "hex_upper"})},
                    {R"("API")", R"({})", R"("415049")"},
                    "hex_decode"});
    list.push_back({"hex_decode",
                    kCoding,
                    QT_TRANSLATE_NOOP("Transforms", "Hexadecimal back"),
                    QT_TRANSLATE_NOOP("Transforms", "Reads hexadecimal digits."),
                    T::Text,
                    T::Text,
                    {},
                    {R"("415049")", R"({})", R"("API")"},
                    "hex"});
    list.push_back({"url_encode",
                    kCoding,
                    QT_TRANSLATE_NOOP("Transforms", "URL-encode"),
                    QT_TRANSLATE_NOOP("Transforms", "Writes what a URL cannot hold as %XX."),
                    T::Text,
                    T::Text,
                    {choice("style", QT_TRANSLATE_NOOP("Transforms", "Style"), {"percent", "form"})},
                    {R"("a b&c")", R"({})", R"("a%20b%26c")"},
                    "url_decode"});
    list.push_back({"url_decode",
                    kCoding,
                    QT_TRANSLATE_NOOP("Transforms", "URL-decode"),
                    QT_TRANSLATE_NOOP("Transforms", "Reads %XX."),
                    T::Text,
                    T::Text,
                    {choice("style", QT_TRANSLATE_NOOP("Transforms", "Style"), {"percent", "form"})},
                    {R"("a%20b%26c")", R"({})", R"("a b&c")"},
                    "url_encode"});
    list.push_back({"xml_escape",
                    kCoding,
                    QT_TRANSLATE_NOOP("Transforms", "XML-escape"),
                    QT_TRANSLATE_NOOP("Transforms", "Writes < > & and quotes as XML entities."),
                    T::Text,
                    T::Text,
                    {},
                    {R"("a<b")", R"({})", R"("a&lt;b")"},
                    "xml_unescape"});
    list.push_back({"xml_unescape",
                    kCoding,
                    QT_TRANSLATE_NOOP("Transforms", "XML back"),
                    QT_TRANSLATE_NOOP("Transforms", "Reads XML entities."),
                    T::Text,
                    T::Text,
                    {},
                    {R"("a&lt;b")", R"({})", R"("a<b")"},
                    "xml_escape"});
    list.push_back({"json_stringify",
                    kCoding,
                    QT_TRANSLATE_NOOP("Transforms", "JSON as text"),
                    QT_TRANSLATE_NOOP("Transforms", "Writes the value as JSON inside a text."),
                    T::Any,
                    T::Text,
                    {},
                    {R"(["a",1])", R"({})", R"("[\"a\",1]")"},
                    "json_parse"});
    list.push_back({"json_parse",
                    kCoding,
                    QT_TRANSLATE_NOOP("Transforms", "Text as JSON"),
                    QT_TRANSLATE_NOOP("Transforms", "Reads JSON that stands in a text."),
                    T::Text,
                    T::Any,
                    {},
                    {R"("[\"a\",1]")", R"({})", R"(["a",1])"},
                    "json_stringify"});
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
        addPlaces(list);
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
    static const std::vector<const char *> groups = {kText,   kEmpty,  kNumbers, kWords, kDates,
                                                     kPeople, kPlaces, kLists,   kCoding};
    return groups;
}

const std::vector<ComputedInfo> &computedValues()
{
    using W = ComputedInfo::Where;
    static const std::vector<ComputedInfo> values{
        {"lead_id", QT_TRANSLATE_NOOP("Computed", "Our lead id"), W::Anywhere},
        {"attempt_id", QT_TRANSLATE_NOOP("Computed", "Id of this request"), W::Anywhere},
        {"source", QT_TRANSLATE_NOOP("Computed", "Lead source"), W::Anywhere},
        {"received_at", QT_TRANSLATE_NOOP("Computed", "When the lead was received, UTC"), W::Anywhere},
        {"floor_price", QT_TRANSLATE_NOOP("Computed", "Floor price"), W::Anywhere},
        {"time_left_ms", QT_TRANSLATE_NOOP("Computed", "Time to answer, ms"), W::Anywhere},
        {"time_left_s", QT_TRANSLATE_NOOP("Computed", "Time to answer, s"), W::Anywhere},
        {"time", QT_TRANSLATE_NOOP("Computed", "UTC time"), W::Anywhere},
        {"epoch_s", QT_TRANSLATE_NOOP("Computed", "Unix time, s"), W::Anywhere},
        {"epoch_ms", QT_TRANSLATE_NOOP("Computed", "Unix time, ms"), W::Anywhere},
        {"uuid", QT_TRANSLATE_NOOP("Computed", "UUID"), W::Anywhere},
        {"nonce", QT_TRANSLATE_NOOP("Computed", "Nonce"), W::Anywhere},
        {"sequence", QT_TRANSLATE_NOOP("Computed", "Sequence number"), W::Anywhere},
        {"environment", QT_TRANSLATE_NOOP("Computed", "Environment"), W::Anywhere},
        {"step", QT_TRANSLATE_NOOP("Computed", "Step"), W::Anywhere},
        {"index", QT_TRANSLATE_NOOP("Computed", "Item's number from 0"), W::Lists},
        {"position", QT_TRANSLATE_NOOP("Computed", "Item's number from 1"), W::Lists},
        {"count", QT_TRANSLATE_NOOP("Computed", "Number of items"), W::Lists},
        {"list_position", QT_TRANSLATE_NOOP("Computed", "Item's number in its own list"), W::Lists},
        {"value", QT_TRANSLATE_NOOP("Computed", "The value itself"), W::Transforms},
        {"request_method", QT_TRANSLATE_NOOP("Computed", "Request method"), W::Signatures},
        {"request_path", QT_TRANSLATE_NOOP("Computed", "Request path"), W::Signatures},
        {"request_query", QT_TRANSLATE_NOOP("Computed", "Request query"), W::Signatures},
        {"request_host", QT_TRANSLATE_NOOP("Computed", "Request host"), W::Signatures},
        {"request_body", QT_TRANSLATE_NOOP("Computed", "Request body"), W::Signatures},
    };
    return values;
}

const ComputedInfo *findComputed(std::string_view name)
{
    const auto &values = computedValues();
    const auto found =
        std::find_if(values.begin(), values.end(), [&](const ComputedInfo &one) { return one.name == name; });
    return found == values.end() ? nullptr : &*found;
}

} // namespace bourse::domain
