#include "exchange/redactor.h"
#include "domain/json/json.h"
#include <algorithm>
#include <set>

namespace bourse::exchange {

namespace {

bool unreserved(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_';
}

/// `kept` are characters beside letters, digits, "-._" that stay as they are.
std::string percentEncoded(std::string_view text, std::string_view kept, bool plusForSpace, bool upperCase)
{
    const char *digits = upperCase ? "0123456789ABCDEF" : "0123456789abcdef";
    std::string out;
    for (char c : text) {
        if (unreserved(c) || kept.find(c) != std::string_view::npos) {
            out += c;
        } else if (c == ' ' && plusForSpace) {
            out += '+';
        } else {
            auto byte = static_cast<unsigned char>(c);
            out += '%';
            out += digits[byte >> 4];
            out += digits[byte & 0x0f];
        }
    }
    return out;
}

std::string xmlEscaped(std::string_view text, bool quotes)
{
    std::string out;
    for (char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += quotes ? "&quot;" : "\"";
            break;
        case '\'':
            out += quotes ? "&apos;" : "'";
            break;
        default:
            out += c;
        }
    }
    return out;
}

std::string jsonEscaped(std::string_view text)
{
    std::string quoted;
    domain::writeJsonString(text, quoted);
    return quoted.substr(1, quoted.size() - 2);
}

std::string inHex(std::string_view text, bool upperCase)
{
    const char *digits = upperCase ? "0123456789ABCDEF" : "0123456789abcdef";
    std::string out;
    for (char c : text) {
        auto byte = static_cast<unsigned char>(c);
        out += digits[byte >> 4];
        out += digits[byte & 0x0f];
    }
    return out;
}

/// The characters of base64 text that depend on `text` alone when `before` bytes (0 to 2) precede it in its
/// group.
std::string base64Core(std::string_view text, std::size_t before, bool url)
{
    const char *alphabet = url ? "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                               : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::size_t firstBit = before * 8;
    std::size_t lastBit = firstBit + text.size() * 8;
    std::string out;
    for (std::size_t bit = (firstBit + 5) / 6 * 6; bit + 6 <= lastBit; bit += 6) {
        unsigned value = 0;
        for (std::size_t i = bit; i < bit + 6; ++i) {
            std::size_t at = i - firstBit;
            value = value << 1 | (static_cast<unsigned char>(text[at / 8]) >> (7 - at % 8) & 1u);
        }
        out += alphabet[value];
    }
    return out;
}

/// Of a shorter value the encodings would be found where it is not.
constexpr std::size_t shortestEncoded = 4;

/// A text as formats write it, itself included; most are the same for a text of letters and digits.
std::set<std::string> escapedForms(std::string_view text)
{
    std::set<std::string> forms{std::string(text), jsonEscaped(text), xmlEscaped(text, true),
                                xmlEscaped(text, false)};
    for (bool upper : {true, false}) {
        for (std::string_view kept : {"", "*", "~", "*~!'()"}) {
            forms.insert(percentEncoded(text, kept, false, upper));
            forms.insert(percentEncoded(text, kept, true, upper));
        }
    }
    return forms;
}

/// What of hexadecimal and base64 text hangs on `text` alone.
void addEncodings(const std::string &text, std::set<std::string> &forms)
{
    for (bool upper : {true, false})
        forms.insert(inHex(text, upper));
    for (std::size_t before = 0; before < 3; ++before)
        for (bool url : {false, true})
            forms.insert(base64Core(text, before, url));
}

} // namespace

void Redactor::prepare(const std::map<std::string, Secret> &secrets)
{
    bool same =
        std::equal(secrets.begin(), secrets.end(), m_known.begin(), m_known.end(),
                   [](const auto &left, const auto &right) {
                       return left.first == right.first && left.second.reveal() == right.second.reveal();
                   });
    if (same)
        return;
    m_known.assign(secrets.begin(), secrets.end());
    m_forms.clear();
    std::set<std::string> seen;
    for (const auto &[name, secret] : secrets) {
        std::string_view value = secret.reveal();
        if (value.empty())
            continue;
        // twice: JSON or XML in a form's parameter, "Basic base64(form-encoded)", JSON within JSON
        std::set<std::string> forms = escapedForms(value);
        for (const std::string &once : std::set<std::string>(forms))
            forms.merge(escapedForms(once));
        if (value.size() >= shortestEncoded)
            for (const std::string &escaped : std::set<std::string>(forms))
                addEncodings(escaped, forms);
        for (const std::string &form : forms)
            if (seen.insert(form).second)
                m_forms.emplace_back(Secret(form), "{{" + name + "}}");
    }
    // the longest first, so that a value that holds another one is replaced as a whole
    std::stable_sort(m_forms.begin(), m_forms.end(), [](const auto &left, const auto &right) {
        return left.first.reveal().size() > right.first.reveal().size();
    });
    m_window = m_forms.empty() ? 0 : std::min<std::size_t>(m_forms.back().first.reveal().size(), 255);
    m_jumps.assign(buckets, static_cast<std::uint8_t>(m_window > 1 ? m_window - 1 : 0));
    for (const auto &form : m_forms) {
        std::string_view value = form.first.reveal();
        for (std::size_t at = 1; at < m_window; ++at) {
            auto &jump = m_jumps[bucket(value[at - 1], value[at])];
            jump = std::min(jump, static_cast<std::uint8_t>(m_window - 1 - at));
        }
    }
}

const std::pair<Secret, std::string> *Redactor::formAt(std::string_view rest) const
{
    for (const auto &form : m_forms)
        if (rest.starts_with(form.first.reveal()))
            return &form;
    return nullptr;
}

bool Redactor::redact(std::string &text) const
{
    if (m_forms.empty())
        return false;
    std::string clean;
    std::size_t kept = 0; // what lies before it is in `clean`
    std::size_t start = 0;
    while (start + m_window <= text.size()) {
        if (m_window > 1) {
            std::size_t end = start + m_window - 1;
            if (std::uint8_t jump = m_jumps[bucket(text[end - 1], text[end])]) {
                start += jump;
                continue;
            }
        }
        const auto *form = formAt(std::string_view(text).substr(start));
        if (!form) {
            ++start;
            continue;
        }
        clean.append(text, kept, start - kept).append(form->second);
        start += form->first.reveal().size();
        kept = start;
    }
    if (kept > 0)
        text = clean.append(text, kept);
    return kept > 0;
}

} // namespace bourse::exchange
