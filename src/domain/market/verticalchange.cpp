#include "domain/market/verticalchange.h"
#include "domain/integration/leadfields.h"
#include "domain/lead/fieldtypes.h"
#include "domain/lead/memberreader.h"
#include <algorithm>
#include <map>
#include <set>

namespace bourse::domain {

namespace {

class UseCollector {
  public:
    void add(std::string_view path, const std::string &user)
    {
        FieldUse use{withoutIndices(path), user};
        if (!use.path.empty() && m_known.insert({use.path, use.user}).second)
            m_uses.push_back(std::move(use));
    }

    void document(const Value &value, const std::string &user)
    {
        for (const std::string &field : leadFieldsIn(value))
            add(field, user);
    }

    void filter(const Filter &filter, const std::string &user)
    {
        if (filter.kind == Filter::Kind::Test)
            add(filter.test.field, user); // empty where it is about something else
        for (const Filter &child : filter.children)
            this->filter(child, user);
    }

    void group(const Group &group, const std::string &tree)
    {
        if (group.filter)
            filter(*group.filter, filterOf(group.slug, tree));
        for (const TreeNode &child : group.children) {
            if (const auto *inner = std::get_if<Group>(&child.node)) {
                this->group(*inner, tree);
                continue;
            }
            const auto &channel = std::get<Channel>(child.node);
            if (channel.filter)
                filter(*channel.filter, filterOf(channel.slug, tree));
            for (const PricedFilter &rule : channel.price.rules)
                filter(rule.when, "a price rule of “" + channel.slug + "” in the tree “" + tree + "”");
        }
    }

    /// What settings of a source or a buyer name: members "field", "fields", "seconds_field",
    /// "required_ping_fields" and their like, at any depth; filters within them, too.
    void settings(const Value &value, const std::string &user, int depth = 0)
    {
        constexpr int deepest = 64;
        if (depth > deepest)
            return;
        if (const Array *items = value.asArray())
            for (const Value &item : *items)
                settings(item, user, depth + 1);
        const Object *object = value.asObject();
        for (const auto &[key, member] : object ? *object : Object()) {
            if (const std::string *path = member.asString(); path && named(key, "field"))
                add(*path, user);
            if (const Array *items = member.asArray(); items && named(key, "fields"))
                for (const Value &item : *items)
                    if (const std::string *path = item.asString())
                        add(*path, user);
            settings(member, user, depth + 1);
        }
    }

    /// What the rows of an inbound document write into a lead.
    void inboundRows(const Value &rows, const std::string &prefix, const std::string &user, int depth = 0)
    {
        constexpr int deepest = 16;
        const Array *items = rows.asArray();
        for (std::size_t i = 0; items && i < items->size() && depth < deepest; ++i) {
            const Value *target = (*items)[i].find("target");
            if (!target || !target->isString())
                continue;
            const std::string path =
                prefix.empty() ? *target->asString() : prefix + '.' + *target->asString();
            add(path, user);
            if (const Value *inner = (*items)[i].find("rows"))
                inboundRows(*inner, path, user, depth + 1);
        }
    }

    /// Suppliers send what they must.
    void required(const std::vector<FieldSpec> &fields, const std::string &prefix, const std::string &user)
    {
        for (const FieldSpec &field : fields) {
            const std::string path = prefix.empty() ? field.key : prefix + '.' + field.key;
            if (field.requiredOnPing || field.requiredOnPost)
                add(path, user);
            if (field.type == FieldType::Group)
                required(field.fields, path, user);
            else if (field.type == FieldType::List && !field.fields.empty())
                required(field.fields.front().fields, path, user);
        }
    }

    std::vector<FieldUse> take() { return std::move(m_uses); }

  private:
    static bool named(std::string_view key, std::string_view word)
    {
        return key == word ||
               (key.ends_with(word) && key.size() > word.size() && key[key.size() - word.size() - 1] == '_');
    }

    static std::string filterOf(const std::string &node, const std::string &tree)
    {
        return "the filter of “" + node + "” in the tree “" + tree + "”";
    }

