#include "storage/waitmemory.h"
#include "domain/json/json.h"
#include <cstdlib>

namespace bourse::storage {

using domain::Array;
using domain::Object;
using domain::Value;

std::string writeWaitMemory(const exchange::LeadWait &wait)
{
    Object closed;
    for (const auto &[buyer, code] : wait.closedBuyers)
        closed.append(buyer, code);
    Array history;
    for (const auto &[key, count] : wait.history)
        history.push_back(
            Object{{"sold", key.sold}, {"field", key.field}, {"days", key.days}, {"count", count}});
    Object memory{{"closed", std::move(closed)}, {"history", std::move(history)}};
    if (wait.score)
        memory.append("score", *wait.score);
    return domain::writeJson(Value(std::move(memory)));
}

void readWaitMemory(std::string_view text, exchange::LeadWait &into)
{
    const auto memory = domain::parseJson(text);
    if (!memory || !memory->asObject())
        return;
    const auto number = [](const Value *value) {
        return value ? std::strtoll(value->toText().c_str(), nullptr, 10) : 0LL;
    };
    if (const Value *closed = memory->find("closed"); closed && closed->asObject())
        for (const auto &[buyer, code] : *closed->asObject())
            into.closedBuyers.emplace(buyer, code.toText());
    if (const Value *score = memory->find("score"))
        into.score = static_cast<int>(number(score));
    if (const Value *history = memory->find("history"); history && history->asArray()) {
        for (const Value &one : *history->asArray()) {
            const Value *field = one.find("field"), *sold = one.find("sold");
            if (!field || !sold)
                continue;
            domain::HistoryKey key;
            key.sold = sold->toText() == "true";
            key.field = field->toText();
            key.days = static_cast<int>(number(one.find("days")));
            into.history[key] = number(one.find("count"));
        }
    }
}

} // namespace bourse::storage
