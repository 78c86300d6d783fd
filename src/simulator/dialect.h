#pragma once
// What a simulated buyer hears and says: one dialect per specification, both directions, without any
// decision.
#include "net/httpserver.h"
#include "simulator/demo.h"
#include "simulator/parameters.h"
#include <memory>
#include <string>

namespace bourse::simulator {

/// A request as the buyer understood it.
struct HeardRequest {
    enum class Kind { Ping, Post, Other };
    Kind kind = Kind::Other;
    std::string problem;     ///< why it breaks the specification; empty = it does not
    bool leadFailed = false; ///< the problem is in the lead's data, not in the request
    int problemStatus = 200; ///< HTTP status of the answer to a problem
    std::string pingId;      ///< post: the id it carries
    std::string bidId;       ///< post: the bid it takes, where the specification names one
    std::string postalCode;
    std::string person;     ///< post: what tells two people apart, not for showing
    bool wantsPrice = true; ///< ping: asks for the price
};

class Dialect {
  public:
    virtual ~Dialect() = default;
    static std::unique_ptr<Dialect> of(Spec spec, std::string key);

    virtual std::string pingPath() const = 0;
    virtual std::string postPath() const = 0;
    virtual HeardRequest hear(const net::HttpRequest &request) const = 0;
    /// The id of the `number`-th ping; ids of one buyer start at `base`, so that those of an earlier run are
    /// unknown.
    virtual std::string pingId(std::uint64_t base, std::uint64_t number) const = 0;
    /// What a post must name to take the ping's bid; empty where the ping id alone does.
    virtual std::string bidId(const std::string &pingId) const;
    virtual std::string postId(const std::string &pingId) const;

    virtual net::HttpResponse bid(const std::string &pingId, const std::string &price) const = 0;
    virtual net::HttpResponse noBid(const std::string &pingId, const std::string &why) const = 0;
    virtual net::HttpResponse accepted(const std::string &postId, const std::string &price) const = 0;
    virtual net::HttpResponse rejected(const std::string &postId, const std::string &why) const = 0;
    virtual net::HttpResponse duplicate(const std::string &postId) const = 0;
    /// `leadFailed`: the request is fine but the lead in it is not, for which some have a code of its own.
    virtual net::HttpResponse error(const std::string &why, int status, bool leadFailed) const = 0;

  protected:
    explicit Dialect(std::string key) : m_key(std::move(key)) {}
    /// No key set up: any that is not empty will do, save a placeholder that nobody filled in.
    bool opens(std::string_view key) const;
    const std::string m_key;
};

} // namespace bourse::simulator
