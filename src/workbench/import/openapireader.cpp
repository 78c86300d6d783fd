// OpenAPI 3.0 and 3.1: each operation a request, its schema's properties the leaves.
#include "domain/json/json.h"
#include "workbench/import/importparts.h"
#include "workbench/import/jsontrail.h"
#include <algorithm>
#include <set>

namespace bourse::workbench {
namespace {

using domain::Array;
using domain::Member;
using domain::Object;
using domain::StepKind;
using domain::Value;

constexpr std::size_t kMostSchemas = 50'000;
constexpr std::string_view kMethods[] = {"get", "put", "post", "delete", "patch", "head", "options", "trace"};

class OpenApi {
  public:
    OpenApi(const Value &root, ImportContext &context) : m_root(root), m_context(context) {}

    Result<void> read()
    {
        const std::string version = m_trail.text(&m_root, "openapi");
        if (version.empty() && m_root.find("swagger"))
            return Error{"unsupported_version", "swagger", "OpenAPI 3",
                         ImportText::tr("This is Swagger 2; convert it to OpenAPI 3.").toStdString()};
        const Value *paths = m_trail.get(&m_root, "paths");
        const Object *list = paths ? paths->asObject() : nullptr;
        if (!list)
            return Error{"no_request", "paths", "an object of paths",
                         ImportText::tr("The description has no paths.").toStdString()};
        const Value *info = m_trail.get(&m_root, "info");
        m_context.result.name = m_trail.text(info, "title");
        m_trail.get(&m_root, "components");
        if (const Value *components = m_root.find("components"))
            if (const Object *kinds = components->asObject())
                for (const Member &kind : *kinds) {
                    m_trail.touch(&kind.second);
                    // what no operation refers to is no part of a request
                    if (const Object *entries = kind.second.asObject())
                        for (const Member &entry : *entries)
                            m_components.push_back(
                                {"components." + kind.first + '.' + entry.first, &entry.second});
                }
        for (const Member &path : *list) {
            m_trail.touch(&path.second);
            const Value *item = resolve(&path.second);
            const Array *shared = nullptr;
            if (const Value *parameters = m_trail.get(item, "parameters"))
                shared = parameters->asArray();
            for (const std::string_view method : kMethods)
                if (const Value *operation = m_trail.get(item, method)) {
                    if (m_context.tooMany)
                        return {};
                    readOperation(path.first, method, *operation, item, shared);
                }
        }
        unusedComponents();
        m_trail.report(m_root, m_context);
        if (m_context.result.requests.empty())
            return Error{"no_request", "paths", "at least one operation",
                         ImportText::tr("The description has no operation.").toStdString()};
        return {};
    }

  private:
    ImportReport &report() { return m_context.report(); }

    void unusedComponents()
    {
        for (const auto &[place, value] : m_components) {
            if (m_resolved.contains(value))
                continue;
            m_trail.whole(value);
            report().note("unused_component", place, {},
                          ImportText::tr("No operation that was read refers to it."));
        }
    }

    /// Follows $ref within the document; nullptr where it leads nowhere.
    const Value *resolve(const Value *value)
    {
        for (int steps = 0; value && steps < 16; ++steps) {
            const Value *ref = value->find("$ref");
            if (!ref || !ref->isString())
                return value;
            m_trail.whole(value);
            const std::string &path = *ref->asString();
            if (!path.starts_with("#/")) {
                report().notUnderstood("foreign_reference", path, path,
                                       ImportText::tr("References to other files are not followed."));
                return nullptr;
            }
            const Value *at = &m_root;
            std::string_view rest = std::string_view(path).substr(2);
            std::string last;
            while (at && !rest.empty()) {
                const std::size_t end = std::min(rest.find('/'), rest.size());
                last = std::string(rest.substr(0, end));
                replaceAll(last, "~1", "/");
                replaceAll(last, "~0", "~");
                at = at->find(last);
                rest.remove_prefix(std::min(end + 1, rest.size()));
            }
            if (!at) {
                report().notUnderstood("broken_reference", path, path,
                                       ImportText::tr("The reference leads nowhere."));
                return nullptr;
            }
            m_trail.touch(at);
            m_resolved.insert(at);
            value = at;
        }
        return value;
    }

