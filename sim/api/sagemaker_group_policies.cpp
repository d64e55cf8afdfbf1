// The policy that an owner writes onto a model package group. Source: sagemaker-pipelines 3.4, 6.2.
#include <fmt/format.h>

#include "sim/api/sagemaker_registry.hpp"
#include "sim/iam/policy.hpp"
#include "sim/world/access/context_keys.hpp"

namespace rehearse::api::registry {
namespace {

/// Null when there is none.
world::WrittenPolicy const* written_on(Request const& r, std::string_view group_arn) {
  world::WrittenPolicy const* written = r.world().access().written_policies().find(group_arn);
  return written != nullptr && written->stored ? written : nullptr;
}

ApiError no_policy() {
  return validation_error("Cannot find resource policy for the model package group");
}

}  // namespace

void take_policy(Request& r, std::string const& group_arn) {
  if (world::WrittenPolicy const* written = written_on(r, group_arn))
    r.domain.propagation.change(trace::ResourcePolicyStored{group_arn, written->owner, {}});
}

Needs put_policy_needs(World const& w, Caller const& c, json::Value const& in) {
  return group_need(w, c, "sagemaker:PutModelPackageGroupPolicy", in);
}
Needs get_policy_needs(World const& w, Caller const& c, json::Value const& in) {
  return group_need(w, c, "sagemaker:GetModelPackageGroupPolicy", in);
}
Needs delete_policy_needs(World const& w, Caller const& c, json::Value const& in) {
  return group_need(w, c, "sagemaker:DeleteModelPackageGroupPolicy", in);
}

Answer put_policy(Request& r) {
  auto id = find_group(r);
  if (!id) return std::unexpected(id.error());
  auto document = json::parse(text_of(r.input, "ResourcePolicy"));
  if (!document)
    return std::unexpected(
        validation_error("The resource policy is not JSON: " + to_string(document.error())));
  auto policy = rehearse::iam::compile(*document, rehearse::iam::PolicyKind::resource);
  if (!policy)
    return std::unexpected(
        validation_error("The resource policy is not valid: " + to_string(policy.error().front())));
  if (auto key = world::unfilled_key(*policy); !key.empty())
    return std::unexpected(
        validation_error(fmt::format("The condition key {} is not simulated", key)));
  r.call.accept();
  std::string name = r.world().registry().group(*id).name;
  DocumentId stored = r.domain.context().record.document(
      trace::DocumentKind::resource_policy, "policy of group " + name, json::dump(*document));
  r.domain.propagation.change(
      trace::ResourcePolicyStored{r.world().registry().group(*id).arn, r.account(), stored});
  return json::Value{}.set("ModelPackageGroupArn", r.world().registry().group(*id).arn);
}

Answer get_policy(Request& r) {
  auto id = find_group(r);
  if (!id) return std::unexpected(id.error());
  world::WrittenPolicy const* written = written_on(r, r.world().registry().group(*id).arn);
  if (written == nullptr) return std::unexpected(no_policy());
  return json::Value{}.set("ResourcePolicy", r.world().documents()[written->stored].text);
}

Answer delete_policy(Request& r) {
  auto id = find_group(r);
  if (!id) return std::unexpected(id.error());
  std::string const arn = r.world().registry().group(*id).arn;
  if (written_on(r, arn) == nullptr) return std::unexpected(no_policy());
  r.call.accept();
  take_policy(r, arn);
  return json::Value{json::Object{}};
}

}  // namespace rehearse::api::registry
