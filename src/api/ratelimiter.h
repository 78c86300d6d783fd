#pragma once
// Requests per minute and key: a token bucket that fills evenly and holds one minute's worth.
#include "base/clock.h"
#include <algorithm>
#include <string>
#include <unordered_map>

namespace bourse::api {

class RateLimiter {
  public:
    /// 0 if the request may pass, else the whole seconds after which one would (at least 1).
    int secondsToWait(const std::string &key, int perMinute, MonoTime now)
    {
        if (perMinute <= 0)
            return 0;
        Bucket &bucket = m_buckets.try_emplace(key, Bucket{double(perMinute), now}).first->second;
        double perSecond = perMinute / 60.0;
        bucket.tokens = std::min<double>(
            perMinute, bucket.tokens + std::chrono::duration<double>(now - bucket.at).count() * perSecond);
        bucket.at = now;
        if (bucket.tokens >= 1) {
            bucket.tokens -= 1;
            return 0;
        }
        return static_cast<int>((1 - bucket.tokens) / perSecond) + 1;
    }

  private:
    struct Bucket {
        double tokens;
        MonoTime at;
    };
    std::unordered_map<std::string, Bucket> m_buckets;
};

} // namespace bourse::api
