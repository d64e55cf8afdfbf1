// Resource shares: create, associate, disassociate, delete, permissions, invitations.
// Source: sharing-and-access 1.4 to 1.6, 1.11, 1.15, 1.16.
#include <algorithm>

#include <fmt/format.h>

#include "sim/api/answers.hpp"
#include "sim/api/ram_answers.hpp"
#include "sim/iam/ram_permissions.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::api::ram {
namespace {

constexpr std::size_t kResourcesPerCall = 100;

using Keys = world::ContextKeys;

/// The list's texts, each once.
std::vector<std::string> texts(json::Value const& input, std::string_view member) {
  std::vector<std::string> out;
  json::Value const* list = input.find(member);
  if (list == nullptr || !list->is_array()) return out;
  for (json::Value const& each : list->as_array())
    if (std::ranges::find(out, each.as_string()) == out.end()) out.push_back(each.as_string());
  return out;
}

ApiError unknown_resource(std::string message) {
  return {"UnknownResourceException", std::move(message)};
}
ApiError unknown_permission(std::string const& arn) {
  std::string nearest = rehearse::iam::nearest_ram_permission(arn);
  return unknown_resource(fmt::format("Permission {} could not be found.{}{}", arn,
                                      nearest.empty() ? "" : " ", nearest));
}
ApiError invalid_parameter(std::string message) {
  return {"InvalidParameterException", std::move(message)};
}
ApiError malformed_arn(std::string message) {
  return {"MalformedArnException", std::move(message)};
}
ApiError not_permitted(std::string message) {
  return {"OperationNotPermittedException", std::move(message)};
}

/// What RAM says of a share that is called upon (5.3).
Keys share_keys(World const& world, json::Value const& input) {
  ShareId id = world.shares().find(text_of(input, "resourceShareArn"));
  if (!id) return {};
  world::Share const& share = world.shares().share(id);
  return {{"ram:ResourceShareName", share.name},
          {"ram:AllowsExternalPrincipals", share.allow_external ? "true" : "false"}};
}

calls::Need share_need(World const& world, std::string_view action, json::Value const& input) {
  std::string arn = text_of(input, "resourceShareArn");
  return {std::string(action), arn, world::owner_of(world.access(), arn), share_keys(world, input)};
}

/// RAM judges such a call once a principal and once a resource, each time with that one's keys
/// (1.18); a call that names neither, once.
void need_for_each(calls::Need const& need, json::Value const& input,
                   std::vector<calls::Need>& needs) {
  auto add = [&](Keys more) {
    calls::Need& each = needs.emplace_back(need);
    each.context.insert(each.context.end(), more.begin(), more.end());
  };
  auto principals = texts(input, "principals"), resources = texts(input, "resourceArns");
  for (std::string const& principal : principals) add({{"ram:Principal", principal}});
  for (std::string const& resource : resources)
    add({{"ram:ResourceArn", resource}, {"ram:RequestedResourceType", "sagemaker:Pipeline"}});
  if (principals.empty() && resources.empty()) needs.push_back(need);
}

/// RAM writes the resource's policy in the sharer's name (1.8).
void need_put_policy(json::Value const& input, std::vector<calls::Need>& needs) {
  if (!texts(input, "resourceArns").empty())
    needs.push_back({"sagemaker:PutResourcePolicy", "*", {}, {}});
}

/// An owner's share, in use.
std::expected<ShareId, ApiError> own_share(Request const& r) {
  std::string arn = text_of(r.input, "resourceShareArn");
  ShareId id = r.world().shares().find(arn);
  if (!id || r.world().shares().share(id).status == ShareStatus::deleted)
    return std::unexpected(
        unknown_resource(fmt::format("ResourceShare {} could not be found.", arn)));
  if (r.world().shares().share(id).owner != r.account())
    return std::unexpected(not_permitted("You are not authorized to modify this resource share."));
  return id;
}

std::optional<ApiError> check_organization_principal(Request const& r, ArnView const& arn,
                                                     std::string const& principal) {
  world::Organization const& organization = r.world().organization();
  bool is_ou = arn.resource.starts_with("ou/");
  std::string_view shown = arn.resource.substr(arn.resource.rfind('/') + 1);
  std::string kind = is_ou ? "OrganizationalUnit" : "Organization";
  bool member = static_cast<bool>(r.own_account().ou);
  bool known =
      is_ou ? static_cast<bool>(organization.find_ou(principal)) : principal == organization.arn();
  if (!member || !known || !organization.ram_sharing())
    return unknown_resource(fmt::format("{} {} could not be found.", kind, shown));
  return std::nullopt;
}

std::optional<ApiError> check_principal(Request const& r, std::string const& principal,
                                        bool allow_external) {
  auto arn = ArnView::split(principal);
  if (arn && arn->service == "organizations")
    return check_organization_principal(r, *arn, principal);
  std::string_view account = domain::account_of_principal(principal);
  bool role_or_user = arn && (arn->resource.starts_with("role/") ||
                              arn->resource.starts_with("user/") || arn->resource == "root");
  if (account.empty() || (arn && !role_or_user))
    return invalid_parameter(
        fmt::format("Principal ID {} is malformed. Verify the ID and try again.", principal));
  world::Organization const& organization = r.world().organization();
  AccountId known = organization.find_account(account);
  bool inside = known && organization.account(known).ou && r.own_account().ou;
  if (!inside && !allow_external && known != r.account())
    return invalid_parameter(
        fmt::format("Principal {} is not in your AWS organization. You do not have permission to "
                    "add external AWS "
                    "accounts to a resource share.",
                    account));
  return std::nullopt;
}

std::optional<ApiError> check_resource(Request const& r, std::string const& resource) {
  auto arn = ArnView::split(resource);
  if (!arn)
    return malformed_arn(fmt::format(
        "The specified resource ARN {} is not valid. Verify the ARN and try again.", resource));
  if (arn->service != "sagemaker" || !arn->resource.starts_with("pipeline/") ||
      arn->resource.find("/execution/") != std::string_view::npos)
    return malformed_arn("You cannot share the selected resource type.");
  PipelineId pipeline = r.world().pipelines().find_arn(resource);
  if (!pipeline || r.world().pipelines()[pipeline].account != r.account())
    return unknown_resource(fmt::format("Resource {} could not be found.", resource));
  return std::nullopt;
}

std::optional<ApiError> check_entities(Request const& r, bool allow_external) {
  auto resources = texts(r.input, "resourceArns");
  if (resources.size() > kResourcesPerCall)
    return ApiError{
        "ResourceShareLimitExceededException",
        fmt::format("You can specify at most {} resources in one call.", kResourcesPerCall)};
  for (std::string const& resource : resources)
    if (auto refused = check_resource(r, resource)) return refused;
  for (std::string const& principal : texts(r.input, "principals"))
    if (auto refused = check_principal(r, principal, allow_external)) return refused;
  return std::nullopt;
}

void associate_all(Request& r, ShareId share) {
  for (std::string const& resource : texts(r.input, "resourceArns"))
    r.domain.sharing.associate(share, AssociationType::resource, resource);
  for (std::string const& principal : texts(r.input, "principals"))
    r.domain.sharing.associate(share, AssociationType::principal, principal);
}

std::expected<std::string, ApiError> chosen_permission(json::Value const& input) {
  auto given = texts(input, "permissionArns");
  if (given.empty())
    return std::string(rehearse::iam::default_ram_permission("sagemaker:Pipeline")->arn);
  if (given.size() > 1)
    return std::unexpected(
        invalid_parameter("A resource share has exactly one permission per resource type."));
  if (rehearse::iam::find_ram_permission(given.front()) == nullptr)
    return std::unexpected(unknown_permission(given.front()));
  return given.front();
}

/// The rows that a call has just touched.
json::Value associations_answer(Request const& r, ShareId share) {
  json::Array rows;
  auto add = [&](AssociationType type, std::string_view member) {
    for (std::string const& entity : texts(r.input, member))
      if (world::Association const* a = r.world().shares().share(share).find(type, entity))
        rows.push_back(association_answer(r.world(), share, *a));
  };
  add(AssociationType::resource, "resourceArns");
  add(AssociationType::principal, "principals");
  return json::Value{}.set("resourceShareAssociations", std::move(rows));
}

}  // namespace

