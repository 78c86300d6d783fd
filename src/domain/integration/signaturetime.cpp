#include "domain/integration/signaturetime.h"
#include <algorithm>
#include <charconv>
#include <cstdint>

namespace bourse::domain {

std::string epochSeconds(UtcTime time)
{
    return std::to_string(std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count());
}

std::optional<UtcTime> readSignatureTime(std::string_view text, std::string_view unit)
{
    if (unit == "s" || unit == "ms") {
        std::int64_t number = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
        if (read.ec != std::errc() || read.ptr != text.data() + text.size() || number < 0 ||
            number > 99'999'999'999'999)
            return std::nullopt;
        return unit == "s" ? UtcTime(std::chrono::seconds(std::min<std::int64_t>(number, 99'999'999'999)))
                           : UtcTime(std::chrono::milliseconds(number));
    }
    if (unit == "basic" && text.size() == 16) {
        std::string iso(text);
        for (const std::size_t at : {4u, 7u})
            iso.insert(at, 1, '-');
        for (const std::size_t at : {13u, 16u})
            iso.insert(at, 1, ':');
        const auto time = fromIso8601(iso);
        return time ? std::optional(*time) : std::nullopt;
    }
    if (unit == "http") {
        static constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
        // Tue, 20 Apr 2021 02:07:55 GMT
        if (text.size() != 29)
            return std::nullopt;
        const std::size_t month = kMonths.find(text.substr(8, 3));
        if (month == std::string_view::npos || month % 3 != 0)
            return std::nullopt;
        const std::string number = std::to_string(month / 3 + 1);
        const std::string iso = std::string(text.substr(12, 4)) + '-' + (number.size() < 2 ? "0" : "") +
                                number + '-' + std::string(text.substr(5, 2)) + 'T' +
                                std::string(text.substr(17, 8)) + 'Z';
        const auto time = fromIso8601(iso);
        return time ? std::optional(*time) : std::nullopt;
    }
    const auto time = fromIso8601(text);
    return time ? std::optional(*time) : std::nullopt;
}

std::string signatureTime(UtcTime time, std::string_view unit)
{
    using namespace std::chrono;
    if (unit == "ms")
        return std::to_string(floor<milliseconds>(time.time_since_epoch()).count());
    if (unit == "iso")
        return toIso8601(time);
    if (unit == "s" || unit.empty())
        return epochSeconds(time);
    const auto second = floor<seconds>(time);
    const auto day = floor<days>(second);
    const year_month_day date(day);
    const hh_mm_ss clock(second - day);
    const auto two = [](auto number) {
        std::string text = std::to_string(number);
        return text.size() < 2 ? '0' + text : text;
    };
    std::string year = std::to_string(static_cast<int>(date.year()));
    year.insert(0, year.size() < 4 ? 4 - year.size() : 0, '0');
    const std::string month = two(static_cast<unsigned>(date.month()));
    const std::string dayText = two(static_cast<unsigned>(date.day()));
    const std::string hour = two(clock.hours().count());
    const std::string minute = two(clock.minutes().count());
    const std::string secondText = two(clock.seconds().count());
    if (unit == "date")
        return year + month + dayText;
    if (unit == "basic")
        return year + month + dayText + 'T' + hour + minute + secondText + 'Z';
    if (unit == "http") {
        static constexpr const char *kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        static constexpr const char *kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        return std::string(kDays[weekday(day).c_encoding()]) + ", " + dayText + ' ' +
               kMonths[static_cast<unsigned>(date.month()) - 1] + ' ' + year + ' ' + hour + ':' + minute +
               ':' + secondText + " GMT";
    }
    return year + '-' + month + '-' + dayText + 'T' + hour + ':' + minute + ':' + secondText + 'Z'; // iso_s
}

} // namespace bourse::domain
