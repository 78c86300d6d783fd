#pragma once
// The answer and how the document reads it: click a value and say what it is; rules, extracts, and all
// samples at once as a matrix.
#include "domain/integration/samples.h"
#include <QWidget>
#include <optional>
#include <utility>

class QLabel;
class QProgressBar;
class QPushButton;
class QScrollArea;
class QSplitter;
class QStackedWidget;
class QVBoxLayout;

namespace bourse::domain {
struct LocatedValue;
}
namespace bourse::workbench {
class EditorState;
enum class Meaning;
} // namespace bourse::workbench

namespace bourse::gui {

class AnswerView;
class LineEditor;
class CellTableModel;
class ChipWidget;
class ElidedLabel;
class PhaseBar;
class SegmentedControl;
class PayloadView;
class TableView;
class TestSender;

class ResponsePane final : public QWidget {
    Q_OBJECT
  public:
    /// Neither is owned; both outlive the pane.
    ResponsePane(workbench::EditorState *state, TestSender *sender, QWidget *parent = nullptr);
    AnswerView *answer() const { return m_answer; }
    /// The answer that is looked at: of the last test, or a sample's.
    std::optional<domain::BuyerResponse> response() const;
    std::optional<domain::RenderInput> answerAbout() const;

  protected:
    void resizeEvent(QResizeEvent *event) override;

  private:
    QWidget *makeSummary();
    QWidget *makeAnswer();
    QWidget *makeRules();
    QWidget *makeSamples();
    void refresh();
    void refreshSummary(const domain::ReadingTrace &trace);
    void refreshRules(const domain::ReadingTrace &trace);
    void refreshExtracts(const domain::ReadingTrace &trace);
    void refreshSamples();
    /// Gives each table the height of its rows, and what is left to the answer.
    void fitSections();
    void chooseSample(int row);
    void handleTaught(const domain::LocatedValue &value, workbench::Meaning meaning);
    void addRule();
    void editRule();
    void removeRule();
    void moveRule(int by);
    void addSample();
    void removeSample();

    workbench::EditorState *m_state;
    TestSender *m_sender;
    std::string m_sampleId;                     ///< looked at; empty = the last test
    std::vector<domain::SampleCheck> m_samples; ///< of the step
    QStackedWidget *m_stack = nullptr;
    ChipWidget *m_outcome = nullptr;
    ElidedLabel *m_facts = nullptr;
    QLabel *m_total = nullptr;
    PhaseBar *m_phases = nullptr;
    QProgressBar *m_sending = nullptr;
    QPushButton *m_cancel = nullptr;
    QLabel *m_nothing = nullptr;
    SegmentedControl *m_part = nullptr;
    AnswerView *m_answer = nullptr;
    LineEditor *m_line = nullptr; ///< names an id; made when it is first needed
    PayloadView *m_headers = nullptr;
    QScrollArea *m_scroll = nullptr;
    QSplitter *m_whole = nullptr;
    QSplitter *m_upper = nullptr;
    QVBoxLayout *m_rulesLayout = nullptr;
    QWidget *m_samplesBox = nullptr;
    QWidget *m_samplesHead = nullptr;
    bool m_isNarrow = true;
    bool m_fitted = false; ///< the splitters have been set for this shape; the user may move them then
    CellTableModel *m_rulesModel = nullptr;
    TableView *m_rules = nullptr;
    CellTableModel *m_extractsModel = nullptr;
    TableView *m_extracts = nullptr;
    CellTableModel *m_samplesModel = nullptr;
    TableView *m_samplesTable = nullptr;
    ElidedLabel *m_samplesNote = nullptr;
};

} // namespace bourse::gui
