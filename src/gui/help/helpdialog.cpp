#include "gui/help/helpdialog.h"
#include "gui/language.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/card.h"
#include "gui/widgets/painters.h"
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextList>
#include <QVBoxLayout>
#include <algorithm>

namespace bourse::gui {

namespace {

constexpr char topicProperty[] = "helpTopic";

class TopicDelegate final : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {theme().px(140), theme().px(rowNormal)};
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &look = theme();
        const bool selected = option.state & QStyle::State_Selected;
        painter->save();
        paintRowGround(painter, option.rect, selected, option.state & QStyle::State_MouseOver);
        const QFont font = look.font(selected ? TextRole::BodyMedium : TextRole::Body);
        painter->setFont(font);
        painter->setPen(look.color(Token::Text));
        const QRect content = option.rect.adjusted(look.px(14), 0, -look.px(8), 0);
        painter->drawText(
            content, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
            QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight, content.width()));
        painter->restore();
    }
};

} // namespace

void setHelpTopic(QWidget *widget, const QString &id)
{
    widget->setProperty(topicProperty, id);
}

QString helpTopicOf(const QWidget *widget)
{
    const QWidget *focused = QApplication::focusWidget();
    for (const QWidget *at = focused && widget->isAncestorOf(focused) ? focused : widget; at;
         at = at->parentWidget()) {
        const QString id = at->property(topicProperty).toString();
        if (!id.isEmpty())
            return id;
        if (at == widget)
            break;
    }
    return {};
}

void installHelp(QWidget *dialog, const QString &id)
{
    setHelpTopic(dialog, id);
    auto *shortcut = new QShortcut(QKeySequence(Qt::Key_F1), dialog);
    QObject::connect(shortcut, &QShortcut::activated, dialog,
                     [dialog] { HelpDialog::showTopic(dialog, helpTopicOf(dialog)); });
}

HelpDialog::HelpDialog(QWidget *parent)
    : QDialog(parent), m_topics(helpTopics(language())), m_search(new QLineEdit), m_list(new QListWidget),
      m_page(new QTextBrowser), m_nothing(nullptr)
{
    setObjectName(QStringLiteral("helpDialog"));
    setWindowTitle(tr("Help"));
    setAccessibleName(windowTitle());
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *left = new QWidget;
    left->setObjectName(QStringLiteral("helpLeft"));
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 12, 0, 0);
    leftLayout->setSpacing(8);
    auto *searchHolder = new QHBoxLayout;
    searchHolder->setContentsMargins(12, 0, 12, 0);
    m_search->setObjectName(QStringLiteral("helpSearch"));
    m_search->setAccessibleName(tr("Search the help"));
    m_search->setPlaceholderText(tr("Search the help"));
    m_search->setClearButtonEnabled(true);
    m_search->installEventFilter(this);
    searchHolder->addWidget(m_search);
    leftLayout->addLayout(searchHolder);
    m_list->setObjectName(QStringLiteral("helpTopics"));
    m_list->setAccessibleName(tr("Pages"));
    m_list->setItemDelegate(new TopicDelegate(m_list));
    m_list->setMouseTracking(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    leftLayout->addWidget(m_list, 1);
    left->setFixedWidth(theme().px(210));
    layout->addWidget(left);
    layout->addWidget(makeLine(Qt::Vertical));
    auto *pages = new QStackedWidget;
    pages->setObjectName(QStringLiteral("helpPages"));
    m_page->setObjectName(QStringLiteral("helpPage"));
    m_page->setFrameShape(QFrame::NoFrame);
    m_page->setProperty("pane", true);
    m_page->setOpenLinks(false); // nothing is fetched from anywhere
    m_page->document()->setDocumentMargin(theme().px(20));
    pages->addWidget(m_page);
    m_nothing = new EmptyState(QStringLiteral("search"), tr("No page has these words."), tr("Show all pages"),
                               QStringLiteral("helpNothing"));
    pages->addWidget(m_nothing);
    layout->addWidget(pages, 1);
    connect(m_nothing, &EmptyState::actionTriggered, this, [this] {
        m_search->clear();
        m_search->setFocus();
    });
    connect(m_search, &QLineEdit::textChanged, this, &HelpDialog::refreshList);
    connect(m_list, &QListWidget::currentRowChanged, this, &HelpDialog::showPage);
    connect(m_page, &QTextBrowser::anchorClicked, this, [this](const QUrl &link) {
        if (link.scheme() == u"help")
            choose(link.path());
    });
    connect(&theme(), &Theme::changed, this, &HelpDialog::showPage);
    refreshList();
    resizeWithin(this, {760, 520});
}

