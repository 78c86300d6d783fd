// What was sent against what would be sent now.
#include "workbench/requestdiff.h"
#include <QTest>

using namespace bourse::workbench;
using Difference = RequestDifference;

namespace {

/// "~zip 75201>75202" changed, "-" gone, "+" new, "=" same.
QByteArrayList told(std::string_view sent, std::string_view now, bool same = false)
{
    QByteArrayList lines;
    for (const Difference &line : diffRequests(sent, now)) {
        const QByteArray name = QByteArray::fromStdString(line.name);
        const QByteArray a = QByteArray::fromStdString(line.sent);
        const QByteArray b = QByteArray::fromStdString(line.now);
        switch (line.state) {
        case Difference::State::Same:
            if (same)
                lines.append('=' + name);
            break;
        case Difference::State::Changed:
            lines.append('~' + name + ' ' + a + '>' + b);
            break;
        case Difference::State::OnlySent:
            lines.append('-' + name + ' ' + a);
            break;
        case Difference::State::OnlyNow:
            lines.append('+' + name + ' ' + b);
            break;
        }
    }
    return lines;
}

} // namespace

class TestRequestDiff : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void equalRequestsDifferInNothing()
    {
        const char *request = "POST https://x.example/a?b=1\r\nHost: x.example\r\n\r\n{\"a\":1}";
        QCOMPARE(told(request, request), QByteArrayList());
        QCOMPARE(told(request, request, true), (QByteArrayList{"=method", "=URL", "=b", "=Host", "=a"}));
        // the way the head is written makes no difference
        QCOMPARE(told(request, "POST https://x.example/a?b=1 HTTP/1.1\nhost: x.example\n\n{ \"a\" : 1 }"),
                 QByteArrayList());
    }

    void lineAndHeaders()
    {
        QCOMPARE(told("POST https://x.example/a?k=1&k=2\r\nA: 1\r\nB: 2\r\n\r\n",
                      "PUT https://x.example/b?k=1&k=3\r\nb: 2\r\nC: 4\r\n\r\n"),
                 (QByteArrayList{"~method POST>PUT", "~URL https://x.example/a>https://x.example/b", "~k 2>3",
                                 "-A 1", "+C 4"}));
    }

    void forms()
    {
        // the name of a secret in it makes it no text of lines
        QCOMPARE(told("POST https://x.example/\r\n\r\nKey={{k}}&Zip=1",
                      "POST https://x.example/\r\n\r\nKey={{k}}&Zip=2"),
                 QByteArrayList{"~Zip 1>2"});
        QCOMPARE(told("POST /\r\n\r\na=1&b=x+y&c=3", "POST /\r\n\r\na=2&b=x%20y&d=4"),
                 (QByteArrayList{"~a 1>2", "+d 4", "-c 3"}));
    }

    void json()
    {
        QCOMPARE(told("POST /\r\n\r\n{\"lead\":{\"zip\":\"75201\",\"n\":1.0,\"l\":[1,2]}}",
                      "POST /\r\n\r\n{\"lead\":{\"zip\":75201,\"n\":1.0,\"l\":[1,3,4]}}"),
                 (QByteArrayList{"~lead.zip \"75201\">75201", "~lead.l[1] 2>3", "+lead.l[2] 4"}));
    }

    void xml()
    {
        QCOMPARE(told("POST /\r\n\r\n<r><p>1</p><p>2</p><q a=\"x\"/></r>",
                      "POST /\r\n\r\n<r><p>1</p><p>3</p><q a=\"y\"/></r>"),
                 (QByteArrayList{"~/r/p[1] 2>3", "~/r/q@a x>y"}));
    }

    void otherBodiesByTheirLines()
    {
        QCOMPARE(told("POST /\r\n\r\none\ntwo", "POST /\r\n\r\none\nthree"),
                 (QByteArrayList{"~line 2 two>three"}));
        // of two formats: lines
        QCOMPARE(told("POST /\r\n\r\n{\"a\":1}", "POST /\r\n\r\n<a>1</a>"),
                 (QByteArrayList{"~line 1 {\"a\":1}><a>1</a>"}));
    }

    void foreignTextDoesNoHarm()
    {
        for (const std::string &text : {std::string(), std::string("\r\n\r\n"), std::string("POST"),
                                        std::string("POST /\r\n\r\n") + std::string(100000, '['),
                                        std::string("POST /\r\n\r\n") + std::string(100000, '&'),
                                        std::string("POST /\r\n\r\n<a><b>\0</a>", 21)}) {
            QVERIFY(diffRequests(text, "POST /\r\n\r\na=1").size() < 5002);
            QVERIFY(diffRequests("POST /\r\n\r\na=1", text).size() < 5002);
        }
        std::string many = "POST /\r\n\r\na=1";
        for (int i = 0; i < 20000; ++i)
            many += "&k" + std::to_string(i) + "=v";
        QVERIFY(diffRequests(many, "POST /\r\n\r\na=1").size() <= 5001);
    }
};

QTEST_APPLESS_MAIN(TestRequestDiff)
#include "tst_requestdiff.moc"
