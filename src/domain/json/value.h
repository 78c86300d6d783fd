#pragma once
// A document value: what JSON, forms and XML become inside the program. Numbers keep their source text, so
// that money and long ids are exact; objects keep their order.
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace bourse::domain {

class Value;
using Array = std::vector<Value>;
using Member = std::pair<std::string, Value>;

/// An object in source order. Look-up is linear: documents here have tens of keys.
class Object {
  public:
    Object() = default;
    Object(std::initializer_list<Member> members);
    const Value *find(std::string_view key) const;
    Value *find(std::string_view key);
    /// Replaces or appends.
    void set(std::string key, Value value);
    /// Appends without looking for the key; for callers that know it is new.
    void append(std::string key, Value value);
    bool remove(std::string_view key);
    /// Room for that many members without another allocation.
    void reserve(std::size_t members);
    bool contains(std::string_view key) const { return find(key) != nullptr; }
    std::size_t size() const { return m_members.size(); }
    bool empty() const { return m_members.empty(); }
    auto begin() const { return m_members.begin(); }
    auto end() const { return m_members.end(); }
    auto begin() { return m_members.begin(); }
    auto end() { return m_members.end(); }
    bool operator==(const Object &other) const;

  private:
    std::vector<Member> m_members;
};

/// A number as it was written ("175.00", "1e3").
struct Number {
    std::string text;
    bool operator==(const Number &) const = default;
};

class Value {
  public:
    enum class Kind { Null, Bool, Number, String, Array, Object };
    Value() = default;
    Value(std::nullptr_t) {}
    Value(bool b) : m_data(b) {}
    Value(Number n) : m_data(std::move(n)) {}
    Value(std::int64_t n) : m_data(Number{std::to_string(n)}) {}
    Value(int n) : m_data(Number{std::to_string(n)}) {}
    Value(std::string s) : m_data(std::move(s)) {}
    Value(std::string_view s) : m_data(std::string(s)) {}
    Value(const char *s) : m_data(std::string(s)) {}
    Value(Array a) : m_data(std::move(a)) {}
    Value(Object o) : m_data(std::move(o)) {}

    Kind kind() const { return static_cast<Kind>(m_data.index()); }
    bool isNull() const { return kind() == Kind::Null; }
    bool isString() const { return kind() == Kind::String; }
    bool isNumber() const { return kind() == Kind::Number; }
    bool isBool() const { return kind() == Kind::Bool; }
    bool isArray() const { return kind() == Kind::Array; }
    bool isObject() const { return kind() == Kind::Object; }

    const bool *asBool() const { return std::get_if<bool>(&m_data); }
    const std::string *asString() const { return std::get_if<std::string>(&m_data); }
    const Number *asNumber() const { return std::get_if<Number>(&m_data); }
    const Array *asArray() const { return std::get_if<Array>(&m_data); }
    Array *asArray() { return std::get_if<Array>(&m_data); }
    const Object *asObject() const { return std::get_if<Object>(&m_data); }
    Object *asObject() { return std::get_if<Object>(&m_data); }

    /// Scalar as text: strings as they are, numbers as written, booleans "true"/"false", null and containers
    /// "".
    std::string toText() const;
    /// Member of an object, else nullptr.
    const Value *find(std::string_view key) const;
    bool operator==(const Value &) const = default;

  private:
    std::variant<std::monostate, bool, Number, std::string, Array, Object> m_data;
};

} // namespace bourse::domain
