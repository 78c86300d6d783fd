#pragma once
// An integration document being edited: the draft, its undo history, and what the compiler says of it. Every
// change is one command with a speaking text; nothing here needs a display.
#include "base/result.h"
#include "domain/integration/integration.h"
#include "workbench/documentpath.h"
#include <QObject>
#include <QUndoStack>
#include <memory>
#include <optional>
#include <string>

namespace bourse::workbench {

class IntegrationDocument : public QObject {
    Q_OBJECT
  public:
    explicit IntegrationDocument(domain::Value document, QObject *parent = nullptr);

    const domain::Value &value() const { return m_value; }
    const domain::Value *at(const DocumentPath &path) const { return valueAt(m_value, path); }
    /// Text at the path; "" where there is none.
    QString text(const DocumentPath &path) const;
    QUndoStack *undoStack() { return &m_undo; }

    /// Sets, replaces or (absent) removes the value at a key or index; objects on the way are made. `text` is
    /// what undo says ("Map Zip to postal_code"). Commands of the same path and a `mergeKey` other than 0
    /// become one: typing. False if the path leads nowhere; an equal value is no change and true.
    bool set(const DocumentPath &path, std::optional<domain::Value> value, const QString &text,
             int mergeKey = 0);
    /// Into a list, which is made if it is absent.
    bool insert(const DocumentPath &list, std::size_t index, domain::Value value, const QString &text);
    bool remove(const DocumentPath &path, const QString &text) { return set(path, std::nullopt, text); }
    bool move(const DocumentPath &list, std::size_t from, std::size_t to, const QString &text);
    /// The whole document: an import, a restored version.
    void replace(domain::Value document, const QString &text);
    /// Several edits as one step of undo.
    void beginMacro(const QString &text) { m_undo.beginMacro(text); }
    void endMacro() { m_undo.endMacro(); }

    /// Of the current state; null while it does not compile.
    std::shared_ptr<const domain::Integration> compiled() const;
    /// The newest state that compiled, so that a preview need not vanish while a row is half typed; may be
    /// null.
    std::shared_ptr<const domain::Integration> lastCompiled() const;
    /// What the compiler says of the current state.
    const Errors &errors() const;

    // What stands where in a document; used by every view, so that none of them spells paths.
    static DocumentPath stepPath(domain::StepKind step);
    static DocumentPath bodyRows(domain::StepKind step) { return stepPath(step).child("body").child("rows"); }
    static DocumentPath headerRows(domain::StepKind step) { return stepPath(step).child("headers"); }
    static DocumentPath queryRows(domain::StepKind step) { return stepPath(step).child("query"); }
    /// Leads that the step does not take: conditions with their reasons.
    static DocumentPath refusals(domain::StepKind step) { return stepPath(step).child("refuse_when"); }
    static DocumentPath signatures(domain::StepKind step) { return stepPath(step).child("signatures"); }
    static DocumentPath rules(domain::StepKind step)
    {
        return stepPath(step).child("response").child("rules");
    }
    static DocumentPath extract(domain::StepKind step)
    {
        return stepPath(step).child("response").child("extract");
    }

  Q_SIGNALS:
    /// After every edit, undo and redo. `path` is the smallest place that holds the change (a list for
    /// inserts).
    void changed(const bourse::workbench::DocumentPath &path);

  private:
    friend class EditCommand;
    /// Swaps the value at `path`, which must be there, with `value` and tells.
    void exchange(const DocumentPath &path, domain::Value &value);
    void compile() const;

    domain::Value m_value;
    QUndoStack m_undo;
    mutable bool m_isCompiled = false;
    mutable std::shared_ptr<const domain::Integration> m_compiled;
    mutable std::shared_ptr<const domain::Integration> m_lastCompiled;
    mutable Errors m_errors;
};

} // namespace bourse::workbench
