#include "gui/leads/filterfield.h"
#include "gui/theme/figures.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QSyntaxHighlighter>
#include <QTextBlock>
#include <QTimer>
#include <QVBoxLayout>

namespace bourse::gui {

class FilterHighlighter final : public QSyntaxHighlighter {
  public:
    FilterHighlighter(QTextDocument *document, const LeadFilter *filter)
        : QSyntaxHighlighter(document), m_filter(filter)
    {
    }

  protected:
    void highlightBlock(const QString &) override
    {
        for (const FilterTerm &term : m_filter->terms()) {
            QTextCharFormat format;
            format.setForeground(theme().color(Token::AccentText));
            setFormat(static_cast<int>(term.start), static_cast<int>(term.keyLength), format);
        }
        for (const FilterProblem &problem : m_filter->problems()) {
            QTextCharFormat format;
            format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
            format.setUnderlineColor(theme().color(Token::Bad));
            setFormat(static_cast<int>(problem.start), static_cast<int>(problem.length), format);
        }
    }

  private:
    const LeadFilter *m_filter;
};

namespace {

constexpr int hintRole = Qt::UserRole + 1;
constexpr int offersShown = 8;
constexpr int settleMs = 220;

class OfferDelegate final : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRectF rect = QRectF(option.rect).adjusted(theme().px(4), 0, -theme().px(4), 0);
        if (option.state & QStyle::State_Selected) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(theme().color(Token::Selection));
            painter->drawRoundedRect(rect, 4, 4);
        }
        const QRectF content = rect.adjusted(theme().px(8), 0, -theme().px(8), 0);
        const QFont mono = theme().font(TextRole::Mono);
        const QString text = index.data(Qt::DisplayRole).toString();
        painter->setPen(theme().color(Token::AccentText));
        paintFigures(painter, content, Qt::AlignLeft, text, mono);
        painter->setPen(theme().color(Token::Secondary));
        paintFigures(painter, content.adjusted(figuresWidth(mono, text) + theme().px(16), 0, 0, 0),
                     Qt::AlignRight, index.data(hintRole).toString(), theme().font(TextRole::Caption));
        painter->restore();
    }
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {theme().px(200), theme().px(26)};
    }
};

} // namespace

