#include "domain/integration/callback.h"
#include <algorithm>
#include <array>

namespace bourse::domain {

namespace {
constexpr std::array<std::string_view, 3> pairByNames{"lead_id", "attempt_id", "buyer_id"};
constexpr std::array<const char *, 3> fateNames{"recorded", "repeated", "unmatched"};
constexpr std::size_t longestId = 512; ///< bytes of an id; what is longer is none

CallbackAnswer compileAnswer(const Value &value, std::string path, Problems &problems)
{
    ObjectReader in(value, std::move(path), problems);
    CallbackAnswer answer;
    answer.status = static_cast<int>(in.integer("status", 200, 200, 599));
    answer.contentType = in.text("content_type", answer.contentType);
    answer.body = in.text("body", in.isObject() && value.find("content_type") ? std::string() : answer.body);
    const bool breaks = std::any_of(answer.contentType.begin(), answer.contentType.end(),
                                    [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    if (breaks)
        problems.add("header_injection", in.pathOf("content_type"), "printable characters",
                     "The content type may hold no control characters.");
    in.text("note");
    in.finish();
    return answer;
}
} // namespace

std::string_view name(PairBy by)
{
    return pairByNames[static_cast<std::size_t>(by)];
}

std::optional<PairBy> pairByFromName(std::string_view name)
{
    const auto at = std::find(pairByNames.begin(), pairByNames.end(), name);
    if (at == pairByNames.end())
        return std::nullopt;
    return static_cast<PairBy>(at - pairByNames.begin());
}

BuyerResponse asResponse(const InboundRequest &request)
{
    BuyerResponse read;
    read.headers = request.headers;
    read.body = request.body;
    if (const std::size_t mark = request.target.find('?'); mark != std::string::npos)
        read.query = request.target.substr(mark + 1);
    if (read.body.empty()) // a call that says all in its URL
        read.body = read.query;
    return read;
}

std::unique_ptr<CallbackPlan> CallbackPlan::compile(ObjectReader &in, const CompileContext &document)
{
    auto plan = std::make_unique<CallbackPlan>();
    const Array *ways = in.array("match");
    for (std::size_t i = 0; ways && i < ways->size(); ++i) {
        ObjectReader way((*ways)[i], in.pathOf("match") + '[' + std::to_string(i) + ']', in.problems());
        if (!way.isObject())
            continue;
        const auto by = pairByFromName(way.choice("by", {pairByNames[0], pairByNames[1], pairByNames[2]}));
        way.require("by");
        if (const Value *value = way.require("value"))
            plan->m_ids.emplace_back(by.value_or(PairBy::LeadId),
                                     ValueReader::compile(*value, way.pathOf("value"), document));
        way.text("note");
        way.finish();
    }
    if (const Value *event = in.get("event_id"))
        plan->m_eventId = ValueReader::compile(*event, in.pathOf("event_id"), document);
    if (const Value *answers = in.get("answer")) {
        ObjectReader one(*answers, in.pathOf("answer"), in.problems());
        for (std::size_t i = 0; i < fateNames.size(); ++i) {
            if (const Value *given = one.get(fateNames[i]))
                plan->m_answers[i] = compileAnswer(*given, one.pathOf(fateNames[i]), in.problems());
            else if (i > 0) // what is not said otherwise is answered as the first time
                plan->m_answers[i] = plan->m_answers[0];
        }
        one.finish();
    }
    return plan;
}

std::vector<std::pair<PairBy, std::string>> CallbackPlan::ids(const BuyerResponse &request,
                                                              const AnswerForm &form) const
{
    Answer answer(request, form);
    const Spot spot{&answer, nullptr, {}};
    std::vector<std::pair<PairBy, std::string>> found;
    for (const auto &[by, reader] : m_ids) {
        std::string id(trimmedText(reader.first(spot)));
        if (!id.empty() && id.size() <= longestId)
            found.emplace_back(by, std::move(id));
    }
    return found;
}

std::string CallbackPlan::eventId(const BuyerResponse &request, const AnswerForm &form) const
{
    if (!m_eventId.isSet())
        return {};
    Answer answer(request, form);
    return std::string(trimmedText(m_eventId.first(Spot{&answer, nullptr, {}})));
}

} // namespace bourse::domain
