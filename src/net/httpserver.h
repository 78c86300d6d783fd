#pragma once
// The HTTP/1.1 server: Boost.Beast's strict parser fed from QTcpServer or QSslServer, with limits on header,
// body, time and connections, asynchronous answers and graceful drain. Runs on a thread of its own.
#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "domain/integration/integration.h"
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace bourse::net {

struct HttpRequest {
    std::string method; ///< upper-case token as sent
    std::string target; ///< as sent
    std::string path;   ///< percent-encoding kept, without query
    std::string query;  ///< without '?'
    domain::Headers headers;
    std::string body;
    std::string peer; ///< numeric address of the socket's peer
    bool tls = false;
    MonoTime arrived; ///< when the request was complete
    const std::string *header(std::string_view name) const { return domain::findHeader(headers, name); }
};

struct HttpResponse {
    int status = 200;
    domain::Headers headers; ///< Content-Length, Date and Connection are added
    std::string body;
};

/// Sends the answer of one request: from any thread, at any time, at most once; if the caller has hung up it
/// is dropped. Destroyed unused, it answers 500.
class HttpResponder {
  public:
    struct State;
    explicit HttpResponder(std::shared_ptr<State> state);
    void send(HttpResponse response) const;
    /// Breaks the connection instead of answering, with a TCP reset where the platform can (SO_LINGER 0):
    /// what a simulated buyer with a fault does. Like send(): from any thread, counts as the one answer.
    void abort() const;

  private:
    std::shared_ptr<State> m_state;
};

using HttpHandler = std::function<void(HttpRequest, HttpResponder)>;

struct HttpServerLimits {
    std::size_t headerBytes = 16u << 10;
    std::size_t bodyBytes = 1u << 20;
    int connections = 4096;
    int connectionsPerPeer = 1024;
    Micros headerTime = std::chrono::seconds(10); ///< from first byte (or accept) to the end of the header
    Micros bodyTime = std::chrono::seconds(10);
    Micros idleTime = std::chrono::seconds(60);      ///< between requests of a kept-alive connection
    Micros writeTime = std::chrono::seconds(10);     ///< to take the whole answer
    Micros answerTime = std::chrono::seconds(60);    ///< the handler's; 503 after it
    Micros halfClosedTime = std::chrono::seconds(5); ///< the handler's, once the caller has closed its side
};

struct TlsFiles {
    std::string certificateChain; ///< PEM text
    Secret privateKey;            ///< PEM text
};

struct HttpServerOptions {
    std::string host = "127.0.0.1";
    int port = 0; ///< 0 takes a free one
    HttpServerLimits limits;
    std::optional<TlsFiles> tls; ///< TLS 1.2 or newer
};

class HttpServer {
  public:
    HttpServer();
    ~HttpServer(); ///< stops without draining
    /// Binds and serves on its own thread; the handler is called there and must return at once. Returns the
    /// port. Errors: port_taken, address_not_available, permission_denied, invalid_tls, listen_failed.
    Result<int> start(HttpServerOptions options, HttpHandler handler);
    /// Stops accepting, closes idle connections, lets requests under way be answered for at most `limit`;
    /// blocks until done (not for the GUI thread).
    void drain(Micros limit);
    int port() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace bourse::net
