#include "gui/integrations/mappingview.h"
#include "gui/integrations/transformstrip.h"
#include "gui/theme/figures.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include "gui/widgets/cell.h"
#include "gui/widgets/painters.h"
#include <QDragMoveEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>

namespace bourse::gui {

using workbench::MappingRow;
using workbench::RowSection;
using workbench::SourceKind;
using Standing = MappingModel::Standing;

namespace {

constexpr int band = 26;

class MappingDelegate final : public CellDelegate {
  public:
    MappingDelegate(MappingModel *model, QObject *parent) : CellDelegate(parent), m_model(model) {}

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        auto *editor = new QLineEdit(parent);
        editor->setObjectName(QStringLiteral("targetEditor"));
        editor->setAccessibleName(MappingView::tr("Target path"));
        editor->setProperty("cellEditor", true);
        return editor;
    }

    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &) const override
    {
        editor->setGeometry(option.rect.left() + theme().px(4), option.rect.top() + 1,
                            option.rect.width() - theme().px(6), MappingView::lineHeight() - 2);
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const MappingModel::Item *item = m_model->item(index.row());
        if (!item)
            return;
        const auto *view = static_cast<const MappingView *>(option.widget);
        painter->save();
        painter->setClipRect(option.rect);
        painter->setRenderHint(QPainter::Antialiasing);
        if (item->row.kind == MappingRow::Kind::Section)
            paintBand(painter, option, *item, view);
        else
            paintLine(painter, option, index, *item, view);
        painter->restore();
    }

  private:
    void paintBand(QPainter *painter, const QStyleOptionViewItem &option, const MappingModel::Item &item,
                   const MappingView *view) const
    {
        const Theme &look = theme();
        const QRect row = option.rect;
        painter->fillRect(row, look.color(Token::Window));
        painter->fillRect(QRect(row.left(), row.bottom(), row.width(), 1), look.color(Token::Hairline));
        if (option.state & QStyle::State_Selected && view->hasFocus())
            painter->fillRect(QRect(row.topLeft(), QSize(3, row.height())), look.color(Token::AccentText));
        const bool collapsed = m_model->isCollapsed(item.row.section);
        qreal x = row.left() + look.px(12);
        const qreal side = look.px(13);
        paintIcon(painter, QRectF(x, row.top(), side, row.height()),
                  collapsed ? QStringLiteral("chevron-right") : QStringLiteral("chevron-down"),
                  look.color(Token::Secondary));
        x += side + look.px(5);
        const QFont font = look.font(TextRole::CaptionMedium);
        QVector<TextRun> runs{{m_model->index(m_model->rowOfSection(item.row.section), 0).data().toString(),
                               font, look.color(Token::Text)}};
        const QFont caption = look.font(TextRole::Caption);
        if (item.row.section == RowSection::Query || item.row.section == RowSection::Headers ||
            item.row.section == RowSection::Refusals)
            runs.append({QStringLiteral("   %1").arg(item.row.count), caption, look.color(Token::Secondary)});
        if (!item.row.detail.isEmpty() && (collapsed || item.row.section == RowSection::Body))
            runs.append({QStringLiteral("   ") + item.row.detail, caption, look.color(Token::Muted)});
        paintRuns(painter, QRectF(x, row.top(), row.right() - x - look.px(8), row.height()), Qt::AlignLeft,
                  runs);
    }

