#include "gui/suppressions/suppressiondialogs.h"
#include "gui/suppressions/suppressionsmodel.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/format.h"
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QVBoxLayout>
#include <algorithm>

namespace bourse::gui {

using market::SuppressionForm;
using market::SuppressionKind;

SuppressionRemovalDialog::SuppressionRemovalDialog(const market::SuppressionListRow &list, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("suppressionRemovalDialog"));
    auto *layout = dialogLayout(this, tr("Remove the list %1").arg(list.list),
                                QStringLiteral("suppressionRemovalTitle"));
    auto *text =
        makeLabel(plural(list.entries,
                         tr("The person on it can be sold again at once. This cannot be undone, but "
                            "the file can be imported again."),
                         tr("The persons of its %1 entries can be sold again at once. This cannot be "
                            "undone, but the file can be imported again.")),
                  LabelRole::Secondary, QStringLiteral("suppressionRemovalText"));
    text->setWordWrap(true);
    layout->addWidget(text);
    layout->addStretch(1);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(8);
    foot->addStretch(1);
    auto *cancel =
        makeButton(tr("Cancel"), QString(), ButtonKind::Plain, QStringLiteral("suppressionRemovalCancel"));
    auto *accept =
        makeButton(tr("Remove"), QString(), ButtonKind::Primary, QStringLiteral("suppressionRemovalAccept"));
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(accept, &QPushButton::clicked, this, &QDialog::accept);
    foot->addWidget(cancel);
    foot->addWidget(accept);
    layout->addLayout(foot);
    cancel->setDefault(true);
    cancel->setFocus();
    resizeWithin(this, QSize(480, 200));
}

SuppressionImportDialog::SuppressionImportDialog(const QVector<QPair<QString, QString>> &buyers,
                                                 const QVector<market::SuppressionListRow> &known,
                                                 QWidget *parent)
    : QDialog(parent), m_known(known), m_list(new QComboBox), m_buyer(new QComboBox),
      m_kind(new SegmentedControl({SuppressionsModel::kindText(SuppressionKind::Email),
                                   SuppressionsModel::kindText(SuppressionKind::Phone)},
                                  QStringLiteral("suppressionKind"))),
      m_form(new QComboBox), m_file(new QLineEdit), m_column(new QLineEdit),
      m_replace(new QCheckBox(tr("These entries and &no others"))), m_progress(new QProgressBar),
      m_outcome(makeLabel(QString(), LabelRole::Plain, QStringLiteral("suppressionOutcome")))
{
    setObjectName(QStringLiteral("suppressionImportDialog"));
    auto *layout =
        dialogLayout(this, tr("Import a suppression list"), QStringLiteral("suppressionImportTitle"));
    auto *text = makeLabel(tr("A CSV file of any size, with one person a row. It is taken wholly or not at "
                              "all; rows that are no value are counted and can be saved."),
                           LabelRole::Secondary, QStringLiteral("suppressionImportText"));
    text->setWordWrap(true);
    layout->addWidget(text);
    layout->addWidget(buildForm(buyers));
    m_progress->setObjectName(QStringLiteral("suppressionProgress"));
    m_progress->setAccessibleName(tr("How much of the file is read"));
    m_progress->setRange(0, 1000);
    m_progress->hide();
    layout->addWidget(m_progress);
    m_outcome->setWordWrap(true);
    m_outcome->setAccessibleName(tr("What came of it"));
    layout->addWidget(m_outcome);
    layout->addStretch(1);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(8);
    m_save = makeButton(tr("Save the bad rows…"), QStringLiteral("export"), ButtonKind::Plain,
                        QStringLiteral("suppressionSaveRejects"));
    m_save->hide();
    foot->addWidget(m_save);
    foot->addStretch(1);
    m_close = makeButton(tr("Cancel"), QString(), ButtonKind::Plain, QStringLiteral("suppressionClose"));
    m_start = makeButton(tr("Import"), QStringLiteral("import"), ButtonKind::Primary,
                         QStringLiteral("suppressionStart"));
    m_start->setDefault(true);
    foot->addWidget(m_close);
    foot->addWidget(m_start);
    layout->addLayout(foot);
    connect(m_start, &QPushButton::clicked, this, &SuppressionImportDialog::start);
    connect(m_close, &QPushButton::clicked, this, &SuppressionImportDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &SuppressionImportDialog::saveRejects);
    connect(&m_watcher, &QFutureWatcherBase::progressValueChanged, m_progress, &QProgressBar::setValue);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &SuppressionImportDialog::finish);
    followName();
    resizeWithin(this, QSize(600, 520));
    m_list->setFocus();
}

