#include "gui/integrations/responsepane.h"
#include "domain/integration/describe.h"
#include "gui/help/helpdialog.h"
#include "gui/integrations/answerview.h"
#include "gui/integrations/phasebar.h"
#include "gui/integrations/testsender.h"
#include "gui/leads/celltable.h"
#include "gui/leads/tracelayout.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/chip.h"
#include "gui/widgets/format.h"
#include "gui/widgets/tableview.h"
#include "workbench/editorstate.h"
#include <QAction>
#include <QHBoxLayout>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace bourse::gui {

using domain::Reading;
using workbench::EditorState;
using workbench::IntegrationDocument;

namespace {

constexpr int wideFrom = 760; // pixels at scale 1: answer and rules fit side by side

ChipLook lookOf(Reading reading)
{
    using domain::Chip;
    const auto make = [](Chip chip, const QString &text) {
        ChipLook look = chipLook(chip);
        look.text = text;
        return look;
    };
    switch (reading) {
    case Reading::Accepted:
        return make(Chip::Sold, ResponsePane::tr("Accepted"));
    case Reading::Rejected:
        return make(Chip::Rejected, ResponsePane::tr("Rejected"));
    case Reading::Duplicate:
        return make(Chip::Duplicate, ResponsePane::tr("Duplicate"));
    case Reading::Capped:
        return make(Chip::Unsold, ResponsePane::tr("Capped"));
    case Reading::Error:
        return make(Chip::Error, ResponsePane::tr("Error"));
    case Reading::Pending:
        return make(Chip::Pending, ResponsePane::tr("Pending"));
    case Reading::Returned:
        return make(Chip::Returned, ResponsePane::tr("Returned"));
    case Reading::Converted:
        return make(Chip::Sold, ResponsePane::tr("Converted"));
    case Reading::Unrecognised:
        break;
    }
    return make(Chip::Unknown, ResponsePane::tr("Unrecognised"));
}

QHBoxLayout *heading(const QString &text, const QString &note, const QString &objectName, QVBoxLayout *into)
{
    auto *row = new QHBoxLayout;
    row->setContentsMargins(12, 6, 12, 6);
    row->setSpacing(8);
    row->addWidget(makeLabel(text, LabelRole::Strong, objectName));
    auto *aside = new ElidedLabel;
    aside->setObjectName(objectName + QStringLiteral("Note"));
    aside->setProperty("role", QStringLiteral("note"));
    aside->setFullText(note);
    row->addWidget(aside, 1);
    into->addLayout(row);
    into->addWidget(makeLine(Qt::Horizontal));
    return row;
}

QAction *keyAction(QWidget *on, const QString &text, const QKeySequence &key, const QString &objectName)
{
    auto *action = new QAction(text, on);
    action->setObjectName(objectName);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetShortcut);
    on->addAction(action);
    return action;
}

/// "carried.ping_id" as people say it.
QString extractWord(const std::string &name)
{
    const QString text = QString::fromStdString(name);
    if (text == u"price")
        return ResponsePane::tr("Price");
    if (text == u"reason")
        return ResponsePane::tr("Reason");
    if (text == u"redirect")
        return ResponsePane::tr("Redirect");
    if (text == u"expires_at")
        return ResponsePane::tr("Expiry");
    if (text == u"expires_after_s")
        return ResponsePane::tr("Holds for, s");
    if (text == u"currency")
        return ResponsePane::tr("Currency");
    if (text == u"bids")
        return ResponsePane::tr("Bids");
    return text.startsWith(u"carried.") ? ResponsePane::tr("Carries %1").arg(text.mid(8)) : text;
}

QString extractIcon(const std::string &name)
{
    return name == "price"      ? QStringLiteral("billing")
           : name == "reason"   ? QStringLiteral("info")
           : name == "redirect" ? QStringLiteral("export")
                                : QStringLiteral("carried");
}

} // namespace

