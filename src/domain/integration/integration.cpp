// Names, wire text and the JSON of a reading.
#include "domain/integration/integration.h"
#include "domain/integration/wiretext.h"
#include "domain/json/json.h"
#include <algorithm>
#include <array>
#include <charconv>

namespace bourse::domain {
namespace {

constexpr std::array<std::pair<StepKind, std::string_view>, 8> kSteps = {{
    {StepKind::Auth, "auth"},
    {StepKind::Lookup, "lookup"},
    {StepKind::Ping, "ping"},
    {StepKind::Post, "post"},
    {StepKind::Status, "status"},
    {StepKind::NotifyWin, "notify_win"},
    {StepKind::NotifyLoss, "notify_loss"},
    {StepKind::Callback, "callback"},
}};

Value moneyValue(const Money &money)
{
    return Object{{"amount", money.toDecimal()}, {"currency", money.currency().code()}};
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
        text.remove_suffix(1);
    return text;
}

Error invalidResponse(const char *message)
{
    return {"invalid_response", {}, "RFC 9112", message};
}

/// Undoes "Transfer-Encoding: chunked" of a recorded answer; nothing if it is not well-formed.
std::optional<std::string> dechunked(std::string_view text)
{
    std::string out;
    for (;;) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos)
            return std::nullopt;
        const std::string_view line = trimmed(text.substr(0, std::min(text.find(';'), end)));
        text.remove_prefix(end + 1);
        std::size_t size = 0;
        const auto read = std::from_chars(line.data(), line.data() + line.size(), size, 16);
        if (read.ec != std::errc() || read.ptr != line.data() + line.size())
            return std::nullopt;
        if (size == 0)
            return out;
        if (size > text.size())
            return std::nullopt;
        out += text.substr(0, size);
        text.remove_prefix(size);
        if (text.starts_with("\r\n"))
            text.remove_prefix(2);
        else if (text.starts_with('\n'))
            text.remove_prefix(1);
        else
            return std::nullopt;
    }
}

} // namespace

std::string_view name(StepKind step)
{
    return kSteps[static_cast<std::size_t>(step)].second;
}

std::string name(const StepId &step)
{
    std::string out(name(step.kind));
    return step.lookup.empty() ? out : out + ':' + step.lookup;
}

std::optional<StepId> stepFromName(std::string_view name)
{
    static constexpr std::string_view kNamed = "lookup:";
    if (name.starts_with(kNamed) && name.size() > kNamed.size())
        return StepId(StepKind::Lookup, std::string(name.substr(kNamed.size())));
    const auto kind = stepKindFromName(name);
    return kind ? std::optional<StepId>(*kind) : std::nullopt;
}

std::optional<StepKind> stepKindFromName(std::string_view name)
{
    for (const auto &[step, known] : kSteps)
        if (known == name)
            return step;
    return std::nullopt;
}

const std::string *findHeader(const Headers &headers, std::string_view name)
{
    for (const auto &[key, value] : headers)
        if (key.size() == name.size() && std::equal(key.begin(), key.end(), name.begin(),
                                                    [](char a, char b) { return lower(a) == lower(b); }))
            return &value;
    return nullptr;
}

std::string toWireText(const RenderedRequest &request)
{
    std::string out;
    out.reserve(request.url.size() + request.body.size() + 512);
    out += request.method;
    out += ' ';
    out += request.url;
    out += "\r\n";
    for (const auto &[key, value] : request.headers) {
        out += key;
        out += ':';
        if (!trimmed(value).empty()) { // else there is no value (RFC 9110, 5.5), and so writes the transport
            out += ' ';
            out += value;
        }
        out += "\r\n";
    }
    out += "\r\n";
    out += request.body;
    return out;
}

/// The target of a request line, "POST /v1/callbacks/acme?id=7 HTTP/1.1"; nothing where the text has none.
static std::optional<std::string_view> requestTarget(std::string_view line)
{
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    if (!line.ends_with(" HTTP/1.1") && !line.ends_with(" HTTP/1.0"))
        return std::nullopt;
    line.remove_suffix(9);
    const std::size_t space = line.find(' ');
    if (space == 0 || space == std::string_view::npos || line.substr(space + 1).find(' ') != line.npos)
        return std::nullopt;
    for (const char c : line.substr(0, space))
        if (c < 'A' || c > 'Z')
            return std::nullopt;
    return line.substr(space + 1);
}

Result<InboundRequest> parseRawRequest(std::string_view text)
{
    const std::size_t end = text.find('\n');
    const auto target = requestTarget(text.substr(0, end));
    if (!target || end == std::string_view::npos)
        return invalidResponse("The request line is wrong.");
    InboundRequest request;
    request.method = std::string(text.substr(0, text.find(' ')));
    request.target = std::string(*target);
    auto rest = parseRawResponse("HTTP/1.1 200 OK\r\n" + std::string(text.substr(end + 1)));
    if (!rest)
        return rest.errors();
    request.headers = std::move(rest->headers);
    request.body = std::move(rest->body);
    return request;
}

