// XML bodies: elements and attributes by target path (`Request/Lead@type`, `Drivers/Driver[1]/Name`).
#include "domain/integration/bodytree.h"
#include "domain/integration/coding.h"
#include "domain/integration/rendertrace.h"
#include "domain/integration/wiretext.h"
#include "domain/integration/xmlprolog.h"
#include "domain/json/json.h"
#include <algorithm>
#include <set>

namespace bourse::domain {

bool isXmlName(std::string_view name)
{
    const auto start = [](unsigned char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' || c >= 0x80;
    };
    const auto rest = [&](unsigned char c) {
        return start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
    };
    return !name.empty() && start(static_cast<unsigned char>(name.front())) &&
           std::all_of(name.begin(), name.end(), [&](char c) { return rest(static_cast<unsigned char>(c)); });
}

/// Elements separated by '/', each with an optional [n] that tells repeated ones apart, at the end an
/// optional @name.
Result<TargetPath> parseXmlTarget(std::string_view text)
{
    const auto wrong = [](const char *what) {
        return Error{"invalid_target", {}, "Root/Element[0]@attribute", what};
    };
    TargetPath target;
    std::string_view attribute;
    if (const std::size_t at = text.find('@'); at != std::string_view::npos) {
        attribute = text.substr(at + 1);
        text = text.substr(0, at);
        target.attribute = true;
        if (!isXmlName(NumberedName(attribute).sample()))
            return wrong("The attribute's name is wrong.");
    }
    if (text == ".")
        text = {};
    else if (text.empty() && !target.attribute)
        return wrong("The target is empty.");
    if (text.starts_with('/'))
        text.remove_prefix(1);
    while (!text.empty() || !(target.attribute || target.steps.empty())) {
        const std::size_t end = std::min(text.find('/'), text.size());
        std::string_view part = text.substr(0, end);
        PathStep step;
        if (part.ends_with(']')) {
            const std::size_t open = part.find('[');
            const std::string_view digits =
                open == std::string_view::npos ? "" : part.substr(open + 1, part.size() - open - 2);
            if (digits.empty() || digits.size() > 3 ||
                digits.find_first_not_of("0123456789") != std::string_view::npos)
                return wrong("An index in the target must be a number from 0 to 999.");
            for (const char c : digits)
                step.index = step.index * 10 + static_cast<std::size_t>(c - '0');
            part = part.substr(0, open);
        }
        if (!isXmlName(NumberedName(part).sample()))
            return wrong("An element's name in the target is wrong.");
        step.name = std::string(part);
        target.steps.push_back(std::move(step));
        if (end == text.size())
            break;
        text = text.substr(end + 1);
    }
    if (target.attribute)
        target.steps.push_back({std::string(attribute), 0, false});
    if (target.steps.size() > 32)
        return wrong("The target is nested too deeply.");
    return target;
}

namespace {

std::string nameOf(const TargetNode &node, const RenderContext &context)
{
    if (!node.numbered)
        return node.step.name;
    std::string name;
    node.numbered->append(context.numbers, name);
    return name;
}

} // namespace

bool XmlElements::append(RenderContext &context, std::string &out, bool keepTop) const
{
    Cell cell;
    for (const auto &child : root.children)
        if (!writeNode(*child, context, cell, out, keepTop))
            return false;
    return true;
}

bool XmlElements::invalid(RenderContext &context, const TargetNode &node) const
{
    context.fail("invalid_character", "XML 1.0", "The value has a character that XML cannot hold.");
    return context.goesOnWithout(node.row->target());
}

bool XmlElements::writeNode(const TargetNode &node, RenderContext &context, Cell &cell, std::string &out,
                            bool isTop) const
{
    return node.group ? writeGroup(node, context, cell, out)
                      : writeElement(nameOf(node, context), node, context, cell, out, isTop);
}

/// One item of a group: the element, or where its name is only a beginning, what is in it.
bool XmlElements::writeItem(const TargetNode &node, const std::string &name, const TargetNode &item,
                            RenderContext &context, Cell &cell, std::string &out) const
{
    if (!node.beside)
        return writeElement(name, item, context, cell, out, false);
    return std::all_of(item.children.begin(), item.children.end(), [&](const auto &child) {
        return context.dropsGroup || writeNode(*child, context, cell, out, false);
    });
}

/// The element once, or once for each item; nothing is left of one whose rows said so.
bool XmlElements::writeGroup(const TargetNode &node, RenderContext &context, Cell &cell,
                             std::string &out) const
{
    const RowGroup &group = *node.group;
    const std::size_t start = out.size();
    GroupTrace trace(context, group, out, start);
    bool holds = true;
    if (!group.condition(context, holds))
        return trace.failed();
    if (!holds) {
        trace.leftOut("when");
        return true;
    }
    const std::string name = nameOf(node, context);
    std::size_t written = 0;
    const auto one = [&](const TargetNode &item) {
        const NumberScope *const around = context.numbers;
        const std::size_t before = out.size();
        const std::size_t index = group.kind() == RowGroup::Kind::Each ? context.scope->index : written;
        const NumberScope number{index, group.number(index), around};
        if (group.kind() != RowGroup::Kind::Once)
            context.numbers = &number;
        const bool fine = writeItem(node, name, item, context, cell, out);
        context.numbers = around;
        if (!fine)
            return false;
        if (context.dropsGroup) {
            out.resize(before);
            context.takenBack(out);
        }
        context.dropsGroup = false;
        written += out.size() > before;
        return true;
    };
    if (group.kind() == RowGroup::Kind::Each) {
        if (!group.forEach(context, [&] { return one(*node.items.front()); }) && !trace.failed())
            return false;
    } else {
        for (const auto &item : node.items)
            if (!one(*item))
                return false;
    }
    if (out.size() > start)
        return true;
    const Row::Result result = group.whenEmpty(context);
    if (result == Row::Result::Write)
        out += empty == Empty::Short ? '<' + name + "/>" : '<' + name + "></" + name + '>';
    return result != Row::Result::Fail || trace.failed();
}

/// One element with what is in it; an element with nothing to say is not written, unless it is to be kept.
bool XmlElements::writeElement(const std::string &name, const TargetNode &content, RenderContext &context,
                               Cell &cell, std::string &out, bool keep) const
{
    const std::size_t before = out.size();
    out += '<';
    out += name;
    bool any = keep;
    for (const auto &child : content.children) {
        if (!child->attribute)
            continue;
        const Row::Result result = child->row->evaluate(context, cell);
        if (result == Row::Result::Fail)
            return false;
        if (result == Row::Result::Omit)
            continue;
        if (cell.kind() == Cell::Kind::Structure) {
            context.fail("wrong_type", "text, number or boolean", "A list or group is no attribute's value.");
            if (!context.goesOnWithout(child->row->target()))
                return false;
            continue;
        }
        const std::size_t number = context.lastRow();
        const std::size_t from = out.size();
        out += ' ';
        out += nameOf(*child, context);
        out += "=\"";
        if (!appendCell(cell, Escaping::XmlAttribute, out)) {
            out.resize(from);
            if (!invalid(context, *child))
                return false;
            continue;
        }
        out += '"';
        context.wrote(number, out, from + 1);
        any = true;
    }
    out += '>';
    const std::size_t inside = out.size();
    std::optional<std::size_t> number;
    if (content.row) {
        const Row::Result result = content.row->evaluate(context, cell);
        if (result == Row::Result::Fail)
            return false;
        if (result == Row::Result::Write) {
            number = context.lastRow();
            if (cell.kind() == Cell::Kind::Structure)
                return repeat(name, content, context, cell, out, before, inside);
            if (writeText(content, cell, out)) {
                any = true;
            } else {
                out.resize(inside);
                number.reset();
                if (!invalid(context, content))
                    return false;
            }
        }
    }
    for (const auto &child : content.children) {
        if (child->attribute)
            continue;
        const std::size_t size = out.size();
        if (!writeNode(*child, context, cell, out, false))
            return false;
        any = any || out.size() > size;
    }
    if (!any) {
        out.resize(before);
        return true;
    }
    if (out.size() == inside && empty == Empty::Short) {
        out.back() = '/';
        out += '>';
    } else {
        out += "</";
        out += name;
        out += '>';
    }
    if (number)
        context.wrote(*number, out, before);
    return true;
}

bool XmlElements::writeText(const TargetNode &node, const Cell &cell, std::string &out) const
{
    if (!node.cdata)
        return appendCell(cell, Escaping::XmlText, out);
    std::string probe; // the same characters are forbidden in CDATA
    if (!appendXml(cell.text(), probe, false))
        return false;
    out += "<![CDATA[";
    std::string_view text = cell.text();
    for (std::size_t hit = text.find("]]>"); hit != std::string_view::npos; hit = text.find("]]>")) {
        out += text.substr(0, hit + 2);
        out += "]]><![CDATA[";
        text.remove_prefix(hit + 2);
    }
    out += text;
    out += "]]>";
    return true;
}

namespace {

enum class Wrote { Fine, BadName, BadText };

/// A group's members as elements, a list's items as the same element again and again.
Wrote writeMembers(const Value &value, std::string &out, const auto &text)
{
    const Object *object = value.asObject();
    if (!object)
        return text(value) ? Wrote::Fine : Wrote::BadText;
    for (const auto &[name, member] : *object) {
        if (!isXmlName(name))
            return Wrote::BadName;
        const Array single{member};
        for (const Value &item : member.isArray() ? *member.asArray() : single) {
            if (item.isArray())
                return Wrote::BadName;
            out += '<' + name + '>';
            if (const Wrote wrote = writeMembers(item, out, text); wrote != Wrote::Fine)
                return wrote;
            out += "</" + name + '>';
        }
    }
    return Wrote::Fine;
}

} // namespace

/// A list: the element once for each item, attributes repeated. A group: its members as elements.
bool XmlElements::repeat(const std::string &name, const TargetNode &node, RenderContext &context,
                         const Cell &cell, std::string &out, std::size_t before, std::size_t inside) const
{
    const std::size_t number = context.lastRow();
    const std::string head = out.substr(before, inside - before);
    out.resize(before);
    const Array single{cell.structure()->isArray() ? Value() : *cell.structure()};
    const Array &items = cell.structure()->isArray() ? *cell.structure()->asArray() : single;
    const auto text = [&](const Value &item) {
        Cell one;
        one.setValue(item);
        return writeText(node, one, out);
    };
    for (const Value &item : items) {
        const std::size_t from = out.size();
        out += head;
        const Wrote wrote = item.isArray() ? Wrote::BadName : writeMembers(item, out, text);
        if (wrote != Wrote::Fine) {
            out.resize(from);
            context.takenBack(out);
            if (wrote == Wrote::BadText)
                return invalid(context, node);
            context.fail(
                "wrong_type", "names of elements",
                "A list of lists, or a name that XML does not allow, cannot be written as elements.");
            return context.goesOnWithout(node.row->target());
        }
        out += "</";
        out += name;
        out += '>';
        if (!context.trace)
            continue;
        const std::string plain = item.isObject() ? writeJson(item) : item.toText();
        const std::string_view shown = plain;
        context.wrote(number, out, from, &shown);
    }
    context.takenBack(out); // attributes of an element that is not there
    return true;
}

namespace {

class XmlBody final : public BodyPlan {
  public:
    XmlBody(XmlProlog prolog, std::string contentType) : m_prolog(std::move(prolog))
    {
        m_contentType = std::move(contentType);
    }
    XmlElements &tree() { return m_tree; }
    bool append(RenderContext &context, std::string &out) const override
    {
        const std::size_t begin = out.size();
        return m_prolog.append(context, out) && m_tree.append(context, out, true) &&
               m_prolog.holds(context, out, begin);
    }

