#include "reports/usage.hpp"

#include <algorithm>

namespace rehearse::reports {
namespace {

/// What the account's settings say for the Region, else for all of them.
std::int64_t limit_of(RunModel const& model, QuotaOwner const& owner, std::string const& quota,
                      std::int64_t standard) {
  std::string const& own = model.accounts[owner.account.index].region;
  std::string const& region = owner.region.empty() ? own : owner.region;
  std::string_view name = quota;
  if (quota == kExecutionsQuota) name = "concurrent_executions_max";
  std::int64_t limit = standard;
  for (Setting const& each : model.settings) {
    if (each.account != owner.account || each.name != name) continue;
    if (each.region == region) return each.value;
    if (each.region.empty()) limit = each.value;
  }
  return limit;
}

}  // namespace

std::string instances_quota(std::string const& type, std::string_view kind) {
  return type + " for " + std::string(kind) + " usage";
}

std::string with_region(std::string const& name, std::string const& region) {
  return region.empty() ? name : name + " in " + region;
}

void Usage::add(Time at, QuotaOwner const& owner, std::string const& counted, std::int64_t standard,
                std::int32_t more) {
  if (!owner.account || owner.account.index >= model_.accounts.size()) return;
  std::string const quota = with_region(counted, owner.region);
  auto [known, is_new] = rows_.emplace(std::pair{owner.account, quota}, model_.utilization.size());
  if (is_new)
    model_.utilization.push_back(
        {owner.account, quota, limit_of(model_, owner, counted, standard), 0, {}});
  Utilization& row = model_.utilization[known->second];
  std::uint32_t const before = row.points.empty() ? 0 : row.points.back().used;
  auto const used = static_cast<std::uint32_t>(static_cast<std::int32_t>(before) + more);
  if (row.points.empty() || row.points.back().at != at) row.points.push_back({at, used});
  row.points.back().used = used;
  row.most = std::max(row.most, used);
}

}  // namespace rehearse::reports
