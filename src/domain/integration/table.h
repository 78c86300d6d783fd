#pragma once
// Look-up tables of a document as comma-separated text.
#include "base/result.h"
#include "domain/json/value.h"
#include <string_view>

namespace bourse::domain {

/// RFC 4180 with any line ends; the separator is a comma, or a semicolon or tab if the first line has one and
/// no comma. The first line names the columns, the first column is the key. Of two columns the second is the
/// value; of more, the value is an object by the columns' names. Code "invalid_table" (the message says the
/// line): another number of cells than in the first line, the same key twice, a quote that is not closed.
Result<Object> tableFromCsv(std::string_view text);

} // namespace bourse::domain
