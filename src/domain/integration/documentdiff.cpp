// What changed between two documents, in sentences.
#include "domain/integration/describe.h"
#include "domain/integration/wording.h"
#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace bourse::domain {
namespace {

using namespace wording;

constexpr std::size_t kMaxSentences = 1'000;

/// Equal whatever the order of the objects' keys: that says nothing in a document.
bool same(const Value &a, const Value &b)
{
    if (a.isObject() && b.isObject()) {
        if (a.asObject()->size() != b.asObject()->size())
            return false;
        for (const Member &member : *a.asObject()) {
            const Value *other = b.find(member.first);
            if (!other || !same(member.second, *other))
                return false;
        }
        return true;
    }
    if (a.isArray() && b.isArray())
        return std::equal(a.asArray()->begin(), a.asArray()->end(), b.asArray()->begin(), b.asArray()->end(),
                          same);
    return a == b;
}

std::string grouped(std::string digits)
{
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos)
        return digits;
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

class Differ {
  public:
    std::vector<std::string> take()
    {
        if (m_dropped > 0)
            m_sentences.push_back(plural(m_dropped, "further change") + '.');
        return std::move(m_sentences);
    }

    void document(const Value &before, const Value &after)
    {
        if (!before.isObject() || !after.isObject()) {
            if (!same(before, after))
                say("", "the document is another one");
            return;
        }
        members(before, after, [&](const std::string &key, const Value *a, const Value *b) {
            if (key == "label" || key == "slug" || key == "currency")
                change("", capital(key), a, b);
            else if (key == "note")
                say("", "the document's note changed");
            else if (key == "variables")
                values("", "variable ", a, b);
            else if (key == "values")
                named("", a, b);
            else if (key == "tables")
                tables(a, b);
            else if (key == "verticals")
                set("", "vertical ", a, b);
            else if (key == "allowed_hosts")
                set("", "allowed host ", a, b);
            else if (key == "endpoints")
                endpoints(a, b);
            else if (key == "steps")
                steps(a, b);
            else if (key == "samples")
                samples(a, b);
            else if (key == "pii_reasons")
                values("", "reason for personal data ", a, b);
            else if (key == "specification")
                specification(a, b);
            else
                generic("", spaced(key), a, b);
        });
    }

  private:
    using Each = std::function<void(const std::string &, const Value *, const Value *)>;

    void say(const std::string &where, const std::string &what)
    {
        if (m_sentences.size() == kMaxSentences) {
            ++m_dropped;
            return;
        }
        m_sentences.push_back((where.empty() ? capital(what) : where + ": " + what) + '.');
    }

    /// Members that differ, in the order of the newer object, then those that are gone.
    static void members(const Value &before, const Value &after, const Each &each)
    {
        if (const Object *object = after.asObject())
            for (const Member &member : *object) {
                const Value *old = before.find(member.first);
                if (!old || !same(*old, member.second))
                    each(member.first, old, &member.second);
            }
        if (const Object *object = before.asObject())
            for (const Member &member : *object)
                if (!after.find(member.first))
                    each(member.first, &member.second, nullptr);
    }

    void change(const std::string &where, const std::string &what, const Value *before, const Value *after)
    {
        if (!before)
            say(where, what + " " + shown(*after) + " added");
        else if (!after)
            say(where, what + " " + shown(*before) + " removed");
        else
            say(where, what + ' ' + shown(*before) + " \u2192 " + shown(*after));
    }