ResponsePane::ResponsePane(EditorState *state, TestSender *sender, QWidget *parent)
    : QWidget(parent), m_state(state), m_sender(sender)
{
    setObjectName(QStringLiteral("responsePane"));
    setHelpTopic(this, QStringLiteral("response"));
    setAccessibleName(tr("The answer and how it is read"));
    m_upper = new QSplitter(Qt::Vertical);
    m_upper->setObjectName(QStringLiteral("responseUpper"));
    m_upper->setChildrenCollapsible(false);
    m_upper->addWidget(makeAnswer());
    m_upper->addWidget(makeRules());
    m_whole = new QSplitter(Qt::Vertical);
    m_whole->setObjectName(QStringLiteral("responseSplitter"));
    m_whole->setChildrenCollapsible(false);
    m_whole->addWidget(m_upper);
    m_samplesBox = makeSamples();
    m_whole->addWidget(m_samplesBox);
    m_whole->setStretchFactor(0, 1);
    m_whole->setStretchFactor(1, 0);
    m_upper->setHandleWidth(1);
    m_upper->setProperty("hairline", true);
    m_whole->setHandleWidth(1);
    // a narrow pane is an inspector: all sections below each other, and one scrolls
    m_scroll = new QScrollArea;
    m_scroll->setObjectName(QStringLiteral("responseScroll"));
    m_scroll->setAccessibleName(tr("Answer, rules and samples"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_whole->setProperty("plain", true);
    m_scroll->setWidget(m_whole);
    connect(&theme(), &Theme::changed, this, [this] {
        m_fitted = false;
        fitSections();
    });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeSummary());
    layout->addWidget(makeLine(Qt::Horizontal));
    layout->addWidget(m_scroll, 1);

    connect(m_state, &EditorState::previewChanged, this, &ResponsePane::refresh);
    connect(m_state, &EditorState::stepChanged, this, [this] {
        m_sampleId.clear();
        refresh();
    });
    connect(m_sender, &TestSender::changed, this, [this] {
        if (!m_sender->isSending())
            m_sampleId.clear();
        refresh();
    });
    refresh();
}

QWidget *ResponsePane::makeSummary()
{
    auto *summary = new QWidget;
    summary->setObjectName(QStringLiteral("responseSummary"));
    m_outcome = new ChipWidget;
    m_outcome->setObjectName(QStringLiteral("responseOutcome"));
    m_facts = new ElidedLabel;
    m_facts->setObjectName(QStringLiteral("responseFacts"));
    m_total = makeLabel(QString(), LabelRole::Strong, QStringLiteral("responseTotal"));
    m_phases = new PhaseBar;
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_outcome);
    line->addWidget(m_facts, 1);
    line->addWidget(m_total);
    m_cancel = makeButton(tr("Cancel"), QStringLiteral("x"), ButtonKind::Plain, QStringLiteral("cancelSend"),
                          nullptr, true);
    m_cancel->setToolTip(tr("Stop waiting; the buyer may have got it"));
    connect(m_cancel, &QPushButton::clicked, m_sender, &TestSender::cancel);
    line->addWidget(m_cancel);
    m_sending = new QProgressBar;
    m_sending->setObjectName(QStringLiteral("sendingProgress"));
    m_sending->setAccessibleName(tr("Waiting for the buyer's answer"));
    m_sending->setRange(0, 0);
    m_sending->setTextVisible(false);
    auto *layout = new QVBoxLayout(summary);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(8);
    layout->addLayout(line);
    layout->addWidget(m_phases);
    layout->addWidget(m_sending);
    return summary;
}

QWidget *ResponsePane::makeAnswer()
{
    auto *box = new QWidget;
    box->setObjectName(QStringLiteral("answerBox"));
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *head =
        heading(tr("Answer"), tr("click a value to say what it is"), QStringLiteral("answerTitle"), layout);
    m_part = new SegmentedControl({tr("Body"), tr("Headers")}, QStringLiteral("answerPart"), true);
    m_part->setAccessibleName(tr("Part of the answer"));
    head->addWidget(m_part);
    m_answer = new AnswerView;
    m_headers = new PayloadView(QStringLiteral("answerHeaders"));
    m_headers->setAccessibleName(tr("The answer's headers"));
    m_headers->setPretty(false);
    m_headers->setProperty("pane", true);
    m_nothing = makeLabel(QString(), LabelRole::Secondary, QStringLiteral("answerNothing"));
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setWordWrap(true);
    m_nothing->setMargin(16);
    m_stack = new QStackedWidget;
    m_stack->setObjectName(QStringLiteral("answerStack"));
    m_stack->addWidget(m_answer);
    m_stack->addWidget(m_headers);
    m_stack->addWidget(m_nothing);
    layout->addWidget(m_stack, 1);
    connect(m_part, &SegmentedControl::currentChanged, this, [this](int part) {
        if (m_stack->currentWidget() != m_nothing)
            m_stack->setCurrentIndex(part);
    });
    connect(m_answer, &AnswerView::taught, this, &ResponsePane::handleTaught);
    return box;
}

