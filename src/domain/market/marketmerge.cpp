// Joining two market documents.
#include "domain/market/documentcheck.h"
#include "domain/market/verticalchange.h"
#include <algorithm>

namespace bourse::domain {
namespace {

template <class T, class Name>
void joinBy(std::vector<T> &into, const std::vector<T> &incoming, std::string_view collection,
            const Name &nameOf, Errors &errors)
{
    for (std::size_t i = 0; i < incoming.size(); ++i) {
        const std::string name = nameOf(incoming[i]);
        const auto present =
            std::find_if(into.begin(), into.end(), [&](const T &one) { return nameOf(one) == name; });
        if (present == into.end())
            into.push_back(incoming[i]);
        else if (!(*present == incoming[i]))
            errors.push_back({"slug_conflict", indexPath(collection, i), "one object per slug",
                              "The " + std::string(collection) + " already hold another “" + name + "”."});
    }
}

template <class T>
void joinBySlug(std::vector<T> &into, const std::vector<T> &incoming, std::string_view collection,
                Errors &errors)
{
    joinBy(
        into, incoming, collection, [](const T &one) -> std::string { return slugOf(one); }, errors);
}

bool holdsNothing(const MarketDocument &document)
{
    return document.verticals.empty() && document.sources.empty() && document.buyers.empty() &&
           document.integrations.empty() && document.trees.empty() && document.lists.empty() &&
           document.inbounds.empty() && document.keys.empty() && document.webhooks.empty();
}
} // namespace

Result<MarketDocument> merge(const MarketDocument &existing, const MarketDocument &incoming)
{
    Errors errors;
    MarketDocument merged = existing;
    if (holdsNothing(existing)) {
        merged.workspace = incoming.workspace;
    } else if (existing.workspace.slug != incoming.workspace.slug) {
        errors.push_back({"workspace_mismatch", "workspace.slug", "the same workspace",
                          "The document is for the workspace “" + incoming.workspace.slug + "”, not for “" +
                              existing.workspace.slug + "”."});
    } else if (existing.workspace != incoming.workspace) {
        errors.push_back(
            {"slug_conflict", "workspace", "one object per slug",
             "The document describes the workspace “" + incoming.workspace.slug + "” differently."});
    }
    for (const std::string &range : incoming.egress.allow) {
        const auto &allow = merged.egress.allow;
        if (std::find(allow.begin(), allow.end(), range) == allow.end())
            merged.egress.allow.push_back(range);
    }
    joinBy(
        merged.keys, incoming.keys, "keys", [](const IntakeKey &key) { return key.id; }, errors);
    joinBy(
        merged.webhooks, incoming.webhooks, "webhooks",
        [](const WebhookEndpoint &endpoint) { return endpoint.url; }, errors);
    joinVerticals(merged.verticals, incoming.verticals, errors);
    joinBySlug(merged.sources, incoming.sources, "sources", errors);
    joinBySlug(merged.buyers, incoming.buyers, "buyers", errors);
    joinBySlug(merged.integrations, incoming.integrations, "integrations", errors);
    joinBySlug(merged.trees, incoming.trees, "trees", errors);
    joinBySlug(merged.lists, incoming.lists, "lists", errors);
    joinBySlug(merged.inbounds, incoming.inbounds, "inbounds", errors);
    if (errors.empty()) {
        checkUniqueness(merged, errors);
        for (const Errors &found : {checkReferences(merged), checkVerticals(existing, merged)})
            errors.insert(errors.end(), found.begin(), found.end());
    }
    if (!errors.empty())
        return errors;
    return merged;
}

} // namespace bourse::domain
