// The handlers and needs that the tables list, by service.
#pragma once

#include <algorithm>
#include <optional>

#include "sim/api/table.hpp"

namespace rehearse::api {

using calls::Answer;
using calls::Caller;
using calls::Needs;
using world::World;

// What must be allowed. Each names one kind of resource.
Needs needs_nothing_named(std::string_view action);
Needs need(std::string_view action, std::string resource, AccountId owner);

namespace pipelines {
Needs create_needs(World const&, Caller const&, json::Value const&);
Needs update_needs(World const&, Caller const&, json::Value const&);
Needs delete_needs(World const&, Caller const&, json::Value const&);
Needs describe_needs(World const&, Caller const&, json::Value const&);
Needs list_needs(World const&, Caller const&, json::Value const&);
Needs list_versions_needs(World const&, Caller const&, json::Value const&);
Needs update_version_needs(World const&, Caller const&, json::Value const&);
Answer create(Request&);
Answer update(Request&);
Answer remove(Request&);
Answer describe(Request&);
Answer list(Request&);
Answer list_versions(Request&);
Answer update_version(Request&);
}  // namespace pipelines

namespace jobs {
enum class Verb : std::uint8_t { create, describe, stop, list };

Needs needs_of(Verb verb, JobKind kind, World const&, Caller const&, json::Value const&);
template <Verb What, JobKind Kind>
Needs needs(World const& world, Caller const& caller, json::Value const& input) {
  return needs_of(What, Kind, world, caller, input);
}
/// One handler for the same operation on every kind of job.
template <Answer (*Do)(Request&, JobKind), JobKind Kind>
Answer as(Request& r) {
  return Do(r, Kind);
}
Answer create(Request&, JobKind);
Answer describe(Request&, JobKind);
Answer stop(Request&, JobKind);
Answer list(Request&, JobKind);
/// The training jobs of a tuning job.
Needs tuned_needs(World const&, Caller const&, json::Value const&);
Answer list_tuned(Request&);
}  // namespace jobs

namespace searching {
Needs needs(World const&, Caller const&, json::Value const&);
Answer search(Request&);
}  // namespace searching

namespace executions {
Needs start_needs(World const&, Caller const&, json::Value const&);
Needs list_needs(World const&, Caller const&, json::Value const&);
Needs stop_needs(World const&, Caller const&, json::Value const&);
Needs retry_needs(World const&, Caller const&, json::Value const&);
Needs describe_needs(World const&, Caller const&, json::Value const&);
Needs steps_needs(World const&, Caller const&, json::Value const&);
Needs parameters_needs(World const&, Caller const&, json::Value const&);
Needs definition_needs(World const&, Caller const&, json::Value const&);
Needs update_needs(World const&, Caller const&, json::Value const&);
Needs success_needs(World const&, Caller const&, json::Value const&);
Needs failure_needs(World const&, Caller const&, json::Value const&);
Answer start(Request&);
Answer list(Request&);
Answer stop(Request&);
Answer retry(Request&);
Answer describe(Request&);
Answer steps(Request&);
Answer parameters(Request&);
Answer definition(Request&);
Answer update(Request&);
Answer step_success(Request&);
Answer step_failure(Request&);
}  // namespace executions

namespace registry {
Needs create_group_needs(World const&, Caller const&, json::Value const&);
Needs describe_group_needs(World const&, Caller const&, json::Value const&);
Needs put_policy_needs(World const&, Caller const&, json::Value const&);
Needs get_policy_needs(World const&, Caller const&, json::Value const&);
Needs delete_policy_needs(World const&, Caller const&, json::Value const&);
Needs delete_group_needs(World const&, Caller const&, json::Value const&);
Needs list_groups_needs(World const&, Caller const&, json::Value const&);
Needs create_package_needs(World const&, Caller const&, json::Value const&);
Needs update_package_needs(World const&, Caller const&, json::Value const&);
Needs describe_package_needs(World const&, Caller const&, json::Value const&);
Needs delete_package_needs(World const&, Caller const&, json::Value const&);
Needs list_packages_needs(World const&, Caller const&, json::Value const&);
Answer create_group(Request&);
Answer describe_group(Request&);
Answer put_policy(Request&);
Answer get_policy(Request&);
Answer delete_policy(Request&);
Answer delete_group(Request&);
Answer list_groups(Request&);
Answer create_package(Request&);
Answer update_package(Request&);
Answer describe_package(Request&);
Answer delete_package(Request&);
Answer list_packages(Request&);
}  // namespace registry

namespace endpoints {
Needs create_model_needs(World const&, Caller const&, json::Value const&);
Needs describe_model_needs(World const&, Caller const&, json::Value const&);
Needs create_config_needs(World const&, Caller const&, json::Value const&);
Needs describe_config_needs(World const&, Caller const&, json::Value const&);
Needs create_needs(World const&, Caller const&, json::Value const&);
Needs update_needs(World const&, Caller const&, json::Value const&);
Needs describe_needs(World const&, Caller const&, json::Value const&);
Needs delete_needs(World const&, Caller const&, json::Value const&);
Needs list_models_needs(World const&, Caller const&, json::Value const&);
Needs delete_model_needs(World const&, Caller const&, json::Value const&);
Answer list_models(Request&);
Answer delete_model(Request&);
Answer create_model(Request&);
Answer describe_model(Request&);
Answer create_config(Request&);
Answer describe_config(Request&);
Answer create(Request&);
Answer update(Request&);
Answer describe(Request&);
Answer remove(Request&);
}  // namespace endpoints

namespace tags {
Needs add_needs(World const&, Caller const&, json::Value const&);
Needs delete_needs(World const&, Caller const&, json::Value const&);
Needs list_needs(World const&, Caller const&, json::Value const&);
Answer add(Request&);
Answer remove(Request&);
Answer list(Request&);
}  // namespace tags

namespace ram {
Needs create_share_needs(World const&, Caller const&, json::Value const&);
Needs update_share_needs(World const&, Caller const&, json::Value const&);
Needs associate_needs(World const&, Caller const&, json::Value const&);
Needs disassociate_needs(World const&, Caller const&, json::Value const&);
Needs delete_share_needs(World const&, Caller const&, json::Value const&);
Needs enable_sharing_needs(World const&, Caller const&, json::Value const&);
Needs tag_needs(World const&, Caller const&, json::Value const&);
Needs untag_needs(World const&, Caller const&, json::Value const&);
Needs create_permission_needs(World const&, Caller const&, json::Value const&);
Needs create_version_needs(World const&, Caller const&, json::Value const&);
Needs set_default_needs(World const&, Caller const&, json::Value const&);
Needs delete_permission_needs(World const&, Caller const&, json::Value const&);
Needs delete_version_needs(World const&, Caller const&, json::Value const&);
Needs get_permission_needs(World const&, Caller const&, json::Value const&);
Needs permissions_needs(World const&, Caller const&, json::Value const&);
Needs permission_versions_needs(World const&, Caller const&, json::Value const&);
Needs permission_associations_needs(World const&, Caller const&, json::Value const&);
Needs share_permissions_needs(World const&, Caller const&, json::Value const&);
Needs associate_permission_needs(World const&, Caller const&, json::Value const&);
Needs disassociate_permission_needs(World const&, Caller const&, json::Value const&);
Needs replace_permissions_needs(World const&, Caller const&, json::Value const&);
Needs promote_permission_needs(World const&, Caller const&, json::Value const&);
Needs promote_share_needs(World const&, Caller const&, json::Value const&);
Needs works_needs(World const&, Caller const&, json::Value const&);
Needs accept_needs(World const&, Caller const&, json::Value const&);
Needs reject_needs(World const&, Caller const&, json::Value const&);
Needs invitations_needs(World const&, Caller const&, json::Value const&);
Needs pending_resources_needs(World const&, Caller const&, json::Value const&);
Needs shares_needs(World const&, Caller const&, json::Value const&);
Needs associations_needs(World const&, Caller const&, json::Value const&);
Needs resources_needs(World const&, Caller const&, json::Value const&);
Needs principals_needs(World const&, Caller const&, json::Value const&);
Needs policies_needs(World const&, Caller const&, json::Value const&);
Needs types_needs(World const&, Caller const&, json::Value const&);
Needs sources_needs(World const&, Caller const&, json::Value const&);
Answer create_share(Request&);
Answer update_share(Request&);
Answer associate(Request&);
Answer disassociate(Request&);
Answer delete_share(Request&);
Answer enable_sharing(Request&);
Answer tag_resource(Request&);
Answer untag_resource(Request&);
Answer create_permission(Request&);
Answer create_version(Request&);
Answer set_default_version(Request&);
Answer delete_permission(Request&);
Answer delete_version(Request&);
Answer get_permission(Request&);
Answer list_permissions(Request&);
Answer list_permission_versions(Request&);
Answer list_permission_associations(Request&);
Answer list_share_permissions(Request&);
Answer associate_permission(Request&);
Answer disassociate_permission(Request&);
Answer replace_permissions(Request&);
Answer promote_permission(Request&);
Answer promote_share(Request&);
Answer list_works(Request&);
Answer accept(Request&);
Answer reject(Request&);
Answer get_invitations(Request&);
Answer list_pending_resources(Request&);
Answer get_shares(Request&);
Answer get_associations(Request&);
Answer list_resources(Request&);
Answer list_principals(Request&);
Answer get_policies(Request&);
Answer list_types(Request&);
Answer list_sources(Request&);
}  // namespace ram

/// A text as an argument of a template: the name of an operation.
template <std::size_t N>
struct Literal {
  char text[N]{};
  constexpr Literal(char const (&from)[N]) { std::copy_n(from, N, text); }  // NOLINT: implicit
};

namespace iam {
/// What a call speaks of: the one resource that must be allowed.
enum class Names : std::uint8_t { role, user, group, policy, nothing };

Needs needs_of(std::string_view operation, Names what, World const&, Caller const&,
               json::Value const&);
template <Literal Operation, Names What>
Needs needs(World const& world, Caller const& caller, json::Value const& input) {
  return needs_of(Operation.text, What, world, caller, input);
}

/// One handler for the same operation on roles, users and groups.
template <Answer (*Do)(Request&, IdentityKind), IdentityKind Kind>
Answer as(Request& r) {
  return Do(r, Kind);
}
Answer create(Request&, IdentityKind);
Answer remove(Request&, IdentityKind);
Answer get(Request&, IdentityKind);
Answer list(Request&, IdentityKind);
Answer update_trust(Request&);
Answer update_role(Request&);

Answer put_boundary(Request&, IdentityKind);
Answer delete_boundary(Request&, IdentityKind);
Answer tag(Request&, IdentityKind);
Answer untag(Request&, IdentityKind);
Answer list_tags(Request&, IdentityKind);
Answer add_to_group(Request&);
Answer remove_from_group(Request&);
Answer list_groups_of_user(Request&);

Answer put_policy(Request&, IdentityKind);
Answer get_policy(Request&, IdentityKind);
Answer delete_policy(Request&, IdentityKind);
Answer list_policies(Request&, IdentityKind);
Answer attach(Request&, IdentityKind);
Answer detach(Request&, IdentityKind);
Answer list_attached(Request&, IdentityKind);

Answer create_managed(Request&);
Answer delete_managed(Request&);
Answer get_managed(Request&);
Answer list_managed(Request&);
Answer create_version(Request&);
Answer delete_version(Request&);
Answer get_version(Request&);
Answer list_versions(Request&);
Answer set_default_version(Request&);
}  // namespace iam

namespace organizations {
/// Every root, unit, account, policy and handshake that the input names must be allowed.
Needs needs_of(std::string_view operation, World const&, Caller const&, json::Value const&);
template <Literal Operation>
Needs needs(World const& world, Caller const& caller, json::Value const& input) {
  return needs_of(Operation.text, world, caller, input);
}

/// Who may call at all, whatever its policies say.
std::optional<ApiError> not_member(Request const&);
std::optional<ApiError> not_management(Request const&);
/// Delegated administrators read what the management account reads.
std::optional<ApiError> not_reader(Request const&);
template <std::optional<ApiError> (*Refuse)(Request const&), Answer (*Do)(Request&)>
Answer unless(Request& r) {
  if (auto refused = Refuse(r)) return std::unexpected(*refused);
  return Do(r);
}

Answer describe_organization(Request&);
Answer list_roots(Request&);
Answer list_accounts(Request&);
Answer list_accounts_for_parent(Request&);
Answer list_units_for_parent(Request&);
Answer list_parents(Request&);
Answer list_children(Request&);
Answer describe_account(Request&);
Answer describe_unit(Request&);

Answer create_unit(Request&);
Answer update_unit(Request&);
Answer delete_unit(Request&);
Answer move_account(Request&);

Answer create_account(Request&);
Answer describe_creation(Request&);
Answer list_creations(Request&);

Answer create_policy(Request&);
Answer update_policy(Request&);
Answer delete_policy(Request&);
Answer describe_policy(Request&);
Answer list_policies(Request&);
Answer describe_effective_policy(Request&);
Answer attach_policy(Request&);
Answer detach_policy(Request&);
Answer list_policies_for_target(Request&);
Answer list_targets_for_policy(Request&);

Answer enable_policy_type(Request&);
Answer disable_policy_type(Request&);
Answer enable_service_access(Request&);
Answer disable_service_access(Request&);
Answer list_service_access(Request&);
Answer register_administrator(Request&);
Answer deregister_administrator(Request&);
Answer list_administrators(Request&);
Answer list_delegated_services(Request&);

Answer leave(Request&);
Answer remove_account(Request&);
Answer close_account(Request&);
Answer invite(Request&);
Answer accept_handshake(Request&);
Answer decline_handshake(Request&);
Answer cancel_handshake(Request&);
Answer describe_handshake(Request&);
Answer list_own_handshakes(Request&);
Answer list_handshakes(Request&);
}  // namespace organizations

namespace sts {
Needs assume_needs(World const&, Caller const&, json::Value const&);
Needs identity_needs(World const&, Caller const&, json::Value const&);
Answer assume_role(Request&);
Answer get_caller_identity(Request&);
}  // namespace sts

}  // namespace rehearse::api
