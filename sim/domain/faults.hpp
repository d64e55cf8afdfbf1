// The bad day: what a scenario lets go wrong, and whether it strikes here and now. Every draw is of
// the entity's own stream, so that a fault put in for one step moves nothing of another.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sim/domain/context.hpp"
#include "sim/pipeline/step_types.hpp"
#include "sim/vocab/api_error.hpp"

namespace rehearse::domain {

/// Where a kind of fault can strike, as bits.
enum FaultMoment : std::uint8_t {
  kAtCall = 1,    // a call of somebody
  kAtCreate = 2,  // the create call of a step
  kAtJob = 4,     // while a step's job, function or check runs
  kAtAnswer = 8,  // the answer that a callback step waits for
  kAtEvent = 16,  // an event on its way to a rule
};

/// What a kind of fault is.
struct FaultRow {
  FaultKind kind{};
  std::uint8_t moments = 0;
  ExceptionType exception{};  // what retry policies see
  std::string_view code;      // of the error that a caller sees
  std::string_view message;   // the service's words
  std::string_view what;      // for people: one line
};

/// In the order of FaultKind.
std::span<FaultRow const> fault_rows();
FaultRow const& row_of(FaultKind kind);

/// May a fault of this kind strike a step of this type at all? A capacity error needs instances, a
/// drift a check.
bool can_strike(FaultKind kind, pipeline::StepTypeRow const& type);

class Faults {
 public:
  explicit Faults(Context const& context) : c_(context) {}

  /// The fault that strikes this attempt at that moment, recorded; none for most.
  FaultId strike(FaultMoment moment, ExecutionId execution, world::StepIndex step);
  /// The error that a call gets instead of its answer. `caller`: whose calls are counted.
  std::optional<ApiError> strike_call(world::Place const& place, std::string_view service,
                                      std::string_view operation, std::string const& caller);
  /// How often an event arrives at its rule: 0, 1 or 2 times. `content`: names the event.
  unsigned deliveries(world::Place const& place, std::string_view detail_type,
                      std::string const& content);

  /// What went wrong, as the step's FailureReason or a call's message says it.
  std::string words(FaultId fault) const;
  ExceptionType exception(FaultId fault) const { return row(fault).exception; }
  FaultKind kind(FaultId fault) const { return c_.world.faults()[fault].is.kind; }

 private:
  FaultRow const& row(FaultId fault) const { return row_of(kind(fault)); }
  bool in_window(trace::FaultDefined const& fault) const;
  bool in_reach(trace::FaultDefined const& fault, world::Place const& place) const;
  std::string purpose(FaultId fault) const;

  Context c_;
  std::map<std::string, std::uint64_t, std::less<>> calls_;  // of a caller to an operation so far
};

}  // namespace rehearse::domain
