#include "workbench/import/automap.h"
#include "domain/lead/fieldtypes.h"
#include "workbench/import/fieldwords.h"
#include "workbench/import/importparts.h"
#include "workbench/import/samplelook.h"
#include <algorithm>
#include <map>
#include <set>

namespace bourse::workbench {
namespace {

using domain::Array;
using domain::EnumChoice;
using domain::FieldSchema;
using domain::FieldSpec;
using domain::FieldType;
using domain::Object;
using domain::StepKind;
using domain::Value;

constexpr int kPingPenalty = 20;
constexpr std::size_t kAlternatives = 3;
constexpr std::size_t kComparedValues = 40; ///< longer lists are compared only with fields of a similar name

std::string joined(const std::vector<std::string> &words)
{
    std::string out;
    for (const std::string &word : words)
        out += word;
    return out;
}

std::string joinedName(std::string_view name)
{
    return joined(nameTokens(name));
}

/// A lead field that a target may want. In a list of groups the index is still open.
struct Candidate {
    const FieldSpec *spec = nullptr;
    std::string before; ///< "drivers[" or "address."
    std::string after;  ///< "].first_name"
    bool listed = false;
    std::string group; ///< the group's or list's key
    NameWords key;
    NameWords label;
    std::string meaning;

    std::string path(std::size_t index) const
    {
        return listed ? before + std::to_string(index) + after : before + after;
    }
};

void gather(const std::vector<FieldSpec> &specs, const std::string &before, const std::string &group,
            std::vector<Candidate> &candidates, int depth)
{
    if (depth > 6)
        return;
    for (const FieldSpec &spec : specs) {
        if (spec.type == FieldType::Group) {
            gather(spec.fields, before + spec.key + '.', spec.key, candidates, depth + 1);
            continue;
        }
        if (spec.type == FieldType::List) {
            if (spec.fields.empty() || spec.fields.front().type != FieldType::Group || !before.empty())
                continue; // a list within a list has no single index
            for (const FieldSpec &member : spec.fields.front().fields) {
                if (member.type == FieldType::Group || member.type == FieldType::List)
                    continue;
                Candidate one;
                one.spec = &member;
                one.before = spec.key + '[';
                one.after = "]." + member.key;
                one.listed = true;
                one.group = spec.key;
                one.key = wordsOf(member.key);
                one.label = wordsOf(member.label);
                one.meaning = !one.key.meaning.empty() ? one.key.meaning : one.label.meaning;
                candidates.push_back(std::move(one));
            }
            continue;
        }
        Candidate one;
        one.spec = &spec;
        one.before = before;
        one.after = spec.key;
        one.group = group;
        one.key = wordsOf(spec.key);
        one.label = wordsOf(spec.label);
        one.meaning = !one.key.meaning.empty() ? one.key.meaning : one.label.meaning;
        candidates.push_back(std::move(one));
    }
}

std::string singular(std::string word)
{
    if (word.size() > 3 && word.ends_with('s'))
        word.pop_back();
    return word;
}

/// The target's name by its path: last part, parents, index.
struct TargetName {
    std::string last;
    std::vector<std::string> parents; ///< tokens, singular
    std::optional<std::size_t> index; ///< of the innermost list
    NameWords words;                  ///< of the last part
    NameWords whole;                  ///< of the parent and the last part
    std::string plain;                ///< joined tokens of the last part
    std::string hash;                 ///< "md5": the target wants a hash
    std::string part;                 ///< "month", "area", "domain", "last4": a part of the value
};

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

struct Score {
    int points = 0;
    QString reason;
};

bool opaque(const TargetName &name)
{
    // field_12, custom3, q7
    std::size_t letters = 0;
    for (const std::string &word : name.words.words)
        if (word.find_first_not_of("0123456789") != std::string::npos && word != "field" &&
            word != "custom" && word != "q" && word != "question" && word != "var")
            ++letters;
    return letters == 0;
}

bool isGeneric(const std::string &word)
{
    static const std::set<std::string, std::less<>> kWords = {
        "date", "number", "type",   "name",  "code",   "id",   "status", "amount", "time",  "value",  "level",
        "has",  "is",     "state",  "total", "option", "info", "flag",   "count",  "other", "of",     "the",
        "in",   "at",     "length", "year",  "years",  "url",  "month",  "months", "text",  "current"};
    return kWords.contains(word);
}

int overlap(const std::vector<std::string> &a, const std::vector<std::string> &b)
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

int qualifierGap(std::vector<std::string> a, std::vector<std::string> b)
{
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    std::vector<std::string> difference;
    std::set_symmetric_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(difference));
    return static_cast<int>(difference.size());
}

/// What a type's values look like; true where the sample speaks for the type, false where against.
std::optional<bool> agrees(FieldType type, Look look)
{
    if (look == Look::Nothing || look == Look::Hash)
        return std::nullopt;
    const auto is = [&](std::initializer_list<Look> fine) -> std::optional<bool> {
        return std::find(fine.begin(), fine.end(), look) != fine.end();
    };
    switch (type) {
    case FieldType::Email:
        return is({Look::Email});
    case FieldType::Phone:
        return look == Look::Number ? std::nullopt : is({Look::Phone});
    case FieldType::PostalCode:
        return look == Look::Number || look == Look::Phone ? std::nullopt : is({Look::PostalCode});
    case FieldType::State:
        return is({Look::StateCode, Look::StateName});
    case FieldType::Date:
        return is({Look::Date, Look::DateTime});
    case FieldType::DateTime:
        return is({Look::DateTime, Look::Date});
    case FieldType::IpAddress:
        return is({Look::IpAddress});
    case FieldType::Url:
        return look == Look::Text ? std::nullopt : is({Look::Url});
    case FieldType::Certificate:
        return look == Look::Text ? std::nullopt : is({Look::Certificate, Look::Uuid});
    case FieldType::Uuid:
        return is({Look::Uuid});
    case FieldType::Integer:
    case FieldType::Decimal:
    case FieldType::Money:
        if (look == Look::Text || look == Look::PostalCode || look == Look::Phone || look == Look::Boolean)
            return std::nullopt;
        return is({Look::Number});
    case FieldType::Boolean:
        return look == Look::Text || look == Look::Number ? std::nullopt : is({Look::Boolean});
    case FieldType::Enum:
    case FieldType::Text:
    case FieldType::Country:
    case FieldType::Group:
    case FieldType::List:
        if (look == Look::Email || look == Look::Certificate || look == Look::IpAddress)
            return false;
        return std::nullopt;
    }
    return std::nullopt;
}

Look lookOfType(std::string_view type)
{
    const std::string word = lowered(type);
    const auto has = [&](std::string_view part) {
        return word.find(part) != std::string::npos;
    };
    if (has("email") || has("e-mail"))
        return Look::Email;
    if (has("phone"))
        return Look::Phone;
    if (has("zip") || has("postal"))
        return Look::PostalCode;
    if (has("state"))
        return Look::StateCode;
    if (has("datetime") || has("timestamp") || has("date-time"))
        return Look::DateTime;
    if (has("date"))
        return Look::Date;
    if (has("ip address") || word == "ip" || has("ipv4"))
        return Look::IpAddress;
    if (has("bool") || has("yes/no"))
        return Look::Boolean;
    if (has("uuid") || has("guid"))
        return Look::Uuid;
    if (has("url") || has("uri"))
        return Look::Url;
    return Look::Nothing;
}

/// Letters and digits only, lower case: "Single-Family Home" is "singlefamilyhome".
std::string squeezed(std::string_view text)
{
    std::string out;
    for (const char c : lowered(text))
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+')
            out += c;
    return out;
}

bool names(const EnumChoice &choice, std::string_view text)
{
    const std::string wanted = squeezed(text);
    if (wanted.empty())
        return false;
    if (squeezed(choice.value) == wanted || squeezed(choice.label) == wanted)
        return true;
    return std::any_of(choice.synonyms.begin(), choice.synonyms.end(),
                       [&](const std::string &synonym) { return squeezed(synonym) == wanted; });
}

int wordsInCommon(std::string_view a, std::string_view b)
{
    const std::vector<std::string> one = nameTokens(a);
    const std::vector<std::string> two = nameTokens(b);
    return overlap(one, two);
}

/// The buyer's value for one of ours, or nothing.
std::optional<std::size_t> theirs(const EnumChoice &choice, const std::vector<std::string> &allowed,
                                  const std::vector<std::string> &labels)
{
    for (std::size_t i = 0; i < allowed.size(); ++i)
        if (i < labels.size() && !labels[i].empty() && names(choice, labels[i]))
            return i;
    for (std::size_t i = 0; i < allowed.size(); ++i)
        if (names(choice, allowed[i]) && (labels.empty() || labels[i].empty()))
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

/// Fraction of the buyer's values that the field's choices name, in percent.
int choiceOverlap(const FieldSpec &spec, const MappingTarget &target, std::size_t *count = nullptr)
{
    std::set<std::size_t> hit;
    for (const EnumChoice &choice : spec.choices)
        if (const auto i = theirs(choice, target.allowed, target.allowedLabels))
            hit.insert(*i);
    if (count)
        *count = hit.size();
    return target.allowed.empty() ? 0 : static_cast<int>(100 * hit.size() / target.allowed.size());
}

class Mapper {
  public:
    Mapper(const FieldSchema &schema, const AutoMapOptions &options) : m_schema(schema), m_options(options)
    {
        gather(schema.fields, {}, {}, m_candidates, 0);
        for (const Candidate &one : m_candidates)
            if (!one.listed) {
                ++m_ofType[one.spec->type];
                m_typed.emplace(one.spec->type, &one);
            }
    }

    MappingSuggestion suggest(const MappingTarget &target) const;

  private:
    Score judge(const TargetName &name, const MappingTarget &target, const Candidate &candidate,
                Look look) const;
    int byName(const TargetName &name, const MappingTarget &target, const Candidate &candidate,
               QString &reason) const;
    bool special(const TargetName &name, const MappingTarget &target, MappingSuggestion &out) const;
    bool fixed(const TargetName &name, const MappingTarget &target, int best, const std::string &meaning,
               MappingSuggestion &out) const;
    const Candidate *withMeaning(std::string_view meaning) const
    {
        for (const Candidate &one : m_candidates)
            if (!one.listed && one.group.empty() && one.meaning == meaning)
                return &one;
        return nullptr;
    }

    const FieldSchema &m_schema;
    const AutoMapOptions &m_options;
    std::vector<Candidate> m_candidates;
    std::map<FieldType, int> m_ofType;
    std::map<FieldType, const Candidate *> m_typed;
};

int Mapper::byName(const TargetName &name, const MappingTarget &target, const Candidate &candidate,
                   QString &reason) const
{
    const QString label = shown(candidate.spec->label);
    const std::string key = joinedName(candidate.spec->key);
    const std::string labelName = joinedName(candidate.spec->label);
    int points = 0;
    const auto atLeast = [&](int value, QString why) {
        if (value > points) {
            points = value;
            reason = std::move(why);
        }
    };
    if (name.plain == key)
        atLeast(98, ImportText::tr("It has the same name as “%1”.").arg(label));
    else if (name.plain == labelName)
        atLeast(96, ImportText::tr("It has the same name as “%1”.").arg(label));
    const auto same = [&](const NameWords &words) {
        return !words.meaning.empty() && words.meaning == candidate.meaning;
    };
    if (same(name.words))
        atLeast(name.words.exact ? 93 : 86, ImportText::tr("It is another name for “%1”.").arg(label));
    else if (name.words.meaning.empty() && same(name.whole))
        atLeast(84, ImportText::tr("With its group's name it is another name for “%1”.").arg(label));
    // a name that is known to mean something else has words in common only by chance
    const bool other =
        !name.words.meaning.empty() && !candidate.meaning.empty() && name.words.meaning != candidate.meaning;
    const int common = std::max(overlap(name.words.words, candidate.key.words),
                                overlap(name.words.words, candidate.label.words));
    if (common > 0)
        atLeast(other ? std::min(common, 40) : common,
                ImportText::tr("Its name has words in common with “%1”.").arg(label));
    // "lead_id" is the buyer's or our own number as often as Jornaya's
    if (candidate.meaning == "jornaya_lead_id" && (name.plain == "leadid" || name.plain == "lead")) {
        const bool says = containsFolded(target.description, "jornaya") ||
                          containsFolded(target.description, "leadid.com") ||
                          lookOf(target.sample.toText()) == Look::Uuid;
        points = says ? 90 : 45;
        reason = ImportText::tr("“lead id” may be Jornaya's LeadiD, or only a number of the lead.");
    }
    // what the specification calls it
    if (points < 90 && !target.description.empty()) {
        const std::string_view first =
            std::string_view(target.description).substr(0, target.description.find_first_of(";.\n"));
        const NameWords called = wordsOf(first);
        if (same(called) && called.exact)
            atLeast(85, ImportText::tr("The specification calls it “%1”.").arg(shown(shortened(first, 40))));
        else if (joinedName(first) == labelName)
            atLeast(88, ImportText::tr("The specification calls it “%1”.").arg(shown(shortened(first, 40))));
        else if (!candidate.meaning.empty() && meaningIn(target.description) == candidate.meaning)
            atLeast(opaque(name)                 ? 68
                    : name.words.meaning.empty() ? 60
                                                 : 40,
                    ImportText::tr("Its description speaks of “%1”.").arg(label));
        else if (opaque(name) && overlap(called.words, candidate.label.words) >= 66)
            atLeast(62, ImportText::tr("Its description speaks of “%1”.").arg(label));
    }
    return points;
}

Score Mapper::judge(const TargetName &name, const MappingTarget &target, const Candidate &candidate,
                    Look look) const
{
    Score score;
    score.points = byName(name, target, candidate, score.reason);
    // Whose: "spouse first name" is not "first name"; "driver 2" belongs to the list of drivers.
    std::vector<std::string> qualifiers = name.words.qualifiers;
    // parents qualify too, as long as they are no mere wrapping
    for (const std::string &parent : name.parents) {
        const NameWords words = wordsOf(parent);
        qualifiers.insert(qualifiers.end(), words.qualifiers.begin(), words.qualifiers.end());
    }
    if (!name.whole.meaning.empty() && name.whole.meaning == candidate.meaning && name.words.meaning.empty())
        qualifiers.clear();
    bool listNamed = false;
    if (candidate.listed) {
        const std::string group = singular(lowered(candidate.group));
        const std::vector<std::string> tokens = nameTokens(name.last);
        listNamed = std::find(name.parents.begin(), name.parents.end(), group) != name.parents.end() ||
                    std::any_of(tokens.begin(), tokens.end(), [&](const std::string &token) {
                        return singular(token) == group || (group == "vehicle" && token == "car");
                    });
        std::erase_if(qualifiers, [&](const std::string &word) {
            return singular(word) == group || (group == "vehicle" && word == "car") ||
                   word.find_first_not_of("0123456789") == std::string::npos;
        });
        if (!listNamed)
            score.points = std::min(score.points, 40);
        else {
            // "vehicle1_year": the rest of the name is the member's
            std::string rest;
            for (const std::string &token : tokens)
                if (singular(token) != group && !(group == "vehicle" && token == "car") &&
                    token.find_first_not_of("0123456789") != std::string::npos)
                    rest += token + ' ';
            TargetName shorter = name;
            shorter.last = rest;
            shorter.words = wordsOf(rest);
            shorter.plain = joinedName(rest);
            QString why;
            if (const int points = byName(shorter, target, candidate, why); points > score.points) {
                score.points = points;
                score.reason = why;
            }
        }
    }
    std::vector<std::string> own = candidate.key.qualifiers;
    score.points -= 36 * qualifierGap(std::move(qualifiers), std::move(own));
    score.points = std::max(score.points, 0);

    const FieldType type = candidate.spec->type;
    const bool hashed = !name.hash.empty() || look == Look::Hash;
    const auto agreed = hashed || !name.part.empty() ? std::nullopt : agrees(type, look);
    const Look declared = lookOfType(target.type);
    const auto typeAgreed = hashed || !name.part.empty() ? std::nullopt : agrees(type, declared);
    if (score.points > 0 && agreed) {
        if (*agreed)
            score.points = std::min(99, score.points + 5);
        else
            score.points = std::min(score.points, 42);
    }
    if (score.points > 0 && typeAgreed)
        score.points = *typeAgreed ? std::min(99, score.points + 3) : score.points - 12;
    // by the value alone, where only one field is of that type
    if (score.points < 60 && agreed && *agreed && !candidate.listed && m_ofType.at(type) == 1) {
        const int alone = look == Look::Email         ? 74
                          : look == Look::Certificate ? 84
                          : look == Look::IpAddress   ? 72
                          : look == Look::Phone       ? 64
                          : look == Look::StateCode   ? 40
                          : look == Look::PostalCode  ? 44
                          : look == Look::Url         ? 50
                                                      : 20;
        const int gap = opaque(name) ? 0 : qualifierGap(name.words.qualifiers, {});
        if (alone - 30 * gap > score.points) {
            score.points = alone - 30 * gap;
            score.reason = ImportText::tr("The sample looks like “%1”.").arg(shown(candidate.spec->label));
        }
    }
    if (look == Look::Certificate && type == FieldType::Certificate) {
        const bool trusted = candidate.meaning == "trusted_form_url";
        const int points = trusted ? 90 : 10;
        if (trusted ? points > score.points : points < score.points) {
            score.points = points;
            score.reason = ImportText::tr("The sample is a TrustedForm certificate.");
        }
    }
    if (look == Look::UserAgent && candidate.meaning == "user_agent" && score.points < 88) {
        score.points = 88;
        score.reason = ImportText::tr("The sample is a browser's user agent.");
    }
    // choices
    const bool compares = score.points >= 30 || target.allowed.size() <= kComparedValues;
    if (type == FieldType::Enum && !target.allowed.empty() && compares) {
        std::size_t count = 0;
        const int share = choiceOverlap(*candidate.spec, target, &count);
        if (share >= 50)
            score.points = score.points > 0 ? std::min(99, score.points + 4) : 0;
        else if (share == 0 && score.points < 92)
            score.points = std::max(0, score.points - 15);
        if (score.points < 66 && share >= 70 && count >= 3) {
            score.points = 66;
            score.reason =
                ImportText::tr("Its allowed values are those of “%1”.").arg(shown(candidate.spec->label));
        }
    } else if (type == FieldType::Enum && look != Look::Nothing && score.points > 0) {
        const std::string sample = target.sample.toText();
        const bool known = std::any_of(candidate.spec->choices.begin(), candidate.spec->choices.end(),
                                       [&](const EnumChoice &choice) { return names(choice, sample); });
        score.points = known ? std::min(99, score.points + 3) : score.points - 4;
    } else if (type == FieldType::Boolean && target.allowed.size() > 2 && score.points > 0 &&
               score.points < 92) {
        score.points -= 12; // more answers than yes and no
    }
    return score;
}

bool Mapper::special(const TargetName &name, const MappingTarget &target, MappingSuggestion &out) const
{
    const std::string last = name.last;
    if (isTestSwitch(last)) {
        out.kind = MappingKind::Constant;
        out.constant = target.sample.isNull() || lookOf(target.sample.toText()) == Look::Nothing
                           ? (target.allowed.empty() ? Value("1") : Value(target.allowed.front()))
                           : target.sample;
        const auto pair = yesAndNo(target.allowed, target.allowedLabels, target.sample, target.description);
        if (pair)
            out.constant = pair->first; // what says yes, whatever the sample said
        out.confidence = 88;
        out.reason = ImportText::tr("A switch for tests: it is sent only in the test environment.");
        out.when =
            Object{{"source", Object{{"computed", "environment"}}}, {"op", "equals"}, {"value", "test"}};
        return true;
    }
    if (m_options.step != StepKind::Ping && m_options.step != StepKind::Auth && isCarriedName(last)) {
        out.kind = MappingKind::Carried;
        out.field = last.find("bid") != std::string::npos || last.find("Bid") != std::string::npos
                        ? "bid_id"
                        : "ping_id";
        out.confidence = m_options.hasPing ? 95 : 80;
        out.reason = ImportText::tr("The ping's answer gives this id.");
        return true;
    }
    const std::string plain = name.plain;
    if (plain == "nonce" || plain == "requestid" || plain == "requestuuid" || plain == "messageid" ||
        plain == "correlationid") {
        out.kind = MappingKind::Computed;
        out.field = plain == "nonce" ? "nonce" : "uuid";
        out.confidence = 72;
        out.reason = ImportText::tr("Its name asks for a fresh id in each request.");
        return true;
    }
    if ((plain == "timestamp" || plain == "requesttime" || plain == "requesttimestamp" ||
         plain == "senttime" || plain == "currenttime" || plain == "unixtime") &&
        !withMeaning("consent_timestamp")) {
        out.kind = MappingKind::Computed;
        std::string format = dateFormatOf(target.sample.toText());
        if (format.empty())
            format = dateFormatIn(target.type + ' ' + target.description);
        out.field = format == "epoch_s" || format == "epoch_ms" ? format : "time";
        if (out.field == "time" && !format.empty() && format != "iso")
            out.transforms.push_back(Object{{"do", "date"}, {"format", format}});
        out.confidence = 70;
        out.reason = ImportText::tr("Its name asks for the time of the request.");
        return true;
    }
    // what a date of birth gives
    if (const Candidate *birth = withMeaning("birth_date");
        birth && birth->spec->type == FieldType::Date && name.words.meaning == "age" &&
        name.words.qualifiers.empty() && name.parents.empty() && !withMeaning("age")) {
        out.kind = MappingKind::Field;
        out.field = birth->path(0);
        out.transforms.push_back(Object{{"do", "age"}});
        out.confidence = 84;
        out.reason = ImportText::tr("The age follows from the date of birth.");
        out.pii = m_options.step == StepKind::Ping && birth->spec->pii;
        if (out.pii) {
            out.confidence -= kPingPenalty;
            out.reason += QLatin1Char(' ') +
                          ImportText::tr("It is personal, and a ping should not tell who the person is.");
        }
        return true;
    }
    // one text of two fields
    const Candidate *first = withMeaning("first_name");
    const Candidate *second = withMeaning("last_name");
    if (name.words.meaning == "full_name" && name.words.qualifiers.empty() && first && second &&
        !withMeaning("full_name") &&
        std::none_of(m_candidates.begin(), m_candidates.end(),
                     [&](const Candidate &one) { return one.spec->key == target.target; })) {
        out.kind = MappingKind::Template;
        out.field = "{{lead." + first->path(0) + "}} {{lead." + second->path(0) + "}}";
        const bool plainName = plain == "name";
        out.confidence = plainName ? 66 : 90;
        out.reason = ImportText::tr("It is first and last name in one text.");
        if (m_options.step == StepKind::Ping) {
            out.pii = true;
            out.confidence -= kPingPenalty;
        }
        return true;
    }
    return false;
}

/// The same for each lead: campaign, format, version.
bool Mapper::fixed(const TargetName &name, const MappingTarget &target, int best, const std::string &meaning,
                   MappingSuggestion &out) const
{
    if (!isConfigurationName(name.last) || !name.hash.empty())
        return false;
    // the buyer's campaign or publisher number is not the lead's
    const bool ownNumber = meaning == "campaign_id" || meaning == "sub_id" || meaning == "source";
    if (best >= 60 && !ownNumber)
        return false;
    const bool given = lookOf(target.sample.toText()) != Look::Nothing || target.sample.isBool();
    out.kind = MappingKind::Constant;
    out.field.clear();
    out.transforms.clear();
    out.constant =
        given ? target.sample : Value(target.allowed.empty() ? std::string() : target.allowed.front());
    out.confidence = given ? 82 : 70;
    out.reason =
        given ? ImportText::tr(
                    "Its name is one of the buyer's settings; the sample's value is sent with each lead.")
              : ImportText::tr(
                    "Its name is one of the buyer's settings; fill in the value that the buyer gave.");
    return true;
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
                                        [&](const EnumChoice &choice) { return names(choice, sample); });
        if (pair && shown != spec.choices.end() && sample != shown->value && sample != shown->label) {
            for (const EnumChoice &choice : spec.choices) {
                const bool yes = names(choice, "yes") || names(choice, "true");
                const bool no = names(choice, "no") || names(choice, "false");
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

/// The chain from the lead's normal form to what the buyer wants.
void chain(const FieldSpec &spec, const TargetName &name, const MappingTarget &target, MappingSuggestion &out)
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

MappingSuggestion Mapper::suggest(const MappingTarget &target) const
{
    MappingSuggestion out;
    out.step = m_options.step;
    out.target = target.target;
    out.sample = target.sample;
    const TargetName name = nameOf(target.target);
    if (special(name, target, out))
        return out;
    const Look look =
        target.sample.isArray() || target.sample.isObject() ? Look::Nothing : lookOf(target.sample.toText());
    struct Ranked {
        const Candidate *candidate;
        Score score;
    };
    std::vector<Ranked> ranked;
    for (const Candidate &candidate : m_candidates) {
        Score score = judge(name, target, candidate, look);
        if (score.points >= 20)
            ranked.push_back({&candidate, std::move(score)});
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const Ranked &a, const Ranked &b) { return a.score.points > b.score.points; });
    // two that fit equally well by words alone decide nothing
    if (ranked.size() > 1 && ranked[0].score.points == ranked[1].score.points && ranked[0].score.points < 80)
        ranked[0].score.points = std::max(0, ranked[0].score.points - 15);
    const std::size_t index = listIndex(name);
    const auto alternative = [&](const Ranked &one) {
        return MappingAlternative{one.candidate->path(index), std::clamp(one.score.points, 0, 100),
                                  one.score.reason};
    };
    if (!ranked.empty()) {
        Ranked &best = ranked.front();
        const FieldSpec &spec = *best.candidate->spec;
        out.field = best.candidate->path(index);
        out.confidence = std::clamp(best.score.points, 0, 100);
        out.reason = best.score.reason;
        const bool ping = m_options.step == StepKind::Ping;
        const bool hidden = !name.hash.empty() || look == Look::Hash; // a hash tells nobody
        if (ping && spec.pii && !hidden) {
            out.pii = true;
            out.confidence = std::max(0, out.confidence - kPingPenalty);
            out.reason += QLatin1Char(' ') +
                          ImportText::tr("It is personal, and a ping should not tell who the person is.");
        }
    }
    const std::string meaning = ranked.empty() ? std::string() : ranked.front().candidate->meaning;
    if (fixed(name, target, out.confidence, meaning, out)) {
        for (const Ranked &one : ranked)
            if (out.alternatives.size() < kAlternatives)
                out.alternatives.push_back(alternative(one));
        out.pii = false;
        return out;
    }
    if (out.confidence >= m_options.threshold && !ranked.empty()) {
        out.kind = MappingKind::Field;
        chain(*ranked.front().candidate->spec, name, target, out);
        for (std::size_t i = 1; i < ranked.size() && out.alternatives.size() < kAlternatives; ++i)
            out.alternatives.push_back(alternative(ranked[i]));
        return out;
    }
    out.kind = MappingKind::Unmapped;
    out.field.clear();
    out.pii = false;
    for (const Ranked &one : ranked)
        if (out.alternatives.size() < kAlternatives)
            out.alternatives.push_back(alternative(one));
    out.reason = ranked.empty() ? ImportText::tr("No field of the vertical is like it.")
                                : ImportText::tr("No field is like it for certain; the nearest is “%1”.")
                                      .arg(shown(ranked.front().candidate->spec->label));
    return out;
}

const FieldSpec *specAt(const FieldSchema &schema, const std::string &path)
{
    const std::vector<FieldSpec> *level = &schema.fields;
    const FieldSpec *found = nullptr;
    std::string_view rest(path);
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find_first_of(".["), rest.size());
        const std::string_view key = rest.substr(0, end);
        const auto spec =
            std::find_if(level->begin(), level->end(), [&](const FieldSpec &one) { return one.key == key; });
        if (spec == level->end())
            return nullptr;
        found = &*spec;
        rest.remove_prefix(end);
        if (rest.starts_with('[')) {
            const std::size_t close = rest.find(']');
            if (close == std::string_view::npos || found->fields.empty())
                return nullptr;
            found = &found->fields.front();
            rest.remove_prefix(close + 1);
        }
        if (rest.starts_with('.'))
            rest.remove_prefix(1);
        level = &found->fields;
    }
    return found;
}

} // namespace

