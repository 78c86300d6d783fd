#include "app/commands_market.h"
#include "app/databasesession.h"
#include "app/startoptions.h"
#include "domain/integration/inboundlint.h"
#include "domain/json/json.h"
#include "domain/lead/sealing.h"
#include "market/integrations.h"
#include "secrets/vault.h"
#include <QFile>
#include <algorithm>
#include <cstdio>

namespace bourse::app {

namespace {

Arguments::Names databaseNames(int positions)
{
    return {
        {QStringLiteral("data-dir"), QStringLiteral("database"), QStringLiteral("workspace")}, {}, positions};
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

void print(const std::string &text)
{
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

Result<std::optional<storage::StoredConfig>> published(const DatabaseSession &session,
                                                       const Arguments &arguments)
{
    if (auto workspace = arguments.value(QStringLiteral("workspace")))
        return storage::loadPublished(session.store(), workspace->toStdString());
    return storage::loadFirstPublished(session.store());
}

} // namespace

/// Of the inbound documents that an import adds or changes, against the vertical of each source that takes
/// them.
static void addInboundProblems(const domain::MarketDocument &incoming, const domain::MarketDocument *existing,
                               const domain::MarketSnapshot &whole, Errors &found)
{
    for (std::size_t i = 0; i < incoming.inbounds.size(); ++i) {
        const domain::Value &document = incoming.inbounds[i];
        if (existing && std::find(existing->inbounds.begin(), existing->inbounds.end(), document) !=
                            existing->inbounds.end())
            continue;
        const domain::Value *slug = document.find("slug");
        for (const domain::Source &source : whole.document().sources) {
            const bool takes =
                std::any_of(source.inbound.begin(), source.inbound.end(),
                            [&](const auto &one) { return slug && one.inbound == slug->toText(); });
            if (!takes)
                continue;
            for (const domain::LintProblem &problem :
                 domain::lintInbound(document, whole.vertical(source.vertical)))
                if (problem.severity == domain::LintProblem::Severity::Blocking)
                    found.push_back({problem.code, "inbounds[" + std::to_string(i) + "]." + problem.path,
                                     problem.rule, problem.message});
        }
    }
}

/// Of the integrations that an import adds or changes; fields are paths in the imported document.
static Errors problemsOf(const domain::MarketDocument &incoming, const domain::MarketDocument *existing,
                         const domain::MarketSnapshot &whole)
{
    Errors found;
    for (std::size_t i = 0; i < incoming.integrations.size(); ++i) {
        const domain::Value &document = incoming.integrations[i];
        if (existing && std::find(existing->integrations.begin(), existing->integrations.end(), document) !=
                            existing->integrations.end())
            continue;
        const domain::Value *slug = document.find("slug");
        for (Error &problem : market::blockingProblems(document, slug ? slug->toText() : "", whole)) {
            problem.field = "integrations[" + std::to_string(i) + "]" +
                            (problem.field.empty() ? "" : "." + problem.field);
            found.push_back(std::move(problem));
        }
    }
    addInboundProblems(incoming, existing, whole, found);
    return found;
}

int importCommand(const QStringList &arguments)
{
    Arguments::Names known = databaseNames(1);
    known.flags.insert(QStringLiteral("allow-problems"));
    auto parsed = Arguments::parse(arguments, known);
    if (!parsed)
        return refuse(parsed.errors());
    if (parsed->positions().isEmpty())
        return refuse({{"usage", "FILE", "", "Give the market document's file, or - for standard input."}});
    auto text = readInput(parsed->positions().front());
    if (!text)
        return refuse(text.errors());
    // what it refers to may stand in the published market already; merge() checks the whole
    auto incoming = domain::marketDocumentFromJson(*text, domain::References::Open);
    if (!incoming)
        return refuse(incoming.errors());
    auto session = DatabaseSession::open(*parsed, DatabaseSession::Access::Make);
    if (!session)
        return refuse(session.errors());
    auto existing = storage::loadPublished(session->store(), incoming->workspace.slug);
    if (!existing)
        return refuse(existing.errors());
    domain::MarketDocument document = *incoming;
    if (existing.value()) {
        auto merged = domain::merge(existing.value()->document, *incoming);
        if (!merged)
            return refuse(merged.errors());
        document = std::move(*merged);
    }
    std::int64_t version = existing.value() ? existing.value()->version : 0;
    const bool changed =
        !existing.value() || domain::toJson(existing.value()->document) != domain::toJson(document);
    if (changed) {
        // compiled before it is stored: what cannot run is never published
        auto compiled = domain::MarketSnapshot::compile(document, Uuid(), 0);
        if (!compiled)
            return refuse(compiled.errors());
        if (!parsed->flag(QStringLiteral("allow-problems"))) {
            auto problems =
                problemsOf(*incoming, existing.value() ? &existing.value()->document : nullptr, **compiled);
            if (!problems.empty())
                return refuse(problems);
        }
        auto stored = storage::publish(session->store(), document, "import", version);
        if (!stored)
            return refuse(stored.errors());
        version = stored->version;
    }
    domain::Object result;
    result.append("event", "imported");
    result.append("workspace", document.workspace.slug);
    result.append("version", version);
    result.append("changed", changed);
    print(domain::writeJson(domain::Value(std::move(result))) + "\n");
    return Done;
}

int exportCommand(const QStringList &arguments)
{
    auto parsed = Arguments::parse(arguments, databaseNames(1));
    if (!parsed)
        return refuse(parsed.errors());
    auto session = DatabaseSession::open(*parsed, DatabaseSession::Access::Look);
    if (!session)
        return refuse(session.errors());
    auto stored = published(*session, *parsed);
    if (!stored)
        return refuse(stored.errors());
    if (!stored.value())
        return refuse({{"no_configuration", "workspace", "", "Nothing is published in this database yet."}});
    std::string text = domain::toJson(stored.value()->document);
    if (parsed->positions().isEmpty() || parsed->positions().front() == QLatin1String("-")) {
        print(text);
        return Done;
    }
    QFile file(parsed->positions().front());
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) ||
        file.write(text.data(), static_cast<qint64>(text.size())) != static_cast<qint64>(text.size()) ||
        !file.flush())
        return refuse({{"file_unwritable", file.fileName().toStdString(), "",
                        "The file cannot be written: " + file.errorString().toStdString() + "."}});
    return Done;
}

int migrateCommand(const QStringList &arguments)
{
    auto parsed = Arguments::parse(arguments, databaseNames(0));
    if (!parsed)
        return refuse(parsed.errors());
    auto session = DatabaseSession::open(*parsed, DatabaseSession::Access::Make);
    if (!session)
        return refuse(session.errors());
    domain::Object result;
    result.append("event", "migrated");
    result.append("run", session->migrationsRun());
    result.append("schema", storage::newestSchemaVersion());
    print(domain::writeJson(domain::Value(std::move(result))) + "\n");
    return Done;
}

int keyCommand(const QStringList &arguments)
{
    Arguments::Names names = databaseNames(0);
    names.values.insert(
        {QStringLiteral("source"), QStringLiteral("id"), QStringLiteral("scopes"), QStringLiteral("rate")});
    auto parsed = Arguments::parse(arguments, names);
    if (!parsed)
        return refuse(parsed.errors());
    auto sourceSlug = parsed->value(QStringLiteral("source"));
    if (!sourceSlug)
        return refuse({{"usage", "--source", "", "Say which source the key is for: --source SLUG."}});
    auto session = DatabaseSession::open(*parsed, DatabaseSession::Access::Look);
    if (!session)
        return refuse(session.errors());
    auto stored = published(*session, *parsed);
    if (!stored)
        return refuse(stored.errors());
    if (!stored.value())
        return refuse({{"no_configuration", "workspace", "", "Nothing is published in this database yet."}});
    domain::MarketDocument document = stored.value()->document;
    domain::Source *source = nullptr;
    for (domain::Source &candidate : document.sources) {
        if (candidate.slug == sourceSlug->toStdString())
            source = &candidate;
    }
    if (!source)
        return refuse(
            {{"no_such_reference", "--source", "a source's slug", "There is no source of this name."}});

    const Secret leadKey = domain::newLeadKey(); // 256 random bits
    const std::string token = "bk_" + domain::toHex(leadKey.reveal());
    domain::IntakeKey key;
    key.id = parsed->value(QStringLiteral("id"))
                 .value_or(QStringLiteral("key-%1").arg(source->keys.size() + 1))
                 .toStdString();
    for (const domain::IntakeKey &present : source->keys) {
        if (present.id == key.id)
            return refuse(
                {{"key_exists", "--id", "unique per source", "The source has a key of this id already."}});
    }
    const QStringList scopes = parsed->value(QStringLiteral("scopes"))
                                   .value_or(QString())
                                   .split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const QString &scope : scopes)
        key.scopes.push_back(scope.trimmed().toStdString());
    if (auto rate = parsed->value(QStringLiteral("rate"))) {
        bool number = false;
        key.ratePerMinute = rate->toInt(&number);
        if (!number || key.ratePerMinute < 0)
            return refuse(
                {{"usage", "--rate", "requests per minute", "--rate takes a whole number; 0 is unlimited."}});
    }
    key.tokenSha256 = domain::toHex(domain::sha256(token));
    source->keys.push_back(key);
    auto result = storage::publish(session->store(), document, "key command", stored.value()->version);
    if (!result)
        return refuse(result.errors());
    domain::Object line;
    line.append("source", source->slug);
    line.append("id", key.id);
    line.append("token", token);
    line.append("version", result->version);
    print(domain::writeJson(domain::Value(std::move(line))) + "\n");
    return Done;
}

