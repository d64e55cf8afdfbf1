// New control policies and the types that are switched on for them.
// Source: sharing-and-access 2.2 to 2.4.
#pragma once

#include <string>

#include "sim/domain/context.hpp"

namespace rehearse::domain {

class ControlPolicyDesk {
 public:
  explicit ControlPolicyDesk(Context const& context) : c_(context) {}

  /// The id of a new policy, which follows from its name.
  std::string new_id(ControlPolicyType type, std::string const& name) const;
  /// Switches the type on where it is off: the default policy is attached everywhere.
  void enable(ControlPolicyType type);
  void disable(ControlPolicyType type);
  /// A policy that stands when the run begins. `lines`: see DocumentStored. Returns its id.
  std::string stand(ControlPolicyType type, std::string const& name, std::string const& text,
                    trace::SourceLine where, std::string lines = {});
  /// ... attached to a root, unit or account; `only`: in place of FullAWSAccess.
  void stand_on(std::string const& policy, std::string const& target, bool only);

 private:
  Context c_;
};

/// `FullAWSAccess` or `RCPFullAWSAccess`.
std::string_view default_policy_id(ControlPolicyType type);

}  // namespace rehearse::domain
