#include "sim/domain/quotas.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace rehearse::domain {
namespace {

constexpr std::array kQuotas = {
    QuotaRow{Quota::pipelines, "pipelines_max", "Maximum number of pipelines allowed per account",
             "Pipelines", 500},
    QuotaRow{Quota::concurrent_executions, "concurrent_executions_max",
             "Maximum number of concurrent pipeline executions allowed per account", "Pipelines",
             20},
    QuotaRow{Quota::instances_per_processing_job, "instances_per_processing_job_max",
             "Maximum number of instances for a processing job", "Instances", 20},
    QuotaRow{Quota::instances_per_training_job, "instances_per_training_job_max",
             "Maximum number of instances for a training job", "Instances", 20},
};

constexpr bool quotas_in_order() {
  for (std::size_t i = 0; i < kQuotas.size(); ++i)
    if (static_cast<std::size_t>(kQuotas[i].quota) != i) return false;
  return kQuotas.size() == static_cast<std::size_t>(Quota::count_);
}
static_assert(quotas_in_order(), "the table's rows stand in the order of Quota");

/// Of a new account: often none or one (5.1).
constexpr std::int64_t kNewAccountInstances = 1;

constexpr std::array<std::string_view, 4> kInstanceKinds{"training job", "processing job",
                                                         "transform job", "endpoint"};

ApiError exceeded(std::string_view name, std::string_view unit, std::int64_t limit,
                  std::int64_t used, std::int64_t more) {
  return {"ResourceLimitExceeded",
          fmt::format("The account-level service limit '{0}' is {2} {1}, with current utilization "
                      "of {3} {1} and a request delta of {4} {1}.",
                      name, unit, limit, used, more)};
}

}  // namespace

std::span<QuotaRow const> quota_rows() { return kQuotas; }

std::optional<ApiError> over(world::World const& world, world::Place const& place, Quota quota,
                             std::int64_t used, std::int64_t more) {
  QuotaRow const& row = kQuotas[static_cast<std::size_t>(quota)];
  std::int64_t const limit = world.organization().setting(place, row.setting, row.standard);
  if (used + more <= limit) return std::nullopt;
  return exceeded(row.name, row.unit, limit, used, more);
}

std::optional<ApiError> over_job_size(world::World const& world, world::Place const& place,
                                      std::string_view kind, std::int64_t instances) {
  if (kind == "processing job")
    return over(world, place, Quota::instances_per_processing_job, 0, instances);
  if (kind == "training job")
    return over(world, place, Quota::instances_per_training_job, 0, instances);
  return std::nullopt;
}

std::optional<ApiError> over_instances(world::World const& world, Assume& assume,
                                       world::Place const& place, std::string_view kind,
                                       std::string_view type, std::int64_t more) {
  std::string const name = fmt::format("{} for {} usage", type, kind);
  std::int64_t limit = world.organization().setting(place, name, -1);
  if (limit < 0) {
    if (!assume.is(Assumption::instance_quotas, "new_account")) return std::nullopt;
    limit = kNewAccountInstances;
  }
  std::int64_t const used = std::int64_t{world.executions().instances().taken(place, kind, type)} +
                            world.jobs().instances().taken(place, kind, type);
  if (used + more <= limit) return std::nullopt;
  ApiError error = exceeded(name, "Instances", limit, used, more);
  error.message += " Please contact AWS support to request an increase for this limit.";
  return error;
}

std::optional<ApiError> over_job_quotas(world::World const& world, Assume& assume,
                                        world::Place const& place, std::string_view kind,
                                        pipeline::Instances const& instances) {
  if (auto over = over_job_size(world, place, kind, instances.count)) return over;
  return over_instances(world, assume, place, kind, instances.type, instances.count);
}

std::uint32_t counted(pipeline::Instances const& instances) {
  return static_cast<std::uint32_t>(std::min<std::int64_t>(instances.count, 1'000'000));
}

bool is_instance_quota(std::string_view name) {
  if (!name.starts_with("ml.")) return false;
  return std::ranges::any_of(kInstanceKinds, [&](std::string_view kind) {
    return name.ends_with(fmt::format(" for {} usage", kind));
  });
}

}  // namespace rehearse::domain
