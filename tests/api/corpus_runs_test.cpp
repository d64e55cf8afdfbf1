// Definitions from public repositories, run: on the good day, and on two hundred bad ones.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/api/harness.hpp"

using namespace rehearse;

namespace {

std::filesystem::path const kPipelines = std::filesystem::path(REHEARSE_CORPUS_DIR) / "pipelines";

std::string contents(std::filesystem::path const& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

/// The text with every role of another account as one of the account that runs it, and no account
/// of its own elsewhere: what its owner would have done.
std::string at_home(std::string text, std::string const& account) {
  for (std::size_t at = 0; (at = text.find("arn:aws:iam::", at)) != std::string::npos; at += 13)
    if (text.size() > at + 25 && text.find_first_not_of("0123456789", at + 13) == at + 25)
      text.replace(at + 13, 12, account);
  constexpr std::string_view kFunction = "arn:aws:lambda:";
  for (std::size_t at = 0; (at = text.find(kFunction, at)) != std::string::npos; ++at) {
    std::size_t const region = at + kFunction.size();
    text.replace(region, text.find(':', region) - region, "eu-west-1");
  }
  return text;
}

/// A document that has a value at every path that is read of it.
void add_path(json::Value& document, std::string_view path, json::Value const& value) {
  std::string_view const key = path.substr(0, path.find_first_of(".["));
  if (key.size() == path.size()) {
    document.set(key, value);
    return;
  }
  json::Value const* known = document.find(key);
  json::Value below = known != nullptr && known->is_object() ? *known : json::Value{json::Object{}};
  add_path(below, path.substr(key.size() + 1), value);
  document.set(key, std::move(below));
}

/// Gives a property file what a JsonGet reads of it.
void plan_read(Sim& sim, PipelineId id, json::Value const& json_get, json::Value const& value) {
  json::Value const* file = json_get.find("PropertyFile");
  if (file == nullptr) return;
  std::string const get(file->string_or_empty("Get"));  // Steps.S.PropertyFiles.F
  auto const infix = get.find(".PropertyFiles.");
  if (infix == std::string::npos) return;
  auto& outputs = sim.plan(id, get.substr(6, infix - 6)).outputs;
  std::string const name = get.substr(infix + 15);
  auto known = std::ranges::find(outputs, name, &domain::PlannedOutput::name);
  if (known == outputs.end())
    known = outputs.insert(outputs.end(),
                           {name, json::Value{json::Object{}}, trace::ProductKind::property_file});
  add_path(known->value, json_get.string_or_empty("Path"), value);
}

/// ... of all that is read in a value; where it is compared with a literal, that literal.
void plan_outputs(Sim& sim, PipelineId id, json::Value const& value) {
  if (value.is_array())
    for (json::Value const& each : value.as_array()) plan_outputs(sim, id, each);
  if (!value.is_object()) return;
  for (auto const& [key, member] : value.as_object()) plan_outputs(sim, id, member);
  if (json::Value const* read = value.find("Std:JsonGet"))
    plan_read(sim, id, *read, json::Number{"1"});
  json::Value const* left = value.find("LeftValue");
  json::Value const* right = value.find("RightValue");
  if (left != nullptr && right != nullptr && !right->is_object())
    if (json::Value const* read = left->find("Std:JsonGet")) plan_read(sim, id, *read, *right);
}

/// What a Lambda or Callback step returns.
void plan_returns(Sim& sim, PipelineId id, pipeline::Definition const& definition) {
  using enum pipeline::ParameterType;
  for (pipeline::Step const& step : definition.steps)
    for (pipeline::OutputParameter const& each : step.output_parameters)
      sim.plan(id, step.name)
          .outputs.push_back({each.name,
                              each.type == string    ? json::Value{"returned"}
                              : each.type == boolean ? json::Value{true}
                                                     : json::Value{json::Number{"1"}},
                              trace::ProductKind::output_parameter});
}

json::Value start_parameters(pipeline::Definition const& definition) {
  json::Value out{json::Array{}};
  for (pipeline::Parameter const& each : definition.parameters) {
    if (each.default_value &&
        !(each.default_value->is_string() && each.default_value->as_string().empty()))
      continue;
    bool const text = each.type == pipeline::ParameterType::string;
    out.push(in({{"Name", each.name},
                 {"Value", !each.enum_values.empty()                       ? each.enum_values[0]
                           : text                                          ? "given"
                           : each.type == pipeline::ParameterType::boolean ? "true"
                                                                           : "1"}}));
  }
  return out.as_array().empty() ? json::Value{} : out;
}

/// One execution: its status, and on a good day why steps failed. What must hold in every run is
/// looked at when the Sim goes.
std::string run_day(std::string const& text, std::uint64_t seed, bool bad) {
  Sim sim(seed);
  sim.setting("staging", "pipeline_steps_max", 10'000);
  PipelineId const id = sim.pipeline("staging", "churn", at_home(text, "111122223333"));
  plan_outputs(sim, id, *json::parse(text));
  auto const& definition =
      *sim.world.documents().definition(sim.world.pipelines()[id].definition).definition();
  plan_returns(sim, id, definition);
  sim.domain_plan().add_object(id, "results.json", *json::parse(R"({"Result": {"rmse": 1}})"));
  if (bad)
    for (std::size_t kind = 0; kind < EnumNames<FaultKind>::names.size(); ++kind)
      sim.fault(static_cast<FaultKind>(kind), [&](trace::FaultDefined& fault) {
        // Steps alone: a start that is throttled runs nothing.
        fault.pipeline = id;
        fault.denominator = 12;
      });
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn", start_parameters(definition)); });
  sim.run();
  std::string out = sim.status();
  for (std::size_t i = 0; i < definition.steps.size() && !bad; ++i)
    if (std::string const why = sim.reason(definition.steps[i].name); !why.empty())
      out += definition.steps[i].type == pipeline::StepType::fail
                 ? " by design"
                 : "; " + definition.steps[i].name + ": " + why;
  return out;
}

/// Every self-contained definition, on the good day and on this many bad ones; how many of the bad
/// days ended Failed, of a hundred.
void run_corpus(std::uint64_t seeds) {
  auto const manifest = json::parse(contents(kPipelines / "manifest.json"));
  REQUIRE(manifest);
  std::size_t runs = 0, failed = 0;
  for (json::Value const& row : manifest->as_array()) {
    if (!row.find("self_contained")->as_bool()) continue;
    std::string const name(row.string_or_empty("file"));
    std::string const text = contents(kPipelines / name);
    INFO(name);
    std::string const good = run_day(text, 1, false);
    CHECK((good == "Succeeded" || good == "Failed by design"));
    std::uint64_t const days =
        *row.find("steps")->as_integer() > 100 ? std::min<std::uint64_t>(seeds, 5) : seeds;
    for (std::uint64_t seed = 1; seed <= days; ++seed, ++runs) {
      std::string const status = run_day(text, seed, true);
      CAPTURE(seed);
      REQUIRE((status == "Succeeded" || status == "Failed"));
      failed += status == "Failed";
    }
  }
  CHECK(runs > 0);
  CHECK(failed > runs / 20);  // the days were bad
}

}  // namespace

TEST_CASE("corpus: every definition runs to its end, on the good day and on bad ones",
          "[api][corpus]") {
  if (std::string_view(REHEARSE_CORPUS_DIR).empty()) {
    WARN("SKIP: no corpus (configure with REHEARSE_CORPUS)");
    return;
  }
  run_corpus(3);
}

TEST_CASE("corpus: every definition survives 200 bad days", "[.][many][corpus]") {
  if (std::string_view(REHEARSE_CORPUS_DIR).empty()) {
    WARN("SKIP: no corpus (configure with REHEARSE_CORPUS)");
    return;
  }
  run_corpus(200);
}
