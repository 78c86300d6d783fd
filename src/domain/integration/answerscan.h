#pragma once
// Where the parts of an answer's bytes stand: JSON, XML, pairs and parts, with the way back from a decoded
// text to the bytes it came from. The texts are well-formed; what is not is found by answer.h first. Private
// to the integration room.
#include "domain/json/value.h"
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bourse::domain::answerscan {

/// ASCII white space.
bool isSpace(char c);
/// A letter, a digit, an underscore, or any part of a character beyond ASCII.
bool isWordChar(char c);

/// A text and where each of its bytes comes from in the body.
class View {
  public:
    View(std::string_view text, std::size_t base) : m_text(text), m_base(base) {}
    /// `places` has one entry more than the text: where what follows begins.
    View(std::string text, std::vector<std::size_t> places)
        : m_owned(std::make_shared<std::string>(std::move(text))),
          m_places(std::make_shared<std::vector<std::size_t>>(std::move(places))), m_text(*m_owned)
    {
    }
    std::string_view text() const { return m_text; }
    std::size_t place(std::size_t offset) const { return m_places ? (*m_places)[offset] : m_base + offset; }

  private:
    std::shared_ptr<std::string> m_owned;
    std::shared_ptr<std::vector<std::size_t>> m_places;
    std::string_view m_text;
    std::size_t m_base = 0;
};

/// Builds a view piece by piece.
class Decoder {
  public:
    explicit Decoder(const View &of) : m_of(of) {}
    void copy(std::size_t offset)
    {
        m_text += m_of.text()[offset];
        m_places.push_back(m_of.place(offset));
    }
    void put(std::string_view text, std::size_t offset)
    {
        m_text += text;
        m_places.insert(m_places.end(), text.size(), m_of.place(offset));
    }
    View finish(std::size_t end)
    {
        m_places.push_back(m_of.place(end));
        return View(std::move(m_text), std::move(m_places));
    }

  private:
    const View &m_of;
    std::string m_text;
    std::vector<std::size_t> m_places;
};

/// From `begin` to before `end`.
struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Without white space at its ends.
Span trimmed(std::string_view text, Span span);
/// Nothing but white space.
bool isBlank(std::string_view text, Span span);

/// Appends the spans of all values of a well-formed JSON text from `i` on, parents before children; a
/// string's is without quotes.
void scanJson(std::string_view text, std::size_t &i, std::vector<Span> &out);
/// What a JSON string between its quotes says.
View jsonString(const View &view, Span span);

/// An element and where its parts stand.
struct XmlElement {
    std::string name; ///< local
    std::vector<std::pair<std::string, Span>> attributes;
    std::vector<Span> texts; ///< direct, markup of CDATA left out
    std::vector<bool> isCdata;
    std::vector<std::unique_ptr<XmlElement>> children;
    Span inside;
};

/// Elements of a well-formed text without a DTD, under a nameless one.
std::unique_ptr<XmlElement> scanXml(std::string_view text);
/// Appends what a piece of XML says: references are resolved but within CDATA, white space in an attribute
/// becomes spaces.
void decodeXml(const View &view, Span span, bool cdata, bool attribute, Decoder &out);

/// A name with its value.
struct PairSpan {
    std::string key; ///< decoded
    Span value;      ///< without white space around it
    std::size_t part = 0;
    char separator = 0; ///< after it
};

/// A form's text without its escapes.
View formText(const View &view, Span span);
/// Names and values, as the text divides them.
std::vector<PairSpan> scanPairs(const View &view);
/// Spans between separators.
std::vector<Span> scanParts(std::string_view text, std::string_view separator);

} // namespace bourse::domain::answerscan
