#include "gui/integrations/answerview.h"
#include "gui/theme/figures.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QTextBlock>

namespace bourse::gui {

using workbench::Meaning;

namespace {

constexpr std::size_t shownBytes = 256 * 1024;

} // namespace

AnswerView::AnswerView(QWidget *parent) : PayloadView(QStringLiteral("answerBytes"), parent)
{
    setAccessibleName(tr("The buyer's answer; press Enter on a value to say what it is"));
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAnywhere);
    setProperty("pane", true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &AnswerView::mark);
}

void AnswerView::setResponse(const domain::BuyerResponse &response)
{
    // each change of the document comes by here: the cursor stays on its value
    if (!m_positions.isEmpty() && response.body == m_response.body &&
        response.headers == m_response.headers && response.status == m_response.status)
        return;
    m_response = response;
    m_values = domain::locateAll(response);
    HttpText http;
    for (const auto &[name, value] : response.headers)
        http.headers.append({QString::fromStdString(name), QString::fromStdString(value)});
    const std::string shown = response.body.substr(0, shownBytes);
    http.body = QString::fromStdString(shown.substr(0, 64));
    QString text = QString::fromUtf8(shown.data(), static_cast<qsizetype>(shown.size()))
                       .replace(QChar(0), QChar(0x2400))
                       .replace(QStringLiteral("\r\n"), QStringLiteral(" \n"));
    if (shown.size() < response.body.size())
        text += tr("\n… %1 more bytes are not shown").arg(response.body.size() - shown.size());
    // a line end of two bytes is shown as two characters, so only UTF-8 makes a difference
    m_positions.resize(static_cast<qsizetype>(shown.size()) + 1);
    int position = 0;
    for (std::size_t byte = 0; byte < shown.size(); ++byte) {
        m_positions[static_cast<qsizetype>(byte)] = position;
        const auto c = static_cast<unsigned char>(shown[byte]);
        const bool endsCharacter =
            byte + 1 == shown.size() || (static_cast<unsigned char>(shown[byte + 1]) & 0xC0) != 0x80;
        if (endsCharacter) // four bytes are a pair of UTF-16 units
            position += byte >= 3 && (static_cast<unsigned char>(shown[byte - 3]) & 0xF8) == 0xF0 && c >= 0x80
                            ? 2
                            : 1;
    }
    m_positions[static_cast<qsizetype>(shown.size())] = position;
    showExact(text, bodyFormat(http), false, {});
    mark();
}

void AnswerView::setMarks(QVector<Mark> marks)
{
    m_marks = std::move(marks);
    mark();
}

int AnswerView::textPosition(std::size_t byte) const
{
    return m_positions.isEmpty()
               ? 0
               : m_positions[static_cast<qsizetype>(std::min(byte, std::size_t(m_positions.size() - 1)))];
}

std::optional<domain::LocatedValue> AnswerView::current() const
{
    const int at = textCursor().position();
    for (const domain::LocatedValue &value : m_values)
        if (at >= textPosition(value.begin) && at <= textPosition(value.end))
            return value;
    const std::size_t byte = static_cast<std::size_t>(toPlainText().left(at).toUtf8().size());
    return domain::locateAt(m_response, byte);
}

void AnswerView::openMenu()
{
    const auto value = current();
    if (!value)
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("meaningMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *head = menu->addAction(
        tr("%1 is “%2”")
            .arg(QString::fromStdString(value->shownPath), QString::fromStdString(value->text).left(40)));
    head->setEnabled(false);
    menu->addSeparator();
    struct Entry {
        Meaning meaning;
        QString text;
        const char *icon;
    };
    const QVector<Entry> ofAnswers = {
        {Meaning::Accepted, tr("&1  Means accepted"), "check"},
        {Meaning::Price, tr("&2  Is the price"), "billing"},
        {Meaning::CarriedId, tr("&3  Is the id to carry on"), "merge"},
        {Meaning::Reason, tr("&4  Is the reject reason"), "info"},
        {Meaning::Redirect, tr("&5  Is the redirect link"), "export"},
        {Meaning::Rejected, tr("&6  Means rejected"), "x"},
        {Meaning::Duplicate, tr("&7  Means duplicate"), "copy"},
        {Meaning::Error, tr("&8  Means an error"), "alert"},
        {Meaning::Expiry, tr("&9  Is the time of expiry"), "clock"},
    };
    const QVector<Entry> ofCallbacks = {
        {Meaning::Accepted, tr("&1  Means sold"), "check"},
        {Meaning::Price, tr("&2  Is the price"), "billing"},
        {Meaning::BuyerId, tr("&3  Is the buyer's id of the lead"), "merge"},
        {Meaning::LeadId, tr("&4  Is our id of the lead"), "merge"},
        {Meaning::EventId, tr("&5  Is the event's id"), "history"},
        {Meaning::Rejected, tr("&6  Means rejected"), "x"},
        {Meaning::Returned, tr("&7  Means returned"), "undo"},
        {Meaning::Converted, tr("&8  Means became a customer"), "certificate"},
        {Meaning::Reason, tr("&9  Is the reason"), "info"},
    };
    const QVector<Entry> &entries = m_step == domain::StepKind::Callback ? ofCallbacks : ofAnswers;
    for (const Entry &entry : entries) {
        QAction *action =
            menu->addAction(icon(QString::fromLatin1(entry.icon), Token::Secondary), entry.text);
        action->setObjectName(QStringLiteral("meaning%1").arg(static_cast<int>(entry.meaning)));
        connect(action, &QAction::triggered, this,
                [this, value = *value, meaning = entry.meaning] { Q_EMIT taught(value, meaning); });
    }
    QTextCursor cursor(document());
    cursor.setPosition(textPosition(value->end));
    menu->popup(viewport()->mapToGlobal(cursorRect(cursor).bottomLeft() + QPoint(0, 4)));
}

