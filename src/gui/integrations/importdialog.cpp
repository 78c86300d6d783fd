#include "gui/integrations/importdialog.h"
#include "domain/integration/wiretext.h"
#include "gui/help/helpdialog.h"
#include "gui/integrations/filecheckview.h"
#include "gui/integrations/importbox.h"
#include "gui/integrations/importmodel.h"
#include "gui/integrations/integrationcalls.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/card.h"
#include "gui/widgets/format.h"
#include "gui/widgets/tableview.h"
#include "workbench/import/merge.h"
#include "workbench/mappingedits.h"
#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMimeData>
#include <QProgressBar>
#include <QRegularExpression>
#include <QShortcut>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>
#include <QtConcurrent>
#include <algorithm>

namespace bourse::gui {

using domain::StepKind;
using domain::Value;
using workbench::ImportKind;
using workbench::MappingSuggestion;

namespace {

constexpr int kReadDelayMs = 180;
constexpr int kProgressDelayMs = 300;
constexpr StepKind kSteps[] = {StepKind::Auth,       StepKind::Lookup,  StepKind::Ping,
                               StepKind::Post,       StepKind::Status,  StepKind::NotifyWin,
                               StepKind::NotifyLoss, StepKind::Callback};
enum ResultPage { EmptyPage, MapPage, FilePage };
enum Tab { MappingTab, RequestsTab, ReportTab, SecretsTab };

QString qt(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

void name(QWidget *widget, const char *objectName, const QString &accessible)
{
    widget->setObjectName(QLatin1String(objectName));
    widget->setAccessibleName(accessible);
}

/// Empty, or what a request can be sent to.
bool isAddress(const QString &text)
{
    const QString whole = text.contains(QLatin1String("://")) ? text : QStringLiteral("https://") + text;
    return text.isEmpty() || domain::splitUrl(whole.toStdString()).ok();
}

QLabel *labelFor(const QString &text, QWidget *buddy, const QString &objectName)
{
    QLabel *label = makeLabel(text, LabelRole::Secondary, objectName);
    label->setBuddy(buddy);
    return label;
}

} // namespace

ImportDialog::ImportDialog(ImportSetting setting, QWidget *parent)
    : QDialog(parent), m_setting(std::move(setting)),
      m_verticals(std::make_shared<const QVector<domain::FieldSchema>>(m_setting.verticals))
{
    setObjectName(QStringLiteral("importDialog"));
    installHelp(this, QStringLiteral("import"));
    setWindowTitle(m_setting.open ? tr("Import into this integration") : tr("Import a buyer"));
    setAcceptDrops(true);
    resizeWithin(this, {1120, 700});
    m_readTimer.setSingleShot(true);
    m_readTimer.setInterval(kReadDelayMs);
    connect(&m_readTimer, &QTimer::timeout, this, &ImportDialog::run);
    m_progressTimer.setSingleShot(true);
    m_progressTimer.setInterval(kProgressDelayMs);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(16);
    columns->addWidget(buildText(), 5);
    columns->addWidget(buildResult(), 9);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addLayout(columns, 1);
    layout->addWidget(buildFoot());
    connect(&m_progressTimer, &QTimer::timeout, m_progress, &QWidget::show);
    auto *open = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), this);
    connect(open, &QShortcut::activated, this, &ImportDialog::accept);
    auto *tabs = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Tab), this);
    connect(tabs, &QShortcut::activated, this, [this] {
        int next = m_tabs->currentIndex();
        do
            next = (next + 1) % m_tabs->count();
        while (!m_tabs->isTabVisible(next));
        m_tabs->setCurrentIndex(next);
    });
    judge();
    m_box->setFocus();
}

ImportDialog::~ImportDialog() = default;

