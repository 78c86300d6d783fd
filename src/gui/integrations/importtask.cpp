#include "gui/integrations/importtask.h"
#include "domain/json/json.h"
#include <algorithm>

namespace bourse::gui {

using workbench::Draft;
using workbench::ImportResult;

namespace {

/// Above it verticals are not compared by trying them: the first is taken.
constexpr std::size_t kMostTargetsToCompare = 400;

bool looksLikeIntegration(std::string_view text)
{
    const std::size_t start = text.find_first_not_of(" \t\r\n\xef\xbb\xbf");
    return start != std::string_view::npos && text[start] == '{' &&
           text.find("\"bourse_integration\"") != std::string_view::npos;
}

/// How much of the targets a vertical explains.
int score(const Draft &draft)
{
    int sum = 0;
    for (const workbench::MappingSuggestion &row : draft.suggestions)
        if (row.kind == workbench::MappingKind::Field)
            sum += row.confidence;
    return sum;
}

std::size_t targetCount(const ImportResult &read)
{
    std::size_t count = read.specification.size();
    for (const workbench::ImportedRequest &request : read.requests)
        if (request.chosen)
            count += request.body.leaves.size() + request.query.size() + request.headers.size();
    return count;
}

} // namespace

ImportOutcome runImport(const ImportTask &task)
{
    ImportOutcome outcome;
    outcome.read = task.read;
    if (!outcome.read) {
        if (task.kind == workbench::ImportKind::Unknown && looksLikeIntegration(task.text)) {
            std::string_view text = task.text;
            if (text.starts_with("\xef\xbb\xbf"))
                text.remove_prefix(3);
            auto document = domain::parseJson(text);
            if (!document)
                outcome.error = document.error();
            else if (document->find("bourse_integration"))
                outcome.file = std::move(*document);
            if (outcome.error || outcome.file)
                return outcome;
        }
        workbench::ImportOptions options;
        options.kind = task.kind;
        auto read = workbench::importText(task.text, options);
        if (!read) {
            outcome.error = read.error();
            return outcome;
        }
        outcome.read = std::make_shared<const ImportResult>(std::move(*read));
    }
    ImportResult chosen = *outcome.read;
    if (task.requests.size() == chosen.requests.size())
        for (std::size_t i = 0; i < chosen.requests.size(); ++i) {
            chosen.requests[i].chosen = task.requests[i].first;
            chosen.requests[i].step = task.requests[i].second;
        }
    if (task.step) {
        if (chosen.requests.size() == 1)
            chosen.requests.front().step = *task.step;
        for (workbench::SpecificationField &field : chosen.specification)
            if (!field.step)
                field.step = task.step;
    }
    const QVector<domain::FieldSchema> none;
    const QVector<domain::FieldSchema> &verticals = task.verticals ? *task.verticals : none;
    std::optional<Error> refused;
    int best = -1;
    const bool compare = task.vertical.isEmpty() && targetCount(chosen) <= kMostTargetsToCompare;
    for (const domain::FieldSchema &vertical : verticals) {
        const QString slug = QString::fromStdString(vertical.slug);
        if (!task.vertical.isEmpty() && slug != task.vertical)
            continue;
        workbench::DraftOptions options;
        options.schema = &vertical;
        options.choices = task.choices;
        options.address = task.address.toStdString();
        auto draft = workbench::buildDraft(chosen, options);
        if (!draft) {
            refused = draft.error();
            break;
        }
        const int points = score(*draft);
        if (points > best) {
            best = points;
            outcome.draft = std::move(*draft);
            outcome.vertical = slug;
        }
        if (!compare)
            break;
    }
    if (!outcome.draft && !refused) {
        // no vertical: rows are constants of the sample
        workbench::DraftOptions options;
        options.choices = task.choices;
        options.address = task.address.toStdString();
        auto draft = workbench::buildDraft(chosen, options);
        if (draft)
            outcome.draft = std::move(*draft);
        else
            refused = draft.error();
    }
    if (refused)
        outcome.error = refused;
    return outcome;
}

} // namespace bourse::gui
