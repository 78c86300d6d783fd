#include "gui/leads/payloadtext.h"
#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>
#include <QStringList>
#include <QUrl>

namespace bourse::gui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(PayloadText)
};

QString indentJson(const QString &body)
{
    QString out;
    out.reserve(body.size() * 2);
    int depth = 0;
    bool quoted = false;
    bool escaped = false;
    const auto line = [&out, &depth] {
        out += u'\n' + QString(qMin(depth, 64) * 2, u' ');
    };
    for (qsizetype i = 0; i < body.size(); ++i) {
        const QChar c = body[i];
        if (quoted) {
            out += c;
            if (escaped)
                escaped = false;
            else if (c == u'\\')
                escaped = true;
            else if (c == u'"')
                quoted = false;
            continue;
        }
        if (c.isSpace())
            continue;
        switch (c.unicode()) {
        case u'"':
            quoted = true;
            out += c;
            break;
        case u'{':
        case u'[': {
            qsizetype next = i + 1;
            while (next < body.size() && body[next].isSpace())
                ++next;
            out += c;
            if (next < body.size() && (body[next] == u'}' || body[next] == u']')) {
                out += body[next];
                i = next;
                break;
            }
            ++depth;
            line();
            break;
        }
        case u'}':
        case u']':
            depth = qMax(0, depth - 1);
            line();
            out += c;
            break;
        case u',':
            out += c;
            line();
            break;
        case u':':
            out += QStringLiteral(": ");
            break;
        default:
            out += c;
        }
    }
    return out;
}

QString indentXml(const QString &body)
{
    static const QRegularExpression piece(QStringLiteral("<!--.*?-->|<!\\[CDATA\\[.*?\\]\\]>|<[^>]*>|[^<]+"),
                                          QRegularExpression::DotMatchesEverythingOption);
    struct Piece {
        QString text;
        enum Kind { Open, Close, Alone, Text } kind;
    };
    QVector<Piece> pieces;
    auto found = piece.globalMatch(body);
    while (found.hasNext()) {
        const QString text = found.next().captured().trimmed();
        if (text.isEmpty())
            continue;
        const bool isTag = text.startsWith(u'<') && !text.startsWith(u"<![CDATA[");
        pieces.append({text, !isTag                   ? Piece::Text
                             : text.startsWith(u"</") ? Piece::Close
                             : text.startsWith(u"<?") || text.startsWith(u"<!") || text.endsWith(u"/>")
                                 ? Piece::Alone
                                 : Piece::Open});
    }
    QStringList lines;
    int depth = 0;
    for (qsizetype i = 0; i < pieces.size(); ++i) {
        const auto kindAt = [&pieces](qsizetype at) {
            return at < pieces.size() ? pieces[at].kind : Piece::Alone;
        };
        if (pieces[i].kind == Piece::Close)
            depth = qMax(0, depth - 1);
        QString text = QString(qMin(depth, 64) * 2, u' ') + pieces[i].text;
        if (pieces[i].kind == Piece::Open) {
            if (kindAt(i + 1) == Piece::Close) {
                text += pieces[++i].text;
            } else if (kindAt(i + 1) == Piece::Text && kindAt(i + 2) == Piece::Close) {
                text += pieces[i + 1].text + pieces[i + 2].text;
                i += 2;
            } else {
                ++depth;
            }
        }
        lines.append(text);
    }
    return lines.join(u'\n');
}

QString quoted(QString text, Shell shell)
{
    switch (shell) {
    case Shell::Posix:
        return u'\'' + text.replace(u'\'', QStringLiteral("'\\''")) + u'\'';
    case Shell::PowerShell: // a native command's own quotes need a backslash before PowerShell 7.3
        return u'\'' + text.replace(u'"', QStringLiteral("\\\"")).replace(u'\'', QStringLiteral("''")) +
               u'\'';
    case Shell::Cmd:
        break;
    }
    // curl's own parser reads \" inside quotes; cmd itself only expands %name%
    text.replace(QStringLiteral("\\\""), QStringLiteral("\\\\\""));
    text.replace(u'"', QStringLiteral("\\\"")).replace(u'%', QStringLiteral("^%"));
    return u'"' + text + u'"';
}

} // namespace

