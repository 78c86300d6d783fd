#include "net/buyeraccessmanager.h"
#include "domain/lead/reason.h"
#include "net/curltransport.h"
#include <QIODevice>
#include <QUrl>
#include <algorithm>
#include <cstring>
#include <mutex>
#include <unordered_map>

namespace bourse::net {

using exchange::WireOutcome;

/// The reply of one call: filled at once when the call has ended.
class BuyerReplyImpl final : public QNetworkReply {
  public:
    BuyerReplyImpl(QObject *parent, const QNetworkRequest &request,
                   QNetworkAccessManager::Operation operation)
        : QNetworkReply(parent)
    {
        setRequest(request);
        setUrl(request.url());
        setOperation(operation);
        QIODevice::open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }
    ~BuyerReplyImpl() override
    {
        if (m_abandon)
            m_abandon();
    }

    /// Called by abort() and by the destructor of an unfinished reply.
    void setAbandon(std::function<void()> abandon) { m_abandon = std::move(abandon); }
    void abort() override
    {
        if (isFinished())
            return;
        exchange::BuyerReply reply;
        reply.outcome = WireOutcome::ConnectionLost; // how far it came is not waited for
        reply.reasonCode = domain::reason::connectionLost;
        reply.detail = "The call was aborted.";
        if (m_abandon)
            m_abandon();
        complete(std::move(reply), OperationCanceledError);
    }
    void complete(exchange::BuyerReply reply) { complete(std::move(reply), NoError); }
    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override
    {
        return qint64(m_body.size() - m_read) + QNetworkReply::bytesAvailable();
    }

  protected:
    qint64 readData(char *to, qint64 most) override
    {
        const auto piece = std::min<std::size_t>(static_cast<std::size_t>(most), m_body.size() - m_read);
        if (piece == 0)
            return isFinished() ? -1 : 0;
        std::memcpy(to, m_body.data() + m_read, piece);
        m_read += piece;
        return qint64(piece);
    }

  private:
    void complete(exchange::BuyerReply reply, NetworkError given)
    {
        m_abandon = nullptr;
        m_body = reply.response.body;
        for (const auto &[name, value] : reply.response.headers) {
            const auto key = QByteArray::fromStdString(name);
            const auto text = QByteArray::fromStdString(value);
            setRawHeader(key, hasRawHeader(key) ? rawHeader(key) + ", " + text : text);
        }
        const int status = reply.response.status;
        if (reply.outcome == WireOutcome::Answered)
            setAttribute(QNetworkRequest::HttpStatusCodeAttribute, status);
        const NetworkError failure = given != NoError ? given : failureOf(reply);
        if (failure != NoError) {
            const bool answered = reply.outcome == WireOutcome::Answered;
            setError(failure, answered ? QStringLiteral("The buyer answered with status %1.").arg(status)
                                       : QString::fromStdString(reply.detail));
        }
        setAttribute(BuyerAccessManager::ReplyAttribute, QVariant::fromValue(std::move(reply)));
        setFinished(true);
        Q_EMIT metaDataChanged();
        if (!m_body.empty())
            Q_EMIT readyRead();
        if (failure != NoError)
            Q_EMIT errorOccurred(failure);
        Q_EMIT finished();
    }

    static NetworkError failureOf(const exchange::BuyerReply &reply)
    {
        namespace reason = domain::reason;
        switch (reply.outcome) {
        case WireOutcome::Answered:
            return failureOf(reply.response.status);
        case WireOutcome::TimedOut:
            return TimeoutError;
        case WireOutcome::ConnectionLost:
            return RemoteHostClosedError;
        case WireOutcome::AnswerTooLarge:
            return UnknownContentError;
        case WireOutcome::GarbledAnswer:
            return ProtocolFailure;
        case WireOutcome::NotSent:
            break;
        }
        if (reply.reasonCode == reason::timedOut)
            return TimeoutError;
        if (reply.reasonCode == reason::tlsFailed)
            return SslHandshakeFailedError;
        if (reply.reasonCode == reason::egressRefused)
            return ContentAccessDenied;
        if (reply.reasonCode == reason::renderFailed)
            return ProtocolInvalidOperationError;
        return ConnectionRefusedError;
    }

    /// As QNetworkAccessManager maps them.
    static NetworkError failureOf(int status)
    {
        switch (status) {
        case 400:
            return ProtocolInvalidOperationError;
        case 401:
            return AuthenticationRequiredError;
        case 403:
            return ContentAccessDenied;
        case 404:
            return ContentNotFoundError;
        case 405:
            return ContentOperationNotPermittedError;
        case 407:
            return ProxyAuthenticationRequiredError;
        case 409:
            return ContentConflictError;
        case 410:
            return ContentGoneError;
        case 500:
            return InternalServerError;
        case 501:
            return OperationNotImplementedError;
        case 503:
            return ServiceUnavailableError;
        default:
            return status >= 500 ? UnknownServerError : status >= 400 ? UnknownContentError : NoError;
        }
    }

