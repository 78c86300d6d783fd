#include "domain/integration/bodyflat.h"
#include "domain/integration/coding.h"
#include "domain/integration/rendertrace.h"
#include "domain/integration/wiretext.h"
#include <algorithm>

namespace bourse::domain {

void FlatRows::compile(const Array &rows, const std::string &path, bool withExtras, CompileContext &compile)
{
    compileRows(rows, path, withExtras, compile, m_entries);
}

void FlatRows::compileRows(const Array &rows, const std::string &path, bool withExtras,
                           CompileContext &compile, std::vector<Entry> &entries, std::size_t from)
{
    for (std::size_t i = 0; i < rows.size(); ++i) {
        ObjectReader reader(rows[i], path + '[' + std::to_string(from + i) + ']', compile.problems);
        if (!reader.isObject())
            continue;
        Entry entry;
        if (RowGroup::isGroup(rows[i])) {
            compileGroup(reader, withExtras, compile, entry);
        } else {
            const std::string target = reader.requireText("target");
            if (withExtras) {
                if (reader.get("filename"))
                    entry.extras.filename =
                        Template::compile(reader.text("filename"), reader.pathOf("filename"), compile);
                entry.extras.contentType = reader.text("content_type");
                if (!isHeaderValue(entry.extras.contentType))
                    compile.problems.add("header_injection", reader.pathOf("content_type"),
                                         "no control characters",
                                         "The content type has a control character.");
            }
            entry.name.emplace(target, compile.numbers > 0); // elsewhere braces are plain
            checkNumbers(*entry.name, reader.pathOf("target"), compile);
            entry.row = Row::compile(reader, target, compile);
        }
        reader.finish();
        entries.push_back(std::move(entry));
    }
}

void FlatRows::compileGroup(ObjectReader &reader, bool withExtras, CompileContext &compile, Entry &entry)
{
    const std::string target = reader.text("target");
    entry.group = RowGroup::compile(reader, target, compile, "[id]", "[value]");
    const Array *rows = reader.array("rows");
    const std::string path = reader.pathOf("rows");
    entry.group->enterRows(compile);
    entry.name.emplace(target, compile.numbers > 0);
    checkNumbers(*entry.name, reader.pathOf("target"), compile);
    if (rows && rows->empty())
        compile.problems.add("required", path, "at least one row", "The group has no rows.");
    const auto kind = entry.group->kind();
    if (kind == RowGroup::Kind::Once || kind == RowGroup::Kind::Each) {
        entry.items.emplace_back();
        if (rows)
            compileRows(*rows, path, withExtras, compile, entry.items.back());
    } else if (rows) {
        for (std::size_t i = 0; i < rows->size(); ++i) {
            std::vector<Entry> &item = entry.items.emplace_back();
            const std::string at = path + '[' + std::to_string(i) + ']';
            if (kind == RowGroup::Kind::List) {
                compileRows(Array{(*rows)[i]}, path, withExtras, compile, item, i);
                continue;
            }
            ObjectReader inner((*rows)[i], at, compile.problems);
            if (!inner.isObject())
                continue;
            const std::string name = inner.requireText("target");
            Entry first;
            first.name.emplace(entry.group->pairName());
            first.row = Row::constant(
                name, entry.group->pairNameValue(name, inner.pathOf("target"), compile.problems));
            Entry second;
            second.name.emplace(entry.group->pairValue());
            second.row = Row::compile(inner, name, compile);
            second.row->omitWithGroup();
            inner.finish();
            item.push_back(std::move(first));
            item.push_back(std::move(second));
        }
    }
    entry.group->leaveRows(compile);
}

bool FlatRows::write(RenderContext &context, std::string &out, const Sink &sink) const
{
    return writeEntries(m_entries, {}, context, out, sink);
}

bool FlatRows::writeEntries(const std::vector<Entry> &entries, const std::string &prefix,
                            RenderContext &context, std::string &out, const Sink &sink) const
{
    Cell cell;
    std::string name;
    for (const Entry &entry : entries) {
        if (context.dropsGroup)
            return true;
        if (entry.group) {
            if (!writeGroup(entry, prefix, context, out, sink))
                return false;
            continue;
        }
        switch (entry.row->evaluate(context, cell)) {
        case Row::Result::Fail:
            return false;
        case Row::Result::Omit:
            continue;
        case Row::Result::Write:
            break;
        }
        name = prefix;
        entry.name->append(context.numbers, name);
        const auto writeTo = [&](const Sink &to) {
            return cell.kind() == Cell::Kind::Structure
                       ? writeValue(name, *cell.structure(), entry, context, to)
                       : to(name, cell, &entry.extras);
        };
        const std::size_t before = out.size();
        const bool fine = context.trace ? writeTo(located(context, out, sink)) : writeTo(sink);
        if (!fine) {
            out.resize(before);
            context.takenBack(out);
            if (!context.goesOnWithout(context.problem.field.empty() ? entry.row->target()
                                                                     : context.problem.field))
                return false;
        }
    }
    return true;
}

/// The sink, with each pair's bytes noted for the row that was evaluated last.
FlatRows::Sink FlatRows::located(RenderContext &context, std::string &out, const Sink &sink)
{
    return [&context, &out, &sink, row = context.lastRow()](const std::string &name, const Cell &value,
                                                            const PartExtras *extras) {
        const std::size_t from = out.size();
        if (!sink(name, value, extras))
            return false;
        // the separator is nobody's; a name's own & is escaped
        const std::string_view item = value.text();
        context.wrote(row, out, from < out.size() && out[from] == '&' ? from + 1 : from, &item);
        return true;
    };
}

bool FlatRows::writeGroup(const Entry &entry, const std::string &prefix, RenderContext &context,
                          std::string &out, const Sink &sink) const
{
    const RowGroup &group = *entry.group;
    const std::size_t start = out.size();
    GroupTrace trace(context, group, out, start);
    bool holds = true;
    if (!group.condition(context, holds))
        return trace.failed();
    if (!holds) {
        trace.leftOut("when");
        return true;
    }
    std::size_t written = 0;
    const auto one = [&](const std::vector<Entry> &item) {
        const NumberScope *const around = context.numbers;
        const std::size_t index = group.kind() == RowGroup::Kind::Each ? context.scope->index : written;
        const NumberScope number{index, group.number(index), around};
        if (group.kind() != RowGroup::Kind::Once)
            context.numbers = &number;
        std::string name = prefix;
        entry.name->append(context.numbers, name);
        const std::size_t before = out.size();
        const bool fine = writeEntries(item, name, context, out, sink);
        context.numbers = around;
        if (!fine)
            return false;
        if (context.dropsGroup) {
            out.resize(before);
            context.takenBack(out);
        }
        context.dropsGroup = false;
        written += out.size() > before;
        return true;
    };
    if (group.kind() == RowGroup::Kind::Each) {
        if (!group.forEach(context, [&] { return one(entry.items.front()); }) && !trace.failed())
            return false;
    } else {
        for (const auto &item : entry.items)
            if (!one(item))
                return false;
    }
    if (out.size() > start)
        return true;
    const Row::Result result = group.whenEmpty(context);
    if (result != Row::Result::Write)
        return result == Row::Result::Omit || trace.failed();
    std::string name = prefix;
    const NumberScope first{0, group.number(0), context.numbers};
    entry.name->append(group.kind() == RowGroup::Kind::Once ? context.numbers : &first, name);
    static const Cell nothing;
    return sink(name, nothing, nullptr);
}

bool FlatRows::writeValue(const std::string &name, const Value &value, const Entry &entry,
                          RenderContext &context, const Sink &sink) const
{
    if (const Array *list = value.asArray()) {
        if (lists == Lists::Comma) {
            std::string joined;
            for (const Value &item : *list) {
                if (item.isArray() || item.isObject())
                    return context.fail("wrong_type", "a list of texts",
                                        "Only a list of simple values can be joined by commas.");
                joined += (joined.empty() ? "" : ",") + item.toText();
            }
            Cell cell;
            cell.setView(Cell::Kind::Text, joined);
            return sink(name, cell, &entry.extras);
        }
        for (std::size_t i = 0; i < list->size(); ++i) {
            const std::string its = lists == Lists::Brackets ? name + "[]"
                                    : lists == Lists::Indexed && groups == Groups::Dots
                                        ? name + '.' + std::to_string(i)
                                    : lists == Lists::Indexed ? name + '[' + std::to_string(i) + ']'
                                                              : name;
            if (!writeValue(its, (*list)[i], entry, context, sink))
                return false;
        }
        return true;
    }
    if (const Object *object = value.asObject()) {
        if (groups == Groups::Refuse)
            return context.fail("wrong_type", "text, number, boolean or a list of them",
                                "A group cannot be written into a form.");
        for (const auto &[key, member] : *object)
            if (!writeValue(groups == Groups::Dots ? name + '.' + key : name + '[' + key + ']', member, entry,
                            context, sink))
                return false;
        return true;
    }
    Cell cell;
    cell.setValue(value);
    return sink(name, cell, &entry.extras);
}

} // namespace bourse::domain
