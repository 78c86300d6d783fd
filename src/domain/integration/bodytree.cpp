#include "domain/integration/bodytree.h"

namespace bourse::domain {
namespace {

/// The node at the path, made where it is not there yet; nullptr (reported) where it holds something.
TargetNode *place(TargetNode &root, const TargetPath &target, const std::string &field, Problems &problems)
{
    TargetNode *node = &root;
    for (std::size_t i = 0; i < target.steps.size(); ++i) {
        const bool asAttribute = target.attribute && i + 1 == target.steps.size();
        if (TargetNode *known = node->child(target.steps[i], asAttribute)) {
            node = known;
            continue;
        }
        auto fresh = std::make_unique<TargetNode>();
        fresh->step = target.steps[i];
        fresh->attribute = asAttribute;
        node->children.push_back(std::move(fresh));
        node = node->children.back().get();
    }
    if (!node->row && !node->group)
        return node;
    problems.add("duplicate_target", field, "one row for each target", "Another row writes the same target.");
    return nullptr;
}

/// {"target":"12",…} → {"id":"12","value":…}, left out as a whole where there is no value.
void compilePair(const RowGroup &group, const Value &value, const std::string &path, TargetNode &root,
                 TargetParser parse, CompileContext &compile)
{
    ObjectReader reader(value, path, compile.problems);
    if (!reader.isObject())
        return;
    const std::string target = reader.requireText("target");
    auto row = Row::compile(reader, target, compile);
    row->omitWithGroup();
    reader.finish();
    auto name = Row::constant(target, group.pairNameValue(target, reader.pathOf("target"), compile.problems));
    for (auto &[where, what] : {std::pair{&group.pairName(), &name}, std::pair{&group.pairValue(), &row}}) {
        auto steps = parse(*where);
        if (!steps)
            compile.problems.take(steps.errors(), path);
        else if (TargetNode *node = place(root, *steps, path, compile.problems))
            node->row = std::move(*what);
    }
}

void compileGroup(ObjectReader &reader, std::unique_ptr<RowGroup> group, TargetNode &node, TargetParser parse,
                  bool withCdata, CompileContext &compile)
{
    const Array *rows = reader.array("rows");
    const std::string path = reader.pathOf("rows");
    group->enterRows(compile);
    const bool list = group->kind() == RowGroup::Kind::List || group->kind() == RowGroup::Kind::Pairs;
    if (!list)
        node.items.push_back(std::make_unique<TargetNode>());
    if (rows && !list) {
        compileTargetRows(*rows, path, *node.items.front(), parse, withCdata, compile);
    } else if (rows) {
        for (std::size_t i = 0; i < rows->size(); ++i) {
            node.items.push_back(std::make_unique<TargetNode>());
            TargetNode &item = *node.items.back();
            const std::string at = path + '[' + std::to_string(i) + ']';
            if (group->kind() == RowGroup::Kind::Pairs)
                compilePair(*group, (*rows)[i], at, item, parse, compile);
            else
                compileTargetRows(Array{(*rows)[i]}, path, item, parse, withCdata, compile, i);
        }
    }
    if (rows && rows->empty())
        compile.problems.add("required", path, "at least one row", "The group has no rows.");
    group->leaveRows(compile);
    node.group = std::move(group);
}

} // namespace

TargetNode *TargetNode::child(const PathStep &childStep, bool asAttribute)
{
    for (const auto &node : children)
        if (node->step == childStep && node->attribute == asAttribute)
            return node.get();
    return nullptr;
}

void TargetNode::forEachBelow(const std::function<void(TargetNode &)> &visit)
{
    for (const auto &node : children)
        visit(*node);
    for (const auto &node : items)
        visit(*node);
}

void compileTargetRows(const Array &rows, const std::string &path, TargetNode &root, TargetParser parse,
                       bool withCdata, CompileContext &compile, std::size_t from)
{
    for (std::size_t i = 0; i < rows.size(); ++i) {
        ObjectReader reader(rows[i], path + '[' + std::to_string(from + i) + ']', compile.problems);
        if (!reader.isObject())
            continue;
        const std::string target = reader.requireText("target");
        const std::string field = reader.pathOf("target");
        auto steps = target.empty() ? Result<TargetPath>(TargetPath{}) : parse(target);
        if (!steps)
            compile.problems.take(steps.errors(), field);
        if (RowGroup::isGroup(rows[i])) {
            auto group = RowGroup::compile(reader, target, compile);
            TargetNode spare; // so that the rows of a group in a wrong place are looked at too
            TargetNode *node =
                steps && !target.empty() ? place(root, *steps, field, compile.problems) : nullptr;
            if (steps && steps->attribute)
                compile.problems.add("invalid_target", field, "an element",
                                     "An attribute cannot hold a group of rows.");
            compileGroup(reader, std::move(group), node ? *node : spare, parse, withCdata, compile);
            reader.finish();
            continue;
        }
        const bool cdata = withCdata && reader.boolean("cdata", false);
        auto row = Row::compile(reader, target, compile);
        reader.finish();
        if (!steps || target.empty())
            continue;
        if (TargetNode *node = place(root, *steps, field, compile.problems)) {
            node->row = std::move(row);
            node->cdata = cdata;
        }
    }
}

void compileBodyRows(ObjectReader &reader, std::string_view key, TargetNode &root, TargetParser parse,
                     bool withCdata, CompileContext &compile)
{
    if (const Array *rows = reader.array(key))
        compileTargetRows(*rows, reader.pathOf(key), root, parse, withCdata, compile);
}

} // namespace bourse::domain
