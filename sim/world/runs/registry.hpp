// The model registry, models, endpoint configurations and endpoints: what a promotion moves.
// Source: sagemaker-pipelines 3.4, 3.5, 6.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/pipeline/instances.hpp"
#include "sim/trace/trace.hpp"
#include "sim/world/access/place.hpp"

namespace rehearse::world {

struct PackageGroup : Place {
  std::string name;
  std::string arn;
  std::uint32_t versions = 0;
  Time created{};
  bool deleted = false;
};

struct Package {
  GroupId group;
  std::uint32_t version = 0;
  std::string arn;
  ApprovalStatus approval{};
  std::string approval_description;
  DocumentId request;
  ExecutionId execution;  // none: registered by a call
  std::uint16_t step = 0;
  Time created{};
  Time modified{};
  bool deleted = false;
};

/// A model or an endpoint configuration: a name and what it was created from.
struct NamedResource : Place {
  std::string name;
  std::string arn;
  DocumentId request;
  Time created{};
  bool deleted = false;
  std::vector<pipeline::Instances> instances{};  // of a configuration: of its variants
};

struct Endpoint : Place {
  std::string name;
  std::string arn;
  EndpointConfigId config;   // that it serves, or is being created with
  EndpointConfigId pending;  // that it is moving to
  EndpointStatus status{};
  bool deleted = false;
  Time created{};
  Time modified{};
  std::string failure;  // why it is Failed
};

/// INVARIANT: what is deleted stays in the lists, and no look-up finds it.
class Registry {
 public:
  std::vector<PackageGroup> const& groups() const { return groups_; }
  PackageGroup const& group(GroupId id) const { return groups_[id.index]; }
  /// The group that a caller at that place means: by its name there, or by its ARN, which may be of
  /// another account but not of another Region.
  GroupId find_group(Place const& place, std::string_view name_or_arn) const;
  GroupId find_group_arn(std::string_view arn) const;
  std::vector<Package> const& packages() const { return packages_; }
  Package const& package(PackageId id) const { return packages_[id.index]; }
  PackageId find_package_arn(std::string_view arn) const;
  /// How many there are in an account and Region: what their quotas count.
  std::uint32_t groups_in(Place const& place) const;
  std::uint32_t packages_in(Place const& place) const;

  void store(trace::Entry const& entry, trace::PackageGroupStored const& record, Place place,
             std::string arn);
  void store(trace::Entry const& entry, trace::PackageStored const& record, std::string arn);
  void apply(trace::Entry const& entry, trace::PackageMoved const& record);
  void apply(trace::Entry const& entry, trace::PackageUpdated const& record);
  void apply(trace::Entry const& entry, trace::PackageDeleted const& record);
  void apply(trace::Entry const& entry, trace::PackageGroupDeleted const& record);

 private:
  std::vector<PackageGroup> groups_;
  std::vector<Package> packages_;
  std::map<Place, std::uint32_t> groups_in_;
  std::map<Place, std::uint32_t> packages_in_;
};

class Endpoints {
 public:
  std::vector<NamedResource> const& models() const { return models_; }
  std::vector<NamedResource> const& configs() const { return configs_; }
  std::vector<Endpoint> const& endpoints() const { return endpoints_; }
  NamedResource const& config(EndpointConfigId id) const { return configs_[id.index]; }
  Endpoint const& endpoint(EndpointId id) const { return endpoints_[id.index]; }
  ModelId find_model(Place const& place, std::string_view name) const;
  EndpointConfigId find_config(Place const& place, std::string_view name) const;
  EndpointId find_endpoint(Place const& place, std::string_view name) const;
  /// The instances of a type (empty: of all) under the endpoints of an account and Region that
  /// have not failed. One that is updated has those of both configurations.
  std::int64_t hosted(Place const& place, std::string_view type) const;

  void store(trace::Entry const& entry, trace::ModelStored const& record, Place place,
             std::string arn);
  /// `instances`: of its variants.
  void store(trace::Entry const& entry, trace::EndpointConfigStored const& record, Place place,
             std::string arn, std::vector<pipeline::Instances> instances);
  void store(trace::Entry const& entry, trace::EndpointStored const& record, Place place,
             std::string arn);
  void apply(trace::Entry const& entry, trace::ModelDeleted const& record);
  void apply(trace::Entry const& entry, trace::EndpointMoved const& record);
  void apply(trace::Entry const& entry, trace::EndpointFaulted const& record);
  void apply(trace::Entry const& entry, trace::EndpointDeleted const& record);

 private:
  std::vector<NamedResource> models_;
  std::vector<NamedResource> configs_;
  std::vector<Endpoint> endpoints_;
};

}  // namespace rehearse::world