QWidget *ResponsePane::makeRules()
{
    auto *box = new QWidget;
    box->setObjectName(QStringLiteral("rulesBox"));
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *head = heading(tr("Rules"), tr("first match decides"), QStringLiteral("rulesTitle"), layout);
    auto *add = makeButton(tr("Rule"), QStringLiteral("plus"), ButtonKind::Plain, QStringLiteral("addRule"),
                           nullptr, true);
    add->setAccessibleName(tr("Add a rule"));
    head->addWidget(add);
    m_rulesModel = new CellTableModel({tr("#"), tr("Where"), tr("When"), tr("Means")},
                                      {Qt::AlignRight, Qt::AlignLeft, Qt::AlignLeft, Qt::AlignLeft}, this);
    m_rules = new TableView(rowCompact);
    m_rules->setObjectName(QStringLiteral("rulesTable"));
    m_rules->setAccessibleName(tr("Response rules"));
    m_rules->setModel(m_rulesModel);
    m_rules->setItemDelegate(new CellDelegate(m_rules));
    m_rules->horizontalHeader()->hide();
    m_rules->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    layout->addWidget(m_rules, 3);
    layout->addWidget(makeLine(Qt::Horizontal));
    m_rulesLayout = layout;
    heading(tr("Read from the answer"), QString(), QStringLiteral("extractsTitle"), layout);
    m_extractsModel = new CellTableModel({tr("What"), tr("Where"), tr("On this answer")},
                                         {Qt::AlignLeft, Qt::AlignLeft, Qt::AlignLeft}, this);
    m_extracts = new TableView(rowCompact);
    m_extracts->setObjectName(QStringLiteral("extractsTable"));
    m_extracts->setAccessibleName(tr("Values read from the answer"));
    m_extracts->setModel(m_extractsModel);
    m_extracts->setItemDelegate(new CellDelegate(m_extracts));
    m_extracts->horizontalHeader()->hide();
    m_extracts->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    layout->addWidget(m_extracts, 2);
    layout->addStretch(1);

    connect(add, &QPushButton::clicked, this, &ResponsePane::addRule);
    connect(m_rules, &TableView::rowActivated, this, &ResponsePane::editRule);
    connect(keyAction(m_rules, tr("Add a rule"), Qt::Key_Insert, QStringLiteral("actionAddRule")),
            &QAction::triggered, this, &ResponsePane::addRule);
    connect(keyAction(m_rules, tr("Remove the rule"), Qt::Key_Delete, QStringLiteral("actionRemoveRule")),
            &QAction::triggered, this, &ResponsePane::removeRule);
    connect(keyAction(m_rules, tr("Move the rule up"), Qt::ALT | Qt::Key_Up, QStringLiteral("actionRuleUp")),
            &QAction::triggered, this, [this] { moveRule(-1); });
    connect(keyAction(m_rules, tr("Move the rule down"), Qt::ALT | Qt::Key_Down,
                      QStringLiteral("actionRuleDown")),
            &QAction::triggered, this, [this] { moveRule(1); });
    return box;
}

QWidget *ResponsePane::makeSamples()
{
    auto *box = new QWidget;
    box->setObjectName(QStringLiteral("samplesBox"));
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeLine(Qt::Horizontal));
    auto *head = heading(tr("Samples"), QString(), QStringLiteral("samplesTitle"), layout);
    m_samplesNote = qobject_cast<ElidedLabel *>(head->itemAt(1)->widget());
    auto *add = makeButton(tr("Sample"), QStringLiteral("plus"), ButtonKind::Plain,
                           QStringLiteral("addSample"), nullptr, true);
    add->setAccessibleName(tr("Keep this answer as a sample"));
    add->setToolTip(
        tr("Keep this answer as a sample. It may hold a person's data: the database keeps it sealed, an "
           "export holds it as it is."));
    head->addWidget(add);
    m_samplesTable = new TableView(rowCompact);
    m_samplesTable->setObjectName(QStringLiteral("samplesTable"));
    setHelpTopic(m_samplesTable, QStringLiteral("samples"));
    m_samplesTable->setAccessibleName(tr("Samples against the rules"));
    m_samplesTable->setItemDelegate(new CellDelegate(m_samplesTable));
    layout->addWidget(m_samplesTable, 1);
    connect(add, &QPushButton::clicked, this, &ResponsePane::addSample);
    connect(m_samplesTable, &TableView::rowActivated, this,
            [this](const QModelIndex &index) { chooseSample(index.row()); });
    connect(keyAction(m_samplesTable, tr("Remove the sample"), Qt::Key_Delete,
                      QStringLiteral("actionRemoveSample")),
            &QAction::triggered, this, &ResponsePane::removeSample);
    return box;
}

