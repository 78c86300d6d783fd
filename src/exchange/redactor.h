#pragma once
// Takes secrets out of text that is stored. Requests are rendered once, with their secrets, since a signature
// cannot be made without them; the stored copy then has each secret's value replaced by {{name}}.
#include "base/secret.h"
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bourse::exchange {

/// Knows the forms in which a value can stand in a request: as it is; escaped for JSON or XML;
/// percent-encoded (the URL's and the form's way, either case of the digits); each of these within another,
/// as JSON in a form's parameter is; and all of them in hexadecimal and inside base64 and base64url text at
/// each of the three alignments, so that "Basic base64(user:password)" is found (up to two characters at
/// either end of such a piece mix with their neighbours and stay). What is computed one-way from a secret (a
/// signature, a digest) is no secret and stays, because it explains a refused request.
class Redactor {
  public:
    /// Prepares for these values; cheap where they are the ones it already knows.
    void prepare(const std::map<std::string, Secret> &secrets);
    /// Replaces every form of every value in place, from the left, the longest that fits; true if there were
    /// any.
    bool redact(std::string &text) const;

  private:
    static constexpr std::size_t buckets = 4096;
    static std::size_t bucket(char first, char second)
    {
        return (static_cast<unsigned char>(first) * 131u + static_cast<unsigned char>(second)) % buckets;
    }
    const std::pair<Secret, std::string> *formAt(std::string_view rest) const;

    std::vector<std::pair<std::string, Secret>> m_known;
    std::vector<std::pair<Secret, std::string>> m_forms; ///< what to find, what to write; longest first
    /// How far a search may jump when its window of the shortest form's length ends with a pair of
    /// characters: all forms are looked for at once, and most of the text is never looked at (Wu and Manber,
    /// 1994).
    std::vector<std::uint8_t> m_jumps;
    std::size_t m_window = 0;
};

} // namespace bourse::exchange
