#include "workbench/import/shellwords.h"
#include "domain/json/utf8.h"
#include <algorithm>
#include <map>

namespace bourse::workbench {
namespace {

constexpr std::size_t kMaxCommands = 500;
constexpr std::size_t kMaxWords = 20'000;
constexpr std::size_t kLongestPrompt = 200;
constexpr std::size_t kLongestSubstitution = 512; ///< $(…) and `…`

bool isNameStart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool isNamePart(char c)
{
    return isNameStart(c) || (c >= '0' && c <= '9');
}
bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

/// Prompts that are copied with the command: "$ ", "> ", "user@host:~$ ", "C:\>", "PS C:\Users> ".
std::size_t promptLength(std::string_view line)
{
    line = line.substr(0, kLongestPrompt);
    std::size_t at = 0;
    while (at < line.size() && (line[at] == ' ' || line[at] == '\t'))
        ++at;
    const std::string_view rest = line.substr(at);
    for (const std::string_view sign : {"$ ", "% ", "> ", "# curl", "> curl"})
        if (rest.starts_with(sign))
            return at + 2;
    if (rest.starts_with("PS ") || (rest.size() > 2 && rest[1] == ':' && rest[2] == '\\')) {
        const std::size_t end = rest.find('>');
        if (end != std::string_view::npos && end < 80)
            return at + end + 1;
    }
    const std::size_t sign = rest.find_first_of("$#");
    const std::size_t host = rest.find('@');
    if (sign != std::string_view::npos && host < sign && sign < 80 && sign + 1 < rest.size() &&
        rest[sign + 1] == ' ' && rest.substr(0, sign).find(' ') == std::string_view::npos)
        return at + sign + 2;
    return at;
}

class Words {
  public:
    Words(std::string text, std::string_view program, ImportContext &context)
        : m_text(std::move(text)), m_program(program), m_context(context), m_shell(shellOf(m_text))
    {
    }

    std::vector<ShellCommand> all()
    {
        while (m_at < m_text.size() && m_commands.size() < kMaxCommands)
            statement();
        if (m_at < m_text.size())
            m_context.tooMany = true;
        return std::move(m_commands);
    }

  private:
    char at(std::size_t ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }
    bool ended() const { return m_at >= m_text.size(); }
    std::string_view rest() const { return std::string_view(m_text).substr(m_at); }
    std::string_view lineRest() const { return rest().substr(0, rest().find('\n')); }
    std::string here() const { return "line " + std::to_string(m_line); }

    void skipLine()
    {
        m_at += lineRest().size();
        if (!ended()) {
            ++m_at;
            ++m_line;
        }
    }

    void refuse(const char *code, std::string_view text, QString message)
    {
        m_context.report().notUnderstood(code, here(), shortened(text), std::move(message));
    }

    /// Where the program's name stands in the line as a word of its own.
    std::size_t programIn(std::string_view line) const
    {
        for (std::size_t from = 0; from < line.size();) {
            std::size_t found = std::string_view::npos;
            for (std::size_t i = from; i + m_program.size() <= line.size(); ++i)
                if (equalsFolded(line.substr(i, m_program.size()), m_program)) {
                    found = i;
                    break;
                }
            if (found == std::string_view::npos)
                return found;
            std::size_t end = found + m_program.size();
            if (startsWithFolded(line.substr(end), ".exe"))
                end += 4;
            const bool starts =
                found == 0 || isBlank(line[found - 1]) ||
                std::string_view("/`>;&|(:\\").find(line[found - 1]) != std::string_view::npos;
            const bool ends =
                end == line.size() || isBlank(line[end]) || line.substr(end).starts_with("\u00a0");
            // a word of prose ("use curl to…") is followed by no option and no address
            const std::string_view after = trimmed(line.substr(std::min(end, line.size())));
            const bool looksCalled = found <= promptLength(line) || after.empty() || after.front() == '-' ||
                                     after.front() == '\'' || after.front() == '"' || after.front() == '\\' ||
                                     after.front() == '^' || after.starts_with("\u2013") ||
                                     after.starts_with("\u2014") || after.starts_with("\u201c") ||
                                     after.starts_with("\u2018") || after.starts_with("http") ||
                                     after.starts_with("$") || after.starts_with("{{") ||
                                     after.substr(0, after.find(' ')).find('.') != std::string_view::npos;
            if (starts && ends && looksCalled)
                return found;
            from = found + 1;
        }
        return std::string_view::npos;
    }