    std::string serverOf(const Value *operation, const Value *item)
    {
        for (const Value *of : {operation, item, &m_root}) {
            const Value *servers = m_trail.get(of, "servers");
            const Array *list = servers ? servers->asArray() : nullptr;
            if (!list || list->empty())
                continue;
            if (list->size() > 1 && m_serversTold.insert(servers).second)
                report().note("several_servers", "servers", shortened(writeJson(*servers)),
                              ImportText::tr("The description names several servers; the first was taken."));
            m_trail.whole(servers);
            const Value &server = list->front();
            std::string url = server.find("url") ? server.find("url")->toText() : std::string();
            if (const Value *variables = server.find("variables"))
                if (const Object *each = variables->asObject())
                    for (const Member &variable : *each) {
                        if (m_serversTold.insert(&variable.second).second)
                            report().note(
                                "server_variable", "servers", shortened(writeJson(variable.second)),
                                ImportText::tr("The variable “%1” of the address has its default value.")
                                    .arg(shown(variable.first)));
                        const Value *fallback = variable.second.find("default");
                        replaceAll(url, '{' + variable.first + '}',
                                   fallback ? fallback->toText() : "{{" + variable.first + "}}");
                    }
            return url;
        }
        return {};
    }

    void readOperation(const std::string &path, std::string_view method, const Value &operation,
                       const Value *item, const Array *shared)
    {
        ImportedRequest out;
        out.place = std::string(method) + ' ' + path;
        for (const char c : method)
            out.method += static_cast<char>(c - 32);
        const std::string summary = m_trail.text(&operation, "summary");
        const std::string id = m_trail.text(&operation, "operationId");
        out.name = !summary.empty() ? summary : !id.empty() ? id : out.method + ' ' + path;
        out.note = m_trail.text(&operation, "description");
        std::string server = serverOf(&operation, item);
        while (server.ends_with('/'))
            server.pop_back();
        std::string url = server + path;
        // {id} is a place
        std::string places;
        for (std::size_t i = 0; i < url.size(); ++i) {
            const bool inside = i + 1 < url.size() && (url[i + 1] == '{' || (i > 0 && url[i - 1] == '{'));
            if (url[i] == '{' && !inside) {
                places += "{{";
            } else if (url[i] == '}' && (i == 0 || url[i - 1] != '}') &&
                       (i + 1 >= url.size() || url[i + 1] != '}')) {
                places += "}}";
            } else {
                places += url[i];
            }
        }
        readUrl(places, out.place, out, m_context);
        for (const Array *list : {shared, arrayAt(&operation, "parameters")})
            for (std::size_t i = 0; list && i < list->size(); ++i)
                parameter((*list)[i], out);
        if (const Value *body = resolve(m_trail.get(&operation, "requestBody")))
            requestBody(*body, out);
        security(operation, out);
        responses(m_trail.get(&operation, "responses"), out);
        m_context.add(std::move(out));
    }

    const Array *arrayAt(const Value *of, std::string_view key)
    {
        const Value *found = m_trail.get(of, key);
        return found ? found->asArray() : nullptr;
    }

    void parameter(const Value &given, ImportedRequest &out)
    {
        m_trail.touch(&given);
        const Value *one = resolve(&given);
        if (!one)
            return;
        const std::string name = m_trail.text(one, "name");
        const std::string in = m_trail.text(one, "in");
        ImportedLeaf leaf;
        leaf.target = name;
        leaf.place = out.place + ' ' + in + ' ' + name;
        leaf.required = m_trail.text(one, "required") == "true";
        leaf.note = m_trail.text(one, "description");
        if (const Value *schema = resolve(m_trail.get(one, "schema")))
            describe(*schema, leaf);
        if (const Value *example = exampleOf(one))
            leaf.value = *example;
        const auto already = [&](const std::vector<ImportedLeaf> &list) {
            return std::any_of(list.begin(), list.end(),
                               [&](const ImportedLeaf &known) { return known.target == name; });
        };
        if (in == "query" && !already(out.query))
            m_context.add(out.query, std::move(leaf));
        else if (in == "header" && !already(out.headers))
            header(std::move(leaf), out);
        else if (in == "path")
            ++report().read; // it stands in the path as a place
        else if (in == "cookie")
            report().notUnderstood("cookie", leaf.place, shortened(name),
                                   ImportText::tr("Cookies are not mapped."));
        else
            report().note("named_twice", leaf.place, shortened(name),
                          ImportText::tr("The parameter is named twice."));
    }

