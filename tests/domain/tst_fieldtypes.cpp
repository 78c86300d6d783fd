#include "domain/lead/fieldtypes.h"
#include <QFile>
#include <QTest>
#include <QXmlStreamReader>
#include <functional>
#include <map>

using namespace bourse::domain;

namespace {
using Reader = std::function<std::optional<std::string>(std::string_view)>;

void addRow(const char *type, const char *in, const char *out)
{
    QTest::addRow("%s: %s", type, in) << QByteArray(type) << QByteArray(in) << QByteArray(out);
}

std::optional<std::string> read(const QByteArray &type, std::string_view text)
{
    static const std::map<QByteArray, Reader> readers{
        {"email", fieldtype::email},
        {"phone", fieldtype::phone},
        {"date", fieldtype::date},
        {"time", fieldtype::dateTime},
        {"integer", fieldtype::integer},
        {"decimal", fieldtype::decimal},
        {"state", fieldtype::state},
        {"postal", fieldtype::postalCode},
        {"country", fieldtype::country},
        {"url", fieldtype::url},
        {"uuid", fieldtype::uuid},
        {"certificate", fieldtype::certificate},
        {"ip", fieldtype::ipAddress},
        {"boolean",
         [](std::string_view word) -> std::optional<std::string> {
             auto flag = fieldtype::boolean(word);
             return flag ? std::optional<std::string>(*flag ? "true" : "false") : std::nullopt;
         }},
    };
    return readers.at(type)(text);
}

QString conformanceFile(const char *name)
{
    QByteArray folder = qgetenv("BOURSE_CONFORMANCE_DIR");
    return folder.isEmpty() ? QString() : QFile::decodeName(folder) + QLatin1Char('/') + QLatin1String(name);
}
} // namespace

class FieldTypesTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void accepts_data();
    void accepts();
    void refuses_data();
    void refuses();
    void normalFormsAreStable();
    void decimalsCompareExactly();
    void trims();
    void inspects();
    void foldsWords();
    void everyStateAndCountryCode();
    void phonesOfAllCountries();
    void shortCutAndLibraryAgree();
    void addressesThatAreErrors();
};

