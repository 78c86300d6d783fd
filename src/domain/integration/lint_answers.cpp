// The linter on how answers are read: rules that never decide or accept too much, what is carried between
// steps.
#include "domain/integration/describe.h"
#include "domain/integration/linter.h"
#include <algorithm>

namespace bourse::domain {

std::vector<std::string> Linter::carriedBy(const Value &step)
{
    std::vector<std::string> out;
    const Value *response = step.find("response");
    const auto from = [&](const Value *extract) {
        for (const Value *holder : {extract, extract ? extract->find("bids") : nullptr})
            if (const Value *carried = holder ? holder->find("carried") : nullptr;
                carried && carried->asObject())
                for (const Member &member : *carried->asObject())
                    out.push_back(member.first);
    };
    if (const Value *carry = step.find("carry"); carry && carry->asObject())
        for (const Member &member : *carry->asObject())
            out.push_back(member.first);
    if (!response)
        return out;
    from(response->find("extract"));
    if (const Value *rules = response->find("rules"); rules && rules->asArray())
        for (const Value &rule : *rules->asArray())
            from(rule.find("extract"));
    return out;
}

void Linter::carried(StepKind step, const std::vector<DocumentRow> &rows)
{
    std::vector<StepPlace> order = placesOf(m_document, StepKind::Auth);
    const auto then = [&](StepKind kind) {
        for (StepPlace &place : placesOf(m_document, kind))
            order.push_back(std::move(place));
    };
    const auto thenLookups = [&](bool beforePost) {
        for (StepPlace &place : placesOf(m_document, StepKind::Lookup))
            if ((textOf(*place.value, "before") == "post") == beforePost)
                order.push_back(std::move(place));
    };
    thenLookups(false);
    then(StepKind::Ping);
    thenLookups(true);
    for (const StepKind one :
         {StepKind::Post, StepKind::Status, StepKind::Callback, StepKind::NotifyWin, StepKind::NotifyLoss})
        then(one);
    // What is there when the step at the path begins: of several look-ups the earlier ones have answered.
    const auto knownAt = [&](const std::string &path) {
        const StepPlace *own = nullptr;
        for (const StepPlace &place : order)
            if (path.starts_with(place.path + '.') && (!own || place.path.size() > own->path.size()))
                own = &place;
        std::vector<std::string> set;
        for (const StepPlace &place : order) {
            if (&place == own)
                break;
            for (std::string &name : carriedBy(*place.value))
                set.push_back(std::move(name));
        }
        return set;
    };
    const auto judge = [&](const References &references, const std::string &path,
                           const std::string &subject) {
        if (references.carried.empty())
            return;
        const auto set = knownAt(path);
        for (const std::string &name : references.carried)
            if (!contains(set, name))
                add(Severity::Blocking, "carried_never_set", path, subject,
                    subject + " takes the carried value " + name +
                        ", but no step before it reads that from an answer.",
                    name);
    };
    for (const DocumentText &text : textsOf(m_document, step))
        judge(text.references, text.path, text.path.substr(text.path.rfind('.') + 1));
    for (const DocumentRow &row : rows)
        judge(row.references, row.path, row.fullTarget);
}

void Linter::callback(const Value &value)
{
    const std::string at = "steps.callback";
    const Value *match = value.find("match");
    if (!match || !match->asArray() || match->asArray()->empty())
        add(Severity::Blocking, "callback_unmatched", at + ".match", "callback",
            "Nothing says which lead a callback is about. Add where it names our id or the buyer's.",
            "match");
    const auto says = [&](const char *key) {
        const Value *part = value.find(key);
        return part && (part->isObject() || (part->asArray() && !part->asArray()->empty()));
    };
    if (!says("authentication") && !says("signatures"))
        add(Severity::Warning, "callback_unproven", at, "callback",
            "Whoever knows the address can call back. Demand a signature or a token of the buyer.",
            "authentication");
}

void Linter::rules(const StepPlace &place)
{
    const StepKind step = place.step.kind;
    const Value *response = place.value->find("response");
    const Value *list = response ? response->find("rules") : nullptr;
    const Array *all = list ? list->asArray() : nullptr;
    if (!all)
        return;
    const std::string at = place.path + ".response";
    const auto pathOf = [&](std::size_t i) {
        return at + ".rules[" + std::to_string(i) + ']';
    };
    for (std::size_t i = 0; i < all->size(); ++i) {
        const Value &rule = (*all)[i];
        for (std::size_t j = 0; j < i; ++j)
            if (hides((*all)[j], rule)) {
                add(Severity::Warning, "unreachable_rule", pathOf(i), textOf(rule, "id"),
                    "Rule " + textOf(rule, "id") + " never decides: rule " + textOf((*all)[j], "id") +
                        " before it always holds where it does.",
                    textOf((*all)[j], "id"));
                break;
            }
        if (textOf(rule, "outcome") == "accepted")
            acceptsRejects(*all, i, pathOf(i));
        const Value *when = rule.find("when");
        if (textOf(rule, "outcome") == "accepted" && when && onlyDenies(*when))
            add(Severity::Warning, "accepts_by_absence", pathOf(i), textOf(rule, "id"),
                "Rule " + textOf(rule, "id") +
                    " accepts what lacks something. Demand a word that only an accepting answer has.",
                "op");
    }
    if (step != StepKind::Ping && step != StepKind::Post)
        return;
    const auto has = [&](const char *outcome) {
        return std::any_of(all->begin(), all->end(),
                           [&](const Value &rule) { return textOf(rule, "outcome") == outcome; });
    };
    const Value *reasons = response->find("reasons");
    const auto mapped = [&](const char *code) {
        const Array *entries = reasons ? reasons->asArray() : nullptr;
        const auto holds = [&](const Value &one) {
            return textOf(one, "code") == code || textOf(one, "reason_code") == code;
        };
        return (entries && std::any_of(entries->begin(), entries->end(), holds)) ||
               std::any_of(all->begin(), all->end(), holds);
    };
    const std::string subject = describeStep(name(step));
    if (!has("rejected"))
        add(Severity::Warning, "no_reject_rule", at + ".rules", subject,
            "No rule reads a rejection; such answers would be unrecognised.", "rejected");
    if (!has("duplicate") && !mapped("buyer_duplicate"))
        add(Severity::Hint, "no_duplicate_rule", at + ".rules", subject,
            "No rule reads a duplicate; it would count as an ordinary rejection at best.", "duplicate");
    if (!has("error"))
        add(Severity::Hint, "no_error_rule", at + ".rules", subject,
            "No rule reads an error; only HTTP 500 and above would count as one.", "error");
    const auto readsPrice = [](const Value *extract) {
        return extract && (extract->find("price") || extract->find("bids"));
    };
    if (step == StepKind::Ping && !readsPrice(response->find("extract")))
        for (std::size_t i = 0; i < all->size(); ++i)
            if (textOf((*all)[i], "outcome") == "accepted" && !readsPrice((*all)[i].find("extract")))
                add(Severity::Warning, "price_never_read", pathOf(i), textOf((*all)[i], "id"),
                    "Rule " + textOf((*all)[i], "id") +
                        " accepts a ping without reading a price; without a fixed price the bid is lost.",
                    "price");
}

bool Linter::hides(const Value &earlier, const Value &rule)
{
    const auto readsErrors = [](const Value &one) {
        const Value *when = one.find("when");
        return textOf(one, "on_5xx") == "true" || (when && asksForStatus(*when));
    };
    // A rule that does not look at failing servers leaves them to those that do.
    if (readsErrors(rule) && !readsErrors(earlier))
        return false;
    const Value *first = earlier.find("when");
    const Value *second = rule.find("when");
    if (!first)
        return true;
    if (!second)
        return false;
    if (*first == *second)
        return true;
    // One of the later rule's demands already makes the earlier one hold.
    const auto wide = alternatives(first);
    for (const Leaf &demand : demands(second)) {
        const auto texts = onlyTexts(demand);
        if (texts.empty())
            continue;
        for (const Leaf &leaf : wide)
            if (leaf.sameSource(demand) &&
                std::all_of(texts.begin(), texts.end(), [&](const std::string &text) {
                    return leafHoldsFor(leaf, text) && !negates(leaf);
                }))
                return true;
    }
    return false;
}

bool Linter::negates(const Leaf &leaf)
{
    const std::string op = textOf(*leaf.value, "op");
    return op == "not_equals" || op == "ne" || op == "missing" || op == "empty";
}

bool Linter::onlyDenies(const Value &condition, bool denied)
{
    if (const Value *inner = condition.find("not"))
        return onlyDenies(*inner, !denied);
    const Value *all = condition.find("all");
    const Value *any = condition.find("any");
    if (const Array *list = all ? all->asArray() : any ? any->asArray() : nullptr) {
        const auto denies = [denied](const Value &one) {
            return onlyDenies(one, denied);
        };
        return (all != nullptr) != denied ? std::all_of(list->begin(), list->end(), denies)
                                          : std::any_of(list->begin(), list->end(), denies);
    }
    const auto leaf = leafOf(&condition);
    return leaf && (negates(*leaf) != denied || (leaf->source && leaf->source->find("http")));
}

void Linter::acceptsRejects(const Array &all, std::size_t i, const std::string &path)
{
    for (const Leaf &accepts : alternatives(all[i].find("when")))
        for (std::size_t j = i + 1; j < all.size() && !negates(accepts); ++j) {
            const std::string outcome = textOf(all[j], "outcome");
            if (outcome == "accepted" || outcome == "pending")
                continue;
            for (const Leaf &leaf : alternatives(all[j].find("when"))) {
                const Value *value = leaf.value->find("value");
                if (!leaf.sameSource(accepts) || !value)
                    continue;
                std::vector<std::string> texts = onlyTexts(leaf);
                const std::string op = textOf(*leaf.value, "op");
                if (op.starts_with("contains") || op.starts_with("starts_with") || op == "ends_with")
                    texts.push_back(value->toText());
                for (const std::string &text : texts) {
                    if (!leafHoldsFor(accepts, text))
                        continue;
                    add(Severity::Blocking, "accept_rule_matches_reject", path, textOf(all[i], "id"),
                        "Rule " + textOf(all[i], "id") + " accepts \u201C" + text +
                            "\u201D too, which rule " + textOf(all[j], "id") + " calls " + outcome +
                            ". Compare the whole value, or move that rule up.",
                        text);
                    return;
                }
            }
        }
}

} // namespace bourse::domain