    std::vector<FieldUse> m_uses;
    std::set<std::pair<std::string, std::string>> m_known;
};

/// Every field by its path; the items of a list stand for it: "drivers", "drivers.first_name".
void flatten(const std::vector<FieldSpec> &fields, const std::string &prefix,
             std::vector<std::pair<std::string, const FieldSpec *>> &into)
{
    for (const FieldSpec &field : fields) {
        const std::string path = prefix.empty() ? field.key : prefix + '.' + field.key;
        into.emplace_back(path, &field);
        if (field.type == FieldType::Group)
            flatten(field.fields, path, into);
        else if (field.type == FieldType::List && !field.fields.empty())
            flatten(field.fields.front().fields, path, into);
    }
}

std::string typeOf(const FieldSpec &field)
{
    std::string text(name(field.type));
    if (field.type == FieldType::List && !field.fields.empty())
        text += " of " + typeOf(field.fields.front());
    return text;
}

bool reads(const FieldSpec &field, std::string_view word)
{
    return std::any_of(field.choices.begin(), field.choices.end(), [&](const EnumChoice &choice) {
        return fieldtype::equalFolded(choice.value, word) || fieldtype::equalFolded(choice.label, word) ||
               std::any_of(choice.synonyms.begin(), choice.synonyms.end(),
                           [&](const std::string &synonym) { return fieldtype::equalFolded(synonym, word); });
    });
}

class Change {
  public:
    Change(const FieldSchema &before, const FieldSchema &after, const MarketDocument &market)
        : m_before(before), m_after(after), m_uses(fieldUses(market, after.slug)),
          m_hasSources(std::any_of(market.sources.begin(), market.sources.end(),
                                   [&](const Source &source) { return source.vertical == after.slug; }))
    {
        // what the older version required, suppliers of it send
        for (const Source &source : market.sources) {
            if (source.vertical != after.slug)
                continue;
            UseCollector collector;
            collector.required(before.fields, {}, "the source “" + source.slug + "”");
            for (FieldUse &use : collector.take())
                if (std::find(m_uses.begin(), m_uses.end(), use) == m_uses.end())
                    m_uses.push_back(std::move(use));
        }
    }

    Errors check()
    {
        if (m_after.version < m_before.version || (m_after.version == m_before.version && changed()))
            m_errors.push_back({"vertical_version", place({}), "above " + std::to_string(m_before.version),
                                "The vertical “" + m_after.slug + "” is published as version " +
                                    std::to_string(m_before.version) +
                                    "; a change of it needs a higher version."});
        std::vector<std::pair<std::string, const FieldSpec *>> old, now;
        flatten(m_before.fields, {}, old);
        flatten(m_after.fields, {}, now);
        std::map<std::string, const FieldSpec *, std::less<>> fields(now.begin(), now.end());
        std::string gone; // its members need no lines of their own
        for (const auto &[path, field] : old) {
            const auto found = fields.find(path);
            if (!gone.empty() && path.starts_with(gone + '.'))
                continue;
            gone.clear();
            if (found == fields.end()) {
                inUse(path, *field, "is gone");
                gone = path;
            } else if (typeOf(*field) != typeOf(*found->second)) {
                inUse(path, *field, "has become " + typeOf(*found->second) + ", from " + typeOf(*field));
                gone = path;
            } else if (m_hasSources) {
                choices(path, *field, *found->second);
            }
        }
        std::set<std::string, std::less<>> known;
        for (const auto &[path, field] : old)
            known.insert(path);
        for (const auto &[path, field] : now) {
            // a member of a list or group that nobody sent so far may ask for what it likes
            const std::size_t dot = path.rfind('.');
            const bool inNewGroup = dot != std::string::npos && !known.contains(path.substr(0, dot));
            if (m_hasSources && !known.contains(path) && !inNewGroup &&
                (field->requiredOnPing || field->requiredOnPost))
                m_errors.push_back(
                    {"new_field_required", place(path), "optional in the version that adds it",
                     "“" + field->label +
                         "” is new and required at once. Add it as an optional field, and require it in a "
                         "later version, when suppliers send it."});
        }
        return std::move(m_errors);
    }

  private:
    bool changed() const { return m_before.label != m_after.label || m_before.fields != m_after.fields; }

    std::string place(std::string_view path) const
    {
        return "verticals." + m_after.slug + (path.empty() ? "" : "." + std::string(path));
    }

    void inUse(const std::string &path, const FieldSpec &field, const std::string &what)
    {
        std::vector<std::string> users;
        for (const FieldUse &use : m_uses)
            if ((use.path == path || use.path.starts_with(path + '.')) &&
                std::find(users.begin(), users.end(), use.user) == users.end())
                users.push_back(use.user);
        if (users.empty())
            return;
        std::string names;
        constexpr std::size_t mostNames = 10;
        for (std::size_t i = 0; i < users.size() && i < mostNames; ++i)
            names += (i == 0 ? "" : ", ") + users[i];
        if (users.size() > mostNames)
            names += " and " + std::to_string(users.size() - mostNames) + " more";
        m_errors.push_back({"field_in_use", place(path), "kept while it is in use",
                            "“" + field.label + "” " + what + ", but is used by " + names + "."});
    }

