// cURL commands: from words to requests, by curl's own rules (curl.1).
#include "domain/integration/wiretext.h"
#include "workbench/import/curloptions.h"
#include "workbench/import/importparts.h"
#include "workbench/import/shellwords.h"
#include <algorithm>
#include <array>
#include <charconv>

namespace bourse::workbench {
namespace {

using curl::Does;
using curl::Option;
using curl::optionLettered;
using curl::optionNamed;

std::string formEncoded(std::string_view text)
{
    // {{name}} stays a place
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t open = text.find("{{", at);
        const std::size_t close = open == std::string_view::npos ? open : text.find("}}", open);
        if (close == std::string_view::npos) {
            domain::appendForm(text.substr(at), out);
            break;
        }
        domain::appendForm(text.substr(at, open - at), out);
        out += text.substr(open, close + 2 - open);
        at = close + 2;
    }
    return out;
}

class CurlCommand {
  public:
    CurlCommand(const ShellCommand &command, std::size_t number, std::size_t total, ImportContext &context)
        : m_command(command), m_context(context),
          m_place(total > 1 ? "command " + std::to_string(number) : "line " + std::to_string(command.line)),
          m_used(command.words.size(), false)
    {
    }

    void read()
    {
        m_used[0] = true; // "curl"
        while (++m_at < m_command.words.size() && !m_context.tooMany) {
            m_used[m_at] = true;
            const std::string &word = m_command.words[m_at];
            if (m_onlyAddresses || word.size() < 2 || !isOption(word)) {
                positional(word);
            } else if (word == "--") {
                m_onlyAddresses = true;
            } else if (longForm(word)) {
                longOption(word);
            } else {
                shortOptions(dashed(word));
            }
        }
        finish();
        m_context.report().dropped +=
            static_cast<std::size_t>(std::count(m_used.begin(), m_used.end(), false));
    }

  private:
    /// The word with the dashes of a word processor as plain ones.
    static std::string dashed(const std::string &word)
    {
        for (const std::string_view dash : {"\u2013", "\u2014", "\u2212"})
            if (word.starts_with(dash)) {
                const std::string rest = word.substr(dash.size());
                // an em dash stood for two; "–d" and "–X" for one
                const bool isLong = rest.size() > 2 && optionNamed(rest.substr(0, rest.find('=')));
                return (isLong ? "--" : "-") + rest;
            }
        return word;
    }
    static bool isOption(const std::string &word) { return dashed(word).starts_with('-'); }
    static bool longForm(const std::string &word) { return dashed(word).starts_with("--"); }

    std::string place(std::string_view option) const { return m_place + ", " + std::string(option); }

    std::optional<std::string> nextWord(std::string_view option)
    {
        if (m_at + 1 < m_command.words.size()) {
            m_used[++m_at] = true;
            return m_command.words[m_at];
        }
        m_context.report().notUnderstood("missing_value", place(option), std::string(option),
                                         ImportText::tr("The option needs a value, and there is none."));
        return std::nullopt;
    }

    void longOption(const std::string &written)
    {
        const std::string word = dashed(written);
        const std::size_t equals = word.find('=');
        const std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
        const Option *option = optionNamed(name);
        if (!option) {
            unknown(word);
            return;
        }
        std::string value;
        if (option->takesValue) {
            if (equals != std::string::npos) {
                // curl itself would not take this; people write it
                value = word.substr(equals + 1);
                m_context.report().note(
                    "equals_sign", place("--" + name), {},
                    ImportText::tr("curl does not take --option=value; it was read as if it "
                                   "did."));
            } else if (auto next = nextWord("--" + name)) {
                value = std::move(*next);
            } else {
                return;
            }
        }
        apply(*option, "--" + std::string(option->name), std::move(value));
    }

    void shortOptions(const std::string &word)
    {
        for (std::size_t i = 1; i < word.size(); ++i) {
            // "-request POST", "-data '…'": a long option with one dash too few
            if (i == 1 && word.size() > 4)
                if (const Option *whole = curl::optionExactly(word.substr(1))) {
                    m_context.report().note("one_dash", place(word), {},
                                            ImportText::tr("A long option with one dash; two were meant."));
                    longOption("--" + std::string(whole->name));
                    return;
                }
            const std::string written = std::string("-") + word[i];
            const Option *option = optionLettered(word[i]);
            if (!option) {
                unknown("-" + word.substr(i));
                return;
            }
            if (!option->takesValue) {
                apply(*option, written, {});
                continue;
            }
            std::string value = word.substr(i + 1);
            if (value.starts_with('=') && option->letter == 'X')
                value.erase(0, 1);
            if (value.empty()) {
                auto next = nextWord(written);
                if (!next)
                    return;
                value = std::move(*next);
            }
            apply(*option, written, std::move(value));
            return;
        }
    }

