#include "reports/graph.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "sim/base/json.hpp"

namespace rehearse::reports {
namespace {

/// Nodes times edges up to which edges are thinned out: beyond it nobody reads the picture edge by
/// edge.
constexpr std::size_t kReduceMax = 1'000'000;

/// Walks the steps in document order and remembers what each one refers to.
class Reader {
 public:
  explicit Reader(Graph& graph) : graph_(graph) {}

  void read_steps(json::Value const* steps, std::uint32_t owner, EdgeKind kind) {
    if (steps == nullptr || !steps->is_array()) return;
    for (json::Value const& step : steps->as_array()) read_step(step, owner, kind);
  }

  void resolve() {
    for (auto const& [step, name] : references_) {
      auto found = index_.find(name);
      if (found != index_.end() && found->second != step)
        connect(found->second, step, EdgeKind::needs);
    }
    for (auto const& [ends, kind] : edges_) graph_.edges.push_back({ends.first, ends.second, kind});
  }

  static constexpr std::uint32_t kNobody = UINT32_MAX;

 private:
  void read_step(json::Value const& step, std::uint32_t owner, EdgeKind kind) {
    auto index = static_cast<std::uint32_t>(graph_.nodes.size());
    std::string name(step.string_or_empty("Name"));
    graph_.nodes.push_back({name, std::string(step.string_or_empty("Type")), 0, 0});
    index_.emplace(name, index);
    if (owner != kNobody) connect(owner, index, kind);
    json::Value const* arguments = step.find("Arguments");
    if (json::Value const* depends = step.find("DependsOn");
        depends != nullptr && depends->is_array())
      for (json::Value const& name_of_other : depends->as_array())
        if (name_of_other.is_string()) refer(index, name_of_other.as_string());
    if (step.string_or_empty("Type") != "Condition") return find_references(step, index);
    if (arguments == nullptr) return;
    if (json::Value const* conditions = arguments->find("Conditions"))
      find_references(*conditions, index);
    read_steps(arguments->find("IfSteps"), index, EdgeKind::if_branch);
    read_steps(arguments->find("ElseSteps"), index, EdgeKind::else_branch);
  }

  /// `{"Get": "Steps.Train.ModelArtifacts"}` anywhere below.
  void find_references(json::Value const& value, std::uint32_t step) {
    if (value.is_array())
      for (json::Value const& item : value.as_array()) find_references(item, step);
    if (!value.is_object()) return;
    std::string_view get = value.string_or_empty("Get");
    if (get.starts_with("Steps.")) {
      get.remove_prefix(6);
      refer(step, std::string(get.substr(0, get.find_first_of(".["))));
    }
    for (auto const& [key, member] : value.as_object()) find_references(member, step);
  }

  void refer(std::uint32_t step, std::string name) {
    references_.emplace_back(step, std::move(name));
  }
  void connect(std::uint32_t from, std::uint32_t to, EdgeKind kind) {
    edges_.emplace(std::pair{from, to}, kind);
  }

  Graph& graph_;
  std::map<std::string, std::uint32_t> index_;
  std::vector<std::pair<std::uint32_t, std::string>> references_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, EdgeKind> edges_;
};

/// Leaves out edges that a longer way implies: they would only cross the picture. The way never
/// climbs a layer.
void reduce(Graph& graph) {
  if (graph.edges.size() * graph.nodes.size() > kReduceMax) return;
  std::vector<std::vector<std::uint32_t>> successors(graph.nodes.size());
  for (GraphEdge const& edge : graph.edges) successors[edge.from].push_back(edge.to);
  auto implied = [&](GraphEdge const& edge) {
    std::vector<bool> seen(graph.nodes.size());
    std::vector<std::uint32_t> open;
    auto visit = [&](std::uint32_t step) {
      if (seen[step] || graph.nodes[step].layer > graph.nodes[edge.to].layer) return;
      seen[step] = true;
      open.push_back(step);
    };
    for (std::uint32_t next : successors[edge.from])
      if (next != edge.to) visit(next);
    while (!open.empty()) {
      std::uint32_t step = open.back();
      open.pop_back();
      for (std::uint32_t next : successors[step]) visit(next);
    }
    return static_cast<bool>(seen[edge.to]);
  };
  std::erase_if(graph.edges, [&](GraphEdge const& edge) {
    return edge.kind == EdgeKind::needs && implied(edge);
  });
}

/// Longest paths, by taking off steps that wait for nothing. Steps on a cycle stay in layer 0.
void set_layers(Graph& graph) {
  std::vector<std::vector<std::uint32_t>> successors(graph.nodes.size());
  std::vector<std::uint32_t> unmet(graph.nodes.size());
  for (GraphEdge const& edge : graph.edges) {
    successors[edge.from].push_back(edge.to);
    ++unmet[edge.to];
  }
  std::vector<std::uint32_t> ready;
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i)
    if (unmet[i] == 0) ready.push_back(i);
  for (std::size_t next = 0; next < ready.size(); ++next) {
    for (std::uint32_t to : successors[ready[next]]) {
      graph.nodes[to].layer = std::max(graph.nodes[to].layer, graph.nodes[ready[next]].layer + 1);
      if (--unmet[to] == 0) ready.push_back(to);
    }
  }
  for (GraphNode const& node : graph.nodes) graph.layers = std::max(graph.layers, node.layer + 1);
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
  Result<json::Value> document = json::parse(definition);
  if (!document) return graph;
  Reader reader(graph);
  reader.read_steps(document->find("Steps"), Reader::kNobody, EdgeKind::needs);
  reader.resolve();
  set_layers(graph);
  set_places(graph);
  reduce(graph);
  return graph;
}

}  // namespace rehearse::reports