/// A share that is made with its principals and resources needs both actions (1.18).
Needs create_share_needs(World const&, Caller const&, json::Value const& in) {
  std::string const external = flag_of(in, "allowExternalPrincipals", true) ? "true" : "false";
  std::vector<calls::Need> needs;
  need_for_each(
      {"ram:CreateResourceShare", "*", {}, {{"ram:RequestedAllowsExternalPrincipals", external}}},
      in, needs);
  if (!texts(in, "principals").empty() || !texts(in, "resourceArns").empty())
    need_for_each({"ram:AssociateResourceShare",
                   "*",
                   {},
                   {{"ram:ResourceShareName", text_of(in, "name")},
                    {"ram:AllowsExternalPrincipals", external}}},
                  in, needs);
  need_put_policy(in, needs);
  return needs;
}
Needs associate_needs(World const& w, Caller const&, json::Value const& in) {
  std::vector<calls::Need> needs;
  need_for_each(share_need(w, "ram:AssociateResourceShare", in), in, needs);
  need_put_policy(in, needs);
  return needs;
}
/// Who does not own the share asks to leave it: its own policies decide whether it may ask.
Needs disassociate_needs(World const& w, Caller const& c, json::Value const& in) {
  calls::Need leave = share_need(w, "ram:DisassociateResourceShare", in);
  leave.owner = account_of(w, c);
  std::vector<calls::Need> needs;
  need_for_each(leave, in, needs);
  return needs;
}
Needs delete_share_needs(World const& w, Caller const&, json::Value const& in) {
  return std::vector<calls::Need>{share_need(w, "ram:DeleteResourceShare", in)};
}
Needs permission_needs(World const& w, Caller const&, json::Value const& in) {
  calls::Need change = share_need(w, "ram:AssociateResourceSharePermission", in);
  change.context.emplace_back("ram:PermissionArn", text_of(in, "permissionArn"));
  return std::vector<calls::Need>{std::move(change)};
}

