#pragma once
// A value that must not be seen: it has no stream operator, no implicit text, and is wiped when it goes.
#include <string>
#include <string_view>

namespace bourse {

class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string value) : m_value(std::move(value)) {}
    Secret(const Secret &) = default;
    Secret(Secret &&other) noexcept : m_value(std::move(other.m_value)) { other.wipe(); }
    Secret &operator=(const Secret &other);
    Secret &operator=(Secret &&other) noexcept;
    ~Secret() { wipe(); }
    bool isEmpty() const { return m_value.empty(); }
    /// The value itself; the name is long so that every use can be found.
    std::string_view reveal() const { return m_value; }

  private:
    void wipe() noexcept;
    std::string m_value;
};

} // namespace bourse
