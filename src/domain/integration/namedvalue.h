#pragma once
// Values that a document or a step gives a name: made when they are first asked for and at most once each
// time a request is put together.
#include "domain/integration/plan.h"
#include <map>
#include <memory>
#include <set>
#include <string>

namespace bourse::domain {

/// {"source":…,"transforms":[…]} under its name.
struct NamedValue {
    enum class State { Waiting, Compiling, Ready };
    State state = State::Waiting;
    bool ofStep = false;
    const Value *definition = nullptr; ///< in the document, until it is compiled
    std::string name;
    std::string path;     ///< in the document
    std::size_t slot = 0; ///< in RenderContext::made
    std::unique_ptr<RowSource> source;
    Transforms transforms;
    // What whoever reads the value reads with it.
    std::set<std::string> fields;
    std::set<std::string> secrets;
    std::set<std::string> signatures;
    /// A lead, an answer or an item may say any text with it; else its texts are the document's own: a
    /// table's entries, variables, computed values.
    bool foreign = false;
};

/// Takes "values" from the reader. Codes: "invalid_name", "wrong_type", "duplicate_id" where a step names a
/// value as the document does.
NamedValues declareValues(ObjectReader &reader, CompileContext &compile, bool ofStep);
/// Compiles those that nothing has asked for, so that what is wrong in them is told, too.
void compileWaiting(const NamedValues &values, CompileContext &compile);
/// The value as a source. Codes: "no_such_reference", "circular_reference", "too_deep".
std::unique_ptr<RowSource> compileValueSource(const std::string &name, const std::string &path,
                                              CompileContext &compile);
/// True if there is such a value and its text is not the document's own; compiles it if need be.
bool isForeignValue(std::string_view name, CompileContext &compile);

} // namespace bourse::domain
