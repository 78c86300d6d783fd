// Rendering a step of a compiled integration: its URL, headers, body, signatures and what it carries on.
#include "domain/integration/coding.h"
#include "domain/integration/compiledintegration.h"
#include "domain/integration/rendertrace.h"
#include "domain/integration/signaturetrial.h"
#include <algorithm>

namespace bourse::domain {
namespace {

/// RFC 9110, 8.6: methods that mean a body say how long it is, even if it is empty.
bool sendsLength(const StepPlan &step)
{
    return step.body || step.method == "POST" || step.method == "PUT" || step.method == "PATCH";
}

/// A base of "https://host" and a path that does not begin with '/' would name another host.
bool joinsHost(std::string_view base, std::string_view path)
{
    const std::size_t scheme = base.find("://");
    return !path.empty() && path.front() != '/' && path.front() != '?' &&
           (scheme == std::string_view::npos ||
            base.find_first_of("/?", scheme + 3) == std::string_view::npos);
}

void appendQuery(std::string &url, std::string_view query)
{
    if (query.empty())
        return;
    url += url.find('?') == std::string::npos ? '?' : '&';
    url += query;
}

/// Secrets that stand in a text as they are, and what was made of them, become {{name}}.
std::string hiddenIn(std::string text, const RenderContext &context)
{
    std::vector<std::pair<std::string, std::string>> forms = context.hidden;
    if (context.input.secrets)
        for (const auto &[name, secret] : *context.input.secrets)
            for (const Escaping escaping : {Escaping::None, Escaping::Form, Escaping::UrlPart,
                                            Escaping::JsonText, Escaping::XmlAttribute}) {
                std::string form;
                if (!secret.isEmpty() && appendEscaped(escaping, secret.reveal(), form))
                    forms.emplace_back(std::move(form), "{{" + name + "}}");
            }
    std::stable_sort(forms.begin(), forms.end(),
                     [](const auto &a, const auto &b) { return a.first.size() > b.first.size(); });
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto form = std::find_if(forms.begin(), forms.end(), [&](const auto &one) {
            return !one.first.empty() && text.compare(at, one.first.size(), one.first) == 0;
        });
        if (form == forms.end()) {
            out += text[at++];
        } else {
            out += form->second;
            at += form->first.size();
        }
    }
    return out;
}

} // namespace

bool CompiledIntegration::renderUrl(const StepPlan &step, const Endpoint &endpoint, RenderContext &context,
                                    std::string &url) const
{
    RenderTrace::Frame urlFrame(context.trace, RequestSpan::Part::Url, url);
    const bool fromLead = step.url && step.hostIsForeign;
    const bool whole = fromLead && step.url->isOnePlace();
    bool fine = false;
    if (step.url) {
        fine = step.url->append(context, whole ? Escaping::None : Escaping::UrlPart, url);
    } else if (endpoint.baseUrl.append(context, Escaping::None, url)) {
        const std::size_t base = url.size();
        fine = step.path.append(context, Escaping::UrlPart, url);
        if (fine && joinsHost(std::string_view(url).substr(0, base), std::string_view(url).substr(base)))
            fine = context.fail("invalid_url", "a path begins with /",
                                "The path does not begin with a slash, so it would change the host.");
    }
    if (!fine) {
        if (context.problem.field.empty())
            context.problem.field = "url";
        return false;
    }
    bool ownHost = false;
    if (whole) {
        // A fragment is the reader's own affair and never sent (RFC 3986, 3.5).
        std::string reference = url.substr(0, url.find('#'));
        const std::size_t given = reference.size();
        if (!hasScheme(reference)) {
            std::string base;
            if (!endpoint.baseUrl.append(context, Escaping::None, base))
                return false;
            ownHost = !reference.starts_with("//") && !endpoint.baseUrl.usesForeignValues();
            reference = resolvedReference(base, reference);
        }
        if (context.trace && reference != url) {
            std::vector<std::size_t> places(url.size() + 1);
            const std::size_t shift = reference.size() - std::min(reference.size(), given);
            for (std::size_t i = 0; i < places.size(); ++i)
                places[i] = std::min(i + shift, std::max<std::size_t>(reference.size(), 1) - 1);
            context.trace->moved(url, 0, places);
        }
        url = std::move(reference);
    }
    if (step.query) {
        std::string query;
        RenderTrace::Frame queryFrame(context.trace, RequestSpan::Part::Url, query);
        if (!step.query->append(context, query))
            return false;
        if (!query.empty()) {
            url += url.find('?') == std::string::npos ? '?' : '&';
            queryFrame.shiftedBy(url.size());
            url += query;
        }
    }
    if (!fromLead)
        return true;
    const auto parts = splitUrl(url);
    const std::string which = whole ? "The URL of " + step.url->onePlace() : std::string("The URL");
    if (!parts) {
        context.fail("invalid_url", parts.error().rule, which + " cannot be used: " + parts.error().message);
        context.problem.field = "url";
        return false;
    }
    const bool allowed =
        ownHost || std::any_of(m_hosts.begin(), m_hosts.end(), [&](const std::string &host) {
            return parts->host == host || (host.starts_with('.') && parts->host.ends_with(host));
        });
    if (!allowed) {
        context.fail("invalid_url", "allowed_hosts",
                     which + " names the host \"" + parts->host +
                         "\", which is not among the document's \"allowed_hosts\".");
        context.problem.field = "url";
    }
    return allowed;
}