    std::function<void()> m_abandon;
    std::string m_body;
    std::size_t m_read = 0;
};

struct BuyerAccessManager::Impl {
    QObject *inbox = nullptr; ///< lives on the manager's thread; calls posted to it end with it
    std::mutex mutex;
    CurlTransport::Finished finished;
    std::unordered_map<std::uint64_t, BuyerReplyImpl *> replies;
    std::function<void(Batch)> receiver; ///< of direct calls
    std::unique_ptr<CurlTransport> transport;

    void receive(CurlTransport::Finished batch)
    {
        const auto replied =
            std::stable_partition(batch.begin(), batch.end(), [](const auto &call) { return call->direct; });
        bool first = false;
        if (replied != batch.end()) {
            std::lock_guard lock(mutex);
            first = finished.empty();
            std::move(replied, batch.end(), std::back_inserter(finished));
        }
        batch.erase(replied, batch.end());
        if (!batch.empty())
            receiver(std::move(batch));
        if (first)
            QMetaObject::invokeMethod(
                inbox, [this] { deliver(); }, Qt::QueuedConnection);
    }

    void deliver()
    {
        CurlTransport::Finished batch;
        {
            std::lock_guard lock(mutex);
            batch.swap(finished);
        }
        for (const auto &call : batch) {
            const auto found = replies.find(call->id);
            if (found == replies.end())
                continue;
            BuyerReplyImpl *reply = found->second;
            replies.erase(found);
            reply->complete(std::move(call->reply));
        }
    }
};

BuyerAccessManager::BuyerAccessManager(QObject *parent)
    : QNetworkAccessManager(parent), m_impl(std::make_unique<Impl>())
{
    m_impl->inbox = new QObject(this);
    giveUp();
}

BuyerAccessManager::~BuyerAccessManager()
{
    m_impl->transport.reset();
    delete m_impl->inbox;
    for (const auto &[id, reply] : m_impl->replies)
        reply->setAbandon(nullptr);
}

void BuyerAccessManager::setReceiver(std::function<void(Batch)> receiver)
{
    m_impl->receiver = std::move(receiver);
}

void BuyerAccessManager::giveUp()
{
    m_impl->transport.reset(); // ends what is under way
    m_impl->transport = std::make_unique<CurlTransport>(
        [impl = m_impl.get()](CurlTransport::Finished batch) { impl->receive(std::move(batch)); });
}

std::uint64_t BuyerAccessManager::send(std::unique_ptr<WireCall> call)
{
    call->direct = true;
    return m_impl->transport->start(std::move(call));
}

void BuyerAccessManager::cancel(std::uint64_t id)
{
    m_impl->transport->cancel(id);
}

QNetworkReply *BuyerAccessManager::createRequest(Operation operation, const QNetworkRequest &request,
                                                 QIODevice *body)
{
    auto call = std::make_unique<WireCall>();
    call->started = std::chrono::time_point_cast<Micros>(std::chrono::steady_clock::now());
    call->offerCompression = true;
    const QVariant options = request.attribute(OptionsAttribute);
    if (options.isValid())
        call->options = options.value<BuyerRequestOptions>();
    else if (request.transferTimeout() > 0)
        call->options.timeLimit = std::chrono::milliseconds(request.transferTimeout());
    auto &wire = call->request;
    switch (operation) {
    case HeadOperation:
        wire.method = "HEAD";
        break;
    case PutOperation:
        wire.method = "PUT";
        break;
    case PostOperation:
        wire.method = "POST";
        break;
    case DeleteOperation:
        wire.method = "DELETE";
        break;
    case CustomOperation:
        wire.method = request.attribute(QNetworkRequest::CustomVerbAttribute).toByteArray().toStdString();
        break;
    default:
        wire.method = "GET";
        break;
    }
    wire.url = request.url().toEncoded(QUrl::RemoveFragment).toStdString();
    const auto names = request.rawHeaderList();
    wire.headers.reserve(static_cast<std::size_t>(names.size()));
    for (const QByteArray &name : names)
        wire.headers.emplace_back(name.toStdString(), request.rawHeader(name).toStdString());
    if (body)
        wire.body = body->readAll().toStdString();

    auto *reply = new BuyerReplyImpl(this, request, operation);
    const auto id = m_impl->transport->start(std::move(call));
    m_impl->replies.emplace(id, reply);
    reply->setAbandon([impl = m_impl.get(), id] {
        impl->replies.erase(id);
        impl->transport->cancel(id);
    });
    return reply;
}

} // namespace bourse::net