Answer create_share(Request& r) {
  bool allow_external = flag_of(r.input, "allowExternalPrincipals", true);
  if (auto why = not_simulated(r.input, {"sources", "resourceShareConfiguration"}))
    return std::unexpected(invalid_parameter(*why));
  // The same token again makes nothing new (1.15).
  std::string const token = text_of(r.input, "clientToken");
  if (auto const* known = r.domain.sharing.tokens.find(r.account(), token)) {
    if (!known->is_of(r.input))
      return std::unexpected(ApiError{"IdempotentParameterMismatchException",
                                      "The client token was used before with other parameters."});
    return json::Value{}.set("resourceShare", share_answer(r.world(), known->made));
  }
  auto permission = chosen_permission(r.input);
  if (!permission) return std::unexpected(permission.error());
  if (auto refused = check_entities(r, allow_external)) return std::unexpected(*refused);
  r.call.accept();
  ShareId share =
      r.domain.sharing.create(r.account(), text_of(r.input, "name"), *permission, allow_external);
  r.domain.sharing.tokens.remember(r.account(), token, r.input, share);
  associate_all(r, share);
  return json::Value{}.set("resourceShare", share_answer(r.world(), share));
}

Answer associate(Request& r) {
  auto share = own_share(r);
  if (!share) return std::unexpected(share.error());
  if (auto refused = check_entities(r, r.world().shares().share(*share).allow_external))
    return std::unexpected(*refused);
  auto taken = [&](AssociationType type, std::string_view member) -> std::optional<ApiError> {
    for (std::string const& entity : texts(r.input, member)) {
      world::Association const* a = r.world().shares().share(*share).find(type, entity);
      if (a != nullptr && a->status != AssociationStatus::disassociated &&
          a->status != AssociationStatus::failed)
        return ApiError{"InvalidStateTransitionException",
                        fmt::format("{} is {} already.", entity, name_of(a->status))};
    }
    return std::nullopt;
  };
  if (auto refused = taken(AssociationType::resource, "resourceArns"))
    return std::unexpected(*refused);
  if (auto refused = taken(AssociationType::principal, "principals"))
    return std::unexpected(*refused);
  r.call.accept();
  associate_all(r, *share);
  return associations_answer(r, *share);
}

Answer disassociate(Request& r) {
  std::string arn = text_of(r.input, "resourceShareArn");
  ShareId shown = r.world().shares().find(arn);
  // A consumer may not leave a share of pipelines (1.11).
  if (shown && r.world().shares().share(shown).owner != r.account())
    return std::unexpected(
        not_permitted("You cannot leave this resource share: it contains resources that do not "
                      "support leaving."));
  auto share = own_share(r);
  if (!share) return std::unexpected(share.error());
  auto unknown = [&](AssociationType type, std::string_view member) -> std::optional<ApiError> {
    for (std::string const& entity : texts(r.input, member))
      if (r.world().shares().share(*share).find(type, entity) == nullptr)
        return unknown_resource(
            fmt::format("{} is not associated with ResourceShare {}.", entity, arn));
    return std::nullopt;
  };
  if (auto refused = unknown(AssociationType::resource, "resourceArns"))
    return std::unexpected(*refused);
  if (auto refused = unknown(AssociationType::principal, "principals"))
    return std::unexpected(*refused);
  r.call.accept();
  for (std::string const& entity : texts(r.input, "resourceArns"))
    r.domain.sharing.disassociate(*share, AssociationType::resource, entity);
  for (std::string const& entity : texts(r.input, "principals"))
    r.domain.sharing.disassociate(*share, AssociationType::principal, entity);
  return associations_answer(r, *share);
}

