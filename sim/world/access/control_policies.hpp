// SCPs and RCPs: what they say and what they are attached to, stored and in force. FullAWSAccess
// and RCPFullAWSAccess are there from the start wherever a type is switched on.
// Source: sharing-and-access 2.2, 2.3.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/trace.hpp"
#include "sim/world/access/principals.hpp"

namespace rehearse::world {

inline constexpr std::string_view kFullAwsAccess = "p-FullAWSAccess";
inline constexpr std::string_view kRcpFullAwsAccess = "p-RCPFullAWSAccess";

/// Is it one of those two, which are AWS's?
constexpr bool is_aws_control_policy(std::string_view id) {
  return id == kFullAwsAccess || id == kRcpFullAwsAccess;
}

struct ControlPolicy {
  std::string id;
  ControlPolicyType type{};
  std::string name;
  DocumentId document;  // none: deleted
  DocumentId in_force;
  Origin since;
  trace::SourceLine where;
};

/// The policies attached to one root, unit or account, as their positions in `all()`.
struct Attached {
  std::vector<std::uint32_t> stored;
  std::vector<std::uint32_t> in_force;
};

class ControlPolicies {
 public:
  std::vector<ControlPolicy> const& all() const { return all_; }
  ControlPolicy const* find(std::string_view id) const;
  PolicyTypeStatus status(ControlPolicyType type) const {
    return statuses_[static_cast<std::size_t>(type)];
  }
  /// It binds: it is switched on, or not yet off.
  bool enabled(ControlPolicyType type) const {
    return status(type) == PolicyTypeStatus::enabled ||
           status(type) == PolicyTypeStatus::pending_disable;
  }
  /// Of that type, as Organizations shows them; the default policy included.
  std::vector<std::uint32_t> attached(std::string_view target, ControlPolicyType type) const;
  /// ... as decisions see them. `type` is not switched on: none.
  std::vector<std::uint32_t> in_force(std::string_view target, ControlPolicyType type) const;

  /// A new root, unit or account has the defaults of the types that are switched on.
  void add_target(std::string const& target);
  /// An account that left has lost what was attached to it: it would come back with the defaults.
  void reset_stored(std::string const& target) { put_defaults(targets_[target].stored); }
  void reset_in_force(std::string const& target) { put_defaults(targets_[target].in_force); }
  void apply(trace::Entry const& entry, trace::PolicyTypeMoved const& record);
  void apply(trace::Entry const& entry, trace::ControlPolicyStored const& record);
  void apply(trace::Entry const& entry, trace::ControlPolicyInForce const& record);
  void apply(trace::Entry const& entry, trace::AttachmentStored const& record);
  void apply(trace::Entry const& entry, trace::AttachmentInForce const& record);

 private:
  bool is_default(std::uint32_t policy) const;
  /// The defaults of the types that are switched on, and nothing else.
  void put_defaults(std::vector<std::uint32_t>& policies) const;
  std::vector<std::uint32_t> of_type(std::vector<std::uint32_t> const& policies,
                                     ControlPolicyType type) const;
  std::optional<std::uint32_t> position(std::string_view id) const;

  std::vector<ControlPolicy> all_;
  std::map<std::string, Attached, std::less<>> targets_;
  PolicyTypeStatus statuses_[2] = {};
};

}  // namespace rehearse::world
