#include "sim/pipeline/outline.hpp"

#include <algorithm>
#include <limits>

namespace rehearse::pipeline {
namespace {

constexpr StepIndex kNone = std::numeric_limits<StepIndex>::max();

Duration duration_of(Compiled const& pipeline, StepIndex step, StepDurations const& durations) {
  if (auto given = durations.find(pipeline.name(step)); given != durations.end())
    return given->second;
  if (pipeline.type(step) == StepType::delay) return pipeline.delay(step);
  return row_of(pipeline.type(step)).duration.p50;
}

/// Those that every outcome of some condition drops.
void mark_never(Compiled const& pipeline, Outline& out) {
  for (std::size_t i = 0; i < pipeline.step_count(); ++i) {
    auto const gate = static_cast<StepIndex>(i);
    auto const other = pipeline.dropped(gate, true);
    for (StepIndex step : pipeline.dropped(gate, false))
      if (std::ranges::binary_search(other, step)) out.steps[step].never_runs = true;
  }
}

}  // namespace

Outline outline_of(Compiled const& pipeline, StepDurations const& durations) {
  Outline out;
  out.steps.resize(pipeline.step_count());
  mark_never(pipeline, out);
  std::vector<StepIndex> before(pipeline.step_count(), kNone);  // what a step starts behind
  StepIndex last = kNone;
  for (StepIndex i : pipeline.topological_order()) {
    OutlineStep& step = out.steps[i];
    step.duration = duration_of(pipeline, i, durations);
    step.end = step.start + step.duration;
    std::uint16_t const layer = pipeline.layers()[i];
    if (out.layers.size() <= layer) out.layers.resize(layer + 1U);
    out.layers[layer].push_back(i);
    if (step.never_runs) continue;
    for (StepIndex next : pipeline.successors(i))
      if (before[next] == kNone || step.end > out.steps[next].start) {
        out.steps[next].start = step.end;
        before[next] = i;
      }
    if (last == kNone || step.end > out.length) last = i;
    out.length = std::max(out.length, step.end);
  }
  for (StepIndex i = last; i != kNone; i = before[i]) {
    out.steps[i].critical = true;
    out.critical_path.push_back(i);
  }
  std::ranges::reverse(out.critical_path);
  return out;
}

}  // namespace rehearse::pipeline
