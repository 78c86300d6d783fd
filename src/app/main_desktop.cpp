// bourse: the desktop application, which hosts the engine itself.
#include "app/shutdownsignals.h"
#include "app/startoptions.h"
#include "base/logging.h"
#include "gui/language.h"
#include "gui/mainwindow.h"
#include "gui/theme/theme.h"
#include <QApplication>
#include <QDir>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <optional>
#include <string_view>

using namespace bourse;

namespace {

/// Pictures need no display, so they take none. Whoever wants the desktop without one is told so, as Qt would
/// abort with a message about plugins.
bool settleDisplay(int argc, char **argv)
{
    const auto asked = [&](std::string_view option) {
        return std::any_of(argv + 1, argv + argc, [option](std::string_view argument) {
            return argument.substr(0, argument.find('=')) == option;
        });
    };
    if (!qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        return true;
    if (asked("--screenshots")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        return true;
    }
    return asked("-platform") || asked("--platform") || !qEnvironmentVariableIsEmpty("DISPLAY") ||
           !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
}

/// `--screenshots DIR`: waits until the demo has leads to show, or for `seconds`, writes every page, leaves.
void takeScreenshots(app::Host &host, gui::MainWindow &window, const QString &directory,
                     std::optional<int> seconds)
{
    auto *timer = new QTimer(&window);
    auto *started = new QElapsedTimer;
    started->start();
    QObject::connect(timer, &QTimer::timeout, &window, [&host, &window, directory, seconds, timer, started] {
        const bool enough = !seconds && host.market().live(market::LiveRange::Minutes15).leadsToday >= 120;
        if (!enough && started->elapsed() < 1000 * seconds.value_or(60))
            return;
        timer->stop();
        delete started;
        for (const QString &file : window.renderAllPages(directory))
            std::printf("%s\n", qPrintable(file));
        std::fflush(stdout);
        host.stop();
    });
    timer->start(500);
}

} // namespace

int main(int argc, char **argv)
{
    if (!settleDisplay(argc, argv)) {
        std::fputs(
            "bourse: no display was found (DISPLAY and WAYLAND_DISPLAY are empty). bourse-node run routes "
            "leads without one, and bourse --screenshots DIR takes pictures of the desktop.\n",
            stderr);
        return app::Failed;
    }
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("bourse"));
    QApplication::setOrganizationName(QStringLiteral("bourse"));
    QApplication::setApplicationDisplayName(QStringLiteral("Bourse"));
    QApplication::setApplicationVersion(QStringLiteral(BOURSE_VERSION));
    QApplication::setQuitOnLastWindowClosed(false);
    installStructuredLogging();
    app::raiseOpenFileLimit();

    app::Arguments::Names names = app::startNames();
    names.values.insert(QStringLiteral("screenshots"));
    names.values.insert(QStringLiteral("screenshots-after"));
    auto arguments = app::Arguments::parse(QApplication::arguments().mid(1), names);
    if (!arguments)
        return app::refuse(arguments.errors());
    auto options = app::startOptions(*arguments);
    if (!options)
        return app::refuse(options.errors());
    options->market.tryKeychain = true;
    // the first run opens the demo workspace; an external database is somebody's real one
    options->demo = !arguments->flag(QStringLiteral("no-demo")) &&
                    (!options->market.databaseUri || arguments->flag(QStringLiteral("demo")));
    if (!arguments->value(QStringLiteral("listen"))) {
        options->listen.port = 8420;
        options->anyPortWillDo = true;
    }
    const auto screenshots = arguments->value(QStringLiteral("screenshots"));
    std::optional<int> after; // seconds
    if (const auto text = arguments->value(QStringLiteral("screenshots-after"))) {
        bool isNumber = false;
        after = text->toInt(&isNumber);
        if (!isNumber || *after < 0 || *after > 86400)
            return app::refuse({Error{"usage", "--screenshots-after", "",
                                      "--screenshots-after takes whole seconds, at most 86400."}});
    }
    QTemporaryDir throwaway; // pictures are taken of a market of their own, never of real leads
    if (screenshots) {
        if (!arguments->value(QStringLiteral("data-dir")))
            options->market.dataDir = throwaway.path().toStdString();
        options->market.tryKeychain = false;
        options->demo = true;
        if (!arguments->value(QStringLiteral("demo-rate")))
            options->demoOptions.leadsPerSecond = 12;
    }

    gui::speakUsersLanguage(application);
    gui::Theme::install(application);
    app::ShutdownSignals signals;
    app::Host host(std::move(*options));
    gui::MainWindow window(&host.market());
    int exitCode = app::Done;
    QObject::connect(&host, &app::Host::failed, &window, [&](const Errors &errors) {
        window.showFailure(errors);
        if (screenshots) {
            exitCode = app::refuse(errors);
            host.stop();
        }
    });
    QObject::connect(&host, &app::Host::ready, &window, [&] {
        if (screenshots)
            takeScreenshots(host, window, QDir(*screenshots).absolutePath(), after);
    });
    QObject::connect(&host, &app::Host::stopped, &application, [&] { QApplication::exit(exitCode); });
    QObject::connect(&window, &gui::MainWindow::retryRequested, &host, [&] { host.start(); });
    QObject::connect(&window, &gui::MainWindow::closeRequested, &host, [&] { host.stop(); });
    QObject::connect(&signals, &app::ShutdownSignals::requested, &host, [&] { host.stop(); });
    if (!screenshots)
        window.show();
    QMetaObject::invokeMethod(
        &host, [&] { host.start(); }, Qt::QueuedConnection);
    return QApplication::exec();
}
