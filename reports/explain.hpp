// The reasons of a refusal, from the trace alone: a World is folded up to the call, and the judge
// is asked again.
#pragma once

#include <memory>
#include <optional>

#include "reports/model.hpp"
#include "sim/world/access/judge.hpp"
#include "sim/world/world.hpp"

namespace rehearse::reports {

/// The question behind a call that a step made, recorded at `seq`; nothing for a role that was
/// handed over, which the step's reason names.
std::optional<world::Question> step_call_question(world::World const& world,
                                                  trace::Trace const& trace, Seq seq,
                                                  trace::StepCalled const& call);

class WorldExplainer final : public Explainer {
 public:
  WorldExplainer();
  std::vector<std::string> explain(trace::Trace const& trace, Seq call) override;

 private:
  std::unique_ptr<world::World> world_;
  world::Judge judge_;
  Seq next_ = 0;  // the first record that is not yet applied
};

}  // namespace rehearse::reports
