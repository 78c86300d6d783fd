#include "storage/leadrecord.h"
#include "domain/json/json.h"
#include <algorithm>
#include <cstring>

namespace bourse::storage {

using domain::FieldSchema;
using domain::FieldSpec;
using domain::FieldType;
using domain::Object;
using domain::Value;

std::string keyContext(const Uuid &lead)
{
    return "lead_key:" + lead.toString();
}
std::string dataContext(const Uuid &lead)
{
    return "lead_data:" + lead.toString();
}
std::string attemptContext(const Uuid &attempt)
{
    return "attempt:" + attempt.toString();
}
std::string answerContext(const Uuid &lead)
{
    return "idempotency:" + lead.toString();
}
std::string consentContext(const Uuid &lead, int sequence)
{
    return "consent:" + lead.toString() + ":" + std::to_string(sequence);
}
std::string offerContext(const Uuid &offer)
{
    return "offer:" + offer.toString();
}
std::string followUpContext(const Uuid &followUp)
{
    return "outbox:" + followUp.toString();
}

namespace {
/// Length of the valid UTF-8 sequence at the front (RFC 3629: no overlong forms, no surrogates), 0 if there
/// is none.
std::size_t sequenceLength(std::string_view text)
{
    const auto at = [&](std::size_t i) {
        return static_cast<unsigned char>(text[i]);
    };
    const auto tail = [&](std::size_t i) {
        return i < text.size() && (at(i) & 0xC0) == 0x80;
    };
    const unsigned char lead = at(0);
    if (lead < 0x80)
        return lead == 0 ? 0 : 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return tail(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        if (!tail(1) || !tail(2) || (lead == 0xE0 && at(1) < 0xA0) || (lead == 0xED && at(1) > 0x9F))
            return 0;
        return 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        if (!tail(1) || !tail(2) || !tail(3) || (lead == 0xF0 && at(1) < 0x90) ||
            (lead == 0xF4 && at(1) > 0x8F))
            return 0;
        return 4;
    }
    return 0;
}
} // namespace

std::string cleanText(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        std::size_t length = sequenceLength(text);
        if (length == 0) {
            out += "\xEF\xBF\xBD";
            length = 1;
        } else {
            out += text.substr(0, length);
        }
        text.remove_prefix(length);
    }
    return out;
}

