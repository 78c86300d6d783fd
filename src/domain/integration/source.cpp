// Where values come from: the sources of mapping rows, and templates.
#include "base/uuid.h"
#include "domain/integration/catalogue.h"
#include "domain/integration/namedvalue.h"
#include "domain/integration/plan.h"
#include "domain/integration/rendertrace.h"
#include "domain/json/json.h"
#include <algorithm>
#include <utility>

namespace bourse::domain {
namespace {

constexpr int kMaxSourceDepth = 8;

class FieldSource final : public RowSource {
  public:
    FieldSource(std::size_t slot, std::vector<PathStep> rest) : m_slot(slot), m_rest(std::move(rest)) {}
    bool read(RenderContext &context, Cell &cell) const override
    {
        const Value *value = m_slot < context.fields.size() ? context.fields[m_slot] : nullptr;
        value = valueAt(value, m_rest);
        if (value)
            cell.setValue(*value);
        else
            cell.clear();
        return true;
    }

  private:
    std::size_t m_slot;
    std::vector<PathStep> m_rest;
};

/// A part of the item that a group is being written for.
class ItemSource final : public RowSource {
  public:
    ItemSource(std::vector<PathStep> path, int up) : m_path(std::move(path)), m_up(up) {}
    bool read(RenderContext &context, Cell &cell) const override
    {
        const ItemScope *scope = context.scope;
        for (int i = 0; i < m_up && scope; ++i)
            scope = scope->outer;
        const Value *value = scope ? valueAt(scope->item, m_path) : nullptr;
        if (value)
            cell.setValue(*value);
        else
            cell.clear();
        return true;
    }

  private:
    std::vector<PathStep> m_path;
    int m_up;
};

class ConstantSource final : public RowSource {
  public:
    explicit ConstantSource(Value value) : m_value(std::move(value)) {}
    bool read(RenderContext &, Cell &cell) const override
    {
        cell.setValue(m_value);
        return true;
    }

  private:
    Value m_value;
};

class VariableSource final : public RowSource {
  public:
    explicit VariableSource(std::size_t slot) : m_slot(slot) {}
    bool read(RenderContext &context, Cell &cell) const override
    {
        cell.setValue(context.variables[m_slot]);
        return true;
    }

  private:
    std::size_t m_slot;
};

class CarriedSource final : public RowSource {
  public:
    explicit CarriedSource(std::string name) : m_name(std::move(name)) {}
    bool read(RenderContext &context, Cell &cell) const override
    {
        cell.clear();
        if (context.input.carried)
            if (const auto found = context.input.carried->find(m_name); found != context.input.carried->end())
                cell.setView(Cell::Kind::Text, found->second);
        return true;
    }

  private:
    std::string m_name;
};

class SecretSource final : public RowSource {
  public:
    explicit SecretSource(std::string name) : m_name(std::move(name)), m_mark("{{" + m_name + "}}") {}
    bool read(RenderContext &context, Cell &cell) const override
    {
        cell.clear();
        if (context.input.secrets)
            if (const auto found = context.input.secrets->find(m_name);
                found != context.input.secrets->end()) {
                cell.setView(Cell::Kind::Text, found->second.reveal());
                return true;
            }
        if (context.input.secretsRequired)
            return context.fail("missing_secret", "secret " + m_name,
                                "The secret \"" + m_name + "\" is not set.");
        cell.setView(Cell::Kind::Text, m_mark);
        cell.setMissingSecret(&m_name);
        auto &known = context.missingSecrets;
        if (std::find(known.begin(), known.end(), &m_name) == known.end())
            known.push_back(&m_name);
        return true;
    }

  private:
    std::string m_name;
    std::string m_mark;
};

/// A signature that was made already; missing while what it signs is written.
class SignatureSource final : public RowSource {
  public:
    explicit SignatureSource(std::string id) : m_id(std::move(id)) {}
    bool read(RenderContext &context, Cell &cell) const override
    {
        cell.clear();
        if (const auto found = context.signatures.find(m_id); found != context.signatures.end())
            cell.setView(Cell::Kind::Text, found->second);
        return true;
    }

