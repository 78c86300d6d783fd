#pragma once
// The two lines above the panes: what document it is and how it stands; step, sample, environment, send.
#include "domain/integration/integration.h"
#include "workbench/draftkeeper.h"
#include <QTimeZone>
#include <QWidget>

class QAction;
class QHBoxLayout;
class QLabel;
class QPushButton;

namespace bourse::workbench {
class EditorState;
}

namespace bourse::gui {

class BadgeButton;
class ChipWidget;
class ElidedLabel;

class EditorHeader final : public QWidget {
    Q_OBJECT
  public:
    /// `state` is not owned and outlives the header.
    explicit EditorHeader(workbench::EditorState *state, QWidget *parent = nullptr);

    struct Standing {
        qint64 version = 0; ///< published; 0 = never
        int changes = 0;    ///< since then
        workbench::DraftKeeper::State save = workbench::DraftKeeper::State::Clean;
        std::optional<UtcTime> savedAt;
        QString failure; ///< why the draft could not be kept
        bool hasDraft = false;
        bool isPublishing = false;
        bool isOffline = false;
        QTimeZone zone = QTimeZone::utc();
    };
    void setStanding(const Standing &standing);
    /// "Personal injury"; empty where none is known.
    void setVerticalLabel(const QString &label);
    /// Asks for the menu of verticals at its button.
    void openVerticals();
    QPushButton *publishButton() const;
    QPushButton *timeLimitButton() const { return m_timeLimit; }
    QWidget *titleWidget() const;
    QString standingText() const;
    /// Its parts give way to each other, so that no state makes the window wider.
    QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void renameRequested();
    void importRequested();
    void versionsRequested();
    void secretsRequested();
    void publishRequested();
    void retrySaveRequested();
    void sendRequested();
    void timeLimitRequested();
    void verticalMenuRequested(const QPoint &globalPosition);

  protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

  private:
    QWidget *buildFirstLine();
    QWidget *buildSecondLine();
    void refreshTitle();
    void refreshSteps();
    void refreshSample();
    void refreshEnvironment();
    void refreshPublish();
    void openStepMenu();
    void openSampleMenu();
    void fit();
    void showStepIcons(bool show);
    void showTimeLimit(bool whole);
    void showKind(const QString &text);
    workbench::EditorState *m_state;
    Standing m_standing;
    QString m_verticalLabel;
    QString m_kindText; ///< "Personal injury, ping and post"
    QString m_fullTitle;
    QString m_limit; ///< of the step, in milliseconds; empty for none
    QPushButton *m_title = nullptr;
    QPushButton *m_kind = nullptr;
    ChipWidget *m_draft = nullptr;
    ElidedLabel *m_note = nullptr;
    QPushButton *m_retry = nullptr;
    QPushButton *m_undo = nullptr;
    QPushButton *m_redo = nullptr;
    QPushButton *m_import = nullptr;
    QPushButton *m_versions = nullptr;
    BadgeButton *m_publish = nullptr;
    QWidget *m_steps = nullptr;
    QHBoxLayout *m_stepLayout = nullptr;
    QVector<BadgeButton *> m_stepButtons;
    QVector<domain::StepKind> m_shownSteps;
    QPushButton *m_addStep = nullptr;
    QLabel *m_sampleLabel = nullptr;
    QPushButton *m_sample = nullptr;
    QPushButton *m_previous = nullptr;
    QPushButton *m_next = nullptr;
    QLabel *m_sendLabel = nullptr;
    QPushButton *m_test = nullptr;
    QPushButton *m_live = nullptr;
    QPushButton *m_timeLimit = nullptr;
    QPushButton *m_send = nullptr;
};

} // namespace bourse::gui
