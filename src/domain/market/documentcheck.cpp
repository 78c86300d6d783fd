#include "domain/market/documentcheck.h"
#include "domain/lead/fieldtypes.h"
#include "domain/lead/memberreader.h"
#include "domain/market/inboundcheck.h"
#include <algorithm>
#include <set>

namespace bourse::domain {
namespace {

template <class T>
void checkUnique(const std::vector<T> &objects, std::string_view collection, Errors &errors)
{
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        std::string_view slug = slugOf(objects[i]);
        if (!slug.empty() && !seen.insert(slug).second)
            errors.push_back(
                {"duplicate_slug", indexPath(collection, i) + ".slug", "unique",
                 "Two of the " + std::string(collection) + " have the slug “" + std::string(slug) + "”."});
    }
}

template <class T> const T *findBySlug(const std::vector<T> &objects, std::string_view slug)
{
    auto it =
        std::find_if(objects.begin(), objects.end(), [&](const T &object) { return slugOf(object) == slug; });
    return it == objects.end() ? nullptr : &*it;
}
/// What needs to see the whole document: unique slugs and keys, references, channels that several trees
/// share.
class DocumentCheck {
  public:
    DocumentCheck(const MarketDocument &document, Errors &errors) : m_document(document), m_errors(errors) {}

    void uniqueness()
    {
        checkUnique(m_document.verticals, "verticals", m_errors);
        checkUnique(m_document.sources, "sources", m_errors);
        checkUnique(m_document.buyers, "buyers", m_errors);
        checkUnique(m_document.integrations, "integrations", m_errors);
        checkUnique(m_document.trees, "trees", m_errors);
        checkUnique(m_document.lists, "lists", m_errors);
        checkUnique(m_document.inbounds, "inbounds", m_errors);
        for (Error &error : checkInbounds(m_document))
            m_errors.push_back(std::move(error));
        keys();
        sharedChannels();
    }

    void references()
    {
        for (std::size_t i = 0; i < m_document.sources.size(); ++i) {
            const Source &source = m_document.sources[i];
            std::string path = indexPath("sources", i);
            reference(m_document.verticals, source.vertical, path + ".vertical", "vertical");
            const FieldSchema *vertical = findBySlug(m_document.verticals, source.vertical);
            for (std::size_t j = 0; vertical && j < source.offers.requiredPingFields.size(); ++j)
                if (!vertical->find(source.offers.requiredPingFields[j]))
                    m_errors.push_back(
                        {"no_such_reference", indexPath(path + ".required_ping_fields", j),
                         "field of the vertical",
                         "The vertical has no field “" + source.offers.requiredPingFields[j] + "”."});
            if (source.trees.empty())
                reference(m_document.trees, source.tree, path + ".tree", "ping tree");
            for (std::size_t j = 0; j < source.inbound.size(); ++j)
                reference(m_document.inbounds, source.inbound[j].inbound, indexPath(path + ".inbound", j),
                          "inbound document");
            for (std::size_t j = 0; j < source.trees.size(); ++j)
                reference(m_document.trees, source.trees[j].tree, indexPath(path + ".trees", j) + ".tree",
                          "ping tree");
        }
        const auto &kept = m_document.workspace.retention.verticals;
        for (std::size_t i = 0; i < kept.size(); ++i)
            reference(m_document.verticals, kept[i].vertical,
                      indexPath("workspace.retention.verticals", i) + ".vertical", "vertical");
        const NamedLists lists = indexLists(m_document.lists);
        gates(lists);
        for (std::size_t i = 0; i < m_document.trees.size(); ++i) {
            const PingTree &tree = m_document.trees[i];
            const std::string path = indexPath("trees", i) + ".root";
            group(tree.root, path);
            filters(tree.root, path, {verticalsOf(tree), lists});
        }
    }

  private:
    void gates(const NamedLists &lists)
    {
        for (std::size_t i = 0; i < m_document.sources.size(); ++i) {
            const Source &source = m_document.sources[i];
            const FieldSchema *vertical = findBySlug(m_document.verticals, source.vertical);
            if (!vertical)
                continue; // which is noted already
            Errors found = checkGates(source.gates, *vertical, lists, indexPath("sources", i));
            m_errors.insert(m_errors.end(), found.begin(), found.end());
        }
        for (std::size_t i = 0; i < m_document.buyers.size(); ++i) {
            Errors found =
                checkGates(m_document.buyers[i].gates, m_document.verticals, indexPath("buyers", i));
            m_errors.insert(m_errors.end(), found.begin(), found.end());
        }
    }

    template <class T>
    void reference(const std::vector<T> &objects, const std::string &slug, std::string field,
                   std::string_view what)
    {
        if (!slug.empty() && !findBySlug(objects, slug))
            m_errors.push_back({"no_such_reference", std::move(field), "slug of a " + std::string(what),
                                "There is no " + std::string(what) + " “" + slug + "”."});
    }

