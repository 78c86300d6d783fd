#include "domain/json/json.h"
#include "domain/lead/sealing.h"
#include <QFile>
#include <QTest>
#include <set>
#include <thread>
#include <vector>

using namespace bourse;
using namespace bourse::domain;

namespace {
std::string bytes(const Value &object, std::string_view key)
{
    const Value *value = object.find(key);
    return value ? fromHex(value->toText()).valueOr({}) : std::string();
}

std::string text(const Value &object, std::string_view key)
{
    const Value *value = object.find(key);
    return value ? value->toText() : std::string();
}

/// The parsed file below BOURSE_CONFORMANCE_DIR; nothing where that is not set.
std::optional<Value> conformance(const char *file)
{
    QByteArray folder = qgetenv("BOURSE_CONFORMANCE_DIR");
    if (folder.isEmpty())
        return std::nullopt;
    QFile source(QFile::decodeName(folder) + QLatin1Char('/') + QLatin1String(file));
    if (!source.open(QIODevice::ReadOnly))
        return std::nullopt;
    auto value = parseJson(source.readAll().toStdString());
    return value ? std::optional(std::move(*value)) : std::nullopt;
}
} // namespace

class SealingTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void sealsAndUnseals_data();
    void sealsAndUnseals();
    void knownSealOpens();
    void anyAlteredBitIsNoticed();
    void wrongKeyContextAndForm();
    void noncesDiffer();
    void threadsSealApart();
    void masterKeys();
    void lookups();
    void digestsOfTheStandards();
    void hex();
    void wycheproofAesGcm();
    void wycheproofHmac();
    void rfc4231();
    void speed();
};

void SealingTest::sealsAndUnseals_data()
{
    QTest::addColumn<int>("size");
    for (int size : {0, 1, 15, 16, 17, 255, 4096, 1'000'000})
        QTest::addRow("%d bytes", size) << size;
}

void SealingTest::sealsAndUnseals()
{
    QFETCH(int, size);
    Secret key = newLeadKey();
    QCOMPARE(key.reveal().size(), std::size_t(32));
    std::string plain(static_cast<std::size_t>(size), '\0');
    for (std::size_t i = 0; i < plain.size(); ++i)
        plain[i] = static_cast<char>(i * 31);
    std::string sealed = seal(key, plain, "leads:1");
    QCOMPARE(sealed.size(), plain.size() + 29);
    QCOMPARE(sealed.front(), '\x01');
    if (size >= 15)
        QVERIFY(sealed.find(plain) == std::string::npos);
    auto opened = unseal(key, sealed, "leads:1");
    QVERIFY(opened.ok());
    QVERIFY(*opened == plain);
}

void SealingTest::knownSealOpens()
{
    // GCM specification (McGrew, Viega), test case 16: the stored form stays readable for ever
    Secret key(*fromHex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"));
    std::string sealed = "\x01" + *fromHex("cafebabefacedbaddecaf888"
                                           "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                                           "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                                           "76fc6ece0f4e1768cddf8853bb2d551b");
    auto plain = unseal(key, sealed, *fromHex("feedfacedeadbeeffeedfacedeadbeefabaddad2"));
    QVERIFY(plain.ok());
    QCOMPARE(toHex(*plain), std::string("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                                        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"));
}

void SealingTest::anyAlteredBitIsNoticed()
{
    Secret key = newLeadKey();
    std::string sealed = seal(key, "maria@example.com", "leads:1");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string altered = sealed;
            altered[i] = static_cast<char>(altered[i] ^ (1 << bit));
            auto opened = unseal(key, altered, "leads:1");
            QVERIFY(!opened.ok());
            QCOMPARE(opened.error().code, std::string("unsealing_failed"));
        }
    }
    for (std::size_t length = 0; length < sealed.size(); ++length)
        QVERIFY(!unseal(key, std::string_view(sealed).substr(0, length), "leads:1").ok());
    QVERIFY(!unseal(key, sealed + "x", "leads:1").ok());
    QVERIFY(unseal(key, sealed, "leads:1").ok());
}