    void header(ImportedLeaf leaf, ImportedRequest &out)
    {
        if (equalsFolded(leaf.target, "Content-Type") || equalsFolded(leaf.target, "Accept") ||
            equalsFolded(leaf.target, "Authorization")) {
            report().note("header_ignored", leaf.place, shortened(leaf.target),
                          ImportText::tr("OpenAPI itself gives this parameter no meaning."));
            return;
        }
        m_context.add(out.headers, std::move(leaf));
    }

    /// example, or the first of examples.
    const Value *exampleOf(const Value *of)
    {
        if (const Value *example = of ? of->find("example") : nullptr) {
            m_trail.whole(example);
            m_trail.whole(of->find("examples"));
            return example;
        }
        const Value *examples = of ? of->find("examples") : nullptr;
        if (!examples)
            return nullptr;
        m_trail.whole(examples);
        if (const Array *list = examples->asArray())
            return list->empty() ? nullptr : &list->front();
        if (const Object *named = examples->asObject())
            for (const Member &one : *named)
                if (const Value *resolved = resolve(&one.second))
                    if (const Value *value = resolved->find("value"))
                        return value;
        return nullptr;
    }

    static std::string typeOf(const Value &schema)
    {
        const Value *type = schema.find("type");
        if (!type)
            return schema.find("properties") ? "object" : schema.find("items") ? "array" : "";
        if (const Array *list = type->asArray()) {
            for (const Value &one : *list)
                if (one.toText() != "null")
                    return one.toText();
            return {};
        }
        return type->toText();
    }

    /// A scalar schema into a leaf.
    void describe(const Value &schema, ImportedLeaf &leaf)
    {
        leaf.type = typeOf(schema);
        m_trail.whole(schema.find("type"));
        for (const char *key :
             {"format", "maxLength", "minLength", "pattern", "minimum", "maximum", "multipleOf"})
            if (const std::string text = m_trail.text(&schema, key); !text.empty())
                leaf.type += (leaf.type.empty() ? "" : ", ") +
                             (std::string_view(key) == "format" ? text : std::string(key) + ' ' + text);
        if (const std::string text = m_trail.text(&schema, "description"); !text.empty() && leaf.note.empty())
            leaf.note = text;
        if (const Value *allowed = schema.find("enum")) {
            m_trail.whole(allowed);
            if (const Array *list = allowed->asArray())
                for (const Value &one : *list)
                    leaf.allowed.push_back(one.toText());
        }
        if (const Value *example = exampleOf(&schema))
            leaf.value = *example;
        for (const char *key : {"const", "default"})
            if (const Value *fixed = schema.find(key)) {
                m_trail.whole(fixed);
                if (leaf.value.isNull())
                    leaf.value = *fixed;
            }
    }

    struct Walk {
        bool xml = false;
        bool form = false;
        std::vector<ImportedLeaf> leaves;
        std::vector<const Value *> above; ///< schemas being walked: a schema within itself ends
    };

    void walk(const Value *given, const std::string &target, std::optional<bool> required,
              const std::string &place, Walk &out, int depth)
    {
        if (++m_schemasWalked > kMostSchemas) // references that multiply each other
            m_context.tooMany = true;
        const Value *schema = m_context.tooMany ? nullptr : resolve(given);
        if (!schema)
            return;
        m_trail.touch(schema);
        if (std::find(out.above.begin(), out.above.end(), schema) != out.above.end() ||
            depth > m_context.options.limits.maxDepth) {
            report().note("recursive_schema", place, shortened(target),
                          ImportText::tr("The schema contains itself; one level was taken."));
            return;
        }
        out.above.push_back(schema);
        composed(*schema, target, required, place, out, depth);
        out.above.pop_back();
    }

