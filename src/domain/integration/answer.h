#pragma once
// An answer while it is read: each format is parsed at most once, when a source first asks for it.
#include "domain/integration/integration.h"
#include "domain/integration/xmltree.h"
#include <optional>
#include <pugixml.hpp>
#include <string_view>

namespace bourse::domain {

class Answer {
  public:
    /// Both must outlive the answer. A byte order mark is stepped over.
    Answer(const BuyerResponse &response, std::string_view body, bool trailingGarbage);
    const BuyerResponse &response() const { return m_response; }
    std::string_view body() const { return m_body; }
    const Value *json();
    const XmlTree *xml();
    /// Why the last format that was asked for could not be read.
    const std::optional<Error> &problem() const { return m_problem; }

  private:
    const BuyerResponse &m_response;
    std::string_view m_body;
    bool m_trailingGarbage;
    bool m_jsonTried = false;
    bool m_xmlTried = false;
    std::optional<Value> m_json;
    std::optional<XmlTree> m_xml;
    std::optional<Error> m_problem;
};

/// A place in an answer that paths start from: the whole, or one bid of a list.
struct Spot {
    Answer *answer;
    const Value *json;
    pugi::xml_node xml;
};

} // namespace bourse::domain
