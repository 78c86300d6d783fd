// The translations: well-formed, with the places that their texts have in English, and spoken when asked for.
#include "gui/integrations/mappingpane.h"
#include "gui/language.h"
#include "gui/settings/settingspage.h"
#include "gui/widgets/basics.h"
#include "workbench/mappingedits.h"
#include <QApplication>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace bourse;
using namespace bourse::gui;

namespace {

struct Text {
    QString context, source, comment, translation;
    bool isFinished = false;
};

/// Every text of a file; empty, and a failed test, where it is not well-formed.
QVector<Text> read(const QString &language, QString *spoken = nullptr)
{
    QFile file(QStringLiteral(BOURSE_SOURCE_DIR "/translations/bourse_%1.ts").arg(language));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QVector<Text> texts;
    QXmlStreamReader xml(&file);
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == u"TS" && spoken)
            *spoken = xml.attributes().value(QLatin1String("language")).toString();
        else if (xml.name() == u"name")
            context = xml.readElementText();
        else if (xml.name() == u"message")
            texts.append({context, {}, {}, {}, false});
        else if (xml.name() == u"source")
            texts.last().source = xml.readElementText();
        else if (xml.name() == u"comment")
            texts.last().comment = xml.readElementText();
        else if (xml.name() == u"translation") {
            texts.last().isFinished = !xml.attributes().hasAttribute(QLatin1String("type"));
            texts.last().translation = xml.readElementText(QXmlStreamReader::IncludeChildElements);
        }
    }
    return xml.hasError() ? QVector<Text>() : texts;
}

/// %1, %n, {{…}}: each as often as it stands there.
QStringList places(const QString &text)
{
    static const QRegularExpression place(QStringLiteral("%L?\\d|%n|\\{\\{[^}]*\\}\\}"));
    QStringList found;
    for (auto match = place.globalMatch(text); match.hasNext();)
        found.append(match.next().captured());
    found.sort();
    return found;
}

/// Letters that are pressed with Alt: an & before a letter, where a word begins or within one, not in
/// "a=1&b".
qsizetype mnemonics(QString text)
{
    static const QRegularExpression data(QStringLiteral("\\w+=\\w+(&\\w+=\\w+)+"));
    static const QRegularExpression mark(QStringLiteral("&[\\w]"),
                                         QRegularExpression::UseUnicodePropertiesOption);
    return text.remove(data).count(mark);
}

} // namespace

class TestTranslations : public QObject {
    Q_OBJECT
    static void languages()
    {
        QTest::addColumn<QString>("language");
        for (const QString &language : knownLanguages())
            if (language != QLatin1String("en"))
                QTest::newRow(qPrintable(language)) << language;
    }

  private Q_SLOTS:
    void placesAgree_data() { languages(); }
    void placesAgree()
    {
        QFETCH(QString, language);
        QString spoken;
        const QVector<Text> texts = read(language, &spoken);
        QVERIFY(texts.size() > 1000);
        QCOMPARE(spoken, language);
        QSet<QString> seen;
        for (const Text &text : texts) {
            const QString key = text.context + u'\n' + text.comment + u'\n' + text.source;
            QVERIFY2(!seen.contains(key), qPrintable(key));
            seen.insert(key);
            if (!text.isFinished)
                continue;
            const QByteArray where = (text.source + QStringLiteral(" | ") + text.translation).toUtf8();
            QVERIFY2(!text.translation.isEmpty(), where.constData());
            QVERIFY2(places(text.translation) == places(text.source), where.constData());
            QVERIFY2(text.translation.count(u'\n') == text.source.count(u'\n'), where.constData());
            QVERIFY2(mnemonics(text.translation) == mnemonics(text.source), where.constData());
            // what is put together with other texts keeps its blanks
            QVERIFY2(text.translation.startsWith(u' ') == text.source.startsWith(u' '), where.constData());
            QVERIFY2(text.translation.endsWith(u' ') == text.source.endsWith(u' '), where.constData());
            QVERIFY2(text.translation.endsWith(u'…') == text.source.endsWith(u'…'), where.constData());
        }
    }

