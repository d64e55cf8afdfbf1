// Assertions that stay on in release: a broken invariant ends the program with what is needed to
// repeat it.
#pragma once

#include <cstdint>
#include <string_view>

namespace rehearse {

/// What an assertion prints beside its own text. The run sets it; nothing decides by it.
struct CrashContext {
  std::uint64_t seed = 0;
  std::int64_t at_microseconds = 0;
  std::uint64_t digest = 0;
};

/// The context of the run on this thread.
CrashContext& crash_context();

/// Prints the broken condition, seed, virtual time and digest on standard error and exits with
/// code 3.
[[noreturn]] void assertion_failed(std::string_view condition, std::string_view file, int line,
                                   std::string_view why);

}  // namespace rehearse

/// Checks an invariant of our own code, also in release. A user's mistake is never checked with
/// this.
#define REHEARSE_ASSERT(condition, why) \
  (static_cast<bool>(condition)         \
       ? static_cast<void>(0)           \
       : ::rehearse::assertion_failed(#condition, __FILE__, __LINE__, why))
