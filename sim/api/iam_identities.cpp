// Roles, users and groups: made, shown, deleted. A new one is shown at once and known to decisions
// later; a deleted one is gone at once and still works for a while. Source: sharing-and-access 6.
#include <fmt/format.h>

#include "sim/api/iam_parts.hpp"
#include "sim/base/text.hpp"

namespace rehearse::api::iam {
namespace {

/// Names count without case: `Deployer` and `deployer` cannot both be.
std::optional<ApiError> name_taken(Request const& r, IdentityKind kind, std::string const& name) {
  for (PrincipalId id : all_of(r.world(), r.account(), kind))
    if (equals_ignoring_case(r.world().principals()[id].name, name))
      return ApiError{"EntityAlreadyExists",
                      fmt::format("{} with name {} already exists.", row_of(kind).title, name)};
  return std::nullopt;
}

/// What still hangs on an identity keeps it from being deleted.
std::optional<ApiError> still_in_use(Request const& r, PrincipalId id) {
  world::Principal const& p = r.world().principals()[id];
  if (!p.stored.attached.empty())
    return delete_conflict("Cannot delete entity, must detach all policies first.");
  if (!p.stored.inline_policies.empty())
    return delete_conflict("Cannot delete entity, must delete policies first.");
  bool members = !p.stored.groups.empty();
  if (p.kind == IdentityKind::group)
    for (PrincipalId user : all_of(r.world(), p.account, IdentityKind::user))
      members |= r.world().principals()[user].stored.has_group(p.name);
  if (members) return delete_conflict("Cannot delete entity, must remove users from group first.");
  return std::nullopt;
}

void store_new(Request& r, PrincipalId id, DocumentId trust) {
  auto put = [&](IamSlot slot, std::string name, DocumentId document, std::string value) {
    change(r, {id, slot, std::move(name), document, std::move(value), true});
  };
  put(IamSlot::existence, {}, {}, {});
  if (trust) put(IamSlot::trust, {}, trust, {});
  if (std::uint32_t seconds = number_of(r.input, "MaxSessionDuration", 0))
    put(IamSlot::session_max, {}, {}, std::to_string(seconds));
  if (std::string boundary = text_of(r.input, "PermissionsBoundary"); !boundary.empty()) {
    r.domain.identities.know_aws_policy(boundary);
    put(IamSlot::boundary, boundary, {}, {});
  }
  for (world::Tag const& tag : tags_of(r.input)) put(IamSlot::tag, tag.key, {}, tag.value);
}

}  // namespace

Answer create(Request& r, IdentityKind kind) {
  KindRow const& row = row_of(kind);
  std::string const name = text_of(r.input, std::string(row.title) + "Name");
  if (auto taken = name_taken(r, kind, name)) return std::unexpected(*taken);
  if (auto fault = check_tags(r, {}, row.title)) return std::unexpected(*fault);
  if (auto fault = check_boundary(r, text_of(r.input, "PermissionsBoundary")))
    return std::unexpected(*fault);
  std::string trust;
  if (kind == IdentityKind::role) {
    auto read = read_trust(r, "AssumeRolePolicyDocument");
    if (!read) return std::unexpected(read.error());
    trust = std::move(*read);
  }
  r.call.accept();
  DocumentId document;
  if (!trust.empty())
    document = r.domain.context().record.document(trace::DocumentKind::trust, name, trust);
  std::string path = text_of(r.input, "Path");
  PrincipalId id = r.domain.identities.define(kind, r.account(), path.empty() ? "/" : path, name,
                                              r.caller.where);
  store_new(r, id, document);
  return json::Value{}.set(row.title, identity_answer(r.world(), id));
}

Answer remove(Request& r, IdentityKind kind) {
  auto id = find(r, kind);
  if (!id) return std::unexpected(id.error());
  if (auto conflict = still_in_use(r, *id)) return std::unexpected(*conflict);
  r.call.accept();
  change(r, {*id, IamSlot::existence, {}, {}, {}, false});
  return json::Value{json::Object{}};
}

Answer get(Request& r, IdentityKind kind) {
  auto id = find(r, kind);
  if (!id) return std::unexpected(id.error());
  json::Value shown = identity_answer(r.world(), *id);
  if (kind != IdentityKind::group) return json::Value{}.set(row_of(kind).title, std::move(shown));
  json::Array users;
  std::string const& group = r.world().principals()[*id].name;
  for (PrincipalId user : all_of(r.world(), r.account(), IdentityKind::user))
    if (r.world().principals()[user].stored.has_group(group))
      users.push_back(identity_answer(r.world(), user));
  auto answer = iam_page(r.input, "Users", std::move(users));
  if (answer) answer->set("Group", std::move(shown));
  return answer;
}

Answer list(Request& r, IdentityKind kind) {
  std::string const prefix = text_of(r.input, "PathPrefix");
  json::Array items;
  for (PrincipalId id : all_of(r.world(), r.account(), kind))
    if (r.world().principals()[id].path.starts_with(prefix))
      items.push_back(identity_answer(r.world(), id));
  return iam_page(r.input, std::string(row_of(kind).title) + "s", std::move(items));
}

Answer update_trust(Request& r) {
  auto role = find(r, IdentityKind::role);
  if (!role) return std::unexpected(role.error());
  auto trust = read_trust(r, "PolicyDocument");
  if (!trust) return std::unexpected(trust.error());
  r.call.accept();
  DocumentId document = r.domain.context().record.document(
      trace::DocumentKind::trust, r.world().principals()[*role].name, *trust);
  change(r, {*role, IamSlot::trust, {}, document, {}, true});
  return json::Value{json::Object{}};
}

Answer update_role(Request& r) {
  auto role = find(r, IdentityKind::role);
  if (!role) return std::unexpected(role.error());
  r.call.accept();
  if (std::uint32_t seconds = number_of(r.input, "MaxSessionDuration", 0))
    change(r, {*role, IamSlot::session_max, {}, {}, std::to_string(seconds), true});
  return json::Value{json::Object{}};
}

}  // namespace rehearse::api::iam
