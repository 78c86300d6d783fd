#include "domain/integration/transforms.h"

namespace bourse::domain {

Transforms compileTransforms(const Value *list, const std::string &path, Problems &problems,
                             CompileContext *compile)
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
        TransformSite site{reader, compile};
        std::unique_ptr<Transform> transform = makeTextTransform(word, site);
        if (!transform)
            transform = makeValueTransform(word, site);
        if (!transform)
            transform = makeDateTransform(word, site);
        if (!transform)
            transform = makeCodingTransform(word, site);
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
