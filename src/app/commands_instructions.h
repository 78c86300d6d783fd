#pragma once
// What a supplier of a source is given to read.
#include <QStringList>

namespace bourse::app {
/// `instructions SOURCE [--url URL] [--format markdown|html] [--market FILE | --data-dir DIR | --database
/// URI]
/// [--workspace SLUG]`: prints the posting instructions of the published market's source, or of one in a
/// market document. Without --url an example address stands for the intake's.
int instructionsCommand(const QStringList &arguments);
} // namespace bourse::app
