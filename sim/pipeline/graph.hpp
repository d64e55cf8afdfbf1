// What a graph of steps says: cycles, an order, what can be reached, what is worth drawing.
// Boost.Graph stands behind it.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "sim/pipeline/compiled.hpp"

namespace rehearse::pipeline {

/// A graph as a sorted list of edges. INVARIANT: by (from, to), no pair twice, ends below `count`.
struct Graph {
  std::size_t count = 0;
  std::vector<Edge> edges;
};

/// DependsOn, references and branches of a definition as edges.
Graph graph_of(Definition const& definition);

/// The steps of one cycle, each waiting for the one before, the lowest first; empty when there is
/// none.
std::vector<StepIndex> find_cycle(Graph const& graph);
/// `A -> B -> A`, by name; a long one is cut.
std::string cycle_text(Definition const& definition, std::span<StepIndex const> cycle);
/// All steps, each after those it waits for. REQUIRES: no cycle. Same graph, same order.
std::vector<StepIndex> topological_order(Graph const& graph);
/// The edges left when all that follow from others are taken away. REQUIRES: no cycle.
std::vector<Edge> transitive_reduction(Graph const& graph);
/// All that waits, at any distance, for a step of `from`; with these; ascending.
std::vector<StepIndex> reachable(Graph const& graph, std::span<StepIndex const> from);
/// The connected part each step belongs to, without regard to direction.
std::vector<StepIndex> connected_parts(Graph const& graph);

}  // namespace rehearse::pipeline