  private:
    XmlElements m_tree;
    XmlProlog m_prolog;
};

/// "namespaces": {"": "urn:a", "x": "urn:b"} as attributes of the root, before its own.
void declareNamespaces(ObjectReader &reader, XmlElements &tree, CompileContext &compile)
{
    const Object *namespaces = reader.object("namespaces");
    if (!namespaces || tree.root.children.empty())
        return;
    TargetNode *top = tree.root.children.front().get();
    if (top->group)
        top = top->items.empty() ? nullptr : top->items.front().get();
    std::vector<std::unique_ptr<TargetNode>> declared;
    for (const auto &[prefix, uri] : *namespaces) {
        const std::string name = prefix.empty() ? "xmlns" : "xmlns:" + prefix;
        if (!uri.isString() || !isXmlName(name) || prefix.find(':') != std::string::npos)
            compile.problems.add("wrong_type", reader.pathOf("namespaces"), "prefix to URI",
                                 "Namespaces are an object: prefix to URI.");
        auto node = std::make_unique<TargetNode>();
        node->step.name = name;
        node->attribute = true;
        node->row = Row::constant(name, uri);
        if (top && !top->child(node->step, true))
            declared.push_back(std::move(node));
    }
    if (top)
        top->children.insert(top->children.begin(), std::make_move_iterator(declared.begin()),
                             std::make_move_iterator(declared.end()));
}

/// A body is one document: text, elements and groups have their places. Numbered names are taken apart.
void checkNodes(TargetNode &node, const std::string &field, Problems &problems)
{
    if (node.group && !node.children.empty())
        problems.add("target_conflict", field, "element or group",
                     "The targets make one place both an element and a group (near \"" + node.step.name +
                         "\").");
    if (NumberedName name(node.step.name); name.hasMarks())
        node.numbered = std::move(name);
    node.forEachBelow([&](TargetNode &below) { checkNodes(below, field, problems); });
}

/// A prefix that no element around declares makes the document unreadable (Namespaces in XML 1.0, 5).
void checkPrefixes(TargetNode &node, std::set<std::string> declared, const std::string &field,
                   Problems &problems)
{
    const auto own = [&declared](TargetNode &of) {
        for (const auto &child : of.children)
            if (child->attribute && child->step.name.starts_with("xmlns:"))
                declared.insert(child->step.name.substr(6));
    };
    own(node);
    for (const auto &item : node.items)
        own(*item);
    const std::size_t colon = node.step.name.find(':');
    if (colon != std::string::npos && !node.step.name.starts_with("xmlns:") &&
        !declared.contains(node.step.name.substr(0, colon)))
        problems.add("unbound_prefix", field, "\"namespaces\" or an xmlns attribute",
                     "The prefix of \"" + node.step.name + "\" is not declared.");
    node.forEachBelow([&](TargetNode &below) { checkPrefixes(below, declared, field, problems); });
}

} // namespace

std::unique_ptr<BodyPlan> compileXmlBody(ObjectReader &reader, CompileContext &compile)
{
    XmlProlog prolog = XmlProlog::compile(reader, true, compile);
    const bool shortEmpty = reader.choice("empty_elements", {"pair", "short"}) == "short";
    auto body = std::make_unique<XmlBody>(std::move(prolog), reader.text("content_type", "application/xml"));
    XmlElements &tree = body->tree();
    tree.empty = shortEmpty ? XmlElements::Empty::Short : XmlElements::Empty::Pair;
    reader.require("rows");
    compileBodyRows(reader, "rows", tree.root, parseXmlTarget, true, compile);
    if (tree.root.children.size() != 1 || tree.root.children.front()->attribute ||
        tree.root.children.front()->beside || tree.root.row || tree.root.group)
        compile.problems.add("target_conflict", reader.pathOf("rows"), "one root element",
                             "All targets must begin with the same root element.");
    checkNodes(tree.root, reader.pathOf("rows"), compile.problems);
    declareNamespaces(reader, tree, compile);
    checkPrefixes(tree.root, {"xml"}, reader.pathOf("rows"), compile.problems);
    return body;
}

namespace {

constexpr const char *kEnvelope11 = "http://schemas.xmlsoap.org/soap/envelope/";
constexpr const char *kEnvelope12 = "http://www.w3.org/2003/05/soap-envelope";
constexpr const char *kWss = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-";

/// A UsernameToken of WS-Security (OASIS UsernameToken Profile 1.0).
struct UsernameToken {
    std::unique_ptr<RowSource> username;
    std::unique_ptr<RowSource> password;
    bool digest = false;
    bool nonce = false;
    bool created = false;
    bool mustUnderstand = false;
    std::int64_t expiresSeconds = 0; ///< a Timestamp with that life; 0: none
};

class SoapBody final : public BodyPlan {
  public:
    bool modern = false; ///< 1.2
    XmlProlog prolog;
    std::string prefix = "soap";
    std::string attributes; ///< the envelope's namespaces
    Template action;
    bool typeGiven = false;
    std::optional<UsernameToken> security;
    XmlElements header;
    XmlElements content;