void FieldTypesTest::accepts_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("in");
    QTest::addColumn<QByteArray>("out");

    addRow("email", "maria@example.com", "maria@example.com");
    addRow("email", "Maria.Garcia+leads@Mail.EXAMPLE.com", "Maria.Garcia+leads@mail.example.com");
    addRow("email", "o'brien@example.co.uk", "o'brien@example.co.uk");
    addRow("email", "a@b-c.io", "a@b-c.io");
    addRow("email", "maria@bücher.example", "maria@xn--bcher-kva.example");
    addRow("email", "x@xn--p1ai.xn--p1ai", "x@xn--p1ai.xn--p1ai");

    addRow("phone", "+15551234567", "+15551234567");
    addRow("phone", "5551234567", "+15551234567");
    addRow("phone", "(555) 123-4567", "+15551234567");
    addRow("phone", "555.123.4567", "+15551234567");
    addRow("phone", "1-555-123-4567", "+15551234567");
    addRow("phone", "+1 (555) 123-4567", "+15551234567");
    addRow("phone", "(512) 555-0142 x12", "+15125550142");
    addRow("phone", "tel:+1-512-555-0142", "+15125550142");
    addRow("phone", "011 49 30 901820", "+4930901820");
    addRow("phone", "+44 20 7946 0958", "+442079460958");
    // an area code that is newer than the library's metadata
    addRow("phone", "+19485550142", "+19485550142");

    for (const char *form :
         {"2026-05-02", "2026/05/02", "2026-5-2", "20260502", "05/02/2026", "5/2/2026", "05-02-2026",
          "May 2, 2026", "May 2 2026", "may 2nd, 2026", "2 May 2026", "02 may, 2026", "2026-05-02T23:59:59Z",
          "2026-05-02T23:59:59-07:00", "2026-05-02 10:00:00", "5/2/2026 2:30 PM"})
        addRow("date", form, "2026-05-02");
    addRow("date", "Sept. 30, 1999", "1999-09-30");
    addRow("date", "2024-02-29", "2024-02-29");

    addRow("time", "2026-05-12T14:30:00Z", "2026-05-12T14:30:00Z");
    addRow("time", "2026-05-12T14:30:00.184Z", "2026-05-12T14:30:00.184Z");
    addRow("time", "2026-05-12T09:30:00-05:00", "2026-05-12T14:30:00Z");
    addRow("time", "2026-05-12 14:30:00", "2026-05-12T14:30:00Z");
    addRow("time", "2026-05-12T14:30", "2026-05-12T14:30:00Z");
    addRow("time", "1778596200", "2026-05-12T14:30:00Z");
    addRow("time", "1778596200184", "2026-05-12T14:30:00.184Z");
    addRow("time", "5/12/2026 2:30 PM", "2026-05-12T14:30:00Z");
    addRow("time", "05/12/2026 14:30:05", "2026-05-12T14:30:05Z");
    addRow("time", "05/12/2026 12:05 am", "2026-05-12T00:05:00Z");
    addRow("time", "May 12, 2026 12:05:09 p.m.", "2026-05-12T12:05:09Z");

    for (const char *word : {"true", "TRUE", "Yes", "y", "1", "on", "t"})
        addRow("boolean", word, "true");
    for (const char *word : {"false", "No", "n", "0", "OFF", "f"})
        addRow("boolean", word, "false");

    addRow("integer", "0", "0");
    addRow("integer", "-0", "0");
    addRow("integer", "007", "7");
    addRow("integer", "+12", "12");
    addRow("integer", "1,234,567", "1234567");
    addRow("integer", "12.00", "12");
    addRow("integer", "9223372036854775807", "9223372036854775807");
    addRow("integer", "-9223372036854775808", "-9223372036854775808");
    addRow("decimal", "1.50", "1.50");
    addRow("decimal", ".5", "0.5");
    addRow("decimal", "-0012.25", "-12.25");
    addRow("decimal", "-0.00", "0.00");
    addRow("decimal", "12,345.678901234567890123", "12345.678901234567890123");

    addRow("state", "TX", "TX");
    addRow("state", "tx", "TX");
    addRow("state", "Texas", "TX");
    addRow("state", "NEW YORK", "NY");
    addRow("state", "New_Hampshire", "NH");
    addRow("state", "US-TX", "TX");
    addRow("state", "ca-on", "ON");
    addRow("state", "British Columbia", "BC");
    addRow("state", "Québec", "QC");
    addRow("state", "D.C.", "DC");
    addRow("state", "Washington, DC", "DC");
    addRow("state", "Puerto Rico", "PR");

    addRow("postal", "78701", "78701");
    addRow("postal", "78701-1234", "78701-1234");
    addRow("postal", "787011234", "78701-1234");
    addRow("postal", "k1a0b1", "K1A 0B1");
    addRow("postal", "K1A 0B1", "K1A 0B1");
    addRow("postal", "v6b-4y8", "V6B 4Y8");

    addRow("country", "US", "US");
    addRow("country", "us", "US");
    addRow("country", "USA", "US");
    addRow("country", "United States", "US");
    addRow("country", "united states of america", "US");
    addRow("country", "CAN", "CA");
    addRow("country", "Canada", "CA");
    addRow("country", "mexico", "MX");
    addRow("country", "DEU", "DE");
    addRow("country", "Germany", "DE");
    addRow("country", "UK", "GB");

    addRow("ip", "192.168.1.1", "192.168.1.1");
    addRow("ip", "0.0.0.0", "0.0.0.0");
    addRow("ip", "255.255.255.255", "255.255.255.255");
    // RFC 5952, sections 2.2, 4.2 and 5
    addRow("ip", "2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1");
    addRow("ip", "2001:0db8:0:0:0:0:2:1", "2001:db8::2:1");
    addRow("ip", "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1");
    addRow("ip", "2001:0:0:1:0:0:0:1", "2001:0:0:1::1");
    addRow("ip", "::", "::");
    addRow("ip", "::1", "::1");
    addRow("ip", "1::", "1::");
    addRow("ip", "::ffff:192.0.2.1", "::ffff:192.0.2.1");
    addRow("ip", "::ffff:c000:0201", "::ffff:192.0.2.1");
    addRow("ip", "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0");
    addRow("ip", "64:ff9b::192.0.2.33", "64:ff9b::c000:221");

    addRow("url", "https://www.example.com/free-case-review", "https://www.example.com/free-case-review");
    addRow("url", "HTTP://Example.COM", "http://example.com");
    addRow("url", "https://example.com:8443/a?b=c&d=%20#e", "https://example.com:8443/a?b=c&d=%20#e");
    addRow("url", "https://example.com?x=ü", "https://example.com?x=%C3%BC");
    addRow("url", "https://bücher.example/", "https://xn--bcher-kva.example/");
    addRow("url", "http://[2001:DB8::1]:80/x", "http://[2001:db8::1]:80/x");
    addRow("url", "http://192.0.2.1/x", "http://192.0.2.1/x");

    addRow("uuid", "01890A5D-AC96-774B-BCCE-B302099A8057", "01890a5d-ac96-774b-bcce-b302099a8057");
    addRow("uuid", "{01890a5d-ac96-774b-bcce-b302099a8057}", "01890a5d-ac96-774b-bcce-b302099a8057");
    addRow("uuid", "01890a5dac96774bbcceb302099a8057", "01890a5d-ac96-774b-bcce-b302099a8057");

    addRow("certificate", "https://cert.trustedform.com/0123456789abcdef0123456789abcdef01234567",
           "https://cert.trustedform.com/0123456789abcdef0123456789abcdef01234567");
    addRow("certificate", "http://CERT.TrustedForm.com/0123456789ABCDEF0123456789abcdef01234567",
           "https://cert.trustedform.com/0123456789ABCDEF0123456789abcdef01234567");
    addRow("certificate", "01890a5d-ac96-774b-bcce-b302099a8057", "01890A5D-AC96-774B-BCCE-B302099A8057");
}

