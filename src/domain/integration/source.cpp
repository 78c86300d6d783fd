// Where values come from: the sources of mapping rows.
#include "domain/integration/inboundscope.h"
#include "domain/integration/namedvalue.h"
#include "domain/integration/plan.h"
#include "domain/integration/rendertrace.h"
#include "domain/integration/sources.h"
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

} // namespace

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
    if (compile.inbound && (kind == "request" || kind == "answer" || kind == "call"))
        return compileInboundNamed(kind, name, path, compile);
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
    for (const std::string_view known : {"request", "answer", "call"})
        if (kind.empty() && compile.inbound && value.find(known))
            kind = known;
    if (kind.empty()) {
        compile.problems.add("required", path,
                             "field, constant, template, carried, secret, variable, value, item, lookup, "
                             "computed, first_of, if, body, pairs or signature",
                             "The source names no kind of value.");
    } else if (kind == "request") {
        source = compileRequestSource(reader, compile);
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

} // namespace bourse::domain
