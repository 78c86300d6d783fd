#include "gui/leads/tracepane.h"
#include "gui/leads/callview.h"
#include "gui/leads/celltable.h"
#include "gui/leads/payloadtext.h"
#include "gui/leads/waterfallview.h"
#include "gui/theme/figures.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/card.h"
#include "gui/widgets/format.h"
#include "gui/widgets/tableview.h"
#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QPainter>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QTimer>
#include <QVBoxLayout>
#include <cmath>

namespace bourse::gui {
namespace {

using domain::AttemptOutcome;
using Kind = market::TraceAttempt::Kind;

TableView *makeTable(CellTableModel *model, const QString &objectName, const QString &name,
                     const QVector<int> &widths, int stretched)
{
    auto *table = new TableView(rowCompact);
    table->setObjectName(objectName);
    table->setAccessibleName(name);
    table->setModel(model);
    table->setColumnWidths(widths);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->horizontalHeader()->setSectionResizeMode(stretched, QHeaderView::Stretch);
    table->horizontalHeader()->setSectionsClickable(false);
    table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return table;
}

/// "after 4 pings, 612 ms." and what follows it.
std::pair<QString, QString> splitRest(const QString &rest)
{
    const qsizetype stop = rest.indexOf(QStringLiteral(". "));
    return stop < 0 ? std::pair(rest, QString()) : std::pair(rest.left(stop + 1), rest.mid(stop + 2));
}

} // namespace

SentenceLabel::SentenceLabel(const QString &objectName, bool large, QWidget *parent)
    : QWidget(parent), m_large(large)
{
    setObjectName(objectName);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(&theme(), &Theme::changed, this, &QWidget::updateGeometry);
}

void SentenceLabel::setSentence(const QString &strong, const QString &plain, const QString &quiet)
{
    m_strong = strong;
    m_plain = plain;
    m_quiet = quiet;
    QStringList parts{strong, plain, quiet};
    parts.removeAll(QString());
    setAccessibleName(parts.join(u' '));
    setToolTip(parts.join(u' '));
    update();
}

QSize SentenceLabel::sizeHint() const
{
    return {theme().px(200), theme().px(m_large ? 24 : 20)};
}

QSize SentenceLabel::minimumSizeHint() const
{
    return {theme().px(80), theme().px(m_large ? 24 : 20)};
}

void SentenceLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QFont plain = theme().font(m_large ? TextRole::Section : TextRole::Body);
    plain.setWeight(QFont::Normal);
    QVector<TextRun> runs{{m_strong, theme().font(m_large ? TextRole::Section : TextRole::BodyStrong),
                           theme().color(Token::Text)}};
    if (!m_plain.isEmpty())
        runs.append({u' ' + m_plain, plain, theme().color(m_large ? Token::Text : Token::Secondary)});
    if (!m_quiet.isEmpty())
        runs.append({u' ' + m_quiet, plain, theme().color(Token::Secondary)});
    paintRuns(&painter, rect(), Qt::AlignLeft, runs);
}

