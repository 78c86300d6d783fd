#include "storage/suppressionlists.h"
#include "domain/routing/namedlist.h"
#include <QCryptographicHash>
#include <array>
#include <optional>

namespace bourse::storage {

using domain::FieldSpec;
using domain::FieldType;

namespace {
constexpr std::array<std::string_view, 2> kindNames{"email", "phone"};
constexpr std::array<std::string_view, 4> formNames{"plain", "md5", "sha1", "sha256"};
constexpr std::size_t plainHashBytes = 16; // of a keyed hash: nobody can look for collisions without the key

void collect(const FieldSpec &spec, const domain::Value &value, const std::string &path,
             std::vector<PersonValue> &into)
{
    if (spec.type == FieldType::Group) {
        for (const FieldSpec &member : spec.fields)
            if (const domain::Value *inner = value.find(member.key))
                collect(member, *inner, path + "." + member.key, into);
    } else if (spec.type == FieldType::List) {
        const domain::Array *items = value.asArray();
        if (!items || spec.fields.empty())
            return;
        for (std::size_t i = 0; i < items->size(); ++i)
            collect(spec.fields.front(), (*items)[i], path + "[" + std::to_string(i) + "]", into);
    } else if (spec.type == FieldType::Email || spec.type == FieldType::Phone) {
        const bool email = spec.type == FieldType::Email;
        std::string text = value.toText();
        if (email)
            text = domain::foldCase(text);
        if (!text.empty())
            into.push_back({email ? SuppressionKind::Email : SuppressionKind::Phone, path, std::move(text)});
    }
}

std::string digest(SuppressionForm form, std::string_view text)
{
    const auto algorithm = form == SuppressionForm::Md5    ? QCryptographicHash::Md5
                           : form == SuppressionForm::Sha1 ? QCryptographicHash::Sha1
                                                           : QCryptographicHash::Sha256;
    return QCryptographicHash::hash(QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size())),
                                    algorithm)
        .toStdString();
}
} // namespace

std::string_view name(SuppressionKind kind)
{
    return kindNames[static_cast<std::size_t>(kind)];
}

std::string_view name(SuppressionForm form)
{
    return formNames[static_cast<std::size_t>(form)];
}

std::optional<SuppressionKind> suppressionKindFromName(std::string_view name)
{
    for (std::size_t i = 0; i < kindNames.size(); ++i)
        if (kindNames[i] == name)
            return static_cast<SuppressionKind>(i);
    return std::nullopt;
}

std::optional<SuppressionForm> suppressionFormFromName(std::string_view name)
{
    for (std::size_t i = 0; i < formNames.size(); ++i)
        if (formNames[i] == name)
            return static_cast<SuppressionForm>(i);
    return std::nullopt;
}

std::vector<PersonValue> personValues(const domain::FieldSchema &schema, const domain::Object &fields)
{
    std::vector<PersonValue> values;
    for (const FieldSpec &spec : schema.fields)
        if (const domain::Value *value = fields.find(spec.key))
            collect(spec, *value, spec.key, values);
    return values;
}

std::string plainSuppressionHash(const domain::MasterKey &master, SuppressionKind kind,
                                 std::string_view value)
{
    return master.lookupHash("suppress:" + std::string(name(kind)), value).substr(0, plainHashBytes);
}

std::vector<std::string> suppressionHashes(const domain::MasterKey &master, SuppressionForm form,
                                           const PersonValue &value)
{
    if (form == SuppressionForm::Plain)
        return {plainSuppressionHash(master, value.kind, value.value)};
    std::vector<std::string> hashes{digest(form, value.value)};
    if (value.kind == SuppressionKind::Phone && value.value.starts_with('+')) {
        hashes.push_back(digest(form, std::string_view(value.value).substr(1)));
        if (value.value.starts_with("+1") && value.value.size() == 12)
            hashes.push_back(digest(form, std::string_view(value.value).substr(2)));
    }
    return hashes;
}

} // namespace bourse::storage
