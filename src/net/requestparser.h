#pragma once
// One HTTP/1.1 request at a time out of a byte stream, strictly. What two readers of the same bytes could
// understand differently is refused (request smuggling): see the list at RequestParser::feed.
#include "net/httpserver.h"
#include <memory>
#include <string_view>

namespace bourse::net {

/// Why a request is refused: HTTP status, stable code, a sentence. The connection is closed after it.
struct RequestRefusal {
    int status = 400;
    std::string_view code;
    std::string_view detail;
};

class RequestParser {
  public:
    enum class Step {
        NeedMore,   ///< feed again with what was not consumed and more
        HeaderDone, ///< the header is read and a body follows
        Complete,   ///< takeRequest() has it; the rest of the bytes belong to the next one
        Refused,    ///< refusal() says why
    };
    /// `headerLimit` and `bodyLimit` in bytes.
    RequestParser(std::size_t headerLimit, std::size_t bodyLimit);
    ~RequestParser();
    RequestParser(RequestParser &&) = delete;

    /// Reads from `bytes`; `consumed` says how many are done with, the caller presents the others again.
    /// Refused (RFC 9112): line ends other than CRLF, NUL and other control bytes, folded lines, blanks
    /// before the colon, more than one Content-Length or a list in it, Transfer-Encoding other than exactly
    /// `chunked`, or beside Content-Length, or in HTTP/1.0, a body with GET or HEAD, not exactly one Host in
    /// HTTP/1.1, targets that are no path.
    Step feed(std::string_view bytes, std::size_t &consumed);
    const RequestRefusal &refusal() const;
    /// True once the first byte of a request has been seen.
    bool started() const;
    /// Valid from HeaderDone on.
    bool keepAlive() const;
    bool expectsContinue() const;
    bool isHead() const;
    /// Hands over the complete request and makes ready for the next.
    HttpRequest takeRequest();

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace bourse::net
