#include "api/problem.h"
#include "domain/json/json.h"

namespace bourse::api {

static const char *title(int status)
{
    switch (status) {
    case 400:
        return "The request is malformed";
    case 401:
        return "A valid key is needed";
    case 403:
        return "The key does not allow this";
    case 404:
        return "There is nothing here";
    case 405:
        return "The method is not allowed here";
    case 409:
        return "The request is already being worked on";
    case 413:
        return "The request is too large";
    case 415:
        return "The content type is not supported";
    case 422:
        return "The lead is not valid";
    case 429:
        return "Too many requests";
    case 503:
        return "The service cannot take leads now";
    }
    return "The request failed";
}

net::HttpResponse problem(int status, const std::string &code, const std::string &detail,
                          const Errors &errors)
{
    using namespace domain;
    Object body;
    body.append("type", "about:blank");
    body.append("title", title(status));
    body.append("status", status);
    body.append("code", code);
    body.append("detail", detail);
    if (!errors.empty()) {
        Array list;
        list.reserve(errors.size());
        for (const Error &error : errors) {
            Object item;
            item.append("field", error.field);
            item.append("rule", error.rule);
            item.append("code", error.code);
            item.append("message", error.message);
            list.emplace_back(std::move(item));
        }
        body.append("errors", std::move(list));
    }
    net::HttpResponse response;
    response.status = status;
    response.headers = {{"Content-Type", "application/problem+json"}, {"Cache-Control", "no-store"}};
    response.body = writeJson(Value(std::move(body)));
    return response;
}

net::HttpResponse problemRetryAfter(int status, const std::string &code, const std::string &detail,
                                    int seconds)
{
    net::HttpResponse response = problem(status, code, detail);
    response.headers.emplace_back("Retry-After", std::to_string(seconds));
    return response;
}

} // namespace bourse::api