    void theEditorIsWhole_data() { languages(); }
    void theEditorIsWhole()
    {
        QFETCH(QString, language);
        static const char *const whole[] = {"MappingEdits",
                                            "Mapping",
                                            "Conditions",
                                            "ResponseTeacher",
                                            "VerticalEdits",
                                            "bourse::gui::BuyersPage",
                                            "bourse::gui::EditorHeader",
                                            "bourse::gui::IntegrationEditor",
                                            "bourse::gui::MappingModel",
                                            "bourse::gui::MappingPane",
                                            "bourse::gui::CallbackPane",
                                            "bourse::workbench::CallbackEdits",
                                            "bourse::gui::SourceEditor",
                                            "bourse::gui::PairsEditor",
                                            "bourse::gui::ConditionEditor",
                                            "bourse::gui::ParameterEditor",
                                            "bourse::gui::RequestPane",
                                            "bourse::gui::SignaturePane",
                                            "bourse::gui::SignatureMatchBox",
                                            "bourse::gui::ResponsePane",
                                            "bourse::gui::AnswerView",
                                            "bourse::gui::ProblemsDock",
                                            "bourse::gui::ImportDialog",
                                            "bourse::gui::VersionsDialog",
                                            "bourse::gui::SecretsDialog",
                                            "bourse::gui::TemplateGallery",
                                            "bourse::gui::LeadMatrixView",
                                            "bourse::gui::SentDiffView",
                                            "bourse::gui::IntegrationList",
                                            "bourse::gui::LeadFieldPane",
                                            "bourse::gui::HelpDialog"};
        const QVector<Text> texts = read(language);
        for (const char *context : whole) {
            int count = 0;
            for (const Text &text : texts) {
                if (text.context != QLatin1String(context))
                    continue;
                ++count;
                QVERIFY2(text.isFinished, qPrintable(text.context + QStringLiteral(": ") + text.source));
            }
            QVERIFY2(count > 0, context);
        }
    }

    void theWindowSpeaks()
    {
        const auto mapping = [] {
            return MappingPane::tr("Mapping");
        };
        QCOMPARE(mapping(), QStringLiteral("Mapping"));
        speak(*qApp, QStringLiteral("de"));
        QCOMPARE(language(), QStringLiteral("de"));
        QCOMPARE(mapping(), QStringLiteral("Zuordnung"));
        QCOMPARE(workbench::MappingEdits::stepName(domain::StepKind::Lookup), QStringLiteral("Suche"));
        speak(*qApp, QStringLiteral("es"));
        QCOMPARE(mapping(), QStringLiteral("Correspondencia"));
        // as the user chose it, from the next start on
        QTemporaryDir settings;
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
        {
            SettingsPage page;
            auto *control = page.findChild<SegmentedControl *>(QStringLiteral("languageControl"));
            QVERIFY(control);
            QCOMPARE(control->current(), 0); // the system's
            control->setCurrent(1 + static_cast<int>(knownLanguages().indexOf(QStringLiteral("de"))));
            QCOMPARE(mapping(), QStringLiteral("Correspondencia"));
        }
        speakUsersLanguage(*qApp);
        QCOMPARE(mapping(), QStringLiteral("Zuordnung"));
        {
            SettingsPage page;
            auto *control = page.findChild<SegmentedControl *>(QStringLiteral("languageControl"));
            QCOMPARE(control->button(control->current())->text(), QStringLiteral("Deutsch"));
            control->setCurrent(0);
            QVERIFY(chosenLanguage().isEmpty());
        }
        speak(*qApp, QStringLiteral("xx")); // nobody speaks it: English
        QCOMPARE(language(), QStringLiteral("en"));
        QCOMPARE(mapping(), QStringLiteral("Mapping"));
    }
};

QTEST_MAIN(TestTranslations)
#include "tst_translations.moc"
