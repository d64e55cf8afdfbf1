#include "sim/pipeline/graph.hpp"

#include <algorithm>
#include <boost/dynamic_bitset.hpp>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/depth_first_search.hpp>
#include <boost/graph/topological_sort.hpp>
#include <iterator>
#include <ranges>

namespace rehearse::pipeline {
namespace {

using Directed = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
using Undirected = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;

template <class BoostGraph>
BoostGraph boost_graph(Graph const& graph) {
  BoostGraph out(graph.count);
  for (Edge const& edge : graph.edges) boost::add_edge(edge.from, edge.to, out);
  return out;
}

/// Remembers the path of the search and, at the first edge that leads back into it, the cycle.
struct CycleFinder : boost::default_dfs_visitor {
  explicit CycleFinder(std::vector<StepIndex>& found, std::vector<StepIndex>& came_from)
      : cycle(found), parent(came_from) {}

  void tree_edge(Directed::edge_descriptor edge, Directed const& graph) {
    parent[boost::target(edge, graph)] = static_cast<StepIndex>(boost::source(edge, graph));
  }
  void back_edge(Directed::edge_descriptor edge, Directed const& graph) {
    if (!cycle.empty()) return;
    auto first = static_cast<StepIndex>(boost::target(edge, graph));
    for (auto at = static_cast<StepIndex>(boost::source(edge, graph)); at != first; at = parent[at])
      cycle.push_back(at);
    cycle.push_back(first);
    std::ranges::reverse(cycle);
  }

  std::vector<StepIndex>& cycle;
  std::vector<StepIndex>& parent;
};

void sort_and_unite(std::vector<Edge>& edges) {
  std::ranges::sort(edges);  // the first kind of a pair is the one that stays
  auto same_ends = [](Edge const& a, Edge const& b) { return a.from == b.from && a.to == b.to; };
  auto rest = std::ranges::unique(edges, same_ends);
  edges.erase(rest.begin(), rest.end());
}

/// Where each step's edges start in the sorted list; one more for the end.
std::vector<std::size_t> starts_of(Graph const& graph) {
  std::vector<std::size_t> starts(graph.count + 1, 0);
  for (Edge const& edge : graph.edges) ++starts[edge.from + std::size_t{1}];
  for (std::size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
  return starts;
}

}  // namespace

Graph graph_of(Definition const& definition) {
  Graph graph{definition.steps.size(), {}};
  for (std::size_t i = 0; i < definition.steps.size(); ++i) {
    Step const& step = definition.steps[i];
    auto to = static_cast<StepIndex>(i);
    for (StepIndex from : step.depends_on) graph.edges.push_back({from, to, EdgeKind::depends_on});
    for (Reference const& reference : step.references)
      if (reference.names_step())
        if (auto from = definition.find_step(reference.name))
          graph.edges.push_back({*from, to, EdgeKind::data});
    if (step.branch) graph.edges.push_back({step.branch->condition, to, EdgeKind::branch});
  }
  sort_and_unite(graph.edges);
  return graph;
}

std::vector<StepIndex> find_cycle(Graph const& graph) {
  std::vector<StepIndex> cycle;
  std::vector<StepIndex> parent(graph.count);
  boost::depth_first_search(boost_graph<Directed>(graph),
                            boost::visitor(CycleFinder(cycle, parent)));
  if (!cycle.empty()) std::ranges::rotate(cycle, std::ranges::min_element(cycle));
  return cycle;
}

std::vector<StepIndex> topological_order(Graph const& graph) {
  // The search runs over mirrored numbers, so that its reversed order starts with the lowest steps.
  auto mirrored = [&](std::size_t step) { return graph.count - 1 - step; };
  Directed mirror(graph.count);
  for (Edge const& edge : graph.edges)
    boost::add_edge(mirrored(edge.from), mirrored(edge.to), mirror);
  std::vector<std::size_t> backwards;
  backwards.reserve(graph.count);
  boost::topological_sort(mirror, std::back_inserter(backwards));
  std::vector<StepIndex> order;
  order.reserve(graph.count);
  for (std::size_t step : std::views::reverse(backwards))
    order.push_back(static_cast<StepIndex>(mirrored(step)));
  return order;
}

std::vector<Edge> transitive_reduction(Graph const& graph) {
  // Boost's own reduction keeps a list a chain and vertex: 32 MB for 2,000 unconnected steps. One
  // bit a pair does.
  std::vector<StepIndex> order = topological_order(graph);
  std::vector<std::size_t> place(graph.count);
  for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  std::vector<std::size_t> starts = starts_of(graph);
  std::vector<boost::dynamic_bitset<>> reached(graph.count, boost::dynamic_bitset<>(graph.count));
  std::vector<Edge> kept;
  for (StepIndex from : std::views::reverse(order)) {
    std::vector<Edge> out(
        graph.edges.begin() + static_cast<std::ptrdiff_t>(starts[from]),
        graph.edges.begin() + static_cast<std::ptrdiff_t>(starts[from + std::size_t{1}]));
    std::ranges::sort(out, {}, [&](Edge const& edge) { return place[edge.to]; });
    for (Edge const& edge : out) {
      if (reached[from].test(edge.to)) continue;  // an earlier successor leads there
      kept.push_back(edge);
      reached[from] |= reached[edge.to];
      reached[from].set(edge.to);
    }
  }
  std::ranges::sort(kept);
  return kept;
}

std::vector<StepIndex> reachable(Graph const& graph, std::span<StepIndex const> from) {
  Directed directed = boost_graph<Directed>(graph);
  std::vector<boost::default_color_type> colors(graph.count, boost::white_color);
  auto color =
      boost::make_iterator_property_map(colors.begin(), boost::get(boost::vertex_index, directed));
  for (StepIndex start : from)
    if (colors[start] == boost::white_color)
      boost::depth_first_visit(directed, start, boost::default_dfs_visitor(), color);
  std::vector<StepIndex> out;
  for (std::size_t i = 0; i < graph.count; ++i)
    if (colors[i] != boost::white_color) out.push_back(static_cast<StepIndex>(i));
  return out;
}

std::vector<StepIndex> connected_parts(Graph const& graph) {
  std::vector<StepIndex> part(graph.count);
  if (graph.count > 0) boost::connected_components(boost_graph<Undirected>(graph), part.data());
  return part;
}

}  // namespace rehearse::pipeline
