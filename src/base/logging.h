#pragma once
// Structured log lines on stderr: one JSON object per line with time, level, category and text.
// A log line never holds a secret's value or a person's data; it names leads by id.
#include <QLoggingCategory>

Q_DECLARE_LOGGING_CATEGORY(logMarket)
Q_DECLARE_LOGGING_CATEGORY(logExchange)
Q_DECLARE_LOGGING_CATEGORY(logNet)
Q_DECLARE_LOGGING_CATEGORY(logStorage)
Q_DECLARE_LOGGING_CATEGORY(logApi)
Q_DECLARE_LOGGING_CATEGORY(logGui)
Q_DECLARE_LOGGING_CATEGORY(logSimulator)
Q_DECLARE_LOGGING_CATEGORY(logSecrets)

namespace bourse {
/// Routes Qt's messages to stderr as JSON lines.
void installStructuredLogging();
} // namespace bourse
