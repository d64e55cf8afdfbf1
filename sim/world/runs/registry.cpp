#include "sim/world/runs/registry.hpp"

#include <algorithm>

#include "sim/base/assert.hpp"
#include "sim/base/text.hpp"
#include "sim/vocab/lifecycle.hpp"

namespace rehearse::world {
namespace {

template <class Id, class T, class Same>
Id find_in(std::vector<T> const& items, Same same) {
  auto at = std::ranges::find_if(items, same);
  return at == items.end() ? Id{} : Id{static_cast<std::uint32_t>(at - items.begin())};
}

template <class Id, class T>
Id find_named(std::vector<T> const& items, Place const& place, std::string_view name) {
  return find_in<Id>(items, [&](T const& item) {
    return item.place() == place && item.name == name && !item.deleted;
  });
}

std::uint32_t counted_in(std::map<Place, std::uint32_t> const& counts, Place const& place) {
  auto at = counts.find(place);
  return at == counts.end() ? 0 : at->second;
}

}  // namespace

GroupId Registry::find_group(Place const& place, std::string_view name_or_arn) const {
  if (!name_or_arn.starts_with("arn:")) return find_named<GroupId>(groups_, place, name_or_arn);
  GroupId const group = find_group_arn(name_or_arn);
  return group && groups_[group.index].region == place.region ? group : GroupId{};
}
GroupId Registry::find_group_arn(std::string_view arn) const {
  return find_in<GroupId>(groups_,
                          [&](PackageGroup const& g) { return g.arn == arn && !g.deleted; });
}
PackageId Registry::find_package_arn(std::string_view arn) const {
  return find_in<PackageId>(packages_,
                            [&](Package const& p) { return p.arn == arn && !p.deleted; });
}

std::uint32_t Registry::groups_in(Place const& place) const {
  return counted_in(groups_in_, place);
}
std::uint32_t Registry::packages_in(Place const& place) const {
  return counted_in(packages_in_, place);
}

void Registry::store(trace::Entry const& entry, trace::PackageGroupStored const& record,
                     Place place, std::string arn) {
  REHEARSE_ASSERT(record.group.index == groups_.size(), "groups are numbered in order");
  ++groups_in_[place];
  groups_.push_back({std::move(place), record.name, std::move(arn), 0, entry.at, false});
}

void Registry::store(trace::Entry const& entry, trace::PackageStored const& record,
                     std::string arn) {
  REHEARSE_ASSERT(record.package.index == packages_.size(), "packages are numbered in order");
  groups_[record.group.index].versions =
      std::max(groups_[record.group.index].versions, record.version);
  ++packages_in_[groups_[record.group.index]];
  packages_.push_back({record.group,
                       record.version,
                       std::move(arn),
                       record.approval,
                       {},
                       record.request,
                       record.execution,
                       record.step,
                       entry.at,
                       entry.at,
                       false});
}

void Registry::apply(trace::Entry const& entry, trace::PackageMoved const& record) {
  Package& package = packages_[record.package.index];
  package.approval = record.approval;
  package.approval_description = record.description;
  package.modified = entry.at;
}

void Registry::apply(trace::Entry const& entry, trace::PackageUpdated const& record) {
  packages_[record.package.index].request = record.request;
  packages_[record.package.index].modified = entry.at;
}

void Registry::apply(trace::Entry const&, trace::PackageDeleted const& record) {
  Package& package = packages_[record.package.index];
  if (!package.deleted) --packages_in_[groups_[package.group.index]];
  package.deleted = true;
}
void Registry::apply(trace::Entry const&, trace::PackageGroupDeleted const& record) {
  PackageGroup& group = groups_[record.group.index];
  if (!group.deleted) --groups_in_[group];
  group.deleted = true;
}

ModelId Endpoints::find_model(Place const& place, std::string_view name) const {
  return find_named<ModelId>(models_, place, name);
}
EndpointConfigId Endpoints::find_config(Place const& place, std::string_view name) const {
  return find_named<EndpointConfigId>(configs_, place, name);
}
EndpointId Endpoints::find_endpoint(Place const& place, std::string_view name) const {
  // Endpoint names are unique without regard to case (sagemaker-pipelines 6.3).
  return find_in<EndpointId>(endpoints_, [&](Endpoint const& e) {
    return e.place() == place && !e.deleted && equals_ignoring_case(e.name, name);
  });
}

std::int64_t Endpoints::hosted(Place const& place, std::string_view type) const {
  std::int64_t sum = 0;
  auto add = [&](EndpointConfigId config) {
    if (!config) return;
    for (pipeline::Instances const& each : configs_[config.index].instances)
      if (type.empty() || each.type == type) sum += each.count;
  };
  for (Endpoint const& endpoint : endpoints_) {
    if (endpoint.deleted || !endpoint.failure.empty() || endpoint.place() != place) continue;
    add(endpoint.config);
    if (endpoint.status == EndpointStatus::updating) add(endpoint.pending);
  }
  return sum;
}

void Endpoints::store(trace::Entry const& entry, trace::ModelStored const& record, Place place,
                      std::string arn) {
  models_.push_back({std::move(place), record.name, std::move(arn), record.request, entry.at});
}
void Endpoints::store(trace::Entry const& entry, trace::EndpointConfigStored const& record,
                      Place place, std::string arn, std::vector<pipeline::Instances> instances) {
  configs_.push_back({std::move(place), record.name, std::move(arn), record.request, entry.at,
                      false, std::move(instances)});
}
void Endpoints::store(trace::Entry const& entry, trace::EndpointStored const& record, Place place,
                      std::string arn) {
  endpoints_.push_back({std::move(place),
                        record.name,
                        std::move(arn),
                        record.config,
                        {},
                        EndpointStatus::creating,
                        false,
                        entry.at,
                        entry.at,
                        {}});
}

void Endpoints::apply(trace::Entry const&, trace::ModelDeleted const& record) {
  models_[record.model.index].deleted = true;
}

void Endpoints::apply(trace::Entry const& entry, trace::EndpointMoved const& record) {
  Endpoint& endpoint = endpoints_[record.endpoint.index];
  REHEARSE_ASSERT(may_move(endpoint.status, record.to), "an endpoint follows its state machine");
  endpoint.status = record.to;
  endpoint.modified = entry.at;
  if (record.to == EndpointStatus::in_service) {
    endpoint.config = record.config;
    endpoint.pending = {};
  } else {
    endpoint.pending = record.config;
  }
}

void Endpoints::apply(trace::Entry const&, trace::EndpointFaulted const& record) {
  endpoints_[record.endpoint.index].failure = record.reason;
}

void Endpoints::apply(trace::Entry const&, trace::EndpointDeleted const& record) {
  endpoints_[record.endpoint.index].deleted = true;
}

}  // namespace rehearse::world