SuppressionImportDialog::~SuppressionImportDialog() = default;

QWidget *SuppressionImportDialog::buildForm(const QVector<QPair<QString, QString>> &buyers)
{
    auto *body = new QWidget;
    body->setObjectName(QStringLiteral("suppressionForm"));
    auto *form = new QFormLayout(body);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    m_list->setObjectName(QStringLiteral("suppressionList"));
    m_list->setAccessibleName(tr("Name of the list"));
    m_list->setEditable(true);
    m_list->setInsertPolicy(QComboBox::NoInsert);
    for (const market::SuppressionListRow &list : std::as_const(m_known))
        m_list->addItem(list.list);
    m_list->setCurrentIndex(-1);
    m_list->lineEdit()->setObjectName(QStringLiteral("suppressionListName"));
    m_list->lineEdit()->setAccessibleName(tr("Name of the list"));
    m_list->lineEdit()->setPlaceholderText(tr("A new name, such as do_not_call, or a list that there is"));
    form->addRow(tr("&List"), m_list);
    m_buyer->setObjectName(QStringLiteral("suppressionBuyer"));
    m_buyer->setAccessibleName(tr("Whom it forbids leads"));
    m_buyer->addItem(tr("Everybody"), QString());
    for (const auto &[slug, label] : buyers)
        m_buyer->addItem(label.isEmpty() ? slug : label, slug);
    form->addRow(tr("Forbids leads &to"), m_buyer);
    m_kind->setAccessibleName(tr("What it holds"));
    form->addRow(tr("Holds"), m_kind);
    m_form->setObjectName(QStringLiteral("suppressionWritten"));
    m_form->setAccessibleName(tr("How they are written"));
    for (const auto one :
         {SuppressionForm::Plain, SuppressionForm::Md5, SuppressionForm::Sha1, SuppressionForm::Sha256})
        m_form->addItem(SuppressionsModel::formText(one), static_cast<int>(one));
    form->addRow(tr("&Written"), m_form);
    auto *choice = new QHBoxLayout;
    choice->setSpacing(8);
    m_file->setObjectName(QStringLiteral("suppressionFile"));
    m_file->setAccessibleName(tr("CSV file"));
    auto *browse =
        makeButton(tr("Choose…"), QString(), ButtonKind::Plain, QStringLiteral("suppressionBrowse"));
    choice->addWidget(m_file, 1);
    choice->addWidget(browse);
    addRow(form, tr("&File"), choice, m_file);
    m_column->setObjectName(QStringLiteral("suppressionColumn"));
    m_column->setAccessibleName(tr("Column of the file"));
    m_column->setPlaceholderText(tr("Its name or number; found by itself if left out"));
    form->addRow(tr("&Column"), m_column);
    m_replace->setObjectName(QStringLiteral("suppressionReplace"));
    m_replace->setAccessibleName(tr("These entries and no others"));
    m_replace->setToolTip(tr("What the list held before is forgotten"));
    form->addRow(QString(), m_replace);
    connect(m_list, &QComboBox::editTextChanged, this, &SuppressionImportDialog::followName);
    connect(m_file, &QLineEdit::textChanged, this, &SuppressionImportDialog::check);
    connect(browse, &QPushButton::clicked, this, &SuppressionImportDialog::chooseFile);
    return body;
}

const market::SuppressionListRow *SuppressionImportDialog::knownList() const
{
    const QString name = m_list->currentText().trimmed();
    const auto at =
        std::find_if(m_known.begin(), m_known.end(), [&name](const auto &list) { return list.list == name; });
    return at == m_known.end() ? nullptr : &*at;
}

