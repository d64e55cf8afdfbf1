// The records that change how much of a quota is used, one overload each.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "reports/usage.hpp"
#include "sim/pipeline/instances.hpp"
#include "sim/pipeline/step_types.hpp"

namespace rehearse::reports {

class UsageFold {
 public:
  using Entry = trace::Entry;

  /// REQUIRES: the model outlives this, and has taken each record before this does.
  explicit UsageFold(RunModel& model) : model_(model), usage_(model) {}

  void on(Entry const& e, trace::PipelineStored const& r);
  void on(Entry const& e, trace::PipelineDeleted const& r);
  void on(Entry const& e, trace::ExecutionStarted const& r);
  void on(Entry const& e, trace::ExecutionMoved const& r);
  void on(Entry const& e, trace::StepMoved const& r);
  void on(Entry const& e, trace::InstancesTaken const& r);
  void on(Entry const& e, trace::JobStored const& r);
  void on(Entry const& e, trace::JobMoved const& r);
  void on(Entry const& e, trace::PackageGroupStored const& r);
  void on(Entry const& e, trace::PackageGroupDeleted const& r);
  void on(Entry const& e, trace::PackageStored const& r);
  void on(Entry const& e, trace::PackageDeleted const& r);
  void on(Entry const& e, trace::EndpointConfigStored const& r);
  void on(Entry const& e, trace::EndpointStored const& r);
  void on(Entry const& e, trace::EndpointMoved const& r);
  void on(Entry const& e, trace::EndpointDeleted const& r);
  void on(Entry const& e, trace::ShareStored const& r);
  void on(Entry const& e, trace::ShareMoved const& r);
  void on(Entry const& e, trace::AssociationMoved const& r);
  void on(Entry const& e, trace::InvitationMoved const& r);
  void on(Entry const& e, trace::PermissionMoved const& r);
  void on(Entry const& e, trace::FeatureSetMoved const& r);

  void finish() { usage_.finish(); }

 private:
  /// What a job or an endpoint takes up.
  struct Taken {
    QuotaOwner owner;
    std::string_view kind;
    std::vector<pipeline::Instances> instances;
  };
  struct Share {
    QuotaOwner owner;
    std::string name;
    bool deleted = false;
  };
  struct Permission {
    QuotaOwner owner;
    std::string type;
    bool counts = false;
  };

  QuotaOwner owner_of(ExecutionId execution) const;
  QuotaOwner owner_of(AccountId account, std::string_view arn) const;
  pipeline::StepTypeRow const* type_of(ExecutionId execution, std::uint16_t step) const;
  void use(Time at, Taken const& taken, std::int32_t sign);
  void host(Time at, EndpointId endpoint, std::vector<pipeline::Instances> instances);
  std::vector<pipeline::Instances> runs_on(EndpointConfigId config) const;
  void count(Time at, Permission& permission, bool counts);

  RunModel& model_;
  Usage usage_;
  std::set<PipelineId> pipelines_;
  std::map<std::pair<ExecutionId, std::uint16_t>, Taken> steps_;  // attempts that run
  std::map<JobId, Taken> jobs_;                                   // that run
  std::vector<QuotaOwner> groups_;
  std::vector<GroupId> packages_;
  std::vector<std::vector<pipeline::Instances>> configs_;
  std::map<EndpointId, Taken> endpoints_;
  std::map<EndpointId, EndpointConfigId> serves_;
  std::map<ShareId, Share> shares_;
  std::set<std::tuple<ShareId, AssociationType, std::string>> associations_;
  std::set<InvitationId> invitations_;  // that are pending
  std::map<std::string, Permission> permissions_;
};

}  // namespace rehearse::reports
