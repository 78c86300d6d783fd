#include "gui/returns/returndialogs.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/format.h"
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QVBoxLayout>

namespace bourse::gui {

namespace {
constexpr qint64 maxFileBytes = 64LL << 20;
} // namespace

ReturnDecisionDialog::ReturnDecisionDialog(bool approve, int count, QWidget *parent)
    : QDialog(parent), m_note(new QLineEdit), m_accept(nullptr)
{
    setObjectName(QStringLiteral("returnDecisionDialog"));
    const QString title = approve ? plural(count, tr("Take this sale back"), tr("Take %1 sales back"))
                                  : plural(count, tr("Deny this return"), tr("Deny %1 returns"));
    auto *layout = dialogLayout(this, title, QStringLiteral("returnDecisionTitle"));
    auto *text =
        makeLabel(approve ? tr("Each line of the sale is reversed in the ledger, for the buyer and for the "
                               "source. This cannot be undone.")
                          : tr("The sale stays as it is booked. The buyer may ask again."),
                  LabelRole::Secondary, QStringLiteral("returnDecisionText"));
    text->setWordWrap(true);
    layout->addWidget(text);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(16);
    m_note->setObjectName(QStringLiteral("returnDecisionNote"));
    m_note->setAccessibleName(tr("Why"));
    m_note->setPlaceholderText(approve ? tr("What shows that it is right (may be left out)")
                                       : tr("Why it is denied"));
    m_note->setMaxLength(200);
    form->addRow(tr("&Reason"), m_note);
    layout->addLayout(form);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(8);
    foot->addStretch(1);
    auto *cancel =
        makeButton(tr("Cancel"), QString(), ButtonKind::Plain, QStringLiteral("returnDecisionCancel"));
    m_accept = makeButton(approve ? tr("Approve") : tr("Deny"), QString(), ButtonKind::Primary,
                          QStringLiteral("returnDecisionAccept"));
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_accept, &QPushButton::clicked, this, &QDialog::accept);
    m_accept->setDefault(true);
    foot->addWidget(cancel);
    foot->addWidget(m_accept);
    layout->addLayout(foot);
    const auto check = [this, approve] {
        m_accept->setEnabled(approve || !note().isEmpty());
    };
    connect(m_note, &QLineEdit::textChanged, this, check);
    check();
    resizeWithin(this, QSize(480, 240));
    m_note->setFocus();
}

QString ReturnDecisionDialog::note() const
{
    return m_note->text().trimmed();
}

ReturnsImportDialog::ReturnsImportDialog(const QVector<QPair<QString, QString>> &buyers, QWidget *parent)
    : QDialog(parent), m_buyer(new QComboBox), m_file(new QLineEdit), m_browse(nullptr),
      m_progress(new QProgressBar),
      m_outcome(makeLabel(QString(), LabelRole::Plain, QStringLiteral("returnsImportOutcome"))),
      m_start(nullptr), m_save(nullptr), m_close(nullptr)
{
    setObjectName(QStringLiteral("returnsImportDialog"));
    auto *layout = dialogLayout(this, tr("Import a table of returns"), QStringLiteral("returnsImportTitle"));
    auto *text =
        makeLabel(tr("A CSV file with a column lead_id (our id, the buyer's or the source's), and reason "
                     "and note where there are some. A row with a disposition (funded, appointment…) is "
                     "recorded and gives nothing back. Each row is judged by the buyer's terms; the same "
                     "file again changes nothing."),
                  LabelRole::Secondary, QStringLiteral("returnsImportText"));
    text->setWordWrap(true);
    layout->addWidget(text);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(16);
    m_buyer->setObjectName(QStringLiteral("returnsImportBuyer"));
    m_buyer->setAccessibleName(tr("Buyer that gives the leads back"));
    for (const auto &[slug, label] : buyers)
        m_buyer->addItem(label.isEmpty() ? slug : label, slug);
    form->addRow(tr("&Buyer"), m_buyer);
    auto *choice = new QHBoxLayout;
    choice->setSpacing(8);
    m_file->setObjectName(QStringLiteral("returnsImportFile"));
    m_file->setAccessibleName(tr("CSV file"));
    m_browse = makeButton(tr("Choose…"), QString(), ButtonKind::Plain, QStringLiteral("returnsImportBrowse"));
    choice->addWidget(m_file, 1);
    choice->addWidget(m_browse);
    addRow(form, tr("&File"), choice, m_file);
    layout->addLayout(form);
    m_progress->setObjectName(QStringLiteral("returnsImportProgress"));
    m_progress->setAccessibleName(tr("Rows done"));
    m_progress->hide();
    layout->addWidget(m_progress);
    m_outcome->setWordWrap(true);
    m_outcome->setAccessibleName(tr("What came of it"));
    layout->addWidget(m_outcome);
    layout->addStretch(1);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(8);
    m_save = makeButton(tr("Save the result…"), QStringLiteral("export"), ButtonKind::Plain,
                        QStringLiteral("returnsImportSave"));
    m_save->hide();
    foot->addWidget(m_save);
    foot->addStretch(1);
    m_close = makeButton(tr("Cancel"), QString(), ButtonKind::Plain, QStringLiteral("returnsImportClose"));
    m_start = makeButton(tr("Import"), QStringLiteral("import"), ButtonKind::Primary,
                         QStringLiteral("returnsImportStart"));
    m_start->setDefault(true);
    foot->addWidget(m_close);
    foot->addWidget(m_start);
    layout->addLayout(foot);
    connect(m_browse, &QPushButton::clicked, this, &ReturnsImportDialog::chooseFile);
    connect(m_start, &QPushButton::clicked, this, &ReturnsImportDialog::start);
    connect(m_close, &QPushButton::clicked, this, &ReturnsImportDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &ReturnsImportDialog::saveResult);
    connect(m_file, &QLineEdit::textChanged, this, &ReturnsImportDialog::check);
    connect(&m_watcher, &QFutureWatcherBase::progressRangeChanged, m_progress, &QProgressBar::setRange);
    connect(&m_watcher, &QFutureWatcherBase::progressValueChanged, m_progress, &QProgressBar::setValue);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &ReturnsImportDialog::finish);
    resizeWithin(this, QSize(560, 360));
    check();
}

