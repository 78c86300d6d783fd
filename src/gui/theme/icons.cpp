#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <cmath>

namespace bourse::gui {
namespace {

QString fileOf(const QString &name)
{
    return QStringLiteral(":/gui/icons/%1.svg").arg(name);
}

QByteArray source(const QString &name)
{
    static QHash<QString, QByteArray> sources;
    const auto found = sources.constFind(name);
    if (found != sources.constEnd())
        return *found;
    QFile file(fileOf(name));
    const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    if (bytes.isEmpty())
        qWarning("no icon named %s", qPrintable(name));
    sources.insert(name, bytes);
    return bytes;
}

class TintedIconEngine final : public QIconEngine {
  public:
    TintedIconEngine(QString name, Token token, Token activeToken)
        : m_name(std::move(name)), m_token(token), m_activeToken(activeToken)
    {
    }
    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        paintIcon(painter, rect, m_name, colour(mode, state));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1);
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override
    {
        // `size` is in physical pixels and need not be square.
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        pixmap.setDevicePixelRatio(scale);
        QPainter painter(&pixmap);
        paintIcon(&painter, QRectF(QPointF(0, 0), QSizeF(size) / scale), m_name, colour(mode, state));
        painter.end();
        return pixmap;
    }
    QIconEngine *clone() const override { return new TintedIconEngine(m_name, m_token, m_activeToken); }

  private:
    QColor colour(QIcon::Mode mode, QIcon::State state) const
    {
        QColor colour =
            theme().color(state == QIcon::On || mode == QIcon::Selected ? m_activeToken : m_token);
        if (mode == QIcon::Disabled)
            colour.setAlphaF(0.5);
        return colour;
    }
    QString m_name;
    Token m_token;
    Token m_activeToken;
};

} // namespace

bool hasIcon(const QString &name)
{
    Theme::instance(); // makes sure the resources are there
    return QFile::exists(fileOf(name));
}

QIcon icon(const QString &name, Token token)
{
    return icon(name, token, token);
}

QIcon icon(const QString &name, Token token, Token activeToken)
{
    return QIcon(new TintedIconEngine(name, token, activeToken));
}

QPixmap iconPixmap(const QString &name, const QColor &color, int size, qreal devicePixelRatio)
{
    const QString key =
        u"bourse/%1/%2/%3/%4"_qs.arg(name).arg(color.rgba(), 0, 16).arg(size).arg(devicePixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    Theme::instance();
    const int pixels = qMax(1, static_cast<int>(std::ceil(size * devicePixelRatio)));
    pixmap = QPixmap(pixels, pixels);
    pixmap.fill(Qt::transparent);
    QByteArray svg = source(name);
    svg.replace("currentColor", color.name(QColor::HexRgb).toLatin1());
    QSvgRenderer renderer(svg);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(color.alphaF());
    renderer.render(&painter, QRectF(0, 0, pixels, pixels));
    painter.end();
    pixmap.setDevicePixelRatio(devicePixelRatio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

void paintIcon(QPainter *painter, const QRectF &rect, const QString &name, const QColor &color)
{
    const int size = static_cast<int>(std::lround(qMin(rect.width(), rect.height())));
    const QPixmap pixmap = iconPixmap(name, color, size, painter->device()->devicePixelRatioF());
    const QPointF corner(std::round(rect.center().x() - size / 2.0),
                         std::round(rect.center().y() - size / 2.0));
    painter->drawPixmap(corner, pixmap);
}

void clearIconCache()
{
    QPixmapCache::clear();
}

} // namespace bourse::gui
