#include "net/requestparser.h"
#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <cctype>
#include <optional>

namespace bourse::net {

namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using beast::error_code;
using beast::string_view;

/// Beast's parser, writing straight into our request.
class Reader final : public http::basic_parser<true> {
  public:
    HttpRequest request;
    int version = 11;
    int hosts = 0;
    int lengths = 0;
    int encodings = 0;
    bool lengthIsPlain = true;
    bool encodingIsChunked = true;
    bool hostIsPlain = true;
    bool expectation = false;
    bool continueExpected = false;
    bool disguised = false;

  private:
    void on_request_impl(http::verb, string_view method, string_view target, int httpVersion,
                         error_code &) override
    {
        request.method.assign(method.data(), method.size());
        request.target.assign(target.data(), target.size());
        version = httpVersion;
    }
    void on_response_impl(int, string_view, int, error_code &) override {}
    void on_field_impl(http::field name, string_view text, string_view value, error_code &) override
    {
        if (is_header_done())
            return; // trailers carry nothing that we use
        request.headers.emplace_back(std::piecewise_construct,
                                     std::forward_as_tuple(text.data(), text.size()),
                                     std::forward_as_tuple(value.data(), value.size()));
        disguised = disguised || (name == http::field::unknown && isDisguise(text));
        switch (name) {
        case http::field::host:
            ++hosts;
            hostIsPlain = hostIsPlain && isHost(value);
            break;
        case http::field::content_length:
            ++lengths;
            for (const char c : value)
                lengthIsPlain = lengthIsPlain && c >= '0' && c <= '9';
            break;
        case http::field::transfer_encoding:
            ++encodings;
            encodingIsChunked = encodingIsChunked && beast::iequals(value, "chunked");
            break;
        case http::field::expect:
            expectation = true;
            continueExpected = beast::iequals(value, "100-continue");
            break;
        default:
            break;
        }
    }
    void on_header_impl(error_code &) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t> &length, error_code &) override
    {
        if (length)
            request.body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*length, 64u << 10)));
    }
    std::size_t on_body_impl(string_view body, error_code &) override
    {
        request.body.append(body.data(), body.size());
        return body.size();
    }
    void on_chunk_header_impl(std::uint64_t, string_view, error_code &) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view body, error_code &) override
    {
        request.body.append(body.data(), body.size());
        return body.size();
    }
    void on_finish_impl(error_code &) override {}

    /// A name that another reader may take for one of the two that frame a message ("Content_Length").
    static bool isDisguise(string_view name)
    {
        if (name.size() < 13 || name.size() > 40)
            return false;
        std::string letters;
        for (const char c : name) {
            if (std::isalnum(static_cast<unsigned char>(c)))
                letters += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        }
        return letters == "contentlength" || letters == "transferencoding";
    }
    static bool isHost(string_view value)
    {
        for (const char c : value) {
            const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!word && string_view("-._~!$&'()*+;=:[]%").find(c) == string_view::npos)
                return false;
        }
        return true;
    }
};

/// Three words, the last one HTTP/digit.digit.
bool endsWithVersion(std::string_view line)
{
    if (std::count(line.begin(), line.end(), ' ') != 2)
        return false;
    const auto version = line.substr(line.rfind(' ') + 1);
    const auto digit = [&version](std::size_t at) {
        return version[at] >= '0' && version[at] <= '9';
    };
    return version.size() == 8 && version.substr(0, 5) == "HTTP/" && digit(5) && version[6] == '.' &&
           digit(7);
}

constexpr RequestRefusal malformed{400, "malformed_request", "The request is not well-formed HTTP/1.1."};
constexpr RequestRefusal badLineEnd{400, "malformed_request", "Header lines must end with CR LF."};
constexpr RequestRefusal badByte{400, "malformed_request", "The header holds a control byte."};
constexpr RequestRefusal folded{400, "malformed_request", "Folded header lines are not accepted."};
constexpr RequestRefusal badLength{400, "ambiguous_length",
                                   "Content-Length must occur once and be a plain number."};
constexpr RequestRefusal badEncoding{
    400, "ambiguous_length",
    "Transfer-Encoding must be exactly chunked, on HTTP/1.1, without Content-Length."};
