#include "workbench/import/answerguess.h"
#include "domain/integration/xmltree.h"
#include "domain/json/json.h"
#include "workbench/import/importparts.h"
#include <algorithm>
#include <pugixml.hpp>
#include <set>

namespace bourse::workbench {
namespace {

using domain::Array;
using domain::Object;
using domain::Value;

constexpr int kMaxDepth = 6;

struct Leaf {
    std::string name; ///< joined, lower case
    std::string written;
    Object source; ///< of the language: {"json": …} or {"xpath": …}
    std::string text;
    int depth = 0;
};

std::string joined(std::string_view name)
{
    std::string out;
    for (const std::string &token : nameTokens(name))
        out += token;
    return out;
}

std::string pathStep(std::string_view name)
{
    const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }) && !(name.front() >= '0' && name.front() <= '9');
    if (plain)
        return '.' + std::string(name);
    std::string quoted = "['";
    for (const char c : name) {
        if (c == '\'' || c == '\\')
            quoted += '\\';
        quoted += c;
    }
    return quoted + "']";
}

void jsonLeaves(const Value &value, const std::string &path, std::string_view name, int depth,
                std::vector<Leaf> &out)
{
    if (depth > kMaxDepth || out.size() > 300)
        return;
    if (const Object *object = value.asObject()) {
        for (const domain::Member &member : *object)
            jsonLeaves(member.second, path + pathStep(member.first), member.first, depth + 1, out);
        return;
    }
    if (const Array *array = value.asArray()) {
        if (!array->empty())
            jsonLeaves(array->front(), path + "[0]", name, depth + 1, out);
        return;
    }
    if (value.isNull())
        return;
    out.push_back({joined(name), std::string(name), Object{{"json", path}}, value.toText(), depth});
}

void xmlLeaves(const pugi::xml_node &node, const std::string &path, int depth, std::vector<Leaf> &out)
{
    if (depth > kMaxDepth || out.size() > 300)
        return;
    std::string name = node.name();
    if (const std::size_t colon = name.find(':'); colon != std::string::npos)
        name.erase(0, colon + 1);
    const std::string here = path + '/' + name;
    bool elements = false;
    std::set<std::string> once;
    for (const pugi::xml_node &child : node.children())
        if (child.type() == pugi::node_element) {
            elements = true;
            if (once.insert(child.name()).second)
                xmlLeaves(child, here, depth + 1, out);
        }
    if (!elements)
        out.push_back(
            {joined(name), name, Object{{"xpath", here}}, std::string(trimmed(node.child_value())), depth});
}

std::vector<Leaf> leavesOf(const std::string &body)
{
    std::vector<Leaf> leaves;
    const std::string_view text = trimmed(body);
    if (text.starts_with('{') || text.starts_with('[')) {
        if (auto json = domain::parseJsonPrefix(text))
            jsonLeaves(json->first, "$", {}, 0, leaves);
    } else if (text.starts_with('<')) {
        if (auto tree = domain::XmlTree::parse(text))
            xmlLeaves(tree->document().document_element(), {}, 1, leaves);
    }
    return leaves;
}

bool oneOf(std::string_view word, std::initializer_list<std::string_view> words)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::string_view outcomeOf(std::string_view text)
{
    const std::string word = lowered(trimmed(text));
    if (oneOf(word, {"accepted", "accept", "success", "successful", "true", "matched", "match", "sold",
                     "approved", "ok", "yes", "purchased", "succeeded", "passed"}))
        return "accepted";
    if (oneOf(word, {"duplicate", "duplicated", "dupe", "dup"}))
        return "duplicate";
    if (oneOf(word, {"rejected", "reject", "declined", "decline", "false", "unmatched", "no match", "nomatch",
                     "failed", "failure", "fail", "unsold", "denied", "no", "not accepted", "no_bid", "nobid",
                     "no bid"}))
        return "rejected";
    if (oneOf(word, {"capped", "cap reached", "cap_reached"}))
        return "capped";
    if (oneOf(word, {"error", "invalid", "errors"}))
        return "error";
    if (oneOf(word, {"pending", "queued", "processing"}))
        return "pending";
    return {};
}