    void composed(const Value &schema, const std::string &target, std::optional<bool> required,
                  const std::string &place, Walk &out, int depth)
    {
        bool any = false;
        if (const Array *all = arrayAt(&schema, "allOf")) {
            for (const Value &one : *all) {
                m_trail.touch(&one);
                walk(&one, target, required, place, out, depth + 1);
            }
            any = true;
        }
        for (const char *key : {"oneOf", "anyOf"})
            if (const Array *list = arrayAt(&schema, key); list && !list->empty()) {
                m_trail.touch(&list->front());
                if (list->size() > 1) {
                    report().note("first_variant", place, shortened(target),
                                  ImportText::tr("The schema allows several variants; the first was taken."));
                    for (std::size_t i = 1; i < list->size(); ++i)
                        m_trail.whole(&(*list)[i]);
                }
                walk(&list->front(), target, required, place, out, depth + 1);
                any = true;
            }
        const std::string type = typeOf(schema);
        if (type == "object" || schema.find("properties")) {
            members(schema, target, place, out, depth);
            return;
        }
        if (type == "array") {
            m_trail.whole(schema.find("type"));
            const Value *items = m_trail.get(&schema, "items");
            m_trail.whole(schema.find("example"));
            const bool wrapped = out.xml || out.form;
            walk(items, wrapped ? target : target + "[0]", required, place, out, depth + 1);
            return;
        }
        if (any && type.empty()) {
            return;
        }
        ImportedLeaf leaf;
        leaf.target = target;
        leaf.required = required;
        leaf.place = place + ' ' + target;
        describe(schema, leaf);
        if (target.empty()) {
            report().notUnderstood("no_name", place, shortened(leaf.type),
                                   ImportText::tr("A body without members cannot be mapped."));
            return;
        }
        // the same member again, by allOf
        for (ImportedLeaf &known : out.leaves)
            if (known.target == leaf.target) {
                known.required = known.required.value_or(false) || leaf.required.value_or(false);
                return;
            }
        m_context.add(out.leaves, std::move(leaf));
    }

    void members(const Value &schema, const std::string &target, const std::string &place, Walk &out,
                 int depth)
    {
        m_trail.whole(schema.find("type"));
        m_trail.whole(schema.find("example"));
        std::set<std::string> needed;
        if (const Value *list = schema.find("required")) {
            m_trail.whole(list);
            if (const Array *names = list->asArray())
                for (const Value &one : *names)
                    needed.insert(one.toText());
        }
        const Value *properties = m_trail.get(&schema, "properties");
        const Object *each = properties ? properties->asObject() : nullptr;
        if (!each) {
            if (!target.empty()) {
                ImportedLeaf leaf;
                leaf.target = target;
                leaf.value = Object();
                leaf.place = place + ' ' + target;
                m_context.add(out.leaves, std::move(leaf));
            }
            return;
        }
        for (const Member &one : *each) {
            m_trail.touch(&one.second);
            std::string below;
            if (out.xml) {
                const Value *peek = peekRef(&one.second);
                const Value *xml = peek ? peek->find("xml") : nullptr;
                if (xml)
                    m_trail.whole(xml);
                const Value *own = xml ? xml->find("name") : nullptr;
                const bool attribute =
                    xml && xml->find("attribute") && xml->find("attribute")->toText() == "true";
                below = target + (attribute ? '@' : '/') + (own ? own->toText() : one.first);
            } else if (out.form && target.empty()) {
                below = one.first;
            } else if (out.form) {
                below = target + '[' + one.first + ']';
            } else if (const auto json = jsonTarget(target, one.first)) {
                below = *json;
            } else {
                report().notUnderstood("name_not_sayable", place, shortened(one.first),
                                       ImportText::tr("The name has characters that no target can hold."));
                m_trail.whole(&one.second);
                continue;
            }
            walk(&one.second, below, needed.contains(one.first), place, out, depth + 1);
        }
    }

    /// resolve() without marking or complaining.
    const Value *peekRef(const Value *value) const
    {
        const Value *ref = value ? value->find("$ref") : nullptr;
        if (!ref || !ref->isString() || !ref->asString()->starts_with("#/components/schemas/"))
            return value;
        const Value *components = m_root.find("components");
        const Value *schemas = components ? components->find("schemas") : nullptr;
        return schemas ? schemas->find(ref->asString()->substr(21)) : nullptr;
    }

