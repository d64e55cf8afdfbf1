// The table of assumptions. Adding one is a row here and its name in Assumption.
#include "sim/domain/assumptions.hpp"

namespace rehearse::domain {
namespace {

using namespace std::chrono_literals;

constexpr AssumptionRow duration(std::string_view name, std::string_view question,
                                 std::array<Duration, 3> profiles, std::string_view source) {
  return {name, question, profiles[0], profiles[1], profiles[2], {}, false, source};
}

constexpr AssumptionRow drawn(std::string_view name, std::string_view question,
                              std::array<Duration, 3> profiles, std::string_view source) {
  return {name, question, profiles[0], profiles[1], profiles[2], {}, true, source};
}

constexpr AssumptionRow rule(std::string_view name, std::string_view question,
                             std::span<std::string_view const> alternatives,
                             std::string_view source) {
  return {name, question, {}, {}, {}, alternatives, false, source};
}

/// The same in every profile.
constexpr std::array<Duration, 3> always(Duration value) { return {value, value, value}; }

using Names = std::string_view;
constexpr Names kRevocation[] = {"after_disassociating", "at_once"};
constexpr Names kOuCondition[] = {"path", "organization"};
constexpr Names kResourceList[] = {"with_executions", "pipeline_only"};
constexpr Names kOwnAccount[] = {"delegation", "everybody"};
constexpr Names kAllowExternalOff[] = {"refused", "kept"};
constexpr Names kDeletedResource[] = {"disassociating", "disassociated"};
constexpr Names kRecreatedPipeline[] = {"lost", "revived"};
constexpr Names kSuspended[] = {"never", "account_left"};
constexpr Names kInsideInvitation[] = {"by_rule", "always"};
constexpr Names kPipelinePrincipals[] = {"all", "accounts_only"};
constexpr Names kWithdrawnInvitation[] = {"EXPIRED", "REJECTED"};
constexpr Names kExternalFlag[] = {"outside", "inside"};
constexpr Names kPermissionScope[] = {"enumeration", "prose"};
constexpr Names kConsumerSees[] = {"yes", "no"};
constexpr Names kEmptyPages[] = {"never", "first"};
constexpr Names kCreatedBilling[] = {"there", "missing"};
constexpr Names kAnyValue[] = {"holds", "fails"};
constexpr Names kAfterFailure[] = {"drain", "continue_independent"};
constexpr Names kDefaultRetries[] = {"5", "0", "3", "10", "20"};
constexpr Names kInstanceQuotas[] = {"none", "new_account"};
constexpr Names kStoppedJob[] = {"step_fails", "execution_stops"};
constexpr Names kVersionOnUpdate[] = {"always", "definition_only"};
constexpr Names kDisabledService[] = {"refused", "kept"};

// In the order of Assumption. Durations: default, profile `slow`, profile `worst`. Where the
// sources give one figure, the profiles follow how long tools of the field wait (section 6).
constexpr std::array<AssumptionRow, static_cast<std::size_t>(Assumption::count_)> kRows = {{
    duration("iam_propagation", "how long until a changed policy is enforced", {4s, 30s, 120s},
             "sharing-and-access 6"),
    duration("iam_new_principal", "how long until a new role or user is known to decisions",
             {10s, 30s, 120s}, "sharing-and-access 6"),
    duration("control_policy_delay", "how long until a change of an SCP, an RCP or a path binds",
             {5s, 30s, 120s}, "sharing-and-access 6, 9 row 17"),
    drawn("ram_association_delay", "how long an association of a share is ASSOCIATING",
          {30s, 60s, 180s}, "sharing-and-access 6, 9 row 1"),
    drawn("ram_invitation_delay", "how long until the receiver sees an invitation", {5s, 30s, 120s},
          "sharing-and-access 6"),
    drawn("ram_accept_delay", "how long from accepting an invitation to access", {15s, 60s, 5min},
          "sharing-and-access 6"),
    drawn("ram_revocation_delay", "how long an association of a share is DISASSOCIATING",
          {30s, 60s, 5min}, "sharing-and-access 6"),
    drawn("ram_permission_delay", "how long until a replaced permission is in the resource policy",
          {10s, 30s, 60s}, "sharing-and-access 6"),
    duration("ram_membership_delay", "how long until RAM follows an account's move",
             {60s, 2min, 5min}, "sharing-and-access 6"),
    duration("account_closure", "how long a closed account is PENDING_CLOSURE", always(5min),
             "unstated; sharing-and-access 2.4: asynchronous"),
    duration("account_creation", "how long the creation of an account is IN_PROGRESS",
             {3min, 10min, 30min}, "unstated; sharing-and-access 2.4: minutes"),
    duration("policy_type_delay",
             "how long a type of control policy is PENDING_ENABLE or PENDING_DISABLE",
             {10s, 60s, 5min}, "unstated; sharing-and-access 2.4: asynchronous"),
    duration("ram_row_kept", "how long what was deleted or disassociated stays listed", always(2h),
             "sharing-and-access 1.7, 6 (about 2 hours)"),
    duration("events_delay", "how long an event travels to its target", {2s, 10s, 60s},
             "sharing-and-access 6"),
    duration("message_delay", "how long a callback's message is in its queue before it is read",
             always(1s), "unstated; a reader that waits has it at once"),
    duration("pipeline_start_delay", "how long from a start to its first step", always(1900ms),
             "sagemaker-pipelines 2.2"),
    duration("create_failure_delay",
             "how long a step lasts whose create call is refused, or its data", always(1500ms),
             "sagemaker-pipelines 2.2"),
    duration("step_transition_delay",
             "how long from the end of a step to the start of the next; a stop in between gives "
             "ConflictException",
             always(600ms), "sagemaker-pipelines 2.2, 2.6 (0.4 s to 0.8 s)"),
    duration("cache_hit_delay", "how long a step lasts that is taken from the cache", always(1s),
             "sagemaker-pipelines 2.8: almost at once"),
    drawn("capacity_failure_delay", "how long a job waits for instances before it fails without",
          {15min, 30min, 60min}, "unstated; minutes to an hour in practice"),
    drawn("spot_interruption_delay", "how long an interrupted spot job waits for new instances",
          {10min, 30min, 2h}, "unstated"),
    duration("job_runtime_max", "how long a job may run whose definition does not say", always(24h),
             "CreateTrainingJob and CreateProcessingJob: one day"),
    duration("lambda_timeout", "how long a function may run before its Lambda step fails",
             {120s, 120s, 10min}, "sagemaker-pipelines 2.10 (helper's default; at most 10 min)"),
    duration("execution_timeout", "how long an execution may run", always(672h),
             "sagemaker-pipelines 2.11, 5.1"),
    duration("job_stop_delay", "how long a running job takes to stop", always(30s),
             "unstated; jobs get SIGTERM and up to two minutes"),
    duration("endpoint_creation", "how long an endpoint is Creating", always(5min),
             "unstated; minutes in practice"),
    duration("endpoint_update", "how long an endpoint is Updating", always(6min),
             "sagemaker-pipelines 6.4: provisioning of the new fleet"),
    duration("endpoint_deletion", "how long an endpoint is Deleting", always(30s), "unstated"),
    rule("ram_revocation", "when access ends that is taken back", kRevocation,
         "sharing-and-access 6 (pessimistic, or at once)"),
    rule("ram_ou_condition", "which condition RAM writes for an organizational unit", kOuCondition,
         "sharing-and-access 1.5, 9 row 8"),
    rule("ram_resource_list", "which resources a pipeline's policy lists", kResourceList,
         "sharing-and-access 1.8"),
    rule("ram_own_account", "what sharing with the owner's own account means", kOwnAccount,
         "sharing-and-access 9 row 7"),
    rule("ram_allow_external_off",
         "what becomes of principals outside when a share no longer allows them", kAllowExternalOff,
         "sharing-and-access 1.9"),
    rule("ram_deleted_resource", "what the association of a deleted resource shows",
         kDeletedResource, "sharing-and-access 1.9, 8.1 row 37"),
    rule("ram_recreated_pipeline",
         "what becomes of the grants on a pipeline that is deleted and made anew",
         kRecreatedPipeline, "sharing-and-access 1.9"),
    rule("ram_suspended", "when an association is SUSPENDED", kSuspended, "sharing-and-access 1.7"),
    rule("ram_inside_invitation", "when an account of the organization is invited",
         kInsideInvitation, "sharing-and-access 9 row 2"),
    rule("ram_pipeline_principals", "with whom a pipeline can be shared", kPipelinePrincipals,
         "sharing-and-access 9 row 3"),
    rule("ram_withdrawn_invitation",
         "what an open invitation shows whose principal was taken out of the share",
         kWithdrawnInvitation, "unstated"),
    rule("ram_external_flag", "of which principals `external` is true", kExternalFlag,
         "sharing-and-access 1.5, 9 row 4"),
    rule("ram_permission_scope", "which words ListPermissions takes as permissionType",
         kPermissionScope, "sharing-and-access 1.16, 9 row 5"),
    rule("ram_consumer_sees_permissions", "whether a consumer may list a share's permissions",
         kConsumerSees, "sharing-and-access 1.14"),
    rule("ram_empty_pages", "which pages of RAM's lists are empty although more follows",
         kEmptyPages, "sharing-and-access 1.14"),
    rule("created_account_billing",
         "whether a created account has the payment data that leaving needs", kCreatedBilling,
         "sharing-and-access 2.4: not collected when an account is created, added by hand"),
    rule("disabled_service_delegates",
         "what happens when trusted access of a service is switched off that still has delegated "
         "administrators",
         kDisabledService, "unstated"),
    rule("iam_any_value_if_exists",
         "whether ForAnyValue with IfExists holds for a request that lacks the key", kAnyValue,
         "sharing-and-access 3.5"),
    rule("after_failure", "whether steps that wait for nothing failed start after a failure",
         kAfterFailure, "sagemaker-pipelines 2.4"),
    rule("default_retries",
         "how often a step without a policy is tried again after throttling or a service fault",
         kDefaultRetries, "sagemaker-pipelines 1.10: the cap is not documented"),
    rule("instance_quotas",
         "which quotas of instances at once an account has where no setting names them",
         kInstanceQuotas, "sagemaker-pipelines 5.1 (defaults of new accounts)"),
    rule("pipeline_version_on_update", "which updates of a pipeline make a version",
         kVersionOnUpdate,
         "sagemaker-pipelines 3.3: whether one without a definition does is open"),
    rule("stopped_job", "what follows when a call of its own stops the job of a step", kStoppedJob,
         "sagemaker-pipelines 2.6: only stops of executions are documented"),
}};

}  // namespace

std::span<AssumptionRow const> assumption_rows() { return kRows; }

}  // namespace rehearse::domain
