#include "sim/world/access/evidence_keys.hpp"

#include "sim/base/hash.hpp"
#include "sim/base/json.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/world/access/resource_policy.hpp"
#include "sim/world/access/standing.hpp"

namespace rehearse::world {
namespace {

class Key {
 public:
  explicit Key(Access const& access) : access_(access) {}

  void add(std::string_view text) { value_ = hash_bytes(text, value_); }
  void add(std::uint64_t number) {
    add(std::string_view(reinterpret_cast<char const*>(&number), sizeof number));
  }
  void add(iam::Policy const* policy) {
    add(policy == nullptr ? UINT64_MAX : policy->document);
    if (policy != nullptr && reads_clock(*policy)) add_time();
  }
  void add(std::vector<iam::Policy const*> const& policies) {
    add(policies.size());
    for (iam::Policy const* policy : policies) add(policy);
  }
  void add(std::vector<CallerPolicies::Level> const& levels) {
    add(levels.size());
    for (CallerPolicies::Level const& level : levels) add(level);
  }
  void add(std::vector<Tag> const& tags) {
    add(tags.size());
    for (Tag const& tag : tags) {
      add(tag.key);
      add(tag.value);
    }
  }
  void add_place_of(AccountId account) {
    Organization const& organization = access_.organization();
    add(organization.id());
    add(account ? organization.path_in_force(account) : std::string_view{});
  }
  void add_time() { add(static_cast<std::uint64_t>(access_.now().time_since_epoch().count())); }
  std::uint64_t value() const { return value_; }

 private:
  Access const& access_;
  std::uint64_t value_ = 0;
};

}  // namespace

std::uint64_t caller_key(Access const& access, CallerPolicies const& policies,
                         PrincipalId principal) {
  Principal const& p = access.principals()[principal];
  Key key(access);
  key.add(p.in_force.exists ? 1 : 0);
  key.add(policies.identity.policies());
  key.add(policies.boundary);
  key.add(policies.scp_levels);
  key.add(p.in_force.tags);
  key.add_place_of(p.account);
  return key.value();
}

std::uint64_t resource_key(Access const& access, CompiledPolicies& compiled,
                           std::string_view resource, AccountId owner) {
  std::string const holder = policy_holder(resource);
  Key key(access);
  key.add(compiled.written_on(holder));
  if (WrittenPolicy const* written = access.written_policies().find(holder))
    key.add(written->since.stored);
  iam::Policy const* shared = compiled.shared(holder);
  key.add(shared);
  if (shared != nullptr) key.add(json::dump(written_policy(access, holder)));
  if (owner) key.add(control_levels(access, compiled, owner, ControlPolicyType::rcp));
  key.add(access.written_policies().tags_met(resource));
  key.add_place_of(owner);
  return key.value();
}

}  // namespace rehearse::world
