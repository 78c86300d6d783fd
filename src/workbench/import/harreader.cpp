// HTTP archives (HAR 1.2), as browsers and proxies write them.
#include "domain/integration/wiretext.h"
#include "workbench/import/importparts.h"
#include "workbench/import/jsontrail.h"
#include <algorithm>

namespace bourse::workbench {
namespace {

using domain::Array;
using domain::Value;

/// Pictures, scripts and pages that a browser fetched beside the calls.
bool isPageTraffic(std::string_view method, std::string_view url, std::string_view type)
{
    if (method == "OPTIONS")
        return true; // a browser's preflight
    if (method != "GET")
        return false;
    for (const std::string_view start :
         {"image/", "font/", "text/css", "text/html", "application/javascript", "text/javascript",
          "application/x-javascript", "video/", "audio/", "application/font"})
        if (type.starts_with(start))
            return true;
    const std::string_view path = url.substr(0, url.find_first_of("?#"));
    for (const std::string_view end :
         {".js", ".css", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".ico", ".woff", ".woff2", ".ttf", ".map"})
        if (path.ends_with(end))
            return true;
    return false;
}

class Har {
  public:
    explicit Har(ImportContext &context) : m_context(context) {}

    Result<void> read(const Value &root)
    {
        const Value *log = m_trail.get(&root, "log");
        const Value *entries = m_trail.get(log, "entries");
        const Array *array = entries ? entries->asArray() : nullptr;
        if (!array)
            return Error{"no_request", "log.entries", "a list of entries",
                         ImportText::tr("The recording has no list of entries.").toStdString()};
        m_trail.text(log, "version");
        for (std::size_t i = 0; i < array->size() && !m_context.tooMany; ++i)
            entry((*array)[i], "entries[" + std::to_string(i) + ']');
        m_trail.report(root, m_context);
        if (m_context.result.requests.empty())
            return Error{"no_request", "log.entries", "at least one call",
                         ImportText::tr("The recording has only pages and pictures, no call.").toStdString()};
        return {};
    }

  private:
    void entry(const Value &entry, const std::string &at)
    {
        m_trail.touch(&entry);
        const Value *request = m_trail.get(&entry, "request");
        const Value *response = m_trail.get(&entry, "response");
        ImportedRequest out;
        out.place = at;
        out.method = m_trail.text(request, "method");
        std::string url = m_trail.text(request, "url");
        const Value *content = m_trail.get(response, "content");
        const std::string type = m_trail.text(content, "mimeType");
        if (isPageTraffic(out.method, url, type)) {
            m_trail.whole(&entry);
            m_context.report().note(
                "page_traffic", at, shortened(url.substr(0, url.find('?'))),
                ImportText::tr("A page, picture, script or preflight; it is no call to a buyer."));
            return;
        }
        if (url.empty()) {
            m_trail.whole(&entry);
            m_context.report().notUnderstood("no_address", at, {},
                                             ImportText::tr("The entry names no address."));
            return;
        }
        readUrl(url, at + ".request.url", out, m_context);
        m_trail.whole(request->find("queryString")); // the URL has it too
        m_trail.whole(request->find("cookies"));     // the header has them
        if (const Value *headers = m_trail.get(request, "headers"))
            if (const Array *list = headers->asArray())
                for (const Value &one : *list) {
                    m_trail.whole(&one);
                    const Value *name = one.find("name");
                    const Value *value = one.find("value");
                    if (name)
                        readHeader(name->toText(), value ? value->toText() : std::string(),
                                   at + ".request.headers", out, m_context);
                }
        const Value *post = m_trail.get(request, "postData");
        if (post)
            body(*post, at + ".request.postData", out);
        answer(response, content, type, at, out);
        m_context.add(std::move(out));
    }

    void body(const Value &post, const std::string &at, ImportedRequest &out)
    {
        std::string type = m_trail.text(&post, "mimeType");
        const std::string text = m_trail.text(&post, "text");
        const Value *parameters = m_trail.get(&post, "params");
        const Array *list = parameters ? parameters->asArray() : nullptr;
        const bool multipart = type.starts_with("multipart/");
        if (!text.empty() && !multipart) {
            m_trail.whole(parameters);
            out.body = readBody(text, out.body.contentType.empty() ? type : out.body.contentType,
                                at + ".text", m_context);
            return;
        }
        if (list && !list->empty()) {
            out.body.kind = multipart ? ImportedBodyKind::Multipart : ImportedBodyKind::Form;
            if (multipart)
                out.body.contentType.clear();
            for (std::size_t i = 0; i < list->size(); ++i) {
                const Value &one = (*list)[i];
                m_trail.touch(&one);
                ImportedLeaf leaf;
                leaf.target = m_trail.text(&one, "name");
                std::string value = m_trail.text(&one, "value");
                if (!multipart)
                    if (auto plain = urlDecoded(value, true))
                        value = std::move(*plain);
                leaf.value = value;
                leaf.place = at + ".params[" + std::to_string(i) + ']';
                if (const std::string file = m_trail.text(&one, "fileName"); !file.empty())
                    m_context.report().notUnderstood(
                        "file_not_read", leaf.place, shortened(file),
                        ImportText::tr("The value stands in a file, and files are not read; "
                                       "paste its text instead."));
                m_trail.text(&one, "contentType");
                if (leaf.target.empty())
                    m_context.report().notUnderstood(
                        "no_name", leaf.place, shortened(value),
                        ImportText::tr("A parameter without a name cannot be mapped."));
                else
                    m_context.add(out.body.leaves, std::move(leaf));
            }
            return;
        }
        if (!text.empty())
            m_context.report().notUnderstood(
                "multipart_text", at + ".text", shortened(text),
                ImportText::tr("The parts of this body are only there as raw text; they are not "
                               "taken apart."));
    }

    void answer(const Value *response, const Value *content, const std::string &type, const std::string &at,
                ImportedRequest &out)
    {
        if (!response)
            return;
        const std::string status = m_trail.text(response, "status");
        ImportedResponse sample;
        sample.place = at + ".response";
        sample.status = status.size() == 3 && status.find_first_not_of("0123456789") == std::string::npos
                            ? std::stoi(status)
                            : 0;
        sample.label = status + ' ' + m_trail.text(response, "statusText");
        while (sample.label.ends_with(' '))
            sample.label.pop_back();
        sample.body = m_trail.text(content, "text");
        const std::string encoding = m_trail.text(content, "encoding");
        m_trail.whole(response->find("cookies"));
        if (const Value *headers = response->find("headers")) {
            m_trail.whole(headers);
            if (!type.empty() && domain::isHeaderValue(type))
                sample.headers.emplace_back("Content-Type", type);
        }
        if (sample.status == 0) // cut off
            return;
        if (encoding == "base64") {
            m_context.report().notUnderstood(
                "base64_answer", sample.place, {},
                ImportText::tr("The answer was recorded as Base64, so as something else than text; "
                               "it is no sample."));
            return;
        }
        ++m_context.report().read;
        out.responses.push_back(std::move(sample));
    }

    ImportContext &m_context;
    JsonTrail m_trail;
};

} // namespace

Result<void> readHar(const Value &log, ImportContext &context)
{
    return Har(context).read(log);
}

} // namespace bourse::workbench
