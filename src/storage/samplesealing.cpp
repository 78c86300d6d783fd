#include "storage/samplesealing.h"
#include "base/logging.h"
#include "domain/json/json.h"
#include <QByteArray>
#include <optional>
#include <string_view>

namespace bourse::storage {

using domain::Array;
using domain::MasterKey;
using domain::Object;
using domain::Value;

namespace {

/// sealed:1:<base64 of the wrapped key>:<base64 of the sealed sample>
constexpr std::string_view mark = "sealed:1:";

std::string contextOf(const Uuid &workspace)
{
    return "integration sample " + workspace.toString();
}

std::string base64(const std::string &bytes)
{
    return QByteArray::fromStdString(bytes).toBase64().toStdString();
}

std::optional<std::string> fromBase64(std::string_view text)
{
    auto read = QByteArray::fromBase64Encoding(QByteArray(text.data(), static_cast<qsizetype>(text.size())),
                                               QByteArray::AbortOnBase64DecodingErrors);
    return read ? std::optional(read.decoded.toStdString()) : std::nullopt;
}

const std::string *sealedText(const Value &sample)
{
    const Value *response = sample.isObject() ? sample.find("response") : nullptr;
    const std::string *text = response ? response->asString() : nullptr;
    return text && text->starts_with(mark) ? text : nullptr;
}

Value sealed(const Value &sample, const MasterKey &key, const std::string &context)
{
    const Secret own = domain::newLeadKey();
    Object out;
    for (const char *open : {"id", "step"})
        if (const Value *value = sample.isObject() ? sample.find(open) : nullptr)
            out.append(open, *value);
    out.append("response", std::string(mark) + base64(key.wrap(own, context)) + ':' +
                               base64(domain::seal(own, domain::writeJson(sample), context)));
    return out;
}

std::optional<Value> unsealed(std::string_view text, const MasterKey &key, const std::string &context)
{
    text.remove_prefix(mark.size());
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    const auto wrapped = fromBase64(text.substr(0, colon));
    const auto body = fromBase64(text.substr(colon + 1));
    if (!wrapped || !body)
        return std::nullopt;
    const auto own = key.unwrap(*wrapped, context);
    if (!own)
        return std::nullopt;
    const auto plain = domain::unseal(*own, *body, context);
    if (!plain)
        return std::nullopt;
    auto sample = domain::parseJson(*plain);
    return sample ? std::optional(std::move(*sample)) : std::nullopt;
}

/// The document's samples, if it has any; a draft may be anything.
Array *samplesOf(Value &document)
{
    Value *samples = document.isObject() ? document.asObject()->find("samples") : nullptr;
    return samples ? samples->asArray() : nullptr;
}

} // namespace

Value sealSamples(Value document, const MasterKey &key, const Uuid &workspace)
{
    if (Array *samples = samplesOf(document))
        for (Value &sample : *samples)
            if (!sealedText(sample))
                sample = sealed(sample, key, contextOf(workspace));
    return document;
}

Value unsealSamples(Value document, const MasterKey &key, const Uuid &workspace)
{
    if (Array *samples = samplesOf(document))
        for (Value &sample : *samples) {
            const std::string *text = sealedText(sample);
            if (!text)
                continue;
            if (auto plain = unsealed(*text, key, contextOf(workspace)))
                sample = std::move(*plain);
            else
                qCWarning(logStorage, "a sample of an integration cannot be unsealed");
        }
    return document;
}

domain::MarketDocument sealSamples(domain::MarketDocument document, const MasterKey &key,
                                   const Uuid &workspace)
{
    for (Value &integration : document.integrations)
        integration = sealSamples(std::move(integration), key, workspace);
    return document;
}

domain::MarketDocument unsealSamples(domain::MarketDocument document, const MasterKey &key,
                                     const Uuid &workspace)
{
    for (Value &integration : document.integrations)
        integration = unsealSamples(std::move(integration), key, workspace);
    return document;
}

} // namespace bourse::storage
