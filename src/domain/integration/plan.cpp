#include "domain/integration/plan.h"
#include "domain/integration/bodycharset.h"
#include "domain/integration/rendertrace.h"
#include "domain/json/json.h"
#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

namespace bourse::domain {
namespace {

bool equalsCi(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    };
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return lower(x) == lower(y); });
}

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> words)
{
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return equalsCi(text, word); });
}

std::string lowered(std::string_view text)
{
    std::string out(text);
    for (char &c : out)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + 32);
    return out;
}

} // namespace

bool Cell::isEmpty() const
{
    return m_kind == Kind::Missing || m_kind == Kind::Null || (m_kind == Kind::Text && text().empty());
}

void Cell::clear()
{
    m_kind = Kind::Missing;
    m_isOwned = false;
    m_view = {};
    m_structure = nullptr;
    m_missingSecret = nullptr;
}

void Cell::setNull()
{
    clear();
    m_kind = Kind::Null;
}

void Cell::setView(Kind kind, std::string_view text)
{
    m_kind = kind;
    m_isOwned = false;
    m_view = text;
    m_structure = nullptr;
}

void Cell::setOwned(Kind kind, std::string text)
{
    m_kind = kind;
    m_isOwned = true;
    m_owned = std::move(text);
    m_structure = nullptr;
}

void Cell::setSame(const Cell &other)
{
    setView(other.kind(), other.text());
    m_structure = other.structure();
    m_missingSecret = other.missingSecret();
}

void Cell::setValue(const Value &value)
{
    m_missingSecret = nullptr;
    switch (value.kind()) {
    case Value::Kind::Null:
        setNull();
        break;
    case Value::Kind::Bool:
        setView(Kind::Boolean, *value.asBool() ? "true" : "false");
        break;
    case Value::Kind::Number:
        setView(Kind::Number, value.asNumber()->text);
        break;
    case Value::Kind::String:
        setView(Kind::Text, *value.asString());
        break;
    case Value::Kind::Array:
    case Value::Kind::Object:
        setView(Kind::Structure, {});
        m_structure = &value;
        break;
    }
}

void Cell::setOwnedValue(Value value)
{
    switch (value.kind()) {
    case Value::Kind::Array:
    case Value::Kind::Object: {
        auto kept = std::make_unique<Value>(std::move(value));
        m_missingSecret = nullptr;
        setView(Kind::Structure, {});
        m_ownedStructure = std::move(kept);
        m_structure = m_ownedStructure.get();
        break;
    }
    case Value::Kind::Number:
        setOwned(Kind::Number, value.asNumber()->text);
        break;
    case Value::Kind::String:
        setOwned(Kind::Text, *value.asString());
        break;
    default:
        setValue(value); // null and the two booleans are no text of the value's own
        break;
    }
}

