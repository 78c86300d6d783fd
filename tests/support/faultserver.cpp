#include "support/faultserver.h"
#include <algorithm>
#include <arpa/inet.h>
#include <atomic>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <mutex>
#include <netinet/tcp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <set>
#include <strings.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace bourse::test {

namespace {

/// {"status":"zipped"} as gzip makes it.
constexpr unsigned char zipped[] = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03,
                                    0xab, 0x56, 0x2a, 0x2e, 0x49, 0x2c, 0x29, 0x2d, 0x56, 0xb2,
                                    0x52, 0xaa, 0xca, 0x2c, 0x28, 0x48, 0x4d, 0x51, 0xaa, 0x05,
                                    0x00, 0xa7, 0xbc, 0x9b, 0x86, 0x13, 0x00, 0x00, 0x00};

SSL_CTX *makeContext(const IssuedCertificate &files, bool old, const std::string &clientAuthority)
{
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    if (old) {
        SSL_CTX_set_cipher_list(context, "DEFAULT@SECLEVEL=0");
        SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context, TLS1_1_VERSION);
    }
    BIO *chain = BIO_new_mem_buf(files.chain.data(), static_cast<int>(files.chain.size()));
    BIO *key = BIO_new_mem_buf(files.key.data(), static_cast<int>(files.key.size()));
    X509 *certificate = PEM_read_bio_X509(chain, nullptr, nullptr, nullptr);
    EVP_PKEY *privateKey = PEM_read_bio_PrivateKey(key, nullptr, nullptr, nullptr);
    if (SSL_CTX_use_certificate(context, certificate) != 1 ||
        SSL_CTX_use_PrivateKey(context, privateKey) != 1)
        std::abort();
    if (!clientAuthority.empty()) {
        BIO *authority = BIO_new_mem_buf(clientAuthority.data(), static_cast<int>(clientAuthority.size()));
        X509 *trusted = PEM_read_bio_X509(authority, nullptr, nullptr, nullptr);
        X509_STORE_add_cert(SSL_CTX_get_cert_store(context), trusted);
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
        const unsigned char id[] = "faults";
        SSL_CTX_set_session_id_context(context, id, sizeof id - 1);
        X509_free(trusted);
        BIO_free(authority);
    }
    EVP_PKEY_free(privateKey);
    X509_free(certificate);
    BIO_free(key);
    BIO_free(chain);
    return context;
}

/// One connection, plain or TLS, blocking.
class Line {
  public:
    Line(int descriptor, SSL_CTX *context) : m_descriptor(descriptor)
    {
        if (context) {
            m_ssl = SSL_new(context);
            SSL_set_fd(m_ssl, descriptor);
        }
    }
    ~Line() { SSL_free(m_ssl); }
    Line(Line &&) = delete;
    bool handshake() { return !m_ssl || SSL_accept(m_ssl) == 1; }
    bool read(std::string &to)
    {
        char piece[16384];
        const auto got =
            m_ssl ? SSL_read(m_ssl, piece, sizeof piece) : ::recv(m_descriptor, piece, sizeof piece, 0);
        if (got <= 0)
            return false;
        to.append(piece, static_cast<std::size_t>(got));
        return true;
    }
    bool write(const std::string &text)
    {
        std::size_t sent = 0;
        while (sent < text.size()) {
            const auto left = text.size() - sent;
            const auto now = m_ssl ? SSL_write(m_ssl, text.data() + sent, static_cast<int>(left))
                                   : ::send(m_descriptor, text.data() + sent, left, MSG_NOSIGNAL);
            if (now <= 0)
                return false;
            sent += static_cast<std::size_t>(now);
        }
        return true;
    }
    void end()
    {
        if (m_ssl)
            SSL_shutdown(m_ssl);
    }
    void reset() const
    {
        const linger hard{1, 0};
        setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    }

  private:
    int m_descriptor;
    SSL *m_ssl = nullptr;
};

} // namespace

struct FaultServer::Impl {
    FaultServerOptions options;
    std::atomic<Fault> fault;
    std::atomic<int> faultFrom;
    SSL_CTX *context = nullptr;
    int listener = -1;
    int port = 0;
    mutable std::mutex mutex;
    std::condition_variable ending;
    bool stopping = false;
    std::vector<ReceivedRequest> journal;
    std::set<int> open;
    std::vector<std::thread> threads;
    int connections = 0;
    std::atomic<int> incomplete = 0;
    std::thread accepting;

