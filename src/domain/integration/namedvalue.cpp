#include "domain/integration/namedvalue.h"
#include "domain/integration/documentwalk.h"
#include <algorithm>
#include <utility>

namespace bourse::domain {
namespace {

constexpr std::size_t kMostValues = 500;
constexpr int kDeepest = 32; // values of values

class ValueSource final : public RowSource {
  public:
    explicit ValueSource(std::shared_ptr<const NamedValue> value) : m_value(std::move(value)) {}
    bool read(RenderContext &context, Cell &cell) const override
    {
        if (context.made.size() <= m_value->slot)
            context.made.resize(m_value->slot + 1);
        MadeValue *made = context.made[m_value->slot].get();
        if (!made) {
            context.made[m_value->slot] = std::make_unique<MadeValue>();
            made = context.made[m_value->slot].get(); // stays where it is while other values are made
            make(context, *made);
        }
        if (made->problem) {
            context.problem = *made->problem;
            return false;
        }
        cell.setSame(made->cell);
        return true;
    }

  private:
    /// Of no item and of no value that is being transformed: it is the same wherever it is asked for. What
    /// is in it has no place of its own in the request, so it leaves no trace.
    void make(RenderContext &context, MadeValue &made) const
    {
        const ItemScope *const scope = std::exchange(context.scope, nullptr);
        const NumberScope *const numbers = std::exchange(context.numbers, nullptr);
        const Cell *const value = std::exchange(context.value, nullptr);
        RenderTrace *const trace = std::exchange(context.trace, nullptr);
        const bool drops = std::exchange(context.dropsGroup, false);
        if (!m_value->source || !m_value->source->read(context, made.cell) ||
            !applyAll(m_value->transforms, made.cell, &context, context.problem)) {
            made.problem = std::exchange(context.problem, {});
            made.problem->field.clear(); // that of whoever asks
            made.problem->message = "The value \"" + m_value->name + "\": " + made.problem->message;
        }
        context.scope = scope;
        context.numbers = numbers;
        context.value = value;
        context.trace = trace;
        context.dropsGroup = drops;
    }

    std::shared_ptr<const NamedValue> m_value;
};

bool isName(std::string_view name)
{
    return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '-';
    });
}

NamedValue *find(std::string_view name, CompileContext &compile)
{
    for (const NamedValues *values : {&compile.stepValues, &compile.values})
        if (const auto found = values->find(name); found != values->end())
            return found->second.get();
    return nullptr;
}

bool mayBeForeign(const Value &source, CompileContext &compile);

bool isForeignText(const Value &text, CompileContext &compile)
{
    const std::string *plain = text.asString();
    if (!plain)
        return true;
    const References found = referencesInText(*plain);
    return !found.fields.empty() || !found.carried.empty() || plain->find("{{item") != std::string::npos ||
           std::any_of(found.values.begin(), found.values.end(),
                       [&](const std::string &name) { return isForeignValue(name, compile); });
}

/// True unless the source can only give texts that the document's author wrote.
bool mayBeForeign(const Value &source, CompileContext &compile)
{
    for (const char *own : {"constant", "variable", "secret", "computed", "lookup"})
        if (source.find(own))
            return false;
    if (const Value *text = source.find("template"))
        return isForeignText(*text, compile);
    if (const Value *name = source.find("value"))
        return isForeignValue(name->toText(), compile);
    if (source.find("if")) {
        const Value *then = source.find("then");
        const Value *other = source.find("else");
        return (then && mayBeForeign(*then, compile)) || (other && mayBeForeign(*other, compile));
    }
    if (const Value *several = source.find("first_of"); several && several->asArray())
        return std::any_of(several->asArray()->begin(), several->asArray()->end(),
                           [&](const Value &one) { return mayBeForeign(one, compile); });
    return true;
}

/// What the chain makes of it: a map's entries are the author's own, whatever is mapped.
bool isForeign(const Value &definition, CompileContext &compile)
{
    const Value *source = definition.find("source");
    bool foreign = !source || mayBeForeign(*source, compile);
    const Value *transforms = definition.find("transforms");
    for (const Value &link : transforms && transforms->asArray() ? *transforms->asArray() : Array()) {
        const Value *word = link.find("do");
        const Value *unmapped = link.find("unmapped");
        const References read = referencesIn(link);
        if (word && word->toText() == "map" && !(unmapped && unmapped->toText() == "pass"))
            foreign = false;
        else if (!read.fields.empty() || !read.carried.empty() || !read.values.empty())
            foreign = true; // another value comes in
    }
    return foreign;
}

