// Transforms beyond those that tst_integrationrender shows: each with plain, odd and bad input.
#include "domain/integration/catalogue.h"
#include "domain/integration/integration.h"
#include "domain/json/json.h"
#include <QTest>

using namespace bourse;
using namespace bourse::domain;

namespace {

Object parsed(const std::string &text)
{
    const auto value = parseJson(text);
    if (!value)
        qFatal("%s: %s", text.c_str(), value.error().message.c_str());
    return *value->asObject();
}

const Object &lead()
{
    static const Object fields = parsed(
        R"({"name":"Ann","state":"TX","age":42,"price":"19.99","zero":0,"empty":"","tags":["b","a","b"],)"
        R"("drivers":[{"name":"Ann","age":40,"accidents":[{"year":2020},{"year":2022}]},{"name":"Bob","age":19}],)"
        R"("born":"1984-07-09","text":"hello"})");
    return fields;
}

std::string rendered(const std::string &source, const std::string &chain, const Object &fields = lead())
{
    const auto integration = Integration::fromJson(
        R"({"bourse_integration":1,"slug":"t","tables":{"zips":{"78701":{"city":"Austin","county":"Travis"}}},)"
        R"("endpoints":{"test":{"base_url":"http://127.0.0.1"}},"steps":{"ping":{"body":{"format":"json",)"
        R"("rows":[{"target":"v","source":)" +
        source + R"(,"transforms":[)" + chain +
        R"(]}]},"response":{"rules":[{"id":"r","outcome":"rejected"}]}}}})");
    if (!integration)
        return "refused " + integration.error().code;
    static const std::map<std::string, Secret> secrets{{"key", Secret("s3cret")}, {"odd", Secret("xyz")}};
    RenderInput input;
    input.lead = &fields;
    input.secrets = &secrets;
    input.time = *fromIso8601("2026-05-12T14:30:01.184Z");
    input.seed = 7;
    const auto request = (*integration)->render(StepKind::Ping, input);
    if (!request)
        return "error " + request.error().code;
    return request->body == "{}" ? std::string() : request->body.substr(5, request->body.size() - 6);
}

std::string quoted(const std::string &text)
{
    std::string out;
    writeJsonString(text, out);
    return out;
}

} // namespace

class TestIntegrationTransforms : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void chains_data();
    void chains();
    void numbersStayExact();
    void postalPrefixes_data();
    void postalPrefixes();
    void everyTransformSurvivesBadInput();
    void answersTakeOnlyWhatTheyCan();
    void computedValues();
};

