#include "exchange/ranking.h"

namespace bourse::exchange {

bool ranksBefore(const Contender &left, const Contender &right)
{
    if (left.compared() != right.compared())
        return left.compared() > right.compared();
    if (left.priority != right.priority)
        return left.priority < right.priority;
    if (left.lastServed != right.lastServed)
        return left.lastServed < right.lastServed;
    return left.order < right.order;
}

} // namespace bourse::exchange
