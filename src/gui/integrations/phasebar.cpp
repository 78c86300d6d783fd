#include "gui/integrations/phasebar.h"
#include "gui/leads/tracelayout.h"
#include "gui/theme/figures.h"
#include "gui/theme/theme.h"
#include <QPainter>

namespace bourse::gui {

PhaseBar::PhaseBar(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("phaseBar"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void PhaseBar::setExchange(const std::optional<market::TestExchange> &exchange)
{
    m_phases.clear();
    m_totalUs = exchange ? exchange->totalUs : 0;
    if (exchange) {
        qint64 before = 0;
        const auto add = [&](const QString &name, const std::optional<qint64> &until, int series) {
            if (!until)
                return;
            m_phases.append({name, qMax<qint64>(0, *until - before), series});
            before = qMax(before, *until);
        };
        add(tr("DNS"), exchange->dnsUs, 5);
        add(tr("Connect"), exchange->connectUs, 0);
        add(tr("TLS"), exchange->tlsUs, 3);
        add(tr("First byte"), exchange->firstByteUs, 1);
        if (exchange->response)
            add(tr("Body"), exchange->totalUs, 2);
        else // in vain
            add(tr("Waited"), exchange->totalUs, 4);
    }
    QStringList words;
    for (const Phase &phase : std::as_const(m_phases))
        words.append(phase.name + u' ' + durationText(phase.us));
    setAccessibleName(words.isEmpty() ? tr("No test was sent") : words.join(QStringLiteral(", ")));
    setVisible(!m_phases.isEmpty());
    update();
}

QSize PhaseBar::sizeHint() const
{
    return {theme().px(300), theme().px(34)};
}

QSize PhaseBar::minimumSizeHint() const
{
    return {theme().px(120), theme().px(34)};
}

void PhaseBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal gap = 2;
    const qreal width = this->width();
    qreal x = 0;
    for (const Phase &phase : std::as_const(m_phases)) {
        const qreal part =
            m_totalUs > 0 ? width * static_cast<qreal>(phase.us) / static_cast<qreal>(m_totalUs) : 0;
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme().series(phase.series));
        painter.drawRoundedRect(QRectF(x, 0, qMax<qreal>(2, part - gap), theme().px(8)), 2, 2);
        x += part;
    }
    const QFont font = theme().font(TextRole::Caption);
    const QFont strong = theme().font(TextRole::CaptionMedium);
    x = 0;
    for (const Phase &phase : std::as_const(m_phases)) {
        const QVector<TextRun> runs = {{phase.name + u' ', font, theme().color(Token::Secondary)},
                                       {durationText(phase.us), strong, theme().color(Token::Text)}};
        const qreal needed = theme().px(14) + runsWidth(runs) + theme().px(12);
        if (x + needed > width + theme().px(12))
            break; // the tool tip and the accessible name have them all
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme().series(phase.series));
        painter.drawRoundedRect(QRectF(x, theme().px(19), theme().px(8), theme().px(8)), 2, 2);
        paintRuns(&painter, QRectF(x + theme().px(14), theme().px(12), needed, theme().px(22)), Qt::AlignLeft,
                  runs);
        x += needed;
    }
}

} // namespace bourse::gui