void TestIntegrationTransforms::chains_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("chain");
    QTest::addColumn<QString>("json"); // "", "error code" or "refused code"
    const auto row = [](const char *name, const char *source, const char *chain, const char *json) {
        QTest::newRow(name) << QString::fromUtf8(source) << QString::fromUtf8(chain)
                            << QString::fromUtf8(json);
    };
    const auto text = [&](const char *name, const char *value, const char *chain, const char *json) {
        row(name, (std::string(R"({"constant":)") + quoted(value) + "}").c_str(), chain, json);
    };

    // text
    text("ascii spells out", "Straße Ærø Łódź “q” – …€", R"({"do":"ascii"})",
         R"("Strasse AEro Lodz \"q\" - ...EUR")");
    text("ascii decomposed", "Jose\u0301", R"({"do":"ascii"})", R"("Jose")");
    text("ascii cyrillic", "Юрий Щука", R"({"do":"ascii"})", R"("Yuriy Shchuka")");
    text("ascii greek", "Αθήνα", R"({"do":"ascii"})", R"("Athina")");
    text("ascii unknown", "a😀漢b", R"({"do":"ascii","unknown":"?"})", R"("a??b")");
    text("ascii drops unknown", "a😀b", R"({"do":"ascii"})", R"("ab")");
    text("slug", "  Déjà-vu & Co's! ", R"({"do":"slug"})", R"("deja-vu-cos")");
    text("slug separator", "a b", R"({"do":"slug","separator":"_"})", R"("a_b")");
    text("mask", "12345678", R"({"do":"mask"})", R"("****5678")");
    text("mask short", "1234", R"({"do":"mask"})", R"("****")");
    text("mask both ends", "ñandú@x", R"({"do":"mask","first":1,"last":2,"with":"•"})", R"("ñ••••@x")");
    text("mask character", "1", R"({"do":"mask","with":"ab"})", "refused wrong_type");
    text("collapse", " a \t b\u00A0\n c ", R"({"do":"collapse_spaces"})", R"("a b c")");
    text("capitalise", "élan vital", R"({"do":"capitalise"})", R"("Élan vital")");
    text("email local", "a.b@x.com", R"({"do":"email_local"})", R"("a.b")");
    text("email local of none", "nobody", R"({"do":"email_local"})", "");
    text("template", "TX", R"({"do":"template","template":"{{lead.name}} in {{ value | lower }}!"})",
         R"("Ann in tx!")");
    text("template around nothing", "", R"({"do":"template","template":"<{{value}}>"})", "");
    row("value outside", R"({"template":"{{value}}"})", "", "refused not_available");
    text("blank usual", " None ", R"({"do":"blank"})", "");
    text("blank zero uuid", "00000000-0000-0000-0000-000000000000", R"({"do":"blank"})", "");
    text("blank fake certificate", "https://cert.trustedform.com/0000000000000000000000000000000000000000",
         R"({"do":"blank"})", "");
    text("blank keeps a certificate", "https://cert.trustedform.com/0f1e", R"({"do":"blank"})",
         R"("https://cert.trustedform.com/0f1e")");
    text("blank keeps a year", "2026", R"({"do":"blank"})", R"("2026")");
    text("blank own words only", "N/A", R"({"do":"blank","values":["zip"]})", R"("N/A")");
    text("blank own and usual", "N/A", R"({"do":"blank","values":["zip"],"placeholders":true})", "");

    // numbers
    text("floor", "-0.5", R"({"do":"floor"})", "-1");
    text("ceiling", "0.000001", R"({"do":"ceiling"})", "1");
    text("no number", "abc", R"({"do":"floor"})", "error not_a_number");
    text("add", "0.1", R"({"do":"add","value":0.2})", "0.3");
    text("add a field", "1", R"({"do":"add","source":{"field":"age"}})", "43");
    text("add nothing", "1", R"({"do":"add","source":{"field":"empty"}})", "1");
    text("add no number", "1", R"({"do":"add","source":{"field":"text"}})", "error not_a_number");
    text("add two operands", "1", R"({"do":"add","value":1,"source":{"field":"age"}})", "refused required");
    text("add no operand", "1", R"({"do":"add"})", "refused required");
    text("add text operand", "1", R"({"do":"add","value":"x"})", "refused wrong_type");
    text("subtract", "1", R"({"do":"subtract","value":"1.000001"})", "-0.000001");
    text("multiply to cents", "$1,019.99", R"({"do":"multiply","value":100})", "101999");
    text("multiply rounds the last", "0.000003", R"({"do":"multiply","value":"0.5"})", "0.000002");
    text("divide", "1", R"({"do":"divide","value":3})", "0.333333");
    text("divide to decimals", "200", R"({"do":"divide","value":3,"decimals":2,"rounding":"down"})", "66.66");
    text("divide negative", "-1", R"({"do":"divide","value":-8})", "0.125");
    text("divide by zero", "1", R"({"do":"divide","value":0})", "error division_by_zero");
    text("divide by a zero field", "1", R"({"do":"divide","source":{"field":"zero"}})",
         "error division_by_zero");
    text("overflow", "9000000000000", R"({"do":"multiply","value":9000000000000})", "error out_of_range");
    text("overflow of a sum", "9223372036854", R"({"do":"add","value":9223372036854})", "error out_of_range");
    text("too large to read", "99999999999999999999", R"({"do":"add","value":1})", "error not_a_number");
    text("min", "7", R"({"do":"min","value":5.5})", "5.5");
    text("max of a field", "7", R"({"do":"max","source":{"field":"age"}})", "42");
    text("clamp low", "1", R"({"do":"clamp","min":2,"max":3})", "2");
    text("clamp high only", "9", R"({"do":"clamp","max":"3.5"})", "3.5");
    text("clamp inside", "2.50", R"({"do":"clamp","min":2,"max":3})", "2.5");
    text("clamp without bounds", "1", R"({"do":"clamp"})", "refused required");
    text("clamp crossed", "1", R"({"do":"clamp","min":3,"max":2})", "refused out_of_range");
    text("range middle", "5-10", R"({"do":"range","decimals":1})", "7.5");
    text("range low", "$50,000 – $74,999", R"({"do":"range","take":"low"})", "50000");
    text("range high", "5 to 10 years", R"({"do":"range","take":"high"})", "10");
    text("range open above", "10+", R"({"do":"range","take":"high"})", "10");
    text("range open below", "Under 5", R"({"do":"range","take":"low"})", "5");
    text("range in thousands", "$10k to $15K", R"({"do":"range","take":"high"})", "15000");
    text("range of one", "7", R"({"do":"range"})", "7");
    text("range of words", "many", R"({"do":"range"})", "error not_a_range");
    text("range of three", "1-2-3", R"({"do":"range"})", "error not_a_range");
    text("range backwards", "10-5", R"({"do":"range"})", "error not_a_range");
    text("bands inclusive", "599",
         R"({"do":"bands","bands":[{"up_to":599,"value":1},{"from":600,"value":2}]})", "1");
    text("bands exclusive", "599.5",
         R"({"do":"bands","bands":[{"below":600,"value":1},{"from":600,"value":2}]})", "1");
    text("bands gap", "599.5", R"({"do":"bands","bands":[{"up_to":599,"value":1},{"from":600,"value":2}]})",
         "error unmapped_value");
    text("bands else", "x", R"({"do":"bands","bands":[{"up_to":599,"value":1}],"else":"?"})", R"("?")");
    text("bands unbounded", "1", R"({"do":"bands","bands":[{"value":1}]})", "refused required");
    text("bands none", "1", R"({"do":"bands","bands":[]})", "refused required");
    text("number after", "12.5", R"({"do":"number","after":" USD"})", R"("12.50 USD")");

    // booleans and words
    text("boolean own words", "2",
         R"({"do":"boolean","read_true":[1],"read_false":["2"],"true":"Y","false":"N"})", R"("N")");
    text("boolean unknown passes", "maybe", R"({"do":"boolean","unknown":"pass"})", R"("maybe")");
    text("boolean unknown empty", "maybe", R"({"do":"boolean","unknown":"empty"})", "");
    text("boolean unknown false", "maybe", R"({"do":"boolean","unknown":"false","false":0})", "0");
    text("boolean unknown constant", "maybe", R"({"do":"boolean","unknown":"constant","constant":"U"})",
         R"("U")");
    text("boolean without constant", "x", R"({"do":"boolean","unknown":"constant"})", "refused required");
    text("map by column", "78701", R"({"do":"map","table":"zips","column":"city"})", R"("Austin")");
    text("map by no column", "78701", R"({"do":"map","table":"zips","column":"x","unmapped":"empty"})", "");
    text("map twice", "x", R"({"do":"map","table":"zips","entries":{}})", "refused conflicting_keys");
    row("lookup column", R"({"lookup":"zips","column":"county","key":{"constant":"78701"}})", "",
        R"("Travis")");
    row("lookup without row", R"({"lookup":"zips","column":"county","key":{"constant":"1"}})", "", "");

    // dates
    text("date php", "2026-05-02", R"({"do":"date","format":"n/j/y"})", R"("5/2/26")");
    text("date php literal", "2026-05-02T13:04:05", R"({"do":"date","format":"D, d M Y \\a\\t H:i:s"})",
         R"("Sat, 02 May 2026 at 13:04:05")");
    text("date java", "2026-05-02T13:04:05.678Z", R"({"do":"date","format":"yyyy-MM-dd'T'HH:mm:ss.SSSXXX"})",
         R"("2026-05-02T13:04:05.678Z")");
    text("date net", "2026-05-02T13:04:05", R"({"do":"date","format":"M/d/yyyy h:mm:ss tt"})",
         R"("5/2/2026 1:04:05 PM")");
    text("date moment", "2026-05-02T13:04:05", R"({"do":"date","format":"MM/DD/YYYY HH:mm"})",
         R"("05/02/2026 13:04")");
    text("date careless", "2026-05-02T13:04:05", R"({"do":"date","format":"YYYY-MM-DD HH:MM:SS"})",
         R"("2026-05-02 13:04:05")");
    text("date style given", "2026-05-02", R"({"do":"date","format":"M/d/y","style":"java"})",
         R"("5/2/2026")");
    text("date style guessed", "2026-05-02", R"({"do":"date","format":"M/d/y"})", R"("May/02/26")");
    text("date strftime extras", "2026-05-02T13:04:05Z",
         R"({"do":"date","format":"%D %R %j %u %w %V %P %s"})",
         R"("05/02/26 13:04 122 6 6 18 pm 1777727045")");
    text("date unknown letter", "2026-05-02", R"({"do":"date","format":"qqq"})", "refused invalid_pattern");
    text("date open quote", "2026-05-02", R"({"do":"date","format":"yyyy'T"})", "refused invalid_pattern");
    text("date reads US", "5/2/2026", R"({"do":"date","format":"%F"})", R"("2026-05-02")");
    text("date reads words", "May 2, 2026", R"({"do":"date","format":"%F"})", R"("2026-05-02")");
    text("date reads US time", "5/2/2026 2:30 PM", R"({"do":"date","format":"%F %H:%M"})",
         R"("2026-05-02 14:30")");
    text("date reads epoch", "1777727045", R"({"do":"date","format":"%F %T"})", R"("2026-05-02 13:04:05")");
    text("date reads epoch ms", "1777727045678", R"({"do":"date","format":"%T.%L"})", R"("13:04:05.678")");
    text("date reads php", "02.05.26 13h", R"({"do":"date","input":"d.m.y G\\h","format":"%F %H"})",
         R"("2026-05-02 13")");
    text("date reads words by pattern", "Sat 02 May 2026 1:05 pm -0500",
         R"({"do":"date","input":"%a %d %b %Y %I:%M %p %z","format":"%FT%T"})", R"("2026-05-02T18:05:00")");
    text("date cannot read", "x", R"({"do":"date","input":"%j","format":"%F"})", "refused invalid_pattern");
    text("date from zone", "2026-07-01 12:00:00",
         R"({"do":"date","from_zone":"America/Chicago","zone":"UTC","format":"%FT%T%:z"})",
         R"("2026-07-01T17:00:00+00:00")");
    text("date in the gap", "2026-03-08 02:30:00",
         R"({"do":"date","from_zone":"America/Chicago","format":"%F %T %z"})",
         R"("2026-03-08 03:30:00 -0500")");
    text("date that comes twice", "2026-11-01 01:30:00",
         R"({"do":"date","from_zone":"America/Chicago","format":"%F %T %z %Z"})",
         R"("2026-11-01 01:30:00 -0500 CDT")");
    text("date alone has no zone", "2026-07-01",
         R"({"do":"date","from_zone":"America/Chicago","zone":"Asia/Tokyo","format":"%F"})",
         R"("2026-07-01")");
    text("no such zone", "2026-07-01", R"({"do":"date","from_zone":"Mars/Base","format":"%F"})",
         "refused not_a_zone");
    text("epoch from zone", "2026-07-01 12:00:00", R"({"do":"epoch","from_zone":"America/Chicago"})",
         "1782925200");
    text("part month", "2026-05-02", R"({"do":"date_part","part":"month"})", "5");
    text("part minute zero", "2026-05-02T10:00:00", R"({"do":"date_part","part":"minute"})", "0");
    text("part quarter", "2026-05-02", R"({"do":"date_part","part":"quarter"})", "2");
    text("part weekday", "2026-05-03", R"({"do":"date_part","part":"weekday"})", "7");
    text("part hour in zone", "2026-05-02T02:00:00Z",
         R"({"do":"date_part","part":"hour","zone":"America/Chicago"})", "21");
    text("part week", "2027-01-01", R"({"do":"date_part","part":"week"})", "53");
    text("add a month", "2026-01-31", R"({"do":"date_add","months":1})", R"("2026-02-28")");
    text("add hours", "2026-01-31T23:30:00Z", R"({"do":"date_add","hours":1})", R"("2026-02-01T00:30:00Z")");
    text("add seconds to a day", "2026-01-31", R"({"do":"date_add","seconds":1})",
         R"("2026-01-31T00:00:01")");
    text("add too much", "9000-01-01", R"({"do":"date_add","years":1000})", "error out_of_range");
    row("age", R"({"field":"born"})", R"({"do":"age"})", "41");
    text("age on the birthday", "1990-05-12", R"({"do":"age"})", "36");
    text("age the day before", "1990-05-13", R"({"do":"age"})", "35");
    text("age of a leap day", "2004-02-29", R"({"do":"age"})", "22");
    text("age in days", "2026-05-01", R"({"do":"age","unit":"days"})", "11");
    text("age in a zone", "2026-05-12", R"({"do":"age","unit":"days","zone":"Pacific/Auckland"})", "1");
    text("age in minutes", "2026-05-12T14:00:00Z", R"({"do":"age","unit":"minutes"})", "30");
    text("age ahead", "2030-01-01", R"({"do":"age"})", "error out_of_range");
    text("age ahead as zero", "2030-01-01", R"({"do":"age","future":"zero"})", "0");
    text("age ahead negative", "2026-05-14", R"({"do":"age","unit":"days","future":"negative"})", "-2");

    // phone and places
    text("phone type", "+18005551234", R"({"do":"phone","to":"type"})", R"("toll_free")");
    text("phone type of a mobile", "+447400123456", R"({"do":"phone","to":"type"})", R"("mobile")");
    text("phone country", "+14165551234", R"({"do":"phone","to":"country"})", R"("CA")");
    text("phone code", "+442079460958", R"({"do":"phone","to":"country_code"})", R"("44")");
    text("phone dotted", "(555) 123-4567", R"({"do":"phone","to":"dotted"})", R"("555.123.4567")");
    text("phone type of none", "x", R"({"do":"phone","to":"type"})", "error not_a_phone");
    text("state name", "tx", R"({"do":"state","to":"name"})", R"("Texas")");
    text("state code", "British Columbia", R"({"do":"state"})", R"("BC")");
    text("state unknown", "Bavaria", R"({"do":"state"})", "error not_a_state");
    text("state else", "Bavaria", R"({"do":"state","unknown":"constant","constant":"ZZ"})", R"("ZZ")");
    text("state passes", "Bavaria", R"({"do":"state","unknown":"pass"})", R"("Bavaria")");
    text("country alpha3", "United States", R"({"do":"country","to":"alpha3"})", R"("USA")");
    text("country name", "DEU", R"({"do":"country","to":"name"})", R"("Germany")");
    text("country unknown", "Mordor", R"({"do":"country","unknown":"empty"})", "");
    text("postal code five", "787011234", R"({"do":"postal_code"})", R"("78701")");
    text("postal code plus four", "78701-1234", R"({"do":"postal_code","to":"plus4"})", R"("1234")");
    text("postal code no plus four", "78701", R"({"do":"postal_code","to":"plus4"})", "");
    text("postal code compact", "k1a-0b1", R"({"do":"postal_code","to":"compact"})", R"("K1A0B1")");
    text("postal code wrong", "7870", R"({"do":"postal_code"})", "error not_a_postal_code");

    // lists
    text("split list", "a; b;;c", R"({"do":"split_list","separator":";"})", R"(["a","b","c"])");
    text("split list as it is", "a; ;c",
         R"({"do":"split_list","separator":";","trim":false,"keep_empty":true})", R"(["a"," ","c"])");
    row("each", R"({"field":"tags"})",
        R"({"do":"each","transforms":[{"do":"map","entries":{"a":1},"unmapped":"empty"}]})", "[1]");
    row("each fails", R"({"field":"tags"})", R"({"do":"each","transforms":[{"do":"date","format":"%Y"}]})",
        "error not_a_date");
    row("each of one", R"({"field":"name"})", R"({"do":"each","transforms":[{"do":"upper"}]})", R"(["ANN"])");
    row("filter by member", R"({"field":"drivers"})",
        R"({"do":"filter","member":"age","op":"ge","value":21},{"do":"member","name":"name"})", R"(["Ann"])");
    row("filter exists", R"({"field":"drivers"})",
        R"({"do":"filter","member":"accidents","op":"exists"},{"do":"count"})", "1");
    row("member of an item", R"({"field":"drivers"})",
        R"({"do":"item","index":1},{"do":"member","name":"name"})", R"("Bob")");
    row("member by index", R"({"field":"drivers"})", R"({"do":"member","name":"[0].accidents[1].year"})",
        "2022");
    row("member of a text", R"({"field":"name"})", R"({"do":"member","name":"x"})", "error wrong_type");
    row("first", R"({"field":"tags"})", R"({"do":"first"})", R"("b")");
    row("last", R"({"field":"tags"})", R"({"do":"last"})", R"("b")");
    row("item beyond", R"({"field":"tags"})", R"({"do":"item","index":3})", "");
    row("take", R"({"field":"tags"})", R"({"do":"take","count":2},{"do":"join"})", R"("b,a")");
    row("count of nothing", R"({"field":"nothing"})", R"({"do":"count"})", "0");
    row("unique sorted", R"({"field":"tags"})", R"({"do":"unique"},{"do":"sort","order":"descending"})",
        R"(["b","a"])");
    row("to list", R"({"field":"age"})", R"({"do":"to_list"})", "[42]");

    // conditions
    text("if then", "CA", R"({"do":"if","op":"equals","value":"CA","then":[{"do":"lower"}],"else":"other"})",
         R"("ca")");
    text("if else", "TX", R"({"do":"if","op":"equals","value":"CA","then":[{"do":"lower"}],"else":"other"})",
         R"("other")");
    text("if without else", "TX", R"({"do":"if","op":"equals","value":"CA","then":1})", R"("TX")");
    text("if a source", "TX",
         R"({"do":"if","op":"equals","value":"TX","then":{"template":"{{value}}-{{lead.name}}"}})",
         R"("TX-Ann")");
    text("if when", "x",
         R"({"do":"if","when":{"source":{"field":"age"},"op":"gt","value":40},"then":true,"else":false})",
         "true");
    row("if missing", R"({"field":"nothing"})", R"({"do":"if","op":"missing","then":"none"})", R"("none")");
    text("if null", "x", R"({"do":"if","op":"exists","then":null})", "");
    text("if when and op", "x",
         R"({"do":"if","when":{"source":{"field":"age"},"op":"exists"},"op":"exists"})",
         "refused conflicting_keys");
    row("if source",
        R"({"if":{"source":{"field":"state"},"op":"in","value":["TX"]},"then":{"constant":{"kind":"south"}},"else":{"constant":0}})",
        "", R"({"kind":"south"})");
    row("if source without else",
        R"({"if":{"source":{"field":"state"},"op":"equals","value":"CA"},"then":{"constant":1}})", "", "");
    row("coalesce keeps the value", R"({"field":"empty"})",
        R"({"do":"coalesce","sources":[{"field":"nothing"},{"constant":"c"}]})", R"("c")");

    // codings
    text("hmac", "abc", R"({"do":"hmac","secret":"key","algorithm":"md5"})",
         R"("f6bf814b900fe717d76d586d3c251439")");
    text("hmac without secret", "abc", R"({"do":"hmac","secret":"none"})", "error missing_secret");
    text("hmac with a bad secret", "abc", R"({"do":"hmac","secret":"odd","secret_encoding":"hex"})",
         "error invalid_secret");
    text("hex back", "C3a9", R"({"do":"hex_decode"})", R"("é")");
    text("no hex", "xyz", R"({"do":"hex_decode"})", "error not_hex");
    text("base64url back", "_-7_", R"({"do":"base64_decode","alphabet":"base64url"},{"do":"hex"})",
         R"("ffeeff")");
    text("url decode", "a%20b+%zz", R"({"do":"url_decode"})", R"("a b+%zz")");
    text("form decode", "a+b%2B", R"({"do":"url_decode","style":"form"})", R"("a b+")");
    text("xml back", "&lt;&#65;&#x1F600;&apos;&bogus;&#0;&", R"({"do":"xml_unescape"})",
         R"("<A😀'&bogus;&#0;&")");
    text("json parse", R"({"a":[1.50]})", R"({"do":"json_parse"})", R"({"a":[1.50]})");
    text("no json", "{", R"({"do":"json_parse"})", "error invalid_json");
    text("too deep json", std::string(100, '[').c_str(), R"({"do":"json_parse"})", "error invalid_json");
}

void TestIntegrationTransforms::chains()
{
    QFETCH(QString, source);
    QFETCH(QString, chain);
    QFETCH(QString, json);
    QCOMPARE(QString::fromStdString(rendered(source.toStdString(), chain.toStdString())), json);
}

/// A division and a multiplication give back the amount to the last micro-unit.
void TestIntegrationTransforms::numbersStayExact()
{
    for (const char *amount : {"0.01", "31", "175.5", "9999999.99", "0.000001", "-12.34"}) {
        const std::string source = R"({"constant":")" + std::string(amount) + "\"}";
        QCOMPARE(rendered(source, R"({"do":"multiply","value":1000},{"do":"divide","value":1000})"),
                 std::string(amount));
        QCOMPARE(rendered(source, R"({"do":"add","value":"0.1"},{"do":"subtract","value":"0.1"})"),
                 std::string(amount));
    }
}

void TestIntegrationTransforms::postalPrefixes_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("state");
    const std::pair<const char *, const char *> codes[] = {
        {"00501", "NY"},   {"00601", "PR"},   {"00802", "VI"},   {"02108", "MA"},   {"02903", "RI"},
        {"03301", "NH"},   {"04330", "ME"},   {"05602", "VT"},   {"06103", "CT"},   {"08608", "NJ"},
        {"10001", "NY"},   {"17101", "PA"},   {"19901", "DE"},   {"20001", "DC"},   {"20101", "VA"},
        {"21401", "MD"},   {"25301", "WV"},   {"27601", "NC"},   {"29201", "SC"},   {"30303", "GA"},
        {"32301", "FL"},   {"36104", "AL"},   {"37201", "TN"},   {"39201", "MS"},   {"40601", "KY"},
        {"43215", "OH"},   {"46204", "IN"},   {"48933", "MI"},   {"50309", "IA"},   {"53703", "WI"},
        {"55101", "MN"},   {"57501", "SD"},   {"58501", "ND"},   {"59601", "MT"},   {"62701", "IL"},
        {"65101", "MO"},   {"66603", "KS"},   {"68508", "NE"},   {"70802", "LA"},   {"72201", "AR"},
        {"73102", "OK"},   {"78701", "TX"},   {"88510", "TX"},   {"80202", "CO"},   {"82001", "WY"},
        {"83702", "ID"},   {"84101", "UT"},   {"85001", "AZ"},   {"87501", "NM"},   {"89701", "NV"},
        {"95814", "CA"},   {"96813", "HI"},   {"96910", "GU"},   {"96950", "MP"},   {"96799", "AS"},
        {"97301", "OR"},   {"98501", "WA"},   {"99801", "AK"},   {"96601", "AP"},   {"09012", "AE"},
        {"34034", "AA"},   {"K1A 0B1", "ON"}, {"H2Y 1C6", "QC"}, {"V8V 1X4", "BC"}, {"X0A 0H0", "NU"},
        {"X1A 2N4", "NT"}, {"Y1A 1A1", "YT"},
    };
    for (const auto &[code, state] : codes)
        QTest::newRow(code) << QString::fromLatin1(code) << QString::fromLatin1(state);
}

