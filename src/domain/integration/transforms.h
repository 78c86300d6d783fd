#pragma once
// The transforms by subject. Each factory returns nullptr for a word that is not its own.
#include "domain/integration/plan.h"

namespace bourse::domain {

struct TransformSite {
    ObjectReader &reader;
    CompileContext *compile; ///< null where an answer is read
};

/// trim, upper, lower, title, substring, replace, regex_replace, regex_extract, pad, digits, split, join,
/// concat, default, coalesce, blank, email_domain
std::unique_ptr<Transform> makeTextTransform(std::string_view word, TransformSite &site);
/// number, round, boolean, map, cast, phone
std::unique_ptr<Transform> makeValueTransform(std::string_view word, TransformSite &site);
/// date, epoch
std::unique_ptr<Transform> makeDateTransform(std::string_view word, TransformSite &site);
/// hash, hmac, base64, base64_decode, hex, url_encode, json_stringify, xml_escape
std::unique_ptr<Transform> makeCodingTransform(std::string_view word, TransformSite &site);

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
