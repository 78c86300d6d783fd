#pragma once
// Reading a document strictly: every problem at once, each with the path of its place, unknown keys refused.
#include "base/result.h"
#include "domain/json/value.h"
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bourse::domain {

/// Gathers what is wrong with a document.
class Problems {
  public:
    void add(std::string code, std::string field, std::string rule, std::string message);
    /// Takes over errors of a part that was read elsewhere; an empty field becomes `field`.
    void take(const Errors &errors, const std::string &field);
    bool empty() const { return m_errors.empty(); }
    std::size_t size() const { return m_errors.size(); }
    const Errors &errors() const { return m_errors; }

  private:
    Errors m_errors;
};

/// One object of a document. Ask for every key that it may have, then call finish().
class ObjectReader {
  public:
    /// Reports "wrong_type" if the value is no object; the reader is then empty and silent.
    ObjectReader(const Value &value, std::string path, Problems &problems);

    bool isObject() const { return m_object != nullptr; }
    const std::string &path() const { return m_path; }
    std::string pathOf(std::string_view key) const;
    Problems &problems() const { return m_problems; }

    /// The member, or nullptr; from now on the key is known.
    const Value *get(std::string_view key);
    /// As get(); a missing member is reported as "required".
    const Value *require(std::string_view key);
    std::string text(std::string_view key, std::string fallback = {});
    std::string requireText(std::string_view key);
    bool boolean(std::string_view key, bool fallback);
    std::int64_t integer(std::string_view key, std::int64_t fallback, std::int64_t least, std::int64_t most);
    /// One of the words; the first is the default. Code "not_a_choice".
    std::string choice(std::string_view key, std::initializer_list<std::string_view> words);
    const Array *array(std::string_view key);
    const Object *object(std::string_view key);
    /// Reports "unknown_key" for each member that nobody asked for.
    void finish();

  private:
    void wrongType(std::string_view key, std::string_view wanted);

    const Object *m_object;
    std::string m_path;
    Problems &m_problems;
    std::vector<std::string_view> m_known;
};

} // namespace bourse::domain
