#include "domain/market/sourceinbound.h"

namespace bourse::domain {

namespace {
using Need = MemberReader::Need;

std::map<std::string, std::string> readSecrets(MemberReader &reader)
{
    std::map<std::string, std::string> out;
    const Value *given = reader.member("secrets");
    if (!given)
        return out;
    const Object *object = given->asObject();
    if (!object) {
        reader.problem("wrong_type", "secrets", "object",
                       "“" + reader.pathOf("secrets") + "” must be an object.");
        return out;
    }
    for (const Member &member : *object) {
        const std::string *name = member.second.asString();
        if (name && !name->empty())
            out.emplace(member.first, *name);
        else
            reader.problem("wrong_type", "secrets." + member.first, "the name of a secret",
                           "“" + member.first + "” must be the name of a secret.");
    }
    return out;
}
} // namespace

std::vector<SourceInbound> readSourceInbound(MemberReader &reader, Errors &errors)
{
    std::vector<SourceInbound> out;
    const Array &list = reader.array("inbound");
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string path = indexPath(reader.pathOf("inbound"), i);
        SourceInbound one;
        if (const std::string *slug = list[i].asString()) {
            one.inbound = *slug;
            if (!isSlug(*slug))
                errors.push_back({"not_a_slug", path, "slug of an inbound document",
                                  "“" + path + "” must be the slug of an inbound document."});
        } else {
            MemberReader member(list[i], path, errors);
            one.inbound = member.slug("inbound", Need::Required);
            one.as = member.text("as", Need::Optional, {}, 200);
            one.secrets = readSecrets(member);
            member.refuseUnknown();
        }
        out.push_back(std::move(one));
    }
    return out;
}

Value toValue(const std::vector<SourceInbound> &inbound)
{
    Array out;
    for (const SourceInbound &one : inbound) {
        if (one.as.empty() && one.secrets.empty()) {
            out.emplace_back(one.inbound);
            continue;
        }
        Object object;
        object.append("inbound", one.inbound);
        if (!one.as.empty())
            object.append("as", one.as);
        if (!one.secrets.empty()) {
            Object secrets;
            for (const auto &[name, stored] : one.secrets)
                secrets.append(name, stored);
            object.append("secrets", std::move(secrets));
        }
        out.emplace_back(std::move(object));
    }
    return out;
}

std::vector<std::pair<std::string, std::string>> inboundPathsOf(const Value &document)
{
    std::vector<std::pair<std::string, std::string>> out;
    const Value *paths = document.find("paths");
    const Array *list = paths ? paths->asArray() : nullptr;
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        const Value &one = (*list)[i];
        const Value *path = one.isString() ? &one : one.find("path");
        std::string text = path ? path->toText() : std::string();
        if (text.ends_with("/*"))
            text.resize(text.size() - 2);
        if (!text.empty())
            out.emplace_back(std::move(text), indexPath("paths", i));
    }
    return out;
}

} // namespace bourse::domain