HelpDialog *HelpDialog::showTopic(QWidget *widget, const QString &id)
{
    QWidget *window = widget->window();
    auto *dialog = window->findChild<HelpDialog *>(QString(), Qt::FindDirectChildrenOnly);
    if (!dialog) {
        dialog = new HelpDialog(window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
    }
    dialog->choose(id);
    dialog->show();
    dialog->raise();
    dialog->activateWindow();
    dialog->m_page->setFocus();
    return dialog;
}

QString HelpDialog::currentTopic() const
{
    const QListWidgetItem *item = m_list->currentItem();
    return item ? item->data(Qt::UserRole).toString() : QString();
}

void HelpDialog::choose(const QString &id)
{
    if (!m_search->text().isEmpty())
        m_search->clear();
    for (int row = 0; row < m_list->count(); ++row)
        if (m_list->item(row)->data(Qt::UserRole).toString() == id) {
            m_list->setCurrentRow(row);
            return;
        }
    m_list->setCurrentRow(0);
}

void HelpDialog::refreshList()
{
    const QString before = currentTopic();
    const QVector<HelpTopic> found = searchHelp(m_topics, m_search->text());
    {
        const QSignalBlocker quiet(m_list);
        m_list->clear();
        int row = 0;
        for (const HelpTopic &topic : found) {
            auto *item = new QListWidgetItem(topic.title);
            item->setData(Qt::UserRole, topic.id);
            m_list->addItem(item);
            // while one searches, the best one is shown; else what was shown stays
            if (m_search->text().isEmpty() && topic.id == before)
                row = m_list->count() - 1;
        }
        m_list->setCurrentRow(found.isEmpty() ? -1 : row);
    }
    showPage();
}

void HelpDialog::showPage()
{
    const QString id = currentTopic();
    auto *pages = static_cast<QStackedWidget *>(m_page->parentWidget());
    const auto topic =
        std::find_if(m_topics.begin(), m_topics.end(), [&id](const HelpTopic &one) { return one.id == id; });
    if (topic == m_topics.end()) {
        pages->setCurrentWidget(m_nothing);
        return;
    }
    pages->setCurrentWidget(m_page);
    m_page->document()->setDefaultFont(theme().font(TextRole::Body));
    m_page->setMarkdown(topic->text);
    setType();
    m_page->setAccessibleName(topic->title);
    markWords();
}

void HelpDialog::setType()
{
    // Markdown knows no spaces between its parts, nor our letters
    const Theme &look = theme();
    QTextDocument *document = m_page->document();
    document->setIndentWidth(look.px(18));
    QTextCharFormat code;
    code.setFont(look.font(TextRole::Mono));
    code.setBackground(look.color(Token::Raised));
    for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
        QTextCursor cursor(block);
        QTextBlockFormat format = block.blockFormat();
        const bool isItem = block.textList() != nullptr;
        format.setLineHeight(135, QTextBlockFormat::ProportionalHeight);
        format.setTopMargin(0);
        format.setBottomMargin(look.px(format.headingLevel() > 0 ? 12 : isItem ? 4 : 10));
        if (isItem && !block.next().textList())
            format.setBottomMargin(look.px(12));
        cursor.setBlockFormat(format);
        if (format.headingLevel() > 0) {
            QTextCharFormat title;
            title.setFont(look.font(TextRole::Title));
            cursor.select(QTextCursor::BlockUnderCursor);
            cursor.mergeCharFormat(title);
            continue;
        }
        for (auto at = block.begin(); !at.atEnd(); ++at)
            if (at.fragment().charFormat().fontFixedPitch()) {
                QTextCursor part(document);
                part.setPosition(at.fragment().position());
                part.setPosition(at.fragment().position() + at.fragment().length(), QTextCursor::KeepAnchor);
                part.mergeCharFormat(code);
            }
    }
    m_page->moveCursor(QTextCursor::Start);
}

void HelpDialog::markWords()
{
    QList<QTextEdit::ExtraSelection> marks;
    for (const QString &word : m_search->text().split(u' ', Qt::SkipEmptyParts)) {
        QTextCursor cursor(m_page->document());
        while (!(cursor = m_page->document()->find(word, cursor)).isNull() && marks.size() < 200) {
            QTextEdit::ExtraSelection mark;
            mark.cursor = cursor;
            mark.format.setBackground(theme().color(Token::Selection));
            marks.append(mark);
        }
    }
    m_page->setExtraSelections(marks);
}

bool HelpDialog::eventFilter(QObject *watched, QEvent *event)
{
    // the arrow keys go through the pages while one types
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if ((key == Qt::Key_Down || key == Qt::Key_Up) && m_list->count() > 0) {
            const int row = m_list->currentRow() + (key == Qt::Key_Down ? 1 : -1);
            m_list->setCurrentRow(std::clamp(row, 0, m_list->count() - 1));
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            m_page->setFocus();
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace bourse::gui
