#include "domain/json/value.h"

namespace bourse::domain {

Object::Object(std::initializer_list<Member> members) : m_members(members) {}

const Value *Object::find(std::string_view key) const
{
    for (const Member &member : m_members)
        if (member.first.size() == key.size() && member.first == key)
            return &member.second;
    return nullptr;
}

Value *Object::find(std::string_view key)
{
    return const_cast<Value *>(std::as_const(*this).find(key));
}

void Object::set(std::string key, Value value)
{
    if (Value *existing = find(key))
        *existing = std::move(value);
    else
        append(std::move(key), std::move(value));
}

void Object::append(std::string key, Value value)
{
    m_members.emplace_back(std::move(key), std::move(value));
}

bool Object::remove(std::string_view key)
{
    for (auto it = m_members.begin(); it != m_members.end(); ++it) {
        if (it->first == key) {
            m_members.erase(it);
            return true;
        }
    }
    return false;
}

void Object::reserve(std::size_t members)
{
    m_members.reserve(members);
}

bool Object::operator==(const Object &other) const
{
    return m_members == other.m_members;
}

std::string Value::toText() const
{
    switch (kind()) {
    case Kind::String:
        return *asString();
    case Kind::Number:
        return asNumber()->text;
    case Kind::Bool:
        return *asBool() ? "true" : "false";
    case Kind::Null:
    case Kind::Array:
    case Kind::Object:
        break;
    }
    return {};
}

const Value *Value::find(std::string_view key) const
{
    const Object *object = asObject();
    return object ? object->find(key) : nullptr;
}

} // namespace bourse::domain
