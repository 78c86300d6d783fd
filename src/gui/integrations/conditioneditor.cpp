#include "gui/integrations/conditioneditor.h"
#include "domain/json/json.h"
#include "domain/lead/reason.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "workbench/editorstate.h"
#include "workbench/mappingedits.h"
#include "workbench/mappingrow.h"
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace bourse::gui {

using domain::Object;
using domain::Value;

namespace {

struct OperatorWord {
    const char *op;
    const char *text;
    bool hasValue;
};
constexpr OperatorWord operators[] = {
    {"exists", QT_TRANSLATE_NOOP("Conditions", "is there"), false},
    {"missing", QT_TRANSLATE_NOOP("Conditions", "is missing"), false},
    {"empty", QT_TRANSLATE_NOOP("Conditions", "is empty"), false},
    {"not_empty", QT_TRANSLATE_NOOP("Conditions", "is not empty"), false},
    {"equals", QT_TRANSLATE_NOOP("Conditions", "equals"), true},
    {"not_equals", QT_TRANSLATE_NOOP("Conditions", "does not equal"), true},
    {"contains", QT_TRANSLATE_NOOP("Conditions", "contains"), true},
    {"starts_with", QT_TRANSLATE_NOOP("Conditions", "starts with"), true},
    {"ends_with", QT_TRANSLATE_NOOP("Conditions", "ends with"), true},
    {"matches", QT_TRANSLATE_NOOP("Conditions", "matches the pattern"), true},
    {"in", QT_TRANSLATE_NOOP("Conditions", "is one of"), true},
    {"gt", QT_TRANSLATE_NOOP("Conditions", "is more than"), true},
    {"ge", QT_TRANSLATE_NOOP("Conditions", "is at least"), true},
    {"lt", QT_TRANSLATE_NOOP("Conditions", "is less than"), true},
    {"le", QT_TRANSLATE_NOOP("Conditions", "is at most"), true},
};

QString qt(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

} // namespace

ConditionEditor::ConditionEditor(workbench::EditorState *state, QWidget *parent)
    : EditorPopup(QStringLiteral("conditionEditor"), tr("When the row is sent"), parent), m_state(state),
      m_title(makeLabel(QString(), LabelRole::Strong, QStringLiteral("conditionTitle"))),
      m_reasonLabel(makeLabel(tr("&Because"), LabelRole::Caption, QStringLiteral("refusalReasonLabel"))),
      m_reason(new QLineEdit),
      m_codeLabel(makeLabel(tr("&Counted as"), LabelRole::Caption, QStringLiteral("refusalCodeLabel"))),
      m_code(new QComboBox), m_field(new QComboBox), m_operator(new QComboBox), m_value(new QLineEdit),
      m_json(new QPlainTextEdit),
      m_problem(makeLabel(QString(), LabelRole::Caption, QStringLiteral("conditionProblem"))),
      m_always(nullptr)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    m_field->setObjectName(QStringLiteral("conditionField"));
    m_field->setAccessibleName(tr("Field of the lead"));
    m_field->setEditable(true);
    m_operator->setObjectName(QStringLiteral("conditionOperator"));
    m_operator->setAccessibleName(tr("Comparison"));
    for (const OperatorWord &each : operators)
        m_operator->addItem(QCoreApplication::translate("Conditions", each.text),
                            QString::fromLatin1(each.op));
    m_value->setObjectName(QStringLiteral("conditionValue"));
    m_value->setAccessibleName(tr("Compared with"));
    m_json->setObjectName(QStringLiteral("conditionJson"));
    m_json->setAccessibleName(tr("Condition as JSON"));
    m_json->setProperty("payload", true);
    m_json->setFont(theme().font(TextRole::Mono));
    m_json->setTabChangesFocus(true);
    m_json->setFixedHeight(theme().px(140));
    layout->addWidget(m_field);
    layout->addWidget(m_operator);
    layout->addWidget(m_value);
    layout->addWidget(m_json);
    m_reason->setObjectName(QStringLiteral("refusalReason"));
    m_reason->setAccessibleName(tr("Why such leads are refused"));
    m_reason->setPlaceholderText(tr("The buyer takes no leads from this state."));
    m_reasonLabel->setBuddy(m_reason);
    m_code->setObjectName(QStringLiteral("refusalCode"));
    m_code->setAccessibleName(tr("What reports count such leads as"));
    m_codeLabel->setBuddy(m_code);
    layout->addWidget(m_reasonLabel);
    layout->addWidget(m_reason);
    layout->addWidget(m_codeLabel);
    layout->addWidget(m_code);
    m_problem->setProperty("tone", QStringLiteral("bad"));
    m_problem->setWordWrap(true);
    layout->addWidget(m_problem);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(8);
    m_always = makeButton(tr("Always send"), QString(), ButtonKind::Plain, QStringLiteral("conditionAlways"));
    auto *json = makeButton(tr("As JSON"), QString(), ButtonKind::Link, QStringLiteral("conditionAsJson"));
    auto *apply = makeButton(tr("Apply"), QString(), ButtonKind::Primary, QStringLiteral("conditionApply"));
    foot->addWidget(m_always);
    foot->addWidget(json);
    foot->addStretch(1);
    foot->addWidget(apply);
    layout->addLayout(foot);
    connect(m_operator, &QComboBox::currentIndexChanged, this,
            [this](int index) { m_value->setVisible(m_simple && index >= 0 && operators[index].hasValue); });
    connect(m_always, &QPushButton::clicked, this, [this] {
        workbench::MappingEdits(m_state->document()).setWhen(m_row, std::nullopt);
        closePopup();
    });
    connect(json, &QPushButton::clicked, this, [this] {
        const Value *now = m_row.isRoot() ? nullptr : m_state->document()->at(m_row.child("when"));
        m_json->setPlainText(now ? qt(domain::writeJsonPretty(*now)).trimmed()
                                 : QStringLiteral("{\n  \"all\": [\n    {\"source\": {\"field\": \"state\"}, "
                                                  "\"op\": \"exists\"}\n  ]\n}"));
        showForm(false);
        m_json->setFocus();
    });
    connect(m_value, &QLineEdit::returnPressed, this, &ConditionEditor::apply);
    connect(m_reason, &QLineEdit::returnPressed, this, &ConditionEditor::apply);
    connect(apply, &QPushButton::clicked, this, &ConditionEditor::apply);
}

void ConditionEditor::showForm(bool simple)
{
    m_simple = simple;
    m_field->setVisible(simple);
    m_operator->setVisible(simple);
    const int index = m_operator->currentIndex();
    m_value->setVisible(simple && index >= 0 && operators[index].hasValue);
    m_json->setVisible(!simple);
    if (isVisible())
        place();
}

void ConditionEditor::editCondition(const workbench::DocumentPath &row, const QRect &anchor)
{
    m_row = row;
    m_refuses = false;
    m_title->setText(tr("Send %1 only when").arg(workbench::MappingEdits(m_state->document()).nameOf(row)));
    setAccessibleName(tr("When the row is sent"));
    const Value *now = m_state->document()->at(row.child("when"));
    m_always->setVisible(now != nullptr);
    open(now, anchor);
}

void ConditionEditor::editRefusal(const workbench::DocumentPath &refusal,
                                  const workbench::DocumentPath &after, const QRect &anchor)
{
    m_row = refusal;
    m_after = after;
    m_refuses = true;
    m_title->setText(tr("Refuse leads when"));
    setAccessibleName(tr("Which leads are refused, and why"));
    m_always->hide();
    const workbench::IntegrationDocument *document = m_state->document();
    m_reason->setText(refusal.isRoot() ? QString() : document->text(refusal.child("reason")));
    // those that say something about a lead; another one that the document has is kept
    QString code = refusal.isRoot() ? QString() : document->text(refusal.child("reason_code"));
    if (code.isEmpty())
        code = qt(std::string(domain::reason::filteredOut));
    m_code->clear();
    for (const std::string_view each :
         {domain::reason::filteredOut, domain::reason::outsideSchedule, domain::reason::suppressed,
          domain::reason::buyerDuplicate, domain::reason::capReached})
        m_code->addItem(qt(std::string(domain::sentence(each))), qt(std::string(each)));
    if (m_code->findData(code) < 0)
        m_code->addItem(qt(std::string(domain::sentence(code.toStdString()))), code);
    m_code->setCurrentIndex(m_code->findData(code));
    open(refusal.isRoot() ? nullptr : document->at(refusal.child("when")), anchor);
}

void ConditionEditor::open(const Value *now, const QRect &anchor)
{
    m_problem->hide();
    for (QWidget *widget : {static_cast<QWidget *>(m_reasonLabel), static_cast<QWidget *>(m_reason),
                            static_cast<QWidget *>(m_codeLabel), static_cast<QWidget *>(m_code)})
        widget->setVisible(m_refuses);
    m_field->clear();
    if (const domain::FieldSchema *vertical = m_state->vertical())
        for (const domain::FieldSpec &field : vertical->fields)
            m_field->addItem(qt(field.key));
    else
        for (const auto &[key, value] : m_state->lead())
            m_field->addItem(qt(key));
    bool simple = true;
    m_isField = true;
    if (now) {
        const Value *op = now->find("op");
        const Value *source = now->find("source");
        const int index = op ? m_operator->findData(qt(op->toText())) : -1;
        const Value *compared = now->find("value");
        m_isField = workbench::sourceKind(source) == workbench::SourceKind::Field;
        simple = op && index >= 0 && !now->find("transforms") && !now->find("ignore_case");
        if (simple) {
            m_operator->setCurrentIndex(index);
            m_field->setEditText(workbench::sourceText(source));
            QStringList parts;
            if (compared && compared->asArray())
                for (const Value &each : *compared->asArray())
                    parts.append(qt(each.toText()));
            else if (compared)
                parts.append(qt(compared->toText()));
            m_value->setText(parts.join(QStringLiteral(", ")));
        } else {
            m_json->setPlainText(qt(domain::writeJsonPretty(*now)).trimmed());
        }
    } else {
        m_operator->setCurrentIndex(0);
        m_value->clear();
    }
    m_field->setEnabled(m_isField);
    showForm(simple);
    openAt(anchor, m_refuses ? 420 : 340);
    (simple ? static_cast<QWidget *>(m_isField ? static_cast<QWidget *>(m_field) : m_operator) : m_json)
        ->setFocus(Qt::PopupFocusReason);
}

void ConditionEditor::say(const QString &problem)
{
    m_problem->setText(problem);
    m_problem->show();
    place();
}

void ConditionEditor::apply()
{
    auto made = condition();
    if (!made)
        return;
    if (m_refuses) {
        keepRefusal(std::move(*made));
        return;
    }
    workbench::MappingEdits(m_state->document()).setWhen(m_row, std::move(*made));
    closePopup();
}

void ConditionEditor::keepRefusal(Value condition)
{
    const QString reason = m_reason->text().trimmed();
    if (reason.isEmpty()) {
        say(tr("Say why such leads are refused: the trace of each shows it."));
        m_reason->setFocus();
        return;
    }
    workbench::MappingEdits edits(m_state->document());
    const Value *now = m_row.isRoot() ? nullptr : m_state->document()->at(m_row);
    Object refusal = now && now->asObject() ? *now->asObject() : Object(); // its note is kept
    refusal.set("when", std::move(condition));
    refusal.set("reason", reason.toStdString());
    const QString code = m_code->currentData().toString();
    if (code.toStdString() == domain::reason::filteredOut)
        refusal.remove("reason_code"); // the language's default
    else
        refusal.set("reason_code", code.toStdString());
    workbench::DocumentPath path = m_row;
    if (path.isRoot()) {
        const auto added = edits.addRefusal(m_state->step(), Value(std::move(refusal)), m_after);
        path = added.value_or(path);
    } else {
        edits.setRefusal(path, Value(std::move(refusal)));
    }
    closePopup();
    Q_EMIT refusalKept(qt(path.toString()));
}

std::optional<Value> ConditionEditor::condition()
{
    if (!m_simple) {
        auto parsed = domain::parseJson(m_json->toPlainText().toStdString());
        if (!parsed) {
            say(qt(parsed.error().message));
            return std::nullopt;
        }
        return std::move(*parsed);
    }
    const OperatorWord &chosen = operators[std::max(0, m_operator->currentIndex())];
    if (m_isField && m_field->currentText().trimmed().isEmpty()) {
        say(tr("Choose the field that decides."));
        return std::nullopt;
    }
    const Value *now = m_row.isRoot() ? nullptr : m_state->document()->at(m_row.child("when"));
    const Value *kept = now ? now->find("source") : nullptr;
    Object condition;
    condition.set("source", m_isField || !kept
                                ? Value(Object{{"field", m_field->currentText().trimmed().toStdString()}})
                                : *kept);
    condition.set("op", Value(chosen.op));
    if (chosen.hasValue) {
        if (std::string_view(chosen.op) == "in") {
            domain::Array list;
            for (const QString &part : m_value->text().split(u','))
                list.push_back(Value(part.trimmed().toStdString()));
            condition.set("value", Value(std::move(list)));
        } else {
            condition.set("value", Value(m_value->text().toStdString()));
        }
    }
    return Value(std::move(condition));
}

LineEditor::LineEditor(QWidget *parent)
    : EditorPopup(QStringLiteral("lineEditor"), QString(), parent),
      m_title(makeLabel(QString(), LabelRole::Strong, QStringLiteral("lineEditorTitle"))),
      m_label(makeLabel(QString(), LabelRole::Note, QStringLiteral("lineEditorLabel"))),
      m_field(new QLineEdit), m_choices(new QWidget),
      m_problem(makeLabel(QString(), LabelRole::Caption, QStringLiteral("lineEditorProblem"))),
      m_button(makeButton(QString(), QString(), ButtonKind::Primary, QStringLiteral("lineEditorButton")))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    m_label->setWordWrap(true);
    layout->addWidget(m_label);
    m_field->setObjectName(QStringLiteral("lineEditorField"));
    m_field->setAccessibleName(tr("Text"));
    m_button->setAccessibleName(tr("Apply"));
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_field, 1);
    line->addWidget(m_button);
    layout->addLayout(line);
    m_choices->setObjectName(QStringLiteral("lineEditorChoices"));
    m_choices->setAccessibleName(tr("Proposals"));
    auto *choices = new QHBoxLayout(m_choices);
    choices->setContentsMargins(0, 0, 0, 0);
    choices->setSpacing(6);
    m_choices->hide();
    layout->addWidget(m_choices);
    m_problem->setProperty("tone", QStringLiteral("bad"));
    m_problem->setWordWrap(true);
    layout->addWidget(m_problem);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::returnPressed, this, &LineEditor::submit);
    connect(m_button, &QPushButton::clicked, this, &LineEditor::submit);
}

