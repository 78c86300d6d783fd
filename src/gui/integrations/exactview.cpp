#include "gui/integrations/exactview.h"
#include "gui/theme/theme.h"
#include <QKeyEvent>
#include <QMimeData>
#include <QTextBlock>
#include <algorithm>
#include <set>

namespace bourse::gui {
namespace {

constexpr qint64 shownBytes = 256 * 1024; // more is cut from view, never from what is sent

QLatin1String wordFor(std::string_view lineEnd)
{
    return lineEnd == "\r\n" ? QLatin1String("CRLF")
           : lineEnd == "\n" ? QLatin1String("LF")
                             : QLatin1String("CR");
}

} // namespace

ExactView::ExactView(const QString &objectName, QWidget *parent) : PayloadView(objectName, parent)
{
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAnywhere);
}

void ExactView::append(QString &text, std::string_view bytes, qint64 begin)
{
    std::size_t from = 0;
    const auto flush = [&](std::size_t to) {
        if (to == from)
            return;
        const QString shown = QString::fromUtf8(bytes.data() + from, static_cast<qsizetype>(to - from))
                                  .replace(QChar(0), QChar(0x2400));
        m_pieces.append({begin + static_cast<qint64>(from), begin + static_cast<qint64>(to),
                         static_cast<int>(text.size()), static_cast<int>(shown.size()), false});
        text += shown;
    };
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (bytes[i] != '\r' && bytes[i] != '\n')
            continue;
        flush(i);
        const std::size_t length = bytes.substr(i, 2) == "\r\n" ? 2 : 1;
        const QLatin1String word = wordFor(bytes.substr(i, length));
        text += u' ';
        m_pieces.append({begin + static_cast<qint64>(i), begin + static_cast<qint64>(i + length),
                         static_cast<int>(text.size()), static_cast<int>(word.size()), true});
        text += word;
        text += u'\n';
        i += length - 1;
        from = i + 1;
    }
    flush(bytes.size());
}

void ExactView::setRequest(const domain::RenderedRequest &request, const std::vector<domain::RowTrace> &rows)
{
    const std::string bytes = domain::toWireText(request);
    m_spans.clear();
    m_pieces.clear();
    // where the parts of the request stand in the wire's text
    const qint64 url = static_cast<qint64>(request.method.size()) + 1;
    std::vector<qint64> headers;
    qint64 at = url + static_cast<qint64>(request.url.size()) + 2;
    for (const auto &[name, value] : request.headers) {
        headers.push_back(at + static_cast<qint64>(name.size()) + 2);
        at = headers.back() + static_cast<qint64>(value.size()) + 2;
    }
    const qint64 body = at + 2;
    std::set<qint64> breaks;
    for (const domain::RowTrace &row : rows)
        for (const domain::RequestSpan &span : row.spans) {
            using Part = domain::RequestSpan::Part;
            if (span.part == Part::Header && span.header >= headers.size())
                continue;
            const qint64 base = span.part == Part::Url      ? url
                                : span.part == Part::Header ? headers[span.header]
                                                            : body;
            m_spans.append({QString::fromStdString(row.path), base + static_cast<qint64>(span.begin),
                            base + static_cast<qint64>(span.end)});
            if (span.part == Part::Body && span.begin > 0) {
                // a separator before the row goes with it on the new line where it introduces (&), else stays
                qint64 line = base + static_cast<qint64>(span.begin);
                if (line <= static_cast<qint64>(bytes.size()) &&
                    bytes[static_cast<std::size_t>(line - 1)] == '&')
                    --line;
                if (line > body)
                    breaks.insert(line);
            }
        }
    QString text;
    QSet<int> unnumbered;
    const auto newLines = [&text] {
        return static_cast<int>(text.count(u'\n'));
    };
    const qint64 end = std::min<qint64>(static_cast<qint64>(bytes.size()), body + shownBytes);
    qint64 from = 0;
    append(text, std::string_view(bytes).substr(0, static_cast<std::size_t>(std::min(body, end))), 0);
    from = std::min(body, end);
    for (const qint64 next : breaks) {
        if (next <= from || next >= end)
            continue;
        append(text,
               std::string_view(bytes).substr(static_cast<std::size_t>(from),
                                              static_cast<std::size_t>(next - from)),
               from);
        if (!text.endsWith(u'\n')) {
            text += u'\n';
            unnumbered.insert(newLines());
        }
        from = next;
    }
    append(
        text,
        std::string_view(bytes).substr(static_cast<std::size_t>(from), static_cast<std::size_t>(end - from)),
        from);
    if (end < static_cast<qint64>(bytes.size())) {
        text += u'\n';
        unnumbered.insert(newLines());
        text += tr("… %1 more bytes are sent and not shown").arg(static_cast<qint64>(bytes.size()) - end);
    }
    m_bytes = bytes;
    HttpText http;
    for (const auto &[name, value] : request.headers)
        http.headers.append({QString::fromStdString(name), QString::fromStdString(value)});
    http.body = QString::fromStdString(request.body.substr(0, 64));
    showExact(text, bodyFormat(http), true, unnumbered);
    mark();
}

