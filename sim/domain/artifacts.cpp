#include "sim/domain/artifacts.hpp"

#include <fmt/format.h>

#include "sim/domain/sharing.hpp"
#include "sim/iam/actions.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::domain {
namespace {

constexpr std::string_view kScheme = "s3://";

struct Found {
  std::string uri;
  DataUse use{};
};

/// Does a text of this member say where something is put?
bool is_written(std::string_view member, std::string_view holder) {
  return member == "S3OutputPath" || member == "S3OutputLocation" ||
         (member == "S3Uri" && holder == "S3Output");
}

void find_uris(json::Value const& value, std::string_view member, std::string_view holder,
               std::vector<Found>& out) {
  if (value.is_string() && value.as_string().starts_with(kScheme))
    out.push_back({value.as_string(), is_written(member, holder) ? DataUse::write : DataUse::read});
  if (value.is_array())
    for (json::Value const& each : value.as_array()) find_uris(each, member, holder, out);
  if (value.is_object())
    for (auto const& [key, each] : value.as_object()) find_uris(each, key, member, out);
}

/// The objects that a call is judged on. What is written, and what is read below a prefix that ends
/// with a slash, has names that are not known yet: `PREFIX/*`.
std::string object_arn(Found const& found) {
  std::string arn = bucket_arn(found.uri.substr(kScheme.size()));
  bool const bare = arn.find('/') == std::string::npos;
  if ((found.use == DataUse::write || bare) && !arn.ends_with('/')) arn += '/';
  if (arn.ends_with('/')) arn += '*';
  return arn;
}

void add_uses(world::Access const& access, PrincipalId role, json::Value const& arguments,
              DataUse use, ArtifactUses& out) {
  if (!role) return;
  std::vector<Found> all;
  find_uris(arguments, {}, {}, all);
  for (Found const& found : all) {
    if (found.use != use) continue;
    std::string const object = object_arn(found);
    world::Bucket const* bucket = access.buckets().find_arn(policy_holder(object));
    if (bucket == nullptr) continue;
    auto add = [&](char const* action, std::string const& resource) {
      out.push_back(
          {found.uri, use, world::question_by(access, role, "SageMaker", action, resource)});
    };
    bool const writes = use == DataUse::write;
    add(writes ? "s3:PutObject" : "s3:GetObject", object);
    if (!bucket->key.empty()) add(writes ? "kms:GenerateDataKey" : "kms:Decrypt", bucket->key);
  }
}

void record_use(Context const& c, world::Question const& question, Decision const& decision,
                std::string const& message) {
  trace::ApiCalled call;
  call.principal = question.principal;
  call.issued = question.issued.time_since_epoch();
  call.caller = question.caller;
  call.service = question.action.substr(0, question.action.find(':'));
  call.operation = iam::bare_action(question.action);
  call.action = question.action;
  call.resource = question.resource;
  call.owner = question.owner;
  call.input.text = "{}";
  call.outcome = decision.outcome;
  call.layer = decision.layer;
  call.document = decision.deciding.document;
  call.statement = decision.deciding.statement;
  if (!message.empty()) call.code = "AccessDenied";
  call.message = message;
  call.region =
      foreign_region(c, c.world.organization().place(
                            c.world.principals()[question.principal].account, question.region));
  c.record.record(call);
}

void add_model_uses(world::World const& world, world::NamedResource const& model,
                    ArtifactUses& out) {
  json::Value const request = *json::parse(world.documents()[model.request].text);
  world::Account const& owner = world.organization().account(model.account);
  PrincipalId const role = world.principals().find_arn(request.string_or_empty("ExecutionRoleArn"));
  auto load = [&](json::Value const& container) {
    add_uses(world.access(), role, container, DataUse::read, out);
    std::string package(container.string_or_empty("ModelPackageName"));
    if (package.empty()) return;
    if (!package.starts_with("arn:"))
      package = sagemaker_arn(model.region, owner.id, "model-package/" + package);
    PackageId const id = world.registry().find_package_arn(package);
    if (!id) return;
    json::Value const registered =
        *json::parse(world.documents()[world.registry().package(id).request].text);
    if (json::Value const* specification = registered.find("InferenceSpecification"))
      add_uses(world.access(), role, *specification, DataUse::read, out);
  };
  if (json::Value const* primary = request.find("PrimaryContainer")) load(*primary);
  if (json::Value const* containers = request.find("Containers");
      containers != nullptr && containers->is_array())
    for (json::Value const& each : containers->as_array()) load(each);
}

/// What the console of KMS and CreateKey without a policy write.
std::string default_key_policy(std::string_view account) {
  json::Value statement;
  statement.set("Sid", "Enable IAM User Permissions").set("Effect", "Allow");
  statement.set("Principal", json::Value{}.set("AWS", fmt::format("arn:aws:iam::{}:root", account)))
      .set("Action", "kms:*")
      .set("Resource", "*");
  return json::dump(json::Value{}
                        .set("Version", "2012-10-17")
                        .set("Id", "key-default-1")
                        .set("Statement", json::Array{std::move(statement)}));
}

void stand_policy(Context const& c, std::string const& arn, AccountId owner, DocumentId policy) {
  c.record.record(trace::ResourcePolicyStored{arn, owner, policy});
  c.record.record(trace::ResourcePolicyInForce{arn, policy});
}

}  // namespace