    Impl(Fault which, FaultServerOptions what)
        : options(std::move(what)), fault(which), faultFrom(options.faultFrom)
    {
        ::signal(SIGPIPE, SIG_IGN); // OpenSSL writes without MSG_NOSIGNAL
        if (options.tls)
            context = makeContext(*options.tls, options.oldTls, options.clientAuthority);
        listener = ::socket(options.ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in v4{};
        v4.sin_family = AF_INET;
        v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        sockaddr_in6 v6{};
        v6.sin6_family = AF_INET6;
        v6.sin6_addr = in6addr_loopback;
        socklen_t size = options.ipv6 ? sizeof v6 : sizeof v4;
        auto *address = options.ipv6 ? reinterpret_cast<sockaddr *>(&v6) : reinterpret_cast<sockaddr *>(&v4);
        if (::bind(listener, address, size) != 0 || ::listen(listener, 512) != 0)
            std::abort();
        ::getsockname(listener, address, &size);
        port = ntohs(options.ipv6 ? v6.sin6_port : v4.sin_port);
        accepting = std::thread([this] { acceptAll(); });
    }

    ~Impl()
    {
        {
            std::lock_guard lock(mutex);
            stopping = true;
            for (const int descriptor : open)
                ::shutdown(descriptor, SHUT_RDWR);
        }
        ending.notify_all();
        ::shutdown(listener, SHUT_RDWR);
        accepting.join();
        ::close(listener);
        for (std::thread &thread : threads)
            thread.join();
        SSL_CTX_free(context);
    }

    void acceptAll()
    {
        for (;;) {
            const int descriptor = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
            if (descriptor < 0)
                return;
            const int on = 1;
            setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            std::lock_guard lock(mutex);
            if (stopping) {
                ::close(descriptor);
                return;
            }
            open.insert(descriptor);
            const int number = ++connections;
            threads.emplace_back([this, descriptor, number] {
                serve(descriptor, number);
                std::lock_guard done(mutex);
                open.erase(descriptor);
                ::close(descriptor);
            });
        }
    }

    /// False once the server stops.
    bool pause(int milliseconds)
    {
        std::unique_lock lock(mutex);
        return !ending.wait_for(lock, std::chrono::milliseconds(milliseconds), [this] { return stopping; });
    }

    static bool readRequest(Line &line, std::string &buffer, ReceivedRequest &request)
    {
        std::size_t end = 0;
        while ((end = buffer.find("\r\n\r\n")) == std::string::npos) {
            if (!line.read(buffer))
                return false;
        }
        request.headerText = buffer.substr(0, end + 4);
        std::size_t length = 0;
        std::size_t at = request.headerText.find("\r\n");
        const auto first = request.headerText.substr(0, at);
        request.method = first.substr(0, first.find(' '));
        request.target =
            first.substr(request.method.size() + 1, first.rfind(' ') - request.method.size() - 1);
        at += 2;
        while (at < end) {
            const auto stop = request.headerText.find("\r\n", at);
            const auto text = request.headerText.substr(at, stop - at);
            const auto colon = text.find(':');
            auto value = colon == std::string::npos ? std::string() : text.substr(colon + 1);
            value.erase(0, value.find_first_not_of(' '));
            request.headers.emplace_back(text.substr(0, colon), value);
            if (strcasecmp(request.headers.back().first.c_str(), "content-length") == 0)
                length = std::strtoul(value.c_str(), nullptr, 10);
            at = stop + 2;
        }
        while (buffer.size() < end + 4 + length) {
            if (!line.read(buffer))
                return false;
        }
        request.body = buffer.substr(end + 4, length);
        buffer.erase(0, end + 4 + length);
        return true;
    }

    std::string answerWith(const std::string &body, const std::string &more = {}) const
    {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + more +
               "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }

    void serve(int descriptor, int number)
    {
        Line line(descriptor, context);
        if (fault == Fault::ResetOnAccept)
            return line.reset();
        if (!line.handshake())
            return;
        if (fault == Fault::CloseInRequest) {
            std::string some;
            line.read(some);
            return line.reset();
        }
        std::string buffer;
        for (int count = 1;; ++count) {
            ReceivedRequest request;
            if (!readRequest(line, buffer, request)) {
                if (!buffer.empty())
                    ++incomplete;
                return;
            }
            request.connection = number;
            request.onConnection = count;
            const bool internal = request.target == "/internal";
            {
                std::lock_guard lock(mutex);
                journal.push_back(request);
            }
            const Fault now = count < faultFrom || internal ? Fault::None : fault.load();
            if (!misbehave(line, now, request))
                return;
        }
    }

    /// Answers as the fault says; true if the connection goes on.
    bool misbehave(Line &line, Fault now, const ReceivedRequest &request)
    {
        const std::string plain = answerWith(request.method == "HEAD" ? "" : options.answer);
        switch (now) {
        case Fault::None:
            return line.write(plain);
        case Fault::ReadThenClose:
            line.end();
            return false;
        case Fault::ReadThenReset:
        case Fault::ResetOnAccept:
        case Fault::CloseInRequest:
            line.reset();
            return false;
        case Fault::CutHeader:
            line.write("HTTP/1.1 200 OK\r\nContent-Le");
            line.end();
            return false;
        case Fault::PartialBody:
            line.write("HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n{\"status\":\"acc");
            line.end();
            return false;
        case Fault::Dribble:
            line.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            while (pause(20)) {
                if (!line.write("x"))
                    return false;
            }
            return false;
        case Fault::Hang:
            while (pause(1000)) {
            }
            return false;
        case Fault::LateAnswer:
            return pause(options.delayMs) && line.write(plain);
        case Fault::Garbage:
            line.write("\x7f\x45LF\x01\x02 this is no HTTP at all\r\n\r\n");
            line.end();
            return false;
        case Fault::Redirect:
            return line.write("HTTP/1.1 307 Temporary Redirect\r\nLocation: http" +
                              std::string(context ? "s" : "") + "://127.0.0.1:" + std::to_string(port) +
                              "/internal\r\nContent-Length: 0\r\n\r\n");
        case Fault::TooLarge:
            line.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (line.write("4000\r\n" + std::string(0x4000, 'x') + "\r\n")) {
            }
            return false;
        case Fault::TooManyHeaders:
            line.write("HTTP/1.1 200 OK\r\n");
            while (line.write("X-Filler: " + std::string(1000, 'x') + "\r\n")) {
            }
            return false;
        case Fault::BrokenChunks:
            line.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n");
            line.end();
            return false;
        case Fault::CutChunks:
            line.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n");
            line.end();
            return false;
        case Fault::ServerError:
            return line.write(
                "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 4\r\n\r\nbusy");
        case Fault::EmptyAnswer:
            return line.write(answerWith(""));
        case Fault::Interim:
            return line.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" +
                              plain);
        case Fault::Chunked:
            return line.write(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n3\r\nfgh\r\n0\r\n\r\n");
        case Fault::CloseDelimited:
            line.write("HTTP/1.1 200 OK\r\n\r\nto the end");
            line.end();
            return false;
        case Fault::Gzip:
            return line.write(answerWith(std::string(reinterpret_cast<const char *>(zipped), sizeof zipped),
                                         "Content-Encoding: gzip\r\n"));
        case Fault::AnswerThenClose:
            line.write(plain);
            line.end();
            return false;
        case Fault::AnswerThenReset:
            line.write(plain);
            pause(30); // a reset at once would take the answer with it
            line.reset();
            return false;
        }
        return false;
    }
};

FaultServer::FaultServer(Fault fault, FaultServerOptions options)
    : m_impl(std::make_unique<Impl>(fault, std::move(options)))
{
}

FaultServer::~FaultServer() = default;

int FaultServer::port() const
{
    return m_impl->port;
}

std::string FaultServer::url(const std::string &path) const
{
    return std::string(m_impl->context ? "https://" : "http://") +
           (m_impl->options.ipv6 ? "[::1]:" : "127.0.0.1:") + std::to_string(m_impl->port) + path;
}

void FaultServer::setFault(Fault fault, int from)
{
    m_impl->fault = fault;
    m_impl->faultFrom = from;
}

std::vector<ReceivedRequest> FaultServer::journal() const
{
    std::lock_guard lock(m_impl->mutex);
    return m_impl->journal;
}

int FaultServer::received(const std::string &body) const
{
    std::lock_guard lock(m_impl->mutex);
    return static_cast<int>(
        std::count_if(m_impl->journal.begin(), m_impl->journal.end(),
                      [&body](const ReceivedRequest &request) { return request.body == body; }));
}

int FaultServer::receivedTarget(const std::string &target) const
{
    std::lock_guard lock(m_impl->mutex);
    return static_cast<int>(
        std::count_if(m_impl->journal.begin(), m_impl->journal.end(),
                      [&target](const ReceivedRequest &request) { return request.target == target; }));
}

int FaultServer::connections() const
{
    std::lock_guard lock(m_impl->mutex);
    return m_impl->connections;
}

int FaultServer::incomplete() const
{
    return m_impl->incomplete;
}

} // namespace bourse::test
