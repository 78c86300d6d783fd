#include "gui/integrations/parametereditor.h"
#include "domain/integration/catalogue.h"
#include "domain/json/json.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "workbench/editorstate.h"
#include "workbench/mappingedits.h"
#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QGridLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QTableWidget>
#include <QVBoxLayout>

namespace bourse::gui {

using domain::Array;
using domain::Object;
using domain::TransformParameter;
using domain::Value;

namespace {

constexpr int proposalRole = Qt::UserRole + 1; ///< of a line that stands there for its value's sake

QString qt(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

QString word(const char *source)
{
    return QCoreApplication::translate("Transforms", source);
}

/// "half_up" is for documents; people read "half up".
QString spoken(const char *choice)
{
    return QString::fromLatin1(choice).replace(u'_', u' ');
}

} // namespace

ParameterEditor::ParameterEditor(workbench::EditorState *state, QWidget *parent)
    : EditorPopup(QStringLiteral("parameterEditor"), tr("How the transform is set"), parent), m_state(state),
      m_title(nullptr), m_description(nullptr), m_problem(nullptr)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 12);
    layout->setSpacing(6);
    m_title = makeLabel(QString(), LabelRole::Strong, QStringLiteral("parameterTitle"));
    m_description = makeLabel(QString(), LabelRole::Note, QStringLiteral("parameterDescription"));
    m_description->setWordWrap(true);
    m_problem = makeLabel(QString(), LabelRole::Caption, QStringLiteral("parameterProblem"));
    m_problem->setProperty("tone", QStringLiteral("bad"));
    m_problem->setWordWrap(true);
    layout->addWidget(m_title);
    layout->addWidget(m_description);
    layout->addWidget(m_problem);
    connect(m_state, &workbench::EditorState::previewChanged, this, [this] {
        if (isVisible())
            showProblem();
    });
}

const Value *ParameterEditor::value(const char *key) const
{
    return m_state->document()->at(m_row.child("transforms").child(m_index).child(std::string(key)));
}

void ParameterEditor::set(const std::string &key, std::optional<Value> value)
{
    workbench::MappingEdits(m_state->document()).setParameter(m_row, m_index, key, std::move(value), true);
}

void ParameterEditor::showProblem()
{
    const std::string path = m_row.child("transforms").child(m_index).toString();
    QString sentence;
    for (const Error &error : m_state->document()->errors())
        if (error.field.compare(0, path.size(), path) == 0) {
            sentence = qt(error.message);
            break;
        }
    if (sentence.isEmpty())
        for (const domain::RowTrace &row : m_state->explanation().rows)
            if (row.path == m_row.toString() && m_index < row.transforms.size() &&
                row.transforms[m_index].problem)
                sentence = qt(row.transforms[m_index].problem->message);
    const bool changed = m_problem->text() != sentence;
    m_problem->setText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
    if (changed)
        place();
}

