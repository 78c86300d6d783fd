#include "domain/integration/leadfields.h"
#include "domain/integration/documentwalk.h"
#include <algorithm>

namespace bourse::domain {

namespace {

constexpr int deepest = 64; // deeper than any document that compiles

class Reader {
  public:
    void read(const Value &value, const std::string &items, int depth)
    {
        if (depth > deepest)
            return;
        if (const std::string *text = value.asString()) {
            if (text->find("{{") != std::string::npos)
                for (const std::string &field : referencesInText(*text).fields)
                    add(field);
        } else if (const Array *array = value.asArray()) {
            for (const Value &one : *array)
                read(one, items, depth + 1);
        } else if (const Object *object = value.asObject()) {
            if (const std::string *field = textOf(*object, "field"))
                add(*field);
            const std::string *item = textOf(*object, "item");
            if (item && !items.empty())
                add(items + '.' + *item);
            const Value *each = object->find("each");
            const std::string within = each ? listOf(*each, items) : items;
            if (each)
                add(within);
            for (const auto &[key, member] : *object)
                read(member, key == "each" ? items : within, depth + 1);
        }
    }

    std::vector<std::string> take() { return std::move(m_fields); }

  private:
    static const std::string *textOf(const Object &object, std::string_view key)
    {
        const Value *value = object.find(key);
        return value ? value->asString() : nullptr;
    }

    /// What "each" repeats over: a field, or a list within the item of the rows around it.
    static std::string listOf(const Value &each, const std::string &items)
    {
        if (const std::string *path = each.asString())
            return withoutIndices(*path);
        const Object *object = each.asObject();
        if (const std::string *field = object ? textOf(*object, "field") : nullptr)
            return withoutIndices(*field);
        const std::string *item = object ? textOf(*object, "item") : nullptr;
        return item ? items + '.' + withoutIndices(*item) : items;
    }

    void add(std::string_view path)
    {
        std::string plain = withoutIndices(path);
        if (!plain.empty() && std::find(m_fields.begin(), m_fields.end(), plain) == m_fields.end())
            m_fields.push_back(std::move(plain));
    }

    std::vector<std::string> m_fields;
};

} // namespace

std::string withoutIndices(std::string_view path)
{
    std::string plain;
    bool inside = false;
    for (char c : path) {
        inside = inside || c == '[';
        if (!inside)
            plain += c;
        if (c == ']')
            inside = false;
    }
    return plain;
}

std::vector<std::string> leadFieldsIn(const Value &document)
{
    Reader reader;
    reader.read(document, {}, 0);
    return reader.take();
}

} // namespace bourse::domain
