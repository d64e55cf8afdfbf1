#include "reports/graph.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "reports/model.hpp"
#include "tests/reports/story.hpp"

using namespace rehearse;
using namespace rehearse::reports;

TEST_CASE("graph: steps are numbered in document order, a condition before its branches",
          "[reports]") {
  Graph const graph = fold(testing::promotion()).graphs.at(0);
  std::vector<std::string> names;
  for (GraphNode const& node : graph.nodes) names.push_back(node.name);
  CHECK(names == std::vector<std::string>{"Preprocess", "Train", "Evaluate", "BiasReport",
                                          "GoodEnough", "Register", "NotGoodEnough"});
}

TEST_CASE(
    "graph: references, DependsOn and branches are edges, those implied by a longer way are not",
    "[reports]") {
  Graph const graph = fold(testing::promotion()).graphs.at(0);
  std::vector<GraphEdge> wanted{{0, 1, EdgeKind::needs},      {1, 2, EdgeKind::needs},
                                {1, 3, EdgeKind::needs},      {2, 4, EdgeKind::needs},
                                {3, 4, EdgeKind::needs},      {4, 5, EdgeKind::if_branch},
                                {4, 6, EdgeKind::else_branch}};
  CHECK(graph.edges == wanted);
  CHECK(graph.layers == 5);
}

TEST_CASE("graph: every edge leads to a deeper layer, and no two steps stand at one place",
          "[reports]") {
  Graph const graph = fold(testing::many_executions(1)).graphs.at(0);
  CHECK(graph.nodes.size() == 9);
  for (GraphEdge const& edge : graph.edges)
    CHECK(graph.nodes[edge.from].layer < graph.nodes[edge.to].layer);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> places;
  for (GraphNode const& node : graph.nodes) places.emplace_back(node.layer, node.place);
  std::ranges::sort(places);
  CHECK(std::ranges::adjacent_find(places) == places.end());
}

TEST_CASE("graph: a definition that no run can have accepted gives none", "[reports]") {
  CHECK(graph_of("{").nodes.empty());
  CHECK(graph_of(R"({"Steps":{"Name":"A"}})").nodes.empty());
  CHECK(graph_of(R"({"Steps":[{"Name":"A","DependsOn":["B"]},{"Name":"B","DependsOn":["A"]}]})")
            .nodes.empty());
}