    void paintLine(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                   const MappingModel::Item &item, const MappingView *view) const
    {
        const Theme &look = theme();
        const bool selected = option.state & QStyle::State_Selected;
        const QRect line(option.rect.left(), option.rect.top(), option.rect.width(),
                         MappingView::lineHeight());
        paintRowGround(painter, line, selected, view->hoveredRow() == index.row(),
                       index.column() == MappingModel::Target);
        const bool isCurrent = view->currentIndex() == index && view->hasFocus();
        if (isCurrent) {
            painter->setPen(QPen(look.color(Token::AccentText), 1));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(line).adjusted(3.5, 1.5, -1.5, -1.5), 4, 4);
        }
        QRectF content =
            cellContent(line, index.column() == MappingModel::Target, index.column() == MappingModel::State);
        if (index.column() == MappingModel::State)
            content.setRight(content.right() + look.px(8));
        const bool quiet = item.standing == Standing::Omitted;
        switch (index.column()) {
        case MappingModel::Target: {
            content.setLeft(content.left() + item.row.depth * look.px(14));
            painter->setPen(look.color(quiet ? Token::Secondary : Token::Text));
            const QFont font = look.font(item.row.isRow() || item.row.kind == MappingRow::Kind::Group ||
                                                 item.row.kind == MappingRow::Kind::Refusal
                                             ? TextRole::BodyMedium
                                             : TextRole::Body);
            painter->setFont(font);
            painter->drawText(content, Qt::AlignVCenter | Qt::TextSingleLine,
                              QFontMetricsF(font).elidedText(item.row.target,
                                                             item.row.kind == MappingRow::Kind::Refusal
                                                                 ? Qt::ElideRight
                                                                 : Qt::ElideMiddle,
                                                             content.width()));
            break;
        }
        case MappingModel::Required:
            if (item.row.isRequired) {
                painter->setPen(Qt::NoPen);
                painter->setBrush(look.color(Token::Secondary));
                painter->drawEllipse(QPointF(content.center().x(), line.center().y() + 0.5), look.px(2.5),
                                     look.px(2.5));
            }
            break;
        case MappingModel::Source: {
            const qreal side = look.px(14);
            paintIcon(painter, QRectF(content.left(), line.top(), side, line.height()),
                      item.row.kind == MappingRow::Kind::Refusal ? QStringLiteral("filter")
                                                                 : sourceIcon(item.source),
                      look.color(item.source == SourceKind::None ? Token::Warn : Token::Secondary));
            content.setLeft(content.left() + side + look.px(6));
            // names of fields are ours and set in the text's type; what goes out as it is, in mono
            const bool isName = item.source == SourceKind::Field || item.source == SourceKind::Lookup ||
                                item.source == SourceKind::FirstOf || item.source == SourceKind::None ||
                                item.source == SourceKind::Body || item.row.kind == MappingRow::Kind::Refusal;
            const QFont font = look.font(isName ? TextRole::Body : TextRole::Mono);
            painter->setPen(look.color(quiet ? Token::Secondary : Token::Text));
            painter->setFont(font);
            const QString text = item.source != SourceKind::None ? item.sourceText
                                 : item.row.kind == MappingRow::Kind::Refusal
                                     ? MappingView::tr("choose a condition")
                                     : MappingView::tr("choose a source");
            painter->drawText(
                content, Qt::AlignVCenter | Qt::TextSingleLine,
                QFontMetricsF(font).elidedText(text.simplified(), Qt::ElideRight, content.width()));
            break;
        }
        case MappingModel::Transforms:
            paintChips(painter, content, item.chips, selected);
            break;
        case MappingModel::Result: {
            const Token color =
                item.standing <= Standing::Personal || item.standing == Standing::Missing ? Token::Bad
                : item.standing == Standing::NoMatch || item.standing == Standing::Check  ? Token::Warn
                : quiet || item.standing == Standing::Stale                               ? Token::Muted
                                                                                          : Token::Text;
            const QFont font = look.font(TextRole::Mono);
            painter->setPen(look.color(color));
            painter->setFont(font);
            painter->drawText(content, Qt::AlignVCenter | Qt::TextSingleLine,
                              QFontMetricsF(font).elidedText(item.result, Qt::ElideMiddle, content.width()));
            break;
        }
        case MappingModel::State: {
            const ChipLook chip = MappingModel::look(item.standing);
            if (item.standing == Standing::Ok) {
                const qreal side = look.px(14);
                paintIcon(painter, QRectF(content.left(), line.top(), side, line.height()),
                          QStringLiteral("check"), look.color(Token::Ok));
                painter->setPen(look.color(Token::Secondary));
                paintFigures(painter, content.adjusted(side + look.px(4), 0, 0, 0), Qt::AlignLeft, chip.text,
                             look.font(TextRole::Caption));
            } else if (item.standing == Standing::Omitted || item.standing == Standing::Stale) {
                painter->setPen(look.color(Token::Muted));
                paintFigures(painter, content, Qt::AlignLeft, chip.text, look.font(TextRole::Caption));
            } else {
                paintChip(painter, content, Qt::AlignLeft, chip);
            }
            break;
        }
        default:
            break;
        }
    }

    static void paintChips(QPainter *painter, const QRectF &content, const QStringList &chips, bool selected)
    {
        const Theme &look = theme();
        const QFont font = look.font(TextRole::CaptionMedium);
        qreal x = content.left();
        const qreal height = look.px(20);
        const qreal pad = look.px(6);
        const qreal gap = look.px(5);
        for (qsizetype i = 0; i < chips.size(); ++i) {
            const qreal room = content.right() - x;
            const qsizetype left = chips.size() - i;
            const QString more = left > 1 ? QStringLiteral("+%1").arg(left) : QString();
            qreal width = figuresWidth(font, chips[i]) + 2 * pad;
            QString text = chips[i];
            // what does not fit is counted; a single one is cut
            const qreal reserve = left > 1 ? figuresWidth(font, QStringLiteral("+9")) + 2 * pad + gap : 0;
            if (width > room - reserve && i > 0) {
                text = left > 1 ? more : QStringLiteral("+1");
                width = figuresWidth(font, text) + 2 * pad;
                i = chips.size();
            } else {
                width = std::min(width, room - reserve);
            }
            if (width < look.px(16))
                break;
            const QRectF chip(x, std::round(content.center().y() - height / 2), width, height);
            painter->setPen(QPen(look.color(Token::Hairline), 1));
            painter->setBrush(look.color(selected ? Token::Surface : Token::Raised));
            painter->drawRoundedRect(chip.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
            painter->setPen(look.color(Token::Text));
            paintFigures(painter, chip.adjusted(pad, 0, -pad + 1, 0), Qt::AlignLeft, text, font);
            x += width + gap;
        }
    }

    MappingModel *m_model;
};

} // namespace