    /// The general case: what is known to differ, by its path.
    void generic(const std::string &where, const std::string &what, const Value *before, const Value *after)
    {
        const std::size_t said = m_sentences.size() + m_dropped;
        if (before && after && before->isObject() && after->isObject()) {
            members(*before, *after, [&](const std::string &key, const Value *a, const Value *b) {
                generic(where, what + ", " + spaced(key), a, b);
            });
        } else if (before && after && before->isArray() && after->isArray() &&
                   before->asArray()->size() == after->asArray()->size()) {
            for (std::size_t i = 0; i < before->asArray()->size(); ++i) {
                const Value &a = (*before->asArray())[i];
                const Value &b = (*after->asArray())[i];
                if (!same(a, b))
                    generic(where, what + ' ' + std::to_string(i + 1), &a, &b);
            }
        } else {
            change(where, what, before, after);
        }
        // Two equal objects with their keys in another order, or values of another type with the same text.
        if (m_sentences.size() + m_dropped == said)
            change(where, what, before, after);
    }

    void values(const std::string &where, const std::string &what, const Value *before, const Value *after)
    {
        static const Value kNone{Object{}};
        members(before ? *before : kNone, after ? *after : kNone,
                [&](const std::string &key, const Value *a, const Value *b) {
                    if (!a)
                        say(where, what + key + " added, " + shown(*b));
                    else if (!b)
                        say(where, what + key + " removed");
                    else
                        say(where, what + key + ' ' + shown(*a) + " \u2192 " + shown(*b));
                });
        if (before && after)
            return;
        if ((before ? *before : *after) == kNone || !(before ? *before : *after).isObject())
            change(where, what, before, after);
    }

    /// Named values of the document or of a step.
    void named(const std::string &where, const Value *before, const Value *after)
    {
        static const Value kNone{Object{}};
        const std::size_t said = m_sentences.size() + m_dropped;
        members(before ? *before : kNone, after ? *after : kNone,
                [&](const std::string &key, const Value *a, const Value *b) {
                    const std::string what = "value " + key;
                    if (!b)
                        say(where, what + " removed");
                    else if (!a)
                        say(where, what + " added, takes " + chainWords(*b));
                    else
                        row(where, what, *a, *b);
                });
        if (m_sentences.size() + m_dropped == said)
            change(where, "values", before, after);
    }

    void tables(const Value *before, const Value *after)
    {
        static const Value kNone{Object{}};
        const std::size_t said = m_sentences.size() + m_dropped;
        members(before ? *before : kNone, after ? *after : kNone,
                [&](const std::string &key, const Value *a, const Value *b) {
                    if (!a)
                        say("", "table " + key + " added" +
                                    (b->isObject() ? ", " + plural(b->asObject()->size(), "entry") : ""));
                    else if (!b)
                        say("", "table " + key + " removed");
                    else
                        values("Table " + key, "", a, b);
                });
        if (m_sentences.size() + m_dropped == said)
            change("", "tables", before, after);
    }

    void set(const std::string &where, const std::string &what, const Value *before, const Value *after)
    {
        const auto texts = [](const Value *value) {
            std::vector<std::string> out;
            if (const Array *list = value ? value->asArray() : nullptr)
                for (const Value &item : *list)
                    out.push_back(item.toText());
            return out;
        };
        const auto a = texts(before);
        const auto b = texts(after);
        const std::size_t said = m_sentences.size() + m_dropped;
        for (const std::string &text : b)
            if (std::find(a.begin(), a.end(), text) == a.end())
                say(where, what + text + " added");
        for (const std::string &text : a)
            if (std::find(b.begin(), b.end(), text) == b.end())
                say(where, what + text + " removed");
        if (m_sentences.size() + m_dropped == said)
            change(where, what + "list", before, after);
    }

    void endpoints(const Value *before, const Value *after)
    {
        static const Value kNone{Object{}};
        const std::size_t said = m_sentences.size() + m_dropped;
        members(before ? *before : kNone, after ? *after : kNone,
                [&](const std::string &key, const Value *a, const Value *b) {
                    const std::string where = capital(key) + " endpoint";
                    if (!a)
                        say("", where + " added, " + textOf(*b, "base_url"));
                    else if (!b)
                        say("", where + " removed");
                    else
                        members(*a, *b, [&](const std::string &part, const Value *x, const Value *y) {
                            if (part == "base_url" && x && y)
                                say(where, shown(*x) + " \u2192 " + shown(*y));
                            else if (part == "variables")
                                values(where, "variable ", x, y);
                            else
                                generic(where, spaced(part), x, y);
                        });
                });
        if (m_sentences.size() + m_dropped == said)
            change("", "endpoints", before, after);
    }