void FieldTypesTest::accepts()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, in);
    QFETCH(QByteArray, out);
    auto normal = read(type, in.toStdString());
    QVERIFY(normal);
    QCOMPARE(QByteArray::fromStdString(*normal), out);
}

void FieldTypesTest::refuses_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("in");
    QTest::addColumn<QByteArray>("out");
    auto refuse = [](const char *type, std::initializer_list<const char *> texts) {
        for (const char *text : texts)
            addRow(type, text, "");
    };
    refuse("email", {"",
                     "maria",
                     "@example.com",
                     "maria@",
                     "maria@example",
                     "maria@@example.com",
                     "ma ria@example.com",
                     ".maria@example.com",
                     "maria.@example.com",
                     "ma..ria@example.com",
                     "maria@-example.com",
                     "maria@example-.com",
                     "maria@example..com",
                     "maria@example.com.",
                     "maria@example.c",
                     "maria@192.0.2.1",
                     "maria@[192.0.2.1]",
                     "\"maria\"@example.com",
                     "maria@exam_ple.com",
                     "not an address",
                     "maria@example.123",
                     "<maria@example.com>",
                     "maría@example.com",
                     "a123456789012345678901234567890123456789012345678901234567890123456@example.com"});
    refuse("phone", {"", "123", "5551234", "0000000000", "1111111111", "0551234567", "+10551234567",
                     "555123456", "55512345678", "call me", "+999123456789", "+1555123456", "+441",
                     "15551234567890123", "555-CALL-", "+"});
    refuse("date", {"",           "2026-02-30",  "2026-13-01",  "2026-00-10",      "25/12/2026",
                    "5/2/26",     "02.05.2026",  "2026-05",     "20261301",        "yesterday",
                    "May 2026",   "Foo 2, 2026", "2026-05-02x", "2026-05-02 noon", "202605021",
                    "0000-01-01", "0999-01-01",  "2023-02-29",  "5/2/20266",       "-2026-05-02",
                    "1778596200"});
    refuse("time", {"", "2026-05-12", "14:30", "2026-05-12T25:00:00Z", "2026-05-12T14:30:00+25:00", "now",
                    "5/12/2026 13:30 PM", "5/12/2026 0:30 AM", "5/12/2026 14:60", "-1778596200",
                    "17785962001", "5/12/2026 2:30 XM", "5/12/2026"});
    refuse("boolean", {"", "maybe", "2", "10", "truee", "yess", "null", "-1"});
    refuse("integer", {"", "1.5", "1e3", "abc", "1,23", ",123", "1,2345", "0x10", "9223372036854775808",
                       "--1", "1-", "+", "١"});
    refuse("decimal", {"", ".", "1.", "1.2.3", "1e3", "NaN", "Infinity", "-", "1,000,00", "$5"});
    refuse("state", {"", "T", "ZZ", "TEX", "Texass", "T1", "US-ZZ", "DE-BE", "XX-TX"});
    refuse("postal", {"", "1234", "123456", "7870", "78701-", "78701-12", "D1A 0B1", "W1A 0B1", "K1O 0B1",
                      "ABCDE", "K1A  0B1"});
    refuse("country", {"", "X", "ZZ", "EU", "XK", "ZZZ", "Atlantis", "World", "Europe", "001"});
    refuse("ip", {"",
                  "1.2.3",
                  "1.2.3.4.5",
                  "256.1.1.1",
                  "01.2.3.4",
                  "1.2.3.4 ",
                  "1.2.3.-4",
                  "0x7f.1",
                  "127.1",
                  "2130706433",
                  ":::",
                  "1::2::3",
                  "1:2:3:4:5:6:7",
                  "1:2:3:4:5:6:7:8:9",
                  "1:2:3:4:5:6:7:8::",
                  "g::1",
                  "12345::",
                  "fe80::1%eth0",
                  "[::1]",
                  "::1.2.3",
                  "1.2.3.4::",
                  ":1",
                  "1:",
                  "①②⑦.⓪.⓪.①",
                  "1.2.3.4, 5.6.7.8",
                  "::ffff:1.2.3.4:5"});
    refuse("url",
           {"", "example.com", "www.example.com/x", "ftp://example.com", "javascript:alert(1)", "https://",
            "https:///x", "https://exa mple.com", "https://example.com/a b", "https://user:pw@example.com/",
            "https://example.com:99999/", "https://example.com:/", "https://example.com/<script>",
            "https://exa_mple.com/", "https://[::1", "https://[1.2.3.4]/", "//example.com"});
    refuse("uuid", {"", "1234", "01890a5d-ac96-774b-bcce-b302099a805", "01890a5d_ac96_774b_bcce_b302099a8057",
                    "{01890a5d-ac96-774b-bcce-b302099a8057"});
    refuse("certificate",
           {"", "https://cert.trustedform.com/", "https://cert.trustedform.com/short",
            "https://cert.trustedform.com.evil.example/0123456789abcdef0123456789abcdef01234567",
            "https://evil.example/0123456789abcdef0123456789abcdef01234567",
            "https://cert.trustedform.com/../0123456789abcdef0123456789abcdef01234567", "N/A"});
}

