#include "gui/leads/payloadview.h"
#include "gui/theme/theme.h"
#include <QPainter>
#include <QTextBlock>
#include <functional>

namespace bourse::gui {
namespace {

enum BlockState { Head = 1, Body = 2 };

QTextCharFormat ink(const QColor &color)
{
    QTextCharFormat format;
    format.setForeground(color);
    return format;
}

} // namespace

PayloadHighlighter::PayloadHighlighter(QTextDocument *document) : QSyntaxHighlighter(document) {}

void PayloadHighlighter::setFormat(BodyFormat format, bool hasHead)
{
    m_format = format;
    m_hasHead = hasHead;
}

void PayloadHighlighter::highlightBlock(const QString &text)
{
    const bool isFirst = !currentBlock().previous().isValid();
    const bool inHead = m_hasHead && (isFirst || previousBlockState() == Head);
    if (inHead) {
        // an exact view shows the line end that ends the head
        setCurrentBlockState(text.isEmpty() || text == u" CRLF" ? Body : Head);
        if (isFirst) {
            setFormat(0, static_cast<int>(text.size()), ink(theme().color(Token::Secondary)));
            const qsizetype space = text.indexOf(u' ');
            QTextCharFormat strong = ink(theme().color(Token::Text));
            strong.setFontWeight(QFont::DemiBold);
            setFormat(text.startsWith(u"HTTP/") ? static_cast<int>(space) + 1 : 0,
                      text.startsWith(u"HTTP/") ? static_cast<int>(text.size() - space) - 1
                                                : static_cast<int>(space),
                      strong);
            return;
        }
        const qsizetype colon = text.indexOf(u':');
        setFormat(0, static_cast<int>(colon < 0 ? text.size() : colon + 1), ink(theme().color(Token::Muted)));
        setFormat(static_cast<int>(colon) + 1, static_cast<int>(text.size() - colon) - 1,
                  ink(theme().color(Token::Secondary)));
        return;
    }
    setCurrentBlockState(Body);
    switch (m_format) {
    case BodyFormat::Json:
        highlightJson(text);
        break;
    case BodyFormat::Xml:
        highlightXml(text);
        break;
    case BodyFormat::Form: {
        qsizetype from = 0;
        while (from < text.size()) {
            qsizetype to = text.indexOf(u'&', from);
            to = to < 0 ? text.size() : to;
            const qsizetype equals = text.indexOf(u'=', from);
            if (equals >= 0 && equals < to) {
                setFormat(static_cast<int>(from), static_cast<int>(equals - from),
                          ink(theme().color(Token::AccentText)));
                setFormat(static_cast<int>(equals), 1, ink(theme().color(Token::Muted)));
            }
            if (to < text.size())
                setFormat(static_cast<int>(to), 1, ink(theme().color(Token::Muted)));
            from = to + 1;
        }
        break;
    }
    case BodyFormat::Text:
        break;
    }
}

void PayloadHighlighter::highlightJson(const QString &text)
{
    const QColor keys = theme().color(Token::AccentText);
    const QColor strings = theme().chip(domain::Chip::Duplicate).text;
    const QColor numbers = theme().chip(domain::Chip::Sold).text;
    const QColor marks = theme().color(Token::Muted);
    for (int i = 0; i < text.size();) {
        const QChar c = text[i];
        int end = i + 1;
        if (c == u'"') {
            while (end < text.size() && text[end] != u'"')
                end += text[end] == u'\\' ? 2 : 1;
            end = qMin(end + 1, static_cast<int>(text.size()));
            int next = end;
            while (next < text.size() && text[next].isSpace())
                ++next;
            setFormat(i, end - i, ink(next < text.size() && text[next] == u':' ? keys : strings));
        } else if (c.isDigit() || c == u'-' || c.isLetter()) {
            while (end < text.size() && (text[end].isLetterOrNumber() || text[end] == u'.' ||
                                         text[end] == u'-' || text[end] == u'+'))
                ++end;
            setFormat(i, end - i, ink(numbers));
        } else if (!c.isSpace()) {
            setFormat(i, 1, ink(marks));
        }
        i = end;
    }
}

void PayloadHighlighter::highlightXml(const QString &text)
{
    const QColor tags = theme().color(Token::AccentText);
    const QColor values = theme().chip(domain::Chip::Duplicate).text;
    const QColor marks = theme().color(Token::Muted);
    for (int i = 0; i < text.size();) {
        if (text[i] != u'<') {
            ++i;
            continue;
        }
        const int close = static_cast<int>(text.indexOf(u'>', i));
        const int end = close < 0 ? static_cast<int>(text.size()) : close + 1;
        if (text.mid(i, 2) == u"<?" || text.mid(i, 2) == u"<!") {
            setFormat(i, end - i, ink(marks));
            i = end;
            continue;
        }
        setFormat(i, end - i, ink(tags));
        setFormat(i, i + 1 < text.size() && text[i + 1] == u'/' ? 2 : 1, ink(marks));
        if (close >= 0)
            setFormat(close > i && text[close - 1] == u'/' ? close - 1 : close,
                      close > i && text[close - 1] == u'/' ? 2 : 1, ink(marks));
        for (int quote = static_cast<int>(text.indexOf(u'"', i)); quote >= 0 && quote < end;) {
            const int other = static_cast<int>(text.indexOf(u'"', quote + 1));
            if (other < 0 || other >= end)
                break;
            setFormat(quote, other - quote + 1, ink(values));
            quote = static_cast<int>(text.indexOf(u'"', other + 1));
        }
        i = end;
    }
}

class PayloadView::Gutter final : public QWidget {
  public:
    explicit Gutter(PayloadView *view) : QWidget(view), m_view(view) {}
    QSize sizeHint() const override { return {m_view->gutterWidth(), 0}; }

