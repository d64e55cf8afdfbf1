#include <catch2/catch.hpp>

#include "reports/model.hpp"
#include "tests/reports/story.hpp"

using namespace rehearse;
using namespace rehearse::reports;

TEST_CASE("model: the promotion folds into its accounts, runs, calls and checks", "[reports]") {
  RunModel model = fold(testing::promotion());
  CHECK(model.accounts.size() == 3);
  CHECK(model.accounts[1].ou == "Workloads/Staging");
  CHECK(model.checks.size() == 7);
  CHECK(model.failed_checks() == 1);
  CHECK(model.executions.size() == 2);
}