int checkCommand(const QStringList &arguments)
{
    auto parsed = Arguments::parse(arguments, {{}, {}, 1});
    if (!parsed)
        return refuse(parsed.errors());
    if (parsed->positions().isEmpty())
        return refuse({{"usage", "FILE", "", "Give the market document's file, or - for standard input."}});
    auto text = readInput(parsed->positions().front());
    if (!text)
        return refuse(text.errors());
    auto document = domain::marketDocumentFromJson(*text);
    if (!document)
        return refuse(document.errors());
    if (auto compiled = domain::MarketSnapshot::compile(*document, Uuid(), 0); !compiled)
        return refuse(compiled.errors());
    return Done;
}

int secretCommand(const QStringList &arguments)
{
    auto parsed = Arguments::parse(arguments, {{QStringLiteral("data-dir")}, {}, 1});
    if (!parsed)
        return refuse(parsed.errors());
    if (parsed->positions().isEmpty())
        return refuse(
            {{"usage", "NAME", "", "Give the secret's name; its value is read from standard input."}});
    auto value = readInput(QStringLiteral("-"));
    if (!value)
        return refuse(value.errors());
    while (!value->empty() && (value->back() == '\n' || value->back() == '\r'))
        value->pop_back();
    const std::string dataDir = databaseOptions(*parsed).dataDir;
    auto key = secrets::loadMasterKey(dataDir, true);
    if (!key)
        return refuse(key.errors());
    secrets::Vault vault(dataDir, key->key, true);
    const std::string name = parsed->positions().front().toStdString();
    auto done = value->empty() ? vault.remove(name) : vault.write(name, Secret(std::move(*value)));
    return done ? Done : refuse(done.errors());
}

} // namespace bourse::app
