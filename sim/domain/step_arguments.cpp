#include "sim/domain/step_arguments.hpp"

#include "sim/base/text.hpp"
#include "sim/domain/resolver.hpp"
#include "sim/pipeline/cache_key.hpp"
#include "sim/pipeline/path.hpp"

namespace rehearse::domain {

using world::StepIndex;

pipeline::Step const* described_step(world::World const& world, ExecutionId execution,
                                     StepIndex step) {
  auto const& definition = world.executions()[execution].graph->definition();
  return definition ? &definition->steps[step] : nullptr;
}

json::Value sent_arguments(world::World const& world, Plan const& plan, ExecutionId execution,
                           StepIndex step, std::uint64_t attempt) {
  pipeline::Step const* described = described_step(world, execution, step);
  if (described == nullptr) return {};
  WorldResolver resolver(world, plan, execution, step, attempt);
  return pipeline::resolve(described->arguments, resolver).value_or(json::Value{});
}

json::Value argument(Context const& c, ExecutionId execution, StepIndex step,
                     std::string_view path) {
  pipeline::Step const* described = described_step(c, execution, step);
  if (described == nullptr) return {};
  auto const value = pipeline::lookup(described->arguments, path);
  if (!value) return {};
  WorldResolver resolver(c.world, c.plan, execution, step);
  return pipeline::resolve(**value, resolver).value_or(json::Value{});
}

json::Value beside_arguments(Context const& c, ExecutionId execution, StepIndex step,
                             std::string_view key) {
  pipeline::Step const* described = described_step(c, execution, step);
  json::Value const* value = described != nullptr ? described->siblings.find(key) : nullptr;
  if (value == nullptr) return {};
  WorldResolver resolver(c.world, c.plan, execution, step);
  return pipeline::resolve(*value, resolver).value_or(json::Value{});
}

std::optional<std::int64_t> number_argument(Context const& c, ExecutionId execution, StepIndex step,
                                            std::string_view path) {
  json::Value const value = argument(c, execution, step, path);
  if (value.is_string()) return parse_unsigned<std::int64_t>(value.as_string());
  return value.as_integer();
}

std::optional<std::uint64_t> cache_key_of(Context const& c, ExecutionId execution, StepIndex step) {
  pipeline::Step const* described = described_step(c, execution, step);
  if (described == nullptr || !described->cached_for) return std::nullopt;
  WorldResolver resolver(c.world, c.plan, execution, step);
  auto const arguments = pipeline::resolve(described->arguments, resolver);
  auto const siblings = pipeline::resolve(described->siblings, resolver);
  if (!arguments || !siblings) return std::nullopt;
  return pipeline::cache_key(described->type, *arguments, *siblings);
}

}  // namespace rehearse::domain