TracePane::TracePane(QWidget *parent)
    : QWidget(parent), m_revealTimer(new QTimer(this)), m_stack(new QStackedWidget), m_content(new QWidget),
      m_nothing(new EmptyState(QStringLiteral("routing"), tr("Select a lead to see where it went."),
                               tr("Open the newest lead"), QStringLiteral("traceNothing"))),
      m_failure(new EmptyState(QStringLiteral("alert"), QString(), tr("Try again"),
                               QStringLiteral("traceFailure"))),
      m_loading(makeLabel(QString(), LabelRole::Secondary, QStringLiteral("traceLoading")))
{
    setObjectName(QStringLiteral("tracePane"));
    setAccessibleName(tr("Trace of the lead"));
    m_stack->setObjectName(QStringLiteral("traceStack"));
    m_content->setObjectName(QStringLiteral("traceContent"));
    auto *frame = new QFrame;
    frame->setObjectName(QStringLiteral("traceCard"));
    frame->setProperty("card", true);
    auto *inside = new QVBoxLayout(frame);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->addWidget(m_stack);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(frame);

    auto *content = new QVBoxLayout(m_content);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(0);
    content->addWidget(buildHeader());
    content->addWidget(makeLine(Qt::Horizontal));
    content->addWidget(buildDecision());
    m_splitter = new QSplitter(Qt::Horizontal);
    m_splitter->setObjectName(QStringLiteral("traceSplitter"));
    m_splitter->setHandleWidth(9);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(buildCalls());
    m_splitter->addWidget(buildDetails());
    m_splitter->setStretchFactor(0, 50);
    m_splitter->setStretchFactor(1, 50);
    m_splitter->setSizes({620, 590});
    content->addWidget(m_splitter, 1);

    m_loading->setAlignment(Qt::AlignCenter);
    m_stack->addWidget(m_nothing);
    m_stack->addWidget(m_loading);
    m_stack->addWidget(m_failure);
    m_stack->addWidget(m_content);
    connect(m_nothing, &EmptyState::actionTriggered, this, &TracePane::openNewestRequested);
    connect(m_failure, &EmptyState::actionTriggered, this, &TracePane::retryRequested);
    m_revealTimer->setSingleShot(true);
    m_revealTimer->setInterval(revealMs);
    connect(m_revealTimer, &QTimer::timeout, this, &TracePane::hidePii);
    showNothing();
}

QWidget *TracePane::buildHeader()
{
    auto *header = new QWidget;
    header->setObjectName(QStringLiteral("traceHeader"));
    const auto setHeight = [header] {
        header->setFixedHeight(theme().px(42));
    };
    setHeight();
    connect(&theme(), &Theme::changed, header, setHeight);
    auto *layout = new QHBoxLayout(header);
    layout->setContentsMargins(16, 0, 12, 0);
    layout->setSpacing(8);
    m_sentence = new SentenceLabel(QStringLiteral("traceSentence"), true);
    layout->addWidget(m_sentence, 1);
    m_leadId = new ElidedLabel(Qt::ElideMiddle);
    m_leadId->setObjectName(QStringLiteral("traceLeadId"));
    m_leadId->setProperty("role", QStringLiteral("note"));
    layout->addWidget(m_leadId);
    auto *copy = makeButton(tr("Copy the lead's id"), QStringLiteral("copy"), ButtonKind::Icon,
                            QStringLiteral("copyLeadIdButton"), nullptr, true);
    connect(copy, &QPushButton::clicked, this, [this] {
        if (!m_trace)
            return;
        QApplication::clipboard()->setText(QString::fromStdString(leadIdText(m_trace->row.id)));
        Q_EMIT noted(tr("The lead's id is copied."));
    });
    layout->addWidget(copy);
    auto *previous = makeButton(QStringLiteral("K"), QStringLiteral("arrow-up"), ButtonKind::Plain,
                                QStringLiteral("previousLeadButton"), nullptr, true);
    previous->setAccessibleName(tr("Newer lead"));
    previous->setToolTip(tr("Newer lead (K)"));
    connect(previous, &QPushButton::clicked, this, &TracePane::previousRequested);
    layout->addWidget(previous);
    auto *next = makeButton(QStringLiteral("J"), QStringLiteral("arrow-down"), ButtonKind::Plain,
                            QStringLiteral("nextLeadButton"), nullptr, true);
    next->setAccessibleName(tr("Older lead"));
    next->setToolTip(tr("Older lead (J)"));
    connect(next, &QPushButton::clicked, this, &TracePane::nextRequested);
    layout->addWidget(next);
    return header;
}