    void statement()
    {
        const std::string_view line = lineRest();
        const std::string_view plain = trimmed(line);
        if (plain.empty()) {
            if (!m_titleFresh)
                m_title.clear();
            m_titleFresh = false;
            skipLine();
            return;
        }
        if (assignment(line))
            return;
        const std::size_t start = programIn(line);
        const bool comment = (plain.front() == '#' && !startsWithFolded(plain, "# curl")) ||
                             plain.starts_with("//") || startsWithFolded(plain, "rem ") ||
                             plain.starts_with("::");
        if (comment || start == std::string_view::npos) {
            title(plain, comment);
            skipLine();
            return;
        }
        const std::size_t prompt = promptLength(line);
        if (start > prompt) {
            const std::string before(trimmed(line.substr(prompt, start - prompt)));
            if (!envAndHelpers(before))
                title(before, false);
        }
        m_at += start;
        command();
    }

    void title(std::string_view text, bool comment)
    {
        text = trimmed(text);
        if (text.starts_with("```") || text == "`") { // a fence of Markdown
            m_context.report().note("fence", here(), shortened(text), ImportText::tr("A mark of Markdown."));
            return;
        }
        std::string_view words = text;
        while (!words.empty() && std::string_view("#/:*-. \t").find(words.front()) != std::string_view::npos)
            words.remove_prefix(1);
        m_title = shortened(words, 80);
        while (m_title.ends_with(':') || m_title.ends_with(' '))
            m_title.pop_back();
        m_titleFresh = true;
        if (comment)
            m_context.report().note("comment", here(), shortened(text), ImportText::tr("A comment."));
        else
            refuse("not_a_command", text, ImportText::tr("This is no cURL command."));
    }

    /// "sudo", "time", "NAME=value" before the program.
    bool envAndHelpers(std::string_view before)
    {
        while (!before.empty()) {
            const std::size_t space = std::min(before.find(' '), before.size());
            const std::string_view word = before.substr(0, space);
            const std::size_t equals = word.find('=');
            if (equals != std::string_view::npos && equals > 0 && isNameStart(word.front()) &&
                std::all_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(equals), isNamePart))
                setVariable(word.substr(0, equals), word.substr(equals + 1));
            else if (word != "sudo" && word != "time" && word != "exec" && word != "&" &&
                     !word.ends_with('/'))
                return false;
            before = trimmed(before.substr(space));
        }
        return true;
    }

    void setVariable(std::string_view name, std::string_view value)
    {
        value = trimmed(value);
        if (value.size() > 1 && (value.front() == '"' || value.front() == '\'') &&
            value.back() == value.front())
            value = value.substr(1, value.size() - 2);
        m_variables[std::string(name)] = std::string(value);
        ++m_context.report().read;
        m_context.report().note(
            "shell_variable", here(), std::string(name),
            ImportText::tr("The value of this shell variable was put in where it is used."));
    }

    /// NAME=value, export NAME=value, set NAME=value, $name = "value" on a line of its own.
    bool assignment(std::string_view line)
    {
        std::string_view text = trimmed(line.substr(promptLength(line)));
        bool keyword = false;
        for (const std::string_view word : {"export ", "set ", "SET ", "let ", "const "})
            if (text.starts_with(word)) {
                text = trimmed(text.substr(word.size()));
                keyword = true;
            }
        const bool dollar = text.starts_with('$');
        if (dollar)
            text.remove_prefix(1);
        if (text.starts_with("env:"))
            text.remove_prefix(4);
        std::size_t end = 0;
        while (end < text.size() && isNamePart(text[end]))
            ++end;
        if (end == 0 || !isNameStart(text.front()))
            return false;
        std::string_view after = text.substr(end);
        if (dollar || keyword)
            after = trimmed(after);
        if (!after.starts_with('='))
            return false;
        std::string_view value = trimmed(after.substr(1));
        if (programIn(value) != std::string_view::npos) // X=$(curl …) or X=1 curl …
            return false;
        if (value.ends_with(';'))
            value.remove_suffix(1);
        setVariable(text.substr(0, end), value);
        skipLine();
        return true;
    }

