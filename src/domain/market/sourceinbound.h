#pragma once
// Which inbound documents a source's suppliers may use, and what has to be known of them market-wide.
#include "base/result.h"
#include "domain/json/value.h"
#include "domain/lead/memberreader.h"
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bourse::domain {

/// A source takes requests through an inbound document.
struct SourceInbound {
    std::string inbound; ///< slug
    /// The name by which requests call this source ("SRC=…", a vendor's id); empty: its slug.
    std::string as;
    /// Secrets of its own in the place of those that the document names: name in the document → stored name.
    /// Two suppliers of one document do not share a key.
    std::map<std::string, std::string> secrets;
    bool operator==(const SourceInbound &) const = default;
};

/// Reads "inbound": a list of slugs or {"inbound":slug,"as":name,"secrets":{…}}.
std::vector<SourceInbound> readSourceInbound(MemberReader &reader, Errors &errors);
/// As it is read: a slug alone where there is no more to say.
Value toValue(const std::vector<SourceInbound> &inbound);

/// The paths that an inbound document declares, without the "/*", each with its place in the document.
std::vector<std::pair<std::string, std::string>> inboundPathsOf(const Value &document);

} // namespace bourse::domain
