#include "domain/lead/reason.h"
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <set>

using namespace bourse::domain;

class ReasonTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everyConstantHasItsSentence();
    void codesAreUniqueAndStable();
    void anUnknownCodeIsItsOwnSentence();
};

void ReasonTest::everyConstantHasItsSentence()
{
    // the header is the list of constants; a new one without a sentence must not pass
    QFile header(QStringLiteral(BOURSE_SOURCE_DIR "/src/domain/lead/reason.h"));
    QVERIFY(header.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(header.readAll());
    static const QRegularExpression constant(QStringLiteral("string_view \\w+ = \"(\\w+)\";"));
    std::size_t found = 0;
    for (auto it = constant.globalMatch(text); it.hasNext(); ++found) {
        std::string code = it.next().captured(1).toStdString();
        QVERIFY2(sentence(code) != code, code.c_str());
    }
    QVERIFY(found > 30);
    QCOMPARE(reasons().size(), found);
}

void ReasonTest::codesAreUniqueAndStable()
{
    std::set<std::string_view> codes;
    for (const ReasonInfo &reason : reasons()) {
        QVERIFY2(codes.insert(reason.code).second, reason.code.data());
        QVERIFY(reason.code.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos);
        QVERIFY2(reason.sentence.size() > 15 && reason.sentence.ends_with('.'), reason.code.data());
        QVERIFY2(reason.sentence.front() >= 'A' && reason.sentence.front() <= 'Z', reason.code.data());
    }
}

void ReasonTest::anUnknownCodeIsItsOwnSentence()
{
    QCOMPARE(sentence("no_such_code"), std::string_view("no_such_code"));
    QCOMPARE(sentence(reason::noBid), std::string_view("No buyer made a bid that counts."));
}

QTEST_GUILESS_MAIN(ReasonTest)
#include "tst_reason.moc"