  protected:
    void paintEvent(QPaintEvent *event) override { m_view->paintGutter(event); }

  private:
    PayloadView *m_view;
};

PayloadView::PayloadView(const QString &objectName, QWidget *parent)
    : QPlainTextEdit(parent), m_gutter(new Gutter(this)), m_highlighter(new PayloadHighlighter(document()))
{
    setObjectName(objectName);
    m_gutter->setObjectName(objectName + u"_gutter"_qs);
    setProperty("payload", true);
    setReadOnly(true);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setTabChangesFocus(true);
    connect(this, &QPlainTextEdit::blockCountChanged, this,
            [this] { setViewportMargins(gutterWidth(), 0, 0, 0); });
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &rect, int dy) {
        if (dy)
            m_gutter->scroll(0, dy);
        else
            m_gutter->update(0, rect.y(), m_gutter->width(), rect.height());
    });
    connect(&theme(), &Theme::changed, this, [this] { restyle(); });
    PayloadView::restyle(); // a subclass restyles itself once it is made
}

void PayloadView::restyle()
{
    setFont(theme().font(TextRole::Mono));
    document()->setDefaultFont(theme().font(TextRole::Mono));
    document()->setDocumentMargin(theme().px(6));
    setViewportMargins(gutterWidth(), 0, 0, 0);
    m_highlighter->rehighlight();
    m_gutter->update();
}

void PayloadView::setPayload(const QString &text)
{
    if (text == m_payload && !toPlainText().isEmpty())
        return;
    m_payload = text;
    m_unnumbered.clear();
    refresh();
}

void PayloadView::setPretty(bool pretty)
{
    if (pretty == m_pretty)
        return;
    m_pretty = pretty;
    refresh();
}

void PayloadView::refresh()
{
    const HttpText http = splitHttp(m_payload);
    m_highlighter->setFormat(bodyFormat(http), !http.startLine.isEmpty());
    setPlainText(m_pretty ? prettyText(m_payload) : m_payload);
}

void PayloadView::showExact(const QString &text, BodyFormat format, bool hasHead, const QSet<int> &unnumbered)
{
    m_payload = text;
    m_unnumbered = unnumbered;
    m_highlighter->setFormat(format, hasHead);
    setPlainText(text);
}

int PayloadView::gutterWidth() const
{
    const int digits = qMax(2, static_cast<int>(QString::number(blockCount()).size()));
    return QFontMetrics(theme().font(TextRole::Mono)).horizontalAdvance(u'0') * digits + theme().px(18);
}

void PayloadView::paintGutter(QPaintEvent *event)
{
    QPainter painter(m_gutter);
    painter.setFont(theme().font(TextRole::Mono));
    painter.setPen(theme().color(Token::Muted));
    QTextBlock block = firstVisibleBlock();
    qreal top = blockBoundingGeometry(block).translated(contentOffset()).top();
    int number = 0;
    for (int before = 0; before < block.blockNumber(); ++before)
        number += m_unnumbered.contains(before) ? 0 : 1;
    while (block.isValid() && top <= event->rect().bottom()) {
        const qreal height = blockBoundingRect(block).height();
        const bool isNumbered = !m_unnumbered.contains(block.blockNumber());
        number += isNumbered ? 1 : 0;
        if (isNumbered && block.isVisible() && top + height >= event->rect().top())
            painter.drawText(QRectF(0, top, m_gutter->width() - theme().px(8), height),
                             Qt::AlignRight | Qt::AlignTop, QString::number(number));
        top += height;
        block = block.next();
    }
}

void PayloadView::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    const QRect inside = contentsRect();
    m_gutter->setGeometry(QRect(inside.left(), inside.top(), gutterWidth(), inside.height()));
}

void PayloadView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    // The application's font reaches every widget when the scale changes; this one keeps its own.
    if (event->type() == QEvent::FontChange && font().family() != theme().font(TextRole::Mono).family())
        setFont(theme().font(TextRole::Mono));
}

} // namespace bourse::gui
