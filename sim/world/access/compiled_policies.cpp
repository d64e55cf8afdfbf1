#include "sim/world/access/compiled_policies.hpp"

#include "sim/base/assert.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/world/access/resource_policy.hpp"

namespace rehearse::world {
namespace {

iam::Policy compiled(json::Value const& document, iam::PolicyKind kind) {
  auto policy = iam::compile(document, kind);
  REHEARSE_ASSERT(policy.has_value(), "only policies that were checked are stored");
  return std::move(*policy);
}

/// Did that ARN, when the policy was stored, stand for the identity that has it now? A role that
/// was made anew under an old name is another (sharing-and-access 3.3).
bool still_the_same(Principals const& principals, std::string_view arn, trace::Seq stored) {
  PrincipalId now = principals.newest(arn);
  if (!now) return true;  // of an account that the scenario does not have
  Principal const& p = principals[now];
  return p.created <= stored && p.in_force.exists;
}

}  // namespace

bool is_description(std::string_view name) { return name.contains(' '); }

iam::Policy const* CompiledPolicies::of(DocumentId document, iam::PolicyKind kind) {
  auto& slot = compiled_[{document, kind}];
  if (!slot) {
    Document const& source = access_.documents()[document];
    auto parsed = json::parse(source.text);
    REHEARSE_ASSERT(parsed.has_value(), "documents are stored as JSON");
    slot = std::make_unique<iam::Policy>(compiled(*parsed, kind));
    slot->document = document.index;
    slot->name = source.name();
    slot->described = is_description(source.name());
  }
  return slot.get();
}

std::unique_ptr<iam::Policy> CompiledPolicies::with_principals(DocumentId document,
                                                               iam::PolicyKind kind,
                                                               Origin const& since) {
  auto policy = std::make_unique<iam::Policy>(*of(document, kind));
  for (iam::Statement& statement : policy->statements)
    for (iam::PrincipalEntry& entry : statement.principals)
      if (entry.form == iam::PrincipalEntry::Form::arn &&
          !still_the_same(access_.principals(), entry.value, since.stored))
        entry.form = iam::PrincipalEntry::Form::other;
  return policy;
}

void CompiledPolicies::forget_if_changed() {
  if (as_of_ == access_.changes()) return;
  written_.clear();
  shared_.clear();
  trust_.clear();
  as_of_ = access_.changes();
}

iam::Policy const* CompiledPolicies::written_on(std::string const& holder) {
  if (access_.written_policies().all().empty()) return nullptr;
  forget_if_changed();
  auto at = written_.find(holder);
  if (at == written_.end()) {
    WrittenPolicy const* written = access_.written_policies().find(holder);
    std::unique_ptr<iam::Policy> policy;
    if (written != nullptr && written->in_force)
      policy = with_principals(written->in_force, iam::PolicyKind::resource, written->since);
    at = written_.emplace(holder, std::move(policy)).first;
  }
  return at->second.get();
}

iam::Policy const* CompiledPolicies::shared(std::string const& holder) {
  if (access_.shares().all().empty()) return nullptr;
  forget_if_changed();
  auto at = shared_.find(holder);
  if (at == shared_.end()) {
    std::unique_ptr<iam::Policy> policy;
    json::Value document = written_policy(access_, holder);
    if (!document.is_null()) {
      policy = std::make_unique<iam::Policy>(compiled(document, iam::PolicyKind::resource));
      policy->name = "the policy that RAM wrote";
      policy->described = true;
    }
    at = shared_.emplace(holder, std::move(policy)).first;
  }
  return at->second.get();
}

iam::Policy const* CompiledPolicies::trust(PrincipalId role) {
  forget_if_changed();
  auto& slot = trust_[role];
  Attributes const& in_force = access_.principals()[role].in_force;
  if (!slot && in_force.exists && in_force.trust)
    slot = with_principals(in_force.trust, iam::PolicyKind::trust, in_force.trust_since);
  return slot.get();
}

}  // namespace rehearse::world
