#include "gui/integrations/ruledialog.h"
#include "domain/integration/describe.h"
#include "domain/json/json.h"
#include "gui/help/helpdialog.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

namespace bourse::gui {

using domain::Object;
using domain::Value;

namespace {

/// Key of an answer source, its word, and what its path looks like.
struct SourceKind {
    const char *key;
    const char *label;
    const char *example;
};
constexpr std::array<SourceKind, 9> kKinds = {{
    {"json", QT_TRANSLATE_NOOP("bourse::gui::RuleDialog", "JSON path"), "$.status"},
    {"xpath", QT_TRANSLATE_NOOP("bourse::gui::RuleDialog", "XPath"), "/response/status"},
    {"text", QT_TRANSLATE_NOOP("bourse::gui::RuleDialog", "Whole text"), ""},
    {"regex", QT_TRANSLATE_NOOP("bourse::gui::RuleDialog", "Regular expression"), "price=([0-9.]+)"},
    {"delimited", QT_TRANSLATE_NOOP("bourse::gui::RuleDialog", "Delimited part"), "| 0"},
    {"pair", QT_TRANSLATE_NOOP("bourse::gui::RuleDialog", "key=value pair"), "status"},
    {"header", QT_TRANSLATE_NOOP("bourse::gui::RuleDialog", "Header"), "Location"},
    {"http", QT_TRANSLATE_NOOP("bourse::gui::RuleDialog", "HTTP status"), ""},
    {"query", QT_TRANSLATE_NOOP("bourse::gui::RuleDialog", "URL parameter of a callback"), "status"},
}};

constexpr std::array<const char *, 15> kOps = {{"equals", "equals_ci", "not_equals", "contains",
                                                "contains_ci", "starts_with", "ends_with", "matches",
                                                "exists", "missing", "empty", "ge", "gt", "le", "lt"}};

bool takesValue(const QString &op)
{
    return op != u"exists" && op != u"missing" && op != u"empty" && op != u"not_empty";
}

/// A leaf that the form can show without losing anything.
bool isPlain(const Value *when)
{
    if (!when)
        return true;
    const Object *leaf = when->asObject();
    const Value *source = leaf ? leaf->find("source") : nullptr;
    if (!source || !source->isObject())
        return false;
    for (const auto &[key, value] : *leaf)
        if (key != "source" && key != "op" && (key != "value" || value.isArray()))
            return false;
    const Object &object = *source->asObject();
    for (const SourceKind &kind : kKinds)
        if (object.contains(kind.key))
            return object.size() == 1 || (object.size() == 2 && object.contains("index"));
    return false;
}

} // namespace

RuleDialog::RuleDialog(const Object &rule, QWidget *parent)
    : QDialog(parent), m_rule(rule), m_id(new QLineEdit), m_kind(new QComboBox), m_path(new QLineEdit),
      m_op(new QComboBox), m_value(new QLineEdit), m_outcome(new QComboBox), m_reason(new QLineEdit),
      m_json(new QPlainTextEdit), m_condition(new QStackedWidget),
      m_problem(makeLabel(QString(), LabelRole::Plain, QStringLiteral("ruleProblem"))),
      m_accept(makeButton(tr("Apply"), QString(), ButtonKind::Primary, QStringLiteral("ruleAccept")))
{
    setObjectName(QStringLiteral("ruleDialog"));
    installHelp(this, QStringLiteral("response"));
    setWindowTitle(tr("Rule"));
    setMinimumWidth(theme().px(520));
    const auto name = [](QWidget *widget, const char *objectName, const QString &accessible) {
        widget->setObjectName(QLatin1String(objectName));
        widget->setAccessibleName(accessible);
    };
    name(m_id, "ruleId", tr("Name of the rule"));
    name(m_kind, "ruleSource", tr("What is looked at"));
    name(m_path, "rulePath", tr("Where it is"));
    name(m_op, "ruleOperator", tr("How it is compared"));
    name(m_value, "ruleValue", tr("With what"));
    name(m_outcome, "ruleOutcome", tr("What it means"));
    name(m_reason, "ruleReason", tr("Reason code"));
    name(m_json, "ruleJson", tr("The condition as JSON"));
    const auto text = [&](const char *key) {
        const Value *value = m_rule.find(key);
        return value ? QString::fromStdString(value->toText()) : QString();
    };
    m_id->setText(text("id"));
    m_reason->setText(text("reason_code"));
    m_reason->setPlaceholderText(tr("By the reason map"));
    for (const SourceKind &kind : kKinds)
        m_kind->addItem(tr(kind.label), QString::fromLatin1(kind.key));
    for (const char *op : kOps)
        m_op->addItem(QString::fromStdString(domain::describeOperator(op)), QString::fromLatin1(op));
    const QVector<std::pair<const char *, QString>> outcomes = {
        {"accepted", tr("Accepted")},
        {"rejected", tr("Rejected")},
        {"duplicate", tr("Duplicate")},
        {"capped", tr("Capped")},
        {"error", tr("Error")},
        {"pending", tr("Pending")},
        {"unrecognised", tr("Unrecognised, never sold")},
        {"returned", tr("Returned (of a callback or status)")},
        {"converted", tr("Became a customer (of a callback or status)")}};
    for (const auto &[key, label] : outcomes)
        m_outcome->addItem(label, QString::fromLatin1(key));
    m_outcome->setCurrentIndex(qMax(0, m_outcome->findData(text("outcome"))));

    const Value *when = m_rule.find("when");
    if (isPlain(when)) {
        if (when) {
            const Object &source = *when->find("source")->asObject();
            for (int i = 0; i < m_kind->count(); ++i) {
                const std::string key = m_kind->itemData(i).toString().toStdString();
                if (const Value *path = source.find(key)) {
                    m_kind->setCurrentIndex(i);
                    QString shown = QString::fromStdString(path->toText());
                    if (key == "delimited")
                        shown += u' ' + QString::fromStdString(source.contains("index")
                                                                   ? source.find("index")->toText()
                                                                   : std::string("0"));
                    m_path->setText(shown);
                }
            }
            const Value *op = when->find("op");
            const QString opName = op ? QString::fromStdString(op->toText()) : QString();
            if (m_op->findData(opName) < 0)
                m_op->addItem(QString::fromStdString(domain::describeOperator(opName.toStdString())), opName);
            m_op->setCurrentIndex(m_op->findData(opName));
            if (const Value *value = when->find("value"))
                m_value->setText(QString::fromStdString(value->toText()));
        }
    } else {
        m_json->setPlainText(QString::fromStdString(domain::writeJsonPretty(*when)));
    }
    // two forms that look like one: the labels of both are as wide as the widest
    QVector<QLabel *> labels;
    const auto row = [&labels](QFormLayout *form, const QString &words, QWidget *field) {
        auto *label = makeLabel(words, LabelRole::Secondary, field->objectName() + QStringLiteral("Label"));
        label->setBuddy(field);
        label->setMinimumHeight(theme().px(controlHeight));
        labels.append(label);
        form->addRow(label, field);
    };
    auto *plain = new QWidget;
    plain->setObjectName(QStringLiteral("ruleCondition"));
    auto *fields = new QFormLayout(plain);
    fields->setContentsMargins(0, 0, 0, 0);
    row(fields, tr("&Look at"), m_kind);
    row(fields, tr("Wh&ere"), m_path);
    row(fields, tr("&Compare"), m_op);
    row(fields, tr("&With"), m_value);
    m_json->setFont(theme().font(TextRole::Mono));
    m_condition->addWidget(plain);
    m_condition->addWidget(m_json);
    m_condition->setCurrentIndex(isPlain(when) ? 0 : 1);
    if (isPlain(when))
        m_json->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored); // no room for what is not shown
    m_condition->setSizePolicy(QSizePolicy::Preferred,
                               isPlain(when) ? QSizePolicy::Fixed : QSizePolicy::Expanding);