int MappingView::lineHeight()
{
    return theme().px(rowCompact);
}

MappingView::MappingView(MappingModel *model, QWidget *parent)
    : TableView(rowCompact, parent), m_model(model), m_strip(new TransformStrip(viewport()))
{
    setObjectName(QStringLiteral("mappingTable"));
    setAccessibleName(tr("Mapping"));
    setModel(model);
    setItemDelegate(new MappingDelegate(model, this));
    setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    setAcceptDrops(true);
    setDragDropMode(QAbstractItemView::DropOnly);
    setDropIndicatorShown(true);
    setDragDropOverwriteMode(true);
    setTabKeyNavigation(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    horizontalHeader()->setSectionsClickable(false);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    horizontalHeader()->setObjectName(QStringLiteral("mappingHeader"));
    setContextMenuPolicy(Qt::CustomContextMenu);
    m_strip->hide();
    connect(this, &QWidget::customContextMenuRequested, this, [this](const QPoint &position) {
        const QModelIndex index = indexAt(position);
        if (index.isValid())
            Q_EMIT menuRequested(index.row(), viewport()->mapToGlobal(position));
    });
    connect(m_strip, &TransformStrip::addRequested, this,
            [this] { Q_EMIT transformAddRequested(currentIndex().row()); });
    connect(m_strip, &TransformStrip::editRequested, this,
            [this](int transform) { Q_EMIT transformEditRequested(currentIndex().row(), transform); });
    connect(m_strip, &TransformStrip::removeRequested, this,
            [this](int transform) { Q_EMIT transformRemoveRequested(currentIndex().row(), transform); });
    connect(m_strip, &TransformStrip::moveRequested, this, [this](int transform, int by) {
        Q_EMIT transformMoveRequested(currentIndex().row(), transform, by);
    });
    connect(m_strip, &TransformStrip::left, this, [this] { setFocus(); });
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &MappingView::layOut);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &MappingView::layOut);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &MappingView::handleChanged);
    connect(&theme(), &Theme::changed, this, [this] {
        fitColumns();
        layOut();
    });
    layOut();
}

QString MappingView::currentPath() const
{
    const MappingModel::Item *item = m_model->item(currentIndex().row());
    return item && item->row.kind != MappingRow::Kind::Section
               ? QString::fromStdString(item->row.path.toString())
               : QString();
}

void MappingView::setCurrentPath(const QString &path)
{
    m_path = path;
    int row = m_model->rowOf(path);
    if (row < 0 && !path.isEmpty()) {
        // folded away: open its section
        for (const RowSection section : {RowSection::Refusals, RowSection::Url, RowSection::Query,
                                         RowSection::Headers, RowSection::Body}) {
            if (row >= 0 || !m_model->isCollapsed(section))
                continue;
            m_model->setCollapsed(section, false);
            row = m_model->rowOf(path);
            if (row < 0)
                m_model->setCollapsed(section, true);
        }
    }
    if (row < 0) {
        m_path = path;
        clearSelection();
        layOut();
        return;
    }
    if (row != currentIndex().row() || !selectionModel()->isRowSelected(row)) {
        const int column = std::max(0, currentIndex().column());
        setCurrentIndex(m_model->index(row, column));
    }
    layOut();
    reveal(row);
}

void MappingView::reveal(int row)
{
    // with its transforms; scrollTo() would be content with the upper edge, and the bar's range still be
    // that of before the row grew
    updateGeometries();
    const int top = rowViewportPosition(row);
    const int bottom = top + rowHeight(row);
    QScrollBar *bar = verticalScrollBar();
    if (top < 0)
        bar->setValue(bar->value() + top);
    else if (bottom > viewport()->height())
        bar->setValue(bar->value() + std::min(top, bottom - viewport()->height()));
}

