#include "domain/integration/transliterate.h"
#include <QString>
#include <algorithm>
#include <array>

namespace bourse::domain {
namespace {

struct Spelling {
    char16_t letter;
    const char *ascii;
};

// Sorted by letter; capitals follow from the small letters where they are in Greek or Cyrillic.
constexpr Spelling kSpellings[] = {
    {u'\u00A0', " "},   {u'\u00A3', "GBP"},  {u'\u00A9', "(c)"}, {u'\u00AB', "\""}, {u'\u00AD', ""},
    {u'\u00AE', "(r)"}, {u'\u00B4', "'"},    {u'\u00B7', "."},   {u'\u00BB', "\""}, {u'\u00C6', "AE"},
    {u'\u00D0', "D"},   {u'\u00D7', "x"},    {u'\u00D8', "O"},   {u'\u00DE', "Th"}, {u'\u00DF', "ss"},
    {u'\u00E6', "ae"},  {u'\u00F0', "d"},    {u'\u00F8', "o"},   {u'\u00FE', "th"}, {u'\u0110', "D"},
    {u'\u0111', "d"},   {u'\u0126', "H"},    {u'\u0127', "h"},   {u'\u0131', "i"},  {u'\u0138', "k"},
    {u'\u0141', "L"},   {u'\u0142', "l"},    {u'\u014A', "N"},   {u'\u014B', "n"},  {u'\u0152', "OE"},
    {u'\u0153', "oe"},  {u'\u0166', "T"},    {u'\u0167', "t"},   {u'\u0192', "f"},  {u'\u1E9E', "SS"},
    {u'\u2010', "-"},   {u'\u2011', "-"},    {u'\u2012', "-"},   {u'\u2013', "-"},  {u'\u2014', "-"},
    {u'\u2015', "-"},   {u'\u2018', "'"},    {u'\u2019', "'"},   {u'\u201A', "'"},  {u'\u201B', "'"},
    {u'\u201C', "\""},  {u'\u201D', "\""},   {u'\u201E', "\""},  {u'\u2022', "*"},  {u'\u2026', "..."},
    {u'\u2032', "'"},   {u'\u2033', "\""},   {u'\u2039', "'"},   {u'\u203A', "'"},  {u'\u2044', "/"},
    {u'\u20AC', "EUR"}, {u'\u2122', "(tm)"}, {u'\u2212', "-"},
};

constexpr std::array<const char *, 25> kGreek = {"a", "b", "g", "d", "e",  "z",  "i", "th", "i",
                                                 "k", "l", "m", "n", "x",  "o",  "p", "r",  "s",
                                                 "s", "t", "y", "f", "ch", "ps", "o"};
constexpr std::array<const char *, 32> kCyrillic = {
    "a", "b", "v", "g", "d", "e",  "zh", "z",  "i",  "y",    "k", "l", "m", "n", "o",  "p",
    "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "",  "y", "",  "e", "yu", "ya"};

/// A small Greek or Cyrillic letter spelled out; nullptr for anything else.
const char *spelled(char16_t c)
{
    if (c >= u'\u03B1' && c <= u'\u03C9')
        return kGreek[static_cast<std::size_t>(c - u'\u03B1')];
    if (c >= u'\u0430' && c <= u'\u044F')
        return kCyrillic[static_cast<std::size_t>(c - u'\u0430')];
    switch (c) {
    case u'\u0451':
        return "e";
    case u'\u0454':
        return "ye";
    case u'\u0456':
        return "i";
    case u'\u0457':
        return "yi";
    case u'\u0491':
        return "g";
    default:
        return nullptr;
    }
}

} // namespace

std::string toAscii(std::string_view text, std::string_view unknown)
{
    if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
        return std::string(text);
    std::string out;
    // й and ё would lose what makes them letters of their own: composed letters are looked up first.
    const QString wide = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))
                             .normalized(QString::NormalizationForm_C);
    const auto put = [&](QChar c) {
        const char16_t unit = c.unicode();
        if (unit < 0x80) {
            out += static_cast<char>(unit);
            return true;
        }
        const auto known = std::lower_bound(std::begin(kSpellings), std::end(kSpellings), unit,
                                            [](const Spelling &s, char16_t u) { return s.letter < u; });
        if (known != std::end(kSpellings) && known->letter == unit) {
            out += known->ascii;
            return true;
        }
        const char *small = spelled(c.toLower().unicode());
        if (!small)
            return false;
        std::string letters = small;
        if (c.isUpper() && !letters.empty() && letters[0] >= 'a' && letters[0] <= 'z')
            letters[0] = static_cast<char>(letters[0] - 32);
        out += letters;
        return true;
    };
    for (qsizetype i = 0; i < wide.size(); ++i) {
        const QChar c = wide[i];
        if (put(c))
            continue;
        const bool pair = c.isHighSurrogate() && i + 1 < wide.size() && wide[i + 1].isLowSurrogate();
        const QString parts = wide.mid(i, pair ? 2 : 1).normalized(QString::NormalizationForm_KD);
        i += pair;
        const std::size_t before = out.size();
        bool known = false;
        for (const QChar part : parts)
            known = part.isMark() || put(part) || known;
        if (!known && out.size() == before)
            out += unknown;
    }
    return out;
}

} // namespace bourse::domain