    void steps(const Value *before, const Value *after)
    {
        static const Value kNone{Object{}};
        const Value &a = before ? *before : kNone;
        const Value &b = after ? *after : kNone;
        const std::size_t said = m_sentences.size() + m_dropped;
        members(a, b, [&](const std::string &key, const Value *x, const Value *y) {
            step(describeStep(key), x, y);
        });
        if (m_sentences.size() + m_dropped == said)
            change("", "steps", before, after);
    }

    void step(const std::string &where, const Value *before, const Value *after)
    {
        if (before && after) {
            step(where, *before, *after);
            return;
        }
        const Value *body = (before ? before : after)->find("body");
        const Value *rows = body ? body->find("rows") : nullptr;
        const std::size_t count = rows && rows->isArray() ? rows->asArray()->size() : 0;
        say("", where + (before ? " removed" : " added") + (count > 0 ? ", " + plural(count, "row") : ""));
    }

    /// Look-ups that follow the first one, by their names.
    void furtherLookups(const Value *before, const Value *after)
    {
        const auto byName = [](const Value *list) {
            Object out;
            for (const Value &one : list && list->isArray() ? *list->asArray() : Array())
                out.set(textOf(one, "name"), one);
            return Value(std::move(out));
        };
        const Value a = byName(before);
        const Value b = byName(after);
        const std::size_t said = m_sentences.size() + m_dropped;
        members(a, b, [&](const std::string &key, const Value *x, const Value *y) {
            step(describeStep("lookup:" + key), x, y);
        });
        if (m_sentences.size() + m_dropped == said)
            say("", "the look-ups follow each other in another order");
    }

    void step(const std::string &where, const Value &before, const Value &after)
    {
        const std::size_t said = m_sentences.size() + m_dropped;
        members(before, after, [&](const std::string &key, const Value *a, const Value *b) {
            if (key == "time_limit_ms" || key == "wait_ms") {
                const std::string what = key == "wait_ms" ? "wait before it" : "time limit";
                const auto ms = [](const Value &value) {
                    return grouped(value.toText()) + " ms";
                };
                if (!a)
                    say(where, what + ' ' + ms(*b));
                else if (!b)
                    say(where, "no " + what + " any more, was " + ms(*a));
                else
                    say(where, what + ' ' + ms(*a) + " \u2192 " + ms(*b));
            } else if (key == "when") {
                when(where, "the step", a, b);
            } else if (key == "then") {
                furtherLookups(a, b);
            } else if (key == "note") {
                say(where, "the step's note changed");
            } else if (key == "values") {
                named(where, a, b);
            } else if (key == "query" || key == "headers") {
                rows(where, key == "query" ? "query " : "header ", a, b);
            } else if (key == "body" && a && b && a->isObject() && b->isObject()) {
                members(*a, *b, [&](const std::string &part, const Value *x, const Value *y) {
                    if (part == "rows")
                        rows(where, "", x, y);
                    else if (part == "prolog")
                        say(where, y ? "before the root now stands " + prologWords(*y)
                                     : std::string("nothing stands before the root any more"));
                    else
                        generic(where, "body " + spaced(part), x, y);
                });
            } else if (key == "response" && a && b && a->isObject() && b->isObject()) {
                response(where, *a, *b);
            } else {
                generic(where, spaced(key), a, b);
            }
        });
        if (m_sentences.size() + m_dropped == said)
            change(where, "the step", &before, &after);
    }

