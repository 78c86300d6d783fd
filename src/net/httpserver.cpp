#include "net/httpserver.h"
#include "net/httploop.h"
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QThread>
#include <future>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace bourse::net {

namespace {

Error invalidTls(std::string message)
{
    return Error{"invalid_tls", "tls", {}, std::move(message)};
}

/// Never asks for a passphrase on the terminal.
int noPassphrase(char *, int, int, void *)
{
    return 0;
}

/// Whether certificate and key belong together; Qt would only find out at the first handshake.
bool keyFits(const std::string &chain, std::string_view key)
{
    BIO *chainText = BIO_new_mem_buf(chain.data(), static_cast<int>(chain.size()));
    BIO *keyText = BIO_new_mem_buf(key.data(), static_cast<int>(key.size()));
    X509 *certificate = PEM_read_bio_X509(chainText, nullptr, noPassphrase, nullptr);
    EVP_PKEY *privateKey = PEM_read_bio_PrivateKey(keyText, nullptr, noPassphrase, nullptr);
    const bool fits = certificate && privateKey && X509_check_private_key(certificate, privateKey) == 1;
    EVP_PKEY_free(privateKey);
    X509_free(certificate);
    BIO_free(keyText);
    BIO_free(chainText);
    return fits;
}

Result<QSslConfiguration> tlsConfiguration(const TlsFiles &files)
{
    const auto chain =
        QSslCertificate::fromData(QByteArray::fromStdString(files.certificateChain), QSsl::Pem);
    if (chain.isEmpty())
        return invalidTls("The TLS certificate is not readable PEM text.");
    if (!keyFits(files.certificateChain, files.privateKey.reveal()))
        return invalidTls(
            "The TLS private key is not readable PEM text or does not belong to the certificate.");
    const auto text =
        QByteArray(files.privateKey.reveal().data(), qsizetype(files.privateKey.reveal().size()));
    QSslKey key;
    for (const auto algorithm : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa}) {
        if (key.isNull())
            key = QSslKey(text, algorithm, QSsl::Pem);
    }
    if (key.isNull())
        return invalidTls("The TLS private key is of an unknown kind; RSA and EC keys are understood.");
    auto configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone); // callers are known by their keys
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    return configuration;
}

} // namespace

struct HttpServer::Impl {
    std::unique_ptr<QThread> thread;
    HttpLoop *loop = nullptr;
    int port = 0;

    void stop()
    {
        if (!thread)
            return;
        QMetaObject::invokeMethod(
            loop, [this] { loop->closeAll(); }, Qt::BlockingQueuedConnection);
        thread->quit();
        thread->wait();
        thread.reset();
        loop = nullptr;
        port = 0;
    }
};

HttpServer::HttpServer() : m_impl(std::make_unique<Impl>()) {}

HttpServer::~HttpServer()
{
    m_impl->stop();
}

Result<int> HttpServer::start(HttpServerOptions options, HttpHandler handler)
{
    m_impl->stop();
    if (options.port < 0 || options.port > 65535)
        return Error{"listen_failed", "listen", "0..65535", "A port is a number from 0 to 65535."};
    std::optional<QSslConfiguration> tls;
    if (options.tls) {
        auto made = tlsConfiguration(*options.tls);
        if (!made)
            return made.errors();
        tls = std::move(made).value();
        options.tls.reset();
    }
    m_impl->thread = std::make_unique<QThread>();
    m_impl->thread->setObjectName(QStringLiteral("http-server"));
    m_impl->loop = new HttpLoop(std::move(options), std::move(handler), std::move(tls));
    m_impl->loop->moveToThread(m_impl->thread.get());
    QObject::connect(m_impl->thread.get(), &QThread::finished, m_impl->loop, &QObject::deleteLater);
    m_impl->thread->start();
    std::optional<Result<int>> listening;
    QMetaObject::invokeMethod(
        m_impl->loop, [&] { listening.emplace(m_impl->loop->listen()); }, Qt::BlockingQueuedConnection);
    if (listening->ok())
        m_impl->port = **listening;
    else
        m_impl->stop();
    return std::move(*listening);
}

void HttpServer::drain(Micros limit)
{
    if (!m_impl->thread)
        return;
    auto done = std::make_shared<std::promise<void>>();
    auto waiting = done->get_future();
    QMetaObject::invokeMethod(
        m_impl->loop,
        [this, done] {
            m_impl->loop->drain([done, told = false]() mutable {
                if (!std::exchange(told, true))
                    done->set_value();
            });
        },
        Qt::QueuedConnection);
    waiting.wait_for(limit);
    m_impl->stop();
}

int HttpServer::port() const
{
    return m_impl->port;
}

} // namespace bourse::net
