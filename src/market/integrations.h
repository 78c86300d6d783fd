#pragma once
// What the market says of integrations to those who edit them. Values only.
#include "base/clock.h"
#include "base/secret.h"
#include "domain/integration/integration.h"
#include "domain/json/value.h"
#include "domain/market/marketdocument.h"
#include <QMetaType>
#include <QString>
#include <QVector>
#include <map>
#include <optional>
#include <string>

namespace bourse::market {

/// One integration in a list.
struct IntegrationHead {
    QString slug;
    QString label;
    qint64 version = 0; ///< of the published one, counted per integration from 1; 0 = never published
    std::optional<UtcTime> publishedAt;
    std::optional<UtcTime> draftSavedAt; ///< absent = no draft
    QVector<QString> steps;              ///< names, in the document's order
    QVector<QString> usedBy;             ///< "tree / channel" that sell through it
};

/// What an editor opens.
struct IntegrationDraft {
    domain::Value document;                 ///< the draft if there is one, else the published document
    std::optional<domain::Value> published; ///< absent = never published
    qint64 version = 0;                     ///< of `published`
    std::optional<UtcTime> savedAt;         ///< of the draft; absent = `document` is the published one
    qint64 baseVersion = 0;                 ///< the version that the draft was made from
};

struct IntegrationVersion {
    qint64 version = 0;
    UtcTime publishedAt;
    QString actor;
    QString note; ///< the name that its publisher gave it
};

/// A lead to try a document on.
struct SampleLead {
    QString id;    ///< "ld_…"
    QString title; ///< "Maria Garcia, Dallas TX"
    QString vertical;
    domain::Object fields; ///< normalised, PII included
};

/// A request that was really sent for a lead.
struct SentRequest {
    std::string text; ///< METHOD URL, headers, body; secrets as {{name}}; empty: the lead was not sent so
    UtcTime sentAt{};
};

/// A request that really goes out.
struct TestCall {
    domain::Value document;
    domain::StepKind step = domain::StepKind::Ping;
    bool live = false;
    domain::Object lead;
    std::map<std::string, std::string> carried;
    std::uint64_t seed = 0;
    UtcTime time{};
};
/// What became of it. Times are microseconds from the start; absent where the phase was not reached.
struct TestExchange {
    domain::RenderedRequest request; ///< secrets redacted as {{name}}
    std::optional<domain::BuyerResponse> response;
    /// The request before it and the 401 that it got, where the buyer first asked who sends (digest
    /// authentication); `request` is then the repetition with the answer.
    std::optional<std::pair<domain::RenderedRequest, domain::BuyerResponse>> challenged;
    std::optional<Error> failure; ///< connection refused, time limit, TLS …
    std::optional<qint64> dnsUs, connectUs, tlsUs, firstByteUs;
    qint64 totalUs = 0;
    QString remote; ///< address that was reached
    UtcTime sentAt{};
};

/// What lint says a publish must not pass: for the verticals whose leads go through the document in this
/// market, or for every one while no tree uses it, so that what is personal data is known in any case.
Errors blockingProblems(const domain::Value &document, const std::string &slug,
                        const domain::MarketSnapshot &config);

} // namespace bourse::market
