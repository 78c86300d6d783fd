#include "net/curlhandle.h"
#include "domain/lead/reason.h"
#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstring>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bourse::net {

namespace {

namespace reason = domain::reason;
using exchange::WireOutcome;

constexpr std::size_t maxHeaderBytes = 64u << 10; ///< of an answer

const EgressGuard publicOnly;

bool sameName(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

/// RFC 9110 token.
bool isToken(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return word || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    });
}

bool hasControl(std::string_view text, bool tabAllowed)
{
    return std::any_of(text.begin(), text.end(), [tabAllowed](unsigned char c) {
        return (c < 0x20 && !(tabAllowed && c == '\t')) || c == 0x7f;
    });
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && std::string_view(" \t\r\n").find(text.back()) != std::string_view::npos)
        text.remove_suffix(1);
    return text;
}

} // namespace

CurlHandle::CurlHandle(CurlSockets &sockets) : m_sockets(sockets), m_easy(curl_easy_init())
{
    setFixedOptions();
}

CurlHandle::~CurlHandle()
{
    curl_easy_cleanup(m_easy);
}

void CurlHandle::setFixedOptions()
{
    CURL *h = m_easy;
    curl_easy_setopt(h, CURLOPT_PRIVATE, this);
    curl_easy_setopt(h, CURLOPT_ERRORBUFFER, m_error);
    curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(h, CURLOPT_HTTP_VERSION, long(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(h, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(h, CURLOPT_TCP_NODELAY, 1L);
    curl_easy_setopt(h, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
    curl_easy_setopt(h, CURLOPT_PROXY, ""); // not the environment's
    curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(h, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(h, CURLOPT_SSLVERSION, long(CURL_SSLVERSION_TLSv1_2));
    // A name that does not resolve must not hold up the thread at its deadline: libcurl then leaves the
    // resolver behind instead of waiting for it.
    curl_easy_setopt(h, CURLOPT_QUICK_EXIT, 1L);
    // With one bundle and no folder, libcurl reads the trusted certificates once, not at each connection.
    curl_easy_setopt(h, CURLOPT_CAPATH, nullptr);
    char *ca = nullptr;
    if (curl_easy_getinfo(h, CURLINFO_CAINFO, &ca) == CURLE_OK && ca)
        m_defaultCaFile = ca;
    curl_easy_setopt(h, CURLOPT_READFUNCTION, &CurlHandle::readBody);
    curl_easy_setopt(h, CURLOPT_READDATA, this);
    curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, &CurlHandle::takeBody);
    curl_easy_setopt(h, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, &CurlHandle::takeHeader);
    curl_easy_setopt(h, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, &CurlHandle::openSocket);
    curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, this);
    curl_easy_setopt(h, CURLOPT_PREREQFUNCTION, &CurlHandle::beforeRequest);
    curl_easy_setopt(h, CURLOPT_PREREQDATA, this);
    // A connection outlives the handle that opened it, hence not `this`.
    curl_easy_setopt(h, CURLOPT_CLOSESOCKETFUNCTION, &CurlHandle::closeSocket);
    curl_easy_setopt(h, CURLOPT_CLOSESOCKETDATA, &m_sockets);
}

bool CurlHandle::refuse(std::string_view code, std::string detail)
{
    m_call->reply.outcome = WireOutcome::NotSent;
    m_call->reply.reasonCode = code;
    m_call->reply.detail = std::move(detail);
    return false;
}

bool CurlHandle::prepare(std::unique_ptr<WireCall> call, MonoTime now, bool fresh)
{
    m_call = std::move(call);
    m_bodySent = 0;
    m_headerBytes = 0;
    m_firstByteUs = 0;
    m_guardRefused = false;
    m_headerComplete = false;
    m_opened = false;
    m_begun = false;
    m_tooLarge = false;
    m_error[0] = 0;
    const auto &request = m_call->request;
    const auto &options = m_call->options;
    const auto queued = now - m_call->started;
    m_queuedUs = std::max<std::int64_t>(0, queued.count());
    m_call->reply.phases.queuedUs = m_call->reply.phases.totalUs = m_queuedUs;
    const auto left = options.timeLimit - queued;
    if (left <= Micros::zero())
        return refuse(reason::timedOut, "The time limit was over before the call could start.");
    if (!isToken(request.method) || hasControl(request.url, false))
        return refuse(reason::renderFailed, "The method or the URL holds a control character.");
    if (!buildHeaders())
        return false;
    CURL *h = m_easy;
    curl_easy_setopt(h, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, long((left.count() + 999) / 1000));
    curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, long((left.count() + 999) / 1000));
    curl_easy_setopt(h, CURLOPT_HTTPHEADER, m_headers.empty() ? nullptr : m_headers.data());
    curl_easy_setopt(h, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
    if (options.proxy != m_proxy) {
        m_proxy = options.proxy;
        curl_easy_setopt(h, CURLOPT_PROXY, m_proxy.c_str());
    }
    if (options.caFile != m_caFile) {
        m_caFile = options.caFile;
        curl_easy_setopt(h, CURLOPT_CAINFO, m_caFile.empty() ? m_defaultCaFile.c_str() : m_caFile.c_str());
        curl_easy_setopt(h, CURLOPT_CAPATH,
                         m_caFile.empty() ? nullptr : "/etc/ssl/certs"); // the system's stay trusted
    }
    if (options.tls || m_ownTls)
        setTls(options.tls.get());
    if (!options.proxy.empty()) {
        // The proxy resolves the name; what can be judged here is an address written out in the URL.
        auto host = std::string_view(request.url);
        host.remove_prefix(std::min(host.size(), host.find("//") == host.npos ? 0 : host.find("//") + 2));
        host = host.substr(0, host.find_first_of("/?#"));
        if (const auto at = host.rfind('@'); at != host.npos)
            host.remove_prefix(at + 1);
        const bool bracket = !host.empty() && host.front() == '[';
        const std::string plain(bracket ? host.substr(1, host.find(']') - 1)
                                        : host.substr(0, host.rfind(':')));
        unsigned char bytes[16];
        const bool numeric = inet_pton(bracket ? AF_INET6 : AF_INET, plain.c_str(), bytes) == 1;
        if (numeric && !(options.guard ? *options.guard : publicOnly).allows(plain))
            return refuse(reason::egressRefused, "The egress rules do not allow " + plain + ".");
    }
    setMethodAndBody();
    return true;
}

/// Null: nothing of an earlier call remains.
void CurlHandle::setTls(const exchange::WireTls *tls)
{
    CURL *h = m_easy;
    m_ownTls = tls != nullptr;
    const auto blob = [h](CURLoption option, std::string_view text) {
        curl_blob data{const_cast<char *>(text.data()), text.size(), CURL_BLOB_COPY};
        curl_easy_setopt(h, option, text.empty() ? nullptr : &data);
    };
    const bool certificate = tls && !tls->certificate.isEmpty();
    blob(CURLOPT_SSLCERT_BLOB, certificate ? tls->certificate.reveal() : std::string_view());
    blob(CURLOPT_SSLKEY_BLOB, certificate ? tls->key.reveal() : std::string_view());
    // without one, OpenSSL would ask for it on the terminal
    const Secret password = certificate ? tls->keyPassword : Secret();
    curl_easy_setopt(h, CURLOPT_KEYPASSWD,
                     certificate ? (password.isEmpty() ? "" : password.reveal().data()) : nullptr);
    std::string pins;
    if (tls) {
        for (const std::string &pin : tls->pinnedPublicKeys)
            pins += (pins.empty() ? "sha256//" : ";sha256//") + pin;
    }
    curl_easy_setopt(h, CURLOPT_PINNEDPUBLICKEY, pins.empty() ? nullptr : pins.c_str());
}

void CurlHandle::rest()
{
    if (m_ownTls)
        setTls(nullptr);
}

void CurlHandle::addHeader(const char *text)
{
    m_headerStarts.push_back(m_headerText.size());
    m_headerText.append(text).push_back('\0');
}

/// The headers as libcurl's list, without a copy per header. What libcurl would add of its own is switched
/// off, so that the wire carries what was rendered and no more.
bool CurlHandle::buildHeaders()
{
    const auto &request = m_call->request;
    m_headerText.clear();
    m_headerStarts.clear();
    bool accept = false;
    bool type = false;
    bool encoding = false;
    int lengths = 0;
    int hosts = 0;
    for (const auto &[name, value] : request.headers) {
        if (!isToken(name) || hasControl(value, true))
            return refuse(reason::renderFailed, "A header holds a control character.");
        if (sameName(name, "transfer-encoding"))
            return refuse(reason::renderFailed, "A request sends its length, not a Transfer-Encoding.");
        if (sameName(name, "expect"))
            continue;
        if (sameName(name, "content-length")) {
            std::size_t length = 0;
            const auto read = std::from_chars(value.data(), value.data() + value.size(), length);
            if (read.ec != std::errc() || read.ptr != value.data() + value.size() ||
                length != request.body.size() || ++lengths > 1)
                return refuse(reason::renderFailed, "Content-Length is not the length of the body.");
        }
        if (sameName(name, "host") && ++hosts > 1)
            return refuse(reason::renderFailed, "A request has one Host header.");
        accept = accept || sameName(name, "accept");
        type = type || sameName(name, "content-type");
        encoding = encoding || sameName(name, "accept-encoding");
        m_headerStarts.push_back(m_headerText.size());
        m_headerText.append(name);
        if (trimmed(value).empty())
            m_headerText.push_back(';'); // libcurl's spelling of a header without value
        else
            m_headerText.append(": ").append(value);
        m_headerText.push_back('\0');
    }
    addHeader("Expect:");
    if (!accept)
        addHeader("Accept:");
    if (!type)
        addHeader("Content-Type:");
    if (!encoding && !m_call->offerCompression)
        addHeader("Accept-Encoding:");
    m_headers.resize(m_headerStarts.size());
    for (std::size_t i = 0; i < m_headers.size(); ++i) {
        m_headers[i].data = m_headerText.data() + m_headerStarts[i];
        m_headers[i].next = i + 1 < m_headers.size() ? &m_headers[i + 1] : nullptr;
    }
    return true;
}

void CurlHandle::setMethodAndBody()
{
    CURL *h = m_easy;
    const auto &request = m_call->request;
    const bool get = request.method == "GET";
    const bool post = request.method == "POST";
    if (request.body.empty() && !post) {
        curl_easy_setopt(h, CURLOPT_HTTPGET, 1L);
        if (request.method == "HEAD")
            curl_easy_setopt(h, CURLOPT_NOBODY, 1L);
        curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, get ? nullptr : request.method.c_str());
        return;
    }
    curl_easy_setopt(h, CURLOPT_POST, 1L);
    curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, post ? nullptr : request.method.c_str());
    curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    // A sale's body comes from a callback without a way back: libcurl cannot send it again on its own. That
    // it does not even begin to is seen to in beforeRequest().
    const bool once = m_call->options.atMostOnce && !request.body.empty();
    curl_easy_setopt(h, CURLOPT_POSTFIELDS, once ? nullptr : request.body.c_str());
}

std::size_t CurlHandle::readBody(char *to, std::size_t size, std::size_t count, void *self)
{
    auto *handle = static_cast<CurlHandle *>(self);
    const std::string &body = handle->m_call->request.body;
    const auto piece = std::min(size * count, body.size() - handle->m_bodySent);
    std::memcpy(to, body.data() + handle->m_bodySent, piece);
    handle->m_bodySent += piece;
    return piece;
}

std::size_t CurlHandle::takeBody(char *data, std::size_t size, std::size_t count, void *self)
{
    auto *handle = static_cast<CurlHandle *>(self);
    const auto bytes = size * count;
    std::string &body = handle->m_call->reply.response.body;
    if (body.size() + bytes > handle->m_call->options.maxAnswerBytes) {
        body.append(data, handle->m_call->options.maxAnswerBytes - body.size());
        handle->m_tooLarge = true;
        return 0;
    }
    body.append(data, bytes);
    return bytes;
}

std::size_t CurlHandle::takeHeader(char *data, std::size_t size, std::size_t count, void *self)
{
    auto *handle = static_cast<CurlHandle *>(self);
    const auto bytes = size * count;
    // libcurl's STARTTRANSFER_TIME starts too early where the body comes through a read callback
    if (handle->m_headerBytes == 0)
        handle->m_firstByteUs =
            std::chrono::duration_cast<Micros>(std::chrono::steady_clock::now() - handle->m_call->started)
                .count();
    handle->m_headerBytes += bytes;
    if (handle->m_headerBytes > maxHeaderBytes) {
        handle->m_tooLarge = true;
        return 0;
    }
    auto &response = handle->m_call->reply.response;
    const std::string_view line(data, bytes);
    if (trimmed(line).empty()) {
        handle->m_headerComplete = response.status >= 200;
        return bytes;
    }
    if (line.substr(0, 5) == "HTTP/") { // the final answer, or an interim one before it
        response.headers.clear();
        response.status = 0;
        const auto blank = line.find(' ');
        if (blank != std::string_view::npos)
            std::from_chars(line.data() + blank + 1, line.data() + line.size(), response.status);
        return bytes;
    }
    const auto colon = line.find(':');
    if (colon != std::string_view::npos)
        response.headers.emplace_back(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
    return bytes;
}

curl_socket_t CurlHandle::openSocket(void *self, curlsocktype, curl_sockaddr *address)
{
    auto *handle = static_cast<CurlHandle *>(self);
    const auto &options = handle->m_call->options;
    if (handle->sentOnce())
        return CURL_SOCKET_BAD;
    if (options.proxy.empty()) { // a proxy is the operator's own word
        const EgressGuard &guard = options.guard ? *options.guard : publicOnly;
        bool allowed = false;
        if (address->family == AF_INET) {
            const auto *v4 = reinterpret_cast<const sockaddr_in *>(&address->addr);
            allowed = guard.allows(reinterpret_cast<const unsigned char *>(&v4->sin_addr), 4);
        } else if (address->family == AF_INET6) {
            const auto *v6 = reinterpret_cast<const sockaddr_in6 *>(&address->addr);
            allowed = guard.allows(v6->sin6_addr.s6_addr, 16);
        }
        if (!allowed) {
            handle->m_guardRefused = true;
            return CURL_SOCKET_BAD;
        }
    }
    const int socket = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (socket >= 0) {
        handle->m_opened = true;
        handle->m_sockets.handleOpened(socket);
    }
    return socket;
}

int CurlHandle::closeSocket(void *sockets, curl_socket_t socket)
{
    static_cast<CurlSockets *>(sockets)->handleClosing(socket);
    return ::close(socket);
}

/// True once a request that may go out only once has begun: libcurl, finding a warm connection dead, would
/// begin it again elsewhere.
bool CurlHandle::sentOnce() const
{
    return m_begun && m_call->options.atMostOnce;
}

/// libcurl asks here each time before the first byte of a request, with the connection it has chosen.
int CurlHandle::beforeRequest(void *self, char *address, char *, int, int)
{
    auto *handle = static_cast<CurlHandle *>(self);
    const auto &options = handle->m_call->options;
    if (handle->sentOnce())
        return CURL_PREREQFUNC_ABORT;
    // A warm connection may have been opened under other rules: its address is judged again.
    if (options.proxy.empty() &&
        !(options.guard ? *options.guard : publicOnly).allows(std::string(address))) {
        handle->m_guardRefused = true;
        return CURL_PREREQFUNC_ABORT;
    }
    handle->m_begun = true;
    handle->m_call->reply.phases.reusedConnection = !handle->m_opened;
    return CURL_PREREQFUNC_OK;
}

void CurlHandle::fillPhases()
{
    auto &phases = m_call->reply.phases;
    const auto read = [this](CURLINFO info) {
        curl_off_t us = 0;
        curl_easy_getinfo(m_easy, info, &us);
        return std::int64_t(us);
    };
    const auto since = [this](std::int64_t us) {
        return us > 0 ? us + m_queuedUs : 0;
    };
    phases.queuedUs = m_queuedUs;
    phases.totalUs = read(CURLINFO_TOTAL_TIME_T) + m_queuedUs;
    phases.firstByteUs = std::min(m_firstByteUs, phases.totalUs);
    if (!phases.reusedConnection) {
        phases.dnsUs = since(read(CURLINFO_NAMELOOKUP_TIME_T));
        phases.connectUs = since(read(CURLINFO_CONNECT_TIME_T));
        phases.tlsUs = since(read(CURLINFO_APPCONNECT_TIME_T));
    }
    const char *address = nullptr;
    long port = 0;
    curl_easy_getinfo(m_easy, CURLINFO_PRIMARY_IP, &address);
    curl_easy_getinfo(m_easy, CURLINFO_PRIMARY_PORT, &port);
    auto &remote = m_call->reply.remote;
    remote.clear();
    if (address && *address && port > 0) {
        const bool v6 = std::strchr(address, ':') != nullptr;
        remote.append(v6 ? "[" : "").append(address).append(v6 ? "]:" : ":").append(std::to_string(port));
    }
}

std::unique_ptr<WireCall> CurlHandle::finish(CURLcode code)
{
    fillPhases();
    judge(code);
    return std::move(m_call);
}

void CurlHandle::judge(CURLcode code)
{
    auto &reply = m_call->reply;
    const auto say = [&](WireOutcome outcome, std::string_view why) {
        reply.outcome = outcome;
        reply.reasonCode = why;
        reply.detail = m_error[0] ? m_error : curl_easy_strerror(code);
    };
    if (code == CURLE_OK && m_headerComplete) {
        reply.outcome = WireOutcome::Answered;
        return;
    }
    if (code == CURLE_OK) // to libcurl, a header that the connection's end cuts off is an answer without body
        code = CURLE_PARTIAL_FILE;
    long sent = 0;
    curl_easy_getinfo(m_easy, CURLINFO_REQUEST_SIZE, &sent);
    if (sent == 0) {
        switch (code) {
        case CURLE_OPERATION_TIMEDOUT:
            return say(WireOutcome::NotSent, reason::timedOut);
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CIPHER:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ISSUER_ERROR:
        case CURLE_SSL_INVALIDCERTSTATUS:
        case CURLE_SSL_ENGINE_NOTFOUND:
        case CURLE_SSL_ENGINE_SETFAILED:
        case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
            return say(WireOutcome::NotSent, reason::tlsFailed);
        default:
            say(WireOutcome::NotSent, m_guardRefused ? reason::egressRefused : reason::connectFailed);
            if (m_guardRefused)
                reply.detail = "The egress rules do not allow the buyer's address.";
            return;
        }
    }
    if (m_tooLarge) {
        say(WireOutcome::AnswerTooLarge, reason::answerTooLarge);
        reply.detail = "The answer is larger than the limit.";
        return;
    }
    switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
        return say(WireOutcome::TimedOut, reason::timedOut);
    case CURLE_UNSUPPORTED_PROTOCOL: // an answer that does not begin with HTTP/1
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_HTTP2:
        return say(WireOutcome::GarbledAnswer, reason::unrecognisedAnswer);
    default:
        say(WireOutcome::ConnectionLost, reason::connectionLost);
        if (m_call->options.atMostOnce && m_headerBytes == 0)
            reply.detail = "The connection ended after the request had been sent, without an answer.";
    }
}

} // namespace bourse::net
