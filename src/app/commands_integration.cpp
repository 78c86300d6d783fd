#include "app/commands_integration.h"
#include "app/arguments.h"
#include "base/uuid.h"
#include "domain/integration/integration.h"
#include "domain/json/json.h"
#include <QFile>
#include <cstdio>

static void initTemplateResources()
{
    Q_INIT_RESOURCE(domain_data);
}

namespace bourse::app {

namespace {

using domain::Integration;

Error usage(const char *field, std::string message)
{
    return {"usage", field, "", std::move(message)};
}

Result<std::string> readInput(const QString &name)
{
    QFile file(name);
    const bool opened =
        name == QLatin1String("-") ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!opened)
        return Error{"file_unreadable", name.toStdString(), "",
                     "The file cannot be read: " + file.errorString().toStdString() + "."};
    return file.readAll().toStdString();
}

Result<std::shared_ptr<const Integration>> readIntegration(const QString &name)
{
    initTemplateResources();
    const QString builtIn = QStringLiteral(":/integrations/%1.json").arg(name);
    auto text = readInput(!QFile::exists(name) && QFile::exists(builtIn) ? builtIn : name);
    if (!text)
        return text.errors();
    return Integration::fromJson(*text);
}

Result<domain::Object> readObject(const QString &name)
{
    auto text = readInput(name);
    if (!text)
        return text.errors();
    auto value = domain::parseJson(*text);
    if (!value)
        return value.errors();
    if (!value->isObject())
        return Error{"wrong_type", name.toStdString(), "object", "The file must hold one JSON object."};
    return *value->asObject();
}

/// {"name":"text"}; numbers and booleans are taken as they are written.
Result<std::map<std::string, std::string>> readNames(const QString &name)
{
    auto object = readObject(name);
    if (!object)
        return object.errors();
    std::map<std::string, std::string> names;
    Errors errors;
    for (const domain::Member &member : *object) {
        if (member.second.isArray() || member.second.isObject() || member.second.isNull())
            errors.push_back(
                {"wrong_type", member.first, "text", "\"" + member.first + "\" must be a text."});
        names[member.first] = member.second.toText();
    }
    if (!errors.empty())
        return errors;
    return names;
}

void take(Errors &all, const Errors &errors)
{
    all.insert(all.end(), errors.begin(), errors.end());
}

Result<domain::StepId> readStep(const Arguments &arguments)
{
    const auto word = arguments.value(QStringLiteral("step"));
    if (!word)
        return usage("step", "Give the step with --step.");
    if (const auto step = domain::stepFromName(word->toStdString()))
        return *step;
    return usage("step",
                 "The step must be auth, lookup, lookup:NAME, ping, post, status, notify_win, notify_loss or "
                 "callback.");
}

/// What computed values read beside the lead; ids that are not given are made of the time and the seed.
void readMarketInput(const Arguments &arguments, domain::RenderInput &input, Errors &wrong)
{
    const auto text = [&](const char *name) {
        return arguments.value(QString::fromLatin1(name)).value_or(QString()).toStdString();
    };
    input.leadId = text("lead-id");
    if (!input.leadId.empty() && !parseLeadId(input.leadId))
        wrong.push_back(usage("lead-id", "The lead's id must be ld_ and a UUID."));
    input.attemptId = text("attempt-id");
    if (!input.attemptId.empty() && !Uuid::parse(input.attemptId))
        wrong.push_back(usage("attempt-id", "The request's id must be a UUID."));
    input.source = text("source");
    if (const std::string time = text("received-at"); !time.empty()) {
        if (const auto read = fromIso8601(time))
            input.receivedAt = *read;
        else
            wrong.push_back(
                usage("received-at", "The time must be ISO 8601 with a zone, like 2026-05-12T14:30:00Z."));
    }
    if (const auto left = arguments.value(QStringLiteral("time-left-ms"))) {
        bool isNumber = false;
        const quint32 milliseconds = left->toUInt(&isNumber);
        if (isNumber)
            input.timeLeft = std::chrono::milliseconds(milliseconds);
        else
            wrong.push_back(usage("time-left-ms", "The time left must be a whole number of milliseconds."));
    }
}

/// The values of `--carried FILE`; none without it.
std::map<std::string, std::string> readCarried(const Arguments &arguments, Errors &wrong)
{
    const auto file = arguments.value(QStringLiteral("carried"));
    if (!file)
        return {};
    auto read = readNames(*file);
    if (!read) {
        take(wrong, read.errors());
        return {};
    }
    return std::move(*read);
}

} // namespace

