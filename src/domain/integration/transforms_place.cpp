// States, countries and postal codes.
#include "domain/integration/transforms.h"
#include "domain/lead/fieldtypes.h"

namespace bourse::domain {
namespace {

/// What becomes of a value that is not what it should be.
struct Unknown {
    std::string rule;
    Value constant;
};

Unknown readUnknown(ObjectReader &reader)
{
    Unknown unknown;
    unknown.rule = reader.choice("unknown", {"refuse", "pass", "empty", "constant"});
    if (const Value *constant = readConstant(reader, unknown.rule))
        unknown.constant = *constant;
    return unknown;
}

bool applyUnknown(const Unknown &unknown, Cell &cell, Error &problem, const char *code, const char *message)
{
    if (unknown.rule == "refuse") {
        problem = Error{code, {}, "a known value", message};
        return false;
    }
    if (unknown.rule == "empty")
        cell.clear();
    else if (unknown.rule == "constant")
        cell.setValue(unknown.constant);
    return true;
}

} // namespace

std::unique_ptr<Transform> makePlaceTransform(std::string_view word, TransformSite &site)
{
    ObjectReader &reader = site.reader;
    if (word == "state") {
        const bool toName = reader.choice("to", {"code", "name"}) == "name";
        return textTransform([toName, unknown = readUnknown(reader)](Cell &cell, Error &problem) {
            if (cell.text().empty())
                return true;
            const auto code = fieldtype::state(fieldtype::trim(cell.text()));
            if (!code)
                return applyUnknown(unknown, cell, problem, "not_a_state",
                                    "The value is no US state and no Canadian province.");
            cell.setOwned(Cell::Kind::Text, toName ? fieldtype::stateName(*code) : *code);
            return true;
        });
    }
    if (word == "country") {
        const std::string to = reader.choice("to", {"alpha2", "alpha3", "name"});
        return textTransform([to, unknown = readUnknown(reader)](Cell &cell, Error &problem) {
            if (cell.text().empty())
                return true;
            const auto code = fieldtype::country(fieldtype::trim(cell.text()));
            if (!code)
                return applyUnknown(unknown, cell, problem, "not_a_country", "The value is no country.");
            cell.setOwned(Cell::Kind::Text, to == "alpha2"   ? *code
                                            : to == "alpha3" ? fieldtype::countryAlpha3(*code)
                                                             : fieldtype::countryName(*code));
            return true;
        });
    }
    if (word == "postal_code") {
        const std::string to =
            reader.choice("to", {"first5", "full", "plus4", "prefix3", "compact", "state"});
        return textTransform([to, unknown = readUnknown(reader)](Cell &cell, Error &problem) {
            if (cell.text().empty())
                return true;
            const auto code = fieldtype::postalCode(fieldtype::trim(cell.text()));
            const auto state = code && to == "state" ? fieldtype::stateOfPostalCode(*code) : std::nullopt;
            if (!code || (to == "state" && !state))
                return applyUnknown(unknown, cell, problem, "not_a_postal_code",
                                    "The value is no postal code of the United States or Canada.");
            const bool american = (*code)[0] >= '0' && (*code)[0] <= '9';
            std::string text = *code;
            if (to == "state")
                text = *state;
            else if (to == "first5" && american)
                text = code->substr(0, 5);
            else if (to == "plus4")
                text = american && code->size() > 5 ? code->substr(6) : std::string();
            else if (to == "prefix3")
                text = code->substr(0, 3);
            else if (to == "compact")
                std::erase_if(text, [](char c) { return c == ' ' || c == '-'; });
            if (text.empty())
                cell.clear();
            else
                cell.setOwned(Cell::Kind::Text, std::move(text));
            return true;
        });
    }
    return nullptr;
}

} // namespace bourse::domain
