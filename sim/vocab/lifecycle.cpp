#include "sim/vocab/lifecycle.hpp"

#include <array>
#include <cstddef>

namespace rehearse {
namespace {

/// One row a status: the statuses that may follow it, as bits.
template <class E>
constexpr unsigned bits(std::initializer_list<E> next) {
  unsigned out = 0;
  for (E value : next) out |= 1U << static_cast<unsigned>(value);
  return out;
}

template <class E, std::size_t N>
bool allowed(std::array<unsigned, N> const& table, E from, E to) {
  return (table[static_cast<std::size_t>(from)] >> static_cast<unsigned>(to) & 1U) != 0;
}

}  // namespace

bool may_move(ExecutionStatus from, ExecutionStatus to) {
  using enum ExecutionStatus;
  static constexpr std::array kTable = {
      bits({stopping, failed, succeeded}),  // executing
      bits({stopped, failed}),    // stopping: a Lambda step that times out makes it Failed
      bits({executing}),          // stopped: Retry ("Resume")
      bits({executing}),          // failed: Retry
      bits<ExecutionStatus>({}),  // succeeded
  };
  return allowed(kTable, from, to);
}

bool may_move(StepStatus from, StepStatus to) {
  using enum StepStatus;
  static constexpr std::array kTable = {
      bits({starting, executing}),  // none: a step without a create call executes at once
      bits({executing, stopping, failed, succeeded, stopped}),  // starting
      bits({starting, stopping, failed, succeeded, stopped}),   // executing: starting: tried again
      bits({stopped, failed, succeeded}),  // stopping: a step that ends by itself keeps its status
      bits({none}),                        // stopped: retried
      bits({none}),                        // failed: retried
      bits<StepStatus>({}),                // succeeded
  };
  return allowed(kTable, from, to);
}

bool may_move(ShareStatus from, ShareStatus to) {
  using enum ShareStatus;
  static constexpr std::array kTable = {
      bits({active, failed}),  // pending
      bits({deleting}),        // active
      bits({deleting}),        // failed
      bits({deleted}),         // deleting
      bits<ShareStatus>({}),   // deleted
  };
  return allowed(kTable, from, to);
}

bool may_move(ShareFeatureSet from, ShareFeatureSet to) {
  using enum ShareFeatureSet;
  static constexpr std::array kTable = {
      bits({created_from_policy}),    // standard: what RAM has just made
      bits({promoting_to_standard}),  // created_from_policy
      bits({standard}),               // promoting_to_standard
  };
  return allowed(kTable, from, to);
}

bool may_move(AssociationStatus from, AssociationStatus to) {
  using enum AssociationStatus;
  static constexpr std::array kTable = {
      bits({associated, failed, disassociating, disassociated}),  // associating
      bits({disassociating, disassociated, suspending}),          // associated
      bits({associating, disassociating, disassociated}),         // failed
      bits({disassociated}),                                      // disassociating
      bits({associating}),                                        // disassociated: associated anew
      bits({suspended, disassociating, disassociated}),           // suspending
      bits({restoring, disassociating, disassociated}),           // suspended
      bits({associated, disassociating, disassociated}),          // restoring
  };
  return allowed(kTable, from, to);
}

bool may_move(InvitationStatus from, InvitationStatus to) {
  return from == InvitationStatus::pending && to != InvitationStatus::pending;
}

bool may_move(EndpointStatus from, EndpointStatus to) {
  using enum EndpointStatus;
  static constexpr std::array kTable = {
      bits({in_service, failed}),  // creating
      bits({in_service, failed}),  // updating
      bits({updating, deleting}),  // in_service
      bits({deleting}),            // failed: only DeleteEndpoint is possible
      bits<EndpointStatus>({}),    // deleting
  };
  return allowed(kTable, from, to);
}

bool may_move(JobStatus from, JobStatus to) {
  using enum JobStatus;
  static constexpr std::array kTable = {
      bits({completed, failed, stopping}),  // in_progress
      bits<JobStatus>({}),                  // completed
      bits<JobStatus>({}),                  // failed
      bits({stopped}),                      // stopping
      bits<JobStatus>({}),                  // stopped
  };
  return allowed(kTable, from, to);
}

}  // namespace rehearse
