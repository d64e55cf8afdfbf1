#include "sim/base/assert.hpp"

#include <cstdio>
#include <cstdlib>

#include <fmt/core.h>

namespace rehearse {

CrashContext& crash_context() {
  // One run is one thread, so a run's context is never seen by another.
  static thread_local CrashContext context;  // NOLINT(tidy-static): for the crash text only
  return context;
}

void assertion_failed(std::string_view condition, std::string_view file, int line,
                      std::string_view why) {
  CrashContext const& context = crash_context();
  fmt::print(stderr,
             "rehearse: a fault inside rehearse: {} ({})\n  at {}:{}\n"
             "  seed {}, virtual time {} us, digest so far {:016x}\n"
             "  please report it with the scenario and this text\n",
             why, condition, file, line, context.seed, context.at_microseconds, context.digest);
  std::fflush(nullptr);
  std::_Exit(3);
}

}  // namespace rehearse