/// False, with the problem, for a lead that the step refuses.
bool CompiledIntegration::accepts(const StepPlan &step, RenderContext &context)
{
    for (const StepPlan::Refusal &refusal : step.refusals) {
        bool holds = false;
        if (!conditionHolds(refusal.when, context, holds)) {
            context.problem.field = refusal.field;
            return false;
        }
        if (holds) {
            context.problem = Error{"refused_lead", refusal.field, refusal.code, refusal.sentence};
            return false;
        }
    }
    return true;
}

bool CompiledIntegration::assemble(const StepPlan &step, const Endpoint *endpoint, RenderContext &context,
                                   RequestDraft &draft) const
{
    if (context.trace)
        context.trace->restart();
    context.made.clear(); // one may hold a signature that is known only now
    if (!accepts(step, context) && !context.goesOn())
        return false;
    RenderedRequest &request = draft.request;
    request = {};
    request.method = step.method;
    if (!endpoint) {
        context.problem = noEndpoint(context.input.live);
        if (!context.goesOn())
            return false;
    } else if (!renderUrl(step, *endpoint, context, request.url)) {
        if (!context.goesOn())
            return false;
    } else if (auto parts = splitUrl(request.url)) {
        draft.parts = std::move(*parts);
    } else {
        context.problem = parts.error();
        context.problem.field = "url";
        if (!context.goesOn())
            return false;
    }
    if (step.body) {
        request.body.reserve(1024);
        const RenderTrace::Frame frame(context.trace, RequestSpan::Part::Body, request.body);
        if (!step.body->append(context, request.body) && !context.goesOn())
            return false;
    }
    request.headers.reserve(step.headers.size() + step.signatures.size() + 4);
    request.headers.emplace_back("Host", draft.parts.authority);
    if (!step.authentications.empty()) {
        const std::string &target = draft.parts.pathAndQuery;
        const std::size_t query = std::min(target.find('?'), target.size());
        RequestSoFar soFar;
        soFar.method = request.method;
        soFar.path = std::string_view(target).substr(0, query);
        soFar.query = std::string_view(target).substr(std::min(query + 1, target.size()));
        for (const auto &authentication : step.authentications)
            if (!authentication->addHeaders(context, soFar, request.headers)) {
                if (context.problem.field.empty())
                    context.problem.field = "authentication";
                if (!context.goesOn())
                    return false;
            }
    }
    Cell cell;
    for (const auto &row : step.headers) {
        std::string value;
        const RenderTrace::Frame frame(context.trace, RequestSpan::Part::Header, value,
                                       request.headers.size());
        const Row::Result result = row->evaluate(context, cell);
        if (result == Row::Result::Fail)
            return false;
        if (result == Row::Result::Omit)
            continue;
        value = cell.text();
        if (!isHeaderValue(value)) {
            context.fail("header_injection", "no control characters",
                         "The value for the header \"" + row->target() + "\" has a control character.");
            if (!context.goesOnWithout(row->target()))
                return false;
            continue;
        }
        context.wrote(context.lastRow(), value, 0);
        request.headers.emplace_back(row->target(), std::move(value));
    }
    return true;
}

