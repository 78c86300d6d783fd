#include "api/choicepage.h"
#include "api/intakedecoder.h"
#include "domain/json/json.h"
#include "domain/lead/sealing.h"
#include <QByteArray>
#include <QFile>
#include <algorithm>

static void initPages()
{
    Q_INIT_RESOURCE(pages);
}

namespace bourse::api {

using exchange::IntakeAnswer;
using exchange::OfferCall;
using exchange::OfferKey;
using exchange::OfferTold;

namespace {
constexpr std::size_t mostBidIds = 100;

std::string resource(const char *path)
{
    static const bool ready = (initPages(), true);
    QFile file(QString::fromLatin1(path));
    if (!ready || !file.open(QIODevice::ReadOnly))
        qFatal("missing resource %s", path);
    return file.readAll().toStdString();
}

const std::string &style()
{
    static const std::string text = resource(":/pages/choice.css");
    return text;
}

const std::string &styleHash()
{
    static const std::string text = [] {
        const std::string hash = domain::sha256(style());
        return QByteArray(hash.data(), static_cast<qsizetype>(hash.size())).toBase64().toStdString();
    }();
    return text;
}

const domain::Value &texts()
{
    static const domain::Value all = [] {
        auto parsed = domain::parseJson(resource(":/pages/texts.json"));
        if (!parsed)
            qFatal("the texts of the pages are no JSON: %s", parsed.error().message.c_str());
        return *parsed;
    }();
    return all;
}

/// The first language of Accept-Language that there are texts in; qualities are not weighed against the
/// order, in which browsers send them.
std::string languageOf(const net::HttpRequest &request)
{
    const std::string *header = request.header("Accept-Language");
    for (std::size_t at = 0; header && at < header->size();) {
        std::size_t end = std::min(header->find(',', at), header->size());
        while (at < end && (*header)[at] == ' ')
            ++at;
        std::string language = header->substr(at, std::min<std::size_t>(2, end - at));
        std::transform(language.begin(), language.end(), language.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
        if (texts().find(language))
            return language;
        at = end + 1;
    }
    return "en";
}

std::string escaped(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

bool isToken(std::string_view text)
{
    return text.size() == 43 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-' || c == '_';
           });
}

std::string cookieOf(const net::HttpRequest &request)
{
    const std::string *header = request.header("Cookie");
    constexpr std::string_view name = "bourse_choice=";
    for (std::size_t at = 0; header && at < header->size();) {
        const std::size_t end = std::min(header->find(';', at), header->size());
        while (at < end && (*header)[at] == ' ')
            ++at;
        std::string_view one = std::string_view(*header).substr(at, end - at);
        if (one.starts_with(name) && isToken(one.substr(name.size())))
            return std::string(one.substr(name.size()));
        at = end + 1;
    }
    return {};
}

std::string newCookie()
{
    const Secret bits = domain::newLeadKey();
    return QByteArray(bits.reveal().data(), static_cast<qsizetype>(bits.reveal().size()))
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
        .toStdString();
}

/// What the form repeats of the cookie; hangs on the page's token, too.
std::string formKey(const std::string &cookie, const std::string &token)
{
    return domain::toHex(domain::hmacSha256(cookie, "bourse.choice:" + token));
}

bool sameText(std::string_view left, std::string_view right)
{
    unsigned char differs = left.size() == right.size() ? 0 : 1;
    for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i)
        differs = static_cast<unsigned char>(differs | (left[i] ^ right[i]));
    return differs == 0;
}
} // namespace

/// One request for a page.
struct ChoicePage::Visit {
    net::HttpResponder responder;
    std::string token, language, cookie;
    std::string peer, userAgent;
    bool newCookie = false, tls = false;
    std::vector<std::string> chosen;
    MonoTime arrived;