bool isStatusName(std::string_view name)
{
    return oneOf(name, {"status", "result", "success", "accepted", "outcome", "response", "leadstatus",
                        "state", "decision", "responsestatus", "resultcode", "issuccess", "isaccepted",
                        "issold", "sold", "matched", "resp"});
}

} // namespace

AnswerGuess guessAnswer(const std::vector<ImportedResponse> &responses, const std::string &place,
                        ImportReport &report)
{
    AnswerGuess guess;
    Array rules;
    Object extract;
    Object carried;
    std::set<std::string> seen;
    std::set<std::string> ids;
    const auto once = [&](const char *key, const Leaf &leaf) {
        if (!extract.contains(key))
            extract.set(key, Object{{"source", leaf.source}});
    };
    for (const ImportedResponse &response : responses) {
        const std::vector<Leaf> leaves = leavesOf(response.body);
        // the outermost member with a word that says how it went
        const Leaf *status = nullptr;
        for (const Leaf &leaf : leaves)
            if (isStatusName(leaf.name) && !outcomeOf(leaf.text).empty() &&
                (!status || leaf.depth < status->depth))
                status = &leaf;
        if (status) {
            const std::string_view outcome = outcomeOf(status->text);
            const std::string mark = status->source.begin()->second.toText() + '=' + lowered(status->text);
            if (seen.insert(mark).second) {
                std::string id(outcome);
                for (int n = 2; !ids.insert(id).second; ++n)
                    id = std::string(outcome) + '-' + std::to_string(n);
                rules.push_back(Object{
                    {"id", id},
                    {"outcome", outcome},
                    {"when",
                     Object{{"source", status->source}, {"op", "equals_ci"}, {"value", status->text}}}});
                report.note(
                    "guessed_rule", response.place.empty() ? place : response.place,
                    shortened(status->written + " = " + status->text),
                    ImportText::tr("This word of the recorded answer was taken as “%1”; check the rule.")
                        .arg(shown(outcome)));
            }
        }
        for (const Leaf &leaf : leaves) {
            if (leaf.text.empty())
                continue;
            const std::string &name = leaf.name;
            if (oneOf(name, {"price", "payout", "bid", "bidprice", "bidamount", "payoutamount", "amount",
                             "cost", "leadprice", "revenue", "cpl", "rate"}) &&
                leaf.text.find_first_of("0123456789") != std::string::npos)
                once("price", leaf);
            else if (oneOf(name, {"redirecturl", "redirect", "redirecturi", "redirectlink"}))
                once("redirect", leaf);
            else if (oneOf(name, {"message", "msg", "reason", "error", "errormessage", "description",
                                  "rejectreason", "errors", "statusmessage", "responsemessage", "comment",
                                  "rejectionreason"}))
                once("reason", leaf);
            else if (oneOf(name, {"expiresat", "expires", "expiration"}))
                once("expires_at", leaf);
            const bool id = name.ends_with("pingid") || name.ends_with("bidid") ||
                            name.ends_with("pingtoken") ||
                            oneOf(name, {"leadid", "id", "token", "transactionid", "confirmationid",
                                         "accesstoken", "reservationid", "promise", "authcode", "uuid",
                                         "guid", "reference", "requestid"});
            if (id && !guess.carried.contains(name)) {
                const std::string carriedName = identifierFrom(leaf.written, "id");
                guess.carried.emplace(name, carriedName);
                carried.set(carriedName, Object{{"source", leaf.source}});
            }
        }
    }
    if (!carried.empty())
        extract.append("carried", std::move(carried));
    rules.push_back(
        Object{{"id", "http-error"},
               {"note", ImportText::tr("A status of 400 and above that no other rule reads.").toStdString()},
               {"outcome", "error"},
               {"when", Object{{"source", Object{{"http", "status"}}}, {"op", "ge"}, {"value", 400}}}});
    if (!extract.empty())
        guess.response.append("extract", std::move(extract));
    guess.response.append("rules", std::move(rules));
    return guess;
}

} // namespace bourse::workbench
