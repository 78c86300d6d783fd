#pragma once
// A real bourse-node process on a throwaway data directory, and a plain HTTP client for it.
#include <QByteArray>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>
#include <csignal>
#include <memory>

namespace bourse::test {

struct HttpAnswer {
    int status = 0; ///< 0 = no answer
    QByteArray head;
    QByteArray body;
    QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    QByteArray header(const QByteArray &name) const
    {
        for (const QByteArray &line : head.split('\n')) {
            qsizetype colon = line.indexOf(':');
            if (colon > 0 && line.left(colon).trimmed().toLower() == name.toLower())
                return line.mid(colon + 1).trimmed();
        }
        return {};
    }
};

/// Writes `bytes` and reads one answer by its Content-Length.
inline HttpAnswer exchangeBytes(const QUrl &url, const QByteArray &bytes, int timeoutMs = 15000)
{
    QTcpSocket socket;
    socket.connectToHost(url.host(), static_cast<quint16>(url.port()));
    HttpAnswer answer;
    if (!socket.waitForConnected(3000))
        return answer;
    socket.write(bytes);
    QByteArray received;
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < timeoutMs) {
        const qsizetype end = received.indexOf("\r\n\r\n");
        if (end >= 0) {
            answer.head = received.left(end);
            answer.status = answer.head.split(' ').value(1).toInt();
            const qsizetype length = answer.header("Content-Length").toLongLong();
            if (received.size() >= end + 4 + length) {
                answer.body = received.mid(end + 4, length);
                return answer;
            }
        }
        if (!socket.waitForReadyRead(200) && socket.state() != QAbstractSocket::ConnectedState &&
            !socket.bytesAvailable())
            break;
        received += socket.readAll();
    }
    return answer;
}

inline HttpAnswer send(const QUrl &base, const QByteArray &method, const QByteArray &target,
                       const QList<QPair<QByteArray, QByteArray>> &headers, const QByteArray &body = {})
{
    QByteArray bytes = method + ' ' + target + " HTTP/1.1\r\nHost: " + base.authority().toUtf8() + "\r\n";
    for (const auto &[name, value] : headers)
        bytes += name + ": " + value + "\r\n";
    if (!body.isEmpty() || method == "POST")
        bytes += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    return exchangeBytes(base, bytes + "\r\n" + body);
}

class NodeProcess {
  public:
    explicit NodeProcess(QString dataDir) : m_dataDir(std::move(dataDir)) {}
    ~NodeProcess() { stop(); }

    /// Starts `bourse-node run` and waits for its ready line.
    bool start(const QStringList &arguments)
    {
        m_process = std::make_unique<QProcess>();
        m_process->setProcessChannelMode(QProcess::SeparateChannels);
        m_process->start(QStringLiteral(BOURSE_BINARY_DIR "/bourse-node"),
                         QStringList{QStringLiteral("run"), QStringLiteral("--listen"),
                                     QStringLiteral("127.0.0.1:0"), QStringLiteral("--data-dir"), m_dataDir} +
                             arguments);
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < 90000 && m_process->state() != QProcess::NotRunning) {
            m_process->waitForReadyRead(500);
            while (m_process->canReadLine()) {
                m_ready = QJsonDocument::fromJson(m_process->readLine()).object();
                if (m_ready[QStringLiteral("event")] == QStringLiteral("ready"))
                    return true;
            }
        }
        qWarning("the node did not become ready: %s", m_process->readAllStandardError().constData());
        return false;
    }
    /// SIGTERM; true if it ended by itself with exit code 0.
    bool stop()
    {
        if (!m_process || m_process->state() == QProcess::NotRunning)
            return false;
        m_process->terminate();
        if (!m_process->waitForFinished(30000)) {
            m_process->kill();
            m_process->waitForFinished();
            return false;
        }
        m_log += m_process->readAllStandardError();
        return m_process->exitStatus() == QProcess::NormalExit && m_process->exitCode() == 0;
    }
    void killHard()
    {
        m_process->kill();
        m_process->waitForFinished();
        m_log += m_process->readAllStandardError();
    }
    QUrl url() const { return QUrl(m_ready[QStringLiteral("listen")].toString()); }
    QByteArray key() const { return m_ready[QStringLiteral("demo_key")].toString().toUtf8(); }
    QString database() const { return m_ready[QStringLiteral("database")].toString(); }
    const QByteArray &log() const { return m_log; }

    HttpAnswer post(const QByteArray &body, const QByteArray &type = "application/json",
                    const QList<QPair<QByteArray, QByteArray>> &more = {},
                    const QByteArray &target = "/v1/leads") const
    {
        QList<QPair<QByteArray, QByteArray>> headers{{"Authorization", "Bearer " + key()},
                                                     {"Content-Type", type}};
        return send(url(), "POST", target, headers + more, body);
    }
    /// One value, by psql.
    QString query(const QString &sql) const
    {
        QProcess psql;
        psql.start(QStringLiteral("psql"), {QStringLiteral("-X"), QStringLiteral("-At"), QStringLiteral("-d"),
                                            database(), QStringLiteral("-c"), sql});
        psql.waitForFinished();
        if (psql.exitCode() != 0)
            qWarning("psql: %s", psql.readAllStandardError().constData());
        return QString::fromUtf8(psql.readAllStandardOutput()).trimmed();
    }

  private:
    QString m_dataDir;
    std::unique_ptr<QProcess> m_process;
    QJsonObject m_ready;
    QByteArray m_log;
};

/// A folder that the server's own user may enter when the tests run as root.
inline std::unique_ptr<QTemporaryDir> openTemporaryDir()
{
    auto dir = std::make_unique<QTemporaryDir>();
    QFile::setPermissions(dir->path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner |
                                           QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther |
                                           QFile::ExeOther);
    return dir;
}

inline QByteArray seedLead()
{
    return R"({"first_name":"Maria","last_name":"Garcia","phone":"+15551234567","email":"maria@example.com",)"
           R"("state":"TX","case_type":"auto_accident","injury_severity":"moderate","accident_date":"2026-05-02",)"
           R"("source":"google_ads","campaign_id":"camp_12345","consent_timestamp":"2026-05-12T14:30:00Z",)"
           R"("ip_address":"192.168.1.1"})";
}

} // namespace bourse::test