    std::string say(const std::string &key) const
    {
        const domain::Value *own = texts().find(language);
        const domain::Value *text = own ? own->find(key) : nullptr;
        return text ? text->toText() : key;
    }
    /// Escaped, with `{name}` replaced by the escaped value.
    std::string say(const std::string &key, const std::string &name, const std::string &value) const
    {
        std::string text = escaped(say(key));
        const std::string mark = "{" + name + "}";
        if (std::size_t at = text.find(mark); at != std::string::npos)
            text.replace(at, mark.size(), escaped(value));
        return text;
    }
    void send(int status, const std::string &title, const std::string &content) const
    {
        net::HttpResponse response;
        response.status = status;
        response.headers = {
            {"Content-Type", "text/html; charset=utf-8"},
            {"Content-Language", language},
            {"Content-Security-Policy", "default-src 'none'; style-src 'sha256-" + styleHash() +
                                            "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
            {"Referrer-Policy", "no-referrer"},
            {"Cache-Control", "no-store"},
            {"X-Content-Type-Options", "nosniff"},
            {"X-Robots-Tag", "noindex"},
            {"Vary", "Accept-Language"}};
        if (newCookie)
            response.headers.emplace_back("Set-Cookie", "bourse_choice=" + cookie + "; Path=/c/" + token +
                                                            "; HttpOnly; SameSite=Strict" +
                                                            (tls ? "; Secure" : ""));
        response.body = "<!DOCTYPE html>\n<html lang=\"" + language +
                        "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                        "content=\"width=device-width, initial-scale=1\">\n<title>" +
                        title + "</title>\n<style>" + style() + "</style>\n</head>\n<body>\n<main>\n" +
                        content + "</main>\n</body>\n</html>\n";
        responder.send(std::move(response));
    }
    void sendNote(int status, const std::string &name, const std::string &buyers = {}) const
    {
        const std::string title = escaped(say(name + "_title"));
        send(status, title, "<h1>" + title + "</h1>\n<p>" + say(name, "buyers", buyers) + "</p>\n");
    }
    void sendRefusal(const std::string &code) const
    {
        if (code == "choice_used")
            sendNote(410, "used");
        else if (code == "choice_expired")
            sendNote(410, "expired");
        else
            sendNote(404, "unknown");
    }
    std::string form(const OfferTold &offer, const std::string &problem) const;
};

std::string ChoicePage::Visit::form(const OfferTold &offer, const std::string &problem) const
{
    const auto open =
        std::count_if(offer.bids.begin(), offer.bids.end(), [](const auto &bid) { return bid.toChoose; });
    const int most = std::min(offer.maxChosen, static_cast<int>(open));
    const bool several = most > 1;
    std::string firstId, rows;
    for (const OfferTold::Bid &bid : offer.bids) {
        if (!bid.toChoose)
            continue;
        const std::string id = "bid-" + escaped(bid.id);
        if (firstId.empty())
            firstId = id;
        const bool checked = std::find(chosen.begin(), chosen.end(), bid.id) != chosen.end();
        rows += "<div class=\"choice\">\n<input type=\"" + std::string(several ? "checkbox" : "radio") +
                "\" id=\"" + id + "\" name=\"bid_id\" value=\"" + escaped(bid.id) + "\" aria-describedby=\"" +
                id + "-consent\"" + (checked ? " checked" : "") + ">\n<label for=\"" + id + "\">" +
                escaped(bid.buyerLabel) + "</label>\n<p id=\"" + id + "-consent\">" +
                escaped(bid.consentText) + "</p>\n</div>\n";
    }
    std::string page = "<h1>" + escaped(say("title")) + "</h1>\n";
    if (!problem.empty())
        page += "<div class=\"errors\" role=\"alert\" tabindex=\"-1\" autofocus>\n<h2>" +
                escaped(say("problem")) + "</h2>\n<ul><li><a href=\"#" + firstId + "\">" +
                say(problem, "count", std::to_string(most)) + "</a></li></ul>\n</div>\n";
    page += "<p>" + say("lead", "source", offer.sourceLabel) + "</p>\n<form method=\"post\" action=\"/c/" +
            token + "\">\n<input type=\"hidden\" name=\"form_key\" value=\"" + formKey(cookie, token) +
            "\">\n<fieldset>\n<legend>" +
            (several ? say("choose_several", "count", std::to_string(most)) : escaped(say("choose_one"))) +
            "</legend>\n" + rows + "</fieldset>\n<p>" + say("until", "time", toIso8601(offer.expiresAt)) +
            "</p>\n<button type=\"submit\">" + escaped(say("send")) + "</button>\n</form>\n";
    return page;
}

namespace {
/// A call for the engine on behalf of whoever holds the token.
exchange::IntakeLead callFor(std::shared_ptr<const domain::MarketSnapshot> snapshot, OfferCall call,
                             const std::string &token, MonoTime arrived)
{
    call.key.by = OfferKey::By::Token;
    call.key.token = token;
    exchange::IntakeLead lead;
    lead.snapshot = std::move(snapshot);
    lead.actor = "consumer";
    lead.call = std::make_shared<OfferCall>(std::move(call));
    lead.arrived = arrived;
    return lead;
}
} // namespace

void ChoicePage::showForm(std::shared_ptr<const Visit> visit, std::string problem)
{
    auto snapshot = m_market.snapshot();
    if (!snapshot)
        return visit->sendNote(503, "busy");
    OfferCall call;
    call.kind = OfferCall::Kind::Show;
    m_market.submit(callFor(std::move(snapshot), std::move(call), visit->token, visit->arrived),
                    [visit, problem = std::move(problem)](const IntakeAnswer &answer) {
                        if (answer.kind == IntakeAnswer::Kind::Refused)
                            return visit->sendRefusal(answer.reason.code);
                        if (answer.kind != IntakeAnswer::Kind::Done || !answer.offer)
                            return visit->sendNote(503, "busy");
                        visit->send(problem.empty() ? 200 : 422, escaped(visit->say("title")),
                                    visit->form(*answer.offer, problem));
                    });
}

void ChoicePage::show(const net::HttpRequest &request, const net::HttpResponder &responder,
                      std::string_view token)
{
    auto visit = std::make_shared<Visit>(Visit{responder});
    visit->language = languageOf(request);
    visit->tls = request.tls;
    visit->arrived = request.arrived;
    if (!isToken(token))
        return visit->sendRefusal("unknown_choice");
    visit->token = token;
    visit->cookie = cookieOf(request);
    visit->newCookie = visit->cookie.empty();
    if (visit->newCookie)
        visit->cookie = newCookie();
    showForm(std::move(visit), {});
}

void ChoicePage::choose(const net::HttpRequest &request, const net::HttpResponder &responder,
                        std::string_view token)
{
    auto visit = std::make_shared<Visit>(Visit{responder});
    visit->language = languageOf(request);
    visit->tls = request.tls;
    visit->arrived = request.arrived;
    if (!isToken(token))
        return visit->sendRefusal("unknown_choice");
    visit->token = token;
    visit->cookie = cookieOf(request);
    std::string key;
    if (auto form = decodeForm(request.body)) {
        const domain::Value *presented = form->find("form_key");
        key = presented ? presented->toText() : std::string();
        const domain::Value *ids = form->find("bid_id");
        if (const domain::Array *list = ids ? ids->asArray() : nullptr) {
            for (std::size_t i = 0; i < std::min(list->size(), mostBidIds); ++i)
                visit->chosen.push_back((*list)[i].toText());
        } else if (ids) {
            visit->chosen.push_back(ids->toText());
        }
    }
    if (visit->cookie.empty() || !sameText(key, formKey(visit->cookie, visit->token))) {
        visit->newCookie = visit->cookie.empty();
        if (visit->newCookie)
            visit->cookie = newCookie();
        return showForm(std::move(visit), "error_form");
    }
    auto snapshot = m_market.snapshot();
    if (!snapshot)
        return visit->sendNote(503, "busy");
    OfferCall call;
    call.kind = OfferCall::Kind::Choose;
    call.bidIds = visit->chosen;
    call.ip = request.peer;
    if (const std::string *agent = request.header("User-Agent"))
        call.userAgent = agent->substr(0, 400);
    std::shared_ptr<const Visit> sent = visit;
    m_market.submit(callFor(snapshot, std::move(call), visit->token, visit->arrived),
                    [this, sent, snapshot](const IntakeAnswer &answer) {
                        if (answer.kind == IntakeAnswer::Kind::Refused) {
                            const std::string &code = answer.reason.code;
                            if (code == "missing_bid_id")
                                return showForm(sent, "error_none");
                            if (code == "too_many_bids")
                                return showForm(sent, "error_many");
                            if (code == "unknown_bid" || code == "bid_expired")
                                return showForm(sent, "error_bid");
                            return sent->sendRefusal(code);
                        }
                        if (answer.kind != IntakeAnswer::Kind::Done)
                            return sent->sendNote(503, "busy");
                        std::string names;
                        for (const exchange::Sale &sale : answer.sales) {
                            const domain::Buyer *buyer = snapshot->buyer(sale.buyer);
                            names += (names.empty() ? "" : ", ") +
                                     (buyer && !buyer->label.empty() ? buyer->label : sale.buyer);
                        }
                        if (answer.state == domain::LeadState::Sold)
                            sent->sendNote(200, "done", names);
                        else if (answer.state == domain::LeadState::Unsold)
                            sent->sendNote(200, "none");
                        else
                            sent->sendNote(200, "pending");
                    });
}

} // namespace bourse::api
