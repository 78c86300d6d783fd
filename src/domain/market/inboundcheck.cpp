#include "domain/market/inboundcheck.h"
#include "domain/market/marketdocument.h"
#include <map>
#include <set>
#include <utility>

namespace bourse::domain {

namespace {

void paths(const MarketDocument &document, Errors &errors)
{
    std::map<std::string, std::string> known; // path → slug
    for (std::size_t i = 0; i < document.inbounds.size(); ++i) {
        const Value *slug = document.inbounds[i].find("slug");
        for (const auto &[path, place] : inboundPathsOf(document.inbounds[i])) {
            const auto [it, isNew] = known.emplace(path, slug ? slug->toText() : std::string());
            if (!isNew)
                errors.push_back({"duplicate_path", indexPath("inbounds", i) + '.' + place,
                                  "one inbound document per path",
                                  "The path “" + path + "” belongs to “" + it->second + "” already."});
        }
    }
}

void names(const MarketDocument &document, Errors &errors)
{
    std::set<std::pair<std::string_view, std::string_view>> known;
    for (std::size_t i = 0; i < document.sources.size(); ++i) {
        const Source &source = document.sources[i];
        for (std::size_t j = 0; j < source.inbound.size(); ++j) {
            const SourceInbound &one = source.inbound[j];
            const std::string &name = one.as.empty() ? source.slug : one.as;
            if (!known.emplace(one.inbound, name).second)
                errors.push_back(
                    {"duplicate_name", indexPath(indexPath("sources", i) + ".inbound", j),
                     "one source per name and inbound document",
                     "Requests of “" + one.inbound + "” that name “" + name + "” would be of two sources."});
        }
    }
}

} // namespace

Errors checkInbounds(const MarketDocument &document)
{
    Errors errors;
    paths(document, errors);
    names(document, errors);
    return errors;
}

} // namespace bourse::domain
