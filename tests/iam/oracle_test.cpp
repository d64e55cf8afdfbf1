// Random cases, decided by the judge and by the naive one: they must agree.
#include <catch2/catch.hpp>

#include "generator.hpp"
#include "naive.hpp"
#include "sim/iam/case.hpp"

using namespace rehearse;

namespace {

void judges_agree(std::uint64_t first, std::uint64_t cases) {
  std::size_t allowed = 0, denied = 0;
  for (std::uint64_t n = first; n < first + cases; ++n) {
    json::Value value = generated::make_case(n);
    std::string expected = naive::decide(value);
    auto given = iam::decide_case(value);
    allowed += expected == "Allowed";
    denied += expected == "ExplicitlyDenied";
    if (given && iam::answer_word(given->outcome) == expected) continue;
    INFO(json::dump(value));
    FAIL_CHECK((given ? std::string(iam::answer_word(given->outcome)) : to_string(given.error()))
               << " and not " << expected);
  }
  CHECK(allowed > cases / 20);  // the cases are not all of one kind
  CHECK(denied > cases / 10);
}

}  // namespace

TEST_CASE("oracle: the naive judge agrees on 5,000 random cases", "[iam]") {
  judges_agree(0, 5'000);
}
// 100,000 more in four tests, which run beside each other: `iam_tests "[many]"`, or ctest's label
// `many`. Too many for a build with sanitizers.
TEST_CASE("oracle: the naive judge agrees on 25,000 random cases", "[.][many]") {
  judges_agree(5'000, 25'000);
}
TEST_CASE("oracle: the naive judge agrees on the second 25,000", "[.][many]") {
  judges_agree(30'000, 25'000);
}
TEST_CASE("oracle: the naive judge agrees on the third 25,000", "[.][many]") {
  judges_agree(55'000, 25'000);
}
TEST_CASE("oracle: the naive judge agrees on the fourth 25,000", "[.][many]") {
  judges_agree(80'000, 25'000);
}
// On request: `iam_tests "[more]"`.
TEST_CASE("oracle: the naive judge agrees on 5,000,000 random cases", "[.][more]") {
  judges_agree(105'000, 5'000'000);
}
