#include "sim/world/names.hpp"

#include <fmt/format.h>

#include "sim/base/hash.hpp"
#include "sim/base/text.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::world {
namespace {

constexpr std::uint64_t kTwelveDigits = 4'738'381'338'321'616'896;  // 36^12

}  // namespace

std::string as_arn(World const& world, Place const& place, std::string_view type,
                   std::string_view name_or_arn) {
  if (name_or_arn.starts_with("arn:")) return std::string(name_or_arn);
  return sagemaker_arn(place.region, world.organization().account(place.account).id,
                       fmt::format("{}/{}", type, name_or_arn));
}

std::string execution_arn(World const& world, ExecutionId execution) {
  Execution const& e = world.executions()[execution];
  return world.arn(e.pipeline) + "/execution/" + to_text(e.name);
}

ExecutionId find_execution(World const& world, std::string_view arn) {
  constexpr std::string_view kInfix = "/execution/";
  auto at = arn.rfind(kInfix);
  trace::Base36 name;
  if (at == std::string_view::npos || !from_text(arn.substr(at + kInfix.size()), name)) return {};
  PipelineId pipeline = world.find_pipeline(arn.substr(0, at));
  return pipeline ? world.executions().find(pipeline, name) : ExecutionId{};
}

std::uint64_t execution_key(World const& world, PipelineId pipeline, PrincipalId starter) {
  Pipeline const& owner = world.pipelines()[pipeline];
  fmt::memory_buffer key;  // on the stack, for names of any usual length
  auto append = [&](std::string_view text) { key.append(text); };
  append(world.organization().account(owner.account).name), append("/"), append(owner.name),
      append("/");
  if (std::string const region = world.organization().foreign_region(owner); !region.empty())
    append(region), append("/");
  if (starter) {
    Principal const& role = world.principals()[starter];
    append(world.organization().account(role.account).name), append("/"), append(role.name);
  }
  return hash_bytes({key.data(), key.size()}, world.executions().started_by(pipeline, starter));
}

trace::Base36 new_execution_name(World const& world, PipelineId pipeline, PrincipalId starter) {
  Stream stream(world.seed(), hash_bytes("execution id", execution_key(world, pipeline, starter)));
  return {stream.below(kTwelveDigits)};
}

Stream step_stream(World const& world, ExecutionId execution, StepIndex step,
                   std::string_view purpose, std::uint64_t attempt) {
  // Keyed by the step's name, so that a step added to the definition moves no other step's draws.
  Execution const& e = world.executions()[execution];
  std::string_view name = e.graph->name(step);
  std::uint64_t key =
      e.key + (attempt > 0 ? attempt : world.executions().step(execution, step).attempt);
  key = name.empty() ? key * 0x9E3779B97F4A7C15U + step : hash_bytes(name, key);
  return {world.seed(), hash_bytes(purpose, key)};
}

StepRef origin_of(World const& world, ExecutionId execution, StepIndex step) {
  StepRef at{execution, step};
  // A source is older than what takes from it: this ends.
  while (StepDetail const* detail = world.executions().detail(at.execution, at.step)) {
    if (!detail->source) break;
    auto const& definition = world.executions()[detail->source].graph->definition();
    auto const there =
        definition ? definition->find_step(step_name(world, at.execution, at.step)) : std::nullopt;
    if (!there) break;
    at = {detail->source, *there};
  }
  return at;
}

std::string step_name(World const& world, ExecutionId execution, StepIndex step) {
  std::string_view name = world.executions()[execution].graph->name(step);
  return name.empty() ? fmt::format("step-{}", step) : std::string(name);
}

std::string job_name(World const& world, ExecutionId execution, StepIndex step,
                     std::uint64_t attempt) {
  Execution const& e = world.executions()[execution];
  pipeline::StepTypeRow const& type = pipeline::row_of(e.graph->type(step));
  return fmt::format("{}{}-{}-{}", job_prefix(type), to_text(e.name),
                     step_name(world, execution, step).substr(0, type.short_job_names ? 8 : 20),
                     step_stream(world, execution, step, "job", attempt).alphanumeric(10));
}

std::string job_arn(World const& world, ExecutionId execution, StepIndex step,
                    std::uint64_t attempt) {
  Execution const& e = world.executions()[execution];
  std::string_view resource = pipeline::row_of(e.graph->type(step)).arn_resource;
  if (resource.empty()) return {};
  return sagemaker_arn(
      world.pipelines()[e.pipeline].region, world.organization().account(e.account).id,
      fmt::format("{}/{}", resource, to_lower(job_name(world, execution, step, attempt))));
}

std::string callback_token(World const& world, ExecutionId execution, StepIndex step) {
  return step_stream(world, execution, step, "callback").alphanumeric(10);
}

}  // namespace rehearse::world
