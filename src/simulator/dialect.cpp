#include "simulator/dialect.h"
#include "domain/json/json.h"
#include "domain/json/value.h"
#include <array>

namespace bourse::simulator {

using net::HttpRequest;
using net::HttpResponse;

std::string Dialect::bidId(const std::string &) const
{
    return {};
}

std::string Dialect::postId(const std::string &pingId) const
{
    return pingId; // one lead id for both steps, unless the specification has another
}

bool Dialect::opens(std::string_view key) const
{
    if (!m_key.empty())
        return key == m_key;
    return !key.empty() && key.find("{{") == std::string_view::npos;
}

namespace {

HttpResponse answer(int status, std::string_view type, std::string body)
{
    return {status, {{"Content-Type", std::string(type)}}, std::move(body)};
}

bool hasContentType(const HttpRequest &request, std::string_view type)
{
    const std::string *given = request.header("Content-Type");
    return given && plainName(std::string_view(*given).substr(0, type.size())) == plainName(type);
}

HeardRequest broken(HeardRequest heard, std::string problem, int status = 200)
{
    heard.problem = std::move(problem);
    heard.problemStatus = status;
    return heard;
}

/// The names under which people's data come where a specification leaves them to the account's setup.
struct Person {
    std::string_view firstName, lastName, email, phone, postalCode, state;
};

Person personOf(const Parameters &parameters)
{
    return {parameters.anyOf({"firstname", "fname"}),
            parameters.anyOf({"lastname", "lname"}),
            parameters.anyOf({"email", "emailaddress"}),
            parameters.anyOf({"phone", "primaryphone", "phonenumber", "homephone", "mobilephone", "cellphone",
                              "dayphone", "phonehome", "phonecell", "phone1", "telephone", "mobile"}),
            parameters.anyOf({"zip", "zipcode", "postalcode", "postcode"}),
            parameters.anyOf({"state", "statecode", "region"})};
}

/// What is wrong with the place; empty = nothing. Buyers buy by state; not every form asks for the ZIP code.
std::string placeProblem(const Person &person)
{
    if (!person.postalCode.empty() && !isFiveDigits(person.postalCode))
        return "Invalid zip";
    if (!isStateCode(person.state))
        return "Invalid state";
    return {};
}

std::string contactProblem(const Person &person)
{
    if (person.firstName.empty() || person.lastName.empty())
        return "First and last name are required";
    if (!looksLikeEmail(person.email))
        return "Invalid email";
    if (tenDigits(person.phone).empty())
        return "Invalid phone";
    return {};
}

/// Completes what both steps of every specification have in common.
HeardRequest withLead(HeardRequest heard, const Parameters &parameters)
{
    const Person person = personOf(parameters);
    heard.postalCode = person.postalCode;
    if (const auto repeated = parameters.repeatedName())
        return broken(std::move(heard), "Parameter given twice: " + *repeated);
    if (heard.kind == HeardRequest::Kind::Ping) {
        if (const auto name = parameters.personalName())
            return broken(std::move(heard), "Personal data in a ping: " + *name);
        heard.problem = placeProblem(person);
        heard.leadFailed = !heard.problem.empty();
        return heard;
    }
    heard.problem = placeProblem(person);
    if (heard.problem.empty())
        heard.problem = contactProblem(person);
    heard.leadFailed = !heard.problem.empty();
    for (const char c : person.email)
        heard.person += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    heard.person += '|' + tenDigits(person.phone);
    return heard;
}

std::string xmlText(std::string_view text)
{
    std::string out;
    for (const char c : text) {
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
        default:
            out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
    }
    return out;
}

// ------------------------------------------------------------------------------------------------ boberdoo

/// boberdoo's pingPostLead: form or query in, XML out (boberdoo_pingpost_form_xml).
class BoberdooDialect final : public Dialect {
  public:
    explicit BoberdooDialect(std::string key) : Dialect(std::move(key)) {}

    std::string pingPath() const override { return "/new_api/api.php"; }
    std::string postPath() const override { return "/new_api/api.php"; }

