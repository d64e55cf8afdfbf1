#include "tests/cli/program.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace rehearse::test {

namespace fs = std::filesystem;

std::string contents(std::string const& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Folder::Folder() {
  std::string name = (fs::temp_directory_path() / "rehearse-cli-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

Folder::~Folder() {
  std::error_code fault;
  fs::remove_all(path_, fault);
}

void Folder::write(std::string_view name, std::string_view content) const {
  fs::path target = fs::path(path_) / name;
  fs::create_directories(target.parent_path());
  std::ofstream out(target, std::ios::binary);
  out << content;
  if (!out.flush()) throw std::runtime_error("cannot write " + target.string());
}

std::string Folder::read(std::string_view name) const {
  return contents((fs::path(path_) / name).string());
}
bool Folder::has(std::string_view name) const { return fs::exists(fs::path(path_) / name); }

std::vector<std::string> Folder::files() const {
  std::vector<std::string> out;
  for (fs::directory_entry const& each : fs::recursive_directory_iterator(path_))
    if (!each.is_directory()) out.push_back(each.path().lexically_relative(path_).string());
  std::ranges::sort(out);
  return out;
}

Ended Folder::rehearse(std::string_view arguments) const {
  return shell("\"$R\" " + std::string(arguments));
}

Ended Folder::shell(std::string_view text) const {
  std::string out = path_ + ".out", err = path_ + ".err";
  std::string command = "R='" REHEARSE_PROGRAM "'; export R; cd '" + path_ + "' && { " +
                        std::string(text) + "\n} >'" + out + "' 2>'" + err + "' </dev/null";
  int status = std::system(command.c_str());
  Ended ended{WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), contents(out),
              contents(err)};
  fs::remove(out);
  fs::remove(err);
  return ended;
}

std::string definition() {
  return R"({"Version": "2020-12-01", "Metadata": {}, "Parameters": [], "PipelineExperimentConfig": {"ExperimentName": "e", "TrialName": "t"},
 "Steps": [{"Name": "Wait", "Type": "Processing", "Arguments": {"ProcessingResources": {"ClusterConfig": {"InstanceType": "ml.m5.large",
   "InstanceCount": 1, "VolumeSizeInGB": 30}}, "AppSpecification": {"ImageUri": "image"}, "RoleArn": "arn:aws:iam::111111111111:role/Execution"}}]}
)";
}

std::string world(std::string_view pipeline_options) {
  return R"(local staging = account { name = "staging" }
local execution = role { account = staging, name = "Execution", trusts = "sagemaker.amazonaws.com", policies = {
  { Version = "2012-10-17", Statement = { Effect = "Allow", Action = "*", Resource = "*" } } } }
local engineer = role { account = staging, name = "Engineer", policies = {
  { Version = "2012-10-17", Statement = { Effect = "Allow", Action = "*", Resource = "*" } } } }
local p = pipeline { account = staging, name = "p", definition = "definition.json", role = execution)" +
         (pipeline_options.empty() ? std::string() : ", " + std::string(pipeline_options)) + " }\n";
}

std::string scenario(std::string_view body) {
  return world() +
         "actor(\"ana\", function()\n  local sagemaker = engineer:client \"sagemaker\"\n" +
         std::string(body) + "\nend)\n";
}

std::string flat(std::string_view text) {
  std::string out;
  for (char c : text) {
    bool const space = c == ' ' || c == '\n';
    if (!space || (!out.empty() && out.back() != ' ')) out += space ? ' ' : c;
  }
  return out;
}

}  // namespace rehearse::test
