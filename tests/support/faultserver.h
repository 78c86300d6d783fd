#pragma once
// A buyer that misbehaves, for tests: plain threads and sockets, HTTP or HTTPS. It keeps its own journal of
// the complete requests that reached it; "exactly once" is read from there and nowhere else.
#include "support/certificate.h"
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bourse::test {

enum class Fault {
    None,            ///< answers 200 and keeps the connection
    ReadThenClose,   ///< reads the request, then closes without a word
    ReadThenReset,   ///< reads the request, then resets the connection
    CutHeader,       ///< sends half of the answer's header, then closes
    PartialBody,     ///< sends less than its Content-Length says, then closes
    Dribble,         ///< sends the answer byte by byte, 20 ms apart, for ever
    Hang,            ///< reads the request and never answers
    LateAnswer,      ///< answers after `delayMs`
    Garbage,         ///< answers with bytes that are no HTTP
    Redirect,        ///< 307 to /internal on itself
    TooLarge,        ///< a body without end
    TooManyHeaders,  ///< headers without end
    BrokenChunks,    ///< a chunked answer with a broken chunk size
    CutChunks,       ///< a chunked answer that ends before its last chunk
    ServerError,     ///< 503
    EmptyAnswer,     ///< 200 without body
    Interim,         ///< 100 and 103 before the answer
    Chunked,         ///< 200, chunked
    CloseDelimited,  ///< 200, the connection's end is the body's
    Gzip,            ///< 200, Content-Encoding: gzip
    AnswerThenClose, ///< answers as if it kept the connection, then closes it
    AnswerThenReset, ///< the same, then resets it
    ResetOnAccept,   ///< resets each connection before reading from it
    CloseInRequest,  ///< closes after the first bytes of the request's header
};

struct FaultServerOptions {
    std::optional<IssuedCertificate> tls;
    std::string clientAuthority; ///< PEM; takes only callers with a certificate of this authority
    bool oldTls = false;         ///< offers nothing newer than TLS 1.1
    bool ipv6 = false;
    int faultFrom = 1; ///< the first request of a connection that meets the fault; those before are answered
    int delayMs = 300;
    std::string answer = R"({"status":"accepted"})";
};

struct ReceivedRequest {
    std::string method;
    std::string target;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string headerText; ///< as received, request line included
    std::string body;
    int connection = 0;   ///< counted from 1
    int onConnection = 0; ///< counted from 1
};

class FaultServer {
  public:
    explicit FaultServer(Fault fault, FaultServerOptions options = {});
    ~FaultServer();
    FaultServer(FaultServer &&) = delete;

    int port() const;
    /// "http(s)://127.0.0.1:port" + path.
    std::string url(const std::string &path) const;
    void setFault(Fault fault, int from = 1);
    std::vector<ReceivedRequest> journal() const;
    /// Complete requests with exactly this body.
    int received(const std::string &body) const;
    /// Complete requests for this target.
    int receivedTarget(const std::string &target) const;
    int connections() const;
    /// Requests that began to arrive and broke off.
    int incomplete() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace bourse::test
