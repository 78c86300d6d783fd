#pragma once
// The parts of a signature's recipe as chips in a row.
#include "domain/json/value.h"
#include <QString>
#include <QStyledItemDelegate>

namespace bourse::gui {

/// What a part is called: "Body", "Timestamp, ms", "LF".
QString signaturePartName(const domain::Value &part);

/// Chips, as the parts are in the text they make: a line end looks like one.
class SignaturePartDelegate final : public QStyledItemDelegate {
    Q_OBJECT
  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
};

} // namespace bourse::gui
