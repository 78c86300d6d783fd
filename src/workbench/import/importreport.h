#pragma once
// What an import made of each part of what was pasted: nothing is left out without a line here.
#include <QString>
#include <cstddef>
#include <string>
#include <vector>

namespace bourse::workbench {

/// What became of one part of the pasted text.
enum class ImportState {
    Read,          ///< it is in the draft (or, if it is a secret, among the secrets found)
    Note,          ///< read, but with an assumption that a person should look at
    NotUnderstood, ///< not in the draft: unknown, broken, or nothing that the language can say
};

/// One line of the report. No secret's value is in any of its texts.
struct ImportItem {
    ImportState state = ImportState::Read;
    std::string code;  ///< stable, for programs: "unknown_flag", "file_not_read", "unmapped", "secret_found"
    std::string place; ///< where: "line 3", "command 2, --foo", "item[1].request.body $.lead.zip"
    std::string text;  ///< the part itself as it was pasted, shortened; empty for a part that is Read
    QString message;   ///< a translated sentence: what was done or why not
    bool operator==(const ImportItem &) const = default;
};

struct ImportReport {
    std::vector<ImportItem> items; ///< in the order of the pasted text
    std::size_t read = 0;          ///< leaves (values, headers, parameters, fields) that were read
    /// Parts that no reader took and no item names, as the import's own audit counts them; 0, or it has a
    /// fault.
    std::size_t dropped = 0;

    /// More items than a person would read; the import is then refused as "too_many".
    bool overflowed = false;

    std::size_t notUnderstood() const;
    std::size_t notes() const;
    /// "34 read, 2 not understood, 0 silently dropped", translated; the last is `dropped`.
    QString summary() const;
    void note(std::string code, std::string place, std::string text, QString message);
    void notUnderstood(std::string code, std::string place, std::string text, QString message);
    void append(const ImportReport &other);

  private:
    void add(ImportItem item);
};

} // namespace bourse::workbench
