#pragma once
// What describing a document and comparing two of them share: values as short texts. Private to the
// integration room.
#include "domain/json/value.h"
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace bourse::domain::wording {

/// Control characters as spaces, cut with an ellipsis after so many bytes, never within a character.
std::string shortened(std::string text, std::size_t most = 80);
/// A value as text: a list or group as JSON, null as "nothing".
std::string shown(const Value &value);
/// A member's text; "" where there is none.
std::string textOf(const Value &value, std::string_view key);
/// A member's whole number; the fallback where there is none or it is beyond ten digits.
std::int64_t integerOf(const Value &value, std::string_view key, std::int64_t fallback);
/// With a capital at the beginning.
std::string capital(std::string text);
/// With spaces for underscores.
std::string spaced(std::string_view word);
/// In quotation marks, shortened.
std::string quoted(const std::string &text);
/// "1 part", "2 parts".
std::string plural(std::size_t n, const char *one);
/// The items of a list, each by the function.
std::string ofMany(const Value &list, const char *separator,
                   const std::function<std::string(const Value &)> &one);
/// The source in a sentence, where no icon tells its kind.
std::string sourceWords(const Value &source);
/// A transform in a sentence: "first 5 characters".
std::string transformSentence(const Value &transform);
/// Source and transforms of a row or a way.
std::string chainWords(const Value &row);

} // namespace bourse::domain::wording