    void setContentType(std::string type) { m_contentType = std::move(type); }

    bool append(RenderContext &context, std::string &out) const override
    {
        const std::size_t begin = out.size();
        if (!prolog.append(context, out))
            return false;
        const auto tag = [&](const char *name) {
            return (prefix.empty() ? "" : prefix + ':') + name;
        };
        out += '<' + tag("Envelope") + attributes + '>';
        const std::size_t before = out.size();
        out += '<' + tag("Header") + '>';
        const std::size_t inside = out.size();
        if (security && !appendSecurity(context, out)) {
            if (context.problem.field.empty())
                context.problem.field = "body.security";
            return false;
        }
        if (!header.append(context, out, false))
            return false;
        if (out.size() == inside)
            out.resize(before);
        else
            out += "</" + tag("Header") + '>';
        out += '<' + tag("Body") + '>';
        if (!content.append(context, out, true))
            return false;
        out += "</" + tag("Body") + "></" + tag("Envelope") + '>';
        return prolog.holds(context, out, begin);
    }

    bool appendContentType(RenderContext &context, std::string &out) const override
    {
        out += m_contentType;
        if (!modern || typeGiven)
            return true;
        std::string text;
        if (!actionText(context, text))
            return false;
        if (!text.empty())
            out += "; action=\"" + text + '"';
        return true;
    }

