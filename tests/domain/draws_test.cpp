// Parts of documents that are drawn: exact decimals, alternatives, chances.
#include "sim/domain/draws.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace rehearse;
using namespace rehearse::domain;
using Catch::Matchers::Contains;

namespace {

json::Value of(char const* text) { return *json::parse(text); }

json::Value uniform(char const* low, char const* high) {
  auto made = draw_uniform(of(low), of(high));
  REQUIRE(made.has_value());
  return *made;
}

/// The document where each draw comes out as its first or its last possibility.
std::string lowest(json::Value const& document) {
  return json::dump(drawn(document, [](auto, std::uint64_t) { return std::uint64_t{0}; }));
}
std::string highest(json::Value const& document) {
  return json::dump(drawn(document, [](auto, std::uint64_t n) { return n - 1; }));
}

}  // namespace

TEST_CASE("draws: a decimal reaches both bounds, with places enough to tell draws apart",
          "[domain]") {
  struct Row {
    char const *low, *high, *first, *last;
  };
  Row const rows[] = {{"0.1", "0.2", "0.10000", "0.20000"},
                      {"0.8", "0.95", "0.800000", "0.950000"},
                      {"\"0.80\"", "\"0.95\"", "\"0.80\"", "\"0.95\""},
                      {"1", "6", "1", "6"},
                      {"-0.05", "0.05", "-0.050000", "0.050000"},
                      {"-2", "-1", "-2", "-1"},
                      {"1e-3", "2e-3", "0.0010000", "0.0020000"},
                      {"0.5", "0.5", "0.50000", "0.50000"},
                      {"99.9", "100", "99.90000", "100.00000"},
                      {"\"99.9\"", "\"100\"", "\"99.9\"", "\"100.0\""},
                      {"0", "123456789012.5", "0.000", "123456789012.500"}};
  for (Row const& row : rows) {
    INFO(row.low << " " << row.high);
    json::Value part = uniform(row.low, row.high);
    CHECK(lowest(part) == row.first);
    CHECK(highest(part) == row.last);
  }
  std::set<std::string> seen;
  for (std::uint64_t i = 0; i < 16; ++i)
    seen.insert(json::dump(drawn(uniform("\"0.80\"", "\"0.95\""), [&](auto, std::uint64_t n) {
      CHECK(n == 16);
      return i;
    })));
  CHECK(seen.size() == 16);
  CHECK(seen.contains("\"0.89\""));
}

TEST_CASE("draws: bounds that are none are refused with what would be right", "[domain]") {
  struct Row {
    char const *low, *high, *said;
  };
  Row const rows[] = {{"0.95", "0.80", "the wrong way round"},
                      {"\"0.80\"", "0.95", "not two numbers or two texts"},
                      {"true", "false", "not two numbers or two texts"},
                      {"\"low\"", "\"high\"", "not decimals"},
                      {"\"\"", "\"1\"", "not decimals"},
                      {"0", "1e16", "too many digits"},
                      {"0", "1e-16", "too many digits"},
                      {"0", "1e300", "not decimals"}};
  for (Row const& row : rows) {
    INFO(row.low << " " << row.high);
    auto made = draw_uniform(of(row.low), of(row.high));
    REQUIRE_FALSE(made.has_value());
    CHECK_THAT(made.error().message, Contains(row.said));
    CHECK_FALSE(made.error().hint.empty());
  }
}

TEST_CASE("draws: one of a list, one with a chance, inside of a document and of each other",
          "[domain]") {
  json::Value document =
      json::Value{}
          .set("metrics", json::Value{}.set("auc", draw_one_of({"low", uniform("1", "3")})))
          .set("list", json::Array{draw_chance({1, 20}, "rare", "often"), "fixed"});
  CHECK(lowest(document) == R"({"metrics":{"auc":"low"},"list":["rare","fixed"]})");
  CHECK(highest(document) == R"({"metrics":{"auc":3},"list":["often","fixed"]})");
}

TEST_CASE("draws: each part is keyed by its place", "[domain]") {
  json::Value document =
      json::Value{}.set("a", uniform("0", "9")).set("b", json::Array{uniform("0", "9")});
  std::vector<std::string> places;
  drawn(document, [&](std::string_view place, std::uint64_t) {
    places.emplace_back(place);
    return std::uint64_t{0};
  });
  CHECK(places == std::vector<std::string>{"/a", "/b/0"});
}

TEST_CASE("draws: every value that may come is seen before the run", "[domain]") {
  std::vector<std::string> seen;
  for_each_outcome(draw_chance({1, 2}, draw_one_of({"a", "b"}), uniform("1", "2")),
                   [&](json::Value const& each) { seen.push_back(json::dump(each)); });
  CHECK(seen == std::vector<std::string>{"\"a\"", "\"b\"", "1", "2"});
}
