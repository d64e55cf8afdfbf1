#include "sim/base/json.hpp"

#include <catch2/catch.hpp>

using namespace rehearse;

TEST_CASE("json: a document comes back with its numbers as written and its members in order",
          "[json]") {
  auto value = json::parse(R"({"b": 0.90, "a": [1, true, null, "x\n"]})");
  REQUIRE(value);
  CHECK(json::dump(*value) == R"({"b":0.90,"a":[1,true,null,"x\n"]})");
  CHECK(json::parse(json::dump_pretty(*value)).value() == *value);
}

TEST_CASE("json: every value knows where it stands", "[json]") {
  std::string text = "{\n  \"a\": \"s\\\"t\",\n  \"n\": -12.5,\n  \"o\": {\"k\": [false]}\n}";
  auto value = json::parse(text, "f.json");
  REQUIRE(value);
  CHECK(json::locate(text, value->find("a")->offset()) == Where{"", 2, 8});
  CHECK(json::locate(text, value->find("n")->offset()) == Where{"", 3, 8});
  CHECK(json::locate(text, value->find("o")->offset()) == Where{"", 4, 8});
  CHECK(json::locate(text, value->find("o")->find("k")->as_array()[0].offset()) ==
        Where{"", 4, 15});
}

TEST_CASE("json: a key given twice is refused with its place", "[json]") {
  auto value = json::parse("{\"Effect\": \"Deny\",\n \"Effect\": \"Allow\"}", "p.json");
  REQUIRE_FALSE(value);
  CHECK(value.error().message == "the key `Effect` is given twice");
  CHECK(value.error().where == Where{"p.json", 2, 2});
}

TEST_CASE("json: broken syntax is refused with line and column", "[json]") {
  auto value = json::parse("{\n  \"a\": 1,\n  \"b\" 2\n}", "p.json");
  REQUIRE_FALSE(value);
  CHECK(value.error().where.line == 3);
  CHECK(value.error().message.starts_with("not valid JSON"));
  CHECK_FALSE(json::parse(""));
  CHECK_FALSE(json::parse("[1] x"));
}

TEST_CASE("json: depth, size and encoding are bounded", "[json]") {
  CHECK_FALSE(json::parse(std::string(10'000, '[') + std::string(10'000, ']')));
  CHECK_FALSE(json::parse("[1,2,3]", "", {.bytes_max = 4}));
  CHECK_FALSE(json::parse("[\"\xff\"]"));
  CHECK_FALSE(json::parse("[" + std::string(500, '9') + "]"));
}

TEST_CASE("json: what is read over another document is what is read anew", "[json]") {
  char const* const texts[] = {
      R"({"a": [1, "a long text that has memory of its own", {"b": null}], "c": {"d": true}})",
      R"({"a": [], "c": {}, "e": 1e3})",
      R"([{"a": "b"}, ["c"], null, "\u00e9", false])",
      R"({"c": null, "a": [2, "another text, longer than the one that was there", {"b": [0.50]}]})",
      R"("text")",
      R"({"a": {"a": {"a": 1}}})",
      "null",
      R"([1, 2, 3, 4, 5, 6, 7, 8, 9])"};
  for (char const* before : texts)
    for (char const* text : texts) {
      json::Value value = json::parse(before).value();
      REQUIRE(json::parse_over(value, text).has_value());
      CHECK(value == json::parse(text).value());
      // What was broken off halfway leaves nothing behind either.
      CHECK_FALSE(json::parse_over(value, R"({"a": [1, "x"], "a": 2})").has_value());
      REQUIRE(json::parse_over(value, text).has_value());
      CHECK(json::dump(value) == json::dump(json::parse(text).value()));
    }
}
