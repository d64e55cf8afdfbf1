// Assumptions: the table, and how a scenario sets one.
#include "sim/domain/assumptions.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace rehearse;
using namespace rehearse::domain;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

json::Value texts(std::initializer_list<char const*> list) {
  json::Array out;
  for (char const* each : list) out.emplace_back(each);
  return out;
}

}  // namespace

TEST_CASE("assumptions: every row has a name of its own, a question and a source", "[domain]") {
  std::set<std::string_view> names;
  for (AssumptionRow const& row : assumption_rows()) {
    INFO(row.name);
    CHECK(names.insert(row.name).second);
    CHECK_FALSE(row.question.empty());
    CHECK_FALSE(row.source.empty());
    if (row.is_rule())
      CHECK(row.alternatives.size() >= 2);
    else
      CHECK((row.standard <= row.slow && row.slow <= row.worst));
  }
  CHECK(assumption_rows()[static_cast<std::size_t>(Assumption::ram_empty_pages)].name ==
        "ram_empty_pages");
}

TEST_CASE("assumptions: a duration and a rule are set by name", "[domain]") {
  Assumptions a;
  CHECK(a.is_default(Assumption::ram_revocation));
  CHECK(a.chosen(Assumption::ram_revocation) == "after_disassociating");
  REQUIRE(a.read("ram_revocation", "at_once"));
  REQUIRE(a.read("iam_propagation", "10s"));
  CHECK(a.chosen(Assumption::ram_revocation) == "at_once");
  CHECK(a[Assumption::iam_propagation] == 10s);
  CHECK_FALSE(a.is_default(Assumption::ram_revocation));
  CHECK(json::dump(a.written(Assumption::iam_propagation)) == R"("10s")");
}

TEST_CASE("assumptions: a wrong name or value is told with the nearest and all", "[domain]") {
  Assumptions a;
  auto name = a.read("ram_revocatoin", "at_once");
  REQUIRE_FALSE(name);
  CHECK(name.error().message == "there is no assumption `ram_revocatoin`");
  CHECK_THAT(name.error().hint, Contains("did you mean `ram_revocation`?"));
  CHECK_THAT(name.error().hint, Contains("iam_propagation"));
  auto value = a.read("ram_revocation", "at_onec");
  REQUIRE_FALSE(value);
  CHECK(value.error().message == "`ram_revocation` cannot be `at_onec`");
  CHECK(value.error().hint == "did you mean `at_once`? there are after_disassociating, at_once");
  CHECK(a.read("iam_propagation", "soon").error().message == "`iam_propagation` is a duration");
  CHECK(a.read("profile", "slwo").error().hint ==
        "did you mean `slow`? there are standard, slow, worst");
}

TEST_CASE("assumptions: a profile sets every duration and no rule", "[domain]") {
  Assumptions a;
  REQUIRE(a.read("ram_revocation", "at_once"));
  REQUIRE(a.read("profile", "slow"));
  CHECK(a[Assumption::iam_propagation] == 30s);
  CHECK(a.chosen(Assumption::ram_revocation) == "at_once");
  REQUIRE(a.read("profile", "worst"));
  CHECK(a[Assumption::iam_propagation] == 120s);
  REQUIRE(a.read("profile", "standard"));
  CHECK(a.is_default(Assumption::iam_propagation));
}

TEST_CASE("assumptions: three durations are percentiles, in rising order, where each entity draws",
          "[domain]") {
  Assumptions a;
  REQUIRE(a.read("ram_association_delay", texts({"5s", "30s", "180s"})));
  CHECK(a[Assumption::ram_association_delay] == 30s);
  CHECK_FALSE(a.range(Assumption::ram_association_delay).is_fixed());
  CHECK(json::dump(a.written(Assumption::ram_association_delay)) == R"(["5s","30s","3m"])");
  CHECK(a.text(Assumption::ram_association_delay) == "5s to 3m, median 30s");
  CHECK_FALSE(a.read("ram_association_delay", texts({"30s", "5s", "180s"})));
  CHECK_FALSE(a.read("ram_association_delay", texts({"30s", "5s"})));
  CHECK_FALSE(a.read("iam_propagation", texts({"5s", "30s", "180s"})));
}
