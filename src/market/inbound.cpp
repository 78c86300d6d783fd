// Who may send leads through an inbound document.
#include "domain/integration/inbound.h"
#include "base/logging.h"
#include "market/marketimpl.h"
#include <algorithm>

namespace bourse::market {

std::vector<std::string> inboundSecretNames(const domain::MarketSnapshot &snapshot)
{
    std::vector<std::string> names;
    for (const domain::Value &document : snapshot.document().inbounds) {
        const domain::Value *slug = document.find("slug");
        const auto inbound = slug ? snapshot.inbound(slug->toText()) : nullptr;
        if (inbound)
            for (std::string &name : inbound->secretNames())
                names.push_back(std::move(name));
    }
    for (const domain::Source &source : snapshot.document().sources)
        for (const domain::SourceInbound &one : source.inbound)
            for (const auto &[name, stored] : one.secrets)
                names.push_back(stored);
    return names;
}

Result<void> Market::verifyInbound(const domain::Inbound &inbound, const domain::Source *source,
                                   const domain::InboundRequest &request) const
{
    const std::vector<std::string> names = inbound.secretNames();
    std::map<std::string, std::string> storedNames;
    if (source)
        for (const domain::SourceInbound &one : source->inbound)
            if (one.inbound == inbound.slug())
                storedNames = one.secrets;
    std::vector<std::string> wanted;
    for (const std::string &name : names) {
        const auto own = storedNames.find(name);
        wanted.push_back(own == storedNames.end() ? name : own->second);
    }
    const std::map<std::string, Secret> stored = m_impl->loadedSecrets.secrets(wanted);
    std::map<std::string, Secret> secrets;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (const auto found = stored.find(wanted[i]); found != stored.end())
            secrets.emplace(names[i], found->second);
    auto verified = inbound.verify(request, secrets, m_impl->clock.utcNow());
    if (!verified && (verified.error().code == "missing_secret" || verified.error().code == "invalid_secret"))
        qCWarning(logMarket, "inbound %s: %s %s", inbound.slug().c_str(), verified.error().code.c_str(),
                  verified.error().field.c_str());
    return verified;
}

} // namespace bourse::market
