// Real definitions from public repositories: each is run to an end, or refused for its known
// reason.
#include <catch2/catch.hpp>
#include <cstdio>
#include <map>

#include "sim/base/json.hpp"
#include "sim/base/text.hpp"
#include "tests/cli/program.hpp"

using namespace rehearse;
using namespace rehearse::test;

namespace {

/// `SKIP: ` is what ctest looks for.
bool no_corpus() {
  if (!std::string_view(REHEARSE_CORPUS_DIR).empty()) return false;
  std::puts("SKIP: no corpus of definitions (cmake -DREHEARSE_CORPUS=FOLDER)");
  return true;
}

json::Value manifest() {
  auto read = json::parse(contents(REHEARSE_CORPUS_DIR "/pipelines/manifest.json"));
  REQUIRE(read);
  return *read;
}

/// Values for the parameters that have no default.
std::string start_parameters(json::Value const& definition) {
  static std::map<std::string_view, std::string_view> const values = {
      {"String", "value"}, {"Integer", "1"}, {"Float", "0.5"}, {"Boolean", "true"}};
  std::string out;
  json::Value const* parameters = definition.find("Parameters");
  if (parameters == nullptr || !parameters->is_array()) return out;
  for (json::Value const& each : parameters->as_array()) {
    if (each.find("DefaultValue") != nullptr) continue;
    json::Value const* allowed = each.find("EnumValues");
    std::string value(allowed != nullptr && !allowed->as_array().empty()
                          ? allowed->as_array().front().as_string()
                          : values.at(each.string_or_empty("Type")));
    out += "{ Name = \"" + std::string(each.string_or_empty("Name")) + "\", Value = \"" + value +
           "\" }, ";
  }
  return out;
}

std::string scenario_of(json::Value const& definition, std::string_view settings) {
  std::string parameters = start_parameters(definition);
  return R"(local home = account { name = "home")" + std::string(settings) + R"( }
local everything = { Version = "2012-10-17", Statement = { Effect = "Allow", Action = "*", Resource = "*" } }
local runner = role { account = home, name = "Runner", trusts = "sagemaker.amazonaws.com", policies = { everything } }
local p = pipeline { account = home, name = "p", definition = "definition.json", role = runner }
actor("engineer", function()
  local sagemaker = runner:client "sagemaker"
  local run = sagemaker:start_pipeline_execution { PipelineName = p)" +
         (parameters.empty() ? std::string() : ", PipelineParameters = { " + parameters + "}") +
         R"( }
  local function status() return sagemaker:describe_pipeline_execution(run).PipelineExecutionStatus end
  wait_for("the run to end", function() return status() ~= "Executing" end, { poll = "10m", timeout = "60d" })
  local how = status()
  expect.equal("it ends as " .. how, how == "Succeeded" or how == "Failed", true)
end)
)";
}

/// The status the run ended with, or the program's words.
std::string ran(Folder const& folder, std::string const& text, std::string_view settings) {
  auto definition = json::parse(text);
  REQUIRE(definition);
  folder.write("definition.json", text);
  folder.write("s.lua", scenario_of(*definition, settings));
  Ended ended = folder.rehearse("run s.lua");
  for (char const* status : {"Succeeded", "Failed"})
    if (ended.code == 0 && ended.out.find(std::string("it ends as ") + status) != std::string::npos)
      return status;
  return "exit " + std::to_string(ended.code) + ": " + ended.err + ended.out;
}

std::string file_of(json::Value const& row) {
  return REHEARSE_CORPUS_DIR "/pipelines/" + std::string(row.string_or_empty("file"));
}
bool is_self_contained(json::Value const& row) { return row.find("self_contained")->as_bool(); }
bool is_large(json::Value const& row) { return *row.find("steps")->as_integer() > 50; }

}  // namespace

TEST_CASE("corpus: every definition that stands alone validates and runs to an end",
          "[cli][corpus]") {
  if (no_corpus()) return;
  std::size_t count = 0;
  std::string table;
  json::Value const rows = manifest();
  for (json::Value const& row : rows.as_array()) {
    if (!is_self_contained(row) || is_large(row)) continue;
    Folder folder;
    std::string status = ran(folder, contents(file_of(row)), "");
    table += "  " + status.substr(0, status.find('\n')) + "  " +
             std::string(row.string_or_empty("file")) + "\n";
    INFO(row.string_or_empty("file") << "\n" << status);
    CHECK((status == "Succeeded" || status == "Failed"));
    CHECK(folder.rehearse("validate definition.json").code == 0);
    ++count;
  }
  std::fputs(table.c_str(), stdout);
  CHECK(count > 40);
}

TEST_CASE("corpus: 2,000 steps are refused by the quota's name, and run where a scenario lifts it",
          "[cli][corpus]") {
  if (no_corpus()) return;
  std::size_t count = 0;
  json::Value const rows = manifest();
  for (json::Value const& row : rows.as_array()) {
    if (!is_self_contained(row) || !is_large(row)) continue;
    Folder folder;
    std::string text = contents(file_of(row));
    std::string refused = ran(folder, text, "");
    INFO(refused);
    CHECK(refused.starts_with("exit 2: "));
    CHECK(refused.find("the quota `Steps per pipeline` is 50") != std::string::npos);
    CHECK(ran(folder, text, ", settings = { pipeline_steps_max = 2000 }") == "Succeeded");
    CHECK(folder.read("out/s/trace.jsonl")
              .find("\"name\":\"pipeline_steps_max\",\"value\":2000,\"beyond_aws\":true") !=
          std::string::npos);
    Ended report = folder.rehearse("report out/s/trace.jsonl --format text");
    CHECK(report.out.find("not as in AWS: pipeline_steps_max is 2000 in home") !=
          std::string::npos);
    ++count;
  }
  CHECK(count == 1);
}

TEST_CASE("corpus: what does not stand alone is refused for the manifest's reason",
          "[cli][corpus]") {
  if (no_corpus()) return;
  std::size_t count = 0;
  json::Value const rows = manifest();
  for (json::Value const& row : rows.as_array()) {
    if (is_self_contained(row)) continue;
    Folder folder;
    std::string why(row.string_or_empty("why_not"));
    auto words = split(why, ' ');  // `parameter X is not defined`
    REQUIRE(words.size() == 5);
    folder.write("definition.json", contents(file_of(row)));
    Ended ended = folder.rehearse("validate definition.json");
    INFO(row.string_or_empty("file") << "\n" << ended.err);
    CHECK(ended.code == 2);
    CHECK(ended.err.find("Parameter '" + std::string(words[1]) + "' is undefined.") !=
          std::string::npos);
    ++count;
  }
  CHECK(count == 5);
}