void FieldTypesTest::refuses()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, in);
    auto normal = read(type, in.toStdString());
    QVERIFY2(!normal, normal.value_or(std::string()).c_str());
}

void FieldTypesTest::normalFormsAreStable()
{
    // what was normalised once is its own normal form
    for (auto [type, text] : {std::pair("email", "Maria@EXAMPLE.com"),
                              {"phone", "(555) 123-4567"},
                              {"phone", "+44 20 7946 0958"},
                              {"date", "May 2, 2026"},
                              {"time", "5/12/2026 2:30 PM"},
                              {"time", "1778596200184"},
                              {"integer", "1,200.0"},
                              {"decimal", "+01,200.50"},
                              {"state", "texas"},
                              {"postal", "k1a0b1"},
                              {"postal", "787011234"},
                              {"country", "usa"},
                              {"ip", "2001:DB8:0:0:1:0:0:1"},
                              {"url", "HTTPS://bücher.example/ü"},
                              {"uuid", "01890A5DAC96774BBCCEB302099A8057"},
                              {"certificate", "01890a5dac96774bbcceb302099a8057"}}) {
        auto once = read(type, text);
        QVERIFY2(once, text);
        auto twice = read(type, *once);
        QVERIFY2(twice && *twice == *once, text);
    }
}

