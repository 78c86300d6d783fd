#include "gui/shell/startupview.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/toast.h"
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QVBoxLayout>

namespace bourse::gui {
namespace {

QFrame *panel(const QString &objectName)
{
    auto *frame = new QFrame;
    frame->setObjectName(objectName);
    frame->setProperty("card", true);
    frame->setFixedWidth(480);
    return frame;
}

/// Not by an alignment: that would ignore what wrapped text needs in height.
void centre(QVBoxLayout *outer, QWidget *widget)
{
    auto *row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(widget);
    row->addStretch(1);
    outer->addStretch(1);
    outer->addLayout(row);
    outer->addStretch(1);
}

} // namespace

StartupView::StartupView(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("startupView"));
    setAccessibleName(tr("Starting"));
    auto *outer = new QVBoxLayout(this);
    QFrame *frame = panel(QStringLiteral("startupPanel"));
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(32, 28, 32, 28);
    layout->setSpacing(12);
    auto *brand = new QHBoxLayout;
    brand->setSpacing(10);
    brand->addWidget(new IconLabel(QStringLiteral("logo"), 28, Token::AccentText));
    brand->addWidget(makeLabel(QStringLiteral("Bourse"), LabelRole::Title, QStringLiteral("startupTitle")));
    brand->addStretch(1);
    layout->addLayout(brand);
    m_text = makeLabel(QString(), LabelRole::Secondary, QStringLiteral("startupText"));
    m_text->setWordWrap(true);
    layout->addWidget(m_text);
    m_progress = new QProgressBar;
    m_progress->setObjectName(QStringLiteral("startupProgress"));
    m_progress->setAccessibleName(tr("Progress of the start"));
    m_progress->setTextVisible(false);
    m_progress->setRange(0, 5);
    layout->addWidget(m_progress);
    centre(outer, frame);
}

void StartupView::setPhase(market::MarketPhase phase, const QString &text)
{
    using market::MarketPhase;
    int step = 0;
    switch (phase) {
    case MarketPhase::StartingDatabase:
        step = 1;
        break;
    case MarketPhase::Migrating:
        step = 2;
        break;
    case MarketPhase::LoadingConfiguration:
        step = 3;
        break;
    case MarketPhase::StartingEngine:
        step = 4;
        break;
    case MarketPhase::Running:
    case MarketPhase::Stopping:
        step = 5;
        break;
    case MarketPhase::Stopped:
    case MarketPhase::Failed:
        break;
    }
    m_progress->setValue(step);
    m_text->setText(text);
}

FailureView::FailureView(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("failureView"));
    setAccessibleName(tr("The market could not start"));
    auto *outer = new QVBoxLayout(this);
    QFrame *frame = panel(QStringLiteral("failurePanel"));
    frame->setFixedWidth(560);
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(32, 28, 32, 28);
    layout->setSpacing(12);
    auto *head = new QHBoxLayout;
    head->setSpacing(10);
    head->addWidget(new IconLabel(QStringLiteral("alert"), 24, Token::Bad));
    head->addWidget(
        makeLabel(tr("The market could not start"), LabelRole::Title, QStringLiteral("failureTitle")), 1);
    layout->addLayout(head);
    m_sentence = makeLabel(QString(), LabelRole::Plain, QStringLiteral("failureText"));
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout->addWidget(m_sentence);
    m_detail = makeLabel(QString(), LabelRole::Muted, QStringLiteral("failureCode"));
    m_detail->setWordWrap(true);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout->addWidget(m_detail);
    layout->addSpacing(8);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    auto *retry = makeButton(tr("Try again"), QStringLiteral("refresh"), ButtonKind::Primary,
                             QStringLiteral("retryButton"));
    auto *copy = makeButton(tr("Copy details"), QStringLiteral("copy"), ButtonKind::Plain,
                            QStringLiteral("copyFailureButton"));
    auto *quit = makeButton(tr("Quit"), QString(), ButtonKind::Plain, QStringLiteral("quitButton"));
    connect(retry, &QPushButton::clicked, this, &FailureView::retryRequested);
    connect(quit, &QPushButton::clicked, this, &FailureView::quitRequested);
    connect(copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_report);
        Toast::show(window(), tr("Details are on the clipboard"));
    });
    m_retry = retry;
    buttons->addWidget(retry);
    buttons->addWidget(copy);
    buttons->addStretch(1);
    buttons->addWidget(quit);
    layout->addLayout(buttons);
    centre(outer, frame);
}

void FailureView::setRetryOffered(bool offered)
{
    m_retry->setVisible(offered);
}

void FailureView::setErrors(const Errors &errors)
{
    QStringList sentences;
    QStringList codes;
    for (const Error &error : errors) {
        sentences.append(QString::fromStdString(error.message.empty() ? error.code : error.message));
        QString code = QString::fromStdString(error.code);
        if (!error.field.empty())
            code += QStringLiteral(" · ") + QString::fromStdString(error.field);
        if (!error.rule.empty())
            code += QStringLiteral(" · ") + QString::fromStdString(error.rule);
        codes.append(code);
    }
    if (sentences.isEmpty())
        sentences.append(tr("No reason was given."));
    m_sentence->setText(sentences.join(u'\n'));
    m_detail->setText(codes.join(u'\n'));
    m_report = sentences.join(u'\n') + u'\n' + codes.join(u'\n');
}

} // namespace bourse::gui
