#include "sim/scenario/outputs.hpp"

#include <algorithm>
#include <optional>
#include <span>

#include "sim/base/text.hpp"
#include "sim/domain/draws.hpp"
#include "sim/domain/resolver.hpp"
#include "sim/script/failure.hpp"

namespace rehearse::scenario {
namespace {

using script::fail;
using trace::ProductKind;

constexpr std::string_view kMetrics = "metrics";
constexpr std::string_view kMetricsProperty = "FinalMetricDataList";

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

/// The first value that may come to stand there and is not of the type.
std::optional<json::Value> of_another_type(json::Value const& value, pipeline::ParameterType type) {
  std::optional<json::Value> found;
  domain::for_each_outcome(value, [&](json::Value const& each) {
    if (!found && !has_type(each, type)) found = each;
  });
  return found;
}

/// May a scenario give this property of a job? What names the job follows from the run.
bool is_open(pipeline::StepTypeRow const& row, std::string_view property) {
  return row.runner == pipeline::Runner::job &&
         std::ranges::find(row.properties, property) != row.properties.end() &&
         !domain::names_its_job(row.type, property);
}

/// `{ ["validation:auc"] = 0.91 }` as the list of the description.
Result<json::Value> metric_list(std::string const& path, json::Value const& metrics) {
  if (!metrics.is_object())
    return fail("`" + path + "` is a table: the metric's name -> a number",
                "write metrics = { [\"validation:auc\"] = 0.91 }");
  json::Array list;
  for (auto const& [name, value] : metrics.as_object()) {
    if (auto wrong = of_another_type(value, pipeline::ParameterType::floating))
      return fail("`" + path + "`: the metric `" + shorten(name, 60) + "` is a number, got " +
                      shorten(json::dump(*wrong), 60),
                  "write it without quotes: [\"validation:auc\"] = 0.91");
    list.push_back(json::Value{}.set("MetricName", name).set("Value", value));
  }
  return json::Value{std::move(list)};
}

/// What the step may leave behind, by name.
std::vector<std::string> known_outputs(pipeline::Step const& step) {
  pipeline::StepTypeRow const& row = pipeline::row_of(step.type);
  std::vector<std::string> names;
  for (pipeline::PropertyFile const& file : step.property_files) names.push_back(file.name);
  for (pipeline::OutputParameter const& declared : step.output_parameters)
    names.push_back(declared.name);
  if (step.type == pipeline::StepType::training) names.emplace_back(kMetrics);
  for (std::string_view property : row.properties)
    if (is_open(row, property)) names.emplace_back(property);
  return names;
}

/// `it has limit`; of many the first ones.
std::string what_it_has(std::vector<std::string> const& known) {
  constexpr std::size_t kShown = 8;
  if (known.size() <= kShown) return "it has " + join(known, ", ");
  return "it has " + join(std::span(known).first(kShown), ", ") + ", ...";
}

std::unexpected<Error> unknown_output(std::string const& path, pipeline::Step const& step,
                                      std::string const& name) {
  std::vector<std::string> const known = known_outputs(step);
  std::vector<std::string_view> names(known.begin(), known.end());
  bool const is_job = pipeline::row_of(step.type).runner == pipeline::Runner::job;
  std::string hint = did_you_mean(name, names);
  if (domain::names_its_job(step.type, name)) hint = "the run itself makes that name";
  if (hint.empty() && step.type == pipeline::StepType::processing && step.property_files.empty())
    hint = "declare a property file in the definition (PropertyFiles), or leave it out";
  if (hint.empty()) hint = what_it_has(known);
  return fail("`" + path + "`: the step has no property file or " +
                  (is_job ? "property" : "output parameter") + " `" + shorten(name, 60) + "`",
              hint);
}

Result<domain::PlannedOutput> read_output(std::string const& path, pipeline::Step const& step,
                                          std::string const& name, json::Value const& value) {
  using File = pipeline::PropertyFile;
  using Parameter = pipeline::OutputParameter;
  if (std::ranges::find(step.property_files, name, &File::name) != step.property_files.end())
    return domain::PlannedOutput{name, value, ProductKind::property_file};
  auto declared = std::ranges::find(step.output_parameters, name, &Parameter::name);
  if (declared != step.output_parameters.end()) {
    if (auto wrong = of_another_type(value, declared->type))
      return fail("`" + path + "." + name + "` is a " + std::string(name_of(declared->type)) +
                      ", got " + shorten(json::dump(*wrong), 60),
                  "give a value of that type, or draw one: draw.one_of { ... }");
    return domain::PlannedOutput{name, value, ProductKind::output_parameter};
  }
  if (name == kMetrics && step.type == pipeline::StepType::training) {
    auto list = metric_list(path + "." + name, value);
    if (!list) return std::unexpected(list.error());
    return domain::PlannedOutput{std::string(kMetricsProperty), std::move(*list),
                                 ProductKind::property};
  }
  if (is_open(pipeline::row_of(step.type), name))
    return domain::PlannedOutput{name, value, ProductKind::property};
  return unknown_output(path, step, name);
}

}  // namespace

Result<std::vector<domain::PlannedOutput>> read_outputs(pipeline::Step const& step,
                                                        json::Value const& given) {
  std::string const path = "outputs." + step.name;
  std::vector<std::string> const known = known_outputs(step);
  if (known.empty())
    return fail("`" + path + "`: the step has no property file and no output parameter",
                "declare one in the definition (PropertyFiles, OutputParameters), or leave it out");
  if (!given.is_object())
    return fail("`" + path +
                    "` is a table: property file, output parameter or property -> its "
                    "value",
                "write " + step.name + " = { " + known.front() + " = ... }");
  std::vector<domain::PlannedOutput> out;
  for (auto const& [name, value] : given.as_object()) {
    auto read = read_output(path, step, name, value);
    if (!read) return std::unexpected(read.error());
    if (std::ranges::any_of(out, [&](domain::PlannedOutput const& each) {
          return each.kind == read->kind && each.name == read->name;
        }))
      return fail("`" + path + "`: `metrics` and `FinalMetricDataList` are the same",
                  "give one of them");
    out.push_back(std::move(*read));
  }
  return out;
}

}  // namespace rehearse::scenario