void MappingView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    TableView::currentChanged(current, previous);
    if (m_layingOut)
        return;
    if (current.row() != previous.row() || !current.isValid()) {
        m_path = currentPath();
        Q_EMIT selected(m_path);
        layOut();
        if (current.isValid())
            reveal(current.row());
    }
    viewport()->update();
}

QRect MappingView::lineRect(int row) const
{
    if (row < 0 || row >= m_model->rowCount())
        return {};
    const QRect line(0, rowViewportPosition(row), viewport()->width(), lineHeight());
    const QRect seen = line.intersected(viewport()->rect());
    return seen.height() * 2 < line.height() ? QRect() : line;
}

int MappingView::currentLine() const
{
    const int row = currentIndex().row();
    return row >= 0 && !m_model->isSection(row) && selectionModel()->isRowSelected(row) ? row : -1;
}

void MappingView::handleChanged()
{
    // a row that others came before has another path now, and is still the one that is worked on
    if (currentLine() >= 0 && currentPath() != m_path) {
        m_path = currentPath();
        Q_EMIT selected(m_path);
    }
    layOut();
}

void MappingView::layOut()
{
    if (m_layingOut)
        return;
    m_layingOut = true;
    const int current = currentLine();
    const MappingModel::Item *item = m_model->item(current);
    const bool open = item && item->row.isRow() && item->source != SourceKind::Body;
    if (open)
        m_strip->setChain(item->row.target, item->chips, m_model->trace(current));
    const int extra = open ? m_strip->heightFor(viewport()->width()) : 0;
    clearSpans();
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const bool isBand = m_model->isSection(row);
        if (isBand)
            setSpan(row, 0, 1, MappingModel::ColumnCount);
        const int height = isBand ? theme().px(band) : lineHeight() + (row == current ? extra : 0);
        if (rowHeight(row) != height)
            setRowHeight(row, height);
    }
    // nothing is said to be required where nobody said so
    const bool anyRequired = m_model->count(MappingModel::Filter::Required) > 0;
    if (isColumnHidden(MappingModel::Required) == anyRequired) {
        setColumnHidden(MappingModel::Required, !anyRequired);
        fitColumns();
    }
    m_layingOut = false;
    m_strip->setVisible(open);
    placeStrip();
    Q_EMIT placesChanged();
}

void MappingView::placeStrip()
{
    const int row = currentLine();
    if (row < 0 || m_strip->isHidden())
        return;
    m_strip->setGeometry(0, rowViewportPosition(row) + lineHeight(), viewport()->width(),
                         rowHeight(row) - lineHeight());
}

void MappingView::scrollContentsBy(int dx, int dy)
{
    TableView::scrollContentsBy(dx, dy);
    placeStrip();
    Q_EMIT placesChanged();
}

void MappingView::fitColumns()
{
    // required and state are as wide as their words; the others share what is left
    const int all = viewport()->width();
    const int required = isColumnHidden(MappingModel::Required) ? 0 : theme().px(74);
    const int state = theme().px(98);
    const int rest = std::max(theme().px(320), all - required - state);
    const int target = rest * 26 / 100;
    const int source = rest * 27 / 100;
    const int transforms = rest * 28 / 100;
    setColumnWidth(MappingModel::Target, target);
    setColumnWidth(MappingModel::Required, required);
    setColumnWidth(MappingModel::Source, source);
    setColumnWidth(MappingModel::Transforms, transforms);
    setColumnWidth(MappingModel::Result, rest - target - source - transforms);
    setColumnWidth(MappingModel::State, state);
}

void MappingView::resizeEvent(QResizeEvent *event)
{
    TableView::resizeEvent(event);
    fitColumns();
    layOut();
    if (const int row = currentLine(); row >= 0)
        reveal(row);
}

void MappingView::focusInEvent(QFocusEvent *event)
{
    TableView::focusInEvent(event);
    viewport()->update();
}

void MappingView::focusOutEvent(QFocusEvent *event)
{
    TableView::focusOutEvent(event);
    viewport()->update();
}

void MappingView::toggleSection(int row)
{
    const MappingModel::Item *item = m_model->item(row);
    if (item)
        m_model->setCollapsed(item->row.section, !m_model->isCollapsed(item->row.section));
}

void MappingView::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    TableView::mousePressEvent(event);
    if (event->button() == Qt::LeftButton && index.isValid() && m_model->isSection(index.row()))
        toggleSection(index.row());
}

