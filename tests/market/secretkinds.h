#pragma once
// Documents that put a secret into every place where one can stand, and values for the secrets that occur
// nowhere else.
#include "market/marketbench.h"
#include <QByteArray>
#include <QList>
#include <map>
#include <string>

namespace bourse::test {

inline QByteArray canary(const char *name)
{
    return QByteArray("cAn4ry/") + name + "+&\"<42> %é";
}

struct Kind {
    const char *slug;
    const char *head;            ///< members of the document
    const char *step;            ///< members of its steps
    QList<QByteArray> arriving;  ///< names of secrets that the buyer can read in what it gets
    QList<QByteArray> computing; ///< of those that only go into what is computed
};

inline const QList<Kind> &kinds()
{
    static const QList<Kind> all = {
        {"places",
         R"("authentication":[{"kind":"api_key","in":"query","name":"k","value":{"secret":"by-key"}},{"kind":"bearer","token":"{{secret.bearer}}","header":"X-Bearer"}],)",
         R"("path":"/p/{{secret.path|url_encode}}/x","query":[{"target":"q","source":{"secret":"query"}}],)"
         R"("headers":[{"target":"X-Hex","source":{"secret":"hex"},"transforms":[{"do":"hex"}]},{"target":"X-Part","source":{"template":"token={{secret.header|base64}};v=1"}},{"target":"Cookie","source":{"template":"sid={{secret.cookie|url_encode}}"}}],)"
         R"("body":{"format":"json","rows":[{"target":"plain","source":{"secret":"body"}},{"target":"inner","source":{"template":"<a b=\"{{secret.inner|xml_escape}}\"/>"}},{"target":"b64","source":{"template":"user:{{secret.base64}}"},"transforms":[{"do":"base64"}]}]},)",
         {"by-key", "bearer", "path", "query", "hex", "header", "cookie", "body", "inner", "base64"},
         {}},
        {"basic",
         R"("authentication":{"kind":"basic","user":"acme","password":"{{secret.basic}}"},)",
         R"("path":"/form","body":{"format":"form","rows":[{"target":"password","source":{"secret":"form"}}]},)",
         {"basic", "form"},
         {}},
        {"soap",
         "",
         R"("path":"/soap","body":{"format":"soap","version":"1.1","security":{"username":{"constant":"acme"},"password":{"secret":"wss-text"}},"rows":[{"target":"Lead/Key","source":{"secret":"soap-row"}}]},)",
         {"wss-text", "soap-row"},
         {}},
        {"soapdigest",
         "",
         R"("path":"/soap","body":{"format":"soap","version":"1.2","security":{"username":{"constant":"acme"},"password":{"secret":"wss-digest"},"type":"digest","nonce":true,"created":true},"rows":[{"target":"Lead/State","source":{"field":"state"}}]},)",
         {},
         {"wss-digest"}},
        {"text",
         "",
         R"("path":"/text","body":{"format":"text","template":"key={{secret.text}};state={{lead.state}}"},)",
         {"text"},
         {}},
        {"multipart",
         "",
         R"("path":"/mp","body":{"format":"multipart","rows":[{"target":"key","source":{"secret":"multipart"}}]},)",
         {"multipart"},
         {}},
        {"stuffed",
         "",
         R"("path":"/stuffed","body":{"format":"form","rows":[{"target":"json","source":{"template":"{\"k\":{{secret.json-in-form|json_stringify}}}"}},{"target":"xml","source":{"template":"<k>{{secret.xml-in-form|xml_escape}}</k>"}}]},)",
         {"json-in-form", "xml-in-form"},
         {}},
        {"xml",
         "",
         R"("path":"/xml","body":{"format":"xml","rows":[{"target":"Lead/@key","source":{"secret":"attribute"}},{"target":"Lead/Key","source":{"secret":"element"}}]},)",
         {"attribute", "element"},
         {}},
        {"hmac",
         "",
         R"("path":"/hmac","signatures":[{"header":"X-Sign","algorithm":"hmac-sha256","secret":"hmac","output":"hex","parts":[{"part":"body"}]}],)"
         R"("body":{"format":"json","rows":[{"target":"sum","source":{"template":"{{secret.hashed}}:{{lead.state}}"},"transforms":[{"do":"hash","algorithm":"md5"}]}]},)",
         {},
         {"hmac", "hashed"}},
        {"digest",
         R"("authentication":{"kind":"digest","user":"acme","password":"{{secret.digest}}"},)",
         R"("path":"/digest","body":{"format":"json","rows":[{"target":"state","source":{"field":"state"}}]},)",
         {},
         {"digest"}},
        {"sigv4",
         R"("authentication":{"kind":"aws_sigv4","service":"execute-api","region":"us-east-1","access_key":"AKID","secret_key":"sigv4","session_token":"{{secret.session}}"},)",
         R"("path":"/aws","body":{"format":"json","rows":[{"target":"state","source":{"field":"state"}}]},)",
         {},
         {"sigv4", "session"}},
        {"oauth",
         R"("authentication":{"kind":"oauth2","grant":"client_credentials","token_url":"BASE/token","client_id":"acme","client_secret":"{{secret.oauth}}","client_auth":"body","parameters":{"api":"{{secret.parameter}}"}},)",
         R"("path":"/oauth","body":{"format":"json","rows":[{"target":"state","source":{"field":"state"}}]},)",
         {"oauth", "parameter"},
         {}},
        {"oauthbasic",
         R"("authentication":{"kind":"oauth2","grant":"refresh_token","token_url":"BASE/token","client_id":"acme","client_secret":"{{secret.oauth-basic}}","client_auth":"basic","refresh_token":"{{secret.refresh}}"},)",
         R"("path":"/oauth","body":{"format":"json","rows":[{"target":"state","source":{"field":"state"}}]},)",
         {"oauth-basic", "refresh"},
         {}},
        {"mtls",
         R"("authentication":{"kind":"mutual_tls","certificate":"client-certificate","key":"client-key","key_password":"key-password"},)",
         R"("path":"/mtls","body":{"format":"json","rows":[{"target":"state","source":{"field":"state"}}]},)",
         {},
         {"key-password"}},
    };
    return all;
}

