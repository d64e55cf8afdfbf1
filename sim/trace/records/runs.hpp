// Pipelines, executions and their steps: the hot records.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/trace/field.hpp"
#include "sim/vocab/decision.hpp"
#include "sim/vocab/faults.hpp"
#include "sim/vocab/ids.hpp"
#include "sim/vocab/status.hpp"

namespace rehearse::trace {

/// A pipeline is created (version 1) or updated.
struct PipelineStored {
  PipelineId pipeline;
  AccountId account;
  std::string name;
  std::string display_name;
  DocumentId definition;
  PrincipalId role;
  std::uint32_t version = 1;
  std::uint32_t parallel_max = 0;  // MaxParallelExecutionSteps; 0: no limit
  SourceLine where;
  std::string description{};
  PrincipalId by{};      // who called; none: the scenario declares it
  std::string region{};  // where it lives; empty: in the account's own
  static constexpr std::string_view kName = "PipelineStored";
  static constexpr auto fields() {
    using R = PipelineStored;
    return std::tuple{field("pipeline", &R::pipeline),
                      field("account", &R::account),
                      field("name", &R::name),
                      field("display_name", &R::display_name),
                      field("definition", &R::definition),
                      field("role", &R::role),
                      field("version", &R::version),
                      field("parallel_max", &R::parallel_max),
                      field("description", &R::description),
                      field("by", &R::by),
                      field("region", &R::region),
                      undigested("where", &R::where)};
  }
};

/// UpdatePipelineVersion: what a version is called.
struct PipelineVersionDescribed {
  PipelineId pipeline;
  std::uint32_t version = 1;
  std::string display_name;
  std::string description;
  static constexpr std::string_view kName = "PipelineVersionDescribed";
  static constexpr auto fields() {
    using R = PipelineVersionDescribed;
    return std::tuple{field("pipeline", &R::pipeline), field("version", &R::version),
                      field("display_name", &R::display_name),
                      field("description", &R::description)};
  }
};

struct PipelineDeleted {
  PipelineId pipeline;
  static constexpr std::string_view kName = "PipelineDeleted";
  static constexpr auto fields() {
    return std::tuple{field("pipeline", &PipelineDeleted::pipeline)};
  }
};

struct ExecutionStarted {
  ExecutionId execution;
  PipelineId pipeline;
  DocumentId definition;      // the snapshot it runs
  std::uint32_t version = 1;  // of the pipeline, which it is
  DocumentId parameters;      // none: all defaults
  PrincipalId starter;
  std::uint32_t parallel_max = 0;
  Base36 name;
  static constexpr std::string_view kName = "ExecutionStarted";
  static constexpr auto fields() {
    using R = ExecutionStarted;
    return std::tuple{field("execution", &R::execution),       field("pipeline", &R::pipeline),
                      field("definition", &R::definition),     field("version", &R::version),
                      field("parameters", &R::parameters),     field("starter", &R::starter),
                      field("parallel_max", &R::parallel_max), field("name", &R::name)};
  }
};

/// The display name and description that a start or an update gave, and the MLflow experiment that
/// a start named instead of its definition's; only when there is one of them.
struct ExecutionDescribed {
  ExecutionId execution;
  std::string display_name;
  std::string description;
  std::string mlflow_experiment;
  static constexpr std::string_view kName = "ExecutionDescribed";
  static constexpr auto fields() {
    using R = ExecutionDescribed;
    return std::tuple{field("execution", &R::execution), field("display_name", &R::display_name),
                      field("description", &R::description),
                      field("mlflow_experiment", &R::mlflow_experiment)};
  }
};

/// UpdatePipelineExecution.
struct ExecutionUpdated {
  ExecutionId execution;
  PrincipalId by;
  std::uint32_t parallel_max = 0;  // MaxParallelExecutionSteps from here on; 0: no limit
  static constexpr std::string_view kName = "ExecutionUpdated";
  static constexpr auto fields() {
    using R = ExecutionUpdated;
    return std::tuple{field("execution", &R::execution), field("by", &R::by),
                      field("parallel_max", &R::parallel_max)};
  }
};

struct ExecutionMoved {
  ExecutionId execution;
  ExecutionStatus from{};
  ExecutionStatus to{};
  static constexpr std::string_view kName = "ExecutionMoved";
  static constexpr auto fields() {
    using R = ExecutionMoved;
    return std::tuple{field("execution", &R::execution), field("from", &R::from),
                      field("to", &R::to)};
  }
};

/// The hottest record: two or three a step.
struct StepMoved {
  ExecutionId execution;
  std::uint16_t step = 0;
  StepStatus from{};
  StepStatus to{};
  static constexpr std::string_view kName = "StepMoved";
  static constexpr auto fields() {
    using R = StepMoved;
    return std::tuple{field("execution", &R::execution), field("step", &R::step),
                      field("from", &R::from), field("to", &R::to)};
  }
};

/// An execution that runs only some steps; what these need of others comes from `source`, where one
/// is given. Stands right after its start.
struct ExecutionSelected {
  ExecutionId execution;
  ExecutionId source;
  JsonText steps;  // the names of those that run
  static constexpr std::string_view kName = "ExecutionSelected";
  static constexpr auto fields() {
    using R = ExecutionSelected;
    return std::tuple{field("execution", &R::execution), field("source", &R::source),
                      field("steps", &R::steps)};
  }
};

/// Why an attempt of a step fails, as soon as it is known; its move, or the next attempt, follows.
struct StepFaulted {
  ExecutionId execution;
  std::uint16_t step = 0;
  FailureKind kind{};
  ExceptionType exception{};
  std::string reason;
  static constexpr std::string_view kName = "StepFaulted";
  static constexpr auto fields() {
    using R = StepFaulted;
    return std::tuple{field("execution", &R::execution), field("step", &R::step),
                      field("kind", &R::kind), field("exception", &R::exception),
                      field("reason", &R::reason)};
  }
};

/// The attempt failed, and another one begins after `wait`.
struct StepRetried {
  ExecutionId execution;
  std::uint16_t step = 0;
  ExceptionType exception{};
  Duration wait{};
  static constexpr std::string_view kName = "StepRetried";
  static constexpr auto fields() {
    using R = StepRetried;
    return std::tuple{field("execution", &R::execution), field("step", &R::step),
                      field("exception", &R::exception), field("wait", &R::wait)};
  }
};

/// How long the tuning job of a step's attempt is to last: its training jobs follow from it.
struct TuningPlanned {
  ExecutionId execution;
  std::uint16_t step = 0;
  Duration lasts{};
  static constexpr std::string_view kName = "TuningPlanned";
  static constexpr auto fields() {
    using R = TuningPlanned;
    return std::tuple{field("execution", &R::execution), field("step", &R::step),
                      field("lasts", &R::lasts)};
  }
};

/// A step whose results are kept begins; equal keys of a step of a pipeline mean equal work.
struct StepKeyed {
  ExecutionId execution;
  std::uint16_t step = 0;
  std::uint64_t key = 0;
  static constexpr std::string_view kName = "StepKeyed";
  static constexpr auto fields() {
    using R = StepKeyed;
    return std::tuple{field("execution", &R::execution), field("step", &R::step),
                      field("key", &R::key)};
  }
};

/// A cache hit: no job; what the step produces is what it produced in `source`.
struct StepReused {
  ExecutionId execution;
  std::uint16_t step = 0;
  ExecutionId source;
  static constexpr std::string_view kName = "StepReused";
  static constexpr auto fields() {
    using R = StepReused;
    return std::tuple{field("execution", &R::execution), field("step", &R::step),
                      field("source", &R::source)};
  }
};

/// The job of a step takes up instances until its attempt ends. Of no type: an AutoML job, which
/// counts as one.
struct InstancesTaken {
  ExecutionId execution;
  std::uint16_t step = 0;
  std::uint32_t count = 0;
  std::string instance_type;  // `ml.m5.large`
  static constexpr std::string_view kName = "InstancesTaken";
  static constexpr auto fields() {
    using R = InstancesTaken;
    return std::tuple{field("execution", &R::execution), field("step", &R::step),
                      field("count", &R::count), field("instance_type", &R::instance_type)};
  }
};

/// What a step asks for: SageMaker takes on the pipeline's role (recorded only when it may not),
/// and in its name hands over a role, creates, and tags what it creates.
enum class StepCallKind : std::uint8_t { create, pass_role, assume_role, add_tags };

/// What the call that follows asks for beside its kind: the keys, where a policy in force looks at
/// them, and a resource that was there before the step.
struct StepAsked {
  ExecutionId execution;
  std::uint16_t step = 0;
  JsonText context;        // condition keys with their values
  std::string resource{};  // that it names, a refused role too; empty: what the step makes
  static constexpr std::string_view kName = "StepAsked";
  static constexpr auto fields() {
    using R = StepAsked;
    return std::tuple{field("execution", &R::execution), field("step", &R::step),
                      field("context", &R::context), field("resource", &R::resource)};
  }
};

/// A call that a step makes with the pipeline's role: judged like everybody's.
struct StepCalled {
  ExecutionId execution;
  std::uint16_t step = 0;
  std::uint8_t attempt = 1;
  StepCallKind kind{};
  Outcome outcome{};
  Layer layer{};
  std::uint32_t document = UINT32_MAX;
  std::uint32_t statement = 0;
  static constexpr std::string_view kName = "StepCalled";
  static constexpr auto fields() {
    using R = StepCalled;
    return std::tuple{field("execution", &R::execution), field("step", &R::step),
                      field("attempt", &R::attempt),     field("kind", &R::kind),
                      field("outcome", &R::outcome),     field("layer", &R::layer),
                      field("document", &R::document),   field("statement", &R::statement)};
  }
};

/// What a step leaves behind: a property file's document, an output parameter, a property.
enum class ProductKind : std::uint8_t { property_file, output_parameter, property };

struct StepProduced {
  ExecutionId execution;
  std::uint16_t step = 0;
  ProductKind kind{};
  std::string name;
  JsonText value;
  static constexpr std::string_view kName = "StepProduced";
  static constexpr auto fields() {
    using R = StepProduced;
    return std::tuple{field("execution", &R::execution), field("step", &R::step),
                      field("kind", &R::kind), field("name", &R::name), field("value", &R::value)};
  }
};

struct ConditionEvaluated {
  ExecutionId execution;
  std::uint16_t step = 0;
  bool outcome = false;
  static constexpr std::string_view kName = "ConditionEvaluated";
  static constexpr auto fields() {
    using R = ConditionEvaluated;
    return std::tuple{field("execution", &R::execution), field("step", &R::step),
                      field("outcome", &R::outcome)};
  }
};

/// A callback step sent its message; somebody must answer with the token.
struct CallbackSent {
  ExecutionId execution;
  std::uint16_t step = 0;
  std::string token;
  bool stopping = false;
  static constexpr std::string_view kName = "CallbackSent";
  static constexpr auto fields() {
    using R = CallbackSent;
    return std::tuple{field("execution", &R::execution), field("step", &R::step),
                      field("token", &R::token), field("stopping", &R::stopping)};
  }
};

}  // namespace rehearse::trace

REHEARSE_ENUM_NAMES(rehearse::trace::StepCallKind, "create", "pass_role", "assume_role",
                    "add_tags");
REHEARSE_ENUM_NAMES(rehearse::trace::ProductKind, "property_file", "output_parameter", "property");
