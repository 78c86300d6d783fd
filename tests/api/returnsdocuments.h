#pragma once
// A buyer that takes every lead it is posted, at the channel's price.
#include <string>

namespace bourse::test {

inline std::string takesAll(const std::string &slug, const std::string &url)
{
    return R"({"bourse_integration":1,"slug":")" + slug + R"(","endpoints":{"live":{"base_url":")" + url +
           R"("}},"steps":{"post":{"path":"/post","body":{"format":"json","rows":[)"
           R"({"target":"state","source":{"field":"state"}},{"target":"ours","source":{"computed":"lead_id"}}]},)"
           R"("response":{"rules":[{"id":"yes","when":{"source":{"json":"$.ok"},"op":"exists"},"outcome":"accepted"}]}}}})";
}

inline std::string quoted(std::string text)
{
    for (char &c : text)
        c = c == '\'' ? '"' : c;
    return text;
}

} // namespace bourse::test
