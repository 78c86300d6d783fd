#pragma once
// RFC 9457 problem details: every refusal of the API has this shape, with a stable `code` and the fields at
// fault.
#include "base/result.h"
#include "net/httpserver.h"
#include <string>

namespace bourse::api {

/// `errors` go into `errors:[{field,rule,code,message}]`; `code` is the problem's own.
net::HttpResponse problem(int status, const std::string &code, const std::string &detail,
                          const Errors &errors = {});
/// With Retry-After in seconds.
net::HttpResponse problemRetryAfter(int status, const std::string &code, const std::string &detail,
                                    int seconds);

} // namespace bourse::api
