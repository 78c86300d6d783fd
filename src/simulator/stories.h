#pragma once
// What people of a vertical tell about themselves, so that it fits together: the drivers have the name of who
// asks, a second mortgage has a balance only where there is one, nobody is treated before the accident.
#include "domain/json/value.h"
#include "simulator/dice.h"
#include <QDate>
#include <string_view>

namespace bourse::simulator {

/// Fields of a lead of the vertical beyond the person's own, which may be replaced too; null where a field
/// is to be left out. Empty for a vertical that no story is known of.
domain::Object storyOf(std::string_view vertical, const domain::Object &person, Dice &dice, QDate today);

} // namespace bourse::simulator
