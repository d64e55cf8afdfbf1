// The commands, one file each. A new one is a file and a row in main.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/base/result.hpp"
#include "sim/cli/exit_code.hpp"

namespace rehearse::cli {

/// What `run` and `report` say of a report that is not there.
Error no_such_report(std::string_view name);
/// What they say of a trace that ends before its run did.
ExitCode complain_incomplete(std::string_view path);

ExitCode command_run(std::vector<std::string> const& arguments);
ExitCode command_test(std::vector<std::string> const& arguments);
ExitCode command_report(std::vector<std::string> const& arguments);
ExitCode command_diff(std::vector<std::string> const& arguments);
ExitCode command_validate(std::vector<std::string> const& arguments);
ExitCode command_explain(std::vector<std::string> const& arguments);
ExitCode command_access(std::vector<std::string> const& arguments);
ExitCode command_learn(std::vector<std::string> const& arguments);
ExitCode command_decide(std::vector<std::string> const& arguments);

}  // namespace rehearse::cli
