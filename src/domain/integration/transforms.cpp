#include "domain/integration/transforms.h"
#include <utility>

namespace bourse::domain {

std::unique_ptr<RowSource> compileOneSource(std::string_view key, TransformSite &site)
{
    const Value *value = site.reader.get(key);
    if (!value)
        return nullptr;
    if (site.compile)
        return compileSource(*value, site.reader.pathOf(key), *site.compile);
    site.reader.problems().add("not_available", site.reader.pathOf(key), "only in requests",
                               "An answer's values cannot be mixed with a lead's.");
    return nullptr;
}

Transforms compileTransforms(const Value *list, const std::string &path, Problems &problems,
                             CompileContext *compile, const CompileContext *document)
{
    Transforms chain;
    if (!list)
        return chain;
    const Array *items = list->asArray();
    if (!items) {
        problems.add("wrong_type", path, "a list", "Transforms are a list of {\"do\": …}.");
        return chain;
    }
    for (std::size_t i = 0; i < items->size(); ++i) {
        ObjectReader reader((*items)[i], path + '[' + std::to_string(i) + ']', problems);
        if (!reader.isObject())
            continue;
        const std::string word = reader.requireText("do");
        if (word.empty())
            continue;
        TransformSite site{reader, compile, document};
        const bool outer = compile && std::exchange(compile->hasValue, true);
        std::unique_ptr<Transform> transform;
        for (const auto make :
             {makeTextTransform, makeValueTransform, makeNumberTransform, makeDateTransform,
              makePlaceTransform, makeListTransform, makeCodingTransform, makeFlowTransform})
            if (!transform)
                transform = make(word, site);
        if (compile)
            compile->hasValue = outer;
        if (!transform) {
            problems.add("no_such_transform", reader.pathOf("do"), "a known transform",
                         "There is no transform \"" + word + "\".");
            continue;
        }
        reader.finish();
        chain.push_back(std::move(transform));
    }
    return chain;
}

} // namespace bourse::domain
