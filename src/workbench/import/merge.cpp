#include "workbench/import/merge.h"
#include "domain/integration/documentwalk.h"
#include <algorithm>
#include <set>

namespace bourse::workbench {

using domain::Array;
using domain::Object;
using domain::Value;

namespace {

constexpr int kDeepest = 100;

void renameInText(std::string &text, const std::map<std::string, std::string> &names)
{
    static constexpr std::string_view kStart = "secret.";
    for (std::size_t open = text.find("{{"); open != std::string::npos; open = text.find("{{", open + 2)) {
        std::size_t begin = open + 2;
        while (begin < text.size() && text[begin] == ' ')
            ++begin;
        if (text.compare(begin, kStart.size(), kStart) != 0)
            continue;
        begin += kStart.size();
        const std::size_t end = text.find_first_of(" |}", begin);
        if (end == std::string::npos)
            return;
        if (const auto found = names.find(text.substr(begin, end - begin)); found != names.end())
            text.replace(begin, end - begin, found->second);
    }
}

void rename(Value &value, const std::map<std::string, std::string> &names, int depth)
{
    if (depth > kDeepest)
        return;
    if (Array *list = value.asArray()) {
        for (Value &item : *list)
            rename(item, names, depth + 1);
    } else if (Object *object = value.asObject()) {
        for (auto &[key, member] : *object) {
            const std::string *text = member.asString();
            if (key == "constant" || key == "samples")
                continue; // data, no references
            if (text && key == "secret") {
                if (const auto found = names.find(*text); found != names.end())
                    member = Value(found->second);
            } else {
                rename(member, names, depth + 1);
            }
        }
    } else if (const std::string *text = value.asString(); text && text->find("{{") != std::string::npos) {
        std::string changed = *text;
        renameInText(changed, names);
        value = Value(std::move(changed));
    }
}

const Array &listAt(const Object &object, std::string_view key)
{
    static const Array kNone;
    const Value *found = object.find(key);
    return found && found->asArray() ? *found->asArray() : kNone;
}

const Object &objectAt(const Object &object, std::string_view key)
{
    static const Object kNone;
    const Value *found = object.find(key);
    return found && found->asObject() ? *found->asObject() : kNone;
}

std::string textAt(const Value &value, std::string_view key)
{
    const Value *found = value.find(key);
    return found ? found->toText() : std::string();
}

/// Adds the members that are not there.
void addMissing(Object &to, const Object &from, std::string_view key)
{
    const Object &more = objectAt(from, key);
    if (more.empty())
        return;
    Object all = objectAt(to, key);
    for (const auto &[name, member] : more)
        if (!all.contains(name))
            all.append(name, member);
    to.set(std::string(key), std::move(all));
}

void collectSecrets(const Value &value, std::set<std::string> &names, int depth)
{
    if (depth > kDeepest)
        return;
    if (const Array *list = value.asArray()) {
        for (const Value &item : *list)
            collectSecrets(item, names, depth + 1);
    } else if (const Object *object = value.asObject()) {
        for (const auto &[key, member] : *object) {
            if (key == "constant" || key == "samples")
                continue;
            if (key == "secret" && member.isString())
                names.insert(member.toText());
            else
                collectSecrets(member, names, depth + 1);
        }
    } else if (const std::string *text = value.asString()) {
        for (const std::string &name : domain::referencesInText(*text).secrets)
            names.insert(name);
    }
}

class Merge {
  public:
    Merge(const Value &open, const Value &imported, const MergeOptions &options)
        : m_options(options), m_imported(imported.asObject() ? *imported.asObject() : Object())
    {
        m_out.document = open;
    }

    MergedDocument run()
    {
        if (!m_out.document.asObject())
            m_out.document = Value(Object());
        Object &document = *m_out.document.asObject();
        for (const char *key : {"variables", "tables", "pii_reasons"})
            addMissing(document, m_imported, key);
        endpoints(document);
        if (const Value *auth = m_imported.find("authentication");
            auth && !document.contains("authentication"))
            document.append("authentication", *auth);
        hosts(document);
        Object steps = objectAt(document, "steps");
        for (const auto &[name, step] : objectAt(m_imported, "steps")) {
            Value *known = steps.find(name);
            if (!known || !known->asObject() || !step.asObject()) {
                steps.set(name, step);
                ++m_out.stepsAdded;
                continue;
            }
            this->step(*known->asObject(), *step.asObject());
        }
        document.set("steps", std::move(steps));
        samples(document);
        specification(document);
        return std::move(m_out);
    }