namespace {
bool holdsPii(const FieldSpec &spec)
{
    return spec.pii || std::any_of(spec.fields.begin(), spec.fields.end(), holdsPii);
}

void collectTexts(const Value &value, std::vector<std::string> &texts)
{
    if (const auto *array = value.asArray()) {
        for (const Value &item : *array)
            collectTexts(item, texts);
    } else if (const auto *object = value.asObject()) {
        for (const auto &[key, item] : *object)
            collectTexts(item, texts);
    } else {
        std::string text = value.toText();
        if (text.size() >= 4)
            texts.push_back(std::move(text));
    }
}

/// A value inside another must not leave the rest of it when both are masked.
void longestFirst(std::vector<std::string> &texts)
{
    std::sort(texts.begin(), texts.end(), [](const std::string &a, const std::string &b) {
        return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
}

bool isSubId(std::string_view key)
{
    return key.starts_with("sub_id") || key.starts_with("subid");
}
} // namespace

DividedLead divide(const FieldSchema *schema, const Object &fields, const Object &raw)
{
    DividedLead divided;
    for (const auto &[key, value] : fields) {
        const FieldSpec *spec = schema ? schema->find(key) : nullptr;
        if (spec && spec->type == FieldType::State && divided.region.empty() && !holdsPii(*spec))
            divided.region = value.toText();
        if (spec && (spec->type == FieldType::Email || spec->type == FieldType::Phone)) {
            std::string text = value.toText();
            if (!text.empty()) {
                bool email = spec->type == FieldType::Email;
                if (email)
                    std::transform(text.begin(), text.end(), text.begin(), [](char c) {
                        return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
                    });
                divided.lookups.emplace_back(email ? "email" : "phone", text);
                // buyers echo numbers without the country's prefix
                if (!email && text.size() > 10)
                    divided.piiValues.push_back(text.substr(text.size() - 10));
            }
        }
        if (!spec || holdsPii(*spec)) {
            divided.pii.append(key, value);
            collectTexts(value, divided.piiValues);
            continue;
        }
        divided.clear.append(key, value);
        if (key == "external_id" && divided.externalId.empty())
            divided.externalId = value.toText();
        if (isSubId(key))
            divided.subIds.append(key, value);
    }
    for (const auto &[key, value] : raw) {
        const FieldSpec *spec = schema ? schema->find(key) : nullptr;
        if (!spec || holdsPii(*spec))
            collectTexts(value, divided.piiValues);
    }
    longestFirst(divided.piiValues);
    return divided;
}

std::vector<Consent> consentOf(const FieldSchema *schema, const Object &fields, UtcTime receivedAt)
{
    std::vector<Consent> consents;
    if (!schema)
        return consents;
    for (const auto &[key, value] : fields) {
        const FieldSpec *spec = schema->find(key);
        if (!spec || spec->type != FieldType::Certificate)
            continue;
        std::string certificate = value.toText();
        if (certificate.empty())
            continue;
        Object proof;
        proof.append("field", key);
        proof.append("certificate", certificate);
        proof.append("received_at", toIso8601(receivedAt));
        for (const auto &[other, shown] : fields) {
            const FieldSpec *otherSpec = schema->find(other);
            bool circumstance =
                otherSpec && (otherSpec->type == FieldType::Url || otherSpec->type == FieldType::IpAddress ||
                              otherSpec->type == FieldType::DateTime);
            bool wording =
                other.find("consent") != std::string::npos || other.find("tcpa") != std::string::npos;
            if (other != key && (circumstance || wording))
                proof.append(other, shown);
        }
        const char *kind = certificate.find("trustedform") != std::string::npos ? "trustedform"
                           : Uuid::parse(certificate).ok()                      ? "jornaya"
                                                                                : "certificate";
        consents.push_back({kind, writeJson(proof)});
    }
    return consents;
}

std::string writePii(const Object &pii, const Object &raw)
{
    std::string text = "{\"fields\":";
    writeJson(pii, text);
    text += ",\"raw\":";
    writeJson(raw, text);
    text += '}';
    return text;
}

Result<std::pair<Object, Object>> readPii(std::string_view text)
{
    auto parsed = domain::parseJson(text);
    if (!parsed)
        return parsed.errors();
    const Value *fields = parsed->find("fields");
    const Value *raw = parsed->find("raw");
    if (!fields || !fields->asObject() || !raw || !raw->asObject())
        return Error{"stored_lead_damaged", {}, {}, "The lead's sealed values are not readable."};
    return std::pair{*fields->asObject(), *raw->asObject()};
}

std::string writeBody(std::string_view request, std::string_view response)
{
    std::string bytes;
    bytes.reserve(4 + request.size() + response.size());
    auto length = static_cast<std::uint32_t>(request.size());
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes += static_cast<char>(length >> shift);
    bytes += request;
    bytes += response;
    return bytes;
}

std::pair<std::string, std::string> readBody(std::string_view bytes)
{
    if (bytes.size() < 4)
        return {};
    std::uint32_t length = 0;
    for (std::size_t i = 0; i < 4; ++i)
        length = length << 8 | static_cast<unsigned char>(bytes[i]);
    bytes.remove_prefix(4);
    length = std::min<std::uint32_t>(length, static_cast<std::uint32_t>(bytes.size()));
    return {std::string(bytes.substr(0, length)), std::string(bytes.substr(length))};
}

std::string writeFollowUp(const exchange::FollowUp &followUp)
{
    Object carried;
    for (const auto &[name, value] : followUp.carried)
        carried.append(name, value);
    return domain::writeJson(Object{{"attempt", followUp.attemptId.toString()},
                                    {"channel", followUp.channel},
                                    {"buyer", followUp.buyer},
                                    {"integration", followUp.integration},
                                    {"carried", std::move(carried)}});
}

bool readFollowUp(std::string_view text, exchange::FollowUp &into)
{
    auto parsed = domain::parseJson(text);
    const Value *carried = parsed ? parsed->find("carried") : nullptr;
    if (!carried || !carried->asObject())
        return false;
    const auto member = [&](const char *key) {
        const Value *value = parsed->find(key);
        return value ? value->toText() : std::string();
    };
    auto attempt = Uuid::parse(member("attempt"));
    if (!attempt)
        return false;
    into.attemptId = *attempt;
    into.channel = member("channel");
    into.buyer = member("buyer");
    into.integration = member("integration");
    for (const domain::Member &one : *carried->asObject())
        into.carried.emplace(one.first, one.second.toText());
    return true;
}

std::vector<std::string> textsOf(const Object &object)
{
    std::vector<std::string> texts;
    for (const auto &[key, value] : object)
        collectTexts(value, texts);
    longestFirst(texts);
    return texts;
}

std::string mask(std::string text, const std::vector<std::string> &values)
{
    if (text.empty())
        return text;
    for (const std::string &value : values) {
        for (std::size_t at = text.find(value); at != std::string::npos; at = text.find(value, at))
            text.replace(at, value.size(), "•••");
    }
    return text;
}

std::string chainHash(const EventAuthor &author, const ChainedEvent &event)
{
    std::string bytes;
    bytes.reserve(256 + event.detail.size());
    const auto add = [&bytes](std::string_view part) {
        auto length = static_cast<std::uint32_t>(part.size());
        for (int shift = 24; shift >= 0; shift -= 8)
            bytes += static_cast<char>(length >> shift);
        bytes += part;
    };
    const auto addId = [&bytes](const Uuid &id) {
        bytes.append(reinterpret_cast<const char *>(id.bytes().data()), 16);
    };
    const auto addNumber = [&bytes](std::int64_t number) {
        for (int shift = 56; shift >= 0; shift -= 8)
            bytes += static_cast<char>(static_cast<std::uint64_t>(number) >> shift);
    };
    add(event.prevHash);
    addId(author.workspace);
    addId(author.lead);
    addId(author.node);
    addNumber(author.configVersion);
    addNumber(event.sequence);
    addNumber(event.at.time_since_epoch().count());
    add(author.actor);
    add(event.kind);
    add(event.state);
    add(event.reason);
    add(event.reasonDetail);
    add(event.detail);
    return domain::sha256(bytes);
}

std::string writeSkipped(const std::vector<exchange::SkippedChannel> &skipped)
{
    std::string text = "[";
    for (const auto &channel : skipped) {
        if (text.size() > 1)
            text += ',';
        text += "{\"channel\":";
        domain::writeJsonString(cleanText(channel.channel), text);
        text += ",\"buyer\":";
        domain::writeJsonString(cleanText(channel.buyer), text);
        text += ",\"reason\":";
        domain::writeJsonString(cleanText(channel.reason.code), text);
        if (!channel.reason.detail.empty()) {
            text += ",\"detail\":";
            domain::writeJsonString(cleanText(channel.reason.detail), text);
        }
        text += '}';
    }
    return text += ']';
}

std::vector<exchange::SkippedChannel> readSkipped(std::string_view text)
{
    std::vector<exchange::SkippedChannel> skipped;
    auto parsed = domain::parseJson(text);
    if (!parsed || !parsed->asArray())
        return skipped;
    for (const Value &item : *parsed->asArray()) {
        const auto member = [&item](std::string_view key) {
            const Value *value = item.find(key);
            return value ? value->toText() : std::string();
        };
        skipped.push_back({member("channel"), member("buyer"), {member("reason"), member("detail")}});
    }
    return skipped;
}

} // namespace bourse::storage
