// The egress guard judges addresses: only public unicast ones, and what the operator allows beside them.
#include "net/buyeraccessmanager.h"
#include <QFile>
#include <QTest>

using bourse::net::EgressGuard;

class TestEgressGuard : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void judges_data();
    void judges();
    void allowListOpensExactlyItsRange();
    void allowListCoversMappedForm();
    void refusesWhatIsNoCidr();
    void refusesOtherSizes();
    void conformance();
};

void TestEgressGuard::judges_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("allowed");
    const auto row = [](const char *address, bool allowed) {
        QTest::newRow(address) << QString::fromLatin1(address) << allowed;
    };
    for (const char *denied : {"0.0.0.0",
                               "10.0.0.1",
                               "10.255.255.255",
                               "100.64.0.0",
                               "100.127.255.255",
                               "127.0.0.1",
                               "169.254.169.254",
                               "172.16.0.0",
                               "172.31.255.255",
                               "192.168.255.255",
                               "198.19.255.255",
                               "224.0.0.1",
                               "239.255.255.255",
                               "240.0.0.1",
                               "255.255.255.255",
                               "::",
                               "::1",
                               "::7f00:1",
                               "::ffff:10.0.0.1",
                               "::ffff:0:127.0.0.1",
                               "64:ff9b::7f00:1",
                               "fe80::1",
                               "fe80::1%eth0",
                               "fec0::1",
                               "fc00::1",
                               "fdff:ffff::1",
                               "ff02::1",
                               "2001:db8::1",
                               "2001::1",
                               "2002:7f00:1::",
                               "3fff::1",
                               "5f00::1",
                               "100::1"})
        row(denied, false);
    for (const char *allowed :
         {"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
          "128.0.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0", "223.255.255.255",
          "::ffff:8.8.8.8", "2001:4860:4860::8888", "2003::1", "2606:4700:4700::1111", "2a00:1450:4001::1"})
        row(allowed, true);
    for (const char *noAddress :
         {"", "localhost", "127.1", "0x7f.1", "2130706433", "[::1]", "1.2.3.4/8", " 1.1.1.1"})
        row(noAddress, false);
}

void TestEgressGuard::judges()
{
    QFETCH(QString, address);
    QFETCH(bool, allowed);
    QCOMPARE(EgressGuard().allows(address.toStdString()), allowed);
}

void TestEgressGuard::allowListOpensExactlyItsRange()
{
    const auto guard =
        EgressGuard::fromCidrs({"127.0.0.0/8", "10.1.2.128/25", "fd00:1::/32", "192.168.7.7", "::1/128"});
    QVERIFY(guard.ok());
    for (const char *allowed : {"127.0.0.1", "127.255.255.255", "10.1.2.128", "10.1.2.255", "fd00:1::5",
                                "192.168.7.7", "::1", "8.8.8.8"})
        QVERIFY2(guard->allows(std::string(allowed)), allowed);
    for (const char *denied :
         {"126.0.0.1.", "10.1.2.127", "10.1.3.128", "fd00:2::5", "192.168.7.8", "::2", "0.0.0.0"})
        QVERIFY2(!guard->allows(std::string(denied)), denied);
}

void TestEgressGuard::allowListCoversMappedForm()
{
    const auto guard = EgressGuard::fromCidrs({"127.0.0.0/8"});
    QVERIFY(guard.ok());
    QVERIFY(guard->allows(std::string("::ffff:127.0.0.1")));
    QVERIFY(!guard->allows(std::string("::7f00:1")));
    // A range of the other family does not spill over: 0.0.0.0/0 says nothing about IPv6.
    const auto all4 = EgressGuard::fromCidrs({"0.0.0.0/0"});
    QVERIFY(all4->allows(std::string("10.0.0.1")));
    QVERIFY(!all4->allows(std::string("fd00::1")));
}

void TestEgressGuard::refusesWhatIsNoCidr()
{
    for (const char *bad : {"", "/8", "127.0.0.0/33", "127.0.0.0/-1", "127.0.0.0/8x", "127.0.0.0/", "::1/129",
                            "localhost/8", "fe80::1%lo/64", "10.0.0/8"}) {
        const auto guard = EgressGuard::fromCidrs({"10.0.0.0/8", bad});
        QVERIFY2(!guard.ok(), bad);
        QCOMPARE(guard.errors().size(), std::size_t(1));
        QCOMPARE(guard.error().code, std::string("not_a_cidr"));
        QCOMPARE(guard.error().field, std::string("1"));
    }
    QCOMPARE(EgressGuard::fromCidrs({"x", "y"}).errors().size(), std::size_t(2));
}

void TestEgressGuard::refusesOtherSizes()
{
    const unsigned char bytes[16] = {8, 8, 8, 8};
    QVERIFY(EgressGuard().allows(bytes, 4));
    for (const std::size_t size : {0u, 1u, 5u, 8u})
        QVERIFY(!EgressGuard().allows(bytes, size));
}

void TestEgressGuard::conformance()
{
    const QString folder = qEnvironmentVariable("BOURSE_CONFORMANCE_DIR");
    if (folder.isEmpty())
        QSKIP("BOURSE_CONFORMANCE_DIR is not set");
    QFile file(folder + QStringLiteral("/ssrf/addresses.tsv"));
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
    int cases = 0;
    while (!file.atEnd()) {
        const auto fields = file.readLine().trimmed().split('\t');
        if (fields.size() < 2 || fields[0].startsWith('#'))
            continue;
        const bool allowed = EgressGuard().allows(fields[0].toStdString());
        QVERIFY2(allowed == (fields[1] == "allow"), fields[0].constData());
        ++cases;
    }
    QVERIFY2(cases >= 65, qPrintable(QString::number(cases)));
}

QTEST_GUILESS_MAIN(TestEgressGuard)
#include "tst_egressguard.moc"