    bool appendHeaders(RenderContext &context, Headers &headers) const override
    {
        if (modern)
            return true;
        std::string text;
        if (!actionText(context, text))
            return false;
        headers.emplace_back("SOAPAction", '"' + text + '"');
        return true;
    }

  private:
    bool actionText(RenderContext &context, std::string &text) const
    {
        if (action.append(context, Escaping::None, text) &&
            (isHeaderValue(text) || context.fail("header_injection", "no control characters",
                                                 "The SOAP action has a control character."))) {
            if (text.find_first_of("\"\\") == std::string::npos ||
                context.fail("header_injection", "no quotes", "The SOAP action has a quote."))
                return true;
        }
        context.problem.field = "SOAPAction";
        return false;
    }

    bool appendSecurity(RenderContext &context, std::string &out) const
    {
        const UsernameToken &token = *security;
        Cell username;
        Cell password;
        if (!token.username->read(context, username) || !token.password->read(context, password))
            return false;
        const std::string created = toIso8601(context.input.time);
        std::string nonce;
        for (const std::uint64_t half : {context.random(10), context.random(11)})
            for (int shift = 56; shift >= 0; shift -= 8)
                nonce += static_cast<char>(half >> shift & 0xFF);

        const std::string wss = kWss;
        out += "<wsse:Security xmlns:wsse=\"" + wss + "wssecurity-secext-1.0.xsd\" xmlns:wsu=\"" + wss +
               "wssecurity-utility-1.0.xsd\"";
        if (token.mustUnderstand)
            out += ' ' + (prefix.empty() ? std::string() : prefix + ':') + "mustUnderstand=\"1\"";
        out += '>';
        if (token.expiresSeconds > 0)
            out += "<wsu:Timestamp><wsu:Created>" + created + "</wsu:Created><wsu:Expires>" +
                   toIso8601(context.input.time + std::chrono::seconds(token.expiresSeconds)) +
                   "</wsu:Expires></wsu:Timestamp>";
        out += "<wsse:UsernameToken><wsse:Username>";
        if (!appendCell(username, Escaping::XmlText, out))
            return badText(context);
        out += "</wsse:Username><wsse:Password Type=\"" + wss + "username-token-profile-1.0#Password" +
               (token.digest ? "Digest" : "Text") + "\">";
        if (token.digest && password.missingSecret())
            return context.fail("missing_secret", "secret " + *password.missingSecret(),
                                "The secret \"" + *password.missingSecret() +
                                    "\", which the digest needs, is not set.");
        if (token.digest)
            out +=
                encodeBytes(digestOf(Digest::Sha1, nonce + created + std::string(password.text())), "base64");
        else if (!appendCell(password, Escaping::XmlText, out))
            return badText(context);
        out += "</wsse:Password>";
        if (token.nonce)
            out += "<wsse:Nonce EncodingType=\"" + wss + "soap-message-security-1.0#Base64Binary\">" +
                   encodeBytes(nonce, "base64") + "</wsse:Nonce>";
        if (token.created)
            out += "<wsu:Created>" + created + "</wsu:Created>";
        out += "</wsse:UsernameToken></wsse:Security>";
        return true;
    }

