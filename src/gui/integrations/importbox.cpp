#include "gui/integrations/importbox.h"
#include "gui/theme/theme.h"
#include <QFile>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLocale>
#include <QMimeData>
#include <QStringDecoder>
#include <QUrl>

namespace bourse::gui {
namespace {

/// Beyond it a line takes seconds to lay out.
constexpr std::size_t kLargestShown = 200'000;
constexpr std::size_t kShownOfHeld = 4'000;

bool isCleanUtf8(const std::string &bytes)
{
    if (bytes.find('\0') != std::string::npos)
        return false;
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
    return !decoder.hasError() && !text.contains(QChar::ReplacementCharacter);
}

} // namespace

ImportBox::ImportBox(QWidget *parent) : QPlainTextEdit(parent)
{
    setObjectName(QStringLiteral("importBox"));
    setAccessibleName(tr("What the buyer gave you"));
    setFont(theme().font(TextRole::Mono));
    setProperty("payload", true);
    setTabChangesFocus(true);
    document()->setDocumentMargin(theme().px(8));
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setPlaceholderText(
        tr("Paste or drop what the buyer gave you:\n\n"
           "· a cURL command\n· a Postman collection, OpenAPI or HAR file\n"
           "· a sample request: JSON, XML, a=1&b=2\n· the table of fields from their document\n"
           "· an integration that was exported from Bourse"));
    connect(&theme(), &Theme::changed, this, [this] { setFont(theme().font(TextRole::Mono)); });
    connect(this, &QPlainTextEdit::textChanged, this, [this] {
        if (!m_showing)
            Q_EMIT contentChanged();
    });
}

std::string ImportBox::content() const
{
    if (m_held)
        return *m_held;
    // toPlainText() would make spaces of no-break spaces
    QString text = document()->toRawText();
    text.replace(QChar::ParagraphSeparator, u'\n');
    text.replace(QChar::LineSeparator, u'\n');
    return text.toStdString();
}

qsizetype ImportBox::contentSize() const
{
    return m_held ? static_cast<qsizetype>(m_held->size()) : document()->characterCount() - 1;
}

void ImportBox::hold(std::string bytes)
{
    m_held = std::move(bytes);
    m_showing = true;
    setReadOnly(true);
    QString shown =
        QString::fromUtf8(m_held->data(), static_cast<qsizetype>(std::min(m_held->size(), kShownOfHeld)));
    shown.replace(QChar(u'\0'), QChar(0x2400));
    if (m_held->size() > kShownOfHeld)
        shown += u"\n\n"_qs + tr("… shortened here; all %1 are read.")
                                  .arg(QLocale().formattedDataSize(static_cast<qint64>(m_held->size())));
    setPlainText(shown);
    m_showing = false;
    Q_EMIT contentChanged();
}

void ImportBox::setContent(const std::string &bytes)
{
    if (bytes.size() > kLargestShown || !isCleanUtf8(bytes)) {
        hold(bytes);
        return;
    }
    clearContent();
    setPlainText(QString::fromStdString(bytes));
}

void ImportBox::clearContent()
{
    m_held.reset();
    setReadOnly(false);
    if (!document()->isEmpty())
        clear();
}

void ImportBox::openFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        Q_EMIT refused(tr("%1 could not be read: %2").arg(QFileInfo(path).fileName(), file.errorString()));
        return;
    }
    if (file.size() > largestFile) {
        Q_EMIT refused(tr("%1 has %2; at most 5 MB are read.")
                           .arg(QFileInfo(path).fileName(), QLocale().formattedDataSize(file.size())));
        return;
    }
    setContent(file.readAll().toStdString());
}

bool ImportBox::canInsertFromMimeData(const QMimeData *source) const
{
    return source->hasText() || source->hasUrls();
}

void ImportBox::insertFromMimeData(const QMimeData *source)
{
    // from a spreadsheet comes a picture, too: text is what is wanted
    const QList<QUrl> urls = source->urls();
    if (urls.size() == 1 && urls.front().isLocalFile()) {
        openFile(urls.front().toLocalFile());
        return;
    }
    const QString text = source->text();
    const bool replaces = m_held || textCursor().selectedText().size() == document()->characterCount() - 1;
    if (replaces && (static_cast<std::size_t>(text.size()) > kLargestShown || text.contains(QChar(u'\0')))) {
        hold(text.toStdString());
        return;
    }
    if (m_held)
        clearContent();
    if (static_cast<std::size_t>(text.size() + document()->characterCount()) > kLargestShown) {
        hold(content() + text.toStdString());
        return;
    }
    QPlainTextEdit::insertFromMimeData(source);
}

void ImportBox::keyPressEvent(QKeyEvent *event)
{
    if (m_held && (event->matches(QKeySequence::Paste) || event->key() == Qt::Key_Delete ||
                   event->key() == Qt::Key_Backspace)) {
        if (event->matches(QKeySequence::Paste))
            setReadOnly(false);
        else
            clearContent();
        if (!event->matches(QKeySequence::Paste))
            return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

} // namespace bourse::gui
