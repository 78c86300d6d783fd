// Values that Bourse makes itself: ids, times, numbers in lists, parts of the request.
#include "base/uuid.h"
#include "domain/integration/catalogue.h"
#include "domain/integration/rendertrace.h"
#include "domain/integration/sources.h"
#include <algorithm>
#include <utility>

namespace bourse::domain {
namespace {

class ComputedSource final : public RowSource {
  public:
    enum class What {
        Time,
        EpochS,
        EpochMs,
        Uuid,
        Nonce,
        Sequence,
        Index,
        Position,
        Count,
        ListPosition,
        Value,
        Environment,
        Step,
        LeadId,
        AttemptId,
        Source,
        ReceivedAt,
        FloorPrice,
        TimeLeftMs,
        TimeLeftS,
        Method,
        Path,
        Query,
        Host,
        Body
    };
    /// Two values of different names are different; those of one name are the same all over the request.
    ComputedSource(What what, std::string_view ownName, Currency currency, int up = 0)
        : m_what(what), m_currency(currency), m_up(up)
    {
        for (const char c : ownName) // FNV-1a
            m_salt = (m_salt ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
        if (ownName.empty())
            m_salt = 0;
    }
    bool read(RenderContext &context, Cell &cell) const override
    {
        using Kind = Cell::Kind;
        if (m_what == What::Value && context.value == &cell)
            return true;
        cell.clear();
        const auto sinceEpoch = context.input.time.time_since_epoch();
        switch (m_what) {
        case What::Time:
            cell.setOwned(Kind::Text, toIso8601(context.input.time));
            return true;
        case What::EpochS:
            cell.setOwned(Kind::Number,
                          std::to_string(std::chrono::floor<std::chrono::seconds>(sinceEpoch).count()));
            return true;
        case What::EpochMs:
            cell.setOwned(Kind::Number,
                          std::to_string(std::chrono::floor<std::chrono::milliseconds>(sinceEpoch).count()));
            return true;
        case What::Uuid:
            cell.setOwned(Kind::Text, uuid(context));
            return true;
        case What::Nonce: {
            std::string text;
            hex(random(context, 2), text);
            hex(random(context, 3), text);
            cell.setOwned(Kind::Text, std::move(text));
            return true;
        }
        case What::Sequence: {
            // Rises with time; the seed tells apart what happens in one millisecond.
            const auto millis = std::chrono::floor<std::chrono::milliseconds>(sinceEpoch).count();
            cell.setOwned(Kind::Number, std::to_string(millis * 1000 +
                                                       static_cast<std::int64_t>(random(context, 4) % 1000)));
            return true;
        }
        case What::Index:
        case What::Position:
        case What::Count:
        case What::ListPosition: {
            const ItemScope *scope = context.scope;
            for (int i = 0; i < m_up && scope; ++i)
                scope = scope->outer;
            if (scope)
                cell.setOwned(Kind::Number,
                              std::to_string(m_what == What::Count          ? scope->count
                                             : m_what == What::Index        ? scope->index
                                             : m_what == What::ListPosition ? scope->own + 1
                                                                            : scope->index + 1));
            return true;
        }
        case What::Value:
            if (context.value && context.value->structure())
                cell.setOwnedValue(*context.value->structure());
            else if (context.value && context.value->isScalar())
                cell.setOwned(context.value->kind(), std::string(context.value->text()));
            return true;
        case What::Environment:
            cell.setView(Kind::Text, context.input.live ? "live" : "test");
            return true;
        case What::Step:
            cell.setView(Kind::Text, name(context.step));
            return true;
        case What::Method:
        case What::Path:
        case What::Query:
        case What::Host:
        case What::Body:
            break;
        default:
            readMarket(context, cell);
            return true;
        }
        if (!context.request)
            return context.fail("not_available", "only in a signature",
                                "The request's own parts can be read only by a signature.");
        const RequestSoFar &request = *context.request;
        cell.setView(Kind::Text, m_what == What::Method  ? request.method
                                 : m_what == What::Path  ? request.path
                                 : m_what == What::Query ? request.query
                                 : m_what == What::Host  ? request.host
                                                         : request.body);
        return true;
    }

  private:
    static void hex(std::uint64_t value, std::string &out)
    {
        for (int shift = 60; shift >= 0; shift -= 4)
            out += "0123456789abcdef"[value >> shift & 15];
    }
    /// What is known beside the lead.
    void readMarket(const RenderContext &context, Cell &cell) const
    {
        using Kind = Cell::Kind;
        const RenderInput &input = context.input;
        switch (m_what) {
        case What::LeadId:
            cell.setOwned(Kind::Text, input.leadId.empty() ? leadIdText(standIn(context, 40)) : input.leadId);
            break;
        case What::AttemptId:
            cell.setOwned(Kind::Text,
                          input.attemptId.empty()
                              ? standIn(context, 50 + 2 * static_cast<std::uint64_t>(context.step)).toString()
                              : input.attemptId);
            break;
        case What::Source:
            if (!input.source.empty())
                cell.setOwned(Kind::Text, input.source);
            break;
        case What::ReceivedAt:
            cell.setOwned(Kind::Text, toIso8601(input.receivedAt.value_or(input.time)));
            break;
        case What::FloorPrice:
            if (input.floorPrice && input.floorPrice->currency() == m_currency)
                cell.setOwned(Kind::Number, input.floorPrice->toDecimal());
            break;
        default:
            if (const auto left = input.timeLeft ? input.timeLeft : context.timeLimit) {
                const std::int64_t micros = std::max<std::int64_t>(left->count(), 0);
                cell.setOwned(Kind::Number,
                              std::to_string(micros / (m_what == What::TimeLeftMs ? 1'000 : 1'000'000)));
            }
            break;
        }
    }
    /// An id where the request is of no real lead: the same for the same time and seed.
    static Uuid standIn(const RenderContext &context, std::uint64_t n)
    {
        return Uuid::v7(context.input.time, context.random(n), context.random(n + 1));
    }
    /// Version 4 (RFC 9562) from the rendering's seed.
    std::string uuid(const RenderContext &context) const
    {
        std::string text;
        hex((random(context, 0) & ~std::uint64_t(0xF000)) | 0x4000, text);
        hex((random(context, 1) & 0x3FFFFFFFFFFFFFFFu) | 0x8000000000000000u, text);
        for (const std::size_t at : {8u, 13u, 18u, 23u})
            text.insert(at, 1, '-');
        return text;
    }
    std::uint64_t random(const RenderContext &context, std::uint64_t n) const
    {
        if (m_salt == 0)
            return context.random(n);
        std::uint64_t item = 0;
        for (const ItemScope *scope = context.scope; scope; scope = scope->outer)
            item = item * (RowGroup::kMostItems + 1) + scope->index + 1;
        return context.random(m_salt + item * 16 + n);
    }

    What m_what;
    Currency m_currency; ///< of the document
    int m_up;            ///< lists further out
    std::uint64_t m_salt = 0xCBF29CE484222325u;
};

std::optional<ComputedSource::What> computedFromName(std::string_view name)
{
    using What = ComputedSource::What;
    static constexpr std::pair<std::string_view, What> kNames[] = {
        {"time", What::Time},
        {"epoch_s", What::EpochS},
        {"epoch_ms", What::EpochMs},
        {"uuid", What::Uuid},
        {"nonce", What::Nonce},
        {"sequence", What::Sequence},
        {"index", What::Index},
        {"position", What::Position},
        {"count", What::Count},
        {"list_position", What::ListPosition},
        {"value", What::Value},
        {"environment", What::Environment},
        {"step", What::Step},
        {"lead_id", What::LeadId},
        {"attempt_id", What::AttemptId},
        {"source", What::Source},
        {"received_at", What::ReceivedAt},
        {"floor_price", What::FloorPrice},
        {"time_left_ms", What::TimeLeftMs},
        {"time_left_s", What::TimeLeftS},
        {"request_method", What::Method},
        {"request_path", What::Path},
        {"request_query", What::Query},
        {"request_host", What::Host},
        {"request_body", What::Body},
    };
    for (const auto &[known, what] : kNames)
        if (known == name)
            return what;
    return std::nullopt;
}

} // namespace

std::unique_ptr<RowSource> compileComputed(const std::string &name, const std::string &ownName,
                                           const std::string &path, CompileContext &compile, int up)
{
    using What = ComputedSource::What;
    const auto what = computedFromName(name);
    if (!what) {
        std::string all;
        for (const ComputedInfo &known : computedValues())
            all += (all.empty() ? "" : ", ") + std::string(known.name);
        compile.problems.add("not_a_choice", path, all, "\"" + name + "\" is not a computed value.");
        return nullptr;
    }
    const bool ofItem = *what == What::Index || *what == What::Position || *what == What::Count ||
                        *what == What::ListPosition;
    if (ofItem ? compile.items <= up : up > 0)
        compile.problems.add("not_available", path, "only in a group with \"each\"",
                             "There is no list around this place.");
    if (compile.inNamedValue && *what >= What::Method)
        compile.problems.add(
            "not_available", path, "not in \"values\"",
            "The request's parts change while it is put together; a named value is made once.");
    if (*what == What::Value && !compile.hasValue)
        compile.problems.add("not_available", path, "only in a transform",
                             "There is no value that is being transformed at this place.");
    return std::make_unique<ComputedSource>(*what, ownName, compile.currency, up);
}

} // namespace bourse::domain