void ResponsePane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const Qt::Orientation before = m_upper->orientation();
    m_upper->setOrientation(width() >= theme().px(wideFrom) ? Qt::Horizontal : Qt::Vertical);
    if (m_upper->orientation() != before || event->size().height() != event->oldSize().height())
        m_fitted = false;
    fitSections();
}

void ResponsePane::fitSections()
{
    const bool wide = m_upper->orientation() == Qt::Horizontal;
    if (m_isNarrow == wide) {
        m_isNarrow = !wide;
        refresh(); // which comes back here
        return;
    }
    const int line = theme().px(rowCompact);
    const int ruleLine = theme().px(wide ? rowCompact : rowTall);
    m_rules->verticalHeader()->setDefaultSectionSize(ruleLine);
    const int head = theme().px(41);
    const int rules = std::max(1, m_rulesModel->rowCount()) * ruleLine + 2;
    const int extracts = std::max(1, m_extractsModel->rowCount()) * line + 2;
    const int samples = m_samples.empty() ? 0 : (static_cast<int>(m_samples.size()) + 1) * line + 2;
    m_rules->setMaximumHeight(rules);
    m_extracts->setMaximumHeight(extracts);
    m_rules->setMinimumHeight(wide ? std::min(rules, ruleLine) : rules);
    m_extracts->setMinimumHeight(wide ? std::min(extracts, line) : extracts);
    // room that is short is shared by what there is to see
    m_rulesLayout->setStretchFactor(m_rules, rules);
    m_rulesLayout->setStretchFactor(m_extracts, extracts);
    m_samplesTable->setVisible(samples > 0);
    m_samplesTable->setMinimumHeight(wide ? std::min(samples, 3 * line) : samples);
    m_samplesBox->setMaximumHeight(samples > 0 ? head + samples + theme().px(12) : head + 2);
    const int answer = wide ? theme().px(90) : theme().px(150);
    m_stack->setMinimumHeight(answer);

    // the words of a rule and what it means stand near each other
    const int box = wide ? m_rules->parentWidget()->width() : width() - theme().px(12);
    const int chip = theme().px(146);
    const int number = theme().px(34);
    const int free = box - chip - number;
    const int place = wide ? std::clamp(free * 42 / 100, theme().px(90), theme().px(240)) : 0;
    const int when = std::clamp(free - place, theme().px(90), theme().px(260));
    m_rules->setColumnHidden(1, !wide);
    m_rules->setColumnWidth(0, number);
    if (wide)
        m_rules->setColumnWidth(1, place);
    m_rules->setColumnWidth(2, when);
    m_rules->setColumnWidth(3, std::max(chip, box - number - place - when));
    const int what = theme().px(130);
    const int where = std::clamp((box - what) * 55 / 100, theme().px(90), theme().px(300));
    m_extracts->setColumnWidth(0, what);
    m_extracts->setColumnWidth(1, where);
    m_extracts->setColumnWidth(2, std::max(theme().px(60), box - what - where));

    if (m_fitted || height() < theme().px(60))
        return;
    m_fitted = true;
    const int below = samples > 0 ? head + samples + theme().px(12) : head + 2;
    const int all = m_scroll->viewport()->height();
    const int most = wide ? std::max(all * 40 / 100, head + std::min(samples, 3 * line)) : below;
    m_whole->setSizes({all - std::min(below, most), std::min(below, most)});
    if (wide)
        m_upper->setSizes({width() * 42 / 100, width() - width() * 42 / 100});
    else
        m_upper->setSizes({head + answer, 2 * head + rules + extracts});
}

std::optional<domain::BuyerResponse> ResponsePane::response() const
{
    for (const domain::SampleCheck &sample : m_samples)
        if (!m_sampleId.empty() && sample.id == m_sampleId)
            return sample.response;
    // what was refused just now has no answer, whatever came before
    const market::TestExchange *last = m_sender->refusal() ? nullptr : m_sender->last();
    if (last && last->response)
        return last->response;
    return std::nullopt;
}

