// Caches that never hit, and sections that have no effect (sagemaker-pipelines 1.9, 1.10).
#include <algorithm>
#include <array>
#include <optional>

#include "sim/base/text.hpp"
#include "sim/pipeline/lint_checks.hpp"

namespace rehearse::pipeline {
namespace {

using enum StepType;

// Execution variables that differ from one execution to the next.
constexpr std::array<std::string_view, 6> kChanging{"PipelineExecutionArn", "PipelineExecutionId",
                                                    "StartDateTime",        "CurrentDateTime",
                                                    "TrainingJobName",      "ProcessingJobName"};

// Properties that are new each time a step of the type runs.
struct NewEachTime {
  StepType type;
  std::string_view property;
};
constexpr std::array kNewEachTime{NewEachTime{model, "ModelName"},
                                  NewEachTime{model, "ModelArn"},
                                  NewEachTime{training, "ModelArtifacts"},
                                  NewEachTime{training, "TrainingJobName"},
                                  NewEachTime{training, "TrainingJobArn"},
                                  NewEachTime{processing, "ProcessingJobName"},
                                  NewEachTime{processing, "ProcessingJobArn"},
                                  NewEachTime{transform, "TransformJobName"},
                                  NewEachTime{transform, "TransformJobArn"},
                                  NewEachTime{tuning, "BestTrainingJob"},
                                  NewEachTime{tuning, "TrainingJobSummaries"},
                                  NewEachTime{register_model, "ModelPackageArn"}};

bool caches(Step const& step) {
  json::Value const* enabled = step.cache.find("Enabled");
  return enabled != nullptr && enabled->is_bool() && enabled->as_bool();
}

/// `P30M`: months alone, with nothing behind a `T`. The number, or empty.
std::string_view months_alone(std::string_view expiry) {
  if (expiry.starts_with('P') || expiry.starts_with('p')) expiry.remove_prefix(1);
  if (!expiry.ends_with('M') && !expiry.ends_with('m')) return {};
  expiry.remove_suffix(1);
  return parse_unsigned<std::uint32_t>(expiry) ? expiry : std::string_view{};
}

/// Why a value is another in each execution: the reference that makes it so, and in which words.
struct Cause {
  Reference const* reference = nullptr;
  std::string words;
};

class CacheLint {
 public:
  CacheLint(Compiled const& pipeline, Warnings& out)
      : pipeline_(pipeline),
        definition_(*pipeline.definition()),
        hits_(definition_.steps.size(), false),
        out_(out) {}

  /// In an order in which a step comes after those it refers to.
  void all() {
    for (StepIndex i : pipeline_.topological_order()) {
      Step const& step = definition_.steps[i];
      if (!caches(step)) continue;
      duration(step);
      if (!row_of(step.type).cache_key.empty()) {
        hits_[i] = key(step);
        continue;
      }
      out_.add(Lint::cache_without_effect, step.cache.offset(), step.pointer + "/CacheConfig",
               "a " + std::string(row_of(step.type).name) + " step finds nothing in the cache",
               "take the section away");
    }
  }

 private:
  void duration(Step const& step) {
    std::string_view const months = months_alone(step.cache.string_or_empty("ExpireAfter"));
    if (months.empty()) return;
    out_.add(Lint::months_for_minutes, step.cache.find("ExpireAfter")->offset(),
             step.pointer + "/CacheConfig/ExpireAfter",
             "`" + std::string(step.cache.string_or_empty("ExpireAfter")) + "` is " +
                 std::string(months) + " months",
             std::string(months) + " minutes are `PT" + std::string(months) + "M`");
  }

  /// Can the step's key be that of an earlier execution? If not, says why, once an argument.
  bool key(Step const& step) {
    bool same = true;
    for (std::string_view path : row_of(step.type).cache_key) {
      if (auto value = lookup(step.arguments, path))
        same &= attribute(step, path, **value);
      else if (json::Value const* beside = step.siblings.find(path))
        same &= attribute(step, path, *beside);
    }
    return same;
  }

  bool attribute(Step const& step, std::string_view path, json::Value const& value) {
    std::vector<Reference> const references = references_in(value);
    Cause const cause = first_cause(references);
    if (cause.reference == nullptr) return true;
    bool const model_name =
        step.type == transform && path == "ModelName" && cause.reference->path == "ModelName";
    out_.add(model_name ? Lint::transform_after_model : Lint::cache_never_hits,
             cause.reference->offset, step.pointer,
             "the cache of `" + step.name + "` never hits: its `" + std::string(path) + "` holds " +
                 cause.words,
             model_name ? "a Transform after a Model step runs each time: take `CacheConfig` away"
                        : "keep it out of what counts for the cache: outputs do not count");
    return false;
  }

  Cause first_cause(std::vector<Reference> const& references) const {
    for (Reference const& reference : references)
      if (auto words = why_new(reference)) return {&reference, std::move(*words)};
    return {};
  }

  /// Why a reference has another value each time; nothing when it need not.
  std::optional<std::string> why_new(Reference const& reference) const {
    if (reference.kind == ReferenceKind::execution) {
      if (std::ranges::find(kChanging, reference.name) == kChanging.end()) return std::nullopt;
      return "`Execution." + reference.name + "`, which differs in each execution";
    }
    if (reference.kind != ReferenceKind::step_property) return std::nullopt;
    StepIndex const index = *definition_.find_step(reference.name);
    if (hits_[index]) return std::nullopt;  // found in the cache, it is as it was
    Step const& target = definition_.steps[index];
    std::string const written = "`Steps." + target.name + "." + shorten(reference.path, 100) + "`";
    for (NewEachTime const& row : kNewEachTime)
      if (row.type == target.type && reference.path.starts_with(row.property))
        return written + ", which is new each time `" + target.name + "` runs";
    auto value = lookup(target.arguments, reference.path);
    if (!value) return std::nullopt;
    std::vector<Reference> const inner = references_in(**value);
    Cause const cause = first_cause(inner);
    if (cause.reference == nullptr) return std::nullopt;
    return written + ", and there " + cause.words;
  }

  Compiled const& pipeline_;
  Definition const& definition_;
  std::vector<bool> hits_;  // which steps may find an earlier run
  Warnings& out_;
};

constexpr std::array kRetriedByGuide{processing, training,  tuning,        automl,
                                     model,      transform, register_model};

}  // namespace

void lint_caches(Compiled const& pipeline, Warnings& out) { CacheLint(pipeline, out).all(); }

void lint_retries(Definition const& definition, Warnings& out) {
  for (Step const& step : definition.steps) {
    if (!step.retry.is_array() || step.retry.as_array().empty()) continue;
    std::string const pointer = step.pointer + "/RetryPolicies";
    std::string const type(row_of(step.type).name);
    if (std::ranges::find(kRetriedByGuide, step.type) == kRetriedByGuide.end())
      out.add(Lint::retry_undocumented, step.retry.offset(), pointer,
              "retry policies of " + type + " steps are not documented",
              "throttling and service faults are retried without a policy");
    if (!row_of(step.type).retries_internally) continue;
    each_place(Place{step.retry}, [&](Place const& place) {
      if (place.value.is_string() && place.value.as_string() == "SageMaker.JOB_INTERNAL_ERROR")
        out.add(Lint::retry_without_effect, place.value.offset(), pointer + place.pointer(),
                "`SageMaker.JOB_INTERNAL_ERROR` of a " + type + " step is never retried",
                "it retries its own jobs");
    });
  }
}

}  // namespace rehearse::pipeline
