#include "sim/domain/faults.hpp"

#include <fmt/format.h>

#include "sim/world/names.hpp"

namespace rehearse::domain {

bool Faults::in_window(trace::FaultDefined const& fault) const {
  Duration const now = c_.record.now().time_since_epoch();
  return now >= fault.from && (fault.until == Duration{0} || now < fault.until);
}

bool Faults::in_reach(trace::FaultDefined const& fault, world::Place const& place) const {
  return (!fault.account || fault.account == place.account) &&
         (fault.region.empty() || fault.region == place.region);
}

/// Two faults of a kind draw apart.
std::string Faults::purpose(FaultId fault) const {
  std::size_t nth = 0;
  for (std::uint32_t i = 0; i < fault.index; ++i)
    if (kind({i}) == kind(fault)) ++nth;
  return fmt::format("fault/{}/{}", name_of(kind(fault)), nth);
}

FaultId Faults::strike(FaultMoment moment, ExecutionId execution, world::StepIndex step) {
  auto const& all = c_.world.faults().all();
  if (all.empty()) return {};
  world::Execution const& e = c_.world.executions()[execution];
  pipeline::StepTypeRow const& type = pipeline::row_of(e.graph->type(step));
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    trace::FaultDefined const& fault = all[i].is;
    if ((row_of(fault.kind).moments & moment) == 0 || !fault.operation.empty() ||
        !can_strike(fault.kind, type) || !in_reach(fault, c_.world.place_of(execution)) ||
        !in_window(fault) || (fault.pipeline && fault.pipeline != e.pipeline) ||
        (!fault.step.empty() && fault.step != e.graph->name(step)) ||
        (!fault.step_type.empty() && fault.step_type != type.name))
      continue;
    Stream stream = world::step_stream(c_.world, execution, step, purpose({i}));
    if (!stream.chance({fault.numerator, fault.denominator})) continue;
    c_.record.record(trace::FaultHit{{i}, execution, step, {}});
    return {i};
  }
  return {};
}

std::optional<ApiError> Faults::strike_call(world::Place const& place, std::string_view service,
                                            std::string_view operation, std::string const& caller) {
  auto const& all = c_.world.faults().all();
  if (all.empty()) return std::nullopt;
  std::string const key = fmt::format("{}/{}/{}", caller, service, operation);
  std::uint64_t const nth = calls_[key]++;
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    trace::FaultDefined const& fault = all[i].is;
    // A fault of some steps is none of people's calls; one without an operation is SageMaker's.
    bool const of_steps = fault.pipeline || !fault.step.empty() || !fault.step_type.empty();
    bool const meant =
        fault.operation.empty() ? service == "sagemaker" : fault.operation == operation;
    if ((row_of(fault.kind).moments & kAtCall) == 0 || of_steps || !meant ||
        !in_reach(fault, place) || !in_window(fault))
      continue;
    Stream stream(c_.world.seed(), fmt::format("{}/{}/{}", key, nth, purpose({i})));
    if (!stream.chance({fault.numerator, fault.denominator})) continue;
    c_.record.record(trace::FaultHit{{i}, {}, 0, std::string(operation)});
    return ApiError{std::string(row(FaultId{i}).code), words({i})};
  }
  return std::nullopt;
}

unsigned Faults::deliveries(world::Place const& place, std::string_view detail_type,
                            std::string const& content) {
  auto const& all = c_.world.faults().all();
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    trace::FaultDefined const& fault = all[i].is;
    if ((row_of(fault.kind).moments & kAtEvent) == 0 || !in_reach(fault, place) ||
        !in_window(fault))
      continue;
    Stream stream(c_.world.seed(), fmt::format("{}/{}", content, purpose({i})));
    if (!stream.chance({fault.numerator, fault.denominator})) continue;
    c_.record.record(trace::FaultHit{{i}, {}, 0, std::string(detail_type)});
    return fault.kind == FaultKind::lost_event ? 0 : 2;
  }
  return 1;
}

std::string Faults::words(FaultId fault) const {
  std::string const& given = c_.world.faults()[fault].is.message;
  return given.empty() ? std::string(row(fault).message) : given;
}

}  // namespace rehearse::domain