constexpr RequestRefusal disguisedLength{400, "ambiguous_length",
                                         "A header name only resembles a length or encoding."};
constexpr RequestRefusal bodyOfGet{400, "unexpected_body", "GET and HEAD requests carry no body."};
constexpr RequestRefusal badHost{400, "invalid_host", "A request needs exactly one valid Host header."};
constexpr RequestRefusal badTarget{400, "invalid_target",
                                   "The request target must be a path beginning with a slash."};
constexpr RequestRefusal badVersion{505, "version_not_supported",
                                    "Only HTTP/1.1 and HTTP/1.0 are spoken here."};
constexpr RequestRefusal headerTooLarge{431, "header_too_large", "The request header is too large."};
constexpr RequestRefusal bodyTooLarge{413, "body_too_large", "The request body is too large."};
constexpr RequestRefusal badChunk{400, "malformed_body", "The chunked body is not well-formed."};
constexpr RequestRefusal badExpectation{417, "expectation_failed",
                                        "Only Expect: 100-continue is understood."};

} // namespace

struct RequestParser::Impl {
    const std::size_t headerLimit;
    const std::size_t bodyLimit;
    std::optional<Reader> reader;
    std::size_t lineStart = 0; ///< header bytes looked at so far, always at the start of a line
    bool started = false;
    bool headerDone = false;
    bool namesVersion = false; ///< the request line is one, of whatever version
    RequestRefusal refusal;

    Impl(std::size_t header, std::size_t body) : headerLimit(header), bodyLimit(body) { fresh(); }

    void fresh()
    {
        reader.emplace();
        reader->header_limit(static_cast<std::uint32_t>(headerLimit + 2));
        reader->body_limit(bodyLimit);
        lineStart = 0;
        started = false;
        headerDone = false;
    }

    Step refuse(const RequestRefusal &why)
    {
        refusal = why;
        return Step::Refused;
    }

    /// Looks at the header's lines as they arrive, so that a broken one is refused before the rest is there.
    Step scanHeader(std::string_view bytes, std::size_t &end)
    {
        for (;;) {
            const auto lineEnd = bytes.find('\n', lineStart);
            const bool complete = lineEnd != std::string_view::npos;
            const auto line = bytes.substr(lineStart, (complete ? lineEnd : bytes.size()) - lineStart);
            for (std::size_t i = 0; i < line.size(); ++i) {
                const auto c = static_cast<unsigned char>(line[i]);
                if (c >= 0x20 && c != 0x7f)
                    continue;
                if (c == '\r') {
                    if (i + 1 != line.size())
                        return refuse(badLineEnd);
                } else if (c != '\t' || lineStart == 0) {
                    return refuse(badByte);
                }
            }
            if (lineStart > 0 && !line.empty() && (line[0] == ' ' || line[0] == '\t'))
                return refuse(folded);
            if (!complete)
                return bytes.size() >= headerLimit ? refuse(headerTooLarge) : Step::NeedMore;
            if (line.empty() || line.back() != '\r')
                return refuse(badLineEnd);
            if (lineEnd + 1 > headerLimit)
                return refuse(headerTooLarge);
            lineStart = lineEnd + 1;
            if (line.size() == 1) {
                end = lineStart;
                return Step::HeaderDone;
            }
        }
    }

    Step judgeHeader()
    {
        Reader &r = *reader;
        if (r.encodings > 0 && (r.encodings > 1 || r.lengths > 0 || !r.encodingIsChunked || r.version < 11))
            return refuse(badEncoding);
        if (r.lengths > 1 || !r.lengthIsPlain)
            return refuse(badLength);
        if (r.disguised)
            return refuse(disguisedLength);
        const bool get = r.request.method == "GET" || r.request.method == "HEAD";
        if (get && !r.is_done())
            return refuse(bodyOfGet);
        if (r.hosts > 1 || (r.hosts == 0 && r.version >= 11) || !r.hostIsPlain)
            return refuse(badHost);
        const std::string &target = r.request.target;
        const bool asterisk = target == "*" && r.request.method == "OPTIONS";
        if (!asterisk && (target.empty() || target[0] != '/'))
            return refuse(badTarget);
        for (const char c : target) {
            if (static_cast<unsigned char>(c) >= 0x80 || c == '#' || c == '\\')
                return refuse(badTarget);
        }
        if (r.expectation && !r.continueExpected)
            return refuse(badExpectation);
        return Step::HeaderDone;
    }

