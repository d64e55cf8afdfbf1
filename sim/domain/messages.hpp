// The messages that callback steps send, and who reads them. Source: sagemaker-pipelines 2.9.
#pragma once

#include <deque>

#include "sim/domain/assume.hpp"
#include "sim/domain/context.hpp"

namespace rehearse::domain {

class Messages {
 public:
  Messages(Context const& context, Assume& assume) : c_(context), assume_(assume) {}

  /// The queue that the step's message goes to, if a function of the scenario reads it.
  QueueId queue_of(ExecutionId execution, world::StepIndex step) const;
  /// A callback step sends its token; or says, with the same token, that it is being stopped.
  /// `to`: who will read it, or none.
  void send(ExecutionId execution, world::StepIndex step, bool stopping, QueueId to);
  void deliver(std::uint32_t message);

 private:
  Context c_;
  Assume& assume_;
  std::deque<trace::MessageReceived> sent_;  // in the order of their numbers; read ones are empty
};

}  // namespace rehearse::domain