int renderCommand(const QStringList &args)
{
    const Arguments::Names names{
        {QStringLiteral("integration"), QStringLiteral("step"), QStringLiteral("lead"),
         QStringLiteral("carried"), QStringLiteral("secrets"), QStringLiteral("time"), QStringLiteral("env"),
         QStringLiteral("seed"), QStringLiteral("lead-id"), QStringLiteral("attempt-id"),
         QStringLiteral("source"), QStringLiteral("received-at"), QStringLiteral("floor-price"),
         QStringLiteral("time-left-ms")},
        {},
        0};
    const auto arguments = Arguments::parse(args, names);
    if (!arguments)
        return refuse(arguments.errors());
    Errors wrong;
    const auto step = readStep(*arguments);
    if (!step)
        take(wrong, step.errors());
    const auto integrationFile = arguments->value(QStringLiteral("integration"));
    if (!integrationFile)
        wrong.push_back(usage("integration", "Give the integration document with --integration FILE."));
    const auto leadFile = arguments->value(QStringLiteral("lead"));
    if (!leadFile)
        wrong.push_back(usage("lead", "Give the lead with --lead FILE."));
    domain::RenderInput input;
    input.time = SystemClock().utcNow();
    if (const auto time = arguments->value(QStringLiteral("time"))) {
        const auto read = fromIso8601(time->toStdString());
        if (read)
            input.time = *read;
        else
            wrong.push_back(
                usage("time", "The time must be ISO 8601 with a zone, like 2026-05-12T14:30:00Z."));
    }
    const QString environment = arguments->value(QStringLiteral("env")).value_or(QStringLiteral("test"));
    input.live = environment == QLatin1String("live");
    if (!input.live && environment != QLatin1String("test"))
        wrong.push_back(usage("env", "The environment must be test or live."));
    if (const auto seed = arguments->value(QStringLiteral("seed"))) {
        bool isNumber = false;
        input.seed = seed->toULongLong(&isNumber);
        if (!isNumber)
            wrong.push_back(usage("seed", "The seed must be a whole number from 0."));
    }
    readMarketInput(*arguments, input, wrong);
    if (!wrong.empty())
        return refuse(wrong);

    const auto integration = readIntegration(*integrationFile);
    if (!integration)
        take(wrong, integration.errors());
    const auto lead = readObject(*leadFile);
    if (!lead)
        take(wrong, lead.errors());
    const auto carried = readCarried(*arguments, wrong);
    std::map<std::string, Secret> secrets;
    if (const auto file = arguments->value(QStringLiteral("secrets"))) {
        const auto read = readNames(*file);
        if (!read)
            take(wrong, read.errors());
        else
            for (const auto &[name, text] : *read)
                secrets.emplace(name, Secret(text));
    }
    if (!wrong.empty())
        return refuse(wrong);
    if (const auto floor = arguments->value(QStringLiteral("floor-price"))) {
        auto price = Money::parse(floor->toStdString(), (*integration)->currency());
        if (!price || price->micros() < 0)
            return refuse({usage("floor-price", "The floor price must be an amount like 31.00.")});
        input.floorPrice = *price;
    }
    input.lead = &*lead;
    input.carried = &carried;
    input.secrets = &secrets;
    const auto request = (*integration)->render(*step, input);
    if (!request)
        return refuse(request.errors());
    const std::string text = domain::toWireText(*request);
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
    return Done;
}

/// A raw HTTP request, or, as for answers, headers and body after a status line, or a body alone.
static Result<domain::InboundRequest> readCallback(const std::string &text)
{
    if (auto request = domain::parseRawRequest(text))
        return request;
    auto parsed = domain::parseRawResponse(text);
    if (!parsed)
        return parsed.errors();
    return domain::InboundRequest{"POST", "/", std::move(parsed->headers), std::move(parsed->body)};
}

int interpretCommand(const QStringList &args)
{
    const Arguments::Names names{{QStringLiteral("integration"), QStringLiteral("step"),
                                  QStringLiteral("response"), QStringLiteral("lead"),
                                  QStringLiteral("carried"), QStringLiteral("time")},
                                 {},
                                 0};
    const auto arguments = Arguments::parse(args, names);
    if (!arguments)
        return refuse(arguments.errors());
    Errors wrong;
    const auto step = readStep(*arguments);
    if (!step)
        take(wrong, step.errors());
    const auto integrationFile = arguments->value(QStringLiteral("integration"));
    if (!integrationFile)
        wrong.push_back(usage("integration", "Give the integration document with --integration FILE."));
    const auto responseFile = arguments->value(QStringLiteral("response"));
    if (!responseFile)
        wrong.push_back(usage("response", "Give the answer with --response FILE."));
    std::optional<UtcTime> time;
    if (const auto given = arguments->value(QStringLiteral("time"))) {
        if (const auto read = fromIso8601(given->toStdString()))
            time = *read;
        else
            wrong.push_back(
                usage("time", "The time must be ISO 8601 with a zone, like 2026-05-12T14:30:00Z."));
    }
    if (!wrong.empty())
        return refuse(wrong);

    const auto integration = readIntegration(*integrationFile);
    if (!integration)
        take(wrong, integration.errors());
    std::optional<domain::BuyerResponse> response;
    std::optional<domain::InboundRequest> callback;
    if (const auto text = readInput(*responseFile); !text) {
        take(wrong, text.errors());
    } else if (step && *step == domain::StepKind::Callback) {
        auto request = readCallback(*text);
        if (request)
            response = domain::asResponse(callback.emplace(std::move(*request)));
        else
            take(wrong, request.errors());
    } else if (auto parsed = domain::parseRawResponse(*text); !parsed) {
        take(wrong, parsed.errors());
    } else {
        response = std::move(*parsed);
        // An answer without a date of its own is one that comes now.
        if (!time && !domain::findHeader(response->headers, "Date"))
            time = SystemClock().utcNow();
        response->receivedAt = time;
    }
    domain::RenderInput about;
    std::optional<domain::Object> lead;
    if (const auto file = arguments->value(QStringLiteral("lead"))) {
        auto read = readObject(*file);
        if (read)
            about.lead = &lead.emplace(std::move(*read));
        else
            take(wrong, read.errors());
    }
    const auto carried = readCarried(*arguments, wrong);
    about.carried = &carried;
    if (integration && !(*integration)->hasStep(*step))
        wrong.push_back(
            {"no_such_step", "step", "a step of the document", "The integration has no such step."});
    if (!wrong.empty())
        return refuse(wrong);
    const std::string text =
        (callback ? domain::toJson((*integration)->readCallback(*callback))
                  : domain::toJson((*integration)->interpret(*step, *response, &about))) +
        '\n';
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
    return Done;
}

} // namespace bourse::app
