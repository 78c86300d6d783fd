#include "domain/integration/documentwalk.h"
#include <algorithm>
#include <charconv>

namespace bourse::domain {
namespace {

constexpr std::size_t kMaxRows = 10'000;
constexpr int kMaxDepth = 64;
constexpr std::size_t kMostPlaces = 100;

void addOnce(std::vector<std::string> &list, std::string text)
{
    if (!text.empty() && std::find(list.begin(), list.end(), text) == list.end())
        list.push_back(std::move(text));
}

/// "drivers[0].name" → "drivers.name"
std::string withoutIndexes(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '[') {
            const std::size_t close = text.find(']', i);
            if (close == std::string_view::npos)
                break;
            if (text[i + 1] == '\'')
                out += '.' + std::string(text.substr(i + 2, close > i + 2 ? close - i - 3 : 0));
            i = close;
        } else {
            out += text[i];
        }
    }
    return out;
}

/// The lists that groups around a place go over, outermost first.
using Scopes = std::vector<std::string>;

std::string itemField(const Scopes &scopes, std::string_view path, std::size_t up)
{
    if (up >= scopes.size())
        return {};
    const std::string &list = scopes[scopes.size() - 1 - up];
    if (list.empty())
        return {};
    const std::string rest = withoutIndexes(path);
    return rest.empty() || rest == "." ? list : list + '.' + rest;
}

void readText(std::string_view text, const Scopes &scopes, References &out)
{
    for (std::size_t open = text.find("{{"); open != std::string_view::npos;
         open = text.find("{{", open + 2)) {
        if (open > 0 && text[open - 1] == '\\')
            continue;
        const std::size_t close = text.find("}}", open);
        if (close == std::string_view::npos)
            return;
        std::string_view place = text.substr(open + 2, close - open - 2);
        place = place.substr(0, place.find('|'));
        while (!place.empty() && place.front() == ' ')
            place.remove_prefix(1);
        while (!place.empty() && place.back() == ' ')
            place.remove_suffix(1);
        const std::size_t dot = place.find('.');
        const std::string_view kind = place.substr(0, dot);
        const std::string_view name = dot == std::string_view::npos ? "" : place.substr(dot + 1);
        if (kind == "lead")
            addOnce(out.fields, withoutIndexes(name));
        else if (kind == "carried")
            addOnce(out.carried, std::string(name));
        else if (kind == "variable")
            addOnce(out.variables, std::string(name));
        else if (kind == "secret")
            addOnce(out.secrets, std::string(name));
        else if (kind == "value" && !name.empty())
            addOnce(out.values, std::string(name));
        else if (kind == "item")
            addOnce(out.fields, itemField(scopes, name, 0));
    }
}

bool isRowList(const Value &value)
{
    const Array *list = value.asArray();
    return list && !list->empty() &&
           std::all_of(list->begin(), list->end(), [](const Value &item) { return item.find("target"); });
}

void read(const Value &value, const Scopes &scopes, References &out, int depth)
{
    if (depth > kMaxDepth)
        return;
    if (const Array *list = value.asArray()) {
        for (const Value &item : *list)
            read(item, scopes, out, depth + 1);
        return;
    }
    const Object *object = value.asObject();
    if (!object)
        return;
    for (const auto &[key, member] : *object) {
        const std::string *text = member.asString();
        if (key == "when" || key == "where" || key == "if" || key == "note" || key == "constant" ||
            isRowList(member))
            continue;
        if (!text)
            read(member, scopes, out, depth + 1);
        else if (key == "field")
            addOnce(out.fields, withoutIndexes(*text));
        else if (key == "carried")
            addOnce(out.carried, *text);
        else if (key == "variable")
            addOnce(out.variables, *text);
        else if (key == "secret")
            addOnce(out.secrets, *text);
        else if (key == "value" && !object->find("do") && !object->find("op"))
            addOnce(out.values, *text);
        else if (key == "item")
            addOnce(out.fields, itemField(scopes, *text,
                                          object->find("up") && object->find("up")->isNumber()
                                              ? static_cast<std::size_t>(std::clamp(
                                                    std::atoi(object->find("up")->toText().c_str()), 0, 99))
                                              : 0));
        else
            readText(*text, scopes, out);
    }
}