    void requestBody(const Value &body, ImportedRequest &out)
    {
        m_trail.text(&body, "required");
        const Value *content = m_trail.get(&body, "content");
        const Object *types = content ? content->asObject() : nullptr;
        if (!types || types->empty())
            return;
        // JSON before form before XML; what is not taken is said
        const Member *chosen = nullptr;
        const auto pick = [&](std::string_view part) {
            for (const Member &one : *types)
                if (!chosen && one.first.find(part) != std::string::npos)
                    chosen = &one;
        };
        for (const char *part : {"json", "x-www-form-urlencoded", "xml", "multipart"})
            pick(part);
        if (!chosen)
            chosen = &*types->begin();
        for (const Member &one : *types)
            if (&one != chosen) {
                m_trail.whole(&one.second);
                report().note("other_media_type", out.place, one.first,
                              ImportText::tr("The body may also be sent in this format; %1 was taken.")
                                  .arg(shown(chosen->first)));
            }
        m_trail.touch(&chosen->second);
        const std::string &type = chosen->first;
        const Value *schema = m_trail.get(&chosen->second, "schema");
        const Value *example = exampleOf(&chosen->second);
        m_trail.whole(chosen->second.find("encoding"));
        Walk walked;
        const std::string place = out.place + " body";
        if (type.find("json") != std::string::npos) {
            out.body.kind = ImportedBodyKind::Json;
            if (schema)
                walk(schema, {}, std::nullopt, place, walked, 0);
            if (!example && schema)
                if (const Value *resolved = peekRef(schema))
                    example = resolved->find("example");
            if (example)
                overlay(*example, {}, walked.leaves, place, 0);
            if (type != "application/json")
                out.body.contentType = type;
        } else if (type.find("xml") != std::string::npos) {
            if (example && example->isString()) {
                out.body = readBody(*example->asString(), type, place, m_context);
                m_trail.whole(schema);
                return;
            }
            out.body.kind = ImportedBodyKind::Xml;
            out.body.xmlDeclaration = true;
            if (type != "application/xml")
                out.body.contentType = type;
            walked.xml = true;
            std::string root = "root";
            if (schema && schema->find("$ref"))
                root = schema->find("$ref")->toText().substr(schema->find("$ref")->toText().rfind('/') + 1);
            if (const Value *resolved = peekRef(schema))
                if (const Value *xml = resolved->find("xml")) {
                    m_trail.whole(xml);
                    if (const Value *own = xml->find("name"))
                        root = own->toText();
                }
            walk(schema, root, std::nullopt, place, walked, 0);
        } else if (type.find("form") != std::string::npos) {
            out.body.kind = type.find("multipart") != std::string::npos ? ImportedBodyKind::Multipart
                                                                        : ImportedBodyKind::Form;
            walked.form = true;
            if (schema)
                walk(schema, {}, std::nullopt, place, walked, 0);
            if (const Object *values = example ? example->asObject() : nullptr)
                for (const Member &one : *values)
                    for (ImportedLeaf &leaf : walked.leaves)
                        if (leaf.target == one.first)
                            leaf.value = one.second;
        } else {
            report().notUnderstood("unknown_media_type", place, type,
                                   ImportText::tr("Bodies of this type are not mapped."));
            m_trail.whole(schema);
            return;
        }
        out.body.leaves = std::move(walked.leaves);
        if (out.body.leaves.empty())
            out.body = {};
    }

    /// The example's values into the schema's leaves; members that only the example has follow.
    void overlay(const Value &value, const std::string &target, std::vector<ImportedLeaf> &leaves,
                 const std::string &place, int depth)
    {
        if (depth > m_context.options.limits.maxDepth || m_context.tooMany)
            return;
        const Object *object = value.asObject();
        const Array *array = value.asArray();
        if (object && !object->empty()) {
            for (const Member &one : *object)
                if (const auto below = jsonTarget(target, one.first))
                    overlay(one.second, *below, leaves, place, depth + 1);
                else
                    report().notUnderstood(
                        "name_not_sayable", place, shortened(one.first),
                        ImportText::tr("The name has characters that no target can hold."));
            return;
        }
        if (array && !array->empty()) {
            for (std::size_t i = 0; i < array->size() && i < 1000; ++i)
                overlay((*array)[i], target + '[' + std::to_string(i) + ']', leaves, place, depth + 1);
            return;
        }
        for (ImportedLeaf &leaf : leaves)
            if (leaf.target == target) {
                leaf.value = value;
                return;
            }
        if (target.empty())
            return;
        ImportedLeaf leaf;
        leaf.target = target;
        leaf.value = value;
        leaf.place = place + ' ' + target;
        m_context.add(leaves, std::move(leaf));
    }

