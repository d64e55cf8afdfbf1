// Roles and their policies: as IAM shows them (stored) and as decisions see them (in force).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/trace/trace.hpp"

namespace rehearse::world {

struct NamedPolicy {
  std::string name;
  DocumentId document;
  bool operator==(NamedPolicy const&) const = default;
};

struct Role {
  AccountId account;
  std::string path;  // `/` or `/team/`
  std::string name;
  std::string unique_id;
  std::string arn;
  DocumentId trust;
  std::vector<NamedPolicy> stored;    // by name
  std::vector<NamedPolicy> in_force;  // by name
  trace::SourceLine where;

  NamedPolicy const* find_stored(std::string_view policy) const;
};

class Principals {
 public:
  std::vector<Role> const& roles() const { return roles_; }
  Role const& role(RoleId id) const { return roles_[id.index]; }
  RoleId find(AccountId account, std::string_view name) const;
  RoleId find_arn(std::string_view arn) const;

  /// `account_id`: the 12 digits, for the ARN.
  void define(trace::RoleDefined const& record, std::string_view account_id);
  void apply(trace::Entry const&, trace::RolePolicyStored const& record);
  void apply(trace::Entry const&, trace::RolePolicyInForce const& record);

 private:
  std::vector<Role> roles_;
  std::map<std::string, RoleId, std::less<>> by_arn_;
};

}  // namespace rehearse::world