Answer delete_share(Request& r) {
  auto share = own_share(r);
  if (!share) return std::unexpected(share.error());
  if (r.world().shares().share(*share).status != ShareStatus::active)
    return std::unexpected(ApiError{"InvalidStateTransitionException",
                                    "The resource share is being deleted already."});
  r.call.accept();
  r.domain.sharing.remove(*share);
  return json::Value{}.set("returnValue", true);
}

Answer associate_permission(Request& r) {
  auto share = own_share(r);
  if (!share) return std::unexpected(share.error());
  std::string permission = text_of(r.input, "permissionArn");
  if (rehearse::iam::find_ram_permission(permission) == nullptr)
    return std::unexpected(unknown_permission(permission));
  // Every share has a permission for its type from the start; only replacing is left to do (1.4).
  if (!flag_of(r.input, "replace", false))
    return std::unexpected(
        invalid_parameter("The resource share already has a permission for this resource type; set "
                          "replace to true."));
  r.call.accept();
  r.domain.sharing.replace_permission(*share, permission);
  return json::Value{}.set("returnValue", true);
}

namespace {

Needs invitation_needs(World const& world, std::string_view action, json::Value const& input) {
  std::string arn = text_of(input, "resourceShareInvitationArn");
  // The invitation's ARN has the sender's account, but it is the receiver's to answer.
  InvitationId id = world.shares().find_invitation(arn);
  if (!id) return need(action, arn, world::owner_of(world.access(), arn));
  world::Invitation const& invitation = world.shares().invitation(id);
  world::Share const& share = world.shares().share(invitation.share);
  return std::vector<calls::Need>{
      {std::string(action),
       arn,
       invitation.receiver,
       {{"ram:ResourceShareName", share.name},
        {"ram:ShareOwnerAccountId", world.organization().account(share.owner).id}}}};
}

std::expected<InvitationId, ApiError> open_invitation(Request const& r) {
  std::string arn = text_of(r.input, "resourceShareInvitationArn");
  InvitationId id = r.world().shares().find_invitation(arn);
  if (!id || r.world().shares().invitation(id).receiver != r.account())
    return std::unexpected(
        ApiError{"ResourceShareInvitationArnNotFoundException",
                 fmt::format("ResourceShareInvitation {} could not be found.", arn)});
  switch (r.world().shares().invitation(id).status) {
    case InvitationStatus::pending:
      return id;
    case InvitationStatus::accepted:
      return std::unexpected(ApiError{"ResourceShareInvitationAlreadyAcceptedException",
                                      "The invitation was already accepted."});
    case InvitationStatus::rejected:
      return std::unexpected(ApiError{"ResourceShareInvitationAlreadyRejectedException",
                                      "The invitation was already rejected."});
    case InvitationStatus::expired:
      return std::unexpected(
          ApiError{"ResourceShareInvitationExpiredException", "The invitation has expired."});
  }
  return id;
}

}  // namespace

Needs accept_needs(World const& w, Caller const&, json::Value const& in) {
  return invitation_needs(w, "ram:AcceptResourceShareInvitation", in);
}
Needs reject_needs(World const& w, Caller const&, json::Value const& in) {
  return invitation_needs(w, "ram:RejectResourceShareInvitation", in);
}

Answer accept(Request& r) {
  auto id = open_invitation(r);
  if (!id) return std::unexpected(id.error());
  r.call.accept();
  r.domain.sharing.accept(*id);
  return json::Value{}.set("resourceShareInvitation", invitation_answer(r.world(), *id));
}

Answer reject(Request& r) {
  auto id = open_invitation(r);
  if (!id) return std::unexpected(id.error());
  r.call.accept();
  r.domain.sharing.reject(*id);
  return json::Value{}.set("resourceShareInvitation", invitation_answer(r.world(), *id));
}

}  // namespace rehearse::api::ram
