#include "gui/settings/settingspage.h"
#include "gui/language.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/card.h"
#include "gui/widgets/format.h"
#include <QClipboard>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>
#include <array>
#include <cmath>

namespace bourse::gui {
namespace {

constexpr std::array scales{0.9, 1.0, 1.1, 1.25, 1.5};

enum Fact { Workspace, Node, Intake, DemoKey, Database, CommitTime, Configuration, Zone, FactCount };

QFormLayout *makeForm(QWidget *body)
{
    auto *form = new QFormLayout(body);
    form->setContentsMargins(16, 4, 16, 16);
    form->setHorizontalSpacing(24);
    form->setVerticalSpacing(6);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return form;
}

QLabel *rowLabel(const QString &text, const QString &objectName)
{
    QLabel *label = makeLabel(text, LabelRole::Secondary, objectName);
    label->setMinimumWidth(140);
    label->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    label->setMinimumHeight(controlHeightSmall);
    return label;
}

QLabel *aboutText(const QString &text, const QString &objectName)
{
    QLabel *label = makeLabel(text, LabelRole::Plain, objectName);
    label->setMinimumHeight(controlHeightSmall);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

SettingsPage::SettingsPage(QWidget *parent) : Page(parent)
{
    setObjectName(QStringLiteral("settingsPage"));
    setAccessibleName(tr("Settings"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    auto *title = makeLabel(tr("Settings"), LabelRole::Title, QStringLiteral("settingsTitle"));
    title->setMinimumHeight(controlHeight);
    layout->addWidget(title);
    for (QWidget *card : {buildAppearance(), buildMarket(), buildAbout()}) {
        card->setMaximumWidth(880);
        layout->addWidget(card);
    }
    layout->addStretch(1);
    followTheme();
    connect(&theme(), &Theme::changed, this, &SettingsPage::followTheme);
    setStatus({});
}

QWidget *SettingsPage::buildAppearance()
{
    auto *card = new Card(tr("Appearance"), QStringLiteral("appearanceCard"));
    card->setCaption(tr("takes effect at once"));
    auto *body = new QWidget;
    body->setObjectName(QStringLiteral("appearanceBody"));
    QFormLayout *form = makeForm(body);
    m_scheme = new SegmentedControl({tr("Light"), tr("Dark")}, QStringLiteral("schemeControl"));
    m_scheme->setAccessibleName(tr("Colours"));
    connect(m_scheme, &SegmentedControl::currentChanged, this, [](int index) {
        theme().setScheme(index == 1 ? Scheme::Dark : Scheme::Light);
        theme().save();
    });
    QLabel *colours = rowLabel(tr("Colours"), QStringLiteral("schemeLabel"));
    colours->setMinimumHeight(controlHeight);
    form->addRow(colours, m_scheme);
    QStringList labels;
    for (const double scale : scales)
        labels.append(QLocale().toString(std::lround(scale * 100)) + u" %"_qs);
    m_scale = new SegmentedControl(labels, QStringLiteral("scaleControl"));
    m_scale->setAccessibleName(tr("Size of text and controls"));
    connect(m_scale, &SegmentedControl::currentChanged, this, [](int index) {
        theme().setScale(scales[static_cast<std::size_t>(index)]);
        theme().save();
    });
    QLabel *textSize = rowLabel(tr("Text size"), QStringLiteral("scaleLabel"));
    textSize->setMinimumHeight(controlHeight);
    form->addRow(textSize, m_scale);
    // texts are made once: another language is spoken from the next start on
    QStringList languages{tr("As the system")};
    for (const QString &one : knownLanguages())
        languages.append(languageName(one));
    auto *speech = new SegmentedControl(languages, QStringLiteral("languageControl"));
    speech->setAccessibleName(tr("Language, from the next start on"));
    speech->setCurrent(static_cast<int>(knownLanguages().indexOf(chosenLanguage())) + 1);
    connect(speech, &SegmentedControl::currentChanged, this,
            [](int index) { chooseLanguage(index == 0 ? QString() : knownLanguages().at(index - 1)); });
    auto *spoken = new QWidget;
    spoken->setObjectName(QStringLiteral("languageRow"));
    auto *row = new QHBoxLayout(spoken);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(speech);
    row->addWidget(makeLabel(tr("from the next start on"), LabelRole::Note, QStringLiteral("languageNote")),
                   1);
    QLabel *languageLabel = rowLabel(tr("Language"), QStringLiteral("languageLabel"));
    languageLabel->setMinimumHeight(controlHeight);
    form->addRow(languageLabel, spoken);
    form->setVerticalSpacing(12);
    card->setBody(body);
    return card;
}

QWidget *SettingsPage::buildMarket()
{
    auto *card = new Card(tr("This market"), QStringLiteral("marketCard"));
    auto *body = new QWidget;
    body->setObjectName(QStringLiteral("marketBody"));
    QFormLayout *form = makeForm(body);
    const QStringList names{tr("Workspace"), tr("Node"),        tr("Intake address"), tr("Demo key"),
                            tr("Database"),  tr("Commit time"), tr("Configuration"),  tr("Time zone")};
    for (int i = 0; i < FactCount; ++i) {
        auto *value = new ElidedLabel(Qt::ElideMiddle);
        value->setObjectName(u"fact_%1"_qs.arg(i));
        value->setMinimumHeight(controlHeightSmall);
        value->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
        m_facts.append(value);
        if (i != Intake && i != Database && i != DemoKey) {
            form->addRow(rowLabel(names[i], u"factLabel_%1"_qs.arg(i)), value);
            continue;
        }
        auto *row = new QHBoxLayout;
        row->setSpacing(8);
        row->addWidget(value);
        auto *copy = makeButton(tr("Copy %1").arg(names[i].toLower()), QStringLiteral("copy"),
                                ButtonKind::Icon, u"copyFact_%1"_qs.arg(i), nullptr, true);
        connect(copy, &QPushButton::clicked, this, [this, value, i] {
            const std::string_view key = m_demoKey.reveal();
            QGuiApplication::clipboard()->setText(
                i == DemoKey ? QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size()))
                             : value->fullText());
            Q_EMIT noted(tr("Copied to the clipboard"));
        });
        row->addWidget(copy);
        if (i == DemoKey) {
            m_copyLead = makeButton(tr("Copy a first lead as cURL"), QStringLiteral("copy"),
                                    ButtonKind::Plain, QStringLiteral("copyFirstLeadButton"), nullptr, true);
            connect(m_copyLead, &QPushButton::clicked, this, &SettingsPage::copyFirstLead);
            row->addWidget(m_copyLead);
        }
        row->addStretch(1);
        form->addRow(rowLabel(names[i], u"factLabel_%1"_qs.arg(i)), row);
    }
    card->setBody(body);
    return card;
}

QWidget *SettingsPage::buildAbout()
{
    auto *card = new Card(tr("About Bourse"), QStringLiteral("aboutCard"));
    auto *body = new QWidget;
    body->setObjectName(QStringLiteral("aboutBody"));
    QFormLayout *form = makeForm(body);
    form->addRow(rowLabel(tr("Version"), QStringLiteral("versionLabel")),
                 aboutText(tr("%1, on Qt %2").arg(QStringLiteral(BOURSE_VERSION), QLatin1String(qVersion())),
                           QStringLiteral("versionText")));
    form->addRow(
        rowLabel(tr("Licence"), QStringLiteral("licenceLabel")),
        aboutText(tr("GNU General Public License, version 3 or later"), QStringLiteral("licenceText")));
    auto *file = new ElidedLabel(Qt::ElideMiddle);
    file->setObjectName(QStringLiteral("settingsFile"));
    file->setMinimumHeight(controlHeightSmall);
    file->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    file->setFullText(userSettings().fileName());
    form->addRow(rowLabel(tr("Settings file"), QStringLiteral("settingsFileLabel")), file);
    card->setBody(body);
    return card;
}

void SettingsPage::followTheme()
{
    // Following is not choosing: nothing is stored, and a size between the steps stays as it is.
    const QSignalBlocker noScheme(m_scheme);
    const QSignalBlocker noScale(m_scale);
    m_scheme->setCurrent(theme().scheme() == Scheme::Dark ? 1 : 0);
    int nearest = 0;
    for (std::size_t i = 0; i < scales.size(); ++i)
        if (std::abs(scales[i] - theme().scale()) <
            std::abs(scales[static_cast<std::size_t>(nearest)] - theme().scale()))
            nearest = static_cast<int>(i);
    m_scale->setCurrent(nearest);
}

void SettingsPage::setStatus(const market::MarketStatus &status)
{
    const QTimeZone zone = zoneNamed(status.zone);
    m_facts[Workspace]->setFullText(status.demo ? tr("%1 (demo)").arg(status.workspace) : status.workspace);
    m_facts[Node]->setFullText(status.node);
    m_facts[Intake]->setFullText(status.listen.isEmpty() ? tr("no intake listens") : status.listen);
    m_facts[Database]->setFullText(status.database);
    m_facts[CommitTime]->setFullText(
        status.databaseMs > 0
            ? tr("%1 ms, median of the last minute").arg(QLocale().toString(status.databaseMs, 'f', 1))
            : tr("nothing was written in the last minute"));
    m_facts[Configuration]->setFullText(status.configVersion > 0
                                            ? tr("version %1, published %2")
                                                  .arg(status.configVersion)
                                                  .arg(formatDateTime(status.publishedAt, zone))
                                            : tr("none is published"));
    m_facts[Zone]->setFullText(status.zone);
}

void SettingsPage::setDemoKey(const Secret &key)
{
    m_demoKey = key;
    // enough to tell two keys apart, too little to use one
    const std::string_view text = key.reveal();
    m_facts[DemoKey]->setFullText(
        text.empty()
            ? tr("none; this is no demo")
            : QString::fromUtf8(text.data(), static_cast<qsizetype>(std::min<std::size_t>(text.size(), 7))) +
                  u"…"_qs);
    m_copyLead->setEnabled(!text.empty());
}

void SettingsPage::copyFirstLead()
{
    const std::string_view key = m_demoKey.reveal();
    QGuiApplication::clipboard()->setText(
        u"curl -sS %1/v1/leads -H 'Authorization: Bearer %2' -H 'Content-Type: application/json' "
        "-d '{\"first_name\":\"Maria\",\"last_name\":\"Garcia\",\"phone\":\"+15551234567\","
        "\"email\":\"maria@example.com\",\"state\":\"TX\",\"case_type\":\"auto_accident\","
        "\"injury_severity\":\"moderate\",\"accident_date\":\"2026-05-02\",\"source\":\"google_ads\","
        "\"campaign_id\":\"camp_12345\",\"consent_timestamp\":\"2026-05-12T14:30:00Z\","
        "\"ip_address\":\"192.168.1.1\"}'"_qs.arg(
            m_facts[Intake]->fullText(), QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size()))));
    Q_EMIT noted(tr("Copied; paste it into a terminal"));
}

QString SettingsPage::helpText() const
{
    return tr("Choose colours and text size here; both take effect at once and are kept. The intake address "
              "is where "
              "suppliers post their leads, with the key of their source. The database address can be given "
              "to psql.");
}

} // namespace bourse::gui