QWidget *TracePane::buildCalls()
{
    auto *calls = new QWidget;
    calls->setObjectName(QStringLiteral("traceCalls"));
    auto *layout = new QVBoxLayout(calls);
    layout->setContentsMargins(0, 4, 0, 10);
    layout->setSpacing(6);
    m_waterfall = new WaterfallView;
    connect(m_waterfall, &WaterfallView::currentChanged, this, &TracePane::showCall);
    layout->addWidget(m_waterfall, 1);
    auto *lower = new QVBoxLayout;
    lower->setContentsMargins(16, 0, 16, 0);
    lower->setSpacing(8);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(new WaterfallLegend, 1);
    m_copyCurl = makeButton(tr("Copy cURL"), QStringLiteral("copy"), ButtonKind::Plain,
                            QStringLiteral("copyCurlButton"), nullptr, true);
    m_copyCurl->setToolTip(tr("Copy the selected call as a curl command (C). Secrets stay {{names}}."));
    connect(m_copyCurl, &QPushButton::clicked, this, [this] { copyCurl(); });
    row->addWidget(m_copyCurl);
    m_takeBack = makeButton(tr("Take back…"), QStringLiteral("undo"), ButtonKind::Plain,
                            QStringLiteral("takeBackButton"), nullptr, true);
    m_takeBack->setToolTip(tr("Take the sale back: it is reversed in the ledger"));
    connect(m_takeBack, &QPushButton::clicked, this, &TracePane::askTakeBack);
    row->addWidget(m_takeBack);
    lower->addLayout(row);
    m_insight = new QWidget;
    m_insight->setObjectName(QStringLiteral("traceInsight"));
    m_insight->setAttribute(Qt::WA_StyledBackground);
    auto *insight = new QHBoxLayout(m_insight);
    insight->setContentsMargins(12, 4, 12, 4);
    insight->setSpacing(8);
    insight->addWidget(new IconLabel(QStringLiteral("clock"), 16, Token::Warn));
    m_insightText = new SentenceLabel(QStringLiteral("traceInsightText"), false);
    insight->addWidget(m_insightText, 1);
    lower->addWidget(m_insight);
    layout->addLayout(lower);
    return calls;
}

QWidget *TracePane::buildDecision()
{
    m_decisionBar = new QWidget;
    m_decisionBar->setObjectName(QStringLiteral("traceDecision"));
    m_decisionBar->setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QHBoxLayout(m_decisionBar);
    layout->setContentsMargins(16, 6, 12, 6);
    layout->setSpacing(8);
    layout->addWidget(new IconLabel(QStringLiteral("question"), 16, Token::Warn));
    m_decisionText = new SentenceLabel(QStringLiteral("traceDecisionText"), false);
    layout->addWidget(m_decisionText, 1);
    auto *bought = makeButton(tr("Bought…"), QString(), ButtonKind::Plain, QStringLiteral("boughtButton"),
                              nullptr, true);
    auto *refused = makeButton(tr("Not bought…"), QString(), ButtonKind::Plain,
                               QStringLiteral("notBoughtButton"), nullptr, true);
    connect(bought, &QPushButton::clicked, this, [this] { decide(DecisionDialog::Kind::Bought); });
    connect(refused, &QPushButton::clicked, this, [this] { decide(DecisionDialog::Kind::NotBought); });
    layout->addWidget(bought);
    layout->addWidget(refused);
    return m_decisionBar;
}

const market::TraceAttempt *TracePane::decidable() const
{
    const market::TraceAttempt *sale = nullptr;
    for (const market::TraceAttempt &attempt : m_trace->attempts) {
        if (attempt.kind != Kind::Post)
            continue;
        if (attempt.outcome == AttemptOutcome::Unknown || attempt.outcome == AttemptOutcome::Pending)
            return &attempt;
        if (attempt.outcome == AttemptOutcome::Accepted)
            sale = &attempt;
    }
    return sale;
}

void TracePane::showDecision()
{
    const market::TraceAttempt *post = m_trace ? decidable() : nullptr;
    const bool isSold = post && post->outcome == AttemptOutcome::Accepted;
    const domain::LeadState state = m_trace ? m_trace->row.state : domain::LeadState::Received;
    m_decisionBar->setVisible(post && !isSold);
    m_takeBack->setVisible(isSold &&
                           (state == domain::LeadState::Sold || state == domain::LeadState::Converted));
    if (post && !isSold)
        m_decisionText->setSentence(tr("Nobody knows yet whether %1 bought it.").arg(post->buyer),
                                    tr("A callback or a status may say so; if you know, decide."), QString());
}

