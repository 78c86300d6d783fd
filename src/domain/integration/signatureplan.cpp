// From a recipe to a signature.
#include "domain/integration/signatureplan.h"
#include "domain/integration/signature.h"
#include "domain/integration/signaturetime.h"
#include <algorithm>

namespace bourse::domain {

std::unique_ptr<SignaturePlan> SignaturePlan::compile(ObjectReader &reader, CompileContext &compile)
{
    Problems &problems = compile.problems;
    auto plan = std::make_unique<SignaturePlan>();
    plan->m_path = reader.path();
    plan->m_id = reader.text("id");
    const bool message = reader.choice("scheme", {"recipe", "http_message_signature"}) != "recipe";
    plan->m_isMessage = message;

    const std::string algorithm =
        reader.choice("algorithm", {"hmac-sha256", "hmac-sha512", "hmac-sha384", "hmac-sha1", "hmac-md5",
                                    "sha256", "sha512", "sha384", "sha1", "md5", "ed25519", "rsa-sha256",
                                    "rsa-sha512", "rsa-pss-sha512", "ecdsa-p256-sha256"});
    plan->m_algorithm = algorithm;
    plan->m_keyPair = keyAlgorithmFromName(algorithm);
    if (!plan->m_keyPair) {
        const bool hmac = algorithm.starts_with("hmac-");
        plan->m_digest = digestFromName(hmac ? algorithm.substr(5) : algorithm);
        plan->m_keyed = hmac;
    }
    if (plan->m_keyed || plan->m_keyPair) {
        plan->m_secret = reader.requireText("secret");
        if (!plan->m_secret.empty())
            compile.secrets.insert(plan->m_secret);
    }
    plan->m_secretEncoding =
        reader.choice("secret_encoding", {"text", "hex", "base64", "base64url", "whsec", "pem"});
    if (!plan->m_keyPair && plan->m_secretEncoding == "pem")
        problems.add("not_a_choice", reader.pathOf("secret_encoding"), "text, hex, base64, base64url, whsec",
                     "A PEM is the key of an algorithm with a key pair.");
    plan->m_rawEcdsa = message; // RFC 9421, 3.3.4
    plan->m_tolerance = std::chrono::seconds(reader.integer("tolerance_s", 300, 0, 31'536'000));
    reader.text("note");
    if (message) {
        plan->m_label = reader.text("label", "sig1");
        // RFC 8941, 3.1.2: a key
        const bool fine =
            !plan->m_label.empty() &&
            plan->m_label.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-.*") ==
                std::string::npos &&
            (plan->m_label.front() == '*' || (plan->m_label.front() >= 'a' && plan->m_label.front() <= 'z'));
        if (!fine)
            problems.add("invalid_target", reader.pathOf("label"), "a-z 0-9 _ - . *",
                         "The label may have only small letters, digits and _-.*");
        reader.require("components");
        if (const Array *list = reader.array("components"))
            for (std::size_t i = 0; i < list->size() && i < kMaxSignatureParts; ++i) {
                const std::string name = (*list)[i].toText();
                static const Headers kNothing;
                // Every component that can be read of some request can be compiled.
                const auto probe =
                    signatureBase({"GET", "https://h.example/?a=b", &kNothing, 200}, {name}, "()");
                if (!probe && probe.error().code != "missing_header")
                    problems.take(probe.errors(),
                                  reader.pathOf("components") + '[' + std::to_string(i) + ']');
                plan->m_components.push_back(name);
            }
        plan->m_created = reader.boolean("created", true);
        plan->m_expires = reader.integer("expires_s", 0, 0, 31'536'000);
        plan->m_includeAlgorithm = reader.boolean("include_alg", false);
        const auto text = [&](const char *key) -> std::optional<Template> {
            if (!reader.get(key))
                return std::nullopt;
            return Template::compile(reader.text(key), reader.pathOf(key), compile);
        };
        plan->m_keyId = text("keyid");
        plan->m_nonce = text("nonce");
        plan->m_tag = text("tag");
        plan->m_header = "Signature";
        return plan;
    }

    plan->m_output = reader.choice("output", {"hex", "hex_upper", "base64", "base64url"});
    plan->m_rawEcdsa = reader.choice("ecdsa_form", {"der", "raw"}) == "raw";
    const bool hasId = !plan->m_id.empty();
    if (reader.get("query"))
        plan->m_query = reader.requireText("query");
    else if (!hasId || reader.get("header"))
        plan->m_header = reader.requireText("header");
    if (!plan->m_query.empty() && reader.get("header"))
        problems.add("target_conflict", reader.pathOf("query"), "header or query",
                     "A signature goes into a header or into the query, not into both.");
    if (!plan->m_header.empty() && !isHeaderName(plan->m_header))
        problems.add("invalid_target", reader.pathOf("header"), "RFC 9110 token",
                     "\"" + plan->m_header + "\" is not a header's name.");
    if (const Value *value = reader.get("timestamp")) {
        ObjectReader time(*value, reader.pathOf("timestamp"), problems);
        plan->m_timeUnit = time.choice("unit", {"s", "ms", "iso", "iso_s", "http", "basic", "date"});
        plan->m_timeHeader = time.text("header");
        plan->m_timeQuery = time.text("query");
        if (time.get("pattern")) {
            auto pattern = Regex::compile(time.requireText("pattern"));
            if (pattern)
                plan->m_timePattern = std::move(*pattern);
            else
                problems.take(pattern.errors(), time.pathOf("pattern"));
        }
        if (!plan->m_timeHeader.empty() && !isHeaderName(plan->m_timeHeader))
            problems.add("invalid_target", time.pathOf("header"), "RFC 9110 token",
                         "\"" + plan->m_timeHeader + "\" is not a header's name.");
        time.finish();
    }
    plan->m_secretBefore = reader.text("secret_before");
    plan->m_secretAfter = reader.text("secret_after");
    plan->m_truncate = static_cast<std::size_t>(reader.integer("truncate", 0, 0, 64));
    plan->m_separator = reader.text("separator");
    plan->m_before = compileSignatureText(reader, "before", plan->m_timeUnit, compile);
    plan->m_after = compileSignatureText(reader, "after", plan->m_timeUnit, compile);
    plan->m_derive = compileSignatureParts(reader, "derive", plan->m_timeUnit, compile);
    if (plan->m_keyPair && !plan->m_derive.empty())
        problems.add("not_available", reader.pathOf("derive"), "hmac algorithms",
                     "Only the key of an HMAC can be derived.");
    reader.require("parts");
    plan->m_parts = compileSignatureParts(reader, "parts", plan->m_timeUnit, compile);
    return plan;
}

void SignaturePlan::appendTimestamp(const RenderContext &context, Headers &headers, std::string &query) const
{
    // With a pattern the time is a piece of another header, which is written as such.
    if ((m_timeHeader.empty() && m_timeQuery.empty()) || m_timePattern)
        return;
    const std::string text = signatureTime(context.input.time, m_timeUnit);
    // Two signatures may share one timestamp.
    if (!m_timeHeader.empty() && !findHeader(headers, m_timeHeader))
        headers.emplace_back(m_timeHeader, text);
    if (!m_timeQuery.empty()) {
        appendForm(m_timeQuery, query);
        query += '=';
        appendForm(text, query);
    }
}

bool SignaturePlan::keyOf(RenderContext &context, std::string &key) const
{
    const auto *secrets = context.input.secrets;
    const auto found = secrets ? secrets->find(m_secret) : decltype(secrets->end()){};
    if (!secrets || found == secrets->end())
        return context.fail("missing_secret", "secret " + m_secret,
                            "The secret \"" + m_secret + "\", which the signature needs, is not set.");
    if (m_keyPair) {
        key = found->second.reveal();
        return true;
    }
    const auto bytes = decodeBytes(found->second.reveal(), m_secretEncoding);
    if (!bytes || bytes->empty()) // anybody can sign with an empty key
        return context.fail("invalid_secret", m_secretEncoding + ", not empty",
                            "The secret \"" + m_secret + "\" is " +
                                (bytes ? std::string("empty") : "not " + m_secretEncoding) + ".");
    key = m_secretBefore + *bytes + m_secretAfter;
    for (const SignaturePart &part : m_derive) {
        std::string text;
        const std::string *missing = nullptr;
        Cell cell;
        if (!part.source || !part.source->read(context, cell) ||
            !applyAll(part.transforms, cell, &context, context.problem))
            return false;
        missing = cell.missingSecret();
        if (missing)
            return context.fail("missing_secret", "secret " + *missing,
                                "The secret \"" + *missing + "\", which the signature needs, is not set.");
        key = hmacOf(*m_digest, key, cell.text());
    }
    return true;
}

bool SignaturePlan::bytesOf(RenderContext &context, std::string_view text, std::string &bytes) const
{
    std::string key;
    if ((m_keyed || m_keyPair) && !keyOf(context, key))
        return false;
    if (m_keyPair) {
        auto made = signWithKey(*m_keyPair, key, m_secretEncoding, text, m_rawEcdsa);
        if (!made)
            return context.fail(made.error().code, m_algorithm,
                                "The secret \"" + m_secret + "\": " + made.error().message);
        bytes = std::move(*made);
    } else {
        bytes = m_keyed ? hmacOf(*m_digest, key, text) : digestOf(*m_digest, text);
    }
    if (m_truncate > 0 && m_truncate < bytes.size())
        bytes.resize(m_truncate);
    return true;
}

bool SignaturePlan::wrap(RenderContext &context, std::string &before, std::string &after) const
{
    const std::string *missing = nullptr; // a key's name or a user's: harmless, so its place is shown
    return composeSignature(context, m_before, {}, before, &missing) &&
           composeSignature(context, m_after, {}, after, &missing);
}

bool SignaturePlan::make(RenderContext &context, MadeSignature &made) const
{
    if (m_isMessage)
        return makeMessageSignature(context, made);
    const std::string *missing = nullptr;
    if (!composeSignature(context, m_parts, m_separator, made.stringToSign, &missing))
        return false;
    if (missing)
        return context.fail("missing_secret", "secret " + *missing,
                            "The secret \"" + *missing + "\", which is signed, is not set.");
    std::string bytes;
    std::string before;
    std::string after;
    if (!bytesOf(context, made.stringToSign, bytes) || !wrap(context, before, after))
        return false;
    made.value = before + encodeBytes(bytes, m_output) + after;
    if (!m_header.empty()) {
        if (!isHeaderValue(made.value))
            return context.fail("header_injection", "no control characters",
                                "The signature's header has a control character.");
        made.headers.emplace_back(m_header, made.value);
    }
    if (!m_query.empty()) {
        appendForm(m_query, made.query);
        made.query += '=';
        appendForm(made.value, made.query);
    }
    return true;
}

bool SignaturePlan::makeMessageSignature(RenderContext &context, MadeSignature &made) const
{
    const auto quoted = [&](const std::optional<Template> &text, const char *name, std::string &out) {
        if (!text)
            return true;
        std::string value;
        if (!text->append(context, Escaping::None, value))
            return false;
        out += std::string(";") + name + "=\"";
        for (const char c : value) {
            if (c < 0x20 || c > 0x7E) // RFC 8941, 3.3.3
                return context.fail("invalid_character", "RFC 8941 string",
                                    std::string("The parameter \"") + name +
                                        "\" must be printable US-ASCII.");
            if (c == '"' || c == '\\')
                out += '\\';
            out += c;
        }
        out += '"';
        return true;
    };
    std::string params = componentList(m_components);
    if (m_created)
        params += ";created=" + epochSeconds(context.input.time);
    if (m_expires > 0)
        params += ";expires=" + epochSeconds(context.input.time + std::chrono::seconds(m_expires));
    if (!quoted(m_keyId, "keyid", params))
        return false;
    if (m_includeAlgorithm) // RFC 9421, 6.2.2 calls one of them otherwise
        params +=
            ";alg=\"" + (m_algorithm == "rsa-sha256" ? std::string("rsa-v1_5-sha256") : m_algorithm) + '"';
    if (!quoted(m_nonce, "nonce", params) || !quoted(m_tag, "tag", params))
        return false;
    const RequestSoFar &request = *context.request;
    auto base =
        signatureBase({request.method, request.url, request.headers, std::nullopt}, m_components, params);
    if (!base)
        return context.fail(base.error().code, base.error().rule, base.error().message);
    made.stringToSign = std::move(*base);
    std::string bytes;
    if (!bytesOf(context, made.stringToSign, bytes))
        return false;
    made.value = m_label + "=:" + encodeBytes(bytes, "base64") + ':';
    made.headers.emplace_back("Signature-Input", m_label + '=' + params);
    made.headers.emplace_back("Signature", made.value);
    return true;
}

Result<std::optional<UtcTime>> SignaturePlan::signedAt(const RequestSoFar &request) const
{
    const auto invalid = [](const std::string &where) {
        return Error{"invalid_timestamp", where, "the recipe's unit",
                     "The time of the signature cannot be read."};
    };
    if (m_isMessage && m_created) {
        const std::string *input = findHeader(*request.headers, "Signature-Input");
        const std::size_t at = input ? input->find(";created=") : std::string::npos;
        if (at == std::string::npos)
            return Error{"missing_header", "Signature-Input", "created",
                         "The signature does not say its time."};
        const std::size_t from = at + 9;
        const auto time = readSignatureTime(
            std::string_view(*input).substr(
                from, std::min(input->find_first_not_of("0123456789", from), input->size()) - from),
            "s");
        if (!time)
            return invalid("Signature-Input");
        return std::optional(*time);
    }
    std::optional<std::string> text;
    if (!m_timeHeader.empty()) {
        const std::string *value = findHeader(*request.headers, m_timeHeader);
        if (!value)
            return Error{"missing_header", m_timeHeader, "required", "The header with the time is missing."};
        text = *value;
    } else if (!m_timeQuery.empty()) {
        for (const auto &[name, value] : formParameters(request.query))
            if (name == m_timeQuery)
                text = value;
        if (!text)
            return Error{"missing_header", m_timeQuery, "required",
                         "The parameter with the time is missing."};
    }
    if (!text)
        return std::optional<UtcTime>();
    if (m_timePattern) {
        const auto found = m_timePattern->find(*text);
        if (!found || !*found)
            return invalid(m_timeHeader.empty() ? m_timeQuery : m_timeHeader);
        const auto &groups = (*found)->groups;
        text = std::string(groups.size() > 1 ? groups[1] : groups[0]);
    }
    const auto time = readSignatureTime(*text, m_timeUnit);
    if (!time)
        return invalid(m_timeHeader.empty() ? m_timeQuery : m_timeHeader);
    return std::optional(*time);
}

Result<void> SignaturePlan::verify(RenderContext &context) const
{
    const RequestSoFar &request = *context.request;
    const auto mismatch = [this] {
        return Error{"signature_mismatch", name(), m_algorithm,
                     "The signature does not belong to this request."};
    };
    std::string text;
    std::vector<std::string> given; // encoded signatures, any of which may be the right one
    std::string encoding = m_output;
    if (m_isMessage) {
        const std::string *input = findHeader(*request.headers, "Signature-Input");
        const std::string *signature = findHeader(*request.headers, "Signature");
        if (!input || !signature)
            return Error{"missing_header", input ? "Signature" : "Signature-Input", "required",
                         "The request is not signed."};
        // The sender's own parameters are signed; the components must be those of the recipe.
        const std::string start = m_label + '=' + componentList(m_components);
        const std::size_t at = input->find(start);
        if (at == std::string::npos || (at > 0 && (*input)[at - 1] != ' ' && (*input)[at - 1] != ','))
            return mismatch();
        const std::size_t from = at + m_label.size() + 1;
        std::size_t end = from;
        for (bool quoted = false; end < input->size() && (quoted || (*input)[end] != ','); ++end)
            if ((*input)[end] == '"' && (end == 0 || (*input)[end - 1] != '\\'))
                quoted = !quoted;
        auto base = signatureBase({request.method, request.url, request.headers, std::nullopt}, m_components,
                                  std::string_view(*input).substr(from, end - from));
        if (!base)
            return base.errors();
        text = std::move(*base);
        const std::size_t value = signature->find(m_label + "=:");
        if (value == std::string::npos)
            return mismatch();
        const std::size_t open = value + m_label.size() + 2;
        given.push_back(signature->substr(open, signature->find(':', open) - open));
        encoding = "base64";
    } else {
        std::string whole;
        if (!m_header.empty()) {
            const std::string *value = findHeader(*request.headers, m_header);
            if (!value)
                return Error{"missing_header", m_header, "required", "The request is not signed."};
            whole = *value;
        } else if (!m_query.empty()) {
            bool found = false;
            for (const auto &[name, value] : formParameters(request.query))
                if (name == m_query) {
                    whole = value;
                    found = true;
                }
            if (!found)
                return Error{"missing_header", m_query, "required", "The request is not signed."};
        } else {
            return Error{"not_verifiable", m_id, "header or query",
                         "A signature that stands in the body cannot be checked by its recipe."};
        }
        const std::string *missing = nullptr;
        std::string before;
        std::string after;
        if (!composeSignature(context, m_parts, m_separator, text, &missing) || !wrap(context, before, after))
            return context.problem;
        if (missing)
            return Error{"missing_secret", name(), "secret " + *missing,
                         "The secret \"" + *missing + "\", which is signed, is not set."};
        const auto candidate = [&](std::string_view one) {
            if (one.size() >= before.size() + after.size() && one.starts_with(before) && one.ends_with(after))
                given.emplace_back(one.substr(before.size(), one.size() - before.size() - after.size()));
        };
        // "v1,one v1,two" while a key is exchanged; "t=1,v1=one,v0=other"
        candidate(whole);
        std::size_t count = 0;
        for (std::size_t i = 0; i < whole.size() && count < 64;) {
            const std::size_t end = std::min(whole.find(' ', i), whole.size());
            candidate(std::string_view(whole).substr(i, end - i));
            i = end + 1;
            ++count;
        }
        for (std::size_t comma = whole.find(','); comma != std::string::npos && count < 64;
             comma = whole.find(',', comma + 1), ++count)
            candidate(std::string_view(whole).substr(0, comma));
    }
    std::string key;
    if (m_keyPair && !keyOf(context, key))
        return context.problem;
    std::string expected;
    if (!m_keyPair && !bytesOf(context, text, expected))
        return context.problem;
    for (const std::string &one : given) {
        const auto bytes = decodeBytes(one, encoding == "hex_upper" ? std::string("hex") : encoding);
        if (!bytes)
            continue;
        if (m_keyPair ? verifyWithKey(*m_keyPair, key, m_secretEncoding, text, *bytes, m_rawEcdsa)
                      : sameBytes(*bytes, expected))
            return {};
    }
    return mismatch();
}

} // namespace bourse::domain