    void unknown(const std::string &word)
    {
        std::string text = word;
        // its value, if it has one, must not be taken for an address
        const bool more = m_at + 1 < m_command.words.size();
        if (more && word.find('=') == std::string::npos) {
            const std::string &next = m_command.words[m_at + 1];
            if (!isOption(next) && !looksLikeAddress(next)) {
                m_used[++m_at] = true;
                text += ' ' + next;
            }
        }
        if (isSecretName(word.substr(0, word.find('='))))
            text = shortened(word.substr(0, word.find('=')));
        m_context.report().notUnderstood(
            "unknown_flag", place(shortened(word.substr(0, word.find('=')), 40)), shortened(text),
            ImportText::tr("This option of curl is not known here; it was left out."));
    }

    static bool looksLikeAddress(std::string_view word)
    {
        if (word.find("://") != std::string_view::npos || word.starts_with("{{"))
            return true;
        const std::string_view host = word.substr(0, word.find_first_of("/?:"));
        if (host.empty() || host.find_first_of(" \t\n\"'{}<>=,;") != std::string_view::npos)
            return false;
        const std::size_t dot = host.rfind('.');
        return equalsFolded(host, "localhost") ||
               (dot != std::string_view::npos && dot > 0 && dot + 2 <= host.size());
    }

    void positional(const std::string &word)
    {
        if (looksLikeAddress(word)) {
            m_addresses.push_back(word);
            return;
        }
        m_context.report().notUnderstood("stray_word", m_place, shortened(word),
                                         ImportText::tr("This is neither an option nor an address."));
    }

    bool fromFile(std::string_view option, std::string_view value, std::string *content)
    {
        const bool isInput = value == "@-" || value == "-" || value == "@/dev/stdin";
        if (isInput && m_command.hasInput) {
            *content = m_command.standardInput;
            return true;
        }
        m_context.report().notUnderstood(
            "file_not_read", place(option), shortened(value),
            ImportText::tr("The value stands in a file, and files are not read; paste its text instead."));
        return false;
    }

    void data(std::string_view option, std::string value, bool atMeansFile)
    {
        if (atMeansFile && value.starts_with('@')) {
            std::string content;
            m_dataSeen = true;
            if (!fromFile(option, value, &content))
                return;
            if (option == "-d" || option == "--data") // curl takes line ends out of files
                std::erase_if(content, [](char c) { return c == '\n' || c == '\r'; });
            value = std::move(content);
        }
        if (m_dataSeen && !m_data.empty())
            m_data += '&';
        m_dataSeen = true;
        m_data += value;
    }

    void urlEncoded(std::string_view option, const std::string &value, std::string &to, bool *seen)
    {
        const std::size_t mark = value.find_first_of("=@");
        std::string part;
        if (mark == std::string::npos) {
            part = formEncoded(value);
        } else if (value[mark] == '=') {
            part =
                (mark > 0 ? value.substr(0, mark + 1) : std::string()) + formEncoded(value.substr(mark + 1));
        } else {
            std::string content;
            if (seen)
                *seen = true;
            if (!fromFile(option, std::string_view(value).substr(mark), &content))
                return;
            part = (mark > 0 ? value.substr(0, mark) + '=' : std::string()) + formEncoded(content);
        }
        if (!to.empty())
            to += '&';
        to += part;
        if (seen)
            *seen = true;
    }

    void header(std::string_view option, const std::string &value)
    {
        if (value.starts_with('@')) {
            std::string content;
            fromFile(option, value, &content);
            return;
        }
        const std::size_t colon = value.find(':');
        if (colon == std::string::npos) {
            if (value.ends_with(';') && value.size() > 1) { // curl's way to send an empty header
                m_headers.emplace_back(value.substr(0, value.size() - 1), "");
                return;
            }
            m_context.report().notUnderstood("invalid_header", place(option), shortened(value),
                                             ImportText::tr("A header has a colon between name and value."));
            return;
        }
        const std::string name(trimmed(std::string_view(value).substr(0, colon)));
        const std::string text(trimmed(std::string_view(value).substr(colon + 1)));
        if (text.empty()) { // curl's way to leave one of its own headers out
            m_context.report().note("header_removed", place(option), shortened(name),
                                    ImportText::tr("The command takes a header of curl's own away; it is not "
                                                   "sent."));
            std::erase_if(m_headers, [&](const auto &known) { return equalsFolded(known.first, name); });
            return;
        }
        m_headers.emplace_back(name, text);
    }