    static std::string prologWords(const Value &prolog)
    {
        std::string out;
        for (const Value &one : prolog.isArray() ? *prolog.asArray() : Array())
            if (!one.find("space"))
                out += (out.empty() ? "" : ", ") +
                       (one.find("instruction")
                            ? "the instruction " + textOf(one, "instruction") +
                                  (one.find("text") ? ' ' + textOf(one, "text") : std::string())
                        : one.find("doctype") ? "the document type " + textOf(one, "doctype")
                                              : "the comment " + quoted(textOf(one, "comment")));
        return out.empty() ? "white space" : shortened(out, 200);
    }

    void when(const std::string &where, const std::string &what, const Value *, const Value *after)
    {
        say(where,
            what + (after ? " is now sent only when " + describeCondition(*after) : " is now always sent"));
    }

    /// Things of a list by a name of theirs, and by number where several have the same.
    struct Named {
        std::string name;
        const Value *value;
    };
    static std::vector<Named> named(const Value *list, const char *key)
    {
        std::vector<Named> out;
        std::map<std::string, int> count;
        if (const Array *items = list ? list->asArray() : nullptr)
            for (const Value &item : *items) {
                std::string name = textOf(item, key);
                const int n = ++count[name];
                if (n > 1)
                    name += " (" + std::to_string(n) + ')';
                out.push_back({std::move(name), &item});
            }
        return out;
    }
    static const Value *in(const std::vector<Named> &list, const std::string &name)
    {
        for (const Named &one : list)
            if (one.name == name)
                return one.value;
        return nullptr;
    }
    /// True if those that both lists have stand in the same order.
    static bool sameOrder(const std::vector<Named> &a, const std::vector<Named> &b)
    {
        std::vector<std::string> x;
        std::vector<std::string> y;
        for (const Named &one : a)
            if (in(b, one.name))
                x.push_back(one.name);
        for (const Named &one : b)
            if (in(a, one.name))
                y.push_back(one.name);
        return x == y;
    }

    void rows(const std::string &where, const std::string &kind, const Value *before, const Value *after)
    {
        const auto a = named(before, "target");
        const auto b = named(after, "target");
        const std::size_t said = m_sentences.size() + m_dropped;
        const auto withoutTarget = [](const Value &row) {
            Value copy = row;
            if (Object *object = copy.asObject())
                object->remove("target");
            return copy;
        };
        std::set<const Value *> renamed;
        for (const Named &row : b) {
            if (const Value *old = in(a, row.name)) {
                if (!same(*old, *row.value))
                    this->row(where, kind + row.name, *old, *row.value);
                continue;
            }
            const auto was = std::find_if(a.begin(), a.end(), [&](const Named &one) {
                return !in(b, one.name) && !renamed.contains(one.value) &&
                       same(withoutTarget(*one.value), withoutTarget(*row.value));
            });
            if (was != a.end()) {
                renamed.insert(was->value);
                say(where, "target " + kind + was->name + " renamed to " + row.name);
            } else {
                say(where, kind + row.name + " added, takes " + chainWords(*row.value));
            }
        }
        for (const Named &row : a)
            if (!in(b, row.name) && !renamed.contains(row.value))
                say(where, "target " + kind + row.name + " removed");
        if (!sameOrder(a, b))
            say(where, "the " + (kind.empty() ? std::string() : kind) + "rows are in another order");
        if (m_sentences.size() + m_dropped == said)
            change(where, kind + "rows", before, after);
    }

