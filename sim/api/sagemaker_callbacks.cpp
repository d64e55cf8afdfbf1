// Answers to callback steps. Source: sagemaker-pipelines 2.9, 3.3.
#include <fmt/format.h>

#include "sim/api/sagemaker_execution_parts.hpp"
#include "sim/vocab/lifecycle.hpp"

namespace rehearse::api::executions {
namespace {

Needs callback_need(World const& world, Caller const& caller, std::string_view action,
                    json::Value const& input) {
  auto [execution, step] = world.executions().find_callback(text_of(input, "CallbackToken"));
  if (!execution)
    return need(action, own_arn(world, caller, "pipeline/*/execution/*"),
                account_of(world, caller));
  return need(action, world::execution_arn(world, execution),
              world.executions()[execution].account);
}

Answer answer_callback(Request& r, bool success) {
  World const& world = r.world();
  std::string const asked = text_of(r.input, "ClientRequestToken");
  std::string const token = asked.empty() ? asked : fmt::format("{} {}", r.operation, asked);
  if (auto const* known = r.domain.callback_answers.find(r.place(), token)) {
    if (!known->is_of(r.input))
      return std::unexpected(
          conflict("The ClientRequestToken was used before with other arguments."));
    return arn_answer(world, known->made);
  }
  auto [execution, step] = world.executions().find_callback(text_of(r.input, "CallbackToken"));
  if (!execution || !is_here(r, world::execution_arn(world, execution)))
    return std::unexpected(resource_not_found("The callback token does not exist"));
  // A retried step sends a new token; the old one is spent.
  world::StepDetail const& detail = *world.executions().detail(execution, step);
  bool const spent = detail.callback_token != text_of(r.input, "CallbackToken");
  if (!spent && detail.failure == FailureKind::execution_limit)
    return std::unexpected(conflict("The step no longer waits for an answer"));
  if (spent || !is_running(world.executions().step(execution, step).status()))
    return std::unexpected(conflict("The callback token was already used"));
  domain::Answered outputs;
  if (json::Value const* given = r.input.find("OutputParameters");
      given != nullptr && given->is_array())
    for (json::Value const& each : given->as_array())
      outputs.emplace_back(text_of(each, "Name"), text_of(each, "Value"));
  r.call.accept();
  r.domain.callback_answers.remember(r.place(), token, r.input, execution);
  r.domain.scheduling.answer_callback(execution, step, success, outputs,
                                      text_of(r.input, "FailureReason"));
  return arn_answer(world, execution);
}

}  // namespace

Needs success_needs(World const& w, Caller const& c, json::Value const& in) {
  return callback_need(w, c, "sagemaker:SendPipelineExecutionStepSuccess", in);
}
Needs failure_needs(World const& w, Caller const& c, json::Value const& in) {
  return callback_need(w, c, "sagemaker:SendPipelineExecutionStepFailure", in);
}

Answer step_success(Request& r) { return answer_callback(r, true); }
Answer step_failure(Request& r) { return answer_callback(r, false); }

}  // namespace rehearse::api::executions
