#include "gui/integrations/pairseditor.h"
#include "gui/widgets/basics.h"
#include "workbench/editorstate.h"
#include "workbench/mappingedits.h"
#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace bourse::gui {

using workbench::MappingEdits;

namespace {

/// Marks that cannot be typed are written as in most languages.
QString escaped(QString text)
{
    return text.replace(u'\\', QStringLiteral("\\\\"))
        .replace(u'\n', QStringLiteral("\\n"))
        .replace(u'\r', QStringLiteral("\\r"))
        .replace(u'\t', QStringLiteral("\\t"));
}

QString unescaped(const QString &text)
{
    QString out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar next = text[i] == u'\\' && i + 1 < text.size() ? text[i + 1] : QChar();
        const QChar meant = next == u'n'    ? QChar(u'\n')
                            : next == u'r'  ? QChar(u'\r')
                            : next == u't'  ? QChar(u'\t')
                            : next == u'\\' ? QChar(u'\\')
                                            : QChar();
        out += meant.isNull() ? text[i] : meant;
        i += meant.isNull() ? 0 : 1;
    }
    return out;
}

QLabel *addLine(QGridLayout *grid, int row, const QString &text, QWidget *field, const char *name,
                const QString &accessible)
{
    field->setObjectName(QLatin1String(name));
    field->setAccessibleName(accessible);
    auto *label = makeLabel(text, LabelRole::Plain, QLatin1String(name) + QStringLiteral("Label"));
    label->setBuddy(field);
    grid->addWidget(label, row, 0);
    grid->addWidget(field, row, 1);
    return label;
}

} // namespace

PairsEditor::PairsEditor(workbench::EditorState *state, QWidget *parent)
    : EditorPopup(QStringLiteral("pairsEditor"), tr("How the pairs are written"), parent), m_state(state),
      m_title(makeLabel(QString(), LabelRole::Strong, QStringLiteral("pairsTitle"))),
      m_separator(new QLineEdit), m_join(new QLineEdit), m_inside(new QComboBox), m_withLabel(nullptr),
      m_with(new QLineEdit), m_sample(makeLabel(QString(), LabelRole::Note, QStringLiteral("pairsSample"))),
      m_problem(makeLabel(QString(), LabelRole::Caption, QStringLiteral("pairsProblem")))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(1, 1);
    addLine(grid, 0, tr("Between &name and value"), m_separator, "pairsSeparator",
            tr("What stands between a name and its value"));
    addLine(grid, 1, tr("&Between two pairs"), m_join, "pairsJoin", tr("What stands between two pairs"));
    addLine(grid, 2, tr("&One of them in a value"), m_inside, "pairsInside",
            tr("What becomes of such a mark inside a value"));
    m_withLabel =
        addLine(grid, 3, tr("&Replaced with"), m_with, "pairsWith", tr("What such a mark is replaced with"));
    m_inside->addItem(tr("refuses the lead"), QStringLiteral("refuse"));
    m_inside->addItem(tr("is replaced"), QStringLiteral("replace"));
    m_inside->addItem(tr("is URL-encoded, as all of the value"), QStringLiteral("url_encode"));
    m_inside->addItem(tr("gets a backslash before it"), QStringLiteral("backslash"));
    layout->addLayout(grid);
    m_sample->setWordWrap(true);
    layout->addWidget(m_sample);
    m_problem->setProperty("tone", QStringLiteral("bad"));
    m_problem->setWordWrap(true);
    layout->addWidget(m_problem);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(8);
    auto *add =
        makeButton(tr("Add a pair"), QStringLiteral("plus"), ButtonKind::Plain, QStringLiteral("pairsAdd"));
    auto *other =
        makeButton(tr("Another source…"), QString(), ButtonKind::Link, QStringLiteral("pairsOther"));
    auto *done = makeButton(tr("Apply"), QString(), ButtonKind::Primary, QStringLiteral("pairsApply"));
    foot->addWidget(add);
    foot->addWidget(other);
    foot->addStretch(1);
    foot->addWidget(done);
    layout->addLayout(foot);
    connect(m_inside, &QComboBox::currentIndexChanged, this, &PairsEditor::refresh);
    for (QLineEdit *field : {m_separator, m_join, m_with}) {
        connect(field, &QLineEdit::textChanged, this, &PairsEditor::refresh);
        connect(field, &QLineEdit::returnPressed, this, &PairsEditor::apply);
    }
    connect(done, &QPushButton::clicked, this, &PairsEditor::apply);
    connect(add, &QPushButton::clicked, this, [this] {
        closePopup();
        Q_EMIT pairWanted(QString::fromStdString(m_row.toString()));
    });
    connect(other, &QPushButton::clicked, this, [this] {
        closePopup();
        Q_EMIT sourceWanted(QString::fromStdString(m_row.toString()));
    });
}

void PairsEditor::editPairs(const workbench::DocumentPath &row, const QRect &anchor)
{
    m_row = row;
    const MappingEdits edits(m_state->document());
    m_title->setText(tr("Pairs of %1").arg(edits.nameOf(row)));
    const MappingEdits::PairMarks marks = edits.pairMarks(row);
    m_separator->setText(escaped(marks.separator));
    m_join->setText(escaped(marks.join));
    m_inside->setCurrentIndex(std::max(0, m_inside->findData(marks.inside)));
    m_with->setText(escaped(marks.with));
    m_problem->hide();
    refresh();
    openAt(anchor, 460);
    m_separator->setFocus(Qt::PopupFocusReason);
    m_separator->selectAll();
}

void PairsEditor::refresh()
{
    const bool replaces = m_inside->currentData() == QStringLiteral("replace");
    m_withLabel->setVisible(replaces);
    m_with->setVisible(replaces);
    // what the marks that stand here would give, by the names of the pairs
    const domain::Value *pairs = m_state->document()->at(m_row.child("source").child("pairs"));
    QStringList parts;
    if (pairs && pairs->asArray())
        for (const domain::Value &pair : *pairs->asArray())
            if (const domain::Value *target = pair.find("target"); target && parts.size() < 3)
                parts.append(QString::fromStdString(target->toText()) + unescaped(m_separator->text()) +
                             QStringLiteral("…"));
    m_sample->setText(tr("Written %1").arg(parts.join(unescaped(m_join->text()))));
    if (isVisible())
        place();
}

void PairsEditor::apply()
{
    MappingEdits::PairMarks marks;
    marks.separator = unescaped(m_separator->text());
    marks.join = unescaped(m_join->text());
    marks.inside = m_inside->currentData().toString();
    marks.with = unescaped(m_with->text());
    const bool comesBack = (!marks.separator.isEmpty() && marks.with.contains(marks.separator)) ||
                           (!marks.join.isEmpty() && marks.with.contains(marks.join));
    if (marks.inside == u"replace" && comesBack) {
        m_problem->setText(tr("What replaces a mark cannot have one itself."));
        m_problem->show();
        place();
        m_with->setFocus();
        return;
    }
    MappingEdits(m_state->document()).setPairMarks(m_row, marks);
    closePopup();
}

} // namespace bourse::gui
