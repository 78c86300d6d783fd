#pragma once
// `suppress import|list|remove|export-count`: suppression lists from the command line.
#include <QStringList>

namespace bourse::app {
/// `import FILE --list SLUG --kind email|phone [--form plain|md5|sha1|sha256] [--buyer SLUG] [--column
/// NAME|N]
/// [--replace] [--rejects FILE]`: prints its progress on stderr where that is a terminal, and one line of
/// JSON with rows, added, known, rejected and entries. Rows that are no values go to FILE.rejects.csv unless
/// told otherwise. An interrupt (Ctrl-C) cancels it and changes nothing. `list` prints a line for each list,
/// `export-count` one with the number of entries of all, `remove --list SLUG` takes one away.
int suppressCommand(const QStringList &arguments);
} // namespace bourse::app
