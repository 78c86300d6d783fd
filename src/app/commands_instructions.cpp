#include "app/commands_instructions.h"
#include "api/leadanswer.h"
#include "app/arguments.h"
#include "app/databasesession.h"
#include "domain/json/json.h"
#include "domain/market/postinginstructions.h"
#include <QFile>
#include <QUrl>
#include <cstdio>

static void initInstructionResources()
{
    Q_INIT_RESOURCE(domain_data);
}

namespace bourse::app {

namespace {

Result<domain::MarketDocument> marketOf(const Arguments &arguments)
{
    if (const auto name = arguments.value(QStringLiteral("market"))) {
        QFile file(*name);
        const bool opened = *name == QLatin1String("-") ? file.open(stdin, QIODevice::ReadOnly)
                                                        : file.open(QIODevice::ReadOnly);
        if (!opened)
            return Error{"file_unreadable", name->toStdString(), "",
                         "The file cannot be read: " + file.errorString().toStdString() + "."};
        return domain::marketDocumentFromJson(file.readAll().toStdString());
    }
    auto session = DatabaseSession::open(arguments, DatabaseSession::Access::Look);
    if (!session)
        return session.errors();
    const auto workspace = arguments.value(QStringLiteral("workspace"));
    auto stored = workspace ? storage::loadPublished(session->store(), workspace->toStdString())
                            : storage::loadFirstPublished(session->store());
    if (!stored)
        return stored.errors();
    if (!stored.value())
        return Error{"no_configuration", "workspace", "", "Nothing is published in this database yet."};
    return stored.value()->document;
}

/// The shipped sample that leaves nothing out, with the fields that this market's version of the vertical
/// knows; empty for a vertical without one.
domain::Object sampleOf(const domain::FieldSchema &vertical)
{
    initInstructionResources();
    QFile file(QStringLiteral(":/samples/%1.json").arg(QString::fromStdString(vertical.slug)));
    if (vertical.slug.find('/') != std::string::npos || !file.open(QIODevice::ReadOnly))
        return {};
    const auto read = domain::parseJson(file.readAll().toStdString());
    const domain::Array *leads = read ? read->asArray() : nullptr;
    const domain::Object *first = leads && !leads->empty() ? leads->front().asObject() : nullptr;
    domain::Object sample;
    if (first)
        for (const auto &[key, value] : *first)
            if (vertical.find(key))
                sample.append(key, value);
    // a market's own vertical of the same name may ask for something else
    return domain::normalise(vertical, sample, domain::IntakeStage::Post) ? sample : domain::Object();
}

/// As the intake itself writes it.
std::string sampleAnswer(Currency currency)
{
    exchange::IntakeAnswer answer;
    answer.createdAt = fromIso8601("2026-05-12T14:30:01Z").value();
    answer.leadId = Uuid::v7(answer.createdAt, 1, 1);
    answer.state = domain::LeadState::Sold;
    answer.decision = domain::RoutingDecision::PingPostWinner;
    answer.reason = {std::string(domain::reason::soldHighestBid), {}};
    answer.buyer = "a-buyer";
    answer.price = Money(31'000'000, currency);
    const auto written = api::writeLeadAnswer(answer, api::AnswerFormat::Json);
    const auto read = domain::parseJson(written.body);
    return read ? domain::writeJsonPretty(*read) : written.body;
}

} // namespace

int instructionsCommand(const QStringList &arguments)
{
    Arguments::Names names;
    names.values = {QStringLiteral("url"),      QStringLiteral("format"),   QStringLiteral("market"),
                    QStringLiteral("data-dir"), QStringLiteral("database"), QStringLiteral("workspace")};
    names.positions = 1;
    auto parsed = Arguments::parse(arguments, names);
    if (!parsed)
        return refuse(parsed.errors());
    if (parsed->positions().isEmpty())
        return refuse({{"usage", "SOURCE", "", "Say whose instructions: give the source's slug."}});
    domain::InstructionOptions options;
    const QString format = parsed->value(QStringLiteral("format")).value_or(QStringLiteral("markdown"));
    if (format != QLatin1String("markdown") && format != QLatin1String("html"))
        return refuse({{"usage", "--format", "markdown or html", "--format takes markdown or html."}});
    options.format = format == QLatin1String("html") ? domain::InstructionFormat::Html
                                                     : domain::InstructionFormat::Markdown;
    if (auto given = parsed->value(QStringLiteral("url"))) {
        const QUrl url(*given, QUrl::StrictMode);
        if (!url.isValid() || url.host().isEmpty() || url.hasQuery() || url.hasFragment() ||
            (url.scheme() != QLatin1String("https") && url.scheme() != QLatin1String("http")))
            return refuse({{"usage", "--url", "http or https URL",
                            "--url takes the intake's address, like https://leads.example.com."}});
        options.url = given->toStdString();
        while (options.url.ends_with('/'))
            options.url.pop_back();
    }
    auto market = marketOf(*parsed);
    if (!market)
        return refuse(market.errors());
    const std::string slug = parsed->positions().front().toStdString();
    for (const domain::Source &source : market->sources) {
        if (source.slug != slug)
            continue;
        for (const domain::FieldSchema &vertical : market->verticals) {
            if (vertical.slug != source.vertical)
                continue;
            options.sample = sampleOf(vertical);
            options.sampleAnswer = sampleAnswer(market->workspace.currency);
            const std::string text = domain::postingInstructions(source, vertical, options);
            std::fwrite(text.data(), 1, text.size(), stdout);
            std::fflush(stdout);
            return Done;
        }
    }
    return refuse({{"no_such_reference", "SOURCE", "a source's slug", "There is no source of this name."}});
}

} // namespace bourse::app