    /// Whatever a supplier could send must still be understood, if only as a word for another choice.
    void choices(const std::string &path, const FieldSpec &old, const FieldSpec &now)
    {
        for (const EnumChoice &choice : old.choices) {
            std::vector<std::string> words = choice.synonyms;
            words.insert(words.begin(), {choice.value, choice.label});
            for (const std::string &word : words) {
                if (reads(now, word))
                    continue;
                m_errors.push_back({"choice_in_use", place(path), "kept, as a choice or a word for one",
                                    "“" + word + "” of “" + old.label +
                                        "” would no longer be understood, and suppliers may send it. Keep it "
                                        "as a word for another choice."});
                break;
            }
        }
    }

    const FieldSchema &m_before;
    const FieldSchema &m_after;
    std::vector<FieldUse> m_uses;
    bool m_hasSources;
    Errors m_errors;
};

} // namespace

std::vector<FieldUse> fieldUses(const MarketDocument &market, std::string_view vertical)
{
    UseCollector collector;
    std::set<std::string> trees;
    for (const Source &source : market.sources) {
        if (source.vertical != vertical)
            continue;
        for (const std::string &tree : source.treeSlugs())
            trees.insert(tree);
        for (const FieldSchema &schema : market.verticals)
            if (schema.slug == vertical)
                collector.required(schema.fields, {}, "the source “" + source.slug + "”");
    }
    const Value whole = toValue(market);
    const auto each = [&whole](const char *collection, const auto &use) {
        const Value *objects = whole.find(collection);
        if (const Array *items = objects ? objects->asArray() : nullptr)
            for (const Value &item : *items)
                if (const Value *slug = item.find("slug"))
                    use(item, slug->toText());
    };
    std::set<std::string> inbounds;
    each("sources", [&](const Value &source, const std::string &slug) {
        if (const Value *of = source.find("vertical"); !of || of->toText() != vertical)
            return;
        collector.settings(source, "the source “" + slug + "”");
        const Value *documents = source.find("inbound");
        const Array *used = documents ? documents->asArray() : nullptr;
        for (std::size_t i = 0; used && i < used->size(); ++i) {
            const Value *named = (*used)[i].isObject() ? (*used)[i].find("inbound") : &(*used)[i];
            if (named)
                inbounds.insert(named->toText());
        }
    });
    each("inbounds", [&](const Value &document, const std::string &slug) {
        const Value *lead = document.find("lead");
        const Value *rows = lead ? lead->find("rows") : nullptr;
        if (rows && inbounds.contains(slug))
            collector.inboundRows(*rows, {}, "the inbound document “" + slug + "”");
    });
    std::set<std::string> buyers;
    std::set<std::string> integrations;
    for (const PingTree &tree : market.trees) {
        if (!trees.contains(tree.slug))
            continue;
        collector.group(tree.root, tree.slug);
        for (const Channel *channel : channelsOf(tree)) {
            integrations.insert(channel->integration);
            buyers.insert(channel->buyer);
        }
    }
    each("buyers", [&](const Value &buyer, const std::string &slug) {
        if (buyers.contains(slug))
            collector.settings(buyer, "the buyer “" + slug + "”");
    });
    for (const Value &document : market.integrations) {
        const Value *slug = document.find("slug");
        if (slug && integrations.contains(slug->toText()))
            collector.document(document, "the integration “" + slug->toText() + "”");
    }
    return collector.take();
}

Errors checkVerticalChange(const FieldSchema &before, const FieldSchema &after, const MarketDocument &market)
{
    if (before == after)
        return {};
    return Change(before, after, market).check();
}

Errors checkVerticals(const MarketDocument &before, const MarketDocument &after)
{
    Errors errors;
    for (const FieldSchema &old : before.verticals)
        for (const FieldSchema &now : after.verticals)
            if (old.slug == now.slug) {
                Errors found = checkVerticalChange(old, now, after);
                errors.insert(errors.end(), std::make_move_iterator(found.begin()),
                              std::make_move_iterator(found.end()));
            }
    return errors;
}

void joinVerticals(std::vector<FieldSchema> &into, const std::vector<FieldSchema> &incoming, Errors &errors)
{
    for (std::size_t i = 0; i < incoming.size(); ++i) {
        const FieldSchema &vertical = incoming[i];
        auto present = std::find_if(into.begin(), into.end(),
                                    [&](const FieldSchema &known) { return known.slug == vertical.slug; });
        if (present == into.end())
            into.push_back(vertical);
        else if (vertical.version > present->version)
            *present = vertical;
        else if (*present != vertical)
            errors.push_back({"slug_conflict", indexPath("verticals", i), "one object per slug",
                              "The verticals already hold another “" + vertical.slug + "” of version " +
                                  std::to_string(present->version) +
                                  "; a changed one needs a higher version."});
    }
}

} // namespace bourse::domain
