// Returns: requests, decisions, tables of them, and leads that are sold again.
#include "base/logging.h"
#include "domain/lead/sealing.h"
#include "market/marketimpl.h"
#include "market/returnsimport.h"
#include <QPromise>
#include <QtConcurrent/QtConcurrentRun>

namespace bourse::market {

namespace {
constexpr int resoldAtOnce = 16;

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}
} // namespace

ReturnRow toRow(const storage::StoredReturn &stored, const domain::MarketSnapshot *config)
{
    ReturnRow row;
    row.id = stored.id;
    row.via = text(stored.via);
    row.leadId = stored.leadId;
    row.postId = stored.postId;
    row.buyerSlug = text(stored.buyer);
    row.buyer = row.buyerSlug;
    row.reasonCode = text(stored.reason);
    row.reason = row.reasonCode;
    if (const domain::Buyer *buyer = config ? config->buyer(stored.buyer) : nullptr) {
        if (!buyer->label.empty())
            row.buyer = text(buyer->label);
        if (buyer->returns)
            for (const domain::ReturnReason &reason : buyer->returns->reasons)
                if (reason.code == stored.reason && !reason.label.empty())
                    row.reason = text(reason.label);
    }
    row.note = text(stored.note);
    row.state = stored.state;
    row.code = text(stored.code);
    row.sentence = text(stored.sentence);
    row.price = stored.price;
    row.requestedAt = stored.requestedAt;
    row.requestedBy = text(stored.requestedBy);
    row.decidedAt = stored.decidedAt;
    row.decidedBy = text(stored.decidedBy);
    row.repeated = stored.repeated;
    return row;
}

Result<ReturnsImported> importReturnsTable(storage::Returns &store,
                                           const std::shared_ptr<const domain::MarketSnapshot> &snapshot,
                                           const ReturnsImport &import, const std::string &actor,
                                           const std::function<bool(int, int)> &progress)
{
    const std::string buyer = import.buyer.toStdString();
    if (!snapshot->buyer(buyer))
        return Error{"unknown_buyer", "buyer", "the slug of a buyer", "There is no buyer “" + buyer + "”."};
    const std::string bytes = import.csv.toStdString();
    auto rows = domain::readReturnsFile(bytes);
    if (!rows)
        return rows.errors();
    const std::string file = domain::toHex(domain::sha256(buyer + '\n' + bytes));
    const storage::ReturnTermsOf terms = storage::returnTermsOf(snapshot);
    ReturnsImported done;
    done.rows = static_cast<int>(rows->size());
    std::string result = domain::csvLine({"line", "lead_id", "status", "code", "message", "return_id"});
    int worked = 0;
    for (const domain::ReturnsFileRow &row : *rows) {
        if (!progress(worked++, done.rows)) {
            done.cancelled = true;
            break;
        }
        storage::ReturnClaim claim;
        claim.origin = "csv:" + file + ":" + std::to_string(row.line);
        claim.via = "csv";
        claim.actor = actor;
        claim.buyer = buyer;
        claim.lead = row.lead;
        claim.reason = row.reason;
        claim.note = row.note;
        const std::string line = std::to_string(row.line);
        // of the row; else of the database: the same table can be taken again from the beginning
        const auto failed = [&](const Error &why) {
            if (why.code != "no_such_lead" && why.code != "ambiguous_lead" && why.code != "ambiguous_buyer" &&
                why.code != "not_sold")
                return false;
            ++done.failed;
            result += domain::csvLine({line, row.lead, "failed", why.code, why.message, ""});
            return true;
        };
        if (!row.disposition.empty()) {
            auto told = store.dispose(snapshot->workspaceId(), claim, row.disposition);
            if (!told && !failed(told.error()))
                return told.errors();
            if (told) {
                ++done.recorded;
                done.repeated += !*told;
                result += domain::csvLine(
                    {line, row.lead, "recorded", "", "What became of it is written down.", ""});
            }
            continue;
        }
        auto made = store.request(snapshot->workspaceId(), claim, terms);
        if (!made) {
            if (!failed(made.error()))
                return made.errors();
            continue;
        }
        done.repeated += made->repeated;
        switch (made->state) {
        case domain::ReturnState::Approved:
            ++done.approved;
            break;
        case domain::ReturnState::Requested:
            ++done.requested;
            break;
        case domain::ReturnState::Denied:
            ++done.denied;
            break;
        }
        result += domain::csvLine({line, row.lead, std::string(domain::name(made->state)), made->code,
                                   made->sentence, made->id.toString()});
    }
    if (!done.cancelled)
        progress(done.rows, done.rows);
    done.result = QByteArray::fromStdString(result);
    return done;
}

/// From any thread; windows hear of it with the next tick.
void Market::Impl::tellQueueChanged()
{
    queueChanged = true;
}

