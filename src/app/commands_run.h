#pragma once
#include <QStringList>

namespace bourse::app {
/// `bourse-node run`: needs a QCoreApplication; runs its event loop until SIGTERM or SIGINT.
int runCommand(const QStringList &arguments);
} // namespace bourse::app
