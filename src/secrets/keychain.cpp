#include "secrets/keychain.h"
#include "base/logging.h"
#include <QByteArray>
#include <QCoreApplication>
#include <QMetaObject>
#include <QObject>
#include <QThread>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <qt6keychain/keychain.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bourse::secrets {

namespace {

constexpr auto patience = std::chrono::seconds(3);
constexpr auto silence = std::chrono::seconds(60);
const QString service = QStringLiteral("bourse");

std::atomic<std::chrono::steady_clock::rep> silentUntil{0};

bool isSilent()
{
    return std::chrono::steady_clock::now().time_since_epoch().count() < silentUntil.load();
}

void noteSilence()
{
    silentUntil = (std::chrono::steady_clock::now() + silence).time_since_epoch().count();
}

/// What one job brings; shared, because the caller may have gone when it arrives.
struct Answer {
    std::mutex mutex;
    std::condition_variable arrived;
    bool done = false;
    QKeychain::Error error = QKeychain::OtherError;
    Secret value;
};

/// QtKeychain runs its jobs one after another on the thread of the first, so there is one thread for all of
/// them. It is never deleted: a job may hang in it for ever.
QObject *worker()
{
    static QObject *const object = [] {
        auto *thread = new QThread;
        thread->setObjectName(QStringLiteral("keychain"));
        auto *context = new QObject;
        context->moveToThread(thread);
        thread->start();
        qAddPostRoutine([] {
            QThread *running = worker()->thread();
            running->quit();
            running->wait(500);
        });
        return context;
    }();
    return object;
}

/// Starts the job on the worker and waits until `deadline`; nullptr if it was silent.
std::shared_ptr<Answer> run(const std::function<QKeychain::Job *()> &make,
                            std::chrono::steady_clock::time_point deadline)
{
    auto answer = std::make_shared<Answer>();
    QMetaObject::invokeMethod(
        worker(),
        [make, answer] {
            QKeychain::Job *job = make();
            job->setInsecureFallback(false);
            QObject::connect(job, &QKeychain::Job::finished, job, [answer](QKeychain::Job *finished) {
                const std::lock_guard lock(answer->mutex);
                answer->error = finished->error();
                if (const auto *read = qobject_cast<QKeychain::ReadPasswordJob *>(finished)) {
                    QByteArray bytes = read->binaryData();
                    answer->value = Secret(bytes.toStdString());
                    bytes.fill('\0');
                }
                answer->done = true;
                answer->arrived.notify_all();
            });
            job->start();
        },
        Qt::QueuedConnection);
    std::unique_lock lock(answer->mutex);
    if (!answer->arrived.wait_until(lock, deadline, [&answer] { return answer->done; }))
        return nullptr;
    return answer;
}

/// A job that hangs holds QtDBus's own thread, and QtDBus's destructor waits for that for ever (QtKeychain
/// asks KWallet through it where libsecret is missing). Registered once a job is known to hang, so after
/// QtDBus's destructor, this runs before it: everything of ours has been closed by then.
void endDespiteAHangingJob()
{
    static const int registered = ::on_exit(
        [](int status, void *) {
            if (worker()->thread()->isRunning()) {
                std::fflush(nullptr);
                ::_exit(status);
            }
        },
        nullptr);
    static_cast<void>(registered);
}

Error silent()
{
    noteSilence();
    endDespiteAHangingJob();
    return {"keychain_silent", {}, "3 s", "The system keychain does not answer; it may be locked."};
}

Error unavailable()
{
    return {"keychain_unavailable", {}, {}, "There is no system keychain in this session."};
}

Error failure(QKeychain::Error error)
{
    if (error == QKeychain::NoBackendAvailable || error == QKeychain::NotImplemented) {
        noteSilence(); // nothing will appear within the minute either
        return unavailable();
    }
    if (error == QKeychain::AccessDenied || error == QKeychain::AccessDeniedByUser)
        return {"keychain_failed", {}, "access", "Access to the system keychain was denied."};
    // The backend's own text may quote what was stored
    return {"keychain_failed",
            {},
            "error " + std::to_string(int(error)),
            "The system keychain reported an error."};
}

} // namespace

bool keychainAvailable()
{
    if (!QCoreApplication::instance() || isSilent())
        return false;
    if (const char *bus = std::getenv("DBUS_SESSION_BUS_ADDRESS"); bus && *bus)
        return true;
    // The address that libdbus and GIO fall back to
    const char *runtime = std::getenv("XDG_RUNTIME_DIR");
    struct stat status {};
    return runtime && *runtime && ::stat((std::string(runtime) + "/bus").c_str(), &status) == 0;
}

Result<std::map<std::string, Secret>> keychainRead(const std::vector<std::string> &names)
{
    if (!keychainAvailable())
        return unavailable();
    const auto deadline = std::chrono::steady_clock::now() + patience;
    std::map<std::string, Secret> found;
    for (const std::string &name : names) {
        const auto answer = run(
            [name]() -> QKeychain::Job * {
                auto *job = new QKeychain::ReadPasswordJob(service);
                job->setKey(QString::fromStdString(name));
                return job;
            },
            deadline);
        if (!answer)
            return silent();
        if (answer->error == QKeychain::NoError)
            found[name] = answer->value;
        else if (answer->error != QKeychain::EntryNotFound)
            return failure(answer->error);
    }
    return found;
}

Result<void> keychainWrite(const std::string &name, const Secret &value)
{
    if (!keychainAvailable())
        return unavailable();
    const auto answer = run(
        [name, value]() -> QKeychain::Job * {
            auto *job = new QKeychain::WritePasswordJob(service);
            job->setKey(QString::fromStdString(name));
            job->setBinaryData(QByteArray(value.reveal().data(), qsizetype(value.reveal().size())));
            return job;
        },
        std::chrono::steady_clock::now() + patience);
    if (!answer)
        return silent();
    if (answer->error != QKeychain::NoError)
        return failure(answer->error);
    return {};
}

Result<void> keychainRemove(const std::string &name)
{
    if (!keychainAvailable())
        return unavailable();
    const auto answer = run(
        [name]() -> QKeychain::Job * {
            auto *job = new QKeychain::DeletePasswordJob(service);
            job->setKey(QString::fromStdString(name));
            return job;
        },
        std::chrono::steady_clock::now() + patience);
    if (!answer)
        return silent();
    if (answer->error != QKeychain::NoError && answer->error != QKeychain::EntryNotFound)
        return failure(answer->error);
    return {};
}

} // namespace bourse::secrets
