#pragma once
// Hears of what is published by other processes: LISTEN on a session of its own.
#include "storage/store.h"
#include <functional>
#include <memory>

namespace bourse::storage {

class ConfigurationWatch {
  public:
    /// `published` is called on the watch's thread: at each publish in any workspace, and whenever the
    /// session is new, since what was said before it could not be heard.
    ConfigurationWatch(StoreOptions options, std::function<void()> published);
    ~ConfigurationWatch(); ///< ends the thread
    ConfigurationWatch(const ConfigurationWatch &) = delete;
    ConfigurationWatch &operator=(const ConfigurationWatch &) = delete;

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace bourse::storage
