#include "exchange/randombits.h"
#include <QRandomGenerator>

namespace bourse::exchange {

RandomBits::RandomBits(std::uint64_t seed) : m_replayable(seed != 0), m_sequence(seed) {}

std::uint64_t RandomBits::next()
{
    if (m_replayable)
        return m_sequence();
    if (m_used == m_block.size()) {
        // fillRange counts in 32-bit words
        QRandomGenerator::system()->fillRange(reinterpret_cast<quint32 *>(m_block.data()),
                                              static_cast<qsizetype>(m_block.size() * 2));
        m_used = 0;
    }
    return m_block[m_used++];
}

} // namespace bourse::exchange
