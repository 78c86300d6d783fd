#pragma once
// A request that was sent against the one that would be sent now, value by value: start line, headers by
// name, the body by its format.
#include <string>
#include <string_view>
#include <vector>

namespace bourse::workbench {

struct RequestDifference {
    enum class State { Same, Changed, OnlySent, OnlyNow } state = State::Same;
    enum class Part { Line, Header, Body } part = Part::Body;
    std::string name; ///< "URL", a header's name, a form's key, a JSON path, "line 3"
    std::string sent; ///< "" where it was not
    std::string now;
    bool operator==(const RequestDifference &) const = default;
};

/// Both as `METHOD URL` CRLF headers CRLF body (bare line feeds are read, too). Forms are compared key by
/// key, repeated ones in their order, JSON and XML leaf by leaf, anything else line by line. Never fails; at
/// most 5,000 lines, the last then says so.
std::vector<RequestDifference> diffRequests(std::string_view sent, std::string_view now);

} // namespace bourse::workbench
