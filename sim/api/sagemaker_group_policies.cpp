// The policy that an owner writes onto a model package group. Source: sagemaker-pipelines 3.4, 6.2.
#include <fmt/format.h>

#include "sim/api/sagemaker_registry.hpp"
#include "sim/domain/open_rules.hpp"
#include "sim/iam/policy.hpp"
#include "sim/world/access/context_keys.hpp"
#include "sim/world/access/resource_policy.hpp"

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

/// Both in one: what people wrote, then what RAM wrote. Source: sharing-and-access 1.8.
json::Value with_statements(json::Value policy, json::Value const& more) {
  json::Value const* own = policy.find("Statement");
  json::Array all = own->is_array() ? own->as_array() : json::Array{*own};
  for (json::Value const& statement : more.find("Statement")->as_array()) all.push_back(statement);
  return policy.set("Statement", std::move(all));
}

}  // namespace

void take_policy(Request& r, std::string const& group_arn) {
  world::WrittenPolicy const* written = written_on(r, group_arn);
  if (written == nullptr) return;
  r.domain.propagation.change(trace::ResourcePolicyStored{group_arn, written->owner, {}});
  r.domain.sharing.unmirror(group_arn);
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
  domain::consult_open_rules(r.domain.assume, *policy);
  std::string name = r.world().registry().group(*id).name;
  DocumentId stored = r.domain.context().record.document(
      trace::DocumentKind::resource_policy, "policy of group " + name, json::dump(*document));
  std::string const arn = r.world().registry().group(*id).arn;
  world::WrittenPolicy const* before = written_on(r, arn);
  bool const changes = before == nullptr || before->stored != stored;
  r.domain.propagation.change(trace::ResourcePolicyStored{arn, r.account(), stored});
  if (changes) r.domain.sharing.mirror(r.account(), arn, *document);
  return json::Value{}.set("ModelPackageGroupArn", arn);
}

Answer get_policy(Request& r) {
  auto id = find_group(r);
  if (!id) return std::unexpected(id.error());
  std::string const& arn = r.world().registry().group(*id).arn;
  world::WrittenPolicy const* written = written_on(r, arn);
  json::Value const shared = world::written_policy(r.world().access(), arn);
  if (written == nullptr && shared.is_null()) return std::unexpected(no_policy());
  json::Value answer;
  if (written == nullptr) return answer.set("ResourcePolicy", json::dump(shared));
  std::string const& by_hand = r.world().documents()[written->stored].text;
  if (shared.is_null()) return answer.set("ResourcePolicy", by_hand);
  return answer.set("ResourcePolicy", json::dump(with_statements(*json::parse(by_hand), shared)));
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
