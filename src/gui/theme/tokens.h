#pragma once
// The design tokens: every colour of the window has a name here, once for light and once for dark.
#include "domain/lead/leadstate.h"
#include <QColor>
#include <QString>
#include <array>

namespace bourse::gui {

enum class Scheme { Light, Dark };

/// A colour by its job. The QSS file speaks of them by tokenName(): "@accent-text".
enum class Token {
    Window,  ///< behind everything
    Surface, ///< cards, tables, fields
    Raised,  ///< hovered rows, status bar, keycaps
    Text,
    Secondary,
    Muted,
    AccentText,  ///< links, the selected entry's icon
    PrimaryFill, ///< the one primary button of a view
    PrimaryHover,
    OnPrimary, ///< text on PrimaryFill
    Selection,
    Border,   ///< of controls
    Hairline, ///< between panes and rows
    Ok,
    Warn,
    Bad,
    Gain, ///< a change for the better in money and rates
    Loss,
    Track, ///< the empty part of a bar
    Count,
};

QColor tokenColor(Scheme scheme, Token token);
/// "accent-text"
QLatin1String tokenName(Token token);

struct ChipColors {
    QColor background;
    QColor text;
};
ChipColors chipColors(Scheme scheme, domain::Chip chip);

/// At most six series in one chart; what is beyond is summed as "Other".
inline constexpr int seriesCount = 6;
/// `index` 0…5
QColor seriesColor(Scheme scheme, int index);

/// The jobs text has. Sizes are pixels at scale 1: 12 caption, 13 body, 15 section, 20 title, 28 figure, 12.5
/// mono.
enum class TextRole {
    Caption,
    CaptionMedium,
    Body,
    BodyMedium,
    BodyStrong,
    Section,
    Title,
    Figure,
    Mono,
    Count
};

/// Heights of table rows in pixels at scale 1.
inline constexpr int rowCompact = 28;
inline constexpr int rowNormal = 32;
inline constexpr int rowTall = 40;
inline constexpr int controlHeight = 32;
inline constexpr int controlHeightSmall = 26;
inline constexpr int cornerRadius = 6;

} // namespace bourse::gui
