#include "domain/integration/inbound.h"
#include "domain/lead/memberreader.h"
#include "domain/market/marketdocument.h"

namespace bourse::domain {

namespace {
template <class T>
void indexBySlug(const std::vector<T> &objects, std::unordered_map<std::string_view, const T *> &index)
{
    for (const T &object : objects)
        index.emplace(object.slug, &object);
}

template <class T>
const T *lookUp(const std::unordered_map<std::string_view, const T *> &index, std::string_view slug)
{
    auto it = index.find(slug);
    return it == index.end() ? nullptr : it->second;
}
} // namespace

Result<std::shared_ptr<const MarketSnapshot>> MarketSnapshot::compile(MarketDocument document,
                                                                      Uuid workspaceId, std::int64_t version)
{
    Errors errors = checkReferences(document);
    std::shared_ptr<MarketSnapshot> snapshot(new MarketSnapshot);
    snapshot->m_document = std::move(document);
    snapshot->m_workspaceId = workspaceId;
    snapshot->m_version = version;
    const MarketDocument &held = snapshot->m_document;
    for (std::size_t i = 0; i < held.integrations.size(); ++i) {
        auto integration = Integration::fromValue(held.integrations[i]);
        if (integration) {
            snapshot->m_integrations.emplace((*integration)->slug(), *integration);
            continue;
        }
        for (Error error : integration.errors()) {
            error.field = joinPath(indexPath("integrations", i), error.field);
            errors.push_back(std::move(error));
        }
    }
    for (std::size_t i = 0; i < held.inbounds.size(); ++i) {
        auto inbound = Inbound::fromValue(held.inbounds[i]);
        if (!inbound) {
            for (Error error : inbound.errors()) {
                error.field = joinPath(indexPath("inbounds", i), error.field);
                errors.push_back(std::move(error));
            }
            continue;
        }
        const std::vector<InboundPath> &paths = (*inbound)->paths();
        for (std::size_t j = 0; j < paths.size(); ++j)
            snapshot->m_inboundPaths.emplace(paths[j].path, std::pair((*inbound)->slug(), j));
        snapshot->m_inbounds.emplace((*inbound)->slug(), *inbound);
    }
    if (!errors.empty())
        return errors;
    // pointers into the held document are good from here on: it is neither moved nor changed again
    indexBySlug(held.verticals, snapshot->m_verticals);
    indexBySlug(held.sources, snapshot->m_sources);
    indexBySlug(held.buyers, snapshot->m_buyers);
    indexBySlug(held.trees, snapshot->m_trees);
    snapshot->m_lists = indexLists(held.lists);
    for (const Source &source : held.sources) {
        for (const IntakeKey &key : source.keys) {
            if (key.tokenSha256)
                snapshot->m_keys.emplace(*key.tokenSha256, KeyMatch{&source, &key});
        }
    }
    return std::shared_ptr<const MarketSnapshot>(std::move(snapshot));
}

const FieldSchema *MarketSnapshot::vertical(std::string_view slug) const
{
    return lookUp(m_verticals, slug);
}

const Source *MarketSnapshot::source(std::string_view slug) const
{
    return lookUp(m_sources, slug);
}

const Buyer *MarketSnapshot::buyer(std::string_view slug) const
{
    return lookUp(m_buyers, slug);
}

const PingTree *MarketSnapshot::tree(std::string_view slug) const
{
    return lookUp(m_trees, slug);
}

std::shared_ptr<const Integration> MarketSnapshot::integration(std::string_view slug) const
{
    auto it = m_integrations.find(slug);
    return it == m_integrations.end() ? nullptr : it->second;
}

std::shared_ptr<const Inbound> MarketSnapshot::inbound(std::string_view slug) const
{
    auto it = m_inbounds.find(slug);
    return it == m_inbounds.end() ? nullptr : it->second;
}

std::optional<MarketSnapshot::InboundMatch> MarketSnapshot::inboundAt(std::string_view path) const
{
    constexpr int mostSegments = 32;
    while (path.size() > 1 && path.ends_with('/'))
        path.remove_suffix(1);
    const std::string_view whole = path;
    for (int i = 0; i < mostSegments && path.size() > 1; ++i) {
        if (const auto it = m_inboundPaths.find(path); it != m_inboundPaths.end()) {
            const auto &[slug, index] = it->second;
            auto found = inbound(slug);
            if (path.size() == whole.size() || found->paths()[index].withRest)
                return InboundMatch{std::move(found), index,
                                    std::string(whole.substr(std::min(path.size() + 1, whole.size())))};
        }
        path = path.substr(0, path.rfind('/'));
    }
    return std::nullopt;
}

std::optional<MarketSnapshot::KeyMatch> MarketSnapshot::keyByTokenHash(std::string_view sha256Hex) const
{
    auto it = m_keys.find(sha256Hex);
    return it == m_keys.end() ? std::nullopt : std::optional(it->second);
}

} // namespace bourse::domain
