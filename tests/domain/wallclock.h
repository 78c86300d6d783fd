#pragma once
// What clocks on the wall show, as the C library reads the zone data: an answer that shares nothing with
// Qt's, which the product uses.
#include <cstdlib>
#include <ctime>
#include <string>

namespace bourse::test {

/// Puts the process into a zone while it lives. Not for several at once.
class WallClock {
  public:
    explicit WallClock(const std::string &zone)
    {
        const char *before = std::getenv("TZ");
        m_had = before != nullptr;
        m_before = before ? before : "";
        setenv("TZ", (":" + zone).c_str(), 1);
        tzset();
    }
    ~WallClock()
    {
        if (m_had)
            setenv("TZ", m_before.c_str(), 1);
        else
            unsetenv("TZ");
        tzset();
    }
    WallClock(const WallClock &) = delete;
    WallClock &operator=(const WallClock &) = delete;

    std::tm at(std::time_t instant) const
    {
        std::tm local{};
        localtime_r(&instant, &local);
        return local;
    }
    /// Seconds east of UTC.
    long offset(std::time_t instant) const { return at(instant).tm_gmtoff; }

  private:
    std::string m_before;
    bool m_had = false;
};

/// Days since 1970 of a date on the wall.
inline long dayNumber(const std::tm &local)
{
    std::tm date{};
    date.tm_year = local.tm_year;
    date.tm_mon = local.tm_mon;
    date.tm_mday = local.tm_mday;
    return timegm(&date) / 86400;
}

} // namespace bourse::test
