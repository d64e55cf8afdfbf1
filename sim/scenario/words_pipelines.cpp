// pipeline {} and rule {}: definitions that the SDK wrote, how their steps behave, and what listens
// to events.
#include <lua.hpp>

#include <algorithm>

#include "sim/base/text.hpp"
#include "sim/calls/names.hpp"
#include "sim/scenario/documents.hpp"
#include "sim/scenario/host.hpp"
#include "sim/scenario/input.hpp"
#include "sim/script/args.hpp"
#include "sim/script/failure.hpp"

namespace rehearse::scenario {
namespace {

using script::fail;
using script::Outcome;

struct PipelineArgs {
  AccountArgument account;
  std::string name;
  DocumentArgument definition;
  RoleArgument role;
  std::optional<std::int64_t> parallel;
  std::optional<json::Value> durations;
  std::optional<json::Value> outputs;
  std::optional<json::Value> failures;
  std::optional<std::vector<std::string>> answered;
};
script::Fields<PipelineArgs> const kPipeline = {
    "pipeline",
    "pipeline { account = staging, name = \"churn\", definition = \"definitions/churn.json\", role "
    "= execution_role }",
    {script::required("account", &PipelineArgs::account),
     script::required("name", &PipelineArgs::name),
     script::required("definition", &PipelineArgs::definition),
     script::required("role", &PipelineArgs::role),
     script::optional("parallel", &PipelineArgs::parallel),
     script::optional("durations", &PipelineArgs::durations),
     script::optional("outputs", &PipelineArgs::outputs),
     script::optional("failures", &PipelineArgs::failures),
     script::optional("answered_by_scenario", &PipelineArgs::answered)}};

/// `"25m"`, `{"18m", "25m", "60m"}` (p10, p50, p90).
Result<Quantiles> read_quantiles(json::Value const& value, std::string const& step) {
  auto bad = [&] {
    return fail("`durations." + step + "` is a duration or three of them",
                "write " + step + " = \"25m\" or " + step +
                    " = { \"18m\", \"25m\", \"60m\" } (p10, p50, p90)");
  };
  if (value.is_string()) {
    auto fixed = parse_duration(value.as_string());
    if (!fixed) return std::unexpected(fixed.error());
    return Quantiles::fixed(*fixed);
  }
  if (!value.is_array() || value.as_array().size() != 3) return bad();
  std::vector<Duration> points;
  for (json::Value const& each : value.as_array()) {
    if (!each.is_string()) return bad();
    auto point = parse_duration(each.as_string());
    if (!point) return std::unexpected(point.error());
    points.push_back(*point);
  }
  if (!std::ranges::is_sorted(points))
    return fail("`durations." + step + "` must ascend", "p10, p50, p90");
  return Quantiles::from_p10_p50_p90(points[0], points[1], points[2]);
}

/// Calls `item` for each member of a table whose keys are step names.
template <class F>
Result<void> for_each_step(std::optional<json::Value> const& table,
                           pipeline::Definition const& definition, std::string const& key, F item) {
  if (!table) return {};
  if (!table->is_object())
    return fail("`pipeline." + key + "` is a table by step", "write " + key + " = { Train = ... }");
  std::vector<std::string_view> names;
  for (pipeline::Step const& step : definition.steps) names.push_back(step.name);
  for (auto const& [step, value] : table->as_object()) {
    if (!definition.find_step(step))
      return fail("`pipeline." + key + "`: the definition has no step `" + shorten(step, 60) + "`",
                  did_you_mean(step, names));
    if (auto done = item(step, value); !done) return done;
  }
  return {};
}

bool has_type(json::Value const& value, pipeline::ParameterType type) {
  switch (type) {
    case pipeline::ParameterType::string:
      return value.is_string();
    case pipeline::ParameterType::boolean:
      return value.is_bool();
    case pipeline::ParameterType::integer:
      return value.as_integer().has_value();
    case pipeline::ParameterType::floating:
      return value.is_number();
  }
  return false;
}

/// What the definition declares: property files with any document, output parameters (Lambda,
/// Callback) with a value of their type.
Result<void> check_outputs(pipeline::Step const& step, json::Value const& outputs) {
  std::string const path = "`outputs." + step.name + "`";
  std::vector<std::string_view> names;
  for (pipeline::PropertyFile const& file : step.property_files) names.push_back(file.name);
  for (pipeline::OutputParameter const& declared : step.output_parameters)
    names.push_back(declared.name);
  std::vector<std::string> all(names.begin(), names.end());
  if (names.empty())
    return fail(path + ": the step has no property file and no output parameter",
                "declare one in the definition (PropertyFiles, OutputParameters), or leave it out");
  if (!outputs.is_object())
    return fail(path + " is a table: property file or output parameter -> its value",
                "write " + step.name + " = { " + all.front() + " = ... }");
  for (auto const& [name, value] : outputs.as_object()) {
    if (std::ranges::find(names, name) == names.end()) {
      std::string hint = did_you_mean(name, names);
      return fail(
          path + ": the step has no property file or output parameter `" + shorten(name, 60) + "`",
          hint.empty() ? "it has " + join(all, ", ") : hint);
    }
    auto declared =
        std::ranges::find(step.output_parameters, name, &pipeline::OutputParameter::name);
    if (declared != step.output_parameters.end() && !has_type(value, declared->type))
      return fail("`outputs." + step.name + "." + name + "` is a " +
                      std::string(name_of(declared->type)) + ", got " +
                      shorten(json::dump(value), 60),
                  "give one value of that type: outputs are not drawn");
  }
  return {};
}

Result<void> read_plans(Host& host, PipelineId id, PipelineArgs const& args,
                        pipeline::Definition const& definition) {
  domain::Plan& plan = host.plan();
  auto durations =
      for_each_step(args.durations, definition, "durations",
                    [&](std::string const& step, json::Value const& value) -> Result<void> {
                      auto quantiles = read_quantiles(value, step);
                      if (!quantiles) return std::unexpected(quantiles.error());
                      plan.step(id, step).duration = std::move(*quantiles);
                      return {};
                    });
  if (!durations) return durations;
  auto outputs = for_each_step(
      args.outputs, definition, "outputs",
      [&](std::string const& step, json::Value const& value) -> Result<void> {
        auto checked = check_outputs(definition.steps[*definition.find_step(step)], value);
        if (!checked) return checked;
        for (auto const& [name, output] : value.as_object())
          plan.step(id, step).outputs.emplace_back(name, resolve_handles(host.world(), output));
        return {};
      });
  if (!outputs) return outputs;
  auto failures =
      for_each_step(args.failures, definition, "failures",
                    [&](std::string const& step, json::Value const& value) -> Result<void> {
                      if (!value.is_string() || value.as_string().empty())
                        return fail("`failures." + step + "` is the reason, a text", {});
                      plan.step(id, step).failure = value.as_string();
                      return {};
                    });
  if (!failures) return failures;
  for (std::string const& step : args.answered.value_or(std::vector<std::string>{})) {
    auto index = definition.find_step(step);
    if (!index || definition.steps[*index].type != pipeline::StepType::callback)
      return fail(
          "`answered_by_scenario`: the definition has no Callback step `" + shorten(step, 60) + "`",
          {});
    plan.step(id, step).answered_by_scenario = true;
  }
  return {};
}

Outcome pipeline_word(Host& host, lua_State* lua) {
  if (!host.declaring())
    return fail("`pipeline` stands at the top level", "an actor creates one with create_pipeline");
  auto args = script::read_fields(lua, 1, kPipeline);
  if (!args) return std::unexpected(args.error());
  world::World const& world = host.world();
  world::Account const& owner = world.organization().account(args->account.id);
  if (auto named =
          check_name(args->name, "name of a pipeline",
                     "1 to 256 letters, digits and hyphens, no hyphen at either end",
                     *calls::find_operation("sagemaker", "CreatePipeline"), "PipelineName");
      !named)
    return std::unexpected(named.error());
  if (world.pipelines().find(args->account.id, args->name))
    return fail("the account `" + owner.name + "` has two pipelines named `" + args->name + "`",
                "give each its own name");
  if (world.principals().role(args->role.id).account != args->account.id)
    return fail(
        "the pipeline's role is one of another account",
        "a role of `" + owner.name + "` itself: passing a role across accounts is impossible");
  auto text = read_document(host, args->definition, "definition of " + args->name);
  if (!text) return std::unexpected(text.error());
  auto parsed =
      pipeline::parse_definition(text->text, text->name, world::definition_options(owner));
  if (!parsed) return std::unexpected(telling_fault(parsed.error(), args->definition.path));
  auto compiled = pipeline::compile(std::move(*parsed));
  if (!compiled) return std::unexpected(telling_fault(compiled.error(), args->definition.path));
  if (args->parallel && (*args->parallel < 1 || *args->parallel > 1'000'000))
    return fail("`pipeline.parallel` is at least 1", "it is MaxParallelExecutionSteps");
  DocumentId document = host.record().document(trace::DocumentKind::definition, text->name,
                                               json::dump(*json::parse(text->text)));
  PipelineId id{static_cast<std::uint32_t>(world.pipelines().all().size())};
  host.record().record(trace::PipelineStored{id,
                                             args->account.id,
                                             args->name,
                                             {},
                                             document,
                                             args->role.id,
                                             1,
                                             static_cast<std::uint32_t>(args->parallel.value_or(0)),
                                             line_of(lua)});
  if (auto read = read_plans(host, id, *args, *(*compiled)->definition()); !read)
    return std::unexpected(read.error());
  push_handle(lua, {HandleKind::pipeline, id.index});
  return 1;
}

struct TargetArgs {
  RoleArgument role;
  script::LuaRef run;
};
script::Fields<TargetArgs> const kTarget = {
    "rule.target",
    "target = { role = deployer, run = function(event, as) ... end }",
    {script::required("role", &TargetArgs::role), script::required("run", &TargetArgs::run)}};
Result<void> read_value(script::Slot const& slot, TargetArgs& out) {
  auto read = script::read_fields(slot.lua, lua_absindex(slot.lua, slot.index), kTarget);
  if (!read) return std::unexpected(read.error());
  out = std::move(*read);
  return {};
}

struct RuleArgs {
  AccountArgument account;
  std::optional<std::string> name;
  DocumentArgument pattern;
  TargetArgs target;
};

Outcome rule(Host& host, lua_State* lua) {
  static script::Fields<RuleArgs> const kRule = {
      "rule",
      "rule { account = staging, pattern = { source = { \"aws.sagemaker\" } }, target = { role = "
      "deployer, run = function(event, as) ... end } }",
      {script::required("account", &RuleArgs::account), script::optional("name", &RuleArgs::name),
       script::required("pattern", &RuleArgs::pattern),
       script::Field<RuleArgs>{"target", true, [](script::Slot const& slot, RuleArgs& out) {
                                 return read_value(slot, out.target);
                               }}}};
  if (!host.declaring())
    return fail("`rule` stands at the top level", "declare it before virtual time starts");
  auto args = script::read_fields(lua, 1, kRule);
  if (!args) return std::unexpected(args.error());
  auto text = read_document(host, args->pattern, "event pattern");
  if (!text) return std::unexpected(text.error());
  auto pattern = json::parse(text->text, text->name);
  if (!pattern) return std::unexpected(pattern.error());
  if (Errors faults = world::check_event_pattern(*pattern); !faults.empty())
    return std::unexpected(faults.front());
  RuleId id{static_cast<std::uint32_t>(host.world().rules().all().size())};
  std::string name = args->name.value_or("rule " + std::to_string(id.index + 1));
  trace::SourceLine where = line_of(lua);
  ActorId actor = host.define_actor(name, where);
  if (!actor)
    return fail("there is an actor or a rule named `" + name + "` already",
                "give the rule its own name");
  DocumentId document =
      host.record().document(trace::DocumentKind::pattern, name, json::dump(*pattern));
  host.record().record(
      trace::RuleDefined{id, args->account.id, name, document, args->target.role.id, where});
  host.add_rule_target(id, actor, args->target.role.id, args->target.run);
  return 0;
}

}  // namespace

void add_pipeline_words(script::Sandbox& sandbox) {
  sandbox.add_word<pipeline_word>("pipeline");
  sandbox.add_word<rule>("rule");
}

}  // namespace rehearse::scenario
