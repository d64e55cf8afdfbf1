#include "sim/domain/events.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/hash.hpp"
#include "sim/pipeline/job_kinds.hpp"
#include "sim/vocab/lifecycle.hpp"
#include "sim/world/names.hpp"

namespace rehearse::domain {
namespace {

/// An event's time carries whole seconds.
std::string seconds(Epoch epoch, Time at) {
  return format_instant(epoch,
                        Time{std::chrono::floor<std::chrono::seconds>(at.time_since_epoch())});
}

/// A UUID that follows from the run's seed and what happened when: events of others do not shift
/// it.
std::string event_id(std::uint64_t seed, Time at, std::string const& content) {
  std::uint64_t key =
      hash_bytes(content, seed + static_cast<std::uint64_t>(at.time_since_epoch().count()));
  return to_uuid(hash_bytes("event", key), hash_bytes("event id", key));
}

}  // namespace

void Events::emit(world::Place const& place, std::string_view source, std::string_view detail_type,
                  json::Array resources, json::Value detail) {
  world::Account const& owner = c_.world.organization().account(place.account);
  EventId id{static_cast<std::uint32_t>(c_.world.rules().events())};
  json::Value event;
  std::string content = owner.name + "/" + json::dump(resources) + json::dump(detail);
  event.set("version", "0").set("id", event_id(c_.world.seed(), c_.record.now(), content));
  event.set("detail-type", detail_type).set("source", source);
  event.set("account", owner.id)
      .set("time", seconds(c_.world.epoch(), c_.record.now()))
      .set("region", place.region);
  event.set("resources", std::move(resources)).set("detail", std::move(detail));
  std::vector<std::uint32_t> matched;
  auto const& rules = c_.world.rules().all();
  for (std::uint32_t i = 0; i < rules.size(); ++i)
    if (rules[i].place() == place && world::event_matches(rules[i].pattern, event))
      matched.push_back(i);
  if (matched.empty()) return;
  trace::Seq seq = c_.record.record(trace::EventEmitted{id, place.account, {json::dump(event)}});
  for (std::uint32_t rule : matched) {
    unsigned const times = faults_.deliveries(place, detail_type, rules[rule].name + "/" + content);
    for (unsigned i = 0; i < times; ++i)
      c_.engine.after(assume_(Assumption::events_delay), make_wake(WakeKind::event, id.index, rule),
                      seq);
  }
}

bool Events::wanted(world::Place const& place, std::string_view detail_type) const {
  json::Value const event = json::Value{}.set("detail-type", detail_type);
  return std::ranges::any_of(c_.world.rules().all(), [&](world::Rule const& rule) {
    json::Value const* types = rule.pattern.find("detail-type");
    return rule.place() == place &&
           (types == nullptr ||
            world::event_matches(json::Value{}.set("detail-type", *types), event));
  });
}

void Events::execution_moved(ExecutionId execution, std::optional<ExecutionStatus> from) {
  if (!anybody_listens()) return;
  world::Execution const& e = c_.world.executions()[execution];
  world::Pipeline const& p = c_.world.pipelines()[e.pipeline];
  std::string arn = world::execution_arn(c_.world, execution);
  json::Value detail;
  detail.set("currentPipelineExecutionStatus", name_of(e.status));
  if (from) detail.set("previousPipelineExecutionStatus", name_of(*from));
  detail.set("executionStartTime", seconds(c_.world.epoch(), e.started));
  if (is_terminal(e.status)) detail.set("executionEndTime", seconds(c_.world.epoch(), e.moved));
  detail.set("pipelineArn", c_.world.arn(p)).set("pipelineExecutionArn", arn);
  emit(p, "aws.sagemaker", "SageMaker Model Building Pipeline Execution Status Change",
       {c_.world.arn(p), arn}, std::move(detail));
}

void Events::step_moved(ExecutionId execution, world::StepIndex step, StepStatus from) {
  world::Execution const& e = c_.world.executions()[execution];
  world::Pipeline const& p = c_.world.pipelines()[e.pipeline];
  world::StepState const& state = c_.world.executions().step(execution, step);
  if (state.status() == StepStatus::none) return;
  std::string arn = world::execution_arn(c_.world, execution);
  json::Value detail;
  detail.set("stepName", world::step_name(c_.world, execution, step));
  detail.set("stepType", pipeline::row_of(e.graph->type(step)).name);
  if (from != StepStatus::none) detail.set("previousStepStatus", name_of(from));
  detail.set("currentStepStatus", name_of(state.status()));
  if (world::StepDetail const* more = c_.world.executions().detail(execution, step);
      more != nullptr && !more->reason.empty())
    detail.set("failureReason", more->reason);
  detail.set("pipelineArn", c_.world.arn(p)).set("pipelineExecutionArn", arn);
  emit(p, "aws.sagemaker", "SageMaker Model Building Pipeline Execution Step Status Change",
       {c_.world.arn(p), arn}, std::move(detail));
  step_job_moved(execution, step, from);
}

/// Of an attempt that failed and is followed by another one, the step is Starting again.
void Events::step_job_moved(ExecutionId execution, world::StepIndex step, StepStatus from) {
  world::Executions const& executions = c_.world.executions();
  if (!pipeline::job_kind_of(executions[execution].graph->type(step))) return;
  bool const again = from == StepStatus::executing &&
                     executions.step(execution, step).status() == StepStatus::starting;
  if (!again && !step_has_created(c_.world, execution, step)) return;
  if (auto const job = latest_job(c_.world, execution, step)) job_moved(*job);
}

/// Times are numbers of milliseconds since 1970, as in the events of endpoints.
void Events::job_moved(JobView const& view) {
  pipeline::JobKindRow const& row = pipeline::row_of(view.kind);
  if (row.event.empty() || !wanted(view.place, row.event)) return;
  auto const milliseconds = [&](Time at) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               Duration{c_.world.epoch().unix_microseconds} + at.time_since_epoch())
        .count();
  };
  json::Value detail{json::Object{}};
  put_request(detail, c_.world, c_.plan, view);
  detail.set(row.name, view.name).set(row.arn, view.arn).set(row.status, name_of(view.status));
  if (!row.secondary.empty()) detail.set(row.secondary, secondary_status(view));
  detail.set("CreationTime", milliseconds(view.created));
  if (!row.start.empty()) detail.set(row.start, milliseconds(view.created));
  if (is_terminal(view.status)) detail.set(row.end, milliseconds(view.moved));
  if (row.shows_modified) detail.set("LastModifiedTime", milliseconds(view.moved));
  if (view.status == JobStatus::failed) detail.set("FailureReason", view.reason);
  emit(view.place, "aws.sagemaker", row.event, {view.arn}, std::move(detail));
}

