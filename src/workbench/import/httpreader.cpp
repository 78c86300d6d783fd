// Raw HTTP messages: a request as tools print it, and the text of an answer.
#include "workbench/import/importparts.h"

namespace bourse::workbench {

std::string ImportedResponse::toText() const
{
    if (status == 200 && headers.empty())
        return body;
    std::string out = "HTTP/1.1 " + std::to_string(status) + " \r\n";
    for (const auto &[name, value] : headers) {
        // The body is whole and unpacked here, whatever it was on the wire.
        if (equalsFolded(name, "Content-Length") || equalsFolded(name, "Transfer-Encoding") ||
            equalsFolded(name, "Content-Encoding"))
            continue;
        out += name + ": " + value + "\r\n";
    }
    return out + "\r\n" + body;
}

Result<void> readRawHttp(std::string_view text, ImportContext &context)
{
    text = trimmed(text);
    const auto line = [&text] {
        const std::size_t end = text.find('\n');
        std::string_view one = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (one.ends_with('\r'))
            one.remove_suffix(1);
        return one;
    };
    const std::string_view start = line();
    const std::size_t space = start.find(' ');
    if (space == std::string_view::npos)
        return Error{"no_request", {}, "METHOD target", "The first line is no request line."};
    std::string_view target = trimmed(start.substr(space));
    const std::size_t version = target.rfind(" HTTP/");
    if (version != std::string_view::npos)
        target = trimmed(target.substr(0, version));
    ImportedRequest request;
    request.place = "request";
    request.method = std::string(start.substr(0, space));
    std::vector<std::pair<std::string_view, std::string_view>> headers;
    std::string host;
    while (!text.empty()) {
        const std::string_view one = line();
        if (trimmed(one).empty())
            break;
        const std::size_t colon = one.find(':');
        if (colon == std::string_view::npos || colon == 0) {
            context.report().notUnderstood("invalid_header", "headers", shortened(one),
                                           ImportText::tr("A header has a colon between name and value."));
            continue;
        }
        headers.emplace_back(trimmed(one.substr(0, colon)), trimmed(one.substr(colon + 1)));
        if (equalsFolded(headers.back().first, "Host"))
            host = std::string(headers.back().second);
    }
    std::string address(target);
    if (target.starts_with('/') && !host.empty())
        address = "https://" + host + address;
    readUrl(address, "request line", request, context);
    for (const auto &[name, value] : headers)
        readHeader(name, value, "header", request, context);
    const std::string type = request.body.contentType;
    std::string_view body = text;
    // Tools print the answer below; it is a sample.
    const std::size_t answer = body.find("\nHTTP/1.");
    std::string_view response;
    if (answer != std::string_view::npos) {
        response = body.substr(answer + 1);
        body = body.substr(0, answer);
    } else if (body.starts_with("HTTP/1.")) {
        response = body;
        body = {};
    }
    if (!trimmed(body).empty())
        request.body = readBody(body, type, "body", context);
    if (!response.empty()) {
        if (auto read = domain::parseRawResponse(response)) {
            ImportedResponse sample;
            sample.status = read->status;
            sample.headers = read->headers;
            sample.body = read->body;
            sample.label = std::to_string(read->status);
            sample.place = "answer";
            ++context.report().read;
            request.responses.push_back(std::move(sample));
        } else {
            context.report().notUnderstood("invalid_response", "answer", shortened(response),
                                           shown(read.error().message));
        }
    }
    context.add(std::move(request));
    return {};
}

} // namespace bourse::workbench