QWidget *ImportDialog::buildText()
{
    auto *side = new QWidget;
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_box = new ImportBox;
    m_box->setMinimumWidth(theme().px(320));
    layout->addWidget(m_box, 1);
    auto *below = new QHBoxLayout;
    below->setSpacing(8);
    m_kind = new QComboBox;
    name(m_kind, "importKind", tr("What it is"));
    m_kind->addItem(tr("Find out what it is"), static_cast<int>(ImportKind::Unknown));
    for (const ImportKind kind : {ImportKind::Curl, ImportKind::Postman, ImportKind::OpenApi, ImportKind::Har,
                                  ImportKind::RawHttp, ImportKind::JsonSample, ImportKind::XmlSample,
                                  ImportKind::FormSample, ImportKind::SpecificationTable})
        m_kind->addItem(workbench::label(kind), static_cast<int>(kind));
    auto *file = makeButton(tr("Choose a file…"), QStringLiteral("import"), ButtonKind::Plain,
                            QStringLiteral("importChooseFile"));
    below->addWidget(labelFor(tr("&Read as"), m_kind, QStringLiteral("importKindLabel")));
    below->addWidget(m_kind, 1);
    below->addWidget(file);
    layout->addLayout(below);
    m_guess = makeLabel(QString(), LabelRole::Note, QStringLiteral("importGuess"));
    m_guess->setWordWrap(true);
    layout->addWidget(m_guess);
    connect(m_box, &ImportBox::contentChanged, this, [this] {
        m_refusal.clear();
        m_choices.clear();
        readSoon(true);
    });
    connect(m_box, &ImportBox::refused, this, [this](const QString &why) {
        m_refusal = why;
        judge();
    });
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] { readSoon(true); });
    connect(file, &QPushButton::clicked, this, &ImportDialog::chooseFile);
    return side;
}

