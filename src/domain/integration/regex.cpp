#include "domain/integration/regex.h"
#include <algorithm>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace bourse::domain {
namespace {
// Enough for any rule that reads an answer, and a bound of some tens of milliseconds for one that does not.
constexpr std::uint32_t kMatchLimit = 500'000;
constexpr std::uint32_t kRepeatedMatchLimit = 100'000; ///< of each match where all are wanted
constexpr std::size_t kRepeatedBytes = 256u << 20;     ///< that all of them may look at
constexpr std::uint32_t kDepthLimit = 5'000;
constexpr std::uint32_t kHeapLimitKiB = 4'096;
constexpr std::size_t kMaxPattern = 4'096;

struct MatchDataFree {
    void operator()(pcre2_match_data *data) const { pcre2_match_data_free(data); }
};
} // namespace

struct Regex::Code {
    pcre2_code *code = nullptr;
    pcre2_match_context *context = nullptr;
    pcre2_match_context *repeated = nullptr;
    Code() = default;
    Code(const Code &) = delete;
    Code &operator=(const Code &) = delete;
    ~Code()
    {
        pcre2_match_context_free(context);
        pcre2_match_context_free(repeated);
        pcre2_code_free(code);
    }
};

Result<Regex> Regex::compile(std::string_view pattern, bool ignoreCase)
{
    if (pattern.empty() || pattern.size() > kMaxPattern)
        return Error{"invalid_pattern", {}, "1 to 4096 bytes", "The pattern is empty or too long."};
    auto code = std::make_shared<Code>();
    int failure = 0;
    PCRE2_SIZE at = 0;
    const std::uint32_t options =
        PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C | (ignoreCase ? PCRE2_CASELESS : 0u);
    code->code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), options,
                               &failure, &at, nullptr);
    if (!code->code) {
        PCRE2_UCHAR text[160];
        pcre2_get_error_message(failure, text, sizeof text);
        return Error{"invalid_pattern",
                     {},
                     "PCRE2",
                     "The pattern is wrong at character " + std::to_string(at + 1) + ": " +
                         reinterpret_cast<const char *>(text) + "."};
    }
    const auto limited = [](std::uint32_t matchLimit) {
        pcre2_match_context *context = pcre2_match_context_create(nullptr);
        pcre2_set_match_limit(context, matchLimit);
        pcre2_set_depth_limit(context, kDepthLimit);
        pcre2_set_heap_limit(context, kHeapLimitKiB);
        return context;
    };
    code->context = limited(kMatchLimit);
    code->repeated = limited(kRepeatedMatchLimit);
    return Regex(std::move(code));
}

Result<std::optional<Regex::Match>> Regex::find(std::string_view text, std::size_t from) const
{
    return findFrom(text, from, false);
}

std::vector<Regex::Match> Regex::findAll(std::string_view text, std::size_t most, bool &isComplete) const
{
    std::vector<Match> out;
    std::size_t looked = 0;
    for (std::size_t from = 0; from <= text.size();) {
        looked += text.size() - from;
        if (out.size() == most || looked > kRepeatedBytes) {
            isComplete = false;
            break;
        }
        auto match = findFrom(text, from, true);
        if (!match || !*match) {
            isComplete = isComplete && match.ok();
            break;
        }
        from = std::max((*match)->end, from);
        if ((*match)->end == (*match)->begin) // one of no length would be found for ever
            for (++from; from < text.size() && (static_cast<unsigned char>(text[from]) & 0xC0) == 0x80;)
                ++from;
        out.push_back(std::move(**match));
    }
    return out;
}

Result<std::optional<Regex::Match>> Regex::findFrom(std::string_view text, std::size_t from,
                                                    bool isOneOfMany) const
{
    const std::unique_ptr<pcre2_match_data, MatchDataFree> data(
        pcre2_match_data_create_from_pattern(m_code->code, nullptr));
    const int found = pcre2_match(m_code->code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), from,
                                  0, data.get(), isOneOfMany ? m_code->repeated : m_code->context);
    if (found == PCRE2_ERROR_NOMATCH)
        return std::optional<Match>();
    if (found < 0)
        return Error{"regex_limit", {}, "match limits", "The pattern needs too many steps on this text."};
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(data.get());
    Match match;
    match.begin = ends[0];
    match.end = ends[1];
    match.groups.resize(groupCount() + 1);
    for (int i = 0; i < found; ++i)
        if (ends[2 * i] != PCRE2_UNSET && ends[2 * i] <= ends[2 * i + 1])
            match.groups[static_cast<std::size_t>(i)] =
                text.substr(ends[2 * i], ends[2 * i + 1] - ends[2 * i]);
    return std::optional<Match>(std::move(match));
}

bool Regex::matches(std::string_view text) const
{
    const auto match = find(text);
    return match.ok() && match->has_value();
}

std::size_t Regex::groupCount() const
{
    std::uint32_t count = 0;
    pcre2_pattern_info(m_code->code, PCRE2_INFO_CAPTURECOUNT, &count);
    return count;
}

} // namespace bourse::domain
