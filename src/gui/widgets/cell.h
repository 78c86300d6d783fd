#pragma once
// What a table cell looks like, as data: models answer CellRole::Look with a Cell, one delegate paints them
// all.
#include "gui/theme/tokens.h"
#include "gui/widgets/chip.h"
#include <QMetaType>
#include <QStyledItemDelegate>
#include <QVariant>
#include <QVector>
#include <optional>

namespace bourse::gui {

/// A cell. Qt::DisplayRole still carries its plain text, for copying, sorting and screen readers.
struct Cell {
    enum class Kind {
        Text,      ///< `text`, elided at its end
        Figure,    ///< `text` with tabular digits
        TwoLines,  ///< `text` over `second`; `third` at the right, with tabular digits
        Chip,      ///< `chip`
        SparkText, ///< `spark`, then `text` as figure
        BarText,   ///< `fraction` as a small bar, then `text` as figure
        CapBar,    ///< `text` and `second` left, `third` right, a bar of `fraction` below (no bar if absent)
    };
    Kind kind = Kind::Text;
    QString text;
    QString second;
    QString third;
    TextRole font = TextRole::Body;
    Token color = Token::Text;
    Token secondColor = Token::Muted;
    Qt::Alignment alignment = Qt::AlignLeft;
    ChipLook chip;
    QVector<double> spark;
    std::optional<double> fraction;
    std::optional<Token> barColor; ///< series 0 where absent
};

/// Text in a role and colour.
Cell textCell(const QString &text, Token color = Token::Text, TextRole font = TextRole::Body);
/// Tabular digits.
Cell figureCell(const QString &text, Token color = Token::Text, TextRole font = TextRole::Body,
                Qt::Alignment alignment = Qt::AlignRight);
Cell chipCell(const ChipLook &look);
/// What a row is called over what else there is to say of it.
Cell twoLineCell(const QString &text, const QString &second, TextRole font = TextRole::BodyMedium);

/// What a model answers for a cell: its look, its text to copy, sort and read out, and the text whole as tool
/// tip. Nothing for other roles.
QVariant cellData(const Cell &cell, int role);

namespace CellRole {
inline constexpr int Look = Qt::UserRole + 100;      ///< QVariant of Cell
inline constexpr int HeadRight = Qt::UserRole + 101; ///< headerData: a second head at the column's right side
} // namespace CellRole

/// Left and right padding of a cell in pixels at scale 1; the outer sides of the first and last column have
/// the card's.
inline constexpr int cellPadding = 8;
inline constexpr int cellPaddingOuter = 16;

/// The part of a cell that is painted: `rect` without the paddings. Header and delegate share it, so heads
/// stand over their data.
QRectF cellContent(const QRectF &rect, bool isFirst, bool isLast);

/// Paints a cell's content without background into `content`.
void paintCell(QPainter *painter, const QRectF &content, const Cell &cell);

class CellDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

  protected:
    /// Selection, hover, and the 3 px accent bar at the row's start.
    void paintBackground(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const;
};

} // namespace bourse::gui
Q_DECLARE_METATYPE(bourse::gui::Cell)
