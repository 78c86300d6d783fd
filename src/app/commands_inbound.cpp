#include "app/commands_inbound.h"
#include "app/arguments.h"
#include "base/clock.h"
#include "domain/integration/inbound.h"
#include "domain/json/json.h"
#include "domain/lead/fieldschema.h"
#include <QFile>
#include <algorithm>
#include <cstdio>

static void initInboundResources()
{
    Q_INIT_RESOURCE(domain_data);
}

namespace bourse::app {

namespace {

using domain::Object;
using domain::Value;

Error usage(const char *field, std::string message)
{
    return {"usage", field, "", std::move(message)};
}

Result<std::string> readFile(const QString &name)
{
    QFile file(name);
    const bool opened =
        name == QLatin1String("-") ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!opened)
        return Error{"file_unreadable", name.toStdString(), "",
                     "The file cannot be read: " + file.errorString().toStdString() + "."};
    return file.readAll().toStdString();
}

/// A raw HTTP request, or a body alone.
Result<domain::InboundRequest> readRequest(const QString &name)
{
    auto text = readFile(name);
    if (!text)
        return text.errors();
    if (auto request = domain::parseRawRequest(*text))
        return request;
    return domain::InboundRequest{"POST", "/", {}, std::move(*text)};
}

/// As the paths of the document say, or as /v1/inbound/NAME[/SOURCE].
domain::InboundRoute routeOf(const domain::Inbound &inbound, const std::string &target)
{
    const std::string path = target.substr(0, target.find('?'));
    domain::InboundRoute route;
    const domain::InboundPath *best = nullptr;
    for (const domain::InboundPath &one : inbound.paths()) {
        const bool below = one.withRest && path.starts_with(one.path + '/');
        if ((path == one.path || below) && (!best || one.path.size() > best->path.size()))
            best = &one;
    }
    if (best) {
        route.act = best->act;
        route.rest = path.substr(std::min(best->path.size() + 1, path.size()));
        return route;
    }
    const std::string own = "/v1/inbound/" + inbound.slug() + '/';
    if (path.starts_with(own))
        route.source = path.substr(own.size());
    return route;
}

/// What the answer is shown for where nobody says it.
Object exampleFacts(domain::InboundAct act)
{
    const bool ping = act == domain::InboundAct::Ping;
    Object facts{{"outcome", ping ? "offered" : "sold"},
                 {"price", domain::Number{"10.00"}},
                 {"currency", "USD"},
                 {"reason", ping ? "bid_won" : "sold_highest_bid"}};
    if (ping) {
        facts.append("ping_id", "pg_00000000-0000-7000-8000-000000000000");
        facts.append("bids", domain::Array{Object{
                                 {"bid_id", "b1"}, {"price", domain::Number{"10.00"}}, {"currency", "USD"}}});
    } else {
        facts.append("lead_id", "ld_00000000-0000-7000-8000-000000000000");
    }
    return facts;
}

Result<domain::InboundOutcome> outcomeOf(const std::optional<QString> &file, domain::InboundAct act)
{
    domain::InboundOutcome outcome;
    outcome.act = act;
    outcome.facts = exampleFacts(act);
    if (file) {
        auto text = readFile(*file);
        if (!text)
            return text.errors();
        auto value = domain::parseJson(*text);
        if (!value)
            return value.errors();
        if (!value->isObject())
            return Error{"wrong_type", "answer", "object", "The file must hold one JSON object."};
        outcome.facts = *value->asObject();
    }
    const Value *name = outcome.facts.find("outcome");
    outcome.name = name ? name->toText() : "sold";
    const auto &known = domain::inboundOutcomes();
    if (std::find(known.begin(), known.end(), outcome.name) == known.end())
        return Error{"not_a_choice", "outcome", "an outcome of inbound documents",
                     "\"" + outcome.name + "\" is not an outcome."};
    outcome.facts.set("act", domain::name(act));
    return outcome;
}

Result<domain::FieldSchema> readVertical(const QString &name)
{
    const QString builtIn = QStringLiteral(":/verticals/%1.json").arg(name);
    auto text = readFile(!QFile::exists(name) && QFile::exists(builtIn) ? builtIn : name);
    if (!text)
        return text.errors();
    auto value = domain::parseJson(*text);
    if (!value)
        return value.errors();
    return domain::fieldSchemaFromValue(*value);
}

} // namespace

int inboundCommand(const QStringList &args)
{
    const Arguments::Names names{{QStringLiteral("document"), QStringLiteral("request"),
                                  QStringLiteral("vertical"), QStringLiteral("answer"),
                                  QStringLiteral("time")},
                                 {},
                                 0};
    const auto arguments = Arguments::parse(args, names);
    if (!arguments)
        return refuse(arguments.errors());
    Errors wrong;
    const auto documentFile = arguments->value(QStringLiteral("document"));
    if (!documentFile)
        wrong.push_back(usage("document", "Give the inbound document with --document FILE."));
    const auto requestFile = arguments->value(QStringLiteral("request"));
    if (!requestFile)
        wrong.push_back(usage("request", "Give the supplier's request with --request FILE."));
    UtcTime time = SystemClock().utcNow();
    if (const auto given = arguments->value(QStringLiteral("time"))) {
        if (const auto read = fromIso8601(given->toStdString()))
            time = *read;
        else
            wrong.push_back(
                usage("time", "The time must be ISO 8601 with a zone, like 2026-05-12T14:30:00Z."));
    }
    if (!wrong.empty())
        return refuse(wrong);
    initInboundResources();
    const QString builtIn = QStringLiteral(":/inbound/%1.json").arg(*documentFile);
    const auto text =
        readFile(!QFile::exists(*documentFile) && QFile::exists(builtIn) ? builtIn : *documentFile);
    if (!text)
        return refuse(text.errors());
    const auto inbound = domain::Inbound::fromJson(*text);
    if (!inbound)
        return refuse(inbound.errors());
    auto request = readRequest(*requestFile);
    if (!request)
        return refuse(request.errors());
    std::optional<domain::FieldSchema> vertical;
    if (const auto file = arguments->value(QStringLiteral("vertical"))) {
        auto read = readVertical(*file);
        if (!read)
            return refuse(read.errors());
        vertical = std::move(*read);
    }
    auto route = routeOf(**inbound, request->target);
    const auto message = (*inbound)->receive(std::move(*request), std::move(route), time);
    const auto reading = (*inbound)->read(*message, vertical ? &*vertical : nullptr);
    if (!reading)
        return refuse(reading.errors());
    const auto outcome = outcomeOf(arguments->value(QStringLiteral("answer")), reading->act);
    if (!outcome)
        return refuse(outcome.errors());
    const auto answer = (*inbound)->answer(*message, &*reading, *outcome);
    if (!answer)
        return refuse(answer.errors());
    Value shown;
    if (*answer)
        shown = Object{{"status", (*answer)->status},
                       {"content_type", (*answer)->contentType},
                       {"body", (*answer)->body}};
    const std::string out =
        "{\"reading\":" + domain::toJson(*reading) + ",\"answer\":" + domain::writeJson(shown) + "}\n";
    std::fwrite(out.data(), 1, out.size(), stdout);
    std::fflush(stdout);
    return Done;
}

} // namespace bourse::app