/// Adds what the named values among the references read themselves; the list grows while it is walked.
void readValues(const Value &document, const Value &step, References &out)
{
    for (std::size_t i = 0; i < out.values.size(); ++i) {
        const std::string name = out.values[i];
        for (const Value *holder : {&step, &document})
            if (const Value *values = holder->find("values"))
                if (const Value *value = values->find(name)) {
                    read(*value, {}, out, 0);
                    break;
                }
    }
}

class Walk {
  public:
    Walk(const Value &document, std::vector<DocumentRow> *rows, std::vector<DocumentText> *texts)
        : m_document(document), m_rows(rows), m_texts(texts)
    {
    }

    void step(const Value &step, const std::string &path)
    {
        m_step = &step;
        for (const char *key : {"url", "path"})
            if (const Value *text = step.find(key))
                this->text(*text, path + '.' + key);
        if (const Value *query = step.find("query"))
            rows(*query, path + ".query", DocumentRow::Place::Query, {}, 0);
        if (const Value *body = step.find("body"))
            within(*body, path + ".body", DocumentRow::Place::Body, {}, 0);
        if (const Value *headers = step.find("headers"))
            rows(*headers, path + ".headers", DocumentRow::Place::Header, {}, 0);
    }

  private:
    void text(const Value &value, const std::string &path)
    {
        if (!m_texts || !value.asString())
            return;
        DocumentText text{path, value.asString(), {}};
        readText(*text.text, m_scopes, text.references);
        readValues(m_document, *m_step, text.references);
        m_texts->push_back(std::move(text));
    }

    void rows(const Value &list, const std::string &path, DocumentRow::Place place, const std::string &group,
              int depth)
    {
        const Array *items = list.asArray();
        for (std::size_t i = 0; items && i < items->size(); ++i)
            row((*items)[i], path + '[' + std::to_string(i) + ']', place, group, depth + 1);
    }

    void row(const Value &value, const std::string &path, DocumentRow::Place place, const std::string &group,
             int depth)
    {
        if (depth > kMaxDepth || !value.isObject() || (m_rows && m_rows->size() >= kMaxRows))
            return;
        const Value *target = value.find("target");
        DocumentRow out;
        out.place = place;
        out.path = path;
        out.target = target ? target->toText() : std::string();
        // what a group's own name is only the beginning of
        const bool joins = group.find("{n}") != std::string::npos || group.find("{i}") != std::string::npos ||
                           group.ends_with('.') || group.ends_with('/');
        out.fullTarget = joins && out.target != "."                   ? group + out.target
                         : group.empty() || out.target == "."         ? (group.empty() ? out.target : group)
                         : out.target.empty() || out.target[0] == '[' ? group + out.target
                                                                      : group + '.' + out.target;
        out.row = &value;
        out.isGroup = value.find("rows") != nullptr;
        read(value, m_scopes, out.references, depth);
        readValues(m_document, *m_step, out.references);
        const std::string full = out.fullTarget;
        if (m_rows)
            m_rows->push_back(std::move(out));
        const Value *each = value.find("each");
        const std::size_t outside = m_scopes.size();
        if (each)
            enter(*each, depth);
        for (const auto &[key, member] : *value.asObject())
            if (key == "rows" || isRowList(member))
                rows(member, path + '.' + key, place, full, depth + 1);
            else
                within(member, path + '.' + key, place, {}, depth + 1);
        m_scopes.resize(outside);
    }

    /// The lists that the group goes over; of "drivers[*].incidents[*]" first the one around.
    void enter(const Value &each, int depth)
    {
        References list;
        read(each.isString() ? Value(Object{{"field", each}}) : each, m_scopes, list, depth);
        const std::string whole = list.fields.empty() ? std::string() : list.fields.front();
        std::string text;
        for (const Value *given : {&each, each.find("field"), each.find("item")})
            if (given && given->asString())
                text = *given->asString();
        std::string inner = text;
        for (std::size_t at = inner.find("[*]"); at != std::string::npos; at = inner.find("[*]")) {
            inner.erase(0, at + 3);
            const std::string tail = withoutIndexes(inner);
            if (!tail.empty() && tail != "." && whole.size() > tail.size())
                m_scopes.push_back(whole.substr(0, whole.size() - tail.size() - 1)); // without the dot
        }
        m_scopes.push_back(whole);
    }

