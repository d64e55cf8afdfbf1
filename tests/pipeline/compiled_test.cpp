#include "sim/pipeline/compiled.hpp"

#include "sim/pipeline/graph.hpp"
#include "tests/pipeline/support.hpp"

using namespace rehearse;
using namespace rehearse::pipeline;

namespace {

using Steps = std::vector<StepIndex>;
Steps list(std::span<StepIndex const> steps) { return {steps.begin(), steps.end()}; }

CompiledPtr compiled(std::string_view steps, Options const& options = {}) {
  auto out = compile(parsed(with_steps(steps), options));
  REQUIRE(out);
  return *out;
}

// 0 Prep, 1 Gate(condition on Prep), 2 Register (if), 3 Bad (else, a Fail), 4 After (needs
// Register), 5 Else2 (else), 6 Alone
CompiledPtr gated() {
  return compiled(step("Prep") + R"(,
    {"Name": "Gate", "Type": "Condition", "Arguments": {"Conditions": [
       {"Type": "Equals", "LeftValue": {"Get": "Steps.Prep.RoleArn"}, "RightValue": "x"}],
     "IfSteps": [)" +
                  step("Register") + R"(], "ElseSteps": [)" + step("Bad", "Fail") + "," +
                  step("Else2") + R"(]}},
    )" + step("After", "Training", "\"DependsOn\": [\"Register\", \"Prep\"]") +
                  "," + step("Alone"));
}

}  // namespace

TEST_CASE("compiled: tables tell who waits for whom", "[pipeline]") {
  auto c = gated();
  REQUIRE(c->step_count() == 7);
  CHECK(c->name(4) == "Else2");
  CHECK(c->name(5) == "After");
  CHECK(list(c->successors(0)) == Steps{1, 5});
  CHECK(list(c->successors(1)) == Steps{2, 3, 4});
  CHECK(c->unmet()[5] == 2);
  CHECK(list(c->roots()) == Steps{0, 6});
  CHECK(c->layers()[5] == 3);
  CHECK(c->type(3) == StepType::fail);
  CHECK(list(c->parts()) == Steps{0, 0, 0, 0, 0, 0, 1});
}

TEST_CASE("compiled: the order puts every step after those it waits for", "[pipeline]") {
  auto c = gated();
  auto order = list(c->topological_order());
  REQUIRE(order.size() == c->step_count());
  auto place = [&](StepIndex s) { return std::ranges::find(order, s) - order.begin(); };
  for (Edge const& edge : c->edges()) CHECK(place(edge.from) < place(edge.to));
  CHECK(order.front() == 0);
}

TEST_CASE("compiled: a branch not taken drops all that needs it, also outside the condition",
          "[pipeline]") {
  auto c = gated();
  CHECK(list(c->dropped(1, true)) == Steps{3, 4});
  CHECK(list(c->dropped(1, false)) == Steps{2, 5});
  CHECK(c->dropped(0, true).empty());
}

TEST_CASE("compiled: a nested condition is dropped with both its branches", "[pipeline]") {
  std::string inner =
      R"({"Name": "In", "Type": "Condition", "Arguments": {"Conditions": [], "IfSteps": [)" +
      step("A") + R"(], "ElseSteps": [)" + step("B") + "]}}";
  auto c = compiled(
      R"({"Name": "Out", "Type": "Condition", "Arguments": {"Conditions": [], "IfSteps": [)" +
          inner + R"(], "ElseSteps": []}})",
      {.allow_nested_conditions = true});
  CHECK(list(c->dropped(0, false)) == Steps{1, 2, 3});
  CHECK(c->dropped(0, true).empty());
  CHECK(list(c->dropped(1, true)) == Steps{3});
}

TEST_CASE("compiled: edges that follow from others are not drawn", "[pipeline]") {
  auto c = compiled(step("A") + "," + step("B", "Training", "\"DependsOn\": [\"A\"]") + "," +
                    step("C", "Training", "\"DependsOn\": [\"B\", \"A\"]") + "," +
                    step("D", "Training", "\"DependsOn\": [\"C\", \"B\", \"A\"]"));
  CHECK(c->edges().size() == 6);
  std::vector<Edge> drawn(c->drawn_edges().begin(), c->drawn_edges().end());
  using enum EdgeKind;
  CHECK(drawn == std::vector<Edge>{{0, 1, depends_on}, {1, 2, depends_on}, {2, 3, depends_on}});
  CHECK(c->layers()[3] == 3);
}

TEST_CASE("compiled: a reference makes an edge, in arguments, beside them and in conditions",
          "[pipeline]") {
  auto c = compiled(step("A") + R"(,
    {"Name": "B", "Type": "Lambda", "FunctionArn": {"Get": "Steps.A.RoleArn"}, "OutputParameters": []},
    {"Name": "C", "Type": "Training", "Arguments": {"Environment": {"x": {"Std:Join": {"On": "", "Values": [{"Get": "Steps.A.RoleArn"}]}}}}})");
  CHECK(list(c->successors(0)) == Steps{1, 2});
  CHECK(c->edges()[0].kind == EdgeKind::data);
}

TEST_CASE("compiled: tables can be built from lists, and are small", "[pipeline]") {
  std::vector<StepSpec> specs(20, StepSpec{{}, std::chrono::seconds(3)});
  for (StepIndex i = 0; i + 1 < 20; ++i) specs[i].successors = {static_cast<StepIndex>(i + 1)};
  specs[0].successors.push_back(5);
  auto c = compile_graph(specs);
  REQUIRE(c);
  CHECK((*c)->unmet()[5] == 2);
  CHECK((*c)->delay(7) == std::chrono::seconds(3));
  CHECK((*c)->type(7) == StepType::delay);
  CHECK((*c)->topological_order()[19] == 19);
  CHECK((*c)->definition() == nullptr);
  CHECK((*c)->bytes() < 600);

  specs[19].successors = {0};
  CHECK_FALSE(compile_graph(specs));
  specs[19].successors = {20};
  CHECK(compile_graph(specs).error().front().message ==
        "step 19 has the successor 20, which is no step");
  CHECK((*compile_graph({}))->step_count() == 0);
}

TEST_CASE("compiled: a delay step carries its duration", "[pipeline]") {
  auto c = compiled(
      R"({"Name": "W", "Type": "rehearse:Delay", "Arguments": {"Duration": "90s"}},)" + step("T"),
      {.allow_simulator_steps = true});
  CHECK(c->delay(0) == std::chrono::seconds(90));
  CHECK(c->delay(1) == Duration{});
}

TEST_CASE("graph: two thousand unconnected steps are laid out quickly and alike every time",
          "[pipeline]") {
  std::string steps;
  for (int i = 0; i < 2'000; ++i) steps += (i == 0 ? "" : ",") + step("S" + std::to_string(i));
  auto c = compiled(steps, {.steps_max = 2'000});
  CHECK(c->roots().size() == 2'000);
  CHECK(c->topological_order().back() == 1'999);
  CHECK(c->drawn_edges().empty());
}
