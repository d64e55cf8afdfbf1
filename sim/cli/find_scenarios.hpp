// The scenarios below a folder.
#pragma once

#include <string>
#include <vector>

#include "sim/base/result.hpp"

namespace rehearse::cli {

/// Every `*.lua` below `path` in the order of their names, but for those in a folder `lib`; a file
/// is taken as it is. Links to folders are not followed.
Result<std::vector<std::string>> find_scenarios(std::string const& path);

}  // namespace rehearse::cli
