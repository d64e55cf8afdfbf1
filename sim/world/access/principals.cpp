#include "sim/world/access/principals.hpp"

#include <algorithm>

#include "sim/base/assert.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::world {
namespace {

/// Replaces, adds or (without a document) removes one named policy.
void put(std::vector<NamedPolicy>& policies, std::string const& name, DocumentId document) {
  auto at = std::ranges::lower_bound(policies, name, {}, &NamedPolicy::name);
  bool there = at != policies.end() && at->name == name;
  if (!document) {
    if (there) policies.erase(at);
  } else if (there) {
    at->document = document;
  } else {
    policies.insert(at, {name, document});
  }
}

}  // namespace

NamedPolicy const* Role::find_stored(std::string_view policy) const {
  auto at = std::ranges::find(stored, policy, &NamedPolicy::name);
  return at == stored.end() ? nullptr : &*at;
}

RoleId Principals::find(AccountId account, std::string_view name) const {
  auto at = std::ranges::find_if(
      roles_, [&](Role const& role) { return role.account == account && role.name == name; });
  return at == roles_.end() ? RoleId{} : RoleId{static_cast<std::uint32_t>(at - roles_.begin())};
}

RoleId Principals::find_arn(std::string_view arn) const {
  auto at = by_arn_.find(arn);
  return at == by_arn_.end() ? RoleId{} : at->second;
}

void Principals::define(trace::RoleDefined const& record, std::string_view account_id) {
  REHEARSE_ASSERT(record.role.index == roles_.size(), "roles are numbered in order");
  Role role{record.account, record.path, record.name, record.unique_id, {},
            record.trust,   {},          {},          record.where};
  role.arn = role_arn(account_id, record.path.substr(1) + record.name);
  by_arn_.emplace(role.arn, record.role);
  roles_.push_back(std::move(role));
}

void Principals::apply(trace::Entry const&, trace::RolePolicyStored const& record) {
  put(roles_[record.role.index].stored, record.name, record.document);
}

void Principals::apply(trace::Entry const&, trace::RolePolicyInForce const& record) {
  put(roles_[record.role.index].in_force, record.name, record.document);
}

}  // namespace rehearse::world
