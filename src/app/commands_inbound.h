#pragma once
// A sub-command over one inbound document; no database, no network.
#include <QStringList>

namespace bourse::app {
/// `inbound --document FILE --request FILE [--vertical FILE] [--answer FILE] [--time ISO8601]`: what a
/// supplier's request (a raw HTTP request, or a body alone) becomes, and what it is answered, as one JSON
/// object
/// {"reading":{act,test,lead,ping_id,bid_ids,event_id},"answer":{status,content_type,body}}; the answer is
/// null where the document leaves it to us. FILE of the document may also be the name of a built-in one. With
/// a vertical, fields that it does not know are dropped or refused as the document says. What became of the
/// request is the JSON object of --answer (domain::inboundFacts(), with "outcome"); without it a sale, or for
/// a ping an offer. A request that cannot be read exits with its errors.
int inboundCommand(const QStringList &args);
} // namespace bourse::app
