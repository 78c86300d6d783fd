#include "workbench/import/importreport.h"
#include "workbench/import/importparts.h"
#include <algorithm>

namespace bourse::workbench {
namespace {
constexpr std::size_t kMostItems = 20'000;
}

std::size_t ImportReport::notUnderstood() const
{
    return static_cast<std::size_t>(std::count_if(items.begin(), items.end(), [](const ImportItem &item) {
        return item.state == ImportState::NotUnderstood;
    }));
}

std::size_t ImportReport::notes() const
{
    return static_cast<std::size_t>(std::count_if(
        items.begin(), items.end(), [](const ImportItem &item) { return item.state == ImportState::Note; }));
}

QString ImportReport::summary() const
{
    return ImportText::tr("%1 read, %2 not understood, %3 silently dropped")
        .arg(read)
        .arg(notUnderstood())
        .arg(dropped);
}

void ImportReport::add(ImportItem item)
{
    if (items.size() < kMostItems)
        items.push_back(std::move(item));
    else
        overflowed = true;
}

void ImportReport::note(std::string code, std::string place, std::string text, QString message)
{
    add({ImportState::Note, std::move(code), std::move(place), std::move(text), std::move(message)});
}

void ImportReport::notUnderstood(std::string code, std::string place, std::string text, QString message)
{
    add({ImportState::NotUnderstood, std::move(code), std::move(place), std::move(text), std::move(message)});
}

void ImportReport::append(const ImportReport &other)
{
    items.insert(items.end(), other.items.begin(), other.items.end());
    overflowed = overflowed || other.overflowed;
    read += other.read;
    dropped += other.dropped;
}

} // namespace bourse::workbench
