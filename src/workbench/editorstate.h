#pragma once
// What all panes of the integration editor look at together: the document, the step, the sample lead, the
// environment, and what follows from them. Panes change it by its setters and hear of it by its signals; none
// knows another.
#include "base/clock.h"
#include "domain/integration/explain.h"
#include "domain/integration/lint.h"
#include "domain/integration/samples.h"
#include "domain/lead/fieldschema.h"
#include "workbench/integrationdocument.h"
#include "workbench/preview.h"
#include <QTimer>
#include <map>
#include <optional>
#include <vector>

namespace bourse::workbench {

/// A lead to try the document on.
struct TrialLead {
    enum class Kind { Real, EdgeCase } kind = Kind::EdgeCase;
    QString title; ///< "Maria Garcia, Dallas TX"; "Every field empty"
    domain::Object fields;
    QString id{}; ///< "ld_…" of a real one
};
/// What breaks mappings: every field as its schema's example, only the required ones, all empty, unicode, 200
/// characters in each text, markup and quotes.
std::vector<TrialLead> edgeCaseLeads(const domain::FieldSchema &vertical);

class EditorState : public QObject {
    Q_OBJECT
  public:
    /// `document` is not owned and outlives the state.
    explicit EditorState(IntegrationDocument *document, QObject *parent = nullptr);

    IntegrationDocument *document() const { return m_document; }
    domain::StepKind step() const { return m_step; }
    void setStep(domain::StepKind step);
    bool isLive() const { return m_live; }
    void setLive(bool live);
    const domain::FieldSchema *vertical() const { return m_vertical ? &*m_vertical : nullptr; }
    void setVertical(std::optional<domain::FieldSchema> vertical);
    const std::vector<TrialLead> &leads() const { return m_leads; }
    int leadIndex() const { return m_leadIndex; }
    const domain::Object &lead() const;
    /// Keeps the current lead if it is still there (by title).
    void setLeads(std::vector<TrialLead> leads);
    void setLeadIndex(int index);
    /// Path of the selected row, signature, rule or extract ("steps.ping.body.rows[3]"); empty for none.
    QString selected() const { return m_selected; }
    void setSelected(const QString &path);
    void setTreeTimeLimit(std::optional<Micros> limit);

    /// Ids that an earlier step's answer gave: from the last test send, else from the first sample of an
    /// earlier step that is read as accepted.
    std::map<std::string, std::string> carried() const;
    void setTestCarried(std::map<std::string, std::string> carried);
    /// Fixed for a session, so that a preview stands still; renew() takes the time and another seed.
    UtcTime time() const { return m_time; }
    std::uint64_t seed() const { return m_seed; }
    void renew();

    /// Of the current document or, while it does not compile, of the newest that did; computed once per
    /// change.
    const domain::Explanation &explanation() const;
    /// True while explanation() shows an older state of the document.
    bool isStale() const { return m_document->compiled() == nullptr; }
    /// The request as the editor shows it: {{name}} for a secret, and no length that hangs on one
    /// (workbench/preview.h).
    const domain::RenderedRequest &preview() const;
    /// Its bytes, as they are shown and copied.
    std::string wireText() const;
    /// Bytes of the preview without the marks of secrets and of what hangs on them.
    KnownSize previewSize() const;
    domain::SpecCoverage coverage() const;
    const std::vector<domain::LintProblem> &problems() const { return m_problems; }
    /// Finds them at once if a change still waits for it.
    void settleProblems();
    bool isPublishable() const;
    std::vector<domain::SampleCheck> sampleChecks() const;

  Q_SIGNALS:
    void stepChanged();
    void environmentChanged();
    void leadChanged(); ///< another lead, or another list of them
    void selectedChanged();
    void previewChanged();  ///< explanation(), wireText(), carried() may differ
    void problemsChanged(); ///< at most every 200 ms

  private:
    void invalidate();
    void findProblems();

    IntegrationDocument *m_document;
    domain::StepKind m_step = domain::StepKind::Post;
    bool m_live = false;
    std::optional<domain::FieldSchema> m_vertical;
    std::vector<TrialLead> m_leads;
    int m_leadIndex = 0;
    QString m_selected;
    std::optional<Micros> m_treeTimeLimit;
    std::map<std::string, std::string> m_testCarried;
    UtcTime m_time;
    std::uint64_t m_seed = 1;
    mutable std::optional<domain::Explanation> m_explanation;
    mutable std::optional<domain::RenderedRequest> m_preview;
    std::vector<domain::LintProblem> m_problems;
    QTimer m_lintTimer;
};

} // namespace bourse::workbench