    void security(const Value &operation, ImportedRequest &out)
    {
        const Value *wanted = m_trail.get(&operation, "security");
        if (!wanted)
            wanted = m_trail.get(&m_root, "security");
        const Array *list = wanted ? wanted->asArray() : nullptr;
        if (wanted)
            m_trail.whole(wanted);
        if (!list || list->empty())
            return;
        if (list->size() > 1)
            report().note("several_auth", out.place, shortened(writeJson(*wanted)),
                          ImportText::tr("There are several ways to prove who one is; the first was taken."));
        const Object *first = list->front().asObject();
        if (!first)
            return;
        for (const Member &one : *first) {
            const Value *components = m_root.find("components");
            const Value *schemes = components ? components->find("securitySchemes") : nullptr;
            const Value *found = schemes ? schemes->find(one.first) : nullptr;
            const Value *scheme = resolve(found);
            if (!scheme) {
                report().notUnderstood("broken_reference", out.place, one.first,
                                       ImportText::tr("The security scheme is not described."));
                continue;
            }
            m_trail.whole(scheme);
            m_resolved.insert(found);
            apply(one.first, *scheme, out);
        }
    }

    static std::string member(const Value &of, std::string_view key)
    {
        const Value *found = of.find(key);
        return found ? found->toText() : std::string();
    }

    void authLeaf(ImportedRequest &out, const char *name, const char *secret)
    {
        ImportedLeaf leaf;
        leaf.target = name;
        leaf.value = secret ? Value("") : Value(std::string("{{") + name + "}}");
        leaf.secret = secret ? secret : "";
        leaf.place = out.place + " security";
        m_context.add(out.auth.values, std::move(leaf));
    }

    void apply(const std::string &name, const Value &scheme, ImportedRequest &out)
    {
        const std::string type = member(scheme, "type");
        const std::string http = lowered(member(scheme, "scheme"));
        out.auth.label = type == "http" ? http : type;
        if (type == "http" && (http == "basic" || http == "digest")) {
            out.auth.kind = http == "basic" ? ImportedAuthKind::Basic : ImportedAuthKind::Digest;
            authLeaf(out, "user", nullptr);
            authLeaf(out, "password", "password");
        } else if (type == "http" && http == "bearer") {
            out.auth.kind = ImportedAuthKind::Bearer;
            authLeaf(out, "token", "bearer_token");
        } else if (type == "apiKey") {
            out.auth.kind = ImportedAuthKind::ApiKey;
            ImportedLeaf leaf;
            leaf.target = member(scheme, "name");
            leaf.value = "";
            leaf.secret = identifierFrom(leaf.target, "api_key");
            leaf.place = out.place + " security " + name;
            leaf.note = member(scheme, "description");
            const std::string in = member(scheme, "in");
            if (in == "cookie")
                report().notUnderstood("cookie", leaf.place, leaf.target,
                                       ImportText::tr("Cookies are not mapped."));
            else
                m_context.add(in == "query" ? out.query : out.headers, std::move(leaf));
        } else if (type == "oauth2") {
            out.auth.kind = ImportedAuthKind::OAuth2;
            const Value *flows = scheme.find("flows");
            const Value *flow = flows ? flows->find("clientCredentials") : nullptr;
            if (flow && !member(*flow, "tokenUrl").empty())
                clientCredentials(*flow, out, out.place + " security " + name);
            else
                authLeaf(out, "token", "bearer_token");
        } else {
            out.auth.kind = type == "mutualTLS" ? ImportedAuthKind::MutualTls : ImportedAuthKind::Other;
        }
    }

