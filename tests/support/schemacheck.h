#pragma once
// As much of JSON Schema (draft 7) as resources/schemas uses, for tests only.
#include "domain/json/json.h"
#include <QRegularExpression>
#include <QString>
#include <algorithm>
#include <cstdlib>
#include <string>

namespace bourse::tests {

class SchemaCheck {
  public:
    explicit SchemaCheck(const domain::Value &root) : m_root(root) {}
    /// "" if the value fits, else where and why not.
    std::string problem(const domain::Value &value) const { return check(m_root, value, "$"); }
    std::string problem(const domain::Value &value, const std::string &definition) const
    {
        return check(*m_root.find("definitions")->find(definition), value, "$");
    }

  private:
    using Value = domain::Value;

    static bool hasType(const std::string &type, const Value &value)
    {
        return (type == "object" && value.isObject()) || (type == "array" && value.isArray()) ||
               (type == "string" && value.isString()) || (type == "boolean" && value.isBool()) ||
               (type == "null" && value.isNull()) || (type == "number" && value.isNumber()) ||
               (type == "integer" && value.isNumber() &&
                value.asNumber()->text.find_first_of(".eE") == std::string::npos);
    }

    std::string check(const Value &schema, const Value &value, const std::string &at) const
    {
        if (schema.isBool())
            return *schema.asBool() ? "" : at + ": nothing is allowed here";
        if (const Value *reference = schema.find("$ref"))
            return check(*m_root.find("definitions")->find(reference->toText().substr(14)), value, at);
        for (const auto &[key, rule] : *schema.asObject())
            if (std::string why = keyword(schema, key, rule, value, at); !why.empty())
                return why;
        return {};
    }

    std::string keyword(const Value &schema, const std::string &key, const Value &rule, const Value &value,
                        const std::string &at) const
    {
        if (key == "type") {
            bool fits = rule.isString() && hasType(rule.toText(), value);
            for (std::size_t i = 0; rule.isArray() && i < rule.asArray()->size(); ++i)
                fits = fits || hasType((*rule.asArray())[i].toText(), value);
            return fits ? "" : at + ": wrong type";
        }
        if (key == "const")
            return rule == value ? "" : at + ": not " + rule.toText();
        if (key == "enum") {
            const auto &list = *rule.asArray();
            return std::find(list.begin(), list.end(), value) != list.end() ? "" : at + ": not in the list";
        }
        if (key == "oneOf" || key == "anyOf") {
            int fits = 0;
            std::string whys;
            for (const Value &one : *rule.asArray()) {
                const std::string why = check(one, value, at);
                fits += why.empty();
                whys += (whys.empty() ? "" : " | ") + why;
            }
            if (fits == 0)
                return at + ": none of (" + whys.substr(0, 2000) + ")";
            return key == "oneOf" && fits > 1 ? at + ": several of one" : "";
        }
        const auto bound = [&rule] {
            return std::atoll(rule.toText().c_str());
        };
        if (const domain::Object *object = value.asObject()) {
            if (key == "required")
                for (const Value &name : *rule.asArray())
                    if (!object->contains(name.toText()))
                        return at + ": " + name.toText() + " is missing";
            if (key == "minProperties" && static_cast<long long>(object->size()) < bound())
                return at + ": too few members";
            if (key == "properties" || key == "additionalProperties")
                for (const auto &[name, member] : *object) {
                    const Value *properties = schema.find("properties");
                    const bool named = properties && properties->find(name);
                    if (named != (key == "properties"))
                        continue;
                    const Value &its = named ? *properties->find(name) : rule;
                    if (std::string why = check(its, member, at + "." + name); !why.empty())
                        return why;
                }
        }
        if (const domain::Array *array = value.asArray()) {
            if (key == "minItems" && static_cast<long long>(array->size()) < bound())
                return at + ": too few items";
            for (std::size_t i = 0; key == "items" && i < array->size(); ++i)
                if (std::string why = check(rule, (*array)[i], at + "[" + std::to_string(i) + "]");
                    !why.empty())
                    return why;
        }
        if (value.isString()) {
            const QString text = QString::fromStdString(value.toText());
            if (key == "minLength" && text.size() < bound())
                return at + ": too short";
            if (key == "pattern" &&
                !QRegularExpression(QString::fromStdString(rule.toText())).match(text).hasMatch())
                return at + ": another pattern";
        }
        if (value.isNumber()) {
            const long long number = std::atoll(value.toText().c_str());
            if ((key == "minimum" && number < bound()) || (key == "maximum" && number > bound()))
                return at + ": out of range";
        }
        return {};
    }

    const Value &m_root;
};

} // namespace bourse::tests
