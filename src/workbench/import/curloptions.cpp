#include "workbench/import/curloptions.h"

namespace bourse::workbench::curl {

namespace {

constexpr Option kOptions[] = {
    {"url", 0, true, Does::Url},
    {"url-query", 0, true, Does::UrlQuery},
    {"data", 'd', true, Does::Data},
    {"data-ascii", 0, true, Does::Data},
    {"data-raw", 0, true, Does::DataRaw},
    {"data-binary", 0, true, Does::DataBinary},
    {"data-urlencode", 0, true, Does::DataUrlencode},
    {"json", 0, true, Does::Json},
    {"form", 'F', true, Does::Form},
    {"form-string", 0, true, Does::FormString},
    {"get", 'G', false, Does::Get},
    {"head", 'I', false, Does::Head},
    {"request", 'X', true, Does::Method},
    {"header", 'H', true, Does::Header},
    {"user", 'u', true, Does::User},
    {"oauth2-bearer", 0, true, Does::Bearer},
    {"digest", 0, false, Does::Digest},
    {"basic", 0, false, Does::Basic},
    {"ntlm", 0, false, Does::OtherAuth},
    {"negotiate", 0, false, Does::OtherAuth},
    {"anyauth", 0, false, Does::OtherAuth},
    {"aws-sigv4", 0, true, Does::SigV4},
    {"cookie", 'b', true, Does::Cookie},
    {"user-agent", 'A', true, Does::Agent},
    {"referer", 'e', true, Does::Referer},
    {"upload-file", 'T', true, Does::Upload},
    {"insecure", 'k', false, Does::Insecure},
    {"compressed", 0, false, Does::Compressed},
    {"location", 'L', false, Does::Redirects},
    {"location-trusted", 0, false, Does::Redirects},
    {"max-redirs", 0, true, Does::Ignored},
    {"post301", 0, false, Does::Redirects},
    {"post302", 0, false, Does::Redirects},
    {"post303", 0, false, Does::Redirects},
    {"max-time", 'm', true, Does::TimeLimit},
    {"connect-timeout", 0, true, Does::ConnectTimeout},
    {"cert", 'E', true, Does::Certificate},
    {"cert-type", 0, true, Does::CertificatePart},
    {"key", 0, true, Does::CertificatePart},
    {"key-type", 0, true, Does::CertificatePart},
    {"cacert", 0, true, Does::CertificatePart},
    {"capath", 0, true, Does::CertificatePart},
    {"pinnedpubkey", 0, true, Does::CertificatePart},
    {"pass", 0, true, Does::PassPhrase},
    {"next", ':', false, Does::Next},
    {"range", 'r', true, Does::Range},
    {"proxy", 'x', true, Does::Proxy},
    {"proxy-user", 'U', true, Does::Proxy},
    {"preproxy", 0, true, Does::Proxy},
    {"socks5", 0, true, Does::Proxy},
    {"socks5-hostname", 0, true, Does::Proxy},
    {"noproxy", 0, true, Does::Ignored},
    {"config", 'K', true, Does::Config},
    {"silent", 's', false, Does::Ignored},
    {"show-error", 'S', false, Does::Ignored},
    {"verbose", 'v', false, Does::Ignored},
    {"include", 'i', false, Does::Ignored},
    {"show-headers", 0, false, Does::Ignored},
    {"fail", 'f', false, Does::Ignored},
    {"fail-with-body", 0, false, Does::Ignored},
    {"fail-early", 0, false, Does::Ignored},
    {"globoff", 'g', false, Does::Ignored},
    {"no-buffer", 'N', false, Does::Ignored},
    {"progress-bar", '#', false, Does::Ignored},
    {"no-progress-meter", 0, false, Does::Ignored},
    {"disable", 'q', false, Does::Ignored},
    {"output", 'o', true, Does::Ignored},
    {"output-dir", 0, true, Does::Ignored},
    {"remote-name", 'O', false, Does::Ignored},
    {"remote-header-name", 'J', false, Does::Ignored},
    {"dump-header", 'D', true, Does::Ignored},
    {"cookie-jar", 'c', true, Does::Ignored},
    {"junk-session-cookies", 'j', false, Does::Ignored},
    {"write-out", 'w', true, Does::Ignored},
    {"trace", 0, true, Does::Ignored},
    {"trace-ascii", 0, true, Does::Ignored},
    {"trace-time", 0, false, Does::Ignored},
    {"stderr", 0, true, Does::Ignored},
    {"retry", 0, true, Does::Ignored},
    {"retry-delay", 0, true, Does::Ignored},
    {"retry-max-time", 0, true, Does::Ignored},
    {"retry-connrefused", 0, false, Does::Ignored},
    {"retry-all-errors", 0, false, Does::Ignored},
    {"keepalive-time", 0, true, Does::Ignored},
    {"no-keepalive", 0, false, Does::Ignored},
    {"http0.9", 0, false, Does::Ignored},
    {"http1.0", '0', false, Does::Ignored},
    {"http1.1", 0, false, Does::Ignored},
    {"http2", 0, false, Does::Ignored},
    {"http2-prior-knowledge", 0, false, Does::Ignored},
    {"http3", 0, false, Does::Ignored},
    {"tlsv1", '1', false, Does::Ignored},
    {"sslv2", '2', false, Does::Ignored},
    {"sslv3", '3', false, Does::Ignored},
    {"ssl", 0, false, Does::Ignored},
    {"ssl-reqd", 0, false, Does::Ignored},
    {"tlsv1.0", 0, false, Does::Ignored},
    {"tlsv1.1", 0, false, Does::Ignored},
    {"tlsv1.2", 0, false, Does::Ignored},
    {"tlsv1.3", 0, false, Does::Ignored},
    {"tls-max", 0, true, Does::Ignored},
    {"ciphers", 0, true, Does::Ignored},
    {"ipv4", '4', false, Does::Ignored},
    {"ipv6", '6', false, Does::Ignored},
    {"raw", 0, false, Does::Ignored},
    {"path-as-is", 0, false, Does::Ignored},
    {"tcp-nodelay", 0, false, Does::Ignored},
    {"create-dirs", 0, false, Does::Ignored},
    {"parallel", 'Z', false, Does::Ignored},
    {"limit-rate", 0, true, Does::Ignored},
    {"speed-limit", 'Y', true, Does::Ignored},
    {"speed-time", 'y', true, Does::Ignored},
    {"ssl-no-revoke", 0, false, Does::Ignored},
    {"styled-output", 0, false, Does::Ignored},
    {"resolve", 0, true, Does::Refused},
    {"connect-to", 0, true, Does::Refused},
    {"interface", 0, true, Does::Refused},
    {"unix-socket", 0, true, Does::Refused},
    {"request-target", 0, true, Does::Refused},
    {"time-cond", 'z', true, Does::Refused},
    {"proto", 0, true, Does::Ignored},
    {"proto-default", 0, true, Does::Ignored},
    {"netrc", 'n', false, Does::Refused},
    {"netrc-file", 0, true, Does::Refused},
    {"netrc-optional", 0, false, Does::Refused},
    {"proxy-header", 0, true, Does::Refused},
    {"quote", 'Q', true, Does::Refused},
    {"ftp-port", 'P', true, Does::Refused},
    {"telnet-option", 't', true, Does::Refused},
    {"continue-at", 'C', true, Does::Refused},
    {"use-ascii", 'B', false, Does::Ignored},
    {"list-only", 'l', false, Does::Ignored},
    {"append", 'a', false, Does::Ignored},
    {"manual", 'M', false, Does::Ignored},
    {"proxytunnel", 'p', false, Does::Ignored},
    {"remote-time", 'R', false, Does::Ignored},
    {"version", 'V', false, Does::Ignored},
};

} // namespace

const Option *optionExactly(std::string_view name)
{
    for (const Option &option : kOptions)
        if (option.name == name)
            return &option;
    return nullptr;
}

const Option *optionNamed(std::string_view name)
{
    if (const Option *option = optionExactly(name))
        return option;
    if (name.starts_with("no-"))
        if (const Option *positive = optionNamed(name.substr(3)); positive && !positive->takesValue)
            return positive;
    // curl takes a beginning that fits one option alone
    const Option *found = nullptr;
    for (const Option &option : kOptions) {
        if (name.size() < 3 || !option.name.starts_with(name))
            continue;
        if (found)
            return nullptr;
        found = &option;
    }
    return found;
}

const Option *optionLettered(char letter)
{
    for (const Option &option : kOptions)
        if (option.letter != 0 && option.letter == letter)
            return &option;
    return nullptr;
}

} // namespace bourse::workbench::curl
