#include "gui/integrations/signatureparts.h"
#include "domain/integration/describe.h"
#include "gui/integrations/signaturepane.h"
#include "gui/theme/figures.h"
#include "gui/theme/theme.h"
#include <QPainter>
#include <cmath>

namespace bourse::gui {

using domain::Value;

QString signaturePartName(const Value &part)
{
    const auto text = [&part](const char *key) {
        const Value *value = part.find(key);
        return value ? QString::fromStdString(value->toText()) : QString();
    };
    if (const Value *constant = part.find("constant")) {
        QString shown = QString::fromStdString(constant->toText());
        if (shown == u"\n")
            return SignaturePane::tr("LF");
        if (shown == u"\r\n")
            return SignaturePane::tr("CRLF");
        return QStringLiteral("“") + shown.replace(u'\n', QStringLiteral("LF")) + QStringLiteral("”");
    }
    const QString kind = text("part");
    if (kind == u"method")
        return SignaturePane::tr("Method");
    if (kind == u"path")
        return SignaturePane::tr("Path");
    if (kind == u"query")
        return SignaturePane::tr("Query");
    if (kind == u"path_query")
        return SignaturePane::tr("Path and query");
    if (kind == u"url")
        return SignaturePane::tr("URL");
    if (kind == u"host")
        return SignaturePane::tr("Host");
    if (kind == u"body")
        return SignaturePane::tr("Body");
    if (kind == u"body_hash")
        return SignaturePane::tr("Hash of the body");
    if (kind == u"timestamp") {
        const QString unit = text("unit");
        return unit.isEmpty() ? SignaturePane::tr("Timestamp") : SignaturePane::tr("Timestamp, %1").arg(unit);
    }
    if (kind == u"header")
        return SignaturePane::tr("Header %1").arg(text("name"));
    if (kind == u"headers")
        return SignaturePane::tr("Headers");
    if (kind == u"parameters")
        return SignaturePane::tr("Sorted parameters");
    if (kind == u"hash")
        return SignaturePane::tr("Hash");
    const Value *source = part.find("source");
    return QString::fromStdString(domain::describeSource(source ? *source : part));
}

QSize SignaturePartDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const qreal width = figuresWidth(theme().font(TextRole::CaptionMedium), index.data().toString());
    return {static_cast<int>(std::ceil(width)) + theme().px(30), theme().px(28)};
}

void SignaturePartDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                                  const QModelIndex &index) const
{
    const Theme &look = theme();
    const bool chosen = option.state & QStyle::State_Selected;
    const bool focused = chosen && option.widget && option.widget->hasFocus();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(look.color(focused  ? Token::AccentText
                                    : chosen ? Token::Border
                                             : Token::Hairline),
                         1));
    painter->setBrush(look.color(chosen ? Token::Selection : Token::Raised));
    const QRectF chip = QRectF(option.rect).adjusted(0.5, 1.5, -0.5, -1.5);
    painter->drawRoundedRect(chip, 4, 4);
    // it can be taken hold of
    painter->setPen(Qt::NoPen);
    painter->setBrush(look.color(Token::Muted));
    for (int row = -1; row <= 1; ++row)
        for (int column = 0; column < 2; ++column)
            painter->drawEllipse(
                QPointF(chip.left() + look.px(9) + column * look.px(4), chip.center().y() + row * look.px(4)),
                1, 1);
    painter->setPen(look.color(Token::Text));
    paintFigures(painter, chip.adjusted(look.px(20), 0, -look.px(4), 0), Qt::AlignLeft,
                 index.data().toString(), look.font(TextRole::CaptionMedium));
    painter->restore();
}

} // namespace bourse::gui
