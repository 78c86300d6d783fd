#pragma once
// GET and POST /c/{token}: the hosted page on which a person chooses who gets the request. Server-rendered,
// without script, under a Content-Security-Policy that allows nothing but its own style and its own form.
#include "market/market.h"
#include "net/httpserver.h"

namespace bourse::api {

class ChoicePage {
  public:
    explicit ChoicePage(market::Market &market) : m_market(market) {}
    /// `token` is what followed "/c/"; whoever knows it may choose, once. The form is only believed with the
    /// cookie that came with the page (SameSite=Strict, its keyed hash is in the form), so that no other site
    /// can send it.
    void show(const net::HttpRequest &request, const net::HttpResponder &responder, std::string_view token);
    void choose(const net::HttpRequest &request, const net::HttpResponder &responder, std::string_view token);

  private:
    struct Visit;
    void showForm(std::shared_ptr<const Visit> visit, std::string problem);
    market::Market &m_market;
};

} // namespace bourse::api
