// Every invariant is broken once on purpose, and noticed.
#include "sim/domain/invariants.hpp"

#include "tests/api/harness.hpp"

using namespace rehearse;

namespace {

using trace::Entry;

/// The run's records again, as `edit(out, entry, record)` passes them on.
template <class Edit>
trace::Trace rebuilt(trace::Trace const& original, Edit edit) {
  trace::Trace out;
  original.for_each([&](Entry const& entry, auto const& record) { edit(out, entry, record); });
  return out;
}

/// The run's records, but `change(record)` may alter those of its type, and drops one by `false`.
template <class R, class Change>
trace::Trace changed(trace::Trace const& original, Change change) {
  return rebuilt(original, [&]<class T>(trace::Trace& out, Entry const& entry, T record) {
    if constexpr (std::is_same_v<T, R>)
      if (!change(record)) return;
    out.append(entry.at, entry.cause, record);
  });
}

/// A run with everything: a branch, a retry, instances, two executions.
trace::Trace sound_run() {
  Sim sim;
  sim.setting("staging", "ml.m5.large for training job usage", 4);
  std::string const cluster =
      R"("ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 2})";
  PipelineId churn = sim.pipeline(
      "staging", "churn",
      definition(
          R"({"Name": "A", "Type": "Training", "Arguments": {)" + cluster +
          R"(}, "RetryPolicies": [{"ExceptionType": ["SageMaker.CAPACITY_ERROR"], "MaxAttempts": 1}]},)" +
          R"({"Name": "B", "Type": "Training", "DependsOn": ["A"], "Arguments": {}},
             {"Name": "C", "Type": "Training", "Arguments": {}},
             {"Name": "Gate", "Type": "Condition", "DependsOn": ["B"], "Arguments": {"Conditions": [],
               "IfSteps": [{"Name": "Yes", "Type": "Training", "Arguments": {}}],
               "ElseSteps": [{"Name": "No", "Type": "Training", "Arguments": {}}]}})"),
      2);
  sim.plan(churn, "C").duration = Quantiles::fixed(10h);
  sim.fault(FaultKind::capacity, [](trace::FaultDefined& f) {
    f.step = "A";
    f.until = 1min;
  });
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.at(5min, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  CHECK(sim.status(0) == "Succeeded");
  CHECK(sim.step_status("Yes") == "Succeeded");
  return sim.trace;
}

std::string broken(trace::Trace const& trace) {
  auto const all = domain::broken_invariants(trace);
  return all.empty() ? "" : all.front().substr(all.front().find(": ") + 2);
}

bool is(trace::StepMoved const& r, std::uint16_t step, StepStatus to) {
  return r.execution == ExecutionId{0} && r.step == step && r.to == to;
}

}  // namespace

TEST_CASE("invariants: a sound run breaks none, and each mutant of it is caught", "[api]") {
  trace::Trace const sound = sound_run();
  REQUIRE(broken(sound).empty());
  auto moved = [&](auto change) { return broken(changed<trace::StepMoved>(sound, change)); };

  CHECK(moved([](trace::StepMoved& r) {
          if (is(r, 0, StepStatus::succeeded)) r.from = StepStatus::starting;
          return true;
        }) == "a step moves from where it is not");
  CHECK(moved([](trace::StepMoved& r) {
          if (is(r, 2, StepStatus::executing)) r.to = StepStatus::none;
          return true;
        }) == "a step moves against its state machine");
  CHECK(broken(changed<trace::ExecutionMoved>(sound, [](trace::ExecutionMoved& r) {
          r.from = ExecutionStatus::stopping;
          return true;
        })) == "an execution moves from where it is not");
  CHECK(broken(changed<trace::ExecutionMoved>(sound, [](trace::ExecutionMoved& r) {
          r.to = ExecutionStatus::stopped;
          return true;
        })) == "an execution moves against its state machine");
  // C, the slow one, never ends.
  CHECK(moved([](trace::StepMoved& r) { return !is(r, 2, StepStatus::succeeded); }) ==
        "an execution ends before its steps");
  // The branch that was taken never runs.
  CHECK(moved([](trace::StepMoved& r) { return r.execution != ExecutionId{0} || r.step != 4; }) ==
        "a step calls that does not run");
  CHECK(moved([](trace::StepMoved& r) {
          if (r.execution == ExecutionId{0} && r.step == 4) r.step = 5;
          return true;
        }) == "a step starts that is not to run");
  CHECK(moved([](trace::StepMoved& r) {
          if (r.execution == ExecutionId{0} && r.step == 2) r.step = 1;
          return true;
        }) == "a step starts before what it waits for has succeeded");
  CHECK(broken(changed<trace::StepRetried>(sound, [](trace::StepRetried&) { return false; })) ==
        "a step runs twice without a retry");
  CHECK(broken(changed<trace::ExecutionStarted>(sound, [](trace::ExecutionStarted& r) {
          r.parallel_max = 1;
          return true;
        })) == "more steps run than MaxParallelExecutionSteps");
  CHECK(broken(changed<trace::SettingChanged>(sound, [](trace::SettingChanged& r) {
          r.value = 3;
          return true;
        })) == "more instances are taken up than the quota");
  CHECK(broken(changed<trace::PipelineStored>(sound, [](trace::PipelineStored& r) {
          ++r.role.index;  // the `admin` of another account
          return true;
        })) == "what runs is not the pipeline owner's");
  // Nothing of the branch that was taken.
  CHECK(broken(rebuilt(sound, []<class T>(trace::Trace& out, Entry const& entry, T const& record) {
          if constexpr (requires { record.step, record.execution; })
            if (record.execution == ExecutionId{0} && record.step == 4) return;
          out.append(entry.at, entry.cause, record);
        })) == "an execution succeeds without all its steps");
  CHECK(broken(rebuilt(sound, []<class T>(trace::Trace& out, Entry const& entry, T const& record) {
          out.append(entry.at, entry.cause, record);
          if constexpr (std::is_same_v<T, trace::ExecutionStarted>)
            out.append(entry.at, entry.cause,
                       trace::ExecutionMoved{record.execution, ExecutionStatus::executing,
                                             ExecutionStatus::stopping});
        })) == "a step starts in an execution that does not execute");
  CHECK(broken(rebuilt(sound, []<class T>(trace::Trace& out, Entry const& entry, T const& record) {
          out.append(entry.at, entry.cause, record);
          if constexpr (std::is_same_v<T, trace::InstancesTaken>)
            out.append(entry.at, entry.cause, record);
        })) == "an attempt takes up instances twice");
  CHECK(broken(rebuilt(sound, []<class T>(trace::Trace& out, Entry const& entry, T const& record) {
          out.append(std::is_same_v<T, trace::StepRetried> ? Time{} : entry.at, entry.cause,
                     record);
        })) == "time goes back");
}

