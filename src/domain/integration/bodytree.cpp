#include "domain/integration/bodytree.h"
#include <algorithm>

namespace bourse::domain {
namespace {

/// The node at the path, made where it is not there yet.
TargetNode *nodeAt(TargetNode &root, const TargetPath &target)
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
    return node;
}

/// As above; nullptr (reported) where it holds something.
TargetNode *place(TargetNode &root, const TargetPath &target, const std::string &field, Problems &problems)
{
    TargetNode *node = nodeAt(root, target);
    if (!node->row && !node->group)
        return node;
    problems.add("duplicate_target", field, "one row for each target", "Another row writes the same target.");
    return nullptr;
}

/// {"target":"12",…} → {"id":"12","value":…}, left out as a whole where there is no value.
void compilePair(const RowGroup &group, const Value &value, const std::string &path, TargetNode &root,
                 TargetParser parse, const std::string &prefix, CompileContext &compile)
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
        checkNumbers(NumberedName(*where), path, compile);
        auto steps = parse(prefix + *where);
        if (!steps)
            compile.problems.take(steps.errors(), path);
        else if (TargetNode *node = place(root, *steps, path, compile.problems))
            node->row = std::move(*what);
    }
}

void compileGroup(ObjectReader &reader, std::unique_ptr<RowGroup> group, TargetNode &node, TargetParser parse,
                  bool withCdata, const std::string &prefix, CompileContext &compile)
{
    const Array *rows = reader.array("rows");
    const std::string path = reader.pathOf("rows");
    const NumberedName name(group->target());
    if (name.hasMarks() && group->kind() != RowGroup::Kind::Once && !group->isBeside())
        compile.problems.add("invalid_target", reader.pathOf("target"), "{n} or {i}",
                             "A list is one for all its items: its name has no number.");
    group->enterRows(compile);
    checkNumbers(name, reader.pathOf("target"), compile);
    const bool list = group->kind() == RowGroup::Kind::List || group->kind() == RowGroup::Kind::Pairs;
    if (!list)
        node.items.push_back(std::make_unique<TargetNode>());
    if (rows && !list) {
        compileTargetRows(*rows, path, *node.items.front(), parse, withCdata, compile, 0, prefix);
    } else if (rows) {
        for (std::size_t i = 0; i < rows->size(); ++i) {
            node.items.push_back(std::make_unique<TargetNode>());
            TargetNode &item = *node.items.back();
            const std::string at = path + '[' + std::to_string(i) + ']';
            if (group->kind() == RowGroup::Kind::Pairs)
                compilePair(*group, (*rows)[i], at, item, parse, prefix, compile);
            else
                compileTargetRows(Array{(*rows)[i]}, path, item, parse, withCdata, compile, i, prefix);
        }
    }
    if (rows && rows->empty())
        compile.problems.add("required", path, "at least one row", "The group has no rows.");
    group->leaveRows(compile);
    node.group = std::move(group);
}

/// Where the part of a target begins that the items' names begin with: behind the last separator before the
/// item's number, or at the end.
std::size_t tailOf(const std::string &target, TargetParser parse)
{
    const char separator = parse == parseXmlTarget ? '/' : '.';
    const std::size_t end = std::min(NumberedName(target).firstOwnMark(), target.size());
    std::size_t tail = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < end; ++i) {
        if (target.compare(i, 2, "['") == 0)
            quoted = true;
        else if (target.compare(i, 2, "']") == 0)
            quoted = false;
        if (target[i] == separator && !quoted)
            tail = i + 1;
    }
    return tail;
}

/// A group whose rows land beside its target: a node of its own among those of the place around it.
void compileBeside(ObjectReader &reader, std::unique_ptr<RowGroup> group, const std::string &target,
                   TargetNode &root, TargetParser parse, bool withCdata, CompileContext &compile)
{
    const std::string field = reader.pathOf("target");
    const std::size_t tail = tailOf(target, parse);
    TargetNode *parent = &root;
    if (tail > 1) {
        auto steps = parse(NumberedName(target.substr(0, tail - 1)).shifted(-1));
        if (!steps)
            compile.problems.take(steps.errors(), field);
        else
            parent = nodeAt(root, *steps);
    }
    if (group->onEmpty() == Row::OnEmpty::Empty || group->onEmpty() == Row::OnEmpty::Null)
        compile.problems.add("not_available", reader.pathOf("on_empty"), "omit, refuse or omit_group",
                             "A group without a name of its own cannot be written empty.");
    auto node = std::make_unique<TargetNode>();
    node->beside = true;
    node->step.name = target.substr(tail);
    compileGroup(reader, std::move(group), *node, parse, withCdata, target.substr(tail), compile);
    for (const auto &item : node->items)
        if (item->row || item->group ||
            std::any_of(item->children.begin(), item->children.end(),
                        [](const auto &child) { return child->attribute || child->step.isIndex; }))
            compile.problems.add("invalid_target", field, "names",
                                 "The rows of a group without a name of its own must begin with names.");
    parent->children.push_back(std::move(node));
}

} // namespace

TargetNode *TargetNode::child(const PathStep &childStep, bool asAttribute)
{
    for (const auto &node : children)
        if (!node->beside && node->step == childStep && node->attribute == asAttribute)
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
                       bool withCdata, CompileContext &compile, std::size_t from, const std::string &prefix)
{
    for (std::size_t i = 0; i < rows.size(); ++i) {
        ObjectReader reader(rows[i], path + '[' + std::to_string(from + i) + ']', compile.problems);
        if (!reader.isObject())
            continue;
        const bool isGroup = RowGroup::isGroup(rows[i]);
        const Value *given = rows[i].find("target");
        const bool noName = isGroup && given && given->isString() && given->asString()->empty();
        const std::string target = noName ? reader.text("target") : reader.requireText("target");
        const std::string field = reader.pathOf("target");
        auto group = isGroup ? RowGroup::compile(reader, target, compile) : nullptr;
        if (group && group->isBeside() && (noName || !target.empty())) {
            // seen from within, the numbers that the names around begin with are those of items around
            compileBeside(reader, std::move(group), NumberedName(prefix).shifted(1) + target, root, parse,
                          withCdata, compile);
            reader.finish();
            continue;
        }
        if (noName)
            compile.problems.add("required", field, "text, not empty", "The target is empty.");
        auto steps = target.empty() ? Result<TargetPath>(TargetPath{}) : parse(prefix + target);
        if (!steps)
            compile.problems.take(steps.errors(), field);
        if (group) {
            TargetNode spare; // so that the rows of a group in a wrong place are looked at too
            TargetNode *node =
                steps && !target.empty() ? place(root, *steps, field, compile.problems) : nullptr;
            if (steps && steps->attribute)
                compile.problems.add("invalid_target", field, "an element",
                                     "An attribute cannot hold a group of rows.");
            compileGroup(reader, std::move(group), node ? *node : spare, parse, withCdata, {}, compile);
            reader.finish();
            continue;
        }
        checkNumbers(NumberedName(target), field, compile);
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
