// Managed policies: a customer's, with versions, and AWS's own that somebody attached.
// Source: sharing-and-access 3.6.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/trace.hpp"
#include "sim/world/access/principals.hpp"

namespace rehearse::world {

struct PolicyVersion {
  std::uint32_t number = 1;
  DocumentId document;
  Time created{};
};

struct ManagedPolicy {
  std::string arn;
  std::string name;
  std::vector<PolicyVersion> versions;  // rising
  std::uint32_t default_version = 0;    // 0: deleted
  std::uint32_t last_version = 0;       // the highest that there ever was: numbers are not reused
  Time created{};
  DocumentId in_force;  // of the version that decisions see
  Origin since;
  trace::SourceLine where;

  PolicyVersion const* find(std::uint32_t version) const;
};

class ManagedPolicies {
 public:
  std::vector<ManagedPolicy> const& all() const { return all_; }
  /// Null when there is none, or none any more.
  ManagedPolicy const* find(std::string_view arn) const;
  /// As decisions see it, whatever IAM shows by now.
  DocumentId in_force(std::string_view arn) const;

  void apply(trace::Entry const& entry, trace::ManagedPolicyStored const& record);
  void apply(trace::Entry const& entry, trace::ManagedPolicyInForce const& record);

 private:
  ManagedPolicy* slot(std::string_view arn);

  std::vector<ManagedPolicy> all_;  // in creation order
};

}  // namespace rehearse::world
