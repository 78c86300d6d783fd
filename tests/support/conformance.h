#pragma once
// Public test data that lies outside the source: BOURSE_CONFORMANCE_DIR says where.
#include "domain/json/json.h"
#include <QDir>
#include <QFile>
#include <QTest>
#include <optional>

namespace bourse::support {

/// The folder, or empty where the variable is not set.
inline QString conformanceDir()
{
    return qEnvironmentVariable("BOURSE_CONFORMANCE_DIR");
}

inline std::optional<std::string> conformanceText(const QString &file)
{
    QFile source(conformanceDir() + QLatin1Char('/') + file);
    if (conformanceDir().isEmpty() || !source.open(QIODevice::ReadOnly))
        return std::nullopt;
    return source.readAll().toStdString();
}

/// A JSON file; what cannot be read fails the test that wants it.
inline domain::Value conformanceJson(const QString &file)
{
    const auto text = conformanceText(file);
    if (!text)
        qFatal("%s is missing", qPrintable(file));
    auto value = domain::parseJson(*text);
    if (!value)
        qFatal("%s: %s", qPrintable(file), value.error().message.c_str());
    return std::move(*value);
}

inline std::string textOf(const domain::Value &object, std::string_view key)
{
    const domain::Value *value = object.find(key);
    return value ? value->toText() : std::string();
}

} // namespace bourse::support

/// Skips with a notice that can be seen.
#define BOURSE_NEEDS_CONFORMANCE(what)                                                                       \
    if (bourse::support::conformanceDir().isEmpty())                                                         \
    QSKIP("BOURSE_CONFORMANCE_DIR is not set: " what " are not run")
