// Lists: make them, choose from them, change each of their items.
#include "domain/integration/transforms.h"
#include "domain/json/json.h"
#include <algorithm>

namespace bourse::domain {
namespace {

/// The cell's list; a single value is a list of one, nothing is an empty list.
Array itemsOf(const Cell &cell)
{
    if (const Value *structure = cell.structure())
        return structure->isArray() ? *structure->asArray() : Array{*structure};
    if (cell.isEmpty())
        return {};
    return {valueOf(cell)};
}

std::optional<std::size_t> place(std::int64_t index, std::size_t count)
{
    const std::int64_t at = index < 0 ? static_cast<std::int64_t>(count) + index : index;
    if (at < 0 || at >= static_cast<std::int64_t>(count))
        return std::nullopt;
    return static_cast<std::size_t>(at);
}

/// A transform over a whole list.
template <class Function> class ListTransform final : public Transform {
  public:
    ListTransform(Function function, bool empty) : m_function(std::move(function)), m_empty(empty) {}
    bool handlesEmpty() const override { return m_empty; }
    bool apply(Cell &cell, RenderContext *context, Error &problem) const override
    {
        return m_function(cell, context, problem);
    }

  private:
    Function m_function;
    bool m_empty;
};

template <class Function>
std::unique_ptr<Transform> listTransform(Function function, bool handlesEmpty = false)
{
    return std::make_unique<ListTransform<Function>>(std::move(function), handlesEmpty);
}

std::vector<std::string> splitParts(std::string_view text, const std::string &separator)
{
    std::vector<std::string> parts;
    for (std::size_t at = 0; !separator.empty();) {
        const std::size_t hit = text.find(separator, at);
        parts.emplace_back(text.substr(at, hit == std::string_view::npos ? hit : hit - at));
        if (hit == std::string_view::npos)
            break;
        at = hit + separator.size();
    }
    return parts;
}

std::string trimmedPart(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || (text.front() >= '\t' && text.front() <= '\r')))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || (text.back() >= '\t' && text.back() <= '\r')))
        text.remove_suffix(1);
    return std::string(text);
}

std::unique_ptr<Transform> makeSplitList(TransformSite &site)
{
    const std::string separator = site.reader.requireText("separator");
    const bool trim = site.reader.boolean("trim", true);
    const bool empty = site.reader.boolean("keep_empty", false);
    return textTransform([=](Cell &cell, Error &) {
        Array list;
        for (const std::string &part : splitParts(cell.text(), separator)) {
            std::string item = trim ? trimmedPart(part) : part;
            if (empty || !item.empty())
                list.push_back(std::move(item));
        }
        cell.setOwnedValue(std::move(list));
        return true;
    });
}

/// A chain applied to each item; items that become nothing are left out.
std::unique_ptr<Transform> makeEach(TransformSite &site)
{
    auto chain = std::make_shared<const Transforms>(
        compileTransforms(site.reader.require("transforms"), site.reader.pathOf("transforms"),
                          site.reader.problems(), site.compile, site.document));
    return listTransform([chain](Cell &cell, RenderContext *context, Error &problem) {
        const Array items = itemsOf(cell);
        Array out;
        for (const Value &item : items) {
            Cell one;
            one.setValue(item);
            if (!applyAll(*chain, one, context, problem))
                return false;
            if (!one.isEmpty())
                out.push_back(valueOf(one));
        }
        cell.setOwnedValue(std::move(out));
        return true;
    });
}

std::unique_ptr<Transform> makeFilter(TransformSite &site)
{
    ObjectReader &reader = site.reader;
    const std::string member = reader.text("member");
    std::vector<PathStep> path;
    if (!member.empty()) {
        if (auto steps = parseTargetPath(member))
            path = std::move(*steps);
        else
            reader.problems().take(steps.errors(), reader.pathOf("member"));
    }
    const Test test = Test::compile(reader);
    return listTransform([path, test](Cell &cell, RenderContext *, Error &) {
        const Array items = itemsOf(cell);
        Array out;
        for (const Value &item : items) {
            const Value *value = valueAt(&item, path);
            const bool present = value && !value->isNull();
            if (test.holds(present, present ? value->toText() : std::string()))
                out.push_back(item);
        }
        cell.setOwnedValue(std::move(out));
        return true;
    });
}