FilterPopup::FilterPopup(QWidget *parent)
    : QFrame(parent), m_list(new QListView), m_model(new QStandardItemModel(this)), m_footer(new QWidget)
{
    setObjectName(QStringLiteral("filterPopup"));
    setAccessibleName(tr("What can stand here"));
    setProperty("popup", true);
    setFocusPolicy(Qt::NoFocus);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 5, 1, 1);
    layout->setSpacing(0);
    m_list->setObjectName(QStringLiteral("filterOffers"));
    m_list->setAccessibleName(tr("Offers"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new OfferDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    connect(m_list, &QListView::clicked, this,
            [this](const QModelIndex &index) { Q_EMIT chosen(index.row()); });
    layout->addWidget(m_list, 1);

    m_footer->setObjectName(QStringLiteral("filterPopupFooter"));
    auto *footer = new QHBoxLayout(m_footer);
    footer->setContentsMargins(12, 4, 8, 5);
    footer->setSpacing(6);
    footer->addWidget(makeLabel(tr("Tab"), LabelRole::Keycap, QStringLiteral("filterTabKey")));
    footer->addWidget(makeLabel(tr("accept"), LabelRole::Note, QStringLiteral("filterTabNote")));
    footer->addStretch(1);
    m_correction =
        makeButton(QString(), QString(), ButtonKind::Link, QStringLiteral("filterCorrection"), nullptr, true);
    m_correction->setFocusPolicy(Qt::NoFocus);
    connect(m_correction, &QPushButton::clicked, this, &FilterPopup::correctionChosen);
    footer->addWidget(m_correction);
    layout->addWidget(makeLine(Qt::Horizontal));
    layout->addWidget(m_footer);
    hide();
}

void FilterPopup::setOffers(const FilterOffers &offers, const FilterProblem *problem)
{
    m_offers = offers;
    m_model->clear();
    for (const FilterOffer &offer : offers.offers) {
        auto *item = new QStandardItem(offer.text);
        item->setData(offer.hint, hintRole);
        item->setData(offer.hint, Qt::AccessibleDescriptionRole);
        m_model->appendRow(item);
    }
    m_list->setCurrentIndex(m_model->index(0, 0));
    m_list->setVisible(!offers.offers.isEmpty());
    const bool corrects = problem && !problem->replacement.isEmpty();
    m_correction->setVisible(problem != nullptr);
    m_correction->setEnabled(corrects);
    QString meant = corrects ? problem->replacement : QString();
    if (meant.endsWith(u':') || meant.endsWith(u'>'))
        meant.chop(1);
    const QString text = corrects  ? tr("did you mean %1?").arg(meant)
                         : problem ? problem->message
                                   : QString();
    m_correction->setText(text);
    m_correction->setAccessibleName(text);
}

int FilterPopup::current() const
{
    return m_list->currentIndex().row();
}

void FilterPopup::step(int rows)
{
    const int count = m_model->rowCount();
    if (count > 0)
        m_list->setCurrentIndex(m_model->index((m_list->currentIndex().row() + rows + count) % count, 0));
}

QSize FilterPopup::sizeHint() const
{
    const int rows = qMin(offersShown, m_model->rowCount());
    qreal width = theme().px(256);
    for (const FilterOffer &offer : m_offers.offers)
        width = qMax(width, figuresWidth(theme().font(TextRole::Mono), offer.text) +
                                qMin<qreal>(theme().px(240),
                                            figuresWidth(theme().font(TextRole::Caption), offer.hint)) +
                                theme().px(60));
    width = qMax<qreal>(width, m_footer->sizeHint().width());
    return {static_cast<int>(width), rows * theme().px(26) + m_footer->sizeHint().height() + 10};
}

FilterField::FilterField(QWidget *parent)
    : QPlainTextEdit(parent), m_highlighter(new FilterHighlighter(document(), &m_filter)),
      m_icon(new IconLabel(QStringLiteral("filter"), 16, Token::AccentText, this)), m_result(nullptr),
      m_clear(nullptr), m_popup(nullptr), m_timer(new QTimer(this))
{
    setObjectName(QStringLiteral("leadFilter"));
    setAccessibleName(tr("Filter"));
    setAccessibleDescription(tr("Keys: status, buyer, source, state, latency, price, reason, time, id"));
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTabChangesFocus(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setPlaceholderText(tr("All leads. Try status:sold state:TX latency>400"));
    m_result = makeLabel(QString(), LabelRole::Note, QStringLiteral("leadFilterResult"), this);
    m_result->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_clear = makeButton(tr("Clear the filter (Esc)"), QStringLiteral("x"), ButtonKind::Ghost,
                         QStringLiteral("leadFilterClear"), this, true);
    m_clear->setText(QString());
    m_clear->setToolTip(tr("Clear the filter (Esc)"));
    m_clear->setIcon(icon(QStringLiteral("x"), Token::Secondary));
    m_clear->setIconSize(QSize(14, 14));
    m_clear->setCursor(Qt::ArrowCursor);
    connect(m_clear, &QPushButton::clicked, this, [this] {
        setText(QString());
        setFocus();
    });
    m_timer->setSingleShot(true);
    m_timer->setInterval(settleMs);
    connect(m_timer, &QTimer::timeout, this, &FilterField::settle);
    connect(this, &QPlainTextEdit::textChanged, this, &FilterField::textEdited);
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, [this] {
        if (m_popup && m_popup->isVisible())
            refreshPopup();
    });
    connect(&theme(), &Theme::changed, this, &FilterField::restyle);
    m_clear->hide();
    restyle();
}

QSize FilterField::sizeHint() const
{
    return {theme().px(400), theme().px(controlHeight)};
}

void FilterField::restyle()
{
    const QFont mono = theme().font(TextRole::Mono);
    setFont(mono);
    document()->setDefaultFont(mono);
    document()->setDocumentMargin(0);
    setFixedHeight(theme().px(controlHeight));
    m_highlighter->rehighlight();
    place();
}

void FilterField::place()
{
    if (!m_result)
        return;
    m_result->adjustSize();
    const int button = m_clear->isHidden() ? 0 : theme().px(24);
    const int right = width() - theme().px(8);
    const QSize clear = m_clear->sizeHint().expandedTo(QSize(theme().px(22), theme().px(22)));
    m_clear->setGeometry(right - clear.width() + theme().px(3), (height() - clear.height()) / 2,
                         clear.width(), clear.height());
    m_icon->setGeometry(theme().px(11), (height() - theme().px(16)) / 2, theme().px(16), theme().px(16));
    m_result->move(right - button - m_result->width(), (height() - m_result->height()) / 2);
    // The style sheet's border is 1 px, 2 px with focus: the text must not jump.
    const int border = hasFocus() ? 2 : 1;
    const int line = QFontMetrics(font()).height();
    const int top = (height() - line) / 2 - border;
    setViewportMargins(theme().px(34) - border, qMax(0, top), m_result->width() + button + theme().px(16), 0);
}

void FilterField::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    place();
}

