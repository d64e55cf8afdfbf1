#include "reports/graph.hpp"

#include <algorithm>
#include <limits>

#include "sim/pipeline/compiled.hpp"

namespace rehearse::reports {
namespace {

/// What a run has accepted is drawn, whatever quotas its scenario lifted.
constexpr pipeline::Options kAnything{.steps_max = std::numeric_limits<std::size_t>::max(),
                                      .parameters_max = std::numeric_limits<std::size_t>::max(),
                                      .allow_nested_conditions = true,
                                      .allow_simulator_steps = true,
                                      .depends_on_condition = true};

EdgeKind kind_of(pipeline::Definition const& definition, pipeline::Edge const& edge) {
  if (edge.kind != pipeline::EdgeKind::branch) return EdgeKind::needs;
  return definition.steps[edge.to].branch->outcome ? EdgeKind::if_branch : EdgeKind::else_branch;
}

/// Layer by layer: a step stands near the mean place of those it waits for. Ties by document order.
void set_places(Graph& graph) {
  std::vector<std::vector<std::uint32_t>> layers(graph.layers), sources(graph.nodes.size());
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) layers[graph.nodes[i].layer].push_back(i);
  for (GraphEdge const& edge : graph.edges) sources[edge.to].push_back(edge.from);
  for (auto& layer : layers) {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> order;
    for (std::uint32_t step : layer) {
      std::uint64_t sum = 0;
      for (std::uint32_t source : sources[step]) sum += graph.nodes[source].place;
      std::uint64_t count = std::max<std::size_t>(sources[step].size(), 1);
      order.emplace_back(sum * 1024 / count, step);
    }
    std::ranges::sort(order);
    for (std::uint32_t place = 0; place < order.size(); ++place)
      graph.nodes[order[place].second].place = place;
  }
}

}  // namespace

Graph graph_of(std::string_view definition) {
  Graph graph;
  auto parsed = pipeline::parse_definition(definition, {}, kAnything);
  if (!parsed) return graph;
  auto compiled = pipeline::compile(std::move(*parsed));
  if (!compiled) return graph;
  pipeline::Definition const& steps = *(*compiled)->definition();
  for (std::size_t i = 0; i < steps.steps.size(); ++i) {
    std::uint32_t const layer = (*compiled)->layers()[i];
    graph.nodes.push_back(
        {steps.steps[i].name, std::string(pipeline::row_of(steps.steps[i].type).name), layer, 0});
    graph.layers = std::max(graph.layers, layer + 1);
  }
  for (pipeline::Edge const& edge : (*compiled)->drawn_edges())
    graph.edges.push_back({edge.from, edge.to, kind_of(steps, edge)});
  set_places(graph);
  return graph;
}

}  // namespace rehearse::reports
