// The text form of filters: reading by recursive descent, with errors that say where and what would fit, and
// printing.
#include "domain/integration/regex.h"
#include "domain/lead/fieldtypes.h"
#include "domain/lead/memberreader.h"
#include "domain/routing/filter.h"
#include "domain/routing/filterparts.h"
#include "domain/routing/pingtree.h"
#include <algorithm>

namespace bourse::domain {

namespace {
using namespace filterparts;
using Words = std::vector<std::string>;

constexpr int maxParentheses = 128;

bool isWordChar(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == ':' || c == '+' || c == '-' || c == '/' || c == '@';
}

/// Words that are never values without quotes, nor fields without backticks.
bool isConnective(std::string_view word)
{
    return word == "and" || word == "or" || word == "not";
}

const Words &operatorWords()
{
    static const Words words{"=",       "!=",          "<",       "<=",      ">",
                             ">=",      "in",          "not in",  "in list", "not in list",
                             "matches", "starts with", "between", "exists",  "within"};
    return words;
}

std::string joined(const Words &words)
{
    std::string all;
    for (const std::string &word : words)
        all += (all.empty() ? "" : ", ") + word;
    return all;
}

class TextReader {
  public:
    explicit TextReader(std::string_view text) : m_text(text) {}

    Result<Filter> read()
    {
        if (m_text.size() > FilterLimits::textBytes)
            return Error{"too_large", "text", "at most " + std::to_string(FilterLimits::textBytes) + " bytes",
                         "The filter is too long."};
        if (fieldtype::inspect(m_text, true) != fieldtype::TextProblem::None)
            return Error{"filter_syntax", "text:1", "UTF-8 without control characters",
                         "A filter is UTF-8 text without control characters."};
        auto filter = either();
        skipSpace();
        if (filter && m_at < m_text.size())
            fail({"and", "or", "the end"});
        if (!m_errors.empty())
            return m_errors;
        // bounds and what else documents keep to
        auto checked = filterFromValue(toValue(*filter));
        if (!checked)
            return checked.errors();
        return std::move(*filter);
    }

  private:
    using Part = std::optional<Filter>;

    void skipSpace()
    {
        while (m_at < m_text.size() &&
               (m_text[m_at] == ' ' || m_text[m_at] == '\t' || m_text[m_at] == '\n' || m_text[m_at] == '\r'))
            ++m_at;
    }

    std::string_view wordAhead()
    {
        skipSpace();
        std::size_t end = m_at;
        while (end < m_text.size() && isWordChar(m_text[end]))
            ++end;
        return m_text.substr(m_at, end - m_at);
    }

    /// Takes a word whatever its case.
    bool take(std::string_view word)
    {
        const std::string_view ahead = wordAhead();
        if (ahead.size() != word.size() || foldCase(ahead) != word)
            return false;
        m_at += word.size();
        return true;
    }

    bool takeMark(std::string_view mark)
    {
        skipSpace();
        if (m_text.substr(m_at, mark.size()) != mark)
            return false;
        m_at += mark.size();
        return true;
    }

    /// Notes what was expected where reading stands; only the first problem counts.
    bool fail(const Words &expected, std::string note = {})
    {
        if (!m_errors.empty())
            return false;
        const std::string_view word = wordAhead();
        std::size_t position = 1;
        for (char c : m_text.substr(0, m_at))
            position += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
        std::string found = "the filter ends";
        if (!word.empty()) {
            found = "“" + std::string(word.substr(0, 40)) + "” does not fit";
        } else if (m_at < m_text.size()) {
            std::size_t end = m_at + 1;
            while (end < m_text.size() && (static_cast<unsigned char>(m_text[end]) & 0xc0) == 0x80)
                ++end;
            found = "“" + std::string(m_text.substr(m_at, end - m_at)) + "” does not fit";
        }
        if (note.empty() && !word.empty())
            note = didYouMean(word, expected);
        const std::string words = joined(expected);
        m_errors.push_back({"filter_syntax", "text:" + std::to_string(position), "one of " + words,
                            "At character " + std::to_string(position) + " " + found + "; " +
                                (expected.size() == 1 ? "it needs " : "it needs one of ") + words + "." +
                                note});
        return false;
    }

