#pragma once
// The transforms by subject. Each factory returns nullptr for a word that is not its own.
#include "domain/integration/plan.h"

namespace bourse::domain {

struct TransformSite {
    ObjectReader &reader;
    CompileContext *compile;                  ///< null where an answer is read
    const CompileContext *document = nullptr; ///< what it may know of the document even there: its tables
    const Object *table(const std::string &name) const
    {
        const CompileContext *from = compile ? compile : document;
        const auto found = from ? from->tables.find(name) : decltype(from->tables.end()){};
        return from && found != from->tables.end() ? &found->second : nullptr;
    }
};

/// trim, upper, lower, title, capitalise, collapse_spaces, ascii, slug, mask, substring, replace,
/// regex_replace, regex_extract, pad, digits, split, join, concat, default, coalesce, blank, email_domain,
/// email_local
std::unique_ptr<Transform> makeTextTransform(std::string_view word, TransformSite &site);
/// number, round, boolean, map, cast, phone
std::unique_ptr<Transform> makeValueTransform(std::string_view word, TransformSite &site);
/// floor, ceiling, min, max, clamp, add, subtract, multiply, divide, range, bands
std::unique_ptr<Transform> makeNumberTransform(std::string_view word, TransformSite &site);
/// state, country, postal_code
std::unique_ptr<Transform> makePlaceTransform(std::string_view word, TransformSite &site);
/// split_list, each, filter, member, item, first, last, count, take, to_list, unique, sort
std::unique_ptr<Transform> makeListTransform(std::string_view word, TransformSite &site);
/// if, template
std::unique_ptr<Transform> makeFlowTransform(std::string_view word, TransformSite &site);
/// date, epoch, date_add, date_part, age
std::unique_ptr<Transform> makeDateTransform(std::string_view word, TransformSite &site);
/// hash, hmac, base64, base64_decode, hex, hex_decode, url_encode, url_decode, json_stringify, json_parse,
/// xml_escape, xml_unescape
std::unique_ptr<Transform> makeCodingTransform(std::string_view word, TransformSite &site);

/// The source under a key, or nullptr. Refused ("not_available") where an answer is read.
std::unique_ptr<RowSource> compileOneSource(std::string_view key, TransformSite &site);

/// Takes "constant", which must be there exactly where the rule for what is not known is "constant".
const Value *readConstant(ObjectReader &reader, const std::string &rule);

/// What the cell holds as a value of its own.
Value valueOf(const Cell &cell);

enum class RoundTo { HalfUp, HalfEven, Down, Up, Floor, Ceiling };
/// Takes "rounding".
RoundTo readRounding(ObjectReader &reader);
/// Micro-units rounded to that many decimals (0 to 6); the result is in units of the last decimal.
std::int64_t rounded(std::int64_t micros, int decimals, RoundTo rule);
/// Units of the last decimal as text: 12345, 2 → "123.45".
std::string writtenNumber(std::int64_t scaled, int decimals, const std::string &point,
                          const std::string &grouping);
/// Micro-units with as many decimals as they need.
std::string shortNumber(std::int64_t micros);

/// A transform that makes one text of one text; lists and groups are refused.
template <class Function> class TextTransform final : public Transform {
  public:
    explicit TextTransform(Function function) : m_function(std::move(function)) {}
    bool apply(Cell &cell, RenderContext *, Error &problem) const override
    {
        if (!cell.isScalar()) {
            problem = Error{"wrong_type",
                            {},
                            "text, number or boolean",
                            "A list or group cannot be transformed like a text."};
            return false;
        }
        return m_function(cell, problem);
    }

  private:
    Function m_function;
};

template <class Function> std::unique_ptr<Transform> textTransform(Function function)
{
    return std::make_unique<TextTransform<Function>>(std::move(function));
}

/// As above for functions that cannot fail: std::string(std::string_view).
template <class Function> std::unique_ptr<Transform> plainTransform(Function function)
{
    return textTransform([function = std::move(function)](Cell &cell, Error &) {
        cell.setOwned(Cell::Kind::Text, function(cell.text()));
        return true;
    });
}

} // namespace bourse::domain