    void part(std::string_view option, const std::string &value, bool literal)
    {
        const std::size_t equals = value.find('=');
        m_partsSeen = true;
        if (equals == std::string::npos || equals == 0) {
            m_context.report().notUnderstood("no_name", place(option), shortened(value),
                                             ImportText::tr("A part without a name cannot be mapped."));
            return;
        }
        ImportedLeaf leaf;
        leaf.target = value.substr(0, equals);
        leaf.place = place(option) + ' ' + leaf.target;
        std::string content = value.substr(equals + 1);
        if (!literal)
            attributes(option, content, leaf);
        if (!literal && (content.starts_with('@') || content.starts_with('<'))) {
            std::string text;
            if (content == "<-" && m_command.hasInput) {
                leaf.value = m_command.standardInput;
            } else {
                fromFile(option, content, &text);
                if (content.starts_with('@') && leaf.fileName.empty())
                    leaf.fileName = content.substr(content.find_last_of("@/\\") + 1);
            }
            m_context.add(m_parts, std::move(leaf));
            return;
        }
        if (!literal && content.size() > 1 && content.starts_with('"') && content.ends_with('"'))
            content = content.substr(1, content.size() - 2);
        leaf.value = std::move(content);
        m_context.add(m_parts, std::move(leaf));
    }

    /// ";type=…;filename=…" behind a part's content.
    void attributes(std::string_view option, std::string &content, ImportedLeaf &leaf)
    {
        std::size_t from = 0;
        if (content.starts_with('"')) { // a ; in quotes is content
            const std::size_t close = content.find('"', 1);
            from = close == std::string::npos ? 0 : close;
        }
        for (std::size_t at = content.rfind(';'); at != std::string::npos && at >= from && at > 0;
             at = content.rfind(';')) {
            const std::string attribute(trimmed(std::string_view(content).substr(at + 1)));
            if (attribute.starts_with("type=")) {
                leaf.contentType = attribute.substr(5);
            } else if (attribute.starts_with("filename=")) {
                leaf.fileName = attribute.substr(9);
                std::erase(leaf.fileName, '"');
            } else if (attribute.starts_with("headers=") || attribute.starts_with("encoder=")) {
                m_context.report().notUnderstood(
                    "part_attribute", place(option), shortened(attribute),
                    ImportText::tr("This attribute of a single part is not kept."));
            } else {
                return;
            }
            content.erase(at);
        }
    }

