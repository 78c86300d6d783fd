#include "net/buyeraccessmanager.h"
#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstring>

namespace bourse::net {

namespace {

struct Block {
    std::array<unsigned char, 16> prefix;
    int bits;
};

constexpr Block v4(unsigned char a, unsigned char b, unsigned char c, int bits)
{
    return {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, 0}, 96 + bits};
}

constexpr Block v6(std::array<unsigned, 4> words, int bits)
{
    Block block{{}, bits};
    for (std::size_t i = 0; i < words.size(); ++i) {
        block.prefix[2 * i] = static_cast<unsigned char>(words[i] >> 8);
        block.prefix[2 * i + 1] = static_cast<unsigned char>(words[i] & 0xff);
    }
    return block;
}

/// IANA's special-purpose registries (RFC 6890 and later): what is no public unicast address. IPv4 stands in
/// its IPv4-mapped form. The forms that carry an IPv4 address inside (6to4, Teredo, NAT64) are shut as a
/// whole: which host they reach is not ours to see.
constexpr Block notPublic[] = {
    v4(0, 0, 0, 8),                                                    // this network
    v4(10, 0, 0, 8),                                                   // private
    v4(100, 64, 0, 10),                                                // shared (carrier-grade NAT)
    v4(127, 0, 0, 8),                                                  // loopback
    v4(169, 254, 0, 16),                                               // link-local, cloud metadata
    v4(172, 16, 0, 12),                                                // private
    v4(192, 0, 0, 24),                                                 // protocol assignments
    v4(192, 0, 2, 24),                                                 // documentation
    v4(192, 31, 196, 24),                                              // AS112
    v4(192, 52, 193, 24),                                              // AMT
    v4(192, 88, 99, 24),                                               // 6to4 relay
    v4(192, 168, 0, 16),                                               // private
    v4(192, 175, 48, 24),                                              // AS112
    v4(198, 18, 0, 15),                                                // benchmarking
    v4(198, 51, 100, 24),                                              // documentation
    v4(203, 0, 113, 24),                                               // documentation
    v4(224, 0, 0, 4),                                                  // multicast
    v4(240, 0, 0, 4),                                                  // reserved, broadcast
    Block{{}, 96},                                                     // ::, ::1 and IPv4-compatible
    Block{{0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0}, 96}, // IPv4-translated
    v6({0x0064, 0xff9b, 0, 0}, 96),                                    // NAT64
    v6({0x0064, 0xff9b, 0x0001, 0}, 48),                               // local NAT64
    v6({0x0100, 0, 0, 0}, 64),                                         // discard
    v6({0x0100, 0, 0, 1}, 64),                                         // dummy
    v6({0x2001, 0, 0, 0}, 23),                                         // protocol assignments, Teredo, ORCHID
    v6({0x2001, 0x0db8, 0, 0}, 32),                                    // documentation
    v6({0x2002, 0, 0, 0}, 16),                                         // 6to4
    v6({0x3fff, 0, 0, 0}, 20),                                         // documentation
    v6({0x5f00, 0, 0, 0}, 16),                                         // segment routing
    v6({0xfc00, 0, 0, 0}, 7),                                          // unique local
    v6({0xfe80, 0, 0, 0}, 10),                                         // link-local
    v6({0xfec0, 0, 0, 0}, 10),                                         // site-local
    v6({0xff00, 0, 0, 0}, 8),                                          // multicast
};

using Address = std::array<unsigned char, 16>;

bool covers(const Address &prefix, int bits, const Address &address)
{
    const auto whole = static_cast<std::size_t>(bits / 8);
    if (std::memcmp(prefix.data(), address.data(), whole) != 0)
        return false;
    const int rest = bits % 8;
    if (rest == 0)
        return true;
    const auto mask = static_cast<unsigned char>(0xff << (8 - rest));
    return (prefix[whole] & mask) == (address[whole] & mask);
}

/// 4 bytes become their IPv4-mapped form, so that one list serves both families and both spellings.
bool canonical(const unsigned char *bytes, std::size_t size, Address &out)
{
    out = {};
    if (size == 16) {
        std::memcpy(out.data(), bytes, 16);
        return true;
    }
    if (size != 4)
        return false;
    out[10] = out[11] = 0xff;
    std::memcpy(out.data() + 12, bytes, 4);
    return true;
}

bool parseNumeric(const std::string &text, Address &out, bool &isV4)
{
    unsigned char bytes[16];
    isV4 = inet_pton(AF_INET, text.c_str(), bytes) == 1;
    if (isV4)
        return canonical(bytes, 4, out);
    const std::string plain =
        text.substr(0, text.find('%')); // a zone says which interface, not which address
    return inet_pton(AF_INET6, plain.c_str(), bytes) == 1 && canonical(bytes, 16, out);
}

} // namespace

Result<EgressGuard> EgressGuard::fromCidrs(const std::vector<std::string> &allow)
{
    EgressGuard guard;
    Errors errors;
    for (std::size_t i = 0; i < allow.size(); ++i) {
        const std::string &text = allow[i];
        const auto slash = text.find('/');
        Range range;
        bool isV4 = false;
        bool good =
            text.find('%') == std::string::npos && parseNumeric(text.substr(0, slash), range.prefix, isV4);
        const int most = isV4 ? 32 : 128;
        int bits = most;
        if (good && slash != std::string::npos) {
            const char *end = text.data() + text.size();
            const auto read = std::from_chars(text.data() + slash + 1, end, bits);
            good = read.ec == std::errc() && read.ptr == end && bits >= 0 && bits <= most;
        }
        if (!good) {
            errors.push_back(
                {"not_a_cidr", std::to_string(i), "address/bits", "This is no address range: " + text + "."});
            continue;
        }
        range.bits = isV4 ? bits + 96 : bits;
        guard.m_allow.push_back(range);
    }
    if (!errors.empty())
        return errors;
    return guard;
}

bool EgressGuard::allows(const unsigned char *address, std::size_t size) const
{
    Address canon;
    if (!canonical(address, size, canon))
        return false;
    for (const Range &range : m_allow) {
        if (covers(range.prefix, range.bits, canon))
            return true;
    }
    return std::none_of(std::begin(notPublic), std::end(notPublic),
                        [&canon](const Block &block) { return covers(block.prefix, block.bits, canon); });
}

bool EgressGuard::allows(const std::string &numericAddress) const
{
    Address canon;
    bool isV4 = false;
    return parseNumeric(numericAddress, canon, isV4) && allows(canon.data(), canon.size());
}

} // namespace bourse::net
