#include "sim/cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "sim/base/text.hpp"

namespace rehearse::cli {
namespace {

// A signal handler has nothing else to write to.
std::atomic<bool> g_interrupted = false;  // NOLINT(tidy-static): see above

/// Of the real time, which no result depends on.
std::int64_t milliseconds_now() {
  auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

void on_signal(int signal) {
  if (g_interrupted.exchange(true)) std::_Exit(128 + signal);
}

}  // namespace

Terminal look_at_terminal() {
  Terminal terminal;
  if (::isatty(STDOUT_FILENO) == 0) return terminal;
  terminal.one_place = ::isatty(STDERR_FILENO) != 0;
  terminal.colour = std::getenv("NO_COLOR") == nullptr;
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
    terminal.width = size.ws_col;
  return terminal;
}

Progress::Progress(std::size_t total)
    : total_(total), shown_(total > 1 && ::isatty(STDERR_FILENO) != 0) {}

void Progress::show(std::size_t done) const {
  if (shown_) std::fprintf(stderr, "%zu of %zu", done, total_);
}

void Progress::clear() const {
  if (shown_) std::fputs("\r\x1b[K", stderr);
}

RunProgress::RunProgress()
    : terminal_(::isatty(STDERR_FILENO) != 0), next_(milliseconds_now() + 1000) {}

void RunProgress::show(std::string_view text) {
  if (!terminal_) return;
  std::int64_t now = milliseconds_now();
  if (now < next_) return;
  next_ = now + 200;
  shown_ = true;
  std::fprintf(stderr, "\r\x1b[K%.*s", static_cast<int>(text.size()), text.data());
}

void RunProgress::clear() const {
  if (shown_) std::fputs("\r\x1b[K", stderr);
}

std::atomic<bool> const& interrupted() { return g_interrupted; }

void catch_interrupts() {
  struct sigaction action{};
  action.sa_handler = on_signal;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  ::signal(SIGPIPE, SIG_IGN);  // a closed pipe is a write that fails, with a message
}

ExitCode complain(Error const& error) { return complain(to_string(error)); }

ExitCode complain(std::string_view message) {
  std::fprintf(stderr, "rehearse: %.*s\n", static_cast<int>(message.size()), message.data());
  return ExitCode::bad_input;
}

}  // namespace rehearse::cli
