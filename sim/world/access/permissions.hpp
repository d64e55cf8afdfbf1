// RAM's managed permissions: AWS's from the start, customers' as they are created, each with its
// versions. Source: sharing-and-access 1.3, 1.4.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/base/json.hpp"
#include "sim/trace/trace.hpp"

namespace rehearse::world {

struct PermissionVersion {
  std::uint32_t number = 1;
  std::vector<std::string> actions;
  json::Value condition;  // null: none
  bool deleted = false;
  Time created{};
  Time moved{};

  /// `{"Effect":"Allow","Action":[...],"Condition":{...}}`.
  json::Value grants() const;
};

struct Permission {
  AccountId owner;  // none: AWS
  std::string arn;
  std::string name;
  std::string type;  // `sagemaker:Pipeline`
  PermissionStatus status = PermissionStatus::attachable;
  bool default_of_type = false;
  std::vector<PermissionVersion> versions;  // rising
  std::uint32_t default_version = 1;
  Time created{};
  Time moved{};
  ShareFeatureSet feature_set = ShareFeatureSet::standard;

  bool aws_managed() const { return !owner; }
  /// RAM made it from a policy: nobody can change it or attach it elsewhere.
  bool from_policy() const { return feature_set != ShareFeatureSet::standard; }
  /// Null when there is none of that number.
  PermissionVersion const* find(std::uint32_t version) const;
  PermissionVersion const& standard() const { return *find(default_version); }
  /// Not being deleted.
  bool in_use() const { return status == PermissionStatus::attachable; }
  /// ATTACHABLE: the default; the others are not.
  PermissionStatus status_of(PermissionVersion const& version) const;
};

class Permissions {
 public:
  Permissions();

  std::vector<Permission> const& all() const { return all_; }
  /// Null when there is none of that ARN.
  Permission const* find(std::string_view arn) const;
  /// A share's pinned version, or null.
  PermissionVersion const* find(std::string_view arn, std::uint32_t version) const;
  /// AWS's default for a resource type (case counts not), or null.
  Permission const* default_of(std::string_view type) const;

  void apply(trace::Entry const& entry, trace::PermissionMoved const& record);
  void apply(trace::Entry const& entry, trace::PermissionVersionStored const& record);
  void apply(trace::Entry const& entry, trace::PermissionVersionMoved const& record);
  void apply(trace::Entry const& entry, trace::FeatureSetMoved const& record);

 private:
  Permission& at(std::string_view arn);

  std::vector<Permission> all_;
};

}  // namespace rehearse::world