TEST_CASE("invariants: a called job that takes up too much, or moves as it may not, is caught",
          "[api]") {
  Sim sim;
  sim.setting("staging", "ml.m5.large for processing job usage", 2);
  json::Value const cluster =
      in({{"InstanceCount", 2}, {"InstanceType", "ml.m5.large"}, {"VolumeSizeInGB", 30}});
  auto create = [&](char const* name) {
    sim.ok(sim.admin("staging"), "sagemaker", "CreateProcessingJob",
           in({{"ProcessingJobName", name},
               {"RoleArn", sim.arn(sim.admin("staging"))},
               {"AppSpecification", in({{"ImageUri", "image"}})},
               {"ProcessingResources", in({{"ClusterConfig", cluster}})}}));
  };
  sim.at(0s, [&] { create("a"); });
  sim.at(10h, [&] { create("b"); });
  sim.run();
  REQUIRE(broken(sim.trace).empty());
  CHECK(broken(changed<trace::JobStored>(sim.trace, [](trace::JobStored& r) {
          ++r.instances;
          return true;
        })) == "more instances are taken up than the quota");
  // The first never ends.
  CHECK(broken(changed<trace::JobMoved>(sim.trace, [](trace::JobMoved& r) {
          return r.job != JobId{0};
        })) == "more instances are taken up than the quota");
  CHECK(broken(changed<trace::JobMoved>(sim.trace, [](trace::JobMoved& r) {
          r.from = JobStatus::stopping;
          return true;
        })) == "a job moves from where it is not");
  CHECK(broken(changed<trace::JobMoved>(sim.trace, [](trace::JobMoved& r) {
          r.to = JobStatus::in_progress;
          return true;
        })) == "a job moves against its state machine");
}

TEST_CASE("invariants: quotas of executions, products and calls after the end are caught",
          "[api]") {
  trace::Trace const sound = sound_run();
  auto behind = [&](auto const& extra) {
    return broken(
        rebuilt(sound, [&]<class T>(trace::Trace& out, Entry const& entry, T const& record) {
          if constexpr (std::is_same_v<T, trace::ExecutionMoved>) out.append(entry.at, 0, extra);
          out.append(entry.at, entry.cause, record);
        }));
  };
  CHECK(behind(trace::StepProduced{ExecutionId{0}, 0, {}, "late", {"1"}}) ==
        "a step produces that does not run");
  CHECK(behind(trace::InstancesTaken{ExecutionId{0}, 0, 1, "ml.m5.large"}) ==
        "instances are taken up by a step that does not run");
  CHECK(behind(trace::ConditionEvaluated{ExecutionId{0}, 3, true}) ==
        "a condition comes out that does not run");
  CHECK(behind(trace::StepRetried{ExecutionId{0}, 0, {}, 0s}) ==
        "a step is retried that does not run");
  CHECK(broken(rebuilt(sound, []<class T>(trace::Trace& out, Entry const& entry, T const& record) {
          out.append(entry.at, entry.cause, record);
          if constexpr (std::is_same_v<T, trace::PipelineStored>)
            out.append(entry.at, entry.cause,
                       trace::SettingChanged{record.account, "concurrent_executions_max", 1, true});
        })) == "an account runs more executions at once than its quota");
}