std::uint64_t RenderContext::random(std::uint64_t n) const
{
    // splitmix64: a good spread from any seed, and the same everywhere.
    std::uint64_t z = input.seed + (n + 1) * 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

bool RenderContext::fail(std::string code, std::string rule, std::string message)
{
    problem = Error{std::move(code), {}, std::move(rule), std::move(message)};
    return false;
}

const std::string *RenderContext::missingIn(std::string_view text) const
{
    for (const std::string *name : missingSecrets)
        if (text.find("{{" + *name + "}}") != std::string_view::npos)
            return name;
    return nullptr;
}

bool RenderContext::goesOnWithout(const std::string &target)
{
    problem.field = target;
    if (!trace)
        return false;
    trace->cannotWrite(trace->last(), std::exchange(problem, {}));
    return true;
}

bool RenderContext::goesOn()
{
    if (!trace)
        return false;
    if (!problem.code.empty())
        trace->problem(std::exchange(problem, {}));
    return true;
}

void RenderContext::takenBack(const std::string &out) const
{
    if (trace)
        trace->takenBack(out);
}

std::size_t RenderContext::lastRow() const
{
    return trace ? trace->last() : 0;
}

void RenderContext::wrote(std::size_t row, const std::string &out, std::size_t begin,
                          const std::string_view *item) const
{
    if (trace)
        trace->wrote(row, out, begin, item);
}

bool applyAll(const Transforms &transforms, Cell &cell, RenderContext *context, Error &problem,
              std::vector<TransformTrace> *steps)
{
    // What is being transformed can be named inside a transform; chains stand in one another.
    struct Named {
        RenderContext *context;
        const Cell *outer;
        ~Named()
        {
            if (context)
                context->value = outer;
        }
    } named{context, context ? context->value : nullptr};
    if (context)
        context->value = &cell;
    // A part of a text may have come without its secret, too.
    const auto mark = [&] {
        if (context && !context->missingSecrets.empty() && !cell.missingSecret() && cell.isScalar())
            cell.setMissingSecret(context->missingIn(cell.text()));
    };
    mark();
    for (const auto &transform : transforms) {
        const bool nothing = cell.kind() == Cell::Kind::Missing || cell.kind() == Cell::Kind::Null;
        // A preview without the secret shows where it goes, not a hash of its name.
        const bool passes = (nothing && !transform->handlesEmpty()) || cell.missingSecret();
        if (steps)
            steps->push_back({{}, shownText(cell), {}, std::nullopt});
        const bool fine = passes || transform->apply(cell, context, problem);
        if (fine && !passes)
            mark();
        if (steps) {
            if (fine)
                steps->back().after = shownText(cell);
            else
                steps->back().problem = problem;
        }
        if (!fine)
            return false;
    }
    return true;
}

std::size_t CompileContext::slotOf(const std::string &field)
{
    return fieldSlots.try_emplace(field, fieldSlots.size()).first->second;
}

std::optional<std::size_t> CompileContext::variableSlot(std::string_view name) const
{
    const auto found = std::find(variableNames.begin(), variableNames.end(), name);
    if (found == variableNames.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - variableNames.begin());
}

Test Test::compile(ObjectReader &reader, bool valueComesLater)
{
    Test test;
    static constexpr std::pair<std::string_view, Op> kOps[] = {
        {"exists", Op::Exists},
        {"missing", Op::Missing},
        {"empty", Op::Empty},
        {"not_empty", Op::NotEmpty},
        {"equals", Op::Equals},
        {"equals_ci", Op::EqualsCi},
        {"not_equals", Op::NotEquals},
        {"contains", Op::Contains},
        {"contains_ci", Op::ContainsCi},
        {"starts_with", Op::StartsWith},
        {"starts_with_ci", Op::StartsWithCi},
        {"ends_with", Op::EndsWith},
        {"matches", Op::Matches},
        {"in", Op::In},
        {"in_ci", Op::InCi},
        {"gt", Op::Greater},
        {"ge", Op::GreaterOrEqual},
        {"lt", Op::Less},
        {"le", Op::LessOrEqual},
        {"eq", Op::NumberEquals},
        {"ne", Op::NumberDiffers},
        {"is_true", Op::IsTrue},
        {"is_false", Op::IsFalse},
    };
    const std::string op = reader.requireText("op");
    const auto found =
        std::find_if(std::begin(kOps), std::end(kOps), [&](const auto &pair) { return pair.first == op; });
    if (found != std::end(kOps)) {
        test.m_op = found->second;
    } else if (!op.empty()) {
        std::string list;
        for (const auto &pair : kOps)
            list += (list.empty() ? "" : ", ") + std::string(pair.first);
        reader.problems().add("not_a_choice", reader.pathOf("op"), list,
                              "\"" + op + "\" is not an operator.");
    }
    const bool needsNoValue = test.m_op <= Op::NotEmpty || test.m_op >= Op::IsTrue;
    const Value *value = reader.get("value");
    const bool ignoreCase = reader.boolean("ignore_case", false);
    if (found == std::end(kOps)) // reported; its value cannot be judged
        return test;
    if (valueComesLater) {
        if (needsNoValue || test.m_op == Op::Matches || test.m_op == Op::In || test.m_op == Op::InCi)
            reader.problems().add("not_available", reader.pathOf("value"), "an operator with one value",
                                  "This operator cannot compare with a value of the request.");
        return test;
    }
    if (needsNoValue) {
        if (value)
            reader.problems().add("unknown_key", reader.pathOf("value"), "no value",
                                  "This operator takes no value.");
        return test;
    }
    if (!value) {
        reader.problems().add("required", reader.pathOf("value"), "required",
                              "The value to compare with is missing.");
        return test;
    }
    const bool list = test.m_op == Op::In || test.m_op == Op::InCi;
    const auto scalar = [&](const Value &item, const std::string &path) {
        if (item.isNull() || item.isArray() || item.isObject())
            reader.problems().add("wrong_type", path, "text, number or boolean",
                                  "Text, a number or a boolean is expected.");
        std::string text = item.toText();
        const bool fold =
            test.m_op == Op::EqualsCi || test.m_op == Op::ContainsCi || test.m_op == Op::StartsWithCi;
        test.m_values.push_back(fold ? lowered(text) : text);
    };
    if (list && value->isArray()) {
        for (std::size_t i = 0; i < value->asArray()->size(); ++i)
            scalar((*value->asArray())[i], reader.pathOf("value") + '[' + std::to_string(i) + ']');
    } else if (list) {
        reader.problems().add("wrong_type", reader.pathOf("value"), "a list",
                              "A list of values is expected.");
    } else {
        scalar(*value, reader.pathOf("value"));
    }
    if (test.m_op == Op::Matches && value->isString()) {
        auto pattern = Regex::compile(*value->asString(), ignoreCase);
        if (pattern)
            test.m_pattern = *pattern;
        else
            reader.problems().take(pattern.errors(), reader.pathOf("value"));
    }
    if (test.m_op >= Op::Greater) {
        test.m_bound = readMicros(test.m_values.empty() ? std::string() : test.m_values.front());
        if (!test.m_bound)
            reader.problems().add("wrong_type", reader.pathOf("value"), "a number", "A number is expected.");
    }
    return test;
}

Test Test::withValue(const std::string &text) const
{
    Test test = *this;
    const bool fold = m_op == Op::EqualsCi || m_op == Op::ContainsCi || m_op == Op::StartsWithCi;
    test.m_values = {fold ? lowered(text) : text};
    if (m_op >= Op::Greater)
        test.m_bound = readMicros(text);
    return test;
}

bool Test::holds(bool present, std::string_view text) const
{
    const auto compared = [&](auto &&compare) {
        const auto number = present && m_bound ? readMicros(text) : std::nullopt;
        return number && compare(*number, *m_bound);
    };
    const auto value = [&]() -> std::string_view {
        return m_values.empty() ? std::string_view() : m_values.front();
    };
    switch (m_op) {
    case Op::Exists:
        return present;
    case Op::Missing:
        return !present;
    case Op::Empty:
        return !present || text.empty();
    case Op::NotEmpty:
        return present && !text.empty();
    case Op::NotEquals:
        return !present || text != value();
    case Op::Greater:
        return compared(std::greater<>());
    case Op::GreaterOrEqual:
        return compared(std::greater_equal<>());
    case Op::Less:
        return compared(std::less<>());
    case Op::LessOrEqual:
        return compared(std::less_equal<>());
    case Op::NumberEquals:
        return compared(std::equal_to<>());
    case Op::NumberDiffers: // also of what is no number
        return !compared(std::equal_to<>());
    case Op::IsTrue:
        return present && isOneOf(text, {"true", "1", "yes", "y", "t", "on"});
    case Op::IsFalse:
        return present && isOneOf(text, {"false", "0", "no", "n", "f", "off"});
    default:
        break;
    }
    if (!present)
        return false;
    switch (m_op) {
    case Op::Equals:
        return text == value();
    case Op::EqualsCi:
        return equalsCi(text, value());
    case Op::Contains:
        return text.find(value()) != std::string_view::npos;
    case Op::ContainsCi:
        return lowered(text).find(value()) != std::string::npos;
    case Op::StartsWith:
        return text.starts_with(value());
    case Op::StartsWithCi:
        return equalsCi(text.substr(0, value().size()), value());
    case Op::EndsWith:
        return text.ends_with(value());
    case Op::Matches:
        return m_pattern && m_pattern->matches(text);
    case Op::In:
        return std::find(m_values.begin(), m_values.end(), text) != m_values.end();
    case Op::InCi:
        return std::any_of(m_values.begin(), m_values.end(),
                           [&](const std::string &v) { return equalsCi(text, v); });
    default:
        return false;
    }
}

RenderCondition compileRenderCondition(const Value &value, const std::string &path, CompileContext &compile)
{
    return compileCondition<RenderLeaf>(value, path, compile.problems, [&](ObjectReader &reader) {
        auto leaf = std::make_shared<RenderLeaf>();
        if (const Value *source = reader.require("source"))
            leaf->source = compileSource(*source, reader.pathOf("source"), compile);
        leaf->transforms = compileTransforms(reader.get("transforms"), reader.pathOf("transforms"),
                                             compile.problems, &compile);
        leaf->test = Test::compile(reader);
        return leaf;
    });
}

bool conditionHolds(const RenderCondition &condition, RenderContext &context, bool &holds)
{
    bool fine = true;
    holds = condition.holds([&](const RenderLeaf &leaf) {
        Cell probe;
        if (!fine || !leaf.source || !leaf.source->read(context, probe) ||
            !applyAll(leaf.transforms, probe, &context, context.problem)) {
            fine = false;
            return false;
        }
        const bool present = probe.kind() != Cell::Kind::Missing && probe.kind() != Cell::Kind::Null;
        return leaf.test.holds(present, probe.text());
    });
    return fine;
}

std::unique_ptr<Row> Row::compile(ObjectReader &reader, std::string target, CompileContext &compile)
{
    auto row = std::make_unique<Row>();
    row->m_target = std::move(target);
    row->m_path = reader.path();
    // The row's own fields, then those of the step.
    std::set<std::string> fields;
    std::set<std::string> *const ofStep = std::exchange(compile.fieldsSent, &fields);
    if (const Value *source = reader.require("source"))
        row->m_source = compileSource(*source, reader.pathOf("source"), compile);
    const Value *transforms = reader.get("transforms");
    row->m_transforms =
        compileTransforms(transforms, reader.pathOf("transforms"), compile.problems, &compile);
    if (const Array *links = transforms ? transforms->asArray() : nullptr)
        for (const Value &link : *links)
            row->m_words.push_back(link.find("do") ? link.find("do")->toText() : std::string());
    row->m_fields.assign(fields.begin(), fields.end());
    compile.fieldsSent = ofStep;
    if (ofStep)
        ofStep->insert(fields.begin(), fields.end());
    if (const Value *when = reader.get("when"))
        row->m_when = compileRenderCondition(*when, reader.pathOf("when"), compile);
    const std::string rule = reader.choice("on_empty", {"omit", "empty", "null", "refuse", "omit_group"});
    row->m_onEmpty = rule == "empty"        ? OnEmpty::Empty
                     : rule == "null"       ? OnEmpty::Null
                     : rule == "refuse"     ? OnEmpty::Refuse
                     : rule == "omit_group" ? OnEmpty::OmitGroup
                                            : OnEmpty::Omit;
    if (row->m_onEmpty == OnEmpty::OmitGroup && compile.groups == 0)
        compile.problems.add("not_available", reader.pathOf("on_empty"), "only in a group of rows",
                             "There is no group around this row that could be left out.");
    reader.text("note");
    return row;
}

std::unique_ptr<Row> Row::constant(std::string target, Value value)
{
    class Fixed final : public RowSource {
      public:
        explicit Fixed(Value value) : m_value(std::move(value)) {}
        bool read(RenderContext &, Cell &cell) const override
        {
            cell.setValue(m_value);
            return true;
        }

      private:
        Value m_value;
    };
    auto row = std::make_unique<Row>();
    row->m_target = std::move(target);
    row->m_source = std::make_unique<Fixed>(std::move(value));
    row->m_onEmpty = OnEmpty::Empty;
    return row;
}

Row::Result Row::evaluate(RenderContext &context, Cell &cell) const
{
    if (!context.trace)
        return finished(context, compute(context, cell, nullptr));
    if (m_path.empty()) { // the document has no such row
        const Result written = finished(context, compute(context, cell, nullptr));
        context.trace->noRow();
        return written;
    }
    const std::size_t number = context.trace->begin();
    RowTrace trace;
    trace.path = m_path;
    trace.target = m_target;
    trace.fields = m_fields;
    Result result = finished(context, compute(context, cell, &trace));
    for (std::size_t i = 0; i < trace.transforms.size() && i < m_words.size(); ++i)
        trace.transforms[i].name = m_words[i];
    if (result == Result::Write)
        trace.result = shownText(cell);
    if (result == Result::Omit)
        trace.state = RowTrace::State::Omitted;
    if (result == Result::Fail) {
        trace.state = RowTrace::State::Failed;
        trace.problem = std::exchange(context.problem, {});
        result = Result::Omit; // what else there is to see shall be seen
    }
    context.trace->finish(number, std::move(trace), cell.structure() && cell.structure()->isArray());
    return result;
}

Row::Result Row::finished(RenderContext &context, Result result) const
{
    if (result == Result::Omit && m_omitsGroup)
        context.dropsGroup = true;
    return result;
}

Row::Result Row::compute(RenderContext &context, Cell &cell, RowTrace *trace) const
{
    cell.clear();
    bool holds = true;
    bool fine = !m_when || conditionHolds(*m_when, context, holds);
    if (fine && !holds && trace)
        trace->condition = "when";
    if (fine && holds) {
        fine = m_source->read(context, cell);
        if (trace && fine)
            trace->read = shownText(cell);
        fine = fine &&
               applyAll(m_transforms, cell, &context, context.problem, trace ? &trace->transforms : nullptr);
    }
    if (!fine) {
        if (context.problem.field.empty())
            context.problem.field = m_target;
        return Result::Fail;
    }
    if (!holds)
        return Result::Omit;
    if (context.charset && cell.isScalar() && !context.charset->holds(cell.text())) {
        context.problem = Error{"invalid_character", m_target, context.charset->name(),
                                "The value of \"" + m_target + "\" has a character that " +
                                    context.charset->name() + " does not have."};
        return Result::Fail;
    }
    if (!cell.isEmpty())
        return Result::Write;
    switch (m_onEmpty) {
    case OnEmpty::OmitGroup:
        context.dropsGroup = true;
        [[fallthrough]];
    case OnEmpty::Omit:
        if (trace)
            trace->condition = "on_empty";
        return Result::Omit;
    case OnEmpty::Empty:
        cell.setView(Cell::Kind::Text, {});
        return Result::Write;
    case OnEmpty::Null:
        cell.setNull();
        return Result::Write;
    case OnEmpty::Refuse:
        break;
    }
    if (trace)
        trace->condition = "on_empty";
    context.problem = Error{"refused_lead", m_target, "on_empty refuse",
                            "The lead has no value for \"" + m_target + "\", which this buyer demands."};
    return Result::Fail;
}

bool appendCell(const Cell &cell, Escaping escaping, std::string &out)
{
    const std::size_t from = out.size();
    if (!appendEscaped(escaping, cell.text(), out))
        return false;
    if (cell.missingSecret()) {
        const std::string mark = "{{" + *cell.missingSecret() + "}}";
        std::string escaped;
        appendEscaped(escaping, mark, escaped);
        for (std::size_t at = out.find(escaped, from); at != std::string::npos;
             at = out.find(escaped, at + mark.size()))
            out.replace(at, escaped.size(), mark);
    }
    return true;
}

Result<std::vector<PathStep>> parseTargetPath(std::string_view text)
{
    const auto wrong = [](const char *what) {
        return Error{"invalid_target", {}, "a.b[0]['c.d']", what};
    };
    std::vector<PathStep> steps;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == '[') {
            const bool quoted = i + 1 < text.size() && text[i + 1] == '\'';
            const std::size_t close = quoted ? text.find("']", i + 2) : text.find(']', i);
            if (close == std::string_view::npos)
                return wrong("A bracket in the target is not closed.");
            if (quoted) {
                steps.push_back({std::string(text.substr(i + 2, close - i - 2)), 0, false});
                i = close + 2;
                continue;
            }
            PathStep step;
            step.isIndex = true;
            const auto read = std::from_chars(text.data() + i + 1, text.data() + close, step.index);
            if (read.ec != std::errc() || read.ptr != text.data() + close || step.index > 999)
                return wrong("An index in the target must be a number from 0 to 999.");
            steps.push_back(std::move(step));
            i = close + 1;
            continue;
        }
        if (!steps.empty()) {
            if (text[i] != '.')
                return wrong("A dot is missing in the target.");
            ++i;
        }
        const std::size_t end = std::min(text.find_first_of(".[", i), text.size());
        if (end == i)
            return wrong("A name in the target is empty.");
        steps.push_back({std::string(text.substr(i, end - i)), 0, false});
        i = end;
    }
    if (steps.empty() || (!text.empty() && text.back() == '.'))
        return wrong("The target is empty or ends with a dot.");
    if (steps.size() > 32)
        return wrong("The target is nested too deeply.");
    return steps;
}

