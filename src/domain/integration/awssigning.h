#pragma once
// AWS Signature Version 4 (Signature Version 4 signing process, AWS General Reference), header and query
// form.
#include "domain/integration/integration.h"

namespace bourse::domain {

struct AwsRequest {
    std::string_view method;
    std::string_view path;  ///< as sent
    std::string_view query; ///< as sent, without '?'
    Headers headers;        ///< all that are sent, Host included
    std::string_view body;
};

struct AwsOptions {
    std::string service;
    std::string region;
    std::string accessKey;
    std::string_view secretKey;
    std::string sessionToken; ///< empty: none
    UtcTime time{};
    bool inQuery = false;      ///< a pre-signed URL
    std::int64_t expires = 0;  ///< seconds; of the query form
    bool normalizePath = true; ///< dot segments and double slashes; S3 does not
    bool encodePath = true;    ///< each byte of the path as sent is encoded once more; S3 does not
    bool bodyHeader = false;   ///< adds X-Amz-Content-Sha256 (S3 demands it)
    bool signToken = true;     ///< false: the session token is added after the signature was made
};

struct AwsSignature {
    std::string canonicalRequest;
    std::string stringToSign;
    std::string signature; ///< hex
    Headers headers;       ///< to append
    std::string query;     ///< to append, already escaped; header form: empty
};

/// Pure. The secret key stands in none of the texts.
AwsSignature awsSign(const AwsRequest &request, const AwsOptions &options);

} // namespace bourse::domain