void SealingTest::wrongKeyContextAndForm()
{
    Secret key = newLeadKey();
    std::string sealed = seal(key, "value", "leads:1:email");
    QVERIFY(!unseal(newLeadKey(), sealed, "leads:1:email").ok());
    QVERIFY(!unseal(key, sealed, "leads:2:email").ok());
    QVERIFY(!unseal(key, sealed, "").ok());
    QVERIFY(!unseal(Secret(std::string("short")), sealed, "leads:1:email").ok());
    QVERIFY(!unseal(Secret(), sealed, "leads:1:email").ok());
    QVERIFY(unseal(key, seal(key, "value", ""), "").ok());
}

void SealingTest::noncesDiffer()
{
    Secret key = newLeadKey();
    std::set<std::string> nonces;
    for (int i = 0; i < 5000; ++i)
        QVERIFY(nonces.insert(seal(key, "same", "same").substr(1, 12)).second);
}

void SealingTest::threadsSealApart()
{
    std::vector<std::thread> threads;
    std::atomic<int> failures = 0;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&failures, t] {
            Secret key = newLeadKey();
            for (int i = 0; i < 2000; ++i) {
                std::string plain = std::to_string(t) + ":" + std::to_string(i);
                auto opened = unseal(key, seal(key, plain, plain), plain);
                failures += opened && *opened == plain ? 0 : 1;
                failures += sha256(plain) == sha256(plain) ? 0 : 1;
                failures += hmacSha256(plain, "x") == hmacSha256(plain, "x") ? 0 : 1;
            }
        });
    for (auto &thread : threads)
        thread.join();
    QCOMPARE(failures.load(), 0);
}

void SealingTest::masterKeys()
{
    MasterKey key = MasterKey::generate();
    MasterKey same = *MasterKey::fromBytes(key.bytes());
    MasterKey other = MasterKey::generate();
    QCOMPARE(key.fingerprint(), same.fingerprint());
    QVERIFY(key.fingerprint() != other.fingerprint());
    QCOMPARE(key.fingerprint().size(), std::size_t(16));
    for (std::size_t length : {0u, 16u, 31u, 33u})
        QCOMPARE(MasterKey::fromBytes(Secret(std::string(length, 'k'))).error().code,
                 std::string("master_key_length"));

    Secret leadKey = newLeadKey();
    std::string wrapped = key.wrap(leadKey, "lead_keys:1");
    QVERIFY(wrapped.find(leadKey.reveal()) == std::string::npos);
    auto unwrapped = same.unwrap(wrapped, "lead_keys:1");
    QVERIFY(unwrapped.ok());
    QVERIFY(unwrapped->reveal() == leadKey.reveal());
    QVERIFY(!other.unwrap(wrapped, "lead_keys:1").ok());
    QVERIFY(!key.unwrap(wrapped, "lead_keys:2").ok());
    // a key has one use: what the master key itself sealed is not a wrapped key
    QVERIFY(!key.unwrap(seal(key.bytes(), leadKey.reveal(), "lead_keys:1"), "lead_keys:1").ok());
}

void SealingTest::lookups()
{
    MasterKey key = MasterKey::generate();
    std::string hash = key.lookupHash("email", "maria@example.com");
    QCOMPARE(hash.size(), std::size_t(32));
    QVERIFY(hash == MasterKey::fromBytes(key.bytes())->lookupHash("email", "maria@example.com"));
    QVERIFY(hash != key.lookupHash("phone", "maria@example.com"));
    QVERIFY(hash != key.lookupHash("email", "mario@example.com"));
    QVERIFY(hash != MasterKey::generate().lookupHash("email", "maria@example.com"));
    QVERIFY(key.lookupHash("ab", "c") != key.lookupHash("a", "bc"));
    // without the key a look-up value tells nothing: it is not a plain digest
    QVERIFY(hash != sha256("maria@example.com"));
    QVERIFY(hash != hmacSha256(key.bytes().reveal(), "maria@example.com"));
}

