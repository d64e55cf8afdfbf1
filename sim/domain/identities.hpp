// New identities and managed policies: their ids, and AWS's own policies once somebody attaches
// one.
#pragma once

#include <string>
#include <string_view>

#include "sim/domain/context.hpp"

namespace rehearse::domain {

class Identities {
 public:
  explicit Identities(Context const& context) : c_(context) {}

  /// A new one, not yet there (IamSlot::existence). Its unique id follows from its name and from
  /// how many there were of that name before.
  PrincipalId define(IdentityKind kind, AccountId account, std::string const& path,
                     std::string const& name, trace::SourceLine where);
  /// The account's root user, defined when it is first asked for.
  PrincipalId root(AccountId account, trace::SourceLine where);
  /// Stored and in force at once: what stands when the run begins.
  void stand(trace::IamStored const& stored);
  void stand(trace::ManagedPolicyStored const& stored);
  /// An AWS managed policy comes into the run when it is first attached; nothing for any other ARN.
  void know_aws_policy(std::string_view arn);

 private:
  Context c_;
};

}  // namespace rehearse::domain
