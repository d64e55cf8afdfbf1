// A definition's graph as data and as a picture.
#include "reports/definition_graph.hpp"

#include <catch2/catch.hpp>

#include "sim/base/json.hpp"

using namespace rehearse;
using Catch::Matchers::Contains;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view kGated = R"({"Steps": [
 {"Name": "Prep", "Type": "Processing", "Arguments": {}},
 {"Name": "Train", "Type": "Training", "DependsOn": ["Prep"], "Arguments": {"Environment": {"x": {"Get": "Steps.Prep.ProcessingJobName"}}}},
 {"Name": "Wait", "Type": "Callback", "SqsQueueUrl": "q", "DependsOn": ["Prep"]},
 {"Name": "Gate", "Type": "Condition", "Arguments": {"Conditions": [{"Type": "Equals", "LeftValue": {"Get": "Steps.Train.TrainingJobName"}, "RightValue": "x"}],
   "IfSteps": [{"Name": "Reg", "Type": "RegisterModel", "Arguments": {}}],
   "ElseSteps": [{"Name": "No", "Type": "Fail", "Arguments": {"ErrorMessage": "no"}}]}}]})";

struct DrawnDefinition {
  pipeline::CompiledPtr pipeline;
  pipeline::Outline outline;
  explicit DrawnDefinition(pipeline::StepDurations const& durations = {}) {
    auto definition = pipeline::parse_definition(kGated);
    REQUIRE(definition);
    pipeline = pipeline::compile(std::move(*definition)).value();
    outline = pipeline::outline_of(*pipeline, durations);
  }
  std::string dot() const { return reports::definition_dot(*pipeline, outline); }
  json::Value data() const {
    auto read = json::parse(reports::definition_json(*pipeline, outline));
    REQUIRE(read);
    return *read;
  }
};

json::Value const& node_named(json::Value const& list, std::string_view name) {
  for (json::Value const& one : list.as_array())
    if (one.string_or_empty("name") == name) return one;
  FAIL("there is no " << name);
  return list;
}

}  // namespace

TEST_CASE("definition graph: nodes say type, runner, branch, layer, duration and path",
          "[reports][graph]") {
  json::Value const data = DrawnDefinition({{"Train", 90min}}).data();
  json::Value const& nodes = *data.find("nodes");
  REQUIRE(nodes.as_array().size() == 6);
  CHECK(
      json::dump(node_named(nodes, "Train")) ==
      R"({"name":"Train","type":"Training","runner":"job","branch":null,"layer":1,"duration":"1h30m","seconds":5400,"starts_at_seconds":360,"critical":true})");
  CHECK(
      json::dump(node_named(nodes, "No")) ==
      R"({"name":"No","type":"Fail","runner":"fail","branch":{"condition":"Gate","outcome":false},"layer":3,"duration":"800ms","seconds":0.8,"starts_at_seconds":5760.8,"critical":false})");
  CHECK(json::dump(*data.find("critical_path")) ==
        R"({"steps":["Prep","Train","Gate","Reg"],"duration":"1h36m1s600ms","seconds":5761.6})");
  CHECK(json::dump(*data.find("layers")) == R"([["Prep"],["Train","Wait"],["Gate"],["Reg","No"]])");
}

TEST_CASE("definition graph: edges say their kind, the first of several reasons",
          "[reports][graph]") {
  std::string const edges = json::dump(*DrawnDefinition().data().find("edges"));
  CHECK_THAT(
      edges,
      Contains(R"({"from":"Prep","to":"Train","kind":"depends_on","drawn":true,"critical":true})"));
  CHECK_THAT(
      edges,
      Contains(R"({"from":"Train","to":"Gate","kind":"data","drawn":true,"critical":true})"));
  CHECK_THAT(
      edges,
      Contains(R"({"from":"Gate","to":"No","kind":"branch","drawn":true,"critical":false})"));
}

TEST_CASE(
    "definition graph: the picture tells runners, branches, kinds of edges and the path apart",
    "[reports][graph]") {
  std::string const dot = DrawnDefinition().dot();
  CHECK(dot.starts_with("digraph pipeline {\n"));
  CHECK(dot.ends_with("}\n"));
  CHECK_THAT(dot, Contains("label=\"critical path 21m1s600ms: Prep, Train, Gate, Reg\""));
  for (char const* shape : {"diamond", "octagon", "hexagon", "note", "box"})
    CHECK_THAT(dot, Contains("shape=" + std::string(shape)));
  CHECK_THAT(dot, Contains("\"Prep\" -> \"Wait\" [style=dashed]\n"));
  CHECK_THAT(dot, Contains("\"Train\" -> \"Gate\" [style=solid, color=\"#c2410c\", penwidth=2.4]"));
  CHECK_THAT(dot, Contains("\"Gate\" -> \"No\" [style=solid, label=\" False \", fontcolor="));
  auto box = dot.find("subgraph \"cluster_Gate_True\"");
  REQUIRE(box != std::string::npos);
  CHECK(dot.find("\"Reg\" [label", box) < dot.find("cluster_Gate_False", box));
}