    bool continues()
    {
        // A backslash with blanks behind it is meant as one without.
        const char mark = m_shell == Shell::Cmd ? '^' : m_shell == Shell::PowerShell ? '`' : '\\';
        if (at() != mark && at() != '\\')
            return false;
        std::size_t end = 1;
        while (at(end) == ' ' || at(end) == '\t')
            ++end;
        if (at(end) != '\n' && m_at + end < m_text.size())
            return false;
        if (at() == '\\' && mark != '\\' && m_at + end >= m_text.size())
            return false;
        m_at = std::min(m_at + end + 1, m_text.size());
        ++m_line;
        return true;
    }

    /// The next line is more of this command though no mark says so: it begins with an option.
    bool continuesByLook() const
    {
        std::string_view next = rest();
        if (!next.starts_with('\n'))
            return false;
        next.remove_prefix(1);
        while (!next.empty() && (next.front() == ' ' || next.front() == '\t'))
            next.remove_prefix(1);
        if (next.size() > 1 && next[0] == '-' && (next[1] == '-' || isNameStart(next[1])))
            return true;
        if (next.starts_with("\u2013") || next.starts_with("\u2014"))
            return true;
        const bool address =
            next.starts_with("http") || next.starts_with("'http") || next.starts_with("\"http");
        return address && m_command.words.size() > 1 && !m_hasAddress;
    }

    void command()
    {
        m_command = {};
        m_command.line = m_line;
        m_command.title = m_title;
        m_hasAddress = false;
        m_title.clear();
        std::string hereEnd;
        bool open = true;
        while (open && !ended()) {
            if (at() == ' ' || at() == '\t') {
                ++m_at;
            } else if (rest().starts_with("\u00a0")) {
                m_at += 2;
            } else if (continues()) {
            } else if (at() == '\n') {
                if (hereEnd.empty() && continuesByLook()) {
                    m_context.report().note(
                        "missing_continuation", here(), {},
                        ImportText::tr(
                            "The next line begins with an option, so it was read as part of the same "
                            "command though no mark joins them."));
                    ++m_at;
                    ++m_line;
                    continue;
                }
                ++m_at;
                ++m_line;
                open = false;
            } else if (at() == '#') {
                m_context.report().note("comment", here(), shortened(lineRest()),
                                        ImportText::tr("A comment."));
                m_at += lineRest().size();
            } else if (operatorAt(hereEnd, open)) {
            } else {
                if (m_command.words.size() >= kMaxWords) {
                    m_context.tooMany = true;
                    m_at = m_text.size();
                    break;
                }
                std::string one = word();
                m_hasAddress = m_hasAddress || one.find("://") != std::string::npos;
                m_command.words.push_back(std::move(one));
            }
        }
        if (!hereEnd.empty())
            hereDocument(hereEnd);
        m_commands.push_back(std::move(m_command));
    }

    void hereDocument(const std::string &end)
    {
        std::string text;
        while (!ended()) {
            const std::string line(lineRest());
            skipLine();
            if (trimmed(line) == end)
                break;
            text += line;
            text += '\n';
        }
        if (text.ends_with('\n'))
            text.pop_back();
        m_command.standardInput = std::move(text);
        m_command.hasInput = true;
    }

    /// ; | & > < between words. True if one was read.
    bool operatorAt(std::string &hereEnd, bool &open)
    {
        const bool spaced = m_at == 0 || isBlank(m_text[m_at - 1]);
        if (spaced && at() >= '0' && at() <= '9' && at(1) == '>') // 2>&1
            ++m_at;
        switch (at()) {
        case ';':
            ++m_at;
            open = false;
            return true;
        case '&':
            if (at(1) == '&') {
                m_at += 2;
                open = false;
                return true;
            }
            if (isBlank(at(1)) || at(1) == '\0') {
                ++m_at;
                open = false;
                return true;
            }
            return false;
        case '|': {
            if (at(1) == '|') {
                m_at += 2;
                open = false;
                return true;
            }
            std::string pipe;
            while (!ended() && at() != '\n') {
                if (continues())
                    pipe += ' ';
                else
                    pipe += m_text[m_at++];
            }
            m_context.report().note(
                "piped", here(), shortened(pipe),
                ImportText::tr("What becomes of the answer in the shell is not imported."));
            return true;
        }
        case '>':
        case '<':
            if (rest().starts_with("<<<")) {
                m_at += 3;
                while (at() == ' ')
                    ++m_at;
                m_command.standardInput = word();
                m_command.hasInput = true;
                return true;
            }
            if (rest().starts_with("<<")) {
                m_at += 2;
                if (at() == '-')
                    ++m_at;
                while (at() == ' ')
                    ++m_at;
                hereEnd = word();
                return true;
            }
            if (!spaced && at() == '<')
                return false;
            {
                const std::size_t from = m_at;
                while (at() == '>' || at() == '<' || at() == ' ' || at() == '&')
                    ++m_at;
                if (!ended() && at() != '\n')
                    word();
                m_context.report().note("redirected", here(),
                                        shortened(std::string_view(m_text).substr(from, m_at - from)),
                                        ImportText::tr("Redirections of the shell are not imported."));
            }
            return true;
        default:
            return false;
        }
    }

