#include "sim/script/format.hpp"

#include <catch2/catch.hpp>
#include <cstdio>

using namespace rehearse::script;

TEST_CASE("format: numbers are written as the C library does", "[script]") {
  for (char const* spec : {"d", "5d", "-5d|", "05d", "+d", " d", ".4d", "x", "08X", "o"}) {
    for (long long value : {0LL, 7LL, -42LL, 123456LL}) {
      std::string const directive = spec;
      std::size_t at = 0;
      auto const parsed = parse_directive(directive, at);
      REQUIRE(parsed);
      char expected[64];
      std::string c_format = "%" + directive.substr(0, at - 1) + "ll" + directive.substr(at - 1, 1);
      std::snprintf(expected, sizeof expected, c_format.c_str(), value);
      CAPTURE(spec, value);
      CHECK(format_integer(*parsed, value) == expected);
    }
  }
  for (char const* spec :
       {"f", ".0f", "10.3f", "-10.3f", "010.3f", "+.2e", "g", ".17g", "E", "G", " .3g", ".99f"}) {
    for (double value : {0.0, -0.0, 1.0, 2.0 / 3, 1e22, -1.5e-7, 1e300, 123456789.0, 1.0 / 0.0}) {
      std::size_t at = 0;
      auto const parsed = parse_directive(spec, at);
      REQUIRE(parsed);
      char expected[512];
      std::snprintf(expected, sizeof expected, (std::string("%") + spec).c_str(), value);
      std::string lowered = expected;
      if (value > 1e308 && parsed->conversion < 'a') lowered = "INF";
      CAPTURE(spec, value);
      CHECK(format_float(*parsed, value) == lowered);
    }
  }
}

TEST_CASE("format: %p and unknown directives are refused", "[script]") {
  std::size_t at = 0;
  CHECK_FALSE(parse_directive("p", at));
  at = 0;
  CHECK_FALSE(parse_directive("y", at));
  at = 0;
  CHECK_FALSE(parse_directive("", at));
}