HttpText splitHttp(const QString &text)
{
    static const QRegularExpression start(
        QStringLiteral("^(HTTP/[0-9.]+ \\d{3}[^\\r\\n]*|[A-Z]+ https?://[^\\r\\n]*)\\r?\\n?"));
    HttpText result;
    const auto match = start.match(text);
    if (!match.hasMatch()) {
        result.body = text;
        return result;
    }
    result.startLine = match.captured(1);
    qsizetype at = match.capturedEnd();
    while (at < text.size()) {
        qsizetype end = text.indexOf(u'\n', at);
        if (end < 0)
            end = text.size();
        QString line = text.mid(at, end - at);
        if (line.endsWith(u'\r'))
            line.chop(1);
        at = end + 1;
        if (line.isEmpty())
            break;
        const qsizetype colon = line.indexOf(u':');
        result.headers.append({line.left(colon), colon < 0 ? QString() : line.mid(colon + 1).trimmed()});
    }
    result.body = text.mid(qMin(at, text.size()));
    return result;
}

BodyFormat bodyFormat(const HttpText &text)
{
    for (const auto &[name, value] : text.headers) {
        if (name.compare(u"content-type", Qt::CaseInsensitive) != 0)
            continue;
        if (value.contains(u"json", Qt::CaseInsensitive))
            return BodyFormat::Json;
        if (value.contains(u"xml", Qt::CaseInsensitive))
            return BodyFormat::Xml;
        if (value.contains(u"x-www-form-urlencoded", Qt::CaseInsensitive))
            return BodyFormat::Form;
    }
    const QString body = text.body.trimmed();
    if (body.startsWith(u'{') || body.startsWith(u'['))
        return BodyFormat::Json;
    return body.startsWith(u'<') ? BodyFormat::Xml : BodyFormat::Text;
}

QString prettyBody(const QString &body, BodyFormat format)
{
    switch (format) {
    case BodyFormat::Json:
        return indentJson(body);
    case BodyFormat::Xml:
        return indentXml(body);
    case BodyFormat::Form: {
        QStringList lines;
        for (QString pair : body.split(u'&', Qt::SkipEmptyParts)) {
            pair.replace(u'+', u' ');
            lines.append(QUrl::fromPercentEncoding(pair.toUtf8()).replace(u'\n', QStringLiteral("⏎")));
        }
        return lines.join(u'\n');
    }
    case BodyFormat::Text:
        break;
    }
    return body;
}

QString prettyText(const QString &text)
{
    const HttpText http = splitHttp(text);
    QStringList head;
    if (!http.startLine.isEmpty())
        head.append(http.startLine);
    for (const auto &[name, value] : http.headers)
        head.append(name + QStringLiteral(": ") + value);
    const QString body = prettyBody(http.body, bodyFormat(http));
    if (head.isEmpty())
        return body;
    return head.join(u'\n') + (body.isEmpty() ? QString() : QString(QStringLiteral("\n\n") + body));
}

QString curlCommand(const QString &request, Shell shell)
{
    const HttpText http = splitHttp(request);
    const qsizetype space = http.startLine.indexOf(u' ');
    if (space <= 0)
        return {};
    const QString next = shell == Shell::Posix ? QStringLiteral(" \\\n  ")
                         : shell == Shell::Cmd ? QStringLiteral(" ^\n  ")
                                               : QStringLiteral(" `\n  ");
    QString command = shell == Shell::Posix ? QStringLiteral("curl -X ") : QStringLiteral("curl.exe -X ");
    command += http.startLine.left(space) + u' ' + quoted(http.startLine.mid(space + 1), shell);
    for (const auto &[name, value] : http.headers) {
        if (name.compare(u"host", Qt::CaseInsensitive) == 0 ||
            name.compare(u"content-length", Qt::CaseInsensitive) == 0)
            continue;
        command += next + QStringLiteral("-H ") + quoted(name + QStringLiteral(": ") + value, shell);
    }
    if (!http.body.isEmpty())
        command += next + QStringLiteral("--data-binary ") + quoted(http.body, shell);
    return command;
}

QString sizeText(const QString &text)
{
    const qint64 bytes = text.toUtf8().size();
    if (bytes < 1000)
        return Words::tr("%1 B").arg(bytes);
    return Words::tr("%1 kB").arg(QLocale().toString(static_cast<double>(bytes) / 1000, 'f', 1));
}

} // namespace bourse::gui
