#pragma once
// Errors are values at every boundary: a Result holds either a T or one or more Errors.
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace bourse {

/// One thing that is wrong. `code` is stable and made for programs ("required", "not_a_phone"); `field` names
/// the part of the input ("phone", "buyers[2].slug"), empty when it is about the whole; `rule` is the rule
/// that was broken, with its bound ("max_length 75"); `message` is a sentence for people. No secret and no
/// PII in any of them.
struct Error {
    std::string code;
    std::string field;
    std::string rule;
    std::string message;
    bool operator==(const Error &) const = default;
};
using Errors = std::vector<Error>;

/// Either a value or the errors that prevented it; never both, never neither.
template <class T> class [[nodiscard]] Result {
  public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, Errors{std::move(error)}) {}
    Result(Errors errors) : m_state(std::in_place_index<1>, std::move(errors)) {}
    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }
    const T &value() const & { return std::get<0>(m_state); }
    T &value() & { return std::get<0>(m_state); }
    T &&value() && { return std::get<0>(std::move(m_state)); }
    const T &operator*() const & { return value(); }
    T &operator*() & { return value(); }
    const T *operator->() const { return &value(); }
    T *operator->() { return &value(); }
    T valueOr(T other) const { return ok() ? value() : std::move(other); }
    const Errors &errors() const { return std::get<1>(m_state); }
    const Error &error() const { return errors().front(); }

  private:
    std::variant<T, Errors> m_state;
};

template <> class [[nodiscard]] Result<void> {
  public:
    Result() = default;
    Result(Error error) : m_errors(Errors{std::move(error)}) {}
    Result(Errors errors) : m_errors(std::move(errors)) {}
    bool ok() const { return !m_errors; }
    explicit operator bool() const { return ok(); }
    const Errors &errors() const { return *m_errors; }
    const Error &error() const { return m_errors->front(); }

  private:
    std::optional<Errors> m_errors;
};

} // namespace bourse
