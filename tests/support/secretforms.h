#pragma once
// The forms in which a secret's value could be seen, to look for it in whatever a program shows or stores.
#include <QByteArray>
#include <QByteArrayList>
#include <QDir>
#include <QFile>
#include <QSet>

namespace bourse::test {

/// As formats write it, itself included.
inline QByteArrayList escapesOf(const QByteArray &value)
{
    QByteArrayList forms{value, QByteArray(value).replace("\\", "\\\\").replace("\"", "\\\"")};
    QByteArray xml = value;
    xml.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    forms << xml << QByteArray(xml).replace("\"", "&quot;").replace("'", "&apos;");
    for (const char *kept : {"", "!$'()*,;:@/?+&=~", "!'()*~", "*"}) {
        const QByteArray percent = value.toPercentEncoding(kept);
        forms << percent << QByteArray(percent).replace("%20", "+");
        QByteArray small = percent;
        for (qsizetype at = small.indexOf('%'); at >= 0; at = small.indexOf('%', at + 1))
            small.replace(at, 3, small.mid(at, 3).toLower());
        forms << small;
    }
    return forms;
}

/// As it is; escaped for JSON and XML; percent-encoded, either case, spaces as "+" or not; these within one
/// another; and all of that in hexadecimal, either case, and inside base64 and base64url text at each
/// alignment.
inline QByteArrayList formsOf(const QByteArray &value)
{
    QByteArrayList escaped = escapesOf(value);
    for (const QByteArray &once : QByteArrayList(escaped))
        escaped << escapesOf(once);
    const QSet<QByteArray> texts(escaped.begin(), escaped.end());
    QByteArrayList forms = texts.values();
    for (const QByteArray &text : texts) {
        forms << text.toHex() << text.toHex().toUpper();
        for (int before = 0; before < 3; ++before) {
            // what of the text hangs on the value alone
            const QByteArray whole =
                (QByteArray(before, 'x') + text).toBase64(QByteArray::OmitTrailingEquals);
            const QByteArray core = whole.mid(before == 0 ? 0 : before + 1).chopped(2);
            forms << core << QByteArray(core).replace('+', '-').replace('/', '_');
        }
    }
    return forms;
}

/// The first form of the value that stands in the text; empty for none.
inline QByteArray seenIn(const QByteArray &text, const QByteArray &value)
{
    for (const QByteArray &form : formsOf(value))
        if (text.contains(form))
            return form;
    return {};
}

/// All files under a folder, one after the other.
inline QByteArray contentsOf(const QString &folder)
{
    QByteArray all;
    for (const QFileInfo &entry :
         QDir(folder).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) {
        if (entry.isDir()) {
            all += contentsOf(entry.filePath());
        } else if (QFile file(entry.filePath()); file.open(QIODevice::ReadOnly)) {
            all += file.readAll();
        }
    }
    return all;
}

} // namespace bourse::test
