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

TEST_CASE("json: what stands there and what is expected is told, with its place", "[json]") {
  struct Mistake {
    char const* text;
    int line, column;
    char const* message;
    char const* hint;
  };
  Mistake const mistakes[] = {
      {"{\"a\": 1,\n}", 2, 1, "expected a member after `,`, found `}`",
       "no comma stands behind the last one"},
      {"[1,]", 1, 4, "expected an element after `,`, found `]`",
       "no comma stands behind the last one"},
      {"{'a': 1}", 1, 2, "expected a key in double quotes, found `'`",
       "strings stand between `\"`, not between `'`"},
      {"{a: 1}", 1, 2, "expected a key in double quotes, found `a`", "write `\"a\"`"},
      {"{\"a\": \"b}", 1, 7, "a string without its closing `\"`", "close it"},
      {"{\"a\": \"b,\n\"c\": 1}", 1, 7, "a string without its closing `\"` on the line",
       "close it, or write a line break as `\\n`"},
      {"{\"a\": 1 // one\n}", 1, 9, "expected `,` or `}` after a member, found `//`",
       "JSON has no comments: take it out"},
      {"[NaN]", 1, 2, "expected a value, found `NaN`",
       "JSON has no such number: write `null` or a string"},
      {"[True]", 1, 2, "expected a value, found `True`", "write `true`"},
      {"[yes]", 1, 2, "expected a value, found `yes`", "strings stand in double quotes"},
      {"{\"a\":\n [1, 2", 2, 7, "expected `,` or `]` after an element, found the end of the text",
       "the `[` of line 2, column 2 is open"},
      {"[{\"a\": 1]", 1, 9, "expected `,` or `}` after a member, found `]`",
       "the `{` of line 1, column 2 is open"},
      {"{\"a\": 1\n \"b\": 2}", 2, 2, "expected `,` or `}` after a member, found `\"`",
       "a comma is missing"},
      {"{\"a\" 1}", 1, 6, "expected `:` after a key, found `1`", ""},
      {"{}\n{}", 2, 1, "expected the end of the text, found `{`", "a document is one value"},
      {"[\"\\q\"]", 1, 3, "`\\q` is no escape",
       "a backslash is `\\\\`; there are `\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX`"},
      {"[\"\\u12\"]", 1, 3, "`\\u12` is no escape", "four hexadecimal digits stand behind `\\u`"},
      {"[\"\\ud83d\"]", 1, 3, "`\\ud83d` is half a character",
       "both halves are written, as in `\\ud83d\\ude00`"},
      {"[\"a\tb\"]", 1, 4, "a control character in a string", "write it as `\\t`"},
      {"[01]", 1, 2, "`01` is no number", "no zeros stand before a number"},
      {"[1.]", 1, 2, "`1.` is no number", "digits stand behind `.`"},
      {"", 1, 1, "expected a value, found the end of the text", ""}};
  for (Mistake const& mistake : mistakes) {
    INFO(mistake.text);
    auto value = json::parse(mistake.text, "f.json");
    REQUIRE_FALSE(value);
    CHECK(value.error().message == "not valid JSON: " + std::string(mistake.message));
    CHECK(value.error().hint == mistake.hint);
    CHECK(value.error().where == Where{"f.json", mistake.line, mistake.column});
  }
}

TEST_CASE("json: a NUL ends no text", "[json]") {
  auto value = json::parse(std::string_view("[1]\0[2]", 7));
  REQUIRE_FALSE(value);
  CHECK(value.error().message == "not valid JSON: expected the end of the text, found `\\u0000`");
}

TEST_CASE("json: the first byte that is no UTF-8 has its place", "[json]") {
  auto value = json::parse("[\n\"a\xff\"]");
  REQUIRE_FALSE(value);
  CHECK(value.error().where == Where{"", 2, 3});
}
