#include "sim/base/text.hpp"

#include <array>

#include <catch2/catch.hpp>

using namespace rehearse;

TEST_CASE("text: stars and question marks match, in linear time", "[text]") {
  CHECK(glob_match("*", ""));
  CHECK(glob_match("a*c?e", "abbbcde"));
  CHECK_FALSE(glob_match("a*c", "abd"));
  CHECK(glob_match_ignoring_case("sagemaker:Describe*", "SageMaker:describePipeline"));
  std::string many(5000, 'a');
  std::string pattern;
  for (int i = 0; i < 50; ++i) pattern += "a*";
  CHECK_FALSE(glob_match(pattern + "b", many));
}

TEST_CASE("text: the nearest word is suggested only when it is near", "[text]") {
  std::array<std::string_view, 3> words = {"account", "actor", "pipeline"};
  CHECK(nearest("acount", words) == "account");
  CHECK(nearest("PIPELINE", words) == "pipeline");
  CHECK(nearest("zebra", words).empty());
  CHECK(did_you_mean("pipline", words) == "did you mean `pipeline`?");
}

TEST_CASE("text: only well-formed UTF-8 passes", "[text]") {
  CHECK(is_utf8("grün ☃ 🙂"));
  for (std::string_view bad : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x98"})
    CHECK_FALSE(is_utf8(bad));
  CHECK(shorten("grün", 3) == "...");
  CHECK(shorten("abc", 3) == "abc");
}
