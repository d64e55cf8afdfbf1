// What AWS lets an account have in a Region, one row each, and the names of the quotas of
// instances. A scenario sets them by `setting` (`account { settings }`); whoever counts, refuses or
// shows a quota reads its row. Source: each row's own.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rehearse {

/// In the order of the table.
enum class Quota : std::uint8_t {
  pipelines,
  concurrent_executions,
  pipeline_steps,
  pipeline_parameters,
  package_groups,
  packages,
  processing_job_seconds,
  training_job_seconds,
  automl_jobs,
  instances_per_processing_job,
  instances_per_training_job,
  instances_per_endpoint,
  instances_across_processing_jobs,
  instances_across_training_jobs,
  instances_across_transform_jobs,
  instances_across_endpoints,
  shares,
  share_resources,
  resources,
  share_principals,
  principals,
  pending_invitations,
  resources_per_call,
  permissions,
  permissions_of_type,
  permission_versions,
  tags,
  attached_policies,
  trust_policy_characters,
  organization_accounts,
  running_steps,
  count_
};

/// AWS raises it on request, and nobody knows how far.
inline constexpr std::int64_t kAdjustable = std::numeric_limits<std::int64_t>::max();

struct QuotaRow {
  Quota quota{};
  std::string_view setting;      // of an account
  std::string_view words;        // what it counts, as reports say it
  std::int64_t standard = 0;     // AWS's default
  std::int64_t aws_max = 0;      // beyond this AWS does not go
  std::string_view name{};       // AWS's, where an error says it
  std::string_view unit{};       // likewise
  std::string_view code{};       // AWS's, where it is known
  bool of_new_accounts = false;  // the default is a new account's: older ones have more
  bool support_raises = false;   // AWS's error says whom to ask for more
  std::string_view source{};     // of the row
};

/// In the order of Quota.
std::span<QuotaRow const> quota_rows();
QuotaRow const& row_of(Quota quota);
/// The row whose setting this is, or null.
QuotaRow const* find_quota(std::string_view setting);

/// What jobs of a kind, or endpoints, count as. Source: sagemaker-pipelines 5.1.
struct InstanceKind {
  std::string_view kind;           // `training job`
  std::optional<Quota> each{};     // instances of one
  std::optional<Quota> across{};   // of all that run
  std::optional<Quota> seconds{};  // the longest MaxRuntimeInSeconds of one
};
std::span<InstanceKind const> instance_kinds();
/// Null for a kind that counts as nothing.
InstanceKind const* find_instance_kind(std::string_view kind);

/// A kind that takes up no instances: each of its jobs counts as one.
inline constexpr std::string_view kAutoMlKind = "AutoML job";
inline constexpr std::string_view kEndpointKind = "endpoint";

/// The quota of a type in the jobs of a kind: `ml.m5.large for training job usage`. It is the name
/// of its setting, too.
std::string instance_quota(std::string_view type, std::string_view kind);
/// Is this the name of such a quota?
bool is_instance_quota(std::string_view name);
/// Of such a quota: often none or one. Source: sagemaker-pipelines 5.1.
inline constexpr std::int64_t kNewAccountInstances = 1;

}  // namespace rehearse
