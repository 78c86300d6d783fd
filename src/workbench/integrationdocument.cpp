#include "workbench/integrationdocument.h"
#include <QUndoCommand>

namespace bourse::workbench {

/// Holds the value that is not in the document at the moment, and swaps it in.
class EditCommand final : public QUndoCommand {
  public:
    EditCommand(IntegrationDocument *document, DocumentPath path, domain::Value value, const QString &text,
                int mergeKey)
        : QUndoCommand(text), m_document(document), m_path(std::move(path)), m_value(std::move(value)),
          m_mergeKey(mergeKey)
    {
    }
    void redo() override { m_document->exchange(m_path, m_value); }
    void undo() override { m_document->exchange(m_path, m_value); }
    int id() const override { return m_mergeKey == 0 ? -1 : m_mergeKey; }
    bool mergeWith(const QUndoCommand *other) override
    {
        // both have been done: ours still holds what was there before the first of them
        return static_cast<const EditCommand *>(other)->m_path == m_path;
    }

  private:
    IntegrationDocument *m_document;
    DocumentPath m_path;
    domain::Value m_value;
    int m_mergeKey;
};

IntegrationDocument::IntegrationDocument(domain::Value document, QObject *parent)
    : QObject(parent), m_value(std::move(document))
{
}

QString IntegrationDocument::text(const DocumentPath &path) const
{
    const domain::Value *value = at(path);
    return value ? QString::fromStdString(value->toText()) : QString();
}

bool IntegrationDocument::set(const DocumentPath &path, std::optional<domain::Value> value,
                              const QString &text, int mergeKey)
{
    const domain::Value *now = at(path);
    if (now && value) {
        if (*now != *value)
            m_undo.push(new EditCommand(this, path, std::move(*value), text, mergeKey));
        return true;
    }
    if (path.isRoot() || (!now && (!value || path.index())))
        return false;
    // What comes or goes is a change of its holder, so that undo restores the order, too.
    DocumentPath place = path.parent();
    if (!now) {
        for (std::string key(path.key()); !at(place); place = place.parent()) {
            if (place.index())
                return false;
            value = domain::Object{{std::exchange(key, std::string(place.key())), std::move(*value)}};
        }
        if (!at(place)->isObject())
            return false;
    }
    domain::Value holder = *at(place);
    if (now) {
        if (const auto index = path.index())
            holder.asArray()->erase(holder.asArray()->begin() + static_cast<std::ptrdiff_t>(*index));
        else
            holder.asObject()->remove(path.key());
    } else {
        const auto &key = std::get<std::string>(path.steps()[place.steps().size()]);
        holder.asObject()->append(key, std::move(*value));
    }
    m_undo.push(new EditCommand(this, std::move(place), std::move(holder), text, mergeKey));
    return true;
}

bool IntegrationDocument::insert(const DocumentPath &list, std::size_t index, domain::Value value,
                                 const QString &text)
{
    const domain::Value *now = at(list);
    if (now && !now->isArray())
        return false;
    domain::Array array = now ? *now->asArray() : domain::Array();
    if (index > array.size())
        return false;
    array.insert(array.begin() + static_cast<std::ptrdiff_t>(index), std::move(value));
    return set(list, std::move(array), text);
}

bool IntegrationDocument::move(const DocumentPath &list, std::size_t from, std::size_t to,
                               const QString &text)
{
    const domain::Value *now = at(list);
    if (!now || !now->isArray() || from >= now->asArray()->size() || to >= now->asArray()->size())
        return false;
    if (from == to)
        return true;
    domain::Array array = *now->asArray();
    domain::Value moved = std::move(array[from]);
    array.erase(array.begin() + static_cast<std::ptrdiff_t>(from));
    array.insert(array.begin() + static_cast<std::ptrdiff_t>(to), std::move(moved));
    return set(list, std::move(array), text);
}

void IntegrationDocument::replace(domain::Value document, const QString &text)
{
    set(DocumentPath(), std::move(document), text);
}

std::shared_ptr<const domain::Integration> IntegrationDocument::compiled() const
{
    compile();
    return m_compiled;
}

std::shared_ptr<const domain::Integration> IntegrationDocument::lastCompiled() const
{
    compile();
    return m_lastCompiled;
}

const Errors &IntegrationDocument::errors() const
{
    compile();
    return m_errors;
}

DocumentPath IntegrationDocument::stepPath(domain::StepKind step)
{
    return DocumentPath("steps").child(std::string(domain::name(step)));
}

void IntegrationDocument::exchange(const DocumentPath &path, domain::Value &value)
{
    std::swap(*valueAt(m_value, path), value);
    m_isCompiled = false;
    Q_EMIT changed(path);
}

void IntegrationDocument::compile() const
{
    if (std::exchange(m_isCompiled, true))
        return;
    auto compiled = domain::Integration::fromValue(m_value);
    m_errors = compiled ? Errors() : compiled.errors();
    m_compiled = compiled ? *compiled : nullptr;
    if (m_compiled)
        m_lastCompiled = m_compiled;
}

} // namespace bourse::workbench
