#include "reports/usage.hpp"

#include <algorithm>

namespace rehearse::reports {
namespace {

/// Shown however little of it was used.
bool always_shown(CountedQuota const& what) {
  if (what.row) return *what.row == Quota::concurrent_executions;
  return !what.setting.ends_with(instance_quota({}, kEndpointKind));
}

}  // namespace

CountedQuota counted_quota(Quota quota, std::string_view which) {
  QuotaRow const& row = row_of(quota);
  std::string words(row.words);
  if (!which.empty()) words += ": " + std::string(which);
  return {std::move(words), std::string(row.setting), quota};
}

CountedQuota counted_type(std::string_view type, std::string_view kind) {
  std::string const name = instance_quota(type, kind);
  return {name, name, std::nullopt};
}

std::string with_region(std::string const& name, std::string const& region) {
  return region.empty() ? name : name + " in " + region;
}

void Usage::add(Time at, QuotaOwner const& owner, CountedQuota const& what, std::int32_t more) {
  if (!owner.account || owner.account.index >= model_.accounts.size()) return;
  std::string quota = with_region(what.words, owner.region);
  auto [known, is_new] = rows_.emplace(std::pair{owner.account, quota}, model_.utilization.size());
  if (is_new) {
    model_.utilization.push_back({owner.account, std::move(quota), -1, 0, {}});
    kept_.push_back({owner, what});
  }
  Utilization& row = model_.utilization[known->second];
  std::uint32_t const before = row.points.empty() ? 0 : row.points.back().used;
  auto const used = static_cast<std::uint32_t>(static_cast<std::int32_t>(before) + more);
  if (row.points.empty() || row.points.back().at != at) row.points.push_back({at, used});
  row.points.back().used = used;
  row.most = std::max(row.most, used);
}

/// What the account's settings say for the Region, else for all of them.
std::optional<std::int64_t> Usage::set(Kept const& kept) const {
  std::string const& own = model_.accounts[kept.owner.account.index].region;
  std::string const& region = kept.owner.region.empty() ? own : kept.owner.region;
  std::optional<std::int64_t> limit;
  for (Setting const& each : model_.settings) {
    if (each.account != kept.owner.account || each.name != kept.what.setting) continue;
    if (each.region == region) return each.value;
    if (each.region.empty()) limit = each.value;
  }
  return limit;
}

/// Does the scenario give accounts without settings the quotas of a new one?
bool Usage::of_new_accounts() const {
  return std::ranges::any_of(model_.assumptions, [](Assumption const& each) {
    return each.name == "instance_quotas" && each.value == "new_account";
  });
}

void Usage::finish() {
  bool const new_accounts = of_new_accounts();
  std::vector<Utilization> shown;
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    Utilization& row = model_.utilization[i];
    CountedQuota const& what = kept_[i].what;
    bool const at_once = !what.row || row_of(*what.row).of_new_accounts;
    auto const limit = set(kept_[i]);
    if (limit)
      row.limit = *limit;
    else if (!at_once || new_accounts)
      row.limit = what.row ? row_of(*what.row).standard : kNewAccountInstances;
    bool const near = row.limit >= 0 && 2 * std::int64_t{row.most} >= row.limit;
    if (limit || near || always_shown(what)) shown.push_back(std::move(row));
  }
  model_.utilization = std::move(shown);
}

}  // namespace rehearse::reports
