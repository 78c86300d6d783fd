#include "base/uuid.h"
#include <QRandomGenerator>

namespace bourse {

Uuid Uuid::v7(UtcTime time, std::uint64_t randomHigh, std::uint64_t randomLow)
{
    std::array<std::uint8_t, 16> b{};
    auto millis = static_cast<std::uint64_t>(
        std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count());
    for (std::size_t i = 0; i < 6; ++i)
        b[i] = static_cast<std::uint8_t>(millis >> (40 - 8 * i));
    b[6] = static_cast<std::uint8_t>(0x70 | (randomHigh & 0x0f));
    b[7] = static_cast<std::uint8_t>(randomHigh >> 4);
    b[8] = static_cast<std::uint8_t>(0x80 | ((randomHigh >> 12) & 0x3f));
    for (std::size_t i = 9; i < 16; ++i)
        b[i] = static_cast<std::uint8_t>(randomLow >> (8 * (i - 9)));
    return Uuid(b);
}

Uuid Uuid::v7()
{
    auto *random = QRandomGenerator::system();
    return v7(SystemClock().utcNow(), random->generate64(), random->generate64());
}

Uuid Uuid::v4()
{
    auto *random = QRandomGenerator::system();
    std::array<std::uint8_t, 16> b{};
    std::uint64_t high = random->generate64();
    std::uint64_t low = random->generate64();
    for (std::size_t i = 0; i < 8; ++i) {
        b[i] = static_cast<std::uint8_t>(high >> (8 * i));
        b[i + 8] = static_cast<std::uint8_t>(low >> (8 * i));
    }
    b[6] = static_cast<std::uint8_t>(0x40 | (b[6] & 0x0f));
    b[8] = static_cast<std::uint8_t>(0x80 | (b[8] & 0x3f));
    return Uuid(b);
}

Result<Uuid> Uuid::parse(std::string_view text)
{
    const Error wrong{"not_a_uuid", "", "RFC 9562 text",
                      "Give a UUID like 01890a5d-ac96-774b-bcce-b302099a8057."};
    if (text.size() != 36)
        return wrong;
    std::array<std::uint8_t, 16> b{};
    std::size_t nibble = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (i == 8 || i == 13 || i == 18 || i == 23) {
            if (c != '-')
                return wrong;
            continue;
        }
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return wrong;
        b[nibble / 2] = static_cast<std::uint8_t>(b[nibble / 2] << 4 | digit);
        ++nibble;
    }
    return Uuid(b);
}

std::string Uuid::toString() const
{
    static constexpr char hex[] = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (std::size_t i = 0; i < 16; ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            text += '-';
        text += hex[m_bytes[i] >> 4];
        text += hex[m_bytes[i] & 0x0f];
    }
    return text;
}

UtcTime Uuid::time() const
{
    std::int64_t millis = 0;
    for (std::size_t i = 0; i < 6; ++i)
        millis = millis << 8 | m_bytes[i];
    return UtcTime(std::chrono::milliseconds(millis));
}

std::string leadIdText(const Uuid &id)
{
    return "ld_" + id.toString();
}

Result<Uuid> parseLeadId(std::string_view text)
{
    if (text.starts_with("ld_"))
        text.remove_prefix(3);
    auto id = Uuid::parse(text);
    if (!id)
        return Error{"not_a_lead_id", "lead_id", "ld_ and a UUID",
                     "Give a lead id like ld_01890a5d-ac96-774b-bcce-b302099a8057."};
    return id;
}

} // namespace bourse