    std::string word()
    {
        std::string out;
        const std::size_t start = m_at;
        while (!ended() && !isBlank(at())) {
            const std::string_view text = rest();
            if (text.starts_with("\u00a0"))
                break;
            if (m_shell == Shell::Cmd && text.starts_with("^\"")) {
                caretQuoted(out);
            } else if (at() == '"') {
                doubleQuoted(out);
            } else if (at() == '\'') {
                if (m_shell != Shell::Cmd || (out.empty() && closesSingle()))
                    singleQuoted(out);
                else
                    out += m_text[m_at++];
            } else if (m_shell == Shell::Bash && text.starts_with("$'")) {
                ansiQuoted(out);
            } else if (m_shell == Shell::Bash && text.starts_with("$\"")) {
                ++m_at;
            } else if (curlyQuoted(out)) {
            } else if ((at() == '$' || at() == '`') && m_shell != Shell::Cmd) {
                expansion(out);
            } else if (m_shell == Shell::Cmd && at() == '%' && cmdVariable(out)) {
            } else if (at() == '\\' && m_shell == Shell::Bash) {
                if (continues())
                    break;
                ++m_at;
                if (!ended())
                    out += m_text[m_at++];
            } else if (at() == '\\' && text.starts_with("\\\"")) {
                out += '"';
                m_at += 2;
            } else if (at() == '^' && m_shell == Shell::Cmd) {
                if (continues())
                    break;
                ++m_at;
                if (!ended() && at() != '\n')
                    out += m_text[m_at++];
            } else if (at() == ';' && (isBlank(at(1)) || at(1) == '\0')) {
                break;
            } else if (at() == '|' || at() == '>' || (at() == '<' && m_at > start && at(1) == '<')) {
                break;
            } else if (at() == '&') {
                if (isBlank(at(1)) || at(1) == '\0' || at(1) == '&')
                    break;
                m_context.report().note(
                    "unquoted_ampersand", here(), {},
                    ImportText::tr(
                        "An & without quotes would end the command in a shell; it was read as part "
                        "of the address."));
                out += m_text[m_at++];
            } else {
                out += m_text[m_at++];
            }
        }
        if (m_at == start && !ended()) // no kind of character is left standing
            out += m_text[m_at++];
        return out;
    }

    bool closesSingle() const
    {
        const std::size_t close = m_text.find('\'', m_at + 1);
        return close != std::string::npos &&
               (close + 1 == m_text.size() || isBlank(m_text[close + 1]) || m_text[close + 1] == '^');
    }

    void unfinished(std::size_t from)
    {
        refuse("unterminated_quote", std::string_view(m_text).substr(from, 60),
               ImportText::tr("A quotation mark has no partner; everything behind it was read as one text."));
    }

    void take(std::string &out)
    {
        if (at() == '\n')
            ++m_line;
        out += m_text[m_at++];
    }

    void singleQuoted(std::string &out)
    {
        const std::size_t from = m_at++;
        while (!ended()) {
            if (at() == '\'') {
                if (m_shell == Shell::PowerShell && at(1) == '\'') {
                    out += '\'';
                    m_at += 2;
                    continue;
                }
                ++m_at;
                return;
            }
            take(out);
        }
        unfinished(from);
    }

