// Looking without a call: access(role, action, resource) and serving(account, endpoint) ask the
// world as it stands at this instant.
#include <lua.hpp>

#include <algorithm>

#include "sim/base/text.hpp"
#include "sim/iam/actions.hpp"
#include "sim/scenario/host.hpp"
#include "sim/script/args.hpp"
#include "sim/script/failure.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::scenario {
namespace {

using script::fail;
using script::Outcome;

/// How the ARNs of a resource type start, where that is not `<the action's service>` and `<type>/`.
/// Source: sharing-and-access 5.
struct ArnForm {
  std::string_view type, service, prefix;
};
constexpr ArnForm kArnForms[] = {
    {"pipeline-execution", "sagemaker", "pipeline/"},
    {"role", "iam", "role/"},
    {"root-user", "iam", "root"},
    {"customer-managed-permission", "ram", "permission/"},
};
constexpr std::string_view kExecution = "/execution/";

ArnForm form_of(iam::ActionRow const& action, std::string_view type) {
  auto own = std::ranges::find(kArnForms, type, &ArnForm::type);
  return own == std::end(kArnForms) ? ArnForm{type, action.service, type} : *own;
}

bool is_of_type(iam::ActionRow const& action, std::string_view type, ArnView const& arn) {
  if (type.empty()) return false;
  if (type == "any") return true;
  ArnForm form = form_of(action, type);
  std::string_view rest = arn.resource;
  if (arn.service != form.service || !rest.starts_with(form.prefix)) return false;
  rest.remove_prefix(form.prefix.size());
  if (type == "root-user") return rest.empty();
  if (form.prefix.ends_with('/') ? rest.empty() : !rest.starts_with('/') || rest.size() < 2)
    return false;
  if (type == "pipeline") return !rest.contains(kExecution);
  return type != "pipeline-execution" || rest.contains(kExecution);
}

/// `a pipeline: its handle, or arn:aws:sagemaker:REGION:ACCOUNT:pipeline/NAME`.
std::string what_fits(iam::ActionRow const& action) {
  if (iam::has_no_resource(action)) return "leave the third argument out";
  std::string_view type = action.resource_type;
  if (type == "any") return "give a handle or an ARN";
  ArnForm form = form_of(action, type);
  std::string resource(form.prefix);
  if (type != "root-user") resource += form.prefix.ends_with('/') ? "NAME" : "/NAME";
  if (type == "pipeline-execution") resource += "/execution/ID";
  bool handle = type == "pipeline" || type == "role" || type == "resource-share";
  return (handle ? "give its handle, or its ARN: " : "give its ARN: ") +
         ("`arn:aws:" + std::string(form.service)) + (form.service == "iam" ? "::" : ":REGION:") +
         "ACCOUNT:" + resource + "`";
}

std::string about(iam::ActionRow const& action) {
  std::string name = "`" + std::string(action.service) + ":" + std::string(action.name) + "`";
  if (iam::has_no_resource(action)) return name + " is about no resource";
  if (action.resource_type == "any") return name + " is about a resource";
  std::string type(action.resource_type);
  std::ranges::replace(type, '-', ' ');
  return name + " is about " + with_article(type);
}

/// The third argument as the resource that the judge is asked about: `*` for an action without one.
Result<std::string> read_resource(world::World const& world, lua_State* lua,
                                  iam::ActionRow const& action) {
  auto refuse = [&](std::string const& got) {
    return fail("access: " + about(action) + ", got " + got, what_fits(action));
  };
  bool nothing = lua_isnoneornil(lua, 3);
  if (nothing && iam::has_no_resource(action)) return "*";
  if (nothing) return refuse("nothing");
  std::string got, text;
  if (auto handle = to_handle(lua, 3)) {
    got = handle_text(world, *handle);
    text = handle_property(world, *handle, "arn").value_or("");
  } else {
    auto given = script::argument<std::string>(lua, 3, "access", "a handle or an ARN");
    if (!given) return std::unexpected(given.error());
    got = "`" + shorten(*given, 120) + "`";
    text = *given;
  }
  auto arn = ArnView::split(text);
  if (iam::has_no_resource(action) || !arn || text.find_first_of("*?") != std::string::npos)
    return refuse(got);
  if (!is_of_type(action, action.resource_type, *arn) &&
      !is_of_type(action, action.second_resource_type, *arn))
    return refuse(got);
  if (is_account_id(arn->account) && !world.organization().find_account(arn->account))
    return fail("access: the scenario has no account " + std::string(arn->account) + ", got " + got,
                "an account's id is `account.id`");
  return text;
}

/// access(who, action, what): may this role do that at this instant? No call is made.
Outcome access(Host& host, lua_State* lua) {
  auto who = script::argument<PrincipalArgument>(lua, 1, "access", "a role or a user");
  if (!who) return std::unexpected(who.error());
  auto action = script::argument<std::string>(lua, 2, "access", "an action");
  if (!action) return std::unexpected(action.error());
  iam::ActionRow const* row = iam::find_action(*action);
  if (row == nullptr) {
    std::string hint = iam::nearest_action(*action);
    return fail("there is no action `" + shorten(*action, 80) + "`",
                hint.empty() ? "write it like `sagemaker:StartPipelineExecution`" : hint);
  }
  world::World const& world = host.world();
  auto resource = read_resource(world, lua, *row);
  if (!resource) return std::unexpected(resource.error());
  world::Question question =
      world::question_by(world.access(), who->id, "access", *action, *resource);
  // SageMaker is the only service that roles are handed to here.
  if (row->service == "iam" && row->name == "PassRole")
    question.context.emplace_back("iam:PassedToService", "sagemaker.amazonaws.com");
  lua_pushboolean(lua, host.domain().context().judge.decide(question).allowed());
  return 1;
}

/// What the endpoint's first variant serves: the model package's ARN, or the model's name where it
/// came from no package. An endpoint that is being updated goes on serving its old configuration.
std::optional<std::string> served_model(world::World const& world, AccountId account,
                                        std::string const& name) {
  EndpointId id = world.endpoints().find_endpoint(account, name);
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
  ModelId model = world.endpoints().find_model(account, model_name);
  if (!model) return std::nullopt;
  auto request =
      json::parse(world.documents()[world.endpoints().models()[model.index].request].text);
  json::Value const* container = request ? request->find("PrimaryContainer") : nullptr;
  std::string package = container != nullptr
                            ? std::string(container->string_or_empty("ModelPackageName"))
                            : std::string{};
  return package.empty() ? model_name : package;
}

/// serving(account, endpoint): what that endpoint answers with at this instant, or nil. No call is
/// made.
Outcome serving(Host& host, lua_State* lua) {
  auto account = script::argument<AccountArgument>(lua, 1, "serving", "an account");
  if (!account) return std::unexpected(account.error());
  auto name = script::argument<std::string>(lua, 2, "serving", "an endpoint's name");
  if (!name) return std::unexpected(name.error());
  auto model = served_model(host.world(), account->id, *name);
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
