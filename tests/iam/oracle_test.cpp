// Random cases, decided by the judge and by the naive one: they must agree.
#include <catch2/catch.hpp>

#include "generator.hpp"
#include "naive.hpp"
#include "sim/iam/case.hpp"

using namespace rehearse;

namespace {

void judges_agree(std::uint64_t cases) {
  std::size_t allowed = 0, denied = 0;
  for (std::uint64_t n = 0; n < cases; ++n) {
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

TEST_CASE("oracle: the naive judge agrees on 100,000 random cases", "[iam]") {
  judges_agree(100'000);
}
// On request: `iam_tests "[more]"`.
TEST_CASE("oracle: the naive judge agrees on 5,000,000 random cases", "[.][more]") {
  judges_agree(5'000'000);
}
