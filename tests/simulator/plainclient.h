#pragma once
// A blocking HTTP client over one plain socket: it sends the bytes it is given and shows what comes back, a
// reset included.
#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace plainclient {

struct Answer {
    int status = 0; ///< 0 = none came
    std::string head;
    std::string body;
    bool reset = false;
    bool ended = false;
    bool timedOut = false;
};

class Client {
  public:
    explicit Client(int port, int timeoutMs = 5000)
        : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        const timeval limit{timeoutMs / 1000, (timeoutMs % 1000) * 1000};
        ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        const int on = 1;
        ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        m_connected = ::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    }
    ~Client() { ::close(m_socket); }
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;

    bool connected() const { return m_connected; }
    bool send(std::string_view bytes) const
    {
        return ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
               static_cast<ssize_t>(bytes.size());
    }

    Answer receive()
    {
        Answer answer;
        std::size_t headEnd = std::string::npos;
        std::size_t length = 0;
        for (;;) {
            if (headEnd == std::string::npos && (headEnd = m_in.find("\r\n\r\n")) != std::string::npos) {
                answer.head = m_in.substr(0, headEnd);
                const std::size_t at = answer.head.find("Content-Length: ");
                length = at == std::string::npos ? 0 : std::stoul(answer.head.substr(at + 16));
                headEnd += 4;
            }
            if (headEnd != std::string::npos && m_in.size() >= headEnd + length) {
                answer.status = std::stoi(answer.head.substr(9, 3));
                answer.body = m_in.substr(headEnd, length);
                m_in.erase(0, headEnd + length);
                return answer;
            }
            char bytes[16384];
            const ssize_t count = ::recv(m_socket, bytes, sizeof bytes, 0);
            if (count <= 0) {
                answer.ended = count == 0;
                answer.reset = count < 0 && errno == ECONNRESET;
                answer.timedOut = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
                return answer;
            }
            m_in.append(bytes, static_cast<std::size_t>(count));
        }
    }

    Answer exchange(std::string_view request)
    {
        send(request);
        return receive();
    }
    Answer get(const std::string &target)
    {
        return exchange("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    }
    Answer post(const std::string &target, const std::string &type, const std::string &body)
    {
        return exchange("POST " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: " + type +
                        "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    }
    Answer form(const std::string &target, const std::string &body)
    {
        return post(target, "application/x-www-form-urlencoded", body);
    }

  private:
    int m_socket;
    bool m_connected = false;
    std::string m_in;
};

} // namespace plainclient
