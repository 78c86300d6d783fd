#include "gui/integrations/filecheckview.h"
#include "domain/integration/integration.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/format.h"
#include "workbench/mappingedits.h"
#include <QCheckBox>
#include <QLabel>
#include <QListWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace bourse::gui {

using domain::Array;
using domain::Object;
using domain::Value;

namespace {

constexpr int kDeepest = 60;

QString qt(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

/// "https://user@api.example.com:8443/x" → "api.example.com:8443"; "" for anything else.
QString hostOf(const std::string &text)
{
    std::string_view rest = text;
    if (rest.starts_with("https://"))
        rest.remove_prefix(8);
    else if (rest.starts_with("http://"))
        rest.remove_prefix(7);
    else
        return {};
    rest = rest.substr(0, rest.find_first_of("/?#"));
    if (const std::size_t at = rest.rfind('@'); at != std::string_view::npos)
        rest.remove_prefix(at + 1);
    return QString::fromUtf8(rest.data(), static_cast<qsizetype>(rest.size())).toLower();
}

void note(QVector<NamedHost> &hosts, const QString &host, const QString &place)
{
    if (host.isEmpty())
        return;
    for (NamedHost &known : hosts)
        if (known.host == host) {
            if (!known.places.contains(place))
                known.places.append(place);
            return;
        }
    hosts.append({host, {place}});
}

/// Addresses are what stands in a key that is one; a lead's value or a sample may hold any URL.
bool isAddressKey(const std::string &key)
{
    return key == "url" || key == "base_url" || key == "token_url" || key.ends_with("_url") || key == "path";
}

void collect(const Value &value, const QString &place, QVector<NamedHost> &hosts, int depth)
{
    if (depth > kDeepest)
        return;
    if (const Array *list = value.asArray()) {
        for (const Value &item : *list)
            collect(item, place, hosts, depth + 1);
    } else if (const Object *object = value.asObject()) {
        for (const auto &[key, member] : *object) {
            if (key == "samples" || key == "rows" || key == "constant")
                continue;
            if (isAddressKey(key) && member.isString())
                note(hosts, hostOf(member.toText()), place);
            else
                collect(member, place, hosts, depth + 1);
        }
    }
}

} // namespace

QVector<NamedHost> hostsOf(const Value &document)
{
    QVector<NamedHost> hosts;
    if (const Value *endpoints = document.find("endpoints"); endpoints && endpoints->asObject())
        for (const auto &[environment, endpoint] : *endpoints->asObject())
            collect(endpoint, environment == "live" ? FileCheckView::tr("live endpoint")
                                                    : FileCheckView::tr("%1 endpoint").arg(qt(environment)),
                    hosts, 0);
    if (const Value *auth = document.find("authentication"))
        collect(*auth, FileCheckView::tr("authentication"), hosts, 0);
    if (const Value *steps = document.find("steps"); steps && steps->asObject())
        for (const auto &[name, step] : *steps->asObject()) {
            const auto kind = domain::stepKindFromName(name);
            collect(step,
                    FileCheckView::tr("address of %1")
                        .arg(kind ? workbench::MappingEdits::stepName(*kind) : qt(name)),
                    hosts, 0);
        }
    if (const Value *allowed = document.find("allowed_hosts"); allowed && allowed->asArray())
        for (const Value &host : *allowed->asArray())
            note(hosts, qt(host.toText()).toLower(), FileCheckView::tr("host list"));
    return hosts;
}

Value withoutHosts(Value document, const QStringList &confirmed)
{
    Object *object = document.asObject();
    if (!object)
        return document;
    const auto isFine = [&confirmed](const Value &part) {
        QVector<NamedHost> hosts;
        collect(part, QString(), hosts, 0);
        return std::all_of(hosts.begin(), hosts.end(),
                           [&confirmed](const NamedHost &host) { return confirmed.contains(host.host); });
    };
    const Value *steps = object->find("steps");
    const Value *auth = object->find("authentication");
    const bool others = (!steps || isFine(*steps)) && (!auth || isFine(*auth));
    if (Value *endpoints = object->find("endpoints"); endpoints && endpoints->asObject()) {
        Object kept;
        for (const auto &[environment, endpoint] : *endpoints->asObject())
            if (isFine(endpoint) && (others || environment != "live"))
                kept.append(environment, endpoint);
        *endpoints = Value(std::move(kept));
    }
    if (Value *allowed = object->find("allowed_hosts"); allowed && allowed->asArray())
        std::erase_if(*allowed->asArray(), [&confirmed](const Value &host) {
            return !confirmed.contains(qt(host.toText()).toLower());
        });
    return document;
}

FileCheckView::FileCheckView(QWidget *parent)
    : QWidget(parent), m_title(makeLabel(QString(), LabelRole::Section, QStringLiteral("fileTitle"))),
      m_facts(makeLabel(QString(), LabelRole::Secondary, QStringLiteral("fileFacts"))),
      m_problemTitle(makeLabel(QString(), LabelRole::Medium, QStringLiteral("fileProblemTitle"))),
      m_problemList(new QListWidget),
      m_hostTitle(makeLabel(QString(), LabelRole::Medium, QStringLiteral("fileHostTitle"))),
      m_hostLayout(new QVBoxLayout)
{
    setObjectName(QStringLiteral("fileCheckView"));
    setAccessibleName(tr("Integration file"));
    m_facts->setWordWrap(true);
    m_hostTitle->setWordWrap(true);
    m_problemList->setObjectName(QStringLiteral("fileProblems"));
    m_problemList->setAccessibleName(tr("What this version does not know"));
    m_problemList->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addWidget(m_facts);
    layout->addSpacing(8);
    layout->addWidget(m_hostTitle);
    m_hostLayout->setSpacing(4);
    layout->addLayout(m_hostLayout);
    layout->addSpacing(8);
    layout->addWidget(m_problemTitle);
    layout->addWidget(m_problemList, 1);
    layout->addStretch(0);
}

void FileCheckView::setFile(const Value &file)
{
    m_file = file;
    m_problems.clear();
    if (auto compiled = domain::Integration::fromValue(file); !compiled)
        m_problems = compiled.errors();
    const auto text = [&file](const char *key) {
        const Value *value = file.find(key);
        return value ? qt(value->toText()) : QString();
    };
    m_title->setText(text("label").isEmpty() ? text("slug") : text("label"));
    QStringList steps;
    if (const Value *object = file.find("steps"); object && object->asObject())
        for (const auto &[name, step] : *object->asObject()) {
            const auto kind = domain::stepKindFromName(name);
            steps.append(kind ? workbench::MappingEdits::stepName(*kind) : qt(name));
        }
    const Value *samples = file.find("samples");
    const qint64 sampleCount = samples && samples->asArray() ? static_cast<qint64>(samples->asArray()->size()) : 0;
    m_facts->setText(tr("An integration that was exported from Bourse: %1. %2 Secrets are never in a file; "
                        "they are asked for when it is used.")
                         .arg(steps.isEmpty() ? tr("no step") : steps.join(tr(", ")),
                              plural(sampleCount, tr("One sample answer."), tr("%1 sample answers."))));
    for (QCheckBox *box : std::as_const(m_boxes))
        delete box;
    m_boxes.clear();
    const QVector<NamedHost> hosts = hostsOf(file);
    m_hostTitle->setText(hosts.isEmpty() ? tr("It names no host.")
                                         : tr("It would talk to these hosts. Tick those you know; what talks to "
                                              "another is left out."));
    for (const NamedHost &host : hosts) {
        auto *box = new QCheckBox(tr("%1  (%2)").arg(host.host, host.places.join(tr(", "))));
        box->setObjectName(u"host_"_qs + host.host);
        box->setAccessibleName(tr("I know %1").arg(host.host));
        box->setProperty("host", host.host);
        connect(box, &QCheckBox::toggled, this, &FileCheckView::changed);
        m_hostLayout->addWidget(box);
        m_boxes.append(box);
    }
    m_problemList->clear();
    for (const Error &problem : m_problems)
        m_problemList->addItem(problem.field.empty() ? qt(problem.message)
                                                     : tr("%1: %2").arg(qt(problem.field), qt(problem.message)));
    m_problemTitle->setText(m_problems.empty() ? tr("Everything in it is understood.")
                                               : plural(static_cast<qint64>(m_problems.size()),
                                                        tr("One thing in it is not understood; it can be opened "
                                                           "and put right, not published."),
                                                        tr("%1 things in it are not understood; it can be opened "
                                                           "and put right, not published.")));
    m_problemList->setVisible(!m_problems.empty());
    Q_EMIT changed();
}

QStringList FileCheckView::confirmed() const
{
    QStringList hosts;
    for (const QCheckBox *box : m_boxes)
        if (box->isChecked())
            hosts.append(box->property("host").toString());
    return hosts;
}

int FileCheckView::unconfirmed() const
{
    return static_cast<int>(std::count_if(m_boxes.begin(), m_boxes.end(),
                                          [](const QCheckBox *box) { return !box->isChecked(); }));
}

Value FileCheckView::document() const
{
    return withoutHosts(m_file, confirmed());
}

} // namespace bourse::gui