const Value *valueAt(const Value *value, const std::vector<PathStep> &path)
{
    for (const PathStep &step : path) {
        if (!value)
            break;
        if (step.isIndex) {
            const Array *array = value->asArray();
            value = array && step.index < array->size() ? &(*array)[step.index] : nullptr;
        } else {
            value = value->find(step.name);
        }
    }
    return value;
}

std::optional<std::int64_t> readMicros(std::string_view text)
{
    const auto space = [](char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    };
    const auto trim = [&] {
        while (!text.empty() && space(text.front()))
            text.remove_prefix(1);
        while (!text.empty() && space(text.back()))
            text.remove_suffix(1);
    };
    const auto upper = [](char c) {
        return c >= 'A' && c <= 'Z';
    };
    // Three capitals, or in small letters one of the codes that people write: "12 net" is no amount.
    const auto isCode = [&](std::string_view word) {
        return std::all_of(word.begin(), word.end(), upper) ||
               isOneOf(word, {"usd", "eur", "gbp", "cad", "aud", "nzd", "chf", "mxn", "brl", "inr",
                              "jpy", "sek", "nok", "dkk", "pln", "zar", "czk", "huf", "sgd", "hkd"});
    };
    const auto dropLetters = [&] { // a currency code, or the US of "US$"
        if (text.size() > 3 && isCode(text.substr(0, 3)))
            text.remove_prefix(3);
        else if (text.size() > 3 && upper(text[0]) && upper(text[1]) && text[2] == '$')
            text.remove_prefix(2);
    };
    trim();
    bool negative = false;
    const auto sign = [&] {
        if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
            negative = text.front() == '-';
            text.remove_prefix(1);
            return true;
        }
        return false;
    };
    const bool signedFirst = sign();
    dropLetters();
    trim();
    static constexpr std::string_view kSigns[] = {"$", "\u20ac", "\u00a3"};
    bool named = false;
    for (const std::string_view symbol : kSigns)
        if (text.starts_with(symbol)) {
            text.remove_prefix(symbol.size());
            named = true;
            break;
        }
    trim();
    if (!signedFirst)
        sign();
    // a trailing code: "31.00 USD"
    if (text.size() > 3 && isCode(text.substr(text.size() - 3))) {
        text.remove_suffix(3);
        trim();
    }
    // a sign behind: "12.50 $"
    for (const std::string_view symbol : kSigns)
        if (!named && text.size() > symbol.size() && text.ends_with(symbol)) {
            text.remove_suffix(symbol.size());
            named = true;
            trim();
        }
    std::string digits;
    std::size_t scale = 0; // digits after the point
    std::size_t i = 0;
    std::size_t group = 0;
    bool grouped = false;
    for (; i < text.size(); ++i) {
        if (text[i] >= '0' && text[i] <= '9') {
            digits += text[i];
            if (grouped && ++group > 3)
                return std::nullopt;
        } else if (text[i] == ',') {
            // A comma is only ever a grouping mark: before three digits, after one to three.
            if (digits.empty() || (grouped ? group != 3 : digits.size() > 3))
                return std::nullopt;
            grouped = true;
            group = 0;
        } else {
            break;
        }
    }
    if (grouped && group != 3)
        return std::nullopt;
    if (i < text.size() && text[i] == '.')
        for (++i; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i, ++scale)
            digits += text[i];
    if (digits.empty() || digits.size() > 400)
        return std::nullopt;
    int exponent = 0;
    if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
        ++i;
        if (i < text.size() && text[i] == '+')
            ++i;
        const auto read = std::from_chars(text.data() + i, text.data() + text.size(), exponent);
        if (read.ec != std::errc() || exponent > 400 || exponent < -400)
            return std::nullopt;
        i = static_cast<std::size_t>(read.ptr - text.data());
    }
    if (i != text.size())
        return std::nullopt;
    // value = digits × 10^(exponent − scale); micro-units shift by six more
    const int shift = exponent - static_cast<int>(scale) + 6;
    if (shift < 0)
        digits.resize(digits.size() > static_cast<std::size_t>(-shift)
                          ? digits.size() - static_cast<std::size_t>(-shift)
                          : 0);
    else
        digits.append(static_cast<std::size_t>(shift), '0');
    std::int64_t micros = 0;
    for (const char c : digits) {
        if (micros > (std::numeric_limits<std::int64_t>::max() - (c - '0')) / 10)
            return std::nullopt;
        micros = micros * 10 + (c - '0');
    }
    return negative ? -micros : micros;
}

} // namespace bourse::domain
