#include "sim/script/source.hpp"

#include <catch2/catch.hpp>

using namespace rehearse::script;

TEST_CASE("source: ^ is rewritten in code only, and no line moves", "[script]") {
  CHECK(*prepare_source("a^b -- ^\n'^' \"\\\"^\" [[^]] [==[ ]] ^ ]==] --[[ ^\n^ ]] x ^ y", "f") ==
        "a^__power^b -- ^\n'^' \"\\\"^\" [[^]] [==[ ]] ^ ]==] --[[ ^\n^ ]] x ^__power^ y");
  CHECK(*prepare_source("#!/usr/bin/env rehearse\nx", "f") == "\nx");
}

TEST_CASE("source: names that bring the collector into play are refused with their line",
          "[script]") {
  auto const refused = prepare_source("-- __gc is fine here\nx = { __gc = 1 }", "f.lua");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().where.line == 2);
  CHECK(prepare_source("x = 'about __gc'", "f"));
  CHECK_FALSE(prepare_source("x['__mode'] = 1", "f"));
  CHECK_FALSE(prepare_source("\x1bLua", "f"));
}

TEST_CASE("source: odd ends of a text do no harm", "[script]") {
  for (char const* text : {"", "'", "\"\\", "[[", "[==", "--[[", "--", "-", "'\\z", "^"})
    CHECK(prepare_source(text, "f"));
}

TEST_CASE("source: powers by multiplication", "[script]") {
  CHECK(exact_power(2, 10) == 1024);
  CHECK(exact_power(10, -2) == 0.01);
  CHECK(exact_power(0, 0) == 1);
  CHECK(exact_power(4, 0.5) == 2);
  CHECK_FALSE(exact_power(2, 0.25));
  CHECK_FALSE(exact_power(2, 1.0 / 0.0));
}
