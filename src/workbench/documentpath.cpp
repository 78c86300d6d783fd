#include "workbench/documentpath.h"
#include <algorithm>
#include <charconv>

namespace bourse::workbench {

std::optional<DocumentPath> DocumentPath::parse(std::string_view text)
{
    DocumentPath path;
    while (!text.empty()) {
        if (text.front() == '[') {
            const std::size_t close = text.find(']');
            std::size_t index = 0;
            if (close == std::string_view::npos || close < 2)
                return std::nullopt;
            const auto read = std::from_chars(text.data() + 1, text.data() + close, index);
            if (read.ec != std::errc() || read.ptr != text.data() + close)
                return std::nullopt;
            path.m_steps.emplace_back(index);
            text.remove_prefix(close + 1);
        } else {
            const std::size_t end = std::min(text.find_first_of(".["), text.size());
            if (end == 0)
                return std::nullopt;
            path.m_steps.emplace_back(std::string(text.substr(0, end)));
            text.remove_prefix(end);
        }
        if (text == ".")
            return std::nullopt;
        if (text.starts_with('.'))
            text.remove_prefix(1);
    }
    return path;
}

DocumentPath::DocumentPath(const char *text)
{
    if (auto path = parse(text))
        *this = std::move(*path);
}

DocumentPath DocumentPath::child(std::string key) const
{
    DocumentPath path = *this;
    path.m_steps.emplace_back(std::move(key));
    return path;
}

DocumentPath DocumentPath::child(std::size_t index) const
{
    DocumentPath path = *this;
    path.m_steps.emplace_back(index);
    return path;
}

DocumentPath DocumentPath::parent() const
{
    DocumentPath path = *this;
    if (!path.m_steps.empty())
        path.m_steps.pop_back();
    return path;
}

std::string_view DocumentPath::key() const
{
    const std::string *key = m_steps.empty() ? nullptr : std::get_if<std::string>(&m_steps.back());
    return key ? std::string_view(*key) : std::string_view();
}

std::optional<std::size_t> DocumentPath::index() const
{
    const std::size_t *index = m_steps.empty() ? nullptr : std::get_if<std::size_t>(&m_steps.back());
    return index ? std::optional(*index) : std::nullopt;
}

bool DocumentPath::startsWith(const DocumentPath &other) const
{
    return other.m_steps.size() <= m_steps.size() &&
           std::equal(other.m_steps.begin(), other.m_steps.end(), m_steps.begin());
}

std::string DocumentPath::toString() const
{
    std::string text;
    for (const Step &step : m_steps) {
        if (const std::size_t *index = std::get_if<std::size_t>(&step))
            text += '[' + std::to_string(*index) + ']';
        else
            text += (text.empty() ? "" : ".") + std::get<std::string>(step);
    }
    return text;
}

const domain::Value *valueAt(const domain::Value &document, const DocumentPath &path)
{
    const domain::Value *value = &document;
    for (const DocumentPath::Step &step : path.steps()) {
        if (const std::size_t *index = std::get_if<std::size_t>(&step)) {
            const domain::Array *array = value->asArray();
            if (!array || *index >= array->size())
                return nullptr;
            value = &(*array)[*index];
        } else if (!(value = value->find(std::get<std::string>(step)))) {
            return nullptr;
        }
    }
    return value;
}

domain::Value *valueAt(domain::Value &document, const DocumentPath &path)
{
    return const_cast<domain::Value *>(valueAt(std::as_const(document), path));
}

} // namespace bourse::workbench
