// Looking without a call: access(role, action, resource) and serving(account, endpoint) ask the
// world as it stands at this instant.
#include <lua.hpp>

#include "sim/scenario/access_arguments.hpp"
#include "sim/scenario/declare.hpp"
#include "sim/scenario/host.hpp"
#include "sim/script/args.hpp"

namespace rehearse::scenario {
namespace {

using script::Outcome;

/// access(who, action, what): may this role do that at this instant? No call is made.
Outcome access(Host& host, lua_State* lua) {
  auto who = script::argument<PrincipalArgument>(lua, 1, "access", "a role or a user");
  if (!who) return std::unexpected(who.error());
  auto action = read_action(lua, 2, "access");
  if (!action) return std::unexpected(action.error());
  auto resource = read_resource(host.world(), lua, 3, "access", **action);
  if (!resource) return std::unexpected(resource.error());
  world::Question question = access_question(host.world(), who->id, **action, *resource);
  lua_pushboolean(lua, host.domain().context().judge.decide(question).allowed());
  return 1;
}

/// What the endpoint's first variant serves: the model package's ARN, or the model's name where it
/// came from no package. An endpoint that is being updated goes on serving its old configuration.
std::optional<std::string> served_model(world::World const& world, world::Place const& place,
                                        std::string const& name) {
  EndpointId id = world.endpoints().find_endpoint(place, name);
  if (!id) return std::nullopt;
  world::Endpoint const& endpoint = world.endpoints().endpoint(id);
  if (endpoint.status != EndpointStatus::in_service && endpoint.status != EndpointStatus::updating)
    return std::nullopt;
  auto config =
      json::parse(world.documents()[world.endpoints().config(endpoint.config).request].text);
  json::Value const* variants = config ? config->find("ProductionVariants") : nullptr;
  if (variants == nullptr || !variants->is_array() || variants->as_array().empty())
    return std::nullopt;
  std::string model_name(variants->as_array().front().string_or_empty("ModelName"));
  ModelId model = world.endpoints().find_model(place, model_name);
  if (!model) return std::nullopt;
  auto request =
      json::parse(world.documents()[world.endpoints().models()[model.index].request].text);
  json::Value const* container = request ? request->find("PrimaryContainer") : nullptr;
  std::string package = container != nullptr
                            ? std::string(container->string_or_empty("ModelPackageName"))
                            : std::string{};
  return package.empty() ? model_name : package;
}

/// serving(account, endpoint, region): what that endpoint answers with at this instant, or nil. No
/// call is made.
Outcome serving(Host& host, lua_State* lua) {
  auto account = script::argument<AccountArgument>(lua, 1, "serving", "an account");
  if (!account) return std::unexpected(account.error());
  auto name = script::argument<std::string>(lua, 2, "serving", "an endpoint's name");
  if (!name) return std::unexpected(name.error());
  std::optional<std::string> region;
  if (!lua_isnoneornil(lua, 3)) {
    auto given = script::argument<std::string>(lua, 3, "serving", "a Region");
    if (!given) return std::unexpected(given.error());
    region = std::move(*given);
  }
  auto place = read_place(host, account->id, region);
  if (!place) return std::unexpected(place.error());
  auto model = served_model(host.world(), *place, *name);
  if (model)
    lua_pushlstring(lua, model->data(), model->size());
  else
    lua_pushnil(lua);
  return 1;
}

}  // namespace

void add_access_words(script::Sandbox& sandbox) {
  sandbox.add_word<access>("access");
  sandbox.add_word<serving>("serving");
}

}  // namespace rehearse::scenario
