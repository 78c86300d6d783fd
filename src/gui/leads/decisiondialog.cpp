#include "gui/leads/decisiondialog.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/format.h"
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace bourse::gui {

DecisionDialog::DecisionDialog(Kind kind, const market::TraceAttempt &post, QWidget *parent)
    : QDialog(parent), m_kind(kind), m_held(post.price), m_note(new QLineEdit),
      m_problem(makeLabel(QString(), LabelRole::Caption, QStringLiteral("decisionProblem"))),
      m_accept(nullptr)
{
    setObjectName(QStringLiteral("decisionDialog"));
    const QString title = kind == Kind::Bought      ? tr("%1 bought this lead").arg(post.buyer)
                          : kind == Kind::NotBought ? tr("%1 did not buy this lead").arg(post.buyer)
                                                    : tr("Take back the sale to %1").arg(post.buyer);
    setWindowTitle(title);
    setAccessibleName(title);
    const QString what =
        kind == Kind::Bought
            ? tr("The sale is booked as if the buyer had answered so. This cannot be undone; a "
                 "sale can be taken back.")
        : kind == Kind::NotBought ? tr("What the post held of the buyer's caps and balance is given back, "
                                       "and the lead ends unsold. This "
                                       "cannot be undone.")
                                  : tr("Each line of the sale is reversed in the ledger, for the buyer and "
                                       "for the source. This cannot be "
                                       "undone.");
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 20);
    layout->setSpacing(12);
    layout->addWidget(makeLabel(title, LabelRole::Title, QStringLiteral("decisionTitle")));
    auto *text = makeLabel(what, LabelRole::Secondary, QStringLiteral("decisionText"));
    text->setWordWrap(true);
    layout->addWidget(text);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(16);
    if (kind == Kind::Bought && m_held) {
        m_price = new QLineEdit(QString::fromStdString(m_held->toDecimal()));
        m_price->setObjectName(QStringLiteral("decisionPrice"));
        m_price->setAccessibleName(tr("Price in %1").arg(QString::fromStdString(m_held->currency().code())));
        form->addRow(tr("&Price in %1").arg(QString::fromStdString(m_held->currency().code())), m_price);
        connect(m_price, &QLineEdit::textChanged, this, &DecisionDialog::check);
    }
    m_note->setObjectName(QStringLiteral("decisionNote"));
    m_note->setAccessibleName(tr("Who says so, and why"));
    m_note->setPlaceholderText(tr("Who says so, and why"));
    m_note->setMaxLength(200);
    form->addRow(tr("&Reason"), m_note);
    connect(m_note, &QLineEdit::textChanged, this, &DecisionDialog::check);
    layout->addLayout(form);
    m_problem->setProperty("tone", QStringLiteral("bad"));
    m_problem->setWordWrap(true);
    layout->addWidget(m_problem);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(8);
    foot->addStretch(1);
    auto *cancel = makeButton(tr("Cancel"), QString(), ButtonKind::Plain, QStringLiteral("decisionCancel"));
    m_accept = makeButton(kind == Kind::Bought      ? tr("Book the sale")
                          : kind == Kind::NotBought ? tr("Not bought")
                                                    : tr("Take back"),
                          QString(), ButtonKind::Primary, QStringLiteral("decisionAccept"));
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_accept, &QPushButton::clicked, this, &QDialog::accept);
    m_accept->setDefault(true);
    foot->addWidget(cancel);
    foot->addWidget(m_accept);
    layout->addLayout(foot);
    resizeWithin(this, QSize(480, 260));
    check();
    m_note->setFocus();
}

std::optional<Money> DecisionDialog::price() const
{
    if (!m_price || !m_held)
        return std::nullopt;
    auto typed = Money::parse(m_price->text().trimmed().toStdString(), m_held->currency());
    if (!typed || *typed == *m_held)
        return std::nullopt;
    return *typed;
}

QString DecisionDialog::note() const
{
    return m_note->text().trimmed();
}

void DecisionDialog::check()
{
    QString problem;
    if (m_price && m_held) {
        auto typed = Money::parse(m_price->text().trimmed().toStdString(), m_held->currency());
        if (!typed || typed->micros() < 0)
            problem = tr("The price is an amount like %1.").arg(QString::fromStdString(m_held->toDecimal()));
    }
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    // it moves money: who decides says why
    m_accept->setEnabled(problem.isEmpty() && !note().isEmpty());
}

} // namespace bourse::gui
