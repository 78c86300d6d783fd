#include "base/secret.h"

namespace bourse {

Secret &Secret::operator=(const Secret &other)
{
    if (this != &other) {
        wipe();
        m_value = other.m_value;
    }
    return *this;
}

Secret &Secret::operator=(Secret &&other) noexcept
{
    if (this != &other) {
        wipe();
        m_value = std::move(other.m_value);
        other.wipe();
    }
    return *this;
}

void Secret::wipe() noexcept
{
    // a moved-from short string says it is empty, but its bytes are still there
    m_value.resize(m_value.capacity());
    // volatile keeps the compiler from dropping writes to memory that is about to be freed
    volatile char *bytes = m_value.data();
    for (std::size_t i = 0; i < m_value.size(); ++i)
        bytes[i] = '\0';
    m_value.clear();
}

} // namespace bourse