bool TracePane::askTakeBack()
{
    const bool isPossible = m_takeBack->isVisible();
    if (isPossible)
        decide(DecisionDialog::Kind::TakeBack);
    return isPossible;
}

void TracePane::decide(DecisionDialog::Kind kind)
{
    const market::TraceAttempt *found = m_trace ? decidable() : nullptr;
    if (!found)
        return;
    const market::TraceAttempt post = *found; // the trace may be another one when the dialog ends
    const Uuid lead = m_trace->row.id;
    auto *dialog = new DecisionDialog(kind, post, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, lead, post] {
        if (dialog->kind() == DecisionDialog::Kind::TakeBack)
            Q_EMIT takeBackRequested(lead, post.id, dialog->note());
        else
            Q_EMIT decided({lead, post.id, dialog->kind() == DecisionDialog::Kind::Bought, dialog->price(),
                            dialog->note()});
    });
    dialog->open();
}

QWidget *TracePane::buildDetails()
{
    m_tabs = new QTabWidget;
    m_tabs->setObjectName(QStringLiteral("traceTabs"));
    m_tabs->setAccessibleName(tr("Details of the selected call and of the lead"));
    m_tabs->tabBar()->setObjectName(QStringLiteral("traceTabBar"));
    m_tabs->tabBar()->setAccessibleName(tr("Details of the selected call and of the lead"));
    m_tabs->tabBar()->setDrawBase(false);
    m_tabs->tabBar()->setExpanding(false);
    m_request = new CallView(CallView::Side::Request, QStringLiteral("callRequest"));
    m_response = new CallView(CallView::Side::Response, QStringLiteral("callResponse"));
    // One choice for both sides.
    connect(m_request, &CallView::prettyChanged, m_response, &CallView::setPretty);
    connect(m_response, &CallView::prettyChanged, m_request, &CallView::setPretty);
    m_tabs->addTab(m_request, tr("Request"));
    m_tabs->addTab(m_response, tr("Response"));
    m_decision = new CellTableModel({tr("Buyer"), tr("Bid"), tr("Outcome"), tr("Why")},
                                    {Qt::AlignLeft, Qt::AlignRight, Qt::AlignLeft, Qt::AlignLeft}, this);
    m_tabs->addTab(makeTable(m_decision, QStringLiteral("decisionTable"),
                             tr("Decision: every channel and what became of it"), {140, 76, 118, 160}, 3),
                   tr("Decision"));
    m_fields = new CellTableModel({tr("Field"), tr("Value")}, {Qt::AlignLeft, Qt::AlignLeft}, this);
    m_tabs->addTab(makeTable(m_fields, QStringLiteral("fieldsTable"), tr("The lead's fields"), {180, 200}, 1),
                   tr("Lead"));
    m_events = new CellTableModel({tr("Time"), tr("After"), tr("Event")},
                                  {Qt::AlignLeft, Qt::AlignRight, Qt::AlignLeft}, this);
    m_tabs->addTab(
        makeTable(m_events, QStringLiteral("eventsTable"), tr("The lead's history"), {118, 76, 200}, 2),
        tr("Events"));
    m_tabs->setCurrentIndex(1);
    auto *corner = new QWidget;
    corner->setObjectName(QStringLiteral("traceTabCorner"));
    auto *layout = new QHBoxLayout(corner);
    layout->setContentsMargins(8, 0, 12, 4);
    m_reveal = makeButton(tr("PII masked"), QStringLiteral("eye-off"), ButtonKind::Plain,
                          QStringLiteral("revealButton"), nullptr, true);
    m_reveal->setToolTip(tr("Show personal data of this lead for 30 seconds; that is logged"));
    connect(m_reveal, &QPushButton::clicked, this, [this] {
        if (m_revealed)
            hidePii();
        else if (m_trace)
            Q_EMIT revealRequested(m_trace->row.id);
    });
    layout->addWidget(m_reveal);
    m_tabs->setCornerWidget(corner, Qt::TopRightCorner);
    return m_tabs;
}

