// New control policies and the types that are switched on for them.
// Source: sharing-and-access 2.2 to 2.4.
#pragma once

#include <string>

#include "sim/domain/assume.hpp"
#include "sim/domain/context.hpp"

namespace rehearse::domain {

class ControlPolicyDesk {
 public:
  ControlPolicyDesk(Context const& context, Assume& assume) : c_(context), assume_(assume) {}

  /// The id of a new policy, which follows from its name.
  std::string new_id(ControlPolicyType type, std::string const& name) const;
  /// Switches the type on where it is off: the default policy is attached everywhere.
  void enable(ControlPolicyType type);
  /// Begins to switch the type on or off, which is done a while later. REQUIRES: it is the other
  /// way, and nothing is pending.
  void begin_switch(ControlPolicyType type, bool on);
  void end_switch(ControlPolicyType type, bool on);
  /// A policy that stands when the run begins. `lines`: see DocumentStored. Returns its id.
  std::string stand(ControlPolicyType type, std::string const& name, std::string const& text,
                    trace::SourceLine where, std::string lines = {});
  /// ... attached to a root, unit or account; `only`: in place of FullAWSAccess.
  void stand_on(std::string const& policy, std::string const& target, bool only);

 private:
  Context c_;
  Assume& assume_;
};

/// `FullAWSAccess` or `RCPFullAWSAccess`.
std::string_view default_policy_id(ControlPolicyType type);

}  // namespace rehearse::domain
