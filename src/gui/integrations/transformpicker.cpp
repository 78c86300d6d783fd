#include "gui/integrations/transformpicker.h"
#include "domain/integration/catalogue.h"
#include "domain/json/json.h"
#include "gui/shell/commandpalette.h"
#include "gui/theme/figures.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/painters.h"
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

namespace bourse::gui {
namespace {

enum Role { NameRole = Qt::UserRole + 1, GroupRole, DescriptionRole, ExampleRole };
constexpr int rowsShown = 7;

QString word(const char *source)
{
    return QCoreApplication::translate("Transforms", source);
}

/// An example's JSON as a person writes it: a text without its quotes.
QString plain(const char *json)
{
    const auto value = domain::parseJson(json);
    if (value && value->isString())
        return QString::fromStdString(value->toText());
    return QString::fromUtf8(json);
}

class PickDelegate final : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {theme().px(300), theme().px(rowTall)};
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &look = theme();
        painter->save();
        paintRowGround(painter, option.rect, option.state & QStyle::State_Selected, false);
        const QRectF content = QRectF(option.rect).adjusted(look.px(12), 0, -look.px(12), 0);
        const qreal line = look.px(17);
        const qreal top = content.top() + (content.height() - 2 * line) / 2;
        const QFont strong = look.font(TextRole::BodyMedium);
        const QString label = index.data().toString();
        painter->setPen(look.color(Token::Text));
        const QRectF upper(content.left(), top, content.width(), line);
        paintFigures(painter, upper, Qt::AlignLeft, label, strong);
        const qreal used = figuresWidth(strong, label) + look.px(20);
        const QFont mono = look.font(TextRole::Mono);
        painter->setFont(mono);
        painter->setPen(look.color(Token::Secondary));
        painter->drawText(upper.adjusted(used, 0, 0, 0),
                          Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine,
                          QFontMetricsF(mono).elidedText(index.data(ExampleRole).toString(), Qt::ElideMiddle,
                                                         content.width() - used));
        painter->setPen(look.color(Token::Muted));
        paintFigures(painter, upper.translated(0, line), Qt::AlignLeft,
                     index.data(DescriptionRole).toString(), look.font(TextRole::Caption));
        painter->restore();
    }
};

} // namespace

TransformPicker::TransformPicker(QWidget *parent)
    : EditorPopup(QStringLiteral("transformPicker"), tr("Add a transform"), parent), m_title(nullptr),
      m_field(new QLineEdit), m_list(new QListView), m_model(new QStandardItemModel(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 10, 1, 1);
    layout->setSpacing(8);
    m_title = makeLabel(QString(), LabelRole::Strong, QStringLiteral("transformPickerTitle"));
    m_title->setContentsMargins(12, 0, 12, 0);
    layout->addWidget(m_title);
    auto *holder = new QHBoxLayout;
    holder->setContentsMargins(12, 0, 12, 0);
    m_field->setObjectName(QStringLiteral("transformPickerField"));
    m_field->setAccessibleName(tr("Find a transform"));
    m_field->setPlaceholderText(tr("Find a transform: date, lower, yes/no, md5"));
    m_field->addAction(icon(QStringLiteral("search"), Token::Secondary), QLineEdit::LeadingPosition);
    m_field->installEventFilter(this);
    holder->addWidget(m_field);
    layout->addLayout(holder);
    m_list->setObjectName(QStringLiteral("transformPickerList"));
    m_list->setAccessibleName(tr("Transforms"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PickDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    layout->addWidget(m_list);
    connect(m_field, &QLineEdit::textChanged, this, &TransformPicker::refresh);
    connect(m_list, &QListView::clicked, this, &TransformPicker::choose);
}

void TransformPicker::pick(const QString &rowName, const QRect &anchor)
{
    m_title->setText(tr("Add a transform to %1").arg(rowName));
    {
        const QSignalBlocker quiet(m_field);
        m_field->clear();
    }
    refresh(QString());
    openAt(anchor, 460);
    m_field->setFocus(Qt::PopupFocusReason);
}

void TransformPicker::refresh(const QString &needle)
{
    struct Ranked {
        int score;
        const domain::TransformInfo *info;
    };
    QVector<Ranked> ranked;
    for (const domain::TransformInfo &info : domain::transformCatalogue()) {
        // the name counts most, then the word of the language, its group and what it says
        const QString wanted = needle.trimmed();
        int score = paletteScore(word(info.label), wanted) * 4;
        score = std::max(score, paletteScore(QString::fromLatin1(info.name), wanted) * 3);
        if (wanted.size() > 2) {
            if (word(info.description).contains(wanted, Qt::CaseInsensitive))
                score = std::max(score, 30);
            if (word(info.group).contains(wanted, Qt::CaseInsensitive))
                score = std::max(score, 10);
            for (const domain::TransformParameter &parameter : info.parameters)
                for (const char *choice : parameter.choices)
                    if (QString::fromLatin1(choice).startsWith(wanted, Qt::CaseInsensitive))
                        score = std::max(score, 60);
        }
        if (score >= 0)
            ranked.append({score, &info});
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const Ranked &a, const Ranked &b) { return a.score > b.score; });
    m_model->clear();
    for (const Ranked &each : std::as_const(ranked)) {
        auto *item = new QStandardItem(word(each.info->label));
        item->setData(QString::fromLatin1(each.info->name), NameRole);
        item->setData(word(each.info->group), GroupRole);
        item->setData(word(each.info->description), DescriptionRole);
        item->setData(QStringLiteral("%1 \u2192 %2")
                          .arg(plain(each.info->example.input), plain(each.info->example.output)),
                      ExampleRole);
        item->setData(tr("%1: %2").arg(word(each.info->label), word(each.info->description)),
                      Qt::AccessibleTextRole);
        m_model->appendRow(item);
    }
    m_list->setCurrentIndex(m_model->index(0, 0));
    m_list->setFixedHeight(std::max(1, std::min(rowsShown, m_model->rowCount())) * theme().px(rowTall));
    if (isVisible())
        place();
}

void TransformPicker::choose()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return;
    const QString name = index.data(NameRole).toString();
    closePopup();
    Q_EMIT picked(name);
}

bool TransformPicker::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const int rows = m_model->rowCount();
        const int row = m_list->currentIndex().row();
        switch (key->key()) {
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
        case Qt::Key_Escape:
            closePopup();
            return true;
        default:
            break;
        }
    }
    return EditorPopup::eventFilter(watched, event);
}

} // namespace bourse::gui
