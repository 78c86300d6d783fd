// Which step of an integration a pasted request is.
#include "workbench/import/importparts.h"
#include <algorithm>
#include <set>

namespace bourse::workbench {
namespace {

using domain::StepKind;

struct Guess {
    StepKind step = StepKind::Post;
    int confidence = 0;
};

void consider(Guess &best, StepKind step, int confidence)
{
    if (confidence > best.confidence)
        best = {step, confidence};
}

bool any(const std::vector<std::string> &tokens, std::initializer_list<std::string_view> words)
{
    return std::any_of(tokens.begin(), tokens.end(), [&](const std::string &token) {
        return std::find(words.begin(), words.end(), token) != words.end();
    });
}

/// By words, each kind of place with its own weight.
void byWords(Guess &best, const std::vector<std::string> &tokens, int weight)
{
    if (tokens.empty())
        return;
    const bool ping = any(tokens, {"ping", "pings", "bid", "bids", "precheck", "prequal", "offer"});
    const bool post = any(tokens, {"post", "posts", "submit", "accept", "fullpost", "purchase", "buy"});
    if (any(tokens, {"oauth", "oauth2", "token", "login", "authenticate", "authorize", "auth"}) &&
        !any(tokens, {"lead", "leads"}))
        consider(best, StepKind::Auth, weight);
    if (any(tokens, {"status", "poll", "disposition"}) && !ping && !post)
        consider(best, StepKind::Status, weight - 5);
    if (any(tokens, {"lookup", "suppression", "suppress", "dnc", "blacklist", "verify", "validate", "dedupe",
                     "dupcheck", "duplicate"}) &&
        !post)
        consider(best, StepKind::Lookup, weight - 5);
    if (any(tokens, {"win", "won", "notify"}) && any(tokens, {"win", "won", "winner"}))
        consider(best, StepKind::NotifyWin, weight - 5);
    if (any(tokens, {"loss", "lost", "lose"}))
        consider(best, StepKind::NotifyLoss, weight - 5);
    if (any(tokens, {"callback", "webhook", "postback"}) && !any(tokens, {"inbound"}) && !ping)
        consider(best, StepKind::Callback, weight - 10);
    if (ping && !post)
        consider(best, StepKind::Ping, weight);
    if (post && !ping)
        consider(best, StepKind::Post, weight);
    // "pingpost/ping", "ping-post/posts": the last word decides
    if (ping && post)
        for (auto token = tokens.rbegin(); token != tokens.rend(); ++token) {
            const std::vector<std::string> one{*token};
            if (any(one, {"ping", "pings", "bid", "bids"})) {
                consider(best, StepKind::Ping, weight - 3);
                break;
            }
            if (any(one, {"post", "posts", "submit"})) {
                consider(best, StepKind::Post, weight - 3);
                break;
            }
        }
    if (any(tokens, {"lead", "leads", "direct", "delivery", "insert"}))
        consider(best, StepKind::Post, weight - 30);
}

std::string joined(std::string_view name)
{
    std::string out;
    for (const std::string &token : nameTokens(name))
        out += token;
    return out;
}

struct Content {
    bool personal = false;  ///< names a person, a phone or a mail box
    bool namesPing = false; ///< carries what a ping answered
    Guess said;             ///< "mode=ping"
};

void look(const std::vector<ImportedLeaf> &leaves, Content &content)
{
    for (const ImportedLeaf &leaf : leaves) {
        if (leaf.inner)
            look(leaf.inner->leaves, content);
        const std::size_t last = leaf.target.find_last_of("./@");
        const std::string name =
            joined(last == std::string::npos ? leaf.target : leaf.target.substr(last + 1));
        for (const std::string_view word : {"email", "phone", "lastname", "lname", "cell", "mobile"})
            if (name.find(word) != std::string::npos && name.find("hash") == std::string::npos &&
                name.find("md5") == std::string::npos && name.find("sha") == std::string::npos)
                content.personal = true;
        if (name.ends_with("pingid") || name.ends_with("pingtoken") || name.ends_with("bidid") ||
            name.ends_with("pingreference") || name.ends_with("reservationid"))
            content.namesPing = true;
        if (name == "mode" || name == "action" || name == "method" || name == "type" ||
            name == "requesttype" || name == "lpaction" || name == "request" || name == "function") {
            const std::string word = lowered(leaf.value.toText());
            if (word == "ping" || word == "ping-only" || word == "bid")
                consider(content.said, StepKind::Ping, 88);
            if (word == "post" || word == "full" || word == "full-post" || word == "fullpost" ||
                word == "direct")
                consider(content.said, StepKind::Post, 88);
        }
        if (name == "granttype")
            consider(content.said, StepKind::Auth, 95);
    }
}

} // namespace

void guessSteps(ImportContext &context)
{
    std::vector<ImportedRequest> &requests = context.result.requests;
    std::vector<Content> contents;
    for (ImportedRequest &request : requests) {
        Content content;
        look(request.query, content);
        look(request.body.leaves, content);
        if (request.stepConfidence == 0) {
            Guess best;
            byWords(best, nameTokens(request.name), 75);
            std::string_view path = request.path;
            while (path.ends_with('/'))
                path.remove_suffix(1);
            const std::size_t slash = path.rfind('/');
            byWords(best, nameTokens(path), 70);
            if (slash != std::string_view::npos)
                byWords(best, nameTokens(path.substr(slash + 1)), 85);
            if (content.said.confidence > best.confidence)
                best = content.said;
            if (content.namesPing && best.step != StepKind::NotifyWin && best.step != StepKind::NotifyLoss)
                consider(best, StepKind::Post, 90);
            if (best.confidence == 0)
                best = {StepKind::Post, 30};
            request.step = best.step;
            request.stepConfidence = best.confidence;
        }
        contents.push_back(content);
    }
    if (requests.size() == 1 && context.options.step) {
        requests.front().step = *context.options.step;
        requests.front().stepConfidence = 100;
    }
    // Two posts and no ping: the one that tells nothing of the person is the ping.
    const auto ofStep = [&](StepKind step) {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < requests.size(); ++i)
            if (requests[i].step == step)
                found.push_back(i);
        return found;
    };
    if (const auto posts = ofStep(StepKind::Post); ofStep(StepKind::Ping).empty() && posts.size() == 2) {
        const Content &one = contents[posts[0]];
        const Content &two = contents[posts[1]];
        if (one.personal != two.personal || one.namesPing != two.namesPing) {
            const bool firstIsPing = one.namesPing != two.namesPing ? !one.namesPing : !one.personal;
            ImportedRequest &ping = requests[firstIsPing ? posts[0] : posts[1]];
            if (ping.stepConfidence < 90) {
                ping.step = StepKind::Ping;
                ping.stepConfidence = 65;
            }
        }
    }
    std::set<StepKind> taken;
    for (ImportedRequest &request : requests) {
        if (!request.chosen)
            continue;
        if (taken.insert(request.step).second)
            continue;
        request.chosen = false;
        context.report().note(
            "second_request", request.place, shortened(request.name),
            ImportText::tr("There is already a request for the step “%1”; this one is kept aside and can be "
                           "chosen instead.")
                .arg(shown(domain::name(request.step))));
    }
}

} // namespace bourse::workbench