/// Compiles the value at its own place, whatever place asks for it first.
void compileValue(NamedValue &value, CompileContext &compile)
{
    value.state = NamedValue::State::Compiling;
    NamedValues step;
    std::set<std::string> signatureIds;
    if (!value.ofStep) { // what a step has is not there for all steps
        std::swap(step, compile.stepValues);
        std::swap(signatureIds, compile.signatureIds);
    }
    std::set<std::string> secrets;
    std::set<std::string> signaturesUsed;
    std::swap(secrets, compile.secrets);
    std::swap(signaturesUsed, compile.signaturesUsed);
    std::set<std::string> *const sent = std::exchange(compile.fieldsSent, &value.fields);
    const int depth = std::exchange(compile.depth, 0);
    const int items = std::exchange(compile.items, 0);
    const int numbers = std::exchange(compile.numbers, 0);
    const int groups = std::exchange(compile.groups, 0);
    const bool hasValue = std::exchange(compile.hasValue, false);
    const bool within = std::exchange(compile.inNamedValue, true);
    ++compile.valueDepth;

    ObjectReader reader(*value.definition, value.path, compile.problems);
    if (const Value *source = reader.require("source"))
        value.source = compileSource(*source, reader.pathOf("source"), compile);
    value.transforms =
        compileTransforms(reader.get("transforms"), reader.pathOf("transforms"), compile.problems, &compile);
    reader.text("note");
    reader.finish();
    value.foreign = isForeign(*value.definition, compile);

    --compile.valueDepth;
    compile.inNamedValue = within;
    compile.hasValue = hasValue;
    compile.groups = groups;
    compile.numbers = numbers;
    compile.items = items;
    compile.depth = depth;
    compile.fieldsSent = sent;
    value.secrets = std::exchange(compile.secrets, std::move(secrets));
    value.signatures = std::exchange(compile.signaturesUsed, std::move(signaturesUsed));
    if (!value.ofStep) {
        std::swap(step, compile.stepValues);
        std::swap(signatureIds, compile.signatureIds);
    }
    value.definition = nullptr;
    value.state = NamedValue::State::Ready;
}

/// Nothing where it cannot be had, which is told.
NamedValue *compiled(std::string_view name, const std::string &path, CompileContext &compile)
{
    NamedValue *value = find(name, compile);
    if (!value) {
        compile.problems.add("no_such_reference", path, "a name in \"values\"",
                             "There is no value \"" + std::string(name) +
                                 "\" in the document's \"values\" or the step's.");
        return nullptr;
    }
    if (value->state == NamedValue::State::Compiling) {
        compile.problems.add("circular_reference", path, "values that do not need themselves",
                             "The value \"" + value->name + "\" is made of itself.");
        return nullptr;
    }
    if (value->state == NamedValue::State::Waiting && compile.valueDepth >= kDeepest) {
        compile.problems.add("too_deep", path, "max_depth " + std::to_string(kDeepest),
                             "Values are made of values too deeply.");
        return nullptr;
    }
    if (value->state == NamedValue::State::Waiting)
        compileValue(*value, compile);
    return value;
}

} // namespace

NamedValues declareValues(ObjectReader &reader, CompileContext &compile, bool ofStep)
{
    NamedValues out;
    const Object *given = reader.object("values");
    if (!given)
        return out;
    const std::string path = reader.pathOf("values");
    if (given->size() > kMostValues)
        compile.problems.add("too_many", path, "at most " + std::to_string(kMostValues),
                             "There are too many values.");
    for (const Member &member : *given) {
        auto value = std::make_shared<NamedValue>();
        value->name = member.first;
        value->path = path + '.' + member.first;
        value->ofStep = ofStep;
        value->definition = &member.second;
        value->slot = compile.valueSlots++;
        if (!isName(member.first))
            compile.problems.add("invalid_name", value->path, "letters, digits, _ and -, at most 64",
                                 "A value's name may have only letters, digits, _ and -.");
        if (ofStep && compile.values.contains(member.first))
            compile.problems.add("duplicate_id", value->path, "names that the document does not have",
                                 "The document has a value \"" + member.first + "\" already.");
        if (!member.second.isObject())
            compile.problems.add("wrong_type", value->path, "object", "A value is {\"source\":…}.");
        else
            out.emplace(member.first, std::move(value));
    }
    return out;
}

void compileWaiting(const NamedValues &values, CompileContext &compile)
{
    for (const auto &[name, value] : values)
        if (value->state == NamedValue::State::Waiting)
            compileValue(*value, compile);
}

std::unique_ptr<RowSource> compileValueSource(const std::string &name, const std::string &path,
                                              CompileContext &compile)
{
    NamedValue *value = compiled(name, path, compile);
    if (!value)
        return nullptr;
    if (compile.fieldsSent)
        compile.fieldsSent->insert(value->fields.begin(), value->fields.end());
    compile.secrets.insert(value->secrets.begin(), value->secrets.end());
    compile.signaturesUsed.insert(value->signatures.begin(), value->signatures.end());
    for (const NamedValues *values : {&compile.stepValues, &compile.values})
        if (const auto found = values->find(name); found != values->end())
            return std::make_unique<ValueSource>(found->second);
    return nullptr;
}

bool isForeignValue(std::string_view name, CompileContext &compile)
{
    const NamedValue *value = find(name, compile);
    if (!value)
        return false;
    // Of one that is being compiled nothing is known yet; it is refused as circular.
    return value->state == NamedValue::State::Ready ? value->foreign : true;
}

} // namespace bourse::domain