void Events::package_changed(PackageId package) {
  if (!anybody_listens()) return;
  world::Package const& p = c_.world.registry().package(package);
  world::PackageGroup const& group = c_.world.registry().group(p.group);
  json::Value detail;
  detail.set("ModelPackageGroupName", group.name)
      .set("ModelPackageVersion", p.version)
      .set("ModelPackageArn", p.arn);
  detail.set("CreationTime", seconds(c_.world.epoch(), p.created))
      .set("ModelPackageStatus", "Completed");
  detail.set("ModelApprovalStatus", name_of(p.approval))
      .set("LastModifiedTime", seconds(c_.world.epoch(), p.modified));
  emit(group, "aws.sagemaker", "SageMaker Model Package State Change", {p.arn}, std::move(detail));
}

void Events::endpoint_changed(EndpointId endpoint) {
  if (!anybody_listens()) return;
  world::Endpoint const& e = c_.world.endpoints().endpoint(endpoint);
  // This event alone spells the status in upper snake case.
  std::string_view status = e.status == EndpointStatus::in_service ? "IN_SERVICE"
                            : e.status == EndpointStatus::creating ? "CREATING"
                            : e.status == EndpointStatus::updating ? "UPDATING"
                            : e.status == EndpointStatus::deleting ? "DELETING"
                                                                   : "FAILED";
  json::Value detail;
  detail.set("EndpointName", e.name).set("EndpointArn", e.arn).set("EndpointStatus", status);
  detail.set("EndpointConfigName",
             c_.world.endpoints().config(e.pending ? e.pending : e.config).name);
  emit(e, "aws.sagemaker", "SageMaker Endpoint State Change", {e.arn}, std::move(detail));
}

void Events::deliver(EventId event, RuleId rule) {
  trace::Seq seq = c_.record.record(trace::EventDelivered{event, rule});
  c_.record.set_cause(seq);
  c_.hooks.deliver(rule, event);
}

}  // namespace rehearse::domain
