#include "workbench/callbackedits.h"
#include "domain/integration/describe.h"
#include <QCoreApplication>
#include <array>

namespace bourse::workbench {

using domain::CallbackFate;
using domain::Object;
using domain::PairBy;
using domain::StepKind;
using domain::Value;
using Kind = CallbackPlace::Kind;

namespace {
struct Words {
    Q_DECLARE_TR_FUNCTIONS(bourse::workbench::CallbackEdits)
};

constexpr std::array<std::pair<Kind, const char *>, 5> places{{{Kind::Json, "json"},
                                                               {Kind::Xpath, "xpath"},
                                                               {Kind::Query, "query"},
                                                               {Kind::Pair, "pair"},
                                                               {Kind::Header, "header"}}};
constexpr std::array<const char *, 3> fates{"recorded", "repeated", "unmatched"};

DocumentPath step()
{
    return IntegrationDocument::stepPath(StepKind::Callback);
}
DocumentPath matchList()
{
    return step().child("match");
}
DocumentPath answerPath(CallbackFate fate)
{
    return step().child("answer").child(fates[static_cast<std::size_t>(fate)]);
}

QString byWords(PairBy by)
{
    switch (by) {
    case PairBy::LeadId:
        return Words::tr("our lead id");
    case PairBy::AttemptId:
        return Words::tr("our request id");
    case PairBy::BuyerId:
        break;
    }
    return Words::tr("the buyer's id");
}

CallbackPlace placeOf(const Value *value)
{
    CallbackPlace place;
    if (!value)
        return place;
    const Value *source = value->find("source");
    const Object *way = value->asObject();
    const Object *object = source ? source->asObject() : nullptr;
    if (way && way->size() == 1 && object && object->size() == 1) {
        for (const auto &[kind, key] : places)
            if (const Value *text = source->find(key)) {
                place.kind = kind;
                place.text = QString::fromStdString(text->toText());
                return place;
            }
    }
    place.kind = Kind::Other;
    const domain::Array *ways = value->asArray();
    QStringList words;
    const auto add = [&](const Value &one) {
        if (const Value *from = one.find("source"))
            words.append(QString::fromStdString(domain::describeSource(*from)));
    };
    if (ways)
        for (const Value &one : *ways)
            add(one);
    else
        add(*value);
    place.description = words.join(Words::tr(", else "));
    return place;
}

std::optional<Value> valueOf(const CallbackPlace &place)
{
    for (const auto &[kind, key] : places)
        if (kind == place.kind)
            return Value(Object{{"source", Value(Object{{key, place.text.toStdString()}})}});
    return std::nullopt;
}
} // namespace

bool CallbackEdits::hasStep() const
{
    return m_document->at(step()) != nullptr;
}

std::vector<CallbackMatch> CallbackEdits::matches() const
{
    std::vector<CallbackMatch> all;
    const Value *list = m_document->at(matchList());
    if (!list || !list->asArray())
        return all;
    for (const Value &one : *list->asArray()) {
        const Value *by = one.find("by");
        all.push_back({by ? domain::pairByFromName(by->toText()).value_or(PairBy::LeadId) : PairBy::LeadId,
                       placeOf(one.find("value"))});
    }
    return all;
}

CallbackPlace CallbackEdits::eventId() const
{
    return placeOf(m_document->at(step().child("event_id")));
}

bool CallbackEdits::saysAnswer(CallbackFate fate) const
{
    return m_document->at(answerPath(fate)) != nullptr;
}

domain::CallbackAnswer CallbackEdits::answer(CallbackFate fate) const
{
    if (const auto compiled = m_document->compiled())
        return compiled->callbackAnswer(fate);
    const auto last = m_document->lastCompiled();
    return last ? last->callbackAnswer(fate) : domain::CallbackAnswer();
}

bool CallbackEdits::isProven() const
{
    const Value *authentication = m_document->at(step().child("authentication"));
    const Value *signatures = m_document->at(step().child("signatures"));
    return authentication || (signatures && signatures->asArray() && !signatures->asArray()->empty());
}

bool CallbackEdits::addMatch(const CallbackMatch &match)
{
    const auto value = valueOf(match.place);
    if (!value || !hasStep())
        return false;
    const Value *list = m_document->at(matchList());
    const std::size_t end = list && list->asArray() ? list->asArray()->size() : 0;
    return m_document->insert(matchList(), end,
                              Value(Object{{"by", domain::name(match.by)}, {"value", *value}}),
                              Words::tr("Find the lead by %1").arg(byWords(match.by)));
}

bool CallbackEdits::setBy(std::size_t index, PairBy by)
{
    return m_document->set(matchList().child(index).child("by"), Value(std::string(domain::name(by))),
                           Words::tr("Find the lead by %1").arg(byWords(by)));
}

bool CallbackEdits::setPlace(std::size_t index, const CallbackPlace &place, int mergeKey)
{
    const auto value = valueOf(place);
    return value && m_document->set(matchList().child(index).child("value"), *value,
                                    Words::tr("Find the lead's id at %1").arg(place.text), mergeKey);
}

bool CallbackEdits::removeMatch(std::size_t index)
{
    return m_document->remove(matchList().child(index), Words::tr("Remove a way to find the lead"));
}

bool CallbackEdits::moveMatch(std::size_t from, std::size_t to)
{
    return m_document->move(matchList(), from, to, Words::tr("Move a way to find the lead"));
}

bool CallbackEdits::setEventId(const CallbackPlace &place, int mergeKey)
{
    const DocumentPath path = step().child("event_id");
    if (place.kind == Kind::Other || !hasStep())
        return false;
    if (place.text.isEmpty())
        return !m_document->at(path) ||
               m_document->remove(path, Words::tr("Tell events apart by all that they say"));
    return m_document->set(path, valueOf(place), Words::tr("Tell events apart by %1").arg(place.text),
                           mergeKey);
}

bool CallbackEdits::setAnswer(CallbackFate fate, const domain::CallbackAnswer &answer, int mergeKey)
{
    if (!hasStep())
        return false;
    return m_document->set(
        answerPath(fate),
        Value(Object{{"status", answer.status}, {"content_type", answer.contentType}, {"body", answer.body}}),
        Words::tr("Answer callbacks with %1").arg(answer.status), mergeKey);
}

bool CallbackEdits::clearAnswer(CallbackFate fate)
{
    return m_document->remove(answerPath(fate), Words::tr("Answer callbacks as usual"));
}

} // namespace bourse::workbench