    void clientCredentials(const Value &flow, ImportedRequest &out, const std::string &place)
    {
        const auto part = [&](const char *name, std::string value, const char *secret) {
            ImportedLeaf leaf;
            leaf.target = name;
            leaf.value = std::move(value);
            leaf.secret = secret ? secret : "";
            leaf.place = place;
            m_context.add(out.auth.values, std::move(leaf));
        };
        part("grant", "client_credentials", nullptr);
        part("token_url", member(flow, "tokenUrl"), nullptr);
        part("client_id", "{{client_id}}", nullptr);
        part("client_secret", "", "client_secret");
        std::string scopes;
        if (const Value *all = flow.find("scopes"))
            if (const Object *each = all->asObject())
                for (const Member &scope : *each)
                    scopes += (scopes.empty() ? "" : " ") + scope.first;
        if (!scopes.empty())
            part("scope", scopes, nullptr);
    }

    void responses(const Value *all, ImportedRequest &out)
    {
        const Object *each = all ? all->asObject() : nullptr;
        if (!each)
            return;
        for (const Member &one : *each) {
            m_trail.touch(&one.second);
            const Value *response = resolve(&one.second);
            if (!response)
                continue;
            const std::string description = m_trail.text(response, "description");
            m_trail.whole(response->find("headers"));
            m_trail.whole(response->find("links"));
            const Value *content = m_trail.get(response, "content");
            const Object *types = content ? content->asObject() : nullptr;
            if (!description.empty())
                report().note("answer_description", out.place + " response " + one.first,
                              shortened(description),
                              ImportText::tr("A description; it is not part of a request."));
            if (!types)
                continue;
            for (const Member &type : *types) {
                m_trail.touch(&type.second);
                m_trail.whole(&type.second);
                markRefs(type.second, 0);
                answer(one.first, description, type.first, type.second, out);
            }
        }
    }

    void answer(const std::string &status, const std::string &description, const std::string &type,
                const Value &media, ImportedRequest &out)
    {
        const auto add = [&](const std::string &label, const Value &value) {
            ImportedResponse response;
            response.place = out.place + " response " + status;
            response.status =
                status.size() == 3 && status.find_first_not_of("0123456789") == std::string::npos
                    ? std::stoi(status)
                    : 200;
            response.label = label.empty() ? status : label;
            response.body = value.isString() && type.find("json") == std::string::npos ? *value.asString()
                                                                                       : writeJson(value);
            if (response.status != 200)
                response.headers.emplace_back("Content-Type", type);
            ++report().read;
            out.responses.push_back(std::move(response));
        };
        if (const Value *examples = media.find("examples"))
            if (const Object *named = examples->asObject()) {
                for (const Member &one : *named)
                    if (const Value *resolved = resolve(&one.second))
                        if (const Value *value = resolved->find("value"))
                            add(one.first, *value);
                return;
            }
        if (const Value *example = media.find("example")) {
            add(description, *example);
            return;
        }
        if (const Value *schema = peekRef(media.find("schema"))) {
            if (const Value *example = schema->find("example")) {
                add(description, *example);
                return;
            }
            Object made;
            if (const Value *properties = schema->find("properties"))
                if (const Object *each = properties->asObject())
                    for (const Member &one : *each)
                        if (const Value *property = peekRef(&one.second))
                            if (const Value *example = property->find("example"))
                                made.append(one.first, *example);
            if (!made.empty())
                add(description, made);
        }
    }

    /// Schemas of answers are not taken apart; they are read as far as their examples go.
    void markRefs(const Value &value, int depth)
    {
        if (depth > 40)
            return;
        if (const Array *list = value.asArray())
            for (const Value &one : *list)
                markRefs(one, depth + 1);
        if (const Object *object = value.asObject())
            for (const Member &one : *object) {
                if (one.first == "$ref" && one.second.isString()) {
                    if (const Value *found = peekRef(&value);
                        found && found != &value && m_resolved.insert(found).second) {
                        m_trail.whole(found);
                        markRefs(*found, depth + 1);
                    }
                    continue;
                }
                markRefs(one.second, depth + 1);
            }
    }

    const Value &m_root;
    ImportContext &m_context;
    JsonTrail m_trail;
    std::vector<std::pair<std::string, const Value *>> m_components;
    std::set<const Value *> m_resolved;
    std::set<const Value *> m_serversTold;
    std::size_t m_schemasWalked = 0;
};

} // namespace

Result<void> readOpenApi(const Value &document, ImportContext &context)
{
    return OpenApi(document, context).read();
}

} // namespace bourse::workbench
