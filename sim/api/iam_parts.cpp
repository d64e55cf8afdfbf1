#include "sim/api/iam_parts.hpp"

#include <fmt/format.h>

#include "sim/api/policy_input.hpp"
#include "sim/base/text.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::api::iam {
namespace {

constexpr std::size_t kTagsMax = 50;

// In the order of IdentityKind.
constexpr KindRow kKinds[] = {
    {"role", "Role", 10'240, "PoliciesPerRole"},
    {"user", "User", 2'048, "PoliciesPerUser"},
    {"group", "Group", 5'120, "PoliciesPerGroup"},
};

std::string name_member(IdentityKind kind) { return std::string(row_of(kind).title) + "Name"; }

/// The ARN of what a call names, there or not.
std::string named_arn(Names what, World const& world, AccountId own, json::Value const& input) {
  std::string const& account = world.organization().account(own).id;
  std::string path = text_of(input, "Path");
  if (path.empty()) path = "/";
  if (what == Names::policy) {
    std::string arn = text_of(input, "PolicyArn");
    return arn.empty() ? policy_arn(account, path, text_of(input, "PolicyName")) : arn;
  }
  auto kind = static_cast<IdentityKind>(what);
  std::string const name = text_of(input, name_member(kind));
  PrincipalId known = world.principals().find(own, kind, name);
  return known ? world.principals()[known].arn : principal_arn(account, kind, path, name);
}

/// The keys that IAM adds to the request. Source: sharing-and-access 5.2.
world::ContextKeys request_keys(Names what, World const& world, std::string const& arn,
                                json::Value const& input) {
  world::ContextKeys keys;
  if (std::string policy = text_of(input, "PolicyArn"); !policy.empty() && what != Names::policy)
    keys.emplace_back("iam:PolicyARN", policy);
  std::string boundary = text_of(input, "PermissionsBoundary");
  PrincipalId target = world.principals().find_arn(arn);
  if (boundary.empty() && target) boundary = world.principals()[target].stored.boundary;
  if (!boundary.empty()) keys.emplace_back("iam:PermissionsBoundary", boundary);
  add_tag_keys(tags_of(input), texts_of(input, "TagKeys"), keys);
  return keys;
}

}  // namespace

KindRow const& row_of(IdentityKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

Needs needs_of(std::string_view operation, Names what, World const& world, Caller const& caller,
               json::Value const& input) {
  std::string action = fmt::format("iam:{}", operation);
  if (what == Names::nothing) return needs_nothing_named(action);
  AccountId own = account_of(world, caller);
  // Who asks for itself need not name itself.
  world::Principal const& self = world.principals()[caller.principal];
  bool const of_itself = what == Names::user && text_of(input, "UserName").empty();
  std::string arn = of_itself ? self.arn : named_arn(what, world, own, input);
  auto keys = request_keys(what, world, arn, input);
  return std::vector<calls::Need>{{std::move(action), std::move(arn), own, std::move(keys)}};
}

ApiError no_such_entity(std::string text) { return {"NoSuchEntity", std::move(text)}; }
ApiError limit_exceeded(std::string text) { return {"LimitExceeded", std::move(text)}; }
ApiError delete_conflict(std::string text) { return {"DeleteConflict", std::move(text)}; }

std::expected<PrincipalId, ApiError> find(Request const& r, IdentityKind kind) {
  std::string name = text_of(r.input, name_member(kind));
  world::Principal const& self = r.world().principals()[r.caller.principal];
  if (name.empty() && kind == IdentityKind::user && self.kind == IdentityKind::user)
    return r.caller.principal;
  if (name.empty())
    return std::unexpected(ApiError{"ValidationError",
                                    "Must specify userName when calling with "
                                    "non-User credentials"});
  PrincipalId found = r.world().principals().find(r.account(), kind, name);
  if (!found)
    return std::unexpected(no_such_entity(
        fmt::format("The {} with name {} cannot be found.", row_of(kind).word, name)));
  return found;
}

std::vector<PrincipalId> all_of(World const& world, AccountId account, IdentityKind kind) {
  std::vector<PrincipalId> out;
  auto const& all = world.principals().all();
  for (std::uint32_t i = 0; i < all.size(); ++i)
    if (all[i].account == account && all[i].kind == kind && all[i].stored.exists)
      out.push_back({i});
  std::ranges::sort(out, {}, [&](PrincipalId id) { return std::string_view(all[id.index].name); });
  return out;
}

std::expected<std::string, ApiError> read_document(Request const& r, std::string_view text,
                                                   rehearse::iam::PolicyKind kind,
                                                   SizeRule const& size) {
  auto document = read_policy_input(r, text, kind);
  if (!document) return document;
  if (document->size() > size.max) return std::unexpected(limit_exceeded(size.too_long));
  return document;
}

std::expected<std::string, ApiError> read_trust(Request const& r, std::string_view member) {
  std::int64_t const max = r.own_account().limit(Quota::trust_policy_characters);
  auto document = read_document(r, text_of(r.input, member), rehearse::iam::PolicyKind::trust,
                                {static_cast<std::size_t>(max),
                                 fmt::format("Cannot exceed quota for ACLSizePerRole: {}", max)});
  if (!document) return document;
  if (auto fault = unknown_principal(r.world(), *document, rehearse::iam::PolicyKind::trust))
    return std::unexpected(*fault);
  return document;
}

json::Value document_of(World const& world, DocumentId document) {
  return document ? json::parse(world.documents()[document].text).value_or(json::Value{})
                  : json::Value{};
}

Answer iam_page(json::Value const& input, std::string_view list, json::Array items) {
  auto answer = page(input, std::move(items), {list, "MaxItems", "Marker", "Marker"});
  if (!answer)
    return std::unexpected(
        ApiError{"ValidationError", "The specified value for marker is invalid."});
  bool const more = answer->find("Marker") != nullptr;
  answer->set("IsTruncated", more);
  return answer;
}

void change(Request& r, trace::IamStored stored) { r.domain.propagation.change(stored); }

json::Array tags_answer(std::vector<world::Tag> const& tags) {
  json::Array out;
  for (world::Tag const& tag : tags)
    out.push_back(json::Value{}.set("Key", tag.key).set("Value", tag.value));
  return out;
}

json::Value identity_answer(World const& world, PrincipalId id) {
  world::Principal const& p = world.principals()[id];
  std::string const title(row_of(p.kind).title);
  json::Value out;
  out.set("Path", p.path)
      .set(title + "Name", p.name)
      .set(title + "Id", p.unique_id)
      .set("Arn", p.arn)
      .set("CreateDate", timestamp(world, p.created_at));
  if (p.kind == IdentityKind::role)
    out.set("AssumeRolePolicyDocument", document_of(world, p.stored.trust))
        .set("MaxSessionDuration", p.stored.session_max);
  if (!p.stored.boundary.empty())
    out.set("PermissionsBoundary", json::Value{}
                                       .set("PermissionsBoundaryType", "Policy")
                                       .set("PermissionsBoundaryArn", p.stored.boundary));
  if (!p.stored.tags.empty()) out.set("Tags", tags_answer(p.stored.tags));
  return out;
}

std::optional<ApiError> check_tags(Request const& r, std::vector<world::Tag> const& present,
                                   std::string_view title) {
  std::size_t count = present.size();
  std::vector<std::string> seen;
  for (world::Tag const& tag : tags_of(r.input)) {
    std::string key = to_lower(tag.key);
    if (std::ranges::find(seen, key) != seen.end())
      return ApiError{"InvalidInput",
                      "Duplicate tag keys found. Please note that Tag keys are case "
                      "insensitive."};
    seen.push_back(key);
    if (world::find_tag(present, key) == nullptr) ++count;
  }
  if (count <= kTagsMax) return std::nullopt;
  return limit_exceeded(fmt::format("Cannot exceed quota for TagsPer{}: {}", title, kTagsMax));
}

std::optional<ApiError> check_boundary(Request const& r, std::string const& arn) {
  if (arn.empty() || managed_policy_exists(r.world(), arn)) return std::nullopt;
  return no_such_entity(fmt::format("Scope ARN: {} does not exist or is not attachable.", arn));
}

}  // namespace rehearse::api::iam
