#include "domain/market/marketdocument.h"
#include "domain/integration/inbound.h"
#include "domain/json/json.h"
#include "domain/lead/fieldtypes.h"
#include "domain/lead/memberreader.h"
#include "domain/market/documentcheck.h"
#include <algorithm>
#include <charconv>
#include <set>

namespace bourse::domain {

namespace {
using Need = MemberReader::Need;

constexpr std::int64_t formatVersion = 1;
constexpr std::size_t maxDocumentBytes = 64u << 20;
constexpr std::int64_t maxRepeatWindow = 366 * 24 * 3600;
constexpr std::int64_t maxBudgetMs = 600'000;
constexpr std::int64_t maxRatePerMinute = 1'000'000'000;
constexpr std::int64_t maxPingsPerSecond = 100'000;
constexpr std::int64_t wholeShare = 10'000;

/// Errors of a part, with the part's place in front of their fields.
void append(Errors &errors, const Errors &part, const std::string &path)
{
    for (Error error : part) {
        if (error.field.starts_with('['))
            error.field = path + error.field;
        else
            error.field = joinPath(path, error.field);
        errors.push_back(std::move(error));
    }
}

std::string zone(MemberReader &reader, Need need, std::string fallback)
{
    std::string id = reader.text("zone", need, std::move(fallback));
    if (!id.empty() && !isTimeZone(id))
        reader.problem("not_a_zone", "zone", "IANA time zone",
                       "“" + reader.pathOf("zone") + "” must be an IANA time zone, like America/Chicago.");
    return id;
}

WorkspaceConfig readWorkspace(const Value &value, Errors &errors)
{
    MemberReader reader(value, "workspace", errors);
    WorkspaceConfig workspace;
    workspace.slug = reader.slug("slug", Need::Required);
    workspace.label = reader.text("label", Need::Optional);
    std::string code = reader.text("currency", Need::Required);
    if (!code.empty()) {
        auto currency = Currency::fromCode(code);
        if (currency)
            workspace.currency = *currency;
        else
            reader.problem(currency.error().code, "currency", currency.error().rule,
                           currency.error().message);
    }
    workspace.zone = zone(reader, Need::Required, {});
    if (const Value *retention = reader.member("retention"))
        workspace.retention = retentionFromValue(*retention, reader.pathOf("retention"), errors);
    reader.refuseUnknown();
    return workspace;
}

/// An address, or a range in CIDR form whose length fits its family.
bool isAddressRange(std::string_view text)
{
    std::size_t slash = text.find('/');
    auto address = fieldtype::parseIpAddress(text.substr(0, slash));
    if (!address || slash == std::string_view::npos)
        return address.has_value();
    std::string_view digits = text.substr(slash + 1);
    int bits = -1;
    auto [end, status] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    return status == std::errc() && end == digits.data() + digits.size() && digits.front() != '-' &&
           bits <= (address->v6 ? 128 : 32);
}

EgressRules readEgress(const Value &value, Errors &errors)
{
    MemberReader reader(value, "egress", errors);
    EgressRules rules;
    rules.allow = reader.texts("allow");
    for (std::size_t i = 0; i < rules.allow.size(); ++i) {
        if (!isAddressRange(rules.allow[i]))
            reader.problem("not_an_address_range", indexPath("allow", i), "CIDR range",
                           "“" + rules.allow[i] + "” is not an address range like 127.0.0.0/8.");
    }
    reader.refuseUnknown();
    return rules;
}

IntakeKey readKey(const Value &value, std::string path, Errors &errors)
{
    MemberReader reader(value, std::move(path), errors);
    IntakeKey key;
    key.id = reader.slug("id", Need::Required);
    key.scopes = reader.texts("scopes");
    key.tokenSha256 = reader.optionalText("token_sha256");
    key.tokenRef = reader.optionalText("token_ref");
    key.ratePerMinute = static_cast<int>(reader.integer("rate_per_minute", 1000, 0, maxRatePerMinute));
    if (key.tokenSha256) {
        auto bytes = [](std::string &text) {
            for (char &c : text)
                c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
            return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
        };
        if (!bytes(*key.tokenSha256))
            reader.problem("not_a_hash", "token_sha256", "64 hexadecimal digits",
                           "“" + reader.pathOf("token_sha256") +
                               "” must be the SHA-256 of a token, in hexadecimal.");
    }
    if (reader.isObject() && key.tokenSha256.has_value() == key.tokenRef.has_value())
        reader.problem("required", {}, "token_sha256 or token_ref",
                       "A key needs the hash of its token or the name of a secret, and not both.");
    reader.refuseUnknown();
    return key;
}

std::vector<IntakeKey> readKeys(MemberReader &reader, Errors &errors)
{
    std::vector<IntakeKey> keys;
    const Array &values = reader.array("keys");
    for (std::size_t i = 0; i < values.size(); ++i)
        keys.push_back(readKey(values[i], indexPath(reader.pathOf("keys"), i), errors));
    return keys;
}

TreeShare readShare(const Value &value, std::string path, Errors &errors)
{
    MemberReader reader(value, std::move(path), errors);
    TreeShare share;
    share.tree = reader.slug("tree", Need::Required);
    share.share = static_cast<int>(reader.integer("share", 1, 1, wholeShare));
    reader.refuseUnknown();
    return share;
}

std::optional<Money> amount(MemberReader &reader, std::string_view key, Currency currency)
{
    auto money = reader.money(key, currency);
    if (money && money->micros() < 0) {
        reader.problem("out_of_range", key, "at least 0",
                       "“" + reader.pathOf(key) + "” must not be negative.");
        return std::nullopt;
    }
    return money;
}

Source readSource(const Value &value, std::string path, Currency currency, Errors &errors)
{
    MemberReader reader(value, std::move(path), errors);
    Source source;
    source.slug = reader.slug("slug", Need::Required);
    source.label = reader.text("label", Need::Optional);
    source.vertical = reader.slug("vertical", Need::Required);
    const Array &shares = reader.array("trees");
    for (std::size_t i = 0; i < shares.size(); ++i)
        source.trees.push_back(readShare(shares[i], indexPath(reader.pathOf("trees"), i), errors));
    source.tree = reader.slug("tree", shares.empty() ? Need::Required : Need::Optional);
    if (!source.trees.empty()) {
        if (!source.tree.empty() && source.tree != source.trees.front().tree)
            reader.problem("not_applicable", "tree", "not beside trees",
                           "A source has one tree, or several with a share for each.");
        source.tree = source.trees.front().tree;
    }
    source.enabled = reader.boolean("enabled", true);
    source.testMode = reader.boolean("test_mode", false);
    source.repeatWindowSeconds = static_cast<int>(reader.integer("repeat_window_s", 60, 0, maxRepeatWindow));
    source.budget = std::chrono::milliseconds(reader.integer("budget_ms", 500, 1, maxBudgetMs));
    source.payoutBasisPoints = static_cast<int>(reader.integer("payout_bp", 7000, 0, wholeShare));
    source.payoutFixed = amount(reader, "payout_fixed", currency);
    source.margin = amount(reader, "margin", currency);
    if (source.payoutFixed && source.margin)
        reader.problem("not_applicable", "margin", "not beside payout_fixed",
                       "A source is paid a fixed amount or the price less a margin, not both.");
    source.allowLoss = reader.boolean("allow_loss", false);
    source.minRevenue = amount(reader, "min_revenue", currency);
    source.minProfit = amount(reader, "min_profit", currency);
    source.minProfitBasisPoints = static_cast<int>(reader.integer("min_profit_bp", 0, 0, wholeShare));
    source.offers = readOfferTerms(reader);
    source.gates = readSourceGates(reader, errors);
    source.keys = readKeys(reader, errors);
    source.webhooks = webhooksFromValue(reader.array("webhooks"), reader.pathOf("webhooks"), errors);
    source.inbound = readSourceInbound(reader, errors);
    reader.refuseUnknown();
    return source;
}

Buyer readBuyer(const Value &value, std::string path, Currency currency, Errors &errors)
{
    MemberReader reader(value, std::move(path), errors);
    Buyer buyer;
    buyer.slug = reader.slug("slug", Need::Required);
    buyer.label = reader.text("label", Need::Optional);
    buyer.zone = zone(reader, Need::Optional, {});
    buyer.paused = reader.boolean("paused", false);
    buyer.creditLimit = reader.money("credit_limit", currency);
    if (buyer.creditLimit && buyer.creditLimit->micros() < 0)
        reader.problem("out_of_range", "credit_limit", "at least 0", "A credit limit must not be negative.");
    if (auto share = reader.optionalInteger("payout_bp", 0, wholeShare))
        buyer.payoutBasisPoints = static_cast<int>(*share);
    buyer.pingsPerSecond = static_cast<int>(reader.integer("pings_per_second", 0, 0, maxPingsPerSecond));
    buyer.consentText = reader.text("consent_text", Need::Optional);
    buyer.gates = readBuyerGates(reader, errors);
    buyer.pacing = buyerPacing(reader, errors);
    if (const Value *returns = reader.member("returns"))
        buyer.returns = returnPolicyFromValue(*returns, reader.pathOf("returns"), errors);
    buyer.keys = readKeys(reader, errors);
    reader.refuseUnknown();
    return buyer;
}

Value keyValue(const IntakeKey &key)
{
    Object object;
    object.append("id", key.id);
    if (!key.scopes.empty())
        object.append("scopes", Array(key.scopes.begin(), key.scopes.end()));
    if (key.tokenRef)
        object.append("token_ref", *key.tokenRef);
    else if (key.tokenSha256)
        object.append("token_sha256", *key.tokenSha256);
    if (key.ratePerMinute != 1000)
        object.append("rate_per_minute", key.ratePerMinute);
    return object;
}

Array keyValues(const std::vector<IntakeKey> &keys)
{
    Array values;
    for (const IntakeKey &key : keys)
        values.push_back(keyValue(key));
    return values;
}

Value sourceValue(const Source &source)
{
    const Source defaults;
    Object object;
    object.append("slug", source.slug);
    if (!source.label.empty())
        object.append("label", source.label);
    object.append("vertical", source.vertical);
    if (source.trees.empty()) {
        object.append("tree", source.tree);
    } else {
        Array shares;
        for (const TreeShare &share : source.trees) {
            Object one;
            one.append("tree", share.tree);
            if (share.share != 1)
                one.append("share", share.share);
            shares.emplace_back(std::move(one));
        }
        object.append("trees", std::move(shares));
    }
    if (!source.enabled)
        object.append("enabled", false);
    if (source.testMode)
        object.append("test_mode", true);
    if (source.repeatWindowSeconds != defaults.repeatWindowSeconds)
        object.append("repeat_window_s", source.repeatWindowSeconds);
    if (source.budget != defaults.budget)
        object.append("budget_ms",
                      static_cast<std::int64_t>(
                          std::chrono::duration_cast<std::chrono::milliseconds>(source.budget).count()));
    if (source.payoutBasisPoints != defaults.payoutBasisPoints)
        object.append("payout_bp", source.payoutBasisPoints);
    if (source.payoutFixed)
        object.append("payout_fixed", source.payoutFixed->toDecimal());
    if (source.margin)
        object.append("margin", source.margin->toDecimal());
    if (source.allowLoss)
        object.append("allow_loss", true);
    if (source.minRevenue)
        object.append("min_revenue", source.minRevenue->toDecimal());
    if (source.minProfit)
        object.append("min_profit", source.minProfit->toDecimal());
    if (source.minProfitBasisPoints > 0)
        object.append("min_profit_bp", source.minProfitBasisPoints);
    appendOfferTerms(source.offers, object);
    writeGates(source.gates, object);
    object.append("keys", keyValues(source.keys));
    if (!source.inbound.empty())
        object.append("inbound", toValue(source.inbound));
    if (!source.webhooks.empty())
        object.append("webhooks", toValue(source.webhooks));
    return object;
}

Value buyerValue(const Buyer &buyer)
{
    Object object;
    object.append("slug", buyer.slug);
    if (!buyer.label.empty())
        object.append("label", buyer.label);
    if (!buyer.zone.empty())
        object.append("zone", buyer.zone);
    if (buyer.paused)
        object.append("paused", true);
    if (buyer.creditLimit)
        object.append("credit_limit", buyer.creditLimit->toDecimal());
    if (buyer.payoutBasisPoints)
        object.append("payout_bp", *buyer.payoutBasisPoints);
    if (buyer.pingsPerSecond > 0)
        object.append("pings_per_second", buyer.pingsPerSecond);
    if (!buyer.consentText.empty())
        object.append("consent_text", buyer.consentText);
    writeGates(buyer.gates, object);
    appendPacing(object, buyer.pacing);
    if (buyer.returns)
        object.append("returns", toValue(*buyer.returns));
    if (!buyer.keys.empty())
        object.append("keys", keyValues(buyer.keys));
    return object;
}

Value workspaceValue(const WorkspaceConfig &workspace)
{
    Object object;
    object.append("slug", workspace.slug);
    if (!workspace.label.empty())
        object.append("label", workspace.label);
    object.append("currency", workspace.currency.code());
    object.append("zone", workspace.zone);
    if (!workspace.retention.isEmpty())
        object.append("retention", toValue(workspace.retention));
    return object;
}

void readVersion(MemberReader &reader)
{
    const Value *version = reader.member("bourse_market");
    if (!version) {
        if (reader.isObject())
            reader.problem("required", "bourse_market", "version 1",
                           "A market document begins with \"bourse_market\": 1.");
    } else if (!version->isNumber() || version->toText() != std::to_string(formatVersion)) {
        reader.problem("unsupported_version", "bourse_market", "version 1",
                       "This program reads market documents of version 1.");
    }
}

} // namespace

Result<MarketDocument> marketDocumentFromJson(std::string_view text, References references)
{
    JsonLimits limits;
    limits.maxBytes = maxDocumentBytes;
    auto json = parseJson(text, limits);
    if (!json)
        return json.errors();
    return marketDocumentFromValue(*json, references);
}

Result<MarketDocument> marketDocumentFromValue(const Value &value, References references)
{
    Errors errors;
    MarketDocument document;
    MemberReader reader(value, {}, errors);
    readVersion(reader);
    if (const Value *workspace = reader.member("workspace"))
        document.workspace = readWorkspace(*workspace, errors);
    else if (reader.isObject())
        reader.problem("required", "workspace", "required", "A market document names its workspace.");
    if (const Value *egress = reader.member("egress"))
        document.egress = readEgress(*egress, errors);
    const Array &verticals = reader.array("verticals");
    for (std::size_t i = 0; i < verticals.size(); ++i) {
        if (auto schema = fieldSchemaFromValue(verticals[i]))
            document.verticals.push_back(std::move(*schema));
        else
            append(errors, schema.errors(), indexPath("verticals", i));
    }
    const Array &sources = reader.array("sources");
    for (std::size_t i = 0; i < sources.size(); ++i)
        document.sources.push_back(
            readSource(sources[i], indexPath("sources", i), document.workspace.currency, errors));
    const Array &buyers = reader.array("buyers");
    for (std::size_t i = 0; i < buyers.size(); ++i)
        document.buyers.push_back(
            readBuyer(buyers[i], indexPath("buyers", i), document.workspace.currency, errors));
    const Array &integrations = reader.array("integrations");
    for (std::size_t i = 0; i < integrations.size(); ++i) {
        if (auto integration = Integration::fromValue(integrations[i]))
            document.integrations.push_back((*integration)->document());
        else
            append(errors, integration.errors(), indexPath("integrations", i));
    }
    const Array &trees = reader.array("trees");
    for (std::size_t i = 0; i < trees.size(); ++i) {
        if (auto tree = pingTreeFromValue(trees[i], document.workspace.currency))
            document.trees.push_back(std::move(*tree));
        else
            append(errors, tree.errors(), indexPath("trees", i));
    }
    const Array &lists = reader.array("lists");
    for (std::size_t i = 0; i < lists.size(); ++i) {
        if (auto list = namedListFromValue(lists[i]))
            document.lists.push_back(std::move(*list));
        else
            append(errors, list.errors(), indexPath("lists", i));
    }
    const Array &inbounds = reader.array("inbounds");
    for (std::size_t i = 0; i < inbounds.size(); ++i) {
        if (auto inbound = Inbound::fromValue(inbounds[i]))
            document.inbounds.push_back((*inbound)->document());
        else
            append(errors, inbound.errors(), indexPath("inbounds", i));
    }
    document.keys = readKeys(reader, errors);
    document.webhooks = webhooksFromValue(reader.array("webhooks"), "webhooks", errors);
    reader.refuseUnknown();
    bool allRead = document.verticals.size() == verticals.size() && document.trees.size() == trees.size() &&
                   document.lists.size() == lists.size() &&
                   document.integrations.size() == integrations.size() &&
                   document.inbounds.size() == inbounds.size();
    // with a part refused, places would shift and references to it would be noted as missing besides
    if (allRead) {
        checkUniqueness(document, errors);
        if (references == References::Complete)
            append(errors, checkReferences(document), {});
    }
    if (!errors.empty())
        return errors;
    return document;
}

std::vector<std::string> Source::treeSlugs() const
{
    if (trees.empty())
        return {tree};
    std::vector<std::string> slugs;
    for (const TreeShare &share : trees)
        slugs.push_back(share.tree);
    return slugs;
}

Value toValue(const MarketDocument &document)
{
    auto array = [](const auto &objects, auto value) {
        Array values;
        for (const auto &object : objects)
            values.push_back(value(object));
        return values;
    };
    Object egress;
    egress.append("allow", Array(document.egress.allow.begin(), document.egress.allow.end()));
    Object object;
    object.append("bourse_market", formatVersion);
    object.append("workspace", workspaceValue(document.workspace));
    object.append("egress", std::move(egress));
    object.append("verticals",
                  array(document.verticals, [](const FieldSchema &schema) { return toValue(schema); }));
    object.append("sources", array(document.sources, sourceValue));
    object.append("buyers", array(document.buyers, buyerValue));
    object.append("integrations", Array(document.integrations));
    object.append("trees", array(document.trees, [](const PingTree &tree) { return toValue(tree); }));
    if (!document.lists.empty())
        object.append("lists", array(document.lists, [](const NamedList &list) { return toValue(list); }));
    if (!document.inbounds.empty())
        object.append("inbounds", Array(document.inbounds));
    if (!document.keys.empty())
        object.append("keys", keyValues(document.keys));
    if (!document.webhooks.empty())
        object.append("webhooks", toValue(document.webhooks));
    return object;
}

std::string toJson(const MarketDocument &document)
{
    return writeJsonPretty(toValue(document));
}

} // namespace bourse::domain
