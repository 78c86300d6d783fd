#include "domain/integration/xmlprolog.h"
#include "domain/integration/bodycharset.h"
#include "domain/integration/bodytree.h"
#include "domain/integration/wiretext.h"
#include <algorithm>
#include <utility>

namespace bourse::domain {
namespace {

constexpr std::size_t kMostPieces = 20;

bool isXmlText(std::string_view text)
{
    std::string probe;
    return appendXml(text, probe, false);
}

/// XML 1.0, production 13.
bool isPublicId(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view(" -'()+,./:=?;!*#@$_%").find(c) != std::string_view::npos;
    });
}

/// Stricter than the standard: nothing that an internal subset could begin or end with.
bool isSystemId(std::string_view text)
{
    return !text.empty() && text.find_first_of("\"'<>[]") == std::string_view::npos && isXmlText(text) &&
           text.find_first_of("\r\n\t") == std::string_view::npos;
}

/// XML 1.0, production 17: "xml" in any case is the declaration's.
bool isInstructionTarget(std::string_view name)
{
    const bool isXml =
        name.size() == 3 && (name[0] | 32) == 'x' && (name[1] | 32) == 'm' && (name[2] | 32) == 'l';
    return isXmlName(name) && name.find(':') == std::string_view::npos && !isXml;
}

std::string doctypeOf(ObjectReader &reader, Problems &problems)
{
    const std::string name = reader.requireText("doctype");
    const std::string publicId = reader.text("public");
    const std::string systemId = reader.text("system");
    if (!name.empty() && !isXmlName(name))
        problems.add("invalid_target", reader.pathOf("doctype"), "a name of XML",
                     "\"" + name + "\" cannot be the name of a root element.");
    if (!isPublicId(publicId))
        problems.add("invalid_character", reader.pathOf("public"), "XML 1.0, production 13",
                     "The public identifier has a character that it may not have.");
    if (reader.get("system") && !isSystemId(systemId))
        problems.add("invalid_character", reader.pathOf("system"), "no quotes, < > [ ]",
                     "The system identifier is empty or has a character that it may not have.");
    if (!publicId.empty() && systemId.empty())
        problems.add("required", reader.pathOf("system"), "with \"public\"",
                     "A public identifier needs a system identifier beside it.");
    std::string out = "<!DOCTYPE " + name;
    if (!publicId.empty())
        out += " PUBLIC \"" + publicId + "\" \"" + systemId + '"';
    else if (!systemId.empty())
        out += " SYSTEM \"" + systemId + '"';
    return out + '>';
}

std::string commentOf(ObjectReader &reader, Problems &problems)
{
    const std::string text = reader.text("comment");
    if (!isXmlText(text) || text.find("--") != std::string::npos || text.ends_with('-'))
        problems.add("invalid_character", reader.pathOf("comment"), "no -- in it, no - at its end",
                     "The text would end the comment, or has a character that XML cannot hold.");
    return "<!--" + text + "-->";
}

} // namespace