/// What the body's format asks for (SOAPAction, Content-Type), where no row says it.
bool CompiledIntegration::addBodyHeaders(const StepPlan &step, RenderContext &context, Headers &headers) const
{
    Headers own;
    if (!step.body->appendHeaders(context, own))
        return false;
    for (auto &[header, value] : own)
        if (!findHeader(headers, header))
            headers.emplace_back(std::move(header), std::move(value));
    if (step.setsContentType)
        return true;
    std::string type;
    if (!step.body->appendContentType(context, type))
        return false;
    headers.emplace_back("Content-Type", std::move(type));
    return true;
}

bool CompiledIntegration::sign(const StepPlan &step, const Endpoint *endpoint, RenderContext &context,
                               RequestDraft &draft, std::vector<SignatureTrace> *traces, bool plain) const
{
    // What a signature can read: the request as it will be sent, as far as it is known.
    std::string url;
    UrlParts parts;
    Headers headers;
    RequestSoFar soFar;
    const auto look = [&] {
        const RenderedRequest &request = draft.request;
        url = request.url;
        appendQuery(url, draft.query);
        if (auto split = splitUrl(url))
            parts = std::move(*split);
        headers = request.headers;
        headers.insert(headers.end(), draft.added.begin(), draft.added.end());
        if (step.body)
            addBodyHeaders(step, context, headers);
        if (sendsLength(step))
            headers.emplace_back("Content-Length", std::to_string(request.body.size()));
        const std::size_t query = std::min(parts.pathAndQuery.find('?'), parts.pathAndQuery.size());
        soFar.method = request.method;
        soFar.path = std::string_view(parts.pathAndQuery).substr(0, query);
        soFar.query =
            std::string_view(parts.pathAndQuery).substr(std::min(query + 1, parts.pathAndQuery.size()));
        soFar.host = parts.authority;
        soFar.body = request.body;
        soFar.url = url;
        soFar.headers = &headers;
        context.request = &soFar;
    };
    const auto appendTo = [](std::string &query, std::string_view pair) {
        if (!pair.empty())
            query.append(query.empty() ? "" : "&").append(pair);
    };
    for (const auto &signature : step.signatures) {
        std::string pair;
        Headers time = draft.request.headers;
        time.insert(time.end(), draft.added.begin(), draft.added.end());
        const std::size_t known = time.size();
        signature->appendTimestamp(context, time, pair);
        draft.added.insert(draft.added.end(), time.begin() + static_cast<std::ptrdiff_t>(known), time.end());
        appendTo(draft.query, pair);
        look();
        MadeSignature made;
        const bool fine = signature->make(context, made);
        if (traces) {
            SignatureTrace trace;
            trace.path = signature->path();
            trace.stringToSign = plain ? made.stringToSign : hiddenIn(made.stringToSign, context);
            trace.signature = made.value;
            if (!fine) {
                context.problem.field = signature->name();
                trace.problem = std::exchange(context.problem, {});
            }
            traces->push_back(std::move(trace));
            if (!fine)
                continue;
        } else if (!fine) {
            context.problem.field = signature->name();
            return false;
        }
        for (auto &[name, value] : made.headers) {
            // RFC 9421: several signatures are members of one dictionary
            const auto same =
                std::find_if(draft.added.begin(), draft.added.end(), [&name = name](const auto &one) {
                    return one.first == name && (name == "Signature-Input" || name == "Signature");
                });
            if (same != draft.added.end() && made.headers.size() == 2)
                same->second += ", " + value;
            else
                draft.added.emplace_back(name, std::move(value));
        }
        appendTo(draft.query, made.query);
        if (!signature->id().empty() && step.signaturesUsed.contains(signature->id())) {
            context.signatures[signature->id()] = made.value;
            context.request = nullptr;
            if (!assemble(step, endpoint, context, draft))
                return false;
        }
    }
    for (const auto &authentication : step.authentications) {
        if (!authentication->coversRequest())
            continue;
        look();
        std::string query;
        if (!authentication->finish(context, soFar, draft.added, query)) {
            if (context.problem.field.empty())
                context.problem.field = "authentication";
            if (!context.trace)
                return traces != nullptr;
            context.trace->problem(std::exchange(context.problem, {}));
        }
        appendTo(draft.query, query);
    }
    context.request = nullptr;
    return true;
}