void FieldTypesTest::decimalsCompareExactly()
{
    auto order = [](const char *a, const char *b) {
        return fieldtype::compareDecimals(a, b);
    };
    QVERIFY(order("1", "1.000") == 0);
    QVERIFY(order("0", "0.00") == 0);
    QVERIFY(order("9", "10") < 0);
    QVERIFY(order("1.10", "1.9") < 0);
    QVERIFY(order("-1.10", "-1.9") > 0);
    QVERIFY(order("-1", "0") < 0);
    QVERIFY(order("99999999999999999999.1", "99999999999999999999.09") > 0);
    QVERIFY(order("0.0000000000000000001", "0") > 0);
}

void FieldTypesTest::trims()
{
    QCOMPARE(fieldtype::trim(" \t\r\n x y \v\f\n"), std::string_view("x y"));
    QCOMPARE(fieldtype::trim("\xc2\xa0 x\xc2\xa0"), std::string_view("x"));
    QCOMPARE(fieldtype::trim(" \xc2\xa0 "), std::string_view());
    QCOMPARE(fieldtype::trim("\xc3\xa0"),
             std::string_view("\xc3\xa0")); // à ends in the byte of a no-break space
}

void FieldTypesTest::inspects()
{
    using fieldtype::inspect;
    using fieldtype::TextProblem;
    QVERIFY(inspect("plain", false) == TextProblem::None);
    QVERIFY(inspect("José Ünal 李 😀", false) == TextProblem::None);
    QVERIFY(inspect("two\nlines\tand\r", true) == TextProblem::None);
    QVERIFY(inspect("two\nlines", false) == TextProblem::ControlCharacter);
    QVERIFY(inspect(std::string_view("a\0b", 3), true) == TextProblem::ControlCharacter);
    QVERIFY(inspect("\x7f", true) == TextProblem::ControlCharacter);
    QVERIFY(inspect("\x1b[31m", true) == TextProblem::ControlCharacter);
    QVERIFY(inspect("\xc2\x85", true) == TextProblem::ControlCharacter);
    QVERIFY(inspect("\xc2\xa0", false) == TextProblem::None);
    for (const char *broken :
         {"\x80", "\xff", "\xc0\xaf", "\xc3", "\xc3(", "\xe2\x82", "\xe0\x80\xaf", "\xed\xa0\x80",
          "\xf0\x80\x80\xaf", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "ok\xfe", "\n\xff"})
        QVERIFY2(inspect(broken, true) == TextProblem::InvalidUtf8, broken);
}

void FieldTypesTest::foldsWords()
{
    QVERIFY(fieldtype::equalFolded("Auto Accident", "auto_accident"));
    QVERIFY(fieldtype::equalFolded("auto-accident", "AUTO ACCIDENT"));
    QVERIFY(!fieldtype::equalFolded("auto accident", "autoaccident"));
    QVERIFY(!fieldtype::equalFolded("é", "É"));
}

