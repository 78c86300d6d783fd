#include "exchange/wiretls.h"
#include "domain/lead/sealing.h"

namespace bourse::exchange {

Result<std::shared_ptr<const WireTls>> wireTls(const domain::TlsOptions &options,
                                               const std::map<std::string, Secret> &secrets)
{
    if (options == domain::TlsOptions())
        return std::shared_ptr<const WireTls>();
    auto tls = std::make_shared<WireTls>();
    Errors missing;
    const auto take = [&](const std::string &name, Secret &to) {
        if (name.empty())
            return;
        if (const auto found = secrets.find(name); found != secrets.end())
            to = found->second;
        else
            missing.push_back({"missing_secret",
                               "secret " + name,
                               {},
                               "The secret \"" + name + "\", which the connection needs, is not set."});
    };
    take(options.clientCertificate, tls->certificate);
    take(options.clientKey, tls->key);
    take(options.clientKeyPassword, tls->keyPassword);
    if (!missing.empty())
        return missing;
    tls->pinnedPublicKeys = options.pinnedPublicKeys;
    std::string all(tls->certificate.reveal());
    for (const std::string &pin : tls->pinnedPublicKeys)
        all += '\n' + pin;
    tls->identity = domain::toHex(domain::sha256(all));
    return std::shared_ptr<const WireTls>(std::move(tls));
}

} // namespace bourse::exchange
