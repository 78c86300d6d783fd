#pragma once
// The stroke icon set of resources/icons, tinted with a token's colour when it is drawn.
#include "gui/theme/tokens.h"
#include <QIcon>
#include <QPixmap>
#include <QRectF>

class QPainter;

namespace bourse::gui {

/// An icon by its file's name without suffix ("live"), in the colour of `token`; follows a change of the
/// scheme. `activeToken` is used where the icon is checked or selected.
QIcon icon(const QString &name, Token token = Token::Secondary);
QIcon icon(const QString &name, Token token, Token activeToken);
/// `size` in device-independent pixels.
QPixmap iconPixmap(const QString &name, const QColor &color, int size, qreal devicePixelRatio);
/// Centred in `rect`, as a square of its smaller side.
void paintIcon(QPainter *painter, const QRectF &rect, const QString &name, const QColor &color);
bool hasIcon(const QString &name);
void clearIconCache();

} // namespace bourse::gui