void FieldTypesTest::everyStateAndCountryCode()
{
    int states = 0;
    int countries = 0;
    for (char a = 'A'; a <= 'Z'; ++a) {
        for (char b = 'A'; b <= 'Z'; ++b) {
            std::string code{a, b};
            states += fieldtype::state(code) ? 1 : 0;
            countries += fieldtype::country(code) ? 1 : 0;
        }
    }
    // 50 states, DC, 5 territories, 3 military, 13 provinces and territories; 249 countries and "UK"
    QCOMPARE(states, 50 + 1 + 5 + 3 + 13);
    QCOMPARE(countries, 249 + 1);
}

void FieldTypesTest::phonesOfAllCountries()
{
    QFile file(conformanceFile("phone/e164-examples.tsv"));
    if (file.fileName().isEmpty() || !file.open(QIODevice::ReadOnly))
        QSKIP("BOURSE_CONFORMANCE_DIR is not set: the example numbers of all countries are not read");
    int read = 0;
    int refused = 0;
    QStringList refusedPeople; // lines of the two kinds that people have
    while (!file.atEnd()) {
        QByteArray line = file.readLine().trimmed();
        if (line.isEmpty() || line.startsWith('#'))
            continue;
        QList<QByteArray> columns = line.split('\t');
        std::string number = columns.last().toStdString();
        auto normal = fieldtype::phone(number);
        ++read;
        if (normal && *normal == number)
            continue;
        ++refused;
        QVERIFY2(columns[1] != "1" || columns[2] == "uan", line.constData());
        if (columns[2] == "fixedLine" || columns[2] == "mobile")
            refusedPeople << QString::fromUtf8(line);
    }
    QCOMPARE(read, 1144);
    // the list is some years newer than the metadata of the library
    QVERIFY2(refusedPeople.size() <= 5, qPrintable(refusedPeople.join(QLatin1Char('\n'))));
    QVERIFY(refused * 40 < read);
    qInfo("Example numbers: %d of %d read as they are written; %d of kinds that people do not have, or newer "
          "than the library's metadata",
          read - refused, read, refused);
}

void FieldTypesTest::shortCutAndLibraryAgree()
{
    // a character that the short cut does not know sends the same number through the library
    for (const char *national :
         {"5551234567", "2125550142", "9485550142", "8005550199", "6045550123", "7875550100"}) {
        std::string plain = *fieldtype::phone(national);
        QCOMPARE(*fieldtype::phone(std::string("tel:+1") + national), plain);
        QCOMPARE(*fieldtype::phone(std::string("+1/") + national), plain);
        QCOMPARE(*fieldtype::phone(std::string(national) + " ext. 5"), plain);
    }
}

void FieldTypesTest::addressesThatAreErrors()
{
    QFile file(conformanceFile("isemail/test/tests.xml"));
    if (file.fileName().isEmpty() || !file.open(QIODevice::ReadOnly))
        QSKIP("BOURSE_CONFORMANCE_DIR is not set: the addresses of isemail are not read");
    QXmlStreamReader xml(&file);
    QString address;
    QString category;
    int errors = 0;
    int valid = 0;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement() && xml.name() == QLatin1String("address")) {
            address = xml.readElementText();
            // control characters are written as their pictures, U+2400 and on
            for (QChar &c : address) {
                if (c.unicode() >= 0x2400 && c.unicode() < 0x2420)
                    c = QChar(c.unicode() - 0x2400);
            }
        } else if (xml.isStartElement() && xml.name() == QLatin1String("category")) {
            category = xml.readElementText();
        } else if (xml.isEndElement() && xml.name() == QLatin1String("test")) {
            auto normal = fieldtype::email(address.toStdString());
            if (category == QLatin1String("ISEMAIL_ERR")) {
                ++errors;
                QVERIFY2(!normal, qPrintable(address));
            } else if (category == QLatin1String("ISEMAIL_VALID_CATEGORY") &&
                       address.contains(QLatin1Char('.')) && !address.contains(QLatin1Char('"'))) {
                valid += normal ? 1 : 0;
            }
        }
    }
    QVERIFY(errors > 40);
    QVERIFY(valid > 0);
}

QTEST_GUILESS_MAIN(FieldTypesTest)
#include "tst_fieldtypes.moc"