Result<RenderedRequest> CompiledIntegration::renderRequest(const StepId &step, const RenderInput &input,
                                                           std::vector<SignatureTrace> *traces,
                                                           bool plain) const
{
    const StepPlan *found = plan(step);
    if (!found)
        return noSuchStep(step);
    const std::optional<Endpoint> &endpoint = input.live ? m_live : m_test;
    if (!endpoint)
        return noEndpoint(input.live);
    const auto fields = fieldsOf(input.lead);
    RenderContext context = contextOf(step, input, fields, endpoint);
    RenderedRequest request;
    if (!produce(*found, &*endpoint, context, traces, plain, request))
        return context.problem;
    return request;
}

Explanation CompiledIntegration::explain(const StepId &step, const RenderInput &input) const
{
    Explanation explanation;
    const StepPlan *found = plan(step);
    if (!found) {
        explanation.problems.push_back(noSuchStep(step));
        return explanation;
    }
    const std::optional<Endpoint> &endpoint = input.live ? m_live : m_test;
    RenderTrace trace;
    const auto fields = fieldsOf(input.lead);
    RenderContext context = contextOf(step, input, fields, endpoint);
    context.trace = &trace;
    std::vector<SignatureTrace> signatures;
    produce(*found, endpoint ? &*endpoint : nullptr, context, &signatures, false, explanation.request);
    for (SignatureTrace &signature : signatures)
        trace.signature(std::move(signature));
    trace.into(explanation);
    return explanation;
}

bool CompiledIntegration::produce(const StepPlan &step, const Endpoint *endpoint, RenderContext &context,
                                  std::vector<SignatureTrace> *traces, bool plain,
                                  RenderedRequest &request) const
{
    RequestDraft draft;
    if (!assemble(step, endpoint, context, draft))
        return false;
    if ((!step.signatures.empty() || !step.authentications.empty()) &&
        !sign(step, endpoint, context, draft, traces, plain))
        return false;
    request = std::move(draft.request);
    appendQuery(request.url, draft.query);
    std::move(draft.added.begin(), draft.added.end(), std::back_inserter(request.headers));
    if (step.body && !addBodyHeaders(step, context, request.headers) && !context.goesOn())
        return false;
    if (sendsLength(step))
        request.headers.emplace_back("Content-Length", std::to_string(request.body.size()));
    return context.trace || carry(step, context, request);
}

bool CompiledIntegration::carry(const StepPlan &step, RenderContext &context, RenderedRequest &request) const
{
    Cell cell;
    for (const auto &row : step.carry) {
        const Row::Result result = row->evaluate(context, cell);
        if (result == Row::Result::Fail)
            return false;
        if (result == Row::Result::Write)
            request.carried.insert_or_assign(row->target(), shownText(cell));
    }
    return true;
}

Result<std::vector<SignatureTrace>> CompiledIntegration::traces(const StepId &step, const RenderInput &input,
                                                                bool plain) const
{
    std::vector<SignatureTrace> out;
    auto request = renderRequest(step, input, &out, plain);
    if (!request)
        return request.errors();
    return out;
}

Result<std::vector<SignatureTrace>> plainSignatures(const Integration &integration, StepKind step,
                                                    const RenderInput &input)
{
    // fromValue makes no other kind.
    return static_cast<const CompiledIntegration &>(integration).traces(step, input, true);
}

} // namespace bourse::domain
