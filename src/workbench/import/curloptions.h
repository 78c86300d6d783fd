#pragma once
// curl's options (curl.1): their names and letters, and what each means for the request. Private to the
// import room.
#include <string_view>

namespace bourse::workbench::curl {

/// What an option means for the request that curl would send.
enum class Does {
    Url,
    UrlQuery,
    Data,
    DataRaw,
    DataBinary,
    DataUrlencode,
    Json,
    Form,
    FormString,
    Get,
    Head,
    Method,
    Header,
    User,
    Bearer,
    Digest,
    Basic,
    OtherAuth,
    SigV4,
    Cookie,
    Agent,
    Referer,
    Upload,
    Insecure,
    Compressed,
    Redirects,
    TimeLimit,
    ConnectTimeout,
    Certificate,
    CertificatePart, ///< --key, --cacert: files
    PassPhrase,
    Next,
    Range,
    Proxy,
    Config,
    Ignored, ///< what curl prints or where to: of no meaning here
    Refused, ///< changes what is sent in a way that cannot be kept
};

struct Option {
    std::string_view name;
    char letter;
    bool takesValue;
    Does does;
};

/// By its long name, a beginning of it that fits no other, or "no-" before a switch; nullptr for an unknown
/// one.
const Option *optionNamed(std::string_view name);
/// By its long name alone; nullptr for any other.
const Option *optionExactly(std::string_view name);
/// By its letter; nullptr for an unknown one.
const Option *optionLettered(char letter);

} // namespace bourse::workbench::curl