    static std::nullopt_t nothing(bool) { return std::nullopt; }

    Part either() { return series("or", Filter::Kind::Any, &TextReader::both); }
    Part both() { return series("and", Filter::Kind::All, &TextReader::factor); }

    Part series(std::string_view connective, Filter::Kind kind, Part (TextReader::*element)())
    {
        Part first = (this->*element)();
        if (!first)
            return std::nullopt;
        Filter all;
        all.kind = kind;
        while (take(connective)) {
            if (all.children.empty())
                all.children.push_back(std::move(*first));
            Part next = (this->*element)();
            if (!next)
                return std::nullopt;
            all.children.push_back(std::move(*next));
        }
        return all.children.empty() ? std::move(first) : Part(std::move(all));
    }

    Part factor()
    {
        if (m_nesting >= maxParentheses)
            return nothing(fail({"fewer parentheses"}));
        ++m_nesting;
        Part part = factorWithin();
        --m_nesting;
        return part;
    }

    Part factorWithin()
    {
        if (take("not")) {
            Part inner = factor();
            if (!inner)
                return std::nullopt;
            Filter filter;
            filter.kind = Filter::Kind::Not;
            filter.children.push_back(std::move(*inner));
            return filter;
        }
        if (takeMark("("))
            return closed(either());
        const std::size_t before = m_at;
        for (auto [word, kind] : {std::pair("all", Filter::Kind::All), {"any", Filter::Kind::Any}}) {
            if (take(word) && takeMark("(")) {
                Part inner = closed(either());
                if (!inner)
                    return std::nullopt;
                Filter filter;
                filter.kind = kind;
                filter.children.push_back(std::move(*inner));
                return filter;
            }
            m_at = before;
        }
        return test();
    }

    Part closed(Part inner)
    {
        if (!inner)
            return std::nullopt;
        if (!takeMark(")"))
            return nothing(fail({"and", "or", ")"}));
        return inner;
    }

    Part test()
    {
        Filter filter;
        filter.kind = Filter::Kind::Test;
        if (!subject(filter.test) || !condition(filter.test))
            return std::nullopt;
        return filter;
    }

    bool subject(FilterTest &test)
    {
        skipSpace();
        if (m_text.substr(m_at, 1) == "@")
            return known(test);
        if (m_text.substr(m_at, 1) == "`") {
            const std::size_t start = m_at;
            const std::size_t end = m_text.find('`', start + 1);
            if (end == std::string_view::npos || !parsePath(m_text.substr(start + 1, end - start - 1)))
                return fail({"a field in backticks"});
            test.field = m_text.substr(start + 1, end - start - 1);
            m_at = end + 1;
            return true;
        }
        const std::size_t start = m_at;
        const std::string_view word = pathAhead();
        if (word.empty() || isConnective(word))
            return fail({"a field", "@source", "@hour", "@weekday", "@score", "not", "("});
        m_at += word.size();
        if (takeMark("(")) {
            auto about = indexOf(subjectNames, foldCase(word));
            if (about && isHistory(static_cast<FilterSubject>(*about)))
                return history(test, static_cast<FilterSubject>(*about));
            auto part = indexOf(partNames, word);
            if (!part || *part == 0) {
                m_at = start;
                Words words(partNames.begin() + 1, partNames.end());
                words.insert(words.end(), {"history.leads", "history.sold"});
                return fail(words);
            }
            test.part = static_cast<FilterPart>(*part);
            skipSpace();
            const std::string_view path = pathAhead();
            if (!parsePath(path))
                return fail({"a field"});
            test.field = path;
            m_at += path.size();
            if (!takeMark(")"))
                return fail({")"});
            return true;
        }
        if (!parsePath(word)) {
            m_at = start;
            return fail({"a field"});
        }
        test.field = word;
        return true;
    }

