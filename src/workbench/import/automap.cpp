#include "workbench/import/automap.h"
#include "domain/lead/fieldtypes.h"
#include "workbench/import/fieldwords.h"
#include "workbench/import/importparts.h"
#include "workbench/import/mappingchain.h"
#include "workbench/import/samplelook.h"
#include "workbench/import/targetname.h"
#include <algorithm>
#include <map>

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

class Mapper {
  public:
    Mapper(const FieldSchema &schema, const AutoMapOptions &options) : m_schema(schema), m_options(options)
    {
        gather(schema.fields, {}, {}, m_candidates, 0);
        for (const Candidate &one : m_candidates)
            if (!one.listed) {
                ++m_ofType[one.spec->type];
                m_personsOfType[one.spec->type] += one.spec->identity ? 1 : 0;
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
    std::map<FieldType, int> m_personsOfType; ///< of those that tell who somebody is
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
    const int common = std::max(wordOverlap(name.words.words, candidate.key.words),
                                wordOverlap(name.words.words, candidate.label.words));
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
        else if (opaque(name) && wordOverlap(called.words, candidate.label.words) >= 66)
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
    // by the value alone, where only one field is of that type, or only one of them tells who somebody is: of
    // two telephone numbers a buyer who asks for one means the first
    const bool alone = !candidate.listed && (m_ofType.at(type) == 1 ||
                                             (candidate.spec->identity && m_personsOfType.at(type) == 1));
    if (score.points < 60 && agreed && *agreed && alone) {
        const int worth = look == Look::Email         ? 74
                          : look == Look::Certificate ? 84
                          : look == Look::IpAddress   ? 72
                          : look == Look::Phone       ? 64
                          : look == Look::StateCode   ? 40
                          : look == Look::PostalCode  ? 44
                          : look == Look::Url         ? 50
                                                      : 20;
        const int gap = opaque(name) ? 0 : qualifierGap(name.words.qualifiers, {});
        if (worth - 30 * gap > score.points) {
            score.points = worth - 30 * gap;
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
                                       [&](const EnumChoice &choice) { return isNamed(choice, sample); });
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
        addChain(*ranked.front().candidate->spec, name, target, out);
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
            addChain(*spec, nameOf(target.target), target, chosen);
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
