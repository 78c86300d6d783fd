// The only file that sees libphonenumber's headers.
#include "domain/lead/fieldtypes.h"
#include <phonenumbers/phonenumberutil.h>

namespace bourse::domain::fieldtype {

namespace {
/// North American numbers in the plain forms that nearly all leads carry, without the library's 14 µs:
/// "+15551234567", "15551234567", "5551234567", "(555) 123-4567". Area codes begin with 2 to 9.
std::optional<std::string> plainNorthAmerican(std::string_view text)
{
    char digits[11];
    std::size_t count = 0;
    bool plus = !text.empty() && text.front() == '+';
    for (char c : text.substr(plus ? 1 : 0)) {
        if (c >= '0' && c <= '9') {
            if (count == sizeof digits)
                return std::nullopt;
            digits[count++] = c;
        } else if (c != ' ' && c != '-' && c != '.' && c != '(' && c != ')') {
            return std::nullopt;
        }
    }
    bool countryCode = count == 11 && digits[0] == '1';
    if (!countryCode && (count != 10 || plus))
        return std::nullopt;
    const char *national = countryCode ? digits + 1 : digits;
    if (national[0] < '2')
        return std::nullopt;
    std::string number = "+1";
    number.append(national, 10);
    return number;
}
} // namespace

std::optional<std::string> phone(std::string_view text)
{
    // a negative number is a number, not a telephone's; the library would drop the sign
    if (text.starts_with('-'))
        return std::nullopt;
    if (auto number = plainNorthAmerican(text))
        return number;
    using i18n::phonenumbers::PhoneNumber;
    using i18n::phonenumbers::PhoneNumberUtil;
    if (text.size() > 64)
        return std::nullopt;
    const auto *library = PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    if (library->Parse(std::string(text), "US", &number) != PhoneNumberUtil::NO_PARSING_ERROR)
        return std::nullopt;
    // "possible, local only" is a number without its area code
    if (library->IsPossibleNumberWithReason(number) != PhoneNumberUtil::IS_POSSIBLE)
        return std::nullopt;
    std::string formatted;
    library->Format(number, PhoneNumberUtil::E164, &formatted);
    bool northAmerican = number.country_code() == 1;
    bool good =
        northAmerican ? formatted.size() == 12 && formatted[2] >= '2' : library->IsValidNumber(number);
    return good ? std::optional(formatted) : std::nullopt;
}

} // namespace bourse::domain::fieldtype
