#pragma once
// The kinds of sources that are named by a word: rows and templates share them. Private to the integration
// room.
#include "domain/integration/plan.h"
#include <memory>
#include <string>
#include <string_view>

namespace bourse::domain {

/// Field, item, carried, secret, variable, value, computed or signature by name. Null with a problem.
std::unique_ptr<RowSource> compileNamed(std::string_view kind, const std::string &name,
                                        const std::string &path, CompileContext &compile);
/// A value that Bourse makes itself; `ownName` tells several of one kind apart, `up` counts lists outwards.
/// Null with a problem.
std::unique_ptr<RowSource> compileComputed(const std::string &name, const std::string &ownName,
                                           const std::string &path, CompileContext &compile, int up = 0);

} // namespace bourse::domain
