#include "sim/domain/domain.hpp"

#include "sim/base/assert.hpp"

namespace rehearse::domain {

void Domain::wake(engine::Wake const& wake, std::uint64_t cause) {
  context_.record.begin(context_.engine.now(), cause);
  auto step = static_cast<world::StepIndex>(wake.detail);
  ExecutionId execution{wake.subject};
  switch (static_cast<WakeKind>(wake.kind)) {
    case WakeKind::step_done:
      return scheduling.step_done(execution, step, wake.payload);
    case WakeKind::execution_begins:
      return scheduling.begin(execution);
    case WakeKind::execution_advances:
      return scheduling.advance(execution, wake.payload);
    case WakeKind::executions_time_out:
      return scheduling.executions_time_out();
    case WakeKind::step_again:
      return scheduling.step_again(execution, step, wake.payload);
    case WakeKind::step_timed_out:
      return scheduling.step_timed_out(execution, step, wake.payload);
    case WakeKind::step_refused:
      return scheduling.step_refused(execution, step, wake.payload);
    case WakeKind::step_stopped:
      return scheduling.step_stopped(execution, step, wake.payload);
    case WakeKind::in_force:
      return propagation.in_force(wake.subject);
    case WakeKind::handshake_expires:
      return memberships.expire(wake.subject);
    case WakeKind::account_closed:
      return memberships.closed(AccountId{wake.subject});
    case WakeKind::account_created:
      return account_creation.complete(wake.subject);
    case WakeKind::policy_type:
      return control_policies.end_switch(static_cast<ControlPolicyType>(wake.subject),
                                         wake.detail != 0);
    case WakeKind::membership:
      propagation.in_force(static_cast<std::uint32_t>(wake.payload));
      return sharing.membership_changed(AccountId{wake.subject});
    case WakeKind::association:
      return sharing.association_done(ShareId{wake.subject}, wake.detail, wake.payload);
    case WakeKind::invitation_visible:
      return sharing.invitation_visible(ShareId{wake.subject}, wake.detail, wake.payload);
    case WakeKind::invitation_expires:
      return sharing.invitation_expires(InvitationId{wake.subject});
    case WakeKind::share_permission:
      return sharing.permission_in_force(ShareId{wake.subject}, wake.payload);
    case WakeKind::share_deleted:
      return sharing.share_deleted(ShareId{wake.subject});
    case WakeKind::share_promoted:
      return sharing.share_promoted(ShareId{wake.subject});
    case WakeKind::permission_deleted:
      return sharing.permission_deleted(wake.subject);
    case WakeKind::replace_work:
      return sharing.replace_next(wake.subject, wake.payload);
    case WakeKind::job_done:
      return jobs.done(JobId{wake.subject}, static_cast<JobEnd>(wake.payload));
    case WakeKind::job_stopped:
      return jobs.stopped(JobId{wake.subject});
    case WakeKind::endpoint:
      return deploying.endpoint_done(EndpointId{wake.subject}, wake.payload);
    case WakeKind::endpoint_deleted:
      return deploying.endpoint_gone(EndpointId{wake.subject});
    case WakeKind::event:
      return events.deliver(EventId{wake.subject},
                            RuleId{static_cast<std::uint32_t>(wake.payload)});
    case WakeKind::message:
      return messages.deliver(wake.subject);
    case WakeKind::count_:
      break;
  }
  REHEARSE_ASSERT(false, "every kind of wake has its handler");
}

}  // namespace rehearse::domain
