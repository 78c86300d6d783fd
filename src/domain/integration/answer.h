#pragma once
// An answer while it is read: each format is parsed at most once, when a source first asks for it.
#include "domain/integration/integration.h"
#include "domain/integration/xmltree.h"
#include <memory>
#include <optional>
#include <pugixml.hpp>
#include <string_view>
#include <unordered_map>

namespace bourse::domain {

/// How strictly an answer is read, and as what.
struct AnswerForm {
    bool trailingGarbage = false; ///< something may follow the JSON
    bool leadingGarbage = false;  ///< and precede it: it begins at the first { or [
    std::string contentType;      ///< instead of what the answer says of itself; "" = as it says
    bool lenient = false;         ///< doubled keys, control characters and stray bytes are overlooked
};

class Answer {
  public:
    /// The text of a whole response, read in its charset; it must outlive the answer. A byte order mark is
    /// stepped over.
    Answer(const BuyerResponse &response, const AnswerForm &form);
    /// A text within one, which must outlive it, too.
    Answer(const BuyerResponse &response, std::string_view body, bool lenient = false);
    bool isLenient() const { return m_form.lenient; }
    const BuyerResponse &response() const { return m_response; }
    std::string_view body() const { return m_body; }
    const Value *json();
    const XmlTree *xml();
    /// The name under which the value stands in its object, for values of json(); nullptr for list items and
    /// the whole.
    const std::string *nameOf(const Value &node);
    /// Why the last format that was asked for could not be read.
    const std::optional<Error> &problem() const { return m_problem; }

  private:
    void parseJsonAt(std::size_t begin);

    const BuyerResponse &m_response;
    std::string_view m_body;
    std::string m_decoded; ///< what m_body is a view of, if the answer was not UTF-8
    AnswerForm m_form;
    bool m_jsonTried = false;
    bool m_xmlTried = false;
    std::optional<Value> m_json;
    std::unordered_map<const Value *, const std::string *> m_names; ///< of all members, once asked for
    std::optional<XmlTree> m_xml;
    std::optional<Error> m_problem;
};

/// A place in an answer that paths start from: the whole, or one bid of a list.
struct Spot {
    Answer *answer;
    const Value *json;
    pugi::xml_node xml;
    /// Holds the answer alive where it is a text within another.
    std::shared_ptr<const void> keeps = {};
};

} // namespace bourse::domain
