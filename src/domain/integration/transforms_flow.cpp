// Conditions and templates inside a chain.
#include "domain/integration/transforms.h"

namespace bourse::domain {
namespace {

/// Tests the value itself, or with "when" any other values, and goes on with one of two chains or values.
class IfTransform final : public Transform {
  public:
    std::optional<Test> test;
    std::optional<RenderCondition> when;
    struct Way {
        Transforms transforms;
        std::unique_ptr<RowSource> source;
        std::optional<Value> constant;
    };
    Way then;
    Way other;

    bool handlesEmpty() const override { return true; }
    bool apply(Cell &cell, RenderContext *context, Error &problem) const override
    {
        bool holds = true;
        if (when) {
            if (!conditionHolds(*when, *context, holds))
                return false;
        } else if (test) {
            const bool present = cell.kind() != Cell::Kind::Missing && cell.kind() != Cell::Kind::Null;
            holds = test->holds(present, cell.text());
        }
        const Way &way = holds ? then : other;
        if (way.constant)
            cell.setValue(*way.constant);
        else if (way.source && !way.source->read(*context, cell))
            return false;
        return applyAll(way.transforms, cell, context, problem);
    }
};

/// Text with the value and others in it.
class TemplateTransform final : public Transform {
  public:
    explicit TemplateTransform(Template text) : m_text(std::move(text)) {}
    bool apply(Cell &cell, RenderContext *context, Error &problem) const override
    {
        if (!cell.isScalar()) {
            problem =
                Error{"wrong_type", {}, "text, number or boolean", "A list or group cannot stand in a text."};
            return false;
        }
        if (cell.text().empty())
            return true; // a template around nothing says nothing
        std::string out;
        const std::string *missing = nullptr;
        if (!m_text.append(*context, Escaping::None, out, &missing))
            return false;
        cell.setOwned(Cell::Kind::Text, std::move(out));
        cell.setMissingSecret(missing);
        return true;
    }

  private:
    Template m_text;
};

/// A way of a condition: a chain, a source, or a constant that stands there plainly.
IfTransform::Way compileWay(std::string_view key, TransformSite &site)
{
    IfTransform::Way way;
    const Value *value = site.reader.get(key);
    const std::string path = site.reader.pathOf(key);
    if (!value)
        return way;
    if (value->isArray())
        way.transforms = compileTransforms(value, path, site.reader.problems(), site.compile, site.document);
    else if (!value->isObject())
        way.constant = *value;
    else
        way.source = compileOneSource(key, site);
    return way;
}

} // namespace

std::unique_ptr<Transform> makeFlowTransform(std::string_view word, TransformSite &site)
{
    ObjectReader &reader = site.reader;
    if (word == "if") {
        auto transform = std::make_unique<IfTransform>();
        if (const Value *when = reader.get("when")) {
            for (const char *key : {"op", "value", "ignore_case"})
                if (reader.get(key))
                    reader.problems().add("conflicting_keys", reader.pathOf(key), "when or op",
                                          "A condition on other values and a test exclude each other.");
            if (site.compile)
                transform->when = compileRenderCondition(*when, reader.pathOf("when"), *site.compile);
            else
                reader.problems().add("not_available", reader.pathOf("when"), "only in requests",
                                      "An answer's values cannot be mixed with a lead's.");
        } else {
            transform->test = Test::compile(reader);
        }
        transform->then = compileWay("then", site);
        transform->other = compileWay("else", site);
        return transform;
    }
    if (word == "template") {
        if (!site.compile) {
            reader.get("template");
            reader.problems().add("not_available", reader.pathOf("do"), "only in requests",
                                  "An answer's values cannot be mixed with a lead's.");
            return makeTextTransform("trim", site);
        }
        return std::make_unique<TemplateTransform>(
            Template::compile(reader.requireText("template"), reader.pathOf("template"), *site.compile));
    }
    return nullptr;
}

} // namespace bourse::domain
