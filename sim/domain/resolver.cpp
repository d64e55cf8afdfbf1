#include "sim/domain/resolver.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/assert.hpp"
#include "sim/base/text.hpp"
#include "sim/pipeline/path.hpp"
#include "sim/world/names.hpp"

namespace rehearse::domain {
namespace {

using Answer = pipeline::Resolver::Answer;

constexpr std::size_t kDepthMax = 200;  // steps that one reference may lead through
constexpr std::size_t kBytesMax = std::size_t{8} << 20;  // of the values that one resolution copies

Answer missing(std::string text) { return std::unexpected(std::move(text)); }

Answer value_at(json::Value const& root, std::string_view path) {
  auto found = pipeline::lookup(root, path);
  if (!found) return std::unexpected(found.error());
  return **found;
}

/// Parameters given at the start: a JSON object name -> text.
std::vector<pipeline::SuppliedParameter> supplied_parameters(world::World const& world,
                                                             ExecutionId execution) {
  std::vector<pipeline::SuppliedParameter> out;
  DocumentId document = world.executions()[execution].parameters;
  if (!document) return out;
  auto given = json::parse(world.documents()[document].text);
  REHEARSE_ASSERT(given && given->is_object(), "parameters are stored as an object");
  for (auto const& [name, value] : given->as_object()) out.push_back({name, value.as_string()});
  return out;
}

}  // namespace

Time attempt_began(world::World const& world, ExecutionId execution, world::StepIndex step,
                   std::uint64_t attempt) {
  world::StepState const& state = world.executions().step(execution, step);
  world::StepDetail const* detail = world.executions().detail(execution, step);
  if (detail != nullptr && attempt > 0 && attempt != state.attempt) {
    auto const earlier =
        std::ranges::find(detail->earlier, attempt, &world::EarlierAttempt::attempt);
    if (earlier != detail->earlier.end()) return earlier->created;
  }
  if (state.status() == StepStatus::none) return world.now();
  if (detail == nullptr || detail->retries == 0)
    return Time{Duration{static_cast<std::int64_t>(state.started)}};
  return state.status() == StepStatus::starting ? world.now() : detail->began;
}

Answer WorldResolver::parameter(std::string_view name) {
  auto known = memory_->parameters.find(execution_);
  if (known == memory_->parameters.end())
    known = memory_->parameters
                .emplace(execution_, pipeline::resolve_parameters(
                                         definition(), supplied_parameters(world_, execution_)))
                .first;
  auto const& values = known->second;
  if (!values) return missing(values.error().message);
  auto const& parameters = definition().parameters;
  auto at = std::ranges::find(parameters, name, &pipeline::Parameter::name);
  if (at == parameters.end()) return missing(fmt::format("Parameter '{}' is undefined.", name));
  return (*values)[static_cast<std::size_t>(at - parameters.begin())];
}

Answer WorldResolver::execution_variable(std::string_view name) {
  world::Execution const& e = world_.executions()[execution_];
  world::Pipeline const& p = world_.pipelines()[e.pipeline];
  if (name == "PipelineName") return json::Value{p.name};
  if (name == "PipelineArn") return json::Value{world_.arn(p)};
  if (name == "PipelineExecutionId") return json::Value{to_text(e.name)};
  if (name == "PipelineExecutionArn") return json::Value{world::execution_arn(world_, execution_)};
  // The date format is not documented: ISO 8601 in UTC (sagemaker-pipelines 1.12).
  if (name == "StartDateTime") return json::Value{format_instant(world_.epoch(), e.started)};
  if (name == "CurrentDateTime")
    return json::Value{
        format_instant(world_.epoch(), attempt_began(world_, execution_, step_, attempt_))};
  if (name == "TrainingJobName" || name == "ProcessingJobName")
    return json::Value{world::job_name(world_, execution_, step_, attempt_)};
  return missing(fmt::format("Execution.{} is not a variable of an execution", name));
}

Answer WorldResolver::step_property(std::string_view step, std::string_view path) {
  auto index = definition().find_step(step);
  if (!index) return missing(fmt::format("Step {} is undefined.", step));
  auto const key = std::pair{execution_, *index};
  auto known = memory_->properties.find(key);
  if (known == memory_->properties.end()) {
    if (memory_->depth == kDepthMax)
      return missing(
          fmt::format("references to Step {} go through more than {} steps", step, kDepthMax));
    ++memory_->depth;
    world::StepRef const origin = world::origin_of(world_, execution_, *index);
    known = memory_->properties.emplace(key, properties_of(origin)).first;
    --memory_->depth;
  }
  if (auto found = pipeline::lookup(known->second, path)) {
    memory_->bytes += json::dump(**found).size();
    if (memory_->bytes > kBytesMax)
      return missing(
          fmt::format("the values that Step {} refers to exceed {} MiB", step, kBytesMax >> 20));
    return **found;
  }
  if (path.starts_with("OutputParameters"))
    return missing(fmt::format("Step {} did not return {}", step, path));
  // A property that only the real job could know gets a text that names it: it is passed on, never
  // decided by.
  return json::Value{fmt::format("{{{}.{}}}", step, path)};
}

/// What the step left behind, wherever it has it from.
world::StepDetail const* WorldResolver::detail_of(std::string_view step) const {
  auto index = definition().find_step(step);
  if (!index) return nullptr;
  world::StepRef const origin = world::origin_of(world_, execution_, *index);
  return world_.executions().detail(origin.execution, origin.step);
}

Answer WorldResolver::outcome(std::string_view step) {
  world::StepDetail const* detail = detail_of(step);
  if (detail == nullptr || !detail->outcome)
    return missing(fmt::format("Step {} has no outcome", step));
  return json::Value{*detail->outcome ? "true" : "false"};
}

Answer WorldResolver::property_file_value(std::string_view step, std::string_view file,
                                          std::string_view path) {
  world::StepDetail const* detail = detail_of(step);
  if (detail != nullptr) {
    for (world::Product const& product : detail->products) {
      if (product.kind != trace::ProductKind::property_file || product.name != file) continue;
      auto document = json::parse(product.value);
      REHEARSE_ASSERT(document.has_value(), "products are stored as JSON");
      return value_at(*document, path);
    }
  }
  return missing(fmt::format("property file {} of step {} was not written", file, step));
}

Answer WorldResolver::s3_value(std::string_view uri, std::string_view path) {
  PipelineId const pipeline = world_.executions()[execution_].pipeline;
  if (json::Value const* document = plan_.object(pipeline, uri)) return value_at(*document, path);
  return missing(fmt::format("nothing was written to {}", uri));
}

Answer WorldResolver::experiment(std::string_view field) {
  auto const& config = definition().experiment;
  json::Value const& given = field == "ExperimentName" ? config.experiment_name : config.trial_name;
  world::Execution const& e = world_.executions()[execution_];
  // Names derived from the pipeline's are lower case (sagemaker-pipelines 1.1).
  std::string const& pipeline = world_.pipelines()[e.pipeline].name;
  if (!given.is_null()) {
    Answer answer = pipeline::resolve(given, *this);
    bool const derived = answer && field == "ExperimentName" && *answer == json::Value{pipeline};
    return derived ? json::Value{to_lower(pipeline)} : std::move(answer);
  }
  if (field == "ExperimentName") return json::Value{to_lower(pipeline)};
  return json::Value{to_text(e.name)};
}

}  // namespace rehearse::domain
