#include "api/intakedecoder.h"
#include "domain/json/json.h"
#include <algorithm>
#include <cctype>

namespace bourse::api {

using domain::Object;
using domain::Value;

namespace {
std::string mediaType(const net::HttpRequest &request)
{
    const std::string *header = request.header("Content-Type");
    if (!header)
        return {};
    std::string type = header->substr(0, header->find(';'));
    while (!type.empty() && (type.back() == ' ' || type.back() == '\t'))
        type.pop_back();
    std::transform(type.begin(), type.end(), type.begin(), [](unsigned char c) { return std::tolower(c); });
    return type;
}

} // namespace

std::optional<std::string> queryParameter(std::string_view query, std::string_view name)
{
    auto fields = decodeForm(query);
    if (!fields)
        return std::nullopt;
    const Value *value = fields->find(name);
    return value ? std::optional(value->toText()) : std::nullopt;
}

Result<Object> decodeLead(const net::HttpRequest &request)
{
    if (request.body.empty()) {
        if (request.query.empty())
            return Error{"empty_body", "", "a body or a query string",
                         "The request has neither a body nor a query string."};
        auto fields = decodeForm(request.query);
        if (fields) {
            fields->remove("format");
            fields->remove("test");
        }
        return fields;
    }
    std::string type = mediaType(request);
    if (type == "application/json" || type.ends_with("+json")) {
        auto value = domain::parseJson(request.body, {.maxBytes = 1u << 20, .maxDepth = 32});
        if (!value)
            return value.errors();
        Object *object = value->asObject();
        if (!object)
            return Error{"not_an_object", "", "JSON object", "The body must be a JSON object of fields."};
        return std::move(*object);
    }
    if (type == "application/x-www-form-urlencoded")
        return decodeForm(request.body);
    if (type == "application/xml" || type == "text/xml" || type.ends_with("+xml"))
        return decodeXml(request.body);
    return Error{"unsupported_content_type", "Content-Type",
                 "application/json, application/x-www-form-urlencoded or application/xml",
                 "Send the lead as JSON, as a form or as XML, and say so in Content-Type."};
}

} // namespace bourse::api