/// What the request of the answer that is shown was made from, if that is known.
std::optional<domain::RenderInput> ResponsePane::answerAbout() const
{
    for (const domain::SampleCheck &sample : m_samples)
        if (!m_sampleId.empty() && sample.id == m_sampleId)
            return sample.about ? std::optional(sample.about->input()) : std::nullopt;
    return m_sender->lastInput();
}

void ResponsePane::refresh()
{
    m_samples.clear();
    for (domain::SampleCheck &sample : m_state->sampleChecks())
        if (sample.step == m_state->step())
            m_samples.push_back(std::move(sample));
    // without a test the first sample shows how answers are read
    if (!m_sender->last() && !m_sender->refusal() && m_sampleId.empty() && !m_samples.empty() &&
        !m_sender->isSending())
        m_sampleId = m_samples.front().id;
    domain::ReadingTrace trace;
    const auto answer = response();
    const auto compiled = m_state->document()->lastCompiled();
    if (answer && compiled && compiled->hasStep(m_state->step())) {
        const auto about = answerAbout();
        trace = compiled->examine(m_state->step(), *answer, about ? &*about : nullptr);
    }
    if (answer) {
        m_answer->setStep(m_state->step());
        m_answer->setResponse(*answer);
        QString headers = QStringLiteral("HTTP/1.1 %1\n").arg(answer->status);
        for (const auto &[name, value] : answer->headers)
            headers += QString::fromStdString(name + ": " + value + "\n");
        m_headers->setPayload(headers);
        m_part->setLabel(1, tr("Headers %1").arg(answer->headers.size()));
        m_stack->setCurrentIndex(m_part->current());
    } else {
        m_stack->setCurrentWidget(m_nothing);
        const market::TestExchange *last = m_sender->last();
        m_nothing->setText(
            m_sender->isSending() ? tr("Waiting for the buyer's answer…")
            : m_sender->refusal() ? QString::fromStdString(m_sender->refusal()->message)
            : last && last->failure
                ? QString::fromStdString(last->failure->message)
                : tr("No answer yet. Send a test with Ctrl+Enter, or paste an answer as a sample."));
    }
    refreshSummary(trace);
    refreshRules(trace);
    refreshExtracts(trace);
    refreshSamples();
    fitSections();
}

void ResponsePane::refreshSummary(const domain::ReadingTrace &trace)
{
    const market::TestExchange *last =
        m_sampleId.empty() && !m_sender->refusal() ? m_sender->last() : nullptr;
    const auto answer = response();
    m_outcome->setVisible(answer.has_value() || (last && last->failure));
    m_phases->setExchange(last ? std::optional(*last) : std::nullopt);
    m_total->setText(last ? durationText(last->totalUs) : QString());
    m_sending->setVisible(m_sender->isSending());
    m_cancel->setVisible(m_sender->isSending());
    if (m_sender->isSending()) {
        m_outcome->hide();
        m_phases->hide();
        m_total->clear();
        m_facts->setFullText(tr("Sending…"));
        return;
    }
    if (!answer) {
        if (last && last->failure) {
            ChipLook look = chipLook(domain::Chip::Error);
            look.text = tr("No answer");
            m_outcome->setLook(look);
        }
        m_facts->setFullText(m_sender->refusal()     ? QString::fromStdString(m_sender->refusal()->message)
                             : last && last->failure ? QString::fromStdString(last->failure->message)
                                                     : tr("Nothing was sent yet"));
        return;
    }
    m_outcome->setLook(lookOf(trace.reading.outcome));
    QStringList facts;
    if (trace.reading.price)
        facts.append(formatMoney(*trace.reading.price));
    if (last && last->failure)
        facts.append(QString::fromStdString(last->failure->message));
    facts.append(tr("status %1").arg(answer->status));
    if (last && last->challenged)
        facts.append(tr("sent twice: the buyer first asked who sends (status 401)"));
    if (!trace.reading.rule.empty())
        facts.append(tr("rule “%1”").arg(QString::fromStdString(trace.reading.rule)));
    else if (!trace.problem)
        facts.append(tr("no rule matches"));
    for (const auto &[name, value] : trace.reading.carried)
        facts.append(QString::fromStdString(name + " " + value));
    if (trace.reading.reason && !trace.reading.reason->second.empty())
        facts.append(QString::fromStdString(trace.reading.reason->second));
    if (trace.problem)
        facts.append(QString::fromStdString(trace.problem->message));
    facts.append(tr("%1 bytes").arg(QLocale().toString(static_cast<qlonglong>(answer->body.size()))));
    m_facts->setFullText(facts.join(QStringLiteral(", ")));
}

