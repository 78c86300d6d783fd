#pragma once
// The language that the window speaks: the user's choice, else the system's, else English.
#include <QString>
#include <QStringList>

class QApplication;

namespace bourse::gui {

/// Two letters each; English first, which needs no translation.
QStringList knownLanguages();
/// The best of `wished` ("de_AT", "pt-BR", in order of preference) that is known; "en" where none is.
QString bestLanguage(const QStringList &wished);
/// In that language: "Deutsch".
QString languageName(const QString &language);
/// What the user chose in the settings; "" for the system's.
QString chosenLanguage();
/// Keeps it; spoken from the next start on.
void chooseLanguage(const QString &language);
/// As last chosen with speak(); "en" before.
QString language();
/// Texts made from now on are in this language where it has them; "" or an unknown one is English.
void speak(QApplication &application, const QString &language);
/// speak() in the language that the user chose, else in the system's.
void speakUsersLanguage(QApplication &application);

} // namespace bourse::gui
