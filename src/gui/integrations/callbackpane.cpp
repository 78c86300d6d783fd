#include "gui/integrations/callbackpane.h"
#include "gui/help/helpdialog.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "workbench/editorstate.h"
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

namespace bourse::gui {

using domain::CallbackFate;
using domain::PairBy;
using workbench::CallbackEdits;
using workbench::CallbackMatch;
using workbench::CallbackPlace;
using Kind = CallbackPlace::Kind;

namespace {
constexpr int typing = 71; ///< merges what is typed into one step of undo

QComboBox *makeKinds(const QString &objectName)
{
    auto *box = new QComboBox;
    box->setObjectName(objectName);
    box->setAccessibleName(CallbackPane::tr("Where in the callback"));
    box->addItem(CallbackPane::tr("JSON path"), static_cast<int>(Kind::Json));
    box->addItem(CallbackPane::tr("XPath"), static_cast<int>(Kind::Xpath));
    box->addItem(CallbackPane::tr("URL parameter"), static_cast<int>(Kind::Query));
    box->addItem(CallbackPane::tr("Form value"), static_cast<int>(Kind::Pair));
    box->addItem(CallbackPane::tr("Header"), static_cast<int>(Kind::Header));
    return box;
}

QString placeholderOf(Kind kind)
{
    switch (kind) {
    case Kind::Json:
        return QStringLiteral("$.lead_id");
    case Kind::Xpath:
        return QStringLiteral("/result/lead_id");
    case Kind::Header:
        return QStringLiteral("Webhook-Id");
    default:
        return QStringLiteral("lead_id");
    }
}

QLabel *addSection(QVBoxLayout *layout, const QString &title, const QString &note, const char *name)
{
    layout->addSpacing(4);
    layout->addWidget(makeLabel(title, LabelRole::Strong, QLatin1String(name) + QStringLiteral("Title")));
    auto *text = makeLabel(note, LabelRole::Note, QLatin1String(name) + QStringLiteral("Note"));
    text->setWordWrap(true);
    layout->addWidget(text);
    return text;
}
} // namespace

CallbackPane::CallbackPane(workbench::EditorState *state, QWidget *parent) : QWidget(parent), m_state(state)
{
    setObjectName(QStringLiteral("callbackPane"));
    setAccessibleName(tr("Callback"));
    setHelpTopic(this, QStringLiteral("callback"));
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    auto *scroll = new QScrollArea;
    scroll->setObjectName(QStringLiteral("callbackScroll"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    whole->addWidget(scroll);
    auto *content = new QWidget;
    content->setObjectName(QStringLiteral("callbackContent"));
    content->setProperty("plain", true);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(8);
    scroll->setWidget(content);

    addSection(layout, tr("The buyer calls"), tr("Give the buyer this address, for POST, PUT or GET."),
               "callbackAddress");
    auto *addressRow = new QHBoxLayout;
    m_address = new QLineEdit;
    m_address->setObjectName(QStringLiteral("callbackAddress"));
    m_address->setAccessibleName(tr("Address that the buyer calls"));
    m_address->setReadOnly(true);
    m_address->setFont(theme().font(TextRole::Mono));
    auto *copy = makeButton(tr("Copy the address"), QStringLiteral("copy"), ButtonKind::Icon,
                            QStringLiteral("callbackCopy"));
    connect(copy, &QPushButton::clicked, this, [this] {
        QApplication::clipboard()->setText(m_address->text());
        Q_EMIT noted(tr("Address copied"));
    });
    addressRow->addWidget(m_address, 1);
    addressRow->addWidget(copy);
    layout->addLayout(addressRow);
    auto *proofRow = new QHBoxLayout;
    m_proof = makeLabel(QString(), LabelRole::Note, QStringLiteral("callbackProof"));
    m_proof->setWordWrap(true);
    proofRow->addWidget(m_proof, 1);
    auto *signature =
        makeButton(tr("Signature…"), QString(), ButtonKind::Link, QStringLiteral("callbackSign"));
    connect(signature, &QPushButton::clicked, this, &CallbackPane::signatureWanted);
    proofRow->addWidget(signature);
    layout->addLayout(proofRow);

    addSection(layout, tr("Which lead is it about?"),
               tr("The first of these ids that is in the callback, and known, finds the post."),
               "callbackMatch");
    m_matchLayout = new QVBoxLayout;
    m_matchLayout->setSpacing(6);
    layout->addLayout(m_matchLayout);
    m_noMatch = makeLabel(tr("Nothing says it yet: no callback will find its lead."), LabelRole::Caption,
                          QStringLiteral("callbackNoMatch"));
    m_noMatch->setProperty("tone", QStringLiteral("bad"));
    layout->addWidget(m_noMatch);
    auto *add = makeButton(tr("Add an id"), QStringLiteral("plus"), ButtonKind::Plain,
                           QStringLiteral("callbackAddMatch"));
    connect(add, &QPushButton::clicked, this, &CallbackPane::addMatch);
    layout->addWidget(add, 0, Qt::AlignLeft);

    addSection(
        layout, tr("What tells one event from another?"),
        tr("The same event twice changes nothing. Without an id of its own, all that it says tells it."),
        "callbackEvent");
    auto *eventRow = new QHBoxLayout;
    m_eventKind = makeKinds(QStringLiteral("callbackEventKind"));
    m_eventText = new QLineEdit;
    m_eventText->setObjectName(QStringLiteral("callbackEventText"));
    m_eventText->setAccessibleName(tr("Path or name of the event's id"));
    m_eventText->setFont(theme().font(TextRole::Mono));
    eventRow->addWidget(m_eventKind);
    eventRow->addWidget(m_eventText, 1);
    layout->addLayout(eventRow);
    const auto writeEvent = [this] {
        m_eventText->setPlaceholderText(placeholderOf(placeOf(m_eventKind, m_eventText).kind));
        if (!m_isShowing)
            CallbackEdits(m_state->document()).setEventId(placeOf(m_eventKind, m_eventText), typing);
    };
    connect(m_eventKind, &QComboBox::activated, this, writeEvent);
    connect(m_eventText, &QLineEdit::textEdited, this, writeEvent);

    addSection(
        layout, tr("What is the buyer answered?"),
        tr("A callback is answered when it has been written down. Whoever cannot prove that he is the buyer "
           "gets a 401."),
        "callbackAnswer");
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(3, 1);
    const std::array<QString, 3> fates{tr("&Recorded"), tr("Seen &before"), tr("&Unknown lead")};
    for (std::size_t i = 0; i < m_answers.size(); ++i) {
        const auto fate = static_cast<CallbackFate>(i);
        AnswerLine &line = m_answers[i];
        const QString name = QStringLiteral("callbackAnswer%1").arg(i);
        line.status = new QSpinBox;
        line.status->setObjectName(name + QStringLiteral("Status"));
        line.status->setAccessibleName(tr("HTTP status"));
        line.status->setRange(200, 599);
        line.type = new QLineEdit;
        line.type->setObjectName(name + QStringLiteral("Type"));
        line.type->setAccessibleName(tr("Content type"));
        line.type->setPlaceholderText(tr("no content type"));
        line.body = new QLineEdit;
        line.body->setObjectName(name + QStringLiteral("Body"));
        line.body->setAccessibleName(tr("Body"));
        line.body->setPlaceholderText(tr("no body"));
        line.body->setFont(theme().font(TextRole::Mono));
        auto *label = makeLabel(fates[i], LabelRole::Plain, name + QStringLiteral("Label"));
        label->setBuddy(line.status);
        const int row = static_cast<int>(i);
        grid->addWidget(label, row, 0);
        grid->addWidget(line.status, row, 1);
        grid->addWidget(line.type, row, 2);
        grid->addWidget(line.body, row, 3);
        connect(line.status, &QSpinBox::valueChanged, this, [this, fate] { writeAnswer(fate); });
        for (QLineEdit *field : {line.type, line.body})
            connect(field, &QLineEdit::textEdited, this, [this, fate] { writeAnswer(fate); });
    }
    layout->addLayout(grid);
    layout->addStretch(1);

    connect(m_state->document(), &workbench::IntegrationDocument::changed, this, &CallbackPane::refresh);
    connect(m_state, &workbench::EditorState::stepChanged, this, &CallbackPane::refresh);
    refresh();
}

void CallbackPane::setListenAddress(const QString &url)
{
    m_listen = url;
    refresh();
}

CallbackPlace CallbackPane::placeOf(const QComboBox *kind, const QLineEdit *text) const
{
    CallbackPlace place;
    place.kind = static_cast<Kind>(kind->currentData().toInt());
    place.text = text->text().trimmed();
    return place;
}

void CallbackPane::showPlace(const CallbackPlace &place, QComboBox *kind, QLineEdit *text)
{
    const int other = kind->findData(static_cast<int>(Kind::Other));
    if (place.kind == Kind::Other && other < 0)
        kind->addItem(tr("as written"), static_cast<int>(Kind::Other));
    else if (place.kind != Kind::Other && other >= 0)
        kind->removeItem(other);
    // an empty text has no place of its own: the kind that was chosen for it stays
    if (place.kind == Kind::Other || !place.text.isEmpty())
        kind->setCurrentIndex(kind->findData(static_cast<int>(place.kind)));
    const QString shown = place.kind == Kind::Other ? place.description : place.text;
    if (text->text() != shown)
        text->setText(shown);
    text->setReadOnly(place.kind == Kind::Other);
    text->setPlaceholderText(placeholderOf(static_cast<Kind>(kind->currentData().toInt())));
}

CallbackPane::Line CallbackPane::makeLine(std::size_t index)
{
    Line line;
    const QString name = QStringLiteral("callbackMatch%1").arg(index);
    line.box = new QWidget;
    line.box->setObjectName(name);
    auto *row = new QHBoxLayout(line.box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    line.by = new QComboBox;
    line.by->setObjectName(name + QStringLiteral("By"));
    line.by->setAccessibleName(tr("Whose id"));
    line.by->addItem(tr("The buyer's id"), static_cast<int>(PairBy::BuyerId));
    line.by->addItem(tr("Our lead id"), static_cast<int>(PairBy::LeadId));
    line.by->addItem(tr("Our request id"), static_cast<int>(PairBy::AttemptId));
    line.by->setItemData(0, tr("Any id that an answer of the buyer gave to carry on"), Qt::ToolTipRole);
    line.kind = makeKinds(name + QStringLiteral("Kind"));
    line.text = new QLineEdit;
    line.text->setObjectName(name + QStringLiteral("Text"));
    line.text->setAccessibleName(tr("Path or name of the id"));
    line.text->setFont(theme().font(TextRole::Mono));
    auto *up =
        makeButton(tr("Move up"), QStringLiteral("arrow-up"), ButtonKind::Icon, name + QStringLiteral("Up"));
    auto *remove = makeButton(tr("Remove this id"), QStringLiteral("trash"), ButtonKind::Icon,
                              name + QStringLiteral("Remove"));
    up->setProperty("flat", true);
    remove->setProperty("flat", true);
    up->setEnabled(index > 0);
    row->addWidget(line.by);
    row->addWidget(line.kind);
    row->addWidget(line.text, 1);
    row->addWidget(up);
    row->addWidget(remove);
    connect(line.by, &QComboBox::activated, this, [this, index, by = line.by] {
        CallbackEdits(m_state->document()).setBy(index, static_cast<PairBy>(by->currentData().toInt()));
    });
    const auto write = [this, index, kind = line.kind, text = line.text] {
        if (!m_isShowing)
            CallbackEdits(m_state->document())
                .setPlace(index, placeOf(kind, text), typing + 1 + static_cast<int>(index));
    };
    connect(line.kind, &QComboBox::activated, this, [write, text = line.text, kind = line.kind] {
        if (text->isReadOnly() && kind->currentData().toInt() != static_cast<int>(Kind::Other))
            text->clear();
        write();
    });
    connect(line.text, &QLineEdit::textEdited, this, write);
    connect(up, &QPushButton::clicked, this,
            [this, index] { CallbackEdits(m_state->document()).moveMatch(index, index - 1); });
    connect(remove, &QPushButton::clicked, this, [this, index] {
        if (CallbackEdits(m_state->document()).removeMatch(index))
            Q_EMIT removed(tr("Id removed"));
    });
    return line;
}

void CallbackPane::refresh()
{
    if (m_state->step() != domain::StepKind::Callback)
        return;
    const CallbackEdits edits(m_state->document());
    m_isShowing = true;
    m_address->setText(m_listen + QStringLiteral("/v1/callbacks/") + m_state->document()->text("slug"));
    m_proof->setText(edits.isProven()
                         ? tr("The buyer proves himself as the signature or token says.")
                         : tr("Anybody who knows the address can call: no signature or token is asked for."));
    m_proof->setProperty("tone", edits.isProven() ? QVariant() : QVariant(QStringLiteral("warn")));
    const std::vector<CallbackMatch> matches = edits.matches();
    while (m_lines.size() > matches.size()) {
        m_lines.back().box->deleteLater();
        m_lines.back().box->hide();
        m_lines.pop_back();
    }
    while (m_lines.size() < matches.size()) {
        m_lines.push_back(makeLine(m_lines.size()));
        m_matchLayout->addWidget(m_lines.back().box);
    }
    for (std::size_t i = 0; i < matches.size(); ++i) {
        m_lines[i].by->setCurrentIndex(m_lines[i].by->findData(static_cast<int>(matches[i].by)));
        showPlace(matches[i].place, m_lines[i].kind, m_lines[i].text);
    }
    m_noMatch->setVisible(matches.empty());
    showPlace(edits.eventId(), m_eventKind, m_eventText);
    for (std::size_t i = 0; i < m_answers.size(); ++i) {
        const domain::CallbackAnswer answer = edits.answer(static_cast<CallbackFate>(i));
        const AnswerLine &line = m_answers[i];
        const auto show = [](QLineEdit *field, const std::string &text) {
            const QString shown = QString::fromStdString(text);
            if (!field->hasFocus() && field->text() != shown)
                field->setText(shown);
        };
        if (line.status->value() != answer.status)
            line.status->setValue(answer.status);
        show(line.type, answer.contentType);
        show(line.body, answer.body);
    }
    m_isShowing = false;
}

void CallbackPane::addMatch()
{
    CallbackMatch match;
    match.place.text = QStringLiteral("$.lead_id");
    if (!CallbackEdits(m_state->document()).addMatch(match)) {
        Q_EMIT noted(tr("There is no callback step yet. Add one with the plus sign beside the steps."));
        return;
    }
    if (!m_lines.empty()) {
        m_lines.back().text->setFocus();
        m_lines.back().text->selectAll();
    }
}

void CallbackPane::writeAnswer(CallbackFate fate)
{
    if (m_isShowing)
        return;
    const AnswerLine &line = m_answers[static_cast<std::size_t>(fate)];
    domain::CallbackAnswer answer;
    answer.status = line.status->value();
    answer.contentType = line.type->text().toStdString();
    answer.body = line.body->text().toStdString();
    CallbackEdits(m_state->document()).setAnswer(fate, answer, typing + 100 + static_cast<int>(fate));
}

} // namespace bourse::gui