void MappingView::dragMoveEvent(QDragMoveEvent *event)
{
    TableView::dragMoveEvent(event);
    // a value is dropped on a row, never between two
    const QModelIndex index = indexAt(event->position().toPoint());
    if (index.isValid() && m_model->canDropMimeData(event->mimeData(), event->dropAction(), -1, -1, index))
        event->accept();
}

bool MappingView::focusNextPrevChild(bool next)
{
    if (next && m_strip->isVisible() && hasFocus()) {
        m_strip->focusFirst();
        return true;
    }
    return TableView::focusNextPrevChild(next);
}

bool MappingView::edit(const QModelIndex &index, EditTrigger trigger, QEvent *event)
{
    const MappingModel::Item *item = index.isValid() ? m_model->item(index.row()) : nullptr;
    const bool asked = trigger == EditKeyPressed || trigger == DoubleClicked;
    if (!asked || !item || item->row.kind == MappingRow::Kind::Section)
        return TableView::edit(index, trigger, event);
    const bool hasTarget = item->row.isRow() || item->row.kind == MappingRow::Kind::Group ||
                           item->row.kind == MappingRow::Kind::Refusal;
    switch (index.column()) {
    case MappingModel::Target:
    case MappingModel::Required:
        if (hasTarget)
            return TableView::edit(m_model->index(index.row(), MappingModel::Target), trigger, event);
        break;
    case MappingModel::Source:
        break;
    default:
        if (item->row.isRow()) {
            if (m_strip->count() > 0)
                Q_EMIT transformEditRequested(index.row(), m_strip->current());
            else
                Q_EMIT transformAddRequested(index.row());
            return false;
        }
        break;
    }
    Q_EMIT sourceEditRequested(index.row(), QString());
    return false;
}

void MappingView::keyPressEvent(QKeyEvent *event)
{
    const int row = currentIndex().row();
    const MappingModel::Item *item = m_model->item(row);
    if (!item) {
        if (event->key() == Qt::Key_Insert)
            Q_EMIT insertRequested(-1);
        else
            TableView::keyPressEvent(event);
        return;
    }
    const bool isSection = item->row.kind == MappingRow::Kind::Section;
    const bool alt = event->modifiers() == Qt::AltModifier;
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (event->modifiers() & Qt::ControlModifier)
            break; // sending
        if (isSection)
            toggleSection(row);
        else if (!item->row.isRow() || currentIndex().column() == MappingModel::Source)
            Q_EMIT sourceEditRequested(row, QString());
        else
            Q_EMIT transformAddRequested(row);
        return;
    case Qt::Key_Space:
        if (isSection) {
            toggleSection(row);
            return;
        }
        break;
    case Qt::Key_F4:
        if (!isSection)
            Q_EMIT sourceEditRequested(row, QString());
        return;
    case Qt::Key_Insert:
        Q_EMIT insertRequested(row);
        return;
    case Qt::Key_Delete:
        Q_EMIT removeRequested(row);
        return;
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (alt) {
            Q_EMIT moveRequested(row, event->key() == Qt::Key_Up ? -1 : 1);
            return;
        }
        break;
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (isSection && event->modifiers() == Qt::NoModifier) {
            m_model->setCollapsed(item->row.section, event->key() == Qt::Key_Left);
            return;
        }
        if (alt && m_strip->isVisible()) {
            const int by = event->key() == Qt::Key_Left ? -1 : 1;
            const int now = m_strip->current();
            if (now >= 0 && now + by >= 0 && now + by < m_strip->count()) {
                m_strip->setCurrent(now + by);
                Q_EMIT transformMoveRequested(row, now, by);
            }
            return;
        }
        break;
    case Qt::Key_Menu:
        Q_EMIT menuRequested(row, viewport()->mapToGlobal(lineRect(row).bottomLeft()));
        return;
    default:
        break;
    }
    // Typing in a cell begins its editor; in the source's, the kind is still chosen there.
    const QString text = event->text();
    const bool types = !text.isEmpty() && text[0].isPrint() && !text[0].isSpace() &&
                       !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    if (types && !isSection) {
        if (currentIndex().column() == MappingModel::Target &&
            (m_model->flags(currentIndex()) & Qt::ItemIsEditable)) {
            if (TableView::edit(currentIndex(), AllEditTriggers, event))
                if (auto *editor = viewport()->findChild<QLineEdit *>(QStringLiteral("targetEditor")))
                    editor->setText(text);
            return;
        }
        if (currentIndex().column() == MappingModel::Source) {
            Q_EMIT sourceEditRequested(row, text);
            return;
        }
        return; // no jumping about by first letters
    }
    QTableView::keyPressEvent(event);
}

} // namespace bourse::gui
