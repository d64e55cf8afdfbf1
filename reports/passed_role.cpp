#include "reports/passed_role.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "sim/pipeline/expression.hpp"
#include "sim/pipeline/parameters.hpp"
#include "sim/pipeline/path.hpp"
#include "sim/pipeline/step_types.hpp"

namespace rehearse::reports {
namespace {

/// Knows the parameters of an execution and nothing else.
class ParameterResolver final : public pipeline::Resolver {
 public:
  ParameterResolver(pipeline::Definition const& definition, pipeline::ParameterValues values)
      : definition_(definition), values_(std::move(values)) {}

  Answer parameter(std::string_view name) override {
    auto const& all = definition_.parameters;
    auto const at = std::ranges::find(all, name, &pipeline::Parameter::name);
    if (at == all.end()) return unknown();
    return values_[static_cast<std::size_t>(at - all.begin())];
  }
  Answer execution_variable(std::string_view) override { return unknown(); }
  Answer step_property(std::string_view, std::string_view) override { return unknown(); }
  Answer outcome(std::string_view) override { return unknown(); }
  Answer property_file_value(std::string_view, std::string_view, std::string_view) override {
    return unknown();
  }
  Answer s3_value(std::string_view, std::string_view) override { return unknown(); }
  Answer experiment(std::string_view) override { return unknown(); }

 private:
  static Answer unknown() { return std::unexpected("not known from the trace"); }

  pipeline::Definition const& definition_;
  pipeline::ParameterValues values_;
};

std::vector<pipeline::SuppliedParameter> supplied(world::World const& world, DocumentId document) {
  std::vector<pipeline::SuppliedParameter> out;
  if (!document) return out;
  auto const given = json::parse(world.documents()[document].text);
  if (!given || !given->is_object()) return out;
  for (auto const& [name, value] : given->as_object())
    if (value.is_string()) out.push_back({name, value.as_string()});
  return out;
}

}  // namespace

std::string passed_role(world::World const& world, ExecutionId execution, world::StepIndex step) {
  world::Execution const& run = world.executions()[execution];
  std::string_view const path = pipeline::row_of(run.graph->type(step)).role_argument;
  auto const& definition = run.graph->definition();
  if (path.empty() || definition == nullptr) return {};
  auto const value = pipeline::lookup(definition->steps[step].arguments, path);
  auto values = pipeline::resolve_parameters(*definition, supplied(world, run.parameters));
  if (!value || !values) return {};
  ParameterResolver resolver(*definition, std::move(*values));
  auto const role = pipeline::resolve(**value, resolver);
  return role && role->is_string() ? role->as_string() : std::string{};
}

}  // namespace rehearse::reports
