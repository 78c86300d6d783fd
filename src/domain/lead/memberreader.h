#pragma once
// Reads objects of configuration documents member by member and notes every problem, so that a person sees
// all of them at once. Codes: wrong_type, required, unknown_key, out_of_range, not_a_slug, not_money,
// money_precision, money_range, duplicate_slug.
#include "base/money.h"
#include "base/result.h"
#include "domain/json/value.h"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bourse::domain {

/// Letters, digits, '_', '-' and '.', beginning with a letter or digit, at most 64 bytes.
bool isSlug(std::string_view text);
/// `path` and `key` joined by a dot; one of them may be empty.
std::string joinPath(std::string_view path, std::string_view key);
std::string indexPath(std::string_view path, std::size_t index);

class MemberReader {
  public:
    enum class Need { Optional, Required };

    /// `path` is the object's own place in the document, "" for the root.
    MemberReader(const Value &value, std::string path, Errors &errors);

    /// False if the value is no object; that is already noted, and every read then gives its fallback.
    bool isObject() const { return m_object != nullptr; }
    const std::string &path() const { return m_path; }
    std::string pathOf(std::string_view key) const { return joinPath(m_path, key); }

    /// The member, which is known from now on; null counts as absent.
    const Value *member(std::string_view key);
    std::string text(std::string_view key, Need need, std::string fallback = {}, std::size_t maxBytes = 4096);
    /// A slug, or "" with the problem noted.
    std::string slug(std::string_view key, Need need);
    std::optional<std::string> optionalText(std::string_view key);
    bool boolean(std::string_view key, bool fallback);
    std::int64_t integer(std::string_view key, std::int64_t fallback, std::int64_t least, std::int64_t most);
    std::optional<std::int64_t> optionalInteger(std::string_view key, std::int64_t least, std::int64_t most);
    /// A decimal string, or a number, which is read by its own digits.
    std::optional<Money> money(std::string_view key, Currency currency);
    /// An empty array where it is absent.
    const Array &array(std::string_view key, Need need = Need::Optional);
    std::vector<std::string> texts(std::string_view key);

    void problem(std::string code, std::string_view key, std::string rule, std::string message);
    /// Notes every member that was never asked for. Call last.
    void refuseUnknown();

  private:
    void wrongType(std::string_view key, std::string_view wanted);

    const Object *m_object = nullptr;
    std::string m_path;
    Errors &m_errors;
    std::vector<std::string_view> m_known;
};

} // namespace bourse::domain
