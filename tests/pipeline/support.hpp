// What the tests of this layer share: a resolver with fixed answers, and definitions in a line.
#pragma once

#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <string_view>

#include "sim/base/text.hpp"
#include "sim/pipeline/definition.hpp"

namespace rehearse::pipeline {

/// A value written as JSON.
inline json::Value value(std::string_view text) {
  auto parsed = json::parse(text);
  REQUIRE(parsed);
  return *parsed;
}

/// A definition with these steps, written as the inside of the `Steps` array.
inline std::string with_steps(std::string_view steps, std::string_view parameters = "") {
  return "{\"Version\": \"2020-12-01\", \"Parameters\": [" + std::string(parameters) +
         "],\n\"Steps\": [\n" + std::string(steps) + "\n]}";
}

/// `{"Name": name, "Type": type, "Arguments": {}}`, with more keys before the brace.
inline std::string step(std::string_view name, std::string_view type = "Training",
                        std::string_view more = "") {
  return "{\"Name\": \"" + std::string(name) + "\", \"Type\": \"" + std::string(type) +
         "\", \"Arguments\": {}" + (more.empty() ? "" : ", ") + std::string(more) + "}";
}

inline Definition parsed(std::string_view text, Options const& options = {}) {
  auto definition = parse_definition(text, "d.json", options);
  if (!definition) FAIL(to_string(definition.error().front()));
  return *definition;
}

/// Answers from a map whose keys are the written references.
struct FixedResolver : Resolver {
  std::map<std::string, json::Value> known;

  Answer answer(std::string const& key) {
    auto at = known.find(key);
    if (at == known.end()) return std::unexpected("no value for " + key);
    return at->second;
  }
  Answer parameter(std::string_view name) override {
    return answer("Parameters." + std::string(name));
  }
  Answer execution_variable(std::string_view name) override {
    return answer("Execution." + std::string(name));
  }
  Answer step_property(std::string_view s, std::string_view path) override {
    return answer("Steps." + std::string(s) + "." + std::string(path));
  }
  Answer outcome(std::string_view s) override {
    return answer("Steps." + std::string(s) + ".Outcome");
  }
  Answer property_file_value(std::string_view s, std::string_view file,
                             std::string_view path) override {
    return answer(std::string(s) + "/" + std::string(file) + ":" + std::string(path));
  }
  Answer s3_value(std::string_view uri, std::string_view path) override {
    return answer(std::string(uri) + ":" + std::string(path));
  }
  Answer experiment(std::string_view field) override { return answer(std::string(field)); }
};

}  // namespace rehearse::pipeline