    void apply(const Option &option, const std::string &written, std::string value)
    {
        ImportReport &report = m_context.report();
        switch (option.does) {
        case Does::Url:
            m_addresses.push_back(std::move(value));
            break;
        case Does::UrlQuery:
            urlEncoded(written, value.starts_with('+') ? value.substr(1) : value, m_query, nullptr);
            break;
        case Does::Data:
        case Does::DataBinary:
            data(written, std::move(value), true);
            break;
        case Does::DataRaw:
            data(written, std::move(value), false);
            break;
        case Does::DataUrlencode:
            urlEncoded(written, value, m_data, &m_dataSeen);
            break;
        case Does::Json: {
            std::string content = value;
            if (value.starts_with('@') && !fromFile(written, value, &content))
                content.clear();
            m_data += content; // several are joined without a mark
            m_dataSeen = true;
            m_json = true;
            break;
        }
        case Does::Form:
        case Does::FormString:
            part(written, value, option.does == Does::FormString);
            break;
        case Does::Get:
            m_get = true;
            break;
        case Does::Head:
            m_head = true;
            break;
        case Does::Method:
            m_method = value;
            break;
        case Does::Header:
            header(written, value);
            break;
        case Does::User: {
            const std::size_t colon = value.find(':');
            m_user = value.substr(0, colon);
            m_password = colon == std::string::npos ? std::string() : value.substr(colon + 1);
            if (colon == std::string::npos)
                report.note("no_password", place(written), {},
                            ImportText::tr("curl would ask for the password; set it as a secret."));
            break;
        }
        case Does::Bearer:
            m_bearer = value;
            break;
        case Does::Digest:
            m_auth = ImportedAuthKind::Digest;
            m_authLabel = "digest";
            break;
        case Does::Basic:
            break;
        case Does::OtherAuth:
            m_auth = ImportedAuthKind::Other;
            m_authLabel = std::string(option.name);
            break;
        case Does::SigV4:
            m_auth = ImportedAuthKind::AwsSigV4;
            m_authLabel = value;
            break;
        case Does::Cookie:
            if (value.find('=') == std::string::npos) {
                std::string content;
                fromFile(written, value, &content);
            } else {
                m_headers.emplace_back("Cookie", value);
            }
            break;
        case Does::Agent:
            if (value.empty())
                report.note("header_removed", place(written), "User-Agent",
                            ImportText::tr("The command takes a header of curl's own away; it is not sent."));
            else
                m_headers.emplace_back("User-Agent", value);
            break;
        case Does::Referer: {
            const std::size_t automatic = value.find(";auto");
            if (automatic != std::string::npos)
                report.note("redirects", place(written), value,
                            ImportText::tr("Redirects are never followed."));
            if (automatic != 0)
                m_headers.emplace_back("Referer", value.substr(0, automatic));
            break;
        }
        case Does::Upload: {
            std::string content;
            m_upload = true;
            if (fromFile(written, value, &content))
                data(written, content, false);
            break;
        }
        case Does::Insecure:
            report.note("insecure", place(written), written,
                        ImportText::tr("The command does not check the server's certificate; Bourse always "
                                       "does, or pins the key."));
            break;
        case Does::Compressed:
            report.note("compressed", place(written), written,
                        ImportText::tr("The answer is asked for uncompressed."));
            break;
        case Does::Redirects:
            report.note("redirects", place(written), written,
                        ImportText::tr("Redirects are never followed."));
            break;
        case Does::TimeLimit:
        case Does::ConnectTimeout:
            timeLimit(option, written, value);
            break;
        case Does::Certificate: {
            const std::size_t colon = value.rfind(':');
            if (colon != std::string::npos && colon > 1) {
                addAuth("passphrase", value.substr(colon + 1), "certificate_passphrase", place(written));
                value.erase(colon);
            }
            clientCertificate(written, value);
            break;
        }
        case Does::CertificatePart:
            clientCertificate(written, value);
            break;
        case Does::PassPhrase:
            addAuth("passphrase", value, "certificate_passphrase", place(written));
            break;
        case Does::Next:
            finish();
            break;
        case Does::Proxy: {
            const std::size_t at = value.rfind('@');
            const bool hidden = written == "-U" || written == "--proxy-user";
            report.notUnderstood(
                "proxy", place(written),
                hidden ? std::string() : shortened(at == std::string::npos ? value : value.substr(at + 1)),
                ImportText::tr("A proxy is a setting of the machine, not of an integration."));
            break;
        }
        case Does::Config:
            report.notUnderstood(
                "file_not_read", place(written), shortened(value),
                ImportText::tr("Further options stand in a file, and files are not read; paste "
                               "its text instead."));
            break;
        case Does::Ignored:
            report.note("tool_flag", place(written), shortened(written + (value.empty() ? "" : " ") + value),
                        ImportText::tr("This option is about curl itself, not about the request."));
            break;
        case Does::Range:
        case Does::Refused:
            report.notUnderstood("unsupported_flag", place(written),
                                 shortened(written + (value.empty() ? "" : " ") + value),
                                 ImportText::tr("An integration cannot say this; it was left out."));
            break;
        }
    }

    void timeLimit(const Option &option, const std::string &written, const std::string &value)
    {
        // seconds, with or without a fraction
        std::int64_t whole = 0;
        const auto read = std::from_chars(value.data(), value.data() + value.size(), whole);
        std::int64_t milliseconds = -1;
        if (read.ec == std::errc() && whole >= 0 && whole <= 600) {
            milliseconds = whole * 1000;
            std::string_view rest(read.ptr, static_cast<std::size_t>(value.data() + value.size() - read.ptr));
            if (rest.starts_with('.')) {
                int scale = 100;
                for (const char c : rest.substr(1)) {
                    if (c < '0' || c > '9') {
                        milliseconds = -1;
                        break;
                    }
                    milliseconds += (c - '0') * scale;
                    scale /= 10;
                }
            } else if (!rest.empty()) {
                milliseconds = -1;
            }
        }
        if (milliseconds <= 0 || milliseconds > 600'000) {
            m_context.report().notUnderstood("time_limit", place(written), shortened(value),
                                             ImportText::tr("A time limit is at most ten minutes."));
            return;
        }
        if (option.does == Does::ConnectTimeout) {
            m_context.report().note(
                "connect_timeout", place(written), shortened(value),
                ImportText::tr("Only the total time is limited, not that of connecting."));
            return;
        }
        m_timeLimitMs = static_cast<int>(milliseconds);
        ++m_context.report().read;
    }

