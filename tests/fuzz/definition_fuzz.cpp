// A pipeline definition. Properties: a fault has a place and words; what is read compiles, and
// written out it is read as the same steps; the lint, the outline and the drawings take whatever
// compiles, and the critical path is as long as its steps.
#include "input.hpp"
#include "reports/definition_graph.hpp"
#include "sim/calls/step_arguments.hpp"

using namespace rehearse;

namespace {

void check_faults(Errors const& errors) {
  fuzz::require(!errors.empty() && errors.size() <= 100, "what is refused has 1 to 100 faults");
  for (Error const& error : errors)
    fuzz::require(error.where.line > 0 && error.where.column > 0 && !error.message.empty(),
                  "a fault has a place and words");
}

void check_warnings(pipeline::Compiled const& compiled) {
  for (pipeline::Warning const& warning : calls::warnings_of(compiled, "111111111111"))
    fuzz::require(warning.what.where.line > 0 && !warning.what.message.empty(),
                  "a warning has a place and words");
}

void check_drawing(pipeline::Compiled const& compiled) {
  pipeline::Outline const outline = pipeline::outline_of(compiled);
  Duration sum{};
  for (pipeline::StepIndex step : outline.critical_path) sum += outline.steps[step].duration;
  fuzz::require(sum == outline.length, "the critical path is as long as its steps");
  auto data = json::parse(reports::definition_json(compiled, outline));
  fuzz::require(data.has_value(), "the graph as data can be read");
  fuzz::require(data->find("nodes")->as_array().size() == compiled.step_count(),
                "every step is a node");
  fuzz::require(reports::definition_dot(compiled, outline).ends_with("}\n"), "a picture is whole");
}

void check(std::string_view text, pipeline::Options const& options) {
  auto definition = pipeline::parse_definition(text, "f", options);
  if (!definition) return check_faults(definition.error());
  auto again = pipeline::parse_definition(json::dump(*json::parse(text)), "f", options);
  fuzz::require(again.has_value() && again->steps.size() == definition->steps.size(),
                "written out, it has the same steps");
  auto compiled = pipeline::compile(std::move(*definition));
  fuzz::require(compiled.has_value(), "what is read compiles");
  check_warnings(**compiled);
  check_drawing(**compiled);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view text = fuzz::view_of(data, size);
  pipeline::Options options = calls::definition_options();
  check(text, options);
  options.allow_nested_conditions = true;
  options.allow_simulator_steps = true;
  options.depends_on_condition = true;
  check(text, options);
  return 0;
}
