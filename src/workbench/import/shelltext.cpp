#include "workbench/import/shelltext.h"
#include "domain/json/utf8.h"

namespace bourse::workbench {
namespace {

constexpr std::size_t kLongestSubstitution = 512; ///< $(…) and `…`

} // namespace

void ShellText::skipLine()
{
    m_at += lineRest().size();
    if (!ended()) {
        ++m_at;
        ++m_line;
    }
}

void ShellText::refuse(const char *code, std::string_view text, QString message)
{
    m_context.report().notUnderstood(code, here(), shortened(text), std::move(message));
}

void ShellText::setVariable(std::string_view name, std::string_view value)
{
    value = trimmed(value);
    if (value.size() > 1 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front())
        value = value.substr(1, value.size() - 2);
    m_variables[std::string(name)] = std::string(value);
    ++m_context.report().read;
    m_context.report().note("shell_variable", here(), std::string(name),
                            ImportText::tr("The value of this shell variable was put in where it is used."));
}

bool ShellText::continues()
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

std::string ShellText::word()
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
                ImportText::tr("An & without quotes would end the command in a shell; it was read as part "
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

bool ShellText::closesSingle() const
{
    const std::size_t close = m_text.find('\'', m_at + 1);
    return close != std::string::npos &&
           (close + 1 == m_text.size() || isBlank(m_text[close + 1]) || m_text[close + 1] == '^');
}

void ShellText::unfinished(std::size_t from)
{
    refuse("unterminated_quote", std::string_view(m_text).substr(from, 60),
           ImportText::tr("A quotation mark has no partner; everything behind it was read as one text."));
}

void ShellText::take(std::string &out)
{
    if (at() == '\n')
        ++m_line;
    out += m_text[m_at++];
}

void ShellText::singleQuoted(std::string &out)
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

void ShellText::doubleQuoted(std::string &out)
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

void ShellText::caretQuoted(std::string &out)
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

void ShellText::ansiQuoted(std::string &out)
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
            out += kind == 'a' ? '\a' : kind == 'b' ? '\b' : kind == 'f' ? '\f' : kind == 'v' ? '\v' : '\x1b';
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

bool ShellText::curlyQuoted(std::string &out)
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

bool ShellText::cmdVariable(std::string &out)
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

void ShellText::variable(const std::string &name, std::string &out)
{
    const auto known = m_variables.find(name);
    if (known != m_variables.end())
        out += known->second;
    else
        out += "{{" + name + "}}";
}

void ShellText::expansion(std::string &out)
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
        refuse("command_substitution", std::string_view(m_text).substr(m_at, end + 1 - m_at),
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
} // namespace bourse::workbench
