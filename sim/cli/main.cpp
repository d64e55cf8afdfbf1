// rehearse: one thin command on top of the library.
#include <algorithm>
#include <cstdio>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/text.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/trace/records.hpp"

namespace {

using rehearse::cli::ExitCode;

struct Command {
  std::string_view name;
  std::string_view description;
  ExitCode (*run)(std::vector<std::string> const&);
};

constexpr Command kCommands[] = {
    {"run", "run one scenario, write its trace and report", rehearse::cli::command_run},
    {"test", "run scenarios as tests, compare with approved traces", rehearse::cli::command_test},
    {"report", "make any report again from a stored trace", rehearse::cli::command_report},
    {"diff", "what differs between two runs, from their traces", rehearse::cli::command_diff},
    {"explain", "why a call was allowed or refused, and what would turn it",
     rehearse::cli::command_explain},
    {"access", "who may do what at an instant, what opened and what closed",
     rehearse::cli::command_access},
    {"validate", "check pipeline definitions and IAM policies", rehearse::cli::command_validate},
    {"learn", "durations of steps from what the AWS CLI prints of real runs",
     rehearse::cli::command_learn},
    {"decide", "access decisions, one case a line in, one decision a line out",
     rehearse::cli::command_decide},
};

void print_help() {
  std::puts(
      "rehearse: a deterministic simulator of multi-account ML deployment\n\nusage: rehearse "
      "COMMAND ...\n");
  for (Command const& command : kCommands)
    std::printf("  %-10.*s %.*s\n", static_cast<int>(command.name.size()), command.name.data(),
                static_cast<int>(command.description.size()), command.description.data());
  std::puts(
      "\n`rehearse COMMAND --help` shows what a command takes, with an example\n\nexample:\n  "
      "rehearse run scenarios/promotion.lua");
}

}  // namespace

int main(int count, char** values) {
  std::vector<std::string> arguments(values + 1, values + count);
  if (arguments.empty() || arguments[0] == "--help" || arguments[0] == "-h") {
    print_help();
    return static_cast<int>(arguments.empty() ? ExitCode::bad_input : ExitCode::well);
  }
  if (arguments[0] == "--version") {
    std::printf("rehearse %s (trace format %u)\n", REHEARSE_VERSION, rehearse::trace::kFormat);
    return 0;
  }
  auto command = std::ranges::find(kCommands, arguments[0], &Command::name);
  if (command == std::end(kCommands)) {
    std::vector<std::string_view> names;
    for (Command const& each : kCommands) names.push_back(each.name);
    std::string hint = rehearse::did_you_mean(arguments[0], names);
    if (hint.empty()) hint = "`rehearse --help` lists the commands";
    return static_cast<int>(rehearse::cli::complain(
        "there is no command `" + rehearse::shorten(arguments[0], 40) + "`; " + hint));
  }
  arguments.erase(arguments.begin());
  ExitCode code = command->run(arguments);
  // Results that never arrived are no success: a full disk, a closed pipe.
  if ((std::fflush(stdout) != 0 || std::ferror(stdout) != 0) && code == ExitCode::well)
    code = rehearse::cli::complain(
        "cannot write to standard output; make room, or keep the reader open");
  return static_cast<int>(code);
}
