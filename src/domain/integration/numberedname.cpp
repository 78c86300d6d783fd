#include "domain/integration/numberedname.h"
#include <algorithm>

namespace bourse::domain {

NumberedName::NumberedName(std::string_view text, bool marks)
{
    std::string literal;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view rest = text.substr(i);
        const bool begins = marks && (rest.starts_with("{n") || rest.starts_with("{i"));
        const bool plain = begins && rest.size() > 2 && rest[2] == '}';
        const bool outer =
            begins && rest.size() > 4 && rest[2] == '^' && rest[3] >= '1' && rest[3] <= '7' && rest[4] == '}';
        if (!plain && !outer) {
            literal += text[i];
            continue;
        }
        m_literals.push_back(std::move(literal));
        literal.clear();
        m_marks.push_back({rest[1], outer ? rest[3] - '0' : 0});
        i += outer ? 4 : 2;
    }
    m_literals.push_back(std::move(literal));
}

int NumberedName::levels() const
{
    int most = 0;
    for (const Mark &mark : m_marks)
        most = std::max(most, mark.up + 1);
    return most;
}

void NumberedName::append(const NumberScope *scope, std::string &out) const
{
    for (std::size_t i = 0; i < m_literals.size(); ++i) {
        out += m_literals[i];
        if (i == m_marks.size())
            return;
        const NumberScope *its = scope;
        for (int up = m_marks[i].up; up > 0 && its; --up)
            its = its->outer;
        if (its)
            out += std::to_string(m_marks[i].kind == 'i' ? its->index : its->number);
    }
}

std::string NumberedName::shifted(int by) const
{
    std::string out;
    for (std::size_t i = 0; i < m_literals.size(); ++i) {
        out += m_literals[i];
        if (i == m_marks.size())
            break;
        const int up = std::max(0, m_marks[i].up + by);
        out += std::string("{") + m_marks[i].kind + (up > 0 ? '^' + std::to_string(up) : "") + '}';
    }
    return out;
}

std::size_t NumberedName::firstOwnMark() const
{
    std::size_t at = 0;
    for (std::size_t i = 0; i < m_marks.size(); ++i) {
        at += m_literals[i].size();
        if (m_marks[i].up == 0)
            return at;
        at += 5;
    }
    return std::string::npos;
}

std::string NumberedName::sample() const
{
    std::string out;
    for (std::size_t i = 0; i < m_literals.size(); ++i) {
        out += m_literals[i];
        if (i < m_marks.size())
            out += '1';
    }
    return out;
}

} // namespace bourse::domain
