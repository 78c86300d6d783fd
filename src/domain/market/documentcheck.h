#pragma once
// What is only wrong with a market document when the whole of it is looked at: slugs and keys that occur
// twice, references to what is not there, a channel that means two things.
#include "domain/market/marketdocument.h"

namespace bourse::domain {

/// The slug of one of a document's objects; empty where an integration has none.
inline const std::string &slugOf(const Value &integration)
{
    static const std::string none;
    const Value *slug = integration.find("slug");
    const std::string *text = slug ? slug->asString() : nullptr;
    return text ? *text : none;
}

template <class T> const std::string &slugOf(const T &object)
{
    return object.slug;
}

/// Slugs and key ids that occur twice: "duplicate_slug", "duplicate_key_id".
void checkUniqueness(const MarketDocument &document, Errors &errors);

} // namespace bourse::domain
