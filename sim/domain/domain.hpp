// What happens next: the rules on top of world, engine and judge, gathered behind one Sleeper.
#pragma once

#include "sim/domain/account_creation.hpp"
#include "sim/domain/assume.hpp"
#include "sim/domain/context.hpp"
#include "sim/domain/control_policies.hpp"
#include "sim/domain/deploying.hpp"
#include "sim/domain/events.hpp"
#include "sim/domain/faults.hpp"
#include "sim/domain/identities.hpp"
#include "sim/domain/jobs.hpp"
#include "sim/domain/memberships.hpp"
#include "sim/domain/messages.hpp"
#include "sim/domain/propagation.hpp"
#include "sim/domain/scheduling.hpp"
#include "sim/domain/sharing.hpp"

namespace rehearse::domain {

class Domain final : public engine::Sleeper {
 public:
  explicit Domain(Context const& context)
      : assume(context),
        faults(context),
        events(context, assume, faults),
        messages(context, assume),
        scheduling(context, assume, events, faults, messages),
        sharing(context, assume),
        deploying(context, assume, events),
        jobs(context, assume, events),
        propagation(context, assume),
        identities(context),
        control_policies(context, assume),
        memberships(context, assume, propagation),
        account_creation(context, assume, identities),
        context_(context) {}

  void wake(engine::Wake const& wake, std::uint64_t cause) override;
  void expect(std::span<engine::Wake const* const> soon) override {
    world::Executions const& executions = context_.world.executions();
    for (engine::Wake const* wake : soon) {
      if (wake->kind == static_cast<std::uint16_t>(WakeKind::step_done))
        executions.fetch({wake->subject}, static_cast<world::StepIndex>(wake->detail));
    }
  }
  Context const& context() const { return context_; }

  Assume assume;
  Faults faults;
  Events events;
  Messages messages;
  Scheduling scheduling;
  Sharing sharing;
  Deploying deploying;
  Jobs jobs;
  Propagation propagation;
  Identities identities;
  ControlPolicyDesk control_policies;
  Memberships memberships;
  AccountCreation account_creation;

  // What the tokens of calls made, deleted and answered.
  ClientTokens<PipelineId> pipeline_creations;
  ClientTokens<PipelineId> pipeline_deletions;
  ClientTokens<ExecutionId> callback_answers;

 private:
  Context context_;
};

}  // namespace rehearse::domain
