// Texts with places: {{lead.x}}, {{carried.y|upper}}.
#include "domain/integration/namedvalue.h"
#include "domain/integration/plan.h"
#include "domain/integration/rendertrace.h"
#include "domain/integration/sources.h"
#include <algorithm>
#include <utility>

namespace bourse::domain {

Template Template::compile(std::string_view text, const std::string &path, CompileContext &compile)
{
    Template result;
    result.m_path = path;
    std::string literal;
    const auto flush = [&] {
        if (!literal.empty())
            result.m_pieces.push_back({std::move(literal), nullptr, nullptr, {}, {}, {}, false, false});
        literal.clear();
    };
    const auto trimmed = [](std::string_view part) {
        while (!part.empty() && part.front() == ' ')
            part.remove_prefix(1);
        while (!part.empty() && part.back() == ' ')
            part.remove_suffix(1);
        return part;
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t open = text.find("{{", at);
        if (open == std::string_view::npos) {
            literal += text.substr(at);
            break;
        }
        if (open > at && text[open - 1] == '\\') { // \{{ is a literal {{
            literal += text.substr(at, open - at - 1);
            literal += "{{";
            at = open + 2;
            continue;
        }
        literal += text.substr(at, open - at);
        const std::size_t close = text.find("}}", open);
        if (close == std::string_view::npos) {
            compile.problems.add("invalid_template", path, "{{namespace.name}}",
                                 "A {{ in the template is not closed.");
            break;
        }
        flush();
        std::string_view inside = text.substr(open + 2, close - open - 2);
        std::string_view place = trimmed(inside.substr(0, inside.find('|')));
        if (place == "value")
            place = "computed.value";
        else if (place == "item")
            place = "item..";
        const std::size_t dot = place.find('.');
        if (dot == std::string_view::npos) {
            compile.problems.add(
                "invalid_template", path, "{{namespace.name}}",
                "\"{{" + std::string(inside) +
                    "}}\" needs a namespace: lead, carried, secret, variable, value, item or computed.");
        } else {
            const std::string_view kind = place.substr(0, dot);
            Piece piece;
            piece.place = "{{" + std::string(inside) + "}}";
            if (kind == "lead")
                piece.fields.emplace_back(
                    place.substr(dot + 1, place.find_first_of(".[", dot + 1) - dot - 1));
            piece.source =
                compileNamed(kind == "field" ? "" : kind, std::string(place.substr(dot + 1)), path, compile);
            piece.canBeEmpty = kind == "lead" || kind == "carried" || kind == "item" || kind == "value" ||
                               kind == "request" || kind == "answer" || kind == "call";
            result.m_foreign =
                result.m_foreign || place == "computed.value" ||
                (kind == "value" ? isForeignValue(place.substr(dot + 1), compile) : piece.canBeEmpty);
            Array list;
            for (std::size_t bar = inside.find('|'); bar != std::string_view::npos;) {
                const std::size_t next = inside.find('|', bar + 1);
                const std::string_view filter =
                    trimmed(inside.substr(bar + 1, next == std::string_view::npos ? next : next - bar - 1));
                list.push_back(Object{{"do", filter}});
                piece.words.emplace_back(filter);
                bar = next;
            }
            if (!list.empty()) {
                const Value transforms(std::move(list));
                piece.transforms = std::make_shared<const Transforms>(
                    compileTransforms(&transforms, path, compile.problems, &compile));
            }
            result.m_pieces.push_back(std::move(piece));
        }
        at = close + 2;
    }
    flush();
    return result;
}

bool Template::append(RenderContext &context, Escaping escaping, std::string &out,
                      const std::string **missingSecret) const
{
    for (const Piece &piece : m_pieces) {
        if (!piece.source) {
            out += piece.literal;
            continue;
        }
        if (!context.trace || !context.trace->locates(out)) {
            if (!appendPlace(piece, context, escaping, out, missingSecret, nullptr))
                return false;
            continue;
        }
        const std::size_t number = context.trace->begin();
        const std::size_t from = out.size();
        RowTrace trace;
        trace.path = m_path;
        trace.target = piece.place;
        trace.fields = piece.fields;
        const bool fine = appendPlace(piece, context, escaping, out, missingSecret, &trace);
        for (std::size_t i = 0; i < trace.transforms.size() && i < piece.words.size(); ++i)
            trace.transforms[i].name = piece.words[i];
        if (!fine) {
            out.resize(from);
            if (context.problem.field.empty())
                context.problem.field = m_path.substr(m_path.rfind('.') + 1);
            trace.state = RowTrace::State::Failed;
            trace.problem = std::exchange(context.problem, {});
        } else if (out.size() == from) {
            trace.state = RowTrace::State::Omitted;
            trace.condition = "on_empty";
        }
        context.trace->finish(number, std::move(trace));
        if (out.size() > from)
            context.wrote(number, out, from);
    }
    return true;
}

bool Template::appendPlace(const Piece &piece, RenderContext &context, Escaping escaping, std::string &out,
                           const std::string **missingSecret, RowTrace *trace) const
{
    Cell cell;
    if (!piece.source->read(context, cell))
        return false;
    if (trace)
        trace->read = shownText(cell);
    if (piece.transforms &&
        !applyAll(*piece.transforms, cell, &context, context.problem, trace ? &trace->transforms : nullptr))
        return false;
    if (trace)
        trace->result = shownText(cell);
    if (cell.kind() == Cell::Kind::Structure)
        return context.fail("wrong_type", "text, number or boolean",
                            "A list or group cannot stand in a text.");
    if (missingSecret && cell.missingSecret())
        *missingSecret = cell.missingSecret();
    if (piece.demanded && cell.isEmpty()) {
        context.fail("empty_place", "path_on_empty refuse",
                     "There is nothing for \"" + piece.place +
                         "\" in the address, so it would be another one.");
        context.problem.field = m_path.substr(m_path.rfind('.') + 1);
        return false;
    }
    if (!appendCell(cell, escaping, out))
        return context.fail("invalid_character", "XML 1.0",
                            "The value has a character that XML cannot hold.");
    return true;
}

void Template::demandPlaces()
{
    for (Piece &piece : m_pieces) {
        if (!piece.source && piece.literal.find('?') != std::string::npos)
            return;
        piece.demanded = piece.canBeEmpty;
    }
}

bool Template::isConstant() const
{
    return std::none_of(m_pieces.begin(), m_pieces.end(),
                        [](const Piece &piece) { return piece.source != nullptr; });
}

bool Template::isOnePlace() const
{
    return m_pieces.size() == 1 && m_pieces.front().source;
}

} // namespace bourse::domain
