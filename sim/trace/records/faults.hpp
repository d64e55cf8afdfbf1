// What a scenario lets go wrong, and each time it did.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/trace/field.hpp"
#include "sim/vocab/faults.hpp"
#include "sim/vocab/ids.hpp"

namespace rehearse::trace {

/// A fault is put into the world. What is none or empty narrows nothing.
struct FaultDefined {
  FaultId fault;
  FaultKind kind{};
  AccountId account;
  PipelineId pipeline;
  std::string region;
  std::string step;       // the step's name
  std::string step_type;  // as definitions spell it
  std::string operation;  // of people's calls: `StartPipelineExecution`
  Duration from{};        // since the epoch
  Duration until{};       // 0: to the end
  std::uint32_t numerator = 1;
  std::uint32_t denominator = 1;
  std::string message;  // empty: the kind's own words
  SourceLine where;
  static constexpr std::string_view kName = "FaultDefined";
  static constexpr auto fields() {
    using R = FaultDefined;
    return std::tuple{field("fault", &R::fault),         field("kind", &R::kind),
                      field("account", &R::account),     field("pipeline", &R::pipeline),
                      field("region", &R::region),       field("step", &R::step),
                      field("step_type", &R::step_type), field("operation", &R::operation),
                      field("from", &R::from),           field("until", &R::until),
                      field("numerator", &R::numerator), field("denominator", &R::denominator),
                      field("message", &R::message),     undigested("where", &R::where)};
  }
};

/// It struck: a step's attempt, or (execution none) what `what` names: an operation, an event.
struct FaultHit {
  FaultId fault;
  ExecutionId execution;
  std::uint16_t step = 0;
  std::string what;
  static constexpr std::string_view kName = "FaultHit";
  static constexpr auto fields() {
    using R = FaultHit;
    return std::tuple{field("fault", &R::fault), field("execution", &R::execution),
                      field("step", &R::step), field("what", &R::what)};
  }
};

}  // namespace rehearse::trace