    /// What follows "history.leads(": "email, 30d)"
    bool history(FilterTest &test, FilterSubject subject)
    {
        test.subject = subject;
        skipSpace();
        const std::string_view key = pathAhead();
        if (!isFieldKey(key))
            return fail({"a field"});
        test.field = key;
        m_at += key.size();
        if (!takeMark(","))
            return fail({","});
        const std::string_view days = wordAhead();
        const std::string_view digits = days.ends_with('d') ? days.substr(0, days.size() - 1) : days;
        const bool number = !digits.empty() && digits.size() <= 3 && digits.front() != '0' &&
                            digits.find_first_not_of("0123456789") == std::string_view::npos;
        const int count = number ? std::stoi(std::string(digits)) : 0;
        if (count < 1 || count > mostHistoryDays)
            return fail({"1d to 365d"});
        test.days = count;
        m_at += days.size();
        return takeMark(")") || fail({")"});
    }

    std::string_view pathAhead() const
    {
        std::size_t end = m_at;
        while (end < m_text.size() && (isWordChar(m_text[end]) || m_text[end] == '[' || m_text[end] == ']' ||
                                       (m_text[end] == '*' && end > m_at && m_text[end - 1] == '[')))
            ++end;
        return m_text.substr(m_at, end - m_at);
    }

    /// "@hour", "@hour(\"America/Chicago\")"
    bool known(FilterTest &test)
    {
        const std::size_t start = m_at++;
        const std::string_view word = wordAhead();
        auto subject = indexOf(subjectNames, word);
        if (!subject || *subject == 0 || isHistory(static_cast<FilterSubject>(*subject))) {
            m_at = start;
            return fail({"@source", "@hour", "@weekday", "@score"});
        }
        m_at += word.size();
        test.subject = static_cast<FilterSubject>(*subject);
        const bool timed = test.subject == FilterSubject::Hour || test.subject == FilterSubject::Weekday;
        if (timed && takeMark("(")) {
            skipSpace();
            const std::size_t at = m_at;
            auto zone = value("a time zone, like \"America/Chicago\"");
            if (!zone)
                return false;
            if (!isTimeZone(*zone)) {
                m_at = at;
                return fail({"a time zone, like \"America/Chicago\""});
            }
            test.zone = std::move(*zone);
            if (!takeMark(")"))
                return fail({")"});
        }
        return true;
    }

    bool condition(FilterTest &test)
    {
        skipSpace();
        const std::size_t start = m_at;
        static constexpr std::pair<std::string_view, FilterOp> marks[] = {
            {"<=", FilterOp::AtMost}, {">=", FilterOp::AtLeast}, {"!=", FilterOp::NotEquals},
            {"<", FilterOp::Less},    {">", FilterOp::Greater},  {"=", FilterOp::Equals}};
        for (auto [mark, op] : marks) {
            if (takeMark(mark)) {
                test.op = op;
                return oneValue(test);
            }
        }
        const bool negated = take("not");
        if (take("in")) {
            const std::size_t before = m_at;
            if (take("list")) {
                test.op = negated ? FilterOp::NotInList : FilterOp::InList;
                return list(test);
            }
            m_at = before;
            test.op = negated ? FilterOp::NotIn : FilterOp::In;
            return someValues(test);
        }
        if (negated)
            return fail({"in", "in list"});
        if (take("matches")) {
            test.op = FilterOp::Matches;
            skipSpace();
            const std::size_t at = m_at;
            if (!oneValue(test))
                return false;
            const std::size_t before = m_at;
            test.ignoreCase = take("ignoring") && take("case");
            if (!test.ignoreCase)
                m_at = before;
            const std::size_t after = m_at;
            auto regex = Regex::compile(test.values.front(), test.ignoreCase);
            if (!regex) {
                m_at = at;
                return fail({"a regular expression"}, " " + regex.error().message);
            }
            m_at = after;
            return true;
        }
        if (take("starts")) {
            test.op = FilterOp::Starts;
            if (!take("with"))
                return fail({"with"});
            return oneValue(test);
        }
        if (take("between")) {
            test.op = FilterOp::Between;
            if (!oneValue(test))
                return false;
            if (!take("and"))
                return fail({"and"});
            return oneValue(test);
        }
        if (take("exists")) {
            test.op = FilterOp::Exists;
            return true;
        }
        if (take("within"))
            return radius(test);
        m_at = start;
        return fail(operatorWords());
    }