    void row(const std::string &where, const std::string &name, const Value &before, const Value &after)
    {
        bool chain = false;
        const std::size_t said = m_sentences.size() + m_dropped;
        members(before, after, [&](const std::string &key, const Value *a, const Value *b) {
            const Value *was = key == "source" && a ? a->find("body") : nullptr;
            const Value *is = was && b ? b->find("body") : nullptr;
            if (was && is && was->find("rows") && is->find("rows")) {
                members(*was, *is, [&](const std::string &part, const Value *x, const Value *y) {
                    if (part == "rows")
                        rows(where, name + " \u203A ", x, y);
                    else
                        generic(where, name + ", body " + spaced(part), x, y);
                });
            } else if (key == "source" || key == "transforms") {
                if (!chain)
                    say(where, name + " now takes " + chainWords(after));
                chain = true;
            } else if (key == "when") {
                when(where, name, a, b);
            } else if (key == "on_empty") {
                const auto words = [](const Value *value) {
                    const std::string text = value ? value->toText() : "omit";
                    return std::string(text == "omit"     ? "left out"
                                       : text == "empty"  ? "sent empty"
                                       : text == "refuse" ? "the lead is refused"
                                                          : "sent as " + text);
                };
                say(where, name + ", when empty: " + words(a) + " \u2192 " + words(b));
            } else if (key == "note") {
                say(where, "the note on " + name + " changed");
            } else {
                generic(where, name + ", " + spaced(key), a, b);
            }
        });
        if (m_sentences.size() + m_dropped == said)
            change(where, name, &before, &after);
    }

    void response(const std::string &where, const Value &before, const Value &after)
    {
        const std::size_t said = m_sentences.size() + m_dropped;
        members(before, after, [&](const std::string &key, const Value *a, const Value *b) {
            if (key == "rules")
                rules(where, a, b);
            else if (key == "extract")
                extract(where, "", a, b);
            else if (key == "note")
                say(where, "the note on the answer changed");
            else if (key == "reasons")
                reasons(where, a, b);
            else
                generic(where, "answer, " + spaced(key), a, b);
        });
        if (m_sentences.size() + m_dropped == said)
            change(where, "answer", &before, &after);
    }

    static std::string ruleWords(const Value &rule)
    {
        const Value *when = rule.find("when");
        return (when ? describeCondition(*when) : std::string("anything")) + " is " + textOf(rule, "outcome");
    }

    void rules(const std::string &where, const Value *before, const Value *after)
    {
        const auto a = named(before, "id");
        const auto b = named(after, "id");
        const std::size_t said = m_sentences.size() + m_dropped;
        for (const Named &rule : b) {
            const Value *old = in(a, rule.name);
            const std::string what = "rule " + rule.name;
            if (!old) {
                say(where, what + " added, " + ruleWords(*rule.value));
                continue;
            }
            if (same(*old, *rule.value))
                continue;
            const std::size_t saidBefore = m_sentences.size() + m_dropped;
            members(*old, *rule.value, [&](const std::string &key, const Value *x, const Value *y) {
                if (key == "when")
                    say(where, what + (y ? " now holds when " + describeCondition(*y) : " now always holds"));
                else if (key == "note")
                    say(where, "the note on " + what + " changed");
                else if (key == "extract")
                    extract(where, what + ", ", x, y);
                else
                    generic(where, what + ", " + spaced(key), x, y);
            });
            if (m_sentences.size() + m_dropped == saidBefore)
                change(where, what, old, rule.value);
        }
        for (const Named &rule : a)
            if (!in(b, rule.name))
                say(where, "rule " + rule.name + " removed");
        if (!sameOrder(a, b))
            say(where, "the rules are in another order");
        if (m_sentences.size() + m_dropped == said)
            change(where, "rules", before, after);
    }

    static std::string readerWords(const Value &reader)
    {
        if (reader.isArray())
            return ofMany(reader, ", else ", chainWords);
        if (const Value *ways = reader.find("first_of"))
            return ofMany(*ways, ", else ", chainWords);
        return chainWords(reader);
    }