void SealingTest::digestsOfTheStandards()
{
    // FIPS 180-4 examples and RFC 4231 case 2
    QCOMPARE(toHex(sha256("")),
             std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    QCOMPARE(toHex(sha256("abc")),
             std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    QCOMPARE(toHex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
             std::string("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
    QCOMPARE(toHex(hmacSha256("Jefe", "what do ya want for nothing?")),
             std::string("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    // a key of no bytes is a key of its own, not "the last one used"
    QCOMPARE(toHex(hmacSha256("", "")),
             std::string("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"));
}

void SealingTest::hex()
{
    QCOMPARE(toHex(std::string_view("\x00\x7f\xff", 3)), std::string("007fff"));
    QVERIFY(*fromHex("007fFF") == std::string("\x00\x7f\xff", 3));
    QVERIFY(fromHex("")->empty());
    for (const char *wrong : {"0", "0g", "zz", "00 ", "0x00"})
        QCOMPARE(fromHex(wrong).error().code, std::string("not_hex"));
}

void SealingTest::wycheproofAesGcm()
{
    auto file = conformance("wycheproof/testvectors_v1/aes_gcm_test.json");
    if (!file)
        QSKIP("BOURSE_CONFORMANCE_DIR is not set: the Wycheproof vectors are not run");
    int valid = 0;
    int invalid = 0;
    for (const Value &group : *file->find("testGroups")->asArray()) {
        // the shape of what is stored: 256-bit key, 96-bit nonce, 128-bit tag
        if (text(group, "keySize") != "256" || text(group, "ivSize") != "96" ||
            text(group, "tagSize") != "128")
            continue;
        for (const Value &test : *group.find("tests")->asArray()) {
            std::string sealed = "\x01" + bytes(test, "iv") + bytes(test, "ct") + bytes(test, "tag");
            auto plain = unseal(Secret(bytes(test, "key")), sealed, bytes(test, "aad"));
            if (text(test, "result") == "valid") {
                ++valid;
                QVERIFY2(plain.ok() && *plain == bytes(test, "msg"), text(test, "tcId").c_str());
            } else {
                ++invalid;
                QVERIFY2(!plain.ok(), text(test, "tcId").c_str());
            }
        }
    }
    QCOMPARE(valid + invalid, 66);
    QVERIFY(invalid > 20);
    qInfo("Wycheproof AES-GCM: %d valid and %d invalid of the stored shape (256-bit key, 96-bit nonce, "
          "128-bit tag)",
          valid, invalid);
}

void SealingTest::wycheproofHmac()
{
    auto file = conformance("wycheproof/testvectors_v1/hmac_sha256_test.json");
    if (!file)
        QSKIP("BOURSE_CONFORMANCE_DIR is not set: the Wycheproof vectors are not run");
    int tests = 0;
    for (const Value &group : *file->find("testGroups")->asArray()) {
        for (const Value &test : *group.find("tests")->asArray()) {
            std::string tag = bytes(test, "tag");
            std::string mac = hmacSha256(bytes(test, "key"), bytes(test, "msg")).substr(0, tag.size());
            QVERIFY2((mac == tag) == (text(test, "result") == "valid"), text(test, "tcId").c_str());
            ++tests;
        }
    }
    QCOMPARE(tests, 174);
}

void SealingTest::rfc4231()
{
    auto file = conformance("hmac-rfc4231/hmac_sha256.json");
    if (!file)
        QSKIP("BOURSE_CONFORMANCE_DIR is not set: the RFC 4231 vectors are not run");
    const Array &cases = *file->find("cases")->asArray();
    QCOMPARE(cases.size(), std::size_t(7));
    for (const Value &one : cases) {
        std::string mac = toHex(hmacSha256(bytes(one, "key_hex"), bytes(one, "data_hex")));
        QCOMPARE(mac, text(one, "hmac_sha256_hex"));
        if (one.find("truncated_128"))
            QCOMPARE(mac.substr(0, 32), text(one, "truncated_128"));
    }
}

void SealingTest::speed()
{
    Secret key = newLeadKey();
    const std::string plain(40, 'x');
    std::string sealed;
    QBENCHMARK
    {
        sealed = seal(key, plain, "leads:01890a5d-ac96-774b-bcce-b302099a8057:email");
    }
    QVERIFY(!sealed.empty());
}

QTEST_GUILESS_MAIN(SealingTest)
#include "tst_sealing.moc"
