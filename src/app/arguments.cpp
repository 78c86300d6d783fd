#include "app/arguments.h"
#include "domain/json/json.h"
#include <cstdio>

namespace bourse::app {

Result<Arguments> Arguments::parse(const QStringList &arguments, const Names &names)
{
    auto usage = [](const QString &message, const QString &field) {
        return Error{"usage", field.toStdString(), "", message.toStdString()};
    };
    Arguments result;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        QString word = arguments[i];
        if (!word.startsWith(QLatin1String("--")) || word == QLatin1String("--")) {
            if (result.m_positions.size() >= names.positions)
                return usage(QStringLiteral("\"%1\" is one argument too many.").arg(word), word);
            result.m_positions << word;
            continue;
        }
        const qsizetype equals = word.indexOf(QLatin1Char('='));
        const QString name = word.mid(2, equals < 0 ? -1 : equals - 2);
        if (names.flags.contains(name) && equals < 0) {
            result.m_flags.insert(name);
        } else if (names.values.contains(name)) {
            if (equals < 0 && i + 1 >= arguments.size())
                return usage(QStringLiteral("--%1 needs a value.").arg(name), word);
            result.m_values[name] = equals < 0 ? arguments[++i] : word.mid(equals + 1);
        } else {
            return usage(QStringLiteral("\"%1\" is not an option here.").arg(word), word);
        }
    }
    return result;
}

std::optional<QString> Arguments::value(const QString &name) const
{
    auto it = m_values.find(name);
    return it == m_values.end() ? std::nullopt : std::optional(it->second);
}

int refuse(const Errors &errors)
{
    domain::Array list;
    for (const Error &error : errors) {
        domain::Object item;
        item.append("code", error.code);
        item.append("field", error.field);
        item.append("rule", error.rule);
        item.append("message", error.message);
        list.emplace_back(std::move(item));
    }
    std::string text = domain::writeJson(domain::Value(std::move(list))) + "\n";
    std::fwrite(text.data(), 1, text.size(), stderr);
    return errors.front().code == "usage" ? Usage : Refused;
}

} // namespace bourse::app
