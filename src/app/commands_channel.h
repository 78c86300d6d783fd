#pragma once
// The operator's word on channels: `channel hold|release|list`.
#include <QStringList>

namespace bourse::app {
/// `channel hold SLUG [--reason TEXT] [--force-closed]`, `channel release SLUG [--reason TEXT]`, `channel
/// list`: acts on all nodes at once, without a publication. Held channels are printed as JSON, one a line.
int channelCommand(const QStringList &arguments);
} // namespace bourse::app