    void doubleQuoted(std::string &out)
    {
        const std::size_t from = m_at++;
        while (!ended()) {
            const char c = at();
            if (c == '"') {
                if (m_shell != Shell::Bash && at(1) == '"') {
                    out += '"';
                    m_at += 2;
                    continue;
                }
                ++m_at;
                return;
            }
            if (c == '\\' && m_shell != Shell::Bash && (at(1) == '"' || at(1) == '\\')) {
                // PowerShell and cmd pass \" on, and the program's start-up code reads it
                if (at(1) == '"' || m_shell == Shell::Cmd) {
                    out += at(1);
                    m_at += 2;
                    continue;
                }
            }
            if (c == '\\' && m_shell == Shell::Bash) {
                const char next = at(1);
                if (next == '"' || next == '\\' || next == '$' || next == '`') {
                    out += next;
                    m_at += 2;
                    continue;
                }
                if (next == '\n') {
                    m_at += 2;
                    ++m_line;
                    continue;
                }
            }
            if (c == '`' && m_shell == Shell::PowerShell && m_at + 1 < m_text.size()) {
                ++m_at;
                const char next = at();
                if (next == 'n' || next == 't' || next == 'r') {
                    out += next == 'n' ? '\n' : next == 't' ? '\t' : '\r';
                    ++m_at;
                } else {
                    take(out);
                }
                continue;
            }
            if (c == '^' && m_shell == Shell::Cmd && m_at + 1 < m_text.size() &&
                std::string_view("{}[]\"^&%!<>|()\\,;`@#$*?=:/-").find(at(1)) != std::string_view::npos &&
                (m_caretQuotes || at(1) == '&' || at(1) == '%' || at(1) == '^')) {
                ++m_at;
                out += m_text[m_at++];
                continue;
            }
            if ((c == '$' || c == '`') && m_shell != Shell::Cmd) {
                expansion(out);
                continue;
            }
            if (c == '%' && m_shell == Shell::Cmd && cmdVariable(out))
                continue;
            take(out);
        }
        unfinished(from);
    }

    /// ^"…^" as browsers copy it for cmd.exe: each odd character has its ^.
    void caretQuoted(std::string &out)
    {
        const std::size_t from = m_at;
        m_at += 2;
        while (!ended()) {
            const std::string_view text = rest();
            if (text.starts_with("^\\^\"")) {
                out += '"';
                m_at += 4;
            } else if (text.starts_with("\\^\"")) {
                out += '"';
                m_at += 3;
            } else if (text.starts_with("^\"")) {
                m_at += 2;
                return;
            } else if (text.starts_with("^\n\n")) {
                out += '\n';
                m_at += 3;
                m_line += 2;
            } else if (text.starts_with("^\\^\\") || text.starts_with("\\\\")) {
                out += '\\';
                m_at += text[0] == '^' ? 4 : 2;
            } else if (at() == '^' && m_at + 1 < m_text.size()) {
                ++m_at;
                take(out);
            } else {
                take(out);
            }
        }
        unfinished(from);
    }

    void ansiQuoted(std::string &out)
    {
        const std::size_t from = m_at;
        m_at += 2;
        const auto number = [&](int base, std::size_t most) {
            unsigned value = 0;
            for (std::size_t n = 0; n < most && !ended(); ++n) {
                const char c = at();
                const int digit = c >= '0' && c <= '9'   ? c - '0'
                                  : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                         : 99;
                if (digit >= base)
                    break;
                value = value * static_cast<unsigned>(base) + static_cast<unsigned>(digit);
                ++m_at;
            }
            return value;
        };
        while (!ended()) {
            const char c = at();
            if (c == '\'') {
                ++m_at;
                return;
            }
            if (c != '\\' || m_at + 1 >= m_text.size()) {
                take(out);
                continue;
            }
            const char kind = at(1);
            m_at += 2;
            switch (kind) {
            case 'n':
                out += '\n';
                break;
            case 't':
                out += '\t';
                break;
            case 'r':
                out += '\r';
                break;
            case 'a':
            case 'b':
            case 'f':
            case 'v':
            case 'e':
                out += kind == 'a'   ? '\a'
                       : kind == 'b' ? '\b'
                       : kind == 'f' ? '\f'
                       : kind == 'v' ? '\v'
                                     : '\x1b';
                break;
            case 'x':
                out += static_cast<char>(number(16, 2));
                break;
            case 'u': {
                unsigned code = number(16, 4);
                if (code >= 0xD800 && code < 0xDC00 && rest().starts_with("\\u")) { // two halves of one
                    m_at += 2;
                    const unsigned low = number(16, 4);
                    code = low >= 0xDC00 && low < 0xE000 ? 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
                                                         : 0xFFFD;
                }
                domain::appendUtf8(code >= 0xD800 && code < 0xE000 ? 0xFFFD : code, out);
                break;
            }
            case 'U': {
                const unsigned code = number(16, 8);
                domain::appendUtf8(code > 0x10FFFF || (code >= 0xD800 && code < 0xE000) ? 0xFFFD : code, out);
                break;
            }
            case '0':
            case '1':
            case '2':
            case '3':
            case '4':
            case '5':
            case '6':
            case '7':
                --m_at;
                out += static_cast<char>(number(8, 3));
                break;
            case '\n':
                ++m_line;
                [[fallthrough]];
            default:
                if (kind != '\\' && kind != '\'' && kind != '"' && kind != '?')
                    out += '\\';
                out += kind;
            }
        }
        unfinished(from);
    }

