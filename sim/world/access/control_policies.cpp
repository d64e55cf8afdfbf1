#include "sim/world/access/control_policies.hpp"

#include <algorithm>

namespace rehearse::world {
namespace {

void put(std::vector<std::uint32_t>& policies, std::uint32_t policy, bool attached) {
  auto at = std::ranges::find(policies, policy);
  if (attached && at == policies.end()) policies.push_back(policy);
  if (!attached && at != policies.end()) policies.erase(at);
}

}  // namespace

bool ControlPolicies::is_default(std::uint32_t policy) const {
  return is_aws_control_policy(all_[policy].id) && enabled(all_[policy].type);
}

ControlPolicy const* ControlPolicies::find(std::string_view id) const {
  auto at = std::ranges::find(all_, id, &ControlPolicy::id);
  return at == all_.end() || !at->document ? nullptr : &*at;
}

std::optional<std::uint32_t> ControlPolicies::position(std::string_view id) const {
  auto at = std::ranges::find(all_, id, &ControlPolicy::id);
  if (at == all_.end()) return std::nullopt;
  return static_cast<std::uint32_t>(at - all_.begin());
}

std::vector<std::uint32_t> ControlPolicies::of_type(std::vector<std::uint32_t> const& policies,
                                                    ControlPolicyType type) const {
  std::vector<std::uint32_t> out;
  for (std::uint32_t policy : policies)
    if (all_[policy].type == type) out.push_back(policy);
  return out;
}

std::vector<std::uint32_t> ControlPolicies::attached(std::string_view target,
                                                     ControlPolicyType type) const {
  auto at = targets_.find(target);
  if (at == targets_.end()) return {};
  return of_type(at->second.stored, type);
}

std::vector<std::uint32_t> ControlPolicies::in_force(std::string_view target,
                                                     ControlPolicyType type) const {
  auto at = targets_.find(target);
  if (at == targets_.end() || !enabled(type)) return {};
  return of_type(at->second.in_force, type);
}

void ControlPolicies::add_target(std::string const& target) {
  Attached& attached = targets_[target];
  for (std::uint32_t i = 0; i < all_.size(); ++i) {
    if (!is_default(i)) continue;
    put(attached.stored, i, true);
    put(attached.in_force, i, true);
  }
}

void ControlPolicies::put_defaults(std::vector<std::uint32_t>& policies) const {
  policies.clear();
  for (std::uint32_t i = 0; i < all_.size(); ++i)
    if (is_default(i)) policies.push_back(i);
}

void ControlPolicies::apply(trace::Entry const&, trace::PolicyTypeMoved const& record) {
  statuses_[static_cast<std::size_t>(record.type)] = record.status;
  bool const on = record.status == PolicyTypeStatus::enabled;
  if (!on && record.status != PolicyTypeStatus::disabled) return;
  // Switching a type off detaches all; on again, only the default is back (2.2).
  for (auto& [target, attached] : targets_) {
    auto is_of_type = [&](std::uint32_t policy) { return all_[policy].type == record.type; };
    std::erase_if(attached.stored, is_of_type);
    std::erase_if(attached.in_force, is_of_type);
    if (on) add_target(target);
  }
}

void ControlPolicies::apply(trace::Entry const&, trace::ControlPolicyStored const& record) {
  auto at = std::ranges::find(all_, record.id, &ControlPolicy::id);
  if (at == all_.end()) {
    all_.push_back({record.id, record.type, record.name, record.document, {}, {}, record.where});
    return;
  }
  at->name = record.name;
  at->document = record.document;
}

void ControlPolicies::apply(trace::Entry const& entry, trace::ControlPolicyInForce const& record) {
  auto at = std::ranges::find(all_, record.id, &ControlPolicy::id);
  if (at == all_.end()) return;
  at->in_force = record.document;
  at->since = Origin(entry);
}

void ControlPolicies::apply(trace::Entry const&, trace::AttachmentStored const& record) {
  if (auto policy = position(record.policy))
    put(targets_[record.target].stored, *policy, record.attached);
}

void ControlPolicies::apply(trace::Entry const&, trace::AttachmentInForce const& record) {
  if (auto policy = position(record.policy))
    put(targets_[record.target].in_force, *policy, record.attached);
}

}  // namespace rehearse::world
