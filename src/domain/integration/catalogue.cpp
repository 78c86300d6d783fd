// All transforms and computed values, in the order in which they are offered.
#include "domain/integration/catalogueentries.h"
#include <algorithm>

namespace bourse::domain {

using namespace entries;

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
