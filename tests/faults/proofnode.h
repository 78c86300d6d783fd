#pragma once
// A bourse-node process that is killed and started again at once, and callers that never give a lead up.
#include "faults/proofmarket.h"
#include "simulator/intakeclient.h"
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTcpServer>
#include <QTest>
#include <QTimer>
#include <algorithm>
#include <csignal>

namespace bourse::test {

inline quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

/// Always on the same port, as behind a load balancer. BOURSE_NODE names another executable than the one that
/// was built beside.
class ProofNode : public QObject {
  public:
    ProofNode(const ProofGround &ground, const QString &name, QStringList arguments = {})
        : m_name(name), m_port(freePort()), m_log(ground.folder(name + QStringLiteral(".log")))
    {
        const QString built = QStringLiteral(BOURSE_BINARY_DIR "/bourse-node");
        m_process.setProgram(qEnvironmentVariable("BOURSE_NODE", built));
        m_process.setArguments(QStringList{QStringLiteral("run"), QStringLiteral("--listen"),
                                           QStringLiteral("127.0.0.1:%1").arg(m_port),
                                           QStringLiteral("--database"), QString::fromStdString(ground.uri()),
                                           QStringLiteral("--data-dir"), ground.folder(name)} +
                               arguments);
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("BOURSE_MASTER_KEY_FILE"), ground.keyFile());
        environment.remove(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"));
        m_process.setProcessEnvironment(environment);
        m_process.setStandardErrorFile(m_log, QIODevice::Append);
        connect(&m_process, &QProcess::readyReadStandardOutput, this, [this] {
            if (m_process.readAllStandardOutput().contains("\"ready\""))
                m_ready = true;
        });
        connect(&m_process, &QProcess::finished, this, [this] {
            m_ready = false;
            if (m_wanted)
                m_process.start();
        });
    }
    ~ProofNode() override
    {
        m_wanted = false;
        if (m_process.state() == QProcess::NotRunning)
            return;
        signal(SIGCONT);
        m_process.kill();
        m_process.waitForFinished();
    }
    void start()
    {
        m_wanted = true;
        m_process.start();
    }
    bool waitUntilReady(int ms = 90'000)
    {
        return QTest::qWaitFor([this] { return m_ready; }, ms);
    }
    bool ready() const { return m_ready; }
    quint16 port() const { return m_port; }
    bool running() const { return m_process.state() == QProcess::Running; }
    int kills() const { return m_kills; }
    /// SIGKILL; it is started again at once.
    void killHard()
    {
        ++m_kills;
        m_ready = false;
        m_process.kill();
    }
    /// Stops it, and comes back when none of its threads runs any more.
    bool stopAllThreads() const
    {
        signal(SIGSTOP);
        const QDir tasks(QStringLiteral("/proc/%1/task").arg(m_process.processId()));
        return QTest::qWaitFor(
            [&tasks] {
                const QStringList threads = tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
                return !threads.isEmpty() &&
                       std::all_of(threads.begin(), threads.end(), [&](const QString &one) {
                           QFile stat(tasks.filePath(one + QStringLiteral("/stat")));
                           if (!stat.open(QIODevice::ReadOnly))
                               return false;
                           const QByteArray text = stat.readAll(); // "12 (name) T …"
                           return text.mid(text.lastIndexOf(')') + 2, 1) == "T";
                       });
            },
            10'000);
    }
    void signal(int number) const
    {
        if (m_process.processId() > 0)
            ::kill(static_cast<pid_t>(m_process.processId()), number);
    }
    /// SIGTERM; true if it ended by itself with exit code 0.
    bool stop()
    {
        m_wanted = false;
        m_process.terminate();
        return m_process.waitForFinished(90'000) && m_process.exitStatus() == QProcess::NormalExit &&
               m_process.exitCode() == 0;
    }
    QByteArray log() const
    {
        QFile file(m_log);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

  private:
    QString m_name;
    quint16 m_port;
    QString m_log;
    QProcess m_process;
    bool m_wanted = false;
    bool m_ready = false;
    int m_kills = 0;
};

inline QByteArray intakeRequest(quint16 port, const QByteArray &token, const QByteArray &key,
                                const QByteArray &body, const QByteArray &target = "/v1/leads",
                                const QByteArray &method = "POST")
{
    QByteArray request = method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) +
                         "\r\nAuthorization: Bearer " + token + "\r\nContent-Type: application/json\r\n";
    if (!key.isEmpty())
        request += "Idempotency-Key: " + key + "\r\n";
    return request + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

inline QByteArray proofLead(const QByteArray &ref, const QByteArray &note = "n")
{
    return R"({"ref":")" + ref + R"(","state":"TX","note":")" + note + R"("})";
}

/// One request after another until the node has said its last word: an error, 503, 409 or a lost connection
/// is answered by sending the same again, to the next node.
class PatientCaller : public QObject {
  public:
    struct Call {
        QByteArray token, key, body;
        std::size_t node = 0; ///< where it goes first
        int tries = 0;
        int status = 0;
        QByteArray answer;
        qint64 lastTryMs = 0; ///< how long the last try took
    };
    explicit PatientCaller(const std::vector<quint16> &ports)
    {
        for (const quint16 port : ports)
            m_clients.push_back(std::make_unique<simulator::IntakeClient>(QStringLiteral("127.0.0.1"), port));
        m_ports = ports;
    }
    std::vector<Call> calls;
    /// Sends all: at most `atOnce` under way, and no more than `perSecond` (0 = as fast as that allows).
    /// False if some are not answered after `limitMs`.
    bool run(int atOnce, double perSecond = 0, qint64 limitMs = 3'600'000)
    {
        QElapsedTimer clock;
        clock.start();
        m_next = m_done = 0;
        int underWay = 0;
        QEventLoop loop;
        QTimer pace;
        const auto sendDue = [&] {
            while (m_next < calls.size() && underWay < atOnce &&
                   (perSecond <= 0 ||
                    static_cast<double>(m_next) < perSecond * static_cast<double>(clock.elapsed()) / 1000)) {
                ++underWay;
                send(m_next, calls[m_next].node);
                ++m_next;
            }
            if (clock.elapsed() > limitMs)
                loop.quit();
        };
        m_ended = [&] {
            --underWay;
            if (++m_done == calls.size())
                loop.quit();
            else if (perSecond <= 0)
                sendDue();
        };
        connect(&pace, &QTimer::timeout, this, sendDue);
        pace.start(5);
        sendDue();
        if (!calls.empty())
            loop.exec();
        m_elapsedMs = clock.elapsed();
        return m_done == calls.size();
    }
    std::size_t done() const { return m_done; }
    qint64 elapsedMs() const { return m_elapsedMs; }
    qint64 retries() const { return m_retries; }

  private:
    void send(std::size_t index, std::size_t node)
    {
        Call &call = calls[index];
        node %= m_clients.size();
        ++call.tries;
        QElapsedTimer clock;
        clock.start();
        m_clients[node]->send(intakeRequest(m_ports[node], call.token, call.key, call.body),
                              [this, index, node, clock](const simulator::IntakeClient::Reply &reply) {
                                  Call &its = calls[index];
                                  its.status = reply.status;
                                  its.answer = reply.body;
                                  its.lastTryMs = clock.elapsed();
                                  if (reply.status != 0 && reply.status != 409 && reply.status != 429 &&
                                      reply.status < 500) {
                                      m_ended();
                                      return;
                                  }
                                  ++m_retries;
                                  QTimer::singleShot(100 + static_cast<int>(index % 200), this,
                                                     [this, index, node] { send(index, node + 1); });
                              });
    }
    std::vector<std::unique_ptr<simulator::IntakeClient>> m_clients;
    std::vector<quint16> m_ports;
    std::size_t m_next = 0, m_done = 0;
    qint64 m_elapsedMs = 0, m_retries = 0;
    std::function<void()> m_ended;
};

inline QJsonObject objectOf(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

} // namespace bourse::test