    void group(const Group &group, const std::string &path)
    {
        for (std::size_t i = 0; i < group.children.size(); ++i) {
            std::string childPath = indexPath(path + ".children", i);
            if (const auto *channel = std::get_if<Channel>(&group.children[i].node)) {
                reference(m_document.buyers, channel->buyer, childPath + ".buyer", "buyer");
                reference(m_document.integrations, channel->integration, childPath + ".integration",
                          "integration");
                for (std::size_t j = 0; j < channel->caps.size(); ++j)
                    reference(m_document.sources, channel->caps[j].source,
                              indexPath(childPath + ".caps", j) + ".source", "source");
            } else {
                this->group(std::get<Group>(group.children[i].node), childPath);
            }
        }
    }

    /// What filters of one tree are held against.
    struct FilterWorld {
        std::vector<const FieldSchema *> verticals;
        const NamedLists &lists;
    };

    std::vector<const FieldSchema *> verticalsOf(const PingTree &tree) const
    {
        std::vector<const FieldSchema *> found;
        for (const Source &source : m_document.sources) {
            bool uses = source.trees.empty() && source.tree == tree.slug;
            for (const TreeShare &share : source.trees)
                uses = uses || share.tree == tree.slug;
            const FieldSchema *vertical = uses ? findBySlug(m_document.verticals, source.vertical) : nullptr;
            if (vertical && std::find(found.begin(), found.end(), vertical) == found.end())
                found.push_back(vertical);
        }
        return found;
    }

    void filters(const Group &group, const std::string &path, const FilterWorld &world)
    {
        if (group.filter)
            filter(*group.filter, joinPath(path, "filter"), world);
        for (std::size_t i = 0; i < group.children.size(); ++i) {
            const std::string childPath = indexPath(path + ".children", i);
            if (const auto *channel = std::get_if<Channel>(&group.children[i].node)) {
                if (channel->filter)
                    filter(*channel->filter, joinPath(childPath, "filter"), world);
                for (std::size_t j = 0; j < channel->price.rules.size(); ++j)
                    filter(channel->price.rules[j].when, indexPath(childPath + ".price.rules", j) + ".when",
                           world);
            } else
                filters(std::get<Group>(group.children[i].node), childPath, world);
        }
    }

    /// Sources of several verticals may share a tree: a field that one of them knows will do, all else has to
    /// fit each.
    void filter(const Filter &filter, const std::string &path, const FilterWorld &world)
    {
        std::vector<Error> found;
        std::vector<std::size_t> times;
        for (const FieldSchema *vertical : world.verticals) {
            for (Error &error : checkFilter(filter, *vertical, world.lists, path)) {
                auto at = std::find_if(found.begin(), found.end(), [&](const Error &known) {
                    return known.code == error.code && known.field == error.field;
                });
                if (at == found.end()) {
                    found.push_back(std::move(error));
                    times.push_back(1);
                } else {
                    ++times[static_cast<std::size_t>(at - found.begin())];
                }
            }
        }
        for (std::size_t i = 0; i < found.size(); ++i)
            if (found[i].code != "unknown_field" || times[i] == world.verticals.size())
                m_errors.push_back(std::move(found[i]));
    }

    /// A key's id scopes idempotency, and its token names its source: neither may occur twice.
    void keys()
    {
        std::set<std::string_view> ids;
        std::set<std::string_view> tokens;
        const auto check = [&](const std::vector<IntakeKey> &keys, const std::string &place) {
            for (std::size_t j = 0; j < keys.size(); ++j) {
                std::string path = indexPath(place, j);
                if (!keys[j].id.empty() && !ids.insert(keys[j].id).second)
                    m_errors.push_back({"duplicate_key_id", path + ".id", "unique in the workspace",
                                        "Two keys have the id “" + keys[j].id + "”."});
                if (keys[j].tokenSha256 && !tokens.insert(*keys[j].tokenSha256).second)
                    m_errors.push_back({"duplicate_token", path + ".token_sha256", "unique in the workspace",
                                        "Two keys have the same token."});
            }
        };
        for (std::size_t i = 0; i < m_document.sources.size(); ++i)
            check(m_document.sources[i].keys, indexPath("sources", i) + ".keys");
        for (std::size_t i = 0; i < m_document.buyers.size(); ++i)
            check(m_document.buyers[i].keys, indexPath("buyers", i) + ".keys");
        check(m_document.keys, "keys");
    }

    /// Caps are counted per channel slug, so one slug in two trees must be one and the same channel.
    void sharedChannels()
    {
        std::map<std::string_view, const Channel *> known;
        for (std::size_t i = 0; i < m_document.trees.size(); ++i) {
            for (const Channel *channel : channelsOf(m_document.trees[i])) {
                auto [it, isNew] = known.emplace(channel->slug, channel);
                if (!isNew && *it->second != *channel)
                    m_errors.push_back({"slug_conflict", indexPath("trees", i), "one channel per slug",
                                        "Two different channels have the slug “" + channel->slug + "”."});
            }
        }
    }

    const MarketDocument &m_document;
    Errors &m_errors;
};
} // namespace

void checkUniqueness(const MarketDocument &document, Errors &errors)
{
    DocumentCheck(document, errors).uniqueness();
}

Errors checkReferences(const MarketDocument &document)
{
    Errors errors;
    DocumentCheck(document, errors).references();
    return errors;
}

} // namespace bourse::domain
