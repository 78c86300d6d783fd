#pragma once
// An import as lines that a person can write down as an expectation.
#include "domain/json/json.h"
#include "support/schemacheck.h"
#include "workbench/import/importtext.h"
#include <QFile>
#include <string>

/// "" if the document is as the published schema says, else where it is not.
inline std::string schemaProblem(const bourse::domain::Value &document)
{
    static const bourse::domain::Value kSchema = [] {
        QFile file(QStringLiteral(BOURSE_SOURCE_DIR "/resources/schemas/integration-1.schema.json"));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("the schema is missing");
        return *bourse::domain::parseJson(file.readAll().toStdString());
    }();
    return bourse::tests::SchemaCheck(kSchema).problem(document);
}

inline std::string dumpLeaf(const std::string &kind, const bourse::workbench::ImportedLeaf &leaf)
{
    std::string out;
    if (leaf.inner) {
        static constexpr const char *kKinds[] = {"none", "json", "form", "xml", "text", "multipart"};
        for (const auto &below : leaf.inner->leaves)
            out += dumpLeaf(kind + ' ' + leaf.target + " : " + kKinds[static_cast<int>(leaf.inner->kind)],
                            below);
        return out;
    }
    out = kind + ' ' + leaf.target + " = ";
    if (!leaf.textTemplate.empty())
        out += leaf.textTemplate;
    else if (!leaf.secret.empty())
        out += '{' + leaf.secret + '}';
    else
        out += writeJson(leaf.value);
    if (leaf.cdata)
        out += " cdata";
    return out + '\n';
}

/// Names are shown where they are not made of method and path.
inline std::string dump(const bourse::workbench::ImportResult &result, bool secrets = true)
{
    using namespace bourse::workbench;
    static constexpr const char *kKinds[] = {"none", "json", "form", "xml", "text", "multipart"};
    std::string out;
    for (const ImportedRequest &request : result.requests) {
        out += request.method + ' ' + request.origin + ' ' + request.path + '\n';
        if (!request.name.starts_with(request.method + " /"))
            out += "name " + request.name + '\n';
        for (const ImportedLeaf &leaf : request.auth.values)
            out += dumpLeaf("auth " + request.auth.label, leaf);
        for (const ImportedLeaf &leaf : request.query)
            out += dumpLeaf("?", leaf);
        for (const ImportedLeaf &leaf : request.headers)
            out += dumpLeaf("h", leaf);
        for (const ImportedLeaf &leaf : request.body.leaves)
            out += dumpLeaf(kKinds[static_cast<int>(request.body.kind)], leaf);
        if (request.body.kind == ImportedBodyKind::Text)
            out += "text " + request.body.text + '\n';
        const std::string &type = request.body.contentType;
        if (!type.empty() &&
            (request.body.kind == ImportedBodyKind::Text || request.body.kind == ImportedBodyKind::Xml))
            out += "type " + type + '\n';
        if (request.timeLimitMs)
            out += "limit " + std::to_string(*request.timeLimitMs) + '\n';
        for (const ImportedResponse &response : request.responses)
            out += "answer " + std::to_string(response.status) + ' ' + response.label + ' ' + response.body +
                   '\n';
    }
    if (!secrets)
        return out;
    for (const auto &[name, secret] : result.secretsFound)
        out += "secret " + name + " = " + std::string(secret.reveal()) + '\n';
    for (const ImportItem &item : result.report.items)
        out += (item.state == ImportState::NotUnderstood ? "lost " : "note ") + item.code + '\n';
    return out;
}
