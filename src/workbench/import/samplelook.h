#pragma once
// What a sample value looks like, and the form that it or a specification's words ask for.
#include "domain/json/value.h"
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bourse::workbench {

enum class Look {
    Nothing, ///< empty or a placeholder
    Email,
    Phone,
    PostalCode,
    StateCode,
    StateName,
    Date,
    DateTime,
    Boolean,
    Uuid,
    IpAddress,
    Url,
    Certificate, ///< TrustedForm's URL
    UserAgent,
    Hash, ///< 32, 40 or 64 hexadecimal digits
    Number,
    Text,
};
Look lookOf(std::string_view sample);

/// The strftime pattern that the sample is written in ("%m/%d/%Y"); "epoch_s" and "epoch_ms" for seconds and
/// milliseconds since 1970; "" where it is no date. Day and month are told apart where that can be seen, else
/// the month comes first.
std::string dateFormatOf(std::string_view sample);
/// As above from a specification's words: "MM/DD/YYYY", "Y-m-d", "ISO 8601", "Unix timestamp".
std::string dateFormatIn(std::string_view words);

/// How yes and no are written, from allowed values and their meaning, a sample, or words ("Y/N").
std::optional<std::pair<domain::Value, domain::Value>> yesAndNo(const std::vector<std::string> &allowed,
                                                                const std::vector<std::string> &labels,
                                                                const domain::Value &sample,
                                                                std::string_view words);
/// "national", "e164", "international", "dashed", "parentheses", or "" where nothing tells.
std::string phoneFormOf(std::string_view sample, std::string_view words);

} // namespace bourse::workbench
