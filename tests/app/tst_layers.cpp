// The layering of ARCHITECTURE.md, checked on the sources and on the node's binary.
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

class TestLayers : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void includes_data();
    void includes();
    void onlyGuiIncludesForms();
    void nodeLinksNoWidgets();
};

namespace {
QStringList sourcesBelow(const QString &folder)
{
    QStringList files;
    QDirIterator it(QStringLiteral(BOURSE_SOURCE_DIR "/src/") + folder,
                    {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files,
                    QDirIterator::Subdirectories);
    while (it.hasNext())
        files << it.next();
    return files;
}

QStringList includesOf(const QString &name)
{
    QFile file(name);
    QStringList includes;
    if (!file.open(QIODevice::ReadOnly))
        return includes;
    static const QRegularExpression pattern(QStringLiteral("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]"),
                                            QRegularExpression::MultilineOption);
    auto matches = pattern.globalMatch(QString::fromUtf8(file.readAll()));
    while (matches.hasNext())
        includes << matches.next().captured(1);
    return includes;
}
} // namespace

void TestLayers::includes_data()
{
    QTest::addColumn<QStringList>("rooms"); // that may be included
    QTest::addColumn<QString>("forbiddenQt");
    const QString core = QStringLiteral("^(QtSql|QSql|QtNetwork|QNetwork|QTcp|QSsl|QtWidgets|QWidget|QtGui|"
                                        "QPainter|QtCharts|QChart|libpq|curl/)");
    const QString noWidgets = QStringLiteral("^(QtWidgets|QWidget|QApplication|QtCharts|QChart)");
    const QString noWidgetsNoSql = noWidgets + QStringLiteral("|^(QtSql|QSql|libpq)");
    QTest::newRow("base") << QStringList{QStringLiteral("base")} << core;
    QTest::newRow("domain") << QStringList{QStringLiteral("base"), QStringLiteral("domain")} << core;
    QTest::newRow("exchange") << QStringList{QStringLiteral("base"), QStringLiteral("domain"),
                                             QStringLiteral("exchange")}
                              << core;
    QTest::newRow("net") << QStringList{QStringLiteral("base"), QStringLiteral("domain"),
                                        QStringLiteral("exchange"), QStringLiteral("net")}
                         << noWidgetsNoSql;
    QTest::newRow("storage") << QStringList{QStringLiteral("base"), QStringLiteral("domain"),
                                            QStringLiteral("exchange"), QStringLiteral("storage")}
                             << noWidgets + QStringLiteral("|^(QtNetwork|QNetwork|QTcp|QSsl|curl/)");
    QTest::newRow("secrets") << QStringList{QStringLiteral("base"), QStringLiteral("domain"),
                                            QStringLiteral("secrets")}
                             << noWidgetsNoSql;
    QTest::newRow("simulator") << QStringList{QStringLiteral("base"), QStringLiteral("domain"),
                                              QStringLiteral("net"), QStringLiteral("simulator")}
                               << noWidgetsNoSql;
    QTest::newRow("market") << QStringList{QStringLiteral("base"),     QStringLiteral("domain"),
                                           QStringLiteral("exchange"), QStringLiteral("net"),
                                           QStringLiteral("storage"),  QStringLiteral("secrets"),
                                           QStringLiteral("market")}
                            << noWidgetsNoSql;
    QTest::newRow("api") << QStringList{QStringLiteral("base"),     QStringLiteral("domain"),
                                        QStringLiteral("exchange"), QStringLiteral("net"),
                                        QStringLiteral("market"),   QStringLiteral("api")}
                         << noWidgetsNoSql;
    QTest::newRow("workbench") << QStringList{QStringLiteral("base"), QStringLiteral("domain"),
                                              QStringLiteral("workbench")}
                               << noWidgetsNoSql;
    QTest::newRow("gui") << QStringList{QStringLiteral("base"), QStringLiteral("domain"),
                                        QStringLiteral("market"), QStringLiteral("workbench"),
                                        QStringLiteral("gui")}
                         << QStringLiteral("^(QtSql|QSql|libpq|QtNetwork|QNetworkAccess|QTcp|curl/)");
}

void TestLayers::includes()
{
    QFETCH(QStringList, rooms);
    QFETCH(QString, forbiddenQt);
    const QStringList every{
        QStringLiteral("app"),     QStringLiteral("api"),       QStringLiteral("base"),
        QStringLiteral("domain"),  QStringLiteral("exchange"),  QStringLiteral("gui"),
        QStringLiteral("market"),  QStringLiteral("net"),       QStringLiteral("secrets"),
        QStringLiteral("storage"), QStringLiteral("simulator"), QStringLiteral("workbench")};
    const QRegularExpression forbidden(forbiddenQt);
    const QStringList files = sourcesBelow(QString::fromUtf8(QTest::currentDataTag()));
    for (const QString &file : files) {
        for (const QString &include : includesOf(file)) {
            const QString room = include.section(QLatin1Char('/'), 0, 0);
            const bool foreign =
                include.contains(QLatin1Char('/')) && every.contains(room) && !rooms.contains(room);
            QVERIFY2(!foreign, qPrintable(file + QStringLiteral(" includes ") + include));
            QVERIFY2(!forbidden.match(include).hasMatch(),
                     qPrintable(file + QStringLiteral(" includes ") + include));
        }
    }
}

void TestLayers::onlyGuiIncludesForms()
{
    const QStringList files = sourcesBelow(QString());
    QVERIFY(files.size() > 50);
    for (const QString &file : files) {
        if (file.contains(QStringLiteral("/src/gui/")))
            continue;
        for (const QString &include : includesOf(file))
            QVERIFY2(!include.startsWith(QStringLiteral("ui_")),
                     qPrintable(file + QStringLiteral(" includes ") + include));
    }
}

void TestLayers::nodeLinksNoWidgets()
{
    QProcess ldd;
    ldd.start(QStringLiteral("ldd"), {QStringLiteral(BOURSE_BINARY_DIR "/bourse-node")});
    QVERIFY(ldd.waitForFinished());
    const QString libraries = QString::fromUtf8(ldd.readAllStandardOutput());
    QVERIFY(libraries.contains(QStringLiteral("libQt6Core")));
    for (const char *library : {"libQt6Widgets", "libQt6Gui", "libQt6Charts", "libQt6Svg"})
        QVERIFY2(!libraries.contains(QLatin1String(library)), library);
}

QTEST_GUILESS_MAIN(TestLayers)
#include "tst_layers.moc"
