#include "workbench/import/targetname.h"
#include "workbench/import/importparts.h"
#include <algorithm>
#include <initializer_list>
#include <set>
#include <utility>

namespace bourse::workbench {
namespace {

std::string joined(const std::vector<std::string> &words)
{
    std::string out;
    for (const std::string &word : words)
        out += word;
    return out;
}

/// Takes words off the end or the front that say what is done with the value, not which value it is.
std::string peeled(const std::string &name, std::string &hash, std::string &part)
{
    std::vector<std::string> tokens = nameTokens(name);
    std::vector<std::string> kept;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const std::string &token = tokens[i];
        if (token == "md5" || token == "sha1" || token == "sha256" || token == "sha512") {
            hash = token;
            continue;
        }
        if ((token == "md" || token == "sha") && i + 1 < tokens.size() &&
            tokens[i + 1].find_first_not_of("0123456789") == std::string::npos) {
            hash = token + tokens[i + 1];
            ++i;
            continue;
        }
        if ((token == "hash" || token == "hashed") && tokens.size() > 1) {
            if (hash.empty())
                hash = "hash";
            continue;
        }
        kept.push_back(token);
    }
    const std::string all = joined(kept);
    struct Ending {
        std::string_view ending;
        std::string_view part;
    };
    const std::string front = kept.empty() ? std::string() : kept.front();
    const bool birth = all.find("dob") != std::string::npos || all.find("birth") != std::string::npos;
    const bool date = birth || all.find("date") != std::string::npos;
    const bool phone = all.find("phone") != std::string::npos || all.find("tel") != std::string::npos;
    const auto cut = [&](std::string_view word, const char *what) {
        std::vector<std::string> rest;
        bool found = false;
        for (const std::string &token : kept) {
            if (!found && token == word)
                found = true;
            else
                rest.push_back(token);
        }
        if (!found || rest.empty())
            return false;
        part = what;
        kept = rest;
        return true;
    };
    if (date) {
        for (const auto &[word, what] :
             std::initializer_list<std::pair<const char *, const char *>>{{"month", "month"},
                                                                          {"mm", "month"},
                                                                          {"day", "day"},
                                                                          {"dd", "day"},
                                                                          {"year", "year"},
                                                                          {"yyyy", "year"}})
            if (cut(word, what))
                break;
        if (!part.empty() && kept.size() == 1 && kept.front() == "birth")
            kept = {"birth", "date"};
    }
    if (phone)
        for (const auto &[word, what] :
             std::initializer_list<std::pair<const char *, const char *>>{{"area", "area"},
                                                                          {"areacode", "area"},
                                                                          {"prefix", "exchange"},
                                                                          {"exchange", "exchange"},
                                                                          {"suffix", "line"},
                                                                          {"line", "line"}})
            if (cut(word, what)) {
                std::erase(kept, "code");
                break;
            }
    if (all == "areacode") {
        part = "area";
        kept = {"phone"};
    }
    if ((all.starts_with("email") || all.starts_with("mail")) && kept.size() > 1 && kept.back() == "domain") {
        part = "domain";
        kept.pop_back();
    }
    if (phone && kept.size() > 2 && kept.back() == "4" && kept[kept.size() - 2] == "last") {
        part = "last4";
        kept.resize(kept.size() - 2);
    }
    std::string out;
    for (const std::string &token : kept)
        out += (out.empty() ? "" : "_") + token;
    return out.empty() ? name : out;
}

bool isGeneric(const std::string &word)
{
    static const std::set<std::string, std::less<>> kWords = {
        "date", "number", "type",   "name",  "code",   "id",   "status", "amount", "time",  "value",  "level",
        "has",  "is",     "state",  "total", "option", "info", "flag",   "count",  "other", "of",     "the",
        "in",   "at",     "length", "year",  "years",  "url",  "month",  "months", "text",  "current"};
    return kWords.contains(word);
}

} // namespace

std::string joinedName(std::string_view name)
{
    return joined(nameTokens(name));
}

std::string singular(std::string word)
{
    if (word.size() > 3 && word.ends_with('s'))
        word.pop_back();
    return word;
}

TargetName nameOf(const std::string &target)
{
    TargetName name;
    // parts divided by . / @ and brackets; quoted names are one part
    std::vector<std::string> parts;
    std::string part;
    const auto flush = [&] {
        if (!part.empty())
            parts.push_back(part);
        part.clear();
    };
    for (std::size_t i = 0; i < target.size(); ++i) {
        const char c = target[i];
        if (c == '[') {
            flush();
            const std::size_t close = target.find(']', i);
            if (close == std::string::npos)
                break;
            std::string inside = target.substr(i + 1, close - i - 1);
            if (inside.size() > 1 && (inside.front() == '\'' || inside.front() == '"'))
                inside = inside.substr(1, inside.size() - 2);
            if (!inside.empty() && inside.find_first_not_of("0123456789") == std::string::npos &&
                inside.size() < 4)
                name.index = static_cast<std::size_t>(std::stoi(inside));
            else if (!inside.empty())
                parts.push_back(inside);
            i = close;
        } else if (c == '.' || c == '/' || c == '@' || c == ']') {
            flush();
        } else {
            part += c;
        }
    }
    flush();
    if (parts.empty())
        parts.push_back(target);
    // an XML name without its namespace
    for (std::string &one : parts)
        if (const std::size_t colon = one.find(':'); colon != std::string::npos && colon + 1 < one.size())
            one.erase(0, colon + 1);
    name.last = peeled(parts.back(), name.hash, name.part);
    for (std::size_t i = 0; i + 1 < parts.size(); ++i)
        for (std::string &token : nameTokens(parts[i]))
            name.parents.push_back(singular(token));
    name.words = wordsOf(name.last);
    name.plain = joinedName(name.last);
    if (parts.size() > 1)
        name.whole = wordsOf(singular(parts[parts.size() - 2]) + ' ' + name.last);
    return name;
}

int wordOverlap(const std::vector<std::string> &a, const std::vector<std::string> &b)
{
    if (a.empty() || b.empty())
        return 0;
    std::size_t shared = 0;
    bool telling = false;
    for (const std::string &word : a)
        if (std::any_of(b.begin(), b.end(),
                        [&](const std::string &other) { return singular(other) == singular(word); })) {
            ++shared;
            telling = telling || !isGeneric(word);
        }
    if (!telling)
        return 0;
    const std::size_t dice = 200 * shared / (a.size() + b.size());
    // one word of two is a hint, no more: "cause of injury" is not "injury"
    return dice >= 100 ? 88 : dice >= 80 ? 74 : dice >= 66 ? (shared > 1 ? 66 : 56) : dice >= 50 ? 48 : 0;
}

std::size_t listIndex(const TargetName &name)
{
    if (name.index)
        return *name.index;
    // "driver2_first_name" counts from one
    for (const std::string &token : nameTokens(name.last))
        if (token.size() < 3 && token.find_first_not_of("0123456789") == std::string::npos) {
            const int number = std::stoi(token);
            return number > 0 ? static_cast<std::size_t>(number - 1) : 0;
        }
    return 0;
}

} // namespace bourse::workbench
