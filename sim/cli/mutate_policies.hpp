// rehearse test --mutate-policies: mutation testing for what grants and limits access.
#pragma once

#include <string>
#include <vector>

#include "sim/cli/exit_code.hpp"

namespace rehearse::cli {

/// Every scenario once as it is and once with each change; prints what no check noticed.
/// check_failed when there is such a change, or a scenario fails without any. `junit`: a file, or
/// empty.
ExitCode mutate_policies(std::vector<std::string> const& scenarios, std::string const& junit);

}  // namespace rehearse::cli
