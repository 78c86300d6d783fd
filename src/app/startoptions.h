#pragma once
// Options that the node's `run` and the desktop share.
#include "app/arguments.h"
#include "app/host.h"

namespace bourse::app {

/// data-dir, database, listen, tls-cert, tls-key, demo-rate, demo-journal, workspace; flags demo, no-demo,
/// demo-faulty.
Arguments::Names startNames();
/// Code "usage" or a problem with the files named.
Result<HostOptions> startOptions(const Arguments &arguments);
/// --data-dir, else the default; --database, else BOURSE_DATABASE.
market::MarketOptions databaseOptions(const Arguments &arguments);
/// Raises the soft limit of open files to the hard one: every caller and every warm connection to a buyer is
/// one.
void raiseOpenFileLimit();

} // namespace bourse::app
