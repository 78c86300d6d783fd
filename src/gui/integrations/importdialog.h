#pragma once
// The import box (Ctrl+I): one box for whatever a buyer gave, what it is read as, what will be mapped, which
// secrets are in it, and a report in which nothing is missing. Works on values; reading runs on a worker.
#include "base/secret.h"
#include "domain/integration/integration.h"
#include "gui/integrations/importtask.h"
#include <QDialog>
#include <QTimer>
#include <functional>
#include <map>
#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTabBar;

namespace bourse::gui {

class FileCheckView;
class ImportBox;
class ImportMapModel;
class ImportReportModel;
class ImportRequestModel;
class TableView;

/// Where the import is opened.
struct ImportSetting {
    QVector<domain::FieldSchema> verticals;
    QString vertical;    ///< slug to begin with; "": found out by the targets
    QString secretPlace; ///< "the system keychain"; "": secrets cannot be kept now
    /// True for a short name that another integration has.
    std::function<bool(const QString &slug)> isTaken;
    /// The document that is open, if it is opened from an editor, and the step that is shown there.
    std::optional<domain::Value> open;
    domain::StepKind step = domain::StepKind::Post;
};

class ImportDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit ImportDialog(ImportSetting setting, QWidget *parent = nullptr);
    ~ImportDialog() override;

    /// As if it were pasted.
    void setText(const QString &text);
    /// True once the present text, with the present choices, has been read.
    bool isSettled() const { return m_runningFor == 0 && !m_readTimer.isActive(); }

    // What came of it, after accept().
    /// True: document() is the open one with the import in it.
    bool merges() const;
    /// Compiles, or is an integration file as it was given.
    domain::Value document() const;
    /// By the names that document() uses; empty if they are not to be kept.
    std::map<std::string, Secret> secrets() const;
    /// "Import 12 rows from a cURL command"
    QString undoText() const;
    /// The vertical that the targets were mapped to.
    QString vertical() const { return m_outcome.vertical; }

  Q_SIGNALS:
    void settled();

  public Q_SLOTS:
    void accept() override;
    void reject() override;

  protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

  private:
    QWidget *buildText();
    QWidget *buildResult();
    QWidget *buildFoot();
    void readSoon(bool anew);
    void run();
    void showOutcome(ImportOutcome outcome);
    void showReading(const QString &problem);
    void refreshCounts();
    void judge();
    void chooseFile();
    QString slug() const;
    std::map<std::string, std::string> secretNames() const;
    ImportSetting m_setting;
    std::shared_ptr<const QVector<domain::FieldSchema>> m_verticals;
    ImportOutcome m_outcome;
    std::map<std::pair<domain::StepKind, std::string>, workbench::MappingChoice> m_choices;
    std::shared_ptr<const workbench::ImportResult> m_read; ///< of the present text
    int m_generation = 0;
    int m_runningFor = 0; ///< generation that a worker reads; 0 = none
    bool m_acceptWhenRead = false;
    bool m_labelTouched = false;
    bool m_slugTouched = false;
    QString m_refusal;
    QTimer m_readTimer;
    QTimer m_progressTimer;
    ImportBox *m_box = nullptr;
    QComboBox *m_kind = nullptr;
    QLabel *m_guess = nullptr;
    QComboBox *m_vertical = nullptr;
    QLabel *m_verticalLabel = nullptr;
    QLabel *m_stepLabel = nullptr;
    bool m_asksStep = true;
    QComboBox *m_step = nullptr;
    QTabBar *m_tabs = nullptr;
    QStackedWidget *m_pages = nullptr;
    QStackedWidget *m_result = nullptr;
    ImportMapModel *m_map = nullptr;
    TableView *m_mapView = nullptr;
    ImportRequestModel *m_requests = nullptr;
    TableView *m_requestView = nullptr;
    ImportReportModel *m_report = nullptr;
    TableView *m_reportView = nullptr;
    QListWidget *m_secretList = nullptr;
    QLabel *m_secretNote = nullptr;
    FileCheckView *m_file = nullptr;
    QLabel *m_empty = nullptr;
    QPushButton *m_doubtful = nullptr;
    QLabel *m_summary = nullptr;
    QProgressBar *m_progress = nullptr;
    QLineEdit *m_label = nullptr;
    QLineEdit *m_slug = nullptr;
    QComboBox *m_into = nullptr;
    QComboBox *m_known = nullptr;
    QWidget *m_names = nullptr;
    QWidget *m_addressLine = nullptr; ///< shown where the text names no server
    QLineEdit *m_address = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_accept = nullptr;
};

} // namespace bourse::gui
