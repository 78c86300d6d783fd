#include "app/shutdownsignals.h"
#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace bourse::app {

static int pipeEnds[2];
static volatile std::sig_atomic_t received = 0;

static void handle(int)
{
    if (received > 0)
        _exit(130);
    received = 1;
    char byte = 1;
    if (write(pipeEnds[0], &byte, 1) != 1)
        _exit(130);
}

ShutdownSignals::ShutdownSignals(QObject *parent) : QObject(parent)
{
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pipeEnds) != 0)
        return; // without it a signal ends the process the hard way, which recovery covers
    m_notifier = std::make_unique<QSocketNotifier>(pipeEnds[1], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        if (read(pipeEnds[1], &byte, 1) == 1)
            Q_EMIT requested();
    });
    struct sigaction action = {};
    action.sa_handler = handle;
    action.sa_flags = SA_RESTART;
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGHUP, &action, nullptr);
}

} // namespace bourse::app