    auto *form = new QFormLayout;
    form->setContentsMargins(0, 0, 0, 0);
    row(form, tr("&Name"), m_id);
    row(form, tr("&Means"), m_outcome);
    row(form, tr("&Reason code"), m_reason);
    int widest = 0;
    for (QLabel *label : std::as_const(labels)) {
        label->ensurePolished();
        widest = std::max(widest, label->sizeHint().width());
    }
    for (QLabel *label : std::as_const(labels))
        label->setMinimumWidth(widest);
    for (QFormLayout *each : {fields, form}) {
        each->setHorizontalSpacing(theme().px(12));
        each->setVerticalSpacing(theme().px(8));
    }
    auto *cancel = makeButton(tr("Cancel"), QString(), ButtonKind::Plain, QStringLiteral("ruleCancel"));
    auto *buttons = new QHBoxLayout;
    m_problem->setWordWrap(true);
    m_problem->setProperty("tone", QStringLiteral("bad"));
    buttons->setSpacing(12);
    cancel->setAutoDefault(false);
    buttons->addWidget(m_problem, 1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_accept);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(m_condition);
    layout->addWidget(makeLine(Qt::Horizontal));
    layout->addLayout(form);
    layout->addSpacing(4);
    layout->addLayout(buttons);
    m_accept->setDefault(true);

    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_accept, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &RuleDialog::showKind);
    connect(m_op, &QComboBox::currentIndexChanged, this, &RuleDialog::showKind);
    for (QLineEdit *field : {m_id, m_path, m_value, m_reason})
        connect(field, &QLineEdit::textChanged, this, &RuleDialog::judge);
    connect(m_json, &QPlainTextEdit::textChanged, this, &RuleDialog::judge);
    showKind();
    (isPlain(when) ? static_cast<QWidget *>(m_kind) : m_json)->setFocus();
}

