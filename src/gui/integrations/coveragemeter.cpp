#include "gui/integrations/coveragemeter.h"
#include "gui/theme/figures.h"
#include "gui/theme/theme.h"
#include <QPainter>
#include <QPainterPath>

namespace bourse::gui {
namespace {
constexpr int barWidth = 84;
constexpr int gap = 8;
} // namespace

CoverageMeter::CoverageMeter(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("coverageMeter"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme(), &Theme::changed, this, &QWidget::updateGeometry);
    hide();
}

void CoverageMeter::setCoverage(const domain::SpecCoverage &coverage)
{
    m_coverage = coverage;
    setVisible(coverage.total > 0);
    setAccessibleName(tr("Spec coverage: %1 of %2 fields are mapped, %3 of %4 required ones")
                          .arg(coverage.mapped)
                          .arg(coverage.total)
                          .arg(coverage.requiredMapped)
                          .arg(coverage.required));
    QString tip = accessibleName();
    if (!coverage.unmapped.empty()) {
        QStringList names;
        for (std::size_t i = 0; i < coverage.unmapped.size() && i < 12; ++i)
            names.append(QString::fromStdString(coverage.unmapped[i]));
        tip += QStringLiteral("\n") + tr("Not mapped: %1").arg(names.join(QStringLiteral(", ")));
    }
    setToolTip(tip);
    updateGeometry();
    update();
}

QString CoverageMeter::figures() const
{
    return tr("%1 of %2").arg(m_coverage.mapped).arg(m_coverage.total);
}

QSize CoverageMeter::sizeHint() const
{
    const qreal words = figuresWidth(theme().font(TextRole::Body), tr("Spec coverage"));
    const qreal number = figuresWidth(theme().font(TextRole::BodyStrong), figures());
    return {static_cast<int>(words + number) + theme().px(barWidth + 2 * gap) + 2, theme().px(20)};
}

QSize CoverageMeter::minimumSizeHint() const
{
    // the words go first, then the bar
    return {static_cast<int>(figuresWidth(theme().font(TextRole::BodyStrong), figures())) + theme().px(40),
            theme().px(20)};
}

void CoverageMeter::paintEvent(QPaintEvent *)
{
    const Theme &look = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QFont strong = look.font(TextRole::BodyStrong);
    const qreal number = figuresWidth(strong, figures());
    painter.setPen(look.color(Token::Text));
    paintFigures(&painter, rect(), Qt::AlignRight, figures(), strong);
    qreal right = width() - number - look.px(gap);
    const qreal bar = qMin<qreal>(look.px(barWidth), right);
    const QRectF track(right - bar, (height() - look.px(5)) / 2.0, bar, look.px(5));
    QPainterPath shape;
    shape.addRoundedRect(track, track.height() / 2, track.height() / 2);
    painter.setClipPath(shape);
    painter.fillRect(track, look.color(Token::Track));
    const double total = qMax(1, m_coverage.total);
    const qreal mapped = bar * m_coverage.mapped / total;
    painter.fillRect(QRectF(track.left(), track.top(), mapped, track.height()), look.color(Token::Ok));
    // required and not mapped: what has to be looked at
    const int missing = m_coverage.required - m_coverage.requiredMapped;
    const qreal wide = missing > 0 ? qMax<qreal>(look.px(4), bar * missing / total) : 0;
    painter.fillRect(QRectF(track.left() + mapped, track.top(), wide, track.height()),
                     look.scheme() == Scheme::Light ? look.series(1) : look.color(Token::Warn));
    painter.setClipping(false);
    right = track.left() - look.px(gap);
    const QFont body = look.font(TextRole::Body);
    if (figuresWidth(body, tr("Spec coverage")) <= right) {
        painter.setPen(look.color(Token::Secondary));
        paintFigures(&painter, QRectF(0, 0, right, height()), Qt::AlignRight, tr("Spec coverage"), body);
    }
}

} // namespace bourse::gui