void ResponsePane::refreshRules(const domain::ReadingTrace &trace)
{
    QVector<QVector<Cell>> rows;
    const domain::Value *rules = m_state->document()->at(IntegrationDocument::rules(m_state->step()));
    const std::size_t count = rules && rules->isArray() ? rules->asArray()->size() : 0;
    for (std::size_t i = 0; i < count; ++i) {
        const domain::Value &rule = (*rules->asArray())[i];
        const domain::Value *when = rule.find("when");
        const domain::Value *outcome = rule.find("outcome");
        const bool decides = i < trace.rules.size() && trace.rules[i].decides;
        const bool matches = i < trace.rules.size() && trace.rules[i].matches;
        Reading reading = Reading::Unrecognised;
        if (outcome)
            reading = domain::readingFromName(outcome->toText()).value_or(Reading::Unrecognised);
        QString text = when ? QString::fromStdString(domain::describeCondition(*when)) : tr("Anything else");
        // the place apart from what is asked of it; a condition of several stays one sentence
        const domain::Value *source = when ? when->find("source") : nullptr;
        QString place = source ? QString::fromStdString(domain::describeSource(*source)) : QString();
        if (!place.isEmpty() && text.startsWith(place + u' '))
            text = text.mid(place.size() + 1);
        else
            place.clear();
        if (m_isNarrow)
            text.remove(QStringLiteral(" (any case)")); // the rule's dialog says it
        const Token color = matches ? Token::Text : Token::Secondary;
        Cell condition = textCell(text, color, decides ? TextRole::BodyStrong : TextRole::Body);
        if (!place.isEmpty()) {
            // where there is no room beside it, the place stands below
            condition.second = place;
            condition.kind = m_isNarrow ? Cell::Kind::TwoLines : Cell::Kind::Text;
        }
        rows.append({figureCell(QString::number(i + 1), decides ? Token::AccentText : Token::Muted),
                     textCell(place, color, TextRole::Mono), condition, chipCell(lookOf(reading))});
    }
    rows.append({figureCell(QString::number(count + 1), Token::Muted),
                 textCell(tr("anything else"), Token::Muted),
                 textCell(m_isNarrow ? tr("Anything else") : tr("never counted as sold"), Token::Muted),
                 chipCell(lookOf(Reading::Unrecognised))});
    const int current = m_rules->currentIndex().row();
    m_rulesModel->setRows(std::move(rows));
    if (current >= 0)
        m_rules->setCurrentIndex(m_rulesModel->index(qMin(current, m_rulesModel->rowCount() - 1), 0));
}

void ResponsePane::refreshExtracts(const domain::ReadingTrace &trace)
{
    QVector<QVector<Cell>> rows;
    QVector<AnswerView::Mark> marks;
    const auto answer = response();
    for (const domain::ExtractTrace &extract : trace.extracts) {
        const auto path = workbench::DocumentPath::parse(extract.path);
        const domain::Value *reader = path ? m_state->document()->at(*path) : nullptr;
        const domain::Value *source = reader ? reader->find("source") : nullptr;
        rows.append({textCell(extractWord(extract.name)),
                     textCell(source ? QString::fromStdString(domain::describeSource(*source)) : QString(),
                              Token::Secondary, TextRole::Mono),
                     textCell(extract.text.empty() ? tr("none") : QString::fromStdString(extract.text),
                              extract.text.empty() ? Token::Muted : Token::Text, TextRole::Mono)});
        if (answer && source)
            for (const auto &[begin, end] : domain::locateSource(*answer, *source))
                marks.append({begin, end, extractWord(extract.name), extractIcon(extract.name)});
    }
    if (rows.isEmpty())
        rows.append({textCell(tr("Nothing"), Token::Muted), textCell(QString()), textCell(QString())});
    // and the value that decides
    const domain::Value *rules = m_state->document()->at(IntegrationDocument::rules(m_state->step()));
    for (std::size_t i = 0; answer && rules && rules->isArray() && i < rules->asArray()->size(); ++i) {
        if (i >= trace.rules.size() || !trace.rules[i].decides)
            continue;
        const domain::Value *when = (*rules->asArray())[i].find("when");
        const domain::Value *source = when ? when->find("source") : nullptr;
        const ChipLook look = lookOf(trace.reading.outcome);
        if (source)
            for (const auto &[begin, end] : domain::locateSource(*answer, *source))
                if (end - begin < answer->body.size()) // a rule on the whole text marks nothing
                    marks.prepend({begin, end, look.text, look.icon});
    }
    m_extractsModel->setRows(std::move(rows));
    m_answer->setMarks(std::move(marks));
}