  private:
    void endpoints(Object &document)
    {
        Object all = objectAt(document, "endpoints");
        for (const auto &[environment, endpoint] : objectAt(m_imported, "endpoints")) {
            Value *known = all.find(environment);
            if (!known || !known->asObject() || known->asObject()->empty())
                all.set(environment, endpoint);
            else if (endpoint.asObject())
                for (const auto &[key, member] : *endpoint.asObject())
                    if (!known->asObject()->contains(key))
                        known->asObject()->append(key, member);
        }
        document.set("endpoints", std::move(all));
    }

    void hosts(Object &document)
    {
        const Array &more = listAt(m_imported, "allowed_hosts");
        if (more.empty())
            return;
        Array all = listAt(document, "allowed_hosts");
        for (const Value &host : more)
            if (std::find(all.begin(), all.end(), host) == all.end())
                all.push_back(host);
        document.set("allowed_hosts", std::move(all));
    }

    /// Rows of a list joined by their target; headers are the same whatever their case.
    Array rows(Array own, const Array &more, bool foldCase)
    {
        const auto targetOf = [foldCase](const Value &row) {
            std::string target = textAt(row, "target");
            if (foldCase)
                std::transform(target.begin(), target.end(), target.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
            return target;
        };
        // a target may be there several times (repeated parameters): the first of each joins the first
        std::map<std::string, std::vector<std::size_t>> places;
        for (std::size_t i = 0; i < own.size(); ++i)
            places[targetOf(own[i])].push_back(i);
        std::map<std::string, std::size_t> used;
        for (const Value &row : more) {
            const std::string target = targetOf(row);
            const auto found = places.find(target);
            std::size_t &nth = used[target];
            if (found == places.end() || nth >= found->second.size()) {
                own.push_back(row);
                ++m_out.rowsAdded;
                continue;
            }
            Value &known = own[found->second[nth++]];
            if (isOpen(known) || m_options.replaceRows) {
                if (!(known == row))
                    ++m_out.rowsReplaced;
                known = row;
            } else {
                ++m_out.rowsKept;
            }
        }
        return own;
    }

    /// A row that nobody has mapped yet.
    static bool isOpen(const Value &row)
    {
        const Value *source = row.find("source");
        if (!source || !source->asObject() || source->asObject()->empty())
            return !row.find("rows") && !row.find("from");
        const Value *constant = source->find("constant");
        return constant && constant->isString() && constant->toText().empty();
    }

    void step(Object &own, const Object &more)
    {
        const Object ownBody = objectAt(own, "body");
        const Object &moreBody = objectAt(more, "body");
        const bool bare = listAt(ownBody, "rows").empty() && listAt(own, "query").empty() &&
                          listAt(own, "headers").empty() && !ownBody.contains("text");
        if (bare)
            for (const char *key : {"method", "path", "url", "time_limit_ms", "authentication"})
                if (const Value *value = more.find(key))
                    own.set(key, *value);
        if (!listAt(more, "query").empty())
            own.set("query", rows(listAt(own, "query"), listAt(more, "query"), false));
        if (!listAt(more, "headers").empty())
            own.set("headers", rows(listAt(own, "headers"), listAt(more, "headers"), true));
        if (bare && !moreBody.empty()) {
            own.set("body", moreBody);
            m_out.rowsAdded += static_cast<int>(listAt(moreBody, "rows").size());
        } else if (!listAt(moreBody, "rows").empty()) {
            Object body = ownBody;
            if (!body.contains("format"))
                if (const Value *format = moreBody.find("format"))
                    body.set("format", *format);
            body.set("rows", rows(listAt(ownBody, "rows"), listAt(moreBody, "rows"), false));
            own.set("body", std::move(body));
        }
        for (const auto &[key, member] : more)
            if (key != "body" && key != "query" && key != "headers" && key != "response" &&
                !own.contains(key))
                own.append(key, member);
        response(own, more);
    }

    static void response(Object &own, const Object &more)
    {
        const Value *imported = more.find("response");
        if (!imported || !imported->asObject())
            return;
        const Object known = objectAt(own, "response");
        const Array &rules = listAt(known, "rules");
        const bool teaches = std::any_of(rules.begin(), rules.end(), [](const Value &rule) {
            return textAt(rule, "on_5xx") != "true" && textAt(rule, "outcome") != "error";
        });
        if (!teaches) {
            own.set("response", *imported);
            return;
        }
        Object joined = known;
        for (const auto &[key, member] : *imported->asObject())
            if (!joined.contains(key))
                joined.append(key, member);
        own.set("response", std::move(joined));
    }

    void samples(Object &document)
    {
        const Array &more = listAt(m_imported, "samples");
        if (more.empty())
            return;
        Array all = listAt(document, "samples");
        std::set<std::string> ids;
        for (const Value &sample : all)
            ids.insert(textAt(sample, "id"));
        for (Value sample : more) {
            const bool known = std::any_of(all.begin(), all.end(), [&sample](const Value &other) {
                return textAt(other, "step") == textAt(sample, "step") &&
                       textAt(other, "response") == textAt(sample, "response");
            });
            if (known || !sample.asObject())
                continue;
            const std::string wanted = textAt(sample, "id");
            std::string id = wanted;
            for (int n = 2; ids.contains(id); ++n)
                id = wanted + '_' + std::to_string(n);
            ids.insert(id);
            sample.asObject()->set("id", Value(id));
            all.push_back(std::move(sample));
        }
        document.set("samples", std::move(all));
    }

    void specification(Object &document)
    {
        const Array &more = listAt(objectAt(m_imported, "specification"), "fields");
        if (more.empty())
            return;
        Object specification = objectAt(document, "specification");
        Array fields = listAt(specification, "fields");
        for (const Value &field : more) {
            const auto known = std::find_if(fields.begin(), fields.end(), [&field](const Value &other) {
                return textAt(other, "step") == textAt(field, "step") &&
                       textAt(other, "target") == textAt(field, "target");
            });
            if (known == fields.end())
                fields.push_back(field);
            else if (m_options.replaceRows)
                *known = field;
        }
        specification.set("fields", std::move(fields));
        document.set("specification", std::move(specification));
    }

    MergeOptions m_options;
    Object m_imported;
    MergedDocument m_out;
};

} // namespace

void renameSecrets(Value &document, const std::map<std::string, std::string> &names)
{
    rename(document, names, 0);
}

std::vector<std::string> secretNamesOf(const Value &document)
{
    std::set<std::string> names;
    if (const auto compiled = domain::Integration::fromValue(document)) {
        // knows the keys that name a certificate, too
        for (const std::string &name : (*compiled)->secretNames())
            names.insert(name);
    } else {
        collectSecrets(document, names, 0);
    }
    return {names.begin(), names.end()};
}

std::string secretNameFor(const std::string &slug, const std::string &name)
{
    std::string front = slug;
    std::replace(front.begin(), front.end(), '-', '_');
    front += '_';
    return name.starts_with(front) ? name : front + name;
}

QString slugFromName(const QString &name)
{
    QString slug;
    for (const QChar c : name.toLower().normalized(QString::NormalizationForm_KD)) {
        if ((c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || (c == u'_' && !slug.isEmpty()))
            slug += c;
        else if (!slug.isEmpty() && !slug.endsWith(u'-') && c.category() != QChar::Mark_NonSpacing)
            slug += u'-';
    }
    while (slug.endsWith(u'-'))
        slug.chop(1);
    return slug.isEmpty() ? QStringLiteral("buyer") : slug.left(60);
}

MergedDocument mergeImport(const Value &open, const Value &imported, const MergeOptions &options)
{
    return Merge(open, imported, options).run();
}

} // namespace bourse::workbench
