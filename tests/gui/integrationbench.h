#pragma once
// A market of integrations in memory: what the pages ask is answered at once, or not at all.
#include "domain/json/json.h"
#include "gui/integrations/integrationcalls.h"
#include <QFile>
#include <QPromise>
#include <map>

namespace bourse::gui::test {

template <class T> QFuture<Result<T>> ready(Result<T> value)
{
    QPromise<Result<T>> promise;
    promise.start();
    promise.addResult(std::move(value));
    promise.finish();
    return promise.future();
}

inline domain::Value readValue(const QString &file)
{
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly))
        return {};
    auto value = domain::parseJson(source.readAll().toStdString());
    return value ? *value : domain::Value();
}

inline domain::FieldSchema vertical(const QString &slug)
{
    const auto schema = domain::fieldSchemaFromValue(readValue(u":/verticals/%1.json"_qs.arg(slug)));
    return schema ? *schema : domain::FieldSchema();
}

inline domain::Value templateDocument(const QString &name)
{
    return readValue(u":/integrations/%1.json"_qs.arg(name));
}

struct Bench {
    struct Entry {
        domain::Value document;
        std::optional<domain::Value> published;
        qint64 version = 0;
        std::optional<UtcTime> savedAt;
    };
    std::map<QString, Entry> entries;
    QVector<market::SampleLead> leads;
    QVector<domain::FieldSchema> verticals;
    bool running = true;
    bool failing = false; ///< every call answers with an error
    int saves = 0;
    QStringList notes;

    void add(const domain::Value &document, qint64 version = 0)
    {
        Entry entry;
        entry.document = document;
        entry.version = version;
        if (version > 0)
            entry.published = document;
        const domain::Value *slug = document.find("slug");
        entries[QString::fromStdString(slug ? slug->toText() : std::string())] = entry;
    }

    static Error failure() { return {"database_gone", {}, {}, "The database does not answer."}; }

    IntegrationCalls calls()
    {
        IntegrationCalls calls;
        calls.heads = [this]() -> QFuture<Result<QVector<market::IntegrationHead>>> {
            if (failing)
                return ready(Result<QVector<market::IntegrationHead>>(failure()));
            QVector<market::IntegrationHead> heads;
            for (const auto &[slug, entry] : entries) {
                market::IntegrationHead head;
                head.slug = slug;
                const domain::Value *label = entry.document.find("label");
                head.label = QString::fromStdString(label ? label->toText() : std::string());
                head.version = entry.version;
                head.draftSavedAt = entry.savedAt;
                if (const domain::Value *steps = entry.document.find("steps"); steps && steps->asObject())
                    for (const auto &[name, step] : *steps->asObject())
                        head.steps.append(QString::fromStdString(name));
                if (entry.version > 0)
                    head.usedBy = {u"Personal injury / "_qs + head.label};
                heads.append(head);
            }
            return ready(Result<QVector<market::IntegrationHead>>(heads));
        };
        calls.draft = [this](const QString &slug) -> QFuture<Result<market::IntegrationDraft>> {
            if (failing)
                return ready(Result<market::IntegrationDraft>(failure()));
            const auto found = entries.find(slug);
            if (found == entries.end())
                return ready(Result<market::IntegrationDraft>(
                    Error{"no_such_integration", "slug", {}, "There is no such integration."}));
            market::IntegrationDraft draft;
            draft.document = found->second.document;
            draft.published = found->second.published;
            draft.version = found->second.version;
            draft.baseVersion = found->second.version;
            draft.savedAt = found->second.savedAt;
            return ready(Result<market::IntegrationDraft>(draft));
        };
        calls.save = [this](const QString &slug, domain::Value document, qint64) -> QFuture<Result<UtcTime>> {
            if (failing)
                return ready(Result<UtcTime>(failure()));
            ++saves;
            const UtcTime now = fromIso8601("2026-11-20T14:41:07Z").value();
            entries[slug].document = std::move(document);
            entries[slug].savedAt = now;
            return ready(Result<UtcTime>(now));
        };
        calls.discard = [this](const QString &slug) -> QFuture<Result<std::monostate>> {
            entries[slug].savedAt.reset();
            if (entries[slug].published)
                entries[slug].document = *entries[slug].published;
            return ready(Result<std::monostate>(std::monostate{}));
        };
        calls.publish = [this](domain::Value document, qint64,
                               const QString &note) -> QFuture<Result<qint64>> {
            if (failing)
                return ready(Result<qint64>(failure()));
            const domain::Value *slug = document.find("slug");
            Entry &entry = entries[QString::fromStdString(slug->toText())];
            entry.document = document;
            entry.published = document;
            entry.savedAt.reset();
            notes.append(note);
            return ready(Result<qint64>(++entry.version));
        };
        calls.leads = [this](const QString &, int) {
            return ready(Result<QVector<market::SampleLead>>(leads));
        };
        calls.verticals = [this] {
            return verticals;
        };
        calls.verticalOf = [](const QString &) {
            return QString();
        };
        calls.zone = [] {
            return QTimeZone("America/Chicago");
        };
        calls.isRunning = [this] {
            return running;
        };
        return calls;
    }
};

} // namespace bourse::gui::test