  private:
    std::string m_id;
};

class TemplateSource final : public RowSource {
  public:
    explicit TemplateSource(Template text) : m_template(std::move(text)) {}
    bool read(RenderContext &context, Cell &cell) const override
    {
        std::string out;
        const std::string *missing = nullptr;
        if (!m_template.append(context, Escaping::None, out, &missing))
            return false;
        cell.clear();
        cell.setOwned(Cell::Kind::Text, std::move(out));
        cell.setMissingSecret(missing);
        return true;
    }

  private:
    Template m_template;
};

class LookupSource final : public RowSource {
  public:
    LookupSource(std::unique_ptr<RowSource> key, Transforms transforms, Object table, std::string column)
        : m_key(std::move(key)), m_transforms(std::move(transforms)), m_table(std::move(table)),
          m_column(std::move(column))
    {
        for (const Member &member : m_table)
            m_index.emplace(member.first, &member.second);
    }
    bool read(RenderContext &context, Cell &cell) const override
    {
        Cell key;
        if (!m_key->read(context, key) || !applyAll(m_transforms, key, &context, context.problem))
            return false;
        const auto found = key.isScalar() ? m_index.find(key.text()) : m_index.end();
        const Value *value = found == m_index.end() ? nullptr : found->second;
        if (value && !m_column.empty())
            value = value->find(m_column);
        if (value)
            cell.setValue(*value);
        else
            cell.clear();
        return true;
    }

  private:
    std::unique_ptr<RowSource> m_key;
    Transforms m_transforms;
    Object m_table;
    std::string m_column;
    std::unordered_map<std::string_view, const Value *> m_index;
};

/// One value or another, as a condition says.
class IfSource final : public RowSource {
  public:
    IfSource(RenderCondition condition, std::unique_ptr<RowSource> then, std::unique_ptr<RowSource> other)
        : m_condition(std::move(condition)), m_then(std::move(then)), m_else(std::move(other))
    {
    }
    bool read(RenderContext &context, Cell &cell) const override
    {
        bool holds = false;
        if (!conditionHolds(m_condition, context, holds))
            return false;
        const RowSource *source = holds ? m_then.get() : m_else.get();
        if (source)
            return source->read(context, cell);
        cell.clear();
        return true;
    }

  private:
    RenderCondition m_condition;
    std::unique_ptr<RowSource> m_then;
    std::unique_ptr<RowSource> m_else;
};

class FirstOfSource final : public RowSource {
  public:
    explicit FirstOfSource(std::vector<std::unique_ptr<RowSource>> sources) : m_sources(std::move(sources)) {}
    bool read(RenderContext &context, Cell &cell) const override
    {
        for (const auto &source : m_sources) {
            if (!source->read(context, cell))
                return false;
            if (!cell.isEmpty())
                return true;
        }
        return true;
    }

  private:
    std::vector<std::unique_ptr<RowSource>> m_sources;
};

/// Rows as one text: name, separator, value; those that are left out leave nothing.
class PairsSource final : public RowSource {
  public:
    std::vector<std::unique_ptr<Row>> rows;
    std::string separator;
    std::string join;
    enum class Inside { Refuse, Replace, UrlEncode, Backslash } inside = Inside::Refuse;
    std::string with;

    bool read(RenderContext &context, Cell &cell) const override
    {
        std::string out;
        const std::string *missing = nullptr;
        if (!write(context, out, missing))
            return false;
        cell.clear();
        cell.setOwned(Cell::Kind::Text, std::move(out));
        cell.setMissingSecret(missing);
        return true;
    }

