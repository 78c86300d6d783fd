#include "api/callbackresource.h"
#include "api/problem.h"

namespace bourse::api {

namespace {
net::HttpResponse toResponse(const market::CallbackAnswer &taken)
{
    if (taken.problem) {
        const Error &why = *taken.problem;
        if (taken.answer.status == 503) // what went wrong with us is not the buyer's affair
            return problemRetryAfter(503, "unavailable", "The callback cannot be taken now.", 30);
        if (taken.answer.status == 401)
            return problem(401, why.code, why.message);
        return problem(taken.answer.status, why.code, why.message, {why});
    }
    net::HttpResponse response;
    response.status = taken.answer.status;
    if (!taken.answer.contentType.empty())
        response.headers.emplace_back("Content-Type", taken.answer.contentType);
    response.headers.emplace_back("Cache-Control", "no-store");
    response.body = taken.answer.body;
    return response;
}
} // namespace

void CallbackResource::take(net::HttpRequest request, const net::HttpResponder &responder,
                            std::string_view integration)
{
    domain::InboundRequest inbound{std::move(request.method), std::move(request.target),
                                   std::move(request.headers), std::move(request.body)};
    m_market.callback(
        std::string(integration), std::move(inbound),
        [responder](const market::CallbackAnswer &taken) { responder.send(toResponse(taken)); });
}

} // namespace bourse::api