Result<BuyerResponse> parseRawResponse(std::string_view text)
{
    if (requestTarget(text.substr(0, text.find('\n')))) {
        auto request = parseRawRequest(text);
        return request ? Result<BuyerResponse>(asResponse(*request)) : request.errors();
    }
    BuyerResponse response;
    if (!text.starts_with("HTTP/")) {
        response.body = std::string(text);
        return response;
    }
    const auto line = [&text]() -> std::optional<std::string_view> {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos)
            return std::nullopt;
        std::string_view one = text.substr(0, end);
        text.remove_prefix(end + 1);
        if (one.ends_with('\r'))
            one.remove_suffix(1);
        return one;
    };
    do {
        // "HTTP/1.1 200 OK"; interim answers (100 Continue) are stepped over.
        response.headers.clear();
        const auto first = line();
        if (!first)
            return invalidResponse("The status line is not finished.");
        const std::size_t space = first->find(' ');
        if (!first->starts_with("HTTP/") || space == std::string_view::npos || first->size() < space + 4)
            return invalidResponse("The status line is wrong.");
        const std::string_view code = first->substr(space + 1, 3);
        const auto read = std::from_chars(code.data(), code.data() + 3, response.status);
        if (read.ec != std::errc() || read.ptr != code.data() + 3 || response.status < 100 ||
            (first->size() > space + 4 && (*first)[space + 4] != ' '))
            return invalidResponse("The status code must be three digits.");
        for (;;) {
            const auto header = line();
            if (!header)
                return invalidResponse("The headers are not finished by an empty line.");
            if (header->empty())
                break;
            if (header->front() == ' ' || header->front() == '\t') { // obsolete folding
                if (response.headers.empty())
                    return invalidResponse("A header begins with a space.");
                response.headers.back().second += ' ' + std::string(trimmed(*header));
                continue;
            }
            const std::size_t colon = header->find(':');
            if (colon == std::string_view::npos || colon == 0)
                return invalidResponse("A header has no colon.");
            response.headers.emplace_back(std::string(header->substr(0, colon)),
                                          std::string(trimmed(header->substr(colon + 1))));
        }
    } while (response.status < 200 && text.starts_with("HTTP/"));
    response.body = std::string(text);
    if (const std::string *coding = findHeader(response.headers, "transfer-encoding")) {
        std::string word = *coding;
        std::transform(word.begin(), word.end(), word.begin(), lower);
        if (word == "chunked") {
            auto plain = dechunked(text);
            if (!plain)
                return invalidResponse("The chunked body is broken.");
            response.body = std::move(*plain);
        }
    } else if (const std::string *length = findHeader(response.headers, "content-length")) {
        std::size_t size = 0;
        const auto read = std::from_chars(length->data(), length->data() + length->size(), size);
        if (read.ec == std::errc() && size < response.body.size())
            response.body.resize(size);
    }
    return response;
}

std::string_view name(Reading reading)
{
    switch (reading) {
    case Reading::Accepted:
        return "accepted";
    case Reading::Rejected:
        return "rejected";
    case Reading::Duplicate:
        return "duplicate";
    case Reading::Capped:
        return "capped";
    case Reading::Error:
        return "error";
    case Reading::Pending:
        return "pending";
    case Reading::Returned:
        return "returned";
    case Reading::Converted:
        return "converted";
    case Reading::Unrecognised:
        break;
    }
    return "unrecognised";
}

std::optional<Reading> readingFromName(std::string_view text)
{
    for (const Reading reading :
         {Reading::Accepted, Reading::Rejected, Reading::Duplicate, Reading::Capped, Reading::Error,
          Reading::Pending, Reading::Unrecognised, Reading::Returned, Reading::Converted})
        if (name(reading) == text)
            return reading;
    return std::nullopt;
}

std::optional<UtcTime> expiryOf(const Interpretation &reading, UtcTime answeredAt)
{
    if (!reading.expiresAt)
        return std::nullopt;
    if (const auto time = fromIso8601(*reading.expiresAt))
        return *time;
    // a whole number, or one with a fraction, which is cut off
    const std::string_view text =
        std::string_view(*reading.expiresAt).substr(0, reading.expiresAt->find('.'));
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    constexpr std::int64_t kEpochSeconds = 1'000'000'000;
    constexpr std::int64_t kEpochMillis = 1'000'000'000'000;
    if (text.empty() || text.size() > 15 || read.ec != std::errc() || read.ptr != text.data() + text.size() ||
        number < 0)
        return std::nullopt;
    if (number >= kEpochMillis)
        return UtcTime(std::chrono::milliseconds(number));
    if (number >= kEpochSeconds)
        return UtcTime(std::chrono::seconds(number));
    return answeredAt + std::chrono::seconds(number);
}

static Object readingObject(const Interpretation &reading)
{
    // A buyer's bytes may be no UTF-8; what is printed is.
    Array bids;
    for (const ReadBid &bid : reading.bids)
        bids.push_back(Object{{"id", repairedUtf8(bid.id)}, {"price", moneyValue(bid.price)}});
    Object carried;
    for (const auto &[key, text] : reading.carried)
        carried.append(key, repairedUtf8(text));
    const auto orNull = [](const std::optional<std::string> &text) {
        return text ? Value(repairedUtf8(*text)) : Value();
    };
    Object out;
    out.append("outcome", name(reading.outcome));
    out.append("price", reading.price ? moneyValue(*reading.price) : Value());
    out.append("bids", std::move(bids));
    out.append("carried", std::move(carried));
    out.append("reason", reading.reason ? Value(Object{{"code", reading.reason->first},
                                                       {"text", repairedUtf8(reading.reason->second)}})
                                        : Value());
    out.append("redirect", orNull(reading.redirect));
    out.append("expires_at", orNull(reading.expiresAt));
    out.append("rule", reading.rule);
    return out;
}

std::string toJson(const Interpretation &reading)
{
    return writeJson(Value(readingObject(reading)));
}

std::string toJson(const CallbackReading &said)
{
    Object out = readingObject(said.reading);
    Array ids;
    for (const auto &[by, id] : said.ids)
        ids.push_back(Object{{"by", name(by)}, {"value", repairedUtf8(id)}});
    out.append("ids", std::move(ids));
    out.append("event_id", said.eventId.empty() ? Value() : Value(repairedUtf8(said.eventId)));
    return writeJson(Value(std::move(out)));
}

} // namespace bourse::domain
