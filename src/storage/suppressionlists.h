#pragma once
// Suppression lists as the writer asks them: which lists a workspace has, and what of a lead's values is
// looked up in each. Private to this room.
#include "base/uuid.h"
#include "domain/lead/fieldschema.h"
#include "domain/lead/sealing.h"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bourse::storage {

enum class SuppressionKind { Email, Phone };
enum class SuppressionForm { Plain, Md5, Sha1, Sha256 };
std::string_view name(SuppressionKind kind);
std::string_view name(SuppressionForm form);
std::optional<SuppressionKind> suppressionKindFromName(std::string_view name);
std::optional<SuppressionForm> suppressionFormFromName(std::string_view name);

struct SuppressionListInfo {
    int id = 0;
    std::string slug;
    std::string buyer; ///< slug; empty = everybody's
    SuppressionKind kind = SuppressionKind::Email;
    SuppressionForm form = SuppressionForm::Plain;
};

/// An e-mail address or phone number of a lead, wherever in it it is, in its normal form.
struct PersonValue {
    SuppressionKind kind = SuppressionKind::Email;
    std::string field; ///< path: "email", "drivers[0].phone"
    std::string value;
};
std::vector<PersonValue> personValues(const domain::FieldSchema &schema, const domain::Object &fields);

/// What is stored of an entry of a plain list; `value` is normal: a lower-case e-mail address, an E.164
/// number.
std::string plainSuppressionHash(const domain::MasterKey &master, SuppressionKind kind,
                                 std::string_view value);
/// Digests that a list of that form may hold a value under: e-mail addresses in lower case; phone numbers as
/// E.164, as its digits with the country's, and without where that is 1.
std::vector<std::string> suppressionHashes(const domain::MasterKey &master, SuppressionForm form,
                                           const PersonValue &value);

} // namespace bourse::storage