void ParameterEditor::editTransform(const workbench::DocumentPath &row, std::size_t index,
                                    const QRect &anchor, const QStringList &missing)
{
    m_row = row;
    m_index = index;
    m_missing = missing;
    const Value *name = value("do");
    if (!name)
        return;
    const domain::TransformInfo *info = domain::findTransform(name->toText());
    m_title->setText(workbench::MappingEdits::transformName(name->toText()));
    m_description->setText(info ? word(info->description) : QString());
    delete m_form;
    m_form = new QWidget;
    m_form->setObjectName(QStringLiteral("parameterForm"));
    auto *grid = new QGridLayout(m_form);
    grid->setContentsMargins(0, 4, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    grid->setColumnStretch(1, 1);
    QWidget *first = nullptr;
    int line = 0;
    if (info)
        for (const TransformParameter &parameter : info->parameters) {
            auto *label = makeLabel(word(parameter.label), LabelRole::Caption,
                                    u"parameterLabel_%1"_qs.arg(QLatin1String(parameter.key)));
            QWidget *widget = control(parameter);
            widget->setObjectName(u"parameter_%1"_qs.arg(QLatin1String(parameter.key)));
            if (widget->accessibleName().isEmpty())
                widget->setAccessibleName(word(parameter.label));
            label->setBuddy(widget);
            grid->addWidget(label, line, 0, Qt::AlignTop);
            label->setMinimumHeight(theme().px(controlHeight));
            grid->addWidget(widget, line++, 1);
            if (!first)
                first = widget;
        }
    if (!first)
        grid->addWidget(
            makeLabel(tr("There is nothing to set."), LabelRole::Secondary, QStringLiteral("parameterNone")),
            0, 0, 1, 2);
    static_cast<QVBoxLayout *>(layout())->addWidget(m_form);
    m_problem->hide();
    openAt(anchor, 380);
    showProblem();
    if (first)
        (first->focusProxy() ? first->focusProxy() : first)->setFocus(Qt::PopupFocusReason);
    else
        setFocus(Qt::PopupFocusReason);
    if (auto *field = qobject_cast<QLineEdit *>(first))
        field->selectAll();
    // what is sent for the first of them is what has to be said
    auto *entries = missing.isEmpty() ? nullptr : m_form->findChild<QTableWidget *>();
    for (int at = 0; entries && at < entries->rowCount(); ++at)
        if (const QTableWidgetItem *ours = entries->item(at, 0); ours && ours->text() == missing.first()) {
            entries->setFocus(Qt::PopupFocusReason);
            entries->setCurrentCell(at, 1);
            entries->scrollToItem(entries->item(at, 1));
            entries->editItem(entries->item(at, 1));
            break;
        }
}

QWidget *ParameterEditor::control(const TransformParameter &parameter)
{
    using Kind = TransformParameter::Kind;
    const std::string key = parameter.key;
    const Value *now = value(parameter.key);
    switch (parameter.kind) {
    case Kind::Integer: {
        auto *box = new QSpinBox;
        box->setRange(static_cast<int>(parameter.least), static_cast<int>(parameter.most));
        const auto fallback = domain::parseJson(parameter.fallback);
        const Value *shown = now ? now : fallback ? &*fallback : nullptr;
        box->setValue(shown ? qt(shown->toText()).toInt() : box->minimum());
        connect(box, &QSpinBox::valueChanged, this, [this, key](int number) { set(key, Value(number)); });
        return box;
    }
    case Kind::Boolean: {
        auto *box = new QCheckBox;
        const std::string shown = now ? now->toText() : parameter.fallback;
        box->setChecked(shown == "true");
        connect(box, &QCheckBox::toggled, this, [this, key](bool on) { set(key, Value(on)); });
        return box;
    }
    case Kind::Choice:
    case Kind::Operator: {
        auto *box = new QComboBox;
        for (const char *choice : parameter.choices)
            box->addItem(spoken(choice), QString::fromLatin1(choice));
        box->setCurrentIndex(now ? std::max(0, box->findData(qt(now->toText()))) : 0);
        connect(box, &QComboBox::currentIndexChanged, this, [this, key, box, parameter](int index) {
            // the first is the language's default and is not written, unless it must be
            set(key, index == 0 && !parameter.required
                         ? std::nullopt
                         : std::optional<Value>(Value(box->itemData(index).toString().toStdString())));
        });
        return box;
    }
    case Kind::Table: {
        auto *box = new QComboBox;
        box->addItem(tr("none"), QString());
        const Value *tables = m_state->document()->value().find("tables");
        if (tables && tables->asObject())
            for (const auto &[name, table] : *tables->asObject())
                box->addItem(qt(name), qt(name));
        box->setCurrentIndex(now ? std::max(0, box->findData(qt(now->toText()))) : 0);
        connect(box, &QComboBox::currentIndexChanged, this, [this, key, box](int index) {
            set(key, index == 0 ? std::nullopt
                                : std::optional<Value>(Value(box->itemData(index).toString().toStdString())));
        });
        return box;
    }
    case Kind::Value:
    case Kind::Way: // a chain or a source is JSON, a plain value is typed by its kind
        return valueControl(parameter);
    case Kind::Number:
        return numberControl(parameter);
    case Kind::Patterns:
        return patternsControl(parameter);
    case Kind::Entries:
        return entriesControl(parameter);
    case Kind::Bands:
    case Kind::Source:
    case Kind::Sources:
    case Kind::Condition:
    case Kind::Transforms:
        return jsonControl(parameter);
    default:
        return textControl(parameter);
    }
}

QWidget *ParameterEditor::textControl(const TransformParameter &parameter)
{
    const std::string key = parameter.key;
    const bool isList = parameter.kind == TransformParameter::Kind::List;
    const bool required = parameter.required;
    auto *field = new QLineEdit;
    const Value *now = value(parameter.key);
    QString text = now ? qt(now->toText()) : QString();
    if (isList && now && now->asArray()) {
        QStringList parts;
        for (const Value &each : *now->asArray())
            parts.append(qt(each.toText()));
        text = parts.join(QStringLiteral(", "));
    }
    field->setText(text);
    if (const auto fallback = domain::parseJson(parameter.fallback); fallback && !fallback->toText().empty())
        field->setPlaceholderText(qt(fallback->toText()));
    if (isList)
        field->setPlaceholderText(tr("separated by commas"));
    connect(field, &QLineEdit::textChanged, this, [this, key, isList, required](const QString &typed) {
        if (typed.isEmpty() && !required) {
            set(key, std::nullopt);
        } else if (isList) {
            Array list;
            for (const QString &part : typed.split(u','))
                if (!part.trimmed().isEmpty())
                    list.push_back(Value(part.trimmed().toStdString()));
            set(key, Value(std::move(list)));
        } else {
            set(key, Value(typed.toStdString()));
        }
    });
    return field;
}

QWidget *ParameterEditor::valueControl(const TransformParameter &parameter)
{
    // its type is chosen, never guessed from what is typed
    const std::string key = parameter.key;
    const Value *now = value(parameter.key);
    auto *holder = new QWidget;
    auto *layout = new QHBoxLayout(holder);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto *type = new QComboBox;
    type->setObjectName(u"parameterType_%1"_qs.arg(QLatin1String(parameter.key)));
    type->setAccessibleName(tr("Type of the value"));
    type->addItem(tr("Default"));
    type->addItem(tr("Text"));
    type->addItem(tr("Number"));
    type->addItem(tr("Yes/no"));
    type->addItem(tr("JSON"));
    auto *field = new QLineEdit;
    field->setObjectName(u"parameterText_%1"_qs.arg(QLatin1String(parameter.key)));
    field->setAccessibleName(word(parameter.label));
    layout->addWidget(field, 1);
    layout->addWidget(type);
    holder->setFocusProxy(field);
    int chosen = 0;
    if (now)
        chosen = now->isString() ? 1 : now->isNumber() ? 2 : now->isBool() ? 3 : 4;
    type->setCurrentIndex(chosen);
    field->setText(!now ? QString() : chosen == 4 ? qt(domain::writeJson(*now)) : qt(now->toText()));
    if (const auto fallback = domain::parseJson(parameter.fallback))
        field->setPlaceholderText(qt(fallback->toText()));
    const auto write = [this, key, type, field] {
        const std::string text = field->text().toStdString();
        switch (type->currentIndex()) {
        case 0:
            set(key, std::nullopt);
            break;
        case 1:
            set(key, Value(text));
            break;
        default: {
            auto parsed = domain::parseJson(text);
            const bool fits = parsed && (type->currentIndex() == 4 ||
                                         (type->currentIndex() == 2 ? parsed->isNumber() : parsed->isBool()));
            field->setProperty("invalid", !fits);
            if (fits)
                set(key, std::move(*parsed));
            break;
        }
        }
    };
    connect(field, &QLineEdit::textEdited, this, [type, write] {
        if (type->currentIndex() == 0)
            type->setCurrentIndex(1);
        write();
    });
    connect(type, &QComboBox::currentIndexChanged, this, write);
    return holder;
}

QWidget *ParameterEditor::numberControl(const TransformParameter &parameter)
{
    const std::string key = parameter.key;
    const bool required = parameter.required;
    auto *field = new QLineEdit;
    const Value *now = value(parameter.key);
    field->setText(now ? qt(now->toText()) : QString());
    field->setInputMethodHints(Qt::ImhFormattedNumbersOnly);
    if (const auto fallback = domain::parseJson(parameter.fallback); fallback && !fallback->toText().empty())
        field->setPlaceholderText(qt(fallback->toText()));
    connect(field, &QLineEdit::textChanged, this, [this, key, required, field](const QString &typed) {
        if (typed.trimmed().isEmpty() && !required) {
            field->setProperty("invalid", false);
            set(key, std::nullopt);
            return;
        }
        // exactly the digits that were typed, never through a float
        auto number = domain::parseJson(typed.trimmed().toStdString());
        const bool isNumber = number && number->isNumber();
        field->setProperty("invalid", !isNumber);
        if (isNumber) {
            set(key, std::move(*number));
            return;
        }
        // the text stays; the document keeps the number that it had
        m_problem->setText(tr("This is no number; one looks like 12 or -0.5."));
        m_problem->show();
        place();
    });
    return field;
}

QWidget *ParameterEditor::patternsControl(const TransformParameter &parameter)
{
    const std::string key = parameter.key;
    const bool required = parameter.required;
    auto *edit = new QPlainTextEdit;
    edit->setFont(theme().font(TextRole::Mono));
    edit->setTabChangesFocus(true);
    edit->setFixedHeight(theme().px(72));
    edit->setPlaceholderText(tr("One a line; the first that fits is taken"));
    const Value *now = value(parameter.key);
    QStringList lines;
    if (const Array *list = now ? now->asArray() : nullptr)
        for (const Value &each : *list)
            lines.append(qt(each.toText()));
    else if (now)
        lines.append(qt(now->toText()));
    edit->setPlainText(lines.join(u'\n'));
    connect(edit, &QPlainTextEdit::textChanged, this, [this, key, required, edit] {
        Array patterns;
        for (const QString &line : edit->toPlainText().split(u'\n'))
            if (!line.trimmed().isEmpty())
                patterns.push_back(Value(line.trimmed().toStdString()));
        if (patterns.empty() && !required)
            set(key, std::nullopt);
        else if (patterns.size() <= 1) // one is written as people write one
            set(key, patterns.empty() ? Value(std::string()) : patterns.front());
        else
            set(key, Value(std::move(patterns)));
    });
    return edit;
}

QWidget *ParameterEditor::entriesControl(const TransformParameter &parameter)
{
    const std::string key = parameter.key;
    auto *table = new QTableWidget;
    table->setColumnCount(2);
    table->setHorizontalHeaderLabels({tr("Ours"), tr("Theirs")});
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    table->verticalHeader()->hide();
    table->setShowGrid(false);
    table->setFrameShape(QFrame::StyledPanel);
    table->setProperty("boxed", true);
    table->setTabKeyNavigation(true);
    table->setEditTriggers(QAbstractItemView::AllEditTriggers);
    table->verticalHeader()->setDefaultSectionSize(theme().px(rowCompact));
    const Value *now = value(parameter.key);
    int row = 0;
    if (now && now->asObject()) {
        table->setRowCount(static_cast<int>(now->asObject()->size()) + 1);
        for (const auto &[from, to] : *now->asObject()) {
            table->setItem(row, 0, new QTableWidgetItem(qt(from)));
            auto *theirs = new QTableWidgetItem(qt(to.toText()));
            theirs->setData(Qt::UserRole, static_cast<int>(to.kind()));
            table->setItem(row++, 1, theirs);
        }
    } else {
        table->setRowCount(1);
    }
    for (const QString &ours : std::as_const(m_missing)) {
        if (now && now->asObject() && now->asObject()->find(ours.toStdString()))
            continue;
        table->setRowCount(row + 2);
        auto *item = new QTableWidgetItem(ours);
        item->setData(proposalRole, true);
        table->setItem(row, 0, item);
        table->setItem(row++, 1, new QTableWidgetItem);
    }
    table->setFixedHeight(theme().px(rowCompact) * (std::min(table->rowCount(), 7) + 1) + 4);
    connect(table, &QTableWidget::itemChanged, this, [this, key, table] {
        Object entries;
        for (int i = 0; i < table->rowCount(); ++i) {
            const QTableWidgetItem *ours = table->item(i, 0);
            const QTableWidgetItem *theirs = table->item(i, 1);
            if (!ours || ours->text().isEmpty())
                continue;
            const std::string text = theirs ? theirs->text().toStdString() : std::string();
            if (text.empty() && ours->data(proposalRole).toBool())
                continue; // nobody has said yet that nothing is to be sent for it
            // a number stays one as long as it reads as one
            Value written(text);
            if (theirs && theirs->data(Qt::UserRole).toInt() == static_cast<int>(Value::Kind::Number))
                if (auto number = domain::parseJson(text); number && number->isNumber())
                    written = *number;
            entries.set(ours->text().toStdString(), std::move(written));
        }
        const QTableWidgetItem *last = table->item(table->rowCount() - 1, 0);
        if (last && !last->text().isEmpty()) {
            const QSignalBlocker quiet(table);
            table->insertRow(table->rowCount());
        }
        set(key, entries.empty() ? std::nullopt : std::optional<Value>(std::move(entries)));
    });
    return table;
}

QWidget *ParameterEditor::jsonControl(const TransformParameter &parameter)
{
    const std::string key = parameter.key;
    auto *edit = new QPlainTextEdit;
    edit->setProperty("payload", true);
    edit->setFont(theme().font(TextRole::Mono));
    edit->setTabChangesFocus(true);
    edit->setFixedHeight(theme().px(96));
    const Value *now = value(parameter.key);
    edit->setPlainText(now ? qt(domain::writeJsonPretty(*now)).trimmed() : QString());
    connect(edit, &QPlainTextEdit::textChanged, this, [this, key, edit] {
        const std::string text = edit->toPlainText().toStdString();
        if (edit->toPlainText().trimmed().isEmpty()) {
            set(key, std::nullopt);
            return;
        }
        auto parsed = domain::parseJson(text);
        if (parsed) {
            set(key, std::move(*parsed));
            return;
        }
        // the text stays; the document keeps what was valid
        m_problem->setText(qt(parsed.error().message));
        m_problem->show();
        place();
    });
    return edit;
}

} // namespace bourse::gui
