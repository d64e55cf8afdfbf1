#include "sim/pipeline/selection.hpp"

#include <algorithm>
#include <ranges>

namespace rehearse::pipeline {
namespace {

/// Marks the steps that a marked step waits for, directly or through others.
void mark_upstream(Compiled const& graph, std::vector<bool>& marked) {
  for (StepIndex step : std::views::reverse(graph.topological_order()))
    for (StepIndex next : graph.successors(step))
      if (marked[next]) marked[step] = true;
}

void mark_downstream(Compiled const& graph, std::vector<bool>& marked) {
  for (StepIndex step : graph.topological_order())
    if (marked[step])
      for (StepIndex next : graph.successors(step)) marked[next] = true;
}

}  // namespace

std::expected<Selection, std::string> select_steps(Compiled const& graph,
                                                   std::span<std::string const> names) {
  Definition const& definition = *graph.definition();
  std::vector<bool> selected(graph.step_count());
  for (std::string const& name : names) {
    auto step = definition.find_step(name);
    if (!step) return std::unexpected("Step " + name + " is undefined.");
    selected[*step] = true;
  }
  std::vector<bool> before = selected, behind = selected;
  mark_upstream(graph, before);
  mark_downstream(graph, behind);
  Selection out;
  for (std::size_t i = 0; i < selected.size(); ++i) {
    auto const step = static_cast<StepIndex>(i);
    if (!selected[i] && before[i] && behind[i])
      return std::unexpected("The selected steps must be connected: step " +
                             definition.steps[i].name +
                             " lies on a path between selected steps and must be selected too.");
    (selected[i] ? out.selected : before[i] ? out.upstream : out.left_out).push_back(step);
  }
  for (StepIndex step : out.selected)
    for (Reference const& reference : definition.steps[step].references)
      if (auto target =
              reference.names_step() ? definition.find_step(reference.name) : std::nullopt;
          target && !selected[*target])
        out.needed.push_back(*target);
  std::ranges::sort(out.needed);
  auto const rest = std::ranges::unique(out.needed);
  out.needed.erase(rest.begin(), rest.end());
  return out;
}

}  // namespace rehearse::pipeline
