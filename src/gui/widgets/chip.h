#pragma once
// Chips say a state by icon, word and tint together, so none of them has to be seen to understand it.
#include "domain/lead/leadstate.h"
#include "gui/theme/tokens.h"
#include <QRectF>
#include <QString>
#include <QWidget>

class QPainter;

namespace bourse::gui {

struct ChipLook {
    QString icon; ///< name in resources/icons
    domain::Chip tint = domain::Chip::Received;
    QString text;
};

/// The chip's icon and its word in the user's language ("Sold").
ChipLook chipLook(domain::Chip chip);
/// A lead's state: its chip, with the state's own word ("Converted" wears the tint of Sold).
ChipLook chipLook(domain::LeadState state);
ChipLook chipLook(domain::AttemptOutcome outcome);

/// Natural size in pixels, icon and paddings included.
QSizeF chipSize(const ChipLook &look);
/// Within `cell`, vertically centred; elides the word where there is no room. Returns the chip's outline.
QRectF paintChip(QPainter *painter, const QRectF &cell, Qt::Alignment alignment, const ChipLook &look);

/// A chip on its own, outside of tables.
class ChipWidget final : public QWidget {
    Q_OBJECT
  public:
    explicit ChipWidget(QWidget *parent = nullptr);
    void setLook(const ChipLook &look);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent *event) override;

  private:
    ChipLook m_look;
};

} // namespace bourse::gui
