#include "domain/json/json.h"

namespace bourse::domain {
namespace {

void writeIndented(const Value &value, int depth, std::string &out)
{
    const auto newLine = [&out](int level) {
        out += '\n';
        out.append(static_cast<std::size_t>(level) * 2, ' ');
    };
    if (const Array *array = value.asArray(); array && !array->empty()) {
        out += '[';
        for (std::size_t i = 0; i < array->size(); ++i) {
            if (i)
                out += ',';
            newLine(depth + 1);
            writeIndented((*array)[i], depth + 1, out);
        }
        newLine(depth);
        out += ']';
    } else if (const Object *object = value.asObject(); object && !object->empty()) {
        out += '{';
        bool first = true;
        for (const Member &member : *object) {
            if (!first)
                out += ',';
            first = false;
            newLine(depth + 1);
            writeJsonString(member.first, out);
            out += ": ";
            writeIndented(member.second, depth + 1, out);
        }
        newLine(depth);
        out += '}';
    } else {
        writeJson(value, out);
    }
}

} // namespace

void writeJsonString(std::string_view text, std::string &out)
{
    static constexpr char kHex[] = "0123456789abcdef";
    out += '"';
    std::size_t clean = 0; // start of the run that needs no escape
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        out.append(text, clean, i - clean);
        clean = i + 1;
        out += '\\';
        switch (c) {
        case '"':
        case '\\':
            out += static_cast<char>(c);
            break;
        case '\b':
            out += 'b';
            break;
        case '\f':
            out += 'f';
            break;
        case '\n':
            out += 'n';
            break;
        case '\r':
            out += 'r';
            break;
        case '\t':
            out += 't';
            break;
        default:
            out += "u00";
            out += kHex[c >> 4];
            out += kHex[c & 15];
        }
    }
    out.append(text, clean, text.size() - clean);
    out += '"';
}

void writeJson(const Value &value, std::string &out)
{
    switch (value.kind()) {
    case Value::Kind::Null:
        out += "null";
        break;
    case Value::Kind::Bool:
        out += *value.asBool() ? "true" : "false";
        break;
    case Value::Kind::Number:
        out += value.asNumber()->text;
        break;
    case Value::Kind::String:
        writeJsonString(*value.asString(), out);
        break;
    case Value::Kind::Array: {
        out += '[';
        bool first = true;
        for (const Value &item : *value.asArray()) {
            if (!first)
                out += ',';
            first = false;
            writeJson(item, out);
        }
        out += ']';
        break;
    }
    case Value::Kind::Object: {
        out += '{';
        bool first = true;
        for (const Member &member : *value.asObject()) {
            if (!first)
                out += ',';
            first = false;
            writeJsonString(member.first, out);
            out += ':';
            writeJson(member.second, out);
        }
        out += '}';
        break;
    }
    }
}

std::string writeJson(const Value &value)
{
    std::string out;
    out.reserve(256);
    writeJson(value, out);
    return out;
}

std::string writeJsonPretty(const Value &value)
{
    std::string out;
    out.reserve(1024);
    writeIndented(value, 0, out);
    out += '\n';
    return out;
}

} // namespace bourse::domain
