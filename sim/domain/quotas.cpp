#include "sim/domain/quotas.hpp"

#include <algorithm>
#include <map>
#include <string>

#include <fmt/format.h>

namespace rehearse::domain {
namespace {

ApiError exceeded(std::string_view name, std::string_view unit, std::int64_t limit,
                  std::int64_t used, std::int64_t more, bool support_raises) {
  return {"ResourceLimitExceeded",
          fmt::format("The account-level service limit '{0}' is {2} {1}, with current utilization "
                      "of {3} {1} and a request delta of {4} {1}.{5}",
                      name, unit, limit, used, more,
                      support_raises
                          ? " Please contact AWS support to request an increase for this limit."
                          : "")};
}

ApiError exceeded(QuotaRow const& row, std::int64_t limit, std::int64_t used, std::int64_t more) {
  return exceeded(row.name, row.unit, limit, used, more, row.support_raises);
}

/// Of what an old account may have any number of: what the settings say, else what a new account
/// has where the scenario assumes one; nothing: no limit.
std::optional<std::int64_t> limit_at_once(world::World const& world, Assume& assume,
                                          world::Place const& place, std::string_view setting,
                                          std::int64_t of_new_account) {
  if (auto const set = world.organization().setting(place, setting)) return set;
  if (!assume.is(Assumption::instance_quotas, "new_account")) return std::nullopt;
  return of_new_account;
}

/// What runs of a kind takes up of a type; of all types where it is empty.
std::int64_t taken(world::World const& world, world::Place const& place, std::string_view kind,
                   std::string_view type) {
  if (kind == kEndpointKind) return world.endpoints().hosted(place, type);
  if (type.empty())
    return std::int64_t{world.executions().instances().taken(place, kind)} +
           world.jobs().instances().taken(place, kind);
  return std::int64_t{world.executions().instances().taken(place, kind, type)} +
         world.jobs().instances().taken(place, kind, type);
}

std::optional<ApiError> over_type(world::World const& world, Assume& assume,
                                  world::Place const& place, std::string_view kind,
                                  std::string_view type, std::int64_t more) {
  std::string const name = instance_quota(type, kind);
  auto const limit = limit_at_once(world, assume, place, name, kNewAccountInstances);
  if (!limit) return std::nullopt;
  std::int64_t const used = taken(world, place, kind, type);
  if (used + more <= *limit) return std::nullopt;
  return exceeded(name, "Instances", *limit, used, more, true);
}

std::optional<ApiError> over_all(world::World const& world, Assume& assume,
                                 world::Place const& place, InstanceKind const& kind,
                                 std::int64_t more) {
  if (!kind.across) return std::nullopt;
  QuotaRow const& row = row_of(*kind.across);
  auto const limit = row.of_new_accounts
                         ? limit_at_once(world, assume, place, row.setting, row.standard)
                         : std::optional(world.organization().limit(place, row.quota));
  if (!limit) return std::nullopt;
  std::int64_t const used = taken(world, place, kind.kind, {});
  if (used + more <= *limit) return std::nullopt;
  return exceeded(row, *limit, used, more);
}

/// The quotas of a job's or endpoint's instances, in the order of how special they are.
std::optional<ApiError> over_instances(world::World const& world, Assume& assume,
                                       world::Place const& place, InstanceKind const& kind,
                                       std::span<pipeline::Instances const> asked) {
  std::int64_t all = 0;
  std::map<std::string_view, std::int64_t> by_type;
  for (pipeline::Instances const& each : asked) {
    all += each.count;
    if (!each.type.empty()) by_type[each.type] += each.count;
  }
  if (all == 0) return std::nullopt;
  if (kind.each)
    if (auto refused = over(world, place, *kind.each, 0, all)) return refused;
  for (auto const& [type, count] : by_type)
    if (auto refused = over_type(world, assume, place, kind.kind, type, count)) return refused;
  return over_all(world, assume, place, kind, all);
}

}  // namespace

std::optional<ApiError> over(world::World const& world, world::Place const& place, Quota quota,
                             std::int64_t used, std::int64_t more) {
  std::int64_t const limit = world.organization().limit(place, quota);
  if (used + more <= limit) return std::nullopt;
  return exceeded(row_of(quota), limit, used, more);
}

std::optional<ApiError> over_group_quota(world::World const& world, world::Place const& place) {
  return over(world, place, Quota::package_groups, world.registry().groups_in(place));
}

std::optional<ApiError> over_package_quota(world::World const& world, world::Place const& place,
                                           bool found) {
  if (!found)
    if (auto refused = over_group_quota(world, place)) return refused;
  return over(world, place, Quota::packages, world.registry().packages_in(place));
}

std::optional<ApiError> over_job_quotas(world::World const& world, Assume& assume,
                                        world::Place const& place, JobDemand const& demand) {
  InstanceKind const* kind = find_instance_kind(demand.kind);
  if (kind == nullptr) return std::nullopt;
  // No job runs longer; that the request is refused in this shape is our reading of 5.1.
  if (kind->seconds && demand.runtime_seconds)
    if (auto refused = over(world, place, *kind->seconds, 0, *demand.runtime_seconds))
      return refused;
  if (!demand.instances) return std::nullopt;
  return over_instances(world, assume, place, *kind, {&*demand.instances, 1});
}

std::optional<ApiError> over_endpoint_quotas(world::World const& world, Assume& assume,
                                             world::Place const& place, EndpointConfigId config) {
  return over_instances(world, assume, place, *find_instance_kind(kEndpointKind),
                        world.endpoints().config(config).instances);
}

std::optional<pipeline::Instances> taken_up(pipeline::StepType type,
                                            std::optional<pipeline::Instances> asked) {
  if (pipeline::row_of(type).quota == kAutoMlKind) return pipeline::Instances{{}, 1};
  return asked;
}

std::uint32_t counted(pipeline::Instances const& instances) {
  return static_cast<std::uint32_t>(std::min<std::int64_t>(instances.count, 1'000'000));
}

}  // namespace rehearse::domain
