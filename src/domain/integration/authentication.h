#pragma once
// How a request shows who sends it. A document says it once for all steps ("authentication"), a step may say
// it otherwise; one object, or a list of them where a buyer wants several.
//
//   {"kind":"none"}
//   {"kind":"basic","user":T,"password":T,"encode":"none|form","header":"Authorization"}
//   {"kind":"digest","user":T,"password":T}                      RFC 7616; RenderInput::challenge
//   {"kind":"bearer","token":S,"before":"Bearer ","header":"Authorization"}
//   {"kind":"api_key","in":"header|query|body|path","name":"X-Api-Key","value":S,"before":""}
//   {"kind":"headers","headers":[row, …]}
//   {"kind":"oauth2","grant":"client_credentials|refresh_token|password","token_url":T,"client_id":T,
//    "client_secret":T,"client_auth":"basic|body","scope":T,"audience":T,"refresh_token":T,"user":T,
//    "password":T,"parameters":{"name":T},"before":"Bearer ","header":"Authorization"}
//   {"kind":"mutual_tls","certificate":secret,"key":secret,"key_password":secret,"pinned_public_keys":[…]}
//   {"kind":"aws_sigv4","service":T,"region":T,"access_key":T,"secret_key":secret,"session_token":T,
//    "form":"header|query","expires_s":n,"normalize_path":b,"encode_path":b,"body_header":b}
//
// T is a template, S a row's source or a template. A token call with any form of its own is an explicit step
// "auth" that carries a value, and {"kind":"bearer","token":{"carried":"…"}}. oauth2 without a step "auth"
// implies one; its answer carries access_token, token_type, expires_in and refresh_token.
#include "domain/integration/plan.h"

namespace bourse::domain {

class Authentication {
  public:
    virtual ~Authentication() = default;
    /// What is known before anything is signed. False with the context's problem set: missing_secret,
    /// missing_token, invalid_challenge, header_injection.
    virtual bool addHeaders(RenderContext &, const RequestSoFar &, Headers &) const { return true; }
    /// True if it covers the whole request, so that finish() has something to do.
    virtual bool coversRequest() const { return false; }
    /// True if it answers RenderInput::challenge.
    virtual bool answersChallenges() const { return false; }
    /// What covers the whole request (SigV4); `query` is appended to the URL's.
    virtual bool finish(RenderContext &, const RequestSoFar &, Headers &, std::string &) const
    {
        return true;
    }
    /// The headers it writes, so that a row cannot write them too.
    virtual std::vector<std::string> ownHeaders() const { return {}; }
};
using Authentications = std::vector<std::unique_ptr<Authentication>>;

/// Compiles what a document or step says for one step. A key that goes into the query or body becomes a row
/// of `step`, which is the step's own object before it is compiled. What reads a token is left out of the
/// step "auth" if `inherited`, and nothing is inherited by a callback, which the buyer sends.
Authentications compileAuthentication(const Value &value, const std::string &path, StepKind step,
                                      bool inherited, Object &stepObject, CompileContext &compile);
/// Certificate and keys out of the document's mutual_tls entries; problems are those of compileTls.
TlsOptions authenticationTls(const Value &value, const std::string &path, CompileContext &compile);
/// {"client_certificate":secret,"client_key":secret,"client_key_password":secret,"pinned_public_keys":[…]}
TlsOptions compileTls(const Value &value, const std::string &path, CompileContext &compile);
/// The token call that an oauth2 entry implies, as a step of the language; nothing where there is none.
std::optional<Object> impliedTokenCall(const Value &value);

} // namespace bourse::domain
