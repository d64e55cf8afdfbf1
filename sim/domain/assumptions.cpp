#include "sim/domain/assumptions.hpp"

namespace rehearse::domain {
namespace {

using namespace std::chrono_literals;

constexpr std::array<AssumptionRow, static_cast<std::size_t>(Assumption::count_)> kRows = {{
    {"iam_propagation", "how long until a changed policy is enforced", 4s, "sharing-and-access 6"},
    {"iam_new_principal", "how long until a new role or user is known to decisions", 10s,
     "sharing-and-access 6"},
    {"control_policy_delay", "how long until a change of an SCP, an RCP or a path binds", 5s,
     "sharing-and-access 6, 9 row 17"},
    {"ram_association_delay", "how long an association of a share is ASSOCIATING", 30s,
     "sharing-and-access 6, 9 row 1"},
    {"ram_invitation_delay", "how long until the receiver sees an invitation", 5s,
     "sharing-and-access 6"},
    {"ram_accept_delay", "how long from accepting an invitation to access", 15s,
     "sharing-and-access 6"},
    {"ram_revocation_delay", "how long access outlives a disassociation", 30s,
     "sharing-and-access 6 (access ends with DISASSOCIATING)"},
    {"ram_permission_delay", "how long until a replaced permission is in the resource policy", 10s,
     "sharing-and-access 6"},
    {"ram_membership_delay", "how long until RAM follows an account's move", 60s,
     "sharing-and-access 6"},
    {"account_closure", "how long a closed account is PENDING_CLOSURE", 5min,
     "unstated; sharing-and-access 2.4: asynchronous"},
    {"events_delay", "how long an event travels to its target", 2s, "sharing-and-access 6"},
    {"pipeline_start_delay", "how long from a start to its first step", 1900ms,
     "sagemaker-pipelines 2.2"},
    {"create_failure_delay", "how long a step lasts whose create call is refused", 1500ms,
     "sagemaker-pipelines 2.2"},
    {"job_stop_delay", "how long a running job takes to stop", 30s,
     "unstated; jobs get SIGTERM and up to two minutes"},
    {"endpoint_creation", "how long an endpoint is Creating", 5min,
     "unstated; minutes in practice"},
    {"endpoint_update", "how long an endpoint is Updating", 6min,
     "sagemaker-pipelines 6.4: provisioning of the new fleet"},
    {"endpoint_deletion", "how long an endpoint is Deleting", 30s, "unstated"},
}};

}  // namespace

std::span<AssumptionRow const> assumption_rows() { return kRows; }

Assumptions::Assumptions() {
  for (std::size_t i = 0; i < kRows.size(); ++i) values_[i] = kRows[i].standard;
}

}  // namespace rehearse::domain
