#pragma once
// A request from a supplier while it is read, and the sources that read it. Private to the integration room.
#include "domain/integration/answer.h"
#include "domain/integration/inbound.h"
#include "domain/integration/plan.h"
#include <vector>

namespace bourse::domain {

/// What sources of an inbound document see. `answer` is null while the request is mapped.
struct InboundScope {
    Answer *raw = nullptr;
    const Value *tree = nullptr; ///< the decoded request
    const Value *call = nullptr;
    const Value *answer = nullptr;
};

/// What the compiler knows of an inbound document.
struct InboundCompile {
    bool hasAnswer = false;                     ///< the place is in an answer
    std::vector<std::vector<PathStep>> names{}; ///< of {"request":"a.b"}
};

class InboundMessage {
  public:
    InboundMessage(InboundRequest received, InboundRoute way, UtcTime at);
    InboundRequest request;
    InboundRoute route;
    UtcTime receivedAt;
    BuyerResponse response; ///< the request as the readers of answers see it
    Answer raw;
    Value tree;   ///< an object; empty where the request could not be decoded
    Object call;  ///< what {"call":name} reads
    Errors wrong; ///< with the decoding
};

/// {"request":…,"all":…}; null with a problem.
std::unique_ptr<RowSource> compileRequestSource(ObjectReader &reader, CompileContext &compile);
/// Request, answer or call by name, for templates and short forms.
std::unique_ptr<RowSource> compileInboundNamed(std::string_view kind, const std::string &name,
                                               const std::string &path, CompileContext &compile);

} // namespace bourse::domain
