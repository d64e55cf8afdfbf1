// What the tests of faults share: a definition's faults as a user reads them.
#pragma once

#include "tests/pipeline/support.hpp"

namespace rehearse::pipeline {

/// The first fault, as a user reads it.
inline std::string fault(std::string_view text, Options const& options = {}) {
  auto definition = parse_definition(text, "d.json", options);
  return definition ? "no fault" : to_string(definition.error().front());
}
/// All faults, a line each.
inline std::string all_faults(std::string_view text) {
  auto definition = parse_definition(text, "d.json");
  std::string out;
  if (!definition)
    for (Error const& error : definition.error()) out += to_string(error) + "\n";
  return out;
}
/// The first fault of a list of steps that starts at line 3.
inline std::string step_fault(std::string_view steps, Options const& options = {}) {
  return fault(with_steps(steps), options);
}

inline constexpr std::string_view kUnable = "Unable to parse pipeline definition. ";

inline std::string condition(std::string_view inside) {
  return R"({"Name": "C", "Type": "Condition", "Arguments": {"Conditions": [)" +
         std::string(inside) + "]}}";
}
inline std::string environment(std::string_view expression) {
  return R"({"Name": "T", "Type": "Training", "Arguments": {"Environment": {"x": )" +
         std::string(expression) + "}}}";
}

}  // namespace rehearse::pipeline
