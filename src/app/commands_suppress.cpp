#include "app/commands_suppress.h"
#include "app/arguments.h"
#include "app/databasesession.h"
#include "domain/json/json.h"
#include "storage/suppressionstore.h"
#include <QFileInfo>
#include <csignal>
#include <cstdio>
#include <unistd.h>

namespace bourse::app {

namespace {
volatile std::sig_atomic_t interrupted = 0;

void print(const domain::Object &line)
{
    const std::string text = domain::writeJson(domain::Value(line)) + "\n";
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

struct Place {
    DatabaseSession session;
    storage::StoredConfig config;
};

Result<Place> open(const Arguments &arguments)
{
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
    return Place{std::move(*session), std::move(**stored)};
}

int import(const Arguments &arguments, const QString &file)
{
    storage::SuppressionImport how;
    how.file = file;
    how.actor = "suppress command";
    const auto text = [&](const char *name) {
        return arguments.value(QString::fromLatin1(name)).value_or(QString()).toStdString();
    };
    how.list = text("list");
    how.buyer = text("buyer");
    how.column = text("column");
    how.replace = arguments.flag(QStringLiteral("replace"));
    how.rejectsFile =
        arguments.value(QStringLiteral("rejects")).value_or(file + QStringLiteral(".rejects.csv"));
    const auto kind = storage::suppressionKindFromName(text("kind"));
    if (!kind)
        return refuse(
            {{"usage", "--kind", "email or phone", "Say what the list holds: --kind email or phone."}});
    const auto form = storage::suppressionFormFromName(text("form").empty() ? "plain" : text("form"));
    if (!form)
        return refuse(
            {{"usage", "--form", "plain, md5, sha1 or sha256", "--form takes plain, md5, sha1 or sha256."}});
    how.kind = *kind;
    how.form = *form;
    auto place = open(arguments);
    if (!place)
        return refuse(place.errors());
    bool known = how.buyer.empty();
    for (const domain::Buyer &buyer : place->config.document.buyers)
        known = known || buyer.slug == how.buyer;
    if (!known)
        return refuse(
            {{"no_such_reference", "--buyer", "a buyer's slug", "There is no buyer “" + how.buyer + "”."}});
    std::signal(SIGINT, [](int) { interrupted = 1; });
    const bool shown = isatty(STDERR_FILENO);
    auto report = storage::importSuppression(
        place->session.store(), place->config.workspaceId, how,
        [shown](int part) {
            if (shown)
                std::fprintf(stderr, "\r%3d %%", part / 10);
        },
        [] { return interrupted != 0; });
    if (shown)
        std::fputs("\r     \r", stderr);
    if (!report)
        return refuse(report.errors());
    domain::Object line{{"event", "imported"},       {"list", how.list},       {"rows", report->rows},
                        {"added", report->added},    {"known", report->known}, {"rejected", report->rejected},
                        {"entries", report->entries}};
    if (report->rejected > 0) {
        domain::Array first;
        for (const storage::SuppressionReject &reject : report->firstRejects)
            first.push_back(domain::Object{{"line", reject.line}, {"rule", reject.code}});
        line.append("rejects_file", how.rejectsFile.toStdString());
        line.append("first_rejects", std::move(first));
    }
    print(line);
    return Done;
}

int list(const Arguments &arguments, bool counts)
{
    auto place = open(arguments);
    if (!place)
        return refuse(place.errors());
    auto lists = storage::suppressionLists(place->session.store(), place->config.workspaceId);
    if (!lists)
        return refuse(lists.errors());
    std::int64_t all = 0;
    for (const storage::SuppressionListRow &row : *lists) {
        all += row.entries;
        if (counts)
            continue;
        domain::Object line{
            {"list", row.info.slug},
            {"kind", storage::name(row.info.kind)},
            {"form", storage::name(row.info.form)},
            {"buyer", row.info.buyer.empty() ? domain::Value() : domain::Value(row.info.buyer)},
            {"entries", row.entries}};
        if (row.importedAt)
            line.append("imported_at", toIso8601(*row.importedAt));
        print(line);
    }
    if (counts)
        print({{"lists", static_cast<std::int64_t>(lists->size())}, {"entries", all}});
    return Done;
}

int remove(const Arguments &arguments)
{
    const auto slug = arguments.value(QStringLiteral("list"));
    if (!slug)
        return refuse({{"usage", "--list", "", "Say which list: --list SLUG."}});
    auto place = open(arguments);
    if (!place)
        return refuse(place.errors());
    auto removed = storage::removeSuppressionList(place->session.store(), place->config.workspaceId,
                                                  slug->toStdString(), "suppress command");
    if (!removed)
        return refuse(removed.errors());
    print({{"event", "removed"}, {"list", slug->toStdString()}});
    return Done;
}
} // namespace

int suppressCommand(const QStringList &arguments)
{
    Arguments::Names names;
    for (const char *name :
         {"data-dir", "database", "workspace", "list", "kind", "form", "buyer", "column", "rejects"})
        names.values.insert(QString::fromLatin1(name));
    names.flags.insert(QStringLiteral("replace"));
    names.positions = 2;
    auto parsed = Arguments::parse(arguments, names);
    if (!parsed)
        return refuse(parsed.errors());
    const QStringList &words = parsed->positions();
    const QString what = words.value(0);
    if (what == QLatin1String("import") && words.size() == 2)
        return import(*parsed, words[1]);
    if (what == QLatin1String("list") && words.size() == 1)
        return list(*parsed, false);
    if (what == QLatin1String("export-count") && words.size() == 1)
        return list(*parsed, true);
    if (what == QLatin1String("remove") && words.size() == 1)
        return remove(*parsed);
    return refuse({{"usage", "suppress", "import FILE, list, remove or export-count",
                    "Give one of import FILE, list, remove --list SLUG and export-count."}});
}

} // namespace bourse::app
