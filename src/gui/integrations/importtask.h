#pragma once
// The work behind the import box, as one pure call for a worker thread: read the text, choose the vertical,
// build the draft.
#include "domain/lead/fieldschema.h"
#include "workbench/import/draft.h"
#include <QVector>
#include <memory>
#include <optional>

namespace bourse::gui {

struct ImportTask {
    std::string text;
    workbench::ImportKind kind = workbench::ImportKind::Unknown; ///< Unknown: recognise
    /// What was read of this text before; then only the draft is built again.
    std::shared_ptr<const workbench::ImportResult> read;
    /// Whether each request is taken, and as what; empty: as guessed.
    std::vector<std::pair<bool, domain::StepKind>> requests;
    /// The step of a text that says nothing of steps; absent: as guessed.
    std::optional<domain::StepKind> step;
    std::shared_ptr<const QVector<domain::FieldSchema>> verticals;
    QString address;  ///< where it goes if the text names no server
    QString vertical; ///< slug; "": the one that knows most of the targets
    std::map<std::pair<domain::StepKind, std::string>, workbench::MappingChoice> choices;
};

struct ImportOutcome {
    std::optional<Error> error; ///< the text is unusable as a whole
    std::shared_ptr<const workbench::ImportResult> read;
    std::optional<workbench::Draft> draft;
    QString vertical; ///< that was used
    /// An integration that was exported before, instead of a draft.
    std::optional<domain::Value> file;
};

/// Never throws; may take seconds for texts of megabytes.
ImportOutcome runImport(const ImportTask &task);

} // namespace bourse::gui
