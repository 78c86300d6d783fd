#include "workbench/import/jsontrail.h"
#include "domain/json/json.h"
#include <map>

namespace bourse::workbench {
namespace {

using domain::Value;

constexpr std::size_t kMostPlaces = 500;

struct Left {
    std::size_t count = 0;
    std::string first;
    std::size_t order = 0;
};

/// Bookkeeping of the tools that write such files; it says nothing of the request.
bool isBookkeeping(std::string_view place)
{
    for (const std::string_view part : {"_postman_id",
                                        "_exporter_id",
                                        ".schema",
                                        ".timings",
                                        ".cache",
                                        "serverIPAddress",
                                        ".connection",
                                        "startedDateTime",
                                        ".pageref",
                                        ".pages",
                                        ".creator",
                                        ".browser",
                                        "._",
                                        "headersSize",
                                        "bodySize",
                                        "httpVersion",
                                        ".id",
                                        "compression",
                                        "responseTime",
                                        "_postman_previewlanguage",
                                        ".externalDocs",
                                        ".tags",
                                        ".contact",
                                        ".license",
                                        "termsOfService",
                                        ".info",
                                        "operationId",
                                        "originalRequest",
                                        "uid",
                                        ".xml",
                                        "protocolProfileBehavior",
                                        ".protocol",
                                        ".host",
                                        ".port",
                                        ".time",
                                        "statusText",
                                        "redirectURL",
                                        ".size",
                                        "cookies"})
        if (place.find(part) != std::string_view::npos)
            return true;
    return false;
}

/// Words of schemas stand in hundreds of places; one line is enough for each word.
std::string collapsed(const std::string &place)
{
    const std::size_t dot = place.rfind('.');
    if (dot == std::string::npos || dot == 0 || place.find(".schema") == std::string::npos)
        return place;
    const std::string_view word = std::string_view(place).substr(dot + 1);
    for (const std::string_view known :
         {"title", "nullable", "readOnly", "writeOnly", "deprecated", "exclusiveMinimum", "exclusiveMaximum",
          "minItems", "maxItems", "uniqueItems", "additionalProperties", "minProperties", "maxProperties",
          "description", "discriminator"})
        if (word == known)
            return ".schema \u2026 ." + std::string(word);
    return place;
}

} // namespace

const Value *JsonTrail::get(const Value *object, std::string_view key)
{
    const Value *found = object ? object->find(key) : nullptr;
    if (found)
        m_touched.insert(found);
    return found;
}

std::string JsonTrail::text(const Value *object, std::string_view key)
{
    const Value *found = object ? object->find(key) : nullptr;
    if (!found || found->isArray() || found->isObject())
        return {};
    m_touched.insert(found);
    return found->toText();
}

void JsonTrail::whole(const Value *value)
{
    if (value)
        m_whole.insert(value);
}

void JsonTrail::report(const Value &root, ImportContext &context) const
{
    std::map<std::string, Left> left;
    std::size_t order = 0;
    // a stack of our own: depth is the document's
    struct Frame {
        const Value *value;
        std::string place;
    };
    std::vector<Frame> frames{{&root, ""}};
    while (!frames.empty()) {
        const Frame frame = std::move(frames.back());
        frames.pop_back();
        const Value &value = *frame.value;
        if (m_whole.contains(&value))
            continue;
        const bool touched = m_touched.contains(&value) || &value == &root;
        const auto *object = value.asObject();
        const auto *array = value.asArray();
        if (touched && object) {
            std::vector<Frame> below;
            for (const domain::Member &member : *object)
                below.push_back({&member.second, frame.place + '.' + member.first});
            frames.insert(frames.end(), std::make_move_iterator(below.rbegin()),
                          std::make_move_iterator(below.rend()));
            continue;
        }
        if (array) {
            // a list is as its items are
            for (auto item = array->rbegin(); item != array->rend(); ++item)
                frames.push_back({&*item, frame.place + "[]"});
            continue;
        }
        if (touched)
            continue;
        if (object && object->empty())
            continue; // says nothing
        std::string key = collapsed(frame.place);
        if (left.size() >= kMostPlaces && !left.contains(key))
            key = ".\u2026"; // one line for the rest
        Left &one = left[key];
        if (one.count++ == 0) {
            one.first = shortened(object ? writeJson(value) : value.toText(), 120);
            one.order = order++;
        }
    }
    std::vector<const std::pair<const std::string, Left> *> sorted(left.size());
    for (const auto &entry : left)
        sorted[entry.second.order] = &entry;
    for (const auto *entry : sorted) {
        const std::string place = entry->first.empty() ? "" : entry->first.substr(1);
        const std::string places =
            place + (entry->second.count > 1 ? " (\u00d7" + std::to_string(entry->second.count) + ')'
                                             : std::string());
        const bool secret =
            isSecretName(place.substr(place.rfind('.') == std::string::npos ? 0 : place.rfind('.') + 1));
        const std::string text = secret ? std::string() : entry->second.first;
        if (isBookkeeping(entry->first))
            context.report().note(
                "bookkeeping", places, text,
                ImportText::tr("Bookkeeping of the tool that wrote the file; it is not part of a request."));
        else
            context.report().notUnderstood("not_used", places, text,
                                           ImportText::tr("Nothing here knows what to do with this part."));
    }
}

} // namespace bourse::workbench
