#include "reports/usage_fold.hpp"

#include "sim/pipeline/job_kinds.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/vocab/lifecycle.hpp"

namespace rehearse::reports {

using namespace trace;

// ---- whose it is ----

/// Without an account when nobody knows.
QuotaOwner UsageFold::owner_of(ExecutionId execution) const {
  if (execution.index >= model_.executions.size()) return {};
  PipelineId const id = model_.executions[execution.index].pipeline;
  if (id.index >= model_.pipelines.size()) return {};
  Pipeline const& pipeline = model_.pipelines[id.index];
  return {pipeline.account, pipeline.region};
}

/// RAM's records say the Region in their ARNs alone.
QuotaOwner UsageFold::owner_of(AccountId account, std::string_view arn) const {
  auto const parts = ArnView::split(arn);
  bool const known = account && account.index < model_.accounts.size();
  if (!parts || !known || parts->region == model_.accounts[account.index].region)
    return {account, {}};
  return {account, std::string(parts->region)};
}

pipeline::StepTypeRow const* UsageFold::type_of(ExecutionId execution, std::uint16_t step) const {
  if (execution.index >= model_.executions.size()) return nullptr;
  auto const& nodes = model_.graphs[model_.executions[execution.index].graph].nodes;
  return step < nodes.size() ? pipeline::find_step_type(nodes[step].type) : nullptr;
}

// ---- pipelines and executions ----

void UsageFold::on(Entry const& e, PipelineStored const& r) {
  if (pipelines_.insert(r.pipeline).second)
    usage_.add(e.at, {r.account, r.region}, counted_quota(Quota::pipelines), 1);
}

void UsageFold::on(Entry const& e, PipelineDeleted const& r) {
  if (pipelines_.erase(r.pipeline) == 0 || r.pipeline.index >= model_.pipelines.size()) return;
  Pipeline const& pipeline = model_.pipelines[r.pipeline.index];
  usage_.add(e.at, {pipeline.account, pipeline.region}, counted_quota(Quota::pipelines), -1);
}

void UsageFold::on(Entry const& e, ExecutionStarted const& r) {
  usage_.add(e.at, owner_of(r.execution), counted_quota(Quota::concurrent_executions), 1);
}

void UsageFold::on(Entry const& e, ExecutionMoved const& r) {
  if (is_terminal(r.to))
    usage_.add(e.at, owner_of(r.execution), counted_quota(Quota::concurrent_executions), -1);
  if (is_terminal(r.from))
    usage_.add(e.at, owner_of(r.execution), counted_quota(Quota::concurrent_executions), 1);
}

// ---- instances ----

/// `sign`: 1 where it begins, -1 where it has ended.
void UsageFold::use(Time at, Taken const& taken, std::int32_t sign) {
  InstanceKind const* kind = find_instance_kind(taken.kind);
  for (pipeline::Instances const& each : taken.instances) {
    std::int32_t const more = sign * static_cast<std::int32_t>(each.count);
    if (!each.type.empty()) usage_.add(at, taken.owner, counted_type(each.type, taken.kind), more);
    if (kind != nullptr && kind->across)
      usage_.add(at, taken.owner, counted_quota(*kind->across), more);
  }
}

void UsageFold::on(Entry const& e, InstancesTaken const& r) {
  pipeline::StepTypeRow const* type = type_of(r.execution, r.step);
  Taken taken{owner_of(r.execution),
              type == nullptr ? std::string_view{} : type->quota,
              {{r.instance_type, std::int64_t{r.count}}}};
  use(e.at, taken, 1);
  steps_[{r.execution, r.step}] = std::move(taken);
}

void UsageFold::on(Entry const& e, StepMoved const& r) {
  // An attempt is over: at an end, or about to be tried again.
  if (!is_terminal(r.to) && r.to != StepStatus::starting) return;
  auto const taken = steps_.find({r.execution, r.step});
  if (taken == steps_.end()) return;
  use(e.at, taken->second, -1);
  steps_.erase(taken);
}

void UsageFold::on(Entry const& e, JobStored const& r) {
  if (r.instances == 0) return;
  Taken taken{{r.account, r.region},
              pipeline::row_of(pipeline::row_of(r.kind).step).quota,
              {{r.instance_type, std::int64_t{r.instances}}}};
  use(e.at, taken, 1);
  jobs_[r.job] = std::move(taken);
}

void UsageFold::on(Entry const& e, JobMoved const& r) {
  if (auto job = jobs_.find(r.job); is_terminal(r.to) && job != jobs_.end())
    use(e.at, jobs_.extract(job).mapped(), -1);
}

// ---- the registry, endpoints ----

void UsageFold::on(Entry const& e, PackageGroupStored const& r) {
  if (r.group.index != groups_.size()) return;
  groups_.push_back({r.account, r.region});
  usage_.add(e.at, groups_.back(), counted_quota(Quota::package_groups), 1);
}

void UsageFold::on(Entry const& e, PackageGroupDeleted const& r) {
  if (r.group.index < groups_.size())
    usage_.add(e.at, groups_[r.group.index], counted_quota(Quota::package_groups), -1);
}

void UsageFold::on(Entry const& e, PackageStored const& r) {
  if (r.package.index != packages_.size() || r.group.index >= groups_.size()) return;
  packages_.push_back(r.group);
  usage_.add(e.at, groups_[r.group.index], counted_quota(Quota::packages), 1);
}

void UsageFold::on(Entry const& e, PackageDeleted const& r) {
  if (r.package.index < packages_.size())
    usage_.add(e.at, groups_[packages_[r.package.index].index], counted_quota(Quota::packages), -1);
}

void UsageFold::on(Entry const&, EndpointConfigStored const& r) {
  if (r.config.index != configs_.size()) return;
  configs_.emplace_back();
  if (r.request.index >= model_.documents.size()) return;
  if (auto request = json::parse(model_.documents[r.request.index].text))
    configs_.back() = pipeline::hosted_instances(*request);
}

std::vector<pipeline::Instances> UsageFold::runs_on(EndpointConfigId config) const {
  return config.index < configs_.size() ? configs_[config.index]
                                        : std::vector<pipeline::Instances>{};
}

/// From here on the endpoint takes up these instances.
void UsageFold::host(Time at, EndpointId endpoint, std::vector<pipeline::Instances> instances) {
  Taken& taken = endpoints_[endpoint];
  use(at, taken, -1);
  taken.instances = std::move(instances);
  use(at, taken, 1);
}

void UsageFold::on(Entry const& e, EndpointStored const& r) {
  endpoints_[r.endpoint] = {{r.account, r.region}, kEndpointKind, {}};
  serves_[r.endpoint] = r.config;
  host(e.at, r.endpoint, runs_on(r.config));
}

/// While it is updated it has the instances of both configurations; a Failed one has none.
void UsageFold::on(Entry const& e, EndpointMoved const& r) {
  auto instances = runs_on(r.config);
  if (r.to == EndpointStatus::updating)
    for (pipeline::Instances& each : runs_on(serves_[r.endpoint]))
      instances.push_back(std::move(each));
  if (r.to == EndpointStatus::failed) instances.clear();
  if (r.to == EndpointStatus::deleting && endpoints_[r.endpoint].instances.empty())
    instances.clear();
  if (r.to == EndpointStatus::in_service) serves_[r.endpoint] = r.config;
  host(e.at, r.endpoint, std::move(instances));
}

void UsageFold::on(Entry const& e, EndpointDeleted const& r) { host(e.at, r.endpoint, {}); }

// ---- sharing ----

void UsageFold::on(Entry const& e, ShareStored const& r) {
  auto [known, is_new] = shares_.emplace(r.share, Share{owner_of(r.owner, r.arn), r.name});
  if (is_new) usage_.add(e.at, known->second.owner, counted_quota(Quota::shares), 1);
}

void UsageFold::on(Entry const& e, ShareMoved const& r) {
  auto const share = shares_.find(r.share);
  if (share == shares_.end() || r.status != ShareStatus::deleted || share->second.deleted) return;
  share->second.deleted = true;
  usage_.add(e.at, share->second.owner, counted_quota(Quota::shares), -1);
}

/// What is neither gone nor failed counts.
void UsageFold::on(Entry const& e, AssociationMoved const& r) {
  auto const share = shares_.find(r.share);
  if (share == shares_.end()) return;
  bool const counts =
      r.status != AssociationStatus::disassociated && r.status != AssociationStatus::failed;
  std::tuple const key{r.share, r.type, r.entity};
  bool const changes = counts ? associations_.insert(key).second : associations_.erase(key) > 0;
  if (!changes) return;
  bool const resource = r.type == AssociationType::resource;
  auto const& [owner, name, deleted] = share->second;
  std::int32_t const more = counts ? 1 : -1;
  usage_.add(e.at, owner, counted_quota(resource ? Quota::resources : Quota::principals), more);
  usage_.add(e.at, owner,
             counted_quota(resource ? Quota::share_resources : Quota::share_principals, name),
             more);
}

void UsageFold::on(Entry const& e, InvitationMoved const& r) {
  auto const share = shares_.find(r.share);
  if (share == shares_.end()) return;
  bool const pending = r.status == InvitationStatus::pending;
  bool const changes =
      pending ? invitations_.insert(r.invitation).second : invitations_.erase(r.invitation) > 0;
  if (changes)
    usage_.add(e.at, share->second.owner, counted_quota(Quota::pending_invitations),
               pending ? 1 : -1);
}

void UsageFold::count(Time at, Permission& permission, bool counts) {
  if (permission.counts == counts) return;
  permission.counts = counts;
  std::int32_t const more = counts ? 1 : -1;
  usage_.add(at, permission.owner, counted_quota(Quota::permissions), more);
  usage_.add(at, permission.owner, counted_quota(Quota::permissions_of_type, permission.type),
             more);
}

void UsageFold::on(Entry const& e, PermissionMoved const& r) {
  auto const known =
      permissions_.emplace(r.arn, Permission{owner_of(r.owner, r.arn), r.type}).first;
  count(e.at, known->second, r.status == PermissionStatus::attachable);
}

/// One that RAM made from a policy counts only when it is promoted.
void UsageFold::on(Entry const& e, FeatureSetMoved const& r) {
  if (auto known = permissions_.find(r.arn); known != permissions_.end())
    count(e.at, known->second, r.to == ShareFeatureSet::standard);
}

}  // namespace rehearse::reports
