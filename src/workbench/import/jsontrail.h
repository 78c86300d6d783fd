#pragma once
// Which parts of a foreign JSON document were read; the rest is reported, so that nothing is left out in
// silence.
#include "workbench/import/importparts.h"
#include <unordered_set>

namespace bourse::workbench {

class JsonTrail {
  public:
    /// The member, now read itself (not what is below it); nullptr where there is none.
    const domain::Value *get(const domain::Value *object, std::string_view key);
    /// As get(), as text; "" where it is no scalar.
    std::string text(const domain::Value *object, std::string_view key);
    /// The value with all that is below it is read.
    void whole(const domain::Value *value);
    /// The value alone is read.
    void touch(const domain::Value *value) { m_touched.insert(value); }
    /// One line for each kind of place that nobody read: list indexes count as one place. Also the audit:
    /// scalar values that neither were read nor are named.
    void report(const domain::Value &root, ImportContext &context) const;

  private:
    std::unordered_set<const domain::Value *> m_touched;
    std::unordered_set<const domain::Value *> m_whole;
};

} // namespace bourse::workbench
