#include "sim/domain/messages.hpp"

#include "sim/domain/step_arguments.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/world/names.hpp"

namespace rehearse::domain {

QueueId Messages::queue_of(ExecutionId execution, world::StepIndex step) const {
  if (c_.world.queues().all().empty()) return {};
  json::Value const url = beside_arguments(c_, execution, step, "SqsQueueUrl");
  if (!url.is_string()) return {};
  return c_.world.queues().find(queue_arn_of_url(url.as_string()));
}

void Messages::send(ExecutionId execution, world::StepIndex step, bool stopping, QueueId to) {
  std::string token = world::callback_token(c_.world, execution, step);
  trace::Seq const seq = c_.record.record(trace::CallbackSent{execution, step, token, stopping});
  if (!to) return;
  json::Value body;
  body.set("token", std::move(token))
      .set("pipelineExecutionArn", world::execution_arn(c_.world, execution))
      .set("arguments", sent_arguments(c_, execution, step));
  // Whether the first message has a status is not documented (2.9); only the second has one here.
  if (stopping) body.set("status", "Stopping");
  auto const number = static_cast<std::uint32_t>(sent_.size());
  sent_.push_back({to, execution, step, {json::dump(body)}});
  c_.engine.after(assume_(Assumption::message_delay), make_wake(WakeKind::message, number), seq);
}

void Messages::deliver(std::uint32_t message) {
  trace::MessageReceived const received = std::move(sent_[message]);
  sent_[message] = {};
  trace::Seq const seq = c_.record.record(received);
  c_.record.set_cause(seq);
  c_.hooks.receive(received.queue, received.body.text);
}

}  // namespace rehearse::domain
