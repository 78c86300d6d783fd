#pragma once
// Sub-commands over one integration document; no database, no network.
#include <QStringList>

namespace bourse::app {
/// `render --integration FILE --step STEP --lead FILE [--carried FILE] [--secrets FILE] [--time ISO8601]
/// [--env test|live] [--seed N] [--lead-id ID] [--attempt-id UUID] [--source SLUG] [--received-at ISO8601]
/// [--floor-price AMOUNT] [--time-left-ms N]`: prints the request's bytes and nothing else. FILE of the
/// integration may also be the name of a built-in template; the environment is test unless it is given. The
/// last six are what computed values of these names read (RenderInput).
int renderCommand(const QStringList &args);
/// `interpret --integration FILE --step STEP --response FILE [--lead FILE] [--carried FILE] [--time
/// ISO8601]`: prints what the rules make of an answer, as JSON. Lead and carried values are for rules that
/// compare with them. The time is when the answer came; without it its Date header says so, or it came now.
int interpretCommand(const QStringList &args);
} // namespace bourse::app
