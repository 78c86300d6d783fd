#pragma once
// How simulated buyers read what they are sent: their own reading of forms and JSON, apart from the code that
// writes the requests, so that a fault there does not hide itself here.
#include "net/httpserver.h"
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bourse::simulator {

/// The named values of a request, in order, as sent.
class Parameters {
  public:
    void add(std::string name, std::string value) { m_items.emplace_back(std::move(name), std::move(value)); }
    /// By exact name; empty where absent.
    std::string_view get(std::string_view name) const;
    /// The first value that is not empty among names that are the same without case, '_', '-' and ' '
    /// ("Zip_Code" is "zipcode"). `plainNames` are in that plain form.
    std::string_view anyOf(std::initializer_list<std::string_view> plainNames) const;
    /// A name that is there twice, which none of the specifications allows.
    std::optional<std::string> repeatedName() const;
    /// A parameter that tells who the person is, with a value that is not empty: by its name, or by a value
    /// that is an e-mail address.
    std::optional<std::string> personalName() const;
    bool empty() const { return m_items.empty(); }

  private:
    std::vector<std::pair<std::string, std::string>> m_items;
};

/// application/x-www-form-urlencoded (WHATWG URL, section 5.1), strict: a broken percent escape or text that
/// is not UTF-8 gives nothing.
std::optional<Parameters> readForm(std::string_view text);
/// One JSON object of scalars; nothing where it is anything else.
std::optional<Parameters> readFlatJson(std::string_view text);
/// "Zip_Code" → "zipcode".
std::string plainName(std::string_view name);
/// Digits of a US number without the leading 1; empty if they are not ten.
std::string tenDigits(std::string_view phone);
bool looksLikeEmail(std::string_view text);
bool isFiveDigits(std::string_view text);
bool isStateCode(std::string_view text);

} // namespace bourse::simulator