    /// Bodies inside something.
    void within(const Value &value, const std::string &path, DocumentRow::Place place,
                const std::string &group, int depth)
    {
        if (depth > kMaxDepth)
            return;
        if (const Array *list = value.asArray()) {
            for (std::size_t i = 0; i < list->size(); ++i)
                within((*list)[i], path + '[' + std::to_string(i) + ']', place, group, depth + 1);
            return;
        }
        const Object *object = value.asObject();
        if (!object)
            return;
        for (const auto &[key, member] : *object) {
            const std::string where = path + '.' + key;
            if (key == "when" || key == "where" || key == "if" || key == "constant")
                continue;
            if (isRowList(member))
                rows(member, where, place, group, depth + 1);
            else if (key == "template" && object->find("format"))
                text(member, where);
            else
                within(member, where, place, group, depth + 1);
        }
    }

    const Value &m_document;
    const Value *m_step = nullptr;
    std::vector<DocumentRow> *m_rows;
    std::vector<DocumentText> *m_texts;
    Scopes m_scopes;
};

const Value *stepOf(const Value &document, StepKind step)
{
    const Value *steps = document.find("steps");
    return steps ? steps->find(name(step)) : nullptr;
}

} // namespace

std::vector<StepPlace> placesOf(const Value &document, StepKind step)
{
    std::vector<StepPlace> out;
    const Value *found = stepOf(document, step);
    if (!found)
        return out;
    out.push_back({step, "steps." + std::string(name(step)), found});
    const Value *then = step == StepKind::Lookup ? found->find("then") : nullptr;
    for (std::size_t i = 0; then && then->isArray() && i < then->asArray()->size() && i < kMostPlaces; ++i) {
        const Value &one = (*then->asArray())[i];
        const Value *its = one.find("name");
        out.push_back({{step, its ? its->toText() : std::string()},
                       out.front().path + ".then[" + std::to_string(i) + ']',
                       &one});
    }
    return out;
}

std::vector<DocumentRow> rowsOf(const Value &document, StepKind step)
{
    std::vector<DocumentRow> out;
    for (const StepPlace &place : placesOf(document, step))
        Walk(document, &out, nullptr).step(*place.value, place.path);
    return out;
}

std::vector<DocumentText> textsOf(const Value &document, StepKind step)
{
    std::vector<DocumentText> out;
    for (const StepPlace &place : placesOf(document, step))
        Walk(document, nullptr, &out).step(*place.value, place.path);
    return out;
}

References referencesIn(const Value &value)
{
    References out;
    read(value, {}, out, 0);
    return out;
}

References referencesInText(std::string_view text)
{
    References out;
    readText(text, {}, out);
    return out;
}

const Value *memberAt(const Value &document, std::string_view path)
{
    const Value *value = &document;
    while (value && !path.empty()) {
        if (path.front() == '[') {
            const std::size_t close = path.find(']');
            if (close == std::string_view::npos)
                return nullptr;
            std::size_t index = 0;
            const auto read = std::from_chars(path.data() + 1, path.data() + close, index);
            const Array *list = value->asArray();
            if (read.ptr != path.data() + close || !list || index >= list->size())
                return nullptr;
            value = &(*list)[index];
            path.remove_prefix(close + 1);
            if (path.starts_with('.'))
                path.remove_prefix(1);
            continue;
        }
        // A key may hold dots itself: the longest that is there.
        const Object *object = value->asObject();
        const Value *next = nullptr;
        std::size_t taken = 0;
        if (object)
            for (const Member &member : *object) {
                const std::string &key = member.first;
                if (!path.starts_with(key) || (next && key.size() < taken))
                    continue;
                const bool ends =
                    path.size() == key.size() || path[key.size()] == '.' || path[key.size()] == '[';
                if (ends) {
                    next = &member.second;
                    taken = key.size();
                }
            }
        value = next;
        path.remove_prefix(taken);
        if (path.starts_with('.'))
            path.remove_prefix(1);
    }
    return value;
}

} // namespace bourse::domain