void FilterField::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange && font().family() != theme().font(TextRole::Mono).family())
        setFont(theme().font(TextRole::Mono));
}

void FilterField::paintEvent(QPaintEvent *event)
{
    {
        QPainter painter(viewport());
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme().color(Token::Raised));
        for (const FilterTerm &term : m_filter.terms()) {
            QTextCursor from(document());
            from.setPosition(static_cast<int>(qMin<qsizetype>(term.start, toPlainText().size())));
            QTextCursor to(document());
            to.setPosition(static_cast<int>(qMin<qsizetype>(term.start + term.length, toPlainText().size())));
            const QRectF area = QRectF(cursorRect(from)).united(QRectF(cursorRect(to)));
            painter.drawRoundedRect(area.adjusted(-3, -1, 3, 1), 4, 4);
        }
    }
    QPlainTextEdit::paintEvent(event);
}

void FilterField::setVocabulary(const FilterVocabulary &vocabulary)
{
    m_vocabulary = vocabulary;
    m_filter = LeadFilter::parse(text(), m_vocabulary);
    m_highlighter->rehighlight();
}

void FilterField::setText(const QString &text)
{
    if (text != toPlainText())
        setPlainText(text);
    QTextCursor cursor = textCursor();
    cursor.movePosition(QTextCursor::End);
    setTextCursor(cursor);
    if (m_popup)
        m_popup->hide();
    settle();
}

void FilterField::setResult(const QString &text)
{
    m_result->setText(text);
    place();
}

QString FilterField::resultText() const
{
    return m_result->text();
}

void FilterField::textEdited()
{
    const LeadFilter filter = LeadFilter::parse(text(), m_vocabulary);
    const auto looks = [](const LeadFilter &f) {
        QVector<qsizetype> places;
        for (const FilterTerm &term : f.terms())
            places << term.start << term.length << term.keyLength;
        for (const FilterProblem &problem : f.problems())
            places << -1 << problem.start << problem.length;
        return places;
    };
    const bool changed = looks(filter) != looks(m_filter);
    m_filter = filter;
    if (changed) {
        const QSignalBlocker quiet(this); // new formats are no new text
        m_highlighter->rehighlight();
    }
    viewport()->update();
    if (m_clear->isHidden() != text().isEmpty()) {
        m_clear->setVisible(!text().isEmpty());
        place();
    }
    setToolTip(m_filter.problems().isEmpty() ? QString() : m_filter.problems().first().message);
    if (hasFocus())
        showPopup();
    m_timer->start();
}

void FilterField::settle()
{
    m_timer->stop();
    // Half a word is no filter yet: what is listed stays until the text is understood again.
    if (!m_filter.isUnderstood() || (m_wasTold && m_filter.toText() == m_settled))
        return;
    m_settled = m_filter.toText();
    m_wasTold = true;
    Q_EMIT filterChanged();
}

const FilterProblem *FilterField::problemAtCursor() const
{
    const qsizetype at = textCursor().position();
    for (const FilterProblem &problem : m_filter.problems())
        if (at >= problem.start && at <= problem.start + problem.length)
            return &problem;
    return nullptr;
}

