#pragma once
// Everything that a call to a buyer can end in beside a clear answer.
#include "simulation/simulation.h"

namespace bourse::testing {

/// One of the faults of the wire. Whether a buyer that had the post takes it, nobody but the buyer knows.
inline void Simulation::misbehave(const BuyerCall &call, BuyerReply &reply, Micros &latency, bool &arrives,
                                  bool &accepts)
{
    const bool isPost = call.kind == CallKind::Post;
    accepts = isPost && m_random.chance(0.5);
    const auto met = [&](const char *post, const char *ping) {
        meet(isPost ? post : ping);
    };
    const auto answered = [&](int status, const char *body) {
        reply.response.status = status;
        reply.response.body = body;
    };
    switch (m_random.between(0, 12)) {
    case 0:
        met("post: no answer in time", "ping: no answer in time");
        reply.outcome = WireOutcome::TimedOut;
        latency = call.timeLimit;
        break;
    case 1: // before any byte
        met("post: connection refused", "ping: connection refused");
        reply.outcome = WireOutcome::NotSent;
        reply.reasonCode = domain::reason::connectFailed;
        arrives = accepts = false;
        break;
    case 2: // before any byte
        met("post: TLS fails", "ping: TLS fails");
        reply.outcome = WireOutcome::NotSent;
        reply.reasonCode = domain::reason::tlsFailed;
        arrives = accepts = false;
        break;
    case 3:
        met("post: reset after it was sent", "ping: reset after it was sent");
        reply.outcome = WireOutcome::ConnectionLost;
        break;
    case 4:
        met("post: answer cut in its head", "ping: answer cut in its head");
        reply.outcome = WireOutcome::GarbledAnswer;
        break;
    case 5:
        met("post: 200 with an unreadable body", "ping: 200 with an unreadable body");
        answered(200, "<html>welcome</html>");
        break;
    case 6:
        met("post: 200 with an empty body", "ping: 200 with an empty body");
        answered(200, "");
        break;
    case 7:
        met("post: 200 with half a body", "ping: 200 with half a body");
        answered(200, "{\"result\":\"o");
        break;
    case 8:
        met("post: 5xx", "ping: 5xx");
        answered(502, "bad gateway");
        break;
    case 9:
        met("post: 503 and Retry-After", "ping: 503 and Retry-After");
        answered(503, "later");
        reply.response.headers.emplace_back("Retry-After", "30");
        break;
    case 10:
        met("post: 429 and Retry-After", "ping: 429 and Retry-After");
        answered(429, "slow down");
        reply.response.headers.emplace_back("Retry-After", "30");
        break;
    case 11:
        met("post: answer comes too late", "ping: answer comes too late");
        latency = call.timeLimit + m_random.micros(1ms, 300ms);
        break;
    default:
        met("post: answer without end", "ping: answer without end");
        reply.outcome = WireOutcome::AnswerTooLarge;
        break;
    }
}

} // namespace bourse::testing
