#include "reports/explain.hpp"

#include <fmt/format.h>

#include "reports/decided.hpp"
#include "reports/passed_role.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/world/names.hpp"

namespace rehearse::reports {
namespace {

constexpr std::size_t kRemediesMax = 3;
/// Of the access matrix that a change's side effects are looked for in: in a larger one it takes
/// seconds, which `rehearse explain` may take and a report may not.
constexpr std::size_t kCellsMax = 50'000;

/// `Deployer may no longer StopPipelineExecution, RetryPipelineExecution on churn`, a line a
/// principal, pipeline and direction.
std::vector<std::string> flip_lines(std::vector<world::Flip> const& flips,
                                    std::vector<std::string> const& principals) {
  std::vector<std::string> out;
  for (world::FlipGroup const& g : world::grouped(flips)) {
    std::uint32_t const who = g.principal.index;
    out.push_back(fmt::format("{} {} {} on {}", who < principals.size() ? principals[who] : "?",
                              g.opened ? "may" : "may no longer", world::actions_text(g),
                              last_name(g.pipeline)));
  }
  return out;
}

/// What the record before a step's call says of it.
trace::StepAsked asked_before(trace::Trace const& trace, Seq seq) {
  trace::StepAsked out;
  if (seq == 0) return out;
  trace.visit(seq - 1, [&](trace::Entry const&, trace::StepAsked const& record) { out = record; });
  return out;
}

}  // namespace

bool failed_otherwise(trace::ApiCalled const& call) {
  return call.outcome == Outcome::allowed && !call.code.empty();
}

std::optional<world::Question> step_call_question(world::World const& world,
                                                  trace::Trace const& trace, Seq seq,
                                                  trace::StepCalled const& call) {
  world::Execution const& e = world.executions()[call.execution];
  world::Pipeline const& p = world.pipelines()[e.pipeline];
  if (call.kind == trace::StepCallKind::assume_role)
    return world::service_question(world.access(), p.role, "sagemaker.amazonaws.com", world.arn(p),
                                   e.account);
  bool const passes = call.kind == trace::StepCallKind::pass_role;
  std::string_view action = pipeline::row_of(e.graph->type(call.step)).create_action;
  trace::StepAsked const asked = asked_before(trace, seq);
  std::string resource = asked.resource;
  if (passes && resource.empty()) resource = passed_role(world, call.execution, call.step);
  if (passes && resource.empty()) return std::nullopt;
  if (resource.empty()) resource = world::job_arn(world, call.execution, call.step);
  world::Question question = world::step_question(world.access(), p.role, call.kind, action,
                                                  resource.empty() ? "*" : resource);
  question.region = p.region;
  if (auto context = json::parse(asked.context.text))
    question.context = world::context_keys_of(*context);
  return question;
}

WorldExplainer::WorldExplainer()
    : world_(std::make_unique<world::World>()), judge_(world_->access()) {}

CallReasons WorldExplainer::explain(trace::Trace const& trace, Seq call, bool closely) {
  std::optional<world::Question> question;
  for (; next_ <= call; ++next_) {
    if (next_ == call)
      trace.visit(call,
                  trace::overloaded{[&](trace::Entry const&, trace::ApiCalled const& record) {
                                      if (record.principal && record.outcome != Outcome::none)
                                        question = world::question_of(record);
                                      if (failed_otherwise(record)) closely = false;
                                    },
                                    [&](trace::Entry const&, trace::StepCalled const& record) {
                                      question = step_call_question(*world_, trace, call, record);
                                    }});
    world_->apply(trace, next_);
  }
  CallReasons out;
  if (!question) return out;
  world::Access const& access = world_->access();
  world::Reasons reasons = judge_.explain(*question);
  out.summary = std::move(reasons.summary);
  out.layers = std::move(reasons.layers);
  out.decided_by = decided_by(trace, call, access, *question, reasons.decision);
  std::vector<std::string> pipelines = world::pipelines_of(*world_);
  std::size_t const cells =
      access.principals().all().size() * pipelines.size() * world::matrix_actions().size();
  if (!closely || cells > kCellsMax) return out;
  std::vector<std::string> const names = principal_names(access);
  for (world::Remedy const& remedy :
       world::nearest_changes(access, *question, pipelines, kRemediesMax))
    out.nearest.push_back(nearest_change(remedy, names));
  return out;
}

NearestChange nearest_change(world::Remedy const& remedy,
                             std::vector<std::string> const& principals) {
  NearestChange out;
  for (world::Edit const& edit : remedy.edits) out.edits.push_back({edit.what, edit.paste});
  out.others = flip_lines(remedy.others, principals);
  return out;
}

std::vector<std::string> principal_names(world::Access const& access) {
  std::vector<std::string> out;
  for (world::Principal const& p : access.principals().all()) out.push_back(p.name);
  return out;
}

}  // namespace rehearse::reports
