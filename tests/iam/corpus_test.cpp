// The decisions of a corpus kept outside the sources, when CMake knows where it is
// (REHEARSE_CORPUS).
#include <catch2/catch.hpp>
#include <fstream>
#include <string>

#include "sim/iam/case.hpp"

using namespace rehearse;

namespace {

void corpus_agrees(std::string const& name) {
  std::string folder = REHEARSE_CORPUS_DIR;
  if (folder.empty()) {
    WARN("skipped: no corpus of decisions (cmake -DREHEARSE_CORPUS=FOLDER)");
    return;
  }
  std::ifstream in(folder + "/decisions/" + name);
  REQUIRE(in);
  std::string line;
  std::size_t cases = 0;
  while (std::getline(in, line)) {
    auto value = json::parse(line);
    REQUIRE(value);
    auto decision = iam::decide_case(*value);
    INFO(value->string_or_empty("name"));
    if (!decision)
      FAIL_CHECK(to_string(decision.error()));
    else
      CHECK(iam::answer_word(decision->outcome) == value->string_or_empty("expect"));
    ++cases;
  }
  CHECK(cases > 0);
}

}  // namespace

TEST_CASE("corpus: every documented decision is made", "[iam][corpus]") {
  corpus_agrees("documented.jsonl");
}
TEST_CASE("corpus: every generated decision is made", "[iam][corpus]") {
  corpus_agrees("generated.jsonl");
}