    void clientCertificate(const std::string &written, const std::string &value)
    {
        m_context.report().notUnderstood(
            "tls_option", place(written), shortened(value),
            ImportText::tr(
                "A certificate or key stands in a file, and files are not read; its text goes into the "
                "secret."));
        if (written == "-E" || written == "--cert")
            m_clientCertificate = true;
    }

    void addAuth(const char *name, const std::string &value, const char *secret, const std::string &at)
    {
        ImportedLeaf leaf;
        leaf.target = name;
        leaf.value = value;
        leaf.place = at;
        leaf.secret = secret ? secret : "";
        m_context.add(m_authValues, std::move(leaf));
    }

    void credentials(ImportedRequest &request)
    {
        if (m_bearer) {
            request.auth.kind = ImportedAuthKind::Bearer;
            request.auth.label = "bearer";
            addAuth("token", *m_bearer, "bearer_token", place("--oauth2-bearer"));
        } else if (m_user) {
            request.auth.kind = m_auth == ImportedAuthKind::None ? ImportedAuthKind::Basic : m_auth;
            request.auth.label = m_authLabel.empty() ? "basic" : m_authLabel;
            if (request.auth.kind == ImportedAuthKind::AwsSigV4) {
                addAuth("access_key", *m_user, "aws_access_key", place("-u"));
                addAuth("secret_key", m_password, "aws_secret_key", place("-u"));
            } else {
                addAuth("user", *m_user, nullptr, place("-u"));
                addAuth("password", m_password, "password", place("-u"));
            }
        } else if (m_auth != ImportedAuthKind::None) {
            request.auth.kind = m_auth;
            request.auth.label = m_authLabel;
        }
        if (request.auth.kind == ImportedAuthKind::AwsSigV4)
            awsScope(m_authLabel);
        request.auth.clientCertificate = m_clientCertificate;
        if (request.auth.kind == ImportedAuthKind::None && m_clientCertificate) {
            request.auth.kind = ImportedAuthKind::MutualTls;
            request.auth.label = "client certificate";
        }
        request.auth.values.insert(request.auth.values.end(), m_authValues.begin(), m_authValues.end());
    }

    /// "aws:amz:us-east-1:execute-api": providers, region, service; the last two may be left to the address.
    void awsScope(std::string_view scope)
    {
        std::vector<std::string> parts;
        while (!scope.empty()) {
            const std::size_t end = std::min(scope.find(':'), scope.size());
            parts.emplace_back(scope.substr(0, end));
            scope.remove_prefix(std::min(end + 1, scope.size()));
        }
        const bool known = !parts.empty() && equalsFolded(parts[0], "aws");
        if (!known)
            m_context.report().notUnderstood("unknown_provider", place("--aws-sigv4"),
                                             parts.empty() ? std::string() : shortened(parts[0]),
                                             ImportText::tr("Only the signature of AWS itself is known."));
        addAuth("region", parts.size() > 2 ? parts[2] : "", nullptr, place("--aws-sigv4"));
        addAuth("service", parts.size() > 3 ? parts[3] : "", nullptr, place("--aws-sigv4"));
    }

    std::string method() const
    {
        if (!m_method.empty())
            return m_method;
        return m_head                                ? "HEAD"
               : m_get                               ? "GET"
               : m_dataSeen || m_partsSeen || m_json ? "POST"
               : m_upload                            ? "PUT"
                                                     : "GET";
    }

