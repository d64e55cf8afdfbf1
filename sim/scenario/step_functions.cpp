// Functions of the scenario that say what a step does: its duration, its outputs. They see the
// step's resolved arguments, neither call nor wait, and draw from the step's own stream.
#include <lua.hpp>

#include "sim/base/text.hpp"
#include "sim/scenario/durations.hpp"
#include "sim/scenario/host.hpp"
#include "sim/scenario/input.hpp"
#include "sim/scenario/outputs.hpp"
#include "sim/script/failure.hpp"
#include "sim/script/value.hpp"
#include "sim/world/names.hpp"

namespace rehearse::scenario {
namespace {

/// What the function is given.
json::Value about_step(world::World const& world, domain::StepQuestion const& question) {
  world::Execution const& e = world.executions()[question.execution];
  return json::Value{}
      .set("name", world::step_name(world, question.execution, question.step))
      .set("type", pipeline::row_of(e.graph->type(question.step)).name)
      .set("attempt",
           std::uint64_t{world.executions().step(question.execution, question.step).attempt})
      .set("pipeline", world.pipelines()[e.pipeline].name)
      .set("execution", world::execution_arn(world, question.execution))
      .set("arguments", question.arguments);
}

}  // namespace

StepFunctions& Host::step_functions(PipelineId pipeline, std::string const& step) {
  return step_functions_[{pipeline, step}];
}

std::optional<json::Value> Host::ask_step(domain::StepQuestion const& question,
                                          std::string const& what, StepFunction const& asked) {
  if (fault_) return std::nullopt;
  Stream draws = world::step_stream(world(), question.execution, question.step, "function/" + what);
  Result<json::Value> answer = script::fail("it returned nothing", "end it with `return ...`");
  auto const answering = std::exchange(answering_, Answering{"`" + what + "`", {}});
  auto* const step_draws = std::exchange(step_draws_, &draws);
  auto const actor = std::exchange(current_actor_, {});
  script::Step step = script::call(
      *lua_, asked.function,
      [&](lua_State* lua) {
        script::push_json(lua, about_step(world(), question));
        return 1;
      },
      [&](lua_State* lua, int results) {
        if (results > 0 && !lua_isnil(lua, -results))
          answer = read_document_value({lua, lua_gettop(lua) - results + 1, what});
      });
  answering_ = answering;
  step_draws_ = step_draws;
  current_actor_ = actor;
  if (lua_->fatal()) return stop_asking(what, asked, *lua_->fatal());
  if (step.state == script::Step::State::failed) return stop_asking(what, asked, step.error);
  if (!answer) return stop_asking(what, asked, answer.error());
  return resolve_handles(world(), std::move(*answer));
}

std::nullopt_t Host::stop_asking(std::string const& what, StepFunction const& asked, Error error) {
  if (error.where.line == 0)
    error.where = {asked.where.file, static_cast<int>(asked.where.line), 0};
  if (!error.message.starts_with("`" + what))
    error.message = "`" + what + "`: " + std::move(error.message);
  stop_with(std::move(error));
  return std::nullopt;
}

std::optional<Quantiles> Host::duration_of(domain::StepQuestion const& question) {
  world::Execution const& e = world().executions()[question.execution];
  std::string const name(e.graph->name(question.step));
  StepFunction const& asked = step_functions(e.pipeline, name).duration;
  std::string const what = "durations." + name;
  auto answer = ask_step(question, what, asked);
  if (!answer) return std::nullopt;
  auto read = read_quantiles(*answer, what, [](auto const&, std::string message, std::string hint) {
    return script::fail(std::move(message), std::move(hint));
  });
  if (!read) return stop_asking(what, asked, read.error());
  return *read;
}

std::optional<std::vector<domain::PlannedOutput>> Host::outputs_of(
    domain::StepQuestion const& question) {
  world::Execution const& e = world().executions()[question.execution];
  pipeline::Step const& step = e.graph->definition()->steps[question.step];
  StepFunction const& asked = step_functions(e.pipeline, step.name).outputs;
  std::string const what = "outputs." + step.name;
  auto answer = ask_step(question, what, asked);
  if (!answer) return std::nullopt;
  auto read = read_outputs(step, *answer);
  if (!read) return stop_asking(what, asked, read.error());
  return *read;
}

}  // namespace rehearse::scenario
