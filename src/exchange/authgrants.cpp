#include "exchange/authgrants.h"
#include <utility>

namespace bourse::exchange {

SharedGrant AuthGrants::current(const std::string &key, MonoTime now) const
{
    const auto account = m_accounts.find(key);
    return account != m_accounts.end() && now < account->second.until ? account->second.grant : nullptr;
}

std::optional<Error> AuthGrants::resting(const std::string &key, MonoTime now) const
{
    const auto account = m_accounts.find(key);
    return account != m_accounts.end() && now < account->second.restsUntil ? account->second.refusal
                                                                           : std::nullopt;
}

bool AuthGrants::startAsking(const std::string &key)
{
    return !std::exchange(m_accounts[key].asking, true);
}

void AuthGrants::await(const std::string &key, Promise<Result<SharedGrant>> promise)
{
    m_accounts[key].waiting.push_back(std::move(promise));
}

void AuthGrants::answered(const std::string &key, Result<AuthGrant> answer, MonoTime now)
{
    Account &account = m_accounts[key];
    account.asking = false;
    account.grant.reset();
    account.refusal.reset();
    account.until = account.restsUntil = now;
    Result<SharedGrant> shared = SharedGrant();
    if (answer) {
        account.until = now + answer->validFor;
        account.grant = std::make_shared<const AuthGrant>(std::move(*answer));
        shared = account.grant;
    } else {
        account.refusal = answer.error();
        account.restsUntil = now + rest;
        shared = answer.errors();
    }
    for (const auto &waiter : std::exchange(account.waiting, {}))
        waiter.complete(shared);
}

void AuthGrants::forget(const std::string &key, const SharedGrant &grant)
{
    const auto account = m_accounts.find(key);
    if (account != m_accounts.end() && account->second.grant == grant)
        account->second.grant.reset();
}

} // namespace bourse::exchange
