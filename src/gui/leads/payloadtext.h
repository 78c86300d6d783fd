#pragma once
// What was sent and received, as text to read: head and body apart, bodies indented, a request as a curl
// command.
#include <QString>
#include <QVector>
#include <utility>

namespace bourse::gui {

enum class BodyFormat { Text, Json, Xml, Form };

struct HttpText {
    QString startLine; ///< "POST https://…" or "HTTP/1.1 200"; empty where the text is a body alone
    QVector<std::pair<QString, QString>> headers;
    QString body;
};

/// Takes recorded text apart; what does not begin like a request or an answer is all body.
HttpText splitHttp(const QString &text);
/// By the Content-Type, else by how the body begins.
BodyFormat bodyFormat(const HttpText &text);
/// The body one value per line and indented; every value stays as it was written, broken bodies stay
/// readable.
QString prettyBody(const QString &body, BodyFormat format);
/// Start line, headers and pretty body.
QString prettyText(const QString &text);
enum class Shell { Posix, Cmd, PowerShell };
/// A command for that shell; Host and Content-Length are left to curl. Empty for an empty request. Secrets
/// are
/// `{{name}}` in it, as they are in the text.
QString curlCommand(const QString &request, Shell shell = Shell::Posix);
/// "171 B", "2.4 kB" of UTF-8.
QString sizeText(const QString &text);

} // namespace bourse::gui