    std::string pingId(std::uint64_t base, std::uint64_t number) const override
    {
        return std::to_string(base + number);
    }

    HeardRequest hear(const HttpRequest &request) const override
    {
        HeardRequest heard;
        if (request.path != "/api.php" && request.path != "/new_api/api.php")
            return broken(heard, "No such page", 404);
        if (request.method != "GET" && request.method != "POST")
            return broken(heard, "Method not allowed", 405);
        const bool isForm = request.method == "POST" && !request.body.empty();
        if (isForm && !hasContentType(request, "application/x-www-form-urlencoded"))
            return broken(heard, "Unsupported content type");
        const auto form = readForm(isForm ? request.body : request.query);
        if (!form)
            return broken(heard, "Unreadable parameters");

        const std::string_view mode = form->get("Mode");
        if (mode == "ping")
            heard.kind = HeardRequest::Kind::Ping;
        else if (mode == "post")
            heard.kind = HeardRequest::Kind::Post;
        heard.pingId = form->get("Lead_ID");
        heard.wantsPrice = form->get("Return_Best_Price") == "1";

        if (!opens(form->get("Key")))
            return broken(heard, "Invalid Key");
        if (form->get("API_Action") != "pingPostLead")
            return broken(heard, "Invalid API_Action");
        if (heard.kind == HeardRequest::Kind::Other)
            return broken(heard,
                          mode == "full" ? "Mode full is not enabled for this source" : "Invalid Mode");
        if (const auto format = form->get("Format"); !format.empty() && format != "XML")
            return broken(heard, "Format is not enabled for this source");
        const std::string_view type = form->get("TYPE");
        if (type.empty() || type.find_first_not_of("0123456789") != std::string_view::npos)
            return broken(heard, "Invalid TYPE");
        if (form->get("SRC").empty())
            return broken(heard, "SRC is required");
        if (heard.kind == HeardRequest::Kind::Post && heard.pingId.empty())
            return broken(heard, "Lead_ID is required");
        return withLead(std::move(heard), *form);
    }

    HttpResponse bid(const std::string &pingId, const std::string &price) const override
    {
        return matched(pingId, price);
    }
    HttpResponse noBid(const std::string &pingId, const std::string &) const override
    {
        return unmatched(pingId);
    }
    HttpResponse accepted(const std::string &postId, const std::string &price) const override
    {
        return matched(postId, price);
    }
    HttpResponse rejected(const std::string &postId, const std::string &) const override
    {
        return unmatched(postId);
    }
    HttpResponse duplicate(const std::string &postId) const override
    {
        // The specification has no word for it; clients look for "duplicate" in the body.
        return response("<status>Unmatched</status>\n<lead_id>" + xmlText(postId) +
                        "</lead_id>\n<error>Duplicate lead</error>");
    }
    HttpResponse error(const std::string &why, int status, bool) const override
    {
        return response("<status>Error</status>\n<error>" + xmlText(why) + "</error>", status);
    }

  private:
    static HttpResponse response(const std::string &elements, int status = 200)
    {
        return answer(status, "text/xml; charset=utf-8",
                      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<response>\n" + elements +
                          "\n</response>\n");
    }
    static HttpResponse matched(const std::string &id, const std::string &price)
    {
        std::string elements = "<status>Matched</status>\n<lead_id>" + xmlText(id) + "</lead_id>";
        if (!price.empty())
            elements += "\n<price>" + price + "</price>";
        return response(elements);
    }
    static HttpResponse unmatched(const std::string &id)
    {
        return response("<status>Unmatched</status>\n<lead_id>" + xmlText(id) + "</lead_id>");
    }
};

// ------------------------------------------------------------------------------------------------
// LeadProsper

/// LeadProsper's ping and post: JSON (or a form) in, JSON out (leadprosper_ping_post,
/// leadprosper_direct_post).
class LeadProsperDialect final : public Dialect {
  public:
    explicit LeadProsperDialect(std::string key) : Dialect(std::move(key)) {}