void TestIntegrationTransforms::postalPrefixes()
{
    QFETCH(QString, code);
    QFETCH(QString, state);
    QCOMPARE(QString::fromStdString(rendered(R"({"constant":")" + code.toStdString() + "\"}",
                                             R"({"do":"postal_code","to":"state"})")),
             QLatin1Char('"') + state + QLatin1Char('"'));
}

/// No transform crashes or hangs on what a lead may hold; what it makes is JSON or a named error.
void TestIntegrationTransforms::everyTransformSurvivesBadInput()
{
    std::string deep;
    for (int i = 0; i < 100; ++i)
        deep += "[";
    deep += "1" + std::string(100, ']');
    Object bad;
    bad.append("long", std::string(10'000, 'x'));
    bad.append("digits", std::string(10'000, '9'));
    bad.append("nul", std::string("a\0b", 3));
    bad.append("emoji", "👩‍👩‍👧‍👦 \U0001F600");
    bad.append("utf8", "ok\xC3(\xFF\xED\xA0\x80");
    bad.append("cut", "\xE2\x82");
    bad.append("empty", "");
    bad.append("null", Value());
    bad.append("number", Number{"1e400"});
    bad.append("minus", Number{"-0"});
    bad.append("bool", true);
    bad.append("deep", *parseJson(deep));
    bad.append("object", Object{{"a", Array{1, Value(), "x"}}});
    bad.append("list", Array{1, "two", Value(), Array{}, Object{}});
    for (const TransformInfo &info : transformCatalogue()) {
        Object transform{{"do", info.name}};
        const Value parameters = *parseJson(info.example.parameters);
        for (const Member &member : *parameters.asObject())
            transform.append(member.first, member.second);
        const std::string chain = writeJson(Value(transform));
        for (const Member &member : bad) {
            const std::string out = rendered(R"({"field":")" + member.first + "\"}", chain, bad);
            QVERIFY2(!out.starts_with("refused"), (std::string(info.name) + out).c_str());
            QVERIFY2(!out.starts_with("error") || out.size() > 6, info.name);
        }
    }
}

void TestIntegrationTransforms::answersTakeOnlyWhatTheyCan()
{
    for (const TransformInfo &info : transformCatalogue()) {
        Object transform{{"do", info.name}};
        const Value parameters = *parseJson(info.example.parameters);
        for (const Member &member : *parameters.asObject())
            transform.append(member.first, member.second);
        const auto integration = Integration::fromJson(
            R"({"bourse_integration":1,"slug":"t","endpoints":{"test":{"base_url":"http://127.0.0.1"}},)"
            R"("steps":{"ping":{"response":{"rules":[{"id":"r","outcome":"accepted","extract":{"carried":{"x":)"
            R"({"source":{"json":"$.v"},"transforms":[)" +
            writeJson(Value(transform)) + "]}}}}]}}}}");
        QCOMPARE(integration.ok(), info.inAnswers);
        if (!integration) {
            QCOMPARE(integration.error().code, std::string("not_available"));
            continue;
        }
        BuyerResponse response;
        response.body = R"({"v":)" + std::string(info.example.input) + "}";
        const Interpretation reading = (*integration)->interpret(StepKind::Ping, response);
        const Value output = *info.example.output ? *parseJson(info.example.output) : Value();
        const std::string text = output.toText();
        // An answer's values are texts: what a transform makes of a text it makes here too.
        if (!text.empty() && parseJson(info.example.input)->isString() && reading.carried.contains("x"))
            QCOMPARE(reading.carried.at("x"), text);
    }
}

void TestIntegrationTransforms::computedValues()
{
    const std::string two = R"({"template":"{{computed.uuid}} {{computed.uuid}}"})";
    const std::string same = rendered(two, "");
    QCOMPARE(same.substr(1, 36), same.substr(38, 36));
    QVERIFY(rendered(R"({"computed":"uuid","name":"b"})", "") != rendered(R"({"computed":"uuid"})", ""));
    QCOMPARE(rendered(R"({"computed":"uuid","name":"b"})", ""),
             rendered(R"({"computed":"uuid","name":"b"})", ""));
    const std::string sequence = rendered(R"({"computed":"sequence"})", "");
    QCOMPARE(sequence.size(), std::size_t(16));
    QVERIFY(sequence.starts_with("1778596201184"));
    QCOMPARE(rendered(R"({"computed":"position"})", ""), std::string("refused not_available"));
    QCOMPARE(rendered(R"({"item":"x"})", ""), std::string("refused not_available"));
}

QTEST_GUILESS_MAIN(TestIntegrationTransforms)
#include "tst_integrationtransforms.moc"
