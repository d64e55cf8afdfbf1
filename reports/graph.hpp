// A pipeline definition as a picture: its steps, what waits for what, and where each step stands.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rehearse::reports {

/// Why a step waits for another: data or order, or being in one branch of a condition.
enum class EdgeKind : std::uint8_t { needs, if_branch, else_branch };

struct GraphEdge {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  EdgeKind kind{};
  auto operator<=>(GraphEdge const&) const = default;
};

struct GraphNode {
  std::string name;
  std::string type;
  std::uint32_t layer = 0;  // the longest path that leads here, in edges
  std::uint32_t place = 0;  // from 0 within its layer, sorted so that few edges cross
};

/// INVARIANT: a node's position is the step's number in the trace: document order, a condition
/// before its branches.
struct Graph {
  std::vector<GraphNode> nodes;
  std::vector<GraphEdge>
      edges;  // by (from, to), each pair once, without those that a longer way implies
  std::uint32_t layers = 0;
};

/// Reads a definition's text. One that cannot be read gives no nodes: the trace then holds no
/// execution of it either.
Graph graph_of(std::string_view definition);

}  // namespace rehearse::reports
