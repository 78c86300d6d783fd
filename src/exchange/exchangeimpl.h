#pragma once
// Private to this room.
#include "exchange/engine.h"
#include "exchange/exchange.h"

namespace bourse::exchange {

struct Exchange::Impl {
    std::shared_ptr<Engine> engine;
};

} // namespace bourse::exchange
