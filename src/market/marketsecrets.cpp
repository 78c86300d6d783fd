// Secrets of integrations, as an editor sees them: which there are, and their values only on demand. Every
// change and every look is in the audit trail; values are nowhere but in the vault and in the engine's
// memory.
#include "market/marketimpl.h"
#include "storage/integrationstore.h"
#include <QtConcurrent/QtConcurrentRun>

namespace bourse::market {

namespace {
constexpr const char *operatorName = "operator";

Error noWorkspace()
{
    return {"no_configuration", "workspace", "", "Nothing is published in this workspace yet."};
}
} // namespace

/// Without a value: removes it. On the worker, since it changes what the engine uses.
Result<std::monostate> Market::Impl::changeSecret(const std::string &name, const Secret *value)
{
    if (!accepting)
        return notRunning();
    auto config = q.snapshot();
    if (!config)
        return noWorkspace();
    if (value && value->isEmpty())
        return Error{"required", "value", "not empty",
                     "A secret's value cannot be empty; remove it instead."};
    auto changed = value ? vault->write(name, *value) : vault->remove(name);
    if (!changed)
        return changed.errors();
    if (auto loaded = loadSecrets(*config); !loaded)
        return loaded;
    auto noted = storage::audit(storeOptions(), config->workspaceId(), operatorName,
                                value ? "secret.set" : "secret.removed", name);
    if (!noted)
        return noted.errors();
    return std::monostate{};
}

QFuture<Result<QVector<QString>>> Market::storedSecrets(QVector<QString> names) const
{
    return QtConcurrent::run(&m_impl->readers, [this, names]() -> Result<QVector<QString>> {
        if (!m_impl->accepting)
            return notRunning();
        std::vector<std::string> asked;
        for (const QString &name : names)
            asked.push_back(name.toStdString());
        auto values = m_impl->vault->read(asked);
        if (!values)
            return values.errors();
        QVector<QString> found;
        for (const QString &name : names) {
            if (values->contains(name.toStdString()))
                found.push_back(name);
        }
        return found;
    });
}

QFuture<Result<std::monostate>> Market::setSecret(QString name, Secret value)
{
    ++m_impl->secretChanges;
    return QtConcurrent::run(&m_impl->worker, [this, name, value = std::move(value)] {
        auto changed = m_impl->changeSecret(name.toStdString(), &value);
        --m_impl->secretChanges;
        return changed;
    });
}

QFuture<Result<std::monostate>> Market::removeSecret(QString name)
{
    ++m_impl->secretChanges;
    return QtConcurrent::run(&m_impl->worker, [this, name] {
        auto changed = m_impl->changeSecret(name.toStdString(), nullptr);
        --m_impl->secretChanges;
        return changed;
    });
}

QFuture<Result<Secret>> Market::revealSecret(QString name) const
{
    return QtConcurrent::run(&m_impl->readers, [this, name]() -> Result<Secret> {
        if (!m_impl->accepting)
            return notRunning();
        auto config = snapshot();
        if (!config)
            return noWorkspace();
        const std::string key = name.toStdString();
        auto values = m_impl->vault->read({key});
        if (!values)
            return values.errors();
        const auto found = values->find(key);
        if (found == values->end())
            return Error{"secret_not_set", "name", key, "The secret \"" + key + "\" is not set."};
        // nobody sees it before it is written down that he does
        auto noted = storage::audit(m_impl->storeOptions(), config->workspaceId(), operatorName,
                                    "secret.revealed", key);
        if (!noted)
            return noted.errors();
        return found->second;
    });
}

QString Market::secretPlace() const
{
    std::lock_guard lock(m_impl->snapshotMutex);
    return QString::fromStdString(m_impl->secretPlace);
}

} // namespace bourse::market