void ExactView::setMarkedRow(const QString &path)
{
    if (path == m_marked)
        return;
    m_marked = path;
    mark();
    if (const auto bytes = markedBytes(); bytes && !hasFocus()) {
        QTextCursor cursor(document());
        cursor.setPosition(textPosition(bytes->first));
        setTextCursor(cursor);
        ensureCursorVisible();
    }
}

std::optional<std::pair<qint64, qint64>> ExactView::markedBytes() const
{
    std::optional<std::pair<qint64, qint64>> range;
    for (const Span &span : m_spans)
        if (!m_marked.isEmpty() && span.path == m_marked)
            range = range ? std::pair(std::min(range->first, span.begin), std::max(range->second, span.end))
                          : std::pair(span.begin, span.end);
    return range;
}

int ExactView::textPosition(qint64 byte) const
{
    for (const Piece &piece : m_pieces) {
        if (byte < piece.begin)
            return piece.at;
        if (byte >= piece.end)
            continue;
        if (piece.isMark)
            return piece.at;
        return piece.at + static_cast<int>(QString::fromUtf8(m_bytes.data() + piece.begin,
                                                             static_cast<qsizetype>(byte - piece.begin))
                                               .size());
    }
    return m_pieces.isEmpty() ? 0 : m_pieces.last().at + m_pieces.last().length;
}

qint64 ExactView::bytePosition(int at) const
{
    for (const Piece &piece : m_pieces) {
        if (at < piece.at)
            return piece.begin;
        if (at >= piece.at + piece.length)
            continue;
        if (piece.isMark)
            return piece.begin;
        const QString text =
            QString::fromUtf8(m_bytes.data() + piece.begin, static_cast<qsizetype>(piece.end - piece.begin));
        return piece.begin + text.left(at - piece.at).toUtf8().size();
    }
    return static_cast<qint64>(m_bytes.size());
}

void ExactView::mark()
{
    QList<QTextEdit::ExtraSelection> selections;
    const auto add = [&](int from, int to, const QTextCharFormat &format) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(document());
        selection.cursor.setPosition(from);
        selection.cursor.setPosition(to, QTextCursor::KeepAnchor);
        selection.format = format;
        selections.append(selection);
    };
    QTextCharFormat marked;
    marked.setBackground(theme().color(Token::Selection));
    for (const Span &span : std::as_const(m_spans))
        if (!m_marked.isEmpty() && span.path == m_marked)
            add(textPosition(span.begin), textPosition(span.end), marked);
    QTextCharFormat lineEnd;
    lineEnd.setBackground(theme().color(Token::Raised));
    lineEnd.setForeground(theme().color(Token::Muted));
    for (const Piece &piece : std::as_const(m_pieces))
        if (piece.isMark)
            add(piece.at, piece.at + piece.length, lineEnd);
    setExtraSelections(selections);
}

void ExactView::choose()
{
    const qint64 byte = bytePosition(textCursor().position());
    // the innermost row wins: a group's bytes hold those of its members
    const Span *best = nullptr;
    for (const Span &span : std::as_const(m_spans))
        if (byte >= span.begin && byte < span.end &&
            (!best || span.end - span.begin < best->end - best->begin))
            best = &span;
    if (best)
        Q_EMIT rowChosen(best->path);
}

void ExactView::mouseReleaseEvent(QMouseEvent *event)
{
    PayloadView::mouseReleaseEvent(event);
    if (!textCursor().hasSelection())
        choose();
}

void ExactView::keyReleaseEvent(QKeyEvent *event)
{
    PayloadView::keyReleaseEvent(event);
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        choose();
}

QMimeData *ExactView::createMimeDataFromSelection() const
{
    const QTextCursor cursor = textCursor();
    const qint64 from = bytePosition(cursor.selectionStart());
    const qint64 to = bytePosition(cursor.selectionEnd());
    auto *data = new QMimeData;
    data->setText(
        QString::fromUtf8(m_bytes.data() + from, static_cast<qsizetype>(std::max<qint64>(0, to - from))));
    return data;
}

void ExactView::restyle()
{
    PayloadView::restyle();
    mark();
}

} // namespace bourse::gui