    Step refuseFor(const error_code &error)
    {
        const auto is = [&error](http::error e) {
            return error == error_code(e);
        };
        if (is(http::error::body_limit))
            return refuse(bodyTooLarge);
        if (is(http::error::header_limit))
            return refuse(headerTooLarge);
        if (is(http::error::bad_version))
            return refuse(namesVersion ? badVersion : malformed);
        if (is(http::error::bad_content_length))
            return refuse(badLength);
        if (is(http::error::bad_transfer_encoding))
            return refuse(badEncoding);
        if (is(http::error::bad_target))
            return refuse(badTarget);
        if (headerDone)
            return refuse(badChunk);
        return refuse(malformed);
    }

    Step feedHeader(std::string_view bytes, std::size_t &consumed)
    {
        std::size_t skip = 0; // blank lines before a request are allowed (RFC 9112, 2.2); two at most
        if (lineStart == 0) {
            while (skip < 4 && bytes.substr(skip, 2) == "\r\n")
                skip += 2;
            bytes.remove_prefix(skip);
            consumed = skip;
            if (bytes.empty() || bytes == "\r")
                return Step::NeedMore;
            started = true;
        }
        std::size_t end = 0;
        if (const Step step = scanHeader(bytes, end); step != Step::HeaderDone)
            return step;
        error_code error;
        namesVersion = endsWithVersion(bytes.substr(0, bytes.find('\r')));
        const auto used = reader->put(boost::asio::const_buffer(bytes.data(), end), error);
        if (error)
            return refuseFor(error);
        if (!reader->is_header_done() || used != end)
            return refuse(malformed);
        headerDone = true;
        consumed = skip + end;
        if (const Step step = judgeHeader(); step == Step::Refused)
            return step;
        if (reader->is_done())
            return Step::Complete;
        reader->eager(true);
        return Step::HeaderDone;
    }

    Step feedBody(std::string_view bytes, std::size_t &consumed)
    {
        // A chunked body ends with five bytes at least. Beast 1.74 asserts that it gets them together when it
        // reads the last chunk for the second time.
        if (bytes.empty() || (reader->chunked() && bytes.size() < 5))
            return Step::NeedMore;
        error_code error;
        consumed = reader->put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
        if (error && error != error_code(http::error::need_more))
            return refuseFor(error);
        if (reader->is_done())
            return Step::Complete;
        // What is left is one unfinished chunk line or trailer.
        if (bytes.size() - consumed > headerLimit)
            return refuse(badChunk);
        return Step::NeedMore;
    }
};

RequestParser::RequestParser(std::size_t headerLimit, std::size_t bodyLimit)
    : m_impl(std::make_unique<Impl>(headerLimit, bodyLimit))
{
}

RequestParser::~RequestParser() = default;

RequestParser::Step RequestParser::feed(std::string_view bytes, std::size_t &consumed)
{
    consumed = 0;
    return m_impl->headerDone ? m_impl->feedBody(bytes, consumed) : m_impl->feedHeader(bytes, consumed);
}

const RequestRefusal &RequestParser::refusal() const
{
    return m_impl->refusal;
}

bool RequestParser::started() const
{
    return m_impl->started;
}

bool RequestParser::keepAlive() const
{
    return m_impl->reader->version >= 11 && m_impl->reader->keep_alive();
}

bool RequestParser::expectsContinue() const
{
    return m_impl->reader->continueExpected && m_impl->reader->version >= 11;
}

bool RequestParser::isHead() const
{
    return m_impl->reader->request.method == "HEAD";
}

HttpRequest RequestParser::takeRequest()
{
    HttpRequest request = std::move(m_impl->reader->request);
    const auto mark = request.target.find('?');
    request.path = request.target.substr(0, mark);
    if (mark != std::string::npos)
        request.query = request.target.substr(mark + 1);
    m_impl->fresh();
    return request;
}

} // namespace bourse::net
