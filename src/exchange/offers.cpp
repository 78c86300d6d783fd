#include "exchange/offers.h"
#include "domain/json/json.h"
#include <charconv>

namespace bourse::exchange {

using domain::Object;
using domain::Value;

namespace {
constexpr std::string_view pingPrefix = "pg_";

Object amountOf(const Money &money)
{
    return Object{{"micros", money.micros()}, {"currency", money.currency().code()}};
}

std::string textOf(const Value &value, std::string_view key)
{
    const Value *member = value.find(key);
    return member ? member->toText() : std::string();
}

std::int64_t numberOf(const Value &value, std::string_view key)
{
    const std::string text = textOf(value, key);
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::optional<Money> moneyOf(const Value &value, std::string_view key)
{
    const Value *member = value.find(key);
    if (!member || !member->asObject())
        return std::nullopt;
    auto currency = Currency::fromCode(textOf(*member, "currency"));
    if (!currency)
        return std::nullopt;
    return Money(numberOf(*member, "micros"), *currency);
}

std::optional<UtcTime> timeOf(const Value &value, std::string_view key)
{
    if (!value.find(key))
        return std::nullopt;
    return UtcTime(Micros(numberOf(value, key)));
}

bool flag(const Value &value, std::string_view key)
{
    const Value *member = value.find(key);
    return member && member->asBool() && *member->asBool();
}
} // namespace

std::string pingIdText(const Uuid &id)
{
    return std::string(pingPrefix) + id.toString();
}

Result<Uuid> parsePingId(std::string_view text)
{
    auto id =
        text.starts_with(pingPrefix) ? Uuid::parse(text.substr(pingPrefix.size())) : Result<Uuid>(Error{});
    if (!id)
        return Error{"unknown_ping_id", "ping_id", "a ping_id that a ping was answered with",
                     "There is no ping with this ping_id."};
    return *id;
}

std::string writeOffer(const KeptOffer &offer)
{
    domain::Array bids;
    for (const OfferedBid &bid : offer.bids) {
        Object one{{"id", bid.id},
                   {"channel", bid.channel},
                   {"buyer", bid.buyer},
                   {"price", amountOf(bid.price)},
                   {"payout", amountOf(bid.payout)}};
        if (bid.clearing)
            one.append("clearing", amountOf(*bid.clearing));
        if (bid.expiresAt)
            one.append("expires_us", static_cast<std::int64_t>(bid.expiresAt->time_since_epoch().count()));
        if (bid.listed)
            one.append("listed", true);
        if (bid.toChoose)
            one.append("to_choose", true);
        if (!bid.consentText.empty())
            one.append("consent", bid.consentText);
        if (bid.ping)
            one.append("ping", bid.ping->toString());
        Object carried;
        for (const auto &[name, value] : bid.carried)
            carried.append(name, value);
        one.append("carried", std::move(carried));
        bids.emplace_back(std::move(one));
    }
    return domain::writeJson(
        Object{{"tree", offer.tree},
               {"route", offer.route},
               {"max_chosen", offer.maxChosen},
               {"payout", offer.payout ? Value(amountOf(*offer.payout)) : Value()},
               {"posted_to", domain::Array(offer.postedTo.begin(), offer.postedTo.end())},
               {"bids", std::move(bids)}});
}

bool readOffer(std::string_view text, KeptOffer &into)
{
    auto parsed = domain::parseJson(text);
    const Value *bids = parsed ? parsed->find("bids") : nullptr;
    if (!bids || !bids->asArray())
        return false;
    into.tree = textOf(*parsed, "tree");
    into.route = flag(*parsed, "route");
    into.maxChosen = static_cast<int>(numberOf(*parsed, "max_chosen"));
    into.payout = moneyOf(*parsed, "payout");
    into.bids.clear();
    into.postedTo.clear();
    const Value *postedTo = parsed->find("posted_to");
    if (postedTo && postedTo->asArray())
        for (const Value &buyer : *postedTo->asArray())
            into.postedTo.push_back(buyer.toText());
    for (const Value &value : *bids->asArray()) {
        OfferedBid bid;
        bid.id = textOf(value, "id");
        bid.channel = textOf(value, "channel");
        bid.buyer = textOf(value, "buyer");
        auto price = moneyOf(value, "price"), payout = moneyOf(value, "payout");
        if (!price || !payout)
            return false;
        bid.price = *price;
        bid.payout = *payout;
        bid.clearing = moneyOf(value, "clearing");
        bid.expiresAt = timeOf(value, "expires_us");
        bid.listed = flag(value, "listed");
        bid.toChoose = flag(value, "to_choose");
        bid.consentText = textOf(value, "consent");
        if (auto ping = Uuid::parse(textOf(value, "ping")))
            bid.ping = *ping;
        if (const Value *carried = value.find("carried"); carried && carried->asObject())
            for (const domain::Member &one : *carried->asObject())
                bid.carried.emplace(one.first, one.second.toText());
        into.bids.push_back(std::move(bid));
    }
    return true;
}

} // namespace bourse::exchange