void AnswerView::mark()
{
    QList<QTextEdit::ExtraSelection> selections;
    const auto add = [&](std::size_t begin, std::size_t end, const QTextCharFormat &format) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(document());
        const int last = document()->characterCount() - 1;
        selection.cursor.setPosition(std::min(textPosition(begin), last));
        selection.cursor.setPosition(std::min(textPosition(end), last), QTextCursor::KeepAnchor);
        selection.format = format;
        selections.append(selection);
    };
    for (const Mark &mark : std::as_const(m_marks)) {
        QTextCharFormat format;
        format.setFontUnderline(true);
        format.setUnderlineColor(theme().color(Token::Ok));
        format.setBackground(theme().chip(domain::Chip::Sold).background);
        format.setToolTip(mark.name);
        add(mark.begin, mark.end, format);
    }
    const int at = textCursor().position();
    for (const domain::LocatedValue &value : m_values)
        if (hasFocus() && at >= textPosition(value.begin) && at <= textPosition(value.end)) {
            QTextCharFormat format;
            format.setBackground(theme().color(Token::PrimaryFill));
            format.setForeground(theme().color(Token::OnPrimary));
            add(value.begin, value.end, format);
            break;
        }
    setExtraSelections(selections);
}

void AnswerView::paintEvent(QPaintEvent *event)
{
    PayloadView::paintEvent(event);
    // behind each line what is read from it, where there is room
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    const QFont font = theme().font(TextRole::Caption);
    const qreal side = theme().px(13);
    QHash<int, qreal> ends; // of what stands behind a block
    const int last = document()->characterCount() - 1;
    for (const Mark &mark : std::as_const(m_marks)) {
        const QTextBlock block = document()->findBlock(std::min(textPosition(mark.end), last));
        QTextCursor cursor(block);
        cursor.movePosition(QTextCursor::EndOfBlock);
        const QRect at = cursorRect(cursor);
        const qreal x = ends.value(block.blockNumber(), at.right() + theme().px(10));
        const qreal width = side + theme().px(3) + figuresWidth(font, mark.name);
        if (x + width > viewport()->width() || !at.intersects(viewport()->rect()))
            continue;
        paintIcon(&painter, QRectF(x, at.top(), side, at.height()), mark.iconName, theme().color(Token::Ok));
        painter.setPen(theme().color(Token::Ok));
        paintFigures(&painter, QRectF(x + side + theme().px(3), at.top(), width, at.height()), Qt::AlignLeft,
                     mark.name, font);
        ends[block.blockNumber()] = x + width + theme().px(10);
    }
}

void AnswerView::mouseReleaseEvent(QMouseEvent *event)
{
    PayloadView::mouseReleaseEvent(event);
    if (event->button() == Qt::LeftButton && !textCursor().hasSelection())
        openMenu();
}

void AnswerView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        openMenu();
        return;
    }
    if (event->key() == Qt::Key_N || event->key() == Qt::Key_P) { // next and previous value
        const int at = textCursor().position();
        int best = -1;
        for (const domain::LocatedValue &value : m_values) {
            const int begin = textPosition(value.begin);
            if (event->key() == Qt::Key_N ? begin > at && (best < 0 || begin < best)
                                          : begin < at && begin > best)
                best = begin;
        }
        if (best >= 0) {
            QTextCursor cursor(document());
            cursor.setPosition(best);
            setTextCursor(cursor);
        }
        return;
    }
    PayloadView::keyPressEvent(event);
}

void AnswerView::contextMenuEvent(QContextMenuEvent *event)
{
    setTextCursor(cursorForPosition(event->pos()));
    openMenu();
}

void AnswerView::restyle()
{
    PayloadView::restyle();
    mark();
}

} // namespace bourse::gui
