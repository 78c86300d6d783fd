#pragma once
// A position in pasted commands, and the reading of one word there: quotes, escapes and variables as the
// shell that the text was written for would read them.
#include "workbench/import/shellwords.h"
#include <algorithm>
#include <map>

namespace bourse::workbench {

inline bool isNameStart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
inline bool isNamePart(char c)
{
    return isNameStart(c) || (c >= '0' && c <= '9');
}
inline bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

class ShellText {
  public:
    ShellText(std::string text, ImportContext &context)
        : m_text(std::move(text)), m_context(context), m_shell(shellOf(m_text))
    {
    }

  protected:
    char at(std::size_t ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }
    bool ended() const { return m_at >= m_text.size(); }
    std::string_view rest() const { return std::string_view(m_text).substr(m_at); }
    std::string_view lineRest() const { return rest().substr(0, rest().find('\n')); }
    std::string here() const { return "line " + std::to_string(m_line); }
    void skipLine();
    void refuse(const char *code, std::string_view text, QString message);
    /// A variable that the text sets; put in wherever it is used.
    void setVariable(std::string_view name, std::string_view value);
    /// Passes the mark that joins this line and the next, if it stands here.
    bool continues();
    /// The word that begins here, without its quotes. Takes at least one character.
    std::string word();

    std::string m_text;
    ImportContext &m_context;
    Shell m_shell;
    std::size_t m_at = 0;
    std::size_t m_line = 1;

  private:
    bool closesSingle() const;
    void unfinished(std::size_t from);
    void take(std::string &out);
    void singleQuoted(std::string &out);
    void doubleQuoted(std::string &out);
    /// ^"…^" as browsers copy it for cmd.exe: each odd character has its ^.
    void caretQuoted(std::string &out);
    void ansiQuoted(std::string &out);
    /// “…” and ‘…’ of a word processor.
    bool curlyQuoted(std::string &out);
    bool cmdVariable(std::string &out);
    void variable(const std::string &name, std::string &out);
    /// $NAME, ${NAME}, $env:NAME; $(…) and `…` cannot be known.
    void expansion(std::string &out);

    bool m_caretQuotes = m_text.find("^\"") != std::string::npos || m_text.find("^{") != std::string::npos;
    int m_substitutions = 0;
    std::map<std::string, std::string> m_variables;
    bool m_noDoubleEnd = false; ///< no “ that is open has an end
    bool m_noSingleEnd = false;
};

} // namespace bourse::workbench
