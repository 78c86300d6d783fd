#pragma once
// Bodies in another charset than UTF-8.
#include "domain/integration/plan.h"
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace bourse::domain {

/// A charset of single bytes: ISO-8859-1 or windows-1252 (WHATWG Encoding Standard).
class BodyCharset {
  public:
    /// What becomes of a character that has no byte: none is written (the value is refused), a '?', or
    /// \uXXXX, as JSON may have it.
    enum class Otherwise { Refuse, QuestionMark, Escape };
    BodyCharset(std::string name, Otherwise otherwise);
    const std::string &name() const { return m_name; }
    Otherwise otherwise() const { return m_otherwise; }
    /// The character's byte; '?' where there is none and the document wants that, else nothing.
    std::optional<char> byteOf(char32_t character) const;
    /// True if every character of the text (UTF-8) can be written.
    bool holds(std::string_view text) const;

  private:
    std::string m_name;
    bool m_windows;
    Otherwise m_otherwise;
};

/// True if both are names of one charset: "latin1" and "ISO-8859-1".
bool sameCharset(std::string_view one, std::string_view other);

/// Takes "charset" (UTF-8, ISO-8859-1, windows-1252) and "unencodable" (refuse, question_mark; for JSON
/// escape, too) from the body's reader: form, JSON, XML, SOAP and text are then written in it, with the XML
/// declaration and the content type that say so. A row whose value does not fit is refused
/// ("invalid_character"). Codes: "charset_conflict" where the content type declares another charset than the
/// body's, "not_available" for a body within a value. Other formats are always UTF-8 and have no such keys.
std::unique_ptr<BodyPlan> withCharset(std::unique_ptr<BodyPlan> body, const std::string &format,
                                      ObjectReader &reader, CompileContext &compile);

} // namespace bourse::domain
