// Changes of the policies that people write onto resources and roles.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "sim/vocab/arn.hpp"
#include "sim/world/nearest/candidates.hpp"

namespace rehearse::world {
namespace {

void change_trust(Access const& access, Question const& question,
                  iam::Explanation const& explanation, std::vector<Edit>& out) {
  PrincipalId role = access.principals().find_arn(question.resource);
  if (!role || !access.principals()[role].in_force.trust) return;
  Principal const& p = access.principals()[role];
  DocumentId const before = p.in_force.trust;
  bool const denied = explanation.decision.outcome == Outcome::explicitly_denied;
  std::string who = question.caller;
  if (question.principal) who = access.principals()[question.principal].arn;
  json::Value statement;
  statement.set("Effect", "Allow")
      .set("Principal", json::Value{}.set(question.principal ? "AWS" : "Service", who))
      .set("Action", question.action);
  json::Value content = denied ? without_statement(content_of(access, before),
                                                   explanation.decision.deciding.statement)
                               : with_statement(content_of(access, before), std::move(statement));
  if (content.is_null()) return;
  Edit edit;
  edit.what =
      denied ? fmt::format("take the denying statement out of the trust policy of `{}`", p.name)
             : fmt::format("let the role `{}` trust `{}`", p.name, who);
  edit.paste =
      fmt::format("aws iam update-assume-role-policy --role-name {} --policy-document '{}'", p.name,
                  json::dump(content));
  DocumentId id =
      document_in(access, edit, trace::DocumentKind::trust, "trust policy of " + p.name, content);
  edit.records.push_back(trace::IamInForce{role, IamSlot::trust, {}, id, {}, true});
  out.push_back(std::move(edit));
}

/// What carries a resource policy, and the call that writes one onto it, up to the document.
struct Carrier {
  std::string_view noun;
  std::string name;
  std::string command;
};

std::optional<Carrier> carrier_of(Access const& access, std::string const& holder) {
  auto arn = ArnView::split(holder);
  if (arn && arn->resource.starts_with("model-package-group/")) {
    std::string name(last_name(holder));
    std::string command = fmt::format(
        "aws sagemaker put-model-package-group-policy --model-package-group-name {} "
        "--resource-policy",
        name);
    return Carrier{"group", std::move(name), std::move(command)};
  }
  if (Bucket const* bucket = access.buckets().find_arn(holder))
    return Carrier{"bucket", bucket->name,
                   fmt::format("aws s3api put-bucket-policy --bucket {} --policy", bucket->name)};
  auto const& keys = access.buckets().keys();
  if (auto key = std::ranges::find(keys, holder, &KmsKey::arn); key != keys.end())
    return Carrier{
        "key", key->name,
        fmt::format("aws kms put-key-policy --key-id {} --policy-name default --policy", holder)};
  return std::nullopt;
}

void change_written_policy(Access const& access, Question const& question,
                           iam::Explanation const& explanation, std::vector<Edit>& out) {
  std::string const holder = policy_holder(question.resource);
  auto carrier = carrier_of(access, holder);
  if (!carrier || !question.principal) return;
  WrittenPolicy const* written = access.written_policies().find(holder);
  bool const denied = explanation.decision.outcome == Outcome::explicitly_denied;
  json::Value content = json::Value{}.set("Version", "2012-10-17").set("Statement", json::Array{});
  if (written != nullptr && written->in_force) content = content_of(access, written->in_force);
  content = denied ? without_statement(std::move(content), explanation.decision.deciding.statement)
                   : with_statement(std::move(content),
                                    allow_statement(question.action, question.resource,
                                                    access.principals()[question.principal].arn));
  if (content.is_null()) return;
  std::string const policy = fmt::format("the policy of {} `{}`", carrier->noun, carrier->name);
  Edit edit;
  edit.what =
      denied ? "take the denying statement out of " + policy : "let " + policy + " allow it";
  edit.paste = fmt::format("{} '{}'", carrier->command, json::dump(content));
  DocumentId id =
      document_in(access, edit, trace::DocumentKind::resource_policy,
                  fmt::format("policy of {} {}", carrier->noun, carrier->name), content);
  if (written == nullptr)
    edit.records.push_back(trace::ResourcePolicyStored{holder, question.owner, id});
  edit.records.push_back(trace::ResourcePolicyInForce{holder, id});
  out.push_back(std::move(edit));
}

}  // namespace

void open_by_resource_policy(Access const& access, Question const& question,
                             iam::Explanation const& explanation, std::vector<Edit>& out) {
  if (explanation.decision.layer == Layer::trust)
    return change_trust(access, question, explanation, out);
  change_written_policy(access, question, explanation, out);
}

std::vector<Edit> openers(Access const& access, Question const& question,
                          iam::Explanation const& explanation) {
  std::vector<Edit> out;
  open_by_identity(access, question, explanation, out);
  open_by_control_policies(access, question, explanation, out);
  bool const by_resource =
      explanation.decision.layer == Layer::resource || explanation.decision.layer == Layer::trust;
  if (!by_resource) return out;
  if (explanation.decision.outcome == Outcome::implicitly_denied)
    open_by_shares(access, question, out);
  open_by_resource_policy(access, question, explanation, out);
  return out;
}

std::vector<Edit> closers(Access const& access, Question const& question,
                          iam::Explanation const& explanation) {
  std::vector<Edit> out;
  close_by_identity(access, question, explanation, out);
  close_by_shares(access, question, out);
  return out;
}

}  // namespace rehearse::world
