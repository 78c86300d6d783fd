#include "gui/help/helptopics.h"
#include <QFile>
#include <algorithm>

namespace bourse::gui {

namespace {

/// Small letters without accents, so that "correspondencia" finds what is written with one.
QString folded(const QString &text)
{
    QString out;
    for (const QChar c : text.normalized(QString::NormalizationForm_D).toCaseFolded())
        if (c.category() != QChar::Mark_NonSpacing)
            out += c;
    return out;
}

QString page(const QString &language, const QString &id)
{
    QFile file(QStringLiteral(":/help/%1/%2.md").arg(language, id));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace

QStringList helpTopicIds()
{
    return {QStringLiteral("buyers"),    QStringLiteral("mapping"),  QStringLiteral("request"),
            QStringLiteral("signature"), QStringLiteral("response"), QStringLiteral("callback"),
            QStringLiteral("samples"),   QStringLiteral("problems"), QStringLiteral("import"),
            QStringLiteral("versions"),  QStringLiteral("secrets")};
}

QVector<HelpTopic> helpTopics(const QString &language)
{
    QVector<HelpTopic> topics;
    for (const QString &id : helpTopicIds()) {
        HelpTopic topic{id, {}, page(language, id)};
        if (topic.text.isEmpty())
            topic.text = page(QStringLiteral("en"), id);
        const qsizetype end = topic.text.indexOf(u'\n');
        topic.title = topic.text.left(end).remove(u'#').trimmed();
        topics.append(std::move(topic));
    }
    return topics;
}

QVector<HelpTopic> searchHelp(const QVector<HelpTopic> &topics, const QString &needle)
{
    const QStringList words = folded(needle).split(u' ', Qt::SkipEmptyParts);
    QVector<HelpTopic> found;
    qsizetype titled = 0;
    for (const HelpTopic &topic : topics) {
        const QString title = folded(topic.title);
        const QString text = folded(topic.text);
        const auto all = [&words](const QString &in) {
            return std::all_of(words.begin(), words.end(),
                               [&in](const QString &word) { return in.contains(word); });
        };
        if (all(title))
            found.insert(titled++, topic);
        else if (all(text))
            found.append(topic);
    }
    return found;
}

} // namespace bourse::gui
