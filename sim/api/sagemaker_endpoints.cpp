// Models, endpoint configurations and endpoints. Source: sagemaker-pipelines 3.5, 6.2, 6.3.
#include <algorithm>

#include <fmt/format.h>

#include "sim/api/sagemaker_tags.hpp"
#include "sim/base/text.hpp"
#include "sim/domain/quotas.hpp"
#include "sim/domain/registering.hpp"

namespace rehearse::api::endpoints {
namespace {

/// Model, configuration and endpoint ARNs are lower case.
std::string lower_arn(World const& world, Caller const& caller, std::string_view type,
                      json::Value const& input, std::string_view member) {
  return own_arn(world, caller, fmt::format("{}/{}", type, to_lower(text_of(input, member))));
}

Needs own_need(World const& w, Caller const& c, std::string_view action, std::string_view type,
               json::Value const& in, std::string_view member) {
  return need(action, lower_arn(w, c, type, in, member), account_of(w, c));
}

/// Both the endpoint and its configuration must be allowed (sharing-and-access 3.2).
Needs endpoint_and_config(World const& w, Caller const& c, std::string_view action,
                          json::Value const& in) {
  AccountId own = account_of(w, c);
  return std::vector<calls::Need>{
      {std::string(action), lower_arn(w, c, "endpoint", in, "EndpointName"), own, {}},
      {std::string(action), lower_arn(w, c, "endpoint-config", in, "EndpointConfigName"), own, {}}};
}

/// The model packages that a model's containers name.
std::vector<std::string> packages_in(json::Value const& input) {
  std::vector<std::string> out;
  auto look = [&](json::Value const& container) {
    if (std::string name = text_of(container, "ModelPackageName"); !name.empty())
      out.push_back(std::move(name));
  };
  if (json::Value const* primary = input.find("PrimaryContainer")) look(*primary);
  if (json::Value const* containers = input.find("Containers");
      containers != nullptr && containers->is_array())
    for (json::Value const& container : containers->as_array()) look(container);
  return out;
}

std::expected<EndpointId, ApiError> find_endpoint(Request const& r) {
  std::string name = text_of(r.input, "EndpointName");
  EndpointId id = r.world().endpoints().find_endpoint(r.place(), name);
  if (!id)
    return std::unexpected(validation_error(
        fmt::format("Could not find endpoint \"{}\".",
                    lower_arn(r.world(), r.caller, "endpoint", r.input, "EndpointName"))));
  return id;
}

std::expected<EndpointConfigId, ApiError> find_config(Request const& r) {
  std::string name = text_of(r.input, "EndpointConfigName");
  EndpointConfigId id = r.world().endpoints().find_config(r.place(), name);
  if (!id)
    return std::unexpected(validation_error(fmt::format(
        "Could not find endpoint configuration \"{}\".",
        lower_arn(r.world(), r.caller, "endpoint-config", r.input, "EndpointConfigName"))));
  return id;
}

/// The members that a creating call gave, as Describe gives them back.
void echo(json::Value& answer, World const& world, DocumentId request,
          std::initializer_list<std::string_view> members) {
  json::Value const given = *json::parse(world.documents()[request].text);
  for (std::string_view member : members)
    if (json::Value const* value = given.find(member)) answer.set(member, *value);
}

}  // namespace

Needs create_model_needs(World const& w, Caller const& c, json::Value const& in) {
  std::vector<calls::Need> needs = {
      {"sagemaker:CreateModel", lower_arn(w, c, "model", in, "ModelName"), account_of(w, c), {}}};
  // A package of another account: its group's policy decides, not approval alone (6.2).
  for (std::string const& package : packages_in(in)) {
    std::string arn = as_arn(w, c, "model-package", package);
    AccountId owner = world::owner_of(w.access(), arn);
    if (owner != account_of(w, c)) needs.push_back({"sagemaker:CreateModel", arn, owner, {}});
  }
  need_pass_role(w, in, "ExecutionRoleArn", needs);
  add_call_keys(in, needs);
  tags::need_add_tags(in, needs);
  return needs;
}

Needs describe_model_needs(World const& w, Caller const& c, json::Value const& in) {
  return own_need(w, c, "sagemaker:DescribeModel", "model", in, "ModelName");
}
Needs create_config_needs(World const& w, Caller const& c, json::Value const& in) {
  Needs needs =
      own_need(w, c, "sagemaker:CreateEndpointConfig", "endpoint-config", in, "EndpointConfigName");
  add_call_keys(in, *needs);
  tags::need_add_tags(in, *needs);
  return needs;
}
Needs describe_config_needs(World const& w, Caller const& c, json::Value const& in) {
  return own_need(w, c, "sagemaker:DescribeEndpointConfig", "endpoint-config", in,
                  "EndpointConfigName");
}
Needs create_needs(World const& w, Caller const& c, json::Value const& in) {
  Needs needs = endpoint_and_config(w, c, "sagemaker:CreateEndpoint", in);
  tags::need_add_tags(in, *needs);
  return needs;
}
Needs update_needs(World const& w, Caller const& c, json::Value const& in) {
  return endpoint_and_config(w, c, "sagemaker:UpdateEndpoint", in);
}
Needs describe_needs(World const& w, Caller const& c, json::Value const& in) {
  return own_need(w, c, "sagemaker:DescribeEndpoint", "endpoint", in, "EndpointName");
}
Needs delete_needs(World const& w, Caller const& c, json::Value const& in) {
  return own_need(w, c, "sagemaker:DeleteEndpoint", "endpoint", in, "EndpointName");
}

Answer create_model(Request& r) {
  World const& world = r.world();
  std::string name = text_of(r.input, "ModelName");
  std::string arn = lower_arn(world, r.caller, "model", r.input, "ModelName");
  if (world.endpoints().find_model(r.place(), name))
    return std::unexpected(
        validation_error(fmt::format("Cannot create already existing model \"{}\".", arn)));
  for (std::string const& given : packages_in(r.input)) {
    std::string package_arn = as_arn(world, r.caller, "model-package", given);
    PackageId package = world.registry().find_package_arn(package_arn);
    if (!package || !is_here(r, package_arn))
      return std::unexpected(
          validation_error(fmt::format("ModelPackage {} does not exist.", package_arn)));
    if (world.registry().package(package).approval != ApprovalStatus::approved)
      return std::unexpected(validation_error(
          fmt::format("ModelPackage {} is not approved for deployment", package_arn)));
  }
  if (auto refused = tags::check(r.input)) return std::unexpected(*refused);
  r.call.accept();
  ModelId id = domain::create_model(r.domain.context(), r.place(), name, r.input);
  std::string const model = world.endpoints().models()[id.index].arn;
  tags::store(r, model);
  return json::Value{}.set("ModelArn", model);
}

Answer describe_model(Request& r) {
  std::string name = text_of(r.input, "ModelName");
  ModelId id = r.world().endpoints().find_model(r.place(), name);
  if (!id)
    return std::unexpected(validation_error(
        fmt::format("Could not find model \"{}\".",
                    lower_arn(r.world(), r.caller, "model", r.input, "ModelName"))));
  world::NamedResource const& model = r.world().endpoints().models()[id.index];
  json::Value answer;
  answer.set("ModelName", model.name)
      .set("ModelArn", model.arn)
      .set("CreationTime", timestamp(r.world(), model.created));
  echo(answer, r.world(), model.request,
       {"PrimaryContainer", "Containers", "ExecutionRoleArn", "EnableNetworkIsolation", "VpcConfig",
        "InferenceExecutionConfig"});
  return answer;
}

Answer create_config(Request& r) {
  World const& world = r.world();
  std::string name = text_of(r.input, "EndpointConfigName");
  if (world.endpoints().find_config(r.place(), name))
    return std::unexpected(validation_error(
        fmt::format("Cannot create already existing endpoint configuration \"{}\".",
                    lower_arn(world, r.caller, "endpoint-config", r.input, "EndpointConfigName"))));
  if (json::Value const* variants = r.input.find("ProductionVariants");
      variants != nullptr && variants->is_array()) {
    for (json::Value const& variant : variants->as_array()) {
      std::string model = text_of(variant, "ModelName");
      if (!model.empty() && !world.endpoints().find_model(r.place(), model))
        return std::unexpected(validation_error(fmt::format(
            "Could not find model \"{}\".", own_arn(world, r.caller, "model/" + model))));
    }
  }
  if (auto refused = tags::check(r.input)) return std::unexpected(*refused);
  r.call.accept();
  EndpointConfigId id =
      domain::create_endpoint_config(r.domain.context(), r.place(), name, r.input);
  std::string const arn = world.endpoints().config(id).arn;
  tags::store(r, arn);
  return json::Value{}.set("EndpointConfigArn", arn);
}

Answer describe_config(Request& r) {
  auto id = find_config(r);
  if (!id) return std::unexpected(id.error());
  world::NamedResource const& config = r.world().endpoints().config(*id);
  json::Value answer;
  answer.set("EndpointConfigName", config.name).set("EndpointConfigArn", config.arn);
  echo(answer, r.world(), config.request, {"ProductionVariants"});
  answer.set("CreationTime", timestamp(r.world(), config.created));
  return answer;
}

Answer create(Request& r) {
  auto config = find_config(r);
  if (!config) return std::unexpected(config.error());
  std::string name = text_of(r.input, "EndpointName");
  if (r.world().endpoints().find_endpoint(r.place(), name))
    return std::unexpected(validation_error(
        fmt::format("Cannot create already existing endpoint \"{}\".",
                    lower_arn(r.world(), r.caller, "endpoint", r.input, "EndpointName"))));
  if (auto why = not_simulated(r.input, {"DeploymentConfig"}))
    return std::unexpected(validation_error(*why));
  if (auto refused = tags::check(r.input)) return std::unexpected(*refused);
  if (auto over = domain::over_endpoint_quotas(r.world(), r.domain.assume, r.place(), *config))
    return std::unexpected(*over);
  r.call.accept();
  EndpointId id = r.domain.deploying.create(r.place(), name, *config);
  std::string const arn = r.world().endpoints().endpoint(id).arn;
  tags::store(r, arn);
  return json::Value{}.set("EndpointArn", arn);
}

Answer update(Request& r) {
  auto id = find_endpoint(r);
  if (!id) return std::unexpected(id.error());
  auto config = find_config(r);
  if (!config) return std::unexpected(config.error());
  if (auto why = not_simulated(r.input, {"DeploymentConfig"}))
    return std::unexpected(validation_error(*why));
  world::Endpoint const& endpoint = r.world().endpoints().endpoint(*id);
  if (endpoint.status != EndpointStatus::in_service)
    return std::unexpected(
        validation_error(fmt::format("Cannot update in-progress endpoint \"{}\".", endpoint.arn)));
  if (auto over = domain::over_endpoint_quotas(r.world(), r.domain.assume, r.place(), *config))
    return std::unexpected(*over);
  r.call.accept();
  r.domain.deploying.update(*id, *config);
  return json::Value{}.set("EndpointArn", r.world().endpoints().endpoint(*id).arn);
}

Answer describe(Request& r) {
  auto id = find_endpoint(r);
  if (!id) return std::unexpected(id.error());
  World const& world = r.world();
  world::Endpoint const& e = world.endpoints().endpoint(*id);
  json::Value answer;
  answer.set("EndpointName", e.name).set("EndpointArn", e.arn);
  answer.set("EndpointConfigName", world.endpoints().config(e.config).name)
      .set("EndpointStatus", name_of(e.status));
  answer.set("CreationTime", timestamp(world, e.created))
      .set("LastModifiedTime", timestamp(world, e.modified));
  if (!e.failure.empty()) answer.set("FailureReason", e.failure);
  return answer;
}

Answer remove(Request& r) {
  auto id = find_endpoint(r);
  if (!id) return std::unexpected(id.error());
  world::Endpoint const& endpoint = r.world().endpoints().endpoint(*id);
  if (endpoint.status != EndpointStatus::in_service && endpoint.status != EndpointStatus::failed)
    return std::unexpected(
        validation_error(fmt::format("Cannot delete in-progress endpoint \"{}\".", endpoint.arn)));
  r.call.accept();
  r.domain.deploying.remove(*id);
  return json::Value{json::Object{}};
}

}  // namespace rehearse::api::endpoints
