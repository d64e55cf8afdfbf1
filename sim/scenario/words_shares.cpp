// Declaring shares that stand at the epoch.
#include <lua.hpp>

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/iam/ram_permissions.hpp"
#include "sim/scenario/declare.hpp"
#include "sim/scenario/input.hpp"
#include "sim/script/failure.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::scenario {
namespace {

using script::fail;
using script::Outcome;

struct ShareArgs {
  AccountArgument account;
  std::string name;
  std::vector<PipelineArgument> resources;
  DocumentArgument principals;
  std::optional<std::string> permission;
  std::optional<bool> allow_external;
  std::optional<bool> retain;
};
script::Fields<ShareArgs> const kShare = {
    "resource_share",
    "resource_share { account = staging, name = \"churn\", resources = { churn }, principals = { "
    "production } }",
    {script::required("account", &ShareArgs::account), script::required("name", &ShareArgs::name),
     script::required("resources", &ShareArgs::resources),
     script::required("principals", &ShareArgs::principals),
     script::optional("permission", &ShareArgs::permission),
     script::optional("allow_external", &ShareArgs::allow_external),
     script::optional("retain_on_leaving", &ShareArgs::retain)}};

/// Somebody to share with: an account id, or an ARN of IAM or Organizations.
bool is_principal(std::string_view text) {
  auto arn = ArnView::split(text);
  return is_account_id(domain::account_of_principal(text)) ||
         (arn && arn->service == "organizations");
}

/// Associated from the first instant on; an account outside has accepted long ago. What is named
/// twice is associated once.
void stand(Host& host, ShareId share, AssociationType type, std::string const& entity) {
  if (host.world().shares().share(share).find(type, entity) == nullptr)
    host.domain().sharing.stand(share, type, entity);
}

Outcome resource_share(Host& host, lua_State* lua) {
  if (auto top = only_at_top(host, "resource_share"); !top) return std::unexpected(top.error());
  auto args = script::read_fields(lua, 1, kShare);
  if (!args) return std::unexpected(args.error());
  std::string permission = args->permission.value_or(
      std::string(iam::default_ram_permission("sagemaker:Pipeline")->arn));
  if (iam::find_ram_permission(permission) == nullptr)
    return fail("there is no permission `" + shorten(permission, 120) + "`",
                iam::nearest_ram_permission(permission));
  json::Value principals = resolve_handles(host.world(), args->principals.value);
  if (!principals.is_array())
    return fail("`resource_share.principals` is a list", "write principals = { production }");
  bool allow_external = args->allow_external.value_or(true), retain = args->retain.value_or(false);
  if (retain && !allow_external)
    return fail("a share that is retained on leaving allows external principals",
                "leave out allow_external = false");
  world::Place place = host.world().organization().place(args->account.id);
  if (!args->resources.empty())
    place.region = host.world().pipelines()[args->resources.front().id].region;
  ShareId share = host.domain().sharing.create(place, args->name, allow_external, retain);
  host.domain().sharing.pin(share, permission);
  for (PipelineArgument const& resource : args->resources) {
    world::Pipeline const& pipeline = host.world().pipelines()[resource.id];
    if (pipeline.account != args->account.id)
      return fail("`" + host.world().organization().account(args->account.id).name +
                      "` does not own the pipeline `" + pipeline.name + "`",
                  "only the owner shares a resource");
    if (pipeline.region != place.region)
      return fail(
          "the pipelines of a share are in `" + place.region + "` and in `" + pipeline.region + "`",
          "a share holds resources of one Region: declare one for each");
    stand(host, share, AssociationType::resource, host.world().arn(pipeline));
  }
  for (json::Value const& principal : principals.as_array()) {
    if (!principal.is_string() || !is_principal(principal.as_string()))
      return fail("`" + shorten(json::dump(principal), 120) + "` is no principal",
                  "a principal is an account, a role, an organization or unit, an ARN or an "
                  "account id");
    stand(host, share, AssociationType::principal, principal.as_string());
  }
  return pushed(lua, HandleKind::share, share.index);
}

}  // namespace

void add_share_words(script::Sandbox& sandbox) {
  sandbox.add_word<resource_share>("resource_share");
}

}  // namespace rehearse::scenario
