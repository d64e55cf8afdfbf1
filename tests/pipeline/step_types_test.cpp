#include "sim/pipeline/step_types.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

using namespace rehearse;
using namespace rehearse::pipeline;

TEST_CASE("step types: every row is found by its name and its type", "[pipeline]") {
  std::set<std::string_view> names;
  for (StepTypeRow const& row : step_types()) {
    INFO(row.name);
    CHECK(find_step_type(row.name) == &row);
    CHECK(&row_of(row.type) == &row);
    CHECK(names.insert(row.name).second);
  }
  CHECK(find_step_type("training") == nullptr);
  CHECK(row_of(StepType::training).create_action == "sagemaker:CreateTrainingJob");
}

TEST_CASE(
    "step types: required keys are among the known ones, durations ascend, only deciding steps "
    "make no call",
    "[pipeline]") {
  for (StepTypeRow const& row : step_types()) {
    INFO(row.name);
    for (std::string_view key : row.arguments_required)
      CHECK(std::ranges::count(row.arguments, key) == 1);
    for (std::string_view key : row.siblings_required)
      CHECK(std::ranges::count(row.siblings, key) == 1);
    CHECK(row.duration.p10 > Duration{});
    CHECK(row.duration.p10 <= row.duration.p50);
    CHECK(row.duration.p50 <= row.duration.p90);
    bool decides =
        row.runner == Runner::condition || row.runner == Runner::fail || row.simulator_only;
    CHECK(row.makes_call() != decides);
  }
  CHECK(row_of(StepType::delay).default_duration().is_fixed());
  CHECK_FALSE(row_of(StepType::processing).default_duration().is_fixed());
}
