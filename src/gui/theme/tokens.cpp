#include "gui/theme/tokens.h"

namespace bourse::gui {
namespace {

struct TokenRow {
    const char *name;
    QRgb light;
    QRgb dark;
};

constexpr std::array<TokenRow, static_cast<std::size_t>(Token::Count)> tokens{{
    {"window", 0xFFF5F6F8, 0xFF14171C},        {"surface", 0xFFFFFFFF, 0xFF1B1F26},
    {"raised", 0xFFEEF1F5, 0xFF242A33},        {"text", 0xFF1A1F28, 0xFFE8EBF0},
    {"secondary", 0xFF465061, 0xFFB6BFCB},     {"muted", 0xFF5F6978, 0xFF98A2B1},
    {"accent-text", 0xFF1D5BCB, 0xFF82ADFF},   {"primary-fill", 0xFF1D5BCB, 0xFF2F6BDB},
    {"primary-hover", 0xFF174AA6, 0xFF3F79E6}, {"on-primary", 0xFFFFFFFF, 0xFFFFFFFF},
    {"selection", 0xFFDCE8FC, 0xFF23395F},     {"border", 0xFF7F8998, 0xFF76818F},
    {"hairline", 0xFFDDE2E9, 0xFF323945},      {"ok", 0xFF0A6B4A, 0xFF4CC99A},
    {"warn", 0xFF7D5200, 0xFFE8B64C},          {"bad", 0xFFB3261E, 0xFFFF8A80},
    {"gain", 0xFF0072B2, 0xFF56B4E9},          {"loss", 0xFFA8380A, 0xFFFF8A5C},
    {"track", 0xFFE2E7ED, 0xFF323945},
}};

struct ChipRow {
    QRgb lightBackground, lightText, darkBackground, darkText;
};

// In the order of domain::Chip. Unknown wears the warning tint and is told from Pending by its question mark;
// Suppressed is an end without a sale, as Unsold is.
constexpr std::array<ChipRow, 12> chips{{
    {0xFFE9ECF1, 0xFF465061, 0xFF2B313B, 0xFFB6BFCB}, // Received
    {0xFFE1ECFD, 0xFF174AA6, 0xFF1F3258, 0xFFA6C5FF}, // Routing
    {0xFFD8F3E8, 0xFF0A5C40, 0xFF12382B, 0xFF6EDDB2}, // Sold
    {0xFFFFF0CC, 0xFF6E4800, 0xFF3B2E0E, 0xFFF2C766}, // Pending
    {0xFFFFE3D3, 0xFF8F3705, 0xFF42240F, 0xFFFFB286}, // Rejected
    {0xFFF4EBD9, 0xFF66480F, 0xFF35301F, 0xFFDCC48C}, // TimeOut
    {0xFFFCE0DE, 0xFF9C1F18, 0xFF45201D, 0xFFFFA79F}, // Error
    {0xFFECE4FB, 0xFF55299F, 0xFF33265A, 0xFFCBB7FF}, // Duplicate
    {0xFFFBE1EF, 0xFF8A1F5C, 0xFF43203A, 0xFFFFA9D6}, // Returned
    {0xFFDDE1E7, 0xFF323A46, 0xFF3A414D, 0xFFD6DCE4}, // Unsold
    {0xFFFFF0CC, 0xFF6E4800, 0xFF3B2E0E, 0xFFF2C766}, // Unknown
    {0xFFDDE1E7, 0xFF323A46, 0xFF3A414D, 0xFFD6DCE4}, // Suppressed
}};

constexpr std::array<QRgb, seriesCount> seriesLight{0xFF0072B2, 0xFFC77F00, 0xFF009E73,
                                                    0xFFA8437F, 0xFF8F3300, 0xFF3A3F4A};
constexpr std::array<QRgb, seriesCount> seriesDark{0xFF56B4E9, 0xFFFFC04D, 0xFF009E73,
                                                   0xFFCC79A7, 0xFFE0560F, 0xFFE8EBF0};

} // namespace

QColor tokenColor(Scheme scheme, Token token)
{
    const TokenRow &row = tokens[static_cast<std::size_t>(token)];
    return QColor::fromRgba(scheme == Scheme::Light ? row.light : row.dark);
}

QLatin1String tokenName(Token token)
{
    return QLatin1String(tokens[static_cast<std::size_t>(token)].name);
}

ChipColors chipColors(Scheme scheme, domain::Chip chip)
{
    const ChipRow &row = chips[static_cast<std::size_t>(chip)];
    if (scheme == Scheme::Light)
        return {QColor::fromRgba(row.lightBackground), QColor::fromRgba(row.lightText)};
    return {QColor::fromRgba(row.darkBackground), QColor::fromRgba(row.darkText)};
}

QColor seriesColor(Scheme scheme, int index)
{
    const auto &table = scheme == Scheme::Light ? seriesLight : seriesDark;
    return QColor::fromRgba(table[static_cast<std::size_t>(qBound(0, index, seriesCount - 1))]);
}

} // namespace bourse::gui
