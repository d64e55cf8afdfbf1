#include "sim/scenario/access_arguments.hpp"

#include <lua.hpp>

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/scenario/handles.hpp"
#include "sim/script/args.hpp"
#include "sim/script/failure.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/world/nearest/matrix.hpp"

namespace rehearse::scenario {
namespace {

using script::fail;

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

}  // namespace

Result<iam::ActionRow const*> read_action(lua_State* lua, int index, std::string_view word) {
  auto action = script::argument<std::string>(lua, index, word, "an action");
  if (!action) return std::unexpected(action.error());
  if (iam::ActionRow const* row = iam::find_action(*action)) return row;
  std::string hint = iam::nearest_action(*action);
  return fail("there is no action `" + shorten(*action, 80) + "`",
              hint.empty() ? "write it like `sagemaker:StartPipelineExecution`" : hint);
}

Result<std::string> read_resource(world::World const& world, lua_State* lua, int index,
                                  std::string_view word, iam::ActionRow const& action) {
  std::string const lead = std::string(word) + ": ";
  auto refuse = [&](std::string const& got) {
    return fail(lead + about(action) + ", got " + got, what_fits(action));
  };
  bool nothing = lua_isnoneornil(lua, index);
  if (nothing && iam::has_no_resource(action)) return "*";
  if (nothing) return refuse("nothing");
  std::string got, text;
  if (auto handle = to_handle(lua, index)) {
    got = handle_text(world, *handle);
    text = handle_property(world, *handle, "arn").value_or("");
  } else {
    auto given = script::argument<std::string>(lua, index, word, "a handle or an ARN");
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
    return fail(lead + "the scenario has no account " + std::string(arn->account) + ", got " + got,
                "an account's id is `account.id`");
  return text;
}

Result<std::string> read_matrix_resource(world::World const& world, lua_State* lua, int index,
                                         std::string_view word, iam::ActionRow const& action) {
  auto handle = to_handle(lua, index);
  if (!handle || handle->kind != HandleKind::pipeline ||
      action.resource_type != "pipeline-execution")
    return read_resource(world, lua, index, word, action);
  return world::resource_of(action_name(action), world.arn(PipelineId{handle->index}));
}

std::string action_name(iam::ActionRow const& action) {
  return fmt::format("{}:{}", action.service, action.name);
}

world::Question access_question(world::World const& world, PrincipalId who,
                                iam::ActionRow const& action, std::string const& resource) {
  world::Question question =
      world::question_by(world.access(), who, "access", action_name(action), resource);
  // SageMaker is the only service that roles are handed to here.
  if (action.service == "iam" && action.name == "PassRole")
    question.context.emplace_back("iam:PassedToService", "sagemaker.amazonaws.com");
  return question;
}

}  // namespace rehearse::scenario
