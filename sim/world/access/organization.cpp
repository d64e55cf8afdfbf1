#include "sim/world/access/organization.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/assert.hpp"
#include "sim/base/text.hpp"

namespace rehearse::world {

std::string Organization::arn() const {
  return exists() ? fmt::format("arn:aws:organizations::{}:organization/{}", management_, id_)
                  : std::string{};
}

OuId Organization::find_ou(std::string_view id_or_arn) const {
  auto at = std::ranges::find_if(ous_, [&](Ou const& ou) {
    return !ou.deleted && (ou.id == id_or_arn || ou.arn == id_or_arn);
  });
  return at == ous_.end() ? OuId{} : OuId{static_cast<std::uint32_t>(at - ous_.begin())};
}

OuId Organization::find_ou_by_path(std::string_view path) const {
  if (ous_.empty()) return {};
  OuId at{0};
  if (path.empty()) return at;
  for (std::string_view name : split(path, '/')) {
    auto child = std::ranges::find_if(
        ous_, [&](Ou const& ou) { return ou.parent == at && ou.name == name && !ou.deleted; });
    if (child == ous_.end()) return {};
    at = OuId{static_cast<std::uint32_t>(child - ous_.begin())};
  }
  return at;
}

int Organization::depth(OuId id) const {
  int depth = 0;
  for (; ou(id).parent; id = ou(id).parent) ++depth;
  return depth;
}

AccountId Organization::find_account(std::string_view id) const {
  auto at = by_id_.find(id);
  return at == by_id_.end() ? AccountId{} : at->second;
}

Place Organization::place(AccountId id, std::string_view region) const {
  return {id, region.empty() ? account(id).region : std::string(region)};
}

std::string Organization::foreign_region(Place const& place) const {
  return place.region == account(place.account).region ? std::string{} : place.region;
}

std::optional<std::int64_t> Organization::setting(Place const& place, std::string_view name) const {
  Account const& owner = account(place.account);
  if (auto at = owner.regional_settings.find({place.region, std::string(name)});
      at != owner.regional_settings.end())
    return at->second;
  auto at = owner.settings.find(name);
  return at == owner.settings.end() ? std::nullopt : std::optional(at->second);
}

std::int64_t Organization::limit(Place const& place, Quota quota) const {
  return setting(place, row_of(quota).setting).value_or(row_of(quota).standard);
}

AccountId Organization::find_account_by_name(std::string_view name) const {
  auto at = std::ranges::find(accounts_, name, &Account::name);
  return at == accounts_.end() ? AccountId{}
                               : AccountId{static_cast<std::uint32_t>(at - accounts_.begin())};
}

std::string_view Organization::path_in_force(AccountId id) const {
  OuId ou = account(id).ou_in_force;
  return ou ? std::string_view(ous_[ou.index].path) : std::string_view{};
}

void Organization::apply(trace::Entry const&, trace::OrganizationDefined const& record) {
  id_ = record.id;
  name_ = record.name;
  management_ = record.management;
  features_ = record.features;
}

void Organization::apply(trace::Entry const&, trace::OuDefined const& record) {
  REHEARSE_ASSERT(record.ou.index == ous_.size(), "organizational units are numbered in order");
  Ou ou{record.parent, record.id, record.name, {}, {}};
  ou.path = (record.parent ? ous_[record.parent.index].path : id_ + "/") + record.id + "/";
  ou.arn = fmt::format("arn:aws:organizations::{}:{}/{}/{}", management_,
                       record.parent ? "ou" : "root", id_, record.id);
  ous_.push_back(std::move(ou));
}

void Organization::apply(trace::Entry const&, trace::AccountDefined const& record) {
  REHEARSE_ASSERT(record.account.index == accounts_.size(), "accounts are numbered in order");
  accounts_.push_back({record.id,
                       record.name,
                       record.region,
                       record.ou,
                       record.ou,
                       record.ou,
                       {},
                       {},
                       record.where});
  by_id_.emplace(record.id, record.account);
}

void Organization::apply(trace::Entry const&, trace::AccountMoved const& record) {
  accounts_[record.account.index].ou = record.ou;
}

void Organization::apply(trace::Entry const&, trace::OuDeleted const& record) {
  ous_[record.ou.index].deleted = true;
}

void Organization::apply(trace::Entry const&, trace::PathInForce const& record) {
  accounts_[record.account.index].path_ou = record.ou;
}

void Organization::apply(trace::Entry const&, trace::AccountStatusMoved const& record) {
  accounts_[record.account.index].status = record.status;
}

void Organization::apply(trace::Entry const&, trace::RamSharingMoved const& record) {
  ram_sharing_ = record.to;
}

Handshake const* Organization::find_handshake(std::string_view id) const {
  auto at = std::ranges::find(handshakes_, id, &Handshake::id);
  return at == handshakes_.end() ? nullptr : &*at;
}

void Organization::apply(trace::Entry const& entry, trace::HandshakeMoved const& record) {
  auto at = std::ranges::find(handshakes_, record.id, &Handshake::id);
  if (at == handshakes_.end())
    at = handshakes_.insert(at, {record.id, record.account, record.status, entry.at, {}});
  at->status = record.status;
  at->moved = entry.at;
}

void Organization::apply(trace::Entry const&, trace::MembershipInForce const& record) {
  accounts_[record.account.index].ou_in_force = record.ou;
}

AccountCreation const* Organization::creation_of(AccountId id) const {
  auto at = std::ranges::find(creations_, id, &AccountCreation::account);
  return at == creations_.end() ? nullptr : &*at;
}

bool Organization::is_delegated(AccountId id) const {
  return std::ranges::find(delegations_, id, &Delegation::account) != delegations_.end();
}

void Organization::apply(trace::Entry const&, trace::OuRenamed const& record) {
  ous_[record.ou.index].name = record.name;
}

void Organization::apply(trace::Entry const& entry, trace::AccountCreationMoved const& record) {
  auto at = std::ranges::find(creations_, record.id, &AccountCreation::id);
  if (at == creations_.end()) {
    creations_.push_back({record.id,
                          record.name,
                          record.email,
                          record.role,
                          record.status,
                          record.account,
                          record.reason,
                          entry.at,
                          {}});
    return;
  }
  at->status = record.status;
  at->account = record.account;
  at->reason = record.reason;
  at->completed = entry.at;
}

void Organization::apply(trace::Entry const& entry, trace::ServiceAccessMoved const& record) {
  std::erase_if(service_access_, [&](auto const& each) { return each.service == record.service; });
  if (record.enabled) service_access_.push_back({record.service, entry.at});
}

void Organization::apply(trace::Entry const& entry, trace::DelegationMoved const& record) {
  std::erase_if(delegations_, [&](Delegation const& each) {
    return each.account == record.account && each.service == record.service;
  });
  if (record.delegated) delegations_.push_back({record.account, record.service, entry.at});
}

void Organization::apply(trace::Entry const&, trace::SettingChanged const& record) {
  Account& owner = accounts_[record.account.index];
  if (record.region.empty())
    owner.settings[record.name] = record.value;
  else
    owner.regional_settings[{record.region, record.name}] = record.value;
}

}  // namespace rehearse::world
