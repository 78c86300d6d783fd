#pragma once
// Answers to auth steps that still hold, shared by all leads of one exchange; one call at a time per account.
// Executor's thread only.
#include "base/task.h"
#include "exchange/authgrant.h"
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace bourse::exchange {

using SharedGrant = std::shared_ptr<const AuthGrant>;

class AuthGrants {
  public:
    /// After a refusal an account is left alone for so long: leads that come meanwhile get the same refusal.
    static constexpr Micros rest = std::chrono::seconds(1);

    /// The answer that holds now, or nullptr.
    SharedGrant current(const std::string &key, MonoTime now) const;
    /// A refusal of a moment ago.
    std::optional<Error> resting(const std::string &key, MonoTime now) const;
    /// True if whoever calls this has to ask; others wait for his answer.
    bool startAsking(const std::string &key);
    /// Completes with the answer to the call that is out.
    void await(const std::string &key, Promise<Result<SharedGrant>> promise);
    void answered(const std::string &key, Result<AuthGrant> answer, MonoTime now);
    /// The buyer no longer honours `grant`; a newer one is kept.
    void forget(const std::string &key, const SharedGrant &grant);

  private:
    struct Account {
        SharedGrant grant;
        MonoTime until;
        std::optional<Error> refusal;
        MonoTime restsUntil;
        bool asking = false;
        std::vector<Promise<Result<SharedGrant>>> waiting;
    };
    std::unordered_map<std::string, Account> m_accounts;
};

} // namespace bourse::exchange
