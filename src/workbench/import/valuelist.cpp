#include "workbench/import/valuelist.h"
#include "workbench/import/importparts.h"
#include <algorithm>

namespace bourse::workbench {
namespace {

constexpr std::size_t kLongestValue = 80;
constexpr std::size_t kMostValues = 1'000;

std::string_view bare(std::string_view text)
{
    for (;;) {
        text = trimmed(text);
        const std::size_t before = text.size();
        for (const std::string_view bullet : {"- ", "* ", "\u2022", "\u00b7", "\u2013 "})
            if (text.starts_with(bullet))
                text.remove_prefix(bullet.size());
        if (text.size() > 1 && (text.front() == '"' || text.front() == '\'' || text.front() == '`') &&
            text.back() == text.front())
            text = text.substr(1, text.size() - 2);
        if (text.starts_with("\u201c") && text.ends_with("\u201d") && text.size() > 6)
            text = text.substr(3, text.size() - 6);
        if (text.ends_with(',') || text.ends_with(';'))
            text.remove_suffix(1);
        if (text.size() == before)
            return text;
    }
}

std::vector<std::string_view> divided(std::string_view text, std::string_view mark)
{
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t at = text.find(mark);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos)
            return parts;
        text.remove_prefix(at + mark.size());
    }
}

/// "1 = Own", "1: Own", "1 - Own", "own (Owner)"
bool withLabel(std::string_view item, std::string &value, std::string &label)
{
    for (const std::string_view mark : {" => ", "=>", " = ", "=", " - ", " \u2013 ", " \u2014 ", ": ", ":"}) {
        const std::size_t at = item.find(mark);
        if (at == std::string_view::npos || at == 0 || at + mark.size() >= item.size())
            continue;
        const std::string_view code = bare(item.substr(0, at));
        if (code.empty() || code.size() > 40 ||
            ((mark == ":" || mark == " - ") && code.find(' ') != std::string_view::npos))
            continue;
        value = std::string(code);
        label = std::string(bare(item.substr(at + mark.size())));
        return true;
    }
    return false;
}

bool isProse(std::string_view item)
{
    return item.size() > kLongestValue || std::count(item.begin(), item.end(), ' ') > 9 ||
           item.find(". ") != std::string_view::npos;
}

/// "YYYY-MM-DD", "5 digits", "any text": tells a form, not a value.
bool isPattern(std::string_view text)
{
    const std::string word = lowered(text);
    for (const std::string_view part :
         {"yyyy", "mm/dd", "dd/mm", "yy-mm", "hh:mm", "digit", "character", "max ", "free text", "any ",
          "format", "e.g", "http", "valid ", "numeric", "integer"})
        if (word.find(part) != std::string::npos)
            return true;
    return false;
}

} // namespace

ValueList valueListFrom(std::string_view text)
{
    ValueList list;
    text = trimmed(text);
    if (text.size() > 1 &&
        ((text.front() == '[' && text.back() == ']') || (text.front() == '(' && text.back() == ')') ||
         (text.front() == '{' && text.back() == '}')))
        text = trimmed(text.substr(1, text.size() - 2));
    if (text.empty())
        return list;
    std::vector<std::string_view> parts;
    for (const std::string_view mark : {"\n", ";", "|", ","}) {
        if (text.find(mark) == std::string_view::npos)
            continue;
        parts = divided(text, mark);
        break;
    }
    if (parts.empty()) {
        // Yes/No, Y / N, true or false
        for (const std::string_view mark : {" / ", "/", " or "}) {
            const auto two = divided(text, mark);
            const bool words =
                two.size() > 1 && std::all_of(two.begin(), two.end(), [](std::string_view part) {
                    return !bare(part).empty() && bare(part).size() <= 24 &&
                           bare(part).find(' ') == std::string_view::npos;
                });
            if (words && !isPattern(text)) {
                parts = two;
                break;
            }
        }
    }
    if (parts.size() < 2)
        return list;
    // "A, B, or C"
    bool labels = false;
    for (std::size_t i = 0; i < parts.size() && i < kMostValues; ++i) {
        std::string_view item = bare(parts[i]);
        if (i + 1 == parts.size())
            for (const std::string_view word : {"or ", "and "})
                if (item.starts_with(word))
                    item = bare(item.substr(word.size()));
        if (item.ends_with('.') && i + 1 == parts.size())
            item.remove_suffix(1);
        if (item.empty())
            continue;
        std::string value(item);
        std::string label;
        if (withLabel(item, value, label))
            labels = true;
        if (isProse(value) || (label.empty() && isPattern(value)))
            return {};
        list.values.push_back(std::move(value));
        list.labels.push_back(std::move(label));
    }
    if (!labels)
        list.labels.clear();
    if (list.values.size() < 2)
        return {};
    return list;
}

ValueList valueListIn(std::string_view text)
{
    const std::string lower = lowered(text);
    for (const std::string_view mark :
         {"must be one of", "one of the following", "one of", "accepted values", "allowed values",
          "valid values", "possible values", "acceptable values", "valid options", "allowed options",
          "values are", "values", "options", "accepts", "enum"}) {
        const std::size_t at = lower.find(mark);
        if (at == std::string::npos)
            continue;
        std::string_view list = text.substr(at + mark.size());
        for (const std::string_view word : {" are", " is", " include"})
            if (startsWithFolded(list, word))
                list.remove_prefix(word.size());
        while (!list.empty() &&
               (list.front() == ':' || list.front() == ' ' || list.front() == '=' || list.front() == '-'))
            list.remove_prefix(1);
        const std::size_t end = std::min(list.find(". "), list.find("; "));
        const std::string_view head = list.substr(0, end);
        ValueList found = valueListFrom(head);
        if (found.values.empty())
            found = valueListFrom(list);
        if (!found.values.empty())
            return found;
    }
    // "(Yes/No)" at the end
    const std::size_t open = text.rfind('(');
    const std::size_t close = text.rfind(')');
    if (open != std::string_view::npos && close != std::string_view::npos && close > open) {
        const std::string_view inside = text.substr(open + 1, close - open - 1);
        if (inside.find(' ') == std::string_view::npos || inside.find(',') != std::string_view::npos) {
            ValueList found = valueListFrom(inside);
            if (found.values.size() > 1 && !startsWithFolded(inside, "e.g"))
                return found;
        }
    }
    const std::string_view plain = trimmed(text);
    if (plain.size() <= 12 && plain.find('/') != std::string_view::npos &&
        plain.find(' ') == std::string_view::npos)
        return valueListFrom(plain); // "Y/N", "true/false"
    return {};
}

} // namespace bourse::workbench