void LineEditor::ask(const QString &title, const QString &label, const QString &text, const QString &button,
                     const QRect &anchor, std::function<QString(const QString &)> accept)
{
    m_accept = std::move(accept);
    m_title->setText(title);
    setAccessibleName(title);
    m_label->setText(label);
    m_label->setVisible(!label.isEmpty());
    m_field->setAccessibleName(title);
    m_field->setText(text);
    m_button->setText(button);
    m_button->setAccessibleName(button);
    m_problem->hide();
    qDeleteAll(m_choices->findChildren<QPushButton *>(QString(), Qt::FindDirectChildrenOnly));
    while (QLayoutItem *item = m_choices->layout()->takeAt(0))
        delete item;
    for (const QString &proposal : std::as_const(m_proposals)) {
        auto *choice =
            makeButton(proposal, QString(), ButtonKind::Chip, QStringLiteral("lineEditorChoice_") + proposal);
        choice->setAccessibleName(tr("Take %1").arg(proposal));
        connect(choice, &QPushButton::clicked, this, [this, proposal] {
            m_field->setText(proposal);
            m_field->setFocus();
        });
        m_choices->layout()->addWidget(choice);
    }
    static_cast<QHBoxLayout *>(m_choices->layout())->addStretch(1);
    m_choices->setVisible(!m_proposals.isEmpty());
    openAt(anchor, 420);
    m_field->setFocus(Qt::PopupFocusReason);
    m_field->selectAll();
}

void LineEditor::propose(const QStringList &proposals)
{
    m_proposals = proposals;
}

bool LineEditor::eventFilter(QObject *watched, QEvent *event)
{
    // the arrow keys go through the proposals, as in a list below the field
    if (watched == m_field && event->type() == QEvent::KeyPress && !m_proposals.isEmpty()) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            const qsizetype count = m_proposals.size();
            const qsizetype now = m_proposals.indexOf(m_field->text());
            const qsizetype next = key == Qt::Key_Down ? now + 1 : now < 0 ? count - 1 : now - 1 + count;
            m_field->setText(m_proposals[next % count]);
            m_field->selectAll();
            return true;
        }
    }
    return EditorPopup::eventFilter(watched, event);
}

void LineEditor::submit()
{
    const auto accept = m_accept;
    const QString problem = accept ? accept(m_field->text().trimmed()) : QString();
    if (problem.isEmpty()) {
        closePopup();
        return;
    }
    m_problem->setText(problem);
    m_problem->show();
    place();
}

} // namespace bourse::gui
