// What the program's exit code says. Scripts rely on it.
#pragma once

namespace rehearse::cli {

enum class ExitCode : int {
  well = 0,
  check_failed = 1,
  bad_input = 2,  // usage or input, with the place and the remedy on standard error
  fault = 3,      // inside rehearse
  interrupted = 130
};

}  // namespace rehearse::cli
