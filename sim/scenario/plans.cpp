#include "sim/scenario/plans.hpp"

#include <algorithm>

#include "sim/base/text.hpp"
#include "sim/scenario/host.hpp"
#include "sim/scenario/input.hpp"
#include "sim/script/failure.hpp"

namespace rehearse::scenario {
namespace {

using script::fail;

/// `"25m"`, `{"18m", "25m", "60m"}` (p10, p50, p90).
Result<Quantiles> read_quantiles(json::Value const& value, std::string const& step) {
  auto bad = [&] {
    return fail("`durations." + step + "` is a duration or three of them",
                "write " + step + " = \"25m\" or " + step +
                    " = { \"18m\", \"25m\", \"60m\" } (p10, p50, p90)");
  };
  if (value.is_string()) {
    auto fixed = parse_duration(value.as_string());
    if (!fixed) return std::unexpected(fixed.error());
    return Quantiles::fixed(*fixed);
  }
  if (!value.is_array() || value.as_array().size() != 3) return bad();
  std::vector<Duration> points;
  for (json::Value const& each : value.as_array()) {
    if (!each.is_string()) return bad();
    auto point = parse_duration(each.as_string());
    if (!point) return std::unexpected(point.error());
    points.push_back(*point);
  }
  if (!std::ranges::is_sorted(points))
    return fail("`durations." + step + "` must ascend", "p10, p50, p90");
  return Quantiles::from_p10_p50_p90(points[0], points[1], points[2]);
}

/// Calls `item` for each member of a table whose keys are step names.
template <class F>
Result<void> for_each_step(std::optional<json::Value> const& table,
                           pipeline::Definition const& definition, std::string const& key, F item) {
  if (!table) return {};
  if (!table->is_object())
    return fail("`pipeline." + key + "` is a table by step", "write " + key + " = { Train = ... }");
  std::vector<std::string_view> names;
  for (pipeline::Step const& step : definition.steps) names.push_back(step.name);
  for (auto const& [step, value] : table->as_object()) {
    if (!definition.find_step(step))
      return fail("`pipeline." + key + "`: the definition has no step `" + shorten(step, 60) + "`",
                  did_you_mean(step, names));
    if (auto done = item(step, value); !done) return done;
  }
  return {};
}

bool has_type(json::Value const& value, pipeline::ParameterType type) {
  switch (type) {
    case pipeline::ParameterType::string:
      return value.is_string();
    case pipeline::ParameterType::boolean:
      return value.is_bool();
    case pipeline::ParameterType::integer:
      return value.as_integer().has_value();
    case pipeline::ParameterType::floating:
      return value.is_number();
  }
  return false;
}

/// What the definition declares: property files with any document, output parameters (Lambda,
/// Callback) with a value of their type.
Result<void> check_outputs(pipeline::Step const& step, json::Value const& outputs) {
  std::string const path = "`outputs." + step.name + "`";
  std::vector<std::string_view> names;
  for (pipeline::PropertyFile const& file : step.property_files) names.push_back(file.name);
  for (pipeline::OutputParameter const& declared : step.output_parameters)
    names.push_back(declared.name);
  std::vector<std::string> all(names.begin(), names.end());
  if (names.empty())
    return fail(path + ": the step has no property file and no output parameter",
                "declare one in the definition (PropertyFiles, OutputParameters), or leave it out");
  if (!outputs.is_object())
    return fail(path + " is a table: property file or output parameter -> its value",
                "write " + step.name + " = { " + all.front() + " = ... }");
  for (auto const& [name, value] : outputs.as_object()) {
    if (std::ranges::find(names, name) == names.end()) {
      std::string hint = did_you_mean(name, names);
      return fail(
          path + ": the step has no property file or output parameter `" + shorten(name, 60) + "`",
          hint.empty() ? "it has " + join(all, ", ") : hint);
    }
    auto declared =
        std::ranges::find(step.output_parameters, name, &pipeline::OutputParameter::name);
    if (declared != step.output_parameters.end() && !has_type(value, declared->type))
      return fail("`outputs." + step.name + "." + name + "` is a " +
                      std::string(name_of(declared->type)) + ", got " +
                      shorten(json::dump(value), 60),
                  "give one value of that type: outputs are not drawn");
  }
  return {};
}

}  // namespace

Result<void> read_plans(Host& host, PipelineId id, Behaviour const& given,
                        pipeline::Definition const& definition) {
  domain::Plan& plan = host.plan();
  auto durations =
      for_each_step(given.durations, definition, "durations",
                    [&](std::string const& step, json::Value const& value) -> Result<void> {
                      auto quantiles = read_quantiles(value, step);
                      if (!quantiles) return std::unexpected(quantiles.error());
                      plan.step(id, step).duration = std::move(*quantiles);
                      return {};
                    });
  if (!durations) return durations;
  auto outputs = for_each_step(
      given.outputs, definition, "outputs",
      [&](std::string const& step, json::Value const& value) -> Result<void> {
        auto checked = check_outputs(definition.steps[*definition.find_step(step)], value);
        if (!checked) return checked;
        for (auto const& [name, output] : value.as_object())
          plan.step(id, step).outputs.emplace_back(name, resolve_handles(host.world(), output));
        return {};
      });
  if (!outputs) return outputs;
  auto failures =
      for_each_step(given.failures, definition, "failures",
                    [&](std::string const& step, json::Value const& value) -> Result<void> {
                      if (!value.is_string() || value.as_string().empty())
                        return fail("`failures." + step + "` is the reason, a text", {});
                      plan.step(id, step).failure = value.as_string();
                      return {};
                    });
  if (!failures) return failures;
  for (std::string const& step : given.answered.value_or(std::vector<std::string>{})) {
    auto index = definition.find_step(step);
    if (!index || definition.steps[*index].type != pipeline::StepType::callback)
      return fail(
          "`answered_by_scenario`: the definition has no Callback step `" + shorten(step, 60) + "`",
          {});
    plan.step(id, step).answered_by_scenario = true;
  }
  return {};
}

}  // namespace rehearse::scenario