    std::string pingPath() const override { return "/ping"; }
    std::string postPath() const override { return "/post"; }

    std::string pingId(std::uint64_t base, std::uint64_t number) const override
    {
        constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuvwxyz";
        std::string id;
        for (std::uint64_t rest = base + number; rest != 0; rest /= digits.size())
            id.insert(id.begin(), digits[rest % digits.size()]);
        return "lp" + id;
    }
    std::string bidId(const std::string &pingId) const override { return "b1-" + pingId; }
    std::string postId(const std::string &pingId) const override { return "post-" + pingId; }

    HeardRequest hear(const HttpRequest &request) const override
    {
        HeardRequest heard;
        if (request.path == "/ping")
            heard.kind = HeardRequest::Kind::Ping;
        else if (request.path == "/post")
            heard.kind = HeardRequest::Kind::Post;
        else
            return broken(heard, "No such resource", 404);
        if (request.method != "POST")
            return broken(heard, "Method not allowed", 405);
        const bool json = hasContentType(request, "application/json");
        if (!json && !hasContentType(request, "application/x-www-form-urlencoded"))
            return broken(heard, "Unsupported content type", 415);
        const auto fields = json ? readFlatJson(request.body) : readForm(request.body);
        if (!fields)
            return broken(heard, "Unreadable body", 400);

        heard.pingId = fields->get("lp_ping_id");
        heard.bidId = fields->get("bid_id");
        if (fields->get("lp_campaign_id").empty())
            return broken(heard, "lp_campaign_id is required");
        if (fields->get("lp_supplier_id").empty())
            return broken(heard, "lp_supplier_id is required");
        if (!opens(fields->get("lp_key")))
            return broken(heard, "Invalid lp_key");
        for (const std::string_view subId : {fields->get("lp_subid1"), fields->get("lp_subid2")}) {
            if (subId.size() > 75)
                return broken(heard, "lp_subid is longer than 75 characters");
        }
        if (heard.kind == HeardRequest::Kind::Post && heard.pingId.empty())
            return broken(heard, "lp_ping_id is required");
        return withLead(std::move(heard), *fields);
    }

    HttpResponse bid(const std::string &pingId, const std::string &price) const override
    {
        domain::Object offer{{"bid_id", bidId(pingId)}};
        if (!price.empty())
            offer.append("payout", domain::Number{price});
        return response(
            {{"status", "ACCEPTED"}, {"ping_id", pingId}, {"bids", domain::Array{std::move(offer)}}});
    }
    HttpResponse noBid(const std::string &pingId, const std::string &why) const override
    {
        return response({{"status", "ERROR"},
                         {"code", 1013},
                         {"message", why},
                         {"ping_id", pingId},
                         {"bids", domain::Array()}});
    }
    HttpResponse accepted(const std::string &postId, const std::string &price) const override
    {
        return response(
            {{"status", "ACCEPTED"}, {"code", 0}, {"id", postId}, {"payout", domain::Number{price}}});
    }
    HttpResponse rejected(const std::string &postId, const std::string &why) const override
    {
        return response({{"status", "ERROR"}, {"code", 1013}, {"id", postId}, {"message", why}});
    }
    HttpResponse duplicate(const std::string &postId) const override
    {
        return response(
            {{"status", "DUPLICATED"}, {"code", 1008}, {"id", postId}, {"message", "Duplicate lead"}});
    }
    HttpResponse error(const std::string &why, int status, bool leadFailed) const override
    {
        domain::Object body{{"status", "ERROR"}};
        if (leadFailed)
            body.append("code", 1015);
        body.append("message", "Error: " + why);
        return response(std::move(body), status);
    }

