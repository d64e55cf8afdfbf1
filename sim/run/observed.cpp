#include "sim/run/observed.hpp"

#include <algorithm>
#include <array>

#include "sim/world/access/judge.hpp"
#include "sim/world/world.hpp"

namespace rehearse::run {
namespace {

/// What people may do to a pipeline and to its executions.
struct PipelineAction {
  std::string_view name;
  bool of_execution;
};
constexpr auto kActions = std::to_array<PipelineAction>({
    {"sagemaker:UpdatePipeline", false},
    {"sagemaker:DeletePipeline", false},
    {"sagemaker:StartPipelineExecution", false},
    {"sagemaker:DescribePipeline", false},
    {"sagemaker:ListPipelineExecutions", false},
    {"sagemaker:StopPipelineExecution", true},
    {"sagemaker:RetryPipelineExecution", true},
    {"sagemaker:SendPipelineExecutionStepSuccess", true},
    {"sagemaker:DescribePipelineExecution", true},
    {"sagemaker:ListPipelineExecutionSteps", true},
});
/// An execution that no run has: what is true of it is true of the next one.
constexpr std::string_view kAnyExecution = "/execution/000000000000";

bool may(world::World const& world, world::Judge& judge, PrincipalId who, Cell const& cell) {
  return judge.decide(world::question_by(world.access(), who, "access", cell.action, cell.resource))
      .allowed();
}

bool can_call(world::Principal const& principal) {
  return principal.stored.exists &&
         (principal.kind == IdentityKind::role || principal.kind == IdentityKind::user);
}

std::map<Cell, bool> access_matrix(world::World const& world) {
  std::map<Cell, bool> out;
  world::Judge judge(world.access());
  auto const& principals = world.principals().all();
  for (std::uint32_t i = 0; i < principals.size(); ++i) {
    if (!can_call(principals[i])) continue;
    for (world::Pipeline const& pipeline : world.pipelines().all()) {
      if (pipeline.deleted) continue;
      for (PipelineAction const& action : kActions) {
        Cell cell{principals[i].arn, std::string(action.name), pipeline.arn};
        if (action.of_execution) cell.resource += kAnyExecution;
        bool allowed = may(world, judge, PrincipalId{i}, cell);
        out.emplace(std::move(cell), allowed);
      }
    }
  }
  return out;
}

class Observer {
 public:
  template <class R>
  void operator()(trace::Entry const& entry, R const& record) {
    world_.apply(entry, record);
    out_.end = entry.at;
    if constexpr (requires { see(entry, record); }) see(entry, record);
  }
  Observed observed() {
    out_.access = access_matrix(world_);
    for (world::Account const& account : world_.organization().accounts())
      out_.accounts.emplace(account.id, account.name);
    return std::move(out_);
  }

 private:
  void see(trace::Entry const& entry, trace::ApiCalled const& r) {
    out_.calls.push_back({r.caller, r.action, r.resource, r.code, r.outcome, entry.at, r.where});
  }
  void see(trace::Entry const& entry, trace::StepCalled const& r) {
    world::Pipeline const& pipeline = world_.pipelines()[world_.executions()[r.execution].pipeline];
    out_.calls.push_back({pipeline.arn,
                          std::string(name_of(r.kind)),
                          std::to_string(r.step),
                          {},
                          r.outcome,
                          entry.at,
                          {}});
  }
  void see(trace::Entry const&, trace::CheckDone const& r) { out_.noticed |= !r.held; }
  void see(trace::Entry const&, trace::ActorMoved const& r) {
    out_.noticed |= r.to == ActorStatus::failed;
  }
  void see(trace::Entry const&, trace::RunEnded const& r) {
    out_.noticed |= r.reason == trace::EndReason::fault || r.reason == trace::EndReason::limit;
  }

  world::World world_;
  Observed out_;
};

}  // namespace

bool JudgedCall::same_as(JudgedCall const& other) const {
  return caller == other.caller && action == other.action && resource == other.resource &&
         code == other.code && outcome == other.outcome;
}

Observed observe(trace::Trace const& trace) {
  Observer observer;
  trace.for_each(observer);
  return observer.observed();
}

std::vector<Cell> changed_access(Observed const& plain, Observed const& mutant) {
  std::vector<Cell> out;
  for (auto const& [cell, allowed] : plain.access) {
    auto other = mutant.access.find(cell);
    if (other != mutant.access.end() && other->second != allowed) out.push_back(cell);
  }
  return out;
}

JudgedCall const* first_changed_call(Observed const& plain, Observed const& mutant) {
  for (std::size_t i = 0; i < plain.calls.size(); ++i)
    if (i >= mutant.calls.size() || !plain.calls[i].same_as(mutant.calls[i]))
      return &plain.calls[i];
  return mutant.calls.size() > plain.calls.size() ? &mutant.calls[plain.calls.size()] : nullptr;
}

bool always_so(trace::Trace const& trace, Cell const& cell, bool allowed) {
  world::World world;
  world::Judge judge(world.access());
  std::uint64_t seen = UINT64_MAX;
  bool always = true, declared = false;
  auto look = [&] {
    if (!declared || world.access_epoch() == seen) return;
    seen = world.access_epoch();
    PrincipalId who = world.principals().find_arn(cell.principal);
    always = always && who && may(world, judge, who, cell) == allowed;
  };
  Time now{};
  trace.for_each([&](trace::Entry const& entry, auto const& record) {
    if (entry.at != now) {  // within an instant nobody looks
      declared = true;
      look();
      now = entry.at;
    }
    world.apply(entry, record);
  });
  declared = true;
  look();
  return always;
}

}  // namespace rehearse::run
