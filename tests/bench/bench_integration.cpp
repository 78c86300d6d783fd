// What one rendering of a 40-field JSON ping costs, plain and with transforms, and one reading of its answer.
// Arguments: [rounds].
#include "domain/integration/integration.h"
#include "domain/json/json.h"
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>

using namespace bourse;
using namespace bourse::domain;

namespace {

constexpr int kFields = 40;

std::string document(bool transforms)
{
    static const char *const kChains[] = {
        R"([])",
        R"([{"do":"trim"},{"do":"title"}])",
        R"([{"do":"map","entries":{"value 2":"B"},"unmapped":"pass"}])",
        R"([{"do":"replace","find":" ","with":"_"}])",
        R"([{"do":"substring","length":5}])",
    };
    std::string rows;
    for (int i = 0; i < kFields; ++i) {
        const std::string n = std::to_string(i);
        rows += (i ? "," : "") + std::string(R"({"target":"lead.field_)") + n +
                R"(","source":{"field":"field_)" + n + R"("},"transforms":)" +
                (transforms ? kChains[i % 5] : "[]") + "}";
    }
    return R"({"bourse_integration":1,"slug":"bench","endpoints":{"test":{"base_url":"http://127.0.0.1"}},)"
           R"("steps":{"ping":{"path":"/ping","headers":[{"target":"X-Key","source":{"constant":"k"}}],)"
           R"("body":{"format":"json","rows":[)" +
           rows +
           R"(]},"response":{"extract":{"price":{"source":{"json":"$.bid.price"}},)"
           R"("carried":{"ping_id":{"source":{"json":"$.bid.id"}}},"reason":{"source":{"json":"$.message"}}},)"
           R"("rules":[{"id":"yes","outcome":"accepted","when":{"source":{"json":"$.status"},"op":"equals_ci","value":"accepted"}},)"
           R"({"id":"no","outcome":"rejected"}]}}}})";
}

void measure(const char *what, int rounds, const std::function<std::size_t()> &once)
{
    std::size_t bytes = 0;
    double best = 1e9;
    for (int series = 0; series < 5; ++series) {
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < rounds; ++i)
            bytes += once();
        const std::chrono::duration<double, std::micro> spent = std::chrono::steady_clock::now() - start;
        best = std::min(best, spent.count() / rounds);
    }
    std::printf("%-34s %7.2f us  (%zu bytes)\n", what, best, bytes / static_cast<std::size_t>(rounds) / 5);
}

} // namespace

int main(int argc, char **argv)
{
    const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 20'000;
    Object lead;
    for (int i = 0; i < kFields; ++i)
        lead.append("field_" + std::to_string(i), "value " + std::to_string(i));
    RenderInput input;
    input.lead = &lead;
    for (const bool transforms : {false, true}) {
        const auto integration = Integration::fromJson(document(transforms));
        if (!integration) {
            std::fprintf(stderr, "%s: %s\n", integration.error().field.c_str(),
                         integration.error().message.c_str());
            return 1;
        }
        measure(transforms ? "render 40 fields with transforms" : "render 40 fields", rounds,
                [&] { return (*integration)->render(StepKind::Ping, input)->body.size(); });
        if (transforms)
            continue;
        BuyerResponse response;
        response.headers = {{"Content-Type", "application/json"}};
        response.body =
            R"({"status":"Accepted","message":"","bid":{"id":"b-123456","price":31.50,"currency":"USD"},)"
            R"("trace":["a","b",{"node":7}],"expires":"2026-05-12T14:30:05Z"})";
        measure("interpret its answer", rounds, [&] {
            return (*integration)->interpret(StepKind::Ping, response).carried.size() + response.body.size();
        });
    }
    return 0;
}
