#pragma once
// One libcurl easy handle, used for one call after the other. It is set up once; a call only sets what
// differs.
#include "net/curltransport.h"
#include <curl/curl.h>
#include <string>
#include <vector>

namespace bourse::net {

/// Told of the sockets to buyers, so that the poll set knows what a descriptor stands for.
class CurlSockets {
  public:
    virtual void handleOpened(curl_socket_t socket) = 0;
    virtual void handleClosing(curl_socket_t socket) = 0;

  protected:
    ~CurlSockets() = default;
};

class CurlHandle {
  public:
    explicit CurlHandle(CurlSockets &sockets);
    ~CurlHandle();
    CurlHandle(CurlHandle &&) = delete;

    CURL *easy() const { return m_easy; }
    WireCall *call() const { return m_call.get(); }
    /// Takes the call and readies the handle for it. `fresh`: not on a warm connection. False if the call
    /// must not start at all; its reply then says why.
    bool prepare(std::unique_ptr<WireCall> call, MonoTime now, bool fresh);
    /// Fills the reply from what libcurl says and gives the call back.
    std::unique_ptr<WireCall> finish(CURLcode code);
    /// An idle handle keeps no private key.
    void rest();
    /// Gives back a call that did not start.
    std::unique_ptr<WireCall> release() { return std::move(m_call); }

  private:
    void setFixedOptions();
    bool buildHeaders();
    void setMethodAndBody();
    void setTls(const exchange::WireTls *tls);
    bool sentOnce() const;
    void fillPhases();
    void judge(CURLcode code);
    bool refuse(std::string_view reason, std::string detail);
    void addHeader(const char *text);

    static std::size_t readBody(char *to, std::size_t size, std::size_t count, void *self);
    static std::size_t takeBody(char *data, std::size_t size, std::size_t count, void *self);
    static std::size_t takeHeader(char *data, std::size_t size, std::size_t count, void *self);
    static curl_socket_t openSocket(void *self, curlsocktype purpose, curl_sockaddr *address);
    static int closeSocket(void *sockets, curl_socket_t socket);
    static int beforeRequest(void *self, char *address, char *local, int port, int localPort);

    CurlSockets &m_sockets;
    CURL *m_easy;
    std::unique_ptr<WireCall> m_call;
    std::string m_defaultCaFile;
    std::string m_caFile;
    std::string m_proxy;
    bool m_ownTls = false; ///< a certificate or pins are set
    std::string m_headerText;
    std::vector<std::size_t> m_headerStarts;
    std::vector<curl_slist> m_headers;
    std::size_t m_bodySent = 0;
    std::size_t m_headerBytes = 0;
    std::int64_t m_firstByteUs = 0; ///< from the call's start to the first byte of the answer
    std::int64_t m_queuedUs = 0;
    bool m_guardRefused = false;
    bool m_headerComplete = false;
    bool m_opened = false; ///< a socket was opened for this call
    bool m_begun = false;  ///< its request has begun to go out
    bool m_tooLarge = false;
    char m_error[CURL_ERROR_SIZE] = "";
};

} // namespace bourse::net
