// Sources of inbound documents: the request, how it came, and what became of it.
#include "domain/integration/inboundscope.h"
#include "domain/integration/response.h"
#include <algorithm>
#include <array>

namespace bourse::domain {
namespace {

/// Texts of one list.
constexpr std::size_t kMostFound = 1000;

constexpr std::array<std::string_view, 8> kCallNames{"method", "path",         "rest",   "segments",
                                                     "format", "content_type", "source", "received_at"};

/// One value where a list is expected is a list of one: a form that sends a field once says it so.
const Value *find(const Value *value, const std::vector<PathStep> &path)
{
    for (const PathStep &step : path) {
        if (!value)
            break;
        if (!step.isIndex) {
            value = value->find(step.name);
        } else if (const Array *array = value->asArray()) {
            value = step.index < array->size() ? &(*array)[step.index] : nullptr;
        } else if (step.index > 0) {
            value = nullptr;
        }
    }
    return value;
}

/// A member of the decoded request, of how it came, or of what became of it.
class MemberSource final : public RowSource {
  public:
    using Tree = const Value *InboundScope::*;
    MemberSource(Tree tree, std::vector<PathStep> path) : m_tree(tree), m_path(std::move(path)) {}
    bool read(RenderContext &context, Cell &cell) const override
    {
        const Value *value = context.inbound ? find(context.inbound->*m_tree, m_path) : nullptr;
        if (value)
            cell.setValue(*value);
        else
            cell.clear();
        return true;
    }

  private:
    Tree m_tree;
    std::vector<PathStep> m_path;
};

/// A part of the request that a reader of answers finds.
class ReaderSource final : public RowSource {
  public:
    ReaderSource(Reader reader, bool all) : m_reader(std::move(reader)), m_all(all) {}
    bool read(RenderContext &context, Cell &cell) const override
    {
        cell.clear();
        if (!context.inbound || !context.inbound->raw)
            return true;
        // paths of JSON go into the decoded request, whatever its format
        const Spot spot{context.inbound->raw, context.inbound->tree, {}};
        Array found;
        if (m_reader.reads(Reader::Kind::Json) && !m_takesName)
            readNodes(spot, cell, found);
        else
            readTexts(spot, cell, found);
        if (m_all && !found.empty())
            cell.setOwnedValue(Value(std::move(found)));
        return true;
    }
    void takeNames() { m_takesName = true; }

  private:
    void readNodes(const Spot &spot, Cell &cell, Array &found) const
    {
        for (const Spot &node : m_reader.nodes(spot)) {
            if (!node.json || node.json->isNull())
                continue;
            if (!m_all)
                return cell.setValue(*node.json);
            if (found.size() < kMostFound)
                found.push_back(*node.json);
        }
    }
    void readTexts(const Spot &spot, Cell &cell, Array &found) const
    {
        std::vector<FoundText> texts;
        m_reader.read(spot, texts);
        for (FoundText &one : texts) {
            if (!m_all)
                return cell.setOwned(Cell::Kind::Text, std::move(one.text));
            if (found.size() < kMostFound)
                found.emplace_back(std::move(one.text));
        }
    }

    Reader m_reader;
    bool m_all;
    bool m_takesName = false;
};

template <class Names>
bool checkName(const Names &names, const PathStep &first, const std::string &path, CompileContext &compile)
{
    if (!first.isIndex && std::find(names.begin(), names.end(), first.name) != names.end())
        return true;
    std::string all;
    for (const std::string_view known : names)
        all += (all.empty() ? "" : ", ") + std::string(known);
    compile.problems.add("not_a_choice", path, all, "\"" + first.name + "\" is not one of the values here.");
    return false;
}

} // namespace

std::unique_ptr<RowSource> compileInboundNamed(std::string_view kind, const std::string &name,
                                               const std::string &path, CompileContext &compile)
{
    auto steps = parseTargetPath(name);
    if (!steps) {
        compile.problems.take(steps.errors(), path);
        return nullptr;
    }
    if (kind == "request") {
        compile.inbound->names.push_back(*steps);
        return std::make_unique<MemberSource>(&InboundScope::tree, std::move(*steps));
    }
    if (kind == "call") {
        if (!checkName(kCallNames, steps->front(), path, compile))
            return nullptr;
        return std::make_unique<MemberSource>(&InboundScope::call, std::move(*steps));
    }
    if (!compile.inbound->hasAnswer) {
        compile.problems.add("not_available", path, "only in \"answers\"",
                             "What became of a request is known only when it is answered.");
        return nullptr;
    }
    if (!checkName(inboundFacts(), steps->front(), path, compile))
        return nullptr;
    return std::make_unique<MemberSource>(&InboundScope::answer, std::move(*steps));
}

std::unique_ptr<RowSource> compileRequestSource(ObjectReader &reader, CompileContext &compile)
{
    const Value &given = *reader.get("request");
    const bool all = reader.boolean("all", false);
    const std::string path = reader.pathOf("request");
    if (const std::string *name = given.asString()) {
        if (all)
            compile.problems.add("conflicting_keys", reader.pathOf("all"), "a path of JSON, XML or text",
                                 "A name of the request gives one value, which may be a list.");
        return compileInboundNamed("request", *name, path, compile);
    }
    if (given.find("http")) {
        compile.problems.add("not_available", path,
                             "json, xpath, header, query, text, regex, delimited or pair",
                             "A request has no status.");
        return nullptr;
    }
    auto compiled = Reader::compile(given, path, compile.problems);
    if (!compiled)
        return nullptr;
    // a parameter is a field, too, where the query is merged or is all there is
    if (const Value *parameter = given.find("query"))
        compile.inbound->names.push_back({PathStep{parameter->toText(), 0, false}});
    auto source = std::make_unique<ReaderSource>(std::move(*compiled), all);
    if (const Value *take = given.find("take"); take && take->toText() == "name")
        source->takeNames();
    return source;
}

} // namespace bourse::domain
