#pragma once
// Foreign XML: pugixml behind guards. Size, depth and DTDs are judged before anything is parsed.
#include "base/result.h"
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace pugi {
class xml_document;
class xml_node;
class xpath_node;
class xpath_query;
} // namespace pugi

namespace bourse::domain {

/// A parsed answer. Entities are the five of XML and character references; there is no DTD, so there are no
/// others.
class XmlTree {
  public:
    /// Codes "invalid_xml", "too_large" (over 2 MiB), "too_deep" (over 100 levels), "dtd_refused".
    static Result<XmlTree> parse(std::string_view text);
    const pugi::xml_document &document() const { return *m_document; }

  private:
    explicit XmlTree(std::shared_ptr<pugi::xml_document> document) : m_document(std::move(document)) {}
    std::shared_ptr<pugi::xml_document> m_document;
};

/// A compiled XPath 1.0 expression; immutable, shared between threads.
class XPath {
  public:
    /// Names match whatever their namespace and prefix, wherever in the expression they stand (`/a/soap:b[c]`
    /// as
    /// `/*[local-name()='a']/*[local-name()='b'][*[local-name()='c']]`). Code "invalid_path".
    static Result<XPath> compile(std::string_view text);
    /// Text of each node in document order, or the value of a string, number or boolean expression.
    std::vector<std::string> texts(const pugi::xml_node &context) const;
    /// Elements, attributes and texts in document order, at most 10,000.
    std::vector<pugi::xpath_node> hits(const pugi::xml_node &context) const;
    /// True if the expression gives a number.
    bool isNumber() const;
    /// The nodes themselves; empty where the expression gives no node set. At most 10,000.
    std::vector<pugi::xml_node> nodes(const pugi::xml_node &context) const;

  private:
    explicit XPath(std::shared_ptr<const pugi::xpath_query> query) : m_query(std::move(query)) {}
    std::shared_ptr<const pugi::xpath_query> m_query;
};

} // namespace bourse::domain