void RuleDialog::showKind()
{
    const SourceKind &kind = kKinds[static_cast<std::size_t>(m_kind->currentIndex())];
    const bool hasPath = kind.example[0] != '\0';
    m_path->setEnabled(hasPath);
    m_path->setPlaceholderText(QLatin1String(kind.example));
    m_value->setEnabled(takesValue(m_op->currentData().toString()));
    judge();
}

Object RuleDialog::rule() const
{
    Object rule = m_rule;
    rule.set("id", m_id->text().trimmed().toStdString());
    rule.set("outcome", m_outcome->currentData().toString().toStdString());
    if (m_reason->text().trimmed().isEmpty())
        rule.remove("reason_code");
    else
        rule.set("reason_code", m_reason->text().trimmed().toStdString());
    if (m_condition->currentIndex() == 1) {
        if (auto when = domain::parseJson(m_json->toPlainText().toStdString()))
            rule.set("when", std::move(*when));
        return rule;
    }
    const std::string key = m_kind->currentData().toString().toStdString();
    Object source;
    if (key == "text") {
        source.append("text", "body");
    } else if (key == "http") {
        source.append("http", "status");
    } else if (key == "delimited") {
        const QString path = m_path->text();
        const qsizetype space = path.lastIndexOf(u' ');
        source.append(key, (space < 0 ? path : path.left(space)).toStdString());
        source.append("index", path.mid(space + 1).toInt());
    } else {
        source.append(key, m_path->text().toStdString());
    }
    Object when{{"source", std::move(source)}, {"op", m_op->currentData().toString().toStdString()}};
    if (takesValue(m_op->currentData().toString()))
        when.append("value", m_value->text().toStdString());
    rule.set("when", std::move(when));
    return rule;
}

void RuleDialog::judge()
{
    QString problem;
    if (m_condition->currentIndex() == 1) {
        const auto parsed = domain::parseJson(m_json->toPlainText().toStdString());
        if (!parsed)
            problem = QString::fromStdString(parsed.error().message);
    } else if (m_path->isEnabled() && m_path->text().isEmpty()) {
        problem = tr("Say where the value is.");
    }
    if (m_id->text().trimmed().isEmpty())
        problem = tr("Give the rule a name.");
    m_problem->setText(problem);
    m_accept->setEnabled(problem.isEmpty());
}

} // namespace bourse::gui
