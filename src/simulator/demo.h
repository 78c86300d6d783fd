#pragma once
// The built-in test market: simulated buyers (real HTTP servers on loopback, each speaking one buyer's
// specification, with a temper and a journal of its own) and simulated traffic.
#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "domain/json/value.h"
#include "domain/lead/fieldschema.h"
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bourse::simulator {

enum class Spec { BoberdooXml, LeadProsperJson, LeadVantageText };
/// "boberdoo_pingpost_form_xml", "leadprosper_ping_post", "leadvantage_pipe_text".
std::string_view name(Spec spec);

/// How a simulated buyer behaves. Shares are 0…1; latencies are log-normal.
struct Temper {
    double medianLatencyMs = 60;
    double latencySpread = 0.5; ///< sigma of the logarithm
    double bidShare = 0.8;      ///< of pings answered with a price
    double medianBid = 25;      ///< in units of its currency
    double bidSpread = 0.35;
    double postRejectShare = 0.05;
    double duplicateShare = 0.01;
    double errorShare = 0; ///< answers 500 or its specification's error
    double hangShare = 0;  ///< takes the request and never answers
    double resetShare = 0; ///< takes the request and resets the connection
    std::int64_t cap = 0;  ///< posts it accepts in all; 0 = no cap
};

struct SimulatedBuyerOptions {
    std::string slug;
    std::string label;
    Spec spec = Spec::BoberdooXml;
    Temper temper;
    int port = 0; ///< 0 takes a free one
    std::uint64_t seed = 1;
    std::string journalFile; ///< JSON lines, one per ping and post received; empty = memory only
    /// The key it expects (Key, lp_key, the path's last part); empty = any that is not empty.
    std::string key;
};

struct BuyerTotals {
    std::int64_t pings = 0;
    std::int64_t bids = 0;
    std::int64_t posts = 0;
    std::int64_t accepted = 0;
    std::int64_t rejected =
        0; ///< well-formed posts refused: by temper, as duplicate, as repeated, by the cap
    std::int64_t badRequests = 0;   ///< requests that broke the specification
    std::int64_t repeatedPosts = 0; ///< the same ping id or lead posted again
    std::int64_t acceptedMicros = 0;
    std::int64_t duplicates = 0; ///< of the rejected: called a duplicate
    std::int64_t capped = 0;     ///< pings and posts refused because the cap was reached
    std::int64_t errors = 0;     ///< pings and posts answered with an error of the buyer's own
    std::int64_t hangs = 0;      ///< pings and posts never answered
    std::int64_t resets = 0;     ///< pings and posts whose connection was reset
    bool operator==(const BuyerTotals &) const = default;
};

/// What became of one request, as the buyer itself wrote it down. No PII.
struct JournalLine {
    UtcTime time{};
    std::string kind; ///< "ping", "post", or "other" where it could not be told
    std::string pingId;
    std::string postId;
    std::string price; ///< exact decimal, "12.50"; empty where there is none
    /// bid, no_bid, accepted, rejected, duplicate, repeated, capped, error, hang, reset, bad_request
    std::string outcome;
    std::string detail;       ///< why: the words of the answer
    std::string bodySha256;   ///< hex; of the query where there is no body
    std::int64_t delayUs = 0; ///< from receipt to the answer, as drawn
};

class SimulatedBuyer {
  public:
    explicit SimulatedBuyer(SimulatedBuyerOptions options);
    ~SimulatedBuyer();
    Result<int> start(); ///< the port
    void stop();
    BuyerTotals totals() const; ///< thread-safe
    /// The latest lines (at most 100,000), oldest first; thread-safe. Also served as JSON lines at GET
    /// /__journal, and the totals as JSON at GET /__totals.
    std::vector<JournalLine> journal() const;
    /// Where pings and posts go, "http://127.0.0.1:PORT/…"; with the key where the specification has it in
    /// the path.
    std::string pingUrl() const;
    std::string postUrl() const;
    const SimulatedBuyerOptions &options() const;
    int port() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Eight buyers with different tempers over the three specifications. `faulty` makes one hang and one reset.
std::vector<SimulatedBuyerOptions> demoBuyers(bool faulty);
/// The same with `count` of them (1…64; beyond eight they repeat with a number); the last two are the faulty
/// ones.
std::vector<SimulatedBuyerOptions> demoBuyers(bool faulty, int count);
/// The key that a demo buyer expects: "sim-" + slug.
std::string demoBuyerKey(std::string_view slug);
/// As JSON, members in the order of BuyerTotals, money as exact decimal text.
domain::Object toObject(const BuyerTotals &totals);

struct TrafficOptions {
    std::string url; ///< intake base, "http://127.0.0.1:8420"
    Secret key;
    double leadsPerSecond = 5;
    std::int64_t count = 0; ///< 0 = until stopped
    std::uint64_t seed = 1;
    std::string vertical = "personal_injury"; ///< whose leads; one without a schema gets personal injury's
    /// Personal injury's leads as complete as other verticals' are; else they tell little more than is
    /// required, which costs less to make.
    bool complete = false;
    double invalidShare = 0; ///< of leads with one thing wrong (no phone, a date that is none …)
    double repeatShare = 0;  ///< of leads that repeat an earlier one's fields under a new idempotency key
};

struct TrafficTotals {
    std::int64_t sent = 0;
    std::int64_t answered = 0;
    std::int64_t accepted = 0;
    std::int64_t unsold = 0;
    std::int64_t other = 0;
    std::int64_t failed = 0; ///< no answer, or not 2xx; answered + failed = sent once all are back
    double p50Ms = 0;
    double p99Ms = 0; ///< from the intended start, so that a stalled intake cannot hide its stall
    double maxMs = 0;
};

/// Sends leads of realistic people (invented, reserved phone numbers and example domains) open-loop at a
/// rate.
class TrafficSimulator {
  public:
    explicit TrafficSimulator(TrafficOptions options);
    ~TrafficSimulator();
    void start();
    void stop();
    void setLeadsPerSecond(double rate);
    /// Blocks until `count` leads are answered or failed (not for the GUI thread).
    void wait();
    /// The same for at most `limit`; true if they are all back.
    bool wait(Micros limit);
    TrafficTotals totals() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// A realistic lead of the vertical as an intake's JSON body; same seed and number, same lead.
domain::Object simulatedLead(std::uint64_t seed, std::uint64_t number);
/// The same person, with consent given just before `now` and an accident in the months before it.
domain::Object simulatedLead(std::uint64_t seed, std::uint64_t number, UtcTime now);
/// The schema of a vertical that the product brings (resources/verticals); code "no_such_vertical".
Result<domain::FieldSchema> simulatedVertical(const std::string &slug);
/// A lead of any vertical: the same people with what they tell of themselves, which fits together; other
/// fields within what the schema allows. Every fourth one leaves nothing out.
domain::Object simulatedLead(const domain::FieldSchema &schema, std::uint64_t seed, std::uint64_t number,
                             UtcTime now);
/// As JSON for people and programs.
domain::Object toObject(const TrafficTotals &totals);

} // namespace bourse::simulator
