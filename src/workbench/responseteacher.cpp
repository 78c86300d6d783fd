#include "workbench/responseteacher.h"
#include "domain/integration/explain.h"
#include "domain/integration/samples.h"
#include <QCoreApplication>
#include <algorithm>
#include <set>

namespace bourse::workbench {

using domain::Array;
using domain::Object;
using domain::StepKind;
using domain::Value;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ResponseTeacher)
};

std::string outcomeOf(Meaning meaning)
{
    switch (meaning) {
    case Meaning::Accepted:
        return "accepted";
    case Meaning::Rejected:
        return "rejected";
    case Meaning::Duplicate:
        return "duplicate";
    case Meaning::Error:
        return "error";
    case Meaning::Returned:
        return "returned";
    case Meaning::Converted:
        return "converted";
    default:
        return {};
    }
}

/// An id that none of the list's members has: "accepted", "accepted-2" …
std::string freeId(const Value *list, const std::string &wish)
{
    std::set<std::string> taken;
    if (list && list->isArray())
        for (const Value &member : *list->asArray())
            if (const Value *id = member.find("id"))
                taken.insert(id->toText());
    std::string id = wish;
    for (int n = 2; taken.contains(id); ++n)
        id = wish + '-' + std::to_string(n);
    return id;
}

/// Where a new rule has its effect on this answer.
std::size_t placeFor(const IntegrationDocument &document, StepKind step,
                     const domain::BuyerResponse &response)
{
    const Value *rules = document.at(IntegrationDocument::rules(step));
    const std::size_t count = rules && rules->isArray() ? rules->asArray()->size() : 0;
    if (const auto compiled = document.compiled(); compiled && compiled->hasStep(step)) {
        const domain::ReadingTrace trace = compiled->examine(step, response);
        for (std::size_t i = 0; i < trace.rules.size() && i < count; ++i)
            if (trace.rules[i].decides)
                return i;
    }
    if (count > 0 && !(*rules->asArray())[count - 1].find("when"))
        return count - 1;
    return count;
}

QString shortened(const std::string &text)
{
    const QString whole = QString::fromStdString(text);
    return whole.size() > 40 ? whole.left(39) + QChar(0x2026) : whole;
}

} // namespace

bool teach(IntegrationDocument &document, StepKind step, const domain::BuyerResponse &response,
           const domain::LocatedValue &value, Meaning meaning, const std::string &carriedName)
{
    if (!document.at(IntegrationDocument::stepPath(step)))
        return false;
    const QString path = QString::fromStdString(value.shownPath);
    if (const std::string outcome = outcomeOf(meaning); !outcome.empty()) {
        const DocumentPath rules = IntegrationDocument::rules(step);
        Object rule{{"id", freeId(document.at(rules), outcome)},
                    {"when", Object{{"source", value.source}, {"op", "equals"}, {"value", value.text}}},
                    {"outcome", outcome}};
        return document.insert(rules, placeFor(document, step, response), std::move(rule),
                               Words::tr("%1 equals %2 means %3")
                                   .arg(path, shortened(value.text), QString::fromStdString(outcome)));
    }
    const DocumentPath extract = IntegrationDocument::extract(step);
    const Value reader(Object{{"source", value.source}});
    switch (meaning) {
    case Meaning::BuyerId:
    case Meaning::LeadId: {
        const DocumentPath match = IntegrationDocument::stepPath(step).child("match");
        const Value *ways = document.at(match);
        const domain::PairBy by =
            meaning == Meaning::BuyerId ? domain::PairBy::BuyerId : domain::PairBy::LeadId;
        return document.insert(match, ways && ways->isArray() ? ways->asArray()->size() : 0,
                               Object{{"by", domain::name(by)}, {"value", reader}},
                               Words::tr("Find the lead by %1").arg(path));
    }
    case Meaning::EventId:
        return document.set(IntegrationDocument::stepPath(step).child("event_id"), reader,
                            Words::tr("Tell events apart by %1").arg(path));
    case Meaning::Price:
        return document.set(extract.child("price"), reader, Words::tr("Read the price from %1").arg(path));
    case Meaning::CarriedId:
        return document.set(extract.child("carried").child(carriedName), reader,
                            Words::tr("Carry %1 from %2").arg(QString::fromStdString(carriedName), path));
    case Meaning::Reason:
        return document.set(extract.child("reason"), reader, Words::tr("Read the reason from %1").arg(path));
    case Meaning::Redirect:
        return document.set(extract.child("redirect"), reader,
                            Words::tr("Read the redirect from %1").arg(path));
    default:
        return document.set(extract.child("expires_at"), reader,
                            Words::tr("Read the expiry from %1").arg(path));
    }
}

