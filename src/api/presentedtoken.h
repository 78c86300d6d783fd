#pragma once
// The key that a request shows. Private to this room.
#include "net/httpserver.h"
#include <algorithm>
#include <string>
#include <string_view>

namespace bourse::api {

/// The token of "Authorization: Bearer …" or of "X-API-Key"; empty where there is none.
inline std::string_view presentedToken(const net::HttpRequest &request)
{
    if (const std::string *header = request.header("Authorization")) {
        constexpr std::string_view scheme = "bearer ";
        std::string_view value = *header;
        bool bearer = value.size() > scheme.size() &&
                      std::equal(scheme.begin(), scheme.end(), value.begin(), [](char a, char b) {
                          return a == (b >= 'A' && b <= 'Z' ? char(b + 32) : b);
                      });
        if (!bearer)
            return {};
        value.remove_prefix(scheme.size());
        while (value.starts_with(' '))
            value.remove_prefix(1);
        return value;
    }
    const std::string *header = request.header("X-API-Key");
    return header ? std::string_view(*header) : std::string_view();
}

} // namespace bourse::api