  private:
    bool write(RenderContext &context, std::string &out, const std::string *&missing) const
    {
        const RenderTrace::Frame frame(context.trace, RequestSpan::Part::Body, out);
        Cell value;
        for (const auto &row : rows) {
            const Row::Result result = row->evaluate(context, value);
            const std::size_t number = context.lastRow();
            if (result == Row::Result::Fail)
                return false;
            if (result == Row::Result::Omit)
                continue;
            std::string text;
            if (value.kind() == Cell::Kind::Structure || !escaped(value.text(), text)) {
                const bool structure = value.kind() == Cell::Kind::Structure;
                context.fail(structure ? "wrong_type" : "separator_in_value",
                             structure ? "text, number or boolean" : "values without the separators",
                             structure ? "A list or group cannot stand in a text."
                                       : "The value has a text that divides the pairs.");
                if (!context.goesOnWithout(row->target()))
                    return false;
                continue;
            }
            if (value.missingSecret())
                missing = value.missingSecret();
            if (!out.empty())
                out += join;
            const std::size_t from = out.size();
            out += row->target() + separator + text;
            context.wrote(number, out, from);
        }
        return true;
    }
    bool escaped(std::string_view text, std::string &out) const
    {
        if (inside == Inside::UrlEncode)
            return appendEscaped(Escaping::FormPercent, text, out);
        for (std::size_t i = 0; i < text.size();) {
            const auto at = [&](const std::string &mark) {
                return !mark.empty() && text.substr(i).starts_with(mark);
            };
            const std::size_t taken = at(separator) ? separator.size() : at(join) ? join.size() : 0;
            if (taken > 0 && inside == Inside::Refuse)
                return false;
            if (taken > 0 && inside == Inside::Replace) {
                out += with;
                i += taken;
                continue;
            }
            if (inside == Inside::Backslash && (taken > 0 || text[i] == '\\'))
                out += '\\';
            out += text.substr(i, std::max<std::size_t>(taken, 1));
            i += std::max<std::size_t>(taken, 1);
        }
        return true;
    }
};

/// {"pairs":[{"target":name,…row…}],"separator":";","join":"|","inside":"refuse|replace|url_encode|backslash"}
std::unique_ptr<RowSource> compilePairs(ObjectReader &reader, CompileContext &compile)
{
    auto source = std::make_unique<PairsSource>();
    source->separator = reader.text("separator", "=");
    source->join = reader.text("join", "&");
    using Inside = PairsSource::Inside;
    const std::string inside = reader.choice("inside", {"refuse", "replace", "url_encode", "backslash"});
    source->inside = inside == "replace"      ? Inside::Replace
                     : inside == "url_encode" ? Inside::UrlEncode
                     : inside == "backslash"  ? Inside::Backslash
                                              : Inside::Refuse;
    source->with = reader.text("with", " ");
    for (const std::string *mark : {&source->separator, &source->join})
        if (inside == "replace" && !mark->empty() && source->with.find(*mark) != std::string::npos)
            compile.problems.add("conflicting_keys", reader.pathOf("with"), "a text without the separators",
                                 "What stands for a separator in a value has a separator itself.");
    const Array *rows = reader.array("pairs");
    for (std::size_t i = 0; rows && i < rows->size(); ++i) {
        ObjectReader row((*rows)[i], reader.pathOf("pairs") + '[' + std::to_string(i) + ']',
                         compile.problems);
        if (!row.isObject())
            continue;
        const std::string name = row.requireText("target");
        source->rows.push_back(Row::compile(row, name, compile));
        row.finish();
    }
    if (rows && rows->empty())
        compile.problems.add("required", reader.pathOf("pairs"), "at least one row", "There are no pairs.");
    return source;
}

class BodySource final : public RowSource {
  public:
    explicit BodySource(std::unique_ptr<BodyPlan> body) : m_body(std::move(body)) {}
    bool read(RenderContext &context, Cell &cell) const override
    {
        std::string out;
        {
            const RenderTrace::Frame frame(context.trace, RequestSpan::Part::Body, out);
            // What it becomes is judged as the value that it is part of.
            const BodyCharset *const outer = std::exchange(context.charset, nullptr);
            const bool fine = m_body->append(context, out);
            context.charset = outer;
            if (!fine)
                return false;
        }
        cell.clear();
        cell.setOwned(Cell::Kind::Text, std::move(out));
        return true;
    }