QWidget *ImportDialog::buildResult()
{
    auto *side = new QFrame;
    side->setProperty("card", true);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    m_result = new QStackedWidget;
    m_result->setObjectName(QStringLiteral("importResult"));
    layout->addWidget(m_result);

    m_empty = makeLabel(QString(), LabelRole::Secondary, QStringLiteral("importEmpty"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(theme().px(32));
    m_empty->setText(tr("What will be mapped is shown here before anything is made."));
    m_result->addWidget(m_empty);

    auto *mapping = new QWidget;
    auto *mappingLayout = new QVBoxLayout(mapping);
    mappingLayout->setContentsMargins(0, 0, 0, 0);
    mappingLayout->setSpacing(0);
    m_tabs = new QTabBar;
    name(m_tabs, "importTabs", tr("Mapping, requests, report, secrets"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    for (int i = 0; i < 4; ++i)
        m_tabs->addTab(QString());
    m_doubtful =
        makeButton(tr("Only what to check"), QString(), ButtonKind::Chip, QStringLiteral("importDoubtful"));
    m_doubtful->setCheckable(true);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(8, 4, 12, 4);
    top->addWidget(m_tabs);
    top->addStretch(1);
    top->addWidget(m_doubtful);
    mappingLayout->addLayout(top);
    mappingLayout->addWidget(makeLine(Qt::Horizontal));
    m_pages = new QStackedWidget;
    m_pages->setObjectName(QStringLiteral("importPages"));
    mappingLayout->addWidget(m_pages, 1);

    m_map = new ImportMapModel(this);
    m_mapView = new TableView(rowTall);
    name(m_mapView, "importMapping", tr("What will be mapped"));
    m_mapView->setModel(m_map);
    auto *delegate = new ImportFieldDelegate(m_mapView);
    m_mapView->setItemDelegate(delegate);
    m_mapView->setColumnWidths({70, 150, 130, 240, 96});
    m_mapView->horizontalHeader()->setSectionResizeMode(ImportMapModel::Field, QHeaderView::Stretch);
    m_mapView->setColumnHidden(ImportMapModel::Step, true);
    connect(m_mapView, &TableView::rowActivated, this, [this](const QModelIndex &index) {
        const QModelIndex field = index.siblingAtColumn(ImportMapModel::Field);
        m_mapView->setCurrentIndex(field);
        m_mapView->edit(field);
    });
    connect(delegate, &ImportFieldDelegate::chosen, this,
            [this](const MappingSuggestion &row, const workbench::MappingChoice &choice) {
                m_choices[{row.step, row.target}] = choice;
                readSoon(false);
            });
    m_pages->addWidget(m_mapView);

    m_requests = new ImportRequestModel(this);
    m_requestView = new TableView(rowNormal);
    name(m_requestView, "importRequests", tr("Requests that were read"));
    m_requestView->setModel(m_requests);
    m_requestView->setColumnWidths({110, 90, 200, 260});
    m_requestView->horizontalHeader()->setStretchLastSection(true);
    connect(m_requestView, &TableView::rowActivated, this, [this](const QModelIndex &index) {
        const int row = index.row();
        if (index.column() != ImportRequestModel::Step) {
            m_requests->setChosen(row, !m_requests->rows()[row].chosen);
            return;
        }
        auto *menu = new QMenu(this);
        menu->setObjectName(QStringLiteral("importStepMenu"));
        menu->setAttribute(Qt::WA_DeleteOnClose);
        for (const StepKind step : kSteps)
            connect(menu->addAction(workbench::MappingEdits::stepName(step)), &QAction::triggered, this,
                    [this, row, step] { m_requests->setStep(row, step); });
        menu->popup(m_requestView->viewport()->mapToGlobal(m_requestView->visualRect(index).bottomLeft()));
    });
    connect(m_requests, &ImportRequestModel::changed, this, [this] { readSoon(false); });
    m_pages->addWidget(m_requestView);

    m_report = new ImportReportModel(this);
    m_reportView = new TableView(rowTall);
    name(m_reportView, "importReport", tr("What was not understood, and what to look at"));
    m_reportView->setModel(m_report);
    m_reportView->setColumnWidths({400, 140});
    m_reportView->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_pages->addWidget(m_reportView);

    auto *secrets = new QWidget;
    auto *secretLayout = new QVBoxLayout(secrets);
    secretLayout->setContentsMargins(16, 12, 16, 12);
    m_secretNote = makeLabel(QString(), LabelRole::Secondary, QStringLiteral("importSecretNote"));
    m_secretNote->setWordWrap(true);
    m_secretList = new QListWidget;
    name(m_secretList, "importSecrets", tr("Secrets that were found, by name"));
    secretLayout->addWidget(m_secretNote);
    secretLayout->addWidget(m_secretList, 1);
    m_pages->addWidget(secrets);
    m_result->addWidget(mapping);

    m_file = new FileCheckView;
    m_result->addWidget(m_file);
    connect(m_file, &FileCheckView::changed, this, &ImportDialog::judge);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        m_pages->setCurrentIndex(tab);
        m_doubtful->setVisible(tab == MappingTab && m_map->doubtful() > 0);
    });
    connect(m_doubtful, &QPushButton::toggled, m_map, &ImportMapModel::setOnlyDoubtful);
    return side;
}

QWidget *ImportDialog::buildFoot()
{
    auto *foot = new QWidget;
    auto *layout = new QVBoxLayout(foot);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    auto *choices = new QHBoxLayout;
    choices->setSpacing(8);
    m_vertical = new QComboBox;
    name(m_vertical, "importVertical", tr("Vertical whose leads are sent"));
    m_vertical->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_vertical->addItem(tr("Find out by the targets"), QString());
    for (const domain::FieldSchema &vertical : std::as_const(m_setting.verticals))
        m_vertical->addItem(qt(vertical.label.empty() ? vertical.slug : vertical.label), qt(vertical.slug));
    m_vertical->setCurrentIndex(std::max(0, m_vertical->findData(m_setting.vertical)));
    m_step = new QComboBox;
    name(m_step, "importStep", tr("Step that the request becomes"));
    for (const StepKind step : kSteps)
        m_step->addItem(workbench::MappingEdits::stepName(step), static_cast<int>(step));
    m_step->setCurrentIndex(m_step->findData(static_cast<int>(m_setting.step)));
    m_stepLabel = labelFor(tr("S&tep"), m_step, QStringLiteral("importStepLabel"));
    m_verticalLabel = labelFor(tr("&Leads of"), m_vertical, QStringLiteral("importVerticalLabel"));
    choices->addWidget(m_verticalLabel);
    choices->addWidget(m_vertical);
    choices->addSpacing(8);
    choices->addWidget(m_stepLabel);
    choices->addWidget(m_step);
    choices->addSpacing(8);

    m_into = new QComboBox;
    name(m_into, "importInto", tr("Where the import goes"));
    m_into->addItem(tr("Into this integration"));
    m_into->addItem(tr("A new integration"));
    m_known = new QComboBox;
    name(m_known, "importKnown", tr("Rows that are there already"));
    m_known->addItem(tr("Keep rows that are mapped"));
    m_known->addItem(tr("Replace rows of the same target"));
    choices->addWidget(m_into);
    choices->addWidget(m_known);
    m_names = new QWidget;
    auto *names = new QHBoxLayout(m_names);
    names->setContentsMargins(0, 0, 0, 0);
    names->setSpacing(8);
    m_label = new QLineEdit;
    name(m_label, "importLabel", tr("Name of the integration"));
    m_slug = new QLineEdit;
    name(m_slug, "importSlug", tr("Short name of the integration"));
    m_slug->setMaxLength(64);
    names->addWidget(labelFor(tr("&Name"), m_label, QStringLiteral("importLabelLabel")));
    names->addWidget(m_label, 3);
    names->addWidget(labelFor(tr("&Short name"), m_slug, QStringLiteral("importSlugLabel")));
    names->addWidget(m_slug, 2);
    choices->addWidget(m_names, 1);
    choices->addStretch(0);
    m_addressLine = new QWidget;
    auto *addressLayout = new QHBoxLayout(m_addressLine);
    addressLayout->setContentsMargins(0, 0, 0, 0);
    addressLayout->setSpacing(8);
    m_address = new QLineEdit;
    name(m_address, "importAddress", tr("The buyer's address, which the text does not name"));
    m_address->setPlaceholderText(tr("https://api.buyer.com/leads, if you know it already"));
    addressLayout->addWidget(labelFor(tr("&Address"), m_address, QStringLiteral("importAddressLabel")));
    addressLayout->addWidget(m_address, 1);
    m_addressLine->hide();
    layout->addWidget(m_addressLine);
    layout->addLayout(choices);

    auto *last = new QHBoxLayout;
    last->setSpacing(12);
    m_summary = makeLabel(QString(), LabelRole::Secondary, QStringLiteral("importSummary"));
    m_problem = makeLabel(QString(), LabelRole::Plain, QStringLiteral("importProblem"));
    m_problem->setProperty("tone", QStringLiteral("bad"));
    m_problem->setWordWrap(true);
    m_progress = new QProgressBar;
    name(m_progress, "importProgress", tr("Reading"));
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(theme().px(120));
    m_progress->hide();
    auto *cancel = makeButton(tr("Cancel"), QString(), ButtonKind::Plain, QStringLiteral("importCancel"));
    m_accept = makeButton(QString(), QString(), ButtonKind::Primary, QStringLiteral("importAccept"));
    m_accept->setToolTip(QKeySequence(Qt::CTRL | Qt::Key_Return).toString(QKeySequence::NativeText));
    cancel->setAutoDefault(false);
    m_accept->setAutoDefault(false);
    last->addWidget(m_progress);
    last->addWidget(m_summary);
    last->addWidget(m_problem, 1);
    last->addWidget(cancel);
    last->addWidget(m_accept);
    layout->addLayout(last);

    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_accept, &QPushButton::clicked, this, &ImportDialog::accept);
    connect(m_vertical, &QComboBox::activated, this, [this] {
        m_choices.clear(); // fields of another vertical
        readSoon(false);
    });
    connect(m_step, &QComboBox::activated, this, [this] {
        m_step->setProperty("touched", true);
        readSoon(false);
    });
    connect(m_into, &QComboBox::currentIndexChanged, this, &ImportDialog::judge);
    connect(m_known, &QComboBox::currentIndexChanged, this, &ImportDialog::judge);
    connect(m_label, &QLineEdit::textEdited, this, [this](const QString &text) {
        m_labelTouched = true;
        if (!m_slugTouched)
            m_slug->setText(workbench::slugFromName(text));
        judge();
    });
    connect(m_address, &QLineEdit::textEdited, this, [this] { readSoon(false); });
    connect(m_slug, &QLineEdit::textEdited, this, [this] {
        m_slugTouched = true;
        judge();
    });
    m_into->setVisible(m_setting.open.has_value());
    return foot;
}

void ImportDialog::setText(const QString &text)
{
    m_box->setContent(text.toStdString());
}

void ImportDialog::readSoon(bool anew)
{
    if (anew)
        m_read.reset();
    ++m_generation;
    m_readTimer.start();
    judge();
}

void ImportDialog::run()
{
    if (m_runningFor != 0)
        return; // the worker is asked again when it is done
    if (m_box->contentSize() == 0) {
        m_outcome = {};
        m_progressTimer.stop();
        m_progress->hide();
        showReading(QString());
        Q_EMIT settled();
        return;
    }
    ImportTask task;
    task.kind = static_cast<ImportKind>(m_kind->currentData().toInt());
    task.read = m_read;
    if (!task.read) {
        task.text = m_box->content();
        m_step->setProperty("touched", false);
        m_step->setProperty("guessed", false);
    } else {
        for (const ImportRequestModel::Row &row : m_requests->rows())
            task.requests.emplace_back(row.chosen, row.step);
        if (m_step->property("touched").toBool() || m_step->property("guessed").toBool())
            task.step = static_cast<StepKind>(m_step->currentData().toInt());
    }
    task.verticals = m_verticals;
    task.vertical = m_vertical->currentData().toString();
    task.address = m_address->text().trimmed();
    task.choices = m_choices;
    m_runningFor = m_generation;
    m_progressTimer.start();
    whenDone(this, QtConcurrent::run(runImport, std::move(task)),
             [this](const ImportOutcome &outcome) { showOutcome(outcome); });
}

void ImportDialog::showOutcome(ImportOutcome outcome)
{
    const bool current = m_runningFor == m_generation;
    m_runningFor = 0;
    if (!current) {
        // the text has changed since
        if (!m_readTimer.isActive())
            run();
        return;
    }
    m_progressTimer.stop();
    m_progress->hide();
    const bool anew = !m_read;
    m_outcome = std::move(outcome);
    m_read = m_outcome.read;
    if (anew && m_read) {
        QVector<ImportRequestModel::Row> rows;
        for (const workbench::ImportedRequest &request : m_read->requests)
            rows.append({request.chosen, request.step, qt(request.name),
                         qt(request.method + ' ' + request.origin + request.path)});
        m_requests->setRows(rows);
        // one request, or a table: the step can be said at one place
        StepKind guessed = StepKind::Post;
        bool ask = m_read->requests.size() <= 1;
        if (m_read->requests.size() == 1) {
            const workbench::ImportedRequest &only = m_read->requests.front();
            guessed = only.step;
            if (m_setting.open && only.stepConfidence < 70 && only.step != m_setting.step) {
                guessed = m_setting.step;
                m_step->setProperty("guessed", true);
            }
        } else if (ask && m_setting.open) {
            guessed = m_setting.step;
            m_step->setProperty("guessed", guessed != StepKind::Post);
        }
        m_step->setCurrentIndex(m_step->findData(static_cast<int>(guessed)));
        m_asksStep = ask;
        if (m_step->property("guessed").toBool()) {
            readSoon(false);
            return;
        }
    }
    showReading(QString());
    Q_EMIT settled();
    if (m_acceptWhenRead) {
        m_acceptWhenRead = false;
        accept();
    }
}

void ImportDialog::showReading(const QString &)
{
    const domain::FieldSchema *schema = nullptr;
    for (const domain::FieldSchema &vertical : std::as_const(m_setting.verticals))
        if (qt(vertical.slug) == m_outcome.vertical)
            schema = &vertical;
    if (m_vertical->currentData().toString().isEmpty())
        m_vertical->setItemText(
            0, schema ? tr("Found: %1").arg(qt(schema->label.empty() ? schema->slug : schema->label))
                      : tr("Find out by the targets"));
    QString guess;
    if (m_read && !m_read->guesses.empty() && m_kind->currentIndex() == 0) {
        guess = tr("%1, %2 % sure. %3")
                    .arg(workbench::label(m_read->kind))
                    .arg(m_read->confidence)
                    .arg(m_read->guesses.front().reason);
        if (m_read->guesses.size() > 1)
            guess += u' ' + tr("It may also be: %1.").arg(workbench::label(m_read->guesses[1].kind));
    }
    m_guess->setText(guess);
    if (m_outcome.file) {
        m_file->setFile(*m_outcome.file);
        m_result->setCurrentIndex(FilePage);
    } else if (m_outcome.draft) {
        const workbench::Draft &draft = *m_outcome.draft;
        m_map->setRows(draft.suggestions, schema);
        const bool several = std::any_of(
            draft.suggestions.begin(), draft.suggestions.end(),
            [&draft](const MappingSuggestion &row) { return row.step != draft.suggestions.front().step; });
        m_mapView->setColumnHidden(ImportMapModel::Step, !several);
        workbench::ImportReport report = m_read->report;
        report.append(draft.report);
        m_summary->setText(report.summary());
        m_tabs->setTabText(
            ReportTab,
            tr("Report %1").arg(formatCount(static_cast<qint64>(report.notUnderstood() + report.notes()))));
        m_report->setItems(std::move(report.items));
        m_result->setCurrentIndex(MapPage);
        // what is not in the new text is not shown with it
        if (!m_labelTouched)
            if (const Value *label = draft.document.find("label"))
                m_label->setText(qt(label->toText()));
        if (!m_slugTouched) {
            const Value *slug = draft.document.find("slug");
            QString free = m_labelTouched ? workbench::slugFromName(m_label->text())
                           : slug         ? workbench::slugFromName(qt(slug->toText()))
                                          : QString();
            const QString base = free;
            for (int n = 2; m_setting.isTaken && m_setting.isTaken(free); ++n)
                free = base.left(60) + u'-' + QString::number(n);
            m_slug->setText(free);
        }
    } else {
        m_result->setCurrentIndex(EmptyPage);
        m_empty->setText(m_outcome.error ? tr("Nothing could be read. The text is kept at the left.")
                                         : tr("What will be mapped is shown here before anything is made."));
    }
    if (!m_outcome.draft)
        m_summary->clear();
    refreshCounts();
    judge();
}

void ImportDialog::refreshCounts()
{
    m_tabs->setTabText(MappingTab, tr("Mapping %1 of %2").arg(m_map->mapped()).arg(m_map->total()));
    const int requests = m_requests->rowCount();
    m_tabs->setTabText(RequestsTab, tr("Requests %1").arg(requests));
    m_tabs->setTabVisible(RequestsTab, requests > 1);
    m_doubtful->setText(tr("Only what to check (%1)").arg(m_map->doubtful()));
    m_doubtful->setVisible(m_tabs->currentIndex() == MappingTab &&
                           (m_map->doubtful() > 0 || m_doubtful->isChecked()));
    m_secretList->clear();
    const auto names = secretNames();
    for (const auto &[found, kept] : names)
        m_secretList->addItem(qt(kept));
    m_tabs->setTabText(SecretsTab, tr("Secrets %1").arg(names.size()));
    m_tabs->setTabVisible(SecretsTab, !names.empty());
    m_secretNote->setText(
        m_setting.secretPlace.isEmpty()
            ? tr("These secrets were in the text. The market is not running, so their values cannot be kept "
                 "now; you will be asked for them.")
            : tr("These secrets were in the text. Their values go to %1; the integration only has their "
                 "names.")
                  .arg(m_setting.secretPlace));
}

QString ImportDialog::slug() const
{
    if (merges()) {
        const Value *slug = m_setting.open->find("slug");
        return slug ? qt(slug->toText()) : QString();
    }
    return m_slug->text();
}

bool ImportDialog::merges() const
{
    return m_setting.open && m_into->currentIndex() == 0 && !m_outcome.file;
}

std::map<std::string, std::string> ImportDialog::secretNames() const
{
    std::map<std::string, std::string> names;
    if (m_outcome.draft)
        for (const std::string &found : m_outcome.draft->secretNames)
            names.emplace(found, workbench::secretNameFor(slug().toStdString(), found));
    return names;
}

void ImportDialog::judge()
{
    const bool busy = m_readTimer.isActive() || m_runningFor != 0;
    const bool isFile = m_outcome.file.has_value();
    const bool into = merges();
    m_names->setVisible(!into && !isFile);
    m_known->setVisible(into);
    // a file says all this itself
    m_vertical->setVisible(!isFile);
    m_verticalLabel->setVisible(!isFile);
    m_step->setVisible(!isFile && m_asksStep);
    m_stepLabel->setVisible(!isFile && m_asksStep);
    m_into->setVisible(m_setting.open && !isFile);
    if (!busy) // not away from under the one who types into it
        m_addressLine->setVisible(!into && m_outcome.draft && m_outcome.draft->lacksAddress);
    QString problem = m_refusal;
    if (problem.isEmpty() && !busy) {
        if (m_outcome.error)
            problem = qt(m_outcome.error->message);
        else if (m_outcome.draft && !into && m_label->text().trimmed().isEmpty())
            problem = tr("Give the integration a name.");
        else if (m_outcome.draft && !into) {
            static const QRegularExpression pattern(QStringLiteral("^[a-z0-9][a-z0-9_-]{0,63}$"));
            if (!pattern.match(m_slug->text()).hasMatch())
                problem = tr("A short name has small letters a–z, digits, - and _, at most 64.");
            else if (m_setting.isTaken && m_setting.isTaken(m_slug->text()))
                problem = tr("Another integration has this short name.");
            else if (m_addressLine->isVisibleTo(this) && !isAddress(m_address->text().trimmed()))
                problem = tr("This is no address of a server; it looks like https://api.buyer.com/leads.");
        }
    }
    m_problem->setText(problem);
    m_problem->setAccessibleName(problem);
    m_summary->setVisible(problem.isEmpty());
    if (isFile)
        m_accept->setText(
            m_file->unconfirmed() > 0
                ? plural(m_file->unconfirmed(), tr("Open without one host"), tr("Open without %1 hosts"))
                : tr("Open it"));
    else
        m_accept->setText(into ? tr("Import into it") : tr("Make the integration"));
    m_accept->setEnabled(!busy && problem.isEmpty() && (m_outcome.draft || isFile));
}

Value ImportDialog::document() const
{
    if (m_outcome.file)
        return m_file->document();
    if (!m_outcome.draft)
        return {};
    Value document = m_outcome.draft->document;
    workbench::renameSecrets(document, secretNames());
    if (merges())
        return workbench::mergeImport(*m_setting.open, document, {m_known->currentIndex() == 1}).document;
    document.asObject()->set("label", Value(m_label->text().trimmed().toStdString()));
    document.asObject()->set("slug", Value(m_slug->text().toStdString()));
    return document;
}

std::map<std::string, Secret> ImportDialog::secrets() const
{
    std::map<std::string, Secret> secrets;
    if (m_outcome.file || !m_read)
        return secrets;
    for (const auto &[found, kept] : secretNames())
        if (const auto value = m_read->secretsFound.find(found); value != m_read->secretsFound.end())
            secrets.emplace(kept, value->second);
    return secrets;
}

QString ImportDialog::undoText() const
{
    return tr("Import %1 rows from: %2")
        .arg(m_map->total())
        .arg(m_read ? workbench::label(m_read->kind) : QString());
}

void ImportDialog::accept()
{
    if (!isSettled()) {
        // Ctrl+Enter right after the paste means what was pasted
        m_acceptWhenRead = true;
        return;
    }
    if (m_accept->isEnabled())
        QDialog::accept();
}

void ImportDialog::reject()
{
    // a text that took work to get is not thrown away by a stray Esc in a field's editor
    if (m_mapView->indexWidget(m_mapView->currentIndex()))
        return;
    QDialog::reject();
}

void ImportDialog::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Import a file"));
    dialog->setObjectName(QStringLiteral("importFileDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, m_box, &ImportBox::openFile);
    dialog->open();
}

void ImportDialog::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasText() || event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void ImportDialog::dropEvent(QDropEvent *event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.front().isLocalFile())
        m_box->openFile(urls.front().toLocalFile());
    else
        setText(event->mimeData()->text());
    event->acceptProposedAction();
}

} // namespace bourse::gui