    /// What was gathered becomes a request; after --next it begins anew.
    void finish()
    {
        const bool anything = m_dataSeen || m_partsSeen || !m_headers.empty();
        if (m_addresses.empty() && !anything) {
            if (m_command.words.size() > 1)
                m_context.report().notUnderstood("no_address", m_place, {},
                                                 ImportText::tr("The command names no address."));
            reset();
            return;
        }
        if (m_addresses.empty()) {
            m_context.report().notUnderstood("no_address", m_place, {},
                                             ImportText::tr("The command names no address."));
            m_addresses.emplace_back();
        }
        for (const std::string &address : m_addresses) {
            ImportedRequest request;
            request.place = m_place;
            request.name = m_command.title;
            request.method = method();
            readUrl(address, m_place, request, m_context);
            if (!m_query.empty())
                readForm(m_query, place("--url-query"), request.query, m_context);
            for (const auto &[name, value] : m_headers)
                readHeader(name, value, m_place, request, m_context);
            if (m_user || m_bearer || m_clientCertificate || m_auth != ImportedAuthKind::None ||
                !m_authValues.empty())
                credentials(request);
            body(request);
            request.timeLimitMs = m_timeLimitMs;
            m_context.add(std::move(request));
        }
        reset();
    }

    void body(ImportedRequest &request)
    {
        const std::string type = request.body.contentType;
        if (m_partsSeen) {
            request.body.kind = ImportedBodyKind::Multipart;
            request.body.contentType.clear(); // its boundary is of that one request
            request.body.leaves = m_parts;
            if (m_dataSeen)
                m_context.report().notUnderstood(
                    "two_bodies", m_place, shortened(m_data),
                    ImportText::tr("A request has one body: -F was taken, -d left out."));
            return;
        }
        if (!m_dataSeen) {
            if (!type.empty()) {
                // without a body it says nothing, but the buyer may look at it
                ImportedLeaf leaf;
                leaf.target = "Content-Type";
                leaf.value = type;
                leaf.place = m_place;
                request.headers.push_back(std::move(leaf));
                request.body.contentType.clear();
            }
            return;
        }
        if (m_get) {
            readForm(m_data, place("-G"), request.query, m_context);
            return;
        }
        if (m_json) {
            request.body =
                readBody(m_data, type.empty() ? "application/json" : type, place("--json"), m_context);
            if (request.body.kind == ImportedBodyKind::Json && type.empty())
                request.body.contentType.clear();
            if (!std::any_of(request.headers.begin(), request.headers.end(),
                             [](const ImportedLeaf &leaf) { return equalsFolded(leaf.target, "Accept"); })) {
                ImportedLeaf accept;
                accept.target = "Accept";
                accept.value = "application/json";
                accept.place = place("--json");
                request.headers.push_back(std::move(accept));
            }
            return;
        }
        // what curl itself would say
        request.body = readBody(m_data, type.empty() ? "application/x-www-form-urlencoded" : type,
                                place("-d"), m_context);
        if (type.empty())
            request.body.contentType.clear();
    }

    void reset()
    {
        m_addresses.clear();
        m_data.clear();
        m_query.clear();
        m_headers.clear();
        m_parts.clear();
        m_authValues.clear();
        m_method.clear();
        m_user.reset();
        m_bearer.reset();
        m_password.clear();
        m_auth = ImportedAuthKind::None;
        m_authLabel.clear();
        m_timeLimitMs.reset();
        m_dataSeen = m_partsSeen = m_get = m_head = m_json = m_upload = m_onlyAddresses =
            m_clientCertificate = false;
    }

    const ShellCommand &m_command;
    ImportContext &m_context;
    std::string m_place;
    std::vector<bool> m_used; ///< by word: the audit
    std::size_t m_at = 0;

    std::vector<std::string> m_addresses;
    std::string m_data;
    std::string m_query;
    std::vector<std::pair<std::string, std::string>> m_headers;
    std::vector<ImportedLeaf> m_parts;
    std::vector<ImportedLeaf> m_authValues;
    std::string m_method;
    std::optional<std::string> m_user;
    std::optional<std::string> m_bearer;
    std::string m_password;
    ImportedAuthKind m_auth = ImportedAuthKind::None;
    std::string m_authLabel;
    std::optional<int> m_timeLimitMs;
    bool m_dataSeen = false;
    bool m_partsSeen = false;
    bool m_get = false;
    bool m_head = false;
    bool m_json = false;
    bool m_upload = false;
    bool m_clientCertificate = false;
    bool m_onlyAddresses = false;
};

} // namespace

Result<void> readCurl(std::string_view text, ImportContext &context)
{
    const std::vector<ShellCommand> commands = shellCommands(text, "curl", context);
    if (commands.empty())
        return Error{"no_request", {}, "curl …", "There is no cURL command in the text."};
    for (std::size_t i = 0; i < commands.size(); ++i)
        CurlCommand(commands[i], i + 1, commands.size(), context).read();
    return {};
}

} // namespace bourse::workbench
