#include "sim/vocab/quotas.hpp"

#include <algorithm>
#include <array>

#include "sim/base/assert.hpp"

namespace rehearse {
namespace {

using enum Quota;

constexpr std::string_view kSageMaker = "sagemaker-pipelines 5.1";
constexpr std::string_view kRam = "sharing-and-access 1.17";

/// What instances are counted by; AWS's errors send to its support for more of those at once.
constexpr QuotaRow of_instances(Quota quota, std::string_view setting, std::string_view words,
                                std::int64_t standard, std::string_view name, std::string_view code,
                                bool at_once) {
  return {.quota = quota,
          .setting = setting,
          .words = words,
          .standard = standard,
          .aws_max = kAdjustable,
          .name = name,
          .unit = "Instances",
          .code = code,
          .of_new_accounts = at_once,
          .support_raises = at_once,
          .source = kSageMaker};
}

constexpr QuotaRow of_ram(Quota quota, std::string_view setting, std::string_view words,
                          std::int64_t standard, std::int64_t aws_max = kAdjustable) {
  return {.quota = quota,
          .setting = setting,
          .words = words,
          .standard = standard,
          .aws_max = aws_max,
          .source = kRam};
}

constexpr std::array kRows{
    QuotaRow{.quota = pipelines,
             .setting = "pipelines_max",
             .words = "pipelines",
             .standard = 500,
             .aws_max = kAdjustable,
             .name = "Maximum number of pipelines allowed per account",
             .unit = "Pipelines",
             .code = "L-E8EADE50",
             .source = kSageMaker},
    QuotaRow{.quota = concurrent_executions,
             .setting = "concurrent_executions_max",
             .words = "concurrent pipeline executions",
             .standard = 20,
             .aws_max = kAdjustable,
             .name = "Maximum number of concurrent pipeline executions allowed per account",
             .unit = "Pipelines",
             .code = "L-F88776CD",
             .source = kSageMaker},
    QuotaRow{.quota = pipeline_steps,
             .setting = "pipeline_steps_max",
             .words = "steps of a pipeline",
             .standard = 50,
             .aws_max = 50,
             .name = "Steps per pipeline",
             .source = kSageMaker},
    QuotaRow{.quota = pipeline_parameters,
             .setting = "pipeline_parameters_max",
             .words = "parameters of a pipeline",
             .standard = 200,
             .aws_max = 200,
             .name = "Parameters per pipeline",
             .source = kSageMaker},
    QuotaRow{.quota = package_groups,
             .setting = "model_package_groups_max",
             .words = "model package groups",
             .standard = 250,
             .aws_max = kAdjustable,
             .name = "Maximum number of SageMaker Model Package Groups allowed per account",
             .unit = "ModelPackageGroups",
             .code = "L-BC8DC54C",
             .source = kSageMaker},
    QuotaRow{.quota = packages,
             .setting = "model_packages_max",
             .words = "model packages",
             .standard = 10'000,
             .aws_max = kAdjustable,
             .name = "Maximum number of SageMaker Model Package allowed per account",
             .unit = "ModelPackages",
             .code = "L-9A82FBCA",
             .source = kSageMaker},
    QuotaRow{.quota = processing_job_seconds,
             .setting = "processing_job_seconds_max",
             .words = "seconds of a processing job",
             .standard = 432'000,
             .aws_max = kAdjustable,
             .name = "Longest run time for a processing job",
             .unit = "Seconds",
             .code = "L-EA47BDD3",
             .source = kSageMaker},
    QuotaRow{.quota = training_job_seconds,
             .setting = "training_job_seconds_max",
             .words = "seconds of a training job",
             .standard = 432'000,
             .aws_max = kAdjustable,
             .name = "Longest run time for a training job",
             .unit = "Seconds",
             .code = "L-33A961FD",
             .source = kSageMaker},
    QuotaRow{.quota = automl_jobs,
             .setting = "concurrent_automl_jobs_max",
             .words = "concurrent AutoML jobs",
             .standard = 1,
             .aws_max = kAdjustable,
             .name = "Maximum number of concurrent AutoML Jobs",
             .unit = "AutoMLJobs",
             .code = "L-CFC2D5B6",
             .source = kSageMaker},
    of_instances(instances_per_processing_job, "instances_per_processing_job_max",
                 "instances of one processing job", 20,
                 "Maximum number of instances per processing job", "L-A5D63399", false),
    of_instances(instances_per_training_job, "instances_per_training_job_max",
                 "instances of one training job", 20,
                 "Maximum number of instances per training job", "L-622CFD70", false),
    of_instances(instances_per_endpoint, "instances_per_endpoint_max", "instances of one endpoint",
                 4, "Maximum number of instances per endpoint", "L-ED8DEE9B", false),
    of_instances(instances_across_processing_jobs, "instances_across_processing_jobs_max",
                 "instances across all processing jobs", 4,
                 "Number of instances across all processing jobs", "L-F311B08F", true),
    of_instances(instances_across_training_jobs, "instances_across_training_jobs_max",
                 "instances across all training jobs", 4,
                 "Number of instances across all training jobs", "L-00C91CB5", true),
    of_instances(instances_across_transform_jobs, "instances_across_transform_jobs_max",
                 "instances across all transform jobs", 4,
                 "Number of instances across all transform jobs", "L-60D2A6F0", true),
    of_instances(instances_across_endpoints, "instances_across_endpoints_max",
                 "instances across active endpoints", 4,
                 "Number of instances across active endpoints", "L-7A3DF611", true),
    of_ram(shares, "ram_shares_max", "resource shares", 25'000),
    of_ram(share_resources, "ram_resources_per_share_max", "resources of a resource share", 5'000),
    of_ram(resources, "ram_resources_max", "resources across resource shares", 25'000),
    of_ram(share_principals, "ram_principals_per_share_max", "principals of a resource share",
           5'000),
    of_ram(principals, "ram_principals_max", "principals across resource shares", 25'000),
    of_ram(pending_invitations, "ram_pending_invitations_max", "pending invitations", 250),
    of_ram(resources_per_call, "ram_resources_per_call_max", "resources of one call", 100, 100),
    of_ram(permissions, "ram_permissions_max", "customer managed permissions", 1'500),
    of_ram(permissions_of_type, "ram_permissions_per_type_max",
           "customer managed permissions of a resource type", 10),
    of_ram(permission_versions, "ram_permission_versions_max",
           "versions of a customer managed permission", 5),
    of_ram(tags, "ram_tags_max", "tags of a resource share", 50, 50),
    QuotaRow{.quota = attached_policies,
             .setting = "attached_managed_policies_max",
             .words = "managed policies of a role or user",
             .standard = 10,
             .aws_max = 20,
             .source = "sharing-and-access 3.6"},
    QuotaRow{.quota = trust_policy_characters,
             .setting = "trust_policy_characters_max",
             .words = "characters of a trust policy",
             .standard = 2'048,
             .aws_max = 4'096,
             .source = "sharing-and-access 3.6"},
    QuotaRow{.quota = organization_accounts,
             .setting = "organization_accounts_max",
             .words = "accounts of the organization",
             .standard = 10,
             .aws_max = 50'000,
             .source = "sharing-and-access 2.4"},
    QuotaRow{.quota = running_steps,
             .setting = "running_steps_max",
             .words = "running steps",
             .standard = 0,  // none
             .aws_max = 0,
             .source = "the simulator's own queue"},
};

constexpr bool rows_in_order() {
  for (std::size_t i = 0; i < kRows.size(); ++i)
    if (static_cast<std::size_t>(kRows[i].quota) != i) return false;
  return kRows.size() == static_cast<std::size_t>(Quota::count_);
}
static_assert(rows_in_order(), "the table's rows stand in the order of Quota");

constexpr std::array kKinds{
    InstanceKind{"processing job", instances_per_processing_job, instances_across_processing_jobs,
                 processing_job_seconds},
    InstanceKind{"training job", instances_per_training_job, instances_across_training_jobs,
                 training_job_seconds},
    InstanceKind{.kind = "transform job", .across = instances_across_transform_jobs},
    InstanceKind{.kind = kEndpointKind,
                 .each = instances_per_endpoint,
                 .across = instances_across_endpoints},
    InstanceKind{.kind = kAutoMlKind, .across = automl_jobs},
};

}  // namespace

std::span<QuotaRow const> quota_rows() { return kRows; }

QuotaRow const& row_of(Quota quota) {
  REHEARSE_ASSERT(quota < Quota::count_, "a quota of the table");
  return kRows[static_cast<std::size_t>(quota)];
}

QuotaRow const* find_quota(std::string_view setting) {
  auto const at = std::ranges::find(kRows, setting, &QuotaRow::setting);
  return at == kRows.end() ? nullptr : &*at;
}

std::span<InstanceKind const> instance_kinds() { return kKinds; }

InstanceKind const* find_instance_kind(std::string_view kind) {
  auto const at = std::ranges::find(kKinds, kind, &InstanceKind::kind);
  return at == kKinds.end() ? nullptr : &*at;
}

std::string instance_quota(std::string_view type, std::string_view kind) {
  return std::string(type) + " for " + std::string(kind) + " usage";
}

bool is_instance_quota(std::string_view name) {
  return name.starts_with("ml.") && std::ranges::any_of(kKinds, [&](InstanceKind const& each) {
           return each.kind != kAutoMlKind && name.ends_with(instance_quota("", each.kind));
         });
}

}  // namespace rehearse