struct AutoMapper::Private {
    Private(const FieldSchema &schema, const AutoMapOptions &given) : options(given), mapper(schema, options)
    {
    }
    AutoMapOptions options;
    Mapper mapper;
};

AutoMapper::AutoMapper(const FieldSchema &schema, const AutoMapOptions &options)
    : m_private(std::make_unique<Private>(schema, options))
{
}
AutoMapper::AutoMapper(AutoMapper &&) noexcept = default;
AutoMapper::~AutoMapper() = default;

MappingSuggestion AutoMapper::suggest(const MappingTarget &target) const
{
    return m_private->mapper.suggest(target);
}

std::vector<MappingSuggestion> autoMap(const std::vector<MappingTarget> &targets, const FieldSchema &schema,
                                       const AutoMapOptions &options)
{
    const AutoMapper mapper(schema, options);
    std::vector<MappingSuggestion> out;
    out.reserve(targets.size());
    for (const MappingTarget &target : targets)
        out.push_back(mapper.suggest(target));
    return out;
}

Object rowFor(const MappingSuggestion &suggestion, const MappingTarget &target, const FieldSchema &schema,
              const std::string &field)
{
    MappingSuggestion chosen = suggestion;
    if (!field.empty() && !(suggestion.kind == MappingKind::Field && suggestion.field == field)) {
        chosen.kind = MappingKind::Field;
        chosen.field = field;
        chosen.transforms.clear();
        chosen.when = Value();
        if (const FieldSpec *spec = specAt(schema, field))
            chain(*spec, nameOf(target.target), target, chosen);
    }
    Object row{{"target", target.target}};
    switch (chosen.kind) {
    case MappingKind::Field:
        row.append("source", Object{{"field", chosen.field}});
        break;
    case MappingKind::Template:
        row.append("source", Object{{"template", chosen.field}});
        break;
    case MappingKind::Constant:
        row.append("source", Object{{"constant", chosen.constant}});
        break;
    case MappingKind::Carried:
        row.append("source", Object{{"carried", chosen.field}});
        break;
    case MappingKind::Computed:
        row.append("source", Object{{"computed", chosen.field}});
        break;
    case MappingKind::Unmapped:
        row.append("source", Object{{"constant", ""}});
        break;
    }
    if (!chosen.transforms.empty())
        row.append("transforms", chosen.transforms);
    if (!chosen.when.isNull())
        row.append("when", chosen.when);
    const bool demanded = target.required.value_or(false) &&
                          (chosen.kind == MappingKind::Field || chosen.kind == MappingKind::Template);
    if (demanded || chosen.kind == MappingKind::Carried)
        row.append("on_empty", "refuse");
    return row;
}

} // namespace bourse::workbench
