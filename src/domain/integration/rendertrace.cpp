#include "domain/integration/rendertrace.h"
#include "domain/integration/wiretext.h"
#include "domain/json/json.h"
#include <algorithm>
#include <utility>

namespace bourse::domain {

std::string shownText(const Cell &cell)
{
    return cell.structure() ? writeJson(*cell.structure()) : std::string(cell.text());
}

RenderTrace::Frame::Frame(RenderTrace *trace, RequestSpan::Part part, const std::string &buffer,
                          std::size_t header)
    : m_trace(trace)
{
    if (m_trace)
        m_trace->m_frames.push_back(
            {part, &buffer, header, m_trace->m_entries.size(), !m_trace->m_open.empty()});
}

RenderTrace::Frame::~Frame()
{
    if (!m_trace)
        return;
    const Place place = m_trace->m_frames.back();
    m_trace->m_frames.pop_back();
    auto &entries = m_trace->m_entries;
    if (place.within && !m_trace->m_open.empty()) {
        entries[m_trace->m_open.back()].nested.push_back({place.first, entries.size(), *place.buffer});
        return;
    }
    for (std::size_t i = place.first; i < entries.size(); ++i)
        for (RequestSpan &span : entries[i].row.spans) {
            span.begin += m_shift;
            span.end += m_shift;
        }
}

std::size_t RenderTrace::begin()
{
    m_entries.emplace_back();
    m_open.push_back(m_entries.size() - 1);
    return m_entries.size() - 1;
}

void RenderTrace::finish(std::size_t number, RowTrace row, bool isList)
{
    m_entries[number].isList = isList;
    m_open.pop_back();
    m_last = number;
    if (row.problem)
        m_problems.push_back(*row.problem);
    m_entries[number].row = std::move(row);
    if (m_entries[number].row.state == RowTrace::State::Written)
        return;
    for (std::size_t i = number + 1; i < m_entries.size(); ++i)
        m_entries[i].row.spans.clear();
}

bool RenderTrace::locates(const std::string &out) const
{
    return !m_frames.empty() && m_frames.back().buffer == &out;
}

void RenderTrace::wrote(std::size_t number, const std::string &out, std::size_t begin,
                        const std::string_view *item)
{
    if (!locates(out) || number == kNoRow)
        return;
    const Place &place = m_frames.back();
    const RequestSpan span{place.part, place.header, begin, out.size()};
    if (item && m_entries[number].isList) {
        if (m_entries[number].hasItems) {
            Entry another;
            another.row = m_entries[number].row;
            another.row.spans = {span};
            another.row.result = *item;
            m_entries.push_back(std::move(another));
            return;
        }
        m_entries[number].hasItems = true;
        m_entries[number].row.result = *item;
    }
    Entry &entry = m_entries[number];
    entry.row.spans.push_back(span);
    if (!entry.placed)
        placeNested(entry, out, span);
    entry.placed = true;
}

void RenderTrace::placeNested(Entry &entry, const std::string &out, const RequestSpan &whole)
{
    static constexpr Escaping kWays[] = {Escaping::None,        Escaping::JsonText,    Escaping::XmlText,
                                         Escaping::Form,        Escaping::FormPercent, Escaping::UrlPart,
                                         Escaping::XmlAttribute};
    for (const Nested &nested : entry.nested) {
        const std::string_view written = std::string_view(out).substr(whole.begin, whole.end - whole.begin);
        std::optional<Escaping> way;
        std::size_t at = 0;
        for (const Escaping candidate : kWays) {
            std::string escaped;
            if (!appendEscaped(candidate, nested.text, escaped))
                continue;
            at = written.rfind(escaped);
            if (at != std::string_view::npos) {
                way = candidate;
                break;
            }
        }
        const auto mapped = [&](std::size_t offset) {
            std::string escaped;
            appendEscaped(*way, std::string_view(nested.text).substr(0, offset), escaped);
            return whole.begin + at + escaped.size();
        };
        for (std::size_t i = nested.from; i < nested.to; ++i) {
            for (RequestSpan &span : m_entries[i].row.spans) {
                if (!way) { // a transform changed the text: only the row as a whole has a place
                    span = whole;
                    continue;
                }
                span = {whole.part, whole.header, mapped(span.begin), mapped(span.end)};
            }
            m_entries[i].placed = true;
        }
    }
}

void RenderTrace::takenBack(const std::string &out)
{
    if (!locates(out))
        return;
    for (std::size_t i = m_frames.back().first; i < m_entries.size(); ++i) {
        RowTrace &row = m_entries[i].row;
        const bool had = !row.spans.empty();
        std::erase_if(row.spans, [&](const RequestSpan &span) { return span.end > out.size(); });
        if (had && row.spans.empty()) {
            row.state = RowTrace::State::Omitted;
            row.condition = "group";
        }
    }
}

void RenderTrace::moved(const std::string &out, std::size_t from, const std::vector<std::size_t> &places)
{
    if (!locates(out))
        return;
    for (std::size_t i = m_frames.back().first; i < m_entries.size(); ++i)
        for (RequestSpan &span : m_entries[i].row.spans)
            if (span.begin >= from && span.end > span.begin && span.end - from <= places.size()) {
                span.end = places[span.end - 1 - from] + 1;
                span.begin = places[span.begin - from];
            }
}

void RenderTrace::cannotWrite(std::size_t number, Error problem)
{
    if (number == kNoRow) {
        m_problems.push_back(std::move(problem));
        return;
    }
    RowTrace &row = m_entries[number].row;
    row.state = RowTrace::State::Failed;
    row.problem = problem;
    m_problems.push_back(std::move(problem));
}

void RenderTrace::restart()
{
    m_entries.clear();
    m_open.clear();
    m_last = 0;
    m_problems.clear();
}

void RenderTrace::signature(SignatureTrace trace)
{
    if (trace.problem)
        m_problems.push_back(*trace.problem);
    m_signatures.push_back(std::move(trace));
}

void RenderTrace::into(Explanation &explanation)
{
    for (Entry &entry : m_entries) {
        // Rows of a body that was read but written nowhere have no place in the request.
        for (const Nested &nested : entry.nested)
            if (!entry.placed)
                for (std::size_t i = nested.from; i < nested.to; ++i)
                    m_entries[i].row.spans.clear();
    }
    for (Entry &entry : m_entries)
        explanation.rows.push_back(std::move(entry.row));
    explanation.signatures = std::move(m_signatures);
    explanation.problems = std::move(m_problems);
}

GroupTrace::GroupTrace(RenderContext &context, const RowGroup &group, const std::string &out,
                       std::size_t begin)
    : m_context(context), m_out(out), m_begin(begin), m_size(out.size())
{
    if (!context.trace)
        return;
    m_number = context.trace->begin();
    m_row.path = group.path();
    m_row.target = group.target();
    m_row.fields = group.fields();
}

bool GroupTrace::failed()
{
    if (!m_context.trace)
        return false;
    Error problem = std::exchange(m_context.problem, {});
    if (!m_row.problem) // what follows from the first one is none of its own
        m_row.problem = std::move(problem);
    m_row.state = RowTrace::State::Failed;
    return true;
}

GroupTrace::~GroupTrace()
{
    if (!m_context.trace)
        return;
    const bool written = m_out.size() > m_size && m_row.state == RowTrace::State::Written;
    if (m_row.state == RowTrace::State::Written && !written) {
        m_row.state = RowTrace::State::Omitted;
        if (m_row.condition.empty())
            m_row.condition = "on_empty";
    }
    m_context.trace->finish(m_number, std::move(m_row));
    if (written)
        m_context.trace->wrote(m_number, m_out, m_begin);
}

} // namespace bourse::domain
