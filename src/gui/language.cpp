#include "gui/language.h"
#include "gui/theme/theme.h"
#include <QApplication>
#include <QLocale>
#include <QTranslator>

namespace bourse::gui {

namespace {

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
    const QString chosen = userSettings().value(QStringLiteral("language")).toString();
    speak(application, chosen.isEmpty() ? bestLanguage(QLocale::system().uiLanguages()) : chosen);
}

} // namespace bourse::gui