inline domain::Value documentOf(const Kind &kind, const std::string &url)
{
    const std::string response =
        R"("response":{"extract":{"reason":{"source":{"json":"$.echo"}},"carried":{"id":{"source":{"header":"X-Echo"}}}},"rules":[{"id":"yes","when":{"source":{"json":"$.status"},"op":"equals","value":"accepted"},"outcome":"accepted","extract":{"price":{"source":{"json":"$.price"}}}},{"id":"no","outcome":"rejected"}]})";
    const std::string step = std::string("{") + kind.step + R"("time_limit_ms":20000,)" + response + "}";
    std::string text = std::string(R"({"bourse_integration":1,"slug":")") + kind.slug + "\"," + kind.head +
                       R"("endpoints":{"test":{"base_url":")" + url + R"("},"live":{"base_url":")" + url +
                       R"("}},"steps":{"ping":)" + step + R"(,"post":)" + step + "}}";
    if (const auto at = text.find("BASE"); at != std::string::npos)
        text.replace(at, 4, url);
    return parsed(text);
}

/// A value for each secret of the documents.
inline std::map<QByteArray, QByteArray> canaries()
{
    std::map<QByteArray, QByteArray> values;
    for (const Kind &kind : kinds())
        for (const QByteArray &name : kind.arriving + kind.computing)
            values[name] = canary(name.constData());
    // these stand in headers as they are
    values["header"] = "cAn4ry-header-plain-ascii-0001";
    values["bearer"] = "cAn4ry-bearer-plain-ascii-0002";
    values["session"] = "cAn4ry-session-plain-ascii-0003";
    return values;
}

} // namespace bourse::test
