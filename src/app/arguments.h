#pragma once
// The command line of a sub-command: "--name value", "--name=value", "--flag" and positions.
#include "base/result.h"
#include <QString>
#include <QStringList>
#include <map>
#include <optional>
#include <set>

namespace bourse::app {

/// Exit codes of every sub-command (contracts).
enum ExitCode { Done = 0, Failed = 1, Refused = 2, Usage = 64 };

class Arguments {
  public:
    struct Names {
        std::set<QString> values; ///< options that take a value
        std::set<QString> flags;
        int positions = 0; ///< at most
    };
    /// Code "usage" for an unknown option, a missing value or too many positions.
    static Result<Arguments> parse(const QStringList &arguments, const Names &names);
    std::optional<QString> value(const QString &name) const;
    bool flag(const QString &name) const { return m_flags.contains(name); }
    const QStringList &positions() const { return m_positions; }

  private:
    std::map<QString, QString> m_values;
    std::set<QString> m_flags;
    QStringList m_positions;
};

/// Writes the JSON list of errors that contracts.md asks for to stderr; returns Refused, or Usage for code
/// "usage".
int refuse(const Errors &errors);

} // namespace bourse::app
