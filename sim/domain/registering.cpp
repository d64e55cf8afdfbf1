#include "sim/domain/registering.hpp"

#include "sim/vocab/arn.hpp"
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

void register_model(Context const& c, Events& events, ExecutionId execution, world::StepIndex step,
                    json::Value const& arguments) {
  std::string_view name = plain_name(arguments.string_or_empty("ModelPackageGroupName"));
  if (name.empty()) return;  // an unversioned package: no group, no promotion
  AccountId account = c.world.executions()[execution].account;
  GroupId group = c.world.registry().find_group(account, name);
  if (!group) group = create_group(c, account, name);
  auto approval = enum_from<ApprovalStatus>(arguments.string_or_empty("ModelApprovalStatus"));
  register_package(c, events, group, approval.value_or(ApprovalStatus::pending_manual_approval),
                   arguments, execution, step);
}

}  // namespace

GroupId create_group(Context const& c, AccountId account, std::string_view name) {
  GroupId id{static_cast<std::uint32_t>(c.world.registry().groups().size())};
  c.record.record(trace::PackageGroupStored{id, account, std::string(name)});
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

ModelId create_model(Context const& c, AccountId account, std::string_view name,
                     json::Value const& request) {
  ModelId id{static_cast<std::uint32_t>(c.world.endpoints().models().size())};
  c.record.record(
      trace::ModelStored{id, account, std::string(name), request_document(c, name, request)});
  return id;
}

EndpointConfigId create_endpoint_config(Context const& c, AccountId account, std::string_view name,
                                        json::Value const& request) {
  EndpointConfigId id{static_cast<std::uint32_t>(c.world.endpoints().configs().size())};
  c.record.record(trace::EndpointConfigStored{id, account, std::string(name),
                                              request_document(c, name, request)});
  return id;
}

void create_resource(Context const& c, Events& events, ExecutionId execution, world::StepIndex step,
                     json::Value const& arguments) {
  AccountId account = c.world.executions()[execution].account;
  switch (c.world.executions()[execution].graph->type(step)) {
    case StepType::register_model:
      return register_model(c, events, execution, step, arguments);
    case StepType::model:
      create_model(c, account, world::job_name(c.world, execution, step), arguments);
      return;
    case StepType::endpoint_config:
      create_endpoint_config(c, account, world::job_name(c.world, execution, step), arguments);
      return;
    default:
      return;
  }
}

}  // namespace rehearse::domain