XmlProlog XmlProlog::compile(ObjectReader &reader, bool takesMisc, CompileContext &compile)
{
    Problems &problems = compile.problems;
    XmlProlog prolog;
    const Value *declaration = reader.get("declaration");
    if (!declaration || !declaration->isObject()) {
        prolog.m_declared = reader.boolean("declaration", true);
    } else {
        ObjectReader own(*declaration, reader.pathOf("declaration"), problems);
        prolog.m_is11 = own.choice("version", {"1.0", "1.1"}) == "1.1";
        prolog.m_quote = own.choice("quotes", {"double", "single"}) == "single" ? '\'' : '"';
        if (const std::string word = own.choice("standalone", {"omit", "yes", "no"}); word != "omit")
            prolog.m_standalone = word;
        if (own.get("encoding")) {
            prolog.m_encoding = own.text("encoding");
            const Value *charset = reader.get("charset");
            const std::string written = charset ? charset->toText() : std::string("UTF-8");
            if (!prolog.m_encoding->empty() && !sameCharset(*prolog.m_encoding, written))
                problems.add("charset_conflict", own.pathOf("encoding"), "another name of " + written,
                             "The declaration names the encoding " + *prolog.m_encoding +
                                 ", but the body is " + written + ".");
        }
        own.finish();
    }
    const Array *list = takesMisc ? reader.array("prolog") : nullptr;
    bool hasDoctype = false;
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        const std::string path = reader.pathOf("prolog") + '[' + std::to_string(i) + ']';
        if (i == kMostPieces) {
            problems.add("too_many", path, "at most " + std::to_string(kMostPieces),
                         "The prolog has too many parts.");
            break;
        }
        ObjectReader one((*list)[i], path, problems);
        if (!one.isObject())
            continue;
        Piece piece;
        if (one.get("instruction")) {
            const std::string target = one.requireText("instruction");
            if (!target.empty() && !isInstructionTarget(target))
                problems.add("invalid_target", one.pathOf("instruction"), "a name of XML, not xml",
                             "\"" + target + "\" cannot be the name of a processing instruction.");
            const std::string text = one.text("text");
            piece.before = "<?" + target + (text.empty() ? "" : " ");
            piece.after = "?>";
            piece.text = Template::compile(text, one.pathOf("text"), compile);
            if (piece.text.usesForeignValues())
                problems.add("invalid_template", one.pathOf("text"), "variables only",
                             "The instruction may hold variables, but no value of a lead.");
            if (text.find("?>") != std::string::npos || !isXmlText(text))
                problems.add("invalid_character", one.pathOf("text"), "no ?> in it",
                             "The text would end the instruction, or has a character that XML cannot hold.");
        } else if (one.get("doctype")) {
            if (std::exchange(hasDoctype, true))
                problems.add("duplicate_target", one.pathOf("doctype"), "one document type",
                             "A document has one document type.");
            piece.before = doctypeOf(one, problems);
        } else if (one.get("comment")) {
            piece.before = commentOf(one, problems);
        } else if (one.get("space")) {
            piece.before = one.text("space");
            if (piece.before.find_first_not_of(" \t\r\n") != std::string::npos)
                problems.add("invalid_character", one.pathOf("space"), "white space",
                             "Between the parts of the prolog only white space may stand.");
        } else {
            problems.add("required", path, "instruction, doctype, comment or space",
                         "The part of the prolog does not say what it is.");
        }
        one.text("note");
        one.finish();
        prolog.m_pieces.push_back(std::move(piece));
    }
    return prolog;
}

bool XmlProlog::append(RenderContext &context, std::string &out) const
{
    if (m_declared) {
        const auto attribute = [&](const char *name, std::string_view value) {
            ((out += ' ') += name) += '=';
            ((out += m_quote) += value) += m_quote;
        };
        out += "<?xml";
        attribute("version", m_is11 ? "1.1" : "1.0");
        const std::string encoding = m_encoding        ? *m_encoding
                                     : context.charset ? context.charset->name()
                                                       : std::string("UTF-8");
        if (!encoding.empty())
            attribute("encoding", encoding);
        if (!m_standalone.empty())
            attribute("standalone", m_standalone);
        out += "?>";
    }
    for (const Piece &piece : m_pieces) {
        out += piece.before;
        const std::size_t from = out.size();
        if (!piece.text.append(context, Escaping::None, out))
            return false;
        const std::string_view text = std::string_view(out).substr(from);
        if (text.find("?>") != std::string_view::npos || !isXmlText(text)) {
            context.fail("invalid_character", "no ?> in it",
                         "The text would end the processing instruction, or has a character that XML cannot "
                         "hold.");
            context.problem.field = "body.prolog";
            return false;
        }
        out += piece.after;
    }
    return true;
}

bool XmlProlog::holds(RenderContext &context, const std::string &out, std::size_t begin) const
{
    if (!m_declared || !m_is11)
        return true;
    for (std::size_t i = begin; i < out.size(); ++i) {
        const auto byte = static_cast<unsigned char>(out[i]);
        const auto next = i + 1 < out.size() ? static_cast<unsigned char>(out[i + 1]) : 0;
        if (byte != 0x7F && !(byte == 0xC2 && next >= 0x80 && next < 0xA0 && next != 0x85))
            continue;
        context.fail("invalid_character", "XML 1.1, 2.2",
                     "The body has a control character that XML 1.1 does not allow as it is.");
        context.problem.field = "body";
        return false;
    }
    return true;
}

} // namespace bourse::domain