    bool radius(FilterTest &test)
    {
        test.op = FilterOp::Within;
        skipSpace();
        const std::size_t at = m_at;
        auto number = value("a number of miles or kilometres");
        if (!number)
            return false;
        auto canonical = fieldtype::decimal(*number);
        if (!canonical || canonical->starts_with('-')) {
            m_at = at;
            return fail({"a number of miles or kilometres"});
        }
        test.radius = std::move(*canonical);
        test.kilometres = take("km");
        if (!test.kilometres && !take("mi"))
            return fail({"mi", "km"});
        if (!take("of"))
            return fail({"of"});
        if (!someValues(test))
            return false;
        if (!take("in") || !take("list"))
            return fail({"in list"});
        return list(test);
    }

    bool list(FilterTest &test)
    {
        skipSpace();
        const std::size_t at = m_at;
        auto slug = value("the name of a list");
        if (!slug)
            return false;
        if (!isSlug(*slug)) {
            m_at = at;
            return fail({"the name of a list"});
        }
        test.list = std::move(*slug);
        return true;
    }

    bool oneValue(FilterTest &test)
    {
        auto one = value("a value");
        if (!one)
            return false;
        test.values.push_back(std::move(*one));
        return true;
    }

    bool someValues(FilterTest &test)
    {
        if (!takeMark("("))
            return fail(test.op == FilterOp::Within ? Words{"("} : Words{"(", "list"});
        do {
            if (!oneValue(test))
                return false;
        } while (takeMark(","));
        if (!takeMark(")"))
            return fail({",", ")"});
        return true;
    }