    static bool badText(RenderContext &context)
    {
        return context.fail("invalid_character", "XML 1.0",
                            "The value has a character that XML cannot hold.");
    }
};

std::optional<UsernameToken> compileSecurity(const Value &value, const std::string &path,
                                             CompileContext &compile)
{
    ObjectReader reader(value, path, compile.problems);
    if (!reader.isObject())
        return std::nullopt;
    UsernameToken token;
    if (const Value *username = reader.require("username"))
        token.username = compileSource(*username, reader.pathOf("username"), compile);
    if (const Value *password = reader.require("password"))
        token.password = compileSource(*password, reader.pathOf("password"), compile);
    token.digest = reader.choice("type", {"text", "digest"}) == "digest";
    token.nonce = reader.boolean("nonce", token.digest);
    token.created = reader.boolean("created", token.digest);
    if (token.digest && !(token.nonce && token.created))
        compile.problems.add("conflicting_keys", reader.pathOf("type"), "nonce and created",
                             "A digest is made of the nonce and the time: both must be sent.");
    token.mustUnderstand = reader.boolean("must_understand", false);
    token.expiresSeconds = reader.integer("expires_s", 0, 0, 86'400);
    reader.finish();
    if (!token.username || !token.password)
        return std::nullopt;
    return token;
}

} // namespace

std::unique_ptr<BodyPlan> compileSoapBody(ObjectReader &reader, CompileContext &compile)
{
    auto body = std::make_unique<SoapBody>();
    body->modern = reader.choice("version", {"1.1", "1.2"}) == "1.2";
    body->prolog = XmlProlog::compile(reader, false, compile);
    body->prefix = reader.text("prefix", "soap");
    if (!body->prefix.empty() && (!isXmlName(body->prefix) || body->prefix.find(':') != std::string::npos))
        compile.problems.add("invalid_target", reader.pathOf("prefix"), "a name",
                             "The envelope's prefix is not a name.");
    body->action = Template::compile(reader.text("action"), reader.pathOf("action"), compile);
    if (body->action.usesForeignValues())
        compile.problems.add("invalid_template", reader.pathOf("action"), "variables only",
                             "The action may hold variables, but no value of a lead.");
    body->typeGiven = reader.get("content_type") != nullptr;
    body->setContentType(reader.text("content_type", body->modern ? "application/soap+xml; charset=utf-8"
                                                                  : "text/xml; charset=utf-8"));
    const auto declare = [&](const std::string &name, const std::string &uri) {
        body->attributes += ' ' + name + "=\"";
        appendXml(uri, body->attributes, true);
        body->attributes += '"';
    };
    declare(body->prefix.empty() ? "xmlns" : "xmlns:" + body->prefix,
            body->modern ? kEnvelope12 : kEnvelope11);
    std::set<std::string> declared{"xml", body->prefix};
    if (const Object *namespaces = reader.object("namespaces"))
        for (const auto &[prefix, uri] : *namespaces) {
            const std::string name = prefix.empty() ? "xmlns" : "xmlns:" + prefix;
            if (!uri.isString() || !isXmlName(name) || prefix == body->prefix)
                compile.problems.add("wrong_type", reader.pathOf("namespaces"), "prefix to URI",
                                     "Namespaces are an object: prefix to URI, not the envelope's own.");
            declare(name, uri.toText());
            declared.insert(prefix);
        }
    const bool shortEmpty = reader.choice("empty_elements", {"pair", "short"}) == "short";
    for (XmlElements *tree : {&body->header, &body->content})
        tree->empty = shortEmpty ? XmlElements::Empty::Short : XmlElements::Empty::Pair;
    if (const Value *security = reader.get("security"))
        body->security = compileSecurity(*security, reader.pathOf("security"), compile);
    compileBodyRows(reader, "header_rows", body->header.root, parseXmlTarget, true, compile);
    reader.require("rows");
    compileBodyRows(reader, "rows", body->content.root, parseXmlTarget, true, compile);
    for (auto [tree, key] : {std::pair{&body->header, "header_rows"}, std::pair{&body->content, "rows"}}) {
        const auto &top = tree->root.children;
        if (tree->root.row || tree->root.group ||
            std::any_of(top.begin(), top.end(), [](const auto &node) { return node->attribute; }))
            compile.problems.add("target_conflict", reader.pathOf(key), "elements",
                                 "The targets must begin with an element.");
        checkNodes(tree->root, reader.pathOf(key), compile.problems);
        checkPrefixes(tree->root, declared, reader.pathOf(key), compile.problems);
    }
    return body;
}

} // namespace bourse::domain