ReturnsImportDialog::~ReturnsImportDialog() = default;

void ReturnsImportDialog::setFile(const QString &name)
{
    m_file->setText(name);
}

void ReturnsImportDialog::check()
{
    m_start->setEnabled(!m_file->text().trimmed().isEmpty() && m_buyer->count() > 0 &&
                        !m_watcher.isRunning());
}

void ReturnsImportDialog::chooseFile()
{
    const QString name = QFileDialog::getOpenFileName(this, tr("Table of returns"), QString(),
                                                      tr("Tables (*.csv *.tsv *.txt);;All files (*)"));
    if (!name.isEmpty())
        setFile(name);
}

void ReturnsImportDialog::start()
{
    QFile file(m_file->text().trimmed());
    if (!file.open(QIODevice::ReadOnly)) {
        m_outcome->setText(tr("The file cannot be read: %1").arg(file.errorString()));
        return;
    }
    if (file.size() > maxFileBytes) {
        m_outcome->setText(tr("The file is larger than 64 MB."));
        return;
    }
    m_outcome->clear();
    Q_EMIT startRequested({file.readAll(), m_buyer->currentData().toString()});
}

void ReturnsImportDialog::follow(const QFuture<Result<market::ReturnsImported>> &work)
{
    m_progress->setValue(0);
    m_progress->show();
    m_save->hide();
    m_watcher.setFuture(work);
    check();
}

void ReturnsImportDialog::finish()
{
    m_progress->hide();
    if (m_watcher.future().resultCount() > 0) {
        const Result<market::ReturnsImported> done = m_watcher.future().result();
        if (!done) {
            m_outcome->setText(QString::fromStdString(done.error().message));
        } else {
            QStringList parts{tr("%1 rows").arg(formatCount(done->rows)),
                              tr("%1 taken back").arg(formatCount(done->approved)),
                              tr("%1 wait").arg(formatCount(done->requested)),
                              tr("%1 denied").arg(formatCount(done->denied)),
                              tr("%1 recorded").arg(formatCount(done->recorded)),
                              tr("%1 without a lead").arg(formatCount(done->failed))};
            if (done->repeated > 0)
                parts.append(tr("%1 known before").arg(formatCount(done->repeated)));
            m_outcome->setText(parts.join(QStringLiteral(" · ")));
            m_result = done->result;
            m_save->show();
        }
    } else {
        m_outcome->setText(tr("Stopped. Rows that were done stay done; the same file can be taken again."));
    }
    m_close->setText(tr("Close"));
    check();
}

QString ReturnsImportDialog::summary() const
{
    return m_outcome->text();
}

void ReturnsImportDialog::saveResult()
{
    const QString name = QFileDialog::getSaveFileName(
        this, tr("Result of each row"), QStringLiteral("returns-result.csv"), tr("Tables (*.csv)"));
    if (name.isEmpty())
        return;
    QFile file(name);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(m_result) != m_result.size())
        m_outcome->setText(tr("The file cannot be written: %1").arg(file.errorString()));
}

void ReturnsImportDialog::reject()
{
    if (m_watcher.isRunning()) {
        m_watcher.cancel();
        return;
    }
    QDialog::reject();
}

} // namespace bourse::gui
