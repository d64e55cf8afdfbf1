#include "reports/explain.hpp"

#include "sim/world/names.hpp"

namespace rehearse::reports {

namespace {

/// What the record before a step's call says of it.
world::ContextKeys asked_before(trace::Trace const& trace, Seq seq) {
  world::ContextKeys out;
  if (seq == 0) return out;
  trace.visit(seq - 1, [&]<class R>(trace::Entry const&, R const& record) {
    if constexpr (std::is_same_v<R, trace::StepAsked>)
      if (auto context = json::parse(record.context.text)) out = world::context_keys_of(*context);
  });
  return out;
}

}  // namespace

std::optional<world::Question> step_call_question(world::World const& world,
                                                  trace::Trace const& trace, Seq seq,
                                                  trace::StepCalled const& call) {
  world::Execution const& e = world.executions()[call.execution];
  world::Pipeline const& p = world.pipelines()[e.pipeline];
  if (call.kind == trace::StepCallKind::assume_role)
    return world::service_question(world.access(), p.role, "sagemaker.amazonaws.com", p.arn,
                                   e.account);
  if (call.kind == trace::StepCallKind::pass_role)
    return std::nullopt;  // which role was passed is in the step's reason
  std::string_view action = pipeline::row_of(e.graph->type(call.step)).create_action;
  std::string resource = world::job_arn(world, call.execution, call.step);
  world::Question question = world::step_question(world.access(), p.role, call.kind, action,
                                                  resource.empty() ? "*" : resource);
  question.context = asked_before(trace, seq);
  return question;
}

WorldExplainer::WorldExplainer()
    : world_(std::make_unique<world::World>()), judge_(world_->access()) {}

std::vector<std::string> WorldExplainer::explain(trace::Trace const& trace, Seq call) {
  std::optional<world::Question> question;
  for (; next_ <= call; ++next_) {
    if (next_ == call)
      trace.visit(call,
                  trace::overloaded{[&](trace::Entry const&, trace::ApiCalled const& record) {
                                      if (record.principal) question = world::question_of(record);
                                    },
                                    [&](trace::Entry const&, trace::StepCalled const& record) {
                                      question = step_call_question(*world_, trace, call, record);
                                    }});
    world_->apply(trace, next_);
  }
  if (!question) return {};
  world::Reasons reasons = judge_.explain(*question);
  reasons.lines.insert(reasons.lines.begin(), reasons.summary);
  return reasons.lines;
}

}  // namespace rehearse::reports
