#include "workbench/preview.h"
#include "domain/json/value.h"
#include <algorithm>
#include <cctype>

namespace bourse::workbench {

using domain::Value;

namespace {

constexpr int deepest = 60;

bool isLength(std::string_view name)
{
    constexpr std::string_view wanted = "content-length";
    return std::equal(name.begin(), name.end(), wanted.begin(), wanted.end(),
                      [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
}

/// Whether {"signature":id} stands anywhere in it, as a source or in a template.
bool readsSignature(const Value *value, int depth = 0)
{
    if (!value || depth > deepest)
        return value != nullptr; // deeper than anybody can say
    if (const std::string *text = value->asString())
        return text->find("{{signature.") != std::string::npos;
    if (const domain::Array *list = value->asArray())
        return std::any_of(list->begin(), list->end(),
                           [depth](const Value &each) { return readsSignature(&each, depth + 1); });
    if (const domain::Object *object = value->asObject())
        return std::any_of(object->begin(), object->end(), [depth](const auto &member) {
            return member.first == "signature" || readsSignature(&member.second, depth + 1);
        });
    return false;
}

/// The end of the mark of a secret at `at`; 0 where none is.
std::size_t markAt(std::string_view text, std::size_t at, const std::vector<std::string> &secrets)
{
    if (text.substr(at, 2) != "{{")
        return 0;
    for (const std::string &name : secrets)
        if (text.compare(at + 2, name.size(), name) == 0 && text.substr(at + 2 + name.size(), 2) == "}}")
            return at + name.size() + 4;
    return 0;
}

bool lengthIsKnown(const domain::Integration &integration, domain::StepKind step,
                   const domain::Explanation &explanation)
{
    if (knownSize(explanation.request.body, integration.secretNames()).hasSecrets)
        return false;
    // A signature in the body cannot be made without its secret; then it is missing there altogether.
    const bool lacksSecret =
        std::any_of(explanation.signatures.begin(), explanation.signatures.end(), [](const auto &signature) {
            return signature.problem && signature.problem->code == "missing_secret";
        });
    if (!lacksSecret)
        return true;
    const Value &document = integration.document();
    const Value *steps = document.find("steps");
    const Value *own = steps ? steps->find(domain::name(step)) : nullptr;
    if (!own)
        return true;
    for (const Value *place : {own->find("body"), own->find("values"), document.find("values")})
        if (place && readsSignature(place))
            return false;
    return true;
}

} // namespace

KnownSize knownSize(std::string_view text, const std::vector<std::string> &secrets)
{
    KnownSize size{text.size(), false};
    for (std::size_t at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at)) {
        const std::size_t end = markAt(text, at, secrets);
        if (end > 0) {
            size.bytes -= end - at;
            size.hasSecrets = true;
        }
        at = end > 0 ? end : at + 1;
    }
    return size;
}

domain::RenderedRequest previewRequest(const domain::Integration &integration, domain::StepKind step,
                                       const domain::Explanation &explanation)
{
    domain::RenderedRequest request = explanation.request;
    if (!lengthIsKnown(integration, step, explanation))
        for (auto &[name, value] : request.headers)
            if (isLength(name))
                value = lengthWhenSent;
    return request;
}

} // namespace bourse::workbench
