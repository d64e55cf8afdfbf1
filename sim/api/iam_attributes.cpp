// What hangs on an identity besides policies: its boundary, its tags, the groups of a user.
#include <fmt/format.h>

#include "sim/api/iam_parts.hpp"

namespace rehearse::api::iam {
namespace {

constexpr std::size_t kGroupsMax = 10;  // of a user

struct Membership {
  PrincipalId user;
  PrincipalId group;
};

std::expected<Membership, ApiError> find_both(Request const& r) {
  auto group = find(r, IdentityKind::group);
  if (!group) return std::unexpected(group.error());
  auto user = find(r, IdentityKind::user);
  if (!user) return std::unexpected(user.error());
  return Membership{*user, *group};
}

}  // namespace

Answer put_boundary(Request& r, IdentityKind kind) {
  auto id = find(r, kind);
  if (!id) return std::unexpected(id.error());
  std::string const boundary = text_of(r.input, "PermissionsBoundary");
  if (auto fault = check_boundary(r, boundary)) return std::unexpected(*fault);
  r.call.accept();
  r.domain.identities.know_aws_policy(boundary);
  change(r, {*id, IamSlot::boundary, boundary, {}, {}, true});
  return json::Value{json::Object{}};
}

Answer delete_boundary(Request& r, IdentityKind kind) {
  auto id = find(r, kind);
  if (!id) return std::unexpected(id.error());
  world::Principal const& p = r.world().principals()[*id];
  if (p.stored.boundary.empty())
    return std::unexpected(no_such_entity(
        fmt::format("The {} {} does not have a permissions boundary.", row_of(kind).word, p.name)));
  r.call.accept();
  change(r, {*id, IamSlot::boundary, p.stored.boundary, {}, {}, false});
  return json::Value{json::Object{}};
}

Answer tag(Request& r, IdentityKind kind) {
  auto id = find(r, kind);
  if (!id) return std::unexpected(id.error());
  if (auto fault = check_tags(r, r.world().principals()[*id].stored.tags, row_of(kind).title))
    return std::unexpected(*fault);
  r.call.accept();
  for (world::Tag const& tag : tags_of(r.input))
    change(r, {*id, IamSlot::tag, tag.key, {}, tag.value, true});
  return json::Value{json::Object{}};
}

Answer untag(Request& r, IdentityKind kind) {
  auto id = find(r, kind);
  if (!id) return std::unexpected(id.error());
  r.call.accept();
  for (std::string const& key : texts_of(r.input, "TagKeys"))
    if (world::find_tag(r.world().principals()[*id].stored.tags, key) != nullptr)
      change(r, {*id, IamSlot::tag, key, {}, {}, false});
  return json::Value{json::Object{}};
}

Answer list_tags(Request& r, IdentityKind kind) {
  auto id = find(r, kind);
  if (!id) return std::unexpected(id.error());
  return iam_page(r.input, "Tags", tags_answer(r.world().principals()[*id].stored.tags));
}

Answer add_to_group(Request& r) {
  auto both = find_both(r);
  if (!both) return std::unexpected(both.error());
  world::Principal const& user = r.world().principals()[both->user];
  std::string const group = r.world().principals()[both->group].name;
  if (!user.stored.has_group(group) && user.stored.groups.size() == kGroupsMax)
    return std::unexpected(
        limit_exceeded(fmt::format("Cannot exceed quota for GroupsPerUser: {}", kGroupsMax)));
  r.call.accept();
  if (!user.stored.has_group(group))
    change(r, {both->user, IamSlot::membership, group, {}, {}, true});
  return json::Value{json::Object{}};
}

Answer remove_from_group(Request& r) {
  auto both = find_both(r);
  if (!both) return std::unexpected(both.error());
  world::Principal const& user = r.world().principals()[both->user];
  std::string const group = r.world().principals()[both->group].name;
  if (!user.stored.has_group(group))
    return std::unexpected(
        no_such_entity(fmt::format("User {} is not in group {}.", user.name, group)));
  r.call.accept();
  change(r, {both->user, IamSlot::membership, group, {}, {}, false});
  return json::Value{json::Object{}};
}

Answer list_groups_of_user(Request& r) {
  auto user = find(r, IdentityKind::user);
  if (!user) return std::unexpected(user.error());
  json::Array groups;
  for (std::string const& name : r.world().principals()[*user].stored.groups)
    if (PrincipalId group = r.world().principals().find(r.account(), IdentityKind::group, name))
      groups.push_back(identity_answer(r.world(), group));
  return iam_page(r.input, "Groups", std::move(groups));
}

}  // namespace rehearse::api::iam
