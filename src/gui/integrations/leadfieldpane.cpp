#include "gui/integrations/leadfieldpane.h"
#include "gui/integrations/leadfieldmodel.h"
#include "gui/theme/figures.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/painters.h"
#include "workbench/editorstate.h"
#include <QDrag>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace bourse::gui {
namespace {

class FieldFilter final : public QSortFilterProxyModel {
  public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    QString needle;
    void refilter() { invalidateFilter(); }

  protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override
    {
        if (needle.isEmpty())
            return true;
        const QModelIndex index = sourceModel()->index(row, 0, parent);
        for (const int role : {static_cast<int>(Qt::DisplayRole), static_cast<int>(LeadFieldModel::LabelRole),
                               static_cast<int>(LeadFieldModel::ValueRole)})
            if (index.data(role).toString().contains(needle, Qt::CaseInsensitive))
                return true;
        return false;
    }
};

class FieldDelegate final : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {theme().px(120), theme().px(24)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &look = theme();
        const auto *tree = qobject_cast<const QTreeView *>(option.widget);
        const QRect row(0, option.rect.top(), tree ? tree->viewport()->width() : option.rect.right(),
                        option.rect.height());
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool isGroup = index.data(LeadFieldModel::PathRole).toString().isEmpty();
        const qreal right = row.right() - look.px(10);
        qreal x = option.rect.left();
        if (isGroup) {
            painter->setPen(look.color(Token::Text));
            paintFigures(painter, QRectF(x, row.top(), right - x, row.height()), Qt::AlignLeft,
                         index.data().toString(), look.font(TextRole::BodyMedium));
            if (tree && !tree->isExpanded(index)) {
                painter->setPen(look.color(Token::Secondary));
                paintFigures(painter, QRectF(x, row.top(), right - x, row.height()), Qt::AlignRight,
                             index.data(LeadFieldModel::CountRole).toString(), look.font(TextRole::Body));
            }
            painter->restore();
            return;
        }
        if (index.data(LeadFieldModel::MappedRole).toBool()) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(look.color(Token::AccentText));
            painter->drawEllipse(QPointF(x + look.px(3), row.center().y() + 0.5), look.px(2.5), look.px(2.5));
        }
        x += look.px(10);
        paintIcon(painter, QRectF(x, row.top(), look.px(13), row.height()),
                  index.data(LeadFieldModel::IconRole).toString(), look.color(Token::Muted));
        x += look.px(17);
        const QString name = index.data().toString();
        const QString value = index.data(LeadFieldModel::ValueRole).toString();
        const QFont body = look.font(TextRole::Body);
        const QFont mono = look.font(TextRole::Mono);
        const bool isPii = index.data(LeadFieldModel::PiiRole).toBool();
        const qreal lock = isPii ? look.px(17) : 0;
        const qreal room = right - x;
        // a name is worth more than its value, which keeps a few characters
        const qreal valueWanted = value.isEmpty() ? 0 : QFontMetricsF(mono).horizontalAdvance(value);
        const qreal nameWanted = figuresWidth(body, name) + lock;
        const qreal nameWidth = qMin(nameWanted, qMax(room - look.px(34), room - valueWanted - look.px(8)));
        painter->setPen(look.color(Token::Text));
        paintFigures(painter, QRectF(x, row.top(), nameWidth - lock, row.height()), Qt::AlignLeft, name,
                     body);
        if (isPii)
            paintIcon(painter,
                      QRectF(x + nameWidth - lock + look.px(3), row.top(), look.px(13), row.height()),
                      QStringLiteral("lock"), look.color(Token::Secondary));
        const qreal valueRoom = room - nameWidth - look.px(8);
        if (valueRoom > look.px(20)) {
            painter->setPen(look.color(Token::Secondary));
            painter->setFont(mono);
            painter->drawText(QRectF(right - valueRoom, row.top(), valueRoom, row.height()),
                              Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine,
                              QFontMetricsF(mono).elidedText(value, Qt::ElideRight, valueRoom));
        }
        painter->restore();
    }
};

} // namespace

LeadFieldTree::LeadFieldTree(QWidget *parent) : QTreeView(parent)
{
    setHeaderHidden(true);
    setFrameShape(QFrame::NoFrame);
    setIndentation(theme().px(14));
    setUniformRowHeights(true);
    setItemDelegate(new FieldDelegate(this));
    setDragEnabled(true);
    setDragDropMode(QAbstractItemView::DragOnly);
    setDefaultDropAction(Qt::LinkAction);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setExpandsOnDoubleClick(true);
    setMouseTracking(true);
    connect(&theme(), &Theme::changed, this, [this] { setIndentation(theme().px(14)); });
    connect(this, &QAbstractItemView::doubleClicked, this, [this](const QModelIndex &index) {
        if (!index.data(LeadFieldModel::PathRole).toString().isEmpty())
            Q_EMIT mapRequested(index);
    });
}