namespace {

constexpr int deepest = 60;
constexpr qsizetype longestName = 64;

/// Names of carried values that are read anywhere in it.
void collectCarried(const Value &value, QStringList &names, int depth = 0)
{
    if (depth > deepest)
        return;
    if (const std::string *text = value.asString()) {
        constexpr std::string_view mark = "{{carried.";
        for (std::size_t at = text->find(mark); at != std::string::npos; at = text->find(mark, at + 1)) {
            const std::size_t begin = at + mark.size();
            const std::size_t end = text->find_first_of("}| ", begin);
            names.append(QString::fromStdString(text->substr(begin, end - begin)));
        }
    } else if (const Array *list = value.asArray()) {
        for (const Value &each : *list)
            collectCarried(each, names, depth + 1);
    } else if (const Object *object = value.asObject()) {
        for (const auto &[key, member] : *object) {
            if (key == "carried" && member.isString())
                names.append(QString::fromStdString(member.toText()));
            collectCarried(member, names, depth + 1);
        }
    }
}

} // namespace

bool isCarriedName(const QString &name)
{
    const auto isLetter = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'_';
    };
    return !name.isEmpty() && name.size() <= longestName && isLetter(name[0]) &&
           std::all_of(name.begin(), name.end(),
                       [&](QChar c) { return isLetter(c) || (c >= u'0' && c <= u'9'); });
}

QStringList carriedNames(const Value &document, StepKind step, const domain::LocatedValue &value)
{
    QStringList read;
    QStringList set;
    const Value *steps = document.find("steps");
    if (const Object *all = steps ? steps->asObject() : nullptr)
        for (const auto &[name, own] : *all) {
            collectCarried(own, read);
            const Value *response = own.find("response");
            const Value *extract = response ? response->find("extract") : nullptr;
            for (const Value *holder : {own.find("carry"), extract ? extract->find("carried") : nullptr})
                if (holder && holder->asObject())
                    for (const auto &[key, each] : *holder->asObject())
                        set.append(QString::fromStdString(key));
        }
    QStringList names;
    const auto offer = [&names](const QString &name) {
        if (isCarriedName(name) && !names.contains(name) && names.size() < 5)
            names.append(name);
    };
    for (const QString &name : std::as_const(read))
        if (!set.contains(name))
            offer(name);
    const bool isPing = step == StepKind::Ping;
    offer(isPing ? QStringLiteral("ping_id") : QStringLiteral("lead_id"));
    // the last word of where it stands: "/response/bid_token"
    QString own = QString::fromStdString(value.shownPath);
    own = own.mid(own.lastIndexOf(u'/') + 1);
    own = own.mid(own.lastIndexOf(u'.') + 1);
    offer(own);
    offer(isPing ? QStringLiteral("lead_id") : QStringLiteral("ping_id"));
    return names;
}

std::string addSample(IntegrationDocument &document, StepKind step, const domain::BuyerResponse &response,
                      const QString &label, const domain::RenderInput *about)
{
    const DocumentPath samples = DocumentPath("samples");
    const std::string id = freeId(document.at(samples), "sample");
    std::string raw = "HTTP/1.1 " + std::to_string(response.status) + "\r\n";
    for (const auto &[name, value] : response.headers) {
        // the body is kept as it was read: decoded and whole
        std::string lower = name;
        std::transform(lower.begin(), lower.end(), lower.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        if (lower != "transfer-encoding" && lower != "content-length" && lower != "content-encoding")
            raw += name + ": " + value + "\r\n";
    }
    raw += "\r\n" + response.body;
    Object sample{
        {"id", id}, {"label", label.toStdString()}, {"step", domain::name(step)}, {"response", raw}};
    if (const auto compiled = document.compiled(); compiled && compiled->hasStep(step)) {
        if (const auto kept = about ? domain::comparedValues(document.value(), step, *about) : std::nullopt) {
            Object values{{"lead", kept->lead}};
            Object carried;
            for (const auto &[name, value] : kept->carried)
                carried.append(name, value);
            if (!carried.empty())
                values.append("carried", std::move(carried));
            sample.append("about", std::move(values));
        }
        const domain::Interpretation reading = compiled->interpret(step, response, about);
        Object expect{{"outcome", domain::name(reading.outcome)}};
        if (reading.price)
            expect.append("price", reading.price->toDecimal());
        sample.append("expect", std::move(expect));
    }
    const Value *list = document.at(samples);
    document.insert(samples, list && list->isArray() ? list->asArray()->size() : 0, std::move(sample),
                    Words::tr("Keep the answer as a sample"));
    return id;
}

} // namespace bourse::workbench
