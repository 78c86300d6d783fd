#include "gui/shell/commandpalette.h"
#include "gui/theme/figures.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QRegularExpression>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

namespace bourse::gui {
namespace {

constexpr int iconRole = Qt::UserRole + 1;
constexpr int hintRole = Qt::UserRole + 2;
constexpr int rowsShown = 9;

class EntryDelegate final : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &look = theme();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRectF row = QRectF(option.rect).adjusted(6, 0, -6, 0);
        if (option.state & QStyle::State_Selected) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(look.color(Token::Selection));
            painter->drawRoundedRect(row, 4, 4);
        }
        const qreal side = look.px(16);
        paintIcon(painter, QRectF(row.left() + look.px(10), row.top(), side, row.height()),
                  index.data(iconRole).toString(), look.color(Token::Secondary));
        const QString hint = index.data(hintRole).toString();
        const QFont hintFont = look.font(TextRole::Caption);
        const qreal hintWidth = figuresWidth(hintFont, hint);
        painter->setPen(look.color(Token::Muted));
        paintFigures(painter, row.adjusted(0, 0, -look.px(10), 0), Qt::AlignRight, hint, hintFont);
        painter->setPen(look.color(Token::Text));
        paintFigures(painter, row.adjusted(look.px(10 + 10) + side, 0, -hintWidth - look.px(20), 0),
                     Qt::AlignLeft, index.data(Qt::DisplayRole).toString(), look.font(TextRole::Body));
        painter->restore();
    }
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {100, theme().px(rowNormal)};
    }
};

} // namespace

int paletteScore(const QString &text, const QString &needle)
{
    if (needle.isEmpty())
        return 0;
    const QString whole = text.toCaseFolded();
    const QString wanted = needle.toCaseFolded();
    const qsizetype together = whole.indexOf(wanted);
    if (together >= 0)
        return 1000 - static_cast<int>(std::min<qsizetype>(together, 400)) + (together == 0 ? 500 : 0);
    int score = 0;
    qsizetype at = 0;
    for (const QChar letter : wanted) {
        if (letter.isSpace())
            continue;
        const qsizetype found = whole.indexOf(letter, at);
        if (found < 0)
            return -1;
        const bool startsWord = found == 0 || !whole[found - 1].isLetterOrNumber();
        score += startsWord ? 20 : found == at ? 8 : 1;
        at = found + 1;
    }
    return score;
}

CommandPalette::CommandPalette(QWidget *window)
    : QFrame(window), m_field(new QLineEdit), m_list(new QListView), m_model(new QStandardItemModel(this))
{
    setObjectName(QStringLiteral("palette"));
    setAccessibleName(tr("Find an action, a page or a lead"));
    setAutoFillBackground(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 7);
    layout->setSpacing(6);
    m_field->setObjectName(QStringLiteral("paletteField"));
    m_field->setAccessibleName(tr("Find"));
    m_field->setPlaceholderText(tr("Find an action, a page, or a lead by its id"));
    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setAccessibleName(tr("What was found"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new EntryDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    layout->addWidget(m_field);
    layout->addWidget(m_list);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::refresh);
    connect(m_list, &QListView::clicked, this, &CommandPalette::choose);
    m_field->installEventFilter(this);
    hide();
}

void CommandPalette::open(QList<PaletteEntry> entries)
{
    m_entries = std::move(entries);
    m_field->clear();
    refresh(QString());
    const int width = std::min(theme().px(560), parentWidget()->width() - 48);
    const int height = theme().px(44) + theme().px(rowNormal) * rowsShown + 16;
    setGeometry((parentWidget()->width() - width) / 2, theme().px(72), width,
                std::min(height, parentWidget()->height() - theme().px(90)));
    show();
    raise();
    m_field->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::refresh(const QString &needle)
{
    static const QRegularExpression leadId(QStringLiteral("^(ld_)?[0-9a-fA-F-]{4,36}$"));
    const QString wanted = needle.trimmed();
    struct Ranked {
        int score;
        const PaletteEntry *entry;
    };
    QVector<Ranked> ranked;
    for (const PaletteEntry &entry : std::as_const(m_entries)) {
        const int score = paletteScore(entry.text, wanted);
        if (score >= 0)
            ranked.append({score, &entry});
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const Ranked &a, const Ranked &b) { return a.score > b.score; });
    m_found.clear();
    if (leadId.match(wanted).hasMatch())
        m_found.append({QStringLiteral("leads"), tr("Lead %1").arg(wanted), tr("Open"), [this, wanted] {
                            Q_EMIT leadRequested(wanted);
                        }});
    for (const Ranked &r : ranked)
        m_found.append(*r.entry);
    m_model->clear();
    for (const PaletteEntry &entry : std::as_const(m_found)) {
        auto *item = new QStandardItem(entry.text);
        item->setData(entry.icon, iconRole);
        item->setData(entry.hint, hintRole);
        m_model->appendRow(item);
    }
    m_list->setCurrentIndex(m_model->index(0, 0));
}

void CommandPalette::choose()
{
    const int row = m_list->currentIndex().row();
    if (row < 0 || row >= m_found.size())
        return;
    const auto run = m_found[row].run;
    hide();
    if (run)
        run();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_field)
        return QFrame::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut && isVisible() &&
        static_cast<QFocusEvent *>(event)->reason() != Qt::ActiveWindowFocusReason) {
        hide();
    } else if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const int rows = m_model->rowCount();
        const int row = m_list->currentIndex().row();
        switch (key->key()) {
        case Qt::Key_Escape:
            hide();
            parentWidget()->setFocus();
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            choose();
            return true;
        case Qt::Key_Down:
        case Qt::Key_Up:
            if (rows > 0)
                m_list->setCurrentIndex(
                    m_model->index((row + (key->key() == Qt::Key_Down ? 1 : rows - 1)) % rows, 0));
            return true;
        default:
            break;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace bourse::gui
