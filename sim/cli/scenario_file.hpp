// A scenario on disk as a RunSpec.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/run/run.hpp"

namespace rehearse::cli {

/// Reads the file; `root` empty: the scenario's folder.
Result<run::RunSpec> read_scenario(std::string const& path, std::string const& root);
/// What a scenario is called on its line: its path without `.lua`.
std::string name_of_scenario(std::string const& path);
/// `KEY=VALUE` each.
Result<std::map<std::string, std::string>> read_parameters(std::vector<std::string> const& given);

}  // namespace rehearse::cli