void TracePane::setZone(const QTimeZone &zone)
{
    m_zone = zone;
}

void TracePane::setPingLimits(const QHash<QString, int> &limits)
{
    m_pingLimits = limits;
}

void TracePane::focusCalls()
{
    m_waterfall->setFocus(Qt::ShortcutFocusReason);
}

void TracePane::setTrace(const market::LeadTrace &trace, bool revealed)
{
    const bool isSameLead = m_trace && m_trace->row.id == trace.row.id;
    if (revealed) {
        if (isSameLead && !m_revealed)
            m_masked = m_trace;
        m_revealTimer->start();
    } else {
        m_masked.reset();
        m_revealTimer->stop();
    }
    m_revealed = revealed;
    m_trace = trace;
    showTrace();
}

void TracePane::hidePii()
{
    m_revealTimer->stop();
    if (!m_revealed)
        return;
    m_revealed = false;
    if (!m_masked) {
        // Without a masked copy nothing of the lead may stay on the screen.
        showNothing();
        return;
    }
    m_trace = std::exchange(m_masked, std::nullopt);
    showTrace();
}

void TracePane::showTrace()
{
    const market::LeadTrace &trace = *m_trace;
    m_layout = layOutTrace(trace, m_pingLimits);
    const auto [plain, quiet] = splitRest(trace.sentenceRest);
    m_sentence->setSentence(trace.sentence, plain, quiet);
    m_leadId->setFullText(QString::fromStdString(leadIdText(trace.row.id)));
    m_leadId->setMaximumWidth(theme().px(120));
    const int before = m_waterfall->currentRow();
    m_waterfall->setTrace(trace, m_layout);
    m_insight->setVisible(!m_layout.insight.isEmpty());
    m_insightText->setSentence(m_layout.insight, m_layout.insightRest, QString());
    m_reveal->setText(m_revealed ? tr("Hide PII") : tr("PII masked"));
    m_reveal->setAccessibleName(m_revealed ? tr("Hide personal data")
                                           : tr("Show personal data of this lead"));
    m_reveal->setIcon(icon(m_revealed ? QStringLiteral("eye") : QStringLiteral("eye-off"),
                           m_revealed ? Token::Warn : Token::Text));
    showTables();
    if (m_waterfall->currentRow() < 0)
        m_waterfall->setCurrentRow(bestRow());
    if (m_waterfall->currentRow() == before || m_waterfall->currentRow() < 0)
        showCall(m_waterfall->currentRow());
    showDecision();
    m_stack->setCurrentWidget(m_content);
}

int TracePane::bestRow() const
{
    // What a person looks for first: the sale, else the last post, else the last ping.
    int best = -1;
    int bestRank = -1;
    for (int i = 0; i < m_layout.rows.size(); ++i) {
        const market::TraceAttempt &attempt = m_trace->attempts[m_layout.rows[i].attempt];
        const int rank = attempt.kind == Kind::Post   ? (attempt.outcome == AttemptOutcome::Accepted ? 4 : 3)
                         : attempt.kind == Kind::Ping ? 2
                         : attempt.kind == Kind::Validate ? 1
                                                          : 0;
        if (rank >= bestRank) {
            best = i;
            bestRank = rank;
        }
    }
    return best;
}

void TracePane::showCall(int row)
{
    if (!m_trace || row < 0 || row >= m_layout.rows.size()) {
        m_request->setAttempt({});
        m_response->setAttempt({});
        m_copyCurl->setEnabled(false);
        return;
    }
    const market::TraceAttempt &attempt = m_trace->attempts[m_layout.rows[row].attempt];
    m_request->setAttempt(attempt);
    m_response->setAttempt(attempt);
    m_copyCurl->setEnabled(!curlCommand(attempt.request).isEmpty());
}