void LeadFieldTree::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex index = currentIndex();
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && index.isValid()) {
        if (index.data(LeadFieldModel::PathRole).toString().isEmpty())
            setExpanded(index, !isExpanded(index));
        else
            Q_EMIT mapRequested(index);
        return;
    }
    QTreeView::keyPressEvent(event);
}

void LeadFieldTree::drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    const Theme &look = theme();
    const QRect row(0, rect.top(), viewport()->width(), rect.height());
    const bool isSelected = selectionModel()->isSelected(index);
    const QModelIndex hovered = indexAt(viewport()->mapFromGlobal(QCursor::pos()));
    // the whole row, so that selection and hover reach both edges
    paintRowGround(painter, row, isSelected, hovered == index && underMouse());
    if (isSelected && hasFocus()) {
        painter->setPen(look.color(Token::AccentText));
        painter->drawRect(row.adjusted(0, 0, -1, -1));
    }
    if (model()->hasChildren(index)) {
        const qreal side = look.px(14);
        paintIcon(painter, QRectF(rect.right() - side + 1, rect.top(), side, rect.height()),
                  isExpanded(index) ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"),
                  look.color(Token::Secondary));
    }
}

void LeadFieldTree::startDrag(Qt::DropActions)
{
    const QModelIndex index = currentIndex();
    QMimeData *data = index.isValid() ? model()->mimeData({index}) : nullptr;
    if (!data)
        return;
    auto *drag = new QDrag(this);
    drag->setMimeData(data);
    // the name alone is what is carried over, not a picture of the whole row
    const QString name = index.data().toString();
    const QFont font = theme().font(TextRole::BodyMedium);
    const int width = static_cast<int>(figuresWidth(font, name)) + theme().px(34);
    const qreal ratio = devicePixelRatioF();
    QPixmap pixmap(QSize(width, theme().px(24)) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme().color(Token::AccentText));
    painter.setBrush(theme().color(Token::Selection));
    painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, theme().px(24) - 1), 4, 4);
    paintIcon(&painter, QRectF(theme().px(7), 0, theme().px(14), theme().px(24)), QStringLiteral("tag"),
              theme().color(Token::AccentText));
    painter.setPen(theme().color(Token::Text));
    paintFigures(&painter, QRectF(theme().px(26), 0, width, theme().px(24)), Qt::AlignLeft, name, font);
    painter.end();
    drag->setPixmap(pixmap);
    drag->setHotSpot(QPoint(theme().px(10), theme().px(12)));
    drag->exec(Qt::CopyAction | Qt::LinkAction, Qt::LinkAction);
}

