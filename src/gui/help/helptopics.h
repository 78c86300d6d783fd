#pragma once
// The built-in help: short pages, one file each, in a folder for each language. English has every page; where
// another language lacks one, the English page stands in.
#include <QString>
#include <QStringList>
#include <QVector>

namespace bourse::gui {

struct HelpTopic {
    QString id;    ///< name of its file: "mapping"
    QString title; ///< its first heading
    QString text;  ///< Markdown, the heading included; links to other pages are help:id
};

/// Ids in the order in which they are read.
QStringList helpTopicIds();
/// Every page in the language.
QVector<HelpTopic> helpTopics(const QString &language);
/// Those that have every word of `needle`, whatever its case and accents, those with it in the title first;
/// all of them for an empty one.
QVector<HelpTopic> searchHelp(const QVector<HelpTopic> &topics, const QString &needle);

} // namespace bourse::gui
