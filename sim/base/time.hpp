// Virtual time: whole microseconds since the scenario's epoch. The clock has no now(), so wall time
// cannot slip in.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/base/result.hpp"

namespace rehearse {

struct VirtualClock {
  using duration = std::chrono::duration<std::int64_t, std::micro>;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<VirtualClock>;
  static constexpr bool is_steady = true;
};

using Duration = VirtualClock::duration;
using Time = VirtualClock::time_point;

/// The scenario's time zero as an instant of the calendar: microseconds since 1970-01-01T00:00:00Z.
struct Epoch {
  std::int64_t unix_microseconds = 1'767'603'600'000'000;  // 2026-01-05T09:00:00Z, a Monday
  auto operator<=>(Epoch const&) const = default;
};

/// The longest virtual time a run may reach: about 1,100 years; keeps every sum of two times in
/// range.
inline constexpr Duration kDurationMax{std::int64_t{1} << 55};

/// Reads `90m`, `1h30m`, `2d`, `500ms`, `250us`, `0s`. Units: us ms s m h d w, each at most once,
/// in falling order.
Result<Duration> parse_duration(std::string_view text);
/// The shortest of those spellings: `1h30m`, `0s`.
std::string format_duration(Duration duration);

/// Reads `2026-01-05T17:00:00Z` (seconds may have a fraction, the zone may be `+01:00`; a bare date
/// is midnight UTC). Returns microseconds since 1970.
Result<std::int64_t> parse_instant(std::string_view text);
/// `2026-01-05T09:00:35Z`; with a fraction only when there is one, cut to milliseconds.
std::string format_instant(Epoch epoch, Time at);
/// `09:00:35` on the epoch's day, `+2d 09:00:35` on a later one.
std::string format_clock(Epoch epoch, Time at);
/// Reads what format_clock writes; the seconds may be left out.
Result<Time> parse_clock(Epoch epoch, std::string_view text);
/// `2026-01-05 09:00`.
std::string format_minute(Epoch epoch, Time at);
/// Seconds since 1970 as exact decimal text with at most 3 places, as AWS's JSON protocols write
/// timestamps: `1767603635.25`.
std::string format_unix_seconds(Epoch epoch, Time at);

}  // namespace rehearse