    /// “…” and ‘…’ of a word processor.
    bool curlyQuoted(std::string &out)
    {
        const std::string_view text = rest();
        const auto isDouble = [](std::string_view t) {
            return t.starts_with("\u201c") || t.starts_with("\u201d") || t.starts_with("\u201e") ||
                   t.starts_with("\u2033");
        };
        const auto isSingle = [](std::string_view t) {
            return t.starts_with("\u2018") || t.starts_with("\u2019") || t.starts_with("\u201a");
        };
        const bool dbl = isDouble(text);
        if (!dbl && !isSingle(text))
            return false;
        bool &none = dbl ? m_noDoubleEnd : m_noSingleEnd;
        if (none) { // it was looked for once, to the end
            out += text.substr(0, 3);
            m_at += 3;
            return true;
        }
        const auto closes = [&](std::size_t i) {
            const std::string_view t = std::string_view(m_text).substr(i);
            if (dbl ? !isDouble(t) && t[0] != '"' : !isSingle(t) && t[0] != '\'')
                return std::size_t(0);
            const std::size_t width = static_cast<unsigned char>(t[0]) < 0x80 ? 1 : 3;
            const std::string_view after = t.substr(width);
            const bool atEnd =
                after.empty() || isBlank(after[0]) || after[0] == '\\' || after.starts_with("\u00a0");
            return atEnd ? width : std::size_t(0);
        };
        for (std::size_t i = m_at + 3; i < m_text.size() && m_text[i] != '\0'; ++i) {
            const std::size_t width = closes(i);
            if (width == 0)
                continue;
            std::string inside = m_text.substr(m_at + 3, i - m_at - 3);
            m_line += static_cast<std::size_t>(std::count(inside.begin(), inside.end(), '\n'));
            if (dbl)
                for (const std::string_view mark : {"\\\u201d", "\\\u201c", "\\\""})
                    replaceAll(inside, mark, "\"");
            out += inside;
            m_at = i + width;
            m_context.report().note("typographic_quotes", here(), {},
                                    ImportText::tr("Typographic quotation marks were read as plain ones."));
            return true;
        }
        none = true;
        out += text.substr(0, 3);
        m_at += 3;
        return true;
    }

    bool cmdVariable(std::string &out)
    {
        const std::size_t close = m_text.find('%', m_at + 1);
        if (close == std::string::npos || close == m_at + 1 || close - m_at > 64)
            return false;
        const std::string name = m_text.substr(m_at + 1, close - m_at - 1);
        if (!isNameStart(name.front()) || !std::all_of(name.begin(), name.end(), isNamePart))
            return false;
        // %2Ffoo%20 is an escape of the address
        const auto hex = [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        };
        if (!m_variables.contains(name) && name.size() > 1 && hex(name[0]) && hex(name[1]))
            return false;
        m_at = close + 1;
        variable(name, out);
        return true;
    }

    void variable(const std::string &name, std::string &out)
    {
        const auto known = m_variables.find(name);
        if (known != m_variables.end())
            out += known->second;
        else
            out += "{{" + name + "}}";
    }

