#include "api/apiserver.h"
#include "api/callbackresource.h"
#include "api/choicepage.h"
#include "api/inboundresource.h"
#include "api/leadresource.h"
#include "api/pingresource.h"
#include "api/problem.h"
#include "api/returnresource.h"
#include "base/logging.h"
#include "domain/json/json.h"

namespace bourse::api {

struct ApiServer::Impl {
    explicit Impl(market::Market &m)
        : market(m), leads(m), pings(m, leads), choices(m), callbacks(m), inbound(m, leads.rates()),
          returns(m)
    {
    }
    void handle(net::HttpRequest request, const net::HttpResponder &responder);
    market::Market &market;
    LeadResource leads;
    PingResource pings;
    ChoicePage choices;
    CallbackResource callbacks;
    InboundResource inbound;
    ReturnResource returns;
    net::HttpServer server;
};

namespace {

net::HttpResponse methodNotAllowed(const char *allow)
{
    net::HttpResponse response = problem(405, "method_not_allowed", std::string("Use ") + allow + " here.");
    response.headers.emplace_back("Allow", allow);
    return response;
}

bool isLoopback(const std::string &host)
{
    return host == "localhost" || host == "::1" || host == "[::1]" || host.starts_with("127.");
}

} // namespace

void ApiServer::Impl::handle(net::HttpRequest request, const net::HttpResponder &responder)
{
    std::string_view path = request.path;
    const bool isPost = request.method == "POST";
    const bool isGet = request.method == "GET";
    if (path == "/v1/leads")
        return isPost ? leads.post(std::move(request), responder, {})
                      : responder.send(methodNotAllowed("POST"));

    if (path == "/v1/ping" || path == "/v1/post") {
        if (!isPost)
            return responder.send(methodNotAllowed("POST"));
        return path == "/v1/ping" ? pings.ping(std::move(request), responder)
                                  : pings.post(std::move(request), responder);
    }

    constexpr std::string_view leadPrefix = "/v1/leads/";
    constexpr std::string_view choiceSuffix = "/choice";
    if (path.starts_with(leadPrefix) && path.ends_with(choiceSuffix) &&
        path.size() > leadPrefix.size() + choiceSuffix.size()) {
        path.remove_prefix(leadPrefix.size());
        path.remove_suffix(choiceSuffix.size());
        std::string id(path);
        return isPost ? pings.choose(std::move(request), responder, id)
                      : responder.send(methodNotAllowed("POST"));
    }

    if (path.starts_with(leadPrefix) && path.size() > leadPrefix.size()) {
        std::string id(path.substr(leadPrefix.size()));
        return isGet ? leads.get(request, responder, id) : responder.send(methodNotAllowed("GET"));
    }

    constexpr std::string_view sourcePrefix = "/v1/sources/";
    constexpr std::string_view leadSuffix = "/leads";
    if (path.starts_with(sourcePrefix) && path.ends_with(leadSuffix) &&
        path.size() > sourcePrefix.size() + leadSuffix.size()) {
        path.remove_prefix(sourcePrefix.size());
        path.remove_suffix(leadSuffix.size());
        std::string source(path);
        return isPost ? leads.post(std::move(request), responder, source)
                      : responder.send(methodNotAllowed("POST"));
    }

    constexpr std::string_view callbackPrefix = "/v1/callbacks/";
    if (path.starts_with(callbackPrefix) && path.size() > callbackPrefix.size()) {
        std::string integration(path.substr(callbackPrefix.size()));
        if (!isPost && !isGet && request.method != "PUT")
            return responder.send(methodNotAllowed("POST, PUT, GET"));
        return callbacks.take(std::move(request), responder, integration);
    }

    constexpr std::string_view choicePrefix = "/c/";
    if (path.starts_with(choicePrefix)) {
        std::string token(path.substr(choicePrefix.size()));
        if (!isPost && !isGet)
            return responder.send(methodNotAllowed("GET, POST"));
        return isPost ? choices.choose(request, responder, token) : choices.show(request, responder, token);
    }

    if (path == "/v1/returns")
        return isPost ? returns.post(request, responder) : responder.send(methodNotAllowed("POST"));
    constexpr std::string_view returnPrefix = "/v1/returns/";
    if (path.starts_with(returnPrefix) && path.size() > returnPrefix.size()) {
        const std::string id(path.substr(returnPrefix.size()));
        return isGet ? returns.get(request, responder, id) : responder.send(methodNotAllowed("GET"));
    }
    constexpr std::string_view inboundPrefix = "/v1/inbound/";
    if (path.starts_with(inboundPrefix) && path.size() > inboundPrefix.size()) {
        path.remove_prefix(inboundPrefix.size());
        const std::size_t slash = std::min(path.find('/'), path.size());
        const std::string document(path.substr(0, slash));
        const std::string source(path.substr(std::min(slash + 1, path.size())));
        return inbound.take(std::move(request), responder, document, source);
    }

    if (path == "/healthz") {
        if (!isGet)
            return responder.send(methodNotAllowed("GET"));
        domain::Object body;
        body.append("status", "ok");
        return responder.send(
            {200, {{"Content-Type", "application/json"}}, domain::writeJson(domain::Value(body))});
    }
    if (inbound.takePath(request, responder))
        return;
    responder.send(problem(404, "unknown_path", "This path is not served. Leads go to POST /v1/leads."));
}

ApiServer::ApiServer(market::Market &market) : m_impl(std::make_unique<Impl>(market)) {}
ApiServer::~ApiServer() = default;

Result<std::string> ApiServer::start(net::HttpServerOptions options)
{
    if (!options.tls && !isLoopback(options.host))
        return Error{
            "tls_required", "listen", "TLS 1.2 or newer on a public address",
            "Leads are served without TLS on loopback only. Give --tls-cert and --tls-key to listen on " +
                options.host + "."};
    const bool tls = options.tls.has_value();
    const std::string host = options.host;
    auto port = m_impl->server.start(std::move(options),
                                     [this](net::HttpRequest request, net::HttpResponder responder) {
                                         m_impl->handle(std::move(request), responder);
                                     });
    if (!port)
        return port.errors();
    const bool bareV6 = host.find(':') != std::string::npos && !host.starts_with('[');
    return std::string(tls ? "https://" : "http://") + (bareV6 ? "[" + host + "]" : host) + ":" +
           std::to_string(*port);
}

void ApiServer::drain(Micros limit)
{
    m_impl->server.drain(limit);
}

} // namespace bourse::api
