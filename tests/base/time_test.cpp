#include "sim/base/time.hpp"

#include <catch2/catch.hpp>

using namespace rehearse;
using namespace std::chrono_literals;

TEST_CASE("time: durations are read the way people say them", "[time]") {
  CHECK(parse_duration("90m").value() == 90min);
  CHECK(parse_duration("1h30m").value() == 90min);
  CHECK(parse_duration("2d").value() == 48h);
  CHECK(parse_duration("500ms").value() == 500ms);
  CHECK(parse_duration("0s").value() == 0s);
  for (char const* bad :
       {"", "5", "m", "1m1h", "-5m", "1.5h", "1h 30m", "99999999999999999999d", "9999999999w"})
    CHECK_FALSE(parse_duration(bad));
}

TEST_CASE("time: a duration is written in its shortest spelling", "[time]") {
  CHECK(format_duration(90min) == "1h30m");
  CHECK(format_duration(0s) == "0s");
  CHECK(format_duration(1'250'001us) == "1s250ms1us");
}

TEST_CASE("time: instants go both ways", "[time]") {
  Epoch epoch;
  CHECK(format_instant(epoch, Time{}) == "2026-01-05T09:00:00Z");
  CHECK(parse_instant("2026-01-05T09:00:00Z").value() == epoch.unix_microseconds);
  CHECK(parse_instant("2026-01-05T10:00:00+01:00").value() == epoch.unix_microseconds);
  CHECK(parse_instant("2026-01-05").value() == epoch.unix_microseconds - 9LL * 3600 * 1'000'000);
  CHECK_FALSE(parse_instant("2026-02-30T00:00:00Z"));
  CHECK_FALSE(parse_instant("2026-01-05T25:00:00Z"));
  CHECK(format_clock(epoch, Time{35s}) == "09:00:35");
  CHECK(format_clock(epoch, Time{50h}) == "+2d 11:00:00");
  CHECK(parse_clock(epoch, "09:00:35") == Time{35s});
  CHECK(parse_clock(epoch, "+2d 11:00") == Time{50h});
  for (char const* bad : {"08:59", "9:00", "", "+d 09:00", "+2d", "25:00", "09:00:35ZZ"}) {
    INFO(bad);
    CHECK_FALSE(parse_clock(epoch, bad));
  }
  CHECK(format_unix_seconds(epoch, Time{250ms}) == "1767603600.25");
}
