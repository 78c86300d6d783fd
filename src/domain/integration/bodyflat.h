#pragma once
// Rows that become name and value, one after the other: forms, queries and multipart bodies share them.
#include "domain/integration/plan.h"

namespace bourse::domain {

/// What a row of a multipart body says beside its value.
struct PartExtras {
    std::optional<Template> filename;
    std::string contentType;
};

class FlatRows {
  public:
    /// How lists and groups become names.
    enum class Lists { Repeat, Brackets, Indexed, Comma };
    enum class Groups { Refuse, Brackets, Dots };
    /// Writes one pair; false on failure.
    using Sink = std::function<bool(const std::string &name, const Cell &value, const PartExtras *extras)>;

    Lists lists = Lists::Repeat;
    Groups groups = Groups::Refuse;

    /// `withExtras` takes "filename" and "content_type" from each row.
    void compile(const Array &rows, const std::string &path, bool withExtras, CompileContext &compile);
    /// Hands every pair to the sink. `out` is what the sink appends to: it is cut back where a group is left
    /// out.
    bool write(RenderContext &context, std::string &out, const Sink &sink) const;

  private:
    struct Entry {
        std::optional<NumberedName> name;
        std::unique_ptr<Row> row;
        PartExtras extras;
        std::unique_ptr<RowGroup> group;
        std::vector<std::vector<Entry>> items;
    };
    static void compileRows(const Array &rows, const std::string &path, bool withExtras,
                            CompileContext &compile, std::vector<Entry> &entries, std::size_t from = 0);
    static void compileGroup(ObjectReader &reader, bool withExtras, CompileContext &compile, Entry &entry);
    static Sink located(RenderContext &context, std::string &out, const Sink &sink);
    bool writeEntries(const std::vector<Entry> &entries, const std::string &prefix, RenderContext &context,
                      std::string &out, const Sink &sink) const;
    bool writeGroup(const Entry &entry, const std::string &prefix, RenderContext &context, std::string &out,
                    const Sink &sink) const;
    bool writeValue(const std::string &name, const Value &value, const Entry &entry, RenderContext &context,
                    const Sink &sink) const;

    std::vector<Entry> m_entries;
};

} // namespace bourse::domain