    void extract(const std::string &where, const std::string &prefix, const Value *before, const Value *after)
    {
        static const Value kNone{Object{}};
        const std::size_t said = m_sentences.size() + m_dropped;
        const auto read = [&](const std::string &what, const Value *a, const Value *b) {
            if (b && b->isNumber()) { // said by the document, read from nothing
                change(where, prefix + what, a && a->isNumber() ? a : nullptr, b);
                return;
            }
            const auto paths = [](const Value *value) {
                return value ? readerWords(*value) : std::string();
            };
            if (!b)
                say(where, prefix + what + " is no longer read");
            else if (paths(a) != paths(b))
                say(where, prefix + what + " is now read from " + readerWords(*b));
            else
                generic(where, prefix + what, a, b);
        };
        members(before ? *before : kNone, after ? *after : kNone,
                [&](const std::string &key, const Value *a, const Value *b) {
                    if (key == "carried") {
                        members(a ? *a : kNone, b ? *b : kNone, read);
                        if ((!a || *a == kNone) && (!b || *b == kNone))
                            change(where, prefix + "carried", a, b);
                    } else if (key == "bids") {
                        generic(where, prefix + "bids", a, b);
                    } else {
                        read(spaced(key), a, b);
                    }
                });
        if (m_sentences.size() + m_dropped == said)
            change(where, prefix + "extract", before, after);
    }

    void reasons(const std::string &where, const Value *before, const Value *after)
    {
        const auto words = [](const Value &entry) {
            return describeOperator(textOf(entry, "op")) + ' ' +
                   (entry.find("value") ? shown(*entry.find("value")) : std::string());
        };
        const auto list = [](const Value *value) {
            return value && value->isArray() ? *value->asArray() : Array();
        };
        const Array a = list(before);
        const Array b = list(after);
        const std::size_t said = m_sentences.size() + m_dropped;
        for (const Value &entry : b)
            if (std::none_of(a.begin(), a.end(), [&](const Value &one) { return same(one, entry); }))
                say(where, "a reason that " + words(entry) + " now means " + textOf(entry, "code"));
        for (const Value &entry : a)
            if (std::none_of(b.begin(), b.end(), [&](const Value &one) {
                    return same(one, entry) || words(one) == words(entry);
                }))
                say(where, "a reason that " + words(entry) + " is no longer mapped");
        if (m_sentences.size() + m_dropped == said)
            say(where, "the reasons are in another order");
    }

    void samples(const Value *before, const Value *after)
    {
        const auto a = named(before, "id");
        const auto b = named(after, "id");
        const auto label = [](const Named &one) {
            const std::string text = textOf(*one.value, "label");
            return "sample " + quoted(text.empty() ? one.name : text);
        };
        const std::size_t said = m_sentences.size() + m_dropped;
        for (const Named &one : b) {
            const Value *old = in(a, one.name);
            if (!old)
                say("", label(one) + " added");
            else if (!same(*old, *one.value))
                say("", label(one) + " changed");
        }
        for (const Named &one : a)
            if (!in(b, one.name))
                say("", label(one) + " removed");
        if (!sameOrder(a, b))
            say("", "the samples are in another order");
        if (m_sentences.size() + m_dropped == said)
            change("", "samples", before, after);
    }

    void specification(const Value *before, const Value *after)
    {
        if (!before || !after) {
            say("", std::string("the buyer's specification was ") + (before ? "removed" : "added"));
            return;
        }
        const std::size_t said = m_sentences.size() + m_dropped;
        members(*before, *after, [&](const std::string &key, const Value *a, const Value *b) {
            if (key != "fields") {
                say("", "the specification's " + spaced(key) + " changed");
                return;
            }
            const auto x = named(a, "target");
            const auto y = named(b, "target");
            for (const Named &one : y) {
                const Value *old = in(x, one.name);
                const std::string what = "field " + one.name;
                if (!old)
                    say("Specification", what + " added");
                else if (!same(*old, *one.value))
                    generic("Specification", what, old, one.value);
            }
            for (const Named &one : x)
                if (!in(y, one.name))
                    say("Specification", "field " + one.name + " removed");
        });
        if (m_sentences.size() + m_dropped == said)
            say("", "the buyer's specification changed");
    }

    std::vector<std::string> m_sentences;
    std::size_t m_dropped = 0;
};

} // namespace

std::vector<std::string> diffSentences(const Value &before, const Value &after)
{
    Differ differ;
    differ.document(before, after);
    return differ.take();
}

} // namespace bourse::domain