    /// $NAME, ${NAME}, $env:NAME; $(…) and `…` cannot be known.
    void expansion(std::string &out)
    {
        const bool backtick = at() == '`';
        if (backtick && m_shell == Shell::PowerShell) {
            if (continues())
                return;
            ++m_at;
            if (!ended())
                take(out);
            return;
        }
        if (backtick || at(1) == '(') {
            std::size_t depth = 0;
            std::size_t end = m_at + 1;
            const std::size_t last = std::min(m_text.size(), m_at + kLongestSubstitution);
            for (; end < last; ++end) {
                if (backtick ? m_text[end] == '`' : m_text[end] == ')' && --depth == 0)
                    break;
                if (!backtick && m_text[end] == '(')
                    ++depth;
                if (m_text[end] == '\n' && backtick)
                    break;
            }
            if (end >= last || (backtick && m_text[end] == '\n')) {
                out += m_text[m_at++];
                return;
            }
            refuse(
                "command_substitution", std::string_view(m_text).substr(m_at, end + 1 - m_at),
                ImportText::tr("What this command would print cannot be known; a variable stands for it."));
            m_line +=
                static_cast<std::size_t>(std::count(m_text.begin() + static_cast<std::ptrdiff_t>(m_at),
                                                    m_text.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
            m_at = end + 1;
            out += "{{command_" + std::to_string(++m_substitutions) + "}}";
            return;
        }
        std::size_t from = m_at + 1;
        const bool braces = from < m_text.size() && m_text[from] == '{';
        if (braces)
            ++from;
        if (std::string_view(m_text).substr(from).starts_with("env:"))
            from += 4;
        std::size_t end = from;
        while (end < m_text.size() && isNamePart(m_text[end]))
            ++end;
        const bool named = end > from && isNameStart(m_text[from]);
        std::size_t close = end;
        if (braces) {
            close = std::string_view(m_text).substr(0, std::min(m_text.size(), end + 80)).find('}', end);
            if (close == std::string::npos)
                close = 0;
            else
                ++close;
        }
        if (!named || close == 0) {
            out += m_text[m_at++];
            return;
        }
        const std::string name = m_text.substr(from, end - from);
        m_at = close;
        variable(name, out);
    }

    std::string m_text;
    std::string_view m_program;
    ImportContext &m_context;
    Shell m_shell;
    bool m_caretQuotes = m_text.find("^\"") != std::string::npos || m_text.find("^{") != std::string::npos;
    std::size_t m_at = 0;
    std::size_t m_line = 1;
    int m_substitutions = 0;
    std::map<std::string, std::string> m_variables;
    std::vector<ShellCommand> m_commands;
    ShellCommand m_command;
    bool m_hasAddress = false;
    bool m_noDoubleEnd = false; ///< no “ that is open has an end
    bool m_noSingleEnd = false;
    std::string m_title;
    bool m_titleFresh = false;
};

} // namespace

Shell shellOf(std::string_view text)
{
    int caretLines = 0;
    int tickLines = 0;
    int slashLines = 0;
    for (std::string_view line : linesOf(text)) {
        line = trimmed(line);
        caretLines += line.ends_with('^');
        tickLines += line.ends_with('`') && !line.starts_with("```");
        slashLines += line.ends_with('\\');
    }
    const auto has = [&](std::string_view part) {
        return text.find(part) != std::string_view::npos;
    };
    if (caretLines > slashLines || has("^\""))
        return Shell::Cmd;
    if (tickLines > slashLines || has("`\"") || has("$env:") || startsWithFolded(trimmed(text), "ps "))
        return Shell::PowerShell;
    if (slashLines > 0)
        return Shell::Bash;
    // {""a"":""b""}: in a POSIX shell the inner pairs would only end and begin the quotes
    if (has("{\"\"") || has("\"\":\"\"") || has("\"\": \"\""))
        return Shell::Cmd;
    const std::string_view start = trimmed(text);
    if (start.size() > 3 && start[1] == ':' && start[2] == '\\')
        return Shell::Cmd;
    return Shell::Bash;
}

std::vector<ShellCommand> shellCommands(std::string_view text, std::string_view program,
                                        ImportContext &context)
{
    std::string plain(text);
    replaceAll(plain, "\r\n", "\n");
    replaceAll(plain, "\r", "\n");
    return Words(std::move(plain), program, context).all();
}

} // namespace bourse::workbench
