#include "gui/language.h"
#include "gui/theme/theme.h"
#include <QApplication>
#include <QLocale>
#include <QTranslator>

namespace bourse::gui {

namespace {

constexpr char key[] = "language";

QString &spoken()
{
    static QString language = QStringLiteral("en");
    return language;
}

} // namespace

QStringList knownLanguages()
{
    return {QStringLiteral("en"), QStringLiteral("de"), QStringLiteral("es")};
}

QString bestLanguage(const QStringList &wished)
{
    for (const QString &wish : wished)
        if (const QString letters = wish.left(2).toLower();
            knownLanguages().contains(letters) && (wish.size() == 2 || !wish[2].isLetter()))
            return letters;
    return QStringLiteral("en");
}

QString languageName(const QString &language)
{
    return language == u"de"   ? QStringLiteral("Deutsch")
           : language == u"es" ? QStringLiteral("Español")
                               : QStringLiteral("English");
}

QString chosenLanguage()
{
    return userSettings().value(QLatin1String(key)).toString();
}

void chooseLanguage(const QString &language)
{
    QSettings settings = userSettings();
    if (language.isEmpty())
        settings.remove(QLatin1String(key));
    else
        settings.setValue(QLatin1String(key), language);
}

QString language()
{
    return spoken();
}

void speak(QApplication &application, const QString &language)
{
    // one, whatever was spoken before: it belongs to the application and is filled anew
    auto *translator = application.findChild<QTranslator *>(QStringLiteral("bourseTranslator"));
    if (translator) {
        QApplication::removeTranslator(translator);
        delete translator;
    }
    spoken() = bestLanguage({language});
    if (spoken() == u"en")
        return;
    translator = new QTranslator(&application);
    translator->setObjectName(QStringLiteral("bourseTranslator"));
    if (translator->load(QStringLiteral(":/translations/bourse_%1.qm").arg(spoken())))
        QApplication::installTranslator(translator);
}

void speakUsersLanguage(QApplication &application)
{
    const QString chosen = chosenLanguage();
    speak(application, chosen.isEmpty() ? bestLanguage(QLocale::system().uiLanguages()) : chosen);
}

} // namespace bourse::gui