ArtifactUses artifact_uses(world::Access const& access, PrincipalId role,
                           json::Value const& arguments, DataUse use) {
  ArtifactUses out;
  add_uses(access, role, arguments, use, out);
  return out;
}

ArtifactUses model_data_uses(world::World const& world, EndpointConfigId config) {
  ArtifactUses out;
  if (world.access().buckets().empty()) return out;
  world::NamedResource const& known = world.endpoints().config(config);
  json::Value const request = *json::parse(world.documents()[known.request].text);
  json::Value const* variants = request.find("ProductionVariants");
  if (variants == nullptr || !variants->is_array()) return out;
  for (json::Value const& variant : variants->as_array())
    if (ModelId id = world.endpoints().find_model(known, variant.string_or_empty("ModelName")))
      add_model_uses(world, world.endpoints().models()[id.index], out);
  return out;
}

std::optional<ArtifactRefusal> reach(Context const& c, ArtifactUses const& uses) {
  for (ArtifactUse const& use : uses) {
    Decision const decision = c.judge.decide(use.question);
    std::string message;
    if (!decision.allowed()) message = c.judge.denial_message(use.question, decision);
    record_use(c, use.question, decision, message);
    if (!decision.allowed()) return ArtifactRefusal{use, std::move(message)};
  }
  return std::nullopt;
}

std::string job_failure(ArtifactRefusal const& refused) {
  return fmt::format("ClientError: Data {} failed: AccessDenied for {}: {}",
                     refused.use.use == DataUse::write ? "upload" : "download", refused.use.uri,
                     refused.message);
}

std::string endpoint_failure(world::World const& world, ArtifactRefusal const& refused) {
  return fmt::format(
      "Could not access model data at {}. Please ensure that the role \"{}\" may "
      "read it. AccessDenied: {}",
      refused.use.uri, world.principals()[refused.use.question.principal].arn, refused.message);
}

std::string stand_key(Context const& c, world::Place const& place, std::string const& name,
                      DocumentId policy, trace::SourceLine where) {
  world::Account const& owner = c.world.organization().account(place.account);
  std::string const arn =
      fmt::format("arn:aws:kms:{}:{}:key/{}", place.region, owner.id,
                  uuid_of(fmt::format("key {} {}", owner.id, name), c.world.seed()));
  c.record.record(trace::KeyDefined{place.account, name, arn, std::move(where)});
  if (!policy)
    policy = c.record.document(trace::DocumentKind::resource_policy,
                               "default policy of key " + name, default_key_policy(owner.id));
  stand_policy(c, arn, place.account, policy);
  return arn;
}

void stand_bucket(Context const& c, AccountId account, std::string const& name, DocumentId policy,
                  std::string const& key, trace::SourceLine where) {
  c.record.record(trace::BucketDefined{account, name, key, std::move(where)});
  if (policy) stand_policy(c, bucket_arn(name), account, policy);
}

}  // namespace rehearse::domain
