#include "workbench/editorstate.h"
#include <algorithm>

namespace bourse::workbench {

using domain::StepKind;

namespace {

using domain::FieldSpec;
using domain::FieldType;
using domain::Object;
using domain::Value;

/// What a text field holds in one edge case; other types keep their example, which must be readable.
using TextOf = std::string (*)(const FieldSpec &);

std::optional<Value> trialValue(const FieldSpec &field, TextOf textOf)
{
    if (field.type == FieldType::Group || field.type == FieldType::List) {
        Object group;
        for (const FieldSpec &member : field.fields)
            if (auto value = trialValue(member, textOf))
                group.append(member.key, std::move(*value));
        if (field.type == FieldType::Group)
            return group.empty() ? std::nullopt : std::optional<Value>(std::move(group));
        return group.empty() ? std::nullopt : std::optional<Value>(domain::Array{group.begin()->second});
    }
    if (field.type == FieldType::Text)
        return Value(textOf(field));
    if (!field.example.empty())
        return Value(field.example);
    if (field.type == FieldType::Enum && !field.choices.empty())
        return Value(field.choices.front().value);
    return std::nullopt;
}

std::string asItIs(const FieldSpec &field)
{
    return field.example.empty() ? field.label : field.example;
}

/// Cut to the field's own limit between characters.
std::string fitted(const FieldSpec &field, std::string text)
{
    if (text.size() > field.maxLength) {
        std::size_t end = field.maxLength;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
            --end;
        text.resize(end);
    }
    return text;
}

} // namespace

std::vector<TrialLead> edgeCaseLeads(const domain::FieldSchema &vertical)
{
    std::vector<TrialLead> leads;
    const auto add = [&](const QString &title, TextOf textOf, bool requiredOnly = false) {
        Object raw;
        for (const FieldSpec &field : vertical.fields)
            if (!requiredOnly || field.requiredOnPing || field.requiredOnPost)
                if (auto value = trialValue(field, textOf))
                    raw.append(field.key, std::move(*value));
        // as the engine would hand it over; a value that its own schema refuses is shown as it is
        auto normal = domain::normalise(vertical, raw, domain::IntakeStage::Ping);
        leads.push_back(
            {TrialLead::Kind::EdgeCase, title, normal ? std::move(normal->fields) : std::move(raw)});
    };
    add(EditorState::tr("Every field, as in its example"), asItIs);
    add(EditorState::tr("Only what is required"), asItIs, true);
    leads.push_back({TrialLead::Kind::EdgeCase, EditorState::tr("Every field empty"), {}});
    add(EditorState::tr("Unicode"),
        [](const FieldSpec &field) { return fitted(field, "Zo\u00eb M\u00fcller \u674e\u96f7 \U0001F600"); });
    add(EditorState::tr("200 characters in each text"), [](const FieldSpec &field) {
        std::string text;
        while (text.size() < 200)
            text += "abcdefghi ";
        return fitted(field, std::move(text));
    });
    add(EditorState::tr("Quotes and markup"),
        [](const FieldSpec &field) { return fitted(field, "O'Brien & \"Sons\" <b>|;,\\ 100%"); });
    return leads;
}

EditorState::EditorState(IntegrationDocument *document, QObject *parent)
    : QObject(parent), m_document(document), m_time(SystemClock().utcNow())
{
    for (const StepKind step : {StepKind::Ping, StepKind::Post})
        if (m_document->at(IntegrationDocument::stepPath(step))) {
            m_step = step;
            break;
        }
    m_lintTimer.setSingleShot(true);
    m_lintTimer.setInterval(200);
    connect(&m_lintTimer, &QTimer::timeout, this, &EditorState::findProblems);
    connect(m_document, &IntegrationDocument::changed, this, [this] {
        invalidate();
        m_lintTimer.start();
    });
    findProblems();
}

void EditorState::setStep(StepKind step)
{
    if (m_step == step)
        return;
    m_step = step;
    m_selected.clear();
    Q_EMIT stepChanged();
    Q_EMIT selectedChanged();
    invalidate();
}

void EditorState::setLive(bool live)
{
    if (m_live == live)
        return;
    m_live = live;
    Q_EMIT environmentChanged();
    invalidate();
}

void EditorState::setVertical(std::optional<domain::FieldSchema> vertical)
{
    m_vertical = std::move(vertical);
    invalidate();
    findProblems();
}

const domain::Object &EditorState::lead() const
{
    static const domain::Object none;
    return m_leads.empty() ? none : m_leads[static_cast<std::size_t>(m_leadIndex)].fields;
}

void EditorState::setLeads(std::vector<TrialLead> leads)
{
    const QString before = m_leads.empty() ? QString() : m_leads[static_cast<std::size_t>(m_leadIndex)].title;
    m_leads = std::move(leads);
    const auto same = std::find_if(m_leads.begin(), m_leads.end(),
                                   [&before](const TrialLead &lead) { return lead.title == before; });
    m_leadIndex = same == m_leads.end() ? 0 : static_cast<int>(same - m_leads.begin());
    Q_EMIT leadChanged();
    invalidate();
}

void EditorState::setLeadIndex(int index)
{
    if (index < 0 || index >= static_cast<int>(m_leads.size()) || index == m_leadIndex)
        return;
    m_leadIndex = index;
    Q_EMIT leadChanged();
    invalidate();
}

void EditorState::setSelected(const QString &path)
{
    if (m_selected == path)
        return;
    m_selected = path;
    Q_EMIT selectedChanged();
}

void EditorState::setTreeTimeLimit(std::optional<Micros> limit)
{
    m_treeTimeLimit = limit;
    findProblems();
}

std::map<std::string, std::string> EditorState::carried() const
{
    if (!m_testCarried.empty())
        return m_testCarried;
    for (const domain::SampleCheck &sample : sampleChecks())
        if (sample.step.kind < m_step && sample.trace.reading.outcome == domain::Reading::Accepted &&
            !sample.trace.reading.carried.empty())
            return sample.trace.reading.carried;
    return {};
}

void EditorState::setTestCarried(std::map<std::string, std::string> carried)
{
    if (carried == m_testCarried)
        return;
    m_testCarried = std::move(carried);
    invalidate();
}

void EditorState::renew()
{
    m_time = SystemClock().utcNow();
    ++m_seed;
    invalidate();
}

const domain::Explanation &EditorState::explanation() const
{
    if (!m_explanation) {
        m_explanation.emplace();
        if (const auto compiled = m_document->lastCompiled(); compiled && compiled->hasStep(m_step)) {
            const auto carriedValues = carried();
            domain::RenderInput input;
            input.lead = &lead();
            input.carried = &carriedValues;
            input.time = m_time;
            input.live = m_live;
            input.seed = m_seed;
            m_explanation = compiled->explain(m_step, input);
        }
    }
    return *m_explanation;
}

const domain::RenderedRequest &EditorState::preview() const
{
    if (!m_preview) {
        const auto compiled = m_document->lastCompiled();
        m_preview = compiled && compiled->hasStep(m_step) ? previewRequest(*compiled, m_step, explanation())
                                                          : explanation().request;
    }
    return *m_preview;
}

std::string EditorState::wireText() const
{
    return domain::toWireText(preview());
}

KnownSize EditorState::previewSize() const
{
    std::vector<std::string> marks{std::string(lengthWhenSent.substr(2, lengthWhenSent.size() - 4))};
    if (const auto compiled = m_document->lastCompiled()) {
        const auto secrets = compiled->secretNames();
        marks.insert(marks.end(), secrets.begin(), secrets.end());
    }
    return knownSize(wireText(), marks);
}

domain::SpecCoverage EditorState::coverage() const
{
    return domain::specCoverage(m_document->value(), m_step);
}

bool EditorState::isPublishable() const
{
    return m_document->compiled() &&
           std::none_of(m_problems.begin(), m_problems.end(), [](const auto &problem) {
               return problem.severity == domain::LintProblem::Severity::Blocking;
           });
}

std::vector<domain::SampleCheck> EditorState::sampleChecks() const
{
    const auto compiled = m_document->lastCompiled();
    return compiled ? domain::checkSamples(*compiled) : std::vector<domain::SampleCheck>();
}

void EditorState::invalidate()
{
    m_explanation.reset();
    m_preview.reset();
    Q_EMIT previewChanged();
}

void EditorState::settleProblems()
{
    if (m_lintTimer.isActive())
        findProblems();
}

void EditorState::findProblems()
{
    m_lintTimer.stop();
    auto problems = domain::lint(m_document->value(), {vertical(), m_treeTimeLimit});
    if (problems == m_problems)
        return;
    m_problems = std::move(problems);
    Q_EMIT problemsChanged();
}

} // namespace bourse::workbench
