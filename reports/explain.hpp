// The reasons of a decision, from the trace alone: a World is folded up to the call, and the judge
// is asked again.
#pragma once

#include <memory>
#include <optional>

#include "reports/model.hpp"
#include "sim/world/access/judge.hpp"
#include "sim/world/nearest/nearest.hpp"
#include "sim/world/world.hpp"

namespace rehearse::reports {

/// Did access allow a call that failed all the same? No change of a policy turns it then.
bool failed_otherwise(trace::ApiCalled const& call);

/// The question behind a call that a step made, recorded at `seq`; nothing for an iam:PassRole that
/// was allowed of a role that `passed_role` does not know.
std::optional<world::Question> step_call_question(world::World const& world,
                                                  trace::Trace const& trace, Seq seq,
                                                  trace::StepCalled const& call);

/// A remedy in words. `principals`: names by PrincipalId.
NearestChange nearest_change(world::Remedy const& remedy,
                             std::vector<std::string> const& principals);
/// The names of all principals, by PrincipalId.
std::vector<std::string> principal_names(world::Access const& access);

class WorldExplainer final : public Explainer {
 public:
  WorldExplainer();
  CallReasons explain(trace::Trace const& trace, Seq call, bool closely) override;

 private:
  std::unique_ptr<world::World> world_;
  world::Judge judge_;
  Seq next_ = 0;  // the first record that is not yet applied
};

}  // namespace rehearse::reports
