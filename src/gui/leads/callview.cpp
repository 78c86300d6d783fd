#include "gui/leads/callview.h"
#include "gui/leads/payloadview.h"
#include "gui/leads/tracelayout.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/chip.h"
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace bourse::gui {

using Kind = market::TraceAttempt::Kind;

CallView::CallView(Side side, const QString &objectName, QWidget *parent)
    : QWidget(parent), m_side(side), m_title(new ElidedLabel), m_chip(new ChipWidget),
      m_facts(new ElidedLabel),
      m_style(new SegmentedControl({tr("Pretty"), tr("Exact")}, objectName + u"_style"_qs, true)),
      m_payload(new PayloadView(objectName + u"_payload"_qs)), m_nothing(nullptr), m_note(new ElidedLabel)
{
    setObjectName(objectName);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 8, 14, 8);
    layout->setSpacing(8);
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    m_title->setObjectName(objectName + u"_title"_qs);
    m_title->setProperty("role", QStringLiteral("strong"));
    m_chip->setObjectName(objectName + u"_chip"_qs);
    m_facts->setObjectName(objectName + u"_facts"_qs);
    m_facts->setProperty("role", QStringLiteral("note"));
    m_facts->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_style->setAccessibleName(tr("How the payload is written"));
    m_style->setToolTip(tr("Indented, or byte by byte as it went over the wire"));
    head->addWidget(m_title);
    head->addWidget(m_chip);
    head->addWidget(m_facts, 1);
    head->addWidget(m_style);
    layout->addLayout(head);
    m_payload->setAccessibleName(side == Side::Request ? tr("Request") : tr("Response"));
    layout->addWidget(m_payload, 1);
    m_nothing = makeLabel(QString(), LabelRole::Secondary, objectName + u"_nothing"_qs);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setWordWrap(true);
    layout->addWidget(m_nothing, 1);
    m_note->setObjectName(objectName + u"_note"_qs);
    m_note->setProperty("role", QStringLiteral("note"));
    layout->addWidget(m_note);
    connect(m_style, &SegmentedControl::currentChanged, this, [this](int index) {
        m_payload->setPretty(index == 0);
        Q_EMIT prettyChanged(index == 0);
    });
}

void CallView::setPretty(bool pretty)
{
    m_style->setCurrent(pretty ? 0 : 1);
}

void CallView::setAttempt(const market::TraceAttempt &attempt)
{
    const bool isCall = market::isCall(attempt.kind);
    const QString text = m_side == Side::Request ? attempt.request : attempt.response;
    QString title;
    QString nothing;
    switch (attempt.kind) {
    case Kind::Ping:
        title = tr("Ping to %1").arg(attempt.buyer);
        break;
    case Kind::Post:
        title = tr("Post to %1").arg(attempt.buyer);
        break;
    case Kind::Status:
        title = tr("Status asked of %1").arg(attempt.buyer);
        break;
    case Kind::Resend:
        title = tr("Post sent again to %1").arg(attempt.buyer);
        break;
    case Kind::Notice:
        title = tr("Notice to %1").arg(attempt.buyer);
        break;
    case Kind::Callback:
        title = m_side == Side::Request ? tr("Callback from %1").arg(attempt.buyer)
                                        : tr("Our answer to %1").arg(attempt.buyer);
        break;
    case Kind::Validate:
        title = tr("Validation");
        nothing = tr("The lead was checked here; nothing was sent. Its fields are under Lead.");
        break;
    case Kind::Answer:
        title = tr("Answer to %1").arg(attempt.buyer);
        nothing = tr("The source got the decision here. How it came about is under Decision.");
        break;
    case Kind::Skipped:
        title = tr("Skipped %1").arg(attempt.buyer);
        nothing = attempt.reason.isEmpty() ? tr("Nothing was sent.") : attempt.reason;
        break;
    }
    if (isCall && text.isEmpty())
        nothing = m_side == Side::Request    ? tr("The request was not recorded.")
                  : attempt.reason.isEmpty() ? tr("No answer came.")
                                             : tr("No answer came: %1").arg(attempt.reason);
    m_title->setFullText(title);
    // The facts give way before the name does.
    m_title->setMinimumWidth(qMin(m_title->sizeHint().width(), theme().px(210)));
    m_chip->setVisible(isCall);
    if (isCall) {
        ChipLook look = chipLook(attempt.outcome);
        if (attempt.price && (attempt.outcome == domain::AttemptOutcome::Bid ||
                              attempt.outcome == domain::AttemptOutcome::Accepted))
            look.text = outcomeText(attempt);
        m_chip->setLook(look);
    }
    QStringList facts;
    if (isCall) {
        if (m_side == Side::Response && attempt.httpStatus > 0)
            facts.append(QString::number(attempt.httpStatus));
        if (!text.isEmpty())
            facts.append(sizeText(splitHttp(text).body));
        if (m_side == Side::Response)
            facts.append(durationText(attempt.phases.endUs - attempt.phases.startUs));
        if (!attempt.integration.isEmpty())
            facts.append(attempt.integration);
    }
    m_facts->setFullText(facts.join(QStringLiteral(", ")));
    m_style->setVisible(nothing.isEmpty());
    m_payload->setVisible(nothing.isEmpty());
    m_payload->setPayload(text);
    m_nothing->setVisible(!nothing.isEmpty());
    m_nothing->setText(nothing);
    QString note;
    if (isCall && m_side == Side::Response && nothing.isEmpty()) {
        if (!attempt.rule.isEmpty())
            note = tr("Read by rule “%1”.").arg(attempt.rule);
        if (!attempt.reason.isEmpty())
            note += (note.isEmpty() ? QString() : QStringLiteral(" ")) + attempt.reason;
    }
    m_note->setFullText(note);
    m_note->setVisible(!note.isEmpty());
}

} // namespace bourse::gui
