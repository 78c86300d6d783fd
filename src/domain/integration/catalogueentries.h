#pragma once
// What the entries of the catalogue of transforms are written with. Private to the integration room.
#include "domain/integration/catalogue.h"
#include <QtGlobal>
#include <cstdint>
#include <utility>
#include <vector>

namespace bourse::domain::entries {

using P = TransformParameter;
using K = TransformParameter::Kind;
using T = TransformInfo::Type;

inline constexpr const char *kText = QT_TRANSLATE_NOOP("Transforms", "Text");
inline constexpr const char *kEmpty = QT_TRANSLATE_NOOP("Transforms", "Emptiness and conditions");
inline constexpr const char *kNumbers = QT_TRANSLATE_NOOP("Transforms", "Numbers");
inline constexpr const char *kWords = QT_TRANSLATE_NOOP("Transforms", "Yes/no and lists of words");
inline constexpr const char *kDates = QT_TRANSLATE_NOOP("Transforms", "Dates");
inline constexpr const char *kPeople = QT_TRANSLATE_NOOP("Transforms", "Phone and e-mail");
inline constexpr const char *kPlaces = QT_TRANSLATE_NOOP("Transforms", "Places");
inline constexpr const char *kLists = QT_TRANSLATE_NOOP("Transforms", "Lists");
inline constexpr const char *kCoding = QT_TRANSLATE_NOOP("Transforms", "Hashes and encodings");

inline P text(const char *key, const char *label, const char *fallback = "\"\"")
{
    return {key, K::Text, label, false, fallback, {}, 0, 0};
}

inline P needed(const char *key, K kind, const char *label)
{
    return {key, kind, label, true, "", {}, 0, 0};
}

inline P optional(const char *key, K kind, const char *label)
{
    return {key, kind, label, false, "", {}, 0, 0};
}

inline P integer(const char *key, const char *label, const char *fallback, std::int64_t least,
                 std::int64_t most)
{
    return {key, K::Integer, label, false, fallback, {}, least, most};
}

inline P flag(const char *key, const char *label, bool fallback)
{
    return {key, K::Boolean, label, false, fallback ? "true" : "false", {}, 0, 0};
}

/// The first word is the default.
inline P choice(const char *key, const char *label, std::vector<const char *> words)
{
    return {key, K::Choice, label, false, "", std::move(words), 0, 0};
}

inline P rounding()
{
    return choice("rounding", QT_TRANSLATE_NOOP("Transforms", "Rounding"),
                  {"half_up", "half_even", "down", "up", "floor", "ceiling"});
}

inline P encoding()
{
    return choice("encoding", QT_TRANSLATE_NOOP("Transforms", "Written as"),
                  {"hex", "hex_upper", "base64", "base64url"});
}

inline P op(bool isRequired = true)
{
    return {"op",
            K::Operator,
            QT_TRANSLATE_NOOP("Transforms", "Test"),
            isRequired,
            "",
            {"exists", "missing", "empty", "not_empty", "equals", "equals_ci", "not_equals", "contains",
             "contains_ci", "starts_with", "starts_with_ci", "ends_with", "matches", "in", "in_ci", "gt",
             "ge", "lt", "le"},
            0,
            0};
}

// One function for each group.
void addText(std::vector<TransformInfo> &list);
void addEmpty(std::vector<TransformInfo> &list);
void addNumbers(std::vector<TransformInfo> &list);
void addWords(std::vector<TransformInfo> &list);
void addDates(std::vector<TransformInfo> &list);
void addPeople(std::vector<TransformInfo> &list);
void addPlaces(std::vector<TransformInfo> &list);
void addLists(std::vector<TransformInfo> &list);
void addCoding(std::vector<TransformInfo> &list);

} // namespace bourse::domain::entries
