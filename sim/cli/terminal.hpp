// The only file that looks at the environment: is this a terminal, how wide, with colours? And the
// signals.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sim/base/result.hpp"
#include "sim/cli/exit_code.hpp"

namespace rehearse::cli {

struct Terminal {
  bool colour = false;     // standard output is a terminal and NO_COLOR is not set
  bool one_place = false;  // standard output and standard error are both terminals
  int width = 100;
};
Terminal look_at_terminal();

/// `12 of 40` on standard error while something takes long; silent when that is no terminal.
class Progress {
 public:
  explicit Progress(std::size_t total);
  void show(std::size_t done) const;
  /// Before a line is printed.
  void clear() const;

 private:
  std::size_t total_;
  bool shown_;
};

/// How far a single run is, on standard error: nothing during its first second, then some times a
/// second. Silent when standard error is no terminal.
class RunProgress {
 public:
  RunProgress();
  void show(std::string_view text);
  /// Before something else is printed.
  void clear() const;

 private:
  bool terminal_;
  bool shown_ = false;
  std::int64_t next_;  // milliseconds of the steady clock
};

/// Set by Ctrl-C and SIGTERM once catch_interrupts() was called; a second Ctrl-C ends the program
/// at once.
std::atomic<bool> const& interrupted();
void catch_interrupts();

/// `rehearse: ` and the error, on standard error. Returns bad_input.
ExitCode complain(Error const& error);
ExitCode complain(std::string_view message);

}  // namespace rehearse::cli
