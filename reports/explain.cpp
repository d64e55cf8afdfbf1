#include "reports/explain.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "reports/decided.hpp"
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
world::ContextKeys asked_before(trace::Trace const& trace, Seq seq) {
  world::ContextKeys out;
  if (seq == 0) return out;
  trace.visit(seq - 1, [&](trace::Entry const&, trace::StepAsked const& record) {
    if (auto context = json::parse(record.context.text)) out = world::context_keys_of(*context);
  });
  return out;
}

/// The role that a refused iam:PassRole was to hand over: the failure that follows names it. Empty
/// where it was allowed.
std::string passed_role(trace::Trace const& trace, Seq seq, trace::StepCalled const& call) {
  constexpr std::string_view kLead = "iam:PassRole on resource: ";
  std::string out;
  bool failed = false;
  for (Seq next = seq + 1; next < trace.size() && !failed; ++next) {
    if (trace.entry(next).at != trace.entry(seq).at) break;
    trace.visit(next, [&](trace::Entry const&, trace::StepFaulted const& fault) {
      failed = fault.execution == call.execution && fault.step == call.step;
      std::size_t const at = fault.reason.find(kLead);
      if (!failed || at == std::string::npos) return;
      out = fault.reason.substr(at + kLead.size());
      out.resize(std::min(out.find(' '), out.size()));
    });
  }
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
    return world::service_question(world.access(), p.role, "sagemaker.amazonaws.com", p.arn,
                                   e.account);
  bool const passes = call.kind == trace::StepCallKind::pass_role;
  std::string_view action = pipeline::row_of(e.graph->type(call.step)).create_action;
  std::string resource =
      passes ? passed_role(trace, seq, call) : world::job_arn(world, call.execution, call.step);
  if (passes && resource.empty()) return std::nullopt;
  world::Question question = world::step_question(world.access(), p.role, call.kind, action,
                                                  resource.empty() ? "*" : resource);
  question.region = p.region;
  if (!passes) question.context = asked_before(trace, seq);
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