void FilterField::showPopup()
{
    if (!m_popup) {
        m_popup = new FilterPopup(window());
        connect(m_popup, &FilterPopup::chosen, this, &FilterField::acceptOffer);
        connect(m_popup, &FilterPopup::correctionChosen, this, &FilterField::acceptCorrection);
    }
    refreshPopup();
}

void FilterField::refreshPopup()
{
    const FilterOffers offers = filterOffers(text(), textCursor().position(), m_vocabulary);
    const FilterProblem *problem = problemAtCursor();
    m_popup->setOffers(offers, problem);
    if (offers.offers.isEmpty() && (!problem || problem->replacement.isEmpty())) {
        m_popup->hide();
        return;
    }
    m_popup->resize(m_popup->sizeHint());
    QTextCursor start = textCursor();
    start.setPosition(static_cast<int>(qMin<qsizetype>(offers.start, text().size())));
    QPoint corner = viewport()->mapTo(window(), QPoint(cursorRect(start).left() - theme().px(13), 0));
    corner.setY(mapTo(window(), QPoint(0, height())).y() + 2);
    corner.setX(qBound(4, corner.x(), qMax(4, window()->width() - m_popup->width() - 4)));
    m_popup->move(corner);
    m_popup->show();
    m_popup->raise();
}

void FilterField::acceptOffer(int offer)
{
    const FilterOffers offers = m_popup->offers();
    if (offer < 0 || offer >= offers.offers.size())
        return;
    QTextCursor cursor = textCursor();
    cursor.setPosition(static_cast<int>(offers.start));
    cursor.setPosition(static_cast<int>(offers.start + offers.length), QTextCursor::KeepAnchor);
    const QString insert = offers.offers[offer].insert;
    const bool isKey = insert.endsWith(u':') || insert.endsWith(u'>');
    cursor.insertText(isKey ? insert : QString(insert + u' '));
    setTextCursor(cursor);
    if (isKey)
        refreshPopup();
    else
        m_popup->hide();
}

void FilterField::acceptCorrection()
{
    const FilterProblem *problem = problemAtCursor();
    if (!problem || problem->replacement.isEmpty())
        return;
    const FilterProblem wanted = *problem;
    QTextCursor cursor = textCursor();
    cursor.setPosition(static_cast<int>(wanted.start));
    cursor.setPosition(static_cast<int>(wanted.start + wanted.length), QTextCursor::KeepAnchor);
    cursor.insertText(wanted.replacement);
    setTextCursor(cursor);
    setFocus();
}

void FilterField::keyPressEvent(QKeyEvent *event)
{
    const bool open = m_popup && m_popup->isVisible();
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_popup)
            m_popup->hide();
        settle();
        if (m_filter.isUnderstood())
            Q_EMIT submitted();
        return;
    case Qt::Key_Tab:
        if (open && m_popup->hasOffers()) {
            acceptOffer(m_popup->current());
            return;
        }
        if (open) {
            acceptCorrection();
            return;
        }
        break;
    case Qt::Key_Down:
    case Qt::Key_Up:
        if (open)
            m_popup->step(event->key() == Qt::Key_Down ? 1 : -1);
        else if (event->key() == Qt::Key_Down)
            showPopup();
        return;
    case Qt::Key_Escape:
        if (open)
            m_popup->hide();
        else if (!text().isEmpty())
            setText(QString());
        else
            Q_EMIT left();
        return;
    default:
        break;
    }
    QPlainTextEdit::keyPressEvent(event);
}

bool FilterField::focusNextPrevChild(bool next)
{
    // Tab takes what is offered; without an offer it goes on to the next widget.
    if (next && m_popup && m_popup->isVisible())
        return false;
    return QPlainTextEdit::focusNextPrevChild(next);
}

void FilterField::focusInEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusInEvent(event);
    place();
}

void FilterField::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    if (m_popup && event->reason() != Qt::ActiveWindowFocusReason)
        m_popup->hide();
    place();
}

void FilterField::insertFromMimeData(const QMimeData *source)
{
    // One line: what was copied from a table or a mail may hold line ends.
    insertPlainText(source->text().simplified());
}

} // namespace bourse::gui
