// Managed permissions: which version a share is pinned to, and how it gets to another. Source:
// sharing-and-access 1.4.
#include <algorithm>

#include <fmt/format.h>

#include "sim/domain/sharing.hpp"

namespace rehearse::domain {

void Sharing::store_permission(ShareId share, world::Permission const& permission, bool at_once) {
  trace::SharePermissionStored const stored{share, permission.type, permission.arn,
                                            permission.default_version};
  trace::Seq seq = c_.record.record(stored);
  changes_.push_back({stored.type, stored.permission, stored.version});
  std::uint64_t change = changes_.size() - 1;
  if (at_once) return permission_in_force(share, change);
  std::string stream = fmt::format("{}/permission/{}", key_of(share), change);
  c_.engine.after(assume_(Assumption::ram_permission_delay, stream),
                  make_wake(WakeKind::share_permission, share.index, change), seq);
}

void Sharing::pin(ShareId share, std::string const& arn) {
  store_permission(share, permission(arn), true);
}

void Sharing::pin_default(ShareId share, std::string_view resource_type) {
  world::PinnedPermission const* pinned = at(share).permission_for(resource_type);
  if (pinned == nullptr || pinned->arn.empty())
    store_permission(share, *c_.world.shares().permissions().default_of(resource_type), true);
}

void Sharing::replace_permission(ShareId share, std::string const& arn) {
  store_permission(share, permission(arn), false);
}

void Sharing::permission_in_force(ShareId share, std::uint64_t change) {
  Change const& made = changes_[change];
  // Drawn delays may overtake one another: the later change stays.
  auto [at, first] = applied_.try_emplace({share, made.type}, change);
  if (!first && at->second > change) return;
  at->second = change;
  c_.record.record(trace::SharePermissionInForce{share, made.type, made.permission, made.version});
}

void Sharing::unpin(ShareId share, std::string const& resource_type) {
  c_.record.record(trace::SharePermissionStored{share, resource_type, {}, 0});
  changes_.push_back({resource_type, {}, 0});
  permission_in_force(share, changes_.size() - 1);
}

std::string Sharing::create_permission(world::Place const& owner, std::string const& name,
                                       std::string const& type, json::Value const& grants) {
  world::Account const& account = c_.world.organization().account(owner.account);
  std::string arn = fmt::format("arn:aws:ram:{}:{}:permission/{}", owner.region, account.id, name);
  c_.record.record(
      trace::PermissionMoved{arn, owner.account, name, type, PermissionStatus::attachable});
  c_.record.record(trace::PermissionVersionStored{arn, 1, {json::dump(grants)}});
  return arn;
}

std::uint32_t Sharing::add_version(std::string const& arn, json::Value const& grants) {
  std::uint32_t version = permission(arn).versions.back().number + 1;
  c_.record.record(trace::PermissionVersionStored{arn, version, {json::dump(grants)}});
  return version;
}

void Sharing::set_default_version(std::string const& arn, std::uint32_t version) {
  c_.record.record(trace::PermissionVersionMoved{arn, version, PermissionStatus::attachable});
}

void Sharing::delete_version(std::string const& arn, std::uint32_t version) {
  c_.record.record(trace::PermissionVersionMoved{arn, version, PermissionStatus::deleted});
}

void Sharing::delete_permission(std::string const& arn) {
  world::Permission const p = permission(arn);
  trace::Seq seq = c_.record.record(
      trace::PermissionMoved{arn, p.owner, p.name, p.type, PermissionStatus::deleting});
  auto const& all = c_.world.shares().permissions().all();
  auto index = std::ranges::find(all, arn, &world::Permission::arn) - all.begin();
  c_.engine.after(assume_(Assumption::ram_permission_delay, "permission/" + p.name),
                  make_wake(WakeKind::permission_deleted, static_cast<std::uint32_t>(index)), seq);
}

void Sharing::permission_deleted(std::uint32_t index) {
  world::Permission const p = c_.world.shares().permissions().all()[index];
  c_.record.record(
      trace::PermissionMoved{p.arn, p.owner, p.name, p.type, PermissionStatus::deleted});
}

std::string Sharing::replace_everywhere(AccountId owner, std::string const& from,
                                        std::uint32_t from_version, std::string const& to) {
  auto const& works = c_.world.shares().works();
  auto index = static_cast<std::uint32_t>(works.size());
  std::string key = fmt::format("work/{}/{}", c_.world.organization().account(owner).name,
                                std::ranges::count(works, owner, &world::ReplaceWork::owner));
  std::string id = uuid_of(key, c_.world.seed());
  trace::Seq seq = c_.record.record(trace::ReplaceWorkMoved{id,
                                                            owner,
                                                            from,
                                                            from_version,
                                                            to,
                                                            permission(to).default_version,
                                                            ReplaceWorkStatus::in_progress,
                                                            {}});
  c_.engine.after(assume_(Assumption::ram_permission_delay, key),
                  make_wake(WakeKind::replace_work, index), seq);
  return id;
}

void Sharing::finish(std::uint32_t work, ReplaceWorkStatus status, std::string why) {
  world::ReplaceWork const w = c_.world.shares().works()[work];
  c_.record.record(trace::ReplaceWorkMoved{w.id, w.owner, w.from, w.from_version, w.to,
                                           w.to_version, status, std::move(why)});
}

/// One share a time, from `first_share` on.
void Sharing::replace_next(std::uint32_t work, std::uint64_t first_share) {
  world::ReplaceWork const w = c_.world.shares().works()[work];
  world::Permission const& to = permission(w.to);
  if (!to.in_use() || to.default_version != w.to_version)
    return finish(work, ReplaceWorkStatus::failed,
                  "The target permission version is not attachable any more.");
  auto uses = [&](world::Share const& share) {
    world::PinnedPermission const* pinned = share.permission_for(to.type);
    return share.owner == w.owner && share.status == ShareStatus::active && share.standard() &&
           pinned != nullptr && pinned->arn == w.from &&
           (w.from_version == 0 || pinned->version == w.from_version) &&
           (pinned->arn != w.to || pinned->version != w.to_version);
  };
  auto const& all = c_.world.shares().all();
  auto first = static_cast<std::ptrdiff_t>(first_share);
  auto next = std::find_if(all.begin() + first, all.end(), uses);
  if (next == all.end()) return finish(work, ReplaceWorkStatus::completed);
  ShareId share{static_cast<std::uint32_t>(next - all.begin())};
  store_permission(share, to, true);
  if (std::none_of(all.begin() + share.index + 1, all.end(), uses))
    return finish(work, ReplaceWorkStatus::completed);
  trace::Seq seq = c_.record.next_seq() - 1;
  c_.engine.after(assume_(Assumption::ram_permission_delay, key_of(share) + "/" + w.id),
                  make_wake(WakeKind::replace_work, work, share.index + 1), seq);
}

}  // namespace rehearse::domain
