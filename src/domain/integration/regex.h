#pragma once
// Regular expressions on foreign input: PCRE2 with limits, so that no pattern on no text runs away.
#include "base/result.h"
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bourse::domain {

/// A compiled pattern; immutable, shared between threads.
class Regex {
  public:
    /// Code "invalid_pattern", with what is wrong and where in the message.
    static Result<Regex> compile(std::string_view pattern, bool ignoreCase = false);

    struct Match {
        /// Group 0 is the whole match; a group that took no part is empty.
        std::vector<std::string_view> groups;
        std::size_t begin = 0;
        std::size_t end = 0;
    };
    /// First match at or after `from`. No match is an empty optional; a limit that was hit is "regex_limit".
    Result<std::optional<Match>> find(std::string_view text, std::size_t from = 0) const;
    /// All matches from the front, one behind the other. Fewer limits than for one match count for each of
    /// them; `isComplete` becomes false where a limit ended the search.
    std::vector<Match> findAll(std::string_view text, std::size_t most, bool &isComplete) const;
    /// True if it matches somewhere; a limit that was hit counts as no match.
    bool matches(std::string_view text) const;
    /// Number of capturing groups.
    std::size_t groupCount() const;

  private:
    struct Code;
    Result<std::optional<Match>> findFrom(std::string_view text, std::size_t from, bool isOneOfMany) const;
    explicit Regex(std::shared_ptr<const Code> code) : m_code(std::move(code)) {}
    std::shared_ptr<const Code> m_code;
};

} // namespace bourse::domain