    std::optional<std::string> value(const std::string &what)
    {
        const std::string_view word = wordAhead();
        if (!word.empty()) {
            if (isConnective(word)) {
                fail({what}, " The word itself is written with quotes: \"" + std::string(word) + "\".");
                return std::nullopt;
            }
            m_at += word.size();
            return std::string(word);
        }
        if (m_at >= m_text.size() || m_text[m_at] != '"') {
            fail({what});
            return std::nullopt;
        }
        std::string text;
        std::size_t at = m_at + 1;
        for (; at < m_text.size() && m_text[at] != '"'; ++at) {
            if (m_text[at] != '\\') {
                text += m_text[at];
                continue;
            }
            static constexpr std::string_view codes = "\"\\nrt", meanings = "\"\\\n\r\t";
            const std::size_t code =
                at + 1 < m_text.size() ? codes.find(m_text[at + 1]) : std::string_view::npos;
            if (code == std::string_view::npos) {
                m_at = at;
                fail({"\\\"", "\\\\", "\\n", "\\r", "\\t"});
                return std::nullopt;
            }
            text += meanings[code];
            ++at;
        }
        if (at >= m_text.size()) {
            m_at = m_text.size();
            fail({"a closing \""});
            return std::nullopt;
        }
        m_at = at + 1;
        return text;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_nesting = 0;
    Errors m_errors;
};

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (char c : text) {
        if (c == '"' || c == '\\')
            out.append("\\").push_back(c);
        else if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else if (c == '\t')
            out += "\\t";
        else
            out += c;
    }
    return out + "\"";
}

std::string valueText(std::string_view value)
{
    const bool bare =
        !value.empty() && !isConnective(value) && std::all_of(value.begin(), value.end(), isWordChar);
    return bare ? std::string(value) : quoted(value);
}

std::string valuesText(const FilterTest &test)
{
    std::string all;
    for (const std::string &value : test.values)
        all += (all.empty() ? "" : ", ") + valueText(value);
    return "(" + all + ")";
}

std::string subjectText(const FilterTest &test)
{
    if (isHistory(test.subject))
        return std::string(subjectNames[static_cast<std::size_t>(test.subject)]) + "(" + test.field + ", " +
               std::to_string(test.days) + "d)";
    if (test.subject != FilterSubject::Field) {
        std::string text = "@" + std::string(subjectNames[static_cast<std::size_t>(test.subject)]);
        return test.zone.empty() ? text : text + "(" + quoted(test.zone) + ")";
    }
    if (test.part != FilterPart::Whole)
        return std::string(partNames[static_cast<std::size_t>(test.part)]) + "(" + test.field + ")";
    const bool looksLikeConnective =
        isConnective(std::string_view(test.field).substr(0, test.field.find_first_of(".[")));
    return looksLikeConnective ? "`" + test.field + "`" : test.field;
}

void print(const Filter &filter, std::string &out)
{
    // parentheses: around every part that is a series itself, but for "and" within "or", which binds closer
    auto inParentheses = [&](const Filter &part) {
        out += "(";
        print(part, out);
        out += ")";
    };
    switch (filter.kind) {
    case Filter::Kind::Test:
        out += toText(filter.test);
        return;
    case Filter::Kind::Not:
        out += "not ";
        inParentheses(filter.children.front());
        return;
    case Filter::Kind::All:
    case Filter::Kind::Any:
        break;
    }
    const bool all = filter.kind == Filter::Kind::All;
    if (filter.children.size() == 1) {
        out += all ? "all" : "any";
        inParentheses(filter.children.front());
        return;
    }
    for (std::size_t i = 0; i < filter.children.size(); ++i) {
        const Filter &part = filter.children[i];
        if (i > 0)
            out += all ? " and " : " or ";
        const bool series = part.children.size() > 1;
        if (series && (all || part.kind == Filter::Kind::Any))
            inParentheses(part);
        else
            print(part, out);
    }
}
} // namespace

Result<Filter> parseFilter(std::string_view text)
{
    return TextReader(text).read();
}

std::string toText(const FilterTest &test)
{
    std::string text = subjectText(test);
    switch (test.op) {
    case FilterOp::Equals:
        return text + " = " + valueText(test.values.front());
    case FilterOp::NotEquals:
        return text + " != " + valueText(test.values.front());
    case FilterOp::In:
        return text + " in " + valuesText(test);
    case FilterOp::NotIn:
        return text + " not in " + valuesText(test);
    case FilterOp::InList:
        return text + " in list " + quoted(test.list);
    case FilterOp::NotInList:
        return text + " not in list " + quoted(test.list);
    case FilterOp::Matches:
        return text + " matches " + quoted(test.values.front()) + (test.ignoreCase ? " ignoring case" : "");
    case FilterOp::Starts:
        return text + " starts with " + valueText(test.values.front());
    case FilterOp::Less:
        return text + " < " + valueText(test.values.front());
    case FilterOp::AtMost:
        return text + " <= " + valueText(test.values.front());
    case FilterOp::Greater:
        return text + " > " + valueText(test.values.front());
    case FilterOp::AtLeast:
        return text + " >= " + valueText(test.values.front());
    case FilterOp::Between:
        return text + " between " + valueText(test.values[0]) + " and " + valueText(test.values[1]);
    case FilterOp::Exists:
        return text + " exists";
    case FilterOp::Within:
        return text + " within " + test.radius + (test.kilometres ? " km" : " mi") + " of " +
               valuesText(test) + " in list " + quoted(test.list);
    }
    return text;
}

std::string toText(const Filter &filter)
{
    std::string text;
    print(filter, text);
    return text;
}

} // namespace bourse::domain