LeadFieldPane::LeadFieldPane(workbench::EditorState *state, QWidget *parent)
    : QWidget(parent), m_state(state), m_model(new LeadFieldModel(state, this)),
      m_proxy(new FieldFilter(this))
{
    setObjectName(QStringLiteral("leadFieldPane"));
    setAccessibleName(tr("Lead fields"));
    m_proxy->setRecursiveFilteringEnabled(true);
    m_proxy->setSourceModel(m_model);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);

    auto *head = new QWidget;
    head->setObjectName(QStringLiteral("leadFieldHead"));
    auto *headLayout = new QHBoxLayout(head);
    headLayout->setContentsMargins(12, 0, 6, 0);
    headLayout->setSpacing(8);
    headLayout->addWidget(makeLabel(tr("Lead fields"), LabelRole::Strong, QStringLiteral("leadFieldTitle")));
    m_count = makeLabel(QString(), LabelRole::Secondary, QStringLiteral("leadFieldCount"));
    headLayout->addWidget(m_count);
    headLayout->addStretch(1);
    auto *fold = makeButton(tr("Hide the lead's fields"), QStringLiteral("chevron-left"), ButtonKind::Icon,
                            QStringLiteral("hideFieldsButton"), nullptr, true);
    fold->setProperty("flat", true);
    connect(fold, &QPushButton::clicked, this, &LeadFieldPane::collapseRequested);
    headLayout->addWidget(fold);
    const auto scale = [head] {
        head->setFixedHeight(theme().px(36));
    };
    scale();
    connect(&theme(), &Theme::changed, head, scale);
    layout->addWidget(head);
    layout->addWidget(makeLine(Qt::Horizontal));

    auto *searchHolder = new QHBoxLayout;
    searchHolder->setContentsMargins(8, 8, 8, 6);
    m_search = new QLineEdit;
    m_search->setObjectName(QStringLiteral("leadFieldSearch"));
    m_search->setAccessibleName(tr("Find field or value"));
    m_search->setPlaceholderText(tr("Find field or value"));
    m_search->addAction(icon(QStringLiteral("search"), Token::Secondary), QLineEdit::LeadingPosition);
    m_search->setClearButtonEnabled(true);
    searchHolder->addWidget(m_search);
    layout->addLayout(searchHolder);

    m_tree = new LeadFieldTree;
    m_tree->setObjectName(QStringLiteral("leadFieldTree"));
    m_tree->setAccessibleName(tr("Lead fields"));
    m_tree->setModel(m_proxy);
    m_tree->expandAll();
    layout->addWidget(m_tree, 1);

    layout->addWidget(makeLine(Qt::Horizontal));
    auto *foot = new QWidget;
    foot->setObjectName(QStringLiteral("leadFieldLegend"));
    foot->setAccessibleName(tr("A dot marks a mapped field, a lock personal data"));
    auto *footLayout = new QHBoxLayout(foot);
    footLayout->setContentsMargins(10, 0, 4, 0);
    footLayout->setSpacing(5);
    auto *dot = new IconLabel(QStringLiteral("dot"), 8, Token::AccentText);
    footLayout->addWidget(dot);
    footLayout->addWidget(makeLabel(tr("Mapped"), LabelRole::Caption, QStringLiteral("legendMapped")));
    footLayout->addSpacing(2);
    footLayout->addWidget(new IconLabel(QStringLiteral("lock"), 13, Token::Secondary));
    footLayout->addWidget(makeLabel(tr("Personal data"), LabelRole::Caption, QStringLiteral("legendPii")));
    footLayout->addStretch(1);
    const auto scaleFoot = [foot] {
        foot->setFixedHeight(theme().px(28));
    };
    scaleFoot();
    connect(&theme(), &Theme::changed, foot, scaleFoot);
    layout->addWidget(foot);

    connect(m_search, &QLineEdit::textChanged, this, &LeadFieldPane::search);
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        if (const QModelIndex index = m_tree->currentIndex(); index.isValid())
            if (!index.data(LeadFieldModel::PathRole).toString().isEmpty())
                Q_EMIT mapRequested(m_proxy->mapToSource(index));
    });
    connect(m_tree, &LeadFieldTree::mapRequested, this,
            [this](const QModelIndex &index) { Q_EMIT mapRequested(m_proxy->mapToSource(index)); });
    const auto recount = [this] {
        m_count->setText(QString::number(m_model->fieldCount()));
        Q_EMIT placesChanged();
    };
    connect(m_model, &QAbstractItemModel::modelReset, this, [this, recount] {
        m_tree->expandAll();
        recount();
    });
    connect(m_model, &QAbstractItemModel::dataChanged, this, recount);
    connect(m_tree->verticalScrollBar(), &QScrollBar::valueChanged, this, &LeadFieldPane::placesChanged);
    connect(m_tree, &QTreeView::expanded, this, &LeadFieldPane::placesChanged);
    connect(m_tree, &QTreeView::collapsed, this, &LeadFieldPane::placesChanged);
    recount();
}

void LeadFieldPane::search(const QString &needle)
{
    auto *filter = static_cast<FieldFilter *>(m_proxy);
    filter->needle = needle.trimmed();
    filter->refilter();
    m_tree->expandAll();
    if (!filter->needle.isEmpty()) {
        // the first field, so that Enter maps what was searched
        QModelIndex first = m_proxy->index(0, 0);
        while (first.isValid() && m_proxy->hasChildren(first))
            first = m_proxy->index(0, 0, first);
        m_tree->setCurrentIndex(first);
    }
    Q_EMIT placesChanged();
}

QModelIndex LeadFieldPane::viewIndex(const QString &path) const
{
    return m_proxy->mapFromSource(m_model->indexOf(path));
}

void LeadFieldPane::setCurrentField(const QString &path)
{
    const QModelIndex index = viewIndex(path);
    if (!index.isValid()) {
        m_tree->clearSelection();
        return;
    }
    m_tree->setCurrentIndex(index);
    m_tree->scrollTo(index);
}

QRect LeadFieldPane::fieldRect(const QString &path) const
{
    const QModelIndex index = viewIndex(path);
    const QRect rect = index.isValid() ? m_tree->visualRect(index) : QRect();
    const QRect seen = rect.intersected(m_tree->viewport()->rect());
    if (seen.height() < rect.height() / 2 || seen.isEmpty())
        return {};
    return QRect(m_tree->viewport()->mapTo(this, rect.topLeft()), rect.size());
}

} // namespace bourse::gui
