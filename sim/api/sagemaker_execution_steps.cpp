// ListPipelineExecutionSteps. What a step's Metadata shows follows from the members that AWS's
// shape has for its type. Source: sagemaker-pipelines 1.5, 2.3, 3.3.
#include <algorithm>

#include <fmt/format.h>

#include "sim/api/sagemaker_execution_parts.hpp"
#include "sim/base/text.hpp"
#include "sim/calls/names.hpp"
#include "sim/domain/job_views.hpp"
#include "sim/domain/resolver.hpp"
#include "sim/vocab/lifecycle.hpp"

namespace rehearse::api::executions {
namespace {

using pipeline::StepType;

/// A step, with what its answer is made from.
struct Shown {
  World const& world;
  domain::Plan const& plan;
  ExecutionId execution;
  world::StepIndex step = 0;

  StepType type() const { return world.executions()[execution].graph->type(step); }
  world::StepDetail const* detail() const { return world.executions().detail(execution, step); }
  pipeline::Step const* described() const {
    auto const& definition = world.executions()[execution].graph->definition();
    return definition ? &definition->steps[step] : nullptr;
  }
};

/// A key beside Arguments, or an argument, resolved; null without one.
json::Value given(Shown const& s, std::string_view member) {
  pipeline::Step const* step = s.described();
  if (step == nullptr) return {};
  json::Value const* value = step->siblings.find(member);
  if (value == nullptr) value = step->arguments.find(member);
  if (value == nullptr) return {};
  domain::WorldResolver resolver(s.world, s.plan, s.execution, s.step);
  return pipeline::resolve(*value, resolver).value_or(json::Value{});
}

/// What the step has left behind under that name; null if nothing.
json::Value produced(Shown const& s, std::string_view member) {
  if (s.detail() == nullptr) return {};
  for (world::Product const& product : s.detail()->products)
    if (product.kind == trace::ProductKind::property && product.name == member)
      return json::parse(product.value).value_or(json::Value{});
  return {};
}

json::Value output_parameters(Shown const& s) {
  json::Array out;
  if (s.detail() == nullptr) return out;
  for (world::Product const& product : s.detail()->products) {
    if (product.kind != trace::ProductKind::output_parameter) continue;
    auto const value = json::parse(product.value);
    std::string const text = value && value->is_string() ? value->as_string() : product.value;
    out.push_back(json::Value{}.set("Name", product.name).set("Value", text));
  }
  return out;
}

json::Value created_arn(Shown const& s) {
  if (s.type() == StepType::lambda) return given(s, "FunctionArn");
  if (s.type() != StepType::register_model) {
    std::string arn = world::job_arn(s.world, s.execution, s.step);
    return arn.empty() ? json::Value{} : json::Value{std::move(arn)};
  }
  for (world::Package const& package : s.world.registry().packages())
    if (package.execution == s.execution && package.step == s.step) return package.arn;
  return {};
}

/// An identifier of EMR: `j-` or `s-`, and thirteen letters and digits.
json::Value emr_id(Shown const& s, char kind) {
  std::string const drawn =
      world::step_stream(s.world, s.execution, s.step, fmt::format("emr {}", kind))
          .alphanumeric(13);
  std::string id = fmt::format("{}-{}", kind, drawn);
  std::ranges::transform(id.begin() + 2, id.end(), id.begin() + 2, [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return id;
}

/// One member of the step's Metadata; null when there is nothing to show.
json::Value metadata_member(Shown const& s, std::string_view member) {
  world::StepDetail const* detail = s.detail();
  if (member == "Arn" || member == "CheckJobArn") return created_arn(s);
  if (member == "OutputParameters") return output_parameters(s);
  if (member == "Outcome" && detail != nullptr && detail->outcome)
    return *detail->outcome ? "True" : "False";
  if (member == "CallbackToken" && detail != nullptr) return detail->callback_token;
  if (member == "ErrorMessage" && detail != nullptr && !detail->reason.empty())
    return detail->reason;
  if (member == "StepId") return emr_id(s, 's');
  if (member == "StepName") return world::step_name(s.world, s.execution, s.step);
  if (json::Value value = produced(s, member); !value.is_null()) return value;
  if (json::Value value = given(s, member); !value.is_null()) return value;
  if (member == "ClusterId") return emr_id(s, 'j');
  return {};
}

calls::Shape const& step_shape() {
  return *calls::find_operation("sagemaker", "ListPipelineExecutionSteps")
              ->output->find("PipelineExecutionSteps")
              ->shape->element;
}

/// Empty for a step that failed before it had created anything, and for types that AWS's shape does
/// not have.
json::Value metadata(Shown const& s) {
  json::Value out{json::Object{}};
  std::string_view const key = pipeline::row_of(s.type()).metadata_key;
  calls::Member const* known = step_shape().find("Metadata")->shape->find(key);
  if (known == nullptr || !domain::step_has_created(s.world, s.execution, s.step)) return out;
  json::Value members;
  for (calls::Member const& member : known->shape->members)
    if (json::Value value = metadata_member(s, member.name); !value.is_null())
      members.set(member.name, std::move(value));
  if (!members.is_null()) out.set(key, std::move(members));
  return out;
}

/// A step that a selective execution left to its source, where it has run: not run, but listed.
bool taken_over(World const& world, ExecutionId id, world::StepIndex step) {
  world::StepDetail const* detail = world.executions().detail(id, step);
  if (detail == nullptr || !detail->source ||
      world.executions().step(id, step).status() != StepStatus::none)
    return false;
  world::StepRef const origin = world::origin_of(world, id, step);
  return world.executions().step(origin.execution, origin.step).status() != StepStatus::none;
}

/// Status and times are of its own run, or, of a step left to the source, of that one's; its
/// Metadata is of the run whose results it has.
json::Value step_answer(Shown const& s) {
  bool const left = taken_over(s.world, s.execution, s.step);
  world::StepRef const origin = world::origin_of(s.world, s.execution, s.step);
  world::StepState const& state = left ? s.world.executions().step(origin.execution, origin.step)
                                       : s.world.executions().step(s.execution, s.step);
  auto at = [&](std::uint64_t word) {
    return timestamp(s.world, Time{Duration{static_cast<std::int64_t>(word)}});
  };
  json::Value answer;
  answer.set("StepName", world::step_name(s.world, s.execution, s.step));
  if (pipeline::Step const* step = s.described()) {
    if (!step->display_name.empty()) answer.set("StepDisplayName", step->display_name);
    if (!step->description.empty()) answer.set("StepDescription", step->description);
  }
  answer.set("StartTime", at(state.started));
  if (is_terminal(state.status())) answer.set("EndTime", at(state.moved));
  answer.set("StepStatus", name_of(state.status()));
  world::StepDetail const* detail = s.detail();
  if (detail != nullptr && detail->source)
    answer.set(left ? "SelectiveExecutionResult" : "CacheHitResult",
               json::Value{}.set("SourcePipelineExecutionArn",
                                 world::execution_arn(s.world, detail->source)));
  if (detail != nullptr && !detail->reason.empty() && state.status() != StepStatus::executing)
    answer.set("FailureReason", detail->reason);
  answer.set("Metadata", metadata({s.world, s.plan, origin.execution, origin.step}))
      .set("AttemptCount", std::uint64_t{state.attempt});
  return answer;
}

}  // namespace

Needs steps_needs(World const& w, Caller const&, json::Value const& in) {
  return execution_need(w, "sagemaker:ListPipelineExecutionSteps", in);
}

Answer steps(Request& r) {
  auto id = find_execution(r);
  if (!id) return std::unexpected(id.error());
  World const& world = r.world();
  // Only what was scheduled is listed, newest first (sagemaker-pipelines 2.3).
  auto states = world.executions().steps(*id);
  std::vector<world::StepIndex> listed;
  for (std::size_t i = 0; i < states.size(); ++i)
    if (auto const step = static_cast<world::StepIndex>(i);
        states[i].status() != StepStatus::none || taken_over(world, *id, step))
      listed.push_back(step);
  std::ranges::sort(listed, {}, [&](world::StepIndex i) {
    return std::pair{std::uint64_t{states[i].started}, i};
  });
  if (!ascending(r.input, false)) std::ranges::reverse(listed);
  json::Array items;
  for (world::StepIndex i : listed)
    items.push_back(step_answer({world, r.domain.context().plan, *id, i}));
  return page(r.input, std::move(items), {"PipelineExecutionSteps"});
}

}  // namespace rehearse::api::executions