QVector<QVector<Cell>> TracePane::decisionRows() const
{
    // One line per channel: its last call decides what became of it, its ping tells the bid.
    struct Line {
        const market::TraceAttempt *last = nullptr;
        std::optional<Money> bid;
    };
    QVector<Line> lines;
    QHash<QString, qsizetype> lineOf;
    for (const market::TraceAttempt &attempt : m_trace->attempts) {
        if (attempt.kind == Kind::Validate || attempt.kind == Kind::Answer || market::isLater(attempt.kind))
            continue;
        const QString key = attempt.channel.isEmpty() ? attempt.buyer : attempt.channel;
        if (!lineOf.contains(key)) {
            lineOf.insert(key, lines.size());
            lines.append(Line{});
        }
        Line &line = lines[lineOf.value(key)];
        if (attempt.price)
            line.bid = attempt.price;
        if (!line.last || line.last->kind != Kind::Post)
            line.last = &attempt;
    }
    const auto rank = [](const Line &line) {
        return line.last->outcome == AttemptOutcome::Accepted && line.last->kind == Kind::Post ? 0
               : line.last->kind == Kind::Post                                                 ? 1
               : line.bid                                                                      ? 2
               : line.last->kind == Kind::Ping                                                 ? 3
                                                                                               : 4;
    };
    std::stable_sort(lines.begin(), lines.end(), [&rank](const Line &a, const Line &b) {
        if (rank(a) != rank(b))
            return rank(a) < rank(b);
        return a.bid && b.bid && a.bid->micros() > b.bid->micros();
    });
    QVector<QVector<Cell>> rows;
    for (const Line &line : std::as_const(lines)) {
        ChipLook look = chipLook(line.last->outcome);
        if (line.last->kind == Kind::Skipped)
            look = {QStringLiteral("ban"), domain::Chip::Unsold, tr("Skipped")};
        rows.append(QVector<Cell>{
            textCell(line.last->buyer, Token::Text, TextRole::BodyMedium),
            figureCell(line.bid ? formatMoney(*line.bid) : QString(), Token::Text, TextRole::BodyStrong),
            chipCell(look), textCell(line.last->reason, Token::Secondary)});
    }
    return rows;
}

void TracePane::showTables()
{
    m_decision->setRows(decisionRows());
    QVector<QVector<Cell>> fields;
    for (const auto &[label, value] : m_trace->fields)
        fields.append(QVector<Cell>{textCell(label, Token::Secondary), textCell(value)});
    m_fields->setRows(fields);
    QVector<QVector<Cell>> events;
    for (const market::LeadTrace::Event &event : m_trace->events) {
        const qint64 after = (event.at - m_trace->row.receivedAt).count();
        events.append(QVector<Cell>{
            figureCell(formatClock(event.at, m_zone, true), Token::Secondary, TextRole::Body, Qt::AlignLeft),
            figureCell(after >= 0 ? durationText(after) : QString(), Token::Secondary),
            textCell(event.text)});
    }
    m_events->setRows(events);
}

void TracePane::showLoading(const QString &leadId)
{
    // The one before stays until the new one is there, so that stepping through leads does not flicker.
    if (m_trace && m_stack->currentWidget() == m_content && !m_revealed)
        return;
    hidePii();
    m_loading->setText(tr("Reading %1…").arg(leadId));
    m_stack->setCurrentWidget(m_loading);
}

void TracePane::showFailure(const QString &sentence)
{
    hidePii();
    m_trace.reset();
    m_failure->setSentence(sentence.isEmpty() ? tr("The lead could not be read.") : sentence);
    m_stack->setCurrentWidget(m_failure);
}

void TracePane::showNothing()
{
    m_revealTimer->stop();
    m_revealed = false;
    m_masked.reset();
    m_trace.reset();
    m_stack->setCurrentWidget(m_nothing);
}

bool TracePane::copyCurl()
{
    const int row = m_waterfall->currentRow();
    if (!m_trace || row < 0 || row >= m_layout.rows.size())
        return false;
    const QString command = curlCommand(m_trace->attempts[m_layout.rows[row].attempt].request);
    if (command.isEmpty())
        return false;
    QApplication::clipboard()->setText(command);
    Q_EMIT noted(m_revealed ? tr("Copied as a curl command, with personal data.")
                            : tr("Copied as a curl command; personal data is masked."));
    return true;
}

} // namespace bourse::gui