/// Returned leads that are to be sold again go to the engine; on the after-sale thread.
void Market::Impl::resellReturned(const std::shared_ptr<const domain::MarketSnapshot> &config)
{
    auto claimed = afterSale->returns().claimResales(config->workspaceId(), resoldAtOnce);
    if (!claimed) {
        qCWarning(logMarket, "returned leads cannot be sold again now: %s", claimed.error().code.c_str());
        return;
    }
    for (exchange::ResaleLead &lead : *claimed) {
        tellChanged(config->workspaceId(), lead.leadId);
        auto shared = std::make_shared<exchange::ResaleLead>(std::move(lead));
        executor->post([this, config, shared] {
            if (exchange)
                exchange->resell(config, std::move(*shared));
        });
    }
}

QFuture<Result<ReturnRow>> Market::requestReturn(ReturnRequest request, QString actor)
{
    if (!m_impl->accepting || !m_impl->afterSale)
        return QtFuture::makeReadyFuture(Result<ReturnRow>(notRunning()));
    return QtConcurrent::run(&m_impl->afterSale->thread(), [this, request, actor]() -> Result<ReturnRow> {
        auto config = snapshot();
        storage::ReturnClaim claim;
        claim.via = "api";
        claim.actor = actor.toStdString();
        claim.origin = "api:" + claim.actor + ":" +
                       (request.key.isEmpty() ? Uuid::v7().toString()
                                              : domain::toHex(domain::sha256(request.key.toStdString())));
        claim.buyer = request.buyer.toStdString();
        claim.lead = request.lead.toStdString();
        claim.reason = request.reason.toStdString();
        claim.note = request.note.toStdString();
        auto made = m_impl->afterSale->returns().request(config->workspaceId(), claim,
                                                         storage::returnTermsOf(config));
        if (!made)
            return made.errors();
        if (!made->repeated)
            m_impl->tellChanged(config->workspaceId(), made->leadId);
        return toRow(*made, config.get());
    });
}

QFuture<Result<ReturnRow>> Market::returnRequest(Uuid id) const
{
    if (!m_impl->accepting || !m_impl->afterSale)
        return QtFuture::makeReadyFuture(Result<ReturnRow>(notRunning()));
    return QtConcurrent::run(&m_impl->afterSale->thread(), [this, id]() -> Result<ReturnRow> {
        auto config = snapshot();
        auto found = m_impl->afterSale->returns().find(config->workspaceId(), id);
        return found ? Result<ReturnRow>(toRow(*found, config.get())) : Result<ReturnRow>(found.errors());
    });
}

QFuture<Result<QVector<ReturnRow>>> Market::returns(bool all, int count) const
{
    if (!m_impl->accepting || !m_impl->afterSale)
        return QtFuture::makeReadyFuture(Result<QVector<ReturnRow>>(notRunning()));
    return QtConcurrent::run(
        &m_impl->afterSale->thread(), [this, all, count]() -> Result<QVector<ReturnRow>> {
            auto config = snapshot();
            auto found = m_impl->afterSale->returns().list(config->workspaceId(), all, count);
            if (!found)
                return found.errors();
            QVector<ReturnRow> rows;
            for (const storage::StoredReturn &one : *found)
                rows.push_back(toRow(one, config.get()));
            return rows;
        });
}

QFuture<Result<ReturnRow>> Market::decideReturn(Uuid id, bool approve, QString note, QString actor)
{
    if (!m_impl->accepting || !m_impl->afterSale)
        return QtFuture::makeReadyFuture(Result<ReturnRow>(notRunning()));
    return QtConcurrent::run(
        &m_impl->afterSale->thread(), [this, id, approve, note, actor]() -> Result<ReturnRow> {
            auto config = snapshot();
            auto decided =
                m_impl->afterSale->returns().decide(config->workspaceId(), id, approve, note.toStdString(),
                                                    actor.toStdString(), storage::returnTermsOf(config));
            if (!decided)
                return decided.errors();
            m_impl->tellChanged(config->workspaceId(), decided->leadId);
            return toRow(*decided, config.get());
        });
}

QFuture<Result<ReturnsImported>> Market::importReturns(ReturnsImport import, QString actor)
{
    if (!m_impl->accepting || !m_impl->afterSale)
        return QtFuture::makeReadyFuture(Result<ReturnsImported>(notRunning()));
    return QtConcurrent::run(
        &m_impl->readers,
        [this](QPromise<Result<ReturnsImported>> &promise, const ReturnsImport &table, const QString &who) {
            promise.setProgressRange(0, 1);
            auto config = snapshot();
            auto done = importReturnsTable(m_impl->afterSale->returns(), config, table, who.toStdString(),
                                           [&](int worked, int all) {
                                               promise.setProgressRange(0, all);
                                               promise.setProgressValue(worked);
                                               return !promise.isCanceled() && m_impl->accepting;
                                           });
            if (done)
                m_impl->tellQueueChanged();
            promise.addResult(std::move(done));
        },
        std::move(import), std::move(actor));
}

} // namespace bourse::market
