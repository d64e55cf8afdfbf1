#include "sim/domain/registering.hpp"

#include <fmt/format.h>

#include "sim/domain/deploying.hpp"
#include "sim/domain/quotas.hpp"
#include "sim/domain/tagging.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/world/access/tag_keys.hpp"
#include "sim/world/names.hpp"

namespace rehearse::domain {
namespace {

using pipeline::StepType;

DocumentId request_document(Context const& c, std::string_view name, json::Value const& request) {
  return c.record.document(trace::DocumentKind::request, std::string(name), json::dump(request));
}

/// The last part of a name or ARN: `model-package-group/churn` gives `churn`.
std::string_view plain_name(std::string_view name_or_arn) {
  auto arn = ArnView::split(name_or_arn);
  if (!arn) return name_or_arn;
  return arn->resource.substr(arn->resource.find('/') + 1);
}

void tag_created(Context const& c, std::string const& arn, json::Value const& arguments) {
  for (world::Tag const& each : world::tags_of(arguments)) tag(c, arn, each.key, each.value);
}

/// A group of the account that is not there is made; one of another account must be there.
std::expected<void, std::string> register_model(Context const& c, Events& events,
                                                ExecutionId execution, world::StepIndex step,
                                                json::Value const& arguments) {
  std::string_view const given = arguments.string_or_empty("ModelPackageGroupName");
  if (given.empty()) return {};  // an unversioned package: no group, no promotion
  world::Place const& place = c.world.place_of(execution);
  GroupId group = c.world.registry().find_group(place, given);
  if (!group) {
    std::string_view const name = plain_name(given);
    if (given != name && given != world::as_arn(c.world, place, "model-package-group", name))
      return std::unexpected(
          fmt::format("ClientError: ModelPackageGroup {} does not exist.", given));
    group = create_group(c, place, name);
  }
  auto approval = enum_from<ApprovalStatus>(arguments.string_or_empty("ModelApprovalStatus"));
  register_package(c, events, group, approval.value_or(ApprovalStatus::pending_manual_approval),
                   arguments, execution, step);
  return {};
}

/// Creates the endpoint, or updates one of the same name (sagemaker-pipelines 1.5). The step has
/// waited for it: it is in service from now on, or has failed.
std::expected<void, std::string> deploy_endpoint(Context const& c, Events& events,
                                                 world::Place const& place,
                                                 std::string const& job_name,
                                                 json::Value const& arguments) {
  world::Endpoints const& known = c.world.endpoints();
  std::string_view config_name = plain_name(arguments.string_or_empty("EndpointConfigName"));
  EndpointConfigId config = known.find_config(place, config_name);
  if (!config)
    return std::unexpected(
        fmt::format("ClientError: Could not find endpoint configuration \"{}\".", config_name));
  std::string name(arguments.string_or_empty("EndpointName"));
  if (name.empty()) name = job_name;
  EndpointId endpoint = known.find_endpoint(place, name);
  if (!endpoint) {
    endpoint = EndpointId{static_cast<std::uint32_t>(known.endpoints().size())};
    c.record.record(
        trace::EndpointStored{endpoint, place.account, name, config, foreign_region(c, place)});
    tag_created(c, c.world.endpoints().endpoint(endpoint).arn, arguments);
  } else if (known.endpoint(endpoint).status == EndpointStatus::in_service) {
    c.record.record(trace::EndpointMoved{endpoint, EndpointStatus::updating, config});
  } else {
    return std::unexpected(
        fmt::format("ClientError: Cannot update in-progress endpoint \"{}\".", name));
  }
  events.endpoint_changed(endpoint);
  auto up = bring_up(c, events, endpoint, config);
  if (!up) return std::unexpected("ClientError: " + up.error());
  return {};
}

}  // namespace

std::optional<ApiError> over_created_quota(world::World const& world, Assume& assume,
                                           world::Place const& place, pipeline::StepType type,
                                           json::Value const& arguments) {
  if (type == StepType::register_model) {
    std::string_view const given = arguments.string_or_empty("ModelPackageGroupName");
    if (given.empty()) return std::nullopt;
    GroupId const group = world.registry().find_group(place, given);
    return over_package_quota(world, group ? world.registry().group(group).place() : place,
                              static_cast<bool>(group));
  }
  if (type != StepType::endpoint) return std::nullopt;
  EndpointConfigId const config = world.endpoints().find_config(
      place, plain_name(arguments.string_or_empty("EndpointConfigName")));
  return config ? over_endpoint_quotas(world, assume, place, config) : std::nullopt;
}

void update_package(Context const& c, PackageId package, json::Value const& request) {
  world::Package const& known = c.world.registry().package(package);
  std::string const name = c.world.registry().group(known.group).name;
  c.record.record(trace::PackageUpdated{package, request_document(c, name, request)});
}

GroupId create_group(Context const& c, world::Place const& place, std::string_view name) {
  GroupId id{static_cast<std::uint32_t>(c.world.registry().groups().size())};
  c.record.record(
      trace::PackageGroupStored{id, place.account, std::string(name), foreign_region(c, place)});
  return id;
}

PackageId register_package(Context const& c, Events& events, GroupId group, ApprovalStatus approval,
                           json::Value const& request, ExecutionId execution,
                           world::StepIndex step) {
  world::PackageGroup const& owner = c.world.registry().group(group);
  std::uint32_t version = owner.versions + 1;
  PackageId id{static_cast<std::uint32_t>(c.world.registry().packages().size())};
  DocumentId document = request_document(c, owner.name, request);
  c.record.record(trace::PackageStored{id, group, version, approval, document, execution, step});
  events.package_changed(id);
  return id;
}

ModelId create_model(Context const& c, world::Place const& place, std::string_view name,
                     json::Value const& request) {
  ModelId id{static_cast<std::uint32_t>(c.world.endpoints().models().size())};
  c.record.record(trace::ModelStored{id, place.account, std::string(name),
                                     request_document(c, name, request), foreign_region(c, place)});
  return id;
}

EndpointConfigId create_endpoint_config(Context const& c, world::Place const& place,
                                        std::string_view name, json::Value const& request) {
  EndpointConfigId id{static_cast<std::uint32_t>(c.world.endpoints().configs().size())};
  c.record.record(trace::EndpointConfigStored{id, place.account, std::string(name),
                                              request_document(c, name, request),
                                              foreign_region(c, place)});
  return id;
}

std::expected<void, std::string> create_resource(Context const& c, Events& events,
                                                 ExecutionId execution, world::StepIndex step,
                                                 json::Value const& arguments) {
  world::Place const& place = c.world.place_of(execution);
  std::string const name = world::job_name(c.world, execution, step);
  switch (c.world.executions()[execution].graph->type(step)) {
    case StepType::register_model:
      return register_model(c, events, execution, step, arguments);
    case StepType::model: {
      ModelId id = create_model(c, place, name, arguments);
      tag_created(c, c.world.endpoints().models()[id.index].arn, arguments);
      return {};
    }
    case StepType::endpoint_config: {
      EndpointConfigId id = create_endpoint_config(c, place, name, arguments);
      tag_created(c, c.world.endpoints().config(id).arn, arguments);
      return {};
    }
    case StepType::endpoint:
      return deploy_endpoint(c, events, place, name, arguments);
    default:
      return {};
  }
}

}  // namespace rehearse::domain
