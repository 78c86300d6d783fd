#include "domain/integration/builtin.h"
#include "domain/integration/documentwalk.h"
#include "domain/json/json.h"
#include <QDir>
#include <QFile>
#include <algorithm>

namespace bourse::domain {
namespace {

void addOnce(std::vector<std::string> &to, std::string text)
{
    if (!text.empty() && std::find(to.begin(), to.end(), text) == to.end())
        to.push_back(std::move(text));
}

std::string textAt(const Value &value, std::string_view key)
{
    const Value *found = value.find(key);
    return found ? found->toText() : std::string();
}

std::string formatWord(const std::string &format)
{
    if (format == "json" || format == "xml")
        return format == "json" ? "JSON" : "XML";
    if (format == "soap" || format.starts_with("soap"))
        return "SOAP";
    if (format == "form")
        return "Form";
    if (format == "text")
        return "Text";
    if (format == "multipart")
        return "Multipart";
    return format == "none" || format.empty() ? "Query" : format;
}

std::string authenticationWord(const std::string &kind)
{
    static constexpr std::pair<const char *, const char *> kWords[] = {
        {"basic", "Basic"},           {"digest", "Digest"},       {"bearer", "Bearer"},
        {"api_key", "API key"},       {"oauth2", "OAuth 2"},      {"aws_sigv4", "AWS SigV4"},
        {"mutual_tls", "Mutual TLS"}, {"ws_security", "WS-Security"}};
    for (const auto &[word, shown] : kWords)
        if (kind == word)
            return shown;
    return kind == "none" ? std::string() : kind;
}

void readAuthentication(const Value *authentication, std::vector<std::string> &out)
{
    if (!authentication)
        return;
    if (const Array *list = authentication->asArray()) {
        for (const Value &one : *list)
            readAuthentication(&one, out);
        return;
    }
    for (const char *key : {"kind", "type", "scheme"})
        if (const std::string kind = textAt(*authentication, key); !kind.empty()) {
            addOnce(out, authenticationWord(kind));
            return;
        }
}

} // namespace

BuiltInIntegration describeIntegration(const Value &document)
{
    BuiltInIntegration out;
    out.slug = textAt(document, "slug");
    out.label = textAt(document, "label");
    out.note = textAt(document, "note");
    out.document = document;
    readAuthentication(document.find("authentication"), out.authentication);
    const Value *steps = document.find("steps");
    if (!steps || !steps->asObject())
        return out;
    for (const auto &[name, step] : *steps->asObject()) {
        const auto kind = stepKindFromName(name);
        if (!kind)
            continue;
        out.steps.push_back(*kind);
        if (*kind != StepKind::Callback) {
            const Value *body = step.find("body");
            addOnce(out.formats, formatWord(body ? textAt(*body, "format") : std::string()));
        }
        readAuthentication(step.find("authentication"), out.authentication);
        if (const Value *signatures = step.find("signatures");
            signatures && signatures->asArray() && !signatures->asArray()->empty())
            addOnce(out.authentication, "Signed");
        for (const DocumentRow &row : rowsOf(document, *kind))
            if (!row.references.secrets.empty())
                addOnce(out.authentication, row.place == DocumentRow::Place::Header  ? "Key in header"
                                            : row.place == DocumentRow::Place::Query ? "Key in query"
                                                                                     : "Key in body");
        for (const DocumentText &text : textsOf(document, *kind))
            if (!text.references.secrets.empty())
                addOnce(out.authentication, "Key in address");
    }
    return out;
}

const std::vector<BuiltInIntegration> &builtInIntegrations()
{
    static const std::vector<BuiltInIntegration> kAll = [] {
        std::vector<BuiltInIntegration> all;
        const QDir folder(QStringLiteral(":/integrations"));
        for (const QString &name : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
            QFile file(folder.filePath(name));
            if (!file.open(QIODevice::ReadOnly))
                continue;
            const auto document = parseJson(file.readAll().toStdString());
            if (document && document->find("bourse_integration"))
                all.push_back(describeIntegration(*document));
        }
        std::stable_sort(all.begin(), all.end(), [](const auto &a, const auto &b) {
            return QString::fromStdString(a.label).compare(QString::fromStdString(b.label), Qt::CaseInsensitive) < 0;
        });
        return all;
    }();
    return kAll;
}

} // namespace bourse::domain
