#pragma once
// A caller that sends exactly the bytes it is told, when it is told, plain or over TLS; for tests of servers.
#include <memory>
#include <string>

namespace bourse::test {

/// Highest TLS version that a FaultClient offers.
enum class ClientTls { None, Tls1_1, Tls1_2, Tls1_3 };

class FaultClient {
  public:
    explicit FaultClient(int port, ClientTls tls = ClientTls::None, bool ipv6 = false);
    ~FaultClient();
    FaultClient(FaultClient &&) = delete;

    /// Connected, and the TLS handshake done where there is one.
    bool isOpen() const;
    /// False if the peer no longer takes it.
    bool send(const std::string &bytes);
    /// Sends nothing more; still reads.
    void finishSending();
    /// Ends the connection with a reset.
    void reset();
    /// The next answer: head and body by its Content-Length (100 Continue is an answer of its own). Empty
    /// when the peer closes or after `milliseconds`. `head`: an answer without body.
    std::string readAnswer(int milliseconds = 5000, bool head = false);
    /// All until the peer closes; `closed` says whether it did within `milliseconds`.
    std::string readToEnd(bool &closed, int milliseconds = 5000);
    /// Bytes read beyond the last answer.
    const std::string &leftOver() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// The status of an answer, 0 if it is none.
int statusOf(const std::string &answer);
std::string bodyOf(const std::string &answer);
/// Value of a header, empty if it is not there.
std::string headerOf(const std::string &answer, const std::string &name);

} // namespace bourse::test