  private:
    static HttpResponse response(domain::Object body, int status = 200)
    {
        return answer(status, "application/json", domain::writeJson(domain::Value(std::move(body))));
    }
};

// ------------------------------------------------------------------------------------------------
// LeadVantage

/// LeadVantage: a form in, the key in the path, one line with pipes out (leadvantage_pipe_text). The
/// specification gives one address; a request with the id of a ping, or with a person in it, is a post. The
/// same address with "ping" or "post" after the key leaves no doubt and is taken too.
class LeadVantageDialect final : public Dialect {
  public:
    explicit LeadVantageDialect(std::string key) : Dialect(std::move(key)) {}

    std::string pingPath() const override { return "/api/" + (m_key.empty() ? "any" : m_key) + '/'; }
    std::string postPath() const override { return pingPath(); }

    std::string pingId(std::uint64_t base, std::uint64_t number) const override
    {
        return std::to_string(base + number);
    }

    HeardRequest hear(const HttpRequest &request) const override
    {
        HeardRequest heard;
        constexpr std::string_view root = "/api/";
        std::string_view rest = request.path;
        if (!rest.starts_with(root))
            return broken(heard, "No such page", 404);
        rest.remove_prefix(root.size());
        const std::size_t slash = std::min(rest.find('/'), rest.size());
        const std::string_view key = rest.substr(0, slash);
        rest.remove_prefix(std::min(slash + 1, rest.size()));
        if (rest.ends_with('/'))
            rest.remove_suffix(1);
        if (!rest.empty() && rest != "ping" && rest != "post")
            return broken(heard, "No such page", 404);
        if (request.method != "POST")
            return broken(heard, "Method not allowed", 405);
        if (!opens(key))
            return broken(heard, "Invalid key");
        if (!hasContentType(request, "application/x-www-form-urlencoded"))
            return broken(heard, "Unsupported content type");
        const auto form = readForm(request.body);
        if (!form)
            return broken(heard, "Unreadable parameters");

        heard.pingId = form->anyOf({"leadid", "pingid"});
        const bool post = rest == "post" || (rest.empty() && (!heard.pingId.empty() || form->personalName()));
        heard.kind = post ? HeardRequest::Kind::Post : HeardRequest::Kind::Ping;
        if (post && heard.pingId.empty())
            return broken(heard, "lead_id is required");
        return withLead(std::move(heard), *form);
    }

    HttpResponse bid(const std::string &pingId, const std::string &price) const override
    {
        return line(price.empty() ? "success|" + pingId : "success|" + pingId + '|' + price);
    }
    HttpResponse noBid(const std::string &pingId, const std::string &why) const override
    {
        return line("rejected|" + pingId + '|' + why);
    }
    HttpResponse accepted(const std::string &postId, const std::string &price) const override
    {
        return line("success|" + postId + '|' + price);
    }
    HttpResponse rejected(const std::string &postId, const std::string &why) const override
    {
        return line("rejected|" + postId + '|' + why);
    }
    HttpResponse duplicate(const std::string &postId) const override
    {
        return line("duplicate|" + postId + "|Duplicate lead");
    }
    HttpResponse error(const std::string &why, int status, bool) const override
    {
        std::string text;
        for (const char c : why)
            text += c == '|' || static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        return line("error||" + text, status);
    }

  private:
    static HttpResponse line(std::string text, int status = 200)
    {
        return answer(status, "text/plain; charset=utf-8", std::move(text));
    }
};

} // namespace

std::unique_ptr<Dialect> Dialect::of(Spec spec, std::string key)
{
    switch (spec) {
    case Spec::BoberdooXml:
        return std::make_unique<BoberdooDialect>(std::move(key));
    case Spec::LeadProsperJson:
        return std::make_unique<LeadProsperDialect>(std::move(key));
    case Spec::LeadVantageText:
        break;
    }
    return std::make_unique<LeadVantageDialect>(std::move(key));
}

std::string_view name(Spec spec)
{
    switch (spec) {
    case Spec::BoberdooXml:
        return "boberdoo_pingpost_form_xml";
    case Spec::LeadProsperJson:
        return "leadprosper_ping_post";
    case Spec::LeadVantageText:
        break;
    }
    return "leadvantage_pipe_text";
}

} // namespace bourse::simulator
