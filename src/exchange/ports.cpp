#include "exchange/ports.h"
#include <algorithm>
#include <array>

namespace bourse::exchange {

namespace {
constexpr std::array<std::string_view, 7> attemptKindNames{"ping",        "post",     "status", "notify_win",
                                                           "notify_loss", "callback", "resend"};
} // namespace

std::string_view name(AttemptKind kind)
{
    return attemptKindNames[static_cast<std::size_t>(kind)];
}

std::optional<AttemptKind> attemptKindFromName(std::string_view name)
{
    const auto at = std::find(attemptKindNames.begin(), attemptKindNames.end(), name);
    if (at == attemptKindNames.end())
        return std::nullopt;
    return static_cast<AttemptKind>(at - attemptKindNames.begin());
}

} // namespace bourse::exchange