/// The same member of each item, or of one group.
std::unique_ptr<Transform> makeMember(TransformSite &site)
{
    ObjectReader &reader = site.reader;
    const std::string name = reader.requireText("name");
    std::vector<PathStep> path;
    if (!name.empty()) {
        if (auto steps = parseTargetPath(name))
            path = std::move(*steps);
        else
            reader.problems().take(steps.errors(), reader.pathOf("name"));
    }
    return listTransform([path](Cell &cell, RenderContext *, Error &problem) {
        if (!cell.structure()) {
            problem = Error{"wrong_type", {}, "a group or a list of groups", "Only a group has members."};
            return false;
        }
        if (!cell.structure()->isArray() || path.front().isIndex) {
            const Value *found = valueAt(cell.structure(), path);
            if (found)
                cell.setOwnedValue(Value(*found));
            else
                cell.clear();
            return true;
        }
        Array out;
        for (const Value &item : *cell.structure()->asArray())
            if (const Value *found = valueAt(&item, path); found && !found->isNull())
                out.push_back(*found);
        cell.setOwnedValue(std::move(out));
        return true;
    });
}

std::unique_ptr<Transform> makeItem(std::int64_t index)
{
    return listTransform([index](Cell &cell, RenderContext *, Error &) {
        const Array items = itemsOf(cell);
        if (const auto at = place(index, items.size()))
            cell.setOwnedValue(items[*at]);
        else
            cell.clear();
        return true;
    });
}

} // namespace

Value valueOf(const Cell &cell)
{
    switch (cell.kind()) {
    case Cell::Kind::Missing:
    case Cell::Kind::Null:
        return {};
    case Cell::Kind::Text:
        return cell.text();
    case Cell::Kind::Number:
        return Number{std::string(cell.text())};
    case Cell::Kind::Boolean:
        return cell.text() == "true";
    case Cell::Kind::Structure:
        return *cell.structure();
    }
    return {};
}

std::unique_ptr<Transform> makeListTransform(std::string_view word, TransformSite &site)
{
    ObjectReader &reader = site.reader;
    if (word == "split_list")
        return makeSplitList(site);
    if (word == "each")
        return makeEach(site);
    if (word == "filter")
        return makeFilter(site);
    if (word == "member")
        return makeMember(site);
    if (word == "item")
        return makeItem(reader.integer("index", 0, -1'000, 1'000));
    if (word == "first")
        return makeItem(0);
    if (word == "last")
        return makeItem(-1);
    if (word == "count")
        return listTransform(
            [](Cell &cell, RenderContext *, Error &) {
                cell.setOwned(Cell::Kind::Number, std::to_string(itemsOf(cell).size()));
                return true;
            },
            true);
    if (word == "to_list")
        return listTransform([](Cell &cell, RenderContext *, Error &) {
            if (!cell.isEmpty())
                cell.setOwnedValue(itemsOf(cell));
            return true;
        });
    if (word == "take") {
        const auto most = static_cast<std::size_t>(reader.integer("count", 1, 0, 1'000));
        return listTransform([most](Cell &cell, RenderContext *, Error &) {
            Array items = itemsOf(cell);
            if (items.size() > most)
                items.resize(most);
            cell.setOwnedValue(std::move(items));
            return true;
        });
    }
    if (word == "unique")
        return listTransform([](Cell &cell, RenderContext *, Error &) {
            Array out;
            std::set<std::string> seen;
            for (Value &item : itemsOf(cell))
                if (seen.insert(writeJson(item)).second)
                    out.push_back(std::move(item));
            cell.setOwnedValue(std::move(out));
            return true;
        });
    if (word == "sort")
        return listTransform([descending = reader.choice("order", {"ascending", "descending"}) ==
                                           "descending"](Cell &cell, RenderContext *, Error &) {
            Array items = itemsOf(cell);
            // Numbers by their value, before all texts.
            const auto before = [](const Value &a, const Value &b) {
                const auto x = readMicros(a.toText());
                const auto y = readMicros(b.toText());
                if (x.has_value() != y.has_value())
                    return x.has_value();
                return x ? *x < *y : a.toText() < b.toText();
            };
            std::stable_sort(items.begin(), items.end(), before);
            if (descending)
                std::reverse(items.begin(), items.end());
            cell.setOwnedValue(std::move(items));
            return true;
        });
    return nullptr;
}

} // namespace bourse::domain
