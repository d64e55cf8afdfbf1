#include "sim/run/observed.hpp"

#include <array>

#include "sim/world/nearest/matrix.hpp"
#include "sim/world/world.hpp"

namespace rehearse::run {
namespace {

/// What people may do to a pipeline and to its executions.
constexpr auto kActions = std::to_array<std::string_view>({
    "sagemaker:UpdatePipeline",
    "sagemaker:DeletePipeline",
    "sagemaker:StartPipelineExecution",
    "sagemaker:DescribePipeline",
    "sagemaker:ListPipelineExecutions",
    "sagemaker:StopPipelineExecution",
    "sagemaker:RetryPipelineExecution",
    "sagemaker:SendPipelineExecutionStepSuccess",
    "sagemaker:DescribePipelineExecution",
    "sagemaker:ListPipelineExecutionSteps",
});

bool may(world::World const& world, world::Judge& judge, PrincipalId who, Cell const& cell) {
  return judge.decide(world::question_by(world.access(), who, "access", cell.action, cell.resource))
      .allowed();
}

std::map<Cell, bool> access_matrix(world::World const& world) {
  world::Matrix const matrix =
      world::matrix_of(world.access(), world::pipelines_of(world), kActions);
  std::map<Cell, bool> out;
  for (world::Cell const& cell : matrix.cells) {
    std::string_view action = kActions[cell.action];
    out.emplace(Cell{world.principals()[cell.principal].arn, std::string(action),
                     world::resource_of(action, matrix.pipelines[cell.pipeline])},
                cell.decision.allowed());
  }
  return out;
}

class Observer {
 public:
  Observed observed() {
    out_.access = access_matrix(world_);
    for (world::Account const& account : world_.organization().accounts())
      out_.accounts.emplace(account.id, account.name);
    return std::move(out_);
  }

  void follow(trace::Trace const& trace, trace::Seq seq) {
    world_.apply(trace, seq);
    out_.end = trace.entry(seq).at;
    trace.visit(seq, *this);
  }
  void operator()(trace::Entry const& entry, trace::ApiCalled const& r) {
    out_.calls.push_back({r.caller, r.action, r.resource, r.code, r.outcome, entry.at, r.where});
  }
  void operator()(trace::Entry const& entry, trace::StepCalled const& r) {
    world::Pipeline const& pipeline = world_.pipelines()[world_.executions()[r.execution].pipeline];
    out_.calls.push_back({world_.arn(pipeline),
                          std::string(name_of(r.kind)),
                          std::to_string(r.step),
                          {},
                          r.outcome,
                          entry.at,
                          {}});
  }
  void operator()(trace::Entry const&, trace::CheckDone const& r) { out_.noticed |= !r.held; }
  void operator()(trace::Entry const&, trace::ActorMoved const& r) {
    out_.noticed |= r.to == ActorStatus::failed;
  }
  void operator()(trace::Entry const&, trace::RunEnded const& r) {
    out_.noticed |= r.reason == trace::EndReason::fault || r.reason == trace::EndReason::limit;
  }

 private:
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
  for (trace::Seq seq = 0; seq < trace.size(); ++seq) observer.follow(trace, seq);
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
  for (trace::Seq seq = 0; seq < trace.size(); ++seq) {
    if (Time const at = trace.entry(seq).at; at != now) {  // within an instant nobody looks
      declared = true;
      look();
      now = at;
    }
    world.apply(trace, seq);
  }
  declared = true;
  look();
  return always;
}

}  // namespace rehearse::run
