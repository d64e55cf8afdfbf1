// What a finished step exposes as `Steps.<name>.`: the members of the Describe answer that follow
// from what is known. Source: sagemaker-pipelines 1.3, 1.5.
#include <algorithm>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/domain/resolver.hpp"
#include "sim/domain/tuning.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/world/names.hpp"

namespace rehearse::domain {
namespace {

using pipeline::StepType;

/// What names the thing that a step of a type makes.
struct JobNames {
  StepType type;
  std::string_view name;
  std::string_view arn;
};
constexpr JobNames kJobNames[] = {
    {StepType::processing, "ProcessingJobName", "ProcessingJobArn"},
    {StepType::training, "TrainingJobName", "TrainingJobArn"},
    {StepType::tuning, "HyperParameterTuningJobName", "HyperParameterTuningJobArn"},
    {StepType::automl, "AutoMLJobName", "AutoMLJobArn"},
    {StepType::transform, "TransformJobName", "TransformJobArn"},
    {StepType::model, "ModelName", "ModelArn"},
    {StepType::endpoint_config, "EndpointConfigName", "EndpointConfigArn"},
    {StepType::endpoint, "EndpointName", "EndpointArn"},
};

void put_job_names(json::Value& out, StepType type, std::string const& name,
                   std::string const& arn) {
  for (JobNames const& row : kJobNames) {
    if (row.type != type) continue;
    // A name that the arguments carry is replaced at run time (sagemaker-pipelines 1.5).
    out.set(row.name, name).set(row.arn, arn);
  }
}

/// The training jobs of a tuning step, the best one first.
void put_tuned(json::Value& out, world::World const& world, world::StepRef from) {
  constexpr std::size_t kShown = 50;
  auto const tuning = latest_job(world, from.execution, from.step);
  if (!tuning) return;
  json::Array summaries;
  for (TunedJob const& each : best_first(tuned_jobs(world, *tuning, out)))
    if (summaries.size() < kShown) summaries.push_back(summary_of(each));
  if (summaries.empty()) return;
  json::Value best = summaries.front();
  out.set("BestTrainingJob", std::move(best)).set("TrainingJobSummaries", std::move(summaries));
}

}  // namespace

void put_model_artifacts(json::Value& out, std::string const& job) {
  json::Value const* config = out.find("OutputDataConfig");
  std::string_view path =
      config != nullptr ? config->string_or_empty("S3OutputPath") : std::string_view{};
  if (path.empty()) return;
  std::string_view slash = path.ends_with('/') ? "" : "/";
  out.set("ModelArtifacts",
          json::Value{}.set("S3ModelArtifacts",
                            fmt::format("{}{}{}/output/model.tar.gz", path, slash, job)));
}

bool names_its_job(StepType type, std::string_view property) {
  return std::ranges::any_of(kJobNames, [&](JobNames const& row) {
    return row.type == type && (row.name == property || row.arn == property);
  });
}

json::Value WorldResolver::properties_of(world::StepRef from) const {
  auto const [execution, step] = from;
  world::Execution const& e = world_.executions()[execution];
  StepType type = e.graph->type(step);
  json::Value out{json::Object{}};
  WorldResolver resolver(*this);
  resolver.execution_ = execution;
  resolver.step_ = step;
  resolver.attempt_ = 0;
  auto arguments = pipeline::resolve(e.graph->definition()->steps[step].arguments, resolver);
  if (arguments && arguments->is_object()) out = *arguments;
  std::string job = world::job_name(world_, execution, step);
  put_job_names(out, type, job, world::job_arn(world_, execution, step));
  if (type == StepType::training) put_model_artifacts(out, job);
  if (type == StepType::tuning) put_tuned(out, world_, from);
  for (world::Package const& package : world_.registry().packages()) {
    if (type != StepType::register_model || package.execution != execution || package.step != step)
      continue;
    out.set("ModelPackageArn", package.arn).set("ModelApprovalStatus", name_of(package.approval));
  }
  if (world::StepDetail const* detail = world_.executions().detail(execution, step)) {
    json::Value outputs;
    for (world::Product const& product : detail->products) {
      auto value = json::parse(product.value);
      if (!value) continue;
      if (product.kind == trace::ProductKind::output_parameter) outputs.set(product.name, *value);
      if (product.kind == trace::ProductKind::property) out.set(product.name, *value);
    }
    if (!outputs.is_null()) out.set("OutputParameters", outputs);
  }
  return out;
}

}  // namespace rehearse::domain