/// A list that there is keeps what it is.
void SuppressionImportDialog::followName()
{
    const market::SuppressionListRow *known = knownList();
    if (known) {
        m_buyer->setCurrentIndex(std::max(m_buyer->findData(known->buyer), 0));
        m_kind->setCurrent(static_cast<int>(known->kind));
        m_form->setCurrentIndex(m_form->findData(static_cast<int>(known->form)));
    }
    for (QWidget *fixed :
         {static_cast<QWidget *>(m_buyer), static_cast<QWidget *>(m_kind), static_cast<QWidget *>(m_form)})
        fixed->setEnabled(!known);
    m_replace->setEnabled(known);
    check();
}

void SuppressionImportDialog::setFile(const QString &name)
{
    m_file->setText(name);
}

void SuppressionImportDialog::setList(const QString &name)
{
    m_list->setEditText(name);
}

void SuppressionImportDialog::check()
{
    m_start->setEnabled(!m_file->text().trimmed().isEmpty() && !m_list->currentText().trimmed().isEmpty() &&
                        !m_watcher.isRunning());
}

void SuppressionImportDialog::chooseFile()
{
    const QString name = QFileDialog::getOpenFileName(this, tr("Suppression list"), QString(),
                                                      tr("Tables (*.csv *.tsv *.txt);;All files (*)"));
    if (!name.isEmpty())
        setFile(name);
}

QString SuppressionImportDialog::rejectsFile() const
{
    return m_rejects.isValid() ? m_rejects.filePath(QStringLiteral("rejected.csv")) : QString();
}

void SuppressionImportDialog::start()
{
    market::SuppressionImport import;
    import.file = m_file->text().trimmed();
    import.list = m_list->currentText().trimmed();
    import.buyer = m_buyer->currentData().toString();
    import.kind = static_cast<SuppressionKind>(m_kind->current());
    import.form = static_cast<SuppressionForm>(m_form->currentData().toInt());
    import.column = m_column->text().trimmed();
    import.replace = m_replace->isEnabled() && m_replace->isChecked();
    import.rejectsFile = rejectsFile();
    QFile::remove(import.rejectsFile);
    m_outcome->clear();
    Q_EMIT startRequested(import);
}

void SuppressionImportDialog::follow(const QFuture<Result<market::SuppressionReport>> &work)
{
    m_progress->setValue(0);
    m_progress->show();
    m_save->hide();
    m_close->setText(tr("Stop"));
    m_watcher.setFuture(work);
    check();
}

void SuppressionImportDialog::finish()
{
    m_progress->hide();
    m_close->setText(tr("Close"));
    check();
    if (m_watcher.future().resultCount() == 0) {
        m_outcome->setText(tr("Stopped. The list is as it was."));
        return;
    }
    const Result<market::SuppressionReport> done = m_watcher.future().result();
    if (!done) {
        const Error &error = done.error();
        m_outcome->setText(error.code == "cancelled" ? tr("Stopped. The list is as it was.")
                                                     : QString::fromStdString(error.message));
        return;
    }
    QStringList parts{
        plural(done->rows, tr("One row"), tr("%1 rows")), tr("%1 new").arg(formatCount(done->added)),
        tr("%1 known").arg(formatCount(done->known)), tr("%1 bad").arg(formatCount(done->rejected)),
        tr("the list has %1 now").arg(formatCount(done->entries))};
    QString text = parts.join(QStringLiteral(" · "));
    if (!done->firstRejects.isEmpty()) {
        const market::SuppressionReject &first = done->firstRejects.first();
        text += u'\n' + tr("The first bad row is line %1: %2").arg(formatCount(first.line), first.code);
    }
    m_outcome->setText(text);
    m_save->setVisible(done->rejected > 0 && QFile::exists(rejectsFile()));
}

QString SuppressionImportDialog::summary() const
{
    return m_outcome->text();
}

void SuppressionImportDialog::saveRejects()
{
    const QString name = QFileDialog::getSaveFileName(this, tr("Rows that are no values"),
                                                      QStringLiteral("rejected.csv"), tr("Tables (*.csv)"));
    if (name.isEmpty())
        return;
    QFile::remove(name); // the dialog has asked
    if (QFile source(rejectsFile()); !source.copy(name))
        m_outcome->setText(tr("The file cannot be written: %1").arg(source.errorString()));
}

void SuppressionImportDialog::reject()
{
    if (m_watcher.isRunning())
        m_watcher.cancel();
    else
        QDialog::reject();
}

} // namespace bourse::gui
