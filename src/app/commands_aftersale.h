#pragma once
// bourse-node returns, webhooks, retention: what is done with leads after their sale.
#include <QStringList>

namespace bourse::app {

/// returns import FILE --buyer SLUG [--result FILE]: a table of returns, row by row.
int returnsCommand(const QStringList &arguments);
/// webhooks list [--state waiting|delivered|dead] | replay ID… | replay --all | enable URL.
int webhooksCommand(const QStringList &arguments);
/// retention [--dry-run]: destroys persons' data and drops months whose time is over.
int retentionCommand(const QStringList &arguments);

} // namespace bourse::app
