#include "sim/base/time.hpp"

#include <array>
#include <optional>

#include <fmt/format.h>

#include "sim/base/text.hpp"

namespace rehearse {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t microseconds;
};
constexpr std::array<Unit, 7> kUnits = {{{"w", 604'800'000'000},
                                         {"d", 86'400'000'000},
                                         {"h", 3'600'000'000},
                                         {"m", 60'000'000},
                                         {"s", 1'000'000},
                                         {"ms", 1'000},
                                         {"us", 1}}};

Error bad_duration(std::string_view text) {
  return Error{Error::Code::scenario,
               "`" + shorten(text, 60) + "` is not a duration",
               {},
               "write it like `90m`, `1h30m`, `2d`, `500ms`",
               {}};
}

Error bad_instant(std::string_view text) {
  return Error{Error::Code::scenario,
               "`" + shorten(text, 60) + "` is not an instant",
               {},
               "write it like `2026-01-05T17:00:00Z`",
               {}};
}

std::chrono::sys_time<std::chrono::microseconds> calendar(Epoch epoch, Time at) {
  return std::chrono::sys_time<std::chrono::microseconds>{
      std::chrono::microseconds{epoch.unix_microseconds + at.time_since_epoch().count()}};
}

/// Digits from the front of `text`, exactly `width` of them.
std::optional<int> take_digits(std::string_view& text, std::size_t width) {
  if (text.size() < width) return std::nullopt;
  std::string_view digits = text.substr(0, width);
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  text.remove_prefix(width);
  return parse_unsigned<int>(digits);
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

struct Clock {
  std::int64_t microseconds = 0;
};

/// `T17:00:00.25Z` or `T17:00:00+01:00`, as microseconds after midnight UTC.
std::optional<Clock> take_clock(std::string_view& text) {
  if (!take(text, 'T')) return std::nullopt;
  auto hour = take_digits(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  auto minute = take_digits(text, 2);
  if (!minute) return std::nullopt;
  int second = 0;
  std::int64_t fraction = 0;
  if (take(text, ':')) {
    auto read = take_digits(text, 2);
    if (!read) return std::nullopt;
    second = *read;
    if (take(text, '.')) {
      std::size_t width = std::min(text.find_first_not_of("0123456789"), text.size());
      if (width == 0 || width > 6) return std::nullopt;
      fraction = *parse_unsigned<std::int64_t>(text.substr(0, width));
      for (std::size_t i = width; i < 6; ++i) fraction *= 10;
      text.remove_prefix(width);
    }
  }
  if (*hour > 23 || *minute > 59 || second > 59) return std::nullopt;
  std::int64_t zone_minutes = 0;
  if (!take(text, 'Z')) {
    if (text.empty() || (text.front() != '+' && text.front() != '-')) return std::nullopt;
    std::int64_t sign = text.front() == '-' ? -1 : 1;
    text.remove_prefix(1);
    auto hours = take_digits(text, 2);
    if (!hours) return std::nullopt;
    take(text, ':');
    auto minutes = take_digits(text, 2);
    if (!minutes || *hours > 14 || *minutes > 59) return std::nullopt;
    zone_minutes = sign * (*hours * 60 + *minutes);
  }
  std::int64_t seconds = (*hour * 60LL + *minute - zone_minutes) * 60 + second;
  return Clock{seconds * 1'000'000 + fraction};
}

}  // namespace

Result<Duration> parse_duration(std::string_view text) {
  std::string_view rest = text;
  std::int64_t total = 0;
  std::size_t next_unit = 0;
  if (rest.empty()) return std::unexpected(bad_duration(text));
  while (!rest.empty()) {
    std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
    auto count = parse_unsigned<std::int64_t>(rest.substr(0, digits));
    rest.remove_prefix(digits);
    std::size_t letters = std::min(rest.find_first_of("0123456789"), rest.size());
    std::string_view name = rest.substr(0, letters);
    rest.remove_prefix(letters);
    std::size_t unit = next_unit;
    while (unit < kUnits.size() && kUnits[unit].name != name) ++unit;
    if (!count || unit == kUnits.size()) return std::unexpected(bad_duration(text));
    next_unit = unit + 1;
    if (*count > (kDurationMax.count() - total) / kUnits[unit].microseconds) {
      Error error = bad_duration(text);
      error.message = "`" + shorten(text, 60) + "` is longer than virtual time can be";
      return std::unexpected(error);
    }
    total += *count * kUnits[unit].microseconds;
  }
  return Duration{total};
}

std::string format_duration(Duration duration) {
  std::int64_t left = duration.count();
  std::string out = left < 0 ? "-" : "";
  if (left < 0) left = -left;
  for (Unit const& unit : kUnits) {
    if (unit.name == "w") continue;
    if (left < unit.microseconds) continue;
    out += fmt::format("{}{}", left / unit.microseconds, unit.name);
    left %= unit.microseconds;
  }
  return out.empty() || out == "-" ? "0s" : out;
}

Result<std::int64_t> parse_instant(std::string_view text) {
  std::string_view rest = text;
  auto year = take_digits(rest, 4);
  if (!year || !take(rest, '-')) return std::unexpected(bad_instant(text));
  auto month = take_digits(rest, 2);
  if (!month || !take(rest, '-')) return std::unexpected(bad_instant(text));
  auto day = take_digits(rest, 2);
  if (!day) return std::unexpected(bad_instant(text));
  std::chrono::year_month_day date{std::chrono::year{*year},
                                   std::chrono::month{static_cast<unsigned>(*month)},
                                   std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::unexpected(bad_instant(text));
  std::int64_t clock = 0;
  if (!rest.empty()) {
    auto read = take_clock(rest);
    if (!read || !rest.empty()) return std::unexpected(bad_instant(text));
    clock = read->microseconds;
  }
  auto days = std::chrono::sys_days{date}.time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(days).count() + clock;
}

std::string format_instant(Epoch epoch, Time at) {
  auto instant = calendar(epoch, at);
  auto day = std::chrono::floor<std::chrono::days>(instant);
  std::chrono::year_month_day date{day};
  std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::milliseconds>(instant - day)};
  std::string out =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  clock.hours().count(), clock.minutes().count(), clock.seconds().count());
  if (clock.subseconds().count() != 0) out += fmt::format(".{:03}", clock.subseconds().count());
  return out + "Z";
}

std::string format_clock(Epoch epoch, Time at) {
  auto start = std::chrono::floor<std::chrono::days>(calendar(epoch, Time{}));
  auto day = std::chrono::floor<std::chrono::days>(calendar(epoch, at));
  std::string clock =
      format_instant(epoch, Time{std::chrono::floor<std::chrono::seconds>(at.time_since_epoch())})
          .substr(11, 8);
  auto days = (day - start).count();
  return days == 0 ? clock : fmt::format("+{}d {}", days, clock);
}

Result<Time> parse_clock(Epoch epoch, std::string_view text) {
  std::string_view clock = text;
  Time day{};
  if (std::size_t end = text.find(' '); text.starts_with('+') && end != std::string_view::npos) {
    auto days = parse_duration(text.substr(1, end - 1));
    if (!days) return std::unexpected(days.error());
    day += *days;
    clock.remove_prefix(end + 1);
  }
  std::string const seconds = clock.size() == 5 ? ":00Z" : "Z";
  auto instant =
      parse_instant(format_instant(epoch, day).substr(0, 11) + std::string(clock) + seconds);
  if (!instant || clock.size() < 5 || *instant < epoch.unix_microseconds)
    return std::unexpected(bad_instant(text));
  return Time{Duration{*instant - epoch.unix_microseconds}};
}

std::string format_minute(Epoch epoch, Time at) {
  std::string instant = format_instant(epoch, at);
  return instant.substr(0, 10) + " " + instant.substr(11, 5);
}

std::string format_unix_seconds(Epoch epoch, Time at) {
  std::int64_t milliseconds = (epoch.unix_microseconds + at.time_since_epoch().count()) / 1000;
  std::string out = fmt::format("{}.{:03}", milliseconds / 1000, milliseconds % 1000);
  out.erase(out.find_last_not_of('0') + 1);
  if (out.ends_with('.')) out.pop_back();
  return out;
}

}  // namespace rehearse
