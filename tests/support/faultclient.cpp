#include "support/faultclient.h"
#include <arpa/inet.h>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bourse::test {

struct FaultClient::Impl {
    int descriptor = -1;
    SSL_CTX *context = nullptr;
    SSL *ssl = nullptr;
    std::string buffer;
    bool open = false;
    bool ended = false;

    ~Impl()
    {
        SSL_free(ssl);
        SSL_CTX_free(context);
        if (descriptor >= 0)
            ::close(descriptor);
    }

    bool handshake(ClientTls tls)
    {
        context = SSL_CTX_new(TLS_client_method());
        const int version = tls == ClientTls::Tls1_1   ? TLS1_1_VERSION
                            : tls == ClientTls::Tls1_2 ? TLS1_2_VERSION
                                                       : TLS1_3_VERSION;
        SSL_CTX_set_cipher_list(context, "DEFAULT@SECLEVEL=0");
        SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context, version);
        ssl = SSL_new(context);
        SSL_set_fd(ssl, descriptor);
        return SSL_connect(ssl) == 1;
    }

    /// Reads what comes within `milliseconds`; false at the end or if nothing came.
    bool more(int milliseconds)
    {
        if (ended)
            return false;
        char piece[65536];
        if (!ssl || SSL_pending(ssl) == 0) {
            pollfd poll{descriptor, POLLIN, 0};
            if (::poll(&poll, 1, milliseconds) <= 0)
                return false;
        }
        const auto got =
            ssl ? SSL_read(ssl, piece, sizeof piece) : ::recv(descriptor, piece, sizeof piece, 0);
        if (got <= 0) {
            ended = true;
            return false;
        }
        buffer.append(piece, static_cast<std::size_t>(got));
        return true;
    }
};

namespace {

class Deadline {
  public:
    explicit Deadline(int milliseconds)
        : m_end(std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds))
    {
    }
    int left() const
    {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(m_end - std::chrono::steady_clock::now());
        return left.count() > 0 ? static_cast<int>(left.count()) : 0;
    }

  private:
    std::chrono::steady_clock::time_point m_end;
};

} // namespace

FaultClient::FaultClient(int port, ClientTls tls, bool ipv6) : m_impl(std::make_unique<Impl>())
{
    ::signal(SIGPIPE, SIG_IGN); // OpenSSL writes without MSG_NOSIGNAL
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(static_cast<std::uint16_t>(port));
    v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = v4.sin_port;
    v6.sin6_addr = in6addr_loopback;
    m_impl->descriptor = ::socket(ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(m_impl->descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const auto *address =
        ipv6 ? reinterpret_cast<const sockaddr *>(&v6) : reinterpret_cast<const sockaddr *>(&v4);
    const bool connected = ::connect(m_impl->descriptor, address, ipv6 ? sizeof v6 : sizeof v4) == 0;
    m_impl->open = connected && (tls == ClientTls::None || m_impl->handshake(tls));
}

FaultClient::~FaultClient() = default;

bool FaultClient::isOpen() const
{
    return m_impl->open;
}

bool FaultClient::send(const std::string &bytes)
{
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const auto left = bytes.size() - sent;
        const auto now = m_impl->ssl ? SSL_write(m_impl->ssl, bytes.data() + sent, static_cast<int>(left))
                                     : ::send(m_impl->descriptor, bytes.data() + sent, left, MSG_NOSIGNAL);
        if (now <= 0)
            return false;
        sent += static_cast<std::size_t>(now);
    }
    return true;
}

void FaultClient::finishSending()
{
    ::shutdown(m_impl->descriptor, SHUT_WR);
}

void FaultClient::reset()
{
    const linger hard{1, 0};
    setsockopt(m_impl->descriptor, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    ::close(m_impl->descriptor);
    m_impl->descriptor = -1;
    m_impl->ended = true;
}

std::string FaultClient::readAnswer(int milliseconds, bool head)
{
    const Deadline limit(milliseconds);
    std::string &buffer = m_impl->buffer;
    std::size_t end = 0;
    while ((end = buffer.find("\r\n\r\n")) == std::string::npos) {
        if (!m_impl->more(limit.left()))
            return {};
    }
    end += 4;
    const auto length =
        head ? 0 : std::strtoul(headerOf(buffer.substr(0, end), "Content-Length").c_str(), nullptr, 10);
    while (buffer.size() < end + length) {
        if (!m_impl->more(limit.left()))
            return {};
    }
    std::string answer = buffer.substr(0, end + length);
    buffer.erase(0, end + length);
    return answer;
}

std::string FaultClient::readToEnd(bool &closed, int milliseconds)
{
    const Deadline limit(milliseconds);
    while (!m_impl->ended && limit.left() > 0)
        m_impl->more(limit.left());
    closed = m_impl->ended;
    return std::move(m_impl->buffer);
}

const std::string &FaultClient::leftOver() const
{
    return m_impl->buffer;
}

int statusOf(const std::string &answer)
{
    return answer.compare(0, 9, "HTTP/1.1 ") == 0 ? std::atoi(answer.c_str() + 9) : 0;
}

std::string bodyOf(const std::string &answer)
{
    const auto end = answer.find("\r\n\r\n");
    return end == std::string::npos ? std::string() : answer.substr(end + 4);
}

std::string headerOf(const std::string &answer, const std::string &name)
{
    const auto end = answer.find("\r\n\r\n");
    for (std::size_t at = answer.find("\r\n"); at < end && at != std::string::npos;
         at = answer.find("\r\n", at + 2)) {
        const auto start = at + 2;
        if (strncasecmp(answer.c_str() + start, name.c_str(), name.size()) != 0 ||
            answer[start + name.size()] != ':')
            continue;
        const auto value = answer.find_first_not_of(' ', start + name.size() + 1);
        return answer.substr(value, answer.find("\r\n", value) - value);
    }
    return {};
}

} // namespace bourse::test
