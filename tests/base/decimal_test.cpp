#include "sim/base/decimal.hpp"

#include <catch2/catch.hpp>

using rehearse::Decimal;

TEST_CASE("decimal: numbers compare by value, not by spelling", "[decimal]") {
  auto d = [](char const* text) { return Decimal::parse(text).value(); };
  CHECK(d("0.90") == d("9e-1"));
  CHECK(d("-0") == d("0"));
  CHECK(d("0.1") < d("0.11"));
  CHECK(d("-2") < d("-1.5"));
  CHECK(d("10") > d("9.99"));
  CHECK(d("123456789012345678901234567890") > d("123456789012345678901234567889"));
  CHECK(d("1000").is_integer());
  CHECK_FALSE(d("0.5").is_integer());
}

TEST_CASE("decimal: the shortest plain spelling comes back", "[decimal]") {
  for (char const* text : {"0.9", "1000", "-12.5", "0", "0.001"})
    CHECK(Decimal::parse(text)->text() == text);
  CHECK(Decimal::parse("1.50e2")->text() == "150");
  for (char const* bad : {"", ".", "abc", "1e", "1e999999", "0x10", "1 "})
    CHECK_FALSE(Decimal::parse(bad));
}

TEST_CASE("decimal: scaled to whole parts, cut towards zero", "[base]") {
  auto scaled = [](char const* text, int places) { return Decimal::parse(text)->scaled(places); };
  CHECK(scaled("1.5", 6) == 1'500'000);
  CHECK(scaled("0.0000019", 6) == 1);
  CHECK(scaled("-2.59", 1) == -25);
  CHECK(scaled("0", 6) == 0);
  CHECK(scaled("1e-9", 6) == 0);
  CHECK(scaled("12000", 0) == 12'000);
  CHECK_FALSE(scaled("1e13", 6));
  CHECK_FALSE(scaled("99999999999999999999", 0));
}
