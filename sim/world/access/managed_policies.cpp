#include "sim/world/access/managed_policies.hpp"
#include "sim/vocab/arn.hpp"

#include <algorithm>

namespace rehearse::world {

PolicyVersion const* ManagedPolicy::find(std::uint32_t version) const {
  auto at = std::ranges::find(versions, version, &PolicyVersion::number);
  return at == versions.end() ? nullptr : &*at;
}

ManagedPolicy* ManagedPolicies::slot(std::string_view arn) {
  auto at = std::ranges::find(all_, arn, &ManagedPolicy::arn);
  return at == all_.end() ? nullptr : &*at;
}

ManagedPolicy const* ManagedPolicies::find(std::string_view arn) const {
  auto at = std::ranges::find(all_, arn, &ManagedPolicy::arn);
  return at == all_.end() || at->default_version == 0 ? nullptr : &*at;
}

DocumentId ManagedPolicies::in_force(std::string_view arn) const {
  auto at = std::ranges::find(all_, arn, &ManagedPolicy::arn);
  return at == all_.end() ? DocumentId{} : at->in_force;
}

void ManagedPolicies::apply(trace::Entry const& entry, trace::ManagedPolicyStored const& record) {
  ManagedPolicy* policy = slot(record.arn);
  if (policy == nullptr) {
    std::string name(last_name(record.arn));
    policy = &all_.emplace_back(
        ManagedPolicy{record.arn, std::move(name), {}, 0, 0, {}, {}, {}, record.where});
  }
  if (record.version == 0) {
    policy->versions.clear();
    policy->default_version = policy->last_version = 0;
    return;
  }
  PolicyVersion const* known = policy->find(record.version);
  Time const created = known != nullptr ? known->created : entry.at;
  std::erase_if(policy->versions,
                [&](PolicyVersion const& v) { return v.number == record.version; });
  if (!record.document) return;
  if (policy->last_version == 0) policy->created = entry.at;
  policy->last_version = std::max(policy->last_version, record.version);
  auto at = std::ranges::lower_bound(policy->versions, record.version, {}, &PolicyVersion::number);
  policy->versions.insert(at, {record.version, record.document, created});
  if (record.is_default) policy->default_version = record.version;
}

void ManagedPolicies::apply(trace::Entry const& entry, trace::ManagedPolicyInForce const& record) {
  if (ManagedPolicy* policy = slot(record.arn)) {
    policy->in_force = record.document;
    policy->since = Origin(entry);
  }
}

}  // namespace rehearse::world
