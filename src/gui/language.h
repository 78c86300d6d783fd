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
/// As last chosen with speak(); "en" before.
QString language();
/// Texts made from now on are in this language where it has them; "" or an unknown one is English.
void speak(QApplication &application, const QString &language);
/// speak() in the language of the user's settings ("language"), else of the system.
void speakUsersLanguage(QApplication &application);

} // namespace bourse::gui