  private:
    std::unique_ptr<BodyPlan> m_body;
};

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

std::unique_ptr<RowSource> compileComputed(const std::string &name, const std::string &ownName,
                                           const std::string &path, CompileContext &compile, int up = 0)
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

std::unique_ptr<RowSource> compileItem(const std::string &name, std::int64_t up, const std::string &path,
                                       CompileContext &compile)
{
    if (compile.items <= up) {
        compile.problems.add("not_available", path, "only in a group with \"each\"",
                             "There is no list around this place whose item could be read.");
        return nullptr;
    }
    if (name.empty() || name == ".")
        return std::make_unique<ItemSource>(std::vector<PathStep>(), static_cast<int>(up));
    auto steps = parseTargetPath(name);
    if (!steps) {
        compile.problems.take(steps.errors(), path);
        return nullptr;
    }
    return std::make_unique<ItemSource>(std::move(*steps), static_cast<int>(up));
}

/// Field, carried, secret, variable, computed by name: the part that rows and templates share.
std::unique_ptr<RowSource> compileNamed(std::string_view kind, const std::string &name,
                                        const std::string &path, CompileContext &compile)
{
    if (kind == "field" || kind == "lead") {
        auto steps = parseTargetPath(name);
        if (!steps) {
            compile.problems.take(steps.errors(), path);
            return nullptr;
        }
        if (steps->front().isIndex) {
            compile.problems.add("invalid_target", path, "a field's key",
                                 "A lead's field begins with its key.");
            return nullptr;
        }
        if (compile.fieldsSent)
            compile.fieldsSent->insert(steps->front().name);
        const std::size_t slot = compile.slotOf(steps->front().name);
        steps->erase(steps->begin());
        return std::make_unique<FieldSource>(slot, std::move(*steps));
    }
    if (name.empty()) {
        compile.problems.add("required", path, "a name", "The name is empty.");
        return nullptr;
    }
    if (kind == "carried")
        return std::make_unique<CarriedSource>(name);
    if (kind == "secret") {
        compile.secrets.insert(name);
        return std::make_unique<SecretSource>(name);
    }
    if (kind == "variable") {
        if (const auto slot = compile.variableSlot(name))
            return std::make_unique<VariableSource>(*slot);
        compile.problems.add("no_such_reference", path, "a declared variable",
                             "There is no variable \"" + name + "\" in \"variables\".");
        return nullptr;
    }
    if (kind == "computed")
        return compileComputed(name, {}, path, compile);
    if (kind == "item")
        return compileItem(name, 0, path, compile);
    if (kind == "value")
        return compileValueSource(name, path, compile);
    if (kind == "signature") {
        if (compile.signatureIds.contains(name)) {
            compile.signaturesUsed.insert(name);
            return std::make_unique<SignatureSource>(name);
        }
        compile.problems.add("no_such_reference", path, "the id of a signature of the step",
                             "The step has no signature with the id \"" + name + "\".");
        return nullptr;
    }
    compile.problems.add("not_a_choice", path,
                         "lead, carried, secret, variable, value, item, computed, signature",
                         "\"" + std::string(kind) + "\" is not a kind of value.");
    return nullptr;
}

} // namespace

std::unique_ptr<RowSource> compileSource(const Value &value, const std::string &path, CompileContext &compile)
{
    static constexpr std::string_view kKinds[] = {"field",    "constant", "template",  "carried",  "secret",
                                                  "variable", "lookup",   "computed",  "first_of", "body",
                                                  "if",       "item",     "signature", "value",    "pairs"};
    ObjectReader reader(value, path, compile.problems);
    if (!reader.isObject())
        return nullptr;
    if (compile.depth >= kMaxSourceDepth) {
        compile.problems.add("too_deep", path, "max_depth 8", "Sources are nested too deeply.");
        return nullptr;
    }
    ++compile.depth;
    std::unique_ptr<RowSource> source;
    std::string_view kind;
    for (const std::string_view known : kKinds)
        if (value.find(known)) {
            kind = known;
            break;
        }
    if (kind.empty()) {
        compile.problems.add("required", path,
                             "field, constant, template, carried, secret, variable, value, item, lookup, "
                             "computed, first_of, if, body, pairs or signature",
                             "The source names no kind of value.");
    } else if (kind == "constant") {
        source = std::make_unique<ConstantSource>(*reader.get(kind));
    } else if (kind == "template") {
        source = std::make_unique<TemplateSource>(
            Template::compile(reader.text(kind), reader.pathOf(kind), compile));
    } else if (kind == "lookup") {
        const std::string table = reader.requireText("lookup");
        std::unique_ptr<RowSource> key;
        if (const Value *keyValue = reader.require("key"))
            key = compileSource(*keyValue, reader.pathOf("key"), compile);
        Transforms transforms = compileTransforms(
            reader.get("key_transforms"), reader.pathOf("key_transforms"), compile.problems, &compile);
        std::string column = reader.text("column");
        const auto found = compile.tables.find(table);
        if (found == compile.tables.end())
            compile.problems.add("no_such_reference", reader.pathOf("lookup"), "a table of the document",
                                 "There is no table \"" + table + "\" in \"tables\".");
        else if (key)
            source = std::make_unique<LookupSource>(std::move(key), std::move(transforms), found->second,
                                                    std::move(column));
    } else if (kind == "first_of") {
        std::vector<std::unique_ptr<RowSource>> sources;
        if (const Array *list = reader.array(kind))
            for (std::size_t i = 0; i < list->size(); ++i)
                sources.push_back(
                    compileSource((*list)[i], reader.pathOf(kind) + '[' + std::to_string(i) + ']', compile));
        source = std::make_unique<FirstOfSource>(std::move(sources));
    } else if (kind == "pairs") {
        source = compilePairs(reader, compile);
    } else if (kind == "body") {
        if (auto body = compileBody(*reader.get(kind), reader.pathOf(kind), compile))
            source = std::make_unique<BodySource>(std::move(body));
    } else if (kind == "if") {
        RenderCondition condition = compileRenderCondition(*reader.get(kind), reader.pathOf(kind), compile);
        std::unique_ptr<RowSource> then;
        std::unique_ptr<RowSource> other;
        if (const Value *one = reader.require("then"))
            then = compileSource(*one, reader.pathOf("then"), compile);
        if (const Value *two = reader.get("else"))
            other = compileSource(*two, reader.pathOf("else"), compile);
        source = std::make_unique<IfSource>(std::move(condition), std::move(then), std::move(other));
    } else if (kind == "item") {
        const std::string name = reader.text(kind);
        source = compileItem(name, reader.integer("up", 0, 0, 7), reader.pathOf(kind), compile);
    } else if (kind == "computed") {
        const std::string name = reader.text(kind);
        source = compileComputed(name, reader.text("name"), reader.pathOf(kind), compile,
                                 static_cast<int>(reader.integer("up", 0, 0, 7)));
    } else {
        source = compileNamed(kind, reader.text(kind), reader.pathOf(kind), compile);
    }
    reader.finish();
    --compile.depth;
    return source;
}

Template Template::compile(std::string_view text, const std::string &path, CompileContext &compile)
{
    Template result;
    result.m_path = path;
    std::string literal;
    const auto flush = [&] {
        if (!literal.empty())
            result.m_pieces.push_back({std::move(literal), nullptr, nullptr, {}, {}, {}, false, false});
        literal.clear();
    };
    const auto trimmed = [](std::string_view part) {
        while (!part.empty() && part.front() == ' ')
            part.remove_prefix(1);
        while (!part.empty() && part.back() == ' ')
            part.remove_suffix(1);
        return part;
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t open = text.find("{{", at);
        if (open == std::string_view::npos) {
            literal += text.substr(at);
            break;
        }
        if (open > at && text[open - 1] == '\\') { // \{{ is a literal {{
            literal += text.substr(at, open - at - 1);
            literal += "{{";
            at = open + 2;
            continue;
        }
        literal += text.substr(at, open - at);
        const std::size_t close = text.find("}}", open);
        if (close == std::string_view::npos) {
            compile.problems.add("invalid_template", path, "{{namespace.name}}",
                                 "A {{ in the template is not closed.");
            break;
        }
        flush();
        std::string_view inside = text.substr(open + 2, close - open - 2);
        std::string_view place = trimmed(inside.substr(0, inside.find('|')));
        if (place == "value")
            place = "computed.value";
        else if (place == "item")
            place = "item..";
        const std::size_t dot = place.find('.');
        if (dot == std::string_view::npos) {
            compile.problems.add(
                "invalid_template", path, "{{namespace.name}}",
                "\"{{" + std::string(inside) +
                    "}}\" needs a namespace: lead, carried, secret, variable, value, item or computed.");
        } else {
            const std::string_view kind = place.substr(0, dot);
            Piece piece;
            piece.place = "{{" + std::string(inside) + "}}";
            if (kind == "lead")
                piece.fields.emplace_back(
                    place.substr(dot + 1, place.find_first_of(".[", dot + 1) - dot - 1));
            piece.source =
                compileNamed(kind == "field" ? "" : kind, std::string(place.substr(dot + 1)), path, compile);
            piece.canBeEmpty = kind == "lead" || kind == "carried" || kind == "item" || kind == "value";
            result.m_foreign =
                result.m_foreign || place == "computed.value" ||
                (kind == "value" ? isForeignValue(place.substr(dot + 1), compile) : piece.canBeEmpty);
            Array list;
            for (std::size_t bar = inside.find('|'); bar != std::string_view::npos;) {
                const std::size_t next = inside.find('|', bar + 1);
                const std::string_view filter =
                    trimmed(inside.substr(bar + 1, next == std::string_view::npos ? next : next - bar - 1));
                list.push_back(Object{{"do", filter}});
                piece.words.emplace_back(filter);
                bar = next;
            }
            if (!list.empty()) {
                const Value transforms(std::move(list));
                piece.transforms = std::make_shared<const Transforms>(
                    compileTransforms(&transforms, path, compile.problems, &compile));
            }
            result.m_pieces.push_back(std::move(piece));
        }
        at = close + 2;
    }
    flush();
    return result;
}

bool Template::append(RenderContext &context, Escaping escaping, std::string &out,
                      const std::string **missingSecret) const
{
    for (const Piece &piece : m_pieces) {
        if (!piece.source) {
            out += piece.literal;
            continue;
        }
        if (!context.trace || !context.trace->locates(out)) {
            if (!appendPlace(piece, context, escaping, out, missingSecret, nullptr))
                return false;
            continue;
        }
        const std::size_t number = context.trace->begin();
        const std::size_t from = out.size();
        RowTrace trace;
        trace.path = m_path;
        trace.target = piece.place;
        trace.fields = piece.fields;
        const bool fine = appendPlace(piece, context, escaping, out, missingSecret, &trace);
        for (std::size_t i = 0; i < trace.transforms.size() && i < piece.words.size(); ++i)
            trace.transforms[i].name = piece.words[i];
        if (!fine) {
            out.resize(from);
            if (context.problem.field.empty())
                context.problem.field = m_path.substr(m_path.rfind('.') + 1);
            trace.state = RowTrace::State::Failed;
            trace.problem = std::exchange(context.problem, {});
        } else if (out.size() == from) {
            trace.state = RowTrace::State::Omitted;
            trace.condition = "on_empty";
        }
        context.trace->finish(number, std::move(trace));
        if (out.size() > from)
            context.wrote(number, out, from);
    }
    return true;
}

bool Template::appendPlace(const Piece &piece, RenderContext &context, Escaping escaping, std::string &out,
                           const std::string **missingSecret, RowTrace *trace) const
{
    Cell cell;
    if (!piece.source->read(context, cell))
        return false;
    if (trace)
        trace->read = shownText(cell);
    if (piece.transforms &&
        !applyAll(*piece.transforms, cell, &context, context.problem, trace ? &trace->transforms : nullptr))
        return false;
    if (trace)
        trace->result = shownText(cell);
    if (cell.kind() == Cell::Kind::Structure)
        return context.fail("wrong_type", "text, number or boolean",
                            "A list or group cannot stand in a text.");
    if (missingSecret && cell.missingSecret())
        *missingSecret = cell.missingSecret();
    if (piece.demanded && cell.isEmpty()) {
        context.fail("empty_place", "path_on_empty refuse",
                     "There is nothing for \"" + piece.place +
                         "\" in the address, so it would be another one.");
        context.problem.field = m_path.substr(m_path.rfind('.') + 1);
        return false;
    }
    if (!appendCell(cell, escaping, out))
        return context.fail("invalid_character", "XML 1.0",
                            "The value has a character that XML cannot hold.");
    return true;
}

void Template::demandPlaces()
{
    for (Piece &piece : m_pieces) {
        if (!piece.source && piece.literal.find('?') != std::string::npos)
            return;
        piece.demanded = piece.canBeEmpty;
    }
}

bool Template::isConstant() const
{
    return std::none_of(m_pieces.begin(), m_pieces.end(),
                        [](const Piece &piece) { return piece.source != nullptr; });
}

bool Template::isOnePlace() const
{
    return m_pieces.size() == 1 && m_pieces.front().source;
}

} // namespace bourse::domain