void ResponsePane::refreshSamples()
{
    const domain::Value *rules = m_state->document()->at(IntegrationDocument::rules(m_state->step()));
    const std::size_t count = rules && rules->isArray() ? rules->asArray()->size() : 0;
    QStringList heads = {tr("Recorded answer"), tr("Expected")};
    QVector<Qt::Alignment> alignments = {Qt::AlignLeft, Qt::AlignLeft};
    QVector<int> widths = {190, 120};
    for (std::size_t i = 0; i <= count; ++i) {
        heads.append(QString::number(i + 1));
        alignments.append(Qt::AlignHCenter);
        widths.append(44);
    }
    heads += {tr("Read as"), tr("Value")};
    alignments << Qt::AlignLeft << Qt::AlignLeft;
    widths += {138, 150};
    auto *model = new CellTableModel(heads, alignments, m_samplesTable);
    QVector<QVector<Cell>> rows;
    int asExpected = 0;
    int chosen = -1;
    for (const domain::SampleCheck &sample : m_samples) {
        if (sample.id == m_sampleId)
            chosen = static_cast<int>(rows.size());
        asExpected += sample.asExpected ? 1 : 0;
        QVector<Cell> row = {
            textCell(QString::fromStdString(sample.label.empty() ? sample.id : sample.label)),
            sample.expected ? chipCell(lookOf(*sample.expected)) : textCell(tr("not said"), Token::Muted)};
        bool decided = false;
        const auto word = [](const QString &text, Token color) {
            Cell cell = textCell(text, color, TextRole::Caption);
            cell.alignment = Qt::AlignHCenter;
            return cell;
        };
        const auto verdict = [&sample] {
            Cell cell = chipCell({sample.asExpected ? QStringLiteral("check") : QStringLiteral("alert"),
                                  sample.asExpected ? domain::Chip::Sold : domain::Chip::Pending, QString()});
            cell.text = tr("Yes", "the rule decides this sample");
            cell.alignment = Qt::AlignHCenter;
            return cell;
        };
        for (std::size_t i = 0; i < count; ++i) {
            const bool known = i < sample.trace.rules.size();
            if (known && sample.trace.rules[i].decides) {
                decided = true;
                row.append(verdict());
            } else {
                row.append(word(known && sample.trace.rules[i].matches
                                    ? tr("also", "the rule would match, too")
                                    : QStringLiteral("·"),
                                Token::Muted));
            }
        }
        row.append(decided ? word(QStringLiteral("·"), Token::Muted) : verdict());
        row.append(chipCell(lookOf(sample.trace.reading.outcome)));
        const domain::Interpretation &reading = sample.trace.reading;
        row.append(textCell(!sample.asExpected ? QString::fromStdString(sample.difference)
                            : reading.price    ? formatMoney(*reading.price)
                            : reading.reason   ? QString::fromStdString(reading.reason->first)
                                               : QString(),
                            sample.asExpected ? Token::Text : Token::Warn));
        rows.append(std::move(row));
    }
    model->setRows(std::move(rows));
    QAbstractItemModel *before = m_samplesTable->model();
    m_samplesTable->setModel(model);
    delete before;
    m_samplesModel = model;
    m_samplesTable->setColumnWidths(widths);
    m_samplesTable->horizontalHeader()->setStretchLastSection(true);
    if (chosen >= 0)
        m_samplesTable->selectRow(chosen);
    m_samplesNote->setFullText(m_samples.empty()
                                   ? tr("none yet; they are tests that travel with the document")
                                   : tr("%1 of %2 read as expected").arg(asExpected).arg(m_samples.size()));
}

void ResponsePane::chooseSample(int row)
{
    if (row < 0 || row >= static_cast<int>(m_samples.size()))
        return;
    const std::string id = m_samples[static_cast<std::size_t>(row)].id;
    // a second time leads back to the last test
    m_sampleId = id == m_sampleId && m_sender->last() ? std::string() : id;
    refresh();
}

} // namespace bourse::gui
