#include "base/logging.h"
#include "base/clock.h"
#include <QJsonDocument>
#include <QJsonObject>
#include <cstdio>

Q_LOGGING_CATEGORY(logMarket, "bourse.market")
Q_LOGGING_CATEGORY(logExchange, "bourse.exchange")
Q_LOGGING_CATEGORY(logNet, "bourse.net")
Q_LOGGING_CATEGORY(logStorage, "bourse.storage")
Q_LOGGING_CATEGORY(logApi, "bourse.api")
Q_LOGGING_CATEGORY(logGui, "bourse.gui")
Q_LOGGING_CATEGORY(logSimulator, "bourse.simulator")
Q_LOGGING_CATEGORY(logSecrets, "bourse.secrets")

namespace bourse {

static const char *levelName(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return "debug";
    case QtInfoMsg:
        return "info";
    case QtWarningMsg:
        return "warning";
    case QtCriticalMsg:
        return "error";
    case QtFatalMsg:
        return "fatal";
    }
    return "info";
}

static void writeLine(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    QJsonObject line{
        {QStringLiteral("time"), QString::fromStdString(toIso8601(SystemClock().utcNow()))},
        {QStringLiteral("level"), QLatin1String(levelName(type))},
        {QStringLiteral("category"), QLatin1String(context.category ? context.category : "default")},
        {QStringLiteral("text"), text},
    };
    QByteArray bytes = QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    // one fwrite per line keeps lines of several threads whole
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stderr);
}

void installStructuredLogging()
{
    qInstallMessageHandler(writeLine);
}

} // namespace bourse
