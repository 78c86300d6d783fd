#pragma once
// What stands before the root of an XML document: its declaration, processing instructions, a document type
// and comments (XML 1.0, 2.8). Nothing in it can be ended early by what is written into it.
#include "domain/integration/plan.h"
#include <optional>
#include <string>
#include <vector>

namespace bourse::domain {

class XmlProlog {
  public:
    /// Takes "declaration", and with `takesMisc` "prolog" as well: SOAP allows neither a document type nor
    /// processing instructions (SOAP 1.1, 3; SOAP 1.2, 5).
    ///
    /// "declaration": true, false, or {"version":"1.0|1.1","encoding":…,"standalone":"omit|yes|no",
    /// "quotes":"double|single"}. The encoding is another spelling of the body's charset, or "" to leave it
    /// out. "prolog" is a list of {"instruction":target,"text":template}, {"doctype":name,"public":id,
    /// "system":id}, {"comment":text} and {"space":white space}.
    static XmlProlog compile(ObjectReader &reader, bool takesMisc, CompileContext &compile);

    /// False with the context's problem set: "invalid_character" where a text would end its instruction.
    bool append(RenderContext &context, std::string &out) const;
    /// False, with the problem, where the document has a character that its version must not have as it is
    /// (XML 1.1, 2.2). `begin` is where the document begins in `out`.
    bool holds(RenderContext &context, const std::string &out, std::size_t begin) const;

  private:
    /// Written as it is, or a processing instruction with a text.
    struct Piece {
        std::string before;
        Template text;
        std::string after;
    };

    bool m_declared = true;
    bool m_is11 = false;
    std::optional<std::string> m_encoding; ///< as it is written; nothing: the charset's own name
    std::string m_standalone;              ///< "" leaves it out
    char m_quote = '"';
    std::vector<Piece> m_pieces;
};

} // namespace bourse::domain
