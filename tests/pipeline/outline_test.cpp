// The earliest start of each step and the longest way through, under given durations.
#include "sim/pipeline/outline.hpp"

#include "tests/pipeline/support.hpp"

using namespace rehearse;
using namespace rehearse::pipeline;
using namespace std::chrono_literals;

namespace {

CompiledPtr compiled_of(std::string_view steps) {
  auto compiled = compile(parsed(with_steps(steps)));
  REQUIRE(compiled);
  return *compiled;
}

std::string path_of(Compiled const& pipeline, Outline const& outline) {
  std::string out;
  for (StepIndex step : outline.critical_path) out += std::string(pipeline.name(step)) + " ";
  return out;
}

std::string const kDiamond = step("A") + "," + step("B", "Training", R"("DependsOn": ["A"])") +
                             "," + step("C", "Training", R"("DependsOn": ["A"])") + "," +
                             step("D", "Training", R"("DependsOn": ["B", "C"])");

}  // namespace

TEST_CASE("outline: the critical path follows the durations", "[pipeline][outline]") {
  CompiledPtr pipeline = compiled_of(kDiamond);
  Outline slow_c = outline_of(*pipeline, {{"A", 1min}, {"B", 2min}, {"C", 30min}, {"D", 5min}});
  CHECK(path_of(*pipeline, slow_c) == "A C D ");
  CHECK(slow_c.length == Duration{36min});
  CHECK(slow_c.steps[1].start == Duration{1min});
  CHECK(slow_c.steps[1].end == Duration{3min});
  CHECK(slow_c.steps[3].start == Duration{31min});
  CHECK(slow_c.steps[2].critical);
  CHECK_FALSE(slow_c.steps[1].critical);
  CHECK(path_of(*pipeline, outline_of(*pipeline, {{"B", 40min}})) == "A B D ");
  REQUIRE(slow_c.layers.size() == 3);
  CHECK(slow_c.layers[1] == std::vector<StepIndex>{1, 2});
}

TEST_CASE("outline: a step without a duration lasts the median of its type",
          "[pipeline][outline]") {
  CompiledPtr pipeline = compiled_of(step("A") + "," + step("P", "Processing"));
  Outline const outline = outline_of(*pipeline);
  CHECK(outline.length == row_of(StepType::training).duration.p50);
  CHECK(outline.steps[1].duration == row_of(StepType::processing).duration.p50);
}

TEST_CASE("outline: what can never run is on no path", "[pipeline][outline]") {
  CompiledPtr pipeline = compiled_of(
      R"({"Name": "C", "Type": "Condition", "Arguments": {"Conditions": [],
 "IfSteps": [{"Name": "A", "Type": "Training", "Arguments": {}}], "ElseSteps": [{"Name": "B", "Type": "Training", "Arguments": {}}]}},)" +
      step("J", "Training", R"("DependsOn": ["A", "B"])"));
  Outline const outline = outline_of(*pipeline, {{"J", 600min}, {"B", 20min}, {"A", 10min}});
  CHECK(path_of(*pipeline, outline) == "C B ");
  CHECK(outline.steps[3].never_runs);
  CHECK_FALSE(outline.steps[1].never_runs);
}

TEST_CASE("outline: a definition without steps has no path", "[pipeline][outline]") {
  Outline const outline = outline_of(*compiled_of(""));
  CHECK(outline.critical_path.empty());
  CHECK(outline.length == Duration{});
}
